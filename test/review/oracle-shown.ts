import type { Evidence } from '#pipeline/review/gate/evidence.ts';
import type { LevelState } from '#pipeline/review/gate/verdict.ts';
import { dayOf } from './oracle-days.ts';
import type { People, Slot } from './oracle-people.ts';
import { type BestSet, together } from './oracle-set.ts';
import { type Act, type Candidate, owners, type Signing } from './oracle-signing.ts';
import { ms } from './oracle-text.ts';

export interface OracleLevel {
  level: number;
  unit?: string;
  state: LevelState;
  /** Whoever may be shown there. More than one where the rules don't say which of several. */
  persons: (string | null)[];
  /** When an approved level was signed, and for whom, if not for himself. */
  signed?: { at: number; for: string | null };
}

interface Uncounted {
  act: Act;
  slot: Slot;
  state: 'out-of-order' | 'stale' | 'not-counted';
}

/** Where a signature outside the set shows, and as what (rule 22); nowhere if its person stands in the set already (rule 13). */
function uncounted(signing: Signing, best: BestSet, policy: People['policy'], act: Act): Uncounted[] {
  const set = [...best.values()];
  if (set.some((each) => each.act === act)) return [];
  // His levels are those that he could sign that day; where there is none, those of any other day.
  const held = signing.roles(act);
  const roles = (held.length > 0 ? held : signing.roles(act, null)).filter((each) => !signing.isTaken(act, owners(each)));
  const free = roles.filter((each) => !best.has(each.slot) && set.every((other) => together(policy, each, other)));
  const isGood = ({ slot, signsFor }: Candidate) =>
    signing.candidates.some((each) => each.act === act && each.slot === slot && each.signsFor === signsFor);
  const turn = free.find(isGood);
  if (turn) return [{ act, slot: turn.slot, state: 'out-of-order' }];
  const [lowest] = roles.some(isGood) ? [] : free;
  return lowest === undefined ? [] : [{ act, slot: lowest.slot, state: act.seen ? 'not-counted' : 'stale' }];
}

/** Rule 22: the first that is true. */
export function levelsShown(signing: Signing, best: BestSet, policy: People['policy']): OracleLevel[] {
  const { slots, requests } = signing;
  const joint = slots.filter(({ level }) => level === 1).length > 1;
  const others = signing.signatures.flatMap((act) => uncounted(signing, best, policy, act));
  return slots.map((slot) => {
    const entry = { level: slot.level, ...(joint && slot.level === 1 ? { unit: slot.units?.[0] as string } : {}) };
    const asked = requests.filter((each) => each.standing && each.slot === slot).map(({ act }) => act.person);
    if (asked.length > 0) return { ...entry, state: 'rejected', persons: asked };
    const signed = best.get(slot);
    if (signed) {
      const { act, signsFor } = signed;
      return {
        ...entry,
        state: 'approved',
        persons: [act.person],
        signed: { at: ms(act.at), for: signsFor === act.person ? null : signsFor },
      };
    }
    for (const state of ['out-of-order', 'stale', 'not-counted'] as const) {
      const persons = others.filter((each) => each.slot === slot && each.state === state).map(({ act }) => act.person);
      if (persons.length > 0) return { ...entry, state, persons };
    }
    return { ...entry, state: 'waiting', persons: [null] };
  });
}

/** Who is asked to approve an item that isn't refused (`next` of contracts.md 4), in no order; `null` where all have signed. */
export function personsAsked(signing: Signing, best: BestSet, evidence: Evidence, people: People): string[] | null {
  if (evidence.pullRequest?.draft) return [];
  const asked = signing.requests.filter(({ standing }) => standing).map(({ act }) => act);
  if (asked.length > 0) return [...new Set(asked.filter(({ seen }) => !seen).map(({ person }) => person))];
  const open = signing.slots.filter((slot) => !best.has(slot));
  if (open.length === 0) return null;
  const lowest = open.filter(({ level }) => level === open[0]?.level);
  return [...new Set(lowest.flatMap((slot) => ableToday(slot, signing, best, evidence, people)))];
}

/** Who could fill a slot today. Without an account nobody can, but for the head of a unit that declares: he signs outside (rule 15). */
function ableToday(slot: Slot, signing: Signing, best: BestSet, evidence: Evidence, people: People): string[] {
  const { organisation, policy, hasAccount } = people;
  const act = { id: -1, at: evidence.now, seen: true, body: '' };
  return Object.keys(organisation.people)
    .filter((person) => hasAccount(person) || signing.declares(slot))
    .filter((person) =>
      signing
        .roles({ ...act, person }, dayOf(evidence.now))
        .filter((each) => each.slot === slot && ![...owners(each)].some((one) => signing.barred(one, slot.level)))
        .some((each) => [...best.values()].every((other) => together(policy, each, other))),
    );
}
