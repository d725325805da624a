import type { FilledSet } from './best-set.ts';
import type { Context } from './context.ts';
import type { Uncounted } from './places.ts';
import { approvedSentence, giver, LEVEL_ACT, orNames, uncountedSentence } from './signature-words.ts';
import type { StandingRequest } from './standing-requests.ts';
import type { Slot, Subject } from './subject.ts';
import type { LevelVerdict } from './verdict.ts';

/** What the levels are shown from. */
export interface Standing {
  set: FilledSet;
  requests: readonly StandingRequest[];
  uncounted: readonly Uncounted[];
  /** Who can sign each slot today. */
  signers: readonly (readonly string[])[];
  /** Who is asked now: the signers of the lowest open level. */
  due: readonly string[];
}

const PRECEDENCE = ['out-of-order', 'stale', 'not-counted'] as const;

/** The uncounted signature that an open slot shows: the first state that is true, then the earliest (rule 22). */
function shownAt(index: number, uncounted: readonly Uncounted[]): Uncounted | null {
  const here = uncounted.filter(({ claim }) => claim?.slot === index);
  for (const state of PRECEDENCE) {
    const [first] = here.filter((each) => each.state === state).sort((a, b) => (a.claim?.ms ?? 0) - (b.claim?.ms ?? 0));
    if (first) return first;
  }
  return null;
}

function waitingWords(context: Context, slot: Slot, due: boolean, signers: readonly string[]): string {
  return due ? `请 ${orNames(context, signers)} ${LEVEL_ACT[slot.level]}` : '未到';
}

/** The level that shows a slot (rule 22): rejected, approved, out of order, stale, not counted, waiting. */
function levelVerdict(context: Context, slot: Slot, index: number, standing: Standing, due: boolean): LevelVerdict {
  const { level, unit } = slot;
  const base = { level, ...(unit === undefined ? {} : { unit }) };
  const asked = standing.requests.find((each) => each.slot === index);
  if (asked) {
    const { request, changed } = asked;
    const { person, login, at, reviewId, body, dismissed } = request;
    const kept = dismissed ? '（撤销审核不解除退回）' : '';
    const then = changed ? `稿件已改过，请 ${context.name(person as string)} 再看一次` : '请报送人修改后送审';
    const reason = `${giver(context, person as string, at, null, '退回')}${kept}；${then}`;
    return { ...base, state: 'rejected', person, login, at, reason, reviewId, opinion: body };
  }
  const claim = standing.set[index];
  if (claim) {
    const { person, login, at, act } = claim;
    const review = act ? { reviewId: act.reviewId, opinion: act.body } : {};
    const principal = claim.for === null ? {} : { for: claim.for };
    return { ...base, state: 'approved', person, login, at, ...principal, reason: approvedSentence(context, claim), ...review };
  }
  const signers = standing.signers[index] ?? [];
  const shown = shownAt(index, standing.uncounted);
  if (shown?.claim && shown.state) {
    const { person, login, at } = shown.claim;
    const principal = shown.claim.for === null ? {} : { for: shown.claim.for };
    const review = shown.act ? { reviewId: shown.act.reviewId, opinion: shown.act.body } : {};
    return {
      ...base,
      state: shown.state,
      person,
      login,
      at,
      ...principal,
      reason: uncountedSentence(context, shown, shown.state === 'out-of-order' ? standing.due : signers),
      ...review,
    };
  }
  return { ...base, state: 'waiting', person: null, login: null, at: null, reason: waitingWords(context, slot, due, signers) };
}

/** The lowest level that is still open; `null` if none is. */
export function lowestOpen(subject: Subject, set: FilledSet): number | null {
  const open = subject.slots.filter((_, index) => !set[index]).map(({ level }) => level);
  return open.length > 0 ? Math.min(...open) : null;
}

/** One entry a needed signature, lowest level first. */
export function levelVerdicts(context: Context, subject: Subject, standing: Standing): LevelVerdict[] {
  const lowest = lowestOpen(subject, standing.set);
  return subject.slots.map((slot, index) => levelVerdict(context, slot, index, standing, slot.level === lowest));
}
