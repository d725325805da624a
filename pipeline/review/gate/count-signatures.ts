import { beijingIso, type Instant } from '../../beijing-time.ts';
import { holdersFor } from '../../organisation/holders.ts';
import type { Acts } from './acts.ts';
import type { Bars } from './bars.ts';
import { bestSet, conflict, type FilledSet, fullestFirst, type Order } from './best-set.ts';
import { barOf, type Claim, capacities, isDeclared, isGood } from './claims.ts';
import type { Context } from './context.ts';
import { type Uncounted, uncounted } from './places.ts';
import type { Slot, Subject } from './subject.ts';

/** People who have an account to sign with. */
function hasAccount({ organisation }: Context, person: string): boolean {
  const entry = Object.hasOwn(organisation.people, person) ? organisation.people[person] : undefined;
  return Boolean(entry && (entry.logins.length > 0 || entry.ids?.length));
}

/** Who can fill an open slot today: holders and their delegates, not barred, not already standing at another level (rule 22, `next`). */
export function signersToday(
  context: Context,
  subject: Subject,
  index: number,
  bars: Bars,
  set: FilledSet,
  order: Order,
  emergency: Claim | null,
): string[] {
  const { organisation, policy, today } = context;
  const slot = subject.slots[index] as Slot;
  const filled = set.filter((claim) => claim !== null);
  const delegates = policy.delegation.enabled ? organisation.delegations.map(({ delegate }) => delegate) : [];
  const may = (person: string): boolean =>
    (hasAccount(context, person) || (index === 0 && isDeclared(context, subject))) &&
    capacities(context, subject, slot, person, today).some((principal) => {
      const claim: Claim = {
        ...{ slot: index, level: slot.level, person, for: principal, act: null, login: null, at: '', ms: 0 },
        ...{ bar: null, seen: 'present' as const, retracted: null },
      };
      return barOf(bars, claim) === null && !filled.some((other) => conflict(claim, other, order, emergency));
    });
  return [...new Set([...holdersFor(organisation, slot.level, slot.units, today), ...delegates])].filter(may);
}

/** Which signatures count, and why the others don't. */
export interface Counted {
  order: Order;
  set: FilledSet;
  /** The leader's emergency signature, if the item passes by it (rule 24). */
  emergency: Claim | null;
  uncounted: Uncounted[];
}

/** 紧急 and a reason: anything that can be read after the word. */
export const EMERGENCY = /^\s*紧急[^\p{L}\p{N}]*[\p{L}\p{N}]/u;

/** Good level-3 signatures that say 紧急 with a reason; none for changes of the settings. */
function emergenciesOf({ policy }: Context, subject: Subject, good: readonly Claim[]): Claim[] {
  if (!policy.emergency.enabled || subject.kind !== 'item') return [];
  return good.filter(({ level, act }) => level === 3 && act !== null && EMERGENCY.test(act.body));
}

/** The set around each emergency; the fullest, of several the earliest. `null` if there is none. */
function emergencySet(subject: Subject, good: readonly Claim[], order: Order, emergencies: readonly Claim[]) {
  const sets = emergencies.map((emergency) => ({ emergency, set: bestSet(subject.slots, good, order, emergency) }));
  const compare = fullestFirst(good);
  return sets.toSorted((one, other) => compare(one.set, other.set))[0] ?? null;
}

/** Lets the signatures fill the slots (rules 12 to 14, 22, 24, 25). An emergency stands only where the three don't. */
export function countSignatures(context: Context, subject: Subject, acts: Acts, claims: readonly Claim[]): Counted {
  const { policy } = context;
  const order: Order = { ordered: policy.order === 'strict', distinct: policy.distinct_persons };
  const good = claims.filter(isGood).toSorted((a, b) => a.ms - b.ms);
  const regular = bestSet(subject.slots, good, order);
  const urgent = regular.includes(null) ? emergencySet(subject, good, order, emergenciesOf(context, subject, good)) : null;
  const { emergency, set } = urgent ?? { emergency: null, set: regular };
  return { order, set, emergency, uncounted: uncounted(acts, claims, set, order, emergency) };
}

/** Until when levels 1 and 2 are due after an emergency. */
export function emergencyDue({ policy }: Context, emergency: Claim): Instant {
  return beijingIso(new Date(emergency.ms + policy.emergency.review_hours * 3_600_000));
}
