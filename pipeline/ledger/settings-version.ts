import { addDays, type BeijingDate, beijingDate, type Instant, later } from '../beijing-time.ts';
import { digestOf } from '../canonical-json.ts';
import { termsAt } from '../forge/at-commit.ts';
import { type ContentSource, commitSource } from '../forge/git/content-source.ts';
import type { Git } from '../forge/git/git.ts';
import { blobId } from '../item/git-ids.ts';
import { HISTORY_FOLDER, historyYearOf } from '../item/history/history.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Policy } from '../organisation/policy.ts';
import { readOrganisation, readPolicy } from '../organisation/read-settings.ts';
import type { Terms } from '../organisation/terms.ts';
import { Problem } from '../problem.ts';
import { isReadable } from '../review/form/envelope.ts';

const ORGANISATION_FILE = 'content/organisation.yml';
export const POLICY_FILE = 'content/policy.yml';
const TERMS_FOLDER = 'content/terms';

/** One version of 名单与规则: the files that say who may do what, at a commit of main. */
export interface SettingsVersion {
  commit: string;
  /** `sha256:` of the list of paths and ids. */
  digest: string;
  /** Each with its blob; a year of 历史信息 (旧网站) with its tree. */
  files: { path: string; id: string }[];
}

/** A version with what it says. */
export interface Settings extends SettingsVersion {
  /** True where the repository doesn't have the commit any more: then it was read from the files that are named by their blobs. */
  moved?: true;
  /** When it was registered, as a verified chain of settings says. */
  registered?: Instant;
  organisation: Organisation;
  policy: Policy;
  terms: Terms;
}

/** Reads a file's text, `null` if it isn't there. */
type Texts = ContentSource['text'];

/** True for a file that is under the settings lock: 名单与规则, and 历史信息, which is approved like them (rule 3). */
export function isSettingsFile(path: string): boolean {
  return path === ORGANISATION_FILE || path === POLICY_FILE || path.startsWith(`${TERMS_FOLDER}/`) || historyYearOf(path) !== null;
}

/** The version of the settings at a commit. */
export async function settingsVersion(git: Git, commit: string): Promise<SettingsVersion> {
  const listed = await Promise.all([ORGANISATION_FILE, POLICY_FILE, TERMS_FOLDER].map((path) => git.list(commit, path)));
  const years = (await git.names(commit, HISTORY_FOLDER))
    .filter(({ type }) => type === 'tree')
    .map(({ name, id }) => ({ path: `${HISTORY_FOLDER}/${name}`, id }));
  const files = [...listed.flat().map(({ path, id }) => ({ path, id })), ...years.filter(({ path }) => historyYearOf(path) === path)];
  return { commit, digest: digestOf(files), files };
}

/** Texts of files by the blobs that a signed record names, whatever became of the commit that held them. */
function recordedTexts(git: Git, files: SettingsVersion['files']): Texts {
  const ids = new Map(files.map(({ path, id }) => [path, id]));
  return async (path) => {
    const id = ids.get(path);
    if (id === undefined) return null;
    const bytes = await git.read(id);
    if (blobId(bytes) === id) return bytes.toString('utf8');
    throw new Problem('git/missing-object', `仓库里 ${path} 的对象 ${id} 坏了；应为登记的那一份；请重新取一份完整的仓库再重试。`, {
      place: path,
    });
  };
}

async function readFrom(text: Texts, version: SettingsVersion): Promise<Settings> {
  const organisation = await text(ORGANISATION_FILE);
  if (organisation === null) {
    const message = `主分支上没有 ${ORGANISATION_FILE}；应有名单才能发布；请补上后重试。`;
    throw new Problem('organisation/missing', message, { place: ORGANISATION_FILE });
  }
  return {
    ...version,
    organisation: readOrganisation(organisation, ORGANISATION_FILE),
    policy: readPolicy((await text(POLICY_FILE)) ?? '', POLICY_FILE),
    terms: await termsAt({ text }),
  };
}

/**
 * Reads the settings at a commit.
 * @param recorded the files as a signed record names them, for a commit that is gone since main was written anew (`purge`). A blob's id
 *   is the digest of its bytes, so nothing else can be read in their place
 * @throws Problem `organisation/…`, `policy/…` or `terms/…` (exit 2) if they can't be read
 */
export async function readSettings(git: Git, commit: string, recorded?: SettingsVersion['files']): Promise<Settings> {
  if (recorded !== undefined && (await git.resolve(commit)) === null) {
    const version = { commit, digest: digestOf(recorded), files: recorded };
    return { ...(await readFrom(recordedTexts(git, recorded), version)), moved: true };
  }
  return readFrom(commitSource(git, commit).text, await settingsVersion(git, commit));
}

/** Reads the policy alone; a missing file is an empty one. */
export async function policyAt(git: Git, commit: string): Promise<Policy> {
  return readPolicy((await git.readAt(commit, POLICY_FILE))?.toString('utf8') ?? '', POLICY_FILE);
}

type Key = Policy['signing_keys'][number];

/**
 * The newest version that lists a key says until when, from its own day on: what was signed until then was believed, and stays so. A key that
 * is listed no longer, or whose last day was over by then, ended on the day that said so; none begins later than it once did. What can't
 * be read as a key has signed nothing, and stops nobody.
 */
function listedIn(versions: readonly Pick<Settings, 'policy' | 'registered'>[]): Key[] {
  const keys = new Map<string, Key>();
  for (const { policy, registered } of versions) {
    const day = registered === undefined ? undefined : beijingDate(registered);
    if (day !== undefined) for (const [name, key] of keys) if (key.to === undefined || day < key.to) keys.set(name, { ...key, to: day });
    for (const key of policy.signing_keys) {
      const old = day === undefined ? undefined : keys.get(key.public_key);
      const { to, from } = key;
      const began = old !== undefined && old.from < from ? old.from : from;
      keys.set(key.public_key, { ...key, from: began, ...(to === undefined ? {} : { to: later(old?.to, to) }) });
    }
  }
  return [...keys.values()].filter(isReadable);
}

/**
 * Signing keys that any of some versions lists, by the Beijing date on which they hold, and by the newest date that lies in the ledger before
 * what they sign: who has an old key may write any date, but not before what came after its end. A run may take a day.
 */
export function keysOf(versions: readonly Pick<Settings, 'policy' | 'registered'>[]): (day: BeijingDate, after?: BeijingDate) => Key[] {
  const keys = listedIn(versions);
  return (day, after) => holding(keys, day, after);
}

function holding(keys: readonly Key[], day: BeijingDate, after = day): Key[] {
  return keys.filter(({ from, to }) => from <= day && (to === undefined || (day <= to && after <= addDays(to, 1))));
}

/** The signing keys of a policy that hold at an instant. @param after as `keysOf` takes it */
export function keysAt({ signing_keys }: Pick<Policy, 'signing_keys'>, at: Instant, after?: BeijingDate): Policy['signing_keys'] {
  return holding(signing_keys.filter(isReadable), beijingDate(at), after);
}
