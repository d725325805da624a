import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, GAP } from '#pipeline/item/markdown/folded-text.ts';
import { paddedBody, parseMarkdown } from '#pipeline/item/markdown/markdown.ts';
import { readableBlocks } from '#pipeline/item/markdown/readable-text.ts';

const LINE = 10;
const blocksOf = (body: string) => readableBlocks(parseMarkdown(body, LINE).tree, paddedBody(body, LINE));

/** Where a word of the readable text stands in the file, as the text of that stretch of the source. */
function sourceOf(body: string, word: string): string {
  for (const block of blocksOf(body)) {
    const start = block.text.indexOf(word);
    if (start < 0) continue;
    const { line, column, endLine, endColumn } = block.span(start, start + word.length);
    const lines = body.split('\n').slice(line - LINE, endLine - LINE + 1);
    if (lines.length === 1) return (lines[0] as string).slice(column - 1, endColumn - 1);
    return [(lines[0] as string).slice(column - 1), ...lines.slice(1, -1), (lines.at(-1) as string).slice(0, endColumn - 1)].join('\n');
  }
  throw new Error(`no ${word}`);
}

describe('the readable text', () => {
  it.each([
    ['joins what marks split', '综合**行政**执法', '综合行政执法', '综合**行政**执法'],
    ['joins nested marks', '综~~合**行***政*~~执法', '行政', '行***政'],
    [
      'sees through a link to its words',
      '见[条例](https://www.gov.cn/13800138000)全文',
      '见条例全文',
      '见[条例](https://www.gov.cn/13800138000)全文',
    ],
    ['undoes escapes', '数\\*据 \\# 一', '数*据', '数\\*据'],
    ['undoes entities', '甲&amp;乙&lt;丙', '甲&乙<丙', '甲&amp;乙&lt;丙'],
    ['undoes numbered entities', 'a&#65;b&#x4e2d;c', 'aAb中c', 'a&#65;b&#x4e2d;c'],
    ['goes on over a line break', '> 第一行\n> 第二行', '第一行\n第二行', '第一行\n> 第二行'],
    ['counts UTF-16 units, as editors do', '𠮷日123', '123', '123'],
    ['finds its way past an address that shows only behind Chinese punctuation', '首行\n网址：www.gov.cn 与&amp;丙', '与&丙', '与&amp;丙'],
    ['finds its way past mail addresses', '## 甲&amp;乙：a@gov.cn，**丙**：b@gov.cn，a@gov.cn丁', '丁', '丁'],
    ['holds an address as it is shown there', '邮箱（a@gov.cn），又（b@gov.cn）', 'b@gov.cn', 'b@gov.cn'],
    ['reads what an address swallowed', '见https://www.gov.cn/a，电话123。', '，电话123。', '，电话123。'],
  ])('%s', (_, body, word, source) => expect(sourceOf(body, word)).toBe(source));

  it('leaves out addresses and code, and doesn’t let their neighbours run together', () => {
    const text = blocksOf('甲`13800138000`乙<https://www.gov.cn/13900139000>丙\n')
      .map((block) => block.text)
      .join('|');
    expect(text).toBe(`甲${GAP}乙${GAP}丙`);
  });

  it('holds descriptions of pictures and cells of tables', () => {
    const blocks = blocksOf('首段。\n\n![街道](a.jpg "题")\n\n| 甲 | 乙 |\n| --- | --- |\n| 丙 | 丁 |\n\n末段。\n');
    expect(blocks.filter(({ text }) => text !== GAP).map(({ label, text }) => `${label} ${text}`)).toEqual([
      '第1段 首段。',
      '图片说明 街道',
      '链接说明 题',
      '第2段表格 甲',
      '第2段表格 乙',
      '第2段表格 丙',
      '第2段表格 丁',
      '第3段 末段。',
    ]);
  });

  it('gives every stretch of any text a place inside the file', () => {
    const words = fc.array(
      fc.constantFrom('综合', '**', '*', '_', '`', '[', '](x)', '\\', '&amp;', '\n', '\n\n', '> ', '- ', '| ', '<b>', '!', '1. ', 'a', '#'),
      {
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(words, (parts) => {
        const body = parts.join('');
        const lines = paddedBody(body, LINE).split('\n');
        for (const { text, span } of blocksOf(body)) {
          for (let start = 0; start < text.length; start++) {
            const { line, column, endLine, endColumn } = span(start, start + 1);
            expect(line).toBeGreaterThanOrEqual(LINE);
            expect(endLine).toBeLessThanOrEqual(lines.length);
            expect(column).toBeLessThanOrEqual((lines[line - 1] as string).length + 1);
            expect(endLine > line || endColumn >= column).toBe(true);
          }
        }
      }),
    );
  });
});

describe('folded text', () => {
  it('is the same beside a character that is dropped', () => {
    const character = fc.oneof(
      fc.integer({ min: 0x20, max: 0xffff }).map((code) => String.fromCharCode(code)),
      fc.integer({ min: 0x3000, max: 0x3017 }).map((code) => String.fromCharCode(code)),
      fc.integer({ min: 0xff00, max: 0xff60 }).map((code) => String.fromCharCode(code)),
      fc.constantFrom('甲', '１', '，', '\u2014', '“', '\n', '😀', '\ufffc'),
    );
    const even = fc.constantFrom('甲', '１', '，', '\u2014', '“', '\n', 'a', '。', '\u3000', '\u3017', '\uff01', '\uff5e', '\ufffc');
    fc.assert(
      fc.property(fc.oneof(fc.array(even), fc.array(character)), fc.nat(20), fc.nat(20), (characters, start, more) => {
        const text = characters.join('');
        const [one, other] = [fold(text), fold(`${text}\u200B`)];
        expect(one.text).toBe(other.text);
        if (start + more >= one.text.length) return;
        expect(one.original(start, start + more + 1)).toEqual(other.original(start, start + more + 1));
      }),
      { numRuns: 2000 },
    );
  });

  it('narrows full-width forms and drops what can’t be seen', () => {
    const text = '电话１３８\u200B0013\u00AD8000';
    const { text: folded, original } = fold(text);
    expect(folded).toBe('电话13800138000');
    expect(text.slice(...original(2, 13))).toBe('１３８\u200B0013\u00AD8000');
  });

  it('leads back to where each character came from', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { text: folded, original } = fold(text);
        for (let at = 0; at < folded.length; at++) {
          const [start, end] = original(at, at + 1);
          expect(fold(text.slice(start, end)).text).toContain(folded[at]);
        }
      }),
    );
  });
});

