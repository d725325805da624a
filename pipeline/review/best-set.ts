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

const byTime = (a: Claim, b: Claim): number =>
  a.ms - b.ms || personsOf(a).length - personsOf(b).length || (a.act?.reviewId ?? 0) - (b.act?.reviewId ?? 0);

/**
 * Chooses who fills which slot (rules 12 to 14, 22, 25): of all sets that keep the order, the fullest;
 * of several the earliest, level by level from the lowest. An emergency's claim stands by itself, out of the order (rule 24).
 * @param good claims that count if their turn comes
 */
export function bestSet(slots: readonly Slot[], good: readonly Claim[], order: Order, emergency: Claim | null = null): FilledSet {
  const candidates = slots.map((_, index) => good.filter(({ slot }) => slot === index).sort(byTime));
  const possible = (from: number): number => candidates.slice(from).filter((list) => list.length > 0).length;
  let best: { filled: number; set: FilledSet } = { filled: -1, set: [] };

  /** When the level below was complete; `null` if it isn't, so that no turn has come. */
  const turn = (index: number, chosen: FilledSet): number | null => {
    const level = slots[index]?.level as number;
    const below = chosen.filter((_, i) => (slots[i]?.level as number) < level);
    if (!order.ordered || below.length === 0) return Number.NEGATIVE_INFINITY;
    return below.includes(null) ? null : Math.max(...below.map((claim) => (claim as Claim).ms));
  };
  const fill = (index: number, chosen: readonly (Claim | null)[], filled: number): void => {
    if (index === slots.length) {
      if (filled > best.filled) best = { filled, set: chosen };
      return;
    }
    if (filled + possible(index) <= best.filled) return;
    if (emergency?.slot === index) {
      fill(index + 1, [...chosen, emergency], filled + 1);
      return;
    }
    const after = turn(index, chosen);
    const taken = [...chosen.filter((claim) => claim !== null), ...(emergency ? [emergency] : [])];
    const fits = (candidates[index] ?? []).filter(
      (claim) => after !== null && claim.ms > after && !taken.some((other) => conflict(claim, other, order, emergency)),
    );
    for (const claim of earliestOfEach(fits, order)) fill(index + 1, [...chosen, claim], filled + 1);
    fill(index + 1, [...chosen, null], filled);
  };
  fill(0, [], 0);
  return best.set;
}
