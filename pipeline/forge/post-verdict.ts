import type { Evidence } from '../review/evidence.ts';
import type { Verdict } from '../review/verdict.ts';
import type { Git } from './git.ts';
import type { Github } from './github.ts';

/** The context of the gate's commit status. */
export const GATE_CONTEXT = 'sanshen/gate';

const STATES = { passed: 'success', waiting: 'pending', rejected: 'failure', refused: 'failure' } as const;

/** Writes where a pull request stands into GitHub: status, the one comment, and a request to whoever is due. */
export async function postVerdict(access: { git: Git; github: Github }, evidence: Evidence, verdict: Verdict): Promise<void> {
  const { pullRequest } = evidence;
  if (!pullRequest) return;
  const message = [...verdict.blockers, ...verdict.items.flatMap(({ blockers }) => blockers)][0]?.message ?? verdict.verdict;
  await access.github.setStatus(pullRequest.head.sha, GATE_CONTEXT, STATES[verdict.verdict], message.slice(0, 140));
}
