import { type AlertCode, alertCode } from '../alerts/catalogue.ts';
import type { Instant } from '../beijing-time.ts';
import type { Release } from '../ledger/fold.ts';
import { clause } from '../printable.ts';
import type { ReadBack, ReleaseOrder } from './channels/channel.ts';
import { withoutQuotes } from './channels/text-compare.ts';
import { ignoreForeignPost } from './foreign-post.ts';
import { alert, orderOf, plannedOf, put, type Round, type Said, withSteps } from './release-round.ts';

/**
 * Reads a release back from its platform, without changing anything.
 * @param more `intentAt`: when it may have been sent first, left out: its newest intent
 */
export async function lookAt(
  round: Round,
  release: Release,
  more: Partial<Pick<ReleaseOrder, 'intentAt' | 'newestPage' | 'anyRevision'>> = {},
): Promise<ReadBack> {
  const adapter = round.context.adapters[release.channel];
  const planned = plannedOf(round.context, release);
  if (!adapter) {
    const message = '这个渠道没有接入，不能读回；请管理员核对 policy.yml 的 channels，下次运行会再核对。';
    return { kind: 'unreadable', code: 'no-adapter', message, later: true };
  }
  if (!planned)
    return { kind: 'unreadable', code: 'no-plan', message: '这次运行没有这条发布的稿件，不能读回；下次运行会再核对。', later: true };
  const order = await orderOf(round, release, planned.payload);
  return ignoreForeignPost(round, release, await adapter.readBack({ ...order, ...more }));
}

function said(steps: Record<string, string>): Said {
  return Object.keys(steps).length === 0 ? {} : { remote: { id: '', url: '', steps } };
}

/** What a person has to do about a post that isn't as it was approved. @param differences as people or as the ledger get them */
function differingPost({ remote }: Extract<ReadBack, { kind: 'present' }>, differences: readonly string[]): string {
  return `已发布，但读回与审定稿不同：${differences.join('；')}；应完全一致；请管理员立即核对 ${remote.url}，再用 resolve 登记结果。`;
}

/** What was read back and is certain: live, waiting for the platform or a person, or taken away. Gives `null` if it is neither. */
export function settled(round: Round, release: Release, found: ReadBack): Release | null {
  if (found.kind === 'present') {
    if (found.differences.length === 0) return put(round, release, 'confirmed', { remote: found.remote });
    alert(round, release, 'differs', differingPost(found, found.differences));
    const reason = differingPost(found, withoutQuotes(found.differences));
    return put(round, release, 'needs-human', { code: 'differs', reason, remote: found.remote });
  }
  if (found.kind === 'gone') {
    const reason = `${clause(found.message)}；请管理员核对后用 resolve 登记结果，不会自动重发。`;
    alert(round, release, 'gone', reason);
    return put(round, release, 'needs-human', { code: 'gone', reason });
  }
  return null;
}

/** What was read back without being certain, as members of the event that keeps it. */
export function stepsOf(found: ReadBack): Said {
  return found.kind === 'pending' || found.kind === 'absent' ? said(found.steps) : {};
}

/** Tells a doubt: a later look of the same run may settle it. */
function doubt(round: Round, { item, channel }: Release, code: AlertCode, message: string): void {
  round.run.alerts.push({ item, channel, code, message, doubt: true });
}

/** What follows words that say already where a person looks. */
const personSays = '用 resolve 登记；在此以前不会重发。';
const personMust = '请管理员到平台核对，再用 resolve 登记结果；在此以前不会重发。';

/** How long absence must last before it counts: the policy's seconds, as the platform may apply a request late. */
export function settleMilliseconds(round: Round, release: Pick<Release, 'channel'>): number {
  const { website: _, ...social } = round.context.policy.channels;
  return release.channel === 'website' ? 0 : social[release.channel].settle_seconds * 1000;
}

/** Milliseconds until absence counts; it is counted from the `unknown` event, which is never before the end of the run that called. */
function stillToWait(round: Round, release: Release): number {
  return Date.parse(release.last?.at ?? round.now) + settleMilliseconds(round, release) - Date.parse(round.now);
}

function unreadable(round: Round, release: Release, code: AlertCode, message: string): Release {
  const reason = `${clause(message)}；${message.includes('请管理员') ? personSays : personMust}`;
  alert(round, release, code, reason);
  return put(round, release, 'needs-human', { code, reason });
}

/** Absent in doubt: either it counts now, and the release is `failed`, or it has to be looked at again later. */
function absent(round: Round, release: Release, said: ReturnType<typeof stepsOf>, now = round.now): Release {
  const doubtful = release.state === 'unknown' ? release : put(round, release, 'unknown', { code: 'absent', ...said }, now);
  const wait = stillToWait(round, doubtful);
  if (wait <= 0) return put(round, doubtful, 'failed', { code: 'absent', retry: 'counted', ...said });
  round.waits.push(wait);
  return doubtful;
}

/** True once absence counts: the settling time has passed since the intent, and since its run's end where anybody can say when that was. */
async function hasSettled(round: Round, release: Release, now: Instant): Promise<boolean> {
  const end = release.last ? await round.context.endOf(release.last) : null;
  if (end === null) return false;
  const since = Math.max(Date.parse(end), Date.parse(release.last?.at ?? end));
  return Date.parse(now) >= since + settleMilliseconds(round, release);
}

