import { type BeijingDate, beijingDate, type Instant } from '../beijing-time.ts';
import type { FrontMatter } from '../item/front-matter-schema.ts';
import { type WorkingDay, workingDayAfter } from './working-days.ts';

/** 行政处罚法 Art. 48: within three days; Art. 85: working days. */
const DAYS = 3;

type Material = Pick<FrontMatter, 'title' | 'basis' | 'withdraw'>;

/** True for an item that makes a penalty decision public: by the law that it names, or by its title. A word too many only reminds. */
export function isPenaltyNotice({ title, basis }: Pick<Material, 'title' | 'basis'>): boolean {
  return /行政处罚/.test(basis?.law ?? '') || /处罚决定|处罚公示|处罚信息/.test(title);
}

/**
 * The last day on which a penalty notice has to be taken back, with the reason in public, once its decision was changed, revoked, or found
 * unlawful or void: the third working day after `withdraw.since` (行政处罚法 Arts. 48, 85).
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
