import type { Finding } from '../check/finding.ts';
import { CHANNEL_NAMES } from '../item/channel-names.ts';
import { holdersFor, type Units } from '../organisation/holders.ts';
import { LEVEL_NAMES } from '../organisation/organisation.ts';
import { headline } from './comment-headline.ts';
import { STATE_WORDS } from './explain.ts';
import { findingsOf, type GateView, type Situation, situationOf } from './gate-view.ts';
import { code, plain } from './markdown-text.ts';
import { LEVEL_ACT, shortTime } from './signature-words.ts';
import type { LevelVerdict } from './verdict.ts';
import { ATTESTATION, dayCount, daysLeft, deadline, eitherOf, elapsed, LEVEL_ORDINALS, monthDay } from './words.ts';

/** By this the one comment is found again (contracts.md 1). */
export const COMMENT_MARKER = '<!-- sanshen -->';

const MOST_LINES = 20;
const SEVERITY_WORDS = { error: '须改', warning: '提醒', info: '供参考' } as const;

function dueLevel({ standing }: Situation): LevelVerdict | null {
  return 'level' in standing && standing.kind !== 'rejected' ? standing.level : null;
}

/** Everybody who could sign a level today, as far as posts say. */
function candidates({ context, subject }: Situation, { level, unit }: LevelVerdict): string[] {
  const slot = subject?.slots.find((each) => each.level === level && each.unit === unit);
  const units: Units = slot?.units ?? 'any';
  return holdersFor(context.organisation, level, units, context.today);
}

function reviewer(situation: Situation, level: LevelVerdict): string {
  const { organisation, name } = situation.context;
  const { item } = situation;
  if (level.person !== null && level.state !== 'waiting')
    return plain(name(level.person)) + (level.for ? `（代 ${plain(name(level.for))}）` : '');
  const asked = item?.next.filter((act) => act.action === 'approve' && act.level === level.level).map(({ person }) => person) ?? [];
  const own = candidates(situation, level);
  const due = asked.filter((person) => own.includes(person));
  return plain(eitherOf(organisation, due.length > 0 ? due : own));
}

function stateCell(level: LevelVerdict, due: boolean): string {
  if (level.state === 'approved') return '✓ 已同意';
  if (level.state === 'rejected') return '↩ 已退回';
  if (level.state === 'waiting') return due ? `● 请${LEVEL_ACT[level.level]}` : '○ 未到';
  return `${due ? '●' : '○'} ${STATE_WORDS[level.state]}`;
}

/** Since when a level is due: the last signature below it, else the first push. */
function since({ item, firstPush }: Situation, level: LevelVerdict): string | null {
  const below = (item?.levels ?? []).filter((each) => each.level < level.level && each.state === 'approved').flatMap(({ at }) => at ?? []);
  return below.toSorted((a, b) => Date.parse(b) - Date.parse(a))[0] ?? firstPush;
}

function timeCell(situation: Situation, level: LevelVerdict, due: boolean): string {
  if (level.at !== null) return shortTime(level.at);
  const from = due ? since(situation, level) : null;
  return from === null ? '' : `已等 ${elapsed(from, situation.context.evidence.now)}`;
}

function table(situation: Situation): string[] {
  const { item, context } = situation;
  if (!item || item.levels.length === 0) return [];
  const lowest = dueLevel(situation);
  const rows = item.levels.map((level) => {
    const due = lowest?.level === level.level && level.state !== 'approved';
    const unit = level.unit === undefined ? '' : `（${plain(context.organisation.units[level.unit]?.name ?? level.unit)}）`;
    const label = `${LEVEL_ORDINALS[level.level]}、${LEVEL_NAMES[level.level]}${unit}`;
    return `| ${label} | ${reviewer(situation, level)} | ${stateCell(level, due)} | ${timeCell(situation, level, due)} | ${plain(level.opinion ?? '', 80)} |`;
  });
  return ['| 环节 | 审核人 | 状态 | 时间 | 意见 |', '|---|---|---|---|---|', ...rows];
}

function clock({ freshness, subject }: Situation): string[] {
  const date = subject?.frontMatter.event_date;
  if (!freshness || !date) return [];
  const left = freshness.state === 'in-time' ? '' : `，**${daysLeft(freshness)}**`;
  return [`**${dayCount(freshness)}**，${deadline(freshness)}${left}（信息日期 ${monthDay(date)}）`];
}

function link(words: string, url: string | undefined): string[] {
  return url ? [`[${words}](${url.replace(/[\s()<>\\]/g, encodeURIComponent)})`] : [];
}

