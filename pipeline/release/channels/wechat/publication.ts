import type { JsonObject } from '../call.ts';
import type { Outcome, ReadBack, ReleaseOrder } from '../channel.ts';
import { differing, Halt, refused } from '../outcome.ts';
import { amongNewest, objects, type Progress, patiently, type WechatAccount } from './account.ts';
import { changed, looked, type WechatApi } from './api.ts';
import { sourceAddress } from './article.ts';
import { readArticle } from './read.ts';

/** `publish_status` of freepublish/get; 1 and anything new mean that it is still under way. */
const PUBLISHED = 0;
const REJECTED: Record<number, string> = {
  2: '微信判定原创声明不成立，没有发布；应去掉原创声明；请管理员在信息时效届满前到公众平台核对后重新送审',
  3: '微信发布失败，没有说明原因；应重新送审；请管理员在信息时效届满前到公众平台核对草稿，或手工发表后用 record 登记',
  4: '微信审核没有通过，没有发布；应符合平台规则；请办公室核对内容，修改后重新送审，须赶在信息时效届满前',
};
const TAKEN_DOWN = new Set([5, 6]);

/** What became of an accepted publication. `rejected` and `taken-down` carry WeChat's status. */
export type Followed =
  | { kind: 'live'; articleId: string; url: string }
  | { kind: 'publishing' }
  /** `places` (from 1) of the articles that were refused, where WeChat names them. */
  | { kind: 'rejected'; status: number; places: number[] }
  | { kind: 'taken-down'; status: number };

/** Asks what became of a publication. */
export async function followed(api: Pick<WechatApi, 'post'>, publishId: string): Promise<Followed> {
  const body = looked('查询发布结果', await api.post('/cgi-bin/freepublish/get', { publish_id: publishId }));
  const status = Number(body.publish_status ?? Number.NaN);
  if (TAKEN_DOWN.has(status)) return { kind: 'taken-down', status };
  if (REJECTED[status] !== undefined) {
    const places = Array.isArray(body.fail_idx) ? body.fail_idx.map(Number).filter((place) => place > 0) : [];
    return { kind: 'rejected', status, places };
  }
  const articleId = String(body.article_id ?? '');
  if (status !== PUBLISHED || articleId === '') return { kind: 'publishing' };
  const detail = objects((body.article_detail as JsonObject | undefined)?.item)[0];
  return { kind: 'live', articleId, url: String(detail?.article_url ?? '') };
}

/** The same within the run's questions: once they are used up, a list that all share tells what is live, and nothing else is said. */
async function askedSparingly(account: WechatAccount, order: ReleaseOrder, publishId: string): Promise<Followed> {
  if (account.questions.gets > 0) {
    account.questions.gets -= 1;
    return followed(account.api, publishId);
  }
  const articleId = await amongNewest(account, sourceAddress(order.payload.sourceUrl, order.key));
  return articleId === null ? { kind: 'publishing' } : { kind: 'live', articleId, url: '' };
}

/** Hands a draft in. Never repeated inside a call: what was accepted can't be told apart from what wasn't. */
export async function submit(api: WechatApi, draft: string): Promise<string> {
  const body = changed('提交发布', await api.post('/cgi-bin/freepublish/submit', { media_id: draft }));
  const publishId = String(body.publish_id ?? '');
  if (publishId === '') changed('提交发布', { kind: 'unknown', code: 'NO_PUBLISH_ID' });
  return publishId;
}

export async function readLive(account: WechatAccount, progress: Progress, state: { articleId: string; url: string }): Promise<Outcome> {
  const remote = { id: state.articleId, url: state.url };
  progress.steps.article = state.articleId;
  const uploads = [...progress.order.uploads, ...progress.uploads];
  // What can't be read is out all the same.
  const read = await readArticle(account.api, { ...progress.order, uploads }, state.articleId).catch((error: unknown) => {
    if (error instanceof Halt) return null;
    throw error;
  });
  if (read?.kind !== 'present') return { kind: 'sent', remote };
  const url = read.remote.url || remote.url;
  if (read.differences.length === 0) return { kind: 'confirmed', remote: { id: remote.id, url } };
  const say = (what: string): string =>
    `微信已发布，但读回与审定稿不同：${what}；应完全一致；不会重发；请管理员立即核对 ${url}，再用 resolve 登记结果。`;
  return differing('wechat/read-back-differs', read.differences, say);
}

/** Waits a little until an accepted publication is over; `null` if it isn't yet. */
export async function awaited(
  account: WechatAccount,
  { order, steps }: Progress,
): Promise<Exclude<Followed, { kind: 'publishing' }> | null> {
  const { questions } = account;
  return patiently(
    account,
    async () => {
      const found = await askedSparingly(account, order, steps.publish ?? '');
      return found.kind === 'publishing' ? null : found;
    },
    () => questions.gets > 0 || questions.lists > 0,
  );
}

/** What a publication that WeChat has not let stand comes to. */
export function notStanding({ kind, status }: Extract<Followed, { status: number }>): Outcome {
  if (kind === 'rejected') {
    const say = `${REJECTED[status] ?? '微信没有发布这篇文章；应查明原因；请管理员在公众平台核对'}。（发布状态 ${status}）`;
    return refused(`wechat/publish-${status}`, { remedy: 'content', say });
  }
  const message = '微信文章发布后被删除或封禁；应由办公室查明原因；不会重发；请管理员今天到公众平台核对，再用 resolve 登记结果。';
  return { kind: 'needs-human', code: `wechat/publish-${status}`, message };
}

/** Waits a little until an accepted publication is live; a later run asks again. */
export async function waitUntilLive(account: WechatAccount, progress: Progress): Promise<Outcome> {
  const state = await awaited(account, progress);
  if (state === null) return { kind: 'sent', remote: { id: progress.steps.publish ?? '', url: '' } };
  return state.kind === 'live' ? readLive(account, progress, state) : notStanding(state);
}

/** Reads back an accepted publication. */
export async function readPublication(account: WechatAccount, order: ReleaseOrder, publishId: string): Promise<ReadBack> {
  const state = await askedSparingly(account, order, publishId);
  if (state.kind === 'publishing') return { kind: 'pending', steps: order.steps };
  if (state.kind === 'taken-down') return { kind: 'gone', message: '微信文章发布后已被删除或封禁' };
  // The steps stay: the next send asks for this publication again, reports why WeChat refused it, and submits nothing.
  if (state.kind === 'rejected') return { kind: 'absent', steps: order.steps };
  return readArticle(account.api, order, state.articleId);
}
