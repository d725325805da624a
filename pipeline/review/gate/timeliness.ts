import { type BeijingDate, beijingDate } from '../../beijing-time.ts';
import { clockStart, exemptChannels, lastDay, lateNote } from '../../organisation/freshness.ts';
import { monthDay } from '../words.ts';
import type { Context } from './context.ts';
import { type Obstacle, obstacle } from './obstacle.ts';
import type { Subject } from './subject.ts';
import type { TextHistory } from './text-history.ts';

/** True if some channel of the item isn't bound by the seven days (rule 18). That one may still be served; each call holds the others. */
function isExempt({ policy, evidence }: Context, subject: Subject, event_date: BeijingDate, today: BeijingDate): boolean {
  const { channels = [] } = subject.frontMatter;
  const released = evidence.released?.includes(subject.path) ?? false;
  const calendar = { today, daysOff: evidence.holidays ?? [] };
  const exempt = exemptChannels({ ...subject.frontMatter, event_date, channels }, policy.freshness, released, calendar);
  return channels.some((channel) => exempt.includes(channel));
}

/** Art. 9, only news of the last seven days: today and the planned day of publication (rule 18). */
export function timeObstacles(context: Context, subject: Subject, history: TextHistory): Obstacle[] {
  const { event_date: eventDate, publish_after: publishAfter, withdraw, basis } = subject.frontMatter;
  if (withdraw || !eventDate) return [];
  const { policy, evidence } = context;
  // What was published by hand while the network was down went out on that day.
  const today = evidence.offline?.[subject.path] ?? context.today;
  const found: Obstacle[] = [];
  const firstDay = history.firstPush === null ? null : beijingDate(history.firstPush);
  if (firstDay !== null && eventDate > firstDay) {
    found.push(obstacle('future-date', `${monthDay(eventDate)}，晚于报送当天（${monthDay(firstDay)}）`));
  }
  if (isExempt(context, subject, eventDate, today)) return found;
  const start = clockStart({ event_date: eventDate }, policy.freshness, history.firstPush);
  const last = lastDay(start, policy.freshness, evidence.holidays ?? []);
  const planned = publishAfter?.slice(0, 10);
  if (today > last) {
    const clock = policy.freshness.from === 'submission' ? `报送日期 ${monthDay(start)}` : `信息日期 ${monthDay(start)}`;
    const note = lateNote({ basis, event_date: eventDate }, start, policy.freshness, evidence.holidays ?? []);
    found.push(obstacle('seven-days', `${clock}，已于 ${monthDay(last)} 24:00 过期${note}`));
  } else if (planned !== undefined && planned > last) {
    found.push(obstacle('publish-after-late', ` ${monthDay(planned)}，晚于 ${monthDay(last)} 24:00 的期限`));
  }
  return found;
}
