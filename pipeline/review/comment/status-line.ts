import type { CheckResult, Finding } from '../../check/finding.ts';
import { RULE_NAMES } from '../../check/rule-names.ts';
import type { Freshness } from '../../organisation/freshness.ts';
import { printable } from '../../printable.ts';
import { LEVEL_ACT } from '../gate/signature-words.ts';
import type { Blocker, LevelVerdict } from '../gate/verdict.ts';
import { daysLeft, LEVEL_DESKS, monthDay } from '../words.ts';
import { findingsOf, type GateView, type PublishedView, type Situation, situationOf } from './gate-view.ts';

/** What is written as commit status `sanshen/gate`. */
export interface StatusLine {
  state: 'error' | 'failure' | 'pending' | 'success';
  description: string;
}

/** What GitHub's list of checks shows of a line, and what it takes at all. */
const SHOWN = 60;
const MOST = 140;

/** For a run that couldn't even collect the evidence. */
export const UNREADABLE_STATUS: StatusLine = { state: 'error', description: '暂时核对不了审核记录，先不放行；稍后自动重试' };

const REFUSALS: Record<string, (situation: Situation) => string> = {
  'seven-days': ({ freshness }) =>
    // What refuses for its days has days.
    `已过 ${(freshness as Freshness).days} 日（${monthDay((freshness as Freshness).lastDay)} 24:00），不能发布`,
  'mixed-change': ({ context }) => {
    const settings = context.evidence.files.some(({ path }) => path.startsWith('content/') && !path.startsWith('content/items/'));
    return settings ? '同时改了稿件和名单，请分开提交' : '同时改了稿件和别的文件，请分开提交';
  },
  fork: () => '不接受从复刻仓库报送',
  'second-item': () => '一次只报送一件，请分开提交',
  'item-removed': () => '信息的文件夹被移走或删去，请恢复；撤回请用撤稿',
  'front-matter': () => '文首写得不合规定，请照检查结果改正',
  'correction-missing': () => '已发布的信息改动要写明更正或撤稿',
  'future-date': () => '信息日期晚于报送当天，请改正',
  'merged-text': () => '合并后的内容和审核的不一样，不能发布',
  'no-pull-request': () => '没有审核记录，不能发布',
};

const length = (text: string): number => [...text].length;

/** The first of several wordings that is shown whole; where names are too long for any, the last, which is never cut inside a character. */
function fitting(...wordings: string[]): string {
  const lines = wordings.map((text) => printable(text.replace(/\s+/g, ' ')));
  const fits = lines.find((text) => length(text) <= SHOWN) ?? (lines.at(-1) as string);
  return length(fits) <= MOST ? fits : `${[...fits].slice(0, MOST - 1).join('')}…`;
}

function firstClause({ message }: Blocker): string {
  return message.split(/[；。]/)[0] as string;
}

/** `（2/3 办公室）` */
function step(situation: Situation, { level, unit }: LevelVerdict, short = false): string {
  const desk = unit === undefined ? LEVEL_DESKS[level] : (situation.context.organisation.units[unit]?.name ?? unit);
  return short ? `（${level}/3）` : `（${level}/3 ${desk}）`;
}

function ifCounted(freshness: Freshness | null): string {
  return freshness ? `；${daysLeft(freshness)}` : '';
}

/** `郑四 或 王五`, and shorter where there are many. */
function peopleWordings({ context }: Situation, people: readonly string[]): [string, string] {
  const names = [...new Set(people)].map(context.name);
  return [names.join(' 或 '), names.length > 1 ? `${names[0]} 等 ${names.length} 人` : (names[0] ?? '')];
}

/** `须改 2 处：手机号、照片位置信息；改后自动重查` */
function mend(count: string, findings: readonly Finding[], then = '改后自动重查'): string {
  const kinds = [...new Set(findings.map(({ rule, words }) => RULE_NAMES[rule] ?? words.problem.replace(/[。；：].*$/s, '')))];
  return fitting(`${count}：${kinds.join('、')}；${then}`, `${count}：${kinds[0]} 等；${then}`, `${count}；${then}`);
}

/** One line for the list of checks about what the rules found (office.md B3), for status `sanshen/check`. */
export function checkLine(check: CheckResult): StatusLine {
  const { errors, warnings } = check;
  if (errors + warnings === 0) return { state: 'success', description: '检查通过' };
  const findings = findingsOf(check).filter(({ severity }) => severity !== 'info');
  const counts = [...(errors > 0 ? [`须改 ${errors} 处`] : []), ...(warnings > 0 ? [`提醒 ${warnings} 处`] : [])].join('、');
  return { state: 'failure', description: mend(counts, findings, errors > 0 ? '改后自动重查' : '改好或写明豁免后自动重查') };
}

