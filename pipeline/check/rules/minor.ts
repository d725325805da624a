import { findIn } from '../find.ts';
import { isCase, NAME } from '../lexicon/person-names.ts';
import type { Rule } from '../rule.ts';

const PUPIL = '(?:学生|男童|女童|男孩|女孩|少年|少女|未成年人|初中生|高中生|小学生|中学生)';
/** 学生王小明，… ; 王小明（男，16岁）; 16岁的王小明. */
const MINOR = new RegExp(
  [
    `(?<=${PUPIL}[:(]?)${NAME}(?=[(),。;、:\\s]|因|在|被|骑|驾|的(?:父|母|家))`,
    `${NAME}(?=[(,]\\s?(?:[男女][,、]?\\s?)?(?:现年|年仅|时年|今年)?(?:\\d|1[0-7]|十[一二三四五六七]?|[三四五六七八九])周?岁)`,
    `(?<=(?<!\\d)(?:\\d|1[0-7])周?岁的?(?:${PUPIL})?)${NAME}(?=[(),。;、:\\s]|因|在|被|骑|驾|的(?:父|母|家))`,
  ].join('|'),
  'g',
);

/** No names of minors in cases (未成年人保护法 Art. 103): neither theirs nor what else tells who they are. */
export const minor: Rule = {
  id: 'pii/minor',
  asks: '案件类信息不公开未成年人的姓名、学校等。',
  severity: 'warning',
  article: '第五条',
  group: '个人信息',
  waivable: true,
  check: ({ blocks }) => {
    if (!isCase(blocks)) return [];
    return findIn(blocks, MINOR).map(({ flagged, span, where }) => ({
      flagged,
      span,
      where,
      words: {
        problem: `案件类信息里可能有未成年人的姓名（${flagged.slice(0, 1)}姓，${flagged.length} 个字）。`,
        expected: '不公开未成年人的姓名、影像、住所、就读学校和其他能识别身份的信息。',
        fix: '改为“某未成年人”等说法，学校和住址一并删去。不是未成年人姓名的，写豁免并说明理由（8 字以上）。',
      },
    }));
  },
  good: [
    { title: '不是案件', body: '学生王小明，在志愿服务活动中获奖。\n' },
    { title: '已经隐去姓名', body: '违法当事人王某（男，16岁）由监护人领回，学生张某某，未受伤。\n' },
    { title: '成年人', body: '违法当事人王小明（男，36岁）已接受处罚。\n' },
    { title: '说到学生', body: '该案件涉及学生安全，学校周边、学生家长反映强烈。\n' },
  ],
  bad: [
    { title: '学生的姓名', body: '该案件中，学生王小明，在人行道上被撞。\n', finds: { flagged: '王小明', line: 13, column: 8, count: 1 } },
    { title: '姓名和年龄', body: '违法当事人王小明（男，16岁）驾驶电动自行车。\n', finds: { flagged: '王小明' } },
    { title: '年龄在前', body: '案件当事人是15岁的李晓，已由监护人领回。\n', finds: { flagged: '李晓' } },
  ],
};
