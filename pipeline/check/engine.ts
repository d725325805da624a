import type { Span } from '../item/content-problem.ts';
import { HISTORY_FOLDER } from '../item/history/history.ts';
import type { ItemFolder } from '../item/item.ts';
import type { TextBlock } from '../item/markdown/readable-text.ts';
import { onceFor } from '../once-for.ts';
import type { Policy } from '../organisation/policy.ts';
import type { ScreenTerm } from '../organisation/terms.ts';
import { placeAt } from './find.ts';
import { byPlace, type Finding, findingOf, type ItemFindings, shown } from './finding.ts';
import { longestOf, type TermScanner, termScanner } from './lexicon/term-scan.ts';
import { maskNames } from './personal/masking.ts';
import { peopleIn } from './personal/person-roles.ts';
import type { CheckContext, Report, Rule, Severity, Subject } from './rule.ts';
import { slogan } from './rules/slogan.ts';
import { unusedWaiver } from './rules/unused-waiver.ts';
import { RULES } from './rules.ts';
import { subjectOf } from './subject.ts';

const RANK: Record<Severity | 'off', number> = { off: 0, info: 1, warning: 2, error: 3 };

/** How grave a rule is here. The policy may tune it, but never lowers an error that may not be waived. */
export function severityOf(rule: Pick<Rule, 'id' | 'severity' | 'waivable'>, policy: Pick<Policy, 'severities'>): Severity | 'off' {
  const wanted = policy.severities[rule.id];
  if (wanted === undefined) return rule.severity;
  const fixed = rule.severity === 'error' && !rule.waivable;
  return fixed && RANK[wanted] < RANK[rule.severity] ? rule.severity : wanted;
}

type Position = Pick<Span, 'line' | 'column'>;

function after(a: Position, b: Position): boolean {
  return a.line > b.line || (a.line === b.line && a.column > b.column);
}

/** The block whose text begins last before a position, so that what isn't text (code, HTML, an address) is named by what stands before it. */
function blockBefore(blocks: readonly TextBlock[], position: Position): TextBlock | null {
  const begun = blocks.filter(({ span }) => !after(span(0, 1), position));
  return begun.reduce<TextBlock | null>((last, block) => (last && after(last.span(0, 1), block.span(0, 1)) ? last : block), null);
}

/**
 * What a person calls a place of `index.md` that its rule has no name for: 第4段“联系电话”后, 第4段之后 for what is no text, 文首.
 * @param bodyLine the line that the body begins on
 */
function placeIn(blocks: readonly TextBlock[], bodyLine: number, position: Position): string {
  if (position.line < bodyLine) return '文首';
  const body = blocks.filter(({ text, span }) => /[\p{L}\p{N}]/u.test(text) && span(0, 1).line >= bodyLine);
  const block = blockBefore(body, position);
  if (block === null) return body.find(({ span }) => span(0, 1).line === position.line)?.label ?? '正文开头';
  const { text, span, paragraph } = block;
  if (span(text.length - 1, text.length).endLine < position.line) return paragraph > 0 ? `第${paragraph}段之后` : '正文开头';
  let start = 0;
  while (start < text.length && after(position, span(start, start + 1))) start += 1;
  return placeAt(block, start);
}

/** The less grave of what a rule is here and what a report of it is. */
const lesser = (severity: Severity, own: Severity = severity): Severity => (RANK[own] < RANK[severity] ? own : severity);

/** A report as a finding; a place in the text has a name that a person can look for. */
function located(rule: Rule, most: Severity, report: Report, { path, blocks, bodyLine, files }: Subject): Finding {
  const { where, span, file = 'index.md' } = report;
  const severity = lesser(most, report.severity);
  if (span === undefined || file !== 'index.md' || !files.some((one) => one.path === file)) return findingOf(rule, severity, report, path);
  return findingOf(rule, severity, { ...report, where: where ?? placeIn(blocks, bodyLine, span) }, path);
}

/**
 * Rules that 历史信息 has nothing for: they ask about who submits, the seven days and other days, corrections, and what is reported twice.
 */
const NOT_OF_HISTORY = new Set([
  ...['meta/unit-registered', 'meta/content-type-scope', 'meta/repost-source', 'meta/correction', 'meta/secrecy-review'],
  ...['time/seven-days', 'time/no-forged-date', 'time/relative-date', 'text/duplicate', 'img/date', 'img/reused'],
  // Advice for who writes: nobody writes these anew.
  ...['text/concise', 'text/data-detail', 'text/register'],
]);
const OF_HISTORY = '旧网站的历史信息：提醒列在清单里，由办公室审核人和分管领导一并审定';

const isHistory = ({ path }: Pick<Subject, 'path'>): boolean => path.startsWith(`${HISTORY_FOLDER}/`);

type Found = { finding: Finding; report: Report };

/** The rules that a policy leaves on, as grave as they are there. */
const rulesInForce = onceFor((policy: Policy) =>
  RULES.flatMap((rule) => {
    const severity = severityOf(rule, policy);
    return severity === 'off' ? [] : [{ rule, severity }];
  }),
);

function run(subject: Subject, context: CheckContext): Found[] {
  const found: Found[] = [];
  for (const { rule, severity } of rulesInForce(context.policy)) {
    if (isHistory(subject) && NOT_OF_HISTORY.has(rule.id)) continue;
    for (const report of rule.check(subject, context)) found.push({ finding: located(rule, severity, report, subject), report });
  }
  return found;
}

