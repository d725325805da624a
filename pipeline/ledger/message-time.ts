import { addDays, beijingDate, type Instant, instantOf } from '../beijing-time.ts';
import type { LedgerEvent } from './event.ts';
import type { Release } from './fold.ts';

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
