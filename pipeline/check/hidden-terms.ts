import type { ScreenTerm } from '../organisation/terms.ts';
import type { Finding, ItemFindings } from './finding.ts';
import { longestOf, type TermScanner, termScanner } from './term-scan.ts';

const scanners = new WeakMap<readonly ScreenTerm[], TermScanner | null>();

function scannerOf(terms: readonly ScreenTerm[]): TermScanner | null {
  const known = scanners.get(terms);
  if (known !== undefined) return known;
  const hidden = terms.filter((term) => term.hidden).flatMap(({ words }) => words);
  const scan = hidden.length === 0 ? null : termScanner(hidden);
  scanners.set(terms, scan);
  return scan;
}

/** Findings of an item without the words of the private list, which title, place or name may hold by themselves. */
export function withoutHiddenTerms(item: ItemFindings, terms: readonly ScreenTerm[]): ItemFindings {
  const scan = scannerOf(terms);
  if (scan === null) return item;
  const hide = (text: string): string =>
    longestOf(scan(text))
      .sort((a, b) => b.start - a.start)
      .reduce((shown, { start, end }) => `${shown.slice(0, start)}…${shown.slice(end)}`, text);
  const finding = ({ words, ...rest }: Finding): Finding => ({
    ...rest,
    words: { problem: hide(words.problem), expected: hide(words.expected), fix: hide(words.fix) },
    message: hide(rest.message),
    file: hide(rest.file),
    ...(rest.where === undefined ? {} : { where: hide(rest.where) }),
    ...(rest.reason === undefined ? {} : { reason: hide(rest.reason) }),
    ...(rest.replacement === undefined ? {} : { replacement: hide(rest.replacement) }),
  });
  return { ...item, ...(item.title === undefined ? {} : { title: hide(item.title) }), findings: item.findings.map(finding) };
}
