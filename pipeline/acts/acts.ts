import { beijingDate, type Instant } from '../beijing-time.ts';
import { type Draft, type Ledger, write } from '../ledger/ledger.ts';
import { administrators, holds } from '../organisation/holders.ts';
import type { Level, Organisation } from '../organisation/organisation.ts';
import { identifier, nameOfPerson } from '../organisation/person.ts';
import type { Policy } from '../organisation/policy.ts';
import { Problem } from '../problem.ts';
import type { Publisher } from '../verify/publisher.ts';

/**
 * Writes events that a person decided, and decides again when the ledger has moved on.
 * @param decide gives the events on top of a ledger; may throw a Problem
 */
export async function writeActs(
  { ledgers, store, now }: Publisher,
  message: string,
  decide: (ledger: Ledger, at: Instant) => Promise<Draft[]>,
): Promise<Ledger> {
  for (let round = 0; round < 20; round += 1) {
    const ledger = await ledgers.open();
    const at = await now();
    const written = await write(store, ledger, await decide(ledger, at), message, at);
    if (written) return ledgers.keep(written);
  }
  throw new Problem('ledger/busy', '台账一直有别人在写，没有写成；请稍后再运行一次。', { place: 'ledger' });
}

/** Who may do what by hand. */
export interface Entitlement {
  levels: readonly Level[];
  administrator: boolean;
  /** In words, for the refusal. */
  who: string;
}

export const HOLDING: Entitlement = { levels: [2, 3], administrator: true, who: '办公室审核人、分管领导或管理员' };
export const RESUMING: Entitlement = { levels: [2], administrator: false, who: '办公室审核人' };
export const REMOVING: Entitlement = HOLDING;
export const RECORDING: Entitlement = HOLDING;

/**
 * An act on Actions is what its person started by hand a moment ago. What runs again, or by itself, was started for something else.
 * @throws Problem `act/again`, `act/not-started` (exit 1)
 */
async function requireStarted({ run, github }: Pick<Publisher, 'run' | 'github'>): Promise<void> {
  if (!/^\d+$/.test(run.id)) return;
  const started = await github.startOf(run.id);
  if (run.attempt > 1 || (started?.attempt ?? 1) > 1) {
    const message = '重新运行（Re-run）的办理不算数，说不清是谁点的；应由有权的人另起一次；请打开 Actions → 办理 → Run workflow 再填一次。';
    throw new Problem('act/again', message, { place: run.id, exitCode: 1 });
  }
  if (started?.running && started.event === 'workflow_dispatch' && started.actor === run.actor) return;
  const message = `代码平台上没有 ${run.actor} 刚刚手动起的这次运行（${run.id}）；应由有权的人自己点；请打开 Actions → 办理 → Run workflow 填一次。`;
  throw new Problem('act/not-started', message, { place: run.id, exitCode: 1 });
}

/**
 * The person behind the acting login, if he is entitled today (Arts. 3, 10). A machine's account acts for nobody, whoever else lists it.
 * @throws Problem `not-entitled`, `act/again`, `act/not-started` (exit 1)
 */
export async function entitledPerson(
  { run, github }: Pick<Publisher, 'run' | 'github'>,
  { organisation, policy }: { organisation: Organisation; policy: Pick<Policy, 'machines'> },
  entitlement: Entitlement,
  now: Instant,
): Promise<{ person: string; name: string }> {
  await requireStarted({ run, github });
  const day = beijingDate(now);
  const account = await github.account(run.actor);
  const identity = identifier(organisation, policy.machines, account ? { [run.actor]: account } : {})(run.actor);
  const person = identity.kind === 'person' ? identity.person : null;
  const byPost = person !== null && entitlement.levels.some((level) => holds(organisation, person, level, 'any', day));
  const byDuty = person !== null && entitlement.administrator && administrators(organisation, day).includes(person);
  if (person !== null && (byPost || byDuty)) return { person, name: nameOfPerson(organisation, person) };
  const message = `${run.actor} 今天无权这样做；应为${entitlement.who}；请由有权的人打开 Actions → 办理 → Run workflow，或用他自己的令牌（GITHUB_TOKEN）运行。`;
  throw new Problem('not-entitled', message, { place: run.actor, exitCode: 1 });
}
