import type { Instant } from '../../beijing-time.ts';
import { gateViewOf, previewMeant } from '../../forge/evidence/gate-view-of.ts';
import { settingsShown } from '../../forge/evidence/settings-shown.ts';
import type { Github } from '../../forge/github/github.ts';
import type { PullRequestShown } from '../../forge/github/github-records.ts';
import { readNewestChains } from '../../ledger/ledger.ts';
import { gitLedger } from '../../ledger/ledger-git.ts';
import { Problem } from '../../problem.ts';
import { publishedView } from '../../release/published-view.ts';
import { COMMENT_MARKER, saysTheSame, stickyComment } from '../../review/comment/comment.ts';
import { deadlineReminders } from '../../review/comment/deadline-reminder.ts';
import { explain } from '../../review/comment/explain.ts';
import type { GateView, PublishedView } from '../../review/comment/gate-view.ts';
import { mergeAct, mergeNotice } from '../../review/comment/merge-act.ts';
import { agreementReplies } from '../../review/comment/reply.ts';
import { returnReplies } from '../../review/comment/return-sentence.ts';
import { labelChange, requestChange } from '../../review/comment/stage-labels.ts';
import { type StatusLine, statusLine, UNREADABLE_STATUS } from '../../review/comment/status-line.ts';
import { unwritten } from '../../review/comment/thread-comment.ts';
import { evaluate } from '../../review/gate/evaluate.ts';
import type { Evidence } from '../../review/gate/evidence.ts';
import type { Verdict } from '../../review/gate/verdict.ts';
import type { ForgeAccess } from './environment.ts';
import { pullRequestEvidence } from './pull-request-evidence.ts';

/** The context of the gate's commit status. */
const GATE_CONTEXT = 'sanshen/gate';

/** GitHub keeps a thousand statuses of a context at a commit: what it says already isn't said again. */
async function writeStatus(github: Github, sha: string, { state, description }: StatusLine): Promise<void> {
  const there = await github.statusAt(sha, GATE_CONTEXT);
  if (there?.state === state && there.description === description) return;
  await github.setStatus(sha, GATE_CONTEXT, state, description);
}

/**
 * Writes where a pull request stands into GitHub (design.md 3.4). That is the commit status, the one comment (updated in place), answers
 * written once, review requests, labels, and whether GitHub may merge it. Nothing of this is ever read back as an approval.
 * @param view as `gateViewOf` gives it
 * @param shown what GitHub shows on it now
 */
async function postVerdict(github: Github, view: GateView, shown: PullRequestShown): Promise<void> {
  const { pullRequest } = view.evidence;
  if (!pullRequest) return;
  const { number, head } = pullRequest;
  const { open, nodeId, autoMergeBy } = shown;
  const act = open ? mergeAct(view, autoMergeBy === null ? 'off' : (await github.isOurs(autoMergeBy)) ? 'ours' : 'theirs') : 'none';
  // Before the status: once that is good there is nothing left to wait for, and GitHub refuses.
  const refusal = act === 'enable' ? await github.setAutoMerge(nodeId, head.sha) : null;
  await writeStatus(github, head.sha, statusLine(view));
  if (act === 'disable') await github.setAutoMerge(nodeId, null);
  const comments = await github.comments(number);
  await github.upsertComment(number, COMMENT_MARKER, stickyComment(view), { among: comments, same: saysTheSame });
  await github.changeLabels(number, labelChange(view, shown.labels));
  if (!open) return;
  const { ask, withdraw } = requestChange(view, shown.requested);
  await github.withdrawRequests(number, withdraw);
  await github.requestReviewers(number, ask);
  const notices = act === 'tell' || refusal !== null ? mergeNotice(view, refusal) : [];
  const replies = [...returnReplies(view), ...agreementReplies(view, comments), ...deadlineReminders(view), ...notices];
  for (const { body } of unwritten(replies, comments)) await github.addComment(number, body);
}

/** Says at a head that its records can't be read now, so that nobody takes an older word of the gate for the present one. */
async function postUnreadable(github: Github, sha: string): Promise<void> {
  await writeStatus(github, sha, UNREADABLE_STATUS);
}

