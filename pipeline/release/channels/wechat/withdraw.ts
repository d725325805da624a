import { isPageOf } from '../addresses.ts';
import type { JsonObject } from '../call.ts';
import type { Outcome, ReleaseOrder } from '../channel.ts';
import { anothers, DIFFERED } from '../outcome.ts';
import { textKey } from '../text-compare.ts';
import { articleIndex, articlesOf, type WechatAccount } from './account.ts';
import { changed, looked, type WechatApi } from './api.ts';
import { sourceAddress } from './article.ts';
import { deleteDraft, draftIsThere } from './draft.ts';
import { ASKED, messageOf, readMass } from './mass.ts';
import { followed } from './publication.ts';
import { differencesIn, publishedArticles, readArticle } from './read.ts';

type Remote = { id: string; url: string };

const NO_SUCH_ARTICLE = 53600;

/** What nobody can undo, in the words for whoever has to see to it. */
const REMAINS = '微信收不回转发出去的链接、截图和别处的转载；请办公室今天留意转载并通知转载单位删除。';
const CARDS = `微信已删除群发的文章，打开链接显示“该内容已被发布者删除”；但粉丝已收到的消息卡片（标题、封面、摘要）收不回；${REMAINS}`;

const LOOK = '群发的消息里有几篇，只删了这一篇，接口读不回结果；请办公室立即打开这篇文章核对，还在的交管理员在公众平台删除。';

const stillThere = (message: string): Outcome => ({ kind: 'unknown', code: 'wechat/still-there', message });
const underWay = (message: string): Outcome => ({ kind: 'failed', code: 'wechat/under-way', message, retry: true, free: true });

function byHand({ payload }: ReleaseOrder, { url }: Remote): Outcome {
  const message = `接口删不了这篇（不是本系统经接口发的，或已不在接口的列表里）；请管理员立即登录公众平台，在“发表记录”里找到《${payload.title}》${url === '' ? '' : `（${url}）`}点“删除”，再用 resolve --as confirmed 登记已撤下。`;
  return { kind: 'needs-human', code: 'wechat/delete-by-hand', message };
}

/**
 * Whether an article is the order's, before it is deleted: by the number that WeChat gave it when it was published, else by the address that
 * it carries, and where it carries none by its title.
 */
function isOrders(order: ReleaseOrder, articleId: string, article: JsonObject): boolean {
  if (articleId === order.steps.article) return true;
  const source = String(article.content_source_url ?? '');
  return source === '' ? textKey(String(article.title ?? '')) === textKey(order.payload.title) : isPageOf(source, order);
}

/** What an article is before it is deleted: its place (from 1; 0 deletes a message of one, so that others stay), or why it isn't deleted. */
async function lookBeforeDeleting(
  api: WechatApi,
  order: ReleaseOrder,
  articleId: string,
): Promise<'gone' | Outcome | { index: number; differs: boolean }> {
  const { payload, key } = order;
  const reply = await api.post('/cgi-bin/freepublish/getarticle', { article_id: articleId });
  if (reply.kind === 'refused' && reply.errcode === NO_SUCH_ARTICLE) return 'gone';
  const articles = articlesOf(looked('读回文章', reply));
  const place = articleIndex(articles, sourceAddress(payload.sourceUrl, key));
  const article = articles[place];
  if (article === undefined) return stillThere('微信的这条消息里找不到这篇文章；应已删除；请管理员打开文章地址核对，下次运行会再读回。');
  if (article.is_deleted === true) return 'gone';
  if (!isOrders(order, articleId, article)) return anothers(`登记的这篇微信文章（${String(article.url ?? articleId)}）`, order);
  const differs = payload.content !== '' && differencesIn(order, article, articles.length > 1).length > 0;
  return { index: articles.length === 1 ? 0 : place + 1, differs };
}

/** Drafts of this text alone that its post isn't made of: a person published beside them, and nobody shall publish them by mistake. */
async function deleteUnused(account: WechatAccount, order: ReleaseOrder): Promise<void> {
  const { article, publish, of = '1' } = order.steps;
  if (article || publish || of !== '1' || messageOf(order.steps) !== null) return;
  for (const id of await draftsThere(account, order)) await deleteDraft(account.api, id);
}

async function deleteArticle(account: WechatAccount, order: ReleaseOrder, remote: Remote): Promise<Outcome> {
  const { api } = account;
  const found = await lookBeforeDeleting(api, order, remote.id);
  if (found !== 'gone' && 'kind' in found) return found;
  await deleteUnused(account, order);
  if (found === 'gone') return { kind: 'confirmed', remote, message: REMAINS };
  const reply = await api.post('/cgi-bin/freepublish/delete', { article_id: remote.id, index: found.index });
  if (!(reply.kind === 'refused' && reply.errcode === NO_SUCH_ARTICLE)) changed('删除文章', reply);
  const left = await readArticle(api, order, remote.id);
  if (left.kind === 'gone') return { kind: 'confirmed', remote, message: found.differs ? `${DIFFERED}${REMAINS}` : REMAINS };
  return stillThere('微信已接受删除，但读回时文章还在或读不到；应已删除；请管理员打开文章地址核对，下次运行会再读回。');
}

/** The article that the release is known by, if the interface knows it: by its own number, else by the address that it carries. */
async function articleOf(account: WechatAccount, order: ReleaseOrder, remote: Remote): Promise<string | null> {
  if (order.steps.article) return order.steps.article;
  const [listed] = await publishedArticles(account, order);
  if (listed !== undefined) return listed;
  // A number of a draft or a mass message isn't an article's, and an unknown article proves nothing.
  const reply = remote.id === '' ? null : await account.api.post('/cgi-bin/freepublish/getarticle', { article_id: remote.id });
  return reply?.kind === 'ok' ? remote.id : null;
}

