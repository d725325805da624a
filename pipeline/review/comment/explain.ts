import { beijingMinute } from '../../beijing-time.ts';
import { LEVEL_NAMES } from '../../organisation/organisation.ts';
import type { Policy } from '../../organisation/policy.ts';
import { policyChanges } from '../../organisation/policy-changes.ts';
import { policyOf } from '../../organisation/read-settings.ts';
import { behindSentence, changeLine, type SettingsShown } from '../../organisation/settings-change.ts';
import { printable } from '../../printable.ts';
import { type BarCode, barsOf } from '../gate/bars.ts';
import { type Context, contextOf } from '../gate/context.ts';
import type { Evidence } from '../gate/evidence.ts';
import { cited, rulesCitedIn, withRule } from '../gate/rule-numbers.ts';
import { scopeOf } from '../gate/scope.ts';
import { type Subject, subjectsOf } from '../gate/subject.ts';
import { historyOf } from '../gate/text-history.ts';
import type { ItemVerdict, LevelState, NextAct, Verdict, VerdictKind } from '../gate/verdict.ts';
import { dayCount, deadline } from '../words.ts';
import { handName, historyLines } from './explain-history.ts';
import { freshnessOf } from './gate-view.ts';

const VERDICT_WORDS: Record<VerdictKind, string> = {
  passed: '通过：所需的各级审核已完成',
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
function nextSentence(next: readonly NextAct[], name: (person: string) => string): string {
  const actions = [...new Set(next.map(({ action }) => action))];
  const parts = actions.map((action) => {
    const people = next.filter((act) => act.action === action).map(({ person }) => (person === 'office' ? '办公室' : name(person)));
    return `请 ${[...new Set(people)].join(action === 'approve' || action === 'appoint' ? ' 或 ' : '、')} ${ACTION_WORDS[action]}`;
  });
  return parts.join('；');
}

type PullRequest = NonNullable<Evidence['pullRequest']>;

const BAR_WORDS: Record<BarCode, string> = {
  author: '送审的人',
  'issue-author': '提交报送单的人',
  submitter: '报送人',
  'wrote-text': '改过稿件',
  'pushed-text': '推送过改动',
  'co-author': '参与改过，只可审第二级',
  'own-delegation': '这次改动把代签交给本人',
};

/** The conclusion; where a leader's emergency signature stands alone, nobody may read that the others have signed. */
function verdictWords(verdict: VerdictKind, items: readonly ItemVerdict[]): string {
  if (verdict === 'passed' && items.length === 0) return '通过：没有改动稿件和名单，不需要三级审核';
  if (verdict === 'passed' && items.some(({ emergency }) => emergency)) return '通过：紧急签发，其余审核须补办';
  return VERDICT_WORDS[verdict];
}

/** Whose hands are in the text, and who therefore doesn't sign it. */
function explainHands(context: Context, subject: Subject): string[] {
  const { evidence, organisation, name } = context;
  const history = historyOf(evidence, subject.entry);
  const bars = barsOf(context, subject, history);
  const commits = evidence.commits.filter(history.commitChanges).map(({ sha, author, committer, coAuthors }) => {
    const together = coAuthors.length > 0 ? `，同署 ${coAuthors.map((login) => handName(context, login)).join('、')}` : '';
    return `  改动　提交 ${sha.slice(0, 7)}　作者 ${handName(context, author)}，提交人 ${handName(context, committer)}${together}`;
  });
  const barred = Object.keys(organisation.people).flatMap((person) => {
    const code = bars.of(person, 1);
    return code === null ? [] : `${name(person)}（${BAR_WORDS[code]}）`;
  });
  return [...commits, ...(barred.length > 0 ? [`  回避　${barred.join('、')}${cited(6)}`] : [])];
}

/** Art. 9 on the day, or why it binds nothing here. */
function explainTime(context: Context, subject: Subject): string[] {
  if (subject.kind === 'rules' || !subject.complete) return [];
  const fresh = freshnessOf(context, subject, historyOf(context.evidence, subject.entry).firstPush);
  const words = fresh === null ? '撤稿、更正和名单列明的法定公开不受七日限制' : `${dayCount(fresh)}，${deadline(fresh)}`;
  return [`  时效　信息日期 ${subject.frontMatter.event_date}，${words}${cited(18)}`];
}

/** Who answers for secrecy, where he has signed (where he hasn't, that is a problem of its own). */
function explainSecrecy({ name }: Context, { frontMatter }: Subject, { blockers }: ItemVerdict): string[] {
  const review = frontMatter.withdraw ? undefined : frontMatter.secrecy_review;
  if (!review || blockers.some(({ code }) => code.startsWith('secrecy'))) return [];
  return [`  保密　${name(review.by)} 已亲自审核现在这一版${cited(19)}`];
}

function explainText({ head, mergeSha }: PullRequest, { entry }: Subject, { blockers }: ItemVerdict): string {
  const same = mergeSha && !blockers.some(({ code }) => code.startsWith('merge'));
  const merged = same ? `；合并后的 ${mergeSha.slice(0, 7)} 与它相同${cited(20)}` : '';
  return `  内容　${entry.trees[head.sha] ?? '读不到'}（分支 ${printable(head.ref)} 的 ${head.sha.slice(0, 7)}）${merged}`;
}

function explainLevels({ organisation, name }: Context, { levels, emergency }: ItemVerdict): string[] {
  const unitName = (unit: string): string => (Object.hasOwn(organisation.units, unit) ? (organisation.units[unit]?.name ?? unit) : unit);
  return [
    ...levels.map(
      ({ level, unit, state, reason }) =>
        `  ${level} ${LEVEL_NAMES[level]}${unit ? `（${unitName(unit)}）` : ''}　${STATE_WORDS[state]}　${reason}`,
    ),
    ...(emergency ? [`  紧急签发：${name(emergency.person)}；前两级由其他人在 ${beijingMinute(emergency.due)} 前补审${cited(24)}`] : []),
  ];
}

/** What a verdict on an item rests on; nothing where no signature was asked for. */
function explainGrounds(context: Context, subject: Subject, item: ItemVerdict): string[] {
  const { pullRequest } = context.evidence;
  if (!pullRequest || item.levels.length === 0) return ['  审核没有逐条核对（见上面的问题）'];
  return [
    explainText(pullRequest, subject, item),
    '  经过（北京时间）',
    ...historyLines(context, subject, item).map((line) => `    ${line}`),
    ...explainHands(context, subject),
    ...explainTime(context, subject),
    ...explainSecrecy(context, subject, item),
  ];
}

/** One item: its text, what happened to it, who may not sign, days and secrecy, the levels, what is wrong, who acts next. */
function explainItem(context: Context, subject: Subject, item: ItemVerdict): string[] {
  return [
    `${printable(item.id)}　${verdictWords(item.verdict, [item])}`,
    ...explainGrounds(context, subject, item),
    ...explainLevels(context, item),
    ...item.blockers.map(({ code, message }) => `  问题　${withRule(message, code)}`),
    ...(item.next.length > 0 ? [`  下一步　${nextSentence(item.next, context.name)}`] : []),
  ];
}

/** What changes in 名单与规则, a line each; what needs a second look begins with ▲. */
function explainSettings(settings: SettingsShown | undefined): string[] {
  if (!settings) return [];
  const first = settings.behind ? ['', `先更新分支　${printable(behindSentence(settings.behind))}`] : [];
  return [...first, ...explainChanges(settings)];
}

function explainChanges(settings: SettingsShown): string[] {
  if ('problem' in settings) return ['', `改了什么　${printable(settings.problem)}`];
  if (settings.changes.length === 0) return ['', '改了什么　名单与规则的内容没有变，只动了说明、次序或排版。'];
  return ['', '改了什么（▲ 给人更大的权，或放宽了规则）', ...settings.changes.map((change) => `  ${printable(changeLine(change))}`)];
}

/** The switches that the gate looks at. */
const LOOKED_AT = [
  'branch',
  'freshness',
  'order',
  'distinct_persons',
  'items_per_pull_request',
  'files_per_pull_request',
  'machines',
  'delegation',
  'emergency',
] as const satisfies readonly (keyof Policy)[];

/** Those of them that let more through than the rules do by themselves. */
function loosenedBy(policy: Policy): string[] {
  const silent = policyOf({});
  const looked = Object.fromEntries(LOOKED_AT.map((name) => [name, policy[name]]));
  const changes = policyChanges(silent, { ...silent, ...looked }).filter(({ grave }) => grave);
  return changes.map((change) => printable(changeLine({ ...change, grave: false })));
}

/** What the gate went by: the records, and whatever the policy loosens. */
function explainBasis({ evidence, policy }: Context): string[] {
  const { pullRequest, pushes, commits, reviews, dismissals, now, incomplete } = evidence;
  const subject = pullRequest ? `第 ${pullRequest.number} 号合并请求` : '没有合并请求';
  const records = `提交 ${commits.length} 个，推送 ${pushes.length} 次，审核记录 ${reviews.length} 条，撤销 ${dismissals.length} 次`;
  const whole = incomplete?.length === 0 ? '，各项记录都已读全' : '';
  const loosened = loosenedBy(policy);
  return [
    `依据　${subject}，${records}${whole}；核对时间 ${beijingMinute(now)}（北京时间），名单与规则以当时主分支上的为准`,
    loosened.length > 0 ? `选项　比默认放宽：${loosened.join('；')}` : '选项　没有放宽',
  ];
}

/**
 * The verdict in plain Chinese, step by step, for whoever must follow it years later from the evidence alone. It tells what was weighed,
 * what followed from each act and by which rule, who may not sign, the levels, and who acts next.
 * @param evidence the evidence that gave the verdict
 * @param settings what the pull request changes in 名单与规则
 */
export function explain(evidence: Evidence, verdict: Verdict, settings?: SettingsShown): string {
  const context = contextOf(evidence);
  const { subjects } = subjectsOf(context, scopeOf(context));
  const told = [
    `结论　${verdictWords(verdict.verdict, verdict.items)}`,
    ...explainBasis(context),
    ...verdict.blockers.map(({ code, message }) => `问题　${withRule(message, code)}`),
    ...subjects.flatMap((subject, index) => ['', ...explainItem(context, subject, verdict.items[index] as ItemVerdict)]),
    ...explainSettings(settings),
  ].join('\n');
  const rules = rulesCitedIn(told).map((rule) => `  规则 ${rule}`);
  return [told, ...(rules.length > 0 ? ['', '所引规则', ...rules] : []), ''].join('\n');
}
