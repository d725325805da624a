import { collectEvidence } from '../forge/evidence.ts';
import { Problem } from '../problem.ts';
import { evaluate } from '../review/evaluate.ts';
import { notNow } from './before-call.ts';
import type { LedgerEvent } from './event.ts';
import { type ItemState, type Release, wasReleased } from './fold.ts';
import type { Ledger } from './ledger.ts';
import { approvalOf } from './open-releases.ts';
import type { Main, Publisher } from './publisher.ts';
import { callFacts, folderOf, recordedEvidence } from './recorded-evidence.ts';
import type { Blocked } from './release-round.ts';
import { judgedAgain } from './verify-settings.ts';

const stop = (code: string, message: string): Blocked => ({ code, message, final: false, quiet: false });

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

/**
 * What stops a release right before its call: the seven days, holds, pauses, hours; the recorded evidence judged again; the forge asked
 * again. The forge is asked once a run for each text.
 */
export function callGuard(
  publisher: Publisher,
  main: Main,
): (ledger: Ledger, state: ItemState, release: Release) => Promise<Blocked | null> {
  const asked = new Map<string, Promise<Blocked | null>>();
  return async (ledger, state, release) => {
    const approval = approvalOf(state, release);
    if (!approval) return stop('not-approved', '台账里没有这一稿的审定登记，没有发送；请管理员查明。');
    const recorded = await recordedEvidence(publisher.store, ledger, approval);
    const facts = callFacts(recorded, ledger, state, release.revision, main.settings.policy);
    const why = notNow(release.channel, facts, await publisher.now());
    if (why) return { code: why.code, message: why.message, final: why.final, quiet: !why.final };
    const judged = judgedAgain(recorded, folderOf(state.item));
    if ('fault' in judged) return stop('evidence-fails', `${judged.fault}，没有发送；请管理员运行 sanshen verify 查明。`);
    const key = `${state.item} ${approval.tree}`;
    const answer =
      asked.get(key) ??
      askedAgain(publisher, main, state, approval).catch((error: unknown) => {
        if (!(error instanceof Problem)) throw error;
        return stop('evidence-unreadable', `发送前没有读全审核记录，没有发送：${error.message}；下次运行会自动再试。`);
      });
    asked.set(key, answer);
    return answer;
  };
}
