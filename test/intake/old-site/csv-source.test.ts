import { describe, expect, it } from 'vitest';
import { csvRecords, itemsOfCsv } from '#pipeline/intake/old-site/csv-source.ts';
import { kindOf, textOf } from '#pipeline/intake/old-site/old-item.ts';
import { GBK } from './gb18030.ts';

const TABLES: [title: string, text: string, records: string[][]][] = [
  [
    'quotes inside a cell that has none around it',
    'a,b\n<p x="y">,2',
    [
      ['a', 'b'],
      ['<p x="y">', '2'],
    ],
  ],
  [
    'plain cells',
    'a,b\r\n1,2\r\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  ['commas and doubled quotes in quotes', 'a\n"x, ""y"""\n', [['a'], ['x, "y"']]],
  [
    'line ends in quotes',
    'a,b\n"1\r\n2",3\n',
    [
      ['a', 'b'],
      ['1\n2', '3'],
    ],
  ],
  [
    'no line end at the end',
    'a,b\n1,2',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'lines of nothing',
    'a,b\n\n,\n1,2',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'tabs, as Excel’s Unicode text has them',
    'a\tb\n1,5\t2\n',
    [
      ['a', 'b'],
      ['1,5', '2'],
    ],
  ],
  [
    'semicolons, as Excel has them in other countries',
    'a;b\n1,5;"2;3"\n',
    [
      ['a', 'b'],
      ['1,5', '2;3'],
    ],
  ],
  ['nothing', '', []],
];

describe('a CSV', () => {
  it.each(TABLES)('with %s', (_, text, records) => expect(csvRecords(text).map(({ cells }) => cells)).toEqual(records));

  it('says on which line a record begins, whatever lines its cells hold', () =>
    expect(csvRecords('a\n"1\n2\n3"\nb\n').map(({ line }) => line)).toEqual([1, 2, 5]));

  it('with a quote that nothing closes is refused as a whole', () =>
    expect(() => csvRecords('a,b\n1,"2\n')).toThrow(/第 2 行的引号没有成对；应为成对的英文双引号；/));

  it('needs its four columns, by Chinese or English names', () => {
    expect(() => itemsOfCsv('标题,日期\n')).toThrow('表格第一行缺少 正文、原地址；应为列名');
    expect(itemsOfCsv('URL,Text,Date,Title,图片\n/a,正文,2020/1/5,标题,a.jpg；b.jpg')).toEqual([
      expect.objectContaining({
        title: '标题',
        date: '2020/1/5',
        oldUrl: '/a',
        text: '正文',
        pictures: ['a.jpg', 'b.jpg'],
        place: '第 2 行',
      }),
    ]);
  });

  it('refuses a row with more cells than columns, and no other', () => {
    const [bad, good] = itemsOfCsv('标题,日期,正文,原地址\na,2020/1/5,一,二,/a\nb,2020/1/5,正文,/b');
    expect(bad).toMatchObject({ code: 'import/csv', place: '第 2 行', message: expect.stringContaining('这一行有 5 列，表头只有 4 列') });
    expect(good).toMatchObject({ title: 'b' });
  });

  it.each([
    ['UTF-8', Buffer.from('标题')],
    ['UTF-8 with its mark', Buffer.from('\uFEFF标题')],
    ['GB18030', GBK],
  ])('is read in %s', (_, bytes) => expect(textOf(bytes, 'a.csv')).toBe('标题'));

  it('that is neither is refused', () => expect(() => textOf(Buffer.from([0xff, 0xff, 0x41]), 'a.csv')).toThrow(/文字读不出来/));

  it.each([
    ['<p>一</p>', 'html'],
    ['一 < 二', 'text'],
    ['## 一\n\n二', 'markdown'],
    ['[一](https://a.example)', 'markdown'],
    ['#1 号', 'text'],
  ])('takes %s for %s', (text, kind) => expect(kindOf(text)).toBe(kind));
});