describe('hostile Markdown', () => {
  it.each([
    ['quotes 40 deep', `${'>'.repeat(40)} a`, 'E_MARKDOWN_DEPTH'],
    ['lists 40 deep on one line', `${'- '.repeat(40)}a`, 'E_MARKDOWN_DEPTH'],
    ['lists 40 deep by indentation', Array.from({ length: 40 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n'), 'E_MARKDOWN_DEPTH'],
    ['numbers 40 deep', `${'1. '.repeat(40)}a`, 'E_MARKDOWN_DEPTH'],
    ['16 KiB of marks', '*a_'.repeat(5500), 'E_MARKDOWN_MARKS'],
    ['marks in many paragraphs', `${'*a_ '.repeat(400)}\n\n`.repeat(30), 'E_MARKDOWN_MARKS'],
    ['a table of 30,000 cells', `${'|a'.repeat(300)}\n`.repeat(100), 'E_MARKDOWN_MARKS'],
    ['6,000 lines', 'a\n'.repeat(6000), 'E_MARKDOWN_LINES'],
  ])('is refused before it is parsed: %s', (_, body, code) => {
    const { tree, problem } = parseMarkdown(body, 1);
    expect([problem?.code, tree.children]).toEqual([code, []]);
  });

  it('doesn’t touch a long plain text', () =>
    expect(parseMarkdown('这是一段**正文**，见[条例](https://www.gov.cn/)。\n\n'.repeat(1500), 1).problem).toBeNull());

  it('makes bold between Han characters what its writer meant', () => {
    const { tree } = parseMarkdown('**“城管”**提醒:**《条例》**第九条', 1);
    expect(JSON.stringify(tree).match(/"strong"/g)).toHaveLength(2);
  });
});
