import { collectEvidence } from '../forge/evidence.ts';
import { evaluate } from '../review/evaluate.ts';
import { type CallJudges, stop } from './call-guard.ts';
import type { LedgerEvent } from './event.ts';
import { type ItemState, wasReleased } from './fold.ts';
import type { Main, Publisher } from './publisher.ts';
import { callFacts, folderOf, recordedEvidence } from './recorded-evidence.ts';
import type { Blocked } from './release-round.ts';
import { judgedAgain } from './verify-settings.ts';

/** Asks the forge once more: a signature may have been taken back, or a request for changes made, since the approval. */
async function askedAgain(publisher: Publisher, main: Main, state: ItemState, approval: LedgerEvent): Promise<Blocked | null> {
  const { git, github } = publisher;
  const path = folderOf(state.item);
  const released = wasReleased(state, approval.revision) ? [path] : [];
  const evidence = await collectEvidence({ git, github, number: approval.pullRequest ?? 0, settings: main.commit, released });
  const verdict = evaluate(evidence);
  const own = verdict.items.find((item) => item.path === path);
  const head = evidence.pullRequest?.head.sha ?? '';
  const text = evidence.items.find((item) => item.path === path)?.trees[head];
  if (verdict.verdict === 'passed' && own?.verdict === 'passed' && text === approval.tree) return null;
  const [blocker] = [...verdict.blockers, ...(own?.blockers ?? [])];
  const why = blocker?.message ?? '审核意见已有变化';
  return stop('approval-gone', `发送前再次核对，三级审核已不成立，没有发送：${why}；请办公室核对合并请求 #${approval.pullRequest}。`);
}

/** Who is asked right before a call: the ledger's evidence, judged again with the settings it was given under, and the forge. */
export function judgesOf(publisher: Publisher, main: Main): CallJudges {
  return {
    now: publisher.now,
    async recorded(ledger, state, release, approval) {
      const evidence = await recordedEvidence(publisher.store, ledger, approval);
      const judged = judgedAgain(evidence, folderOf(state.item));
      const facts = callFacts(evidence, ledger, state, release.revision, main.settings.policy);
      return { facts, fault: 'fault' in judged ? judged.fault : null };
    },
    reviews: (state, approval) => askedAgain(publisher, main, state, approval),
  };
}
