import { COMMENT_MARKER, saysTheSame, stickyComment } from '../review/comment.ts';
import { deadlineReminders } from '../review/deadline-reminder.ts';
import type { GateView } from '../review/gate-view.ts';
import { mergeAct, mergeNotice } from '../review/merge-act.ts';
import { agreementReplies } from '../review/reply.ts';
import { returnReplies } from '../review/return-sentence.ts';
import { requestChange } from '../review/review-requests.ts';
import { labelChange } from '../review/stage-labels.ts';
import { type StatusLine, statusLine, UNREADABLE_STATUS } from '../review/status-line.ts';
import { unwritten } from '../review/thread-comment.ts';
import type { Github } from './github.ts';
import type { PullRequestShown } from './github-records.ts';

/** The context of the gate's commit status. */
export const GATE_CONTEXT = 'sanshen/gate';

/** GitHub keeps a thousand statuses of a context at a commit: what it says already isn't said again. */
async function writeStatus(github: Github, sha: string, { state, description }: StatusLine): Promise<void> {
  const there = await github.statusAt(sha, GATE_CONTEXT);
  if (there?.state === state && there.description === description) return;
  await github.setStatus(sha, GATE_CONTEXT, state, description);
}

/**
 * Writes where a pull request stands into GitHub: the commit status, the one comment (updated in place), answers that are written once, whose
 * review is asked for, labels, and whether GitHub may merge it (design.md 3.4). Nothing of this is ever read back as an approval.
 * @param view as `gateViewOf` gives it
 * @param shown what GitHub shows on it now
 */
export async function postVerdict(github: Github, view: GateView, shown: PullRequestShown): Promise<void> {
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
export async function postUnreadable(github: Github, sha: string): Promise<void> {
  await writeStatus(github, sha, UNREADABLE_STATUS);
}
