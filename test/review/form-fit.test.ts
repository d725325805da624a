import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Block, cutParagraphs, cutTo, linesOf, type Measure, paginate } from '#pipeline/review/form-fit.ts';

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

  it("doesn't end a cut text with an opening quote or a comma", () => {
    expect(cutTo(`${'字'.repeat(24)}“${'字'.repeat(30)}`, 1, MEASURE, '……')).toBe(`${'字'.repeat(24)}……`);
  });

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

describe('laying out the appendix', () => {
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
