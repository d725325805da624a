import type { Organisation } from '#pipeline/organisation/organisation.ts';
import type { Policy } from '#pipeline/organisation/policy.ts';

type Switches = Pick<
  Policy,
  | 'branch'
  | 'order'
  | 'distinct_persons'
  | 'items_per_pull_request'
  | 'files_per_pull_request'
  | 'machines'
  | 'delegation'
  | 'emergency'
  | 'main_leader_signs'
> & { freshness: Omit<Policy['freshness'], 'remind'> };

/** What contracts.md 3 says where a key is left out. */
const DEFAULTS: Switches = {
  branch: 'main',
  order: 'strict',
  distinct_persons: true,
  items_per_pull_request: 1,
  files_per_pull_request: 200,
  machines: [],
  main_leader_signs: [],
  delegation: { enabled: false },
  emergency: { enabled: false, review_hours: 24 },
  freshness: {
    days: 7,
    from: 'information',
    first_day: 'excluded',
    holidays: 'counted',
    statutory: { channels: ['website'], bases: [] },
  },
};

/** policy.yml, with what it leaves out. */
export function switchesOf(policy: unknown): Switches {
  const given = (policy ?? {}) as Partial<Switches>;
  return {
    ...DEFAULTS,
    ...given,
    emergency: { ...DEFAULTS.emergency, ...given.emergency },
    freshness: {
      ...DEFAULTS.freshness,
      ...given.freshness,
      statutory: { ...DEFAULTS.freshness.statutory, ...given.freshness?.statutory },
    },
  };
}

/** organisation.yml, with what it leaves out. */
export function bureauOf(organisation: unknown): Organisation {
  const given = organisation as Organisation;
  const review = { level1: 'review' } as const;
  return {
    ...given,
    duties: given.duties ?? [],
    // A 值班表 is so many delegations of a day.
    delegations: [
      ...(given.delegations ?? []),
      ...(given.duty_rota ?? []).flatMap(({ document, level, days }) =>
        days.map(({ date, principal, delegate }) => ({ principal, delegate, level, from: date, to: date, document })),
      ),
    ],
    routes: { A: given.routes?.A ?? review, B: given.routes?.B ?? review },
  };
}

const twice = (names: readonly (string | number)[]): boolean => new Set(names).size < names.length;

/** An organisation that can be read at all. */
export const isBureau = (organisation: unknown): boolean =>
  organisation !== null && typeof organisation === 'object' && 'people' in organisation;

/** Rule 4: an organisation that says who is who, without a login of two persons or a post of nobody. */
export function isSound(bureau: Organisation): boolean {
  const people = Object.values(bureau.people);
  const logins = people.flatMap((person) => [...new Set((person.logins ?? []).map((login) => login.toLowerCase()))]);
  const numbers = people.flatMap(({ ids = [] }) => [...new Set(ids)]);
  return !twice(logins) && !twice(numbers) && bureau.posts.every(({ person }) => person in bureau.people);
}
