import type { JsonObject } from './call.ts';
import type { ReadBack, ReleaseOrder } from './channel.ts';
import { Halt, unreadable } from './outcome.ts';
import { looked, type WeiboApi } from './weibo-api.ts';
import { NO_SUCH_POST } from './weibo-errors.ts';
import { addressesIn, postKey, shortId } from './weibo-text.ts';

/** `user_timeline` shows the newest five posts of the authorised user only. */
const WINDOW = 5;
/** Clocks differ, and the newest intent may follow an older attempt: look this much further back, in milliseconds. */
const LOOK_BACK = 86_400_000;

/** The interface and where its posts can be opened. */
export interface WeiboAccount {
  api: WeiboApi;
  pages: string;
}

/** A post's number; `id` itself is too long for a JavaScript number. */
export function idOf(post: JsonObject): string {
  return String(post.idstr ?? post.mid ?? '');
}

/** The number of a post's author. */
export function authorOf(post: JsonObject): string {
  const user = post.user as JsonObject | undefined;
  return String(user?.idstr ?? user?.id ?? '');
}

/** What the ledger keeps of a post. */
export function remoteOf(account: WeiboAccount, post: JsonObject): { id: string; url: string } {
  const id = idOf(post);
  return { id, url: `${account.pages}/${authorOf(post)}/${shortId(String(post.mid ?? id))}` };
}

function timeOf(post: JsonObject): number {
  const at = Date.parse(String(post.created_at ?? ''));
  return Number.isNaN(at) ? Number.POSITIVE_INFINITY : at;
}

/** Whether a post's short address leads to the item's page; unknown (the interface isn't open to every app) counts as yes. */
async function leadsTo(account: WeiboAccount, post: JsonObject, address: string): Promise<boolean> {
  const short = addressesIn(String(post.text ?? '')).find((candidate) => candidate.startsWith('http://t.cn/'));
  if (short === undefined) return true;
  const reply = await account.api.get('/2/short_url/expand.json', { url_short: short });
  const urls = reply.kind === 'ok' && Array.isArray(reply.body.urls) ? (reply.body.urls as JsonObject[]) : [];
  const long = urls[0]?.url_long;
  return typeof long !== 'string' || !URL.canParse(long) || new URL(long).href === new URL(address).href;
}

function compared(account: WeiboAccount, order: ReleaseOrder, post: JsonObject): ReadBack {
  const same = postKey(String(post.text ?? '')) === postKey(order.payload.content);
  return { kind: 'present', remote: remoteOf(account, post), differences: same ? [] : ['正文文字不一致'] };
}

/** Looks for the post among the newest ones, by its number or by its text and address. */
async function inTimeline(account: WeiboAccount, order: ReleaseOrder): Promise<ReadBack> {
  const body = looked('读回', await account.api.get('/2/statuses/user_timeline.json', { base_app: '1', trim_user: '1' }));
  if (!Array.isArray(body.statuses)) throw new Halt({ kind: 'unknown', code: 'weibo/unread', message: '微博没有给出最近的内容。' });
  const posts = body.statuses as JsonObject[];
  const known = posts.find((post) => idOf(post) === order.steps.post);
  if (known) return compared(account, order, known);
  const since = Date.parse(order.intentAt);
  const wanted = postKey(order.payload.content);
  for (const post of posts) {
    const fits = timeOf(post) >= since - LOOK_BACK && postKey(String(post.text ?? '')) === wanted;
    if (fits && (await leadsTo(account, post, order.payload.sourceUrl))) return compared(account, order, post);
  }
  if (posts.length < WINDOW || posts.some((post) => timeOf(post) < since)) return { kind: 'absent', steps: {} };
  const message = '微博接口只给最近 5 条，都比这次发布晚，看不到这条是否已发；应由人工核对；请管理员打开微博主页查看后登记结果。';
  return { kind: 'unreadable', code: 'weibo/window-passed', message };
}

/** One post by its number. */
export async function readPost(account: WeiboAccount, order: ReleaseOrder, id: string): Promise<ReadBack> {
  const reply = await account.api.get('/2/statuses/show.json', { id });
  if (reply.kind === 'refused' && reply.errorCode === NO_SUCH_POST) return { kind: 'gone', message: '微博已不存在' };
  return compared(account, order, looked('读回', reply));
}

/** Looks for an order on Weibo without changing anything; a failure of reading is `unreadable`. */
export async function readBackWeibo(account: WeiboAccount, order: ReleaseOrder): Promise<ReadBack> {
  try {
    const found = await inTimeline(account, order);
    return found.kind !== 'present' && order.steps.post ? await readPost(account, order, order.steps.post) : found;
  } catch (error) {
    if (!(error instanceof Halt)) throw error;
    return unreadable('weibo', error.outcome);
  }
}
