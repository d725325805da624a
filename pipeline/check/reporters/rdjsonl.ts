import type { CheckResult } from '../finding.ts';

const SEVERITIES = { error: 'ERROR', warning: 'WARNING', info: 'INFO' } as const;

/** The report for reviewdog: one diagnostic a line (rdjsonl). Waived findings are left out. */
export function rdjsonlReport({ items }: CheckResult): string {
  const open = items.flatMap(({ findings }) => findings).filter(({ waived }) => !waived);
  const lines = open.map(({ severity, message, file, line, column, endLine, endColumn, rule }) =>
    JSON.stringify({
      message,
      location: { path: file, range: { start: { line, column }, end: { line: endLine, column: endColumn } } },
      severity: SEVERITIES[severity],
      source: { name: 'sanshen' },
      code: { value: rule },
    }),
  );
  return lines.map((line) => `${line}\n`).join('');
}