/** What the gate concludes of a pull request now, and the same in words. */
export interface Judged {
  verdict: Verdict;
  text: string;
  /** Head and name of the three faces that the check was still making when it was told. */
  coming?: { head: string; name: string };
}

/** What the ledger says has become of a merged pull request's item. */
async function published({ git, webUrl }: ForgeAccess, { pullRequest }: Evidence, { items }: Verdict): Promise<PublishedView | undefined> {
  const [item] = items;
  if (!pullRequest?.merged || !item) return undefined;
  const ledger = await readNewestChains(gitLedger(git, { fetch: false }), [item.id]);
  return publishedView(ledger, item.id, pullRequest.number, webUrl) ?? undefined;
}

/** Says at the head that nothing could be read, as far as that can be said. The older word of the gate must not stand for the present one. */
async function tellUnreadable({ github }: ForgeAccess, number: number): Promise<void> {
  const pull = await github.pullRequest(number).catch(() => null);
  if (pull?.open) await postUnreadable(github, pull.head.sha).catch(() => undefined);
}

/**
 * Reads a pull request now, says where it stands and, if asked, writes it into GitHub.
 * @throws Problem what can't be read or written; with `post` the head is then told so by a status, unless it has been judged
 */
export async function judgePullRequest(access: ForgeAccess, number: number, at: Instant | null, post: boolean): Promise<Judged> {
  const { github, git } = access;
  const read = async () => {
    const records = await github.records(number);
    const evidence = await pullRequestEvidence(access, number, at, records);
    const verdict = evaluate(evidence);
    const text = explain(evidence, verdict, (await settingsShown(git, evidence)) ?? undefined);
    if (!post) return { judged: { verdict, text }, view: null, shown: records.shown };
    const meant = records.shown.open ? previewMeant(evidence, verdict) : null;
    const preview = meant && (await github.previewAt(meant.head, meant.name));
    const view = await gateViewOf(access, evidence, verdict, { published: await published(access, evidence, verdict), preview });
    return { judged: { verdict, text, ...(meant && preview?.state === 'coming' ? { coming: meant } : {}) }, view, shown: records.shown };
  };
  const { judged, view, shown } = await read().catch(async (error: unknown) => {
    if (post) await tellUnreadable(access, number);
    throw error;
  });
  if (view) await postVerdict(github, view, shown);
  return judged;
}

const wait = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** The most seconds between two questions for a preview. */
const SELDOM = 10;

/**
 * Judges and tells a pull request at once, and again as soon as the preview that the check is still making can be opened. Check and gate
 * begin together, and nothing else happens to the pull request when the check ends. Else the next run tells it.
 * @param most seconds to wait
 * @param first seconds before the first question; each time half as long again
 */
export async function judgeAndShow(access: ForgeAccess, number: number, at: Instant | null, most: number, first = 2): Promise<Judged> {
  const judged = await judgePullRequest(access, number, at, true);
  const { coming } = judged;
  if (!coming) return judged;
  for (let next = first, waited = 0; waited + next <= most; waited += next, next = Math.min(next * 1.5, SELDOM)) {
    await wait(next);
    const place = await access.github.previewAt(coming.head, coming.name);
    if (place?.state !== 'coming') return judgePullRequest(access, number, at, true);
  }
  return judged;
}

/** One pull request of many: its verdict, or why there is none. */
export type Swept = { number: number } & (Judged | { problem: Problem });

/** Every pull request that is open, in order of number; one that can't be read doesn't keep the others from being judged. */
export async function judgeOpen(access: ForgeAccess, at: Instant | null, post: boolean): Promise<Swept[]> {
  const numbers = (await access.github.openPullRequests()).map(({ number }) => number).sort((a, b) => a - b);
  const swept: Swept[] = [];
  for (const number of numbers) {
    const judged = await judgePullRequest(access, number, at, post).catch((error: unknown) => {
      if (error instanceof Problem) return { problem: error };
      const why = error instanceof Error ? error.message : String(error);
      const message = `程序出错，没有核对成（${why.split('\n')[0]}）；应能核对；请管理员看运行记录，稍后会自动重试。`;
      return { problem: new Problem('gate/failed', message, { place: `#${number}`, cause: error }) };
    });
    swept.push({ number, ...judged });
  }
  return swept;
}
