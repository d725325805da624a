import { cpSync } from 'node:fs';
import { appendFile, mkdir } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Instant } from '../../beijing-time.ts';
import { type NewFile, openGit } from '../../forge/git/git.ts';
import { openObjects } from '../../forge/git/git-objects.ts';
import { gitText } from '../../forge/git/git-process.ts';
import { type Identity, writeCommit, writeTree } from '../../forge/git/git-write.ts';
import { serveApi } from './api.ts';
import { type SandboxClock, startClock } from './clock.ts';
import { installHooks, serveGit } from './git-http.ts';
import type { Grants } from './permissions.ts';
import { land } from './pushes.ts';
import { storedRulesets } from './ruleset-operations.ts';
import { type Runs, runsOf } from './runs.ts';
import { type NewRuleset, newSettings } from './settings.ts';
import { type GithubEvent, type Hub, pullsOf, type User, userCalled } from './state.ts';

/** Number of the pull request whose branch is, or once was, at a commit; the newest of them. */
function pullAt(hub: Hub, sha: string): number | null {
  const branches = hub.activity.filter(({ after }) => after === sha).map(({ branch }) => branch);
  return pullsOf(hub, 'all').findLast(({ pull }) => pull.headSha === sha || branches.includes(pull.headRef))?.number ?? null;
}

/** The desk's page for a page of a repository, by the part of the address after `owner/name`. */
function pageFor(hub: Hub, path: string): string {
  const [, kind = '', first = '', ...rest] = path.split('/');
  const number = kind === 'pull' || kind === 'issues' ? Number(first) : null;
  if (number !== null && pullsOf(hub, 'all').some((thread) => thread.number === number)) return `/pr/${number}`;
  if (kind === 'blob' && first === 'ledger') return `/form/${rest.slice(2, 4).join('/')}`;
  if (kind === 'actions') {
    const run = hub.runs.find(({ id }) => String(id) === rest[0]);
    const number = run ? pullAt(hub, run.headSha) : null;
    return number === null ? '/' : `/pr/${number}${rest[1] === 'artifacts' ? '/preview' : ''}`;
  }
  const pull = pullAt(hub, first.replace(/^.*\.\./, ''));
  if (pull === null) return '/';
  return kind === 'compare' ? `/pr/${pull}?tab=changes` : `/pr/${pull}/preview`;
}

/**
 * The pages that GitHub shows in a browser are the desk's here: whoever follows a link of the comment gets there.
 * @returns false if the address isn't such a page, or there is no desk
 */
function servePages(hub: Hub, desk: string | null, request: IncomingMessage, response: ServerResponse): boolean {
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const prefix = `/${hub.owner}/${hub.name}`;
  if (desk === null || request.method !== 'GET' || (pathname !== prefix && !pathname.startsWith(`${prefix}/`))) return false;
  response.writeHead(302, { location: desk + pageFor(hub, pathname.slice(prefix.length)) }).end();
  return true;
}

export interface SandboxOptions {
  /** The run's folder; the bare repository lies in it. */
  folder: string;
  repository: { owner: string; name: string };
  private: boolean;
  users: User[];
  /** The first commit on main, or the moment of another local GitHub that this one begins with. */
  seed: { files: NewFile[]; message: string; author: Identity } | Snapshot;
  clock?: SandboxClock;
  port?: number;
  /** The setting "Allow auto-merge", off as on a new repository. */
  allowAutoMerge?: boolean;
  /** Teams of the organisation, without access, and without members where none are named. */
  teams?: { id: number; slug: string; members?: string[] }[];
  /** Which GitHub it is like: `ghes` has its API under `/api/v3`, no team invitations, no user who passes by a ruleset, artifacts of version 3. */
  edition?: Hub['edition'];
  /** Seconds until the activity shows a push; default 0. */
  activityLag?: number;
  /** Rulesets that the administrator has written already; without any GitHub lets every writer do everything. */
  rulesets?: NewRuleset[];
}

/** What a local GitHub was at one moment: its bare repository, and what it remembered. Any number of others can begin there. */
export interface Snapshot {
  repositoryDir: string;
  at: Instant;
  memory: ReturnType<typeof memoryOf>;
}

/** A local GitHub that is running. */
export interface SandboxGithub extends Runs {
  /** `GITHUB_API_URL` */
  readonly url: string;
  readonly edition: Hub['edition'];
  /** Address to clone, fetch and push. */
  readonly gitUrl: string;
  /** `GITHUB_REPOSITORY` */
  readonly repository: string;
  readonly repositoryDir: string;
  readonly clock: SandboxClock;
  /** Throws for a login that has no account. */
  tokenOf(login: string): string;
  /** A new token of an account that may only what is named, as `permissions:` of a workflow does; throws for a login that has no account. */
  limitedToken(login: string, grants: Grants): string;
  /** Moves a branch to a commit of the repository in somebody's name, as a push does; gives what the rules say against it. */
  land(login: string, commit: string, branch: string): Promise<string[]>;
  /** Calls the listener after everything that people and machines do; gives the way to stop it. */
  onEvent(listener: (event: GithubEvent) => void): () => void;
  /** Sends whoever opens the repository in a browser to the desk. */
  showPagesAt(deskUrl: string): void;
  /** Copies its repository into a folder, and what it remembers. */
  snapshot(repositoryDir: string): Promise<Snapshot>;
  close(): Promise<void>;
}

