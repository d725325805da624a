import type { ContentProblem } from '../../item/content-problem.ts';
import type { Rule } from '../rule.ts';

/** A key of the front matter that says what reviews and the ledger alone can say. */
export function isResultKey({ code }: ContentProblem): boolean {
  return code === 'E_KEY_RESULT';
}

/** No item says of itself that it was approved or published (Art. 8). */
export const noSelfApproval: Rule = {
  id: 'meta/no-self-approval',
  asks: '文首不写审核和发布的结果。',
  severity: 'error',
  article: '第八条',
  waivable: false,
  check: ({ problems }) =>
    problems.filter(isResultKey).map((problem) => ({ words: problem.words, code: problem.code, file: problem.file, span: problem })),
  good: [
    { title: '线下审核只写谁、何时审核', frontMatter: { unit_review: { by: 'zhouyi', at: '2026-11-23 16:00' } } },
    { title: '定时发布只写最早时间', frontMatter: { publish_after: '2026-11-24 18:00' } },
    { title: '不认识的项由写法那条规则指出', frontMatter: { permalink: 'x' } },
  ],
  bad: [
    { title: '写了谁同意', frontMatter: { approved_by: 'wangwu' }, finds: { code: 'E_KEY_RESULT', line: 11, column: 1, count: 1 } },
    { title: '写了发布时间', frontMatter: { published_at: '2026-11-24 10:00' }, finds: { count: 1 } },
    { title: '写了审核结果和审核人', frontMatter: { reviewed: 'true', reviewer: '郑四' }, finds: { count: 2 } },
  ],
};
