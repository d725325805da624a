import { describe, expect, it } from 'vitest';
import { numeral } from '#pipeline/intake/word/numbering.ts';
import { markdownOf, par, readParts } from './word-file.ts';

const level = (at: number, format: string, text: string, more = ''): string =>
  `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/>${more}<w:lvlText w:val="${text}"/></w:lvl>`;
const kind = (id: number, ...levels: string[]): string => `<w:abstractNum w:abstractNumId="${id}">${levels.join('')}</w:abstractNum>`;
const list = (id: number, of: number, more = ''): string => `<w:num w:numId="${id}"><w:abstractNumId w:val="${of}"/>${more}</w:num>`;
const item = (text: string, at = 0, of = 1): string => par(text, `<w:numPr><w:ilvl w:val="${at}"/><w:numId w:val="${of}"/></w:numPr>`);

const CHINESE = kind(
  0,
  level(0, 'chineseCounting', '%1、'),
  level(1, 'chineseCounting', '（%2）'),
  level(2, 'decimal', '%3.', '<w:suff w:val="space"/>'),
  level(3, 'decimalEnclosedCircle', '%4'),
);
const BULLETS = kind(1, level(0, 'bullet', '●'), level(1, 'bullet', '○'));

const CASES: [what: string, numbering: string, body: string, lines: string[]][] = [
  [
    'the levels of an official document',
    CHINESE + list(1, 0),
    item('总体') + item('目标', 1) + item('当年', 2) + item('城区', 3) + item('乡镇', 3) + item('措施', 1) + item('保障') + item('人员', 1),
    ['一、总体', '（一）目标', '1\\. 当年', '① 城区', '② 乡镇', '（二）措施', '二、保障', '（一）人员'],
  ],
  [
    'other paragraphs between count as none',
    CHINESE + list(1, 0),
    item('总体') + par('说明') + item('保障'),
    ['一、总体', '说明', '二、保障'],
  ],
  [
    'a list that starts anew',
    kind(0, level(0, 'decimal', '%1.')) + list(1, 0) + list(2, 0, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'),
    item('甲') + item('乙') + item('丙', 0, 2) + item('丁', 0, 2),
    ['1\\. 甲', '2\\. 乙', '1\\. 丙', '2\\. 丁'],
  ],
  [
    'two lists of one kind count on',
    kind(0, level(0, 'decimal', '%1.')) + list(1, 0) + list(2, 0),
    item('甲') + item('乙', 0, 2),
    ['1\\. 甲', '2\\. 乙'],
  ],
  [
    'numbers of higher levels in digits',
    kind(0, level(0, 'chineseCounting', '第%1章'), level(1, 'decimal', '%1.%2', '<w:isLgl/>')) + list(1, 0),
    item('总则') + item('范围', 1),
    ['第一章 总则', '1.1 范围'],
  ],
  ['a list that a style names', CHINESE + list(1, 0), par('总体', '<w:pStyle w:val="h"/>'), ['一、总体']],
  [
    'a list taken off a style again',
    CHINESE + list(1, 0),
    par('总体', '<w:pStyle w:val="h"/><w:numPr><w:numId w:val="0"/></w:numPr>'),
    ['总体'],
  ],
  ['an empty paragraph counts, without a label', CHINESE + list(1, 0), item('总体') + item('') + item('保障'), ['一、总体', '三、保障']],
  [
    'bullets are lists, in lists',
    BULLETS + list(1, 1),
    item('甲') + item('内', 1) + item('乙') + par('后'),
    ['- 甲', '  - 内', '- 乙', '后'],
  ],
  ['bullets that begin deeper', BULLETS + list(1, 1), item('内', 1) + item('外'), ['- 内', '- 外']],
  ['a list nobody defined', '', item('甲'), ['甲']],
];

const STYLES =
  '<w:style w:type="paragraph" w:styleId="h"><w:name w:val="条"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>';

describe('numbering', () => {
  it.each(CASES)('%s', async (_, numbering, body, lines) => {
    const markdown = markdownOf(await readParts({ body, numbering, styles: STYLES }));
    expect(markdown.split(/\n+/)).toEqual(lines);
  });

  it.each([
    ['chineseCounting', 10, '十'],
    ['chineseCounting', 11, '十一'],
    ['chineseCountingThousand', 102, '一百零二'],
    ['chineseCountingThousand', 110, '一百一十'],
    ['japaneseCounting', 1000, '一千'],
    ['taiwaneseCountingThousand', 2005, '二千零五'],
    ['chineseLegalSimplified', 12, '壹拾贰'],
    ['ideographDigital', 2026, '二〇二六'],
    ['ideographTraditional', 3, '丙'],
    ['ideographTraditional', 11, '11'],
    ['ideographZodiac', 12, '亥'],
    ['decimalEnclosedCircleChinese', 20, '⑳'],
    ['decimalEnclosedCircle', 51, '51'],
    ['decimalEnclosedParen', 2, '⑵'],
    ['decimalFullWidth', 12, '１２'],
    ['decimalZero', 7, '07'],
    ['upperRoman', 1994, 'MCMXCIV'],
    ['lowerLetter', 28, 'bb'],
    ['none', 3, ''],
    ['none', 0, ''],
    ['chineseCounting', 0, '0'],
    ['chineseCounting', 10_000, '10000'],
    ['nobody knows', 5, '5'],
  ])('%s writes %d as %s', (format, value, written) => expect(numeral(value, format)).toBe(written));
});
