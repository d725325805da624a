import { COMMENT_MARKER, stickyComment } from '../review/comment.ts';
import type { Evidence } from '../review/evidence.ts';
import type { PublishedView } from '../review/gate-view.ts';
import { statusLine } from '../review/status-line.ts';
import type { Verdict } from '../review/verdict.ts';
import { gateViewOf } from './gate-view-of.ts';
import type { Git } from './git.ts';
import type { Github } from './github.ts';

/** The context of the gate's commit status. */
export const GATE_CONTEXT = 'sanshen/gate';

/** Logins of those who are due, without whom the comment has asked already by name. */
function due(evidence: Evidence, verdict: Verdict): string[] {
  if (evidence.pullRequest?.draft) return [];
  const acts = verdict.items.flatMap(({ next }) => next).filter(({ action }) => action === 'approve' || action === 'resubmit');
  return [...new Set(acts.flatMap(({ login }) => login ?? []))];
}

/**
 * Writes where a pull request stands into GitHub: the commit status, the one comment (updated in place), and a request to whoever is due.
 * @param access.webUrl address of the repository in a browser, without a trailing slash
 * @param published what became of it, once it is out
 */
export async function postVerdict(
  access: { git: Git; github: Github; webUrl: string },
  evidence: Evidence,
  verdict: Verdict,
  published?: PublishedView,
): Promise<void> {
  const { pullRequest } = evidence;
  if (!pullRequest) return;
  const { number, head } = pullRequest;
  const view = await gateViewOf(access, evidence, verdict, published);
  const { state, description } = statusLine(view);
  await access.github.setStatus(head.sha, GATE_CONTEXT, state, description);
  await access.github.upsertComment(number, COMMENT_MARKER, stickyComment(view));
  await access.github.requestReviewers(number, due(evidence, verdict));
}
