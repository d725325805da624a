import { addDays, type BeijingDate, beijingDate, beijingMinute, type Instant, instantOf, isDate } from '../beijing-time.ts';
import type { Channel, FrontMatter } from '../item/front-matter/front-matter-schema.ts';
import type { LedgerEvent } from '../ledger/event.ts';
import { approvalOf, type ItemState, type Release, releaseOf, wasReleased } from '../ledger/fold.ts';
import { heldReason } from '../ledger/held.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { frontMatterOf } from '../ledger/recorded-evidence.ts';
import { clockStart, exemptChannels, freshness, lateNote } from '../organisation/freshness.ts';
import type { Policy } from '../organisation/policy.ts';
import type { Evidence } from '../review/gate/evidence.ts';

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
