import type { Instant } from '../../beijing-time.ts';
import { Problem } from '../../problem.ts';
import type { Evidence, Login } from '../../review/gate/evidence.ts';
import { withoutLaterUrgency } from './github-edits.ts';
import { type Account, issueAuthorsOf, type Origin, tooManyIssues } from './github-issues.ts';
import { type Octokit, ownerAndName } from './octokit.ts';

/** A commit of a pull request as the API attributes it. */
export interface CommitRecord {
  sha: string;
  author: Login;
  committer: Login;
  authorEmail: string;
  message: string;
  parents: string[];
}

/** What people did with a pull request: everything of the evidence that Git can't know, every list read to the end. */
export interface PullRequestRecords {
  now: Instant;
  defaultBranch: string;
  pullRequest: NonNullable<Evidence['pullRequest']>;
  commits: CommitRecord[];
  files: Evidence['files'];
  pushes: Evidence['pushes'];
  reviews: Evidence['reviews'];
  dismissals: Evidence['dismissals'];
  accounts: NonNullable<Evidence['accounts']>;
  incomplete: string[];
  shown: PullRequestShown;
}

/** What GitHub shows on a pull request that decides nothing, and that this program keeps in order. */
export interface PullRequestShown {
  /** Its id in GraphQL. */
  nodeId: string;
  open: boolean;
  labels: string[];
  /** Logins of those who are asked for a review. */
  requested: string[];
  /** Who let GitHub merge it by itself; `null`: nobody. */
  autoMergeBy: { id: number; type: 'User' | 'Bot' } | null;
}

function shownOf({ node_id, state, labels, requested_reviewers, auto_merge }: PullRequest): PullRequestShown {
  const by = auto_merge?.enabled_by;
  return {
    nodeId: node_id,
    open: state === 'open',
    labels: labels.map(({ name }) => name),
    requested: (requested_reviewers ?? []).map(({ login }) => login),
    autoMergeBy: by ? { id: by.id, type: by.type === 'Bot' ? 'Bot' : 'User' } : null,
  };
}

/** The reviews of a pull request as they stand now, and what became of them. */
export type ReviewRecords = Pick<PullRequestRecords, 'reviews' | 'dismissals' | 'accounts'>;

/** What the timeline says of reviews: those that were given, by id, and what took some of them back. */
interface ReviewTimeline {
  given: number[];
  dismissals: Evidence['dismissals'];
  /** No text of the pull request that is edited later takes these away. */
  origins: Origin[];
}

type PullRequest = Awaited<ReturnType<Octokit['pulls']['get']>>['data'];

/** Collects the accounts it sees. GitHub shows a deleted account as `null`, and a commit that it can't attribute as `null` or `{}`. */
function register(accounts: NonNullable<Evidence['accounts']>): (account: Account | null | undefined) => Login {
  return (account) => {
    if (!account?.login || account.id === undefined) return null;
    accounts[account.login] = { id: account.id, type: account.type === 'Bot' ? 'Bot' : 'User' };
    return account.login;
  };
}

const STATUS: Record<string, Evidence['files'][number]['status']> = {
  added: 'added',
  copied: 'added',
  removed: 'removed',
  renamed: 'renamed',
};
const REVIEW_STATES = new Set(['APPROVED', 'CHANGES_REQUESTED', 'COMMENTED', 'DISMISSED']);
const FORMER_STATES = new Set(['APPROVED', 'CHANGES_REQUESTED', 'COMMENTED']);

/** The whole activity of a branch, oldest first; none if it can't be read, which leaves every signature unproved. */
async function readPushes(octokit: Octokit, pull: PullRequest, login: ReturnType<typeof register>): Promise<Evidence['pushes']> {
  if (!pull.head.repo) return [];
  const of = { owner: pull.head.repo.owner.login, repo: pull.head.repo.name };
  try {
    const activities = await octokit.paginate(octokit.repos.listActivities, {
      ...of,
      ref: `refs/heads/${pull.head.ref}`,
      direction: 'asc',
      per_page: 100,
    });
    return activities
      .filter(({ activity_type }) => activity_type !== 'branch_deletion')
      .map((activity) => ({
        at: activity.timestamp,
        actor: login(activity.actor),
        before: activity.before,
        after: activity.after,
        forced: activity.activity_type === 'force_push',
      }));
  } catch (error) {
    if (error instanceof Problem && !['github/unreachable', 'github/rate-limit', 'github/token'].includes(error.code)) return [];
    throw error;
  }
}

async function readReviews(
  octokit: Octokit,
  of: { owner: string; repo: string; pull_number: number },
  login: ReturnType<typeof register>,
): Promise<Evidence['reviews']> {
  const reviews = await octokit.paginate(octokit.pulls.listReviews, { ...of, per_page: 100 });
  const given = reviews.flatMap((review) => {
    if (!REVIEW_STATES.has(review.state) || review.submitted_at === undefined) return [];
    const state = review.state as Evidence['reviews'][number]['state'];
    return [
      { id: review.id, login: login(review.user), state, submittedAt: review.submitted_at, commit: review.commit_id, body: review.body },
    ];
  });
  return withoutLaterUrgency(octokit, { owner: of.owner, repo: of.repo, number: of.pull_number }, given);
}

