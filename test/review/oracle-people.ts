import type { Level } from '#pipeline/organisation/organisation.ts';
import type { Evidence, Login } from '#pipeline/review/gate/evidence.ts';
import { dayOf } from './oracle-days.ts';
import { bureauOf, switchesOf } from './oracle-settings.ts';

/** One signature that is needed. `units: null` = of whatever unit (rule 3). `main`: by a holder of the post 主要领导, where there is one. */
export interface Slot {
  level: Level;
  units: string[] | null;
  main?: boolean;
}

/** Rules 5, 8 and 23 of contracts.md 4, read word by word a second time: who is who, and who held what when. */
export function peopleOf(evidence: Evidence) {
  const organisation = bureauOf(evidence.organisation);
  const policy = switchesOf(evidence.policy);
  const accounts = Object.fromEntries(Object.entries(evidence.accounts ?? {}).map(([login, each]) => [login.toLowerCase(), each]));

  function isMachine(login: string): boolean {
    const name = login.toLowerCase();
    if (name === 'web-flow' || name.endsWith('[bot]')) return true;
    return accounts[name]?.type === 'Bot' || policy.machines.some((machine) => machine.toLowerCase() === name);
  }

  /** A person id, `machine`, or null for unknown and deleted accounts. */
  function who(login: Login): { person: string | null; machine: boolean } {
    if (login === null) return { person: null, machine: false };
    if (isMachine(login)) return { person: null, machine: true };
    const number = accounts[login.toLowerCase()]?.id;
    for (const [id, { ids }] of Object.entries(organisation.people)) {
      if (number !== undefined && ids?.includes(number)) return { person: id, machine: false };
    }
    for (const [id, { ids, logins }] of Object.entries(organisation.people)) {
      if (!ids?.length && logins.some((each) => each.toLowerCase() === login.toLowerCase())) return { person: id, machine: false };
    }
    return { person: null, machine: false };
  }

  const within = (day: string | null, { from, to }: { from: string; to?: string | undefined }) =>
    day === null || (from <= day && (to === undefined || day <= to));

  const hasMain = (day: string) => organisation.posts.some((each) => each.level === 3 && each.post === '主要领导' && within(day, each));

  /** `day: null` asks whether he held it on any day. */
  function holds(person: string, slot: Slot, day: string | null): boolean {
    const posts = organisation.posts.filter((post) => post.person === person && post.level === slot.level && within(day, post));
    if (slot.main && day !== null && hasMain(day) && !posts.some(({ post }) => post === '主要领导')) return false;
    if (slot.units === null) return posts.length > 0;
    return slot.units.every((unit) =>
      posts.some((post) => post.unit === unit || (post.covers && (post.covers === '*' || post.covers.includes(unit)))),
    );
  }

  /** For whom a person may sign: himself and the principals of his delegations, each a person who holds the post himself. */
  function signsFor(person: string, slot: Slot, day: string | null): string[] {
    const own = holds(person, slot, day) ? [person] : [];
    if (!policy.delegation.enabled || (slot.main && day !== null && hasMain(day))) return own;
    const documents = organisation.delegations.filter((each) => each.delegate === person && each.level === slot.level && within(day, each));
    return [...own, ...documents.map(({ principal }) => principal).filter((principal) => holds(principal, slot, day))];
  }

  const hasSecrecyDuty = (person: string, unit: string, at: string) =>
    organisation.duties.some(
      (each) => each.duty === 'secrecy' && each.person === person && (each.unit ?? unit) === unit && within(dayOf(at), each),
    );

  const hasAccount = (person: string): boolean => {
    const { logins = [], ids = [] } = organisation.people[person] ?? {};
    return logins.length + ids.length > 0;
  };

  return { organisation, policy, who, hasAccount, holds, signsFor, hasSecrecyDuty };
}

export type People = ReturnType<typeof peopleOf>;
