import { keepSecret } from '../../../redaction.ts';
import { type Call, callJson, type JsonObject } from '../call.ts';
import type { Outcome } from '../channel.ts';
import { Halt, inDoubt, notRead, notSent, type Refusal, type Remedy, refused } from '../outcome.ts';

/** WeChat's answer to one operation: done, refused with an errcode, or a failure of the network. */
export type Reply =
  | { kind: 'ok'; body: JsonObject }
  | { kind: 'refused'; errcode: number; errmsg: string; body: JsonObject }
  | { kind: 'not-sent'; code: string }
  | { kind: 'unknown'; code: string };

export interface WechatApi {
  /** Asks for a token and nothing else; the answer holds none. */
  token(): Promise<Reply>;
  /** Posts JSON to `/cgi-bin/…` with a token. */
  post(path: string, body: JsonObject): Promise<Reply>;
  /** Uploads one file in the field `media`. */
  upload(path: string, query: Record<string, string>, name: string, bytes: Uint8Array): Promise<Reply>;
}

const NAME = '微信公众平台';

function replyOf(status: number, body: JsonObject): Reply {
  const errcode = body.errcode === undefined && status === 429 ? 429 : Number(body.errcode ?? 0);
  if (errcode === 0 && status < 300) return { kind: 'ok', body };
  if (errcode === 0 || Number.isNaN(errcode)) return { kind: 'unknown', code: `HTTP_${status}` };
  return { kind: 'refused', errcode, errmsg: String(body.errmsg ?? ''), body };
}

async function ask(request: Call): Promise<Reply> {
  const answer = await callJson(request);
  return answer.kind === 'answer' ? replyOf(answer.status, answer.body) : answer;
}

/**
 * The official interface (or a relay, or the sandbox). Tokens come from `stable_token`, whose normal mode gives parallel jobs the same
 * token. A forced one is asked for once, after WeChat called the token spent, since that refusal means that the operation wasn't applied.
 * Nothing else is repeated.
 */
export function wechatApi(options: { base: URL; appId: string; secret: string }): WechatApi {
  let token: string | null = null;
  let asking: Promise<Reply> | null = null;
  const at = (path: string, query: Record<string, string> = {}): URL => {
    const url = new URL(options.base.pathname.replace(/\/$/, '') + path, options.base);
    for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
    return url;
  };

  async function newToken(force: boolean): Promise<Reply> {
    const { appId: appid, secret } = options;
    const body = JSON.stringify({ grant_type: 'client_credential', appid, secret, ...(force ? { force_refresh: true } : {}) });
    const reply = await ask({ method: 'POST', url: at('/cgi-bin/stable_token'), body });
    if (reply.kind === 'ok' && typeof reply.body.access_token === 'string') {
      token = reply.body.access_token;
      keepSecret(token);
    } else if (reply.kind === 'ok') return { kind: 'not-sent', code: 'NO_TOKEN' };
    // Whatever happened to the token, the operation itself hasn't been asked for yet.
    if (reply.kind === 'unknown') return { kind: 'not-sent', code: `TOKEN_${reply.code}` };
    return reply.kind === 'refused' && reply.errcode === -1 ? { kind: 'not-sent', code: 'TOKEN_BUSY' } : reply;
  }

  /** A new token, asked for once by all who need one now. */
  async function freshToken(spent: string | null): Promise<Reply> {
    if (token !== null && token !== spent) return { kind: 'ok', body: {} };
    asking ??= newToken(spent !== null).finally(() => {
      asking = null;
    });
    return asking;
  }

  async function withToken(operation: (token: string) => Promise<Reply>): Promise<Reply> {
    let spent: string | null = null;
    for (const last of [false, true]) {
      const fresh = await freshToken(spent);
      if (fresh.kind !== 'ok') return fresh;
      spent = token;
      const reply = await operation(spent ?? '');
      if (last || reply.kind !== 'refused' || !SPENT_TOKEN.has(reply.errcode)) return reply;
    }
    throw new Error('unreachable');
  }

  return {
    async token() {
      const reply = await newToken(false);
      return reply.kind === 'ok' ? { kind: 'ok', body: {} } : reply;
    },
    post: (path, body) => withToken((access_token) => ask({ method: 'POST', url: at(path, { access_token }), body: JSON.stringify(body) })),
    upload: (path, query, name, bytes) =>
      withToken((access_token) => {
        const parts = new FormData();
        parts.set('media', new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }), name);
        return ask({ method: 'POST', url: at(path, { access_token, ...query }), body: parts });
      }),
  };
}

