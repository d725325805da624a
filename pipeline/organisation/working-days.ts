import { addDays, type BeijingDate, beijingDate, type Instant, weekday } from '../beijing-time.ts';
import type { FrontMatter } from '../item/front-matter/front-matter-schema.ts';

/** A day that is counted to in working days (工作日). */
export interface WorkingDay {
  day: BeijingDate;
  /** The first year on the way whose holidays nobody has entered: its days are counted by weekends alone. `null`: the day is certain. */
  unknownYear: string | null;
}

const REST_DAYS = ['星期六', '星期日'];

/** True if somebody has entered the holidays of a day's year (`readHolidays` gives weekends too, so a known year has days off). */
export function knowsYear(daysOff: readonly BeijingDate[], day: BeijingDate): boolean {
  const year = `${day.slice(0, 4)}-`;
  return daysOff.some((off) => off.startsWith(year));
}

/** True for a day on which offices work: neither weekend nor holiday, or a weekend worked instead (调休). */
export function isWorkingDay(day: BeijingDate, daysOff: readonly BeijingDate[]): boolean {
  return knowsYear(daysOff, day) ? !daysOff.includes(day) : !REST_DAYS.includes(weekday(day));
}

/**
 * The `count`-th working day after a Beijing date, which itself isn't counted (民法典 Art. 201); to 24:00.
 * @param daysOff of `content/terms/holidays.yml`, as `readHolidays` gives them
 */
export function workingDayAfter(date: BeijingDate, count: number, daysOff: readonly BeijingDate[]): WorkingDay {
  let day = date;
  let unknownYear: string | null = null;
  for (let left = count; left > 0; ) {
    day = addDays(day, 1);
    if (!knowsYear(daysOff, day)) unknownYear ??= day.slice(0, 4);
    if (isWorkingDay(day, daysOff)) left -= 1;
  }
  return { day, unknownYear };
}

/** What has to be said beside a day that isn't certain; empty for one that is. */
export function unknownYearNote({ unknownYear }: WorkingDay): string {
  return unknownYear === null ? '' : `（节假日表还没有 ${unknownYear} 年，暂按周一至周五计）`;
}

/** 行政处罚法 Art. 48: within three days; Art. 85: working days. */
const DAYS = 3;

type Material = Pick<FrontMatter, 'title' | 'basis' | 'withdraw'>;

/** True for an item that makes a penalty decision public: by the law that it names, or by its title. A word too many only reminds. */
function isPenaltyNotice({ title, basis }: Pick<Material, 'title' | 'basis'>): boolean {
  return /行政处罚/.test(basis?.law ?? '') || /处罚决定|处罚公示|处罚信息/.test(title);
}

/**
 * The last day for taking back a penalty notice whose decision was changed, revoked, or found unlawful or void. It is the third working
 * day after `withdraw.since`, and the reason is given in public (行政处罚法 Arts. 48, 85).
 * @param begun when taking back began, for a withdrawal that doesn't say since when
 * @param daysOff of `content/terms/holidays.yml`
 * @returns `null` for anything else: not a penalty notice, or taken back for another reason
 */
export function penaltyClock(
  frontMatter: Material,
  begun: Instant,
  daysOff: readonly BeijingDate[],
): (WorkingDay & { since: BeijingDate }) | null {
  const { withdraw } = frontMatter;
  const applies = withdraw?.decision !== undefined || (withdraw?.kind === 'error' && isPenaltyNotice(frontMatter));
  if (!applies) return null;
  const since = withdraw.since?.slice(0, 10) ?? beijingDate(begun);
  return { since, ...workingDayAfter(since, DAYS, daysOff) };
}
