import { findIn } from '../find.ts';
import { isCase, NAME } from '../lexicon/person-names.ts';
import type { Rule } from '../rule.ts';

const ROLE = '(?:当事人|被处罚人|违法行为人|犯罪嫌疑人|嫌疑人|被申请人|肇事司机|驾驶员|驾驶人|车主|店主|摊主|业主|户主|经营者|房东)';
const NAMED = new RegExp(`(?<=${ROLE}[:(\\s]?)${NAME}(?=[(),。;、:\\s]|因|未|擅自|涉嫌|驾驶|的违法|经营的)`, 'g');

/** Who was punished is named only where a law says so; others never (浙江省行政处罚结果信息网上公开暂行办法 Art. 7; 浙江省公共信用信息管理条例 Art. 15). */
export const namedPerson: Rule = {
  id: 'pii/named-person',
  asks: '处罚、案件类信息不写自然人的全名。',
  severity: 'info',
  article: '第五条',
  group: '个人信息',
  waivable: false,
  check: ({ blocks }, { organisation }) => {
    if (!isCase(blocks)) return [];
    const officials = new Set(Object.values(organisation.people).map(({ name }) => name));
    return findIn(blocks, NAMED, ([name]) => !officials.has(name)).map(({ flagged, span, where }) => ({
      flagged,
      span,
      where,
      words: {
        problem: `案件类信息里可能有自然人的全名（${flagged.slice(0, 1)}姓，${flagged.length} 个字）。`,
        expected: '写成“姓+某”，如王某。',
        fix: '改为“姓+某”；法律规定公开姓名的，请审核人核对依据。',
      },
    }));
  },
  good: [
    { title: '已经隐去姓名', body: '对当事人王某、李某某作出行政处罚。\n' },
    { title: '不是案件', body: '店主王大明，自家门前“三包”做得好。\n' },
    {
      title: '角色后面不是姓名',
      body: '行政处罚前，不得因当事人陈述、申辩加重处罚，债权人向业主主张债权，驾驶员戴头盔，车主应到窗口办理，当事人程序权利得到保障。\n',
    },
    { title: '本单位的人员', body: '涉嫌占道的当事人周一、李四。\n' },
  ],
  bad: [
    { title: '当事人的姓名', body: '对当事人王大明（男）作出行政处罚。\n', finds: { flagged: '王大明', line: 13, column: 5, count: 1 } },
    { title: '店主的姓名', body: '店主：李小红，因占道经营被立案查处。\n', finds: { flagged: '李小红' } },
    { title: '复姓', body: '违法行为人欧阳明，已接受行政处罚。\n', finds: { flagged: '欧阳明' } },
  ],
};
