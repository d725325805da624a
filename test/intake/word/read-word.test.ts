import { describe, expect, it } from 'vitest';
import { cell, field, markdownOf, par, picture, readParts, row, run, table, textBox, toldOf, type WordParts } from './word-file.ts';

const JPEG = Buffer.from('ffd8ffe0', 'hex');
const JPEG_PART: Pick<WordParts, 'files' | 'relations'> = {
  files: { 'word/media/image1.jpeg': JPEG },
  relations: { rId5: ['image', 'media/image1.jpeg'] },
};
const del = (text: string): string => `<w:del w:id="2" w:author="示例"><w:r><w:delText>${text}</w:delText></w:r></w:del>`;

const CASES: Record<string, [what: string, parts: WordParts, markdown: string, told: string[]][]> = {
  'words and their look': [
    ['runs are one paragraph', { body: par(run('金东') + run('分局')) }, '金东分局', []],
    ['a stressed word', { body: par(run('共') + run('三', '<w:b/>') + run('处')) }, '共**三**处', []],
    ['blanks stay outside a stress', { body: par(run('共 ') + run(' 三 ', '<w:b/>') + run('处')) }, '共  **三** 处', []],
    [
      'a stress that goes through two runs',
      { body: par(run('共') + run('三', '<w:b/>') + run('十', '<w:b w:val="1"/>') + run('处', '<w:b w:val="0"/>')) },
      '共**三十**处',
      [],
    ],
    ['empty paragraphs go', { body: par('一') + par('') + par('　　') + par('二') }, '一\n\n二', []],
    ['a line end in a paragraph', { body: par(`${run('一')}<w:r><w:br/></w:r>${run('二')}`) }, '一\\\n二', []],
    ['a page’s end isn’t one', { body: par(`${run('一')}<w:r><w:br w:type="page"/></w:r>`) }, '一', []],
    ['squares and cubes', { body: par(run('30m') + run('2', '<w:vertAlign w:val="superscript"/>')) }, '30m²', []],
    [
      'raised words that no sign stands for',
      { body: par(run('甲') + run('注', '<w:vertAlign w:val="superscript"/>')) },
      '甲注',
      ['raised 第1段：注'],
    ],
    ['a ticked box', { body: par(`<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>${run('同意')}`) }, '☑同意', []],
    [
      'a box ticked by a letter of another face',
      { body: par(run('R', '<w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2" w:eastAsia="宋体"/>') + run('同意')) },
      '☑同意',
      [],
    ],
    [
      'a letter of such a face that nobody knows',
      { body: par(run('甲a', '<w:rFonts w:ascii="Webdings"/>')) },
      '甲a',
      ['sign 第1段：webdings a'],
    ],
    ['a sign nobody knows', { body: par(`${run('甲')}<w:r><w:sym w:font="示例" w:char="F0FF"/></w:r>`) }, '甲', ['sign 第1段：示例 F0FF']],
    ['an unknown wrapper is looked through', { body: par(`<w:brandNew>${run('还在')}</w:brandNew>`) }, '还在', []],
    ['words between paragraphs', { body: run('散落') }, '散落', []],
  ],
  'fields, links, notes': [
    ['a field keeps what it shows', { body: par(run('于') + field(' DATE ', run('11月23日')) + run('举行')) }, '于11月23日举行', []],
    [
      'a field that fetches is told',
      { body: par(field(' INCLUDETEXT "C:\\\\a.docx" ', run('旧文'))) },
      '旧文',
      ['active-field 第1段：INCLUDETEXT "C:\\\\a.docx"'],
    ],
    [
      'a field in a field’s code isn’t shown',
      {
        body: par(
          `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> IF </w:instrText></w:r>${field(' X ', run('条件'))}<w:r><w:fldChar w:fldCharType="separate"/></w:r>${run('结果')}<w:r><w:fldChar w:fldCharType="end"/></w:r>`,
        ),
      },
      '结果',
      [],
    ],
    ['a field without an end hides nothing', { body: par(`<w:r><w:fldChar w:fldCharType="begin"/></w:r>${run('正文')}`) }, '正文', []],
    ['a simple field', { body: par(`<w:fldSimple w:instr=" AUTHOR ">${run('张三')}</w:fldSimple>`) }, '张三', []],
    [
      'a box to tick of an old form',
      {
        body: par(
          `<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>${run('同意')}`,
        ),
      },
      '☑同意',
      [],
    ],
    [
      'a link',
      {
        body: par(`<w:hyperlink r:id="rId9">${run('条例')}</w:hyperlink>`),
        relations: { rId9: ['hyperlink', 'https://www.gov.cn/a', 'outside'] },
      },
      '[条例](https://www.gov.cn/a)',
      [],
    ],
    ['a link by a field', { body: par(field(' HYPERLINK "https://www.gov.cn/a" ', run('条例'))) }, '[条例](https://www.gov.cn/a)', []],
    [
      'a link into somebody’s machine',
      {
        body: par(`<w:hyperlink r:id="rId9">${run('附件')}</w:hyperlink>`),
        relations: { rId9: ['hyperlink', 'file:///D:/a.doc', 'outside'] },
      },
      '附件',
      ['link 第1段：file:///D:/a.doc'],
    ],
    ['a link within the text', { body: par(`<w:hyperlink w:anchor="a">${run('见上')}</w:hyperlink>`) }, '见上', []],
    [
      'a footnote',
      {
        body: par(`${run('三成')}<w:r><w:footnoteReference w:id="2"/></w:r>`),
        footnotes: `<w:footnote w:id="2">${par('截至当日。')}</w:footnote>`,
      },
      '三成[^1]\n\n[^1]: 截至当日。',
      ['note 第1段：截至当日。'],
    ],
    [
      'a footnote that nothing calls',
      { body: par('一'), footnotes: `<w:footnote w:id="2">${par('残留')}</w:footnote>` },
      '一',
      ['hidden 脚注：残留'],
    ],
    [
      'words that wait to be filled in',
      { body: par(`<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>${run('单击此处输入')}</w:sdtContent></w:sdt>`) },
      '单击此处输入',
      ['placeholder 第1段：单击此处输入'],
    ],
  ],
  'text boxes and pictures': [
    [
      'a text box comes behind its paragraph, once',
      { body: par(run('正文') + textBox(par('框里'))) + par('后文') },
      '正文\n\n框里\n\n后文',
      ['text-box 第1段：框里'],
    ],
    [
      'a picture keeps its place',
      { ...JPEG_PART, body: par('前') + par(picture('rId5', '合影')) + par('后') },
      '前\n\n![合影](word/media/image1.jpeg)\n\n后',
      [],
    ],
    [
      'a picture and its caption in one paragraph come apart',
      { ...JPEG_PART, body: par(`${picture('rId5')}<w:r><w:br/></w:r>${run('图为现场')}`) },
      '![](word/media/image1.jpeg)\n\n图为现场',
      [],
    ],
    [
      'a cropped picture',
      { ...JPEG_PART, body: par(picture('rId5', '', '<a:srcRect l="20000"/>')) },
      '![](word/media/image1.jpeg)',
      ['picture-cropped 文首'],
    ],
    ['a picture that isn’t there', { body: par(picture('rId5', '合影')) }, '', ['picture-missing 文首：合影']],
    [
      'a picture that is only an address',
      { body: par(picture('rId5')), relations: { rId5: ['image', 'http://x.example/a.jpg', 'outside'] } },
      '',
      ['external-image 文首：http://x.example/a.jpg'],
    ],
    [
      'a drawing of Windows',
      { body: par(picture('rId5')), relations: { rId5: ['image', 'media/image1.emf'] }, files: { 'word/media/image1.emf': 'x' } },
      '',
      ['picture-kind 文首：image1.emf'],
    ],
    [
      'an object of another program',
      { body: par(`${run('附')}<w:object><o:OLEObject ProgID="Excel.Sheet.12" r:id="rId9"/></w:object>`) },
      '附',
      ['embedded-object 第1段：Excel.Sheet.12'],
    ],
    [
      'pictures side by side come one after the other with their words',
      { ...JPEG_PART, body: table(row(cell(par(picture('rId5', '左'))), cell(par(picture('rId5', '右')))), row('图一', '图二')) },
      '![左](word/media/image1.jpeg)\n\n图一\n\n![右](word/media/image1.jpeg)\n\n图二',
      ['frame 第1段表格'],
    ],
  ],
  tables: [
    [
      'cells stay',
      { body: par('前') + table(row('项目', '数量'), row('劝导', '86')) },
      '前\n\n| 项目 | 数量 |\n| -- | -- |\n| 劝导 | 86 |',
      [],
    ],
    [
      'cells over several columns and rows leave blanks',
      {
        body: table(
          row(cell('甲', '<w:gridSpan w:val="2"/>'), cell('乙', '<w:vMerge w:val="restart"/>')),
          row('一', '二', cell('', '<w:vMerge/>')),
        ),
      },
      '| 甲 |   | 乙 |\n| - | - | - |\n| 一 | 二 |   |',
      ['merged-cell 第1段表格'],
    ],
    [
      'several paragraphs in a cell become one line',
      { body: table(row(cell(par('张三') + par('李四')), '二')) },
      '| 张三 李四 | 二 |\n| ----- | - |',
      ['cell-lines 第1段表格：张三 李四'],
    ],
    [
      'a table in a cell becomes words',
      { body: table(row(cell(table(row('内一', '内二')) + par('')), '外')) },
      '| 内一 内二 | 外 |\n| ----- | - |',
      ['nested-table 第1段表格：内一 内二'],
    ],
    ['one cell is a frame', { body: table(row(cell(par('一') + par('二')))) + par('三') }, '一\n\n二\n\n三', ['frame 第1段']],
    [
      'an absurd width is cut',
      { body: table(row(cell('甲', '<w:gridSpan w:val="999999999"/>'))) + par('后') },
      '甲\n\n后',
      ['frame 第1段'],
    ],
    [
      'paragraphs behind a table count on',
      { body: table(row('一', '二')) + par(run('三') + del('四')) },
      '| 一 | 二 |\n| - | - |\n\n三',
      ['deletion 第2段：四'],
    ],
  ],
};

describe.each(Object.entries(CASES))('a Word file: %s', (_, cases) => {
  it.each(cases)('%s', async (_, parts, markdown, told) => {
    const received = await readParts(parts);
    expect({ markdown: markdownOf(received), told: toldOf(received) }).toEqual({ markdown, told });
  });
});

describe('a Word file', () => {
  it('gives its pictures by the address that stands in the text', async () => {
    const { pictures } = await readParts({ ...JPEG_PART, body: par(picture('rId5')) });
    expect([...pictures]).toEqual([['word/media/image1.jpeg', { name: 'image1.jpeg', bytes: JPEG }]]);
  });
});
