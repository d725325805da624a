import { type Alert, CHANNEL_NAMES } from '../alerts/alert.ts';
import { CHANNELS, type Channel } from '../item/front-matter/front-matter-schema.ts';
import type { Release } from '../ledger/fold.ts';
import { approvalOf } from '../ledger/fold.ts';
import { BREAKER, breakerReason, holdDraft, liftedAt } from '../ledger/held.ts';
import { itemState, type Ledger } from '../ledger/ledger.ts';
import { nameOf, type Round } from './release-round.ts';

/** Items that the reason names; the others are counted. */
const NAMED = 3;

/** True if a level-2 holder has let through, after the breaker tripped, all that was approved before: this text too. In one second nobody can tell which came first. */
function letThrough(ledger: Ledger, release: Release): boolean {
  const lifted = liftedAt(ledger);
  const approval = approvalOf(itemState(ledger, release.item), release);
  return lifted !== null && approval !== null && Date.parse(approval.at) < Date.parse(lifted);
}

/** What reaches readers as one: a release, or a WeChat message of several. */
function sendOf(release: Release): string {
  const { group } = release.steps;
  return group ? `group ${group}` : nameOf(release);
}

/** Sends to a channel that count: made by this run, or about to be made. */
function counted({ run, calls, ledger }: Round, channel: Channel): Set<string> {
  const wanted = calls.filter((release) => release.channel === channel && !letThrough(ledger, release)).map(sendOf);
  return new Set([...(run.sends.get(channel) ?? []), ...wanted]);
}

/** Counts a call that is made now. */
export function countSend({ run, ledger }: Round, release: Release): void {
  if (letThrough(ledger, release)) return;
  run.sends.set(release.channel, (run.sends.get(release.channel) ?? new Set()).add(sendOf(release)));
}

function reasonOf(round: Round, over: readonly Channel[], limit: number): string {
  const items = [...new Set(round.calls.map(({ item }) => item))];
  const named = `${items.slice(0, NAMED).join('、')}${items.length > NAMED ? ` 等 ${items.length} 条` : ''}`;
  const counts = over.map((channel) => `${CHANNEL_NAMES[channel]} ${counted(round, channel).size} 条`).join('、');
  return `一次运行要发${counts}，多于 breaker.sends 的 ${limit} 条（${named}）`;
}

/**
 * The circuit breaker (reliability C): a run that would send more to a channel than `breaker.sends` needs one more approval. It counts
 * what reaches readers for good: posts, and WeChat messages, of which each may hold several articles. A page of the website doesn't
 * count: it reaches nobody by itself, and the next build takes it away again. None of its calls is made; instead it holds all sending, in
 * the same push that would have held the intents. So every later run is held too, whatever becomes of this one. Of two runs that trip at
 * once, one finds that all is held already. Removing is never held.
 */
export function tripBreaker(round: Round): void {
  const limit = round.context.policy.breaker.sends;
  const over = CHANNELS.filter((channel) => counted(round, channel).size > limit);
  if (over.length === 0) return;
  const reason = reasonOf(round, over, limit);
  const stopped = new Set(round.calls.map(nameOf));
  round.drafts = round.drafts.filter(({ event: { kind, item, channel, revision } }) => {
    return kind !== 'intent' || channel === undefined || !stopped.has(nameOf({ item, channel, revision }));
  });
  round.calls = [];
  round.states.clear();
  round.drafts.push(holdDraft(round.ledger, round.context.run, round.now, { kind: 'hold', code: BREAKER, reason }));
}

/** What people are told while the breaker holds. The run that tripped it and every later one tell it, so that no crash leaves it untold. */
export function breakerAlert(ledger: Ledger): Alert[] {
  const reason = breakerReason(ledger);
  if (reason === null) return [];
  const message =
    `${reason}，全部发布已自动暂停，这些一条也没有发出，恢复后也不会重发。请办公室审核人逐条核对：确认是本单位安排的，运行 sanshen resume，` +
    '此前审定的随后全部发出；不是的，不要恢复，请管理员查明。请尽快：暂停期间满 7 日的信息不再发布（第九条）；撤稿照常进行。';
  return [{ item: 'run', code: BREAKER, message }];
}
