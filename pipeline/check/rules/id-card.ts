import { findIn } from '../find.ts';
import { ID_CARD, isIdCard, masked } from '../personal-data.ts';
import type { Rule } from '../rule.ts';

/** No identity numbers (个人信息保护法 Arts. 25, 28; 浙江省行政处罚结果信息网上公开暂行办法 Art. 7). */
export const idCard: Rule = {
  id: 'pii/id-card',
  asks: '不公开公民的身份证号。',
  severity: 'error',
  article: '第五条',
  waivable: false,
  check: ({ blocks }) =>
    findIn(blocks, ID_CARD)
      .filter(({ folded }) => isIdCard(folded))
      .map(({ flagged, span, where }) => ({
        flagged,
        span,
        where,
        words: {
          problem: `出现身份证号 ${masked(flagged)}。`,
          expected: '不公开公民的身份证号。',
          fix: '整个号码删去，不要只遮几位。不可豁免。',
        },
      })),
  good: [
    { title: '十八位数字，校验位不对', body: '编号330702199001011230。\n' },
    { title: '生日不存在', body: '编号330702199013011234。\n' },
    { title: '网址里的数字', body: '见 <https://www.zj.gov.cn/11010519491231002X.html>。\n' },
  ],
  bad: [
    { title: '正文里的身份证号', body: '当事人（身份证号11010519491231002X）。\n', finds: { flagged: '11010519491231002X', line: 13 } },
    { title: '全角数字', body: '身份证号１１０１０５１９４９１２３１００２Ｘ。\n' },
    { title: '分段书写', body: '身份证号110105 19491231 002x。\n' },
    { title: '加粗拆开', body: '身份证号110105**19491231**002X。\n', finds: { flagged: '11010519491231002X' } },
    { title: '表格里', body: '| 姓名 | 号码 |\n| --- | --- |\n| 示例 | 11010519491231002X |\n', finds: { line: 15 } },
  ],
};
