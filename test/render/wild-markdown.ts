import fc from 'fast-check';

/** Pieces smaller than people write: what they make together, no one has thought of. */
const PIECES = [
  ...['甲', '乙。', '“', '”', '，', 'a', 'B ', 'ﾊ', 'é', '😀', '\u{20000}', '"', "'", '<', '>', '&', '%', '\\', '|', '`', '~'],
  ...['\n', '\n\n', '  ', '    ', '\t', '  \n', '\\\n', '&#10;', '&#13;', '&nbsp;', '&amp;'],
  ...['- ', '* ', '1. ', '3) ', '> ', '# ', '### ', '###### ', '- [x] ', '- [ ] ', '- [x]\n', '***\n', '===\n', '```\n'],
  ...['**', '*', '~~', '[', ']', '](', '](https://a.example/)', '![a\nb](street.jpg)', '![](street.jpg)', '![汉](far.png)'],
  ...['[x]: https://b.example/p "题"\n\n', '[x]', '[x][]', '[甲][X]', '![图][x]', '[p]: street.jpg "题"\n\n', '![图][p]'],
  ...['[^1]', '[^A]', '[^a]', '[^二]', '\n\n[^1]: 注', '\n\n[^a]: 注[^1]再[^a]\n\n    第二段\n\n    - 点\n', '\n\n[^二]: > 引\n'],
  ...['<b>', '</b>', '<!-- x -->', '<https://www.gov.cn/%E4%B8%AD>', 'https://www.gov.cn/中文?a=%zz', 'www.gov.cn'],
  ...['| a | b |\n|:-|-:|\n| 1 |\n| 1 | 2 | 3 |\n', '| a |\n|--|\n', '[![图](street.jpg)](https://a.example/)'],
  ...['[链](/a b)', '[链](<a b%2>)', '[链](../x/?q=中&y#z)', '[](https://c.example/)', '[链](#user-content-fn-1 "t")', '[t](tel:110)'],
  ...['[w](http://mp.weixin.qq.com:80/s)', '[w](https://MP.weixin.qq.com/s?a=1&b=2)', '[r](javascript:x)', 'SANSHEN-IMAGE:a.jpg'],
];

/** Markdown in which anything may stand beside and inside anything. */
export const wildMarkdown = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 40 })
  // A second block of front matter is refused before it gets as far as rendering.
  .map((pieces) => `示例\n\n${pieces.join('')}`.replace(/^\s*---/gm, ' ***'));
