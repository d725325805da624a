import { checkItem } from '../check/engine.ts';
import { type CheckResult, resultOf } from '../check/finding.ts';
import { organisationOf, policyOf } from '../organisation/read-settings.ts';
import { COMMENT_MARKER, stickyComment } from '../review/comment.ts';
import type { Evidence } from '../review/evidence.ts';
import type { GateView } from '../review/gate-view.ts';
import { statusLine } from '../review/status-line.ts';
import type { Verdict } from '../review/verdict.ts';
import { commitSource } from './content-source.ts';
import type { Git } from './git.ts';
import type { Github } from './github.ts';

/** The context of the gate's commit status. */
export const GATE_CONTEXT = 'sanshen/gate';

/** What the rules say of the pull request's items at its head; the gate doesn't weigh it, the comment shows it. */
async function checked(git: Git, evidence: Evidence, head: string): Promise<CheckResult> {
  const source = commitSource(git, head);
  const firstPush = evidence.pushes[0]?.at;
  const context = {
    organisation: organisationOf(evidence.organisation),
    policy: policyOf(evidence.policy),
    now: evidence.now,
    holidays: evidence.holidays ?? [],
    ...(firstPush === undefined ? {} : { firstPush }),
  };
  const folders = await Promise.all(evidence.items.map(({ path }) => source.folder(path)));
  return resultOf(
    folders
      .filter((folder) => folder !== null)
      .map((folder) => checkItem(folder, { ...context, released: evidence.released?.includes(folder.path) ?? false })),
  );
}

/** Logins of those who are due, without whom the comment has asked already by name. */
function due(evidence: Evidence, verdict: Verdict): string[] {
  if (evidence.pullRequest?.draft) return [];
  const acts = verdict.items.flatMap(({ next }) => next).filter(({ action }) => action === 'approve' || action === 'resubmit');
  return [...new Set(acts.flatMap(({ login }) => login ?? []))];
}

/**
 * Writes where a pull request stands into GitHub: the commit status, the one comment (updated in place), and a request to whoever is due.
 * @param webUrl address of the repository in a browser, without a trailing slash
 */
export async function postVerdict(
  access: { git: Git; github: Github; webUrl: string },
  evidence: Evidence,
  verdict: Verdict,
): Promise<void> {
  const { pullRequest } = evidence;
  if (!pullRequest) return;
  const { number, head } = pullRequest;
  const view: GateView = {
    evidence,
    verdict,
    check: await checked(access.git, evidence, head.sha),
    links: { changes: `${access.webUrl}/pull/${number}/files`, about: `${access.webUrl}/blob/${pullRequest.base.ref}/README.md` },
  };
  const { state, description } = statusLine(view);
  await access.github.setStatus(head.sha, GATE_CONTEXT, state, description);
  await access.github.upsertComment(number, COMMENT_MARKER, stickyComment(view));
  await access.github.requestReviewers(number, due(evidence, verdict));
}
