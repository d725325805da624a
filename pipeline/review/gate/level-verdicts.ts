import type { Act, Acts } from './acts.ts';
import type { Claim } from './claims.ts';
import type { Context } from './context.ts';
import type { Uncounted } from './places.ts';
import {
  type AnonymousCode,
  approvedSentence,
  giver,
  LEVEL_ACT,
  orNames,
  shortTime,
  signatureSentence,
  uncountedSentence,
} from './signature-words.ts';
import type { StandingRequest } from './standing-requests.ts';
import type { Slot } from './subject.ts';
import type { Ignored, LevelVerdict } from './verdict.ts';

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
function askedNow({ slots }: Standing): string[] {
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

function anonymousCode(context: Context, act: Act): AnonymousCode {
  if (act.login === null) return 'deleted-account';
  return context.identify(act.login).kind === 'machine' ? 'machine' : 'unknown-account';
}

/**
 * Every review that asked or agreed and isn't counted, oldest first, each with a code and a sentence that says who acts next.
 * @param secrecy approvals that are the secrecy review by duty (rule 19)
 */
export function ignoredOf(
  context: Context,
  acts: Acts,
  standing: Standing,
  holdsNeeded: (act: Act) => boolean,
  secrecy: readonly Act[],
): Ignored[] {
  const entry = (act: Act, code: string, reason: string) => ({ ms: act.ms, reviewId: act.reviewId, login: act.login, code, reason });
  const who = (act: Act, word: string): string =>
    act.person === null ? `${act.login ?? '已注销的账号'} ${shortTime(act.at)} ${word}` : giver(context, act.person, act.at, null, word);
  const { slots, requests, uncounted } = standing;
  const due = askedNow(standing);
  const others = orNames(context, due);
  const settled = slots.every(({ claim }) => claim !== null) ? 'filled' : undefined;
  const signature = (act: Act, each: Uncounted) => {
    if (each.code === 'no-post' && secrecy.includes(act))
      return entry(act, 'secrecy-only', signatureSentence('secrecy-only', { who: who(act, '同意'), others }));
    const turn = each.shown !== null && slots[each.shown.claim.slot]?.due === true;
    return entry(act, each.code, uncountedSentence(context, each, due, turn));
  };
  const known = uncounted.flatMap((each) => (each.act ? [signature(each.act, each)] : []));
  const anonymous = acts.approvals
    .filter(({ person }) => person === null)
    .map((act) => {
      const code = anonymousCode(context, act);
      return entry(act, code, signatureSentence(code, { who: act.login === null ? null : who(act, '同意'), others }, settled));
    });
  const answered = acts.requests
    .filter((request) => !requests.some((each) => each.request === request))
    .map((request) => {
      const code: AnonymousCode = holdsNeeded(request) ? 'request-lifted' : 'advice';
      return entry(request, code, signatureSentence(code, { who: who(request, '退回'), others }));
    });
  return [...known, ...anonymous, ...answered]
    .sort((a, b) => a.ms - b.ms || a.reviewId - b.reviewId)
    .map(({ reviewId, login, code, reason }) => ({ reviewId, login, code, reason }));
}
