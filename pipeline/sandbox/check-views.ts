import type { CheckResult, Finding } from '../check/finding.ts';
import type { FindingView } from './desk/view.ts';
import type { CheckSummary } from './story.ts';

function placeOf(finding: Finding): string {
  const file = finding.file.split('/').at(-1) ?? finding.file;
  if (file !== 'index.md') return file;
  return finding.where ? `${file} 第 ${finding.line} 行（${finding.where}）` : `${file} 第 ${finding.line} 行`;
}

/** A finding as the desk shows it. */
function findingView(finding: Finding): FindingView {
  const { problem, expected, fix } = finding.words;
  return {
    severity: finding.severity,
    place: placeOf(finding),
    problem,
    expected,
    remedy: fix,
    rule: finding.rule,
    article: finding.article,
  };
}

/** All that the check says, waived findings left out; `null` if nothing was checked. */
export function findingViews(result: CheckResult | null): FindingView[] | null {
  return result?.items.flatMap(({ findings }) => findings.filter(({ waived }) => !waived).map(findingView)) ?? null;
}

/** What must be mended, for the story. */
export function checkSummary(result: CheckResult | null): CheckSummary | null {
  if (!result) return null;
  const findings = result.items.flatMap((item) => item.findings).filter(({ severity, waived }) => severity === 'error' && !waived);
  return { errors: result.errors, findings: findings.map((finding) => ({ place: placeOf(finding), problem: finding.words.problem })) };
}
