import { plain } from '../../item/markdown/markdown-text.ts';
import { holdersFor } from '../../organisation/holders.ts';
import { LEVEL_NAMES } from '../../organisation/organisation.ts';
import { behindSentence, type SettingsShown } from '../../organisation/settings-change.ts';
import { LEVEL_ACT, shortTime } from '../gate/signature-words.ts';
import type { Slot } from '../gate/subject.ts';
import type { LevelVerdict } from '../gate/verdict.ts';
import { eitherOf, elapsed, LEVEL_ORDINALS } from '../words.ts';
import { STATE_WORDS } from './explain.ts';
import type { GateView, Situation } from './gate-view.ts';
import { type Asking, isAsking } from './part-in-item.ts';

function dueLevel({ standing }: Situation): LevelVerdict | null {
  return 'level' in standing && standing.kind !== 'rejected' ? standing.level : null;
}

/** Everybody who could sign a level today, as far as posts say. */
function candidates({ context, subject }: Asking, { level, unit }: LevelVerdict): string[] {
  const { units } = subject.slots.find((each) => each.level === level && each.unit === unit) as Slot;
  return holdersFor(context.organisation, level, units, context.today);
}

function reviewer(situation: Asking, level: LevelVerdict, due: boolean): string {
  const { organisation, name } = situation.context;
  const { item } = situation;
  if (level.person !== null && !isOthers(situation, level, due))
    return plain(name(level.person)) + (level.for ? `（代 ${plain(name(level.for))}）` : '');
  const asked = item.next.filter((act) => act.action === 'approve' && act.level === level.level).map(({ person }) => person);
  const own = candidates(situation, level);
  const may = asked.filter((person) => own.includes(person));
  return plain(eitherOf(organisation, may.length > 0 ? may : own));
}

/** True if somebody else is asked for a level than whoever signed it without being counted. */
function isOthers({ item }: Asking, { person }: LevelVerdict, due: boolean): boolean {
  if (!due || person === null) return false;
  const asked = item.next.filter(({ action }) => action === 'approve');
  return asked.length > 0 && !asked.some((act) => act.person === person);
}

function stateCell(situation: Asking, level: LevelVerdict, due: boolean): string {
  if (level.state === 'approved') return '✓ 已同意';
  if (level.state === 'rejected') return '↩ 已退回';
  if (isOthers(situation, level, due))
    return `● 请${LEVEL_ACT[level.level]}（${plain(situation.context.name(level.person as string))}的审核未计入）`;
  if (level.state === 'waiting') return due ? `● 请${LEVEL_ACT[level.level]}` : '○ 未到';
  return `${due ? '●' : '○'} ${STATE_WORDS[level.state]}`;
}

/** Since when a level is due: the last signature below it, else the first push. */
function since({ item, firstPush }: Asking, level: LevelVerdict): string | null {
  const below = item.levels.filter((each) => each.level < level.level && each.state === 'approved').map(({ at }) => at as string);
  return below.toSorted((a, b) => Date.parse(b) - Date.parse(a))[0] ?? firstPush;
}

function timeCell(situation: Asking, level: LevelVerdict, due: boolean): string {
  if (level.at !== null && !isOthers(situation, level, due)) return shortTime(level.at);
  const from = due ? since(situation, level) : null;
  return from === null ? '' : `已等 ${elapsed(from, situation.context.evidence.now)}`;
}

/** The three levels as rows: who, where it stands, since when, and the reviewer's own words (office.md B2). */
export function levelTable(situation: Situation): string[] {
  if (!isAsking(situation)) return [];
  const { item, context } = situation;
  const lowest = dueLevel(situation);
  const rows = item.levels.map((level) => {
    const due = lowest?.level === level.level && level.state !== 'approved';
    const unit = level.unit === undefined ? '' : `（${plain(context.organisation.units[level.unit]?.name ?? level.unit)}）`;
    const label = `${LEVEL_ORDINALS[level.level]}、${LEVEL_NAMES[level.level]}${unit}`;
    const opinion = isOthers(situation, level, due) ? '' : plain(level.opinion ?? '', 80);
    return `| ${label} | ${reviewer(situation, level, due)} | ${stateCell(situation, level, due)} | ${timeCell(situation, level, due)} | ${opinion} |`;
  });
  return ['| 环节 | 审核人 | 状态 | 时间 | 意见 |', '|---|---|---|---|---|', ...rows];
}

const MOST_ROWS = 40;
const MOST_IN_CELL = 300;

/** What a change of 名单与规则 changes for whom, as a table (design.md 3, step 5). */
export function settingsTable(settings: SettingsShown | undefined): string[] {
  if (!settings) return [];
  const first = settings.behind ? ['', `**先更新分支**：${plain(behindSentence(settings.behind), 500)}`] : [];
  return [...first, ...changesTable(settings)];
}

function changesTable(settings: SettingsShown): string[] {
  if ('problem' in settings) return ['', `**改了什么**：${plain(settings.problem, 500)}`];
  const { changes } = settings;
  if (changes.length === 0) return ['', '**改了什么**：名单与规则的内容没有变，只动了说明、次序或排版。'];
  const grave = changes.filter((change) => change.grave).length;
  const rows = changes
    .slice(0, MOST_ROWS)
    .map(
      (change) =>
        `| ${change.grave ? '▲ ' : ''}${plain(change.what, MOST_IN_CELL)} | ${plain(change.before, MOST_IN_CELL)} | ${plain(change.after, MOST_IN_CELL)} |`,
    );
  return [
    '',
    `**改了什么**（${changes.length} 处${grave > 0 ? `，其中 ${grave} 处标 ▲：给人更大的权，或放宽了规则，请先看` : ''}）`,
    '',
    '| 人或事项 | 原来 | 改为 |',
    '|---|---|---|',
    ...rows,
    ...(changes.length > MOST_ROWS ? ['', `另有 ${changes.length - MOST_ROWS} 处，见改动页。`] : []),
  ];
}

/** GitHub takes 65,536 characters of a comment: this many are left for the list. */
const MOST_LISTED = 30_000;

/** The list of 历史信息 as a table, those with findings first: whoever signs it signs for each of them (旧网站的历史信息). */
export function historyTable(history: GateView['history'] = []): string[] {
  if (history.length === 0) return [];
  const told = (findings: (typeof history)[number]['findings']): string =>
    findings === null
      ? '移除'
      : findings
          .filter(({ severity }) => severity !== 'info')
          .map(({ severity, where, words }) => `${severity === 'error' ? '须改' : '提醒'}　${where ?? ''}：${words.problem}`)
          .join(' ');
  const grave = ({ findings }: (typeof history)[number]): number =>
    findings === null ? 2 : findings.some(({ severity }) => severity !== 'info') ? 1 : 0;
  const rows = history
    .toSorted((a, b) => grave(b) - grave(a))
    .map(({ path, title, date, findings }) => {
      const name = plain(title ?? path.split('/').slice(2).join('/'), 60);
      return `| ${name} | ${plain(date)} | ${plain(told(findings), 120) || '没有问题'} |`;
    });
  let [count, length] = [0, 0];
  while (count < rows.length && length < MOST_LISTED) length += (rows[count++] as string).length + 1;
  return [
    '',
    `**历史信息清单**（${history.length} 条，有问题的在前；批准即对清单里每一条负责；只上网站，标明原日期）`,
    '',
    '| 标题 | 原日期 | 检查 |',
    '|---|---|---|',
    ...rows.slice(0, count),
    ...(count < rows.length ? ['', `另有 ${rows.length - count} 条没有问题或列不下，见改动页，或本机运行 sanshen check 看全部。`] : []),
  ];
}
