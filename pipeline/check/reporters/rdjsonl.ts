import type { CheckResult, Finding } from '../finding.ts';

const SEVERITIES = { error: 'ERROR', warning: 'WARNING', info: 'INFO' } as const;

function diagnosticOf(finding: Finding): object {
  const { severity, message, where, file, line, endLine, rule, replacement } = finding;
  const { byteColumn = finding.column, byteEndColumn = finding.endColumn } = finding;
  const range = { start: { line, column: byteColumn }, end: { line: endLine, column: byteEndColumn } };
  return {
    message: where === undefined ? message : `（${where}）${message}`,
    location: { path: file, range },
    severity: SEVERITIES[severity],
    source: { name: 'sanshen' },
    code: { value: rule },
    ...(replacement === undefined ? {} : { suggestions: [{ range, text: replacement }] }),
  };
}

/**
 * The report for reviewdog: one diagnostic a line (rdjsonl), with a suggestion where `--fix` knows the text. Columns count UTF-8 bytes, as its
 * definition says (reviewdog/proto/rdf/reviewdog.proto, Position). Waived findings are left out.
 */
export function rdjsonlReport({ items }: CheckResult): string {
  const open = items.flatMap(({ findings }) => findings).filter(({ waived }) => !waived);
  return open.map((finding) => `${JSON.stringify(diagnosticOf(finding))}\n`).join('');
}
