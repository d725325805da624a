import { type BeijingDate, beijingDate, type Instant } from '../beijing-time.ts';
import type { Context } from './context.ts';
import type { Evidence, Login } from './evidence.ts';

/** A review that says something: who, when, on what. `person` is `null` for everybody who signs nothing (rule 5). */
export interface Act {
  reviewId: number;
  login: Login;
  person: string | null;
  at: Instant;
  ms: number;
  /** The Beijing day. */
  day: BeijingDate;
  commit: string | null;
  body: string;
}

/** A request for changes (退回); `dismissed` if somebody took its review away, which changes nothing (rule 17). */
export interface ChangeRequest extends Act {
  dismissed: boolean;
}

/** Takes back all that a person signed up to a time (rules 16, 17). */
export interface Retraction {
  person: string;
  /** The Beijing day of the request, or of the signature that was dismissed. */
  day: BeijingDate;
  until: number;
  code: 'taken-back' | 'dismissed';
}

/** What the reviews say, oldest first. */
export interface Acts {
  approvals: Act[];
  requests: ChangeRequest[];
  retractions: Retraction[];
}

type Review = Evidence['reviews'][number];
type Dismissal = Evidence['dismissals'][number];

/**
 * What a review was before anybody dismissed it; `null` if nobody knows.
 * `byHand` is false for a dismissal that GitHub made itself on a push: it leaves a signature as it was (rule 10).
 */
function formerState(
  review: Review,
  dismissals: readonly Dismissal[],
): { state: Exclude<Review['state'], 'DISMISSED'> | null; byHand: boolean } {
  if (review.state !== 'DISMISSED') return { state: review.state, byHand: dismissals.some(({ commit }) => !commit) };
  const states = new Set(dismissals.map(({ state }) => state ?? null));
  const [state = null] = states;
  return { state: states.size === 1 ? state : null, byHand: dismissals.some(({ commit }) => !commit) };
}

/** Reads the reviews' states; their words, comments, labels and later edits say nothing (rule 11). */
export function actsOf({ evidence, personOf }: Context): Acts {
  const acts: Acts = { approvals: [], requests: [], retractions: [] };
  for (const review of [...evidence.reviews].sort((a, b) => a.id - b.id)) {
    const { id, login, submittedAt: at, commit, body } = review;
    const ms = Date.parse(at);
    const act: Act = { reviewId: id, login, person: personOf(login), at, ms, day: beijingDate(at), commit, body };
    const dismissals = evidence.dismissals.filter(({ reviewId }) => reviewId === id);
    const { state, byHand } = formerState(review, dismissals);
    if (state === 'APPROVED') {
      acts.approvals.push(act);
      const until = Math.max(ms, ...dismissals.filter((each) => !each.commit).map((each) => Date.parse(each.at)));
      if (byHand && act.person) acts.retractions.push({ person: act.person, day: act.day, until, code: 'dismissed' });
    } else if (state !== 'COMMENTED') {
      acts.requests.push({ ...act, dismissed: review.state === 'DISMISSED' || dismissals.length > 0 });
      if (act.person) acts.retractions.push({ person: act.person, day: act.day, until: ms, code: 'taken-back' });
    }
  }
  const byTime = (a: Act, b: Act): number => a.ms - b.ms || a.reviewId - b.reviewId;
  acts.approvals.sort(byTime);
  acts.requests.sort(byTime);
  return acts;
}
