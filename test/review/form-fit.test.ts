import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Block, cutParagraphs, cutTo, linesOf, type Measure, paginate } from '#pipeline/review/form/form-fit.ts';

const MEASURE: Measure = { width: 121, points: 12, line: 7 };
const paragraph = fc
  .string({ unit: fc.constantFrom('字', '，', 'a', 'W', ' ', '1', '𠮷'), maxLength: 300 })
  .filter((text) => text.trim() !== '');

describe('fitting a text into a cell', () => {
  it('counts Han characters as the paper does: 27 to a line of 121 mm at 12 points', () => {
    expect(linesOf('字'.repeat(27), MEASURE)).toBe(1);
    expect(linesOf('字'.repeat(28), MEASURE)).toBe(2);
    expect(linesOf('字'.repeat(26), MEASURE, 2)).toBe(2);
    expect(linesOf('字\n字', MEASURE)).toBe(2);
  });

  it('leaves what fits as it is, and cuts the rest within its lines', () => {
    fc.assert(
      fc.property(paragraph, fc.integer({ min: 1, max: 8 }), (text, lines) => {
        const cut = cutTo(text, lines, MEASURE, '……');
        expect(linesOf(cut, MEASURE)).toBeLessThanOrEqual(lines);
        if (linesOf(text, MEASURE) <= lines) expect(cut).toBe(text);
        else expect(text.startsWith(cut.slice(0, -2)) && cut.endsWith('……')).toBe(true);
      }),
    );
  });

  it("doesn't end a cut text with an opening quote or a comma", () =>
    expect(cutTo(`${'字'.repeat(24)}“${'字'.repeat(30)}`, 1, MEASURE, '……')).toBe(`${'字'.repeat(24)}……`));

  it('marks paragraphs that were left out, and takes no more lines than it may', () => {
    fc.assert(
      fc.property(fc.array(paragraph, { maxLength: 8 }), fc.integer({ min: 1, max: 8 }), (paragraphs, lines) => {
        const shown = cutParagraphs(paragraphs, lines, MEASURE, '……', 2);
        const used = shown.reduce((sum, each) => sum + linesOf(each, MEASURE, 2), 0);
        expect(used).toBeLessThanOrEqual(lines);
        const whole = paragraphs.reduce((sum, each) => sum + linesOf(each, MEASURE, 2), 0) <= lines;
        if (whole) expect(shown).toEqual(paragraphs);
        else expect(shown.at(-1)?.endsWith('……')).toBe(true);
      }),
    );
  });
});

describe('the width of a character', () => {
  // A letter one millimetre wide to the em; the last em of a line is kept free.
  const column = (ems: number): Measure => ({ width: ems + 1, points: 72 / 25.4, line: 7 });

  it.each([
    ['Han, full-width marks and those that Chinese shares with Latin', '字⺀，。“”‘’…—·𠮷', 1],
    ['broad Latin', 'WMm@%', 1.1],
    ['capitals', 'ABLXZ&', 0.8],
    ['small Latin, figures and spaces', 'aiz019 -.⸀', 0.62],
  ])('of %s', (_, characters, ems) => {
    for (const character of characters) {
      expect([character, linesOf(character.repeat(10), column(ems * 10 + 0.01))]).toEqual([character, 1]);
      expect([character, linesOf(character.repeat(10), column(ems * 10 - 0.01))]).toEqual([character, 2]);
    }
  });

  it('fills a line to its very end', () => {
    expect(linesOf('字'.repeat(10), { width: 25.4 * 11, points: 72, line: 7 })).toBe(1);
    expect(linesOf('字'.repeat(11), { width: 25.4 * 11, points: 72, line: 7 })).toBe(2);
  });

  it('begins every line but the first without an indent', () => {
    expect(linesOf(`${'字'.repeat(9)}\n${'字'.repeat(10)}`, column(10), 1)).toBe(2);
    expect(linesOf('字'.repeat(20), column(10), 1)).toBe(3);
    expect(linesOf('字'.repeat(19), column(10), 1)).toBe(2);
  });
});

