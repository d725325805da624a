import type { Outcome, ReadBack, ReleaseOrder } from '../channel.ts';
import { Halt, inDoubt, refused } from '../outcome.ts';
import { type Progress, patiently, type WechatAccount } from './account.ts';
import { changed, looked, type Reply, type WechatApi } from './api.ts';
import { draftIsThere, NO_SUCH_MEDIA } from './draft.ts';
import { publishedArticles, readArticle } from './read.ts';

/** The step `mass` before WeChat has given the message a number: it may have been asked to send. */
export const ASKED = 'asked';
/** `sendall` knows this `clientmsgid`, and names the message in its answer. */
const KNOWN = 45065;
/** How long it does, less an hour for clocks, in milliseconds. */
const REMEMBERED = 23 * 3_600_000;
/** The administrator has 30 minutes to confirm (API 群发保护), counted from a call within 10 minutes of its intent; 5 more for clocks. */
const CONFIRM = 45 * 60_000;

/** What WeChat says of a mass message (`mass/get`). */
type Sent = 'SENDING' | 'SEND_SUCCESS' | 'SEND_FAIL' | 'DELETE';

/** The number of a release's mass message; `null` before there is one. */
export function messageOf({ mass }: Record<string, string>): string | null {
  return mass === undefined || mass === '' || mass === ASKED ? null : mass;
}

/** True once WeChat has accepted a publication or a mass message. */
export function wasAccepted(steps: Record<string, string>): boolean {
  return (steps.publish ?? '') !== '' || messageOf(steps) !== null;
}

/**
 * At most 32 characters: the release's key, or the number that the members of its message share, which WeChat knows again for a day. After a
 * message that is known to have failed the next one needs another.
 */
function numberOf({ key }: ReleaseOrder, { massTry = '1', group }: Record<string, string>): string {
  const number = group || key;
  return massTry === '1' ? number : `${number.slice(0, 29)}-${massTry}`;
}

function sendAll({ api, tagId }: WechatAccount, order: ReleaseOrder, steps: Record<string, string>, draft: string): Promise<Reply> {
  return api.post('/cgi-bin/message/mass/sendall', {
    filter: tagId === undefined ? { is_to_all: true } : { is_to_all: false, tag_id: tagId },
    mpnews: { media_id: draft },
    msgtype: 'mpnews',
    send_ignore_reprint: 0,
    clientmsgid: numberOf(order, steps),
  });
}

/** The message's number out of an answer that gives one: to a first call, or to a repeat of it. */
function numberIn(reply: Reply): string {
  if (reply.kind !== 'ok' && !(reply.kind === 'refused' && reply.errcode === KNOWN)) return '';
  const { msg_id: number } = reply.body;
  return typeof number === 'number' || typeof number === 'string' ? String(number) : '';
}

/** What became of a mass message; anything new counts as still under way. */
async function statusOf(api: WechatApi, message: string): Promise<Sent> {
  const body = looked('查询群发结果', await api.post('/cgi-bin/message/mass/get', { msg_id: message }));
  const status = String(body.msg_status ?? '').toUpperCase();
  return status === 'SEND_SUCCESS' || status === 'SEND_FAIL' || status === 'DELETE' ? status : 'SENDING';
}

const confirmIt = ({ payload }: ReleaseOrder): string =>
  `微信已接受《${payload.title}》的群发，还没有发完，不会重发；公众号开着“API 群发保护”的，请管理员在 30 分钟内在手机微信里确认，过时就不群发；结果由下次运行再查。`;
const registerIt = ({ payload }: ReleaseOrder): string =>
  `微信已群发《${payload.title}》，不会重发；接口不给出群发文章的地址；请管理员今天在手机上打开这篇文章，复制链接，用 record 登记。`;
const FAILED =
  '微信没有群发出去；应由管理员在 30 分钟内确认，并通过微信审核；没有发出，也不会自动重发；请管理员在信息时效届满前到公众平台查看原因，要再群发的用 resolve --as failed 登记，改为手工的发后用 record 登记';

/** Sends a checked draft to the followers. Asked again with the same number, WeChat names the first message instead of sending another. */
async function ask(account: WechatAccount, progress: Progress, draft: string): Promise<void> {
  const { order, steps } = progress;
  const reply = await sendAll(account, order, steps, draft);
  const message = numberIn(reply);
  if (message !== '') {
    steps.mass = message;
    return;
  }
  try {
    changed('群发', reply);
  } catch (error) {
    // Definitely not sent: the next call begins again from the draft.
    if (error instanceof Halt && (error.outcome.kind === 'failed' || error.outcome.kind === 'needs-human')) steps.mass = '';
    throw error;
  }
  throw new Halt(inDoubt('wechat', '微信公众平台', '群发', 'NO_MSG_ID'));
}

