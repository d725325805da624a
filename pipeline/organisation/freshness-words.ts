import type { BeijingDate } from '../beijing-time.ts';
import type { FrontMatter } from '../item/front-matter/front-matter-schema.ts';
import { lastDay, statutoryTerm } from './freshness.ts';
import type { Policy } from './policy.ts';
import { knowsYear, unknownYearNote } from './working-days.ts';

type Switches = Policy['freshness'];

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
