import { hasSecrecyDuty, holds } from '../organisation/holders.ts';
import type { Acts } from './acts.ts';
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
}

const DONE: SecrecyReview = { obstacles: [], reviewer: null };

/** Whom `secrecy_review` names has himself signed the present text, at level 1 or by the unit's duty that day (rule 19). */
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
  if (!Object.hasOwn(organisation.people, person)) return { obstacles: [obstacle('secrecy-unknown', person)], reviewer: null };
  if (person === submitter) return { obstacles: [obstacle('secrecy-submitter')], reviewer: null };
  // The duty is no level, so a co-author's polish (barred at levels 1 and 3 only) doesn't touch it; whoever made the text himself is out.
  const mayByDuty = (day: string): boolean => hasSecrecyDuty(organisation, person, unit, day) && bars.of(person, 2) === null;
  const atLevel1 = claims.some((claim) => claim.act !== null && claim.person === person && claim.level === 1 && isGood(claim));
  const byDuty = acts.approvals.some(
    (approval) =>
      approval.person === person &&
      history.seen(approval) === 'present' &&
      mayByDuty(approval.day) &&
      !acts.retractions.some((each) => each.person === person && approval.ms <= each.until),
  );
  if (atLevel1 || byDuty) return DONE;
  const units = subject.slots.filter(({ level }) => level === 1).map((slot) => slot.units);
  const mayToday = mayByDuty(today) || (bars.of(person, 1) === null && units.some((each) => holds(organisation, person, 1, each, today)));
  const name = context.name(person);
  const found = obstacle('secrecy-review', name);
  if (mayToday) return { obstacles: [found], reviewer: person };
  return { obstacles: [{ ...obstacle('secrecy-replace', name), code: found.code }], reviewer: null };
}
