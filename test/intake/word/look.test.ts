import type { Paragraph } from 'mdast';
import { describe, expect, it } from 'vitest';
import type { Look } from '#pipeline/intake/received.ts';
import { par, readParts, run } from './word-file.ts';

const style = (id: string, name: string, inside: string, base = ''): string =>
  `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/>${base && `<w:basedOn w:val="${base}"/>`}${inside}</w:style>`;
const STYLES = [
  '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>',
  '<w:style w:type="paragraph" w:default="1" w:styleId="n"><w:name w:val="Normal"/></w:style>',
  style('t', 'Title', '<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:sz w:val="44"/></w:rPr>', 'n'),
  style('s', '我的标题', '', 't'),
  style('h', 'heading 2', '', 'n'),
  style('o', '条', '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>', 'n'),
  style('x', '甲', '', 'y'),
  style('y', '乙', '<w:rPr><w:i/></w:rPr>', 'x'),
  '<w:style><w:name w:val="没有代号"/><w:rPr><w:sz w:val="2"/></w:rPr></w:style>',
].join('');
const named = (id: string): string => `<w:pStyle w:val="${id}"/>`;

const ordinary: Look = { style: null, outline: null, align: 'left', size: 21 };

const CASES: [what: string, paragraph: string, look: Partial<Look>][] = [
  ['ordinary text has the size of the file’s beginning', par('正文'), {}],
  ['a title by its style', par('标题', named('t')), { style: 'Title', align: 'center', size: 44 }],
  ['a style based on the title', par('标题', named('s')), { style: '我的标题', align: 'center', size: 44 }],
  [
    'what the paragraph says itself goes first',
    par(run('标题', '<w:sz w:val="32"/><w:b w:val="0"/>'), `${named('t')}<w:jc w:val="right"/>`),
    { style: 'Title', align: 'right', size: 32 },
  ],
  ['a heading by the name of its style', par('小标题', named('h')), { style: 'heading 2', outline: 2 }],
  ['a heading by its level', par('小标题', named('o')), { style: '条', outline: 1 }],
  ['a style that the file lacks', par('小标题', named('Heading1')), { style: 'Heading1', outline: 1 }],
  ['styles that are based on each other', par('正文', named('x')), { style: '甲' }],
  ['the look of most words', par(run('示例') + run('关于示例的通知', '<w:b/><w:sz w:val="36"/>')), { size: 36 }],
  ['the end, as strict files say it', par('金东分局', '<w:jc w:val="end"/>'), { align: 'right' }],
  ['a first line’s indent is nothing', par('　　近日，金东分局开展巡查。'), {}],
];

describe('the look of a paragraph', () => {
  it.each(CASES)('%s', async (_, body, look) => {
    const { text } = await readParts({ body, styles: STYLES });
    const [paragraph] = text.children as Paragraph[];
    expect(paragraph?.data?.look).toEqual({ ...ordinary, ...look });
  });

  it('doesn’t stress what a whole style makes bold', async () => {
    const { text } = await readParts({ body: par('标题', named('t')), styles: STYLES });
    expect((text.children[0] as Paragraph).children).toEqual([{ type: 'text', value: '标题' }]);
  });
});
