import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shippedLexicon } from '#pipeline/check/lexicon/lexicon.ts';
import { isListed } from '#pipeline/check/lexicon/other-words.ts';
import { isRare } from '#pipeline/check/lexicon/plain-text.ts';
import { phrasesOf } from './slips.ts';

const DATA = join(import.meta.dirname, '../../pipeline/check/lexicon/data');
const MOST_BYTES = 800_000;

const files = readdirSync(DATA)
  .filter((name) => name.endsWith('.txt'))
  .map((name) => {
    const text = readFileSync(join(DATA, name), 'utf8');
    const lines = text.trimEnd().split('\n');
    return { name, text, head: lines.filter((line) => line.startsWith('#')), rows: lines.filter((line) => !line.startsWith('#')) };
  });
const lexicon = shippedLexicon();
const { lists } = lexicon;
const known = new Set(lists.flatMap((list) => phrasesOf(list).map(({ text }) => text)));
const rowsAt = (folder: string, name: string): string[] =>
  readFileSync(join(folder, name), 'utf8')
    .trimEnd()
    .split('\n')
    .filter((line) => !line.startsWith('#'));
const byHand = (name: string): string[] => rowsAt(import.meta.dirname, name);
const built = files.filter(({ head }) => head.some((line) => line.startsWith('# entries:')));

const HAN = '\\p{Script=Han}';
/** What a row of a built list looks like. */
const ROWS: Record<string, RegExp> = {
  'laws.txt': /^[^\t#\s]{2,}\t\d{1,4}\t(\d{4})?$/,
  'idioms.txt': new RegExp(`^${HAN}{4,}$`, 'u'),
  'places.txt': new RegExp(`^${HAN}{2,}( ${HAN}{2,})*$`, 'u'),
  'sounds.txt': new RegExp(`^${HAN}{2,}$`, 'u'),
  'shapes.txt': new RegExp(`^${HAN}{2,}$`, 'u'),
  'seldom.txt': new RegExp(`^${HAN}{1,30}$`, 'u'),
  'words.txt': new RegExp(`^${HAN}+\\|(${HAN}{2,4}\\|)*$`, 'u'),
  'seen.txt': new RegExp(`^[${HAN}、,]{2,}$`, 'u'),
};

describe('the data files of the lexicon', () => {
  it('fit into 800 KB together', () => {
    expect(files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0)).toBeLessThanOrEqual(MOST_BYTES);
  });

  it('say of which day they are and how long they may stay so', () => {
    const wrong = files.filter(({ head }) => {
      const lines = head.join('\n');
      return !/^# as_of: \d{4}-\d{2}-\d{2}$/m.test(lines) || !/^# interval: \d{1,2} months$/m.test(lines);
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  it.each(['NOTICE', 'README.md'])('are each named in %s, which says where they come from', (page) => {
    const text = readFileSync(join(DATA, page), 'utf8');
    expect(files.filter(({ name }) => !text.includes(name)).map(({ name }) => name)).toEqual([]);
  });

  it('say what is for people at their heads alone', () =>
    expect(files.filter(({ text, head }) => !text.startsWith(`${head.join('\n')}\n`)).map(({ name }) => name)).toEqual([]));

  it('hold each entry once, in the order of their characters, without marks of other systems', () => {
    const wrong = built.filter(({ text, rows }) => {
      const sorted = [...new Set(rows)].sort();
      return /[\r\uFEFF]/.test(text) || !text.endsWith('\n') || sorted.length !== rows.length || sorted.some((row, at) => row !== rows[at]);
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  it('hold as many entries as their heads say', () => {
    const counted = Object.fromEntries(built.map(({ name, rows }) => [name, `# entries: ${rows.length}`]));
    expect(Object.fromEntries(built.map(({ name, head }) => [name, head.find((line) => line.startsWith('# entries:'))]))).toEqual(counted);
  });

  it.each(Object.entries(ROWS))('have rows of one form in %s', (name, form) => {
    const rows = files.find((file) => file.name === name)?.rows ?? [];
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter((row) => !form.test(row))).toEqual([]);
  });

  it.each([
    ['sound', '公功 信新 毫豪 检监 总纵'],
    ['component', '罚罪 政攻 国圈'],
    ['strokes', '平乎 未末 土士 日曰'],
    ['being a part', '医矢 押甲 意音'],
    ['the look of the whole, to rare characters', '僚撩 育肓 筑诛'],
  ])('know what is mistaken by %s', (_, pairs) => {
    const isKnown = ([one = '', other = '']: string) => isListed(one, other, lexicon) || isRare(other);
    expect(pairs.split(' ').filter((pair) => !isKnown(pair))).toEqual([]);
  });

  it.each([
    ['laws.txt', '民法典\t1260\t2021'],
    ['laws.txt', '行政处罚法\t86\t2021'],
    ['laws.txt', '浙江省综合行政执法条例\t38\t2021'],
  ])('hold in %s: %s', (name, row) => expect(files.find((file) => file.name === name)?.rows).toContain(row));

  it.each(['金华市婺城区', '义乌市佛堂镇'])('know the place %s', (place) => expect(known).toContain(place));

  it.each(['more-idioms.txt', 'kept-out-idioms.txt', 'more-seen.txt', 'kept-out.txt'])(
    'are built from %s by hand, which has each entry once, in order',
    (name) => expect(byHand(name)).toEqual([...new Set(byHand(name))].sort()),
  );

  it('hold of idioms what is listed by hand, and nothing that is kept out', () => {
    const idioms = new Set(rowsAt(DATA, 'idioms.txt'));
    expect(byHand('more-idioms.txt').filter((idiom) => !idioms.has(idiom))).toEqual([]);
    expect(byHand('kept-out-idioms.txt').filter((idiom) => idioms.has(idiom))).toEqual([]);
  });

  it('hold of honest forms what is listed by hand, nothing that is kept out, and no phrase', () => {
    const seen = new Set(rowsAt(DATA, 'seen.txt'));
    expect(byHand('more-seen.txt').filter((form) => !seen.has(form))).toEqual([]);
    expect(byHand('kept-out.txt').filter((form) => seen.has(form))).toEqual([]);
    expect([...seen].filter((form) => known.has(form))).toEqual([]);
  });
});
