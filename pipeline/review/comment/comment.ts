import { type BeijingDate, beijingDate, daysBetween } from '../../beijing-time.ts';
import type { Finding } from '../../check/finding.ts';
import { kindOf, sectionsOf } from '../../finding-order.ts';
import { CHANNEL_NAMES } from '../../item/front-matter/front-matter-words.ts';
import { historyYearOf } from '../../item/history/history.ts';
import { code, link, plain } from '../../item/markdown/markdown-text.ts';
import { promptsFor } from '../../organisation/terms.ts';
import { penaltyClock, unknownYearNote } from '../../organisation/working-days.ts';
import { shortTime } from '../gate/signature-words.ts';
import { toldBlockers } from '../gate/verdict.ts';
import {
  ATTESTATION,
  dayCount,
  daysLeft,
  deadline,
  HISTORY_ATTESTATION,
  LEVEL_DESKS,
  monthDay,
  offlineNotice,
  RULES_ATTESTATION,
  WITHDRAWAL_ATTESTATION,
  WITHDRAWALS,
} from '../words.ts';
import { formDetails } from './comment-form.ts';
import { headline } from './comment-headline.ts';
import { historyTable, levelTable, settingsTable } from './comment-table.ts';
import { type GateView, type Situation, situationOf } from './gate-view.ts';
import { previewWords } from './preview-place.ts';

/** By this the one comment is found again (contracts.md 1). */
export const COMMENT_MARKER = '<!-- sanshen -->';

const MOST_LINES = 20;

/** 报送时效: only a reminder, where the policy asks for it. */
function submittedLate({ context, firstPush }: Situation, date: BeijingDate): string {
  const { submit_within: within } = context.policy.freshness;
  if (within === undefined || firstPush === null) return '';
  const pushed = beijingDate(firstPush);
  return daysBetween(date, pushed) <= within ? '' : `；${monthDay(pushed)} 报送，迟于要求的 ${within} 日，请以后早报`;
}

function clock(situation: Situation): string[] {
  const { freshness, subject, standing } = situation;
  const date = subject?.frontMatter.event_date;
  if (!freshness || !date || standing.kind === 'published') return [];
  const left = freshness.state === 'in-time' ? '' : `，**${daysLeft(freshness)}**`;
  return [`**${dayCount(freshness)}**，${deadline(freshness)}${left}（信息日期 ${monthDay(date)}${submittedLate(situation, date)}）`];
}

/** The law's own days for taking back a penalty notice. */
function legalClock({ context, subject, firstPush, standing }: Situation): string[] {
  const { evidence, today } = context;
  const { title = '', basis, withdraw } = subject?.frontMatter ?? {};
  const clock = penaltyClock({ title, basis, withdraw }, firstPush ?? evidence.now, evidence.holidays ?? []);
  if (!clock || standing.kind === 'published') return [];
  const note = unknownYearNote(clock);
  const last = `${monthDay(clock.day)}${today > clock.day ? '，**已逾期，请立即办**' : ''}${note}`;
  const missing = withdraw?.decision === undefined ? '决定被依法变更、撤销、确认违法或者无效的，' : '';
  const ask = withdraw?.decision === undefined ? '；请在 withdraw 写明 decision 和 since，网页上公开说明理由' : '';
  return [
    `**法定期限**：${missing}三个工作日内撤回行政处罚决定信息并公开说明理由（行政处罚法第四十八条、第八十五条），从 ${monthDay(clock.since)} 起算，最后一日 ${last}${ask}。`,
  ];
}

/** What a change of a published item is, and why: nobody signs a taking back for an ordinary item. */
function purpose(situation: Situation): string[] {
  const { subject } = situation;
  const { withdraw, correction } = subject?.frontMatter ?? {};
  if (withdraw) return [`**撤稿**（${WITHDRAWALS[withdraw.kind] ?? ''}）：${plain(withdraw.reason, 200)}`, ...legalClock(situation)];
  if (correction) return [`**更正**（${plain(correction.kind)}）：${plain(correction.note, 200)}`];
  const notice = situation.standing.kind === 'published' ? null : offlineNotice(subject?.frontMatter ?? {});
  return notice === null ? [] : [`**线下审签**：${plain(notice, 300)}`];
}

