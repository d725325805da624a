import type { CheckResult } from '../../check/finding.ts';
import { findingPlace } from '../../check/reporters/finding-words.ts';
import type { FindingView } from './view.ts';

/** Findings that hold, as the desk shows them. */
function findingViews(result: CheckResult | null): FindingView[] {
  const holding = (result?.items ?? []).flatMap(({ findings }) => findings.filter(({ waived }) => !waived));
  return holding.map((finding) => {
    const { severity, words, rule, article, group } = finding;
    return {
      severity,
      place: findingPlace(finding),
      problem: words.problem,
      expected: words.expected,
      remedy: words.fix,
      rule,
      article,
      group,
    };
  });
}

/** What the check says of the newest version, and below it what earlier versions had that this one hasn't any more. */
export function findingsWithMended(
  checkOf: (head: string) => CheckResult | null,
  versions: readonly string[],
  head: string,
): FindingView[] {
  const present = findingViews(checkOf(head));
  const key = ({ rule, problem }: FindingView): string => `${rule} ${problem}`;
  const seen = new Set(present.map(key));
  const earlier = versions.flatMap((sha, index) => (sha === head ? [] : findingViews(checkOf(sha)).map((finding) => ({ finding, index }))));
  const gone = earlier.filter(({ finding }) => !seen.has(key(finding)) && seen.add(key(finding)));
  return [
    ...present,
    ...gone.map(({ finding, index }) => ({
      ...finding,
      severity: 'mended' as const,
      expected: '',
      remedy: `第 ${index + 2} 次送来时已改正。`,
    })),
  ];
}
