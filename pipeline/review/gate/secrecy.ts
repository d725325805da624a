import { hasSecrecyDuty, holds } from '../../organisation/holders.ts';
import type { Act, Acts } from './acts.ts';
import type { Bars } from './bars.ts';
import { type Claim, isGood } from './claims.ts';
import type { Context } from './context.ts';
import { type Obstacle, obstacle } from './obstacle.ts';
import type { Subject } from './subject.ts';
import type { TextHistory } from './text-history.ts';

/** Where the secrecy review (保密审查, Art. 5) stands. `reviewer`: who must still sign, `null` if nobody must or nobody may. */
export interface SecrecyReview {
  obstacles: Obstacle[];
  reviewer: string | null;
  /** Approvals that are this review by the unit's duty; they are no level's. */
  byDuty: readonly Act[];
}

const DONE: SecrecyReview = { obstacles: [], reviewer: null, byDuty: [] };

/**
 * The secrecy review: the person that `secrecy_review` names must himself have signed the present text. He did so at level 1 (declared or
 * not, rule 15) or by the unit's duty that day (rule 19).
 */
export function secrecyReview(
  context: Context,
  subject: Subject,
  history: TextHistory,
  bars: Bars,
  acts: Acts,
  claims: readonly Claim[],
): SecrecyReview {
  const { organisation, today } = context;
  const { secrecy_review: review, submitter, withdraw } = subject.frontMatter;
  if (withdraw || !review) return DONE;
  const person = review.by;
  const unit = subject.unit ?? '';
  if (!Object.hasOwn(organisation.people, person)) return { ...DONE, obstacles: [obstacle('secrecy-unknown', person)] };
  if (person === submitter) return { ...DONE, obstacles: [obstacle('secrecy-submitter')] };
  // The duty is no level, so a co-author's polish (barred at levels 1 and 3 only) doesn't touch it. Whoever made the text himself is out.
  const mayByDuty = (day: string): boolean => hasSecrecyDuty(organisation, person, unit, day) && bars.of(person, 2) === null;
  const atLevel1 = claims.some((claim) => claim.person === person && claim.level === 1 && isGood(claim));
  const byDuty = acts.approvals.filter(
    (approval) =>
      approval.person === person &&
      history.seen(approval) === 'present' &&
      mayByDuty(approval.day) &&
      !acts.retractions.some((each) => each.person === person && approval.ms <= each.until),
  );
  if (atLevel1 || byDuty.length > 0) return { ...DONE, byDuty };
  const units = subject.slots.filter(({ level }) => level === 1).map((slot) => slot.units);
  const mayToday = mayByDuty(today) || (bars.of(person, 1) === null && units.some((each) => holds(organisation, person, 1, each, today)));
  const name = context.name(person);
  const found = obstacle('secrecy-review', name);
  if (mayToday) return { ...DONE, obstacles: [found], reviewer: person };
  return { ...DONE, obstacles: [{ ...obstacle('secrecy-replace', name), code: found.code }] };
}
