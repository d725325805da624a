import type { Group } from '../finding-order.ts';
import { FILE_START, sentence, type Words } from '../item/content-problem.ts';
import type { Channel } from '../item/front-matter/front-matter-schema.ts';
import { printable } from '../printable.ts';
import { maskEvidence, maskedPath } from './personal/masking.ts';
import type { Report, Rule, Severity } from './rule.ts';

/** What a rule says about an item, in the shape of `sanshen check --format json` (contracts.md 1). */
export interface Finding {
  rule: string;
  code?: string;
  severity: Severity;
  /** 问题—应为—怎么改 in one sentence; personal data and secrets are masked. */
  message: string;
  /** The same in its three parts. */
  words: Words;
  /** What a person calls the place, where there is a better name than the line. */
  where?: string;
  /** From the root of the repository. */
  file: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  article: string;
  group: Group;
  waivable: boolean;
  waived: boolean;
  /** Why it was waived, as the waiver says. */
  reason?: string;
  /** What `--fix` writes in its place. */
  replacement?: string;
}

export interface ItemFindings {
  id: string | null;
  path: string;
  /** 标题, as far as it can be read. */
  title?: string;
  /** Name of the unit that its folder names. */
  unit?: string;
  /** Where it is out, where that was asked for. */
  published?: { channel: Channel; url: string }[];
  findings: Finding[];
}

/** The document of `sanshen check`. Waived findings are counted in `waived` alone. */
export interface CheckResult {
  version: 1;
  items: ItemFindings[];
  errors: number;
  warnings: number;
  infos: number;
  waived: number;
}

/** Fit for any terminal, log or comment: personal data masked, nothing that could move a cursor or begin a new line. */
export function shown(text: string): string {
  return printable(maskEvidence(text));
}

/** A file's or folder's address, fit for the same places; it still leads there. */
export function shownPath(path: string): string {
  return printable(maskedPath(path));
}

/** What `--fix` does about a report, in a sentence, and what it writes as far as others may see that. */
function mending({ replacement, hides = false }: Report, group: Group): { told: string; replacement?: string } {
  if (replacement === undefined) return { told: '' };
  if (hides) return { told: '用命令行的，运行 check --fix 自动遮去。' };
  if (shown(replacement) !== replacement) return { told: '' };
  return { told: group === '政治表述' ? '用命令行的，运行 check --fix，确认后改。' : '用命令行的，运行 check --fix 自动改。', replacement };
}

/** A report of a rule as a finding. What would be masked is never offered as a replacement, and `--fix` is named only where it mends. */
export function findingOf(
  rule: Pick<Rule, 'id' | 'article' | 'group' | 'waivable'>,
  severity: Severity,
  report: Report,
  folder: string,
): Finding {
  const group = report.group ?? rule.group ?? '其他';
  const { told, replacement } = mending(report, group);
  const { problem, expected } = report.words;
  const fix = `${report.words.fix}${told}`;
  const words = { problem: shown(problem), expected: shown(expected), fix: shown(fix) };
  const { line, column, endLine, endColumn } = report.span ?? FILE_START;
  return {
    rule: rule.id,
    ...(report.code === undefined ? {} : { code: report.code }),
    severity,
    message: sentence(words),
    words,
    ...(report.where === undefined ? {} : { where: shown(report.where) }),
    file: shownPath(`${folder}/${report.file ?? 'index.md'}`),
    line,
    column,
    endLine,
    endColumn,
    article: rule.article,
    group,
    waivable: rule.waivable && report.waivable !== false,
    waived: false,
    ...(replacement === undefined ? {} : { replacement }),
  };
}

/** The order findings are listed in: by file (`index.md` first), place, rule. */
export function byPlace(a: Finding, b: Finding): number {
  const text = (finding: Finding) => (finding.file.endsWith('/index.md') ? 0 : 1);
  const compare = (x: string, y: string) => (x < y ? -1 : x > y ? 1 : 0);
  return (
    text(a) - text(b) ||
    compare(a.file, b.file) ||
    a.line - b.line ||
    a.column - b.column ||
    compare(a.rule, b.rule) ||
    compare(a.message, b.message)
  );
}

/** Puts items' findings together and counts them. */
export function resultOf(items: ItemFindings[]): CheckResult {
  const all = items.flatMap(({ findings }) => findings);
  const count = (severity: Severity) => all.filter((finding) => !finding.waived && finding.severity === severity).length;
  const waived = all.filter((finding) => finding.waived).length;
  return { version: 1, items, errors: count('error'), warnings: count('warning'), infos: count('info'), waived };
}
