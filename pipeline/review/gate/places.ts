import type { Act, Acts, Retraction } from './acts.ts';
import { conflict, type FilledSet, type Order } from './best-set.ts';
import { type Claim, isGood } from './claims.ts';

/** A signature that doesn't count, and where the levels show it. */
export interface Uncounted {
  /** `null` for `unit_review` of the front matter. */
  act: Act | null;
  code: UncountedCode;
  /** At which open slot, and as what; `null`: nowhere. */
  shown: { claim: Claim; state: 'out-of-order' | 'stale' | 'not-counted' } | null;
  /** Nothing is left to do about it: its person has signed the same again, or others fill all that it could fill. */
  settled?: 'again' | 'filled';
}

export type UncountedCode =
  | NonNullable<Claim['bar']>
  | NonNullable<Claim['retracted']>
  | 'out-of-order'
  | 'stale'
  | 'unknown-text'
  | 'surplus';

/** Why one signature doesn't count, and its person's lowest open slot for that reason (rule 22). `claims`: all it could fill, lowest slot first. */
function uncountedPlace(claims: readonly Claim[], set: FilledSet, order: Order, emergency: Claim | null): Omit<Uncounted, 'act'> {
  const [first] = claims as [Claim];
  const [alive, ...more] = claims.filter(({ retracted }) => retracted === null);
  if (!alive) return { code: first.retracted as Retraction['code'], shown: null };
  const living = [alive, ...more];
  const filled = set.filter((claim) => claim !== null);
  // Who stands in the set already has signed; his other signatures harm nothing (rule 13) and show nowhere.
  const open = living.filter((claim) => set[claim.slot] === null && !filled.some((other) => conflict(claim, other, order, emergency)));
  const turn = open.find(isGood);
  if (turn) return { code: 'out-of-order', shown: { claim: turn, state: 'out-of-order' } };
  if (living.some(isGood)) {
    // The earliest that fits is counted: if a later one of the same person was, this one didn't fit yet.
    return { code: 'surplus', shown: null };
  }
  const [claim] = open;
  const free = living.find(({ bar }) => bar === null);
  // Of an old text and barred: the level shows the first that is true, stale; the code says what signing again wouldn't mend.
  const code = free ? (free.seen === 'unknown' ? 'unknown-text' : 'stale') : (alive.bar as NonNullable<Claim['bar']>);
  return { code, shown: claim ? { claim, state: claim.seen === 'present' ? 'not-counted' : 'stale' } : null };
}

/** Whether anything is left to do about a signature that could fill some slots. */
function settledBy(slots: readonly number[], set: FilledSet, act: Act | null, person: Act['person']): Pick<Uncounted, 'settled'> {
  const later = set.some(
    (claim) => claim !== null && slots.includes(claim.slot) && claim.person === person && (act === null || claim.ms > act.ms),
  );
  if (later) return { settled: 'again' };
  return slots.every((slot) => set[slot] !== null) ? { settled: 'filled' } : {};
}

/** Every signature of a known person that the set doesn't count. */
export function uncounted(acts: Acts, claims: readonly Claim[], set: FilledSet, order: Order, emergency: Claim | null): Uncounted[] {
  const counted = set.flatMap((claim) => (claim ? [claim.act] : []));
  const byAct = new Map<Act | null, Claim[]>();
  for (const claim of claims) byAct.set(claim.act, [...(byAct.get(claim.act) ?? []), claim]);
  const given: (Act | null)[] = [...(byAct.has(null) ? [null] : []), ...acts.approvals];
  return given.flatMap((act) => {
    if (counted.includes(act) || (act !== null && act.person === null)) return [];
    const own = byAct.get(act);
    if (own) {
      const slots = own.map(({ slot }) => slot);
      const placed = uncountedPlace(own, set, order, emergency);
      const [{ person }] = own as [Claim];
      return [{ act, ...placed, ...(placed.shown ? {} : settledBy(slots, set, act, person)) }];
    }
    const { person, ms } = act as Act;
    const retracted = acts.retractions.find((each) => each.person === person && ms <= each.until);
    return [{ act, code: retracted?.code ?? ('no-post' as const), shown: null, ...settledBy([...set.keys()], set, act, person) }];
  });
}
