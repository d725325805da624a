import { sha256 } from '../../canonical-json.ts';
import type { CheckResult, Finding } from '../finding.ts';
import { RULES } from '../rules.ts';

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const;

function resultOf({ rule, severity, message, file, line, column, endLine, endColumn, waived }: Finding): object {
  return {
    ruleId: rule,
    level: LEVELS[severity],
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodeURI(file), uriBaseId: '%SRCROOT%' },
          region: { startLine: line, startColumn: column, endLine, endColumn },
        },
      },
    ],
    partialFingerprints: { 'sanshen/v1': sha256(`${rule}\n${file}\n${message}`) },
    ...(waived ? { suppressions: [{ kind: 'inSource' }] } : {}),
  };
}

/** The report as SARIF 2.1.0, for code scanning; waived findings are there as suppressed ones. */
export function sarifReport({ items }: CheckResult): string {
  const rules = RULES.map(({ id, severity, article }) => ({
    id,
    shortDescription: { text: article },
    defaultConfiguration: { level: LEVELS[severity] },
  }));
  const run = {
    tool: { driver: { name: 'sanshen', rules } },
    columnKind: 'utf16CodeUnits',
    results: items.flatMap(({ findings }) => findings.map(resultOf)),
  };
  return `${JSON.stringify({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] })}\n`;
}
