import { type BeijingDate, beijingIso, type Instant } from '../../beijing-time.ts';
import { readFrontMatter } from '../../item/front-matter/front-matter.ts';
import { historyYearOf } from '../../item/history/history.ts';
import { itemFolderOf } from '../../item/item-path.ts';
import { readSettingsYaml } from '../../organisation/settings-yaml.ts';
import { Problem } from '../../problem.ts';
import type { Evidence, EvidenceItem, Login } from '../../review/gate/evidence.ts';
import { isGenerated } from '../../review/gate/scope.ts';
import { holidaysAt } from '../at-commit.ts';
import type { Git } from '../git/git.ts';
import type { Github } from '../github/github.ts';
import type { CommitRecord, PullRequestRecords } from '../github/github-records.ts';

/** A branch that isn't there yet, or no longer. */
const NOTHING = /^0+$/;

/**
 * What of a pull request is signed: item folders, 历史信息 by the year, and in a rule change every file by itself, those that `generate` makes among them. Else
 * they could become others after the signatures.
 */
function signedPaths(files: Evidence['files']): string[] {
  const paths = files.flatMap(({ path, previousPath }) => (previousPath === undefined ? [path] : [path, previousPath]));
  const content = paths.filter((path) => path.startsWith('content/')).map((path) => itemFolderOf(path) ?? historyYearOf(path) ?? path);
  const isRuleChange = content.length > 0 && content.every((path) => itemFolderOf(`${path}/index.md`) !== path);
  return [...new Set([...content, ...(isRuleChange ? paths.filter(isGenerated) : [])])].sort();
}

async function hasCommit(git: Git, sha: string): Promise<boolean> {
  try {
    return (await git.idAt(sha, '')) !== null;
  } catch {
    return false;
  }
}

/** Those of the commits that can be read, after fetching from `origin` what isn't here. */
async function readable(git: Git, shas: string[]): Promise<string[]> {
  const sorted = async (): Promise<[string[], string[]]> => {
    const there = await Promise.all(shas.map((sha) => hasCommit(git, sha)));
    return [shas.filter((_, index) => there[index]), shas.filter((_, index) => !there[index])];
  };
  const [here, missing] = await sorted();
  if (missing.length === 0 || !(await git.hasRemote())) return here;
  // One that the server has thrown away must not keep the others from being fetched.
  if (!(await git.fetch(missing))) for (const sha of missing) await git.fetch([sha]);
  return (await sorted())[0];
}

async function frontMatterAt(git: Git, commit: string, path: string): Promise<Record<string, unknown> | null> {
  const bytes = await git.readAt(commit, `${path}/index.md`);
  if (!bytes) return null;
  const { raw, problems } = readFrontMatter(bytes);
  return problems.length > 0 ? null : raw;
}

/** The text of every item at every commit that matters (contracts.md 4): `null` = not in that commit, no key = could not be read. */
async function collectItems(git: Git, files: Evidence['files'], head: string, commits: string[]): Promise<EvidenceItem[]> {
  const paths = signedPaths(files);
  if (paths.length === 0) return [];
  const shas = await readable(git, [...new Set([head, ...commits].filter((sha) => !NOTHING.test(sha)))]);
  return Promise.all(
    paths.map(async (path): Promise<EvidenceItem> => {
      const ids = await Promise.all(shas.map((sha) => git.idAt(sha, path)));
      const isItem = itemFolderOf(`${path}/index.md`) === path;
      return {
        path,
        trees: Object.fromEntries(shas.map((sha, index) => [sha, ids[index] ?? null])),
        frontMatter: isItem && shas.includes(head) ? await frontMatterAt(git, head, path) : null,
      };
    }),
  );
}

export interface CollectOptions {
  git: Git;
  github: Github;
  number: number;
  /** Default: the server's time. */
  now?: Instant;
  /** The commit whose content/organisation.yml and content/policy.yml hold; default: the newest main. */
  settings?: string;
  /** What people did with it, where it has been read already. */
  records?: PullRequestRecords;
  /** Item folders that have a confirmed release, from the ledger. */
  released?: string[];
  /** Item folders that were published by hand before their reviews, with the day, from the ledger. */
  offline?: Record<string, BeijingDate>;
}

const ORGANISATION = 'content/organisation.yml';
const POLICY = 'content/policy.yml';

const TRAILER = /^co-authored-by:[^<>]*<([^<>]+)>$/i;
/** `12345+login@users.noreply.github.com`, on GitHub Enterprise Server with its own host. */
const NO_REPLY = /^(?:\d+\+)?([^@+]+)@users\.noreply\./i;

/** The commit that the branch's settings are read from: the newest of `origin`, or of this repository where there is no `origin`. */
async function newest(git: Git, branch: string): Promise<string> {
  const remote = await git.hasRemote();
  if (remote) await git.fetch([`+refs/heads/${branch}:refs/remotes/origin/${branch}`]);
  const commit = await git.resolve(remote ? `refs/remotes/origin/${branch}` : `refs/heads/${branch}`);
  if (commit === null)
    throw new Problem('evidence/no-settings', `找不到分支 ${branch}。应为：主分支上有名单与规则。请核对仓库后重试。`, { place: branch });
  return commit;
}

