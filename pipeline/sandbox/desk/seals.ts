import { beijingMinute } from '../../beijing-time.ts';
import { holders } from '../../organisation/holders.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import type { ItemVerdict, LevelVerdict } from '../../review/gate/verdict.ts';
import type { Seal } from './view.ts';

const LABELS = { 1: '单位负责人审核', 2: '办公室审核', 3: '分管领导签发' } as const;

/** `今天 10:02`, else `11-24 10:02`, both in Beijing. */
export function shortTime(at: string, now: string): string {
  const minute = beijingMinute(at);
  return minute.slice(0, 10) === beijingMinute(now).slice(0, 10) ? `今天 ${minute.slice(11)}` : minute.slice(5);
}

/** Person ids as people say them: `郑四 或 王五`. */
export function named(organisation: Organisation, people: readonly string[]): string {
  return people.map((person) => organisation.people[person]?.name ?? person).join(' 或 ');
}

function seal(level: LevelVerdict, due: readonly string[], organisation: Organisation, now: string): Seal {
  const label = LABELS[level.level] + (level.unit ? `（${organisation.units[level.unit]?.name ?? level.unit}）` : '');
  const name = level.person ? (organisation.people[level.person]?.name ?? level.person) : (level.login ?? '');
  const at = level.at ? shortTime(level.at, now) : '';
  if (level.state === 'approved') return { level: level.level, label, mark: 'done', text: `✓ ${name} 同意　${at}` };
  if (level.state === 'rejected')
    return { level: level.level, label, mark: 'returned', text: `↩ ${name} 退回${level.opinion ? `：${level.opinion}` : ''}` };
  const again = due.length === 0 || due.includes(level.person ?? '');
  if (level.state === 'stale' && again)
    return { level: level.level, label, mark: 'void', text: `稿件改过，请${name || '原审核人'}重新审核` };
  if (due.length) return { level: level.level, label, mark: 'due', text: `● 等 ${named(organisation, due)}` };
  const note = level.state === 'out-of-order' ? `${name} 先签了，暂未计入` : '上一级审核后再请';
  return { level: level.level, label, mark: 'later', text: `○ ${note}` };
}

/**
 * The three seals of an item, from its verdict; who is due stands in the words.
 * @param mending the check wants something mended first, so that nobody's review is due
 */
export function sealsOf(item: ItemVerdict, organisation: Organisation, now: string, mending: boolean): Seal[] {
  const lowest = Math.min(...item.levels.map((level) => level.level));
  return item.levels.map((level) => {
    const due = item.next.filter((act) => act.action === 'approve' && act.level === level.level).map(({ person }) => person);
    const seal_ = seal(level, due, organisation, now);
    if (seal_.mark === 'due' && mending) return { ...seal_, mark: 'later', text: `○ 改好后请 ${named(organisation, due)}` };
    if (seal_.mark !== 'later' || level.state === 'out-of-order') return seal_;
    const later = holders(organisation, level.level, level.unit ?? item.path.split('/')[2] ?? '', beijingMinute(now).slice(0, 10));
    const when = level.level === lowest ? '送审后请' : '上一级审核后请';
    return { ...seal_, text: `○ ${when} ${named(organisation, later)}` };
  });
}