/** The body of a step that changes something; every other answer ends the call with its outcome. */
export function changed(step: string, reply: Reply): JsonObject {
  if (reply.kind === 'ok') return reply.body;
  if (reply.kind === 'refused') throw new Halt(wechatRefusal(step, reply.errcode, reply.errmsg));
  throw new Halt(reply.kind === 'not-sent' ? notSent('wechat', NAME, reply.code) : inDoubt('wechat', NAME, step, reply.code));
}

/** The body of a look at what is there. */
export function looked(step: string, reply: Reply): JsonObject {
  const busy = reply.kind === 'refused' && reply.errcode === -1;
  if (reply.kind === 'not-sent' || reply.kind === 'unknown' || busy) {
    throw new Halt(notRead('wechat', NAME, reply.kind === 'refused' ? 'BUSY' : reply.code));
  }
  return changed(step, reply);
}

/** The body of a step that changes nothing that anyone can see (an upload, a read): an unclear answer there is free to try again. */
export function harmless(step: string, reply: Reply): JsonObject {
  if (reply.kind === 'unknown') return changed(step, { kind: 'not-sent', code: reply.code });
  return changed(step, reply.kind === 'refused' && reply.errcode === -1 ? { kind: 'not-sent', code: 'BUSY' } : reply);
}

/** errcodes that say the token is spent; a new one is asked for once. */
const SPENT_TOKEN = new Set([40001, 40014, 41001, 42001]);

/** When: nothing was sent, a later run goes on by itself, and only the seven days press. */
const THEN = '请在信息时效届满前办好，办好后下次运行自动再发，不要手工重发';
const AGAIN = '修改后重新送审，须赶在信息时效届满前';
const TOKEN = `公众号接口凭证无效，换了新凭证仍被拒绝；应为本公众号的 AppSecret；请管理员核对 WECHAT_APP_ID 和 WECHAT_APP_SECRET，${THEN}`;
const CONFIRM = `公众号管理员还没有确认本机调用接口；应由管理员在手机微信里确认；请管理员收到确认消息后当天点“允许”，${THEN}`;
const REFUSED = (hours: number): string =>
  `公众号管理员拒绝了本机调用接口，${hours} 小时内不能再调用；应由管理员允许；请管理员 ${hours} 小时后留意手机微信里的确认消息并点“允许”，等不及的手工发布并用 record 登记`;
const BANNED = '公众号已被限制；应先恢复账号；请管理员今天登录公众平台查看通知并申诉，恢复后自动再发；时效内恢复不了的改从别的渠道发布';
const PICTURE = `图片没有通过微信的检查；应为 1 MB 以内的 JPG；请报送人更换图片，${AGAIN}`;
const WEB_ONLY =
  '微信要求这份草稿在网页上处理；应由人工完成；请管理员在信息时效届满前到公众平台草稿箱保存并发表该草稿，再用 record 登记地址';
const IP = `服务器的 IP {ip} 不在公众号的白名单里；应在白名单内；请管理员登录公众平台，在“设置与开发”的“开发接口管理”里把 {ip} 加入 IP 白名单（出口 IP 会变的，改用固定出口或中转，见管理员手册），${THEN}`;

/**
 * What WeChat's errcodes ask for (developers.weixin.qq.com 公众号「全局返回码」 and the pages of draft, freepublish and mass; facts A9).
 * One row a remedy and sentence; a code that isn't here is treated as unclear.
 */