describe('cut paragraphs', () => {
  const column: Measure = { width: 11, points: 72 / 25.4, line: 7 };
  const lines = (paragraphs: string[], most: number): string[] => cutParagraphs(paragraphs, most, column, '……', 2);

  it.each<[string, string[], number, string[]]>([
    ['stay as they are where they fit to the line', ['甲'.repeat(8), '乙'.repeat(18)], 3, ['甲'.repeat(8), '乙'.repeat(18)]],
    ['show whole ones whole, and mark the one that is cut', ['甲', '乙'.repeat(20)], 2, ['甲', `${'乙'.repeat(6)}……`]],
    ['mark the last that fits if more is left out', ['甲', '乙'], 1, ['甲……']],
    ['end with no mark that opens something', ['甲，乙丙丁，“己庚辛壬癸'], 1, ['甲，乙丙丁……']],
    ['keep marks inside', ['甲，乙，丙丁《戊己》庚辛壬癸'], 1, ['甲，乙，丙丁……']],
    ['show nothing in no line', ['甲'], 0, []],
  ])('%s', (_, paragraphs, most, shown) => expect(lines(paragraphs, most)).toEqual(shown));

  it('of a single text lose every open mark at the end, and none before', () => {
    expect(cutTo('甲，乙丙丁戊，“ 己庚辛壬癸', 1, column, '……')).toBe('甲，乙丙丁戊……');
    expect(cutTo('甲乙丙丁戊己庚辛壬癸', 1, column, '……')).toBe('甲乙丙丁戊己庚辛壬癸');
  });
});

describe('laying out the appendix', () => {
  it('turns the page only where nothing more fits on it', () => {
    const column: Measure = { width: 11, points: 72 / 25.4, line: 7 };
    const figure = (height: number): Block<string> => ({ content: 'picture', height });
    const text = (words: string, first = true): Block<string> => ({ text: words, first });
    const laid = (...blocks: Block<string>[]) => paginate(blocks, 21, column, 2);
    expect(laid()).toEqual([]);
    expect(laid(figure(14), figure(7), figure(1))).toEqual([[figure(14), figure(7)], [figure(1)]]);
    expect(laid(figure(30), figure(30))).toEqual([[figure(30)], [figure(30)]]);
    expect(laid(figure(14), text('甲'.repeat(8)), text('乙'))).toEqual([[figure(14), text('甲'.repeat(8))], [text('乙')]]);
    expect(laid(figure(14), text('甲'.repeat(28)), text('乙'))).toEqual([
      [figure(14), text('甲'.repeat(8))],
      [text('甲'.repeat(20), false), text('乙')],
    ]);
    expect(laid(text(''), figure(15), text('甲'))).toEqual([[figure(15)], [text('甲')]]);
  });

  it('begins no page with a mark that may not begin a line, and ends none with one that may not end it', () => {
    const column: Measure = { width: 11, points: 72 / 25.4, line: 7 };
    const laid = (words: string): string[] =>
      paginate([{ text: words, first: true }], 7, column, 0).map((page) => page.map(({ text }) => text).join());
    expect(laid(`${'甲'.repeat(10)}。`)).toEqual(['甲'.repeat(9), '甲。']);
    expect(laid(`${'甲'.repeat(10)}”。乙`)).toEqual(['甲'.repeat(9), '甲”。乙']);
    expect(laid(`${'甲'.repeat(8)}（“乙`)).toEqual(['甲'.repeat(8), '（“乙']);
    expect(laid(`${'甲'.repeat(9)}𠮷，乙`)).toEqual(['甲'.repeat(9), '𠮷，乙']);
    expect(laid(`${'甲'.repeat(10)}乙。`)).toEqual(['甲'.repeat(10), '乙。']);
    expect(laid('。'.repeat(12))).toEqual(['。'.repeat(10), '。。']);
  });

  it('loses nothing, keeps the order, and fills no page beyond its height', () => {
    const block = fc.oneof(
      paragraph.map((text): Block<string> => ({ text, first: true })),
      fc.constant<Block<string>>({ content: 'picture', height: 108 }),
    );
    fc.assert(
      fc.property(fc.array(block, { maxLength: 12 }), (blocks) => {
        const pages = paginate(blocks, 248, MEASURE, 2);
        const flat = (all: readonly Block<string>[]) => all.map(({ text, content }) => text ?? `[${content}]`).join('');
        expect(flat(pages.flat())).toBe(flat(blocks));
        for (const page of pages) {
          const height = page.reduce(
            (sum, each) => sum + (each.text === undefined ? each.height : linesOf(each.text, MEASURE, each.first ? 2 : 0) * MEASURE.line),
            0,
          );
          expect(height).toBeLessThanOrEqual(248);
          expect(page.length).toBeGreaterThan(0);
        }
      }),
    );
  });
});
