import type { Alert } from '../alerts/alert.ts';
import type { AlertCode } from '../alerts/catalogue.ts';
import { addDays, type BeijingDate, beijingDate, beijingMinute, type Instant, instantOf, isDate } from '../beijing-time.ts';
import type { Channel, FrontMatter } from '../item/front-matter/front-matter-schema.ts';
import type { LedgerEvent } from '../ledger/event.ts';
import { approvalOf, type ItemState, type Release, releaseOf, wasReleased } from '../ledger/fold.ts';
import { heldReason } from '../ledger/held.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { mayHaveMoved, purgesIn } from '../ledger/purge-event.ts';
import { frontMatterOf } from '../ledger/recorded-evidence.ts';
import { clockStart, exemptChannels, freshness, lateNote } from '../organisation/freshness.ts';
import type { Policy } from '../organisation/policy.ts';
import { clause } from '../printable.ts';
import { Problem } from '../problem.ts';
import type { Evidence } from '../review/gate/evidence.ts';
import type { Blocked } from './release-round.ts';

/** All that decides, right before a call, whether this channel may be served now. */
export interface CallFacts {
  frontMatter: FrontMatter;
  policy: Policy;
  holidays: readonly BeijingDate[];
  /** 报送时间: the first push of the branch. */
  firstPush: Instant | null;
  /** True if readers could already see the item before this revision. */
  released: boolean;
  /** The reason of a `hold` that nobody has lifted. */
  held: string | null;
  /** Since when the text waits to go out on WeChat together with others, where the policy collects them; left out: it doesn't wait. */
  waitingSince?: Instant;
}

/** Why a call may not be made now. `final`: never again (the seven days are over). */
export type NotNow =
  | { code: 'held' | 'paused' | 'not-yet' | 'outside-hours' | 'collecting' | 'future' | 'period-over'; message: string; final: false }
  | { code: 'expired'; message: string; final: true };

const wait = (code: Exclude<NotNow['code'], 'expired'>, message: string): NotNow => ({ code, message, final: false });

function ofDay(text: string, end: boolean): Instant {
  return isDate(text) ? instantOf(end ? addDays(text, 1) : text) : instantOf(text);
}

function paused(channel: Channel, { policy, frontMatter }: CallFacts, now: number): NotNow | null {
  const pause = policy.pauses.find(
    ({ channels, except, from, to }) =>
      channels.includes(channel) &&
      except?.includes(frontMatter.category) !== true &&
      Date.parse(ofDay(from, false)) <= now &&
      now < Date.parse(ofDay(to, true)),
  );
  return pause ? wait('paused', `按规则暂停发布（${pause.reason}），到 ${pause.to} 为止；期满后自动发布，不需要处理。`) : null;
}

function outsideHours(channel: Channel, { policy }: CallFacts, now: Instant): NotNow | null {
  const hours = policy.sending_hours[channel];
  if (!hours) return null;
  const time = beijingMinute(now).slice(11);
  const inside = hours.from <= hours.to ? hours.from <= time && time < hours.to : hours.from <= time || time < hours.to;
  return inside ? null : wait('outside-hours', `现在不在发送时段（${hours.from}—${hours.to}）；到时自动发布，不需要处理。`);
}

/** A text waits for the others of its day, unless it is a correction or today is its last day. */
function collecting(channel: Channel, facts: CallFacts, now: Instant): NotNow | null {
  const { frontMatter, policy, holidays, firstPush, released, waitingSince } = facts;
  const { collect, mode } = policy.channels.wechat;
  if (channel !== 'wechat' || collect === undefined || mode === 'manual' || waitingSince === undefined || released) return null;
  const time = messageTime(collect.at, waitingSince);
  if (Date.parse(now) >= Date.parse(time)) return null;
  const { state } = freshness(clockStart(frontMatter, policy.freshness, firstPush), policy.freshness, holidays, now);
  if (state === 'last-day') return null;
  return wait('collecting', `等待 ${beijingMinute(time)} 与当天的其他信息合并发布；到时自动发布，不需要处理。`);
}

