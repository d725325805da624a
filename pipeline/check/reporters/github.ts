import { gravestFirst } from '../../finding-order.ts';
import type { CheckResult, Finding } from '../finding.ts';
import type { Severity } from '../rule.ts';
import { totals } from './text.ts';

const COMMANDS: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'notice' };
/** GitHub shows so many annotations of each kind a step (actions/toolkit, problem-matchers.md); the rest would be lost in silence. */
const SHOWN = 10;

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function annotation({ severity, file, line, column, endLine, endColumn, rule, article, group, where, message }: Finding): string {
  // GitHub drops the columns of what spans several lines.
  const columns = line === endLine ? `,col=${column},endColumn=${endColumn}` : '';
  const place = where === undefined ? '' : `（${where}）`;
  const title = property(`${group === '其他' ? '' : `${group} `}${rule} ${article}`);
  return `::${COMMANDS[severity]} file=${property(file)},line=${line},endLine=${endLine}${columns},title=${title}::${data(`${place}${message}`)}`;
}

/** The report for GitHub Actions: annotations, gravest first, at most ten of each kind; what didn't fit is counted. */
export function githubReport(result: CheckResult): string {
  const open = gravestFirst(result.items.flatMap(({ findings }) => findings)).filter(({ waived }) => !waived);
  const lines = (['error', 'warning', 'info'] as const).flatMap((severity) => {
    const some = open.filter((finding) => finding.severity === severity);
    const rest = some.length - SHOWN;
    return [...some.slice(0, SHOWN).map(annotation), ...(rest > 0 ? [`另有 ${rest} 条同类问题未列出，见检查的完整结果。`] : [])];
  });
  return `${[...lines, totals(result)].join('\n')}\n`;
}