/** Waits a little until a mass message is out; later runs ask again. */
export async function followMass(account: WechatAccount, progress: Progress, message: string): Promise<Outcome> {
  const { order, steps } = progress;
  const remote = { id: message, url: '' };
  const status = await patiently(account, async () => {
    const found = await statusOf(account.api, message);
    return found === 'SENDING' ? null : found;
  });
  if (status === null) return { kind: 'sent', remote, message: confirmIt(order) };
  if (status === 'SEND_SUCCESS') {
    steps.massStatus = status;
    return { kind: 'sent', remote, message: registerIt(order) };
  }
  if (status === 'SEND_FAIL') {
    steps.massTry = String(Number(steps.massTry ?? '1') + 1);
    steps.mass = '';
    return refused('wechat/mass-failed', { remedy: 'content', say: `${FAILED}。（群发编号 ${message}）` });
  }
  const gone = '群发的文章已被删除；应由办公室查明原因；不会重发；请管理员今天到公众平台核对，再用 resolve 登记结果。';
  return { kind: 'needs-human', code: 'wechat/mass-deleted', message: gone };
}

/**
 * The call of mode `mass`. Its draft must lie in the ledger before WeChat is asked to send. A run that dies right after leaves nothing
 * else to tell by, as no list shows what was sent. So the first call ends `ready`, and reading back names the next one.
 */
export async function massSteps(account: WechatAccount, progress: Progress, draft: string): Promise<Outcome> {
  if (progress.steps.mass !== ASKED) {
    return { kind: 'ready', code: 'wechat/draft-ready', message: '微信草稿已备好并核对；接着群发。' };
  }
  await ask(account, progress, draft);
  return followMass(account, progress, progress.steps.mass ?? '');
}

/** Whether a message that nobody knows of may still come: the draft is there, and the administrator's half hour isn't over. */
function mayStillCome({ intentAt, now }: ReleaseOrder): boolean {
  return Date.parse(now) - Date.parse(intentAt) < CONFIRM;
}

async function readMessage(account: WechatAccount, order: ReleaseOrder, message: string): Promise<ReadBack> {
  const status = await statusOf(account.api, message);
  const steps = { ...order.steps, mass: message };
  if (status === 'SENDING') return { kind: 'pending', steps, message: confirmIt(order) };
  if (status === 'SEND_SUCCESS') return { kind: 'pending', steps: { ...steps, massStatus: status }, message: registerIt(order) };
  if (status === 'DELETE') return { kind: 'gone', message: '群发的文章已被删除' };
  // The number stays: the next send asks for it again, says why it failed, and sends nothing.
  return { kind: 'absent', steps };
}

/**
 * Reads back a mass message. Without its number there is only one way to find out. While its draft is there, it isn't sent. Once the
 * draft is gone, a call with the same `clientmsgid` can't send anything. For a day WeChat answers it with the number of the message that
 * it knows (facts A6). After that only a person can look.
 */
export async function readMass(account: WechatAccount, order: ReleaseOrder): Promise<ReadBack> {
  const message = messageOf(order.steps);
  if (message !== null) return readMessage(account, order, message);
  const published = await publishedArticles(account, order);
  const [first] = published;
  if (first !== undefined) return readArticle(account.api, order, first, published.length);
  const { draft = '' } = order.steps;
  if (await draftIsThere(account.api, draft)) return { kind: mayStillCome(order) ? 'pending' : 'absent', steps: order.steps };
  const unknown: ReadBack = {
    kind: 'unreadable',
    code: 'wechat/mass-unknown',
    message: '草稿已不在，群发的结果查不到（接口不列出群发过的文章）；请管理员在公众平台“发表记录”里按标题核对后登记结果。',
  };
  if (Date.parse(order.now) - Date.parse(order.intentAt) >= REMEMBERED) return unknown;
  const reply = await sendAll(account, order, order.steps, draft);
  const found = numberIn(reply);
  if (found !== '') return readMessage(account, order, found);
  // Anything else but "no such draft" says nothing of the message: asked again later, or somebody has to mend the account first.
  if (!(reply.kind === 'refused' && reply.errcode === NO_SUCH_MEDIA)) looked('查询群发结果', reply);
  return unknown;
}