function howTo(situation: Situation, { links = {} }: GateView): string[] {
  const look = [...link('三面预览', links.preview), ...link('审核单草稿', links.form), ...link('与您上次看过的版本对照', links.compare)];
  const looking = look.length > 0 ? [`**看**：${look.join('　')}`] : [];
  const { standing } = situation;
  const again = standing.kind === 'rejected' && standing.acts.every(({ action }) => action === 'approve');
  const signing = again || ['stale', 'early', 'due', 'secrecy'].includes(standing.kind);
  if (!signing) return looking.length > 0 ? ['', ...looking] : [];
  const page = link('打开改动页', links.changes)[0] ?? '打开改动页（Files changed）';
  const act = `**审**：${page} → 右上角 **Review changes** → 选 **Approve**（同意）或 **Request changes**（退回，请写明怎么改） → **Submit review**`;
  return ['', ...looking.map((line) => `${line}  `), act, '', `> ${ATTESTATION}`];
}

function findingLine({ severity, where, words, article, file, line }: Finding): string {
  const place = where ?? `${file.split('/').pop() ?? file} 第 ${line} 行`;
  return `- ${SEVERITY_WORDS[severity]}　${plain(place)}　${plain(words.problem, 200)}${severity === 'error' ? plain(words.fix, 200) : ''}（${plain(article)}）`;
}

function checked({ check, links = {} }: GateView): string[] {
  if (!check) return [];
  const details = link('详情', links.findings)[0];
  const holding = findingsOf(check);
  const more = holding.length > MOST_LINES ? [`- 另有 ${holding.length - MOST_LINES} 条，见详情。`] : [];
  return [
    '',
    `**检查**：须改 ${check.errors}　提醒 ${check.warnings}　供参考 ${check.infos}${check.waived ? `　已豁免 ${check.waived}` : ''}${details ? `　${details}` : ''}`,
    ...holding.slice(0, MOST_LINES).map(findingLine),
    ...more,
  ];
}

/** Sentences that the first line doesn't say already. */
function problems({ item, standing }: Situation, { verdict }: GateView): string[] {
  const told = 'blocker' in standing ? standing.blocker.code : standing.kind;
  const rest = [...verdict.blockers, ...(item?.blockers ?? [])].filter(({ code: name }) => name !== told);
  return rest.length > 0 ? ['', ...rest.map(({ message }) => `- ${plain(message, 300)}`)] : [];
}

function ignored({ item }: Situation): string[] {
  const list = item?.ignored ?? [];
  if (list.length === 0) return [];
  const shown = list.slice(-MOST_LINES).map(({ reason }) => `- ${plain(reason, 300)}`);
  return ['', `<details><summary>未计入的审核 ${list.length} 条</summary>`, '', ...shown, '</details>'];
}

function footer({ context, subject }: Situation, { links = {} }: GateView): string {
  const { submitter, channels } = subject?.frontMatter ?? {};
  const unit = subject?.unit ? (context.organisation.units[subject.unit]?.name ?? subject.unit) : '';
  const parts = [
    ...(submitter ? [`报送：${plain(`${unit} ${context.name(submitter)}`)}`] : []),
    ...(channels
      ? [
          `拟发：${(['wechat', 'weibo', 'website'] as const)
            .filter((each) => channels.includes(each))
            .map((each) => CHANNEL_NAMES[each])
            .join('、')}`,
        ]
      : []),
    `本条由系统更新，最近 ${shortTime(context.evidence.now)}`,
    ...link('这是什么', links.about),
  ];
  return `<sub>${parts.join('　')}</sub>`;
}

/**
 * The one comment on a pull request (office.md B2): who must do what next, how long there is, the three levels, how to look and sign,
 * what the check found, what isn't counted and why. Everything that people wrote is shown as plain text.
 */
export function stickyComment(view: GateView): string {
  const situation = situationOf(view);
  const others = view.verdict.items.filter((item) => item !== situation.item);
  return [
    COMMENT_MARKER,
    `### ${headline(situation, view)}`,
    ...clock(situation),
    '',
    ...table(situation),
    ...problems(situation, view),
    ...howTo(situation, view),
    ...checked(view),
    ...(others.length > 0
      ? [
          '',
          `同时改动：${others
            .slice(0, MOST_LINES)
            .map(({ path }) => code(path))
            .join('、')}`,
        ]
      : []),
    ...ignored(situation),
    '',
    footer(situation, view),
    '',
  ]
    .join('\n')
    .replace(/\n{3,}/g, '\n\n');
}
