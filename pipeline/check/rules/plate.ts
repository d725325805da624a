import { findIn } from '../find.ts';
import { hidden, maskPlate } from '../personal/number-masks.ts';
import { isPlate, masked, PLATE } from '../personal/personal-data.ts';
import type { Rule } from '../rule.ts';
import { inTextAndNames } from '../sightings.ts';

/** A lorry's or coach's, which belong to companies, stands in reports of accidents. */
const isPrivate = ({ 0: plate, index, input }: RegExpExecArray): boolean =>
  isPlate(plate) && !/^[^。;,]{0,10}(?:重型|牵引|大型普通客车)/.test(input.slice(index + plate.length, index + plate.length + 20));

/** No number plates, by which a person is found (浙江省行政处罚结果信息网上公开暂行办法 Art. 7; 政府信息公开条例 Art. 15). */
export const plate: Rule = {
  id: 'pii/plate',
  asks: '不公开私人车辆的号牌。',
  severity: 'warning',
  article: '第五条',
  group: '个人信息',
  waivable: true,
  check: (subject) =>
    inTextAndNames(subject, (blocks) => findIn(blocks, PLATE, isPrivate)).map((match) => ({
      ...match,
      ...hidden(subject, match, maskPlate),
      words: {
        problem: `出现车辆号牌 ${masked(match.flagged)}。`,
        expected: '不公开私人车辆的号牌。',
        fix: '改为“一辆小型轿车”等说法。确需公开的（公告拖移车辆、公务车辆），写豁免并说明理由（8 字以上）。',
      },
    })),
  good: [
    { title: '网站备案号', body: '浙ICP备12345678号。\n' },
    { title: '许可证号', body: '增值电信业务经营许可证浙B2-20080224。\n' },
    { title: '只说归属地', body: '查处浙G号牌的车辆12辆。\n' },
    { title: '型号', body: '新A320neo客机、新C919飞机亮相。\n' },
    { title: '电动车的数量', body: '登记电动车合计123456辆，电动车新增086127。\n' },
    { title: '企业的货车和客车', body: '驾驶赣H52958/赣HH089挂重型半挂牵引货车，浙G12345号大型普通客车。\n' },
    { title: '更长的编号', body: '证号京B20120345。\n' },
    { title: '已经遮去的号牌', body: '车牌浙G·12**5，浙G12XXX，浙GA3XX7。\n' },
    { title: '最新的型号', body: '最新E63AMG亮相。\n' },
  ],
  bad: [
    { title: '小型汽车', body: '车牌号浙G12345。\n', finds: { flagged: '浙G12345', line: 13, column: 4 } },
    { title: '带间隔号', body: '车牌号浙G·A123B。\n', finds: { flagged: '浙G·A123B' } },
    { title: '新能源汽车', body: '车牌号浙GD12345。\n', finds: { flagged: '浙GD12345' } },
    { title: '大型新能源汽车', body: '车牌号浙G12345F。\n', finds: { flagged: '浙G12345F' } },
    { title: '教练车', body: '车牌号浙G1234学。\n', finds: { flagged: '浙G1234学' } },
    { title: '警车', body: '车牌号浙G·1234警。\n' },
    { title: '港澳入出境车', body: '车牌号粤Z1234港。\n' },
    { title: '武警', body: '车牌号WJ浙12345。\n' },
    { title: '电动自行车', body: '电动车金华086127停在盲道上。\n', finds: { flagged: '金华086127' } },
    { title: '带字母的电动车号牌', body: '电动车号牌为示例Z90316。\n', finds: { flagged: '示例Z90316' } },
    { title: '全角字符', body: '车牌号浙Ｇ１２３４５。\n' },
    { title: '小写字母', body: '车牌号浙g12345。\n' },
    { title: '加粗拆开', body: '车牌号**浙G**12345。\n' },
    { title: '图片说明里', body: '![浙G12345违停](street.jpg)\n' },
  ],
};
