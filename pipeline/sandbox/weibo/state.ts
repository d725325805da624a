import type { Context } from 'hono';
import type { Counter } from '../platform/faults.ts';
import type { Saved } from '../platform/saved.ts';

export interface Post {
  /** Seventeen digits: more than a JavaScript number holds, as on the real platform. */
  idstr: string;
  /** As the interface shows it, addresses shortened to t.cn. */
  text: string;
  /** As it was sent. */
  original: string;
  /** Names of its pictures. */
  pictures: string[];
  /** What the sender keeps with it (the commercial interface alone). */
  annotations: string | null;
  /** Sent as a long text: lists show its beginning. */
  long: boolean;
  /** Milliseconds. */
  at: number;
  deleted: boolean;
}

export interface WeiboState {
  seq: number;
  posts: Post[];
  /** Long addresses by their t.cn code. */
  short: Record<string, string>;
  /** Names of uploaded pictures by their number. */
  uploads: Record<string, string>;
  counter: Counter;
}

export const EMPTY: WeiboState = { seq: 0, posts: [], short: {}, uploads: {}, counter: { day: '', used: {} } };

/** What the operations share. */
export interface Account {
  accessToken: string;
  uid: string;
  name: string;
  /** Approved 安全域名. */
  domains: readonly string[];
  /** Whether the commercial interface may be used. */
  biz: boolean;
  calls: number;
  saved: Saved<WeiboState>;
  now: () => Date;
  url: () => string;
}

const MESSAGES: Record<number, [status: 400 | 403, message: string]> = {
  10001: [403, 'System error'],
  10009: [403, 'Too many pending tasks, system is busy'],
  10014: [403, 'Insufficient app permissions!'],
  10017: [400, 'Parameter value invalid: text not find domain!'],
  10023: [403, 'User requests out of rate limit!'],
  20003: [400, 'User does not exists!'],
  20005: [400, 'Unsupported image type, only support JPG, GIF, PNG!'],
  20006: [400, 'Image size too large!'],
  20007: [400, 'Does multipart have image?'],
  20008: [400, 'Content is null!'],
  20012: [400, 'Text too long, please input text less than 140 characters!'],
  20016: [403, 'Out of limit!'],
  20019: [400, 'Repeat content!'],
  20032: [400, 'Update success, while server slow now, please wait 1-2 minutes!'],
  20101: [400, 'Target weibo does not exist!'],
  21327: [403, 'expired_token'],
  21332: [403, 'invalid_access_token'],
};

/** An error in Weibo's words; 0 claims success. */
export function refuse(context: Context, code: number, detail?: string): Response {
  if (code === 0) return context.json({ result: true });
  const [status, message] = MESSAGES[code] ?? [400, 'error'];
  return context.json({ request: context.req.path, error_code: code, error: detail ?? message }, status);
}
