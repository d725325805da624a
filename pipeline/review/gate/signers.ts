import { holdersFor } from '../../organisation/holders.ts';
import type { Bars } from './bars.ts';
import { conflict, type FilledSet, type Order } from './best-set.ts';
import { barOf, type Claim, capacities, isDeclared } from './claims.ts';
import type { Context } from './context.ts';
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
