import type { Report, Rule, Subject } from '../rule.ts';

/** A waiver that passes nothing: left over, not equal to the flagged text, or for a rule that can't be waived. Run by the engine, last. */
export const unusedWaiver: Rule & { reportOf: (subject: Subject, index: number) => Report } = {
  id: 'meta/unused-waiver',
  asks: '每条豁免都对应一处被指出的问题。',
  severity: 'warning',
  article: '第八条',
  waivable: false,
  check: () => [],
  reportOf: ({ locate }, index) => ({
    span: locate(['waivers', index]),
    where: '豁免',
    words: {
      problem: `第 ${index + 1} 条豁免没有用上。`,
      expected: '每条豁免对应一处可豁免的问题，match 与被指出的文字一模一样。',
      fix: '文字已改的删去豁免；写错的照检查结果改正 rule 和 match。',
    },
  }),
  good: [
    {
      title: '用上的豁免',
      body: '电话13800138000。\n',
      frontMatter: { waivers: [{ rule: 'pii/phone', match: '13800138000', reason: '本人书面同意公开此号码' }] },
    },
  ],
  bad: [
    { title: '没有对应的问题', frontMatter: { waivers: [{ rule: 'pii/phone', match: '13800138000', reason: '本人书面同意公开此号码' }] } },
    {
      title: '只写了一部分',
      body: '电话13800138000。\n',
      frontMatter: { waivers: [{ rule: 'pii/phone', match: '1380013', reason: '本人书面同意公开此号码' }] },
    },
    {
      title: '这条规则不可豁免',
      body: '身份证号11010519491231002X。\n',
      frontMatter: { waivers: [{ rule: 'pii/id-card', match: '11010519491231002X', reason: '本人书面同意公开此号码' }] },
    },
  ],
};
