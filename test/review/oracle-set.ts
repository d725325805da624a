import type { People, Slot } from './oracle-people.ts';
import { type Candidate, later, type Signing, share } from './oracle-signing.ts';
import { ms } from './oracle-text.ts';

export type BestSet = Map<Slot, Candidate>;

/** Rules 12, 14, 24 and 25: whether two may stand in one set, whatever their times. */
export function together(policy: People['policy'], one: Candidate, other: Candidate): boolean {
  const differ = policy.distinct_persons || one.slot.level === other.slot.level || one.urgent || other.urgent;
  return one.act !== other.act && !(differ && share(one, other));
}

function fits(slots: Slot[], policy: People['policy'], set: BestSet, each: Candidate): boolean {
  if (![...set.values()].every((other) => together(policy, each, other))) return false;
  if (policy.order === 'any' || each.urgent) return true;
  const below = slots.filter(({ level }) => level < each.slot.level);
  const beneath = below.filter(({ level }) => level === each.slot.level - 1);
  return below.every((slot) => set.has(slot)) && beneath.every((slot) => later(each.act, (set.get(slot) as Candidate).act));
}

/** Rule 24: a level-3 signature that begins 紧急 with a reason may stand out of its turn, too. */
function withEmergencies(candidates: Candidate[]): Candidate[] {
  const saysWhy = (body: string) => body.trim().startsWith('紧急') && /[\p{L}\p{N}]/u.test(body.trim().slice(2));
  const urgent = candidates.filter(({ act, slot }) => slot.level === 3 && saysWhy(act.body));
  return [...candidates, ...urgent.map((each) => ({ ...each, urgent: true }))];
}

const isUrgent = (set: BestSet) => [...set.values()].some(({ urgent }) => urgent);

/** The three signatures of rule 12 before an emergency, an emergency before what doesn't pass; then the fullest, then the earliest. */
function compare(slots: Slot[], one: BestSet, other: BestSet): number {
  const rank = (set: BestSet) => (isUrgent(set) ? 1 : set.size === slots.length ? 0 : 2);
  const timeAt = (set: BestSet, slot: Slot) => ms(set.get(slot)?.act.at ?? '9999-01-01T00:00:00Z');
  const idAt = (set: BestSet, slot: Slot) => set.get(slot)?.act.id ?? 0;
  const standing = rank(one) - rank(other) || other.size - one.size;
  if (standing !== 0) return standing;
  const steps = slots.flatMap((slot) => [timeAt(one, slot) - timeAt(other, slot), idAt(one, slot) - idAt(other, slot)]);
  return steps.find((step) => step !== 0) ?? 0;
}

/** Rules 12 to 14, 22, 24 and 25, by trying every set of signatures there is. */
export function bestOf({ slots, candidates }: Signing, policy: People['policy'], isItem: boolean): { best: BestSet; complete: boolean } {
  const takers = policy.emergency.enabled && isItem ? withEmergencies(candidates) : candidates;
  const sets = (index: number, set: BestSet): BestSet[] => {
    const slot = slots[index];
    if (slot === undefined) return [set];
    const filled = takers.filter((each) => each.slot === slot && fits(slots, policy, set, each));
    return [...filled.flatMap((each) => sets(index + 1, new Map([...set, [slot, each]]))), ...sets(index + 1, set)];
  };
  const best = sets(0, new Map()).reduce((one, other) => (compare(slots, one, other) <= 0 ? one : other));
  return { best, complete: best.size === slots.length || isUrgent(best) };
}
