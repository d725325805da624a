import { beijingDate, type Instant } from '#pipeline/beijing-time.ts';
import type { Evidence } from '#pipeline/review/evidence.ts';
import type { People, Slot } from './oracle-people.ts';
import { ms, type Text } from './oracle-text.ts';

/** A signature, a request, or the end of a dismissed signature: `at` is when it was dismissed, `given` when it was given. */
export interface Act {
  id: number;
  person: string;
  at: Instant;
  /** Rule 9. */
  seen: boolean;
  body: string;
  declared?: boolean;
  given?: Instant;
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
const dayOf = (act: Act) => beijingDate(act.given ?? act.at);
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
    const dismissal = evidence.dismissals.find(({ reviewId }) => reviewId === id);
    const was = state === 'DISMISSED' ? (dismissal?.state ?? 'CHANGES_REQUESTED') : state;
    if (was === 'COMMENTED') continue;
    if (was === 'CHANGES_REQUESTED') acts.requests.push(act);
    else if (state === 'DISMISSED' && !dismissal?.commit) acts.taken.push({ ...act, at: dismissal?.at ?? submittedAt, given: submittedAt });
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

/** Who could fill which slot with an act on a day (`null`: on any day), and for whom (rules 8, 15, 23). */
function rolesOf({ slots }: Needs, people: People, act: Act, day: string | null): Candidate[] {
  const declared = ({ level }: Slot, index: number) => index === 0 && level === 1;
  return slots.flatMap((slot, index) => {
    if (act.declared && !declared(slot, index)) return [];
    const persons = act.declared ? [act.person].filter((each) => people.holds(each, slot, day)) : people.signsFor(act.person, slot, day);
    return persons.map((signsFor) => ({ act, slot, signsFor }));
  });
}

/** Rules 5 to 9, 15 to 17 and 23: which signatures are good, and which requests stand. */
export function signingOf(needs: Needs, { approvals, requests, taken }: Acts, text: Text, people: People, evidence: Evidence) {
  const { slots } = needs;
  const barred = barredOf(needs, text, people, evidence);
  /** Rule 16 asks for the level alone, not for the post 主要领导. */
  const ownSlots = (act: Act) => slots.filter(({ level, units }) => people.holds(act.person, { level, units }, dayOf(act)));
  const roles = (act: Act, day: string | null = dayOf(act)) => rolesOf(needs, people, act, day);
  /** Who has no post of his own speaks for his principals. */
  const oneWith = (act: Act) => new Set([act.person, ...(ownSlots(act).length > 0 ? [] : roles(act).map(({ signsFor }) => signsFor))]);
  const isTaken = (act: Act, whose: Set<string>) => [...requests, ...taken].some((take) => !later(act, take) && meet(oneWith(take), whose));

  const signatures = [...(needs.declaration ? [needs.declaration] : []), ...approvals];
  const candidates = signatures
    .flatMap((act) => roles(act))
    .filter((each) => each.act.seen && !isTaken(each.act, owners(each)))
    .filter((each) => ![...owners(each)].some((person) => barred(person, each.slot.level)));

  /** Rule 16. */
  function asked(act: Act): Asked[] {
    const held = ownSlots(act).length > 0 ? ownSlots(act) : roles(act).map(({ slot }) => slot);
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

  return { slots, signatures, candidates, requests: requests.flatMap(asked), barred, isTaken, roles };
}

export type Signing = ReturnType<typeof signingOf>;
