import fc from 'fast-check';
import type { Paragraph } from 'mdast';
import { describe, expect, it } from 'vitest';
import { readWord } from '#pipeline/intake/word/read-word.ts';
import { wordsOf } from '#pipeline/item/markdown/markdown.ts';
import { Problem } from '#pipeline/problem.ts';
import { rawZip } from '../raw-zip.ts';
import { escaped, markdownOf, par, partsOf, readParts, row, run, table, wordFile, xmlOf, zipped } from './word-file.ts';

const FILE = partsOf({ body: par('正文') });
const MAIN = 'word/document.xml';
const bodyOf = (inside: string): Uint8Array => zipped({ ...FILE, [MAIN]: inside });
const withBody = (body: string): Uint8Array => wordFile({ body });
const LAUGHS = `<!DOCTYPE lol [<!ENTITY a "${'ha'.repeat(10)}">]>`;
const packed = (files: Record<string, string | Uint8Array>): Uint8Array =>
  rawZip(Object.entries(files).map(([name, content]) => ({ name, bytes: Buffer.from(content as string) })));

const REFUSED: [what: string, bytes: () => Uint8Array, code: string][] = [
  ['nothing', () => new Uint8Array(), 'intake/not-word'],
  ['a text', () => Buffer.from('近日'), 'intake/not-word'],
  ['a PDF', () => Buffer.from('%PDF-1.7'), 'intake/not-word'],
  ['an archive of something else', () => zipped({ 'a.txt': 'x' }), 'intake/not-word'],
  ['a spreadsheet', () => bodyOf('<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'), 'intake/not-word'],
  [
    'a file whose body is missing',
    () => zipped({ ...FILE, '_rels/.rels': '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>' }),
    'intake/broken',
  ],
  ['a file of two bodies', () => bodyOf(xmlOf('w:document', '<w:body/><w:body/>')), 'intake/broken'],
  ['XML that isn’t closed', () => bodyOf('<w:document xmlns:w="x"><w:body>'), 'intake/broken'],
  ['XML that isn’t UTF-8', () => zipped({ ...FILE, [MAIN]: Buffer.from('3c61ff3e3c2f613e', 'hex') }), 'intake/broken'],
  ['a prefix without a name', () => bodyOf('<w:document><w:body/></w:document>'), 'intake/broken'],
  ['half a file', () => withBody(par('正文')).subarray(0, 600), 'intake/broken'],
  ['entities that grow', () => bodyOf(LAUGHS + xmlOf('w:document', '<w:body/>').replace(/^.*?\?>/, '')), 'intake/dtd'],
  ['a declaration that reads files', () => bodyOf('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'), 'intake/dtd'],
  ['401 elements in each other', () => withBody('<w:x>'.repeat(401) + '</w:x>'.repeat(401)), 'intake/broken'],
  [
    'a hundred thousand paragraphs in each other',
    () => packed({ ...FILE, [MAIN]: xmlOf('w:document', `<w:body>${'<w:p>'.repeat(100_000)}${'</w:p>'.repeat(100_000)}</w:body>`) }),
    'intake/too-large',
  ],
  ['zeros', () => packed({ ...FILE, 'word/media/image1.png': new Uint8Array(64 * 1024 * 1024) }), 'intake/too-large'],
  [
    'more elements than any text has',
    () => zipped({ ...FILE, [MAIN]: xmlOf('w:document', `<w:body>${'<w:a/><w:b/><w:c/>'.repeat(334_000)}</w:body>`) }),
    'intake/too-large',
  ],
  [
    'a table wider than any page, thousands of times',
    () =>
      zipped({
        ...FILE,
        [MAIN]: xmlOf(
          'w:document',
          `<w:body>${table(row('甲', '<w:tc><w:tcPr><w:gridSpan w:val="63"/></w:tcPr></w:tc>'), ...Array.from({ length: 3200 }, () => row('一')))}</w:body>`,
        ),
      }),
    'intake/too-large',
  ],
];

describe('a file that is no Word file', () => {
  it.each(REFUSED)('%s: refused with a code and one sentence', async (_, bytes, code) => {
    const error = await readWord(bytes(), '稿件/通知.docx').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Problem);
    const { message, place, code: found } = error as Problem;
    expect({ found, place }).toEqual({ found: code, place: '通知.docx' });
    expect(message).toMatch(/^[^；]+；应[^；]+；[^；]+。$/);
  });
});

/** Elements that the reader knows, in whatever order. */
const NAMES =
  'w:p w:r w:pPr w:rPr w:t w:tbl w:tr w:tc w:tcPr w:trPr w:gridSpan w:vMerge w:sdt w:sdtPr w:sdtContent w:ins w:del w:delText w:moveTo w:moveFrom w:fldChar w:instrText w:fldSimple w:hyperlink w:footnoteReference w:commentReference w:comment w:footnote w:drawing w:pict w:object w:txbxContent w:numPr w:numId w:ilvl w:lvl w:lvlText w:lvlOverride w:startOverride w:pStyle w:rStyle w:vanish w:b w:sz w:jc w:ind w:sym w:br w:ruby w:rt w:rubyBase w:sectPr m:oMath mc:AlternateContent mc:Choice mc:Fallback a:blip v:imagedata v:textpath wp:docPr o:OLEObject c:chart w:unknown';

