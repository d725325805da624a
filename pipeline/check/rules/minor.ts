import { peopleIn } from '../personal/person-roles.ts';
import type { Rule } from '../rule.ts';
import { inTextAndNames } from '../sightings.ts';

/** No names of minors, be it in a case or in distress (未成年人保护法 Art. 103; 个人信息保护法 Art. 28): neither theirs nor what else tells who they are. */
export const minor: Rule = {
  id: 'pii/minor',
  asks: '涉案、患病、受助的未成年人不写姓名、学校等。',
  severity: 'warning',
  article: '第五条',
  group: '个人信息',
  waivable: true,
  check: (subject) =>
    inTextAndNames(subject, (blocks) => peopleIn(blocks).filter(({ of }) => of === '未成年人')).map((match) => ({
      ...match,
      words: {
        problem: /[班级]$/.test(match.flagged)
          ? '可能写出了未成年人的学校和班级。'
          : `可能有未成年人的姓名（${match.flagged.slice(0, 1)}姓，${[...match.flagged].length} 个字）。`,
        expected: '不公开未成年人的姓名、影像、住所、就读学校和其他能识别身份的信息。',
        fix: '改为“某未成年人”等说法，学校和住址一并删去。监护人同意公开的表彰等，或不是未成年人姓名的，写豁免并说明理由（8 字以上）。',
      },
    })),
  good: [
    { title: '获奖的学生', body: '学生王小明，在志愿服务活动中获奖。\n' },
    { title: '已经隐去姓名', body: '违法当事人王某（男，16岁）由监护人领回，学生张某某，未受伤；走访留守儿童小明、李同学。\n' },
    {
      title: '成年人',
      body: '示例街道的王小明（男，36岁）参加活动。1958年9月发现油田，当年冬天，16岁的李建国来到那里，改革开放初期，少年王建军四处闯荡，长篇小说《少年方志敏》出版。\n',
    },
    {
      title: '说到学生',
      body: '该案件涉及学生安全，学校周边、学生家长反映强烈，儿童文学讲座和少年宫活动照常，儿童康复中心开放，切实保障学生安全和身心健康，助力儿童幸福成长，少年儿童 祝全国小朋友节日快乐，受助的8.5万名幼儿园中班以上学生参加筛查。\n',
    },
    {
      title: '写明理由的豁免',
      body: '受助学生王小明领取奖状。\n',
      frontMatter: { waivers: [{ rule: 'pii/minor', match: '王小明', reason: '表彰名单，监护人书面同意公开' }] },
    },
  ],
  bad: [
    { title: '学生的姓名', body: '该案件中，学生王小明，在人行道上被撞。\n', finds: { flagged: '王小明', line: 13, column: 8, count: 1 } },
    { title: '姓名和年龄', body: '王小明（男，16岁）驾驶电动自行车。\n', finds: { flagged: '王小明' } },
    { title: '年龄在前', body: '走失的是15岁的李晓，已由监护人领回。\n', finds: { flagged: '李晓' } },
    { title: '留守儿童的姓名', body: '慰问留守儿童李小红和张强，送去书包。\n', finds: { count: 2 } },
    { title: '患病的学生', body: '学生王小明因患白血病休学。\n', finds: { flagged: '王小明', count: 1 } },
    { title: '学校和班级', body: '走失女孩在示例小学二年级（4）班读书。\n', finds: { flagged: '示例小学二年级（4）班', count: 1 } },
    { title: '图片的文件名', files: { '留守儿童李小红.jpg': 'jpeg' }, finds: { count: 1 } },
  ],
};