function attestation({ subject }: Situation): string {
  if (subject && historyYearOf(subject.path) !== null) return HISTORY_ATTESTATION;
  if (subject?.kind === 'rules') return RULES_ATTESTATION;
  return subject?.frontMatter.withdraw ? WITHDRAWAL_ATTESTATION : ATTESTATION;
}

/** What the level that is due asks itself (Arts. 5, 6), where an item is to be signed. */
function asked({ subject, standing }: Situation, { prompts = [] }: GateView): string[] {
  if (subject?.kind !== 'item' || subject.frontMatter.withdraw || !('level' in standing)) return [];
  const own = promptsFor(prompts, standing.level.level);
  const lines = own.map(({ gate, ask, article }) => `- ${plain(gate)}：${plain(ask, 200)}（${plain(article)}）`);
  return lines.length === 0 ? [] : ['', `**这一级看什么**（${LEVEL_DESKS[standing.level.level]}）`, ...lines];
}

/** What there is to look at: the text itself, its faces, the form, and what has changed since. */
function looking({ links = {}, form }: GateView): string[] {
  const draft = link('审核单草稿', links.form);
  const look = [
    ...link('看全文和图片', links.text),
    ...previewWords(links),
    ...(form && draft.length === 0 ? ['审核单草稿（见下）'] : draft),
    ...link('与您上次看过的版本对照', links.compare),
  ];
  return look.length > 0 ? [`**看**：${look.join('　')}`] : [];
}

/** What the forge's own page of the text leaves out and readers will see. */
function captionsShown({ captions = [] }: GateView): string[] {
  if (captions.length === 0) return [];
  const lines = captions.slice(0, MOST_LINES).map(({ picture, words }) => `- ${code(picture)}　${plain(words, 200)}`);
  const more = captions.length > MOST_LINES ? [`- 另有 ${captions.length - MOST_LINES} 条，见预览。`] : [];
  return ['', '**图片说明**（发布时在图片下面，GitHub 的页面上看不到，请一并审核）', ...lines, ...more];
}

function howTo(situation: Situation, view: GateView): string[] {
  const { standing } = situation;
  if (standing.kind === 'published' || standing.kind === 'code') return [];
  const look = looking(view);
  const again = standing.kind === 'rejected' && standing.acts.every(({ action }) => action === 'approve');
  const signing = again || ['stale', 'early', 'due', 'secrecy'].includes(standing.kind);
  if (!signing) return look.length > 0 ? ['', ...look] : [];
  const page = link('打开改动页', view.links?.changes)[0] ?? '打开改动页（Files changed）';
  const act = `**审**：${page} → 右上角 **Review changes** → 选 **Approve**（同意）或 **Request changes**（退回，请写明怎么改） → **Submit review**`;
  return [
    '',
    ...look.map((line) => `${line}  `),
    act,
    ...captionsShown(view),
    ...asked(situation, view),
    '',
    `> ${attestation(situation)}`,
  ];
}

/** A finding in one line; its kind, where the heading above doesn't say it. */
function findingLine(finding: Finding, kind = `${kindOf(finding)}　`): string {
  const { severity, where, words, article, file, line } = finding;
  const name = file.split('/').pop() ?? file;
  const place = where ?? (name.endsWith('.md') ? `${name} 第 ${line} 行` : name);
  return `- ${kind}${plain(place)}　${plain(words.problem, 200)}${severity === 'error' ? plain(words.fix, 200) : ''}（${plain(article)}）`;
}

const moreThan = ({ length }: readonly Finding[]): string[] => (length > MOST_LINES ? [`- 另有 ${length - MOST_LINES} 条，见详情。`] : []);

/** What keeps the text back, gravest first, under headings where it is about more than one thing; prompts folded away. */
function foundLines(findings: readonly Finding[]): string[] {
  const { open, prompts } = sectionsOf(findings);
  const holding = open.flatMap(({ findings: some }) => some);
  const lines = sectionsOf(holding.slice(0, MOST_LINES)).open.flatMap(({ heading, findings: some }) => [
    ...(heading === null ? [] : ['', `**${heading}**`]),
    ...some.map((finding) => (heading === null ? findingLine(finding) : findingLine(finding, ''))),
  ]);
  const some = prompts.slice(0, MOST_LINES).map((finding) => findingLine(finding, ''));
  const folded = ['', `<details><summary>供参考 ${prompts.length} 条</summary>`, '', ...some, ...moreThan(prompts), '', '</details>'];
  return [...lines, ...moreThan(holding), ...(prompts.length > 0 ? folded : [])];
}

