import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Git } from '#pipeline/forge/git/git.ts';
import { gitEnvironment, gitText, runGit } from '#pipeline/forge/git/git-process.ts';
import { octokitFor } from '#pipeline/forge/github/github.ts';
import type { Octokit } from '#pipeline/forge/github/octokit.ts';
import { startClock } from '#pipeline/sandbox/github/clock.ts';
import { type SandboxGithub, type SandboxOptions, type Snapshot, startGithub } from '#pipeline/sandbox/github/server.ts';
import type { BypassActor, NewRuleset, Rule } from '#pipeline/sandbox/github/settings.ts';
import type { GithubEvent, User } from '#pipeline/sandbox/github/state.ts';
import { folderOf } from '../folder.ts';
import { conforming } from './github-schema.ts';
import { commitLoose } from './loose-objects.ts';

/** The accounts of every test: a contributor, three reviewers, the administrator, the publisher's machine. */
const LOGINS: [string, User['role'], string, number?][] = [
  ['lisi', 'write', '李四（示例）'],
  ['zhouyi', 'write', '周一（示例）'],
  ['zhengsi', 'write', '郑四（示例）'],
  ['fengliu', 'write', '冯六（示例）'],
  ['wangwu', 'admin', '王五（示例）'],
  ['sanshen-bot', 'bot', '三审（示例）', 15368],
];

/** The account that writes the ledger where only a team may. */
export const PUBLISHER = 'sanshen-publisher';

export const ORGANISATION = `people:
  lisi: {name: 李四（示例）, logins: [lisi], emails: [lisi@example.org]}
  zhouyi: {name: 周一（示例）, logins: [zhouyi], emails: [zhouyi@example.org]}
units: {}
posts: []
`;

/** A local GitHub with people, as they use it. */
export interface World {
  github: SandboxGithub;
  of: { owner: string; repo: string };
  events: GithubEvent[];
  /** An Octokit with somebody's token, whose every request and answer is held against GitHub's description. */
  as(login: string): Octokit;
  /** Makes a commit in somebody's name on top of another. */
  commit(login: string, parent: string, files: Record<string, string>, message?: string): Promise<string>;
  /** Makes many commits one on top of the other, the first on a given one; gives the last. */
  chain(login: string, parent: string, count: number): Promise<string>;
  /** Pushes a commit with git over HTTP and somebody's token; gives git's exit code and what the server said. */
  push(login: string, commit: string, branch: string, force?: 'force'): Promise<{ code: number; said: string }>;
  /** The same without git's way over the wire, for what a test begins with; throws what the rules say against it. */
  land(login: string, commit: string, branch: string): Promise<void>;
  tip(branch: string): Promise<string>;
  /** Commits files on top of a branch (default main), pushes them to another and opens a pull request. */
  submit(login: string, branch: string, files: Record<string, string>, body?: string): Promise<{ number: number; head: string }>;
  review(login: string, number: number, event?: 'APPROVE' | 'REQUEST_CHANGES' | 'COMMENT', commit?: string): Promise<number>;
  /** Sets both required statuses to success. */
  pass(sha: string): Promise<void>;
}

/** What a world began with, once a worker: a copy of a folder is far cheaper than a new repository. */
const begun = new Map<string, Promise<Snapshot>>();
const kept = mkdtempSync(join(tmpdir(), 'sanshen-worlds-'));
process.once('exit', () => rmSync(kept, { recursive: true, force: true }));

/** A folder that stays as long as this worker. */
export const keptFolder = (): string => mkdtempSync(join(kept, '/'));

type Options = Pick<SandboxOptions, 'allowAutoMerge' | 'teams' | 'rulesets' | 'edition' | 'activityLag'> & {
  /** With the account of the publisher, which no rule of a ruleset takes for a program. */
  publisher?: true;
};

const ADMINISTRATORS = { actor_id: 5, actor_type: 'RepositoryRole', bypass_mode: 'always' } as const;

const guard = (name: string, rules: Rule[], bypass_actors: BypassActor[] = []): NewRuleset => ({
  ...{ name, target: 'branch', enforcement: 'active', bypass_actors, rules },
  conditions: { ref_name: { include: ['refs/heads/main'], exclude: [] } },
});

