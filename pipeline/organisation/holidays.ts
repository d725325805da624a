import { z } from 'zod';
import { addDays, type BeijingDate, isDate, weekday } from '../beijing-time.ts';
import { type Place, Problem } from '../problem.ts';
import { readSettingsYaml } from './settings-yaml.ts';

/** Where the yearly holidays lie. */
export const HOLIDAYS_FILE = 'content/terms/holidays.yml';

const date = z.string().refine(isDate);
const holiday = z.strictObject({ name: z.string().min(1), from: date, to: date, workdays: z.array(date).default([]) });

const holidaysSchema = z.strictObject({ holidays: z.array(holiday).default([]) });
const MAX_DAYS = 60;

function daysFrom(from: BeijingDate, to: BeijingDate): BeijingDate[] {
  const days: BeijingDate[] = [];
  for (let day = from; day <= to && days.length < MAX_DAYS; day = addDays(day, 1)) days.push(day);
  return days;
}

/** Saturdays and Sundays of a year. */
function weekends(year: string): BeijingDate[] {
  const days: BeijingDate[] = [];
  for (let day = `${year}-01-01`; day.startsWith(year); day = addDays(day, 1)) if (/[六日]/.test(weekday(day).slice(2))) days.push(day);
  return days;
}

/**
 * Reads `content/terms/holidays.yml`: the days off of the years it names, weekends included, make-up workdays (调休) left out; sorted. It
 * names a year by a holiday that begins in it. A year that it doesn't name has no days off, not even of a holiday that runs on into it.
 * So everybody sees that nobody has entered that year. An empty file gives none.
 * @throws Problem `holidays/malformed` (exit 2)
 */
export function readHolidays(text: string, place: Place): BeijingDate[] {
  const { value, locate } = readSettingsYaml(text, place);
  const parsed = holidaysSchema.safeParse(value ?? {});
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path ?? [];
    throw new Problem('holidays/malformed', '节假日写得不对；应写成 {name, from, to, workdays}，日期要存在；请对照样例改正。', {
      place: locate(path),
    });
  }
  const { holidays } = parsed.data;
  const years = new Set(holidays.map(({ from }) => from.slice(0, 4)));
  const listed = holidays.flatMap(({ from, to }) => daysFrom(from, to)).filter((day) => years.has(day.slice(0, 4)));
  const off = new Set([...[...years].flatMap(weekends), ...listed]);
  for (const day of holidays.flatMap(({ workdays }) => workdays)) off.delete(day);
  return [...off].sort();
}
