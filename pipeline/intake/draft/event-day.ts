import { addDays, type BeijingDate, isDate } from '../../beijing-time.ts';
import type { Line } from './lines.ts';

const FIRST = 4;
const DAY =
  /(?:(20\d\d)\s*年\s*)?(\d{1,2})\s*月\s*(\d{1,2})\s*日(?:\s*(?:至|到|-|—{1,2}|~)\s*(?:(?:20\d\d\s*年\s*)?(\d{1,2})\s*月\s*)?(\d{1,2})\s*日)?/g;
/** What stands before a day that is no event: of a document, a law, a plan. */
const BEFORE = /(?:迎接|喜迎|自|根据|依据|按照|将于?|定于|拟于|计划于?|截至|截止|预计|到)[^,。;]{0,10}$/;
/** What stands behind one. */
const AFTER = /^\s*(?:起|前|之前|以前|前后)|^[^,。;]{0,8}(?:印发|施行|实施|发布的|下发|颁布|通过|修订|将)/;

const padded = (number: string | number): string => String(number).padStart(2, '0');

/**
 * The date of a month's day: an event is at most a day ahead of its news. Without a year it is the year of arrival; in January and February it
 * may be the one before. Later in the year a day ahead is one to come: `null`.
 */
export function dated(year: string | undefined, month: string, day: string, arrived: BeijingDate): BeijingDate | null {
  const on = (given: number): BeijingDate => `${given}-${padded(month)}-${padded(day)}`;
  const latest = addDays(arrived, 1);
  const own = Number(year ?? arrived.slice(0, 4));
  const before = year === undefined && on(own) > latest && arrived.slice(5, 7) <= '02';
  const date = on(before ? own - 1 : own);
  return isDate(date) && date <= latest ? date : null;
}

/**
 * The day of the event: the first that the text's first paragraphs tell, of several days the last. A day alone on its line belongs to the
 * signature. 近日, 昨天 and the like are no day: `null`, and it is asked.
 */
export function eventDayOf(body: readonly Line[], arrived: BeijingDate): BeijingDate | null {
  const first = body.filter(({ plain, folded }) => plain && [...folded].length > 15).slice(0, FIRST);
  for (const { folded } of first) {
    for (const match of folded.matchAll(DAY)) {
      const [all, year, month = '', day = '', lastMonth, lastDay] = match;
      const before = folded.slice(Math.max(0, match.index - 16), match.index);
      if (BEFORE.test(before) || AFTER.test(folded.slice(match.index + all.length))) continue;
      const date = dated(year, lastMonth ?? month, lastDay ?? day, arrived);
      if (date !== null) return date;
    }
  }
  return null;
}
