/**
 * Dates and times of the bureau. Everything here counts in Beijing time (Asia/Shanghai, UTC+8, no summer time since 1991),
 * whatever zone the machine is in. A date is `YYYY-MM-DD`; an instant is an ISO 8601 string with an offset or `Z`.
 */
export type BeijingDate = string;
export type Instant = string;

const OFFSET = 8 * 3_600_000;
const DAY = 86_400_000;

function shifted(instant: Instant | Date): Date {
  const at = instant instanceof Date ? instant.getTime() : Date.parse(instant);
  if (Number.isNaN(at)) throw new RangeError(`not an instant: ${String(instant)}`);
  return new Date(at + OFFSET);
}

let last: { instant: Instant; date: BeijingDate } | undefined;

/** The Beijing date of an instant. The last one's is remembered: it is asked for over and over. */
export function beijingDate(instant: Instant | Date): BeijingDate {
  if (typeof instant === 'string' && instant === last?.instant) return last.date;
  const date = shifted(instant).toISOString().slice(0, 10);
  if (typeof instant === 'string') last = { instant, date };
  return date;
}

/** `YYYY-MM-DD HH:MM` in Beijing, the form of 47号文's PubDate. */
export function beijingMinute(instant: Instant | Date): string {
  return shifted(instant).toISOString().slice(0, 16).replace('T', ' ');
}

/** The instant as ISO 8601 with seconds and `+08:00`. */
export function beijingIso(instant: Instant | Date): Instant {
  return `${shifted(instant).toISOString().slice(0, 19)}+08:00`;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** True for a date that exists, written `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const month = Number(text.slice(5, 7));
  const day = Number(text.slice(8));
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(Number(text.slice(0, 4)), month);
}

/** True for `YYYY-MM-DD HH:MM` (seconds allowed) with an existing date and time, read as Beijing time. */
export function isMinute(text: string): boolean {
  const match = /^(\d{4}-\d{2}-\d{2}) ([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.exec(text);
  return match !== null && isDate(match[1] as string);
}

/** The instant of a Beijing wall-clock time `YYYY-MM-DD HH:MM`, or of the start of a Beijing date. */
export function instantOf(text: string): Instant {
  if (isDate(text)) return `${text}T00:00:00+08:00`;
  if (!isMinute(text)) throw new RangeError(`not a date or minute: ${text}`);
  return `${text.replace(' ', 'T')}${text.length === 16 ? ':00' : ''}+08:00`;
}

/** The later of two dates; `undefined`: there is only the other. */
export function later(one: BeijingDate | undefined, other: BeijingDate): BeijingDate {
  return one === undefined || one < other ? other : one;
}

/** A date some days later (or earlier, if negative). */
export function addDays(date: BeijingDate, days: number): BeijingDate {
  const year = Number(date.slice(0, 4));
  const month = Number(date.slice(5, 7));
  const day = Number(date.slice(8)) + days;
  // Within the month, which most steps are, nothing has to be reckoned.
  if (day >= 1 && day <= daysIn(year, month)) return `${date.slice(0, 8)}${String(day).padStart(2, '0')}`;
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** Whole days from one date to another; negative if the second is earlier. */
export function daysBetween(from: BeijingDate, to: BeijingDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
}

/** 星期一 … 星期日. */
export function weekday(date: BeijingDate): string {
  return `星期${'日一二三四五六'.charAt(new Date(`${date}T00:00:00Z`).getUTCDay())}`;
}

/** True for text that names an instant without doubt: ISO 8601 of a day that exists, with an offset or `Z`. */
export function isInstant(text: unknown): text is Instant {
  return (
    typeof text === 'string' &&
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(text) &&
    isDate(text.slice(0, 10)) &&
    !Number.isNaN(Date.parse(text))
  );
}