/** Which reviews were given; who took one back, when, what it was, and whether GitHub did it itself after a push. */
async function readTimeline(
  octokit: Octokit,
  of: { owner: string; repo: string; issue_number: number },
  login: ReturnType<typeof register>,
): Promise<ReviewTimeline> {
  const events = await octokit.paginate(octokit.issues.listEventsForTimeline, { ...of, per_page: 100 });
  const given = events.flatMap((event) => (event.event === 'reviewed' && 'submitted_at' in event && event.submitted_at ? [event.id] : []));
  const dismissals = events.flatMap((event) => {
    if (!('dismissed_review' in event)) return [];
    const { review_id, state, dismissal_commit_id } = event.dismissed_review;
    const former = state.toUpperCase();
    return [
      {
        reviewId: review_id,
        by: login(event.actor),
        at: event.created_at,
        state: FORMER_STATES.has(former) ? (former as 'APPROVED') : null,
        commit: dismissal_commit_id ?? null,
      },
    ];
  });
  const origins = events.flatMap((event) => {
    if (event.event !== 'cross-referenced' || !('source' in event) || !('issue' in event.source)) return [];
    const { issue } = event.source;
    if (!issue || issue.pull_request) return [];
    return [{ repository: issue.repository?.full_name, number: issue.number, by: event.actor ?? null, author: login(issue.user) }];
  });
  return { given, dismissals, origins };
}

/** Reads the reviews alone: two requests. @throws Problem `github/…` */
export async function readReviewRecords(octokit: Octokit, repository: string, number: number): Promise<ReviewRecords> {
  const of = ownerAndName(repository);
  const accounts: NonNullable<Evidence['accounts']> = {};
  const login = register(accounts);
  const [reviews, { dismissals }] = await Promise.all([
    readReviews(octokit, { ...of, pull_number: number }, login),
    readTimeline(octokit, { ...of, issue_number: number }, login),
  ]);
  return { reviews, dismissals, accounts };
}

type Lists = Pick<PullRequestRecords, 'pushes' | 'reviews'> & {
  commits: readonly { sha: string }[];
  files: readonly unknown[];
  given: readonly number[];
};

/** Lists that GitHub cut short. Its own count tells it, or they don't reach the head or lack what another list shows. */
function cutShort({ head, commits: all, changed_files }: PullRequest, { commits, files, pushes, reviews, given }: Lists): string[] {
  // A list that doesn't reach the head was cut off, or read while somebody pushed.
  const short = {
    commits: commits.length < all || (all > 0 && !commits.some(({ sha }) => sha === head.sha)),
    files: files.length < changed_files,
    pushes: pushes.length > 0 && !pushes.some(({ after }) => after === head.sha),
    reviews: given.some((id) => !reviews.some((review) => review.id === id)),
  };
  return Object.entries(short).flatMap(([list, isShort]) => (isShort ? [list] : []));
}

/**
 * Reads what people did with a pull request. A list is in `incomplete` when GitHub shows that there is more than it gave.
 * @throws Problem `github/…`
 */
export async function readRecords(octokit: Octokit, repository: string, number: number): Promise<PullRequestRecords> {
  const of = ownerAndName(repository);
  const pulled = { ...of, pull_number: number };
  const accounts: NonNullable<Evidence['accounts']> = {};
  const login = register(accounts);
  const [repo, { data: pull }] = await Promise.all([octokit.repos.get(of), octokit.pulls.get(pulled)]);
  const [commits, files, pushes, reviews, timeline, open] = await Promise.all([
    octokit.paginate(octokit.pulls.listCommits, { ...pulled, per_page: 100 }),
    octokit.paginate(octokit.pulls.listFiles, { ...pulled, per_page: 100 }),
    readPushes(octokit, pull, login),
    readReviews(octokit, pulled, login),
    readTimeline(octokit, { ...of, issue_number: number }, login),
    octokit.paginate(octokit.pulls.list, { ...of, state: 'open', per_page: 100 }),
  ]);
  const author = login(pull.user);
  const issueAuthors = await issueAuthorsOf(octokit, repository, pull, timeline.origins, login);
  return {
    now: new Date(repo.headers.date ?? Number.NaN).toISOString(),
    defaultBranch: repo.data.default_branch,
    pullRequest: {
      number,
      author,
      base: { ref: pull.base.ref, sha: pull.base.sha },
      head: { ref: pull.head.ref, sha: pull.head.sha },
      draft: pull.draft === true,
      fromFork: pull.head.repo?.full_name !== pull.base.repo.full_name,
      merged: pull.merged,
      issueAuthor: issueAuthors[0] ?? null,
      ...(issueAuthors.length > 0 ? { issueAuthors } : {}),
      mergeSha: pull.merged ? pull.merge_commit_sha : null,
      siblings: open.filter((other) => other.number !== number && other.head.sha === pull.head.sha).map((other) => other.number),
    },
    commits: commits.map((commit) => ({
      sha: commit.sha,
      author: login(commit.author),
      committer: login(commit.committer),
      authorEmail: commit.commit.author?.email ?? '',
      message: commit.commit.message,
      parents: commit.parents.map(({ sha }) => sha),
    })),
    files: files.map((file) => ({
      path: file.filename,
      status: STATUS[file.status] ?? 'modified',
      ...(file.status === 'renamed' && file.previous_filename !== undefined ? { previousPath: file.previous_filename } : {}),
    })),
    pushes,
    reviews,
    dismissals: timeline.dismissals,
    accounts,
    incomplete: [
      ...cutShort(pull, { commits, files, pushes, reviews, given: timeline.given }),
      ...(tooManyIssues(repository, pull, timeline.origins) ? ['issues'] : []),
    ],
    shown: shownOf(pull),
  };
}
