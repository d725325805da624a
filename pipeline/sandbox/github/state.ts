import type { Instant } from '../../beijing-time.ts';
import type { Git } from '../../forge/git/git.ts';
import type { SandboxClock } from './clock.ts';
import type { Grants } from './permissions.ts';
import type { HubSettings } from './settings.ts';

/** `bot`: an app. `deploy-key`: nobody's, for git alone. */
export type Role = 'admin' | 'write' | 'bot' | 'deploy-key';

/** An account. A token is a password: whoever sends it is this account, with all that it may do. */
export interface User {
  login: string;
  id: number;
  token: string;
  name: string;
  email: string;
  role: Role;
  /** The app's number, of a bot (15368: GitHub Actions). */
  app?: number;
}

/** A token beside an account's own, which may less (docs "Managing your personal access tokens", fine-grained). */
export interface Token {
  value: string;
  login: string;
  grants: Grants;
}

/** An issue; a pull request is one with `pull`. */
export interface Thread {
  number: number;
  title: string;
  body: string;
  author: User;
  open: boolean;
  labels: string[];
  createdAt: Instant;
  updatedAt: Instant;
  closedAt: Instant | null;
  pull: Pull | null;
  /** Logins of those who edited its text. */
  editors?: string[];
}

export interface Pull {
  headRef: string;
  headSha: string;
  baseRef: string;
  draft: boolean;
  requested: string[];
  /** The owner of the fork that the branch is in; `null`: it is in this repository. A fork shares our object store, as on GitHub. */
  fork: string | null;
  /** Who told GitHub to merge it by itself, once nothing is in the way. */
  autoMerge: { by: User; method: MergeMethod } | null;
  merged: { at: Instant; by: User; sha: string; baseSha: string } | null;
}

export type MergeMethod = 'merge' | 'squash';

/** A thread that is a pull request. */
export type PullThread = Thread & { pull: Pull };

export type ReviewState = 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED' | 'PENDING';

export interface Review {
  id: number;
  number: number;
  user: User;
  state: ReviewState;
  body: string;
  commit: string;
  submittedAt: Instant | null;
  /** When its words were last changed after that, by whoever may write. */
  editedAt?: Instant;
  /** What the pull request changed when it was reviewed: GitHub dismisses an approval when this changes. */
  diff: string;
  /** Conversations beside lines that came with it. */
  threads: { id: number; resolved: boolean }[];
}

export interface Comment {
  id: number;
  number: number;
  user: User;
  body: string;
  createdAt: Instant;
  updatedAt: Instant;
}

/** A comment on a commit. */
export interface CommitComment extends Omit<Comment, 'number'> {
  sha: string;
}

/** A branch that a push moved; `0000…` stands for none. */
export interface RefUpdate {
  before: string;
  after: string;
  branch: string;
}

/** What happened on a thread, as the timeline tells it. */
export interface TimelineEvent {
  id: number;
  number: number;
  event: string;
  actor: User;
  at: Instant;
  detail: Record<string, unknown>;
}

export type ActivityType = 'push' | 'force_push' | 'branch_creation' | 'branch_deletion' | 'pr_merge';

export interface Activity {
  id: number;
  branch: string;
  type: ActivityType;
  before: string;
  after: string;
  actor: User;
  at: Instant;
}

export interface Status {
  id: number;
  sha: string;
  context: string;
  state: 'error' | 'failure' | 'pending' | 'success';
  description: string | null;
  url: string | null;
  creator: User;
  at: Instant;
}

/** What an app says of a commit, `null` while it goes on; those of one suite belong together, as the jobs of a workflow run do. */
export interface CheckRun {
  sha: string;
  name: string;
  suite: number;
  app: User;
  conclusion: string | null;
}

export interface Label {
  id: number;
  name: string;
  color: string;
  description: string | null;
}

/** A run of Actions; `headSha` is a pull request's head, as GitHub tells it for its events. */
export interface Run {
  id: number;
  workflow: string;
  /** What started it, and whose act that was. */
  event: string;
  actor: User;
  headSha: string;
  startedAt: Instant;
  completedAt: Instant | null;
}

/** What a run has left behind, for as long as it is kept. */
export interface Artifact {
  id: number;
  name: string;
  run: Run;
  at: Instant;
  expiresAt: Instant;
}

