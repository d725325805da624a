import { type Call, callJson, type JsonObject } from '../call.ts';
import type { Outcome, ReadBack, ReleaseOrder } from '../channel.ts';
import { Halt, inDoubt, notRead, notSent, type Refusal, type Remedy, refused } from '../outcome.ts';

/** Weibo's answer to one operation. */
export type Reply =
  | { kind: 'ok'; body: JsonObject }
  | { kind: 'refused'; errorCode: number }
  | { kind: 'not-sent'; code: string }
  | { kind: 'unknown'; code: string };

/** A picture as a part of a call. */
export interface WeiboFile {
  field: string;
  /** In ASCII. */
  name: string;
  bytes: Uint8Array;
}

export interface WeiboApi {
  get(path: string, query: Record<string, string>): Promise<Reply>;
  /** Form-encoded once; with a picture as parts. */
  post(path: string, fields: Record<string, string>, picture?: WeiboFile): Promise<Reply>;
}

const NAME = '微博开放平台';

async function ask(request: Call): Promise<Reply> {
  const answer = await callJson(request);
  if (answer.kind !== 'answer') return answer;
  const { status, body } = answer;
  if (body.error_code === undefined && status === 429) return { kind: 'refused', errorCode: 429 };
  const errorCode = Number(body.error_code ?? 0);
  if (errorCode > 0) return { kind: 'refused', errorCode };
  return status < 300 ? { kind: 'ok', body } : { kind: 'unknown', code: `HTTP_${status}` };
}

/**
 * An interface (or a relay, or the sandbox), with one access token. Nothing is ever repeated here.
 * @param options.authorisation where `/oauth2/…` is, if not at `base`
 */
export function weiboApi(options: { base: URL; authorisation?: URL; accessToken: string }): WeiboApi {
  const at = (path: string): URL => {
    const base = path.startsWith('/oauth2/') ? (options.authorisation ?? options.base) : options.base;
    return new URL(base.pathname.replace(/\/$/, '') + path, base);
  };
  return {
    get(path, query) {
      const url = at(path);
      for (const [key, value] of Object.entries({ ...query, access_token: options.accessToken })) url.searchParams.set(key, value);
      return ask({ method: 'GET', url });
    },
    post(path, fields, picture) {
      const all = Object.entries({ access_token: options.accessToken, ...fields });
      if (picture === undefined) return ask({ method: 'POST', url: at(path), body: new URLSearchParams(all) });
      const parts = new FormData();
      for (const [key, value] of all) parts.set(key, value);
      parts.set(picture.field, new Blob([new Uint8Array(picture.bytes)], { type: 'image/jpeg' }), picture.name);
      return ask({ method: 'POST', url: at(path), body: parts });
    },
  };
}

/** The body of a step that changes something; every other answer ends the call with its outcome. */
export function changed(step: string, reply: Reply): JsonObject {
  if (reply.kind === 'ok') return reply.body;
  if (reply.kind === 'refused') throw new Halt(weiboRefusal(step, reply.errorCode));
  throw new Halt(reply.kind === 'not-sent' ? notSent('weibo', NAME, reply.code) : inDoubt('weibo', NAME, step, reply.code));
}

/** The body of a look at what is there. */
export function looked(step: string, reply: Reply): JsonObject {
  if (reply.kind === 'not-sent' || reply.kind === 'unknown') throw new Halt(notRead('weibo', NAME, reply.code));
  return changed(step, reply);
}

/** The body of a step that changes nothing: an unclear answer there is free to try again. */
export function harmless(step: string, reply: Reply): JsonObject {
  return changed(step, reply.kind === 'unknown' ? { kind: 'not-sent', code: reply.code } : reply);
}

/** The platform found the same or a similar post: read back and adopt it. */
export const DUPLICATE = new Set([20017, 20019, 20111]);
/** The post doesn't exist (any more). */
export const NO_SUCH_POST = 20101;

const AUTHORISE = '微博授权无效或已到期；应为本单位账号的有效授权；请管理员重新授权并更新 WEIBO_ACCESS_TOKEN';
const RIGHTS = '微博应用没有这项权限；应已审核通过并开通分享接口；请管理员在微博开放平台核对应用';
const ACCOUNT = '微博账号或 IP 被判为异常；应先解除；请管理员登录微博处理';

