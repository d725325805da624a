import { calledIn, DOCUMENTS } from '../personal/called-numbers.ts';
import { hidden, maskWhole } from '../personal/number-masks.ts';
import { isIdCard, masked } from '../personal/personal-data.ts';
import type { Rule } from '../rule.ts';
import { inTextAndNames } from '../sightings.ts';

/** What leads to a person's parcel or bill; it is no paper of theirs. */
const OF_PARCEL_OR_BILL = ['快递单号', '取件码', '缴费户号'];

/** No numbers of passports, social security cards, soldiers' and patients' papers (个人信息保护法 Art. 28). */
export const document: Rule = {
  id: 'pii/document',
  asks: '不公开护照、社保卡、军官证、病历等的号码。',
  severity: 'error',
  article: '第五条',
  group: '个人信息',
  waivable: true,
  check: (subject) =>
    inTextAndNames(subject, (blocks) => calledIn(blocks, DOCUMENTS, ([number]) => !isIdCard(number))).map((match) => ({
      ...match,
      ...hidden(subject, match, maskWhole),
      ...(OF_PARCEL_OR_BILL.includes(match.name) ? { severity: 'warning' as const } : {}),
      words: {
        problem: `出现${match.name} ${masked(match.flagged)}。`,
        expected: OF_PARCEL_OR_BILL.includes(match.name) ? '不公开能查到个人的快递、缴费情况的号码。' : '不公开个人证件、病历的号码。',
        fix: '整个号码删去。不是个人的号码（样证、单位编号），写豁免并说明理由（8 字以上）。',
      },
    })),
  good: [
    { title: '只说到证件', body: '请携带护照、社保卡或军官证，社保卡咨询电话12333，医保查询0579-82400000。\n' },
    { title: '文号和编号', body: '浙社保〔2026〕12号，住院人数12345人次。\n' },
    { title: '遮去的号码', body: '护照号E********。\n' },
    { title: '身份证号由另一条规则查', body: '社保卡号11010519491231002X。\n' },
    {
      title: '写明理由的豁免',
      body: '样证护照号E12345678。\n',
      frontMatter: { waivers: [{ rule: 'pii/document', match: 'E12345678', reason: '这是样证上印的示例号码' }] },
    },
  ],
  bad: [
    { title: '护照', body: '旅客护照号E12345678。\n', finds: { flagged: 'E12345678', line: 13, column: 6, count: 1 } },
    { title: '护照，全角', body: '护照号码：Ｅ１２３４５６７８。\n', finds: { count: 1 } },
    { title: '社保卡', body: '社保卡号：A01234567。\n', finds: { flagged: 'A01234567', count: 1 } },
    { title: '军官证', body: '军官证号：军字第0012345号。\n', finds: { flagged: '军字第0012345', count: 1 } },
    { title: '通行证', body: '往来港澳通行证号C12345678。\n', finds: { count: 1 } },
    { title: '残疾人证', body: '残疾人证号11010519491231002X43。\n', finds: { count: 1 } },
    { title: '驾驶证', body: '驾驶证档案编号330700123456。\n', finds: { count: 1 } },
    { title: '出生证', body: '出生医学证明编号K330012345。\n', finds: { count: 1 } },
    { title: '住院号', body: '住院号：20260123456。\n', finds: { flagged: '20260123456', count: 1 } },
    { title: '取件码', body: '收件人李女士，取件码3-2-1024。\n', finds: { severity: 'warning', flagged: '3-2-1024', count: 1 } },
    { title: '表格和图片的文件名', body: '| 项目 | 内容 |\n| --- | --- |\n| 示例 | 护照号：E12345678 |\n', finds: { line: 15, count: 1 } },
  ],
};
