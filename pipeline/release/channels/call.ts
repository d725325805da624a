import { isLoopback } from '../../loopback.ts';

/** What an HTTP call came to, told apart by the one question that matters: can it have changed anything on the other side? */
export type Answer<Body> =
  | { kind: 'answer'; status: number; body: Body }
  /** It never reached the platform's program: trying again is harmless. */
  | { kind: 'not-sent'; code: string }
  /** It may have been applied: read back before anything else. */
  | { kind: 'unknown'; code: string };

export type JsonObject = Record<string, unknown>;

export interface Call {
  method: 'GET' | 'POST';
  url: URL;
  /** JSON text, a form (sent once encoded) or parts with a file. */
  body?: string | URLSearchParams | FormData;
}

const TIMEOUT = 30_000;
const MAX_BYTES = 8 * 1024 * 1024;

/** Failures that come before the first byte of the request is on its way (name lookup, connecting, TLS handshake). */
const NOT_SENT = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'EPROTO',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_TLS_HANDSHAKE_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/**
 * The one place that judges a failed call. Only the error's code leaves here: messages and addresses may hold tokens.
 * Whatever isn't known to have failed before sending counts as possibly applied.
 */
export function classifyFailure(error: unknown): { kind: 'not-sent' | 'unknown'; code: string } {
  if (!(error instanceof Error)) return { kind: 'unknown', code: 'UNKNOWN' };
  if (error.name === 'TimeoutError') return { kind: 'unknown', code: 'TIMEOUT' };
  const cause = error.cause ?? error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'UNKNOWN';
  const connecting = code === 'ETIMEDOUT' && 'syscall' in (cause as object) && (cause as { syscall?: unknown }).syscall === 'connect';
  return { kind: NOT_SENT.has(code) || connecting ? 'not-sent' : 'unknown', code };
}

/** An address that may be called: https, or http on this machine; without user name and password. `null` for anything else. */
export function callable(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const fits = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
  return fits && url.username === '' && url.password === '' ? url : null;
}

const CHARSET = /charset ?= ?["']?([a-z0-9_-]{2,20})/i;
/** Where HTML says which characters it is written in (HTML Living Standard, encoding declaration). */
const DECLARED_WITHIN = 1024;

/** A page's text in the characters that it says it is written in: not every platform of a public body writes UTF-8. */
function pageText(bytes: Buffer, contentType: string | null): string {
  const declared = CHARSET.exec(contentType ?? '') ?? CHARSET.exec(bytes.toString('latin1', 0, DECLARED_WITHIN));
  try {
    return new TextDecoder(declared?.[1] ?? 'utf-8').decode(bytes);
  } catch {
    return bytes.toString('utf8');
  }
}

async function bytesOf(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) throw Object.assign(new Error('too long'), { code: 'ANSWER_TOO_LONG' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * Calls once and never again by itself, for 30 seconds at most, and follows no redirect. Calls share no connection: an idle one that the
 * platform had already closed would leave a post in doubt.
 * @param accept what the caller wants, for the `Accept` header
 */
export async function call({ method, url, body }: Call, accept = 'application/json'): Promise<Answer<string>> {
  if (callable(url.href) === null) return { kind: 'not-sent', code: 'INSECURE_ADDRESS' };
  const headers: Record<string, string> = { accept, connection: 'close', 'cache-control': 'no-cache' };
  if (typeof body === 'string') headers['content-type'] = 'application/json; charset=utf-8';
  try {
    const signal = AbortSignal.timeout(TIMEOUT);
    const response = await fetch(url, { method, headers, redirect: 'error', signal, ...(body === undefined ? {} : { body }) });
    const bytes = await bytesOf(response);
    const text = accept === 'text/html' ? pageText(bytes, response.headers.get('content-type')) : bytes.toString('utf8');
    return { kind: 'answer', status: response.status, body: text };
  } catch (error) {
    return classifyFailure(error);
  }
}

/** Like `call`, for a platform that answers with one JSON object. Any 5xx and any other body leaves the outcome unknown. */
export async function callJson(request: Call): Promise<Answer<JsonObject>> {
  const answer = await call(request);
  if (answer.kind !== 'answer') return answer;
  if (answer.status >= 500) return { kind: 'unknown', code: `HTTP_${answer.status}` };
  try {
    const body: unknown = JSON.parse(answer.body);
    if (body !== null && typeof body === 'object' && !Array.isArray(body)) return { ...answer, body: body as JsonObject };
  } catch {
    // Cut off, or a page of some proxy: told below.
  }
  return answer.status === 429 ? { kind: 'answer', status: 429, body: {} } : { kind: 'unknown', code: `NOT_JSON_${answer.status}` };
}
