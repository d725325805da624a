import { type AlertCode, rowOf } from '../../alerts/catalogue.ts';
import type { Instant } from '../../beijing-time.ts';
import type { Channel } from '../../item/front-matter/front-matter-schema.ts';
import type { Outcome, ReadBack, ReleaseOrder } from './channel.ts';
import { withoutQuotes } from './text-compare.ts';

type Platform = Exclude<Channel, 'website'>;

/** What a platform's refusal asks for. It decides the outcome; the sentence beside it says who must do what. */
export type Remedy =
  /** Wait, or put the account or a setting right; nothing was sent, a later run tries again by itself. */
  | 'again'
  /** The text must be changed, so this revision can't go out. */
  | 'content'
  /** Somebody must act on the platform and then say how it ended. */
  | 'person'
  /** Read back: it may be there. */
  | 'read-back';

export interface Refusal {
  remedy: Remedy;
  /** 问题、应为、怎么改 in one sentence. */
  say: string;
}

const KINDS: Record<Remedy, (code: AlertCode, message: string) => Outcome> = {
  again: (code, message) => ({ kind: 'failed', code, message, retry: true, free: true }),
  content: (code, message) => ({ kind: 'failed', code, message, retry: false, free: false }),
  person: (code, message) => ({ kind: 'needs-human', code, message }),
  'read-back': (code, message) => ({ kind: 'unknown', code, message }),
};

/** The outcome of a refusal with a known remedy. */
export function refused(code: AlertCode, { remedy, say }: Refusal): Outcome {
  return KINDS[remedy](code, say);
}

/**
 * What is there isn't what was approved: only a person may decide.
 * @param say the sentence around the differences
 */
export function differing(code: AlertCode, differences: readonly string[], say: (differences: string) => string): Outcome {
  const [message, told] = [withoutQuotes(differences), differences].map((each) => say(each.join('；'))) as [string, string];
  return { kind: 'needs-human', code, message, told };
}

/** What was registered is somebody else's post: it stays, and a person deletes the right one. */
export function anothers(what: string, { payload }: Pick<ReleaseOrder, 'payload'>): Outcome {
  const message = `${what}不是这条信息的：账号、网页地址或标题对不上，没有删除；应删除的是《${payload.title}》；请管理员立即到平台找到它删除，再用 resolve --as confirmed 登记已撤下。`;
  return { kind: 'needs-human', code: 'withdraw-mismatch', message };
}

/** What differs where a look at what the ledger knows nothing of finds another revision of the item: it is never sent beside it. */
export const OTHER_REVISION = '平台上的是这条信息的另一稿';

/** Before what else there is to say of a post that was taken down. */
export const DIFFERED = '删除前看到它的文字或图片与审定稿不同，已照样删除，请办公室查明是谁改的。';

/** Nothing left this machine, or nothing arrived: free to try again. */
export function notSent(channel: Platform, name: string, code: string): Outcome {
  const message = `没有连上${name}（${code}），本次没有发出；应能访问${name}；请检查网络、代理和接口地址，下次运行会自动再试。`;
  return { kind: 'failed', code: `${channel}/not-sent`, message, retry: true, free: true };
}

/** A change whose end nobody knows. */
export function inDoubt(channel: Platform, name: string, step: string, code: string): Outcome {
  const message = `${name}没有答复“${step}”的结果（${code}），不知道是否已经生效；应先读回再决定；请不要手工重发，下次运行会先读回。`;
  return { kind: 'unknown', code: `${channel}/unclear`, message };
}

/** A look that didn't come to an end: nothing follows from it. */
export function notRead(channel: Channel, name: string, code: string): Outcome {
  const message = `没有连上${name}（${code}），读不到上面的结果；应能访问${name}；请检查网络、代理和接口地址。`;
  return { kind: 'failed', code: `${channel}/unreadable`, message, retry: true, free: true };
}

/** What a look that was ended early leaves: a platform that can be read later, or something that only a person can find out. */
export function unreadable(channel: Platform, outcome: Outcome): ReadBack {
  if (outcome.kind === 'confirmed' || outcome.kind === 'sent' || outcome.kind === 'ready') {
    return { kind: 'unreadable', code: `${channel}/unread`, message: '读不到平台上的结果。', later: true };
  }
  const later = outcome.kind === 'unknown' || (outcome.kind === 'failed' && outcome.retry);
  return { kind: 'unreadable', code: outcome.code, message: outcome.message, later };
}

/** Ends a send early with an outcome; it never leaves the channel. */
export class Halt extends Error {
  readonly outcome: Outcome;

  constructor(outcome: Outcome) {
    super(outcome.kind);
    this.outcome = outcome;
  }
}

/**
 * Sends to one account.
 * @param moment of the round that the send belongs to
 * @param accepted by the platform before: it is only followed, whatever became of others
 */
export type Sends = (moment: Instant, accepted: boolean, send: () => Promise<Outcome>) => Promise<Outcome>;

/**
 * Sends until the account itself is refused (a token, an address, a quota). Then no send of that round begins any more, and each is told
 * the same.
 */
export function untilRefused(): Sends {
  let last: { moment: Instant; refusal: Outcome } | null = null;
  return async (moment, accepted, send) => {
    if (last?.moment === moment && !accepted) return last.refusal;
    const outcome = await send();
    if (outcome.kind === 'failed' && rowOf(outcome.code).one === 'account') last = { moment, refusal: outcome };
    return outcome;
  };
}

/** Runs the steps of a call; a `Halt` on the way becomes the outcome. */
export async function ended(steps: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await steps();
  } catch (error) {
    if (error instanceof Halt) return error.outcome;
    throw error;
  }
}
