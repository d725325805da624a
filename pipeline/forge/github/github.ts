import { beijingIso, type Instant } from '../../beijing-time.ts';
import { Problem } from '../../problem.ts';
import type { PreviewPlace } from '../../review/comment/preview-place.ts';
import type { ThreadComment } from '../../review/comment/thread-comment.ts';
import type { Identity } from '../git/git-write.ts';
import { type AlertIssue, closeAlert, type Daily, openAlerts, upsertAlert, upsertDaily } from './github-alerts.ts';
import { attachmentBytes } from './github-attachments.ts';
import { otherEditorsOf } from './github-issue-edits.ts';
import { type IssueSummary, issueOf } from './github-issues.ts';
import { changeLabels, listComments, previewAt, requestReviewers, sayAtCommit, setAutoMerge, withdrawRequests } from './github-outputs.ts';
import { isAbsent } from './github-problem.ts';
import {
  type ListedPull,
  type NewPullRequest,
  openDraft,
  type PullRequestSummary,
  type Push,
  pullRequestsFrom,
  pullRequestsSince,
  pushesTo,
  summaryOf,
  type TimedPull,
} from './github-pulls.ts';
import { type PullRequestRecords, type ReviewRecords, readRecords, readReviewRecords } from './github-records.ts';
import { newestRun } from './github-runs.ts';
import { type MarkedCommits, markedCommits, statusAt, statusesAt } from './github-statuses.ts';
import { type GithubOptions, openOctokit, ownerAndName, webHost } from './octokit.ts';

export type { PullRequestSummary } from './github-pulls.ts';
export type { MarkedCommits } from './github-statuses.ts';
export { type GithubOptions, octokitFor } from './octokit.ts';

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
  /** Pull requests of which anything changed since an instant, open or not. */
  pullRequestsSince(since: Instant): Promise<TimedPull[]>;
  /** Every pull request from a branch of this repository, open or not, newest first. */
  pullRequestsFrom(branch: string): Promise<PullRequestSummary[]>;
  /** Opens a draft, or an ordinary one where the plan has no drafts. `null` where there is an open one of this branch already. */
  openDraft(wish: NewPullRequest): Promise<PullRequestSummary | null>;
  /** The merged pull request into `branch` that brought a commit, preferring the one whose merge commit it is; `null` if there is none. */
  pullRequestOf(sha: string, branch: string): Promise<number | null>;
  /** Everything of the evidence that the API alone knows. */
  records(number: number): Promise<PullRequestRecords>;
  /** The reviews of a pull request as they stand now; `null` if there is no such pull request. */
  reviewsOf(number: number): Promise<ReviewRecords | null>;
  /** Numeric id and type of an account; `null` if there is none of this name. */
  account(login: string): Promise<{ id: number; type: 'User' | 'Bot' } | null>;
  /** Commit status, context `sanshen/gate` or `sanshen/check`; description at most 140 characters. */
  setStatus(
    sha: string,
    context: string,
    state: 'error' | 'failure' | 'pending' | 'success',
    description: string,
    url?: string,
  ): Promise<void>;
  /** The newest status of a context at a commit; `null` if there is none. */
  statusAt(sha: string, context: string): Promise<{ state: string; description: string | null } | null>;
  /** Every status of a context at a commit, the newest first. */
  statusesAt(sha: string, context: string): Promise<{ description: string; at: Instant }[]>;
  /** Which of the default branch's newest 200 commits have a status of a context; unless `all`, as far as the first hundred with any. `null`: unknown. */
  markedCommits(context: string, all?: boolean): Promise<MarkedCommits | null>;
  /** The account that the token belongs to; `null` for a token that can't ask who it is, as Actions' own. */
  login(): Promise<string | null>;
  /** Who a commit is by that GitHub shows as this account's: one of nobody's would be refused (rule 7). `null` as `login`. */
  identity(): Promise<Identity | null>;
  /** True for the account that this program acts by or, where a token can't ask who it is, for any machine. */
  isOurs(account: { id: number; type: 'User' | 'Bot' }): Promise<boolean>;
  /** An issue as it stands now; `null` if there is none of this number, or it is a pull request. */
  issue(number: number): Promise<IssueSummary | null>;
  /** Who beside its author has changed an issue's text or title; `null` where GitHub doesn't say. */
  otherEditorsOf(number: number): Promise<string[] | null>;
  /** The bytes of a picture that an issue shows, or of a file attached to it; `null` where the forge gives none. */
  attachment(address: string): Promise<Uint8Array | null>;
  /** The pushes to a branch since it was last made, the first one first; none where that can't be read. */
  pushesTo(branch: string): Promise<Push[]>;
  /** Every comment on a pull request, oldest first. */
  comments(number: number): Promise<ThreadComment[]>;
  /** Makes or updates the one comment that holds `marker`; leaves it alone if it says the `same`, by default to the letter. Gives its address. `among`: all comments, where they are known. */
  upsertComment(
    number: number,
    marker: string,
    body: string,
    options?: { among?: readonly ThreadComment[]; same?: (a: string, b: string) => boolean },
  ): Promise<string>;
  /** Says something at a commit, once: who made it and whoever is named there are told by the forge. */
  sayAtCommit(sha: string, body: string): Promise<void>;
  /** Writes one more comment. */
  addComment(number: number, body: string): Promise<void>;
  requestReviewers(number: number, logins: readonly string[]): Promise<void>;
  withdrawRequests(number: number, logins: readonly string[]): Promise<void>;
  /** Adds and removes labels; one that can't be made or isn't there any more is left out. */
  changeLabels(number: number, change: { add: readonly string[]; remove: readonly string[] }): Promise<void>;
  /** GitHub's own auto-merge of a pull request, by its GraphQL id, for exactly this head; `null` turns it off. Gives why GitHub refused. */
  setAutoMerge(nodeId: string, head: string | null): Promise<string | null>;
  /** The open issues labelled `publish-alert`, oldest first. */
  alerts(): Promise<AlertIssue[]>;
  /** Opens, opens again or updates the one issue labelled `publish-alert` whose body holds `<!-- key -->`. `among`: all open ones, where they are known. */
  upsertAlert(key: string, title: string, body: string, among?: readonly AlertIssue[]): Promise<void>;
  /** Closes an alert with a comment that says by what it is solved. */
  closeAlert(number: number, words: string): Promise<void>;
  /** Writes a day's summary as one comment on the year's issue, or writes it anew. Gives its address. */
  upsertDaily(daily: Daily): Promise<string>;
  /** Whether only those see it who were given access. `private: true` alone is also true of what a whole enterprise reads (`internal`). */
  isPrivate(): Promise<boolean>;
  /** Where the page called `name` can be opened that the check made of a head; `null` where GitHub doesn't tell: only a link is missing then. */
  previewAt(head: string, name: string): Promise<PreviewPlace | null>;
  /** When the newest run of a workflow began, and the server's time; `null` where it never ran or the token can't tell. */
  newestRun(workflow: string): Promise<{ began: Instant; now: Instant } | null>;
  /** When an Actions run ended; `running` while it runs; `null` if the run is unknown. */
  runEnd(runId: string): Promise<Instant | 'running' | null>;
  /** Who started the newest attempt of an Actions run, and how; `null` if the run is unknown. */
  startOf(runId: string): Promise<RunStart | null>;
}

