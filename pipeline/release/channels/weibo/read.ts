import { releaseKey } from '../../../ledger/fold.ts';
import { isPageOf } from '../addresses.ts';
import type { JsonObject } from '../call.ts';
import type { ReadBack, ReleaseOrder } from '../channel.ts';
import { Halt, OTHER_REVISION, unreadable } from '../outcome.ts';
import { looked, NO_SUCH_POST, type WeiboApi, wasRefused } from './api.ts';
import { INTERFACES, keyOf } from './interface.ts';
import { addressesIn, postKey, shortId } from './text.ts';

/** Clocks differ, and the newest intent may follow an older attempt: look this much further back, in milliseconds. */
const LOOK_BACK = 86_400_000;
/** How far Weibo's clock and ours may be apart before absence is believed wrongly, in milliseconds. */
const CLOCKS_APART = 600_000;
/** How much of a long post has to be seen to know it by: the rest may be behind “全文”. */
const SHOWN_AT_LEAST = 60;

/** The interface and where its posts can be opened. */
export interface WeiboAccount {
  api: WeiboApi;
  mode: 'open' | 'biz';
  pages: string;
  /** The newest posts, as this run has read them first. */
  newest?: Promise<JsonObject>;
  /** Where short addresses lead, as this run has been told; `closed` once it wasn't told. */
  addresses: { long: Map<string, string>; closed: boolean };
}

/** A post's number; `id` itself is too long for a JavaScript number. */
export function idOf(post: JsonObject): string {
  return String(post.idstr ?? post.mid ?? '');
}

