import type { Organisation } from '../../organisation/organisation.ts';
import type { Policy } from '../../organisation/policy.ts';
import { organisationOf, policyOf, readOrganisation, readPolicy } from '../../organisation/read-settings.ts';
import type { SettingsShown } from '../../organisation/settings-change.ts';
import { type SettingsRead, settingsChanges } from '../../organisation/settings-changes.ts';
import { readSettingsYaml } from '../../organisation/settings-yaml.ts';
import { Problem } from '../../problem.ts';
import type { Evidence } from '../../review/gate/evidence.ts';
import type { Git } from '../git/git.ts';

const ORGANISATION = 'content/organisation.yml';
const POLICY = 'content/policy.yml';
const TERMS = 'content/terms/';

/** How one version's files are read: main's as the gate does, the pull request's as strictly as they will be once they lie on main. */
interface Reader {
  organisation: (text: string) => Organisation;
  policy: (text: string) => Policy;
}

const asOnMain: Reader = {
  organisation: (text) => organisationOf(readSettingsYaml(text, ORGANISATION).value, ORGANISATION),
  policy: (text) => policyOf(readSettingsYaml(text, POLICY).value, POLICY),
};
const asToBe: Reader = {
  organisation: (text) => readOrganisation(text, ORGANISATION),
  policy: (text) => readPolicy(text, POLICY),
};

async function readAt(git: Git, commit: string, terms: readonly string[], reader: Reader): Promise<SettingsRead> {
  const text = async (path: string): Promise<string | null> => (await git.readAt(commit, path))?.toString('utf8') ?? null;
  const organisation = await text(ORGANISATION);
  if (organisation === null)
    throw new Problem('organisation/missing', `没有了名单 ${ORGANISATION}；应有这个文件；请恢复。`, { place: ORGANISATION });
  const read = await Promise.all(
    terms.map(async (path): Promise<[string, unknown]> => {
      const found = await text(path);
      if (found === null) return [path, undefined];
      return [path, /\.ya?ml$/.test(path) ? readSettingsYaml(found, path).value : found.split('\n').filter((line) => line.trim() !== '')];
    }),
  );
  return {
    organisation: reader.organisation(organisation),
    policy: reader.policy((await text(POLICY)) ?? ''),
    terms: Object.fromEntries(read),
  };
}

/** The branch that it is to go to as it is now; as it was for a pull request that it holds already. */
async function targetOf(git: Git, { merged, base }: NonNullable<Evidence['pullRequest']>): Promise<string> {
  const main = merged ? null : ((await git.resolve(`refs/remotes/origin/${base.ref}`)) ?? (await git.resolve(`refs/heads/${base.ref}`)));
  return main ?? base.sha;
}

/** Files that changed between two commits. */
async function changedBetween(git: Git, from: string, to: string, paths: readonly string[]): Promise<string[]> {
  const changed = await Promise.all(paths.map(async (path) => (await git.idAt(from, path)) !== (await git.idAt(to, path))));
  return paths.filter((_, index) => changed[index]);
}

/**
 * What a pull request changes in 名单与规则, for those who have to sign it; `null` where it touches none of it. What can't be read is told
 * in one sentence.
 */
export async function settingsShown(git: Git, evidence: Evidence): Promise<SettingsShown | null> {
  const { pullRequest, files } = evidence;
  const paths = files.flatMap(({ path, previousPath }) => (previousPath === undefined ? [path] : [path, previousPath]));
  const terms = [...new Set(paths.filter((path) => path.startsWith(TERMS)))].sort();
  if (!pullRequest || (terms.length === 0 && !paths.includes(ORGANISATION) && !paths.includes(POLICY))) return null;
  const read = async (commit: string, reader: Reader, which: string): Promise<SettingsRead | string> => {
    try {
      return await readAt(git, commit, terms, reader);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return `${which}的名单与规则读不出来，说不出改了什么（${error.place}）：${error.message}`;
    }
  };
  const own = [...new Set(paths.filter((path) => path === ORGANISATION || path === POLICY || path.startsWith(TERMS)))].sort();
  const main = await targetOf(git, pullRequest);
  // Compared with where the two parted: what main has changed since is none of this pull request's doing.
  const parted = (await git.mergeBase(pullRequest.head.sha, main)) ?? main;
  const behind = await changedBetween(git, parted, main, own);
  const standing = behind.length > 0 && !pullRequest.merged ? { behind } : {};
  const after = await read(pullRequest.head.sha, asToBe, '改后');
  if (typeof after === 'string') return { problem: after, ...standing };
  const before = await read(parted, asOnMain, '原来');
  return typeof before === 'string' ? { problem: before, ...standing } : { changes: settingsChanges(before, after), ...standing };
}
