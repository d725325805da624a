import fc from 'fast-check';
import { remark } from 'remark';
import remarkCjkFriendly from 'remark-cjk-friendly/parseOnly';
import remarkGfm from 'remark-gfm';
import { describe, expect, it } from 'vitest';
import { parsePlainMarkdown } from '#pipeline/item/plain-markdown.ts';

const parser = remark().use(remarkGfm).use(remarkCjkFriendly).freeze();
const byRemark = (source: string) => JSON.parse(JSON.stringify(parser.runSync(parser.parse(source))));

const PLAIN: Record<string, string> = {
  'one paragraph': '\n\n\n2026年11月23日，示例局在示例街开展集中整治。\n',
  'paragraphs of several lines': '第一行\n第二行\n\n\n第三行，100%！\n',
  'ideographic spaces before paragraphs': '\u3000\u3000第一段。\n\n\u3000\u3000第二段。\n',
  'headings of every depth, with and without an empty line': '# 一\n## 二\n\n###### 六 六\n正文\n',
  'a picture of its own and one among words': '![街面](street.jpg)\n\n见图![](a-1.jpg)。\n',
  links: '详见[公告](https://example.gov.cn/a/b.html?id=1)和[上一条](../2026-11-20-road/index.md)。\n',
  'bold words next to Han characters, letters and marks of punctuation':
    '**注意**：**“城管”**提醒，请**照办。**谢谢**A1** b **完**\n**二**\n',
  'lists of points and of numbers': '# 事项\n- 一\n- **二**三\n\n正文\n\n3. 三\n4. 四[五](a)\n\n正文\n',
  'a table behind a heading, its columns aligned':
    '# 表\n| 路段 | 劝导（起） |乙|\n| --- | ---: |:-:|\n| 人民东路 | 41 |  x|\n|\u3000甲|“乙”  |:-|\n\n正文\n',
  'a table of a head alone': '|甲|乙|\n|-|:--|\n',
  'nothing at all': '\n\n',
};

const OTHER: Record<string, string> = {
  'a table whose rows differ in length': '|甲|乙|\n|-|-|\n|1|\n',
  'a table without a bar at its lines’ ends': '甲|乙\n-|-\n1|2\n',
  'a table with bold words': '|甲|乙|\n|-|-|\n|**1**|2|\n',
  'a table with an empty cell': '|甲|乙|\n|-|-|\n| |2|\n',
  'a table behind a line': '正文\n|甲|乙|\n|-|-|\n',
  'a table that goes on in a line': '|甲|乙|\n|-|-|\n正文\n',
  'a bar': '甲|乙\n',
  code: '`甲`\n',
  HTML: '<b>甲</b>\n',
  'a bare address': '见 https://example.gov.cn/ 。\n',
  'an address without a scheme': '见 WWW.example.gov.cn 。\n',
  'a mail address': '来信 a@example.gov.cn\n',
  'a quotation': '> 甲\n',
  'a nested list': '- 甲\n  - 乙\n',
  'a list with room': '- 甲\n\n- 乙\n',
  'a list whose item goes on': '- 甲\n乙\n',
  'an underlined heading': '甲\n---\n',
  'a note': '甲[^1]\n\n[^1]: 乙\n',
  'a link by name': '[甲]\n\n[甲]: /url\n',
  'emphasis of one star': '*甲*乙\n',
  'bold that opens behind a letter before a mark': 'a**“甲”**乙\n',
  'a hard break': '甲  \n乙\n',
  'an entity': '甲&amp;乙\n',
};

describe('the parser for plain Markdown', () => {
  it.each(Object.entries(PLAIN))('reads %s just as remark does', (_, source) => {
    expect(parsePlainMarkdown(source)).toEqual(byRemark(source));
  });

  it.each(Object.entries(OTHER))('leaves %s to remark', (_, source) => {
    expect(parsePlainMarkdown(source)).toBeNull();
  });

  const piece = fc.constantFrom(
    ...[
      '甲',
      '乙丙',
      '，',
      '。',
      '“',
      '”',
      '（',
      '）',
      ' ',
      '\n',
      '\n\n',
      '\u3000',
      'a',
      'B1',
      '12',
      '1. ',
      '2) ',
      '3.',
      '- ',
      '+ ',
      '-',
      '+',
    ],
    ...[
      '*',
      '**',
      '***',
      '**甲**',
      '**“甲”**',
      '**甲。**',
      '** ',
      '[',
      ']',
      '(',
      ')',
      '[甲](a.md)',
      '[](a)',
      '![乙](b.jpg)',
      '![](c.jpg)',
      '!',
    ],
    ...[
      '# ',
      '## ',
      '#',
      '####### ',
      '>',
      '=',
      '---',
      '===',
      ':',
      ':-',
      '/',
      '://',
      'http://a.cn',
      'www.',
      '@',
      'a@b.cn',
      '&',
      '&amp;',
      '&#',
    ],
    ...['_', '~', '`', '<', '\\', '|', '\t', '\uFEFF', '\u200B', '\u00A0', '😀', '\uFE0F', '々', 'ー', '한', '?', '.', ',', '%', '"', "'"],
    ...['[^1]', '[^1](a)', '[x] ', '[ ] ', ': ', '[甲]: b', '－', '—', '·', '\u2028', '\f', '1.甲', '0. '],
  );
  const plainPiece = fc.constantFrom(
    ...[
      '甲',
      '乙丙',
      '，',
      '。',
      '“',
      '”',
      ' ',
      '\n',
      '\n\n',
      '\n\n',
      'a',
      '12',
      '\n1. ',
      '\n- ',
      '\n* ',
      '\n\n3) ',
      '\n\n| 甲 |乙|\n|-|:-:|\n',
      '|甲| 12 |\n',
      '|',
      '**甲**',
      '**“甲”**',
      '**甲。**',
    ],
    ...[
      '[甲](a.md)',
      '![乙](b.jpg)',
      '\n# ',
      '\n\n## ',
      '**',
      '！',
      '!',
      '(',
      ')',
      '&',
      '#',
      '-',
      '.',
      '—',
      '😀',
      '\u3000',
      '》',
      '《',
      '：',
      '、',
      '（',
      '）',
    ],
  );

  it.each([
    ['of any pieces', piece],
    ['of the pieces that it reads', plainPiece],
  ])('gives the tree of remark or none, for texts %s', (_, of) => {
    let read = 0;
    fc.assert(
      fc.property(fc.array(of, { maxLength: 14 }), fc.nat(3), (pieces, padding) => {
        const source = '\n'.repeat(padding) + pieces.join('');
        const tree = parsePlainMarkdown(source);
        if (tree === null) return;
        read += 1;
        expect(tree).toEqual(byRemark(source));
      }),
      { numRuns: 1500 },
    );
    expect(read).toBeGreaterThan(50);
  });
});