const STRICT = {
  'http://schemas.openxmlformats.org/wordprocessingml/2006/main': 'http://purl.oclc.org/ooxml/wordprocessingml/main',
  'http://schemas.openxmlformats.org/officeDocument/2006/relationships': 'http://purl.oclc.org/ooxml/officeDocument/relationships',
};
const strict = (text: string): string => Object.entries(STRICT).reduce((all, [from, to]) => all.replaceAll(from, to), text);
const texts = Object.fromEntries(Object.entries(FILE).map(([name, content]) => [name, String(content)]));
const moved = {
  ...texts,
  '_rels/.rels': (texts['_rels/.rels'] as string).replace('word/document.xml', '/Text/Main%20Part.XML'),
  'text/main part.xml': texts[MAIN] as string,
};

describe('a Word file is read', () => {
  it.each([
    ['as strict files say it', Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, strict(text)]))],
    ['with another prefix', { ...texts, [MAIN]: (texts[MAIN] as string).replace(/(<\/?)w:/g, '$1字:').replace('xmlns:w=', 'xmlns:字=') }],
    [
      'without a prefix',
      {
        ...texts,
        [MAIN]:
          '<document xmlns="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><body><p><r><t>正文</t></r></p></body></document>',
      },
    ],
    ['in UTF-16', { ...texts, [MAIN]: Buffer.from(`\ufeff${(texts[MAIN] as string).replace('UTF-8', 'UTF-16')}`, 'utf16le') }],
    [
      'in GB18030',
      {
        ...texts,
        [MAIN]: Buffer.concat([
          Buffer.from(
            '<?xml version="1.0" encoding="GB18030"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>',
          ),
          Buffer.from('d5fdcec4', 'hex'),
          Buffer.from('</w:t></w:r></w:p></w:body></w:document>'),
        ]),
      },
    ],
    ['wherever its main part lies, in letters of any case', moved],
  ] as [string, Record<string, string | Uint8Array>][])('%s', async (_, files) =>
    expect(markdownOf(await readWord(zipped(files), '稿件.docx'))).toBe('正文'),
  );

  it('whatever stands in a paragraph: none of it is lost', async () => {
    const bare = (text: string): string => text.replace(/\s/gu, '');
    const character = fc.constantFrom(...'一二金东局，。（）《》“”*_#+-.1>|[]()`~\\&<a 　');
    const words = fc.string({ unit: character, minLength: 1, maxLength: 40 });
    const looks = fc.constantFrom('', '<w:b/>', '<w:i/>', '<w:strike/>', '<w:b/><w:i/>');
    const paragraph = fc.array(fc.tuple(words, looks), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(paragraph, { minLength: 1, maxLength: 4 }), async (paragraphs) => {
        const received = await readParts({
          body: paragraphs.map((runs) => par(runs.map(([text, look]) => run(text, look)).join(''))).join(''),
        });
        const sent = paragraphs
          .flat()
          .map(([text]) => bare(text))
          .join('');
        expect(bare(received.text.children.map(wordsOf).join(''))).toBe(sent);
      }),
      { numRuns: 300 },
    );
  });

  it('however many runs a paragraph has', async () => {
    const { text } = await readParts({ body: par((run('一') + run('二', '<w:b/>')).repeat(75_000)) });
    expect(wordsOf(text.children[0] as Paragraph)).toHaveLength(150_000);
  });

  it('whatever elements stand in each other', async () => {
    const names = fc.constantFrom(...NAMES.split(' '));
    const attribute = fc.constantFrom(
      'w:val="1"',
      'w:val="-3"',
      'w:id="2"',
      'w:fldCharType="begin"',
      'w:fldCharType="end"',
      'r:id="rId5"',
      'r:embed="rId5"',
      'w:val="s"',
      '',
    );
    const { inside } = fc.letrec<{ inside: string }>((tie) => ({
      inside: fc.oneof(
        { depthSize: 'medium', withCrossShrink: true },
        fc.constantFrom('一', '', '<w:t>二</w:t>', '<w:t>三</w:t>'),
        fc
          .tuple(names, attribute, fc.array(tie('inside'), { maxLength: 4 }))
          .map(([name, told, all]) => `<${name} ${told}>${all.join('')}</${name}>`),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(fc.array(inside, { maxLength: 5 }), inside, inside, async (body, beside, other) => {
        const styles = `<w:style w:type="paragraph" w:styleId="s"><w:basedOn w:val="s"/>${other}</w:style>`;
        const numbering = `<w:abstractNum w:abstractNumId="1">${other}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/>${beside}</w:num>`;
        const parts = {
          styles,
          numbering,
          settings: other,
          header: beside,
          comments: beside,
          footnotes: other,
          relations: { rId5: ['image', 'a.png'] as const },
        };
        const { text } = await readParts({ ...parts, body: body.join('') });
        expect(text.type).toBe('root');
      }),
      { numRuns: 400 },
    );
  });

  it('whatever bytes come', async () => {
    const whole = wordFile({ body: par(run(escaped('正文'))) });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 }), async (changes) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, value] of changes) bytes[at] = value;
        const result = await readWord(bytes, '稿件.docx').catch((error: unknown) => error);
        expect(result instanceof Problem || !(result instanceof Error)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
