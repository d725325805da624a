import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beijingDate } from '../beijing-time.ts';
import { watchForAudit } from '../doctor/gather-posts.ts';
import type { Git } from '../forge/git/git.ts';
import { openGithub } from '../forge/github/github.ts';
import { readNewestChains } from '../ledger/ledger.ts';
import { gitLedger } from '../ledger/ledger-git.ts';
import type { Policy } from '../organisation/policy.ts';
import { Problem } from '../problem.ts';
import { auditOf, hasFindings, unwatched } from '../reports/audit/audit.ts';
import { answersOf, auditSheets, basisOf, numbersSheet } from '../reports/audit/audit-sheets.ts';
import { fails, inspectionSheet, summaryOf } from '../reports/inspection/inspect.ts';
import { docxTable } from '../reports/sheets/docx-tables.ts';
import { type Printed, pageOf } from '../reports/sheets/page.ts';
import { csvOf, type Sheet, textOf } from '../reports/sheets/sheet.ts';
import { xlsxOf } from '../reports/sheets/xlsx.ts';
import { annualSheets } from '../reports/statistics/annual.ts';
import { bulletinDocx } from '../reports/statistics/bulletin.ts';
import { gatherRecords } from '../reports/statistics/gather.ts';
import { accountsOf, registerSheet } from '../reports/statistics/register.ts';
import { type Report, reportOf } from '../reports/statistics/report.ts';
import { HOW, notesSheet, oneSheet, reportSheets, titleOf } from '../reports/statistics/report-sheets.ts';
import { isSpan, SPANS, type Span, spanOf } from '../reports/statistics/span.ts';
import { docxOf, paragraph } from '../review/form/docx.ts';
import { gitTrust, newestMain, verifiedLedgers } from '../verify/publisher.ts';
import { verifyNewest } from '../verify/verify.ts';
import { verifySettings } from '../verify/verify-settings.ts';
import { type Command, type CommandContext, type CommandResult, oneOf } from './shared/command.ts';
import { type ReadCount, withCount } from './shared/count-for-readers.ts';
import { githubIn } from './shared/environment.ts';
import { clockOf } from './shared/publisher-access.ts';

/** What each kind of report takes besides `--format`, and the formats that it doesn't come in. */
const KINDS = {
  annual: { name: '年度报表数据', takes: ['span', 'from', 'to', 'unit'], without: [] },
  audit: { name: '审计表', takes: ['span', 'from', 'to'], without: ['docx'] },
  register: { name: '阵地台账', takes: [], without: [] },
  inspection: { name: '检查指标自查', takes: [], without: ['docx'] },
} as const satisfies Record<string, { name: string; takes: readonly string[]; without: readonly string[] }>;
const FORMATS = ['text', 'json', 'csv', 'xlsx', 'docx', 'html'];

const TOKENS = join(import.meta.dirname, '../../site/assets/tokens.css');

type Kind = keyof typeof KINDS;

/** The kind that is asked for; `null`: the figures. What a kind doesn't offer is refused. @throws Problem `usage/report` */
function kindAsked({ options, format }: CommandContext): Kind | null {
  const [kind, other] = (Object.keys(KINDS) as Kind[]).filter((one) => options[one] === true);
  if (kind === undefined) return null;
  if (other !== undefined)
    throw new Problem('usage/report', `写了 --${kind} 又写了 --${other}；一次只出一种；请去掉一个。`, { place: `--${other}` });
  const { name, takes, without } = KINDS[kind] as { name: string; takes: readonly string[]; without: readonly string[] };
  const ignored = ['span', 'from', 'to', 'unit'].find((option) => options[option] !== undefined && !takes.includes(option));
  if (ignored !== undefined) {
    const takable = takes.map((option) => `--${option}`).join('、') || '没有别的选项';
    throw new Problem('usage/report', `${name}不能用 --${ignored}；能用的：${takable}；请去掉 --${ignored}。`, { place: `--${ignored}` });
  }
  if (!without.includes(format)) return kind;
  const offered = FORMATS.filter((one) => !without.includes(one)).join('、');
  throw new Problem('usage/report', `${name}不出 ${format}；能出的格式：${offered}；请换一种 --format。`, { place: '--format' });
}

