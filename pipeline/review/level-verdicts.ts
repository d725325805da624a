import type { Claim } from './claims.ts';
import type { Context } from './context.ts';
import type { Uncounted } from './places.ts';
import { approvedSentence, giver, LEVEL_ACT, orNames, uncountedSentence } from './signature-words.ts';
import type { StandingRequest } from './standing-requests.ts';
import type { Slot } from './subject.ts';
import type { LevelVerdict } from './verdict.ts';

/** One needed signature: who gave it, who else could today, and whether it is asked for now. */
export interface SlotStanding {
  slot: Slot;
  claim: Claim | null;
  /** Who can sign it today; nobody needs to where it is filled. */
  signers: readonly string[];
  /** It is open, of the lowest level that is. */
  due: boolean;
}

/** What the levels are shown from. */
export interface Standing {
  slots: readonly SlotStanding[];
  requests: readonly StandingRequest[];
  uncounted: readonly Uncounted[];
}

/** Who is asked now: whoever can sign an open slot of the lowest level. */
export function askedNow({ slots }: Standing): string[] {
  return slots.filter(({ due }) => due).flatMap(({ signers }) => signers);
}

const PRECEDENCE = ['out-of-order', 'stale', 'not-counted'] as const;

/** The uncounted signature that an open slot shows: the first state that is true, then the earliest (rule 22). */
function shownAt(index: number, uncounted: readonly Uncounted[]) {
  const here = uncounted.flatMap((each) => (each.shown?.claim.slot === index ? [{ ...each, ...each.shown }] : []));
  const states = PRECEDENCE.map((state) => here.filter((each) => each.state === state).sort((a, b) => a.claim.ms - b.claim.ms));
  return states.flat()[0];
}

/** What a level says of a signature: whose it is, for whom, and its words. */
function signatureOf({ person, login, at, act, for: principal }: Claim) {
  const review = act ? { reviewId: act.reviewId, opinion: act.body } : {};
  return { person, login, at, ...(principal === null ? {} : { for: principal }), ...review };
}

function requestedWords(context: Context, { request, changed }: StandingRequest): string {
  const person = request.person as string;
  const kept = request.dismissed ? '（撤销审核不解除退回）' : '';
  const then = changed ? `稿件已改过，请 ${context.name(person)} 再看一次` : '请报送人修改后送审';
  return `${giver(context, person, request.at, null, '退回')}${kept}；${then}`;
}

/** The level that shows a slot (rule 22): rejected, approved, out of order, stale, not counted, waiting. */
function levelVerdict(context: Context, { slot, claim, signers, due }: SlotStanding, index: number, standing: Standing): LevelVerdict {
  const { level, unit } = slot;
  const base = { level, ...(unit === undefined ? {} : { unit }) };
  const asked = standing.requests.find((each) => each.slot === index);
  if (asked) {
    const { person, login, at, reviewId, body: opinion } = asked.request;
    return { ...base, state: 'rejected', person, login, at, reason: requestedWords(context, asked), reviewId, opinion };
  }
  if (claim) return { ...base, state: 'approved', ...signatureOf(claim), reason: approvedSentence(context, claim) };
  const shown = shownAt(index, standing.uncounted);
  if (shown) {
    const reason = uncountedSentence(context, shown, shown.state === 'out-of-order' ? askedNow(standing) : signers, due);
    return { ...base, state: shown.state, ...signatureOf(shown.claim), reason };
  }
  const reason = due ? `请 ${orNames(context, signers)} ${LEVEL_ACT[level]}` : '未到';
  return { ...base, state: 'waiting', person: null, login: null, at: null, reason };
}

/** One entry a needed signature, lowest level first. */
export function levelVerdicts(context: Context, standing: Standing): LevelVerdict[] {
  return standing.slots.map((slot, index) => levelVerdict(context, slot, index, standing));
}
