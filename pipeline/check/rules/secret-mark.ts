import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { findIn, type Match } from '../find.ts';
import { DECLARED_GRADE, gradeOf, LONE_GRADE, STARRED_MARK } from '../personal/personal-data.ts';
import type { Rule } from '../rule.ts';
import { anywhere, inTextAndNames } from '../sightings.ts';

/** No mark is without it. */
const HINT = /密/g;

const gradesIn = (blocks: readonly TextBlock[], pattern: RegExp): Match[] => findIn(blocks, pattern, undefined, HINT);
const marksIn = (blocks: readonly TextBlock[]): Match[] => [...gradesIn(blocks, STARRED_MARK), ...gradesIn(blocks, DECLARED_GRADE)];

/** A grade alone on its line. Where several grades stand so, they are being explained: nobody marks a document with two. */
function loneGradesIn(blocks: readonly TextBlock[]): Match[] {
  const lone = gradesIn(blocks, LONE_GRADE);
  return new Set(lone.map(({ folded }) => gradeOf(folded))).size > 1 ? [] : lone;
}

/** Nothing that bears a secrecy mark is published. It must not even lie here (保密法 Art. 29), be it in a file's name or behind a link. */
export const secretMark: Rule = {
  id: 'secret/mark',
  asks: '不出现密级标志。',
  severity: 'error',
  article: '第五条',
  waivable: false,
  check: (subject) =>
    [...anywhere(subject, marksIn, HINT), ...inTextAndNames(subject, loneGradesIn, (blocks) => gradesIn(blocks, LONE_GRADE))].map(
      (match) => ({
        ...match,
        words: {
          // More than the first character would be taken for a mark once more.
          problem: `出现密级标志 ${match.flagged.slice(0, 1)}…（共 ${[...match.flagged].length} 字）。`,
          expected: '报送的信息都是非涉密、非敏感领域的。',
          fix: '立即停止报送并报告保密部门；涉密文件不得上网，已经上传的按 24 小时报告步骤处理。不可豁免。',
        },
      }),
    ),
  good: [
    { title: '句子里的“秘密”不是标志', body: '保守国家秘密是公民的义务。\n' },
    { title: '五星不是标志', body: '获评★★★★★星级窗口。\n' },
    { title: '“此件公开发布”', body: '（此件公开发布）\n' },
    { title: '讲解密级的条目', body: '国家秘密的密级分为三级：\n\n- 绝密\n- 机密\n- 秘密\n' },
    { title: '讲解密级的表格', body: '| 密级 | 期限 |\n| --- | --- |\n| 绝密 | 不超过三十年 |\n| 机密 | 不超过二十年 |\n' },
    { title: '说到密级两个字', body: '公文的密级标在左上角，核心密码保护信息的最高密级为绝密级。\n' },
  ],
  bad: [
    { title: '秘密★1年', body: '秘密★1年\n\n关于示例的通知。\n', finds: { flagged: '秘密★1年', count: 1 } },
    { title: '字间有空格', body: '机 密 ★ 5年\n' },
    { title: '空心的星', body: '文件标有机密☆长期字样。\n', finds: { flagged: '机密☆长期字样' } },
    { title: '用星号代替', body: '机密*10年\n' },
    { title: '解密条件', body: '机密★会议开始前\n', finds: { flagged: '机密★会议开始前' } },
    { title: '到逗号为止', body: '标有绝密★长期，不得复印。\n', finds: { flagged: '绝密★长期' } },
    { title: '繁体', body: '機密★十年\n' },
    { title: '只有密级的一行', body: '绝密\n\n正文。\n', finds: { flagged: '绝密' } },
    { title: '方括号里的密级', body: '【机密】\n\n正文。\n' },
    { title: '注明密级', body: '密级：秘密\n\n正文。\n', finds: { flagged: '密级：秘密' } },
    { title: '加粗拆开的标志', body: '**机**密★长期\n', finds: { flagged: '机密★长期', count: 1 } },
    { title: '标题里的标志', frontMatter: { title: '机密★关于示例的通知' }, finds: { line: 2, column: 8, count: 1 } },
    { title: '图片说明里的标志', body: '![秘密★10年](street.jpg)\n', finds: { count: 1 } },
    { title: '图片的文件名', files: { '秘密★10年.jpg': 'jpeg' }, finds: { count: 1 } },
    { title: '写成代码', body: '文号 `机密★5年` 见附件。\n', finds: { line: 13, column: 5, count: 1 } },
    { title: '链接的地址里', body: '见[附件](机密★5年.pdf)。\n', finds: { line: 13 } },
    { title: '零宽字符隔开的标志', body: '秘\u200B密★1年\n' },
  ],
};
