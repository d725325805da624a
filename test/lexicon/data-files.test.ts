import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const DATA = join(import.meta.dirname, '../../pipeline/check/lexicon/data');
const MOST_BYTES = 800_000;

const files = readdirSync(DATA)
  .filter((name) => name.endsWith('.txt'))
  .map((name) => {
    const text = readFileSync(join(DATA, name), 'utf8');
    const lines = text.trimEnd().split('\n');
    return { name, text, head: lines.filter((line) => line.startsWith('#')), rows: lines.filter((line) => !line.startsWith('#')) };
  });
const built = files.filter(({ head }) => head.some((line) => line.startsWith('# entries:')));

const HAN = '\\p{Script=Han}';
/** What a row of a built list looks like. */
const ROWS: Record<string, RegExp> = {
  'laws.txt': /^[^\t#\s]{3,}\t\d{1,4}\t(\d{4}-\d{2}-\d{2})?$/,
  'places.txt': new RegExp(`^${HAN}{4,}$`, 'u'),
  'confusables.txt': new RegExp(`^${HAN}\\t${HAN}+$`, 'u'),
  'words.txt': new RegExp(`^${HAN}{2,5}$`, 'u'),
  'seen.txt': new RegExp(`^[${HAN}、]{2,}$`, 'u'),
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
});
