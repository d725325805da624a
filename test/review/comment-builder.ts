import type { CheckResult, Finding } from '#pipeline/check/finding.ts';
import { stickyComment } from '#pipeline/review/comment/comment.ts';
import type { GateView } from '#pipeline/review/comment/gate-view.ts';
import { evaluate } from '#pipeline/review/gate/evaluate.ts';
import type { Story } from './evidence-builder.ts';

export const LINKS = {
  preview: { url: 'https://desk.example/12/preview' },
  form: 'https://desk.example/12/form',
  compare: 'https://desk.example/12/compare',
  changes: 'https://git.example/pull/12/files',
  findings: 'https://desk.example/12/check',
  about: 'https://desk.example/about',
};

/** A finding of the check at one place of the story's item. */
export function finding(severity: Finding['severity'], problem: string, change: Partial<Finding> = {}): Finding {
  return {
    rule: 'time/vague',
    severity,
    message: problem,
    words: { problem, expected: '应为。', fix: '怎么改。' },
    where: '第 3 段',
    file: 'content/items/wucheng/2026-11-23-street/index.md',
    line: 12,
    column: 1,
    endLine: 12,
    endColumn: 2,
    article: '第五条',
    group: '其他',
    waivable: true,
    waived: false,
    ...change,
  };
}

/** What the check says that found these. */
export function checkOf(...findings: Finding[]): CheckResult {
  const count = (severity: Finding['severity']) => findings.filter((each) => !each.waived && each.severity === severity).length;
  const waived = findings.filter((each) => each.waived).length;
  return {
    version: 1,
    items: [{ id: null, path: 'x', findings }],
    errors: count('error'),
    warnings: count('warning'),
    infos: count('info'),
    waived,
  };
}

/** What is told of a story. */
export const view = (told: Story, change: Partial<GateView> = {}): GateView => ({
  evidence: told.evidence,
  verdict: evaluate(told.evidence),
  check: null,
  links: LINKS,
  ...change,
});

/** The one comment on a story's pull request. */
export const comment = (told: Story, change: Partial<GateView> = {}): string => stickyComment(view(told, change));
