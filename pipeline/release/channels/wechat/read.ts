import type { Payload } from '../../../render/payload.ts';
import { isPageOf } from '../addresses.ts';
import type { JsonObject } from '../call.ts';
import type { ReadBack, ReleaseOrder } from '../channel.ts';
import { Halt, OTHER_REVISION } from '../outcome.ts';
import { attributeOf, htmlKey, tagsOf, textKey } from '../text-compare.ts';
import { articleIndex, articlesOf, objects, type WechatAccount } from './account.ts';
import { looked, type WechatApi } from './api.ts';
import { picturePath, sourceAddress } from './article.ts';
import { knownAddresses } from './pictures.ts';

const PAGE = 20;
/** 100 publications a day is the quota, so a day's articles fit in six pages. */
const PAGES = 6;
/** The newest intent may follow an older attempt, and clocks may differ: look this much further back, in seconds. */
const LOOK_BACK = 86_400;
const NO_SUCH_ARTICLE = 53600;

type Lists = Pick<WechatAccount, 'api' | 'newest'>;

async function pageOf({ api }: Lists, path: string, page: number): Promise<JsonObject> {
  return looked('读回', await api.post(path, { offset: page * PAGE, count: PAGE, no_content: 1 }));
}

/** The newest page, asked for once a run: `freepublish/batchget` has 100 calls a day. */
function newestPage(account: Lists, path: string): Promise<JsonObject> {
  const known = account.newest.get(path) ?? pageOf(account, path, 0);
  account.newest.set(path, known);
  return known;
}

/** Entries of a list, the newest first: those with the order's own address, and articles of its page with another mark. */
interface Listed {
  own: string[];
  others: { id: string; url: string }[];
}

/** Entries of one of the two lists. It throws `Halt` if the list can't be read far enough. */
async function listed(account: Lists, path: string, idName: string, order: ReleaseOrder): Promise<Listed> {
  const wanted = sourceAddress(order.payload.sourceUrl, order.key);
  const since = Date.parse(order.intentAt) / 1000 - LOOK_BACK;
  const found: Listed = { own: [], others: [] };
  const isOther = ({ content_source_url: source, is_deleted: deleted }: JsonObject): boolean =>
    deleted !== true && source !== wanted && isPageOf(String(source ?? ''), order);
  for (let page = 0; page < (order.newestPage ? 1 : PAGES); page += 1) {
    const body = await (order.newestPage ? newestPage(account, path) : pageOf(account, path, page));
    const items = objects(body.item);
    const carries = (item: JsonObject): boolean => articlesOf(item).some(({ content_source_url: source }) => source === wanted);
    for (const item of items) {
      const id = String(item[idName]);
      if (carries(item)) found.own.push(id);
      const others = order.anyRevision ? articlesOf(item).filter(isOther) : [];
      found.others.push(...others.map(({ url }) => ({ id, url: String(url ?? '') })));
    }
    const oldest = Number(items.at(-1)?.update_time ?? 0);
    if (items.length < PAGE || oldest < since || (order.newestPage && found.own.length + found.others.length > 0)) return found;
  }
  const message = '微信的列表太长，读不到这条发布；应由人工核对；请管理员在公众平台按标题查找后登记结果。';
  throw new Halt({ kind: 'needs-human', code: 'wechat/list-too-long', message });
}

/** The numbers of the order's articles that 发布 lists; what was sent by 群发 is in no list. */
export async function publishedArticles(account: Lists, order: ReleaseOrder): Promise<string[]> {
  return (await published(account, order)).own;
}

const published = (account: Lists, order: ReleaseOrder): Promise<Listed> =>
  listed(account, '/cgi-bin/freepublish/batchget', 'article_id', order);

/** What an article differs in from what was approved. Of several in one message WeChat keeps no digest. */
export function differencesIn(order: ReleaseOrder, article: JsonObject, several: boolean): string[] {
  const addresses = knownAddresses(order.payload, order.uploads);
  return articleDifferences(several ? { ...order.payload, summary: '' } : order.payload, order.key, article, addresses);
}

