import type { Outcome } from './channels/channel.ts';
import type { Release } from './fold.ts';
import { nameOf, type Round } from './release-round.ts';

/** How often a run goes on with one release after a call that only prepared something. */
const MOST_READY = 3;

/**
 * A channel that asks to be called again and again, with nothing new for the ledger or without end, has come to a standstill: the next run
 * tries once more, and after the last try a person decides.
 */
export function orStuck(round: Round, release: Release, outcome: Outcome): Outcome {
  if (outcome.kind !== 'ready') return outcome;
  const name = nameOf(release);
  const times = (round.run.ready.get(name) ?? 0) + 1;
  round.run.ready.set(name, times);
  const { steps = {} } = outcome;
  const goesOn = Object.entries(steps).some(([step, value]) => release.steps[step] !== value);
  if (goesOn && times <= MOST_READY) return outcome;
  const message =
    '发布停在准备的一步，没有往下走，也没有发出；下次运行会再试，几次都这样的转由人处理；请管理员到平台看看账号和草稿箱有没有异常。';
  return { kind: 'failed', code: 'stuck', message, retry: true, free: false, steps };
}
