import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { findIn, type Match } from '../find.ts';
import { hidden, maskWhole } from '../personal/number-masks.ts';
import { CALLED_CARD, CARD_FORMS, isBankCard, isCalledCard, masked } from '../personal/personal-data.ts';
import type { Rule } from '../rule.ts';
import { inTextAndNames } from '../sightings.ts';

/** A card is reported once, in its longest form. */
function cardsIn(blocks: readonly TextBlock[]): Match[] {
  const found = [
    ...CARD_FORMS.flatMap((form) => findIn(blocks, form, ([number]) => isBankCard(number))),
    ...findIn(blocks, CALLED_CARD, ([number]) => isCalledCard(number), /卡/g),
    ...findIn(blocks, /(?<=[账帐][户号][^\d\n]{0,6})62\d{14,17}(?![\dA-Za-z])/g, ([number]) => isCalledCard(number)),
    ...findIn(blocks, /(?<!\d)62\d{14,17}(?=的?(?:银行|个人)?[账帐]户|的?[一张]{0,2}(?:银行|储蓄|工资|农信)卡)/g, ([number]) =>
      isCalledCard(number),
    ),
  ].sort((a, b) => b.flagged.length - a.flagged.length);
  const places = found.map(({ span }) => `${span.line}:${span.column}`);
  return found.filter((_, index) => places.indexOf(places[index] as string) === index);
}

/** No numbers of bank cards (个人信息保护法 Art. 28; 浙江省行政处罚结果信息网上公开暂行办法 Art. 7). */
export const bankCard: Rule = {
  id: 'pii/bank-card',
  asks: '不公开银行卡号。',
  severity: 'error',
  article: '第五条',
  group: '个人信息',
  waivable: false,
  check: (subject) =>
    inTextAndNames(subject, cardsIn).map((match) => ({
      ...match,
      ...hidden(subject, match, maskWhole),
      words: {
        problem: `出现银行卡号 ${masked(match.flagged)}。`,
        expected: '不公开银行账号。',
        fix: '整个号码删去；缴款请写办理地点或统一的缴款渠道。不可豁免。',
      },
    })),
  good: [
    { title: '十六位编号，校验位不对', body: '项目编号6222020200112233。\n' },
    { title: '文书的编号', body: '作出6222020200112230号处罚决定书。\n' },
    { title: '行政区划开头的编号', body: '案件编号3307022026112308。\n' },
    { title: '统一社会信用代码', body: '统一社会信用代码913307020000000000。\n' },
    { title: '日期和时间连写的流水号', body: '流水号2026112309300016。\n' },
    { title: '一列数额', body: '分档补助6200，6500，6800，7200，8000元；6230、6540、7110、8230。\n' },
    { title: '表格里相邻的数', body: '| 甲 | 乙 | 丙 | 丁 |\n| --- | --- | --- | --- |\n| 6222 | 0202 | 0011 | 2230 |\n' },
    { title: '小数', body: '系数0.6222020200112230。\n' },
    { title: '网址里的数字', body: '见 <https://www.zj.gov.cn/6222020200112230.html>。\n' },
    { title: '说到银行卡，没有号码', body: '请携带银行卡和身份证，咨询电话0579-82400000。\n' },
  ],
  bad: [
    { title: '十六位卡号', body: '请汇至6222020200112230。\n', finds: { flagged: '6222020200112230', line: 13, count: 1 } },
    { title: '十九位卡号', body: '请汇至6222020200112233446。\n', finds: { flagged: '6222020200112233446', count: 1 } },
    { title: '某号账户', body: '请汇入6222020200112230号账户。\n', finds: { flagged: '6222020200112230', count: 1 } },
    { title: '银行账户，校验位不对', body: '从6222000011112222333银行账户划缴。\n', finds: { flagged: '6222000011112222333', count: 1 } },
    { title: '四位一组', body: '请汇至6222 0202 0011 2230。\n', finds: { flagged: '6222 0202 0011 2230', count: 1 } },
    { title: '用逗号隔开', body: '请汇至6222，0202，0011，2230。\n', finds: { flagged: '6222，0202，0011，2230', count: 1 } },
    { title: '用斜线隔开', body: '请汇至622202/0200112233446。\n', finds: { count: 1 } },
    { title: '用下划线隔开', body: '请汇至4392\\_2580\\_1234\\_5676。\n', finds: { count: 1 } },
    { title: '一位一隔', body: '请汇至6,2,2,2,0,2,0,2,0,0,1,1,2,2,3,0。\n', finds: { count: 1 } },
    { title: '前面还有别的数字', body: '6026 6222 0202 0011 2230。\n', finds: { flagged: '6222 0202 0011 2230' } },
    { title: '全角数字', body: '请汇至６２２２０２０２００１１２２３０。\n' },
    { title: '加粗拆开', body: '请汇至6222**0202**00112230。\n' },
    { title: '说明是卡号', body: '银行卡号：9555500016112236。\n', finds: { count: 1 } },
    { title: '表格里', body: '| 姓名 | 卡号 |\n| --- | --- |\n| 示例 | 6222020200112230 |\n', finds: { line: 15 } },
    { title: '摘要里', frontMatter: { summary: '请汇至6222020200112230' }, finds: { line: 8 } },
    { title: '图片的文件名', files: { '6222020200112230.jpg': 'jpeg' }, finds: { count: 1 } },
  ],
};
