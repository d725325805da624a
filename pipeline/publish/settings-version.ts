import { beijingDate, type Instant } from '../beijing-time.ts';
import { digestOf } from '../canonical-json.ts';
import { commitSource } from '../forge/content-source.ts';
import type { Git } from '../forge/git.ts';
import { termsAt } from '../forge/terms-at.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Policy } from '../organisation/policy.ts';
import { readOrganisation, readPolicy } from '../organisation/read-settings.ts';
import type { Terms } from '../organisation/terms.ts';
import { Problem } from '../problem.ts';

export const ORGANISATION_FILE = 'content/organisation.yml';
export const POLICY_FILE = 'content/policy.yml';
const TERMS_FOLDER = 'content/terms';

/** One version of 名单与规则: the files that say who may do what, at a commit of main. */
export interface SettingsVersion {
  commit: string;
  /** `sha256:` of the list of paths and blob ids. */
  digest: string;
  files: { path: string; id: string }[];
}

/** A version with what it says. */
export interface Settings extends SettingsVersion {
  organisation: Organisation;
  policy: Policy;
  terms: Terms;
}

/** True for a file that is under the settings lock. */
export function isSettingsFile(path: string): boolean {
  return path === ORGANISATION_FILE || path === POLICY_FILE || path.startsWith(`${TERMS_FOLDER}/`);
}

/** The version of the settings at a commit. */
export async function settingsVersion(git: Git, commit: string): Promise<SettingsVersion> {
  const listed = await Promise.all([ORGANISATION_FILE, POLICY_FILE, TERMS_FOLDER].map((path) => git.list(commit, path)));
  const files = listed.flat().map(({ path, id }) => ({ path, id }));
  return { commit, digest: digestOf(files), files };
}

/**
 * Reads the settings at a commit.
 * @throws Problem `organisation/…`, `policy/…` or `terms/…` (exit 2) if they can't be read
 */
export async function readSettings(git: Git, commit: string): Promise<Settings> {
  const organisation = await git.readAt(commit, ORGANISATION_FILE);
  if (organisation === null) {
    const message = `主分支上没有 ${ORGANISATION_FILE}；应有名单才能发布；请补上后重试。`;
    throw new Problem('organisation/missing', message, { place: ORGANISATION_FILE });
  }
  return {
    ...(await settingsVersion(git, commit)),
    organisation: readOrganisation(organisation.toString('utf8'), ORGANISATION_FILE),
    policy: await policyAt(git, commit),
    terms: await termsAt(commitSource(git, commit)),
  };
}

/** Reads the policy alone; a missing file is an empty one. */
export async function policyAt(git: Git, commit: string): Promise<Policy> {
  return readPolicy((await git.readAt(commit, POLICY_FILE))?.toString('utf8') ?? '', POLICY_FILE);
}

/** The signing keys of a policy that hold at an instant. */
export function keysAt(policy: Pick<Policy, 'signing_keys'>, at: Instant): Policy['signing_keys'] {
  const day = beijingDate(at);
  return policy.signing_keys.filter(({ from, to }) => from <= day && (to === undefined || day <= to));
}
