import { type Alert, CHANNEL_NAMES } from '../alerts/alert.ts';
import { settleAlerts, tell } from '../alerts/tell.ts';
import { openWithdrawals } from '../alerts/withdrawal-watch.ts';
import { beijingDate, type Instant } from '../beijing-time.ts';
import type { Channel } from '../item/front-matter/front-matter-schema.ts';
import { plain } from '../item/markdown/markdown-text.ts';
import { type ItemState, isWithdrawn, openReleases, releaseOf } from '../ledger/fold.ts';
import { itemState, itemsOf, type Ledger } from '../ledger/ledger.ts';
import { recordedEvidence } from '../ledger/recorded-evidence.ts';
import { clockStart, exemptChannels, freshness } from '../organisation/freshness.ts';
import type { Policy } from '../organisation/policy.ts';
import { Problem } from '../problem.ts';
import { withLastMoments } from '../release/alert-due.ts';
import type { CallFacts } from '../release/not-now.ts';
import { callFacts } from '../release/not-now.ts';
import { reminderStep } from '../review/comment/deadline-reminder.ts';
import { daysLeft } from '../review/words.ts';
import type { Main, Publisher } from '../verify/publisher.ts';
import { type ApproveReport, approve } from './approve.ts';
import { askedForReview, emergencyReviews } from './emergency-watch.ts';
import { offlineReviews } from './offline-watch.ts';

/** Channels on which an approved text isn't out yet. */
function waitingOn(state: ItemState): Channel[] {
  const { text } = state;
  if (text === null || isWithdrawn(state)) return [];
  // What was published by hand already waits for nothing but its reviews.
  const open = new Set(openReleases(state).flatMap(({ channel, offline }) => (offline === null ? [channel] : [])));
  return (text.channels ?? []).filter((channel) => open.has(channel) && releaseOf(state, channel, text.revision).state !== 'confirmed');
}

/**
 * What is told once a step of `policy.freshness.remind` of an approved text that isn't out everywhere: how many days are left (Art. 9).
 * @param channels where it isn't out yet
 */
export function timeLeft(item: string, channels: readonly Channel[], facts: CallFacts, now: Instant): Alert | null {
  const { frontMatter, policy, holidays, firstPush, released } = facts;
  const calendar = { today: beijingDate(now), daysOff: holidays };
  const exempt = exemptChannels(frontMatter, policy.freshness, released, calendar);
  const bound = channels.filter((channel) => !exempt.includes(channel));
  const left = freshness(clockStart(frontMatter, policy.freshness, firstPush), policy.freshness, holidays, now);
  const step = bound.length === 0 ? null : reminderStep(left.left, policy.freshness);
  if (step === null) return null;
  const names = bound.map((channel) => CHANNEL_NAMES[channel]).join('、');
  const message = `《${plain(frontMatter.title, 60)}》已审定，${names}还没有发出，${daysLeft(left)}（${left.lastDay} 24:00 截止），过期不再发布（第九条）；条件具备时自动发送，不会重发；请办公室核对暂停、定时和发送时段，等人处理的请管理员在截止前办完。`;
  return { item, code: `days-left-${step}`, message, task: true };
}

async function timeLeftOf({ store }: Publisher, policy: Policy, ledger: Ledger, state: ItemState, now: Instant): Promise<Alert | null> {
  const channels = waitingOn(state);
  if (channels.length === 0 || state.text === null) return null;
  const evidence = await recordedEvidence(store, ledger, state.text);
  return timeLeft(state.item, channels, callFacts(evidence, ledger, state, state.text.revision, policy), now);
}

/** The same for all items of a ledger; one whose evidence can't be read is told elsewhere. */
async function allTimeLeft(publisher: Publisher, { settings }: Main, ledger: Ledger, now: Instant): Promise<Alert[]> {
  const alerts: Alert[] = [];
  for (const item of itemsOf(ledger)) {
    const alert = await timeLeftOf(publisher, settings.policy, ledger, itemState(ledger, item), now).catch((error: unknown) => {
      if (error instanceof Problem) return null;
      throw error;
    });
    if (alert) alerts.push(alert);
  }
  return alerts;
}

/**
 * Goes over the ledger once the approvals are in it: emergencies without all reviews, removals without a confirmation, deadlines.
 * Tells them with what approving has to tell, and closes what is over.
 */
async function watch(
  publisher: Publisher,
  { approved, alerts, settingsUnverified, main }: ApproveReport,
  only: string | null,
): Promise<Alert[]> {
  if (main === null) return tell(publisher, 'approve', alerts);
  const { policy } = main.settings;
  const ledger = await publisher.ledgers.open(policy.emergency.enabled ? await askedForReview(publisher) : []);
  const at = await publisher.now();
  const reviews = await emergencyReviews(publisher, main, ledger, at);
  const open = [
    ...(await openWithdrawals(publisher, main, ledger, at)),
    ...(await allTimeLeft(publisher, main, ledger, at)),
    ...(await offlineReviews(publisher, main, ledger, at)),
  ];
  // What this run itself has approved is on its way.
  const fresh = ({ item }: Alert): boolean => approved.includes(item);
  const told = [...alerts, ...open.filter((alert) => !fresh(alert)), ...reviews.stands];
  const certain = {
    step: 'approve',
    // While main's settings don't hold, what waits for them isn't judged.
    complete: ({ item }: { item: string }) => (settingsUnverified ? only === null && item === 'run' : only === null || item === only),
    stands: open.filter(fresh),
    right: reviews.right,
  } as const;
  const due = await withLastMoments(publisher, policy, ledger, told, at);
  return settleAlerts(publisher, certain, due, (items) => publisher.ledgers.open(items));
}

/**
 * `approve`, and then the watches over what the ledger holds.
 * @param more what has to be told besides
 * @throws as `approve` does
 */
export async function approveAndWatch(
  publisher: Publisher,
  key: string,
  only: string | null = null,
  more: readonly Alert[] = [],
): Promise<ApproveReport> {
  const approved = await approve(publisher, key, only);
  const report = { ...approved, alerts: [...approved.alerts, ...more] };
  return { ...report, alerts: await watch(publisher, report, only) };
}
