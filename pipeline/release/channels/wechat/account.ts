import type { JsonObject } from '../call.ts';
import type { ReleaseOrder, Upload } from '../channel.ts';
import { Halt, type Sends } from '../outcome.ts';
import { looked, type WechatApi } from './api.ts';
import type { Comments } from './article.ts';

/** How one run talks to the account. The questions left are shared by all releases of the run. */
export interface WechatAccount {
  api: WechatApi;
  mode: 'manual' | 'draft' | 'publish' | 'mass';
  comments: Comments;
  /** Followers of this tag alone get mass messages. */
  tagId?: number;
  /** WeChat names that get a draft's preview. */
  preview: readonly string[];
  /** Milliseconds that one send waits for the platform to finish. */
  settle: number;
  sleep: (milliseconds: number) => Promise<void>;
  questions: Questions;
  /** The newest pages of the lists, as this run has read them first. */
  newest: Map<string, Promise<JsonObject>>;
  sends: Sends;
}

/** A send on its way: what is finished is kept whatever the outcome. */
export interface Progress {
  order: ReleaseOrder;
  steps: Record<string, string>;
  uploads: Upload[];
}

/** What was uploaded on the way, in an order that doesn't tell which answer came first. */
export function uploadsOf({ uploads }: Progress): Upload[] {
  const rank = ({ use, sha256 }: Upload): string => `${use} ${sha256}`;
  return uploads.toSorted((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0));
}

/** What a run may still ask: `freepublish/get` and `freepublish/batchget` have 100 calls a day each. */
export interface Questions {
  gets: number;
  lists: number;
  /** Articles that any list of this run has shown: their number by the address that they carry. */
  seen: Map<string, string>;
  listing: Promise<void> | null;
}

/** Leaves each kind for a second full run of the day. */
export function newQuestions(): Questions {
  return { gets: 40, lists: 40, seen: new Map(), listing: null };
}

const FIRST_WAIT = 300;

/**
 * Asks a few times until there is an answer, each wait twice as long as the one before.
 * @param ask gives `null` while it isn't over; a question that fails is one without an answer
 * @param left whether there is a question left to wait for
 */
export async function patiently<State>(
  { settle, sleep }: WechatAccount,
  ask: () => Promise<State | null>,
  left: () => boolean = () => true,
): Promise<State | null> {
  for (let wait = FIRST_WAIT, waited = wait; waited <= settle && left(); wait *= 2, waited += wait) {
    await sleep(wait);
    const state = await ask().catch((error: unknown) => {
      if (error instanceof Halt) return null;
      throw error;
    });
    if (state !== null) return state;
  }
  return null;
}

export function objects(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter((entry): entry is JsonObject => entry !== null && typeof entry === 'object') : [];
}

/** The articles of a message, as `draft/get`, `getarticle` and the lists give them. */
export function articlesOf(body: JsonObject): JsonObject[] {
  const holder = (body.content as JsonObject | undefined) ?? body;
  return objects(holder.news_item);
}

/** The place of the article that carries an address, from 0; that of a message's only one, whatever it carries. -1: it isn't there. */
export function articleIndex(articles: readonly JsonObject[], address: string): number {
  return articles.length === 1 ? 0 : articles.findIndex(({ content_source_url: source }) => source === address);
}

/**
 * The article that carries an address among the newest 20, by a list that all releases which ask at the same time share. `null`: not there
 * yet, or no question left; nothing follows from that.
 */
export async function amongNewest({ api, questions }: WechatAccount, address: string): Promise<string | null> {
  const known = questions.seen.get(address);
  if (known !== undefined) return known;
  if (questions.listing === null) {
    if (questions.lists <= 0) return null;
    questions.lists -= 1;
    questions.listing = (async () => {
      const body = looked('读回', await api.post('/cgi-bin/freepublish/batchget', { offset: 0, count: 20, no_content: 1 }));
      for (const item of objects(body.item)) {
        for (const { content_source_url: source } of articlesOf(item)) {
          if (typeof source === 'string') questions.seen.set(source, String(item.article_id));
        }
      }
    })().finally(() => {
      questions.listing = null;
    });
  }
  await questions.listing;
  return questions.seen.get(address) ?? null;
}

/**
 * Sends a checked draft to the telephones that the policy names (`message/mass/preview`, 100 a day), once per draft. Whatever becomes of it
 * stops nothing: only these persons see it, and the text is the approved one.
 * @returns what the person at the button should know of it; empty if nobody gets previews
 */
export async function sendPreviews({ api, preview }: WechatAccount, { steps }: Progress, draft: string): Promise<string> {
  if (preview.length === 0 || steps.preview === draft) return '';
  steps.preview = draft;
  let sent = 0;
  const failures = new Set<string>();
  for (const towxname of preview) {
    const reply = await api.post('/cgi-bin/message/mass/preview', { towxname, mpnews: { media_id: draft }, msgtype: 'mpnews' });
    if (reply.kind === 'ok') sent += 1;
    else failures.add(reply.kind === 'refused' ? String(reply.errcode) : reply.code);
  }
  const told = sent > 0 ? `预览已发到 ${sent} 人的手机微信。` : '';
  if (failures.size === 0) return told;
  const left = preview.length - sent;
  return `${told}有 ${left} 人没有收到预览（${[...failures].join('、')}），不影响发布；请管理员核对 policy.yml 里的微信号、是否已关注公众号。`;
}