const REVIEWS = {
  dismiss_stale_reviews_on_push: true,
  require_code_owner_review: false,
  require_last_push_approval: false,
  required_approving_review_count: 0,
  required_review_thread_resolution: false,
};

/** Main is written by merging alone, but for administrators; a push takes back the approvals of what it changes. */
export const GUARDED = guard('main', [{ type: 'pull_request', parameters: REVIEWS }], [ADMINISTRATORS]);

/** Nothing is merged without both statuses, whoever merges. */
export const REQUIRED = guard('statuses', [
  {
    type: 'required_status_checks',
    parameters: { required_status_checks: [{ context: 'sanshen/check' }, { context: 'sanshen/gate' }] },
  },
]);

/** Does something while main's rules are off: an administrator can switch them off at any time, as they are the second lock only. */
export async function withMainUnlocked(administrator: Octokit, of: World['of'], work: () => Promise<void>): Promise<void> {
  const { data } = await administrator.repos.getRepoRulesets(of);
  const found = data.find(({ name }) => name === 'sanshen main');
  if (!found) throw new Error('main has no rules of ours');
  const set = (enforcement: 'disabled' | 'active') => administrator.repos.updateRepoRuleset({ ...of, ruleset_id: found.id, enforcement });
  await set('disabled');
  await work();
  await set('active');
}

/**
 * Lets a repository fetch from the server's by its path, under its name: by HTTP each of a run's dozen fetches starts ten processes. It pushes
 * by HTTP, with somebody's token, so that the server knows who does.
 * @param config the repository's own file of settings
 */
export function connect(config: string, { github }: Pick<World, 'github'>, login = 'sanshen-bot'): void {
  const [owner = '', name = ''] = github.repository.split('/');
  const folder = join(folderOf({}), owner);
  mkdirSync(folder);
  const path = join(folder, `${name}.git`);
  symlinkSync(github.repositoryDir, path);
  const basic = Buffer.from(`x-access-token:${github.tokenOf(login)}`).toString('base64');
  const [own = ''] = readFileSync(config, 'utf8').split('[remote "origin"]');
  const remote = `[remote "origin"]\n\turl = ${path}\n\tpushurl = ${github.gitUrl}\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n`;
  writeFileSync(config, `${own}${remote}[http "${github.url}/"]\n\textraHeader = Authorization: Basic ${basic}\n`);
}

const tipIn = (dir: string, ref: string): string | null => (existsSync(join(dir, ref)) ? readFileSync(join(dir, ref), 'utf8') : null);

/** The same clone, which asks git for nothing that it has: git starts five processes to find that a branch is where it was. */
export function sparing(git: Git, { github }: Pick<World, 'github'>): Git {
  const isHere = (refspec: string): boolean => {
    const [from = '', to = ''] = refspec.replace(/^\+/, '').split(':');
    const tip = /^refs\/[^*]+$/.test(from) && /^refs\/./.test(to) ? tipIn(github.repositoryDir, from) : null;
    return tip !== null && tip === tipIn(join(git.dir, '.git'), to);
  };
  return { ...git, fetch: async (refspecs) => refspecs.every(isHere) || git.fetch(refspecs) };
}

/** Starts a world with a still clock that goes away with the test. `allowAutoMerge`: the repository's setting of that name. */
export async function startWorld(files: Record<string, string> = {}, given: Options = {}): Promise<World> {
  const options = { rulesets: [GUARDED], ...given };
  const key = JSON.stringify([files, options]);
  const seed = begun.get(key);
  const world = await openWorld((await seed) ?? seedOf(files), options);
  if (!seed) {
    begun.set(key, world.github.snapshot(keptFolder()));
    await begun.get(key);
  }
  return world;
}

const seedOf = (files: Record<string, string>): SandboxOptions['seed'] => ({
  files: Object.entries({ 'content/organisation.yml': ORGANISATION, 'README.md': '示例\n', ...files }).map(([path, bytes]) => ({
    path,
    bytes,
  })),
  message: '建库',
  author: { name: '王五（示例）', email: 'wangwu@example.com' },
});