/** What the sandbox's runner reacts to, as Actions would. */
export type GithubEvent =
  | { kind: 'push'; branch: string; before: string; after: string; type: ActivityType; actor: string }
  | {
      kind: 'pull_request';
      action: 'opened' | 'synchronize' | 'edited' | 'ready_for_review' | 'converted_to_draft' | 'closed' | 'reopened';
      number: number;
      actor: string;
    }
  | { kind: 'pull_request_review'; action: 'submitted' | 'dismissed'; number: number; actor: string }
  | { kind: 'workflow_dispatch'; workflow: string; ref: string; sha: string; actor: string; inputs: Record<string, string> }
  | { kind: 'merge'; number: number; sha: string; actor: string }
  | { kind: 'issue'; action: 'opened' | 'edited' | 'closed' | 'reopened'; number: number; actor: string };

/** The local GitHub: everything it remembers, its repository and its clock. */
export interface Hub {
  readonly owner: string;
  readonly name: string;
  readonly private: boolean;
  readonly mainBranch: string;
  /** What administrators have set. */
  readonly settings: HubSettings;
  /** Which GitHub it is like: a server of one's own has an API of fewer operations, under `/api/v3`. */
  readonly edition: 'github.com' | 'ghes';
  /** Seconds until the activity shows a push. */
  readonly activityLag: number;
  /** The server's address, no slash at the end. */
  url: string;
  /** The address of its REST API, no slash at the end. */
  api: string;
  readonly git: Git;
  readonly clock: SandboxClock;
  readonly users: User[];
  readonly tokens: Token[];
  readonly threads: Thread[];
  readonly reviews: Review[];
  readonly comments: Comment[];
  readonly commitComments: CommitComment[];
  readonly timeline: TimelineEvent[];
  readonly activity: Activity[];
  readonly statuses: Status[];
  readonly checkRuns: CheckRun[];
  readonly labels: Label[];
  readonly runs: Run[];
  readonly artifacts: Artifact[];
  nextId(): number;
  emit(event: GithubEvent): void;
}

/** The host of the addresses that accounts hide theirs behind, `users.noreply.HOST`. */
export const HOSTS: Readonly<Record<Hub['edition'], string>> = { 'github.com': 'github.com', ghes: 'git.example.gov.cn' };

/** Whom GitHub names as committer of what it commits itself. */
export const WEB_FLOW: User = { login: 'web-flow', id: 19864447, token: '', name: 'GitHub', email: 'noreply@github.com', role: 'bot' };

/** Somebody's account. @throws RangeError for a login that has none */
export function userCalled(hub: Hub, login: string): User {
  const user = hub.users.find((other) => other.login === login);
  if (!user) throw new RangeError(`nobody is called ${login}`);
  return user;
}

/** The account that a commit's e-mail address belongs to; `null` if GitHub couldn't tell. */
export function userByEmail(hub: Hub, email: string): User | null {
  const address = email.toLowerCase();
  const [, id, login, host] = /^(?:(\d+)\+)?([^@]+)@users\.noreply\.(.+)$/.exec(address) ?? [];
  const isNamed = (user: User): boolean => (id ? user.id === Number(id) : user.login.toLowerCase() === login);
  // By the host that people see, and by the one that this practice is reached under.
  const isOwn = host === HOSTS[hub.edition] || host === new URL(hub.url).hostname;
  const named = isOwn ? hub.users.find(isNamed) : undefined;
  return [...hub.users, WEB_FLOW].find((user) => user.email.toLowerCase() === address) ?? named ?? null;
}

/** The open pull requests, or all. */
export function pullsOf(hub: Hub, which: 'open' | 'all'): PullThread[] {
  return hub.threads.filter((thread): thread is PullThread => thread.pull !== null && (which === 'all' || thread.open));
}

/** Writes something onto a thread's timeline. */
export function note(hub: Hub, number: number, event: string, actor: User, at: Instant, detail: Record<string, unknown> = {}): void {
  hub.timeline.push({ id: hub.nextId(), number, event, actor, at, detail });
}

/** The newest status of each context. */
export function newestStatuses(hub: Hub, sha: string): Status[] {
  return [...new Map(hub.statuses.filter((status) => status.sha === sha).map((status) => [status.context, status])).values()];
}
