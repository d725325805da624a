import type { Act, Acts, ChangeRequest } from './acts.ts';
import { type Claim, isGood, personsOf } from './claims.ts';
import type { Context } from './context.ts';
import { placeOf } from './place-in-item.ts';
import type { Subject } from './subject.ts';
import type { TextHistory } from './text-history.ts';

/** A request for changes that stops the item, and the slot that shows it: the lowest its person holds (rules 16, 22). */
export interface StandingRequest {
  request: ChangeRequest;
  slot: number;
  /** The text isn't shown to be the one he asked about: he looks again. */
  changed: boolean;
}

/** True if somebody who asks for changes holds a level that is needed, so that it is no mere advice. */
export function asksWithRight(context: Context, subject: Subject, { person, day }: Act): boolean {
  return person !== null && placeOf(context, subject, person, day) !== null;
}

/** True if an approval is still there: neither its person's later request nor a dismissal took it back. */
function survives(acts: Acts, approval: Act): boolean {
  return !acts.retractions.some(({ person, until }) => person === approval.person && approval.ms <= until);
}

/** Finds the requests that nobody has lifted: neither who asked, nor a level above any he holds, by later signing the present text (rule 16). */
export function standingRequests(
  context: Context,
  subject: Subject,
  history: TextHistory,
  acts: Acts,
  claims: readonly Claim[],
): StandingRequest[] {
  const signed = acts.approvals.filter((approval) => history.seen(approval) === 'present' && survives(acts, approval));
  const good = claims.filter((claim) => claim.act !== null && isGood(claim));
  return acts.requests.flatMap((request) => {
    const { person, ms, day } = request;
    const place = person === null ? null : placeOf(context, subject, person, day);
    if (!place) return [];
    const { slot, highest, persons } = place;
    const himself = signed.some((approval) => approval.ms > ms && persons.has(approval.person as string));
    const orAbove = good.some((claim) => claim.ms > ms && (claim.level > highest || personsOf(claim).some((each) => persons.has(each))));
    return himself || orAbove ? [] : [{ request, slot, changed: history.seen(request) !== 'present' }];
  });
}