/** What Weibo's error codes ask for (open.weibo.com Error_code; facts B4). A code that isn't here is treated as unclear. */
const ROWS: [codes: number[], remedy: Remedy, say: string][] = [
  [[21301, 21314, 21315, 21316, 21317, 21321, 21325, 21327, 21332], 'again', AUTHORISE],
  [[10004, 10005, 10006, 10013, 10014], 'again', RIGHTS],
  [[20015, 20022, 20031], 'again', ACCOUNT],
  [[429, 10009, 10022, 10023, 10024, 20016], 'again', '今天或本小时的微博接口次数已用完；应稍候；不用处理，之后的运行会自动再试'],
  [[10016, 10017], 'again', '微博说参数不对，多为网址不在安全域名内或没有报送 IP；应已登记安全域名；请管理员核对安全域名和 WEIBO_RIP'],
  [[20012], 'content', '微博超过 140 字；应在 140 字以内；请报送人缩短摘要后重新送审'],
  [[20008], 'content', '微博没有文字；应有摘要；请报送人填写 summary 后重新送审'],
  [[20018], 'content', '微博里的网址不被接受；应为网站上的页面地址；请管理员核对 policy.yml 的 site.url'],
  [[20020, 20021], 'content', '微博没有通过平台的内容检查；应符合平台规则；请办公室核对内容，修改后重新送审'],
  [[20005, 20006, 20007], 'content', '微博配图不被接受；应为 5 MB 以内的 JPG；请报送人更换图片后重新送审'],
  [[...DUPLICATE], 'person', '微博说已有相同或相似的内容，但读回没有找到；应由人工核对；请管理员打开微博主页查看后登记结果'],
  [[20032], 'read-back', '微博说已收到但处理较慢；应先读回再决定；请不要手工重发，下次运行会先读回'],
  [[10001, 10002, 10003, 10010, 10011], 'read-back', '微博系统繁忙，没有说明结果；应先读回再决定；请不要手工重发，下次运行会先读回'],
];

const TABLE = new Map<number, Refusal>(
  ROWS.flatMap(([codes, remedy, say]) => codes.map((code): [number, Refusal] => [code, { remedy, say }])),
);

/** The outcome of a refusal by Weibo. */
function weiboRefusal(step: string, errorCode: number): Outcome {
  const known = TABLE.get(errorCode) ?? {
    remedy: 'read-back' as const,
    say: '微博返回了没有见过的错误；应先读回再决定；请管理员联系维护人员',
  };
  return refused(`weibo/${errorCode}`, { remedy: known.remedy, say: `${step}：${known.say}。（错误码 ${errorCode}）` });
}

/** How long a refused release rests before anything is asked again, in minutes: doubled from one refusal to the next. */
const FIRST = 10;
const LONGEST = 240;

/** Failures that asked Weibo for nothing. */
const FREE = ['weibo/not-sent', 'weibo/not-configured'];

/** Refusals that the next run would most likely meet again. Each try costs three or four of the account's 100 calls a day. */
function rests(outcome: Outcome): boolean {
  return outcome.kind === 'failed' && outcome.retry && !FREE.includes(outcome.code);
}

/** Steps that say which intent came to nothing for certain, and let a refused release rest; nothing for any other outcome. */
export function refusedSteps({ now, intentAt, steps }: ReleaseOrder, outcome: Outcome): Record<string, string> {
  if (outcome.kind !== 'failed') return {};
  if (!rests(outcome)) return { refused: intentAt };
  const rest = Math.min(LONGEST, steps.rest === undefined ? FIRST : Number(steps.rest) * 2);
  return { refused: intentAt, rest: String(rest), again: new Date(Date.parse(now) + rest * 60_000).toISOString() };
}

/** Whether the newest intent came to nothing for certain: then a list that doesn't go back far enough leaves no doubt. */
export function wasRefused({ intentAt, steps }: ReleaseOrder): boolean {
  return steps.refused === intentAt;
}

/** Why nothing is asked about a release now, if it rests. */
export function notBefore({ now, steps }: ReleaseOrder): ReadBack | null {
  if (steps.again === undefined || !(Date.parse(now) < Date.parse(steps.again))) return null;
  const message = '微博刚拒绝过这一条，为节省每天 100 次的接口次数，稍后才再试；账号或授权已处理好的，最多等 4 小时会自动发出，不用重发。';
  return { kind: 'unreadable', code: 'weibo/resting', message, later: true };
}