/** How an Actions run began. `event`: as GitHub names it (`workflow_dispatch`, `schedule`, …). */
export interface RunStart {
  actor: string | null;
  attempt: number;
  event: string;
  running: boolean;
}

const MAX_DESCRIPTION = 140;

/** `null` where the answer is that the thing isn't there. */
async function orNull<Value>(asked: Promise<Value>, absent: (error: unknown) => boolean = isAbsent): Promise<Value | null> {
  try {
    return await asked;
  } catch (error) {
    if (absent(error)) return null;
    throw error;
  }
}

const notFound = (error: unknown): boolean => error instanceof Problem && error.code === 'github/not-found';

/** Opens a repository on GitHub or on anything that speaks its API. */
export function openGithub(options: GithubOptions): Github {
  const octokit = openOctokit(options);
  const of = ownerAndName(options.repository);
  let asked: Promise<{ id: number; login: string } | null> | null = null;
  /** Our own account, asked for once. */
  const me = (): Promise<{ id: number; login: string } | null> => {
    asked ??= orNull(octokit.users.getAuthenticated()).then((found) => found?.data ?? null);
    return asked;
  };
  const isOurs = async (account: { id: number; type: 'User' | 'Bot' }): Promise<boolean> => {
    const mine = await me();
    return mine === null ? account.type === 'Bot' : account.id === mine.id;
  };
  const runOf = async (runId: string) =>
    /^\d+$/.test(runId) ? ((await orNull(octokit.actions.getWorkflowRun({ ...of, run_id: Number(runId) }), notFound))?.data ?? null) : null;
  const comments = (number: number): Promise<ThreadComment[]> => listComments(octokit, { ...of, issue_number: number }, isOurs);
  return {
    repository: options.repository,
    async now() {
      const { headers } = await octokit.repos.get(of);
      return beijingIso(new Date(headers.date ?? Number.NaN));
    },
    async pullRequest(number) {
      const { data } = await octokit.pulls.get({ ...of, pull_number: number });
      return summaryOf(data as unknown as ListedPull, data.mergeable);
    },
    openPullRequests: async () =>
      (await octokit.paginate(octokit.pulls.list, { ...of, state: 'open', per_page: 100 })).map((pull) => summaryOf(pull, null)),
    pullRequestsSince: (since) => pullRequestsSince(octokit, of, since),
    pullRequestsFrom: (branch) => pullRequestsFrom(octokit, of, branch),
    openDraft: (wish) => openDraft(octokit, of, wish),
    async pullRequestOf(sha, branch) {
      const pulls = await octokit.paginate(octokit.repos.listPullRequestsAssociatedWithCommit, { ...of, commit_sha: sha, per_page: 100 });
      const merged = pulls.filter((pull) => pull.merged_at !== null && pull.base.ref === branch);
      const first = merged.toSorted((a, b) => Date.parse(a.merged_at ?? '') - Date.parse(b.merged_at ?? ''))[0];
      return (merged.find((pull) => pull.merge_commit_sha === sha) ?? first)?.number ?? null;
    },
    records: (number) => readRecords(octokit, options.repository, number),
    reviewsOf: (number) => orNull(readReviewRecords(octokit, options.repository, number), notFound),
    async account(login) {
      const found = await orNull(octokit.users.getByUsername({ username: login }), notFound);
      return found && { id: found.data.id, type: found.data.type === 'Bot' ? 'Bot' : 'User' };
    },
    async setStatus(sha, context, state, description, url) {
      const short = [...description].slice(0, MAX_DESCRIPTION).join('');
      await octokit.repos.createCommitStatus({
        ...of,
        sha,
        context,
        state,
        description: short,
        ...(url === undefined ? {} : { target_url: url }),
      });
    },
    statusAt: (sha, context) => statusAt(octokit, of, sha, context),
    statusesAt: (sha, context) => statusesAt(octokit, of, sha, context),
    markedCommits: (context, all = false) => markedCommits(octokit, of, context, { most: 200, all }),
    login: async () => (await me())?.login ?? null,
    async identity() {
      const mine = await me();
      const host = webHost(new URL(options.apiUrl).hostname);
      return mine && { name: mine.login, email: `${mine.id}+${mine.login}@users.noreply.${host}` };
    },
    isOurs,
    comments,
    issue: (number) => issueOf(octokit, of, number),
    otherEditorsOf: (number) => otherEditorsOf(octokit, of, number),
    attachment: (address) => attachmentBytes(octokit, options, address),
    pushesTo: (branch) => pushesTo(octokit, { ...of, branch }, isOurs),
    async upsertComment(number, marker, text, { among, same = (a: string, b: string) => a === b } = {}) {
      const issue = { ...of, issue_number: number };
      const body = text.includes(marker) ? text : `${marker}\n${text}`;
      const [found, ...doubles] = (among ?? (await comments(number))).filter((comment) => comment.ours && comment.body.includes(marker));
      if (!found) return (await octokit.issues.createComment({ ...issue, body })).data.html_url;
      if (!same(found.body, body)) await octokit.issues.updateComment({ ...of, comment_id: found.id, body });
      // Two runs that began at once: what the other one wrote would never be updated again.
      for (const { id } of doubles)
        await octokit.issues.updateComment({ ...of, comment_id: id, body: `本条作废，以[前面那条](${found.url})为准。` });
      return found.url;
    },
    sayAtCommit: (sha, body) => sayAtCommit(octokit, { ...of, commit_sha: sha }, body, isOurs),
    async addComment(number, body) {
      await octokit.issues.createComment({ ...of, issue_number: number, body });
    },
    requestReviewers: (number, logins) => requestReviewers(octokit, { ...of, pull_number: number }, logins),
    withdrawRequests: (number, logins) => withdrawRequests(octokit, { ...of, pull_number: number }, logins),
    changeLabels: (number, change) => changeLabels(octokit, { ...of, issue_number: number }, change),
    setAutoMerge: (nodeId, head) => setAutoMerge(octokit, nodeId, head),
    alerts: () => openAlerts(octokit, of),
    upsertAlert: (key, title, text, among) => upsertAlert(octokit, of, { key, title, text }, among),
    upsertDaily: (daily) => upsertDaily(octokit, of, daily),
    closeAlert: (number, words) => closeAlert(octokit, of, number, words),
    // Whatever is wrong with an answer: a link is missing, and the judgement stands.
    previewAt: (head, name) => orNull(previewAt(octokit, of, head, name), () => true),
    isPrivate: async () => (await octokit.repos.get(of)).data.visibility === 'private',
    newestRun: (workflow) => orNull(newestRun(octokit, of, workflow)),
    async runEnd(runId) {
      const run = await runOf(runId);
      return run && (run.status === 'completed' ? run.updated_at : 'running');
    },
    async startOf(runId) {
      const run = await runOf(runId);
      if (run === null) return null;
      const { event, status, run_attempt: attempt = 1 } = run;
      return { actor: run.triggering_actor?.login ?? null, attempt, event, running: status !== 'completed' };
    },
  };
}
