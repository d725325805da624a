import type { JsonObject } from './call.ts';
import type { ReadBack, ReleaseOrder } from './channel.ts';
import { ended, Halt, unreadable } from './outcome.ts';
import { looked, type WechatApi } from './wechat-api.ts';
import { articleDifferences, sourceAddress } from './wechat-article.ts';

const PAGE = 20;
/** 100 publications a day is the quota, so a day's articles fit in six pages. */
const PAGES = 6;
/** The newest intent may follow an older attempt, and clocks may differ: look this much further back, in seconds. */
const LOOK_BACK = 86_400;

/** `publish_status` of freepublish/get; 1 and anything new mean that it is still under way. */
const PUBLISHED = 0;
const REJECTED = new Set([2, 3, 4]);
const TAKEN_DOWN = new Set([5, 6]);

interface Listed {
  id: string;
  article: JsonObject;
}

function objects(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter((entry): entry is JsonObject => entry !== null && typeof entry === 'object') : [];
}

/** The first article of a message, as `draft/get`, `getarticle` and the lists give it. */
export function firstArticle(body: JsonObject): JsonObject | null {
  const holder = (body.content as JsonObject | undefined) ?? body;
  return objects(holder.news_item)[0] ?? null;
}

/** Entries of one of the two lists (newest first) whose article carries the order's address; throws `Halt` if the list can't be read far enough. */
async function listed(api: WechatApi, path: string, idName: string, order: ReleaseOrder): Promise<Listed[]> {
  const wanted = sourceAddress(order.payload.sourceUrl, order.key);
  const since = Date.parse(order.intentAt) / 1000 - LOOK_BACK;
  const found: Listed[] = [];
  for (let page = 0; page < PAGES; page += 1) {
    const body = looked('读回', await api.post(path, { offset: page * PAGE, count: PAGE, no_content: 1 }));
    const items = objects(body.item);
    for (const item of items) {
      const article = firstArticle(item);
      if (article?.content_source_url === wanted) found.push({ id: String(item[idName]), article });
    }
    const oldest = Number(items.at(-1)?.update_time ?? 0);
    if (items.length < PAGE || oldest < since) return found;
  }
  const message = '微信的列表太长，读不到这条发布；应由人工核对；请管理员在公众平台按标题查找后登记结果。';
  throw new Halt({ kind: 'needs-human', code: 'wechat/list-too-long', message });
}

function live(order: ReleaseOrder, articleId: string, article: JsonObject, copies: number): ReadBack {
  if (article.is_deleted === true) return { kind: 'gone', message: '微信文章已被删除' };
  const differences = articleDifferences(order.payload, order.key, article);
  if (copies > 1) differences.push(`同一信息在微信上有 ${copies} 篇`);
  return { kind: 'present', remote: { id: articleId, url: String(article.url ?? '') }, differences };
}

async function readArticle(api: WechatApi, order: ReleaseOrder, articleId: string, copies = 1): Promise<ReadBack> {
  const reply = await api.post('/cgi-bin/freepublish/getarticle', { article_id: articleId });
  if (reply.kind === 'refused' && reply.errcode === 53600) return { kind: 'gone', message: '微信文章已不存在' };
  const article = firstArticle(looked('读回文章', reply));
  return live(order, articleId, article ?? {}, copies);
}

/** What became of an accepted publication. `rejected` carries WeChat's status. */
export type Followed =
  | { kind: 'live'; articleId: string; url: string }
  | { kind: 'publishing' }
  | { kind: 'rejected'; status: number }
  | { kind: 'taken-down'; status: number };

export async function followed(api: WechatApi, publishId: string): Promise<Followed> {
  const body = looked('查询发布结果', await api.post('/cgi-bin/freepublish/get', { publish_id: publishId }));
  const status = Number(body.publish_status ?? Number.NaN);
  if (TAKEN_DOWN.has(status)) return { kind: 'taken-down', status };
  if (REJECTED.has(status)) return { kind: 'rejected', status };
  const articleId = String(body.article_id ?? '');
  if (status !== PUBLISHED || articleId === '') return { kind: 'publishing' };
  const detail = objects((body.article_detail as JsonObject | undefined)?.item)[0];
  return { kind: 'live', articleId, url: String(detail?.article_url ?? '') };
}

async function lookByKey(api: WechatApi, order: ReleaseOrder, byHand: boolean): Promise<ReadBack> {
  const published = await listed(api, '/cgi-bin/freepublish/batchget', 'article_id', order);
  const first = published[0];
  if (first) return readArticle(api, order, first.id, published.length);
  const drafts = await listed(api, '/cgi-bin/draft/batchget', 'media_id', order);
  const draft = drafts.find(({ id }) => id === order.steps.draft) ?? drafts[0];
  if (draft) return { kind: byHand ? 'pending' : 'absent', steps: { ...order.steps, draft: draft.id } };
  if (order.steps.draft === undefined) return { kind: 'absent', steps: {} };
  const message = '草稿已不在草稿箱，发布列表里也没有；可能已群发或被人删除；请管理员在公众平台核对后登记结果。';
  return { kind: 'unreadable', code: 'wechat/draft-gone', message };
}

/**
 * Looks for an order: by its publish id where one is known, else by the address that its article carries, first among what is
 * published, then among the drafts. Changes nothing.
 * @param byHand a person presses publish, so a waiting draft is pending, not absent
 */
export async function readBackWechat(api: WechatApi, order: ReleaseOrder, byHand: boolean): Promise<ReadBack> {
  let found: ReadBack | null = null;
  const outcome = await ended(async () => {
    const { article, publish } = order.steps;
    if (article) found = await readArticle(api, order, article);
    else if (publish) found = await readPublication(api, order, publish);
    else found = await lookByKey(api, order, byHand);
    return { kind: 'sent', remote: { id: '', url: '' } };
  });
  return found ?? unreadable('wechat', outcome);
}

async function readPublication(api: WechatApi, order: ReleaseOrder, publishId: string): Promise<ReadBack> {
  const state = await followed(api, publishId);
  if (state.kind === 'publishing') return { kind: 'pending', steps: order.steps };
  if (state.kind === 'taken-down') return { kind: 'gone', message: '微信文章发布后已被删除或封禁' };
  // The steps stay: the next send asks for this publication again, reports why WeChat refused it, and submits nothing.
  if (state.kind === 'rejected') return { kind: 'absent', steps: order.steps };
  return readArticle(api, order, state.articleId);
}