/** Marks what the item's waivers pass (the warnings of 历史信息, as whoever signs its list decides), and gives the waivers that pass nothing. `match` must equal the flagged text: no blanket waivers. */
function waive(found: Found[], subject: Subject): number[] {
  const waivers = subject.frontMatter?.waivers ?? [];
  const used = new Set<number>();
  for (const { finding } of isHistory(subject) ? found : []) {
    if (finding.severity === 'warning') Object.assign(finding, { waived: true, reason: OF_HISTORY });
  }
  for (const { finding, report } of found) {
    if (!finding.waivable || report.flagged === undefined) continue;
    const flagged = report.flagged.trim();
    const index = waivers.findIndex(({ rule, match }) => rule === finding.rule && match.trim() === flagged);
    if (index < 0) continue;
    finding.waived = true;
    finding.reason = shown(waivers[index]?.reason ?? '');
    used.add(index);
  }
  return [...waivers.keys()].filter((index) => !used.has(index));
}

const scannerOf = onceFor((terms: readonly ScreenTerm[]): TermScanner | null => {
  const hidden = terms.filter((term) => term.hidden).flatMap(({ words }) => words);
  return hidden.length === 0 ? null : termScanner(hidden);
});

type Hide = (text: string) => string;

/** Hides the words of the private list, which title, place or name may hold by themselves. */
function withoutTerms(terms: readonly ScreenTerm[]): Hide[] {
  const scan = scannerOf(terms);
  if (scan === null) return [];
  const hide: Hide = (text) =>
    longestOf(scan(text))
      .sort((a, b) => b.start - a.start)
      .reduce((shown, { start, end }) => `${shown.slice(0, start)}…${shown.slice(end)}`, text);
  return [hide];
}

/** Hides the names of people whom the item tells of, where a place or a quoted word holds one without what it was known by. */
function withoutNames(blocks: readonly TextBlock[]): Hide[] {
  const names = [...new Set(peopleIn(blocks).flatMap(({ folded, flagged }) => [folded, shown(flagged)]))];
  return names.length === 0 ? [] : [(text) => maskNames(text, names)];
}

/** So many characters of a slogan tell it. */
const TOLD_BY = 5;

/** A text without what it has of some slogans: from each place the longest part of one. */
function withoutParts(text: string, slogans: ReadonlySet<string>, together: string): string {
  let kept = '';
  for (let at = 0; at < text.length; ) {
    let end = at;
    while (end < text.length && together.includes(text.slice(at, end + 1))) end += 1;
    const isTold = end - at >= TOLD_BY || slogans.has(text.slice(at, end));
    kept += isTold ? '…' : text.charAt(at);
    at = isTold ? end : at + 1;
  }
  return kept;
}

/** Hides slogans, or parts of them, in the title and the words that a place is named by; whole ones in what other rules say. */
function withoutSlogans(item: ItemFindings, found: readonly Found[]): ItemFindings {
  const flagged = found.flatMap(({ report, finding }) => (finding.rule === slogan.id ? [shown(report.flagged ?? '')] : []));
  const slogans = new Set(flagged.filter(({ length }) => length > 1));
  if (slogans.size === 0) return item;
  const together = [...slogans].join('\n');
  const hide: Hide = (text) => withoutParts(text, slogans, together);
  const said = item.findings.map((finding) => {
    const whole = finding.rule === slogan.id ? [] : [...slogans].filter((one) => finding.message.includes(one));
    return whole.length === 0 ? finding : saying(finding, (text) => whole.reduce((rest, one) => rest.replaceAll(one, '…'), text));
  });
  const findings = said.map((finding) => (finding.where === undefined ? finding : { ...finding, where: hide(finding.where) }));
  return { ...item, ...(item.title === undefined ? {} : { title: hide(item.title) }), findings };
}

/** A finding with other words. */
const saying = ({ words: { problem, expected, fix }, message, ...rest }: Finding, hide: Hide): Finding => ({
  ...rest,
  words: { problem: hide(problem), expected: hide(expected), fix: hide(fix) },
  message: hide(message),
});

/** Findings of an item as far as everybody may read them. */
function withHidden(item: ItemFindings, hides: readonly Hide[]): ItemFindings {
  if (hides.length === 0) return item;
  const hide: Hide = (text) => hides.reduce((rest, next) => next(rest), text);
  const finding = (rest: Finding): Finding => ({
    ...saying(rest, hide),
    file: hide(rest.file),
    ...(rest.where === undefined ? {} : { where: hide(rest.where) }),
    ...(rest.reason === undefined ? {} : { reason: hide(rest.reason) }),
    ...(rest.replacement === undefined ? {} : { replacement: hide(rest.replacement) }),
  });
  return { ...item, ...(item.title === undefined ? {} : { title: hide(item.title) }), findings: item.findings.map(finding) };
}

/**
 * Runs all rules over one item's folder. Never throws for what the folder holds and never executes any of it.
 * @param folder the item's files with their bytes, from a commit or the work tree
 * @param context settings and time; `now` decides the seven days (Art. 9)
 */
export function checkItem(folder: ItemFolder, context: CheckContext): ItemFindings {
  const subject = subjectOf(folder);
  const found = run(subject, context);
  const unused = waive(found, subject);
  const severity = severityOf(unusedWaiver, context.policy);
  const reports =
    severity === 'off' ? [] : unused.map((index) => located(unusedWaiver, severity, unusedWaiver.reportOf(subject, index), subject));
  const unit = context.organisation.units[subject.place?.unit ?? '']?.name;
  const item: ItemFindings = {
    id: subject.place?.id ?? null,
    path: folder.path,
    ...(subject.title === null ? {} : { title: shown(subject.title) }),
    ...(unit === undefined ? {} : { unit }),
    findings: [...found.map(({ finding }) => finding), ...reports].sort(byPlace),
  };
  const hides = [...withoutNames(subject.blocks), ...withoutTerms(context.terms?.screen ?? [])];
  return withHidden(withoutSlogans(item, found), hides);
}
