import type { AlertCode } from '../alerts/catalogue.ts';
import type { Instant } from '../beijing-time.ts';
import { type CallFacts, type NotNow, notNow } from '../ledger/before-call.ts';
import type { LedgerEvent } from '../ledger/event.ts';
import type { ItemState, Release } from '../ledger/fold.ts';
import { approvalOf } from '../ledger/fold.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { mayHaveMoved, purgesIn } from '../ledger/purge-event.ts';
import { clause } from '../printable.ts';
import { Problem } from '../problem.ts';
import type { Blocked } from './release-round.ts';

/** Who is asked right before a call. */
export interface CallJudges {
  now: () => Promise<Instant>;
  /** What was recorded at the approval, and what is wrong with it, if anything. @throws Problem when it can't be read */
  recorded: (
    ledger: Ledger,
    state: ItemState,
    release: Release,
    approval: LedgerEvent,
  ) => Promise<{ facts: CallFacts; fault: string | null }>;
  /** Whether the three reviews stand at this moment, under settings that still hold. @throws Problem when that can't be read */
  reviews: (state: ItemState, approval: LedgerEvent) => Promise<Blocked | null>;
}

/** How long an answer about a text's reviews holds for the other channels, and one about the settings for all texts, in milliseconds. */
export const SAME_MOMENT = 60_000;

/** What stops a call until somebody has done something. */
export const stop = (code: AlertCode, message: string): Blocked => ({ code, message, final: false, quiet: false });

/** The same of what only the moment stops: nobody has to do anything but where it never goes out any more. */
export const stoppedNow = (why: NotNow): Blocked => (why.final ? { ...why, quiet: false } : { ...why, quiet: true });

/** Codes of a call that is stopped because the reviews aren't found as they were. */
const NOT_FOUND: readonly string[] = ['approval-gone', 'evidence-unreadable'];

/** Since main's history was written anew, its pull request may be beyond reach: then no later run finds it either. */
function sinceRewriting(blocked: Blocked | null, ledger: Ledger, approval: LedgerEvent): Blocked | null {
  if (blocked === null || !NOT_FOUND.includes(blocked.code) || !mayHaveMoved(purgesIn(ledger), approval.at)) return blocked;
  const more = `主分支的历史在这一稿审定以后改写过（清除登记），明天还这样的，请报送单位从最新的主分支另开合并请求重新报送，重新走完三级审核`;
  return { ...blocked, message: `${clause(blocked.message)}；${more}。` };
}

/**
 * What stops a release right before its call: the seven days, holds, pauses, hours; the recorded evidence; the reviews as they stand now. Of a
 * page whose intent was written in time, moments that leave it alone (`left`) are passed over.
 */
export function callGuard(
  judges: CallJudges,
): (ledger: Ledger, state: ItemState, release: Release, left?: readonly string[]) => Promise<Blocked | null> {
  const asked = new Map<string, { at: number; answer: Promise<Blocked | null> }>();
  return async (ledger, state, release, left = []) => {
    const approval = approvalOf(state, release);
    if (!approval) return stop('not-approved', '台账里没有这一稿的审定登记，没有发送；请管理员查明。');
    const { facts, fault } = await judges.recorded(ledger, state, release, approval);
    const now = await judges.now();
    const why = notNow(release.channel, facts, now);
    if (why && !left.includes(why.code)) return stoppedNow(why);
    if (fault !== null) return stop('evidence-fails', `${fault}，没有发送；请管理员运行 sanshen verify 查明。`);
    const key = `${state.item} ${approval.tree}`;
    const at = Date.parse(now);
    const before = asked.get(key);
    if (before && at - before.at <= SAME_MOMENT) return before.answer;
    const asking = judges.reviews(state, approval).catch((error: unknown) => {
      if (!(error instanceof Problem)) throw error;
      return stop('evidence-unreadable', `发送前没有读全审核记录，没有发送：${clause(error.message)}；下次运行会自动再试。`);
    });
    const answer = asking.then((blocked) => sinceRewriting(blocked, ledger, approval));
    asked.set(key, { at, answer });
    return answer;
  };
}
