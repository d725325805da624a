import { findIn } from '../find.ts';
import { masked } from '../personal/personal-data.ts';
import type { Rule } from '../rule.ts';

/** A dwelling down to its room: road and number, building or unit, room; 3幢2单元501室 and 100弄5号301室 alone. */
const ADDRESS =
  /[路街弄巷道]\s?\d{1,5}(?:弄\s?\d{1,5})?号[^,。;、()\d\n]{0,16}(?:\d{1,4}\s?(?:幢|栋|号楼|座|单元)\s?){1,3}\d{2,5}\s?室|(?<!\d)\d{1,4}\s?(?:幢|栋|号楼|座)\s?[\d一二三四五六七八九]{1,2}\s?单元\s?\d{2,5}\s?室|(?<!\d)\d{1,5}弄\s?\d{1,5}号(?:楼|甲|乙)?\s?\d{2,5}\s?室/g;
/** Offices are open to everybody. */
const OFFICE = /(?:办公|办事|窗口|接待|咨询|报名|领取|受理|大厅|开标|评标|采购|地点|单位|公司|中心|驿站|站点)[^。;\n]{0,24}$/;

/** No homes (浙江省行政处罚结果信息网上公开暂行办法 Art. 7). */
export const address: Rule = {
  id: 'pii/address',
  asks: '不公开家庭住址。',
  severity: 'warning',
  article: '第五条',
  group: '个人信息',
  waivable: true,
  check: ({ blocks }) =>
    findIn(blocks, ADDRESS, ({ input, index }) => !OFFICE.test(input.slice(Math.max(0, index - 40), index)), /室/g).map(
      ({ flagged, span, where }) => ({
        flagged,
        span,
        where,
        words: {
          problem: `出现具体到室的住址 ${masked(flagged)}。`,
          expected: '不公开家庭住址。',
          fix: '只写到道路或小区。是办公地点、营业场所的，写豁免并说明理由（8 字以上）。',
        },
      }),
    ),
  good: [
    { title: '只写到门牌', body: '位于人民东路128号的店铺占道经营。\n' },
    { title: '办公地点', body: '办公地址：人民东路128号2幢301室。\n' },
    { title: '窗口', body: '请到政务服务中心（双龙南街801号3幢201室）领取。\n' },
    { title: '楼幢和单元', body: '某小区3幢2单元外墙渗水，5号楼加装电梯。\n' },
    { title: '道路和门牌很多', body: '检查人民东路1号至86号、解放西路3号等42家。\n' },
  ],
  bad: [
    { title: '路、号、幢、室', body: '当事人住人民东路128号2幢301室。\n', finds: { flagged: '路128号2幢301室', line: 13, column: 8 } },
    { title: '小区、幢、单元、室', body: '家住示例小区3幢2单元501室。\n', finds: { flagged: '3幢2单元501室' } },
    { title: '弄、号、室', body: '住示例路100弄5号301室。\n', finds: { count: 1 } },
    { title: '全角数字', body: '住人民东路１２８号２幢３０１室。\n' },
    {
      title: '表格里',
      body: '| 姓名 | 住址 |\n| --- | --- |\n| 示例 | 人民东路128号示例花园2幢1单元301室 |\n',
      finds: { line: 15, count: 1 },
    },
  ],
};