/** Starts a world from its first commit, or from what another was at one moment. */
export async function openWorld(seed: SandboxOptions['seed'], options: Options = {}): Promise<World> {
  const { publisher, ...settings } = options;
  const users = [...LOGINS, ...(publisher ? [[PUBLISHER, 'write', '发布程序（示例）'] as const] : [])].map(
    ([login, role, name, app], index) => ({
      ...(app === undefined ? {} : { app }),
      login,
      id: 101 + index,
      token: `token-of-${login}`,
      name,
      email: `${login}@example.com`,
      role,
    }),
  );
  const github = await startGithub({
    folder: folderOf({}),
    repository: { owner: 'jinhua', name: 'news' },
    private: true,
    users,
    ...settings,
    clock: startClock({ at: 'at' in seed ? seed.at : '2026-11-24T09:00:00+08:00', still: true }),
    seed,
  });
  onTestFinished(() => github.close());
  return worldOf(github, users);
}

function worldOf(github: SandboxGithub, users: User[]): World {
  const of = { owner: 'jinhua', repo: 'news' };
  const events: GithubEvent[] = [];
  github.onEvent((event) => events.push(event));
  const as = (login: string): Octokit =>
    conforming(octokitFor({ apiUrl: github.url, token: github.tokenOf(login), repository: github.repository }));
  // Commits are made in the server's own object store, so that a test needs no clone; they count only once they are pushed.
  const dir = github.repositoryDir;
  const world: World = {
    ...{ github, of, events, as },
    async commit(login, parent, files, message = '报送') {
      const by = users.find((user) => user.login === login) ?? { name: login, email: `${login}@example.net` };
      return commitLoose(dir, { parent, files, message, at: '2026-11-24T01:00:00Z', by });
    },
    async chain(login, parent, count) {
      const line = (n: number): string =>
        `commit refs/chains/${login}\ncommitter ${login} <${login}@example.com> ${1_795_400_000 + n} +0800\ndata 1\nm\n${n === 1 ? `from ${parent}\n` : ''}M 100644 inline n\ndata ${String(n).length}\n${n}\n`;
      await runGit(dir, ['fast-import', '--quiet'], { input: Array.from({ length: count }, (_, index) => line(index + 1)).join('') });
      return gitText(dir, ['rev-parse', `refs/chains/${login}`]);
    },
    async push(login, commit, branch, force) {
      const url = new URL(github.gitUrl);
      url.username = login;
      url.password = github.tokenOf(login);
      const refspec = `${force ? '+' : ''}${commit}:${branch.startsWith('refs/') ? branch : `refs/heads/${branch}`}`;
      const { code, stderr } = await runGit(dir, ['push', '--quiet', '--', url.href, refspec], {
        env: gitEnvironment(),
        accept: [0, 1, 128],
      });
      return { code, said: stderr };
    },
    async land(login, commit, branch) {
      const refusals = await github.land(login, commit, branch);
      if (refusals.length > 0) throw new Error(refusals.join('\n'));
    },
    async tip(branch) {
      return (await as('lisi').repos.getBranch({ ...of, branch })).data.commit.sha;
    },
    async submit(login, branch, files, body = '') {
      const head = await world.commit(login, await world.tip('main'), files);
      await world.land(login, head, branch);
      const { data } = await as(login).pulls.create({ ...of, head: branch, base: 'main', title: `报送 ${branch}`, body });
      return { number: data.number, head };
    },
    async review(login, number, event = 'APPROVE', commit) {
      const words = event === 'APPROVE' ? {} : { body: '请修改' };
      const { data } = await as(login).pulls.createReview({
        ...of,
        pull_number: number,
        event,
        ...words,
        ...(commit === undefined ? {} : { commit_id: commit }),
      });
      return data.id;
    },
    async pass(sha) {
      for (const context of ['sanshen/gate', 'sanshen/check'])
        await as('sanshen-bot').repos.createCommitStatus({ ...of, sha, context, state: 'success' });
    },
  };
  return world;
}