const MAIN = 'main';
const CONFIG = '[uploadpack]\n\tallowAnySHA1InWant = true\n[gc]\n\tauto = 0\n[receive]\n\tautogc = false\n';

async function makeRepository(dir: string, seed: Exclude<SandboxOptions['seed'], Snapshot>, at: string): Promise<string> {
  await mkdir(dir, { recursive: true });
  await gitText(dir, ['init', '--quiet', '--bare', `--initial-branch=${MAIN}`]);
  // GitHub hands out any commit it has by its sha; a force-push throws nothing away for the time of a run.
  await appendFile(join(dir, 'config'), CONFIG);
  await installHooks(dir);
  const objects = openObjects(dir);
  const tree = await writeTree(dir, objects, null, seed.files);
  objects.close();
  const commit = await writeCommit(dir, { tree, parents: [], message: seed.message, at, author: seed.author, committer: seed.author });
  await gitText(dir, ['update-ref', `refs/heads/${MAIN}`, commit]);
  return commit;
}

/** Runs works one after the other, whatever becomes of each. */
function oneByOne(): (work: () => Promise<void>) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
}

/** What a hub keeps lists of; each begins empty. */
const LISTS = [
  ...(['threads', 'reviews', 'comments', 'commitComments', 'timeline', 'activity', 'statuses'] as const),
  ...(['checkRuns', 'tokens', 'labels', 'runs', 'artifacts'] as const),
];
type Lists = Pick<Hub, (typeof LISTS)[number]>;

const listsOf = (from: (name: keyof Lists) => readonly unknown[]): Lists =>
  Object.fromEntries(LISTS.map((name) => [name, from(name)])) as unknown as Lists;

/** What a hub remembers, apart from its repository; the accounts in it are the accounts of its lists. */
const memoryOf = ({ settings, users, nextId, ...hub }: Hub) =>
  structuredClone({ settings, users, ...listsOf((name) => hub[name]), lastId: nextId() });

async function newMemory(options: SandboxOptions, dir: string, seed: Exclude<SandboxOptions['seed'], Snapshot>, at: Instant) {
  const commit = await makeRepository(dir, seed, at);
  const actor = options.users.find(({ role }) => role === 'admin') ?? options.users[0];
  if (!actor) throw new RangeError('a local GitHub needs somebody with an account');
  return {
    ...{ settings: newSettings({ ...options, rulesets: storedRulesets(options.rulesets ?? [], at) }), users: options.users, lastId: 1000 },
    ...listsOf(() => []),
    activity: [{ id: 1, branch: MAIN, type: 'branch_creation' as const, before: '0'.repeat(commit.length), after: commit, actor, at }],
  };
}

async function openHub(options: SandboxOptions, dir: string, emit: Hub['emit']): Promise<Hub> {
  const { seed, clock = startClock() } = options;
  if ('memory' in seed) cpSync(seed.repositoryDir, dir, { recursive: true });
  const memory = 'memory' in seed ? structuredClone(seed.memory) : await newMemory(options, dir, seed, clock.tick());
  const { owner, name } = options.repository;
  let id = memory.lastId;
  return {
    ...{ owner, name, private: options.private, mainBranch: MAIN, url: '', api: '', clock, emit, ...memory },
    ...{ edition: options.edition ?? 'github.com', activityLag: options.activityLag ?? 0 },
    git: await openGit(dir),
    nextId: () => {
      id += 1;
      return id;
    },
  };
}

/** Starts a local GitHub on loopback: real Git over HTTP, and the part of the REST API that the pipeline and people need. */
export async function startGithub(options: SandboxOptions): Promise<SandboxGithub> {
  const { owner, name } = options.repository;
  const listeners = new Set<(event: GithubEvent) => void>();
  const dir = join(options.folder, `${name}.git`);
  const hub = await openHub(options, dir, (event) => {
    for (const listener of listeners) listener(event);
  });
  const inOrder = oneByOne();
  let desk: string | null = null;
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    if (!serveGit(hub, request, response, inOrder) && !servePages(hub, desk, request, response))
      void serveApi(hub, request, response, inOrder);
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve));
  hub.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  hub.api = hub.edition === 'ghes' ? `${hub.url}/api/v3` : hub.url;
  return {
    url: hub.api,
    edition: hub.edition,
    gitUrl: `${hub.url}/${owner}/${name}.git`,
    repository: `${owner}/${name}`,
    repositoryDir: dir,
    clock: hub.clock,
    tokenOf: (login) => userCalled(hub, login).token,
    limitedToken(login, grants) {
      const value = `limited-${crypto.randomUUID()}`;
      hub.tokens.push({ value, login: userCalled(hub, login).login, grants });
      return value;
    },
    async land(login, commit, branch) {
      let refusals: string[] = [];
      await inOrder(async () => {
        refusals = await land(hub, commit, branch, userCalled(hub, login));
      });
      return refusals;
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    showPagesAt(deskUrl) {
      desk = deskUrl;
    },
    ...runsOf(hub, inOrder),
    async snapshot(repositoryDir) {
      cpSync(dir, repositoryDir, { recursive: true });
      return { repositoryDir, at: hub.clock.now(), memory: memoryOf(hub) };
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      hub.git.close();
    },
  };
}
