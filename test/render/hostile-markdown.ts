import fc from 'fast-check';

/** Pieces that people write, and pieces that attackers write. */
const PIECES = [
  '婺城分局开展**专项整治**。',
  '**“城管”**提醒',
  '\n\n',
  '\n',
  '# 标题\n\n',
  '#### 深处\n\n',
  '- 甲\n  - 乙\n    1. 丙\n',
  '1. 一\n2. 二\n',
  '- [x] 办结\n',
  '> 引用\n> > 再引用\n\n',
  '| 甲 | 乙 |\n|:-:|--|\n| [条例](https://flk.npc.gov.cn/) | `码` |\n\n',
  '```js\nconst a = "<b>";\n  x\n```\n\n',
  '---\n\n',
  '![街景](street.jpg)',
  '![街景](street.jpg "执法队员在现场")\n\n',
  '![远处](https://evil.example/x.jpg)',
  '![审核单](scan.jpg)',
  '![图" onerror="alert(1)](street.jpg "题\' onload=\'x")',
  '[文](https://mp.weixin.qq.com/s/"onclick="x)',
  '[条例](https://flk.npc.gov.cn/law?a=1&b=<2>)',
  '[旧文](http://mp.weixin.qq.com/s/abc "题")',
  '[假的](https://mp.weixin.qq.com.evil.example/s)',
  '[账号](https://mp.weixin.qq.com@evil.example/)',
  '[坏](javascript:alert(1))',
  '[坏](JaVaScRiPt:alert(1))',
  '[坏](data:text/html,x)',
  '[斜](//evil.example/x)',
  '[斜](/\\evil.example)',
  '[页内](#top)',
  '[信](mailto:a@example.cn)',
  '[![图](street.jpg)](https://a.example/)',
  'https://www.gov.cn/zhengce/',
  '注一[^1]注二[^二][^1]',
  '\n\n[^1]: 见[条例](https://flk.npc.gov.cn/)第九条。\n\n[^二]: <https://www.gov.cn/>\n\n',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<a href="https://evil.example" onclick="x()" style="position:fixed">点我</a>',
  '<!-- 注释 -->',
  '<style>*{}</style>',
  '{{ item.constructor }}',
  '\x24{process.env}',
  '<%= secret %>',
  '{% include "x" %}',
  '&lt;b&gt; &amp; &quot; " \' < >',
  'src="sanshen-image:street.jpg"',
  '" onload="x',
  '\\<b\\>',
];

/** Markdown made of such pieces in any order, with any text between them. */
export const hostileMarkdown = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...PIECES) },
      { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
    ),
    {
      maxLength: 24,
    },
  )
  .map((pieces) =>
    // A text without a body is refused before it is rendered.
    `示例\n\n${pieces.join('')}`
      // What front matter refuses to read (a second block, control characters) never gets as far as rendering.
      .replace(/[\p{Cc}\p{Cs}]/gu, (found) => (found === '\n' ? '\n' : ''))
      .replace(/^\s*---/gm, ' ***'),
  );
