import { beijingDate, type Instant } from '#pipeline/beijing-time.ts';
import type { Evidence } from '#pipeline/review/evidence.ts';
import type { People, Slot } from './oracle-people.ts';
import { ms, type Text } from './oracle-text.ts';

/** A signature, a request, or the end of a dismissed signature (`at` is when it was dismissed, `day` when it was given). */
export interface Act {
  id: number;
  person: string;
  at: Instant;
  /** Rule 9. */
  seen: boolean;
  body: string;
  declared?: boolean;
}

interface Acts {
  approvals: Act[];
  requests: Act[];
  /** Rule 17: from here back, nothing of this person counts. */
  taken: Act[];
}

/** A good signature at a level: rules 5 to 9. `signsFor` is the person himself or his principal. */
export interface Candidate {
  act: Act;
  slot: Slot;
  signsFor: string;
  /** Rule 24: it stands out of its turn. */
  urgent?: boolean;
}

interface Asked {
  act: Act;
  slot: Slot;
  standing: boolean;
}

type State = 'out-of-order' | 'stale' | 'not-counted';
type BestSet = Map<Slot, Candidate>;

const later = (one: Act, other: Act) => ms(one.at) > ms(other.at);
const dayOf = (act: Act) => beijingDate(act.at);

/** Rules 10, 11 and 17: what the reviews of known persons are worth. */
export function actsOf(evidence: Evidence, people: People, text: Text): Acts {
  const acts: Acts = { approvals: [], requests: [], taken: [] };
  for (const { id, login, state, submittedAt, commit, body } of evidence.reviews) {
    const { person } = people.who(login);
    if (person === null) continue;
    const act: Act = { id, person, at: submittedAt, seen: text.seen(submittedAt, commit), body };
    const dismissal = evidence.dismissals.find(({ reviewId }) => reviewId === id);
    const was = state === 'DISMISSED' ? (dismissal?.state ?? 'CHANGES_REQUESTED') : state;
    if (was === 'COMMENTED') continue;
    if (was === 'CHANGES_REQUESTED') acts.requests.push(act);
    else if (state === 'DISMISSED' && !dismissal?.commit) acts.taken.push({ ...act, at: dismissal?.at ?? submittedAt });
    else acts.approvals.push(act);
  }
  return acts;
}

export interface Needs {
  slots: Slot[];
  submitter: string | null;
  /** Persons to whom this very change gives a delegation (rule 3). */
  receivers: string[];
  declaration: Act | null;
  /** Rule 24 speaks of items. */
  emergency: boolean;
}

