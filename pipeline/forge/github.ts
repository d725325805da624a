import type { Instant } from '../beijing-time.ts';
import { Problem } from '../problem.ts';

/** How to reach a repository's people's acts. */
export interface GithubOptions {
  /** `GITHUB_API_URL`, e.g. `https://api.github.com` or the sandbox's address. */
  apiUrl: string;
  token: string;
  /** `owner/name` */
  repository: string;
}

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
}

/**
 * People's acts, by Octokit: what Git can't know. Lists are read to the end (all pages); mutations are never retried by themselves.
 * Every failure of the network or of a right is a `Problem` with a code `github/…` and a Chinese sentence.
 */
export interface Github {
  readonly repository: string;
  /** The server's own time (its `Date` header), so that a wrong clock here decides nothing. */
  now(): Promise<Instant>;
  pullRequest(number: number): Promise<PullRequestSummary>;
  openPullRequests(): Promise<PullRequestSummary[]>;
  /** The merged pull request into `branch` that brought a commit, preferring the one whose merge commit it is; `null` if there is none. */
  pullRequestOf(sha: string, branch: string): Promise<number | null>;
  /** Commit status, context `sanshen/gate` or `sanshen/check`; description at most 140 characters. */
  setStatus(
    sha: string,
    context: string,
    state: 'error' | 'failure' | 'pending' | 'success',
    description: string,
    url?: string,
  ): Promise<void>;
  /** Makes or updates the one comment that holds `marker`; leaves it alone if the text is the same. Gives its address. */
  upsertComment(number: number, marker: string, body: string): Promise<string>;
  requestReviewers(number: number, logins: string[]): Promise<void>;
  /** Opens or updates the one open issue labelled `publish-alert` whose body holds `<!-- key -->`. */
  upsertAlert(key: string, title: string, body: string): Promise<void>;
  isPrivate(): Promise<boolean>;
  /** When an Actions run ended; `running` while it runs; `null` if the run is unknown. */
  runEnd(runId: string): Promise<Instant | 'running' | null>;
}

/** Opens a repository on GitHub or on anything that speaks its API. */
export function openGithub(_options: GithubOptions): Github {
  throw new Problem('github/not-built', 'not built yet');
}