/** The number of a post's author; a trimmed answer has it beside the post. */
export function authorOf(post: JsonObject): string {
  const user = post.user as JsonObject | undefined;
  return String(user?.idstr ?? user?.id ?? post.uid ?? '');
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

/** Whether a post shows a text, whatever Weibo did to spaces and addresses. A long one may be cut off before “全文”. */
function shows(post: JsonObject, text: string): boolean {
  const whole = (post.longText as JsonObject | undefined)?.longTextContent;
  const wanted = postKey(text);
  const shown = String(whole ?? post.text ?? '');
  if (postKey(shown) === wanted) return true;
  const cut = post.isLongText === true && whole === undefined ? shown.search(/(?:\.\.\.|…)\s{0,2}全文/u) : -1;
  const beginning = postKey(shown.slice(0, Math.max(0, cut)));
  return beginning.length >= SHOWN_AT_LEAST && wanted.startsWith(beginning);
}

/** Whether a post's address leads to the item's page; `null` where nobody can tell: the interface isn't open to every app. */
async function leadsTo(account: WeiboAccount, post: JsonObject, order: ReleaseOrder): Promise<boolean | null> {
  const shown = addressesIn(String(post.text ?? ''));
  const short = shown.find((candidate) => /^https?:\/\/t\.cn\//.test(candidate));
  // Where Weibo left addresses as they were, they tell by themselves.
  if (short === undefined) return shown.length === 0 ? null : shown.some((each) => isPageOf(each, order));
  const long = await longAddress(account, short);
  return long === null ? null : isPageOf(long, order);
}

/** Where a short address leads, asked once a run: there are 100 calls a day. */
async function longAddress({ api, addresses }: WeiboAccount, short: string): Promise<string | null> {
  const known = addresses.long.get(short);
  if (known !== undefined) return known;
  const reply = await api.get('/2/short_url/expand.json', { url_short: short });
  const urls = reply.kind === 'ok' && Array.isArray(reply.body.urls) ? (reply.body.urls as JsonObject[]) : [];
  const long = urls[0]?.url_long;
  if (typeof long !== 'string' || !URL.canParse(long)) {
    addresses.closed = true;
    return null;
  }
  addresses.long.set(short, long);
  return long;
}

const isOfTime = (order: ReleaseOrder, post: JsonObject): boolean => timeOf(post) >= Date.parse(order.intentAt) - LOOK_BACK;

/** Whether a post of the timeline is the order's: by the key that it carries, else by its time, words and address. */
async function isOrders(account: WeiboAccount, order: ReleaseOrder, post: JsonObject): Promise<boolean> {
  const key = keyOf(post);
  if (key !== null) return key === order.key;
  return isOfTime(order, post) && shows(post, order.payload.content) && (await leadsTo(account, post, order)) !== false;
}

/** So many revisions of an item are known by the key that a post carries. */
const REVISIONS = 20;

/** Whether a key is that of one of the item's first revisions. */
const isKeyOf = ({ item }: ReleaseOrder, key: string, revisions: number): boolean =>
  Array.from({ length: revisions }, (_, index) => releaseKey(item, 'weibo', index + 1)).includes(key);

/** Whether a post of the timeline is another revision of the order's item: by its key, else by its address, whatever its words. */
async function isRevision(account: WeiboAccount, order: ReleaseOrder, post: JsonObject): Promise<boolean> {
  const key = keyOf(post);
  if (key !== null) return isKeyOf(order, key, REVISIONS);
  // An app that isn't told where addresses lead would spend a call on each post.
  return isOfTime(order, post) && !account.addresses.closed && (await leadsTo(account, post, order)) === true;
}

/**
 * Whether a post is the order's item's, before it is deleted: by the number under which Weibo accepted it, by the key that it carries, by its
 * address. Where none of them tells it must show the item's words or begin with its title, also of a text that is gone (`purge`).
 */
async function isItems(account: WeiboAccount, order: ReleaseOrder, post: JsonObject): Promise<boolean> {
  if (idOf(post) === order.steps.post) return true;
  const key = keyOf(post);
  if (key !== null) return isKeyOf(order, key, order.revision);
  const leads = await leadsTo(account, post, order);
  const { content, title } = order.payload;
  return leads ?? ((content !== '' && shows(post, content)) || beginsWith(post, title));
}

/** Whether a post begins with a title, as people put one there: another item's may quote it further on. */
function beginsWith(post: JsonObject, title: string): boolean {
  const wanted = postKey(title);
  const shown = postKey(String(post.text ?? '')).replace(/^[【《「[]/u, '');
  return wanted !== '' && shown.startsWith(wanted);
}

/**
 * What a post is that is about to be deleted: `gone`, another account's or item's (`other`), or the item's own, whose words may differ. It
 * throws `Halt` where it can't be read.
 */
export async function lookBeforeDeleting(
  account: WeiboAccount & { uid: string | undefined },
  order: ReleaseOrder,
  id: string,
): Promise<'gone' | 'other' | 'own' | 'differs'> {
  const post = await postOf(account, id);
  if (post === null) return 'gone';
  const author = authorOf(post);
  const foreign = account.uid !== undefined && author !== '' && author !== account.uid;
  if (foreign || !(await isItems(account, order, post))) return 'other';
  const { content } = order.payload;
  return content === '' || shows(post, content) ? 'own' : 'differs';
}

function compared(account: WeiboAccount, order: ReleaseOrder, post: JsonObject): Extract<ReadBack, { kind: 'present' }> {
  const differences = shows(post, order.payload.content) ? [] : ['正文文字不一致'];
  return { kind: 'present', remote: remoteOf(account, post), differences };
}

/**
 * Whether a list of the newest posts goes back to before the order: only then is what isn't in it not there. It ends with an older post
 * (one that the account has pinned stands first), or it is all that the account has.
 */
function goesBack(body: JsonObject, posts: readonly JsonObject[], window: number, since: number): boolean {
  const last = posts.at(-1);
  if (last !== undefined && timeOf(last) < since - CLOCKS_APART) return true;
  return posts.length < window && !(Number(body.total_number) > posts.length);
}

async function timelineOf({ api, mode }: WeiboAccount): Promise<JsonObject> {
  const { timeline, window } = INTERFACES[mode];
  return looked('读回', await api.get(timeline, { trim_user: '1', ...(mode === 'biz' ? { count: String(window) } : {}) }));
}

/** The newest posts, asked for once a run: there are 100 calls a day. */
function newestPosts(account: WeiboAccount): Promise<JsonObject> {
  account.newest ??= timelineOf(account);
  return account.newest;
}

/** Looks for the post among the newest ones. */
async function inTimeline(account: WeiboAccount, order: ReleaseOrder): Promise<ReadBack> {
  const { window } = INTERFACES[account.mode];
  const body = await (order.newestPage ? newestPosts(account) : timelineOf(account));
  if (!Array.isArray(body.statuses)) throw new Halt({ kind: 'unknown', code: 'weibo/unread', message: '微博没有给出最近的内容。' });
  const posts = body.statuses as JsonObject[];
  const known = posts.find((post) => idOf(post) === order.steps.post);
  if (known) return compared(account, order, known);
  for (const post of posts) if (await isOrders(account, order, post)) return compared(account, order, post);
  for (const post of order.anyRevision ? posts : [])
    if (await isRevision(account, order, post)) return { ...compared(account, order, post), differences: [OTHER_REVISION] };
  if (wasRefused(order) || goesBack(body, posts, window, Date.parse(order.intentAt))) return { kind: 'absent', steps: {} };
  const message = `微博接口只给最近 ${window} 条，都比这次发布晚，看不到这条是否已发；应由人工核对；请管理员打开微博主页查看后登记结果。`;
  return { kind: 'unreadable', code: 'weibo/window-passed', message };
}

/** One post by its number; `null`: it isn't there any more. */
async function postOf(account: WeiboAccount, id: string): Promise<JsonObject | null> {
  const { show } = INTERFACES[account.mode];
  const reply = await account.api.get(show.path, { [show.id]: id });
  if (reply.kind === 'refused' && reply.errorCode === NO_SUCH_POST) return null;
  const body = looked('读回', reply);
  if (account.mode === 'open') return body;
  if (!Array.isArray(body.statuses)) throw new Halt({ kind: 'unknown', code: 'weibo/unread', message: '微博没有给出这条内容。' });
  // Asked for several, it leaves out those that are not there.
  return (body.statuses as JsonObject[]).find((one) => idOf(one) === id) ?? null;
}

/** The same, compared with what was approved. */
export async function readPost(account: WeiboAccount, order: ReleaseOrder, id: string): Promise<ReadBack> {
  const post = await postOf(account, id);
  return post ? compared(account, order, post) : { kind: 'gone', message: '微博已不存在' };
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
