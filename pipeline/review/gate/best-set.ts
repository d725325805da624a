import type { Level } from '../../organisation/organisation.ts';
import { type Claim, personsOf } from './claims.ts';
import type { Slot } from './subject.ts';

/** Which claim fills each slot; `null` = open. */
export type FilledSet = readonly (Claim | null)[];

export interface Order {
  /** Each level later than the level below (逐级). */
  ordered: boolean;
  /** Every level by another person (三人三级). */
  distinct: boolean;
}

/**
 * True if a claim can't stand in a set beside another that does: the same review, or the same person where persons must differ.
 * @param b stands in the set; it may be the emergency itself
 */
export function conflict(a: Claim, b: Claim, { distinct }: Order, emergency: Claim | null = null): boolean {
  if (a.act !== null && a.act === b.act) return true;
  // Units of a joint item sign by different persons (rule 14), and an emergency is made good by others (rule 24), whatever the policy.
  const differ = distinct || (a.level === 1 && b.level === 1) || b === emergency;
  return differ && personsOf(a).some((person) => personsOf(b).includes(person));
}

/** Only the first of claims that are the same for all that follows. A later one of the same persons is never of more use. */
function earliestOfEach(sorted: readonly Claim[], { ordered, distinct }: Order): readonly Claim[] {
  if (!ordered && !distinct) return sorted;
  const key = (claim: Claim): string => personsOf(claim).join();
  return sorted.filter((claim, index) => sorted.findIndex((other) => key(other) === key(claim)) === index);
}

/** Steps of the search before the best set so far must do: more than any real item needs, so that none can stop the gate. */
const PATIENCE = 20_000;

/** A slot as the search walks it, with its claims, earliest first. */
interface Rung {
  level: Level;
  claims: readonly Claim[];
  /** The emergency's own slot, which nothing else fills. */
  urgent: boolean;
}

/** A rung that the search has passed; `null`: nobody fills it. */
interface Step {
  level: Level;
  claim: Claim | null;
}

/** When the levels below were complete; never, if they aren't. */
function turnOf(level: Level, chosen: readonly Step[]): number {
  const below = chosen.filter((step) => step.level < level);
  return Math.max(...below.map(({ claim }) => (claim === null ? Number.POSITIVE_INFINITY : claim.ms)));
}

/** At most so many of the rungs left can be filled. None above an open one can, and nobody fills two units of a joint item. */
function hopeOf({ ordered }: Order, left: readonly Rung[], chosen: readonly Step[]): number {
  const gap = ordered ? chosen.find(({ claim }) => claim === null) : undefined;
  const within = left.filter(({ level, claims, urgent }) => claims.length > 0 && (!gap || level === gap.level || urgent));
  const units = within.filter(({ level }) => level === 1);
  const taken = chosen.flatMap(({ level, claim }) => (level === 1 && claim ? [claim.person] : []));
  const free = new Set(units.flatMap(({ claims }) => claims.map(({ person }) => person)).filter((person) => !taken.includes(person)));
  return within.length - units.length + Math.min(units.length, free.size);
}

/** The claims that a rung may take after what is chosen already. */
function fitting({ level, claims, urgent }: Rung, chosen: readonly Step[], order: Order, emergency: Claim | null): readonly Claim[] {
  if (urgent) return claims;
  const after = order.ordered ? turnOf(level, chosen) : Number.NEGATIVE_INFINITY;
  const taken = [...chosen.map(({ claim }) => claim), emergency].filter((claim) => claim !== null);
  const fits = claims.filter((claim) => claim.ms > after && !taken.some((other) => conflict(claim, other, order, emergency)));
  return earliestOfEach(fits, order);
}

/**
 * Chooses who fills which slot (rules 12 to 14, 22, 25). Of all sets that keep the order it takes the fullest, of several the earliest,
 * from the lowest level up. An emergency's claim stands by itself, out of the order (rule 24).
 * @param slots lowest level first
 * @param good claims that count if their turn comes, earliest first; of the same instant the first is taken for the earlier
 */
export function bestSet(slots: readonly Slot[], good: readonly Claim[], order: Order, emergency: Claim | null = null): FilledSet {
  const rungs = slots.map(({ level }, index): Rung => {
    if (emergency?.slot === index) return { level, claims: [emergency], urgent: true };
    return { level, claims: good.filter(({ slot }) => slot === index), urgent: false };
  });
  let best: { filled: number; set: FilledSet } = { filled: -1, set: slots.map(() => null) };
  let steps = 0;
  const climb = (chosen: readonly Step[], filled: number): void => {
    steps += 1;
    const [rung, ...above] = rungs.slice(chosen.length);
    if (!rung) {
      if (filled > best.filled) best = { filled, set: chosen.map(({ claim }) => claim) };
      return;
    }
    if (steps > PATIENCE || filled + hopeOf(order, [rung, ...above], chosen) <= best.filled) return;
    for (const claim of fitting(rung, chosen, order, emergency)) climb([...chosen, { level: rung.level, claim }], filled + 1);
    climb([...chosen, { level: rung.level, claim: null }], filled);
  };
  climb([], 0);
  return best.set;
}

/**
 * Compares two sets of the same slots: the fuller first, then the earlier, level by level from the lowest (rule 22).
 * @param good the claims that they are taken from, earliest first
 */
export function fullestFirst(good: readonly Claim[]): (one: FilledSet, other: FilledSet) => number {
  const rankOf = (claim: Claim | null): number => (claim === null ? good.length : good.indexOf(claim));
  const filled = (set: FilledSet): number => set.filter((claim) => claim !== null).length;
  return (one, other) => {
    const apart = one.map((claim, slot) => rankOf(claim) - rankOf(other[slot] ?? null));
    return filled(other) - filled(one) || (apart.find((difference) => difference !== 0) ?? 0);
  };
}
