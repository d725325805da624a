import fc from 'fast-check';

const SENTENCES = [
  '11月23日，婺城分局开展冬季沿街店铺专项整治，出动执法队员36人次，检查店铺128家。',
  '对占道经营、乱堆乱放等行为当场劝导纠正，责令整改17处，依法不予处罚2起。',
  '依据浙综执发〔2026〕5号文件第3条第（二）项，罚款1,200.50元，同比下降-3.5%。',
  '“城管进社区”服务站本周接待群众52人次，办结事项49件，满意率98.6%！',
  '服务热线0579-82310000（工作日8:30—17:30），A区3#楼。',
  'Wi-Fi 6 设备升级后，系统响应时间 <1 秒，温度 > 5℃。',
  '请将材料寄至示例路1号；邮编321000。',
  '图 1 为整治前后对比。',
  '（一）加强巡查',
  '1*2=2，a_b_c，5^2。',
];
const sentence = fc.constantFrom(...SENTENCES);
const word = fc.constantFrom(
  '条例',
  '第九条',
  '示例公园',
  'app下载',
  '5号文件',
  '**加粗**',
  '*斜体*',
  '~~删去~~',
  '`码 a=1`',
  '注意\\*事项',
  '1\\. 一',
  'AT&amp;T',
  '&copy;示例',
  '&#65;区',
  '&lt;5',
  'A & B',
  'a\\_b',
);
const address = fc.constantFrom(
  'https://flk.npc.gov.cn/law?a=1&b=2',
  'https://www.gov.cn/zhengce/2026-11/23/content_5.htm',
  'http://mp.weixin.qq.com/s/abc_DEF-1',
  'https://例子.example/路径/一',
  'https://a.example/%E4%B8%AD%E6%96%87',
  '/wucheng/2026-11-01-old/',
  'mailto:a@example.cn',
  'tel:0579-82310000',
);
const title = fc.constantFrom('', '', ' "题目 1"', " '题'");
const link = fc.tuple(word, address, title).map(([words, to, named]) => `[${words}](${to}${named})`);
const bare = fc.constantFrom('<https://www.gov.cn/>', 'https://www.gov.cn/zhengce/ 。', '<a@example.cn>', 'www.gov.cn ');
const mark = fc.constantFrom('[^1]', '[^二]', '[^note]');
const run: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: sentence },
      word,
      link,
      bare,
      { weight: 1, arbitrary: mark },
      fc.constant('[旧文][ref]'),
      fc.constant('\n'),
      fc.constant('  \n'),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join('').trim() || '示例。');
const line = run.map((text) => text.replaceAll('\n', ''));
const picture = fc.constantFrom(
  '![街景](street.jpg)',
  '![街景整治](street.jpg "执法队员 3 人在现场")',
  '![](street.jpg)',
  '![地图](map.jpg)',
  '![远处 1](https://far.example/x.jpg)',
  '![效果图](made.jpg)',
);

const block = fc.oneof(
  { weight: 6, arbitrary: run },
  { weight: 2, arbitrary: fc.tuple(fc.integer({ min: 1, max: 5 }), line).map(([depth, text]) => `${'#'.repeat(depth)} ${text}`) },
  { weight: 2, arbitrary: fc.array(line, { minLength: 1, maxLength: 4 }).map((points) => points.map((text) => `- ${text}`).join('\n')) },
  {
    weight: 2,
    arbitrary: fc
      .array(line, { minLength: 1, maxLength: 4 })
      .map((points) => points.map((text, index) => `${index + 3}. ${text}`).join('\n')),
  },
  fc.tuple(line, line, line).map(([a, b, c]) => `- ${a}\n  1. ${b}\n  2. ${c}`),
  fc.tuple(line, line).map(([a, b]) => `- ${a}\n\n  ${b}`),
  fc.tuple(line, line).map(([a, b]) => `- [x] ${a}\n- [ ] ${b}`),
  fc.tuple(line, line).map(([a, b]) => `> ${a}\n>\n> ${b}`),
  fc
    .array(fc.tuple(line, line), { minLength: 1, maxLength: 4 })
    .map(
      (rows) => `| 序号 | 项目 |\n|:--|--:|\n${rows.map(([a, b]) => `| ${a.replaceAll('|', '')} | ${b.replaceAll('|', '')} |`).join('\n')}`,
    ),
  fc.constant('| 甲 | 乙 |\n|--|--|\n| 1 |\n| 1 | 2 | 3 |'),
  picture,
  fc.tuple(line, picture, line).map(([a, image, b]) => `${a}${image}${b}`),
  fc.tuple(line, picture).map(([a, image]) => `- ${a}${image}`),
  fc.constant('```js\nconst a = "<b>";\n  [x](y) &amp;\n```'),
  fc.constant('    缩进 的 码 [x](y)'),
  fc.constant('***'),
  fc.constantFrom('小标题\n---', '大标题\n==='),
  fc.constant('文<b>粗</b>体<!-- 注 -->。'),
  fc.constant('<div>\n不显示\n</div>'),
);
const NOTES = [
  '[^1]: 见[条例](https://flk.npc.gov.cn/)第九条，罚款200元。',
  '[^二]: <https://www.gov.cn/>',
  '[^note]: 第一段。\n\n    第二段 2 处[^1]。\n\n    - 点',
  '[ref]: https://flk.npc.gov.cn/ref "题"',
];
const notes = fc.subarray(NOTES);

/** Markdown as bureaus write it, and somewhat beyond: all that our texts may hold, with notes at the end or in the middle. */
export const bureauMarkdown = fc
  .tuple(fc.array(block, { minLength: 1, maxLength: 8 }), notes, fc.boolean())
  .map(([blocks, defined, early]) => {
    const all = early ? [blocks[0] as string, ...defined, ...blocks.slice(1)] : [...blocks, ...defined];
    return `示例开头。\n\n${all.join('\n\n')}\n`.replace(/^\s*---/gm, ' ***');
  });

/** Plain paragraphs: every character of them is seen by readers. */
export const plainMarkdown = fc
  .array(fc.constantFrom(...SENTENCES.slice(0, 3)), { minLength: 1, maxLength: 4 })
  .map((parts) => `${parts.join('\n\n')}\n`);
