import { type Call, callJson, type JsonObject } from './call.ts';
import { Halt, inDoubt, notRead, notSent } from './outcome.ts';
import { weiboRefusal } from './weibo-errors.ts';

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
