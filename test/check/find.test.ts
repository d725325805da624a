import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findIn, hasTwice } from '#pipeline/check/find.ts';
import type { TextBlock } from '#pipeline/item/markdown/readable-text.ts';

const block = (text: string, index: number): TextBlock => ({
  paragraph: index + 1,
  label: `第${index + 1}段`,
  text,
  span: (start, end) => ({ line: index + 1, column: start + 1, endLine: index + 1, endColumn: end + 1 }),
});

/** Patterns of every kind: what follows or stands before, at ends, across, in negated classes. */
const PATTERNS = [
  ...[
    /1\d/g,
    /(?<!\d)1\d(?!\d)/g,
    /甲$/g,
    /^甲/g,
    /甲[^乙]/g,
    /甲(?![^乙])/g,
    /甲(?!.)/g,
    /(?<!\D)1/g,
    /甲\b/g,
    /a\b/g,
    /\ba/g,
    /a\B/g,
    /(?<!\S)甲/g,
  ],
  ...[
    /甲(?=乙)/g,
    /(?<=甲)乙/g,
    /甲(?!\s)/g,
    /(?<=甲[^\d]{0,3})1/g,
    /(甲)\1/g,
    /[甲乙]{2}/g,
    /甲\s?乙/g,
    /甲(?=乙|\n|$)/gu,
    /甲(?!\P{Script=Han})/gu,
  ],
];

describe('finding in blocks', () => {
  it('finds in many blocks what it finds in each', () => {
    const text = fc
      .array(fc.constantFrom('甲', '乙', '1', 'a', ' ', '\n', '１', '\u200B', '。'), { maxLength: 5 })
      .map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 4 }), fc.constantFrom(...PATTERNS), (texts, pattern) => {
        const blocks = texts.map(block);
        expect(findIn(blocks, pattern)).toEqual(blocks.flatMap((one) => findIn([one], pattern)));
      }),
      { numRuns: 5000 },
    );
  });

  it('finds nothing that reaches from one block into the next', () =>
    expect(findIn(['138001', '38000'].map(block), /\d{11}/g)).toEqual([]));
});

it('two to five characters that stand twice side by side are seen as an expression sees them', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('甲', '乙', '丙') }), (text) => hasTwice(text) === /(.{2,5})\1/u.test(text)));
  expect(['甲甲', '甲乙丙丁戊己甲乙丙丁戊己', '甲乙丙丁戊甲乙丙丁戊'].map(hasTwice)).toEqual([false, false, true]);
});