/** A settings file as plain data, dates as text. `undefined` if it isn't there. */
async function readSettings(git: Git, commit: string, path: string): Promise<unknown> {
  const bytes = await git.readAt(commit, path);
  return bytes ? readSettingsYaml(bytes.toString('utf8'), path).value : undefined;
}

async function organisationAt(git: Git, commit: string): Promise<unknown> {
  const organisation = await readSettings(git, commit, ORGANISATION);
  if (organisation !== undefined) return withoutAccounts(organisation);
  throw new Problem('evidence/no-settings', `主分支上没有 ${ORGANISATION}。应为：名单在主分支上。请补上后重试。`, { place: ORGANISATION });
}

/** Nothing of the accounts on the platforms decides who signed, and a bound phone isn't to lie in the ledger for ever. */
function withoutAccounts(organisation: unknown): unknown {
  if (organisation === null || typeof organisation !== 'object' || !('accounts' in organisation)) return organisation;
  const { accounts: _, ...rest } = organisation;
  return rest;
}

/** Logins by e-mail address, from the list of persons and from what GitHub attributes in these very commits. */
function loginsByEmail(organisation: unknown, commits: CommitRecord[]): Map<string, Login> {
  const people = Object.values(
    (organisation as { people?: Record<string, { logins?: string[]; emails?: string[] }> } | null)?.people ?? {},
  );
  const pairs = people.flatMap(({ logins, emails }) =>
    (emails ?? []).map((email): [string, Login] => [email.toLowerCase(), logins?.[0] ?? null]),
  );
  return new Map([...commits.map(({ authorEmail, author }): [string, Login] => [authorEmail.toLowerCase(), author]), ...pairs]);
}

/** Whom a commit names as co-authors; `null` for an address that belongs to nobody we know. */
function coAuthorsOf(message: string, byEmail: Map<string, Login>): Login[] {
  const addresses = message.split('\n').flatMap((line) => TRAILER.exec(line.trimEnd())?.[1]?.trim() ?? []);
  const logins = addresses.map((address): Login => byEmail.get(address.toLowerCase()) ?? NO_REPLY.exec(address)?.[1] ?? null);
  return [...new Set(logins)];
}

async function organisationHead(git: Git, files: Evidence['files'], head: string): Promise<{ organisationHead?: unknown }> {
  const touched = files.some(({ path, previousPath }) => path === ORGANISATION || previousPath === ORGANISATION);
  if (!touched) return {};
  try {
    return { organisationHead: withoutAccounts((await readSettings(git, head, ORGANISATION)) ?? null) };
  } catch {
    return { organisationHead: null };
  }
}

/** Numeric ids of co-authors whom nothing else of the pull request shows. */
async function addAccounts(github: Github, accounts: NonNullable<Evidence['accounts']>, logins: Login[]): Promise<void> {
  for (const login of new Set(logins)) {
    if (login === null || accounts[login]) continue;
    const account = await github.account(login);
    if (account) accounts[login] = account;
  }
}

/**
 * Everything the gate needs to know of a pull request (contracts.md 4, "Evidence v1"). It comes from Git and the API, with every list
 * read to the end.
 * @throws Problem `github/…`, `git/…`, `evidence/no-settings`, `settings/yaml`, `holidays/malformed`
 */
export async function collectEvidence(options: CollectOptions): Promise<Evidence> {
  const { git, github } = options;
  const records = options.records ?? (await github.records(options.number));
  const { pullRequest, commits, files, pushes, reviews, dismissals, accounts } = records;
  const settings = options.settings ?? (await newest(git, records.defaultBranch));
  const organisation = await organisationAt(git, settings);
  const byEmail = loginsByEmail(organisation, commits);
  const listed = commits.map(({ sha, author, committer, message, parents }) => ({
    sha,
    author,
    committer,
    coAuthors: coAuthorsOf(message, byEmail),
    parents,
  }));
  await addAccounts(
    github,
    accounts,
    listed.flatMap(({ coAuthors }) => coAuthors),
  );
  const head = pullRequest.head.sha;
  const items = await collectItems(git, files, head, [
    pullRequest.base.sha,
    ...listed.flatMap(({ sha, parents }) => [sha, ...parents]),
    ...pushes.flatMap(({ before, after }) => [before, after]),
    ...reviews.flatMap(({ commit }) => commit ?? []),
    ...(pullRequest.mergeSha ? [pullRequest.mergeSha] : []),
  ]);
  const holidays = await holidaysAt(git, settings);
  return {
    version: 1,
    now: options.now ?? beijingIso(records.now),
    pullRequest,
    commits: listed,
    files,
    pushes,
    reviews,
    dismissals,
    items,
    organisation,
    policy: (await readSettings(git, settings, POLICY)) ?? {},
    ...(await organisationHead(git, files, head)),
    ...(options.released ? { released: options.released.filter((path) => items.some((item) => item.path === path)) } : {}),
    ...(Object.keys(options.offline ?? {}).length > 0 ? { offline: options.offline } : {}),
    incomplete: records.incomplete,
    accounts,
    ...(holidays ? { holidays } : {}),
  };
}
