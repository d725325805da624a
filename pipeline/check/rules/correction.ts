import type { Rule } from '../rule.ts';

/** Whoever read the earlier text is told what changed: a changed published item is a correction or a withdrawal (contracts.md 4, rule 4). */
export const correction: Rule = {
  id: 'meta/correction',
  asks: '已发布的信息改动时，写明更正或撤稿。',
  severity: 'error',
  article: '第九条',
  waivable: false,
  check: ({ frontMatter, locate }, { released = false, approved = false }) => {
    if (!frontMatter || !released || approved || frontMatter.correction || frontMatter.withdraw) return [];
    const words = {
      problem: '这条信息已经发布，改动没有写明更正。',
      expected: '写明更正的种类（文字、事实、图片、格式）和内容；撤稿的写 withdraw。',
      fix: '补上 correction: {kind: 文字, note: 改正了什么}。',
    };
    return [{ span: locate(['title']), where: '更正', words }];
  },
  good: [
    { title: '还没有发布' },
    { title: '写明了更正', released: true, frontMatter: { correction: { kind: '文字', note: '“86起”误写为“68起”' } } },
    { title: '撤稿', released: true, frontMatter: { withdraw: { kind: 'error', reason: '数据有误' } } },
    { title: '已发布而没有改动', released: true, approved: true },
  ],
  bad: [
    { title: '已发布的改了字，没有写更正', released: true, finds: { line: 2, count: 1 } },
    { title: '只在备注里说明', released: true, frontMatter: { remarks: '更正了一个数字' }, finds: { count: 1 } },
    { title: '过了期限才改', released: true, now: '2026-12-20T10:00:00+08:00', finds: { count: 1 } },
  ],
};
