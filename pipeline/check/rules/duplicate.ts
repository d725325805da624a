import { gramsOf } from '../likeness.ts';
import { isOfLately, mostAlike } from '../others.ts';
import type { OtherItem, Rule } from '../rule.ts';

/** From here on two texts tell the same: copies with a few changed words are above, two notices of a series mostly below. */
const ALIKE = 0.6;

const TEXT =
  '11月20日，金东分局联合街道对二环东路夜市摊点开展集中整治，劝导流动摊贩二十三户，清理占道桌椅四十套，并逐户告知经营时间和卫生要求。';
const OTHER: OtherItem = {
  id: 'jindong/2026-11-20-yeshi',
  title: '金东分局整治二环东路夜市',
  date: '2026-11-20',
  grams: gramsOf(`金东分局整治二环东路夜市\n${TEXT}`),
  pictures: [],
  open: false,
};

/** The same isn't published twice; joint work is one item of one unit (相同内容不得重复报送，合办由牵头单位报送). */
export const duplicate: Rule = {
  id: 'text/duplicate',
  asks: '同一件事不重复报送。',
  severity: 'info',
  article: '第八条',
  waivable: false,
  check: ({ frontMatter, place, lines, bodyLine, locate }, { others = [], now }) => {
    if (!frontMatter || frontMatter.withdraw || others.length === 0 || !isOfLately(frontMatter.event_date, now)) return [];
    const grams = gramsOf(`${frontMatter.title}\n${lines.slice(bodyLine - 1).join('\n')}`);
    const found = mostAlike(grams, place?.id, others, ALIKE);
    if (!found) return [];
    const { other, value } = found;
    const problem = `与${other.open ? '待审的' : '近期的'}《${other.title}》（${other.id}）有 ${Math.floor(value * 100)}% 相同。`;
    const words = {
      problem,
      expected: '同一件事只报一次，合办的由牵头单位报送。',
      fix: '核对是不是重复报送；是的撤回一条，合办的在 joint_units 写明单位。',
    };
    return [{ span: locate(['title']), where: '标题', words }];
  },
  good: [
    { title: '不知道别的信息', body: `${TEXT}\n` },
    { title: '说的是另一件事', others: [OTHER] },
    {
      title: '同一条信息的旧版本',
      body: `${TEXT}\n`,
      frontMatter: { title: OTHER.title },
      others: [{ ...OTHER, id: 'wucheng/2026-11-23-dianpu' }],
    },
    {
      title: '同一系列，时间、地点和数字都不同',
      frontMatter: { title: '金东分局检查多湖街道餐饮油烟' },
      body: '11月23日，金东分局联合街道对多湖中央商务区餐饮店油烟排放开展检查，走访商户十七家，责令限期清洗净化设备六台，并逐户告知经营时间和卫生要求。\n',
      others: [OTHER],
    },
    { title: '撤稿', body: `${TEXT}\n`, frontMatter: { title: OTHER.title, withdraw: { kind: 'other', reason: '重复' } }, others: [OTHER] },
  ],
  bad: [
    { title: '一字不改', body: `${TEXT}\n`, frontMatter: { title: OTHER.title }, others: [OTHER], finds: { line: 2, column: 8, count: 1 } },
    {
      title: '换了标题和几个字',
      body: `${TEXT.replace('二十三户', '二十四户')}\n`,
      frontMatter: { title: '二环东路夜市整治' },
      others: [OTHER],
    },
    {
      title: '加了格式和链接',
      body: `${TEXT.replace('金东分局', '**金东分局**').replace('夜市', '[夜市](https://www.gov.cn/a)')}\n`,
      others: [OTHER],
    },
    { title: '还在审核的另一条', body: `${TEXT}\n`, others: [{ ...OTHER, open: true }] },
  ],
};