function live(order: ReleaseOrder, articleId: string, articles: readonly JsonObject[], copies: number): ReadBack {
  const article = articles[articleIndex(articles, sourceAddress(order.payload.sourceUrl, order.key))];
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
  const { own, others } = await published(account, order);
  const [first] = own;
  if (first !== undefined) return readArticle(api, order, first, own.length);
  const [other] = others;
  if (other !== undefined) return { kind: 'present', remote: other, differences: [OTHER_REVISION] };
  const { own: drafts } = await listed(account, '/cgi-bin/draft/batchget', 'media_id', order);
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

/** As much of a sentence as a person needs to find the place. */
const LONGEST = 60;
const SENTENCE_ENDS = /[。！？；!?;]/;

/** Numbers that may be somebody's (telephone, identity, bank card) are shown by their first three digits. */
function masked(text: string): string {
  return text.replace(/\d{7,}[Xx]?/g, (number) => number.slice(0, 3) + '*'.repeat(number.length - 3));
}

/** The sentence of a text around a place. */
function sentenceAt(text: string, at: number): string {
  let start = at;
  while (start > 0 && !SENTENCE_ENDS.test(text[start - 1] ?? '')) start -= 1;
  let end = at;
  while (end < text.length && !SENTENCE_ENDS.test(text[end] ?? '')) end += 1;
  // Of a long sentence, the part around the place.
  const from = at - start > LONGEST / 2 ? at - LONGEST / 2 : start;
  const shown = masked(text.slice(start, end + 1)).slice(from - start, from - start + LONGEST);
  return `${from > start ? '…' : ''}${shown}${from + LONGEST < end + 1 ? '…' : ''}`;
}

function quoted(text: string): string {
  return text === '' ? '没有' : `“${text}”`;
}

function textDifference(wanted: string, there: string): string {
  if (wanted === there) return '';
  let at = 0;
  while (wanted[at] === there[at]) at += 1;
  return `正文文字不一致，第一处：应为${quoted(sentenceAt(wanted, at))}，读回${quoted(sentenceAt(there, at))}`;
}

/** An address without what WeChat writes anew: scheme, query, and the size at its end. */
function bare(address: string): string {
  if (!URL.canParse(address)) return address;
  const { host, pathname } = new URL(address);
  return host + pathname.replace(/\/\d+$/, '');
}

function pictureDifference(payload: Payload, there: string, addresses: ReadonlyMap<string, string>): string {
  const paths = tagsOf(payload.content, 'img').map((tag) => picturePath(attributeOf(tag, 'src')) ?? '');
  // Compared by address: two files of the same content have one.
  const wanted = paths.map((path) => bare(addresses.get(path) ?? path));
  const shown = tagsOf(there, 'img').map((tag) => bare(attributeOf(tag, 'data-src') || attributeOf(tag, 'src')));
  const name = (address: string): string | undefined => paths[wanted.indexOf(address)];
  const missing = wanted.filter((address) => !shown.includes(address)).map(name);
  const named = missing.length < wanted.length && missing.length > 0 ? `（没有 ${missing.join('、')}）` : '';
  if (shown.length !== wanted.length) return `图片应为 ${wanted.length} 张，读回 ${shown.length} 张${named}`;
  // Where WeChat has given a picture another address, only the number of pictures can be compared.
  if (shown.some((address) => name(address) === undefined) || shown.every((address, index) => address === wanted[index])) return '';
  return `图片顺序应为 ${wanted.map(name).join('、')}，读回 ${shown.map(name).join('、')}`;
}

const links = (html: string): string[] => tagsOf(html, 'a').map((tag) => attributeOf(tag, 'href').replace(/^http:/, 'https:'));

function linkDifference(wanted: string, there: string): string {
  const kept = links(there);
  const lost = links(wanted).filter((address) => address !== '' && !kept.includes(address));
  return lost.length === 0 ? '' : `链接丢失：${lost.join('、')}`;
}

/**
 * What WeChat holds that differs from what was approved, in Chinese; empty if a reader sees the same.
 * @param addresses where the text's pictures were uploaded to, by path
 */
export function articleDifferences(
  payload: Payload,
  key: string,
  stored: JsonObject,
  addresses: ReadonlyMap<string, string> = new Map(),
): string[] {
  const text = (name: string): string => String(stored[name] ?? '');
  const content = text('content');
  const line = (field: string, name: string, wanted: string): string => {
    if (stored[field] === undefined || wanted === '' || textKey(text(field)) === textKey(wanted)) return '';
    return `${name}不一致：应为${quoted(masked(wanted))}，读回${quoted(masked(text(field)))}`;
  };
  return [
    stored.title === undefined ? '标题不一致：读回没有' : line('title', '标题', payload.title),
    line('author', '作者', payload.author),
    line('digest', '摘要', payload.summary),
    textDifference(htmlKey(payload.content), htmlKey(content)),
    pictureDifference(payload, content, addresses),
    linkDifference(payload.content, content),
    text('content_source_url') === sourceAddress(payload.sourceUrl, key)
      ? ''
      : `“阅读原文”的地址不一致：应为 ${sourceAddress(payload.sourceUrl, key)}，读回${quoted(text('content_source_url'))}`,
  ].filter((difference) => difference !== '');
}
