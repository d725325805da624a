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

/** True if two claims can't stand in one set: the same review, or the same person where persons must differ. */
export function conflict(a: Claim, b: Claim, { distinct }: Order, emergency: Claim | null = null): boolean {
  if (a.act !== null && a.act === b.act) return true;
  // Units of a joint item sign by different persons (rule 14), and an emergency is made good by others (rule 24), whatever the policy.
  const differ = distinct || (a.level === 1 && b.level === 1) || a === emergency || b === emergency;
  return differ && personsOf(a).some((person) => personsOf(b).includes(person));
}

/** Only the first of the claims that are the same for all that follows: of the same persons a later one is never of more use. */
function earliestOfEach(sorted: readonly Claim[], { ordered, distinct }: Order): readonly Claim[] {
  if (!ordered && !distinct) return sorted;
  const key = (claim: Claim): string => personsOf(claim).join();
  return sorted.filter((claim, index) => sorted.findIndex((other) => key(other) === key(claim)) === index);
}

/** Steps of the search before the best set so far must do: more than any real item needs, so that none can stop the gate. */
const PATIENCE = 20_000;

/** The slots as the search walks them, lowest level first. */
interface Search {
  slots: readonly Slot[];
  /** The claims on each slot, earliest first. */
  candidates: readonly (readonly Claim[])[];
  order: Order;
  emergency: Claim | null;
}

/** When the level below a slot was complete; `null` if it isn't, so that no turn has come. */
function turnOf({ slots, order }: Search, index: number, chosen: FilledSet): number | null {
  const level = slots[index]?.level ?? 1;
  const below = chosen.filter((_, each) => (slots[each]?.level ?? 1) < level);
  if (!order.ordered || below.length === 0) return Number.NEGATIVE_INFINITY;
  return below.includes(null) ? null : Math.max(...below.map((claim) => claim?.ms ?? 0));
}

/** At most so many more slots can be filled: none above an open one, no person twice for the units of a joint item. */
function hopeOf({ slots, candidates, order, emergency }: Search, index: number, chosen: FilledSet): number {
  const gap = order.ordered ? chosen.indexOf(null) : -1;
  const rest = slots.flatMap((slot, each) => {
    if (each < index || candidates[each]?.length === 0) return [];
    return gap < 0 || slot.level === slots[gap]?.level || emergency?.slot === each ? [{ slot, claims: candidates[each] ?? [] }] : [];
  });
  const units = rest.filter(({ slot }) => slot.level === 1);
  const taken = new Set(chosen.flatMap((claim, each) => (claim && slots[each]?.level === 1 ? [claim.person] : [])));
  const free = new Set(units.flatMap(({ claims }) => claims.map(({ person }) => person)).filter((person) => !taken.has(person)));
  return rest.length - units.length + Math.min(units.length, free.size);
}

/** The claims that a slot may take after what is chosen already. */
function fitting(search: Search, index: number, chosen: FilledSet): readonly Claim[] {
  const { candidates, order, emergency } = search;
  if (emergency?.slot === index) return [emergency];
  const after = turnOf(search, index, chosen);
  const taken = [...chosen, emergency].filter((claim) => claim !== null);
  const fits = (candidates[index] ?? []).filter(
    (claim) => after !== null && claim.ms > after && !taken.some((other) => conflict(claim, other, order, emergency)),
  );
  return earliestOfEach(fits, order);
}

/**
 * Chooses who fills which slot (rules 12 to 14, 22, 25): of all sets that keep the order, the fullest;
 * of several the earliest, level by level from the lowest. An emergency's claim stands by itself, out of the order (rule 24).
 * @param slots lowest level first
 * @param good claims that count if their turn comes; of the same instant the first is taken for the earlier
 */
export function bestSet(slots: readonly Slot[], good: readonly Claim[], order: Order, emergency: Claim | null = null): FilledSet {
  const candidates = slots.map((_, index) => good.filter(({ slot }) => slot === index).sort((a, b) => a.ms - b.ms));
  const search: Search = { slots, candidates, order, emergency };
  let best: { filled: number; set: FilledSet } = { filled: -1, set: slots.map(() => null) };
  let steps = 0;
  const fill = (index: number, chosen: FilledSet, filled: number): void => {
    steps += 1;
    if (index === slots.length) {
      if (filled > best.filled) best = { filled, set: chosen };
      return;
    }
    if (steps > PATIENCE || filled + hopeOf(search, index, chosen) <= best.filled) return;
    for (const claim of fitting(search, index, chosen)) fill(index + 1, [...chosen, claim], filled + 1);
    if (emergency?.slot !== index) fill(index + 1, [...chosen, null], filled);
  };
  fill(0, [], 0);
  return best.set;
}
