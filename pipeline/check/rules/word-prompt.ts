import { findIn } from '../find.ts';
import { STARRED_MARK } from '../personal/personal-data.ts';
import type { Rule } from '../rule.ts';

const WORDS = /(?<!商业)秘密(?!投票|写票)|机密|绝密|(?<![非不])涉密(?!的除外)|密级/g;

/** Where a text speaks of secrets, the secrecy reviewer looks twice. The words alone are no fault: laws are full of them. */
export const wordPrompt: Rule = {
  id: 'secret/word-prompt',
  asks: '说到秘密、机密、绝密、涉密的，请保密审查人多看一眼。',
  severity: 'info',
  article: '第五条',
  waivable: false,
  check: ({ blocks }) => {
    const found = findIn(blocks, WORDS);
    const [first] = found;
    if (!first || findIn(blocks, STARRED_MARK).length > 0) return [];
    const { flagged, span, where } = first;
    return [
      {
        flagged,
        span,
        where,
        words: {
          problem: `说到“${flagged}”（全文这类字样共 ${found.length} 处）。`,
          expected: '讲的是保密的规定和宣传，不是保密的内容。',
          fix: '请保密审查人核对；没有问题的不用改。',
        },
      },
    ];
  },
  good: [
    { title: '没有这类字样', body: '保护商业秘密，非涉密采购项目公开招标。\n' },
    { title: '秘密投票', body: '选举以秘密投票方式进行。\n' },
    { title: '有密级标志的由那条规则指出', body: '秘密★1年\n' },
  ],
  bad: [
    { title: '保密宣传', body: '保守国家秘密是公民的义务。\n', finds: { flagged: '秘密', line: 13, column: 5, count: 1 } },
    { title: '几处只提一次', body: '涉密人员不得泄露机密、绝密。\n', finds: { flagged: '涉密', count: 1 } },
    { title: '标题里', frontMatter: { title: '婺城分局组织工作秘密管理培训' }, finds: { line: 2, count: 1 } },
  ],
};
