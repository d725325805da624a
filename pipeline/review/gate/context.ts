import { type BeijingDate, beijingDate } from '../../beijing-time.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import { type Identity, identifier, nameOfPerson } from '../../organisation/person.ts';
import type { Policy } from '../../organisation/policy.ts';
import { organisationOf, policyOf } from '../../organisation/read-settings.ts';
import { malformations } from '../../organisation/validate.ts';
import { Problem } from '../../problem.ts';
import type { Evidence, Login } from './evidence.ts';

/** What every rule may look at: the evidence, main's settings, and who a login is. */
export interface Context {
  evidence: Evidence;
  organisation: Organisation;
  policy: Policy;
  identify: (login: Login) => Identity;
  /** The person behind a login; `null` for machines, unknown and deleted accounts. */
  personOf: (login: Login) => string | null;
  /** The Beijing day of `evidence.now`. */
  today: BeijingDate;
  /** A person's name for people. */
  name: (person: string) => string;
}

/**
 * Reads the settings that the evidence holds.
 * A malformed organisation or policy is a Problem (exit 2): an error without a verdict (rule 4).
 */
export function contextOf(evidence: Evidence): Context {
  const organisation = organisationOf(evidence.organisation);
  const policy = policyOf(evidence.policy);
  const [fault] = malformations(organisation);
  if (fault) throw new Problem(fault.code, fault.message, { place: `organisation ${fault.place}` });
  const identify = identifier(organisation, policy.machines, evidence.accounts);
  return {
    evidence,
    organisation,
    policy,
    identify,
    personOf: (login) => {
      const identity = identify(login);
      return identity.kind === 'person' ? identity.person : null;
    },
    today: beijingDate(evidence.now),
    name: (person) => nameOfPerson(organisation, person),
  };
}
