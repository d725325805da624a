import { type CheckResult, type Finding, type ItemFindings, shownPath } from '../finding.ts';
import { placeOf } from './called.ts';

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ESCAPES[character] as string);
}

function testCase(finding: Finding): string {
  const { rule, file, line, column, message, severity, waived, reason } = finding;
  const head = `<testcase classname="${escaped(file)}" name="${escaped(`${rule} ${line}:${column}`)}">`;
  if (waived) return `${head}<skipped message="${escaped(reason ? `${message}豁免理由：${reason}` : message)}"/></testcase>`;
  if (severity === 'info') return `${head}<system-out>${escaped(`${placeOf(finding)}：${message}`)}</system-out></testcase>`;
  return `${head}<failure type="${severity}" message="${escaped(message)}">${escaped(placeOf(finding))}</failure></testcase>`;
}

function suite({ path, findings }: ItemFindings): string {
  const name = escaped(shownPath(path));
  const failures = findings.filter(({ severity, waived }) => !waived && severity !== 'info').length;
  const skipped = findings.filter(({ waived }) => waived).length;
  const cases = findings.length > 0 ? findings.map(testCase).join('') : `<testcase classname="${name}" name="check"/>`;
  const tests = Math.max(1, findings.length);
  return `<testsuite name="${name}" tests="${tests}" failures="${failures}" skipped="${skipped}">${cases}</testsuite>\n`;
}

/** The report as JUnit XML: a suite for each item, a failing case for each error and warning. */
export function junitReport({ items }: CheckResult): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="sanshen">\n${items.map(suite).join('')}</testsuites>\n`;
}
