import type { Instant } from '../../beijing-time.ts';
import { Problem } from '../../problem.ts';
import { isAbsent } from './github-problem.ts';
import type { Octokit, Repository } from './octokit.ts';

export interface PullRequestSummary {
  number: number;
  title: string;
  author: string | null;
  draft: boolean;
  merged: boolean;
  open: boolean;
  base: { ref: string; sha: string };
  head: { ref: string; sha: string; fromFork: boolean };
  mergeSha: string | null;
  mergeable: boolean | null;
  body: string;
  /** Its page. */
  url: string;
}

/** A pull request to open from a branch of this repository. */
export interface NewPullRequest {
  branch: string;
  base: string;
  title: string;
  body: string;
}

/** A pull request as lists hold it. */
export type ListedPull = Awaited<ReturnType<Octokit['pulls']['list']>>['data'][number];

/** What is asked of a pull request. `mergeable`: as far as it is known. */
export function summaryOf(pull: ListedPull, mergeable: boolean | null): PullRequestSummary {
  const merged = pull.merged_at !== null;
  return {
    number: pull.number,
    title: pull.title,
    author: pull.user?.login ?? null,
    draft: pull.draft === true,
    merged,
    open: pull.state === 'open',
    base: { ref: pull.base.ref, sha: pull.base.sha },
    head: { ref: pull.head.ref, sha: pull.head.sha, fromFork: pull.head.repo?.full_name !== pull.base.repo.full_name },
    mergeSha: merged ? pull.merge_commit_sha : null,
    mergeable,
    body: pull.body ?? '',
    url: pull.html_url,
  };
}

/** A pull request with its times, for who counts. */
export interface TimedPull extends PullRequestSummary {
  createdAt: Instant;
  closedAt: Instant | null;
}

/** Pull requests of which anything changed since an instant, open or not. Later pages of the list are older still and aren't asked for. */
export async function pullRequestsSince(octokit: Octokit, of: Repository, since: Instant): Promise<TimedPull[]> {
  const asked = { ...of, state: 'all', sort: 'updated', direction: 'desc', per_page: 100 } as const;
  const listed = await octokit.paginate(octokit.pulls.list, asked, ({ data }, done) => {
    if (data.some(({ updated_at }) => Date.parse(updated_at) < Date.parse(since))) done();
    return data;
  });
  return listed
    .filter(({ updated_at }) => Date.parse(updated_at) >= Date.parse(since))
    .map((pull) => ({ ...summaryOf(pull, null), createdAt: pull.created_at, closedAt: pull.closed_at }));
}

/** Every pull request from a branch of this repository, open or not, newest first. */
export async function pullRequestsFrom(octokit: Octokit, of: Repository, branch: string): Promise<PullRequestSummary[]> {
  const asked = { ...of, state: 'all', head: `${of.owner}:${branch}`, per_page: 100 } as const;
  return (await octokit.paginate(octokit.pulls.list, asked)).map((pull) => summaryOf(pull, null));
}

/**
 * Opens a draft; an ordinary pull request where the repository's plan has no drafts (docs "Draft pull requests"). `null` where one of this
 * branch is open already.
 */
export async function openDraft(octokit: Octokit, of: Repository, { branch, ...wish }: NewPullRequest): Promise<PullRequestSummary | null> {
  for (const draft of [true, false]) {
    try {
      const { data } = await octokit.pulls.create({ ...of, ...wish, head: branch, draft });
      return summaryOf(data as unknown as ListedPull, null);
    } catch (error) {
      const said = error instanceof Problem && error.code === 'github/refused' ? error.message : '';
      if (/already exists/i.test(said)) return null;
      if (!draft || !/draft/i.test(said)) throw error;
    }
  }
  return null;
}

/** One push to a branch: who, from where, to where. `ours`: by this program's own account. */
export interface Push {
  /** `null` for an account that is gone. */
  login: string | null;
  ours: boolean;
  before: string;
  after: string;
}

/** The pushes to a branch since it was last made, the first one first: names of branches come again. None where the token can't read that. */
export async function pushesTo(
  octokit: Octokit,
  { branch, ...of }: Repository & { branch: string },
  isOurs: (account: { id: number; type: 'User' | 'Bot' }) => Promise<boolean>,
): Promise<Push[]> {
  const asked = { ...of, ref: `refs/heads/${branch}`, direction: 'asc', per_page: 100 } as const;
  const pushes = await octokit.paginate(octokit.repos.listActivities, asked).catch((error: unknown) => {
    if (isAbsent(error)) return [];
    throw error;
  });
  const made = pushes.findLastIndex(({ activity_type }) => activity_type === 'branch_creation');
  return Promise.all(
    pushes.slice(Math.max(made, 0)).map(async ({ actor, before, after }) => {
      const ours = actor !== null && (await isOurs({ id: actor.id, type: actor.type === 'Bot' ? 'Bot' : 'User' }));
      return { login: actor?.login ?? null, ours, before, after };
    }),
  );
}
