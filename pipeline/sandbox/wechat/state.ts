import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { Counter } from '../platform/faults.ts';
import type { Saved } from '../platform/saved.ts';

/** An article as the practice account keeps it. */
export interface StoredArticle {
  article_type: 'news';
  title: string;
  author: string;
  digest: string;
  content: string;
  content_source_url: string;
  thumb_media_id: string;
  need_open_comment: number;
  only_fans_can_comment: number;
  /** `X1_Y1_X2_Y2` in parts of the cover, empty where WeChat cuts it itself. */
  pic_crop_235_1: string;
  pic_crop_1_1: string;
}

export interface Draft {
  mediaId: string;
  /** One to eight; the first has the big cover. */
  articles: StoredArticle[];
  /** Unix seconds. */
  updateTime: number;
}

/** A publication under way: accepted, judged later. */
export interface Job {
  publishId: number;
  mediaId: string;
  articles: StoredArticle[];
  /** `publish_status`: 1 while it runs. */
  status: number;
  /** Places (from 1) of the articles that were refused. */
  refused: number[];
  /** Questions left that are still answered with "publishing". */
  polls: number;
  /** Unix seconds. */
  at: number;
  articleId: string;
}

/** A mass message: accepted, sent or failed later. */
export interface Mass {
  msgId: number;
  clientmsgid: string;
  mediaId: string;
  articles: StoredArticle[];
  status: 'SENDING' | 'SEND_SUCCESS' | 'SEND_FAIL' | 'DELETE';
  /** The administrator hasn't confirmed yet. */
  waits: boolean;
  /** Unix seconds: when it was accepted, and when its `clientmsgid` was used last. */
  at: number;
  asked: number;
  /** Questions left that are still answered with "sending". */
  polls: number;
}

/** One article of a message that is out. */
export interface Published {
  /** The message's, shared by its articles; empty for what was sent by 群发: no interface lists that. */
  articleId: string;
  /** Its place in the message, from 1. */
  place: number;
  page: string;
  article: StoredArticle;
  /** Unix seconds. */
  at: number;
  deleted: boolean;
  /** The mass message that it went out with. */
  massId?: number;
}

export interface WechatState {
  seq: number;
  token: { value: string; until: number } | null;
  spent: string[];
  library: { mediaId: string; picture: string }[];
  drafts: Draft[];
  jobs: Job[];
  masses: Mass[];
  previews: { to: string; title: string; at: number }[];
  published: Published[];
  counter: Counter;
}

export const EMPTY: WechatState = {
  seq: 0,
  token: null,
  spent: [],
  library: [],
  drafts: [],
  jobs: [],
  masses: [],
  previews: [],
  published: [],
  counter: { day: '', used: {} },
};

/** What the operations share. */
export interface Account {
  appId: string;
  secret: string;
  name: string;
  saved: Saved<WechatState>;
  now: () => Date;
  url: () => string;
  /** How external links are treated: the draft is refused with 45166, or they silently lose their link (both have been seen). */
  externalLinks: 'refuse' | 'drop';
  publishPolls: number;
  publishSeconds: number;
  /** The platform's judgement of an article: 0 = published, 2, 3, 4 = refused. */
  judge: (article: StoredArticle) => 0 | 2 | 3 | 4;
  /** Whether the account may have comments at all. */
  comments: boolean;
  /** Mass messages of a day, whether the administrator has to confirm each, and whether the draft is looked at before the `clientmsgid`. */
  massesADay: number;
  massConfirm: boolean;
  massDraftFirst: boolean;
  /** WeChat names that follow the account, who alone may get a preview; `null`: everybody does. */
  followers: readonly string[] | null;
}

/** A new id that looks like WeChat's; the same calls give the same ids. */
export function newId(account: Account, kind: string): string {
  account.saved.state.seq += 1;
  return createHash('sha256').update(`${account.appId}/${kind}/${account.saved.state.seq}`).digest('base64url');
}

export function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

const MESSAGES: Record<number, string> = {
  [-1]: 'system error',
  40001: 'invalid credential, access_token is invalid or not latest',
  40004: 'invalid media type',
  40007: 'invalid media_id',
  40008: 'invalid message type',
  40009: 'invalid image size',
  40013: 'invalid appid',
  40033: 'invalid charset. please check your request, if include \\uxxxx will create fail',
  40059: 'invalid msg id',
  40097: 'invalid args',
  40125: 'invalid appsecret',
  40164: 'invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist',
  41001: 'access_token missing',
  41005: 'media data missing',
  42001: 'access_token expired',
  43004: 'require subscribe',
  44003: 'empty news data',
  45001: 'media size out of limit',
  45002: 'content size out of limit',
  45003: 'title size out of limit',
  45004: 'description size out of limit',
  45005: 'url size out of limit',
  45008: 'article size out of limit',
  45009: 'reach max api daily quota limit',
  45011: 'api minute-quota reach limit',
  45028: 'has no masssend quota',
  45065: 'clientmsgid exist',
  45066: 'same clientmsgid retry too fast',
  45067: 'clientmsgid size out of limit',
  45110: 'author size out of limit',
  45166: 'invalid content',
  47001: 'data format error',
  53503: 'draft check failed',
  53600: 'invalid article_id',
  88000: 'without comment privilege',
};

/** An error in WeChat's words, with the `rid` that their support asks for. */
export function refuse(account: Account, context: Context, errcode: number, more: Record<string, unknown> = {}): Response {
  account.saved.state.seq += 1;
  const rid = createHash('sha256').update(`rid/${account.saved.state.seq}`).digest('hex');
  const errmsg = `${MESSAGES[errcode] ?? 'error'} rid: ${rid.slice(0, 8)}-${rid.slice(8, 16)}-${rid.slice(16, 24)}`;
  return context.json({ errcode, errmsg, ...more });
}
