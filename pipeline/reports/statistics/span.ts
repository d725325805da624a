import { addDays, type BeijingDate, beijingDate, type Instant, isDate } from '../../beijing-time.ts';

/** First and last day, both included, in Beijing. */
export interface Span {
  from: BeijingDate;
  to: BeijingDate;
}

/** Spans as people call them. */
export const SPANS = ['本月', '本季', '本年', '上月', '上季', '上年'] as const;
export type SpanName = (typeof SPANS)[number];

const LENGTH: Record<string, number> = { 月: 1, 季: 3, 年: 12 };

/** The first day of a month that is counted on from January of a year. */
function firstDay(year: number, month: number): BeijingDate {
  const at = new Date(Date.UTC(year, month, 1));
  return at.toISOString().slice(0, 10);
}

/** A month, quarter or year as the calendar has it: the one of a day, or the one before. */
export function spanOf(name: SpanName, now: Instant): Span {
  const today = beijingDate(now);
  const length = LENGTH[name[1] as string] as number;
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7)) - 1];
  const start = Math.floor(month / length) * length - (name.startsWith('上') ? length : 0);
  return { from: firstDay(year, start), to: addDays(firstDay(year, start + length), -1) };
}

/** A month `2026-11` as a span. */
export function monthSpan(month: string): Span {
  const next = firstDay(Number(month.slice(0, 4)), Number(month.slice(5, 7)));
  return { from: `${month}-01`, to: addDays(next, -1) };
}

/** The month before that of a day. */
export function monthBefore(now: Instant): string {
  return spanOf('上月', now).from.slice(0, 7);
}

/** Every month that a span touches. */
export function monthsOf({ from, to }: Span): string[] {
  const months: string[] = [];
  for (let day = `${from.slice(0, 7)}-01`; day <= to; day = addDays(monthSpan(day.slice(0, 7)).to, 1)) months.push(day.slice(0, 7));
  return months;
}

/** True of something that happened in a span, by Beijing's day. */
export function within({ from, to }: Span, at: Instant | null | undefined): boolean {
  if (!at) return false;
  const day = beijingDate(at);
  return from <= day && day <= to;
}

/** True for two days in their order. */
export function isSpan({ from, to }: Span): boolean {
  return isDate(from) && isDate(to) && from <= to;
}