/** Rules 6, 8, 12 to 17 and 22 to 25. */
export function signingOf(needs: Needs, given: Acts & { text: Text }, people: People, evidence: Evidence) {
  const { slots } = needs;
  const { policy, signsFor } = people;
  const barred = barredOf(needs, given.text, people, evidence);
  /** Rule 16 asks for the level alone, not for the post 主要领导. */
  const holdsOwn = (act: Act) => slots.filter(({ level, units }) => people.holds(act.person, { level, units }, dayOf(act)));
  const mayFill = (act: Act) => slots.filter((slot) => signsFor(act.person, slot, dayOf(act)).length > 0);
  /** Rule 23: who has no post of his own speaks for his principals. */
  const oneWith = (act: Act) =>
    new Set([act.person, ...(holdsOwn(act).length > 0 ? [] : slots.flatMap((slot) => signsFor(act.person, slot, dayOf(act))))]);
  const owners = ({ act, signsFor: principal }: { act: Act; signsFor: string }) => new Set([act.person, principal]);
  const meet = (one: Set<string>, other: Set<string>) => [...one].some((person) => other.has(person));

  const holdsDeclared = (act: Act, slot: Slot) => slot === slots[0] && slot.level === 1 && people.holds(act.person, slot, null);
  const takes = [...given.requests, ...given.taken];
  const isTaken = (act: Act, whose: Set<string>) => takes.some((take) => !later(act, take) && meet(oneWith(take), whose));

  const signatures = [...(needs.declaration ? [needs.declaration] : []), ...given.approvals];
  const candidates: Candidate[] = signatures
    .flatMap((act) =>
      slots.flatMap((slot) => signsFor(act.person, slot, dayOf(act)).map((principal) => ({ act, slot, signsFor: principal }))),
    )
    .filter((each) => each.act.seen && !isTaken(each.act, owners(each)))
    .filter(({ act, slot, signsFor: principal }) => !act.declared || (holdsDeclared(act, slot) && act.person === principal))
    .filter((each) => ![...owners(each)].some((person) => barred(person, each.slot.level)));

  /** Rule 16. */
  const requests = given.requests.flatMap((act): Asked[] => {
    const own = holdsOwn(act);
    const held = own.length > 0 ? own : mayFill(act);
    const [lowest] = held;
    if (lowest === undefined) return [];
    const highest = Math.max(...held.map(({ level }) => level));
    const byHimself = given.approvals.some(
      (each) => each.seen && later(each, act) && oneWith(act).has(each.person) && !isTaken(each, new Set([each.person])),
    );
    const orAbove = candidates.filter((each) => !each.act.declared && later(each.act, act));
    const fromAbove = orAbove.some((each) => each.slot.level > highest || meet(owners(each), oneWith(act)));
    return [{ act, slot: lowest, standing: !byHimself && !fromAbove }];
  });

  const isUrgent = ({ act, slot }: Candidate) => slot.level === 3 && /^\s*紧急[\s\p{P}]*[^\s\p{P}]/u.test(act.body);
  const mayBeUrgent = needs.emergency && policy.emergency.enabled;
  const takers = [...candidates, ...candidates.filter((each) => mayBeUrgent && isUrgent(each)).map((each) => ({ ...each, urgent: true }))];

  /** Rules 12, 14, 24 and 25: whether two may stand in one set, whatever their times. */
  function together(one: Candidate, other: Candidate): boolean {
    const differ = policy.distinct_persons || one.slot.level === other.slot.level || one.urgent || other.urgent;
    return one.act !== other.act && !(differ && meet(owners(one), owners(other)));
  }

  function fits(set: BestSet, each: Candidate): boolean {
    if (![...set.values()].every((other) => together(each, other))) return false;
    if (policy.order === 'any' || each.urgent) return true;
    const below = slots.filter(({ level }) => level < each.slot.level);
    const beneath = below.filter(({ level }) => level === each.slot.level - 1);
    return below.every((slot) => set.has(slot)) && beneath.every((slot) => later(each.act, (set.get(slot) as Candidate).act));
  }

  /** Every set there is, level by level. */
  function sets(index = 0, set: BestSet = new Map()): BestSet[] {
    const slot = slots[index];
    if (slot === undefined) return [set];
    const filled = takers.filter((each) => each.slot === slot && fits(set, each));
    return [...filled.flatMap((each) => sets(index + 1, new Map([...set, [slot, each]]))), ...sets(index + 1, set)];
  }

  const isUrgentSet = (set: BestSet) => [...set.values()].some(({ urgent }) => urgent);
  const isComplete = (set: BestSet) => set.size === slots.length || isUrgentSet(set);
  /** The three signatures of rule 12 before an emergency, an emergency before what doesn't pass. */
  const rank = (set: BestSet) => (isUrgentSet(set) ? 1 : isComplete(set) ? 0 : 2);
  const timeAt = (set: BestSet, slot: Slot) => ms(set.get(slot)?.act.at ?? '9999-01-01T00:00:00Z');

  function compare(one: BestSet, other: BestSet): number {
    if (rank(one) !== rank(other)) return rank(one) - rank(other);
    if (one.size !== other.size) return other.size - one.size;
    for (const slot of slots) {
      const sooner = timeAt(one, slot) - timeAt(other, slot) || (one.get(slot)?.act.id ?? 0) - (other.get(slot)?.act.id ?? 0);
      if (sooner !== 0) return sooner;
    }
    return 0;
  }

  const best = sets().toSorted(compare)[0] as BestSet;

  /** Rule 22: where a signature outside the set shows, and as what; nowhere if its person stands in the set already (rule 13). */
  function uncounted(act: Act, open: Slot[]): { act: Act; slot: Slot; state: State }[] {
    const set = [...best.values()];
    if (set.some((each) => each.act === act)) return [];
    const rolesOn = (day: string | null): Candidate[] => {
      const mine = (slot: Slot) => (act.declared ? [act.person].filter(() => holdsDeclared(act, slot)) : signsFor(act.person, slot, day));
      return slots.flatMap((slot) => mine(slot).map((principal) => ({ act, slot, signsFor: principal })));
    };
    const held = rolesOn(dayOf(act));
    // His levels are those that he could sign that day; where there is none, those of any other day.
    const roles = (held.length > 0 ? held : rolesOn(null)).filter((each) => !isTaken(act, owners(each)));
    const free = roles.filter((each) => open.includes(each.slot) && set.every((other) => together(each, other)));
    const isGood = (role: Candidate) =>
      candidates.some((each) => each.act === act && each.slot === role.slot && each.signsFor === role.signsFor);
    const turn = free.find(isGood);
    if (turn) return [{ act, slot: turn.slot, state: 'out-of-order' }];
    const [lowest] = roles.some(isGood) ? [] : free;
    return lowest === undefined ? [] : [{ act, slot: lowest.slot, state: act.seen ? 'not-counted' : 'stale' }];
  }

  return {
    ...{ slots, signatures, candidates, requests, best, complete: isComplete(best), uncounted, barred, together },
    isTaken: (act: Act) => isTaken(act, new Set([act.person])),
  };
}

/** Rule 6, and rule 3 for delegations. */
function barredOf(needs: Needs, text: Text, people: People, evidence: Evidence): (person: string, level: number) => boolean {
  const { pullRequest } = evidence;
  const opened = [pullRequest?.author ?? null, pullRequest?.issueAuthor ?? null].map((login) => people.who(login).person);
  return (person, level) =>
    opened.includes(person) ||
    needs.submitter === person ||
    needs.receivers.includes(person) ||
    text.hands.makers.has(person) ||
    (level !== 2 && text.hands.coAuthors.has(person));
}

export type Signing = ReturnType<typeof signingOf>;