function due(situation: Situation, level: LevelVerdict, people: readonly string[]): string {
  const act = LEVEL_ACT[level.level];
  const { freshness } = situation;
  const wordings = peopleWordings(situation, people).map((names) =>
    freshness?.state === 'last-day'
      ? `今天最后一日！待 ${names} ${act}${step(situation, level, true)}，24:00 截止`
      : `待 ${names} ${act}${step(situation, level)}${ifCounted(freshness)}`,
  );
  return fitting(...wordings);
}

function early(situation: Situation, level: LevelVerdict, signed: LevelVerdict, people: readonly string[]): string {
  const name = situation.context.name(signed.person as string);
  const wordings = peopleWordings(situation, people).map(
    (names) => `${name}已签但${LEVEL_DESKS[level.level]}未审，暂不计入；请 ${names} 先审${step(situation, level, true)}`,
  );
  return fitting(...wordings);
}

function passed({ item, subject, freshness, context }: Situation, { settings }: GateView): string {
  const merged = context.evidence.pullRequest?.merged === true;
  if (settings?.behind && !merged) return '规则变更已审核，但主分支改过，请先更新分支再重新审核';
  if (subject?.kind === 'rules') return merged ? '规则变更已审核，台账记下后生效' : '规则变更已审核，合并后生效';
  if (subject?.frontMatter.withdraw) return merged ? '撤稿审核已完成，正在撤下' : '撤稿审核已完成，合并后撤下';
  if (item?.emergency) return '紧急签发已完成，合并后发布；其余审核须补办';
  if (merged) return '三级审核已完成，正在发布';
  return `三级审核已完成，合并后发布${freshness ? `；${monthDay(freshness.lastDay)} 24:00 前有效` : ''}`;
}

/** One line for the list of checks (office.md B3): who must do what, and how long there is. At most 60 characters unless names are long, 140 always. */
export function statusLine(view: GateView): StatusLine {
  const { published: _, ...bare } = view;
  const situation = situationOf(view.verdict.verdict === 'passed' ? view : bare);
  const { standing, context } = situation;
  const pending = (description: string): StatusLine => ({ state: 'pending', description: fitting(description) });
  const failure = (description: string): StatusLine => ({ state: 'failure', description: fitting(description) });
  const success = (description: string): StatusLine => ({ state: 'success', description: fitting(description) });
  switch (standing.kind) {
    case 'code':
      return success('没有改动稿件和名单，不需要三级审核');
    case 'unreadable':
      return UNREADABLE_STATUS;
    case 'refused':
      return failure(REFUSALS[standing.blocker.code]?.(situation) ?? firstClause(standing.blocker));
    case 'published':
      return success(`已发布，审核单 ${(view.published as PublishedView).number}`);
    case 'draft':
      return pending('改稿中，未送审');
    case 'rejected': {
      const by = context.name(standing.level.person as string);
      const revisers = standing.acts.filter(({ action }) => action === 'revise').map(({ person }) => person);
      const [names] = peopleWordings(situation, revisers);
      return failure(names ? `${by} 已退回，请 ${names} 修改` : `${by} 已退回，稿件已改，请 ${by} 重新审核`);
    }
    case 'mend':
      return failure(mend(`须改 ${standing.errors.length} 处`, standing.errors));
    case 'appoint':
      return pending(`没有人能${LEVEL_ACT[standing.level.level]}，请办公室安排${step(situation, standing.level)}`);
    case 'stale': {
      const last = situation.freshness?.state === 'last-day' ? '今天最后一日！' : '';
      return pending(
        `${last}稿件改过，请 ${context.name(standing.level.person as string)} 重新审核${step(situation, standing.level, true)}`,
      );
    }
    case 'early':
      return pending(early(situation, standing.level, standing.early, standing.people));
    case 'due':
      return pending(due(situation, standing.level, standing.people));
    case 'secrecy':
      return pending(
        fitting(...peopleWordings(situation, standing.people).map((names) => `待 ${names} 保密审查${ifCounted(situation.freshness)}`)),
      );
    case 'blocked':
      return pending(firstClause(standing.blocker));
    case 'passed':
      return success(passed(situation, view));
  }
}