/** Art. 9: the first publication of an item on a channel lies within its seven days. */
function stale(channel: Channel, facts: CallFacts, now: Instant): NotNow | null {
  const { frontMatter, policy, holidays, firstPush, released } = facts;
  const calendar = { today: beijingDate(now), daysOff: holidays };
  if (exemptChannels(frontMatter, policy.freshness, released, calendar).includes(channel)) return null;
  const start = clockStart(frontMatter, policy.freshness, firstPush);
  const { state, lastDay } = freshness(start, policy.freshness, holidays, now);
  if (state === 'future') return wait('future', `信息日期 ${frontMatter.event_date} 还没有到；到当日再发布。`);
  if (state !== 'expired') return null;
  const clock = start === frontMatter.event_date ? `信息日期 ${start}` : `报送日期 ${start}`;
  const note = lateNote(frontMatter, start, policy.freshness, holidays);
  const message = `${clock}，已于 ${lastDay} 24:00 满 ${policy.freshness.days} 日${note}，不再发布（第九条）；不会自动重试。`;
  return { code: 'expired', message, final: true };
}

/** Whether a channel may be served now; `null` = yes. Times are instants; days count in Beijing. */
export function notNow(channel: Channel, facts: CallFacts, now: Instant): NotNow | null {
  const at = Date.parse(now);
  const { held, frontMatter } = facts;
  const expired = stale(channel, facts, now);
  if (expired?.final) return expired;
  if (held !== null) return wait('held', `全部发布已暂停（${held}）；由办公室审核人用 resume 恢复后自动继续。`);
  if (frontMatter.publish_after !== undefined && at < Date.parse(instantOf(frontMatter.publish_after))) {
    return wait('not-yet', `定于 ${frontMatter.publish_after} 之后发布；到时自动发布，不需要处理。`);
  }
  const { publish_until: until } = frontMatter;
  if (until !== undefined && beijingDate(now) > until) return wait('period-over', `公示期到 ${until} 已满，不再发布；不需要处理。`);
  return paused(channel, facts, at) ?? outsideHours(channel, facts, now) ?? expired ?? collecting(channel, facts, now);
}

/** WeChat's answer that today's mass messages are used up: another one has to wait for the next day's time. */
const QUOTA_SPENT = 'wechat/45028';

/**
 * When a text goes out together with others (policy `channels.wechat.collect`, facts A5): the first `at` o'clock, Beijing time, that isn't
 * before `since`.
 */
export function messageTime(at: string, since: Instant): Instant {
  const today = beijingDate(since);
  const time = instantOf(`${today} ${at}`);
  return Date.parse(time) >= Date.parse(since) ? time : instantOf(`${addDays(today, 1)} ${at}`);
}

/** Since when a release waits for the next message: its approval, or the day on which no further message was possible. */
export function waitingSince(approval: Pick<LedgerEvent, 'at'>, { last }: Pick<Release, 'last'>): Instant {
  return last?.kind === 'failed' && last.code === QUOTA_SPENT ? last.at : approval.at;
}

/** 报送时间: the first push of the branch; `null` if it can't be read. */
function firstPush({ pushes }: Evidence): Instant | null {
  const times = pushes.map(({ at }) => at).sort((a, b) => Date.parse(a) - Date.parse(b));
  return times[0] ?? null;
}

/** What decides right before a call, from the evidence, the ledger and main's verified policy. */
export function callFacts(evidence: Evidence, ledger: Ledger, state: ItemState, revision: number, policy: Policy): CallFacts {
  const wechat = releaseOf(state, 'wechat', revision);
  const approval = approvalOf(state, wechat);
  return {
    frontMatter: frontMatterOf(evidence, state.item),
    policy,
    holidays: evidence.holidays ?? [],
    firstPush: firstPush(evidence),
    released: wasReleased(state, revision),
    held: heldReason(ledger),
    ...(approval ? { waitingSince: waitingSince(approval, wechat) } : {}),
  };
}

/** Who is asked right before a call. */
export interface CallJudges {
  now: () => Promise<Instant>;
  /** What was recorded at the approval, and what is wrong with it, if anything. @throws Problem when it can't be read */
  recorded: (
    ledger: Ledger,
    state: ItemState,
    release: Release,
    approval: LedgerEvent,
  ) => Promise<{ facts: CallFacts; fault: string | null }>;
  /** Whether the three reviews stand at this moment, under settings that still hold. @throws Problem when that can't be read */
  reviews: (state: ItemState, approval: LedgerEvent) => Promise<Blocked | null>;
}

