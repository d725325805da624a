import type { DeskStage } from './stage.ts';
import type { FindingView } from './view.ts';

/** What the check says of the newest version, and below it what earlier versions had that this one hasn't any more. */
export function findingsWithMended(stage: Pick<DeskStage, 'findingsOf'>, versions: string[], head: string): FindingView[] {
  const present = stage.findingsOf(head) ?? [];
  const key = ({ rule, problem }: FindingView): string => `${rule} ${problem}`;
  const seen = new Set(present.map(key));
  const mended = versions.flatMap((sha, index) => (stage.findingsOf(sha) ?? []).map((finding) => ({ ...finding, sha, index })));
  const gone = mended.filter((finding) => finding.sha !== head && !seen.has(key(finding)) && seen.add(key(finding)));
  return [
    ...present,
    ...gone.map(({ index, sha: _, ...finding }) => ({
      ...finding,
      severity: 'mended' as const,
      expected: '',
      remedy: `第 ${index + 2} 次送来时已改正。`,
    })),
  ];
}
