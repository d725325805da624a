import { keepSecret } from '../../redaction.ts';
import { type Call, callJson, type JsonObject } from './call.ts';
import { Halt, inDoubt, notRead, notSent } from './outcome.ts';
import { SPENT_TOKEN, wechatRefusal } from './wechat-errors.ts';

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
 * The official interface (or a relay, or the sandbox). Tokens come from `stable_token`, whose normal mode may be asked by parallel jobs and
 * gives all the same token; a forced one is asked once, after WeChat called the token spent. Nothing else is repeated: such a refusal
 * means that the operation wasn't applied.
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
