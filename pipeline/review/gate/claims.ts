import { beijingDate, type Instant, instantOf } from '../../beijing-time.ts';
import { hasMainLeader, holds, isMainLeader, principalsOf } from '../../organisation/holders.ts';
import type { Level } from '../../organisation/organisation.ts';
import type { Act, Acts, Retraction } from './acts.ts';
import type { BarCode, Bars } from './bars.ts';
import type { Context } from './context.ts';
import type { Login } from './evidence.ts';
import type { Slot, Subject } from './subject.ts';
import type { Seen, TextHistory } from './text-history.ts';

/** One way in which a signature could fill one slot. */
export interface Claim {
  /** Index of the slot. */
  slot: number;
  level: Level;
  person: string;
  /** The principal whom a delegate signs for (rule 23). */
  for: string | null;
  /** `null` for `unit_review` of the front matter (rule 15). */
  act: Act | null;
  login: Login;
  at: Instant;
  ms: number;
  bar: BarCode | 'no-post' | 'not-main-leader' | null;
  seen: Seen;
  retracted: Retraction['code'] | null;
}

/** A signature that counts if its turn comes (rules 5 to 9). */
export function isGood(claim: Claim): boolean {
  return claim.retracted === null && claim.bar === null && claim.seen === 'present';
}

/** Everybody a claim speaks for: the two of a delegation count as one person (rule 23). */
export function personsOf(claim: Pick<Claim, 'person' | 'for'>): string[] {
  return claim.for === null ? [claim.person] : [claim.person, claim.for];
}

/** For whom a person may sign a slot on a day: `null` stands for himself. With `ever`, on any day. */
export function capacities(context: Context, subject: Subject, slot: Slot, person: string, day: string | 'ever'): (string | null)[] {
  const { organisation, policy } = context;
  const leaderOnly = slot.level === 3 && subject.mainLeader && day !== 'ever' && hasMainLeader(organisation, day);
  const himself = holds(organisation, person, slot.level, slot.units, day) && (!leaderOnly || isMainLeader(organisation, person, day));
  const delegated = policy.delegation.enabled && !leaderOnly ? principalsOf(organisation, person, slot.level, slot.units, day) : [];
  return [...(himself ? [null] : []), ...delegated];
}

/** Why a person, or the one he signs for, is barred at a level. */
export function barOf(bars: Bars, claim: Pick<Claim, 'person' | 'for' | 'level'>): BarCode | null {
  return personsOf(claim).reduce<BarCode | null>((found, person) => found ?? bars.of(person, claim.level), null);
}

function retractedBy(retractions: readonly Retraction[], claim: Pick<Claim, 'person' | 'for' | 'ms'>): Claim['retracted'] {
  return retractions.find(({ person, until }) => personsOf(claim).includes(person) && claim.ms <= until)?.code ?? null;
}

/** True where the head of the item's own unit signs outside, so that its level 1, the first slot, is declared (rule 15, Art. 8). */
export function isDeclared({ organisation }: Context, { unit, slots }: Subject): boolean {
  const route = unit && organisation.units[unit]?.route;
  return slots[0]?.level === 1 && Boolean(route && organisation.routes[route].level1 === 'declared');
}

/** The front matter's declaration as a level-1 signature, where the unit's route says so (rule 15). */
function declaredClaims(context: Context, subject: Subject, bars: Bars, retractions: readonly Retraction[]): Claim[] {
  const { organisation } = context;
  const [slot] = subject.slots;
  const review = subject.frontMatter.unit_review;
  if (!slot || !review || !isDeclared(context, subject)) return [];
  const person = review.by;
  if (!holds(organisation, person, 1, slot.units, 'ever')) return [];
  const at = instantOf(review.at);
  const ms = Date.parse(at);
  const seen: Seen = ms > Date.parse(context.evidence.now) ? 'unknown' : 'present';
  const claim = { slot: 0, level: 1 as const, person, for: null, act: null, login: null, at, ms, seen };
  const held = holds(organisation, person, 1, slot.units, beijingDate(at));
  return [{ ...claim, bar: held ? barOf(bars, claim) : 'no-post', retracted: retractedBy(retractions, claim) }];
}

/** The claims of one review. Where its person could sign nothing that day, those of any other day show what it was meant for. */
function reviewClaims(context: Context, subject: Subject, act: Act, seen: Seen): Claim[] {
  const { person } = act;
  if (person === null) return [];
  const on = (day: string | 'ever'): Claim[] =>
    subject.slots.flatMap((slot, index) =>
      capacities(context, subject, slot, person, day).map((principal): Claim => {
        const { login, at, ms } = act;
        return { slot: index, level: slot.level, person, for: principal, act, login, at, ms, bar: null, seen, retracted: null };
      }),
    );
  const held = on(act.day);
  if (held.length > 0) return held;
  return on('ever').map((claim) => {
    const { units } = subject.slots[claim.slot] as Slot;
    const leader = subject.mainLeader && claim.level === 3 && holds(context.organisation, person, 3, units, act.day);
    return { ...claim, bar: leader ? 'not-main-leader' : 'no-post' };
  });
}

/** Every way in which the signatures given could fill the slots (rules 5, 6, 8, 9, 15, 23), good or not. */
export function claimsOf(context: Context, subject: Subject, history: TextHistory, bars: Bars, acts: Acts): Claim[] {
  const reviewed = acts.approvals.flatMap((act) =>
    reviewClaims(context, subject, act, history.seen(act)).map(
      (claim): Claim => ({
        ...claim,
        bar: claim.bar ?? barOf(bars, claim),
        retracted: retractedBy(acts.retractions, claim),
      }),
    ),
  );
  return [...declaredClaims(context, subject, bars, acts.retractions), ...reviewed];
}