/** How long an answer about a text's reviews holds for the other channels, and one about the settings for all texts, in milliseconds. */
export const SAME_MOMENT = 60_000;

/** What stops a call until somebody has done something. */
export const stop = (code: AlertCode, message: string): Blocked => ({ code, message, final: false, quiet: false });

/** What is told while main's settings don't hold. */
export const settingsUnverified = (why: string): Alert => ({
  item: 'settings',
  code: 'settings-unverified',
  message: `${why}；在此以前什么也不发，撤稿照常进行。`,
});

/** The same of what only the moment stops: nobody has to do anything but where it never goes out any more. */
export const stoppedNow = (why: NotNow): Blocked => (why.final ? { ...why, quiet: false } : { ...why, quiet: true });

/** Codes of a call that is stopped because the reviews aren't found as they were. */
const NOT_FOUND: readonly string[] = ['approval-gone', 'evidence-unreadable'];

/** Since main's history was written anew, its pull request may be beyond reach: then no later run finds it either. */
function sinceRewriting(blocked: Blocked | null, ledger: Ledger, approval: LedgerEvent): Blocked | null {
  if (blocked === null || !NOT_FOUND.includes(blocked.code) || !mayHaveMoved(purgesIn(ledger), approval.at)) return blocked;
  const more = `主分支的历史在这一稿审定以后改写过（清除登记），明天还这样的，请报送单位从最新的主分支另开合并请求重新报送，重新走完三级审核`;
  return { ...blocked, message: `${clause(blocked.message)}；${more}。` };
}

/**
 * True where the text says that it was published by hand (线下审签), and nothing of it was ever registered on the channel. A page that is built
 * here nobody can have put there.
 */
export function isUnregistered(
  { frontMatter, policy }: Pick<CallFacts, 'frontMatter' | 'policy'>,
  { releases }: ItemState,
  channel: Channel,
): boolean {
  if (channel === 'website' && policy.channels.website.mode === 'build') return false;
  const isOut = releases.some((release) => release.channel === channel && (release.confirmedAt !== null || release.state === 'offline'));
  return frontMatter.offline_review?.posted[channel] !== undefined && !isOut;
}

/** The post exists, and a call would make a second one. */
export const UNRECORDED =
  '文首写明线下审签、已经手工发布，台账里没有登记，没有发送，以免重发；请管理员到平台核对，用 record 登记地址；确实没有发过的，请报送单位改正文首，重新送审。';

/**
 * What stops a release right before its call: the seven days, holds, pauses, hours; the recorded evidence; the reviews as they stand now. Of a
 * page whose intent was written in time, moments that leave it alone (`left`) are passed over.
 */
export function callGuard(
  judges: CallJudges,
): (ledger: Ledger, state: ItemState, release: Release, left?: readonly string[]) => Promise<Blocked | null> {
  const asked = new Map<string, { at: number; answer: Promise<Blocked | null> }>();
  return async (ledger, state, release, left = []) => {
    const approval = approvalOf(state, release);
    if (!approval) return stop('not-approved', '台账里没有这一稿的审定登记，没有发送；请管理员查明。');
    const { facts, fault } = await judges.recorded(ledger, state, release, approval);
    const now = await judges.now();
    const why = notNow(release.channel, facts, now);
    if (why && !left.includes(why.code)) return stoppedNow(why);
    if (isUnregistered(facts, state, release.channel)) return stop('offline-unrecorded', UNRECORDED);
    if (fault !== null) return stop('evidence-fails', `${fault}，没有发送；请管理员运行 sanshen verify 查明。`);
    const key = `${state.item} ${approval.tree}`;
    const at = Date.parse(now);
    const before = asked.get(key);
    if (before && at - before.at <= SAME_MOMENT) return before.answer;
    const asking = judges.reviews(state, approval).catch((error: unknown) => {
      if (!(error instanceof Problem)) throw error;
      return stop('evidence-unreadable', `发送前没有读全审核记录，没有发送：${clause(error.message)}；下次运行会自动再试。`);
    });
    const answer = asking.then((blocked) => sinceRewriting(blocked, ledger, approval));
    asked.set(key, { at, answer });
    return answer;
  };
}
