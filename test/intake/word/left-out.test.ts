import { describe, expect, it } from 'vitest';
import { cell, field, markdownOf, par, picture, readParts, row, run, table, textBox, toldOf, type WordParts } from './word-file.ts';

const JPEG_PART: Pick<WordParts, 'files' | 'relations'> = {
  files: { 'word/media/image1.jpeg': Buffer.from('ffd8ffe0', 'hex') },
  relations: { rId5: ['image', 'media/image1.jpeg'] },
};
const HIDDEN_STYLES =
  '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="暗"/><w:rPr><w:vanish/></w:rPr></w:style><w:style w:type="character" w:styleId="b"><w:basedOn w:val="c"/></w:style><w:style w:type="character" w:styleId="c"><w:rPr><w:vanish/></w:rPr></w:style>';
const ins = (inside: string): string => `<w:ins w:id="1" w:author="示例">${inside}</w:ins>`;
const del = (text: string): string => `<w:del w:id="2" w:author="示例"><w:r><w:delText>${text}</w:delText></w:r></w:del>`;

const CASES: Record<string, [what: string, parts: WordParts, markdown: string, told: string[]][]> = {
  'what is left out': [
    ['hidden words', { body: par(run('公开') + run('暗示', '<w:vanish/>')) }, '公开', ['hidden 第1段：暗示']],
    [
      'page numbers that Word prints and leaves out of web pages',
      { body: par(run('一、概况') + run('3', '<w:webHidden/>')) },
      '一、概况3',
      [],
    ],
    ['white words', { body: par(run('公开') + run('暗示', '<w:color w:val="FFFFFF"/>')) }, '公开', ['hidden 第1段：暗示']],
    [
      'words as red as what is behind them',
      { body: par(run('公开') + run('暗示', '<w:shd w:fill="FF0000"/><w:color w:val="F81010"/>')) },
      '公开',
      ['hidden 第1段：暗示'],
    ],
    [
      'white words of a file that has a colour elsewhere',
      { body: par(run('公开', '<w:highlight w:val="red"/>') + run('暗示', '<w:color w:val="FEFEFE"/>')) },
      '公开',
      ['hidden 第1段：暗示'],
    ],
    [
      'words as yellow as their marker',
      { body: par(run('公开') + run('暗示', '<w:highlight w:val="yellow"/><w:color w:val="FFFF00"/>')) },
      '公开',
      ['hidden 第1段：暗示'],
    ],
    [
      'white words in a header’s text box of a colour',
      { body: par('正文'), header: par(textBox(par(run('红头', '<w:color w:val="FFFFFF"/>')), 'C00000')) },
      '正文',
      ['header 页眉：红头'],
    ],
    [
      'words that are struck through stay, and are asked about',
      { body: par(run('公开') + run('不要', '<w:strike/>')) },
      '公开~~不要~~',
      ['struck 第1段：不要'],
    ],
    [
      'blanks that are stressed',
      {
        body:
          table(row('一', '二'), `<w:tr>${cell(par(run(' 重要 ', '<w:b/>')))}${cell(par(run('次要')))}</w:tr>`) +
          par(run('第一 ', '<w:b/>') + run(' ', '<w:b/>') + run('其次')),
      },
      '| 一      | 二  |\n| ------ | -- |\n| **重要** | 次要 |\n\n**第一**  其次',
      [],
    ],
    ['words of half a point', { body: par(run('公开') + run('暗示', '<w:sz w:val="1"/>')) }, '公开', ['hidden 第1段：暗示']],
    [
      'words as blue as their paragraph',
      { body: par(run('公开') + run('暗示', '<w:color w:val="0000F0"/>'), '<w:shd w:val="clear" w:fill="0000FF"/>') },
      '公开',
      ['hidden 第1段：暗示'],
    ],
    [
      'white words in a blue paragraph',
      { body: par(run('公开', '<w:color w:val="FFFFFF"/>'), '<w:shd w:val="clear" w:fill="0000FF"/>') },
      '公开',
      [],
    ],
    [
      'white words in a blue cell, and in the white one beside',
      {
        body: table(
          row('一', '二'),
          `<w:tr><w:tc><w:tcPr><w:shd w:val="clear" w:fill="0000FF"/></w:tcPr>${par(run('公开', '<w:color w:val="FFFFFF"/>'))}</w:tc>${cell(par(run('暗示', '<w:color w:val="FFFFFF"/>')))}</w:tr>`,
        ),
      },
      '| 一  | 二 |\n| -- | - |\n| 公开 |   |',
      ['hidden 第1段表格：暗示'],
    ],
    [
      'black words on a black page',
      {
        settings: '<w:displayBackgroundShape/>',
        body: par(run('暗示', '<w:color w:val="000000"/>') + run('公开', '<w:color w:val="FFFFFF"/>')),
        background: '000000',
      },
      '公开',
      ['hidden 第1段：暗示'],
    ],
    [
      'white words on a page whose colour Word doesn’t show',
      { body: par(run('公开') + run('暗示', '<w:color w:val="FFFFFF"/>')), background: '000000' },
      '公开',
      ['hidden 第1段：暗示'],
    ],
    [
      'white words in a text box of a colour',
      { body: par(run('文') + textBox(par(run('公开', '<w:color w:val="FFFFFF"/>')), 'C00000')) },
      '文\n\n公开',
      ['text-box 第1段：公开'],
    ],
    ['white words, but none on a colour', { body: par(run('公开', '<w:shd w:fill="FF0000"/><w:color w:val="FFFFFF"/>')) }, '公开', []],
    [
      'words hidden by their paragraph’s style',
      { styles: HIDDEN_STYLES, body: par('暗示', '<w:pStyle w:val="a"/>') },
      '',
      ['hidden 文首：暗示'],
    ],
    [
      'words hidden by what their style is based on',
      { styles: HIDDEN_STYLES, body: par(run('暗示', '<w:rStyle w:val="b"/>') + run('明说')) },
      '明说',
      ['hidden 第1段：暗示'],
    ],
    [
      'two styles that hide show again',
      { styles: HIDDEN_STYLES, body: par(run('明说', '<w:rStyle w:val="b"/>'), '<w:pStyle w:val="a"/>') },
      '明说',
      [],
    ],
    [
      'a hidden picture',
      { ...JPEG_PART, body: par(run('文') + picture('rId5').replace('id="1"', 'id="1" hidden="1"')) },
      '文',
      ['hidden 第1段：（图片）'],
    ],
    [
      'a hidden row',
      { body: table(row('一', '二'), `<w:tr><w:trPr><w:hidden/></w:trPr>${cell('暗')}${cell('示')}</w:tr>`) },
      '| 一 | 二 |\n| - | - |',
      ['hidden 第1段表格：暗 示'],
    ],
    [
      'a header and its text box',
      { body: par('正文'), header: par(run('内部资料') + textBox(par('机密★1年'))) },
      '正文',
      ['header 页眉：内部资料 机密★1年'],
    ],
    ['a footer', { body: par('正文'), footer: par('联系人：张三') }, '正文', ['footer 页脚：联系人：张三']],
    [
      'a footer of a page number',
      { body: par('正文'), footer: par(`${run('— ')}${field(' PAGE ', run('3'))}${run(' —')}`) },
      '正文',
      ['page-number 页脚：— 3 —'],
    ],
    [
      'a comment, at its place',
      {
        body: par('一') + par(`${run('二')}<w:r><w:commentReference w:id="7"/></w:r>`),
        comments: `<w:comment w:id="7">${par('请核实')}</w:comment>`,
      },
      '一\n\n二',
      ['comment 第2段：请核实'],
    ],
    [
      'a comment of no place',
      { body: par('一'), comments: `<w:comment w:id="7">${par('请核实')}</w:comment>` },
      '一',
      ['comment 批注：请核实'],
    ],
    [
      'a watermark',
      { body: par('正文'), header: par('<w:r><w:pict><v:shape><v:textpath string="内部文件"/></v:shape></w:pict></w:r>') },
      '正文',
      ['watermark 页眉：内部文件'],
    ],
    [
      'the file’s title, which a program writes',
      {
        body: par('正文'),
        top: { p: ['core-properties', 'docProps/core.xml'] },
        files: { 'docProps/core.xml': '<x:core xmlns:x="urn:x"><x:title>旧稿</x:title><x:creator>张三</x:creator></x:core>' },
      },
      '正文',
      [],
    ],
    [
      'what people wrote of the file, and not what a program did',
      {
        body: par('正文'),
        top: { p: ['core-properties', 'docProps/core.xml'] },
        files: {
          'docProps/core.xml':
            '<x:core xmlns:x="urn:x"><x:subject/><x:keywords>generated by x</x:keywords><x:description>先发内网</x:description><x:contentStatus>初稿</x:contentStatus></x:core>',
        },
      },
      '正文',
      ['property 文件属性：备注：先发内网；状态：初稿'],
    ],
    [
      'pinyin',
      { body: par(`<w:r><w:ruby><w:rt>${run('wù')}</w:rt><w:rubyBase>${run('婺')}</w:rubyBase></w:ruby></w:r>${run('城')}`) },
      '婺城',
      ['ruby 第1段：wù'],
    ],
    ['something inside that isn’t there', { body: `${par('正文')}<w:altChunk r:id="rId9"/>` }, '正文', ['foreign-unread 第1段']],
    [
      'something inside that is no text',
      {
        body: `${par('正文')}<w:altChunk r:id="rId9"/>`,
        relations: { rId9: ['aFChunk', 'afchunk.dat'] },
        files: { 'word/afchunk.dat': Buffer.from('d0cf11e0a1b11ae1', 'hex') },
      },
      '正文',
      ['foreign-unread 第1段'],
    ],
    [
      'the words of a web page inside',
      {
        body: `${par('正文')}<w:altChunk r:id="rId9"/>`,
        relations: { rId9: ['aFChunk', 'afchunk.htm'] },
        files: { 'word/afchunk.htm': '<html><body><p>秘密★1年</p><p style="display:none">暗示</p></body></html>' },
      },
      '正文',
      ['foreign-part 第1段：秘密★1年 暗示'],
    ],
    [
      'a chart’s words',
      {
        body: par(`${run('图')}<w:r><w:drawing><wp:inline><c:chart r:id="rId9"/></wp:inline></w:drawing></w:r>`),
        relations: { rId9: ['chart', 'charts/chart1.xml'] },
        files: {
          'word/charts/chart1.xml':
            '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r><a:t>办件量</a:t></a:r></a:p><c:v>35</c:v></c:chartSpace>',
        },
      },
      '图',
      ['chart 第1段：办件量 35'],
    ],
    ['a formula', { body: par(`${run('取')}<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>`) }, '取x', ['formula 第1段：x']],
    [
      'an embedded file, a macro, a template elsewhere, a protection',
      {
        body: par('正文'),
        settings: '<w:documentProtection w:enforcement="1"/>',
        files: {
          'word/embeddings/表.xlsx': 'PK',
          'word/vbaProject.bin': 'x',
          'word/_rels/settings.xml.rels':
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="x/attachedTemplate" Target="file:///E:/模板.dotx" TargetMode="External"/></Relationships>',
        },
      },
      '正文',
      ['embedded-file 文件：表.xlsx', 'macro 文件', 'protection 文件', 'external-template 文件：file:///E:/模板.dotx'],
    ],
  ],
  revisions: [
    ['words put in stay, and are told', { body: par(run('一') + ins(run('二'))) }, '一二', ['insertion 第1段：二']],
    ['words taken out go, and are told', { body: par(run('一') + del('二')) }, '一', ['deletion 第1段：二']],
    [
      'several of one paragraph are told together',
      { body: par(ins(run('甲')) + run('一') + ins(run('乙'))) },
      '甲一乙',
      ['insertion 第1段：甲 / 乙'],
    ],
    [
      'a move',
      { body: par(`<w:moveTo w:id="3">${run('二')}</w:moveTo>`) + par(`${run('一')}<w:moveFrom w:id="3">${run('二')}</w:moveFrom>`) },
      '二\n\n一',
      ['move 第1段：二', 'move 第2段：二'],
    ],
    [
      'a paragraph taken out',
      { body: par('一') + par(del('二'), '<w:rPr><w:del w:id="4"/></w:rPr>') },
      '一',
      ['deletion 第1段后：（段落标记） / 二'],
    ],
    [
      'a row put in',
      { body: table(row('一', '二'), `<w:tr><w:trPr><w:ins w:id="5"/></w:trPr>${cell('三')}${cell('四')}</w:tr>`) },
      '| 一 | 二 |\n| - | - |\n| 三 | 四 |',
      ['insertion 第1段表格：三 四'],
    ],
    ['a changed look', { body: par(run('一', '<w:b/><w:rPrChange w:id="6"><w:rPr/></w:rPrChange>')) }, '**一**', ['format-revision 第1段']],
  ],
};

