import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { shippedLexicon } from '#pipeline/check/lexicon/lexicon.ts';
import { phrasesOf } from './slips.ts';

const DATA = join(import.meta.dirname, '../../pipeline/check/lexicon/data');

const rowsOf = (name: string): string[] => {
  const lines = readFileSync(join(DATA, name), 'utf8').trimEnd().split('\n');
  return lines.filter((line) => !line.startsWith('#'));
};
/** The phrases of each group, below its name. */
const sections = rowsOf('phrases.txt')
  .join('\n')
  .split(/^=/m)
  .slice(1)
  .map((section) => section.trimEnd().split('\n'));
const headings = sections.map(([heading = '']) => heading);
const phrases = sections.flatMap(([, ...rows]) => rows);
const texts = new Set(phrases);
/** The phrases whose heading has a mark, or hasn't. */
const phrasesWith = (mark: string, has = true): string[] =>
  sections.flatMap(([heading = '', ...rows]) => (heading.includes(mark) === has ? rows : []));
const dated = rowsOf('dated.txt').flatMap((row) => {
  const [olds = '', ...rest] = row.split('\t');
  return olds.split(' ').map((old) => [old, ...rest]);
});

describe('the phrases kept by hand', () => {
  it('stand below their groups and marks in the order of their characters, each once', () => {
    const marked = ['国家', '领导', '机构', '提法', '城管'].flatMap((group) =>
      ['', ' core', ' honest', ' alike', ' sure'].map((mark) => group + mark),
    );
    const orderOf = (heading: string): string => {
      const [dates = ''] = /( (since|until)=\d{4}-\d{2})*$/.exec(heading) ?? [];
      const place = marked.indexOf(heading.slice(0, heading.length - dates.length));
      return place < 0 ? `unknown: ${heading}` : `${String(place).padStart(2, '0')}${dates}`;
    };
    const orders = headings.map(orderOf);
    expect(orders.filter((order) => order.startsWith('unknown'))).toEqual([]);
    expect(orders).toEqual([...new Set(orders)].sort());
    for (const [, ...rows] of sections) expect(rows).toEqual([...rows].sort());
    expect(sections.filter(({ length }) => length < 2)).toEqual([]);
    expect(texts.size).toBe(phrases.length);
  });

  it('are phrases without quotation marks and spaces, of three characters and more', () => {
    const text = /^\p{Script=Han}[\p{Script=Han}、（）《》]+[\p{Script=Han}》]$/u;
    expect(phrases.filter((phrase) => !text.test(phrase))).toEqual([]);
  });

  it('do not take a division before a phrase that is listed without it: 市 and 是 sound alike', () => {
    expect(phrasesWith(' honest', false).filter((text) => /^[省市县区乡镇]/.test(text) && texts.has(text.slice(1)))).toEqual([]);
  });

  it('count any other character alone in those few of which honest prose has no other form', () => {
    expect(phrasesWith(' core').length).toBeLessThan(115);
  });
});

describe('wording that is no longer right', () => {
  it('stands in the order of its characters, each once, with what is right, a day and a reason', () => {
    const rows = rowsOf('dated.txt');
    expect(rows).toEqual([...rows].sort());
    expect(new Set(dated.map(([old]) => old)).size).toBe(dated.length);
    const wrong = dated.filter(
      ([old = '', right = '', since = '', note = '', ...more]) =>
        old.length < 3 || right.length < 3 || !/^\d{4}-\d{2}-\d{2}$/.test(since) || note === '' || !['', 'today'].includes(more.join()),
    );
    expect(wrong).toEqual([]);
  });

  it('is in no right wording, and is no phrase', () => {
    const right = [...texts, ...dated.map(([, now = '']) => now)];
    const never = dated.filter(([, , , , mark]) => mark !== 'today');
    expect(never.filter(([old = '']) => right.some((text) => text.includes(old))).map(([old]) => old)).toEqual([]);
  });
});

describe('the sure pairs of idioms and words', () => {
  const path = join(import.meta.dirname, '../../content/terms/idioms.yml');
  const { idioms }: { idioms: { right: string; wrong: string[] }[] } = parse(readFileSync(path, 'utf8'));
  const wrong = idioms.flatMap((entry) => entry.wrong);

  it('have each form once', () => {
    expect(new Set(idioms.map(({ right }) => right)).size).toBe(idioms.length);
    expect(new Set(wrong).size).toBe(wrong.length);
  });

  it('have no wrong form that is part of right wording: idioms, phrases, titles of laws, places', () => {
    const known = shippedLexicon().lists.flatMap((list) => phrasesOf(list).map(({ text }) => text));
    const right = [...idioms.map((entry) => entry.right), ...known, ...rowsOf('laws.txt')].join('\n');
    expect(wrong.filter((form) => right.includes(form))).toEqual([]);
  });
});
