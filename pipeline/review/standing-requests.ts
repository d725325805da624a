import { holds, principalsOf, type Units } from '../organisation/holders.ts';
import type { Level } from '../organisation/organisation.ts';
import type { Act, Acts, ChangeRequest } from './acts.ts';
import { type Claim, isGood, personsOf } from './claims.ts';
import type { Context } from './context.ts';
import type { Subject } from './subject.ts';
import type { TextHistory } from './text-history.ts';

/** A request for changes that stops the item, and the slot that shows it: the lowest its person holds (rules 16, 22). */
export interface StandingRequest {
  request: ChangeRequest;
  slot: number;
  /** The text isn't shown to be the one he asked about: he looks again. */
  changed: boolean;
}

/** In what place somebody asks for changes. */
interface Place {
  slot: number;
  /** The highest level he holds for the item, needed or not. */
  highest: number;
  /** Whose later signature is his own word: himself, and whom he stands in for. */
  persons: Set<string>;
}

/** The levels for which some person is in force, with the units they are asked for. */
function levelsOf(subject: Subject, holdsIt: (level: Level, units: Units) => boolean): { slot: number; highest: number } {
  const slot = subject.slots.findIndex(({ level, units }) => holdsIt(level, units));
  const upper = subject.slots.at(-1)?.units ?? 'any';
  const first = upper === 'any' ? holdsIt(1, 'any') : upper.some((unit) => holdsIt(1, [unit]));
  return { slot, highest: holdsIt(3, upper) ? 3 : holdsIt(2, upper) ? 2 : first ? 1 : 0 };
}

/** The place of whoever asks: by his own posts, else by a delegation; `null` if he holds no level that is needed. */
function placeOf({ organisation, policy }: Context, subject: Subject, person: string, day: string): Place | null {
  const own = levelsOf(subject, (level, units) => holds(organisation, person, level, units, day));
  if (own.slot >= 0) return { ...own, persons: new Set([person]) };
  if (!policy.delegation.enabled) return null;
  const principals = (level: Level, units: Units): string[] => principalsOf(organisation, person, level, units, day);
  const lent = levelsOf(subject, (level, units) => principals(level, units).length > 0);
  if (lent.slot < 0) return null;
  return { ...lent, persons: new Set([person, ...subject.slots.flatMap(({ level, units }) => principals(level, units))]) };
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
