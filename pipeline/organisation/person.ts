import type { Organisation } from './organisation.ts';

/** Numeric ids of accounts by login, as the API gave them. */
export type Accounts = Readonly<Record<string, { id: number; type?: 'User' | 'Bot' | undefined }>>;

/** Who stands behind a login: a person of the organisation, a machine, or somebody we don't know (`null` login: a deleted account). */
export type Identity = { kind: 'person'; person: string } | { kind: 'machine' } | { kind: 'unknown' };

const UNKNOWN: Identity = { kind: 'unknown' };
const MACHINE: Identity = { kind: 'machine' };

/**
 * Makes the one function that says who a login is (contracts.md 4, rule 5).
 * A person with recorded numeric ids is known by them alone; everybody else by any of his logins, in any case.
 */
export function identifier(
  organisation: Organisation,
  machines: readonly string[] = [],
  accounts: Accounts = {},
): (login: string | null) => Identity {
  const byId = new Map<number, string>();
  const byLogin = new Map<string, string>();
  for (const [person, { ids, logins }] of Object.entries(organisation.people)) {
    if (ids?.length) for (const id of ids) byId.set(id, person);
    else for (const login of logins) byLogin.set(login.toLowerCase(), person);
  }
  const accountOf = new Map(Object.entries(accounts).map(([login, account]) => [login.toLowerCase(), account]));
  const machineNames = new Set(['web-flow', ...machines.map((login) => login.toLowerCase())]);
  return (login) => {
    if (login === null) return UNKNOWN;
    const name = login.toLowerCase();
    const account = accountOf.get(name);
    if (machineNames.has(name) || name.endsWith('[bot]') || account?.type === 'Bot') return MACHINE;
    const person = (account && byId.get(account.id)) ?? byLogin.get(name);
    return person === undefined ? UNKNOWN : { kind: 'person', person };
  };
}

/** The person behind a login, `null` if it is nobody of the organisation. */
export function personOfLogin(organisation: Organisation, login: string, accounts: Accounts = {}): string | null {
  const identity = identifier(organisation, [], accounts)(login);
  return identity.kind === 'person' ? identity.person : null;
}

/** A person's name for people; the id itself where the organisation doesn't know it. */
export function nameOfPerson(organisation: Organisation, person: string): string {
  return Object.hasOwn(organisation.people, person) ? (organisation.people[person]?.name ?? person) : person;
}

/** The login to speak to a person by, `null` if he has none (a head who signs outside). */
export function loginOf(organisation: Organisation, person: string): string | null {
  return Object.hasOwn(organisation.people, person) ? (organisation.people[person]?.logins[0] ?? null) : null;
}
