import { holds, principalsOf } from '../../organisation/holders.ts';
import type { Acts } from './acts.ts';
import type { Context } from './context.ts';
import type { Slot, Subject } from './subject.ts';

/** In what place somebody stands to an item: as its signers do. */
export interface Place {
  /** Index of the lowest slot he holds. */
  slot: number;
  /** The highest level he holds for the item. */
  highest: number;
  /** Who counts as one person with him (rule 23): himself, and whom he stands in for. */
  persons: Set<string>;
}

/** The place that comes with some of the slots; `null` if there are none. */
function placeAt({ slots }: Subject, held: readonly Slot[], persons: string[]): Place | null {
  const [lowest] = held;
  return lowest ? { slot: slots.indexOf(lowest), highest: Math.max(...held.map(({ level }) => level)), persons: new Set(persons) } : null;
}

/** The place of a person on a day: by his own posts, else by a delegation; `null` if he holds no level that is needed. */
export function placeOf({ organisation, policy }: Context, subject: Subject, person: string, day: string): Place | null {
  const held = subject.slots.filter(({ level, units }) => holds(organisation, person, level, units, day));
  if (held.length > 0 || !policy.delegation.enabled) return placeAt(subject, held, [person]);
  const principals = ({ level, units }: Slot): string[] => principalsOf(organisation, person, level, units, day);
  const lent = subject.slots.filter((slot) => principals(slot).length > 0);
  return placeAt(subject, lent, [person, ...lent.flatMap(principals)]);
}

/**
 * The acts on one item. What a delegate takes back he takes back for his principal too, for the two count as one person (rules 16, 17,
 * 23).
 */
export function actsOn(context: Context, subject: Subject, acts: Acts): Acts {
  const retractions = acts.retractions.flatMap((retraction) => {
    const persons = placeOf(context, subject, retraction.person, retraction.day)?.persons ?? [retraction.person];
    return [...persons].map((person) => ({ ...retraction, person }));
  });
  return { ...acts, retractions };
}
