import { alertCode, rowOf } from '../alerts/catalogue.ts';
import { hasDraft, type Release } from '../ledger/fold.ts';
import { clause } from '../printable.ts';
import { isManual } from './first-send.ts';
import { ownerOf } from './foreign-post.ts';
import { lookAt, settleMilliseconds } from './in-doubt.ts';
import { alert, orderOf, plannedOf, put, type Round } from './release-round.ts';
import { draftsOf, giveUpDrafts } from './wechat-messages.ts';

/** What is on the platform: live, or only prepared there (`remote.id` is empty then), and the steps that name it. A page may be without a name. */
interface Found {
  remote: { id: string; url: string } | null;
  steps: Record<string, string>;
}

/** Of what is prepared and not public only the steps are known. */
const prepared = (steps: Record<string, string>): Found => ({ remote: { id: '', url: '' }, steps });

/**
 * Milliseconds until absence counts, from the withdrawal and from the end of the run that may have called. Where nobody can say when that
 * was, it is counted from a look after which the run could no longer call, which is written down.
 */
async function waitLeft(round: Round, release: Release): Promise<number> {
  const { intent, last } = release;
  const settle = settleMilliseconds(round, release);
  const end = intent === null ? (last?.at ?? round.now) : await round.context.endOf(intent);
  const seen = last?.code === 'absent';
  if (end === null && !seen) put(round, release, 'withdraw-intent', { code: 'absent', ...(last?.reason ? { reason: last.reason } : {}) });
  const since = end === null && !seen ? round.now : (last?.at ?? round.now);
  return Math.max(Date.parse(since), Date.parse(end ?? since)) + settle - Date.parse(round.now);
}

/** What the platform has of a release that nobody has seen live yet; `null` if it has nothing, `wait` if nobody can say so yet. */
async function whatIsThere(round: Round, release: Release): Promise<Found | null | 'wait'> {
  if (release.intent && (await round.context.lifeOf(release.intent)) === 'running') return 'wait';
  const found = await lookAt(round, release);
  if (found.kind === 'present') return { remote: found.remote, steps: {} };
  if (found.kind === 'pending') return prepared(found.steps);
  if (found.kind === 'unreadable') {
    const message = `${clause(found.message)}；撤下没有完成，下次运行会再试；急需撤下的，请管理员到平台删除，再用 resolve --as confirmed 登记已撤下。`;
    alert(round, release, 'withdraw-unfinished', message);
    return 'wait';
  }
  const wait = await waitLeft(round, release);
  if (wait > 0) {
    round.waits.push(wait);
    return 'wait';
  }
  return found.kind === 'absent' && Object.keys(found.steps).length > 0 ? prepared(found.steps) : null;
}

const UNREGISTERED =
  '这一条等人发布或核对，发没发过没有登记：请管理员立即到平台看，发过的删除，没有发过的不要再发，再用 resolve --as confirmed 登记已撤下。';

/**
 * Takes a release back. Removing twice does no harm, so the withdrawal's intent is enough. Neither freshness nor pauses nor the circuit
 * breaker hold it.
 */
export async function takeBack(round: Round, release: Release): Promise<void> {
  const { channel } = release;
  const known = channel === 'website' || ((release.confirmedAt ?? release.offline) !== null && release.remote !== null);
  // What a person was asked to post and hasn't registered may be where no list shows it.
  const unregistered = !known && release.intent === null && !hasDraft(release);
  if (channel !== 'website' && isManual(round, channel)) {
    const message = `本渠道由人工发布：请管理员立即在平台删除${release.remote?.url ? ` ${release.remote.url}` : ''}，再用 resolve --as confirmed 登记已撤下。`;
    return alert(round, release, 'withdraw-by-hand', unregistered ? UNREGISTERED : message, true);
  }
  const planned = plannedOf(round.context, release);
  const adapter = round.context.adapters[channel];
  if (!adapter) {
    const message = `撤下没有完成：本渠道没有接通；请管理员立即在平台删除${release.remote?.url ? ` ${release.remote.url}` : ''}，再用 resolve --as confirmed 登记已撤下；接通以后系统也会再试。`;
    return alert(round, release, 'withdraw-unfinished', message, true);
  }
  if (!planned) return;
  const found: Found | null | 'wait' = known ? { remote: release.remote, steps: {} } : await whatIsThere(round, release);
  if (found === 'wait') return;
  if (found === null && unregistered) return alert(round, release, 'withdraw-by-hand', UNREGISTERED, true);
  if (found === null) return void put(round, release, 'withdrawn');
  const { remote, steps } = found;
  const owner = remote === null || release.steps.post === remote.id ? null : ownerOf(round, release, remote);
  if (owner !== null) {
    const message = `撤下没有完成：登记的 ${remote?.url} 是另一条信息 ${owner} 的，没有删除；请管理员立即到平台找到这一条删除，再用 resolve --as confirmed 登记已撤下。`;
    return alert(round, release, 'withdraw-mismatch', message);
  }
  const order = await orderOf(round, { ...release, steps: { ...release.steps, ...steps } }, planned.payload);
  const outcome = await adapter.withdraw(order, remote ?? { id: release.item, url: planned.payload.sourceUrl });
  if (outcome.kind === 'confirmed') {
    // A draft that others were in as well is gone now.
    if (remote?.id === '') giveUpDrafts(round, draftsOf(order), [release]);
    if (outcome.message) alert(round, release, 'withdraw-remains', outcome.message, true);
    return void put(round, release, 'withdrawn', outcome.remote.id === '' ? {} : { remote: outcome.remote });
  }
  const message = outcome.message || '平台还没有确认撤下';
  const own = 'code' in outcome ? alertCode(outcome.code, 'withdraw-unfinished') : 'withdraw-unfinished';
  // What a refusal asks for elsewhere is about sending; here the post has to go.
  alert(round, release, rowOf(own).end === 'removed' ? own : 'withdraw-unfinished', `撤下没有完成：${clause(message)}；下次运行会再试。`);
}
