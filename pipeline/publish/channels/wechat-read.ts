import type { JsonObject } from './call.ts';
import type { ReadBack, ReleaseOrder } from './channel.ts';
import { Halt } from './outcome.ts';
import { articlesOf, objects, placeOf, type WechatAccount } from './wechat-account.ts';
import { looked, type WechatApi } from './wechat-api.ts';
import { sourceAddress } from './wechat-article.ts';
import { articleDifferences } from './wechat-differences.ts';
import { knownAddresses } from './wechat-pictures.ts';

const PAGE = 20;
/** 100 publications a day is the quota, so a day's articles fit in six pages. */
const PAGES = 6;
/** The newest intent may follow an older attempt, and clocks may differ: look this much further back, in seconds. */
const LOOK_BACK = 86_400;
const NO_SUCH_ARTICLE = 53600;

/** Entries of one of the two lists (newest first) of which an article carries the order's address; throws `Halt` if the list can't be read far enough. */
async function listed(api: WechatApi, path: string, idName: string, order: ReleaseOrder): Promise<string[]> {
  const wanted = sourceAddress(order.payload.sourceUrl, order.key);
  const since = Date.parse(order.intentAt) / 1000 - LOOK_BACK;
  const found: string[] = [];
  for (let page = 0; page < PAGES; page += 1) {
    const body = looked('读回', await api.post(path, { offset: page * PAGE, count: PAGE, no_content: 1 }));
    const items = objects(body.item);
    const carries = (item: JsonObject): boolean => articlesOf(item).some(({ content_source_url: source }) => source === wanted);
    for (const item of items) if (carries(item)) found.push(String(item[idName]));
    const oldest = Number(items.at(-1)?.update_time ?? 0);
    if (items.length < PAGE || oldest < since) return found;
  }
  const message = '微信的列表太长，读不到这条发布；应由人工核对；请管理员在公众平台按标题查找后登记结果。';
  throw new Halt({ kind: 'needs-human', code: 'wechat/list-too-long', message });
}

/** The numbers of the order's articles that 发布 lists; what was sent by 群发 is in no list. */
export function publishedArticles(api: WechatApi, order: ReleaseOrder): Promise<string[]> {
  return listed(api, '/cgi-bin/freepublish/batchget', 'article_id', order);
}

/** What an article differs in from what was approved. Of several in one message WeChat keeps no digest. */
export function differencesIn(order: ReleaseOrder, article: JsonObject, several: boolean): string[] {
  const addresses = knownAddresses(order.payload, order.uploads);
  return articleDifferences(several ? { ...order.payload, summary: '' } : order.payload, order.key, article, addresses);
}

function live(order: ReleaseOrder, articleId: string, articles: readonly JsonObject[], copies: number): ReadBack {
  const article = articles[placeOf(articles, sourceAddress(order.payload.sourceUrl, order.key))];
  if (articles.length > 1 && article === undefined) {
    return {
      kind: 'unreadable',
      code: 'wechat/not-in-message',
      message: '微信的这条消息里没有这篇文章；请管理员在公众平台核对后登记结果。',
    };
  }
  if (article?.is_deleted === true) return { kind: 'gone', message: '微信文章已被删除' };
  const differences = differencesIn(order, article ?? {}, articles.length > 1);
  if (copies > 1) differences.push(`同一信息在微信上有 ${copies} 篇`);
  return { kind: 'present', remote: { id: articleId, url: String(article?.url ?? '') }, differences };
}

/** Reads an article by its number, which it may share with others of its message. */
export async function readArticle(api: WechatApi, order: ReleaseOrder, articleId: string, copies = 1): Promise<ReadBack> {
  const reply = await api.post('/cgi-bin/freepublish/getarticle', { article_id: articleId });
  if (reply.kind === 'refused' && reply.errcode === NO_SUCH_ARTICLE) return { kind: 'gone', message: '微信文章已不存在' };
  return live(order, articleId, articlesOf(looked('读回文章', reply)), copies);
}

/** The steps of a release whose draft is there and not out. In mode `mass` the call that follows them may send it: then it is named so. */
function onward({ mode }: WechatAccount, order: ReleaseOrder, draft: string): Record<string, string> {
  return { ...order.steps, draft, ...(mode === 'mass' ? { mass: 'asked' } : {}) };
}

/** What a person has to do with a draft that lies in the draft box: a call that broke off may not have told it. */
function pressIt({ payload }: ReleaseOrder, drafts: number): string {
  const several = drafts > 1 ? `同一篇有 ${drafts} 份草稿，只发表最新的一份，其余的删除；` : '';
  return `微信草稿箱里有《${payload.title}》的草稿，还没有发布；请管理员在信息时效届满前到公众平台草稿箱打开，与审定稿核对；${several}一致的点“发表”，再用 record 登记地址，不一致的删除草稿，再用 resolve 登记。`;
}

/**
 * Looks for an order by the address that its article carries, first among what is published, then among the drafts.
 * Where a person presses the button, a waiting draft is pending, not absent.
 */
export async function lookByAddress(account: WechatAccount, order: ReleaseOrder): Promise<ReadBack> {
  const { api, mode } = account;
  const published = await publishedArticles(api, order);
  const [first] = published;
  if (first !== undefined) return readArticle(api, order, first, published.length);
  const drafts = await listed(api, '/cgi-bin/draft/batchget', 'media_id', order);
  // A message's earlier drafts are all named, so that the next one deletes them.
  const all = order.steps.group && mode !== 'draft' ? drafts.join(' ') || undefined : undefined;
  const draft = all ?? drafts.find((id) => id === order.steps.draft) ?? drafts[0];
  if (draft !== undefined && mode === 'draft')
    return { kind: 'pending', steps: { ...order.steps, draft }, message: pressIt(order, drafts.length) };
  if (draft !== undefined) return { kind: 'absent', steps: onward(account, order, draft) };
  if (!order.steps.draft) return { kind: 'absent', steps: {} };
  const message = '草稿已不在草稿箱，发布列表里也没有；可能已由人群发或被人删除；请管理员在公众平台核对后登记结果。';
  return { kind: 'unreadable', code: 'wechat/draft-gone', message };
}