/** The span that is asked for; this month, if none. Yearly figures are of a whole year, the one before until told otherwise. @throws Problem `usage/span` */
function spanAsked(context: CommandContext): Span {
  const { from, to, span, annual } = context.options;
  const now = clockOf(context);
  if (span !== undefined && (from !== undefined || to !== undefined))
    throw new Problem('usage/span', '写了 --span 又写了 --from 或 --to；应只用一种；请去掉一种。', { place: '--span' });
  const named = span !== undefined || (from === undefined && to === undefined);
  const usual = annual === true ? '上年' : '本月';
  const asked = named
    ? spanOf(span === undefined ? usual : oneOf(context, 'span', '期间', SPANS), now)
    : { from: String(from ?? `${String(to).slice(0, 7)}-01`), to: String(to ?? beijingDate(now)) };
  if (!isSpan(asked))
    throw new Problem('usage/span', `“${asked.from}”至“${asked.to}”不是期间；应写成 2026-11-01，且先后不颠倒；请核对 --from、--to。`, {
      place: '--from',
    });
  const year = asked.from.slice(0, 4);
  if (annual === true && (asked.from !== `${year}-01-01` || asked.to !== `${year}-12-31`))
    throw new Problem(
      'usage/span',
      `${asked.from} 至 ${asked.to} 不是一整年；年度报表应为 --span 上年、本年，或某年 1 月 1 日至 12 月 31 日；请改正。`,
      {
        place: named ? '--span' : '--from',
      },
    );
  return asked;
}

async function printed({ format }: CommandContext, shown: Printed): Promise<CommandResult> {
  const { title, above, below = [], sheets, exitCode = 0, answers = [], json, ...own } = shown;
  const done = { exitCode, json, text: '' };
  if (format === 'csv') return { ...done, bytes: csvOf(own.one ?? (sheets[0] as Sheet)) };
  if (format === 'xlsx') return { ...done, bytes: xlsxOf(sheets) };
  if (format === 'html') return { ...done, text: pageOf(shown, await readFile(TOKENS, 'utf8')) };
  if (format === 'docx') {
    const parts = sheets.flatMap((sheet) => [paragraph(sheet.name, { size: 28, face: '黑体' }), docxTable(sheet), paragraph('')]);
    return { ...done, bytes: own.docx ?? docxOf([paragraph(title, { size: 36, bold: true, align: 'center' }), ...parts]) };
  }
  const said = answers.flatMap(({ question, answer, lines }) => [`${question}？${answer}`, ...lines.map((line) => `  ${line}`), '']);
  return { ...done, text: [title, ...above, '', ...said, ...sheets.flatMap((sheet) => [textOf(sheet), '']), ...below].join('\n') };
}

/** Whether the ledger is all there ever was, as far as the forge can say. What else is wrong with it is for verifying to tell. */
async function isNewest(git: Git, count: ReadCount | null): Promise<boolean> {
  if (count === null) return !(await git.hasRemote());
  try {
    await verifiedLedgers(gitLedger(git, { fetch: false }), gitTrust(git), count).open();
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'ledger/unverified') throw error;
  }
  return count.vouched();
}

/** The audit of the ledger that is here, verified whole. @throws Problem `ledger/unverified`, `ledger/cut` */
async function audited(
  context: CommandContext,
  git: Git,
  count: ReadCount | null,
  { bureau, policy }: { bureau: string; policy: Policy },
  span: Span | null,
): Promise<Printed> {
  const store = gitLedger(git, { fetch: false });
  const stale = '台账不一定是最新的，先设 GITHUB_TOKEN 和 GITHUB_REPOSITORY';
  // What an account shows is read before the ledger: a result that is written in between is found in it.
  const watch = count !== null || !(await git.hasRemote()) ? await watchForAudit(policy, context.env) : unwatched(stale);
  const newest = await isNewest(git, count);
  const { head, problems, items, events } = await verifyNewest(store, gitTrust(git));
  const { versions } = await verifySettings(store, await readNewestChains(store, []), gitTrust(git));
  const input = { store, head, problems, items, events, versions, span, now: clockOf(context) };
  const audit = await auditOf(input, newest ? watch : unwatched(stale));
  const sheets = auditSheets(audit, context.format === 'xlsx' ? 'long' : 'short');
  return {
    title: bureau === '' ? '信息发布审计' : `${bureau}　信息发布审计`,
    ...{ bureau: '', above: basisOf(audit), answers: answersOf(audit), json: audit },
    // A terminal has no room for tables that say nothing.
    sheets: context.format === 'text' ? sheets.filter(({ rows }) => rows.length > 0) : sheets,
    one: numbersSheet(audit.numbers, 'long'),
    exitCode: hasFindings(audit) ? 1 : 0,
  };
}

/** The audit is of the whole ledger unless a span is asked for. */
function wholeOr({ options }: CommandContext, span: Span): Span | null {
  return [options.span, options.from, options.to].every((given) => given === undefined) ? null : span;
}

/** Tables of the same columns as one, for a file that has room for one. */
const together = ([first, ...others]: readonly Sheet[]): Sheet => ({
  name: '',
  columns: [{ title: '表', kind: 'text' }, ...(first?.columns ?? [])],
  rows: [first, ...others].flatMap((sheet) => sheet?.rows.map((row) => [sheet.name, ...row]) ?? []),
});