function checked({ standing }: Situation, { check, links = {} }: GateView): string[] {
  if (!check || check.items.length === 0 || standing.kind === 'published') return [];
  const details = link('详情', links.findings)[0];
  const all = check.items.flatMap(({ findings }) => findings);
  return [
    '',
    `**检查**：须改 ${check.errors}　提醒 ${check.warnings}　供参考 ${check.infos}${check.waived ? `　已豁免 ${check.waived}` : ''}${details ? `　${details}` : ''}`,
    ...foundLines(all),
  ];
}

/** Sentences that the first line doesn't say already. */
function problems({ item, standing, subject }: Situation, { verdict }: GateView): string[] {
  if (standing.kind === 'published') return [];
  const told = 'blocker' in standing ? standing.blocker.code : standing.kind;
  const reviewer = subject?.frontMatter.secrecy_review?.by;
  const rest = toldBlockers(verdict, item, standing.kind === 'mend' ? null : reviewer).filter(({ code: name }) => name !== told);
  return rest.length > 0 ? ['', ...rest.map(({ message }) => `- ${plain(message, 300)}`)] : [];
}

function others(situation: Situation, { verdict }: GateView): string[] {
  const paths = verdict.items.filter((item) => item !== situation.item).map(({ path }) => code(path));
  const more = paths.length > MOST_LINES ? ` 等 ${paths.length} 处` : '';
  return paths.length > 0 ? ['', `同时改动：${paths.slice(0, MOST_LINES).join('、')}${more}`] : [];
}

function ignored({ item }: Situation): string[] {
  const list = item?.ignored ?? [];
  if (list.length === 0) return [];
  const shown = list.slice(-MOST_LINES).map(({ reason }) => `- ${plain(reason, 300)}`);
  return ['', `<details><summary>未计入的审核 ${list.length} 条</summary>`, '', ...shown, '</details>'];
}

function footer({ context, subject }: Situation, { links = {} }: GateView): string {
  const { submitter, channels, withdraw } = subject?.frontMatter ?? {};
  const unit = subject?.unit ? (context.organisation.units[subject.unit]?.name ?? subject.unit) : '';
  const wanted = (['wechat', 'weibo', 'website'] as const).filter((channel) => channels?.includes(channel));
  const parts = [
    ...(submitter ? [`报送：${plain(`${unit} ${context.name(submitter)}`)}`] : []),
    ...(wanted.length > 0 ? [`${withdraw ? '拟撤' : '拟发'}：${wanted.map((channel) => CHANNEL_NAMES[channel]).join('、')}`] : []),
    `本条由系统更新，最近 ${shortTime(context.evidence.now)}`,
    ...link('这是什么', links.about),
  ];
  return `<sub>${parts.join('　')}</sub>`;
}

/** True if two versions of the comment differ at most in when they were written: an hourly run has nothing new to say then. */
export function saysTheSame(a: string, b: string): boolean {
  const timeless = (text: string): string => text.replace(/(本条由系统更新，最近) \d\d-\d\d \d\d:\d\d/, '$1');
  return timeless(a) === timeless(b);
}

/**
 * The one comment on a pull request (office.md B2). It says who must do what next and by when, shows the three levels and changed
 * settings, and how to look and sign. Below stand the check's findings, the form, and what isn't counted and why. Everything that people
 * wrote is shown as plain text.
 */
export function stickyComment(view: GateView): string {
  const situation = situationOf(view);
  return [
    COMMENT_MARKER,
    `### ${headline(situation, view)}`,
    ...clock(situation),
    ...purpose(situation),
    '',
    ...levelTable(situation),
    ...problems(situation, view),
    ...settingsTable(view.settings),
    ...historyTable(view.history),
    ...howTo(situation, view),
    ...checked(situation, view),
    ...others(situation, view),
    ...(view.form ? formDetails(view.form, view.links ?? {}) : []),
    ...ignored(situation),
    '',
    footer(situation, view),
    '',
  ]
    .join('\n')
    .replace(/\n{3,}/g, '\n\n');
}
