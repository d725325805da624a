import { holds, principalsOf, type Units } from '../organisation/holders.ts';
import type { Level } from '../organisation/organisation.ts';
import type { Acts } from './acts.ts';
import type { Context } from './context.ts';
import type { Subject } from './subject.ts';

/** In what place somebody stands to an item: as its signers do. */
export interface Place {
  slot: number;
  /** The highest level he holds for the item, needed or not. */
  highest: number;
  /** Who counts as one person with him (rule 23): himself, and whom he stands in for. */
  persons: Set<string>;
}

/** The levels for which some person is in force, with the units they are asked for. */
function levelsOf(subject: Subject, holdsIt: (level: Level, units: Units) => boolean): { slot: number; highest: number } {
  const slot = subject.slots.findIndex(({ level, units }) => holdsIt(level, units));
  const upper = subject.slots.at(-1)?.units ?? 'any';
  const first = upper === 'any' ? holdsIt(1, 'any') : upper.some((unit) => holdsIt(1, [unit]));
  return { slot, highest: holdsIt(3, upper) ? 3 : holdsIt(2, upper) ? 2 : first ? 1 : 0 };
}

/** The place of a person on a day: by his own posts, else by a delegation; `null` if he holds no level that is needed. */
export function placeOf({ organisation, policy }: Context, subject: Subject, person: string, day: string): Place | null {
  const own = levelsOf(subject, (level, units) => holds(organisation, person, level, units, day));
  if (own.slot >= 0) return { ...own, persons: new Set([person]) };
  if (!policy.delegation.enabled) return null;
  const principals = (level: Level, units: Units): string[] => principalsOf(organisation, person, level, units, day);
  const lent = levelsOf(subject, (level, units) => principals(level, units).length > 0);
  if (lent.slot < 0) return null;
  return { ...lent, persons: new Set([person, ...subject.slots.flatMap(({ level, units }) => principals(level, units))]) };
}

/** The acts on one item: what a delegate takes back he takes back for his principal too, for the two count as one person (rules 16, 17, 23). */
export function actsOn(context: Context, subject: Subject, acts: Acts): Acts {
  const retractions = acts.retractions.flatMap((retraction) => {
    const persons = placeOf(context, subject, retraction.person, retraction.day)?.persons ?? [retraction.person];
    return [...persons].map((person) => ({ ...retraction, person }));
  });
  return { ...acts, retractions };
}