const pageTitle = (words: string, bureau: string): string => (bureau === '' ? words : `${bureau}　${words}`);

async function report(
  context: CommandContext,
  { kind, span }: { kind: Kind | null; span: Span },
  git: Git,
  count: ReadCount | null,
): Promise<CommandResult> {
  const { options, env, note } = context;
  const main = await newestMain(git, { fetch: false });
  const { organisation, policy } = main.settings;
  const bureau = organisation.bureau ?? '';
  if (kind === 'register') {
    const today = beijingDate(clockOf(context));
    const accounts = accountsOf(organisation, policy, today);
    const sheet = registerSheet(accounts, organisation, policy, today);
    return printed(context, {
      title: pageTitle(sheet.name, bureau),
      bureau: '',
      above: [],
      sheets: [sheet],
      json: { version: 1, accounts },
    });
  }
  if (kind === 'inspection') {
    // Loaded here alone: it brings the website's own code, 30 MiB.
    const { inspectionOf } = await import('./shared/inspection.ts');
    const { rows, today, unseen } = await inspectionOf(context, git, count);
    const shown = { title: '检查指标自查', bureau, above: summaryOf(rows, unseen), sheets: [inspectionSheet(rows, today)] };
    return printed(context, { ...shown, exitCode: fails(rows) ? 1 : 0, json: { version: 1, today, rows } });
  }
  const unit = typeof options.unit === 'string' ? options.unit : null;
  if (unit !== null && !Object.hasOwn(organisation.units, unit))
    throw new Problem('usage/unit', `名单里没有单位“${unit}”；应为 content/organisation.yml 里的单位代号；请核对 --unit。`, {
      place: '--unit',
    });
  if (kind === 'audit') return printed(context, await audited(context, git, count, { bureau, policy }, wholeOr(context, span)));
  const store = gitLedger(git, { fetch: false });
  const { head } = await verifiedLedgers(store, gitTrust(git), count).open();
  const github = env.GITHUB_TOKEN?.trim() && env.GITHUB_REPOSITORY?.trim() ? openGithub(githubIn(env)) : null;
  const forge = github && { git, github, main: main.commit, policy };
  const { records, missing } = await gatherRecords({ store, head, forge, now: clockOf(context), note }, span);
  const made: Report = reportOf(records, span, organisation, { unit, ranking: policy.report.ranking, missing });
  const unknown = missing === null ? [] : [missing];
  if (kind === 'annual') {
    const own = unit === null ? records : records.filter((record) => record.unit === unit);
    const sheets = annualSheets(own, span, made.total, policy);
    return printed(context, {
      ...{ title: pageTitle(`${span.from.slice(0, 4)} 年年度报表数据`, bureau), bureau: '', sheets, one: together(sheets) },
      above: ['字段照已公布的年度报表整理，上级当年下发的表样不同的，以表样为准。', ...unknown],
      json: { version: 1, ...span, sheets },
    });
  }
  const sheets = reportSheets(made);
  return printed(context, {
    ...{ title: titleOf(made), bureau, above: unknown, below: HOW, one: oneSheet(made), json: made },
    sheets: context.format === 'xlsx' ? [...sheets, notesSheet(made)] : sheets,
    ...(context.format === 'docx' ? { docx: bulletinDocx(made, records, bureau) } : {}),
  });
}

export const command: Command = {
  summary: '统计：各单位、报送人报送、采用、退回等情况，年度报表数据，阵地台账',
  usage:
    'report [--span 本月|本季|本年|上月|上季|上年] [--from 日期] [--to 日期] [--unit 单位] | report --annual | report --register | report --audit [--span … | --from … --to …] | report --inspection',
  options: {
    span: { type: 'string', help: '期间：本月（默认）、本季、本年、上月、上季、上年' },
    from: { type: 'string', help: '从哪一天起，如 2026-11-01' },
    to: { type: 'string', help: '到哪一天止（默认：今天）' },
    unit: { type: 'string', help: '只看一个单位（名单里的代号）' },
    annual: { type: 'boolean', help: '政府网站工作年度报表、信息公开年度报告里能填的数据（默认：上年），其余写“待填”和谁知道' },
    inspection: { type: 'boolean', help: '检查指标自查：更新、空栏目、标签、来源、日期、链接，有不合格的退出码为 1' },
    audit: {
      type: 'boolean',
      help: '审计：每个编号的去向，谁批准的，有没有未经三审的，撤了什么，全部人工办理（默认：整本台账；有缺号或未经三审的，结束码 1）',
    },
    register: { type: 'boolean', help: '意识形态阵地台账：各渠道的账号、管理员、审核人' },
  },
  formats: FORMATS,
  run: async (context) => {
    const asked = { kind: kindAsked(context), span: spanAsked(context) };
    return withCount(context, { strict: false }, (git, count) => report(context, asked, git, count));
  },
};
