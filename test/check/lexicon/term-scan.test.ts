import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestOf, type TermHit, termScanner } from '#pipeline/check/lexicon/term-scan.ts';
import { GAP } from '#pipeline/item/markdown/folded-text.ts';
import { foldedTerm } from '#pipeline/item/markdown/term-fold.ts';

const found = (terms: string[], text: string): string[] => termScanner(terms)(text).map(({ start, end }) => text.slice(start, end));

/** Folds one character after the other and looks for each term at each place; words of letters and digits must stand alone. */
function naive(terms: readonly string[], text: string): TermHit[] {
  const folded: { unit: string; start: number; end: number }[] = [];
  let at = 0;
  for (const character of text) {
    for (const unit of foldedTerm(character).split('')) folded.push({ unit, start: at, end: at + character.length });
    at += character.length;
  }
  const all = folded.map(({ unit }) => unit).join('');
  const latin = (character: string | undefined): boolean => /^[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]$/.test(character ?? '');
  const hits: TermHit[] = [];
  for (const [term, words] of terms.entries()) {
    const word = foldedTerm(words);
    if (word === '') continue;
    for (let from = all.indexOf(word); from >= 0; from = all.indexOf(word, from + 1)) {
      const start = folded[from]?.start ?? 0;
      const end = folded[from + word.length - 1]?.end ?? 0;
      if (latin(word[0]) && latin(text[start - 1])) continue;
      if (latin(word.at(-1)) && latin(text[end])) continue;
      hits.push({ term, start, end });
    }
  }
  return hits.sort((a, b) => a.start - b.start || a.end - b.end || a.term - b.term);
}

describe('a term is found', () => {
  it.each([
    ['as it is written', '整治秸杆焚烧', '秸杆'],
    ['with zero-width characters between', '秸\u200B杆', '秸\u200B杆'],
    ['with a soft hyphen and a variation selector', '秸\u00AD\uFE0F杆', '秸\u00AD\uFE0F杆'],
    ['with a filler, a blank of Braille and an object’s place', '秸\u3164\u2800\uFFFC杆', '秸\u3164\u2800\uFFFC杆'],
    ['with marks on its characters', '秸\u0301\u20DD杆', '秸\u0301\u20DD杆'],
    ['in digits of another script', '示例८६', '示例८६', '示例86'],
    ['with spaces', '秸　 杆', '秸　 杆'],
    ['with marks that separate', '秸*-·_/杆', '秸*-·_/杆'],
    ['with an emoji between', '秸😀杆', '秸😀杆'],
    ['in a part of a character that PDF files write', '执⻓队', '执⻓队', '执长队'],
    ['in a Kangxi radical', '⽔电', '⽔电', '水电'],
    ['in traditional characters', '領導小姐', '領導小姐', '领导小姐'],
    ['where the list is in traditional characters', '领导小姐', '领导小姐', '領導小姐'],
    ['in a compatibility ideograph', '更\uF901', '更\uF901', '更更'],
    ['in full-width letters and another case', 'ＧｉｔHub', 'ＧｉｔHub', 'github'],
    ['in letters of another script', 'ѕсоut', 'ѕсоut', 'scout'],
    ['in mathematical letters', '\u{1D400}bc', '\u{1D400}bc', 'abc'],
    ['where one character folds to several', '重5㎏。', '5㎏', '5kg'],
    ['beyond the basic plane', '姓\u{20BB7}名', '\u{20BB7}名', '\u{20BB7}名'],
    ['at the very end', '禁烧秸', '秸', '秸'],
  ])('%s', (_how, text, flagged, term = '秸杆') => expect(found([term], text)).toEqual([flagged]));
});