describe.each(Object.entries(CASES))('a Word file: %s', (_, cases) => {
  it.each(cases)('%s', async (_, parts, markdown, told) => {
    const received = await readParts(parts);
    expect({ markdown: markdownOf(received), told: toldOf(received) }).toEqual({ markdown, told });
  });
});

describe('a Word file', () => {
  it('gives all words beside the text in full: a mark counts wherever it stands', async () => {
    const long = '长'.repeat(300);
    const parts: WordParts = {
      ...JPEG_PART,
      body: par(run('正文') + run(long, '<w:vanish/>')) + par(picture('rId5', '秘密★1年')),
      settings: '<w:docVars><w:docVar w:name="密级" w:val="机密"/></w:docVars>',
      top: { p: ['custom-properties', 'docProps/custom.xml'] },
      files: {
        ...JPEG_PART.files,
        'docProps/custom.xml': '<x:p xmlns:x="urn:x"><x:property name="密级"><x:v>绝密</x:v></x:property></x:p>',
      },
    };
    const { aside } = await readParts(parts);
    expect(aside).toEqual([
      { place: '第1段', text: long },
      ...['图片 1', '秘密★1年', '密级', '机密'].map((text) => ({ place: '图片、链接等的名称', text })),
      { place: '文件属性', text: '密级：绝密' },
    ]);
  });
});