/** Accepted, as reading back shows; what a person still has to do is told, as the call itself may not have come to that. */
export function accepted(round: Round, release: Release, found: Extract<ReadBack, { kind: 'pending' }>): Release {
  if (found.message) alert(round, release, 'person-publishes', found.message, true);
  return put(round, release, 'sent', { ...stepsOf(found), ...(found.message ? { reason: found.message } : {}) });
}

/**
 * Takes over an intent that another run left behind, once that run has ended. It is read back before anything else (reliability B3, rules
 * 2 and 3).
 */
export async function takeOver(round: Round, release: Release): Promise<Release> {
  const life = release.last ? await round.context.lifeOf(release.last) : 'ended';
  if (life === 'running') return release;
  if (life === 'unknown') {
    const reason = `发出这条的那次运行（${release.last?.runId}）查不到了，不知道是否已经发出；${personMust}`;
    alert(round, release, 'run-unknown', reason);
    return put(round, release, 'needs-human', { code: 'run-unknown', reason });
  }
  // Read before the look, and newer than the life: what is seen was then seen after the run's end.
  const now = await round.context.now();
  const found = await lookAt(round, release);
  const known = settled(round, release, found);
  if (known) return known;
  if (found.kind === 'pending') return accepted(round, release, found);
  if (found.kind !== 'unreadable' && (await hasSettled(round, release, now)))
    return put(round, release, 'failed', { code: 'absent', retry: 'counted', ...stepsOf(found) });
  if (found.kind !== 'unreadable') return absent(round, release, stepsOf(found), now);
  doubt(round, release, found.code, `${clause(found.message)}；上一次运行中断，结果不明，下次运行会再读回，不会重发。`);
  const doubtful = put(round, release, 'unknown', { code: found.code, reason: found.message }, now);
  round.waits.push(stillToWait(round, doubtful));
  return doubtful;
}

/** A call whose end nobody knew. */
export async function resolveUnknown(round: Round, release: Release): Promise<Release> {
  const found = await lookAt(round, release);
  const known = settled(round, release, found);
  if (known) return known;
  if (found.kind === 'pending') return accepted(round, release, found);
  if (found.kind !== 'unreadable') return absent(round, release, stepsOf(found));
  const wait = stillToWait(round, release);
  // A platform that is merely off will tell once it is back. Nobody is asked to decide before that: a post by hand could be a second one.
  if (wait <= 0 && !found.later) return unreadable(round, release, found.code, found.message);
  doubt(round, release, found.code, `${clause(found.message)}；结果不明，下次运行会再读回，不会重发；请不要手工重发。`);
  if (wait > 0) round.waits.push(wait);
  return release;
}

/** Accepted by the platform and not live yet. */
export async function follow(round: Round, release: Release): Promise<Release> {
  const found = await lookAt(round, release);
  const known = settled(round, release, found);
  if (known) return known;
  if (found.kind === 'absent') return absent(round, release, stepsOf(found));
  if (found.kind === 'unreadable') {
    doubt(
      round,
      release,
      found.code,
      `${clause(found.message)}；平台已接受过，不会重发；下次运行会再读回，也可用 record 或 resolve 登记结果。`,
    );
    return release;
  }
  const reason = (found.kind === 'pending' && found.message) || release.last?.reason;
  if (reason) alert(round, release, 'person-publishes', reason, true);
  const fresh = Object.entries(found.kind === 'pending' ? found.steps : {}).some(([name, value]) => release.steps[name] !== value);
  return fresh ? put(round, release, 'sent', { ...stepsOf(found), ...(reason ? { reason } : {}) }) : release;
}

/** How long what waits for a person is looked at in every run, in milliseconds; then only in the first quarter of every fourth hour. */
const FIRST_LOOKS = 3_600_000;

/** Whether a release that waits for a person is looked at now. Each look costs one of the hundred calls that a platform gives a day. */
function isLookedAt(round: Round, { channel, last }: Release): boolean {
  const now = Date.parse(round.now);
  const recent = now - Date.parse(last?.at ?? round.now) < FIRST_LOOKS;
  return channel === 'website' || recent || now % (4 * 3_600_000) < 900_000;
}

/** Only a person may decide, unless reading back shows by now that all is well. */
export async function lookAgain(round: Round, release: Release): Promise<Release> {
  const { code = 'needs-human', reason: asked = personMust } = release.last ?? {};
  const reason = withSteps(round, release, code, asked);
  const manual = release.intent === null;
  // A page by hand is looked for where the policy or an earlier revision says where it is.
  const looked = (!manual || release.channel === 'website') && isLookedAt(round, release);
  const found = looked ? await lookAt(round, release) : null;
  if (found?.kind === 'present' && found.differences.length === 0) return put(round, release, 'confirmed', { remote: found.remote });
  const shown = found?.kind === 'present' && code.endsWith('differs') ? differingPost(found, found.differences) : reason;
  alert(round, release, alertCode(code, 'needs-human'), shown, manual);
  return release;
}
