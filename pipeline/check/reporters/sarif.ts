import { sha256 } from '../../canonical-json.ts';
import { VERSION } from '../../version.ts';
import type { CheckResult, Finding } from '../finding.ts';
import { lookedAt } from '../looked-at.ts';
import { SITE_RULES } from '../site-rules.ts';
import { gravestFirst } from './called.ts';

const LEVELS = { error: 'error', warning: 'warning', info: 'note', off: 'none' } as const;
/** GitHub's code scanning refuses a run with more results. */
const MOST_RESULTS = 25_000;

function fixOf({ replacement, words }: Finding, artifactLocation: object, deletedRegion: object): object {
  if (replacement === undefined) return {};
  const replacements = [{ deletedRegion, insertedContent: { text: replacement } }];
  return { fixes: [{ description: { text: words.fix }, artifactChanges: [{ artifactLocation, replacements }] }] };
}

/** @param twin how many findings that read the same stand before it in its file: each keeps a fingerprint of its own */
function resultOf(finding: Finding, twin: number): object {
  const { rule, severity, message, where, file, line, column, endLine, endColumn, waived, reason } = finding;
  const artifactLocation = { uri: encodeURI(file), uriBaseId: '%SRCROOT%' };
  const region = { startLine: line, startColumn: column, endLine, endColumn };
  return {
    ruleId: rule,
    level: LEVELS[severity],
    message: { text: where === undefined ? message : `（${where}）${message}` },
    locations: [{ physicalLocation: { artifactLocation, region } }],
    partialFingerprints: { 'sanshen/v1': sha256([rule, file, message, ...(twin > 0 ? [twin] : [])].join('\n')) },
    ...(waived ? { suppressions: [{ kind: 'inSource', ...(reason ? { justification: reason } : {}) }] } : {}),
    ...fixOf(finding, artifactLocation, region),
  };
}

function rules(): object[] {
  return [...lookedAt({ severities: {} }), ...SITE_RULES].map(({ id, name, asks, article, severity }) => ({
    id,
    name,
    shortDescription: { text: name },
    fullDescription: { text: asks },
    help: { text: `${asks}（${article}）` },
    defaultConfiguration: { level: LEVELS[severity] },
  }));
}

/**
 * The report as SARIF 2.1.0, for code scanning: gravest first, at most as many results as GitHub takes; waived findings are there as suppressed
 * ones, with their reasons.
 */
export function sarifReport({ items }: CheckResult): string {
  const seen = new Map<string, number>();
  const results = gravestFirst(items.flatMap(({ findings }) => findings))
    .slice(0, MOST_RESULTS)
    .map((finding) => {
      const key = [finding.rule, finding.file, finding.message].join('\n');
      const twin = seen.get(key) ?? 0;
      seen.set(key, twin + 1);
      return resultOf(finding, twin);
    });
  const run = {
    tool: { driver: { name: 'sanshen', version: VERSION, rules: rules() } },
    columnKind: 'utf16CodeUnits',
    results,
  };
  return `${JSON.stringify({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] })}\n`;
}