async function withdrawMass(account: WechatAccount, order: ReleaseOrder, remote: Remote): Promise<Outcome> {
  const found = await readMass(account, order);
  const message = messageOf('steps' in found ? found.steps : order.steps) ?? messageOf(order.steps);
  if (found.kind === 'gone') return { kind: 'confirmed', remote, message: CARDS };
  if (found.kind === 'present') return deleteArticle(account, order, found.remote);
  if (found.kind === 'unreadable') return byHand(order, remote);
  // What WeChat refused to send leaves no draft behind, or one.
  if (found.kind === 'absent')
    return order.steps.draft ? withdrawDrafts(account, order, remote, await draftsThere(account, order)) : byHand(order, remote);
  if (found.steps.massStatus !== 'SEND_SUCCESS' || message === null) {
    return underWay('微信正在群发或在等管理员确认，这时删不了；请管理员在手机微信里不要点“确认”；30 分钟内有结果，之后的运行会自动删除。');
  }
  const { group, place = '0' } = order.steps;
  const article_idx = group ? Number(place) : 0;
  changed('删除群发', await account.api.post('/cgi-bin/message/mass/delete', { msg_id: message, article_idx }));
  // What mass/get says of a message of which the others stay isn't documented: the acceptance is all there is, and a person looks.
  if (article_idx > 0 && Number(order.steps.of) > 1) {
    return { kind: 'confirmed', remote: { id: message, url: remote.url }, message: `${LOOK}${CARDS}` };
  }
  if ((await readMass(account, { ...order, steps: found.steps })).kind === 'gone') {
    return { kind: 'confirmed', remote: { id: message, url: remote.url }, message: CARDS };
  }
  return stillThere('微信已接受删除，但群发的文章读回时还在；应已删除；请管理员打开文章地址核对，下次运行会再读回。');
}

/** Those of the order's drafts that are in the draft box. */
async function draftsThere({ api }: WechatAccount, { steps }: ReleaseOrder): Promise<string[]> {
  const drafts = (steps.draft ?? '').split(' ').filter((id) => id !== '');
  const there = await Promise.all(drafts.map((id) => draftIsThere(api, id)));
  return drafts.filter((_, index) => there[index]);
}

/**
 * Takes the drafts of what never went out from the draft box, so that nobody publishes them by mistake. Somebody may have pressed the
 * button meanwhile, whether WeChat took our deletion or not: so what is published is looked at once more. One that was there a moment ago,
 * that we couldn't delete and that isn't listed was published or deleted by somebody: that isn't done.
 */
async function withdrawDrafts(account: WechatAccount, order: ReleaseOrder, remote: Remote, there: readonly string[]): Promise<Outcome> {
  const deleted: boolean[] = [];
  for (const id of there) deleted.push(await deleteDraft(account.api, id));
  const [article] = await publishedArticles(account, order);
  if (article !== undefined) return deleteArticle(account, order, { id: article, url: remote.url });
  if (deleted.includes(false)) return byHand(order, remote);
  if ((await draftsThere(account, order)).length === 0) return { kind: 'confirmed', remote };
  return stillThere('微信已接受删除，但草稿还在草稿箱；应已删除；请管理员到公众平台删除，下次运行会再读回。');
}

/** What a withdrawal that the interface refuses asks for: other than a post, it can't wait for tomorrow or for a mended account. */
export function notWithdrawn({ payload }: ReleaseOrder, outcome: Outcome): Outcome {
  if (outcome.kind !== 'failed' || outcome.code === 'wechat/under-way') return outcome;
  const problem = (outcome.message.split('；')[0] ?? '').replace('，本次没有发出', '，没有删除');
  const number = /（错误码[^（）]*）$/.exec(outcome.message)?.[0] ?? '';
  const message = `${problem}；应立即撤下；请管理员立即登录公众平台手工删除《${payload.title}》，再用 resolve --as confirmed 登记已撤下；接口恢复后的下一次运行也会自动删除。${number}`;
  return { ...outcome, message };
}

/**
 * Takes a release down as it went out: `freepublish/delete`, `mass/delete`, or `draft/delete` for what nobody has published.
 * @param remote empty `id`: nobody has seen it public
 */
export async function withdrawWechat(account: WechatAccount, order: ReleaseOrder, remote: Remote): Promise<Outcome> {
  const { mass, publish, draft } = order.steps;
  if (messageOf(order.steps) !== null || mass === ASKED) return withdrawMass(account, order, remote);
  const article = await articleOf(account, order, remote);
  if (article !== null) return deleteArticle(account, order, { id: article, url: remote.url });
  const state = publish ? await followed(account.api, publish) : null;
  if (state?.kind === 'publishing') return underWay('微信正在发布，这时删不了；不用处理，下次运行会在发布完成后删除。');
  if (state?.kind === 'live') return deleteArticle(account, order, { id: state.articleId, url: remote.url });
  if (state?.kind === 'taken-down') return { kind: 'confirmed', remote, message: REMAINS };
  // Registered by hand: the draft is no longer what readers see.
  if (remote.url !== '' || !draft) return byHand(order, remote);
  const there = await draftsThere(account, order);
  return there.length > 0 ? withdrawDrafts(account, order, remote, there) : byHand(order, remote);
}
