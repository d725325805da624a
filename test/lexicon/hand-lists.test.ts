import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { wordsOf } from '#pipeline/check/lexicon/data-files.ts';

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
const phrases = sections.flatMap(([, ...rows]) => rows.map((row) => row.split('\t')));
const texts = new Set(phrases.map(([text = '']) => text));
const dated = rowsOf('dated.txt').flatMap((row) => {
  const [olds = '', ...rest] = row.split('\t');
  return olds.split(' ').map((old) => [old, ...rest]);
});

describe('the phrases kept by hand', () => {
  it('stand below their groups in the order of their characters, each once', () => {
    const groups = ['国家', '领导', '机构', '提法', '城管'].flatMap((group) =>
      ['', '\tcore', '\thonest', '\talike', '\tsure'].map((mark) => group + mark),
    );
    expect(sections.map(([group]) => group)).toEqual(groups.filter((group) => group !== '城管\tcore'));
    for (const [, ...rows] of sections) expect(rows).toEqual([...rows].sort());
    expect(texts.size).toBe(phrases.length);
  });

  it('are phrases without quotation marks and spaces, of three characters and more, with known marks', () => {
    const text = /^\p{Script=Han}[\p{Script=Han}、（）《》]+[\p{Script=Han}》]$/u;
    const wrong = phrases.filter(
      ([phrase = '', marks, ...more]) =>
        !text.test(phrase) ||
        more.length > 0 ||
        (marks !== undefined && !/^(core|honest|alike|sure)?( ?(since|until)=\d{4}-\d{2})*$/.test(marks)),
    );
    expect(wrong).toEqual([]);
  });

  it('do not take a division before a phrase that is listed without it: 市 and 是 sound alike', () => {
    const told = phrases.flatMap(([text = '', marks = '']) => (marks.includes('honest') ? [] : [text]));
    expect(told.filter((text) => /^[省市县区乡镇]/.test(text) && texts.has(text.slice(1)))).toEqual([]);
  });

  it('count any other character alone in those few of which honest prose has no other form', () => {
    expect(phrases.filter(([, marks = '']) => marks.includes('core')).length).toBeLessThan(115);
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
    const right = [idioms.map((entry) => entry.right), [...texts], wordsOf('places.txt'), rowsOf('laws.txt')].flat().join('\n');
    expect(wrong.filter((form) => right.includes(form))).toEqual([]);
  });
});
