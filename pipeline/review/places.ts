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
  /** Its person has signed the same again, because this one came before the level below. */
  again?: true;
}

export type UncountedCode =
  | NonNullable<Claim['bar']>
  | NonNullable<Claim['retracted']>
  | 'out-of-order'
  | 'stale'
  | 'unknown-text'
  | 'surplus';

/** Why one signature doesn't count, and its person's lowest open slot for that reason (rule 22). `claims`: all it could fill, lowest slot first. */
function placeOf(claims: readonly Claim[], set: FilledSet, order: Order, emergency: Claim | null): Omit<Uncounted, 'act'> {
  const [first] = claims as [Claim];
  const [alive, ...more] = claims.filter(({ retracted }) => retracted === null);
  if (!alive) return { code: first.retracted as Retraction['code'], shown: null };
  const living = [alive, ...more];
  const filled = set.filter((claim) => claim !== null);
  // Who stands in the set already has signed; his other signatures harm nothing (rule 13) and show nowhere.
  const open = living.filter((claim) => set[claim.slot] === null && !filled.some((other) => conflict(claim, other, order, emergency)));
  const turn = open.find(isGood);
  if (turn) return { code: 'out-of-order', shown: { claim: turn, state: 'out-of-order' } };
  const good = living.filter(isGood);
  if (good.length > 0) {
    // The earliest that fits is counted: a later one of the same person was, so this one didn't fit yet.
    const again = good.some(({ slot, person, ms }) =>
      filled.some((other) => other.slot === slot && other.person === person && other.ms > ms),
    );
    return { code: 'surplus', shown: null, ...(again ? { again } : {}) };
  }
  const [claim] = open;
  const free = living.find(({ bar }) => bar === null);
  // Of an old text and barred: the level shows the first that is true, stale; the code says what signing again wouldn't mend.
  const code = free ? (free.seen === 'unknown' ? 'unknown-text' : 'stale') : (alive.bar as NonNullable<Claim['bar']>);
  return { code, shown: claim ? { claim, state: claim.seen === 'present' ? 'not-counted' : 'stale' } : null };
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
    if (own) return [{ act, ...placeOf(own, set, order, emergency) }];
    const retracted = act && acts.retractions.find(({ person, until }) => person === act.person && act.ms <= until);
    return [{ act, code: retracted?.code ?? ('no-post' as const), shown: null }];
  });
}