describe('a term is not found', () => {
  it.each([
    ['over the end of a sentence', '秸。杆', '秸杆'],
    ['over a comma', '秸，杆', '秸杆'],
    ['over a line’s end', '秸\n杆', '秸杆'],
    ['over a bracket', '秸（杆', '秸杆'],
    ['over a quotation mark', '秸”杆', '秸杆'],
    ['over a picture', `秸${GAP}杆`, '秸杆'],
    ['over a lost character', '秸\uFFFD杆', '秸杆'],
    ['in a longer word of letters', 'smoking', 'sm'],
    ['at the end of a longer word of letters', 'prism', 'sm'],
    ['at the end of one word and the beginning of the next', 'is male', 'sm'],
    ['in a longer number', '2110', '110'],
    ['where another character of the plane beyond stands', '姓\u{20BB8}名', '\u{20BB7}名'],
    ['if it is nothing but separators', 'a*b', '*'],
  ])('%s', (_where, text, term) => expect(found([term], text)).toEqual([]));
});

describe('a scanner', () => {
  it('finds overlapping terms, by their starts, the shorter first', () =>
    expect(found(['执法局', '综合执法', '执法', '法'], '综合执法局')).toEqual(['综合执法', '执法', '执法局', '法']));

  it('gives each of several terms that fold alike', () => {
    expect(termScanner(['领导', '領導'])('领导')).toEqual([
      { term: 0, start: 0, end: 2 },
      { term: 1, start: 0, end: 2 },
    ]);
  });

  it('of no terms finds nothing', () => expect(found([], '综合执法局')).toEqual([]));

  it('keeps a text’s hits apart from the next one’s', () => {
    const scan = termScanner(['秸杆']);
    const long = `${'禁烧'.repeat(2000)}秸杆㎏`;
    expect([scan('秸杆'), scan(long), scan('秆')].map(({ length }) => length)).toEqual([1, 1, 0]);
  });

  it('finds what a naive search finds, in any mixture of characters', () => {
    const character = fc.constantFrom(
      ...'秸杆執执法局長长⻓aAаＡb1１ \n。，*·-㎏Ⅷ…',
      '\u200B',
      '\u{20BB7}',
      '\u{1D400}',
      '😀',
      '\uFFFC',
      '\u3164',
      '\u0301',
      GAP,
    );
    const word = fc.array(character, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
    const text = fc.array(character, { maxLength: 40 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), text, (terms, where) => {
        expect(termScanner(terms)(where)).toEqual(naive(terms, where));
      }),
      { numRuns: 500 },
    );
  });

  it('finds what a naive search finds with a list that fills its tables', () => {
    const han = (seed: number): string => String.fromCharCode(0x4e00 + (Math.imul(seed, 2_654_435_761) >>> 20));
    const terms = Array.from(
      { length: 3000 },
      (_, index) => han(index * 3) + han(index * 3 + 1) + (index % 3 === 0 ? han(index * 3 + 2) : ''),
    );
    const text =
      terms.filter((_, index) => index % 50 === 0).join('的') + Array.from({ length: 3000 }, (_, index) => han(index * 7)).join('');
    const hits = termScanner(terms)(text);
    expect(hits.length).toBeGreaterThanOrEqual(60);
    expect(hits).toEqual(naive(terms, text));
  });
});

describe('the longest hit', () => {
  const longest = (...spans: [number, number][]): [number, number][] =>
    longestOf(spans.map(([start, end], term) => ({ term, start, end }))).map(({ start, end }) => [start, end]);

  it.each<[string, [number, number][], [number, number][]]>([
    [
      'hides one at its start',
      [
        [0, 2],
        [0, 4],
      ],
      [[0, 4]],
    ],
    [
      'hides one at its end',
      [
        [0, 4],
        [2, 4],
      ],
      [[0, 4]],
    ],
    [
      'hides one in its middle',
      [
        [0, 4],
        [1, 2],
      ],
      [[0, 4]],
    ],
    [
      'hides none that reaches beyond it',
      [
        [0, 4],
        [2, 5],
      ],
      [
        [0, 4],
        [2, 5],
      ],
    ],
    [
      'hides none of the same stretch',
      [
        [0, 4],
        [0, 4],
      ],
      [
        [0, 4],
        [0, 4],
      ],
    ],
    [
      'hides none after it',
      [
        [0, 2],
        [2, 4],
      ],
      [
        [0, 2],
        [2, 4],
      ],
    ],
  ])('%s', (_what, spans, kept) => expect(longest(...spans)).toEqual(kept));
});
