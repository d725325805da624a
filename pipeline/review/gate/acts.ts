import { type BeijingDate, beijingDate, type Instant } from '../../beijing-time.ts';
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

/** What a review was before anybody dismissed it; `null` if nobody knows. */
function formerState(review: Review, dismissals: readonly Dismissal[]): Exclude<Review['state'], 'DISMISSED'> | null {
  if (review.state !== 'DISMISSED') return review.state;
  const [state = null, ...others] = new Set(dismissals.map((each) => each.state));
  return others.length > 0 ? null : state;
}

/** The reviews with their times in milliseconds, oldest first. */
function inOrder(reviews: readonly Review[]): { ms: number; review: Review }[] {
  const timed = reviews.map((review) => ({ ms: Date.parse(review.submittedAt), review }));
  return timed.sort((a, b) => a.ms - b.ms || a.review.id - b.review.id);
}

/**
 * A request takes back what its person signed until then. A dismissed signature counts as taken back only if a person dismissed it, since
 * GitHub dismisses on a push (rule 10).
 */
function retractionsOf(person: string, { day, ms }: Act, state: Review['state'] | null, dismissals: readonly Dismissal[]): Retraction[] {
  if (state !== 'APPROVED') return [{ person, day, until: ms, code: 'taken-back' }];
  const byHand = dismissals.filter(({ commit }) => !commit).map(({ at }) => Date.parse(at));
  return byHand.length > 0 ? [{ person, day, until: Math.max(ms, ...byHand), code: 'dismissed' }] : [];
}

/** Reads the reviews' states; their words, comments, labels and later edits say nothing (rule 11). */
export function actsOf({ evidence, personOf }: Context): Acts {
  const acts: Acts = { approvals: [], requests: [], retractions: [] };
  for (const { ms, review } of inOrder(evidence.reviews)) {
    const { id, login, submittedAt: at, commit, body } = review;
    const act: Act = { reviewId: id, login, person: personOf(login), at, ms, day: beijingDate(at), commit, body };
    const dismissals = evidence.dismissals.filter(({ reviewId }) => reviewId === id);
    const state = formerState(review, dismissals);
    if (state === 'COMMENTED') continue;
    if (state === 'APPROVED') acts.approvals.push(act);
    else acts.requests.push({ ...act, dismissed: review.state === 'DISMISSED' });
    if (act.person) acts.retractions.push(...retractionsOf(act.person, act, state, dismissals));
  }
  return acts;
}
