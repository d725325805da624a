import { addDays, type BeijingDate, beijingDate, daysBetween, type Instant } from '../beijing-time.ts';
import type { Channel, FrontMatter } from '../item/front-matter/front-matter-schema.ts';
import type { Policy } from './policy.ts';
import { type WorkingDay, workingDayAfter } from './working-days.ts';

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
 * True once the law's term is over, or may be since it ends in a year that has begun and whose holidays nobody has entered. 公开条例 Art. 26
 * frees nobody of disclosing late, so only a policy of `late: refused` refuses it.
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
