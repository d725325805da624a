import { beijingMinute } from '../beijing-time.ts';
import { LEVEL_NAMES } from '../organisation/organisation.ts';
import { changeLine, type SettingsShown } from '../organisation/settings-change.ts';
import { printable } from '../printable.ts';
import { contextOf } from './context.ts';
import type { Evidence } from './evidence.ts';
import type { ItemVerdict, LevelState, NextAct, Verdict, VerdictKind } from './verdict.ts';

export const VERDICT_WORDS: Record<VerdictKind, string> = {
  passed: '通过：三级审核已完成',
  waiting: '等待：还差审核或手续',
  rejected: '已退回：改好后再送审',
  refused: '不能发布：先处理下面的问题',
};

/** The states as people read them (未计入, 请重审; never 无效 or 越级 to anybody's face). */
export const STATE_WORDS: Record<LevelState, string> = {
  approved: '已同意',
  waiting: '待审',
  stale: '稿件改过，请重审',
  'not-counted': '未计入',
  'out-of-order': '先于上一级，未计入',
  rejected: '已退回',
};

const ACTION_WORDS: Record<NextAct['action'], string> = {
  approve: '审核',
  revise: '修改',
  resubmit: '重新报送',
  ready: '送审（点 Ready for review）',
  split: '分开提交',
  repair: '处理',
  appoint: '安排审核人',
};

/** `请 郑四、王五 审核`, one part an action. */
export function nextSentence(next: readonly NextAct[], name: (person: string) => string): string {
  const actions = [...new Set(next.map(({ action }) => action))];
  const parts = actions.map((action) => {
    const people = next.filter((act) => act.action === action).map(({ person }) => (person === 'office' ? '办公室' : name(person)));
    return `请 ${[...new Set(people)].join(action === 'approve' || action === 'appoint' ? ' 或 ' : '、')} ${ACTION_WORDS[action]}`;
  });
  return parts.join('；');
}

function explainItem(item: ItemVerdict, name: (person: string) => string, unitName: (unit: string) => string): string[] {
  return [
    `${printable(item.id)}　${VERDICT_WORDS[item.verdict]}`,
    ...item.levels.map(
      ({ level, unit, state, reason }) =>
        `  ${level} ${LEVEL_NAMES[level]}${unit ? `（${unitName(unit)}）` : ''}　${STATE_WORDS[state]}　${reason}`,
    ),
    ...(item.emergency ? [`  紧急签发：${name(item.emergency.person)}；前两级由其他人在 ${beijingMinute(item.emergency.due)} 前补审`] : []),
    ...item.blockers.map(({ message }) => `  问题　${message}`),
    ...item.ignored.map(({ reason }) => `  未计入　${reason}`),
    ...(item.next.length > 0 ? [`  下一步　${nextSentence(item.next, name)}`] : []),
  ];
}

/** What changes in 名单与规则, a line each; what needs a second look begins with ▲. */
function explainSettings(settings: SettingsShown | undefined): string[] {
  if (!settings) return [];
  if ('problem' in settings) return ['', `改了什么　${printable(settings.problem)}`];
  if (settings.changes.length === 0) return ['', '改了什么　名单与规则的内容没有变，只动了说明、次序或排版。'];
  return ['', '改了什么（▲ 给人更大的权，或放宽了规则）', ...settings.changes.map((change) => `  ${printable(changeLine(change))}`)];
}

/**
 * The verdict in plain Chinese, step by step: what was weighed, each level, what isn't counted and why, who acts next.
 * @param evidence the evidence that gave the verdict
 * @param settings what the pull request changes in 名单与规则
 */
export function explain(evidence: Evidence, verdict: Verdict, settings?: SettingsShown): string {
  const { name, organisation } = contextOf(evidence);
  const unitName = (unit: string): string => (Object.hasOwn(organisation.units, unit) ? (organisation.units[unit]?.name ?? unit) : unit);
  const { pullRequest, reviews, pushes, now } = evidence;
  const subject = pullRequest ? `第 ${pullRequest.number} 号合并请求` : '没有合并请求';
  return [
    `结论　${VERDICT_WORDS[verdict.verdict]}`,
    `依据　${subject}，推送 ${pushes.length} 次，审核记录 ${reviews.length} 条，核对时间 ${beijingMinute(now)}`,
    ...verdict.blockers.map(({ message }) => `问题　${message}`),
    ...(verdict.items.length === 0 && verdict.verdict === 'passed' ? ['没有改动稿件和名单，不需要三级审核。'] : []),
    ...verdict.items.flatMap((item) => ['', ...explainItem(item, name, unitName)]),
    ...explainSettings(settings),
    '',
  ].join('\n');
}