const ROWS: [codes: number[], remedy: Remedy, say: string][] = [
  [[...SPENT_TOKEN], 'again', TOKEN],
  [[40164], 'again', IP],
  [[89501, 89503], 'again', CONFIRM],
  [[89506], 'again', REFUSED(24)],
  [[89507], 'again', REFUSED(1)],
  [
    [40013, 40125, 40243],
    'again',
    `公众号的 AppID 或 AppSecret 不对；应与公众平台一致；请管理员核对 WECHAT_APP_ID 和 WECHAT_APP_SECRET，${THEN}`,
  ],
  [
    [48001],
    'again',
    `公众号没有这个接口的权限；应为已认证的公众号（未认证的不能用发布接口）；请管理员在公众平台查看认证和接口权限，来不及认证的把 policy.yml 改为手工发布；${THEN}`,
  ],
  [[48003], 'again', `公众号还没有同意群发协议；应先同意；请管理员登录公众平台，点“群发”同意协议，${THEN}`],
  [[48004, 50002, 53500], 'again', BANNED],
  [[429, 45011, 53501], 'again', '调用微信接口过于频繁；应稍候；不用处理，下次运行会自动再试，不会重发'],
  [
    [45009],
    'again',
    '今天的微信接口次数已用完；应等到次日；不用处理，明天会自动再试；今天就到时效的，请管理员在 24:00 前手工发布并用 record 登记',
  ],
  [
    [45028],
    'again',
    '今天的群发次数已用完；应等到次日；不用处理，明天会自动再试；今天就到时效或必须今天发的，请管理员在 24:00 前在公众平台手工“发表”并用 record 登记',
  ],
  [[45166], 'content', `正文里有微信不接受的链接或格式；应只有文字、图片和公众号文章链接；请报送人修改正文，${AGAIN}`],
  [[45002], 'content', `正文太长；应不到 20000 字（含格式）；请报送人删减正文，${AGAIN}`],
  [[45003], 'content', `标题太长；应在 32 字以内；请报送人缩短标题，${AGAIN}`],
  [[45004], 'content', `摘要太长；应在 128 字以内；请报送人缩短摘要，${AGAIN}`],
  [[45005, 41039], 'content', `原文地址不被微信接受；应为网站上的页面地址；请管理员核对 policy.yml 的 site.url，${AGAIN}`],
  [[45110], 'content', `作者太长；应在 16 字以内；请报送人缩短署名，${AGAIN}`],
  [
    [45008, 44003, 40033, 47001],
    'content',
    '图文的格式不被微信接受；应为一篇完整的图文；请管理员今天带上编号联系维护人员，并手工发布后用 record 登记',
  ],
  [[53503, 87014], 'content', `草稿没有通过微信的内容检查；应符合平台规则；请办公室核对内容，${AGAIN}`],
  [[53504, 53505], 'person', WEB_ONLY],
  [[88000], 'again', `公众号没有留言权限；应关闭留言；请管理员把 policy.yml 的 channels.wechat.comments 改为 off，${THEN}`],
  [[40004, 40005, 40006, 40009, 40113, 40137, 41005, 45001], 'content', PICTURE],
  [[45067], 'again', '群发编号太长，没有群发；应在 32 个字符以内；请管理员今天带上编号联系维护人员，要发的先手工群发并用 record 登记'],
  [[45066], 'read-back', '微信说同一条群发问得太快，没有说明结果；应过一分钟再查；不用处理，也不要手工重发，下次运行会先读回再决定'],
  [[45065], 'read-back', '微信说这条已经群发过，却没有给出群发编号；应先读回再决定；请不要手工重发，下次运行会先读回'],
  [[40007], 'read-back', '微信说这份素材已不在；可能已经发布或被人删除；不用处理，也不要手工重发，下次运行会先读回再决定'],
  [[-1], 'read-back', '微信系统繁忙，没有说明结果；应先读回再决定；请不要手工重发，下次运行会先读回'],
];

const TABLE = new Map<number, Refusal>(
  ROWS.flatMap(([codes, remedy, say]) => codes.map((code): [number, Refusal] => [code, { remedy, say }])),
);

/** The addresses of an errmsg of 40164 (`invalid ip 192.0.2.7 ipv6 ::ffff:192.0.2.7, not in whitelist`), the second only if it is another one. */
function addressesIn(errmsg: string): string {
  const first = /invalid ip ([0-9a-f.:]{2,45})/i.exec(errmsg)?.[1];
  const second = /\bipv6 ([0-9a-f.:]{2,45})/i.exec(errmsg)?.[1]?.replace(/[.:]$/, '');
  if (first === undefined) return second ?? '（见微信提示）';
  const same = second === undefined || second === first || second.toLowerCase() === `::ffff:${first}`;
  return same ? first : `${first}、${second}`;
}

/**
 * The outcome of a refusal by WeChat.
 * @param errmsg WeChat's own words; only the IP of 40164 and the `rid` (needed by their support) are taken from it
 */
export function wechatRefusal(step: string, errcode: number, errmsg: string): Outcome {
  const known = TABLE.get(errcode) ?? {
    remedy: 'read-back' as const,
    say: '微信返回了没有见过的错误；应先读回再决定；请不要手工重发，下次运行会先读回；请管理员今天带上编号联系维护人员',
  };
  const rid = /rid:?\s*([0-9a-z-]{8,40})/i.exec(errmsg)?.[1];
  const say = known.say.replaceAll('{ip}', () => addressesIn(errmsg));
  return refused(`wechat/${errcode}`, {
    remedy: known.remedy,
    say: `${step}：${say}。（错误码 ${errcode}${rid ? `，编号 rid ${rid}` : ''}）`,
  });
}
