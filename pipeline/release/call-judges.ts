import { collectEvidence } from '../forge/evidence/evidence.ts';
import type { LedgerEvent } from '../ledger/event.ts';
import { type ItemState, wasReleased } from '../ledger/fold.ts';
import { offlineOf } from '../ledger/offline-event.ts';
import { folderOf, recordedEvidence } from '../ledger/recorded-evidence.ts';
import { clause } from '../printable.ts';
import { evaluate } from '../review/gate/evaluate.ts';
import { type Main, newestMain, type Publisher } from '../verify/publisher.ts';
import { settingsHold } from '../verify/settings-lock.ts';
import { judgedAgain } from '../verify/verify-settings.ts';
import { type CallJudges, callFacts, SAME_MOMENT, stop } from './call-guard.ts';
import type { Blocked } from './release-round.ts';

/** Asks the forge once more: a signature may have been taken back, or a request for changes made, since the approval. */
async function askedAgain(publisher: Publisher, main: Main, state: ItemState, approval: LedgerEvent): Promise<Blocked | null> {
  const { git, github } = publisher;
  const path = folderOf(state.item);
  const released = wasReleased(state, approval.revision) ? [path] : [];
  const offline = offlineOf(state, approval.pullRequest);
  const evidence = await collectEvidence({
    git,
    github,
    number: approval.pullRequest ?? 0,
    settings: main.settings.commit,
    released,
    offline,
  });
  const verdict = evaluate(evidence);
  const own = verdict.items.find((item) => item.path === path);
  const head = evidence.pullRequest?.head.sha ?? '';
  const text = evidence.items.find((item) => item.path === path)?.trees[head];
  if (verdict.verdict === 'passed' && own?.verdict === 'passed' && text === approval.tree) return null;
  const [blocker] = [...verdict.blockers, ...(own?.blockers ?? [])];
  const open = own?.levels.find(({ state: at }) => at !== 'approved');
  const why = blocker?.message ?? (open ? `第 ${open.level} 级现在是“${open.reason}”` : '审核意见已有变化');
  return stop(
    'approval-gone',
    `发送前再次核对，三级审核已不成立，没有发送：${clause(why)}；请办公室核对合并请求 #${approval.pullRequest}，审核人不在岗了的，由现任的人在那里补审，补齐后自动发送。`,
  );
}

/**
 * Main's settings once more. Since this run began they may have moved on by a change that nobody has approved, or that this plan doesn't
 * know.
 */
async function settingsMoved({ git, ledgers }: Publisher, main: Main): Promise<Blocked | null> {
  const { settings } = await newestMain(git, { fetch: true, branch: main.branch });
  if (settings.digest === main.settings.digest) return null;
  if (settingsHold(await ledgers.open(), settings)) {
    return stop('settings-moved', '运行期间名单与规则换了新的一版，这一条没有发送；下一次运行按新的一版自动发送，不需要处理。');
  }
  const message = '运行期间主分支上的名单与规则有改动，还没有登记为有效的一版，没有发送；下一次运行会先核对它的审核，在此以前什么也不发。';
  return stop('settings-unverified', message);
}

/** The same for all texts of a moment: asked once, and again when the answer is old or there was none. */
function settingsWatch(publisher: Publisher, main: Main): () => Promise<Blocked | null> {
  let last: { at: number; answer: Promise<Blocked | null> } | null = null;
  return async () => {
    const at = Date.parse(await publisher.now());
    if (last !== null && at - last.at <= SAME_MOMENT) return last.answer;
    const answer = settingsMoved(publisher, main);
    last = { at, answer };
    answer.catch(() => {
      last = null;
    });
    return answer;
  };
}

/** Who is asked right before a call: the ledger's evidence, judged again with the settings it was given under, and the forge. */
export function judgesOf(publisher: Publisher, main: Main): CallJudges {
  const moved = settingsWatch(publisher, main);
  return {
    now: publisher.now,
    async recorded(ledger, state, release, approval) {
      const evidence = await recordedEvidence(publisher.store, ledger, approval);
      const judged = judgedAgain(evidence, folderOf(state.item));
      const facts = callFacts(evidence, ledger, state, release.revision, main.settings.policy);
      return { facts, fault: 'fault' in judged ? judged.fault : null };
    },
    reviews: async (state, approval) => (await moved()) ?? askedAgain(publisher, main, state, approval),
  };
}
