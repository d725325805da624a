import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { findIn, type Match } from '../find.ts';
import { ADDRESS_HINT, ADDRESSES } from '../personal/addresses.ts';
import { masked } from '../personal/personal-data.ts';
import type { Rule } from '../rule.ts';

/** An address is told once, at its longest. */
function homesIn(blocks: readonly TextBlock[]): Match[] {
  const found = ADDRESSES.flatMap(({ pattern, isHome }) =>
    findIn(blocks, pattern, ({ input, index }) => isHome(input, index), ADDRESS_HINT),
  );
  const holds = ({ span: a }: Match, { span: b }: Match) => a.line === b.line && a.column <= b.column && a.endColumn >= b.endColumn;
  return found.filter((one, index) => !found.some((other, at) => at !== index && holds(other, one) && (at < index || !holds(one, other))));
}

/** No homes (浙江省行政处罚结果信息网上公开暂行办法 Art. 7). */
export const address: Rule = {
  id: 'pii/address',
  asks: '不公开家庭住址。',
  severity: 'warning',
  article: '第五条',
  group: '个人信息',
  waivable: true,
  check: ({ blocks }) =>
    homesIn(blocks).map((match) => ({
      ...match,
      words: {
        problem: `出现具体到门户的住址或进门的办法 ${masked(match.flagged)}。`,
        expected: '不公开家庭住址。',
        fix: '只写到道路、小区或村。是办公地点、营业场所的，写豁免并说明理由（8 字以上）。',
      },
    })),
  good: [
    { title: '只写到门牌', body: '位于人民东路128号的店铺占道经营。\n' },
    { title: '办公地点', body: '办公地址：人民东路128号2幢301室。\n' },
    { title: '办公楼和服务点', body: '地址：宾虹西路666号市民中心2号楼301室；服务点设在示例小区3幢102室。\n' },
    { title: '公司的住所', body: '示例有限公司，住所：示例路2819号1幢109室，法定代表人王某。\n' },
    { title: '窗口', body: '请到政务服务中心（双龙南街801号3幢201室）领取。\n' },
    { title: '办公室和钥匙', body: '投诉请到302室办理，队员把钥匙放在门卫室。\n' },
    { title: '楼幢和单元', body: '某小区3幢2单元外墙渗水，5号楼加装电梯。\n' },
    {
      title: '住房和住宅',
      body: '国家住建部标准179-12-2012，住建局3幢501，住宅小区3号楼501户改造，集中居住区共12栋1203户，家住示例小区的3位老人。\n',
    },
    { title: '路上的单位和大院', body: '示例公司住所地：示例路6号。他家住在示例路15号大院。\n' },
    { title: '没有说到某一个人', body: '感染者31：现住示例乡示例村344号。示例培训中心（住所：示例路58号示例商城303室）申请注销。\n' },
    { title: '道路和门牌很多', body: '检查人民东路1号至86号、解放西路3号等42家。\n' },
  ],
  bad: [
    { title: '路、号、幢、室', body: '当事人住人民东路128号2幢301室。\n', finds: { flagged: '路128号2幢301室', line: 13, column: 8 } },
    { title: '住在名叫中心的楼里', body: '当事人现住宾虹西路666号示例中心2号楼301室。\n', finds: { count: 1 } },
    { title: '公司员工的家', body: '示例公司员工张某，住址：示例花园3幢2单元501室。\n', finds: { count: 1 } },
    { title: '小区、幢、单元、室', body: '家住示例小区3幢2单元501室。\n', finds: { flagged: '3幢2单元501室' } },
    { title: '弄、号、室', body: '住示例路100弄5号301室。\n', finds: { count: 1 } },
    { title: '邻居的房间', body: '报警人是对门1203室的卓阿姨。\n', finds: { flagged: '1203室', count: 1 } },
    { title: '举报人住的楼', body: '举报人章女士（住幸福里5幢）。\n', finds: { count: 1 } },
    { title: '钥匙', body: '独居的俞奶奶家住示例巷，钥匙放在花盆下。\n', finds: { flagged: '钥匙放在花盆下', count: 1 } },
    { title: '寄件地址和隔壁', body: '寄件地址为示例街23号院东屋，投诉人住隔壁204，5幢604严某。\n', finds: { count: 3 } },
    { title: '没有写“室”', body: '张某现住示例小区6幢1203。\n', finds: { flagged: '6幢1203', count: 1 } },
    { title: '用短横', body: '家庭地址：示例花园6-2-301。\n', finds: { flagged: '6-2-301', count: 1 } },
    { title: '号楼和单元，送到家中', body: '送到示例苑12号楼1单元302，弄里17号201室的老人家中。\n', finds: { count: 2 } },
    { title: '路上的门牌', body: '当事人叶某，住示例后街15号，独居。\n', finds: { flagged: '街15号', count: 1 } },
    { title: '村里的门牌', body: '户籍地：示例镇示例村3组12号。\n', finds: { count: 1 } },
    { title: '全角数字', body: '住人民东路１２８号２幢３０１室。\n' },
    {
      title: '表格里',
      body: '| 姓名 | 住址 |\n| --- | --- |\n| 示例 | 人民东路128号示例花园2幢1单元301室 |\n',
      finds: { line: 15, count: 1 },
    },
  ],
};
