import { addDays, type BeijingDate, beijingDate, daysBetween, type Instant } from '../beijing-time.ts';
import type { Channel, FrontMatter } from '../item/front-matter/front-matter-schema.ts';
import type { Policy } from './policy.ts';
import { knowsYear, unknownYearNote, type WorkingDay, workingDayAfter } from './working-days.ts';

type Switches = Policy['freshness'];

/** Where an item stands in its seven days (Art. 9): today is day `day` of `days`, `left` days after today remain (negative: over). */
export interface Freshness {
  day: number;
  days: number;
  left: number;
  lastDay: BeijingDate;
  state: 'future' | 'in-time' | 'last-day' | 'expired';
}

/**
 * The last day on which an item may first be published, to 24:00 Beijing time.
 * Default: information date + 7 (民法典 Arts. 201, 203 ¶2, 1259: the first day isn't counted, 以内 includes the number).
 */
export function lastDay(informationDate: BeijingDate, switches: Switches, holidays: readonly BeijingDate[] = []): BeijingDate {
  let day = addDays(informationDate, switches.first_day === 'counted' ? switches.days - 1 : switches.days);
  if (switches.holidays === 'extended') while (holidays.includes(day)) day = addDays(day, 1);
  return day;
}

/** The date the clock starts at: the information date, or 报送时间 (the first push) where the policy counts from submission. */
export function clockStart(frontMatter: Pick<FrontMatter, 'event_date'>, switches: Switches, firstPush: Instant | null): BeijingDate {
  return switches.from === 'submission' && firstPush !== null ? beijingDate(firstPush) : frontMatter.event_date;
}

/** How fresh something is on the Beijing day of `now`. */
export function freshness(start: BeijingDate, switches: Switches, holidays: readonly BeijingDate[], now: Instant): Freshness {
  const last = lastDay(start, switches, holidays);
  const today = beijingDate(now);
  const left = daysBetween(today, last);
  const passed = daysBetween(start, today);
  const day = passed + (switches.first_day === 'counted' ? 1 : 0);
  const state = passed < 0 ? 'future' : left < 0 ? 'expired' : left === 0 ? 'last-day' : 'in-time';
  return { day, days: switches.days, left, lastDay: last, state };
}

/** The day of a decision, and the days off of `content/terms/holidays.yml`. */
export interface Calendar {
  today: BeijingDate;
  daysOff: readonly BeijingDate[];
}

type Basis = Switches['statutory']['bases'][number];

/**
 * The law's own term of statutory disclosure that the policy lists. It counts working days from the day on which the document was made or
 * changed (公开条例 Art. 26). `null` for anything else.
 */
export function statutoryTerm(
  { basis, event_date }: Pick<FrontMatter, 'basis' | 'event_date'>,
  switches: Switches,
  daysOff: readonly BeijingDate[],
): (WorkingDay & { basis: Basis }) | null {
  const listed = basis?.kind === '法定公开' ? switches.statutory.bases.find(({ law }) => law === basis.law) : undefined;
  return listed ? { basis: listed, ...workingDayAfter(event_date, listed.working_days, daysOff) } : null;
}

/**
 * True once the law's term is over, or may be since it ends in a year that has begun and whose holidays nobody has entered. A late body
 * must still disclose (公开条例 Art. 26), so only `late: refused` refuses it.
 */
export function isOverdue({ day, unknownYear }: WorkingDay, today: BeijingDate): boolean {
  return today > day || (unknownYear !== null && today.slice(0, 4) >= unknownYear);
}

/**
 * Channels of an item that Art. 9 doesn't bind: all for a withdrawal. The website alone for a correction of a released item and for
 * statutory disclosure that the policy lists (公开条例 Arts. 20, 26).
 * @param calendar the day to decide for; without one the law's term isn't asked for
 */
export function exemptChannels(
  frontMatter: Pick<FrontMatter, 'withdraw' | 'correction' | 'basis' | 'channels' | 'event_date'>,
  switches: Switches,
  released: boolean,
  calendar?: Calendar,
): Channel[] {
  if (frontMatter.withdraw) return [...frontMatter.channels];
  if (frontMatter.correction && released) return ['website'];
  const term = statutoryTerm(frontMatter, switches, calendar?.daysOff ?? []);
  if (term === null) return [];
  const refused = calendar !== undefined && term.basis.late === 'refused' && isOverdue(term, calendar.today);
  return refused ? [] : [...switches.statutory.channels];
}

/** In days: what is older is no duplicate of another item but its sequel. */
const LATELY = 30;

/** The first of the days that count as lately. Only what is of such a day is held against others. */
export function latelySince(today: BeijingDate): BeijingDate {
  return addDays(today, -LATELY);
}

/** `法定公开期限 20 个工作日，到 2026-12-08 24:00`; empty for what isn't statutory disclosure that the policy lists. */
export function termWords(
  frontMatter: Pick<FrontMatter, 'basis' | 'event_date'>,
  switches: Switches,
  daysOff: readonly BeijingDate[],
): string {
  const term = statutoryTerm(frontMatter, switches, daysOff);
  return term === null ? '' : `法定公开期限 ${term.basis.working_days} 个工作日，到 ${term.day} 24:00${unknownYearNote(term)}`;
}

/** Says that a last day wasn't lengthened for want of that year's holidays (民法典 Art. 203); empty where nothing is missing. */
function notExtended(start: BeijingDate, switches: Switches, daysOff: readonly BeijingDate[]): string {
  if (switches.holidays !== 'extended') return '';
  const day = lastDay(start, switches, daysOff);
  return knowsYear(daysOff, day) ? '' : `节假日表还没有 ${day.slice(0, 4)} 年，没有顺延`;
}

/**
 * Why else a text is too late, in brackets: the law's own term is over too, or nobody has entered the holidays.
 * @param start the day the clock started at
 */
export function lateNote(
  frontMatter: Pick<FrontMatter, 'basis' | 'event_date'>,
  start: BeijingDate,
  switches: Switches,
  daysOff: readonly BeijingDate[],
): string {
  const notes = [termWords(frontMatter, switches, daysOff), notExtended(start, switches, daysOff)].filter((note) => note !== '');
  return notes.length === 0 ? '' : `（${notes.join('；')}）`;
}
