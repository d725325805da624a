import type { Evidence } from '#pipeline/review/gate/evidence.ts';
import { dayOf } from './oracle-days.ts';
import type { People, Slot } from './oracle-people.ts';
import { ms, type Text } from './oracle-text.ts';

/** A signature, a request, or the end of a dismissed signature: `at` is when it was dismissed, `given` when it was given. */
export interface Act {
  id: number;
  person: string;
  at: string;
  /** Rule 9. */
  seen: boolean;
  body: string;
  declared?: boolean;
  given?: string;
}

export interface Acts {
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

/** A request from a holder of a level needed, at the lowest he holds. */
interface Asked {
  act: Act;
  slot: Slot;
  standing: boolean;
}

export const later = (one: Act, other: Act): boolean => ms(one.at) > ms(other.at);
const givenOn = (act: Act) => dayOf(act.given ?? act.at);
const meet = (one: Set<string>, other: Set<string>) => [...one].some((person) => other.has(person));

/** Rule 23: a delegate and the principal whom he signs for count as one person. */
export const owners = ({ act, signsFor }: Pick<Candidate, 'act' | 'signsFor'>): Set<string> => new Set([act.person, signsFor]);
export const share = (one: Candidate, other: Candidate): boolean => meet(owners(one), owners(other));

/** Rules 10, 11 and 17: what the reviews of known persons are worth. */
export function actsOf(evidence: Evidence, people: People, text: Text): Acts {
  const acts: Acts = { approvals: [], requests: [], taken: [] };
  for (const { id, login, state, submittedAt, commit, body } of evidence.reviews) {
    const { person } = people.who(login);
    if (person === null) continue;
    const act: Act = { id, person, at: submittedAt, seen: text.seen(submittedAt, commit), body };
    const records = evidence.dismissals.filter(({ reviewId }) => reviewId === id);
    const [told = 'CHANGES_REQUESTED', ...others] = new Set(records.map((each) => each.state ?? 'CHANGES_REQUESTED'));
    const was = state !== 'DISMISSED' ? state : others.length > 0 ? 'CHANGES_REQUESTED' : told;
    if (was === 'COMMENTED') continue;
    const byHand = records.filter((each) => !each.commit);
    if (was === 'CHANGES_REQUESTED') acts.requests.push(act);
    else if (byHand.length === 0) acts.approvals.push(act);
    for (const { at } of was === 'APPROVED' ? byHand : []) acts.taken.push({ ...act, at, given: submittedAt });
  }
  return acts;
}

export interface Needs {
  slots: Slot[];
  submitter: string | null;
  /** Persons to whom this very change gives a delegation (rule 3). */
  receivers: string[];
  /** Rule 15: the unit whose level 1 may be declared, `null` if it may not. */
  declares: string | null;
  declaration: Act | null;
}

/** Rule 6, and rule 3 for delegations. */
function barredOf(needs: Needs, text: Text, people: People, evidence: Evidence): (person: string, level: number) => boolean {
  const { pullRequest } = evidence;
  const { author = null, issueAuthor = null, issueAuthors = [] } = pullRequest ?? {};
  const opened = [author, issueAuthor, ...issueAuthors].map((login) => people.who(login).person);
  return (person, level) =>
    opened.includes(person) ||
    needs.submitter === person ||
    needs.receivers.includes(person) ||
    text.hands.makers.has(person) ||
    (level !== 2 && text.hands.coAuthors.has(person));
}

const isDeclared = ({ declares }: Needs, { level, units }: Slot): boolean => level === 1 && units !== null && units[0] === declares;

/** Who could fill which slot with an act on a day (`null`: on any day), and for whom (rules 8, 15, 23). */
function rolesOf(needs: Needs, people: People, act: Act, day: string | null): Candidate[] {
  return needs.slots.flatMap((slot) => {
    if (act.declared && !isDeclared(needs, slot)) return [];
    const persons = act.declared ? [act.person].filter((each) => people.holds(each, slot, day)) : people.signsFor(act.person, slot, day);
    return persons.map((signsFor) => ({ act, slot, signsFor }));
  });
}

/** Rules 5 to 9, 15 to 17 and 23: which signatures are good, and which requests stand. */
export function signingOf(needs: Needs, { approvals, requests, taken }: Acts, text: Text, people: People, evidence: Evidence) {
  const { slots } = needs;
  const barred = barredOf(needs, text, people, evidence);
  /** Rule 16 asks for the level alone, not for the post 主要领导: of its holder, or of who counts as one person with one. */
  const ownSlots = (act: Act) => slots.filter(({ level, units }) => people.holds(act.person, { level, units }, givenOn(act)));
  const lentSlots = (act: Act) =>
    slots.flatMap((slot) => {
      const { level, units } = slot;
      return people.signsFor(act.person, { level, units }, givenOn(act)).map((signsFor) => ({ slot, signsFor }));
    });
  const roles = (act: Act, day: string | null = givenOn(act)) => rolesOf(needs, people, act, day);
  /** Who has no post of his own speaks for his principals. */
  const oneWith = (act: Act) => new Set([act.person, ...(ownSlots(act).length > 0 ? [] : lentSlots(act).map(({ signsFor }) => signsFor))]);
  const isTaken = (act: Act, whose: Set<string>) => [...requests, ...taken].some((take) => !later(act, take) && meet(oneWith(take), whose));

  const signatures = [...(needs.declaration ? [needs.declaration] : []), ...approvals];
  const candidates = signatures
    .flatMap((act) => roles(act))
    .filter((each) => each.act.seen && !isTaken(each.act, owners(each)))
    .filter((each) => ![...owners(each)].some((person) => barred(person, each.slot.level)));

  /** Rule 16. */
  function asked(act: Act): Asked[] {
    const held = ownSlots(act).length > 0 ? ownSlots(act) : lentSlots(act).map(({ slot }) => slot);
    const [lowest] = held;
    if (lowest === undefined) return [];
    const highest = Math.max(...held.map(({ level }) => level));
    const himself = approvals.filter((each) => each.seen && later(each, act) && oneWith(act).has(each.person));
    const good = candidates.filter((each) => !each.act.declared && later(each.act, act));
    const lifted =
      himself.some((each) => !isTaken(each, new Set([each.person]))) ||
      good.some((each) => each.slot.level > highest || meet(owners(each), oneWith(act)));
    return [{ act, slot: lowest, standing: !lifted }];
  }

  const declares = (slot: Slot) => isDeclared(needs, slot);
  return { slots, signatures, candidates, requests: requests.flatMap(asked), barred, isTaken, roles, declares };
}

export type Signing = ReturnType<typeof signingOf>;
