import { findIn } from '../find.ts';
import { masked } from '../personal-data.ts';
import type { Rule } from '../rule.ts';

/** 密级★期限 in any spacing, or a grade alone on its line (保密法 Art. 22, GB/T 9704). The bare words in a sentence are no mark. */
const MARK = /(?:绝\s*密|机\s*密|秘\s*密)\s*[★☆✩✭⭐][^\s，。；]{0,12}|^[ \t]*(?:绝\s*密|机\s*密|秘\s*密)[ \t]*$/gmu;

/** Nothing that bears a secrecy mark is published; it must not even lie here (保密法 Art. 29). */
export const secretMark: Rule = {
  id: 'secret/mark',
  asks: '不出现密级标志。',
  severity: 'error',
  article: '第五条',
  waivable: false,
  check: ({ blocks }) =>
    findIn(blocks, MARK).map(({ flagged, span, where }) => ({
      flagged,
      span,
      where,
      words: {
        problem: `出现密级标志 ${masked(flagged)}。`,
        expected: '报送的信息都是非涉密、非敏感领域的。',
        fix: '立即停止报送并报告保密部门；涉密文件不得上网，已经上传的按 24 小时报告步骤处理。不可豁免。',
      },
    })),
  good: [
    { title: '句子里的“秘密”不是标志', body: '保守国家秘密是公民的义务。\n' },
    { title: '五星不是标志', body: '获评★★★★★星级窗口。\n' },
    { title: '“此件公开发布”', body: '（此件公开发布）\n' },
  ],
  bad: [
    { title: '秘密★1年', body: '秘密★1年\n\n关于示例的通知。\n', finds: { flagged: '秘密★1年' } },
    { title: '字间有空格', body: '机 密 ★ 5年\n' },
    { title: '只有密级的一行', body: '绝密\n\n正文。\n', finds: { flagged: '绝密' } },
    { title: '加粗拆开的标志', body: '**机**密★长期\n', finds: { flagged: '机密★长期' } },
    { title: '标题里的标志', frontMatter: { title: '机密★关于示例的通知' }, finds: { line: 2, column: 8 } },
    { title: '图片说明里的标志', body: '![秘密★10年](street.jpg)\n' },
    { title: '零宽字符隔开的标志', body: '秘\u200B密★1年\n' },
  ],
};
