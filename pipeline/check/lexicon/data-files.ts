import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The lines of a file of the lexicon: the program's own data, the same for every bureau. Its head is for people, each line with a `#`. */
export function linesOf(name: string): string[] {
  const text = readFileSync(join(import.meta.dirname, 'data', name), 'utf8');
  return text
    .replace(/^(?:#.*\n)*/, '')
    .trimEnd()
    .split('\n');
}

/** The same, each line cut into its columns. */
export function rowsOf(name: string): string[][] {
  return linesOf(name).map((line) => line.split('\t'));
}

/** What a row's marks say after a key: `since=2022-10`. */
export const markOf = (marks: readonly string[], key: string): string | undefined =>
  marks.find((mark) => mark.startsWith(key))?.slice(key.length);

/** The words of a file that has them by their first characters: behind each what follows in words of two, then in longer ones. */
export function wordsOf(name: string): string[] {
  const words: string[] = [];
  for (const [first = '', seconds = '', others = ''] of rowsOf(name)) {
    for (const second of seconds) words.push(first + second);
    if (others !== '') for (const rest of others.split(' ')) words.push(first + rest);
  }
  return words;
}

/** Words of which it is only asked whether they are there. */
export type WordList = Pick<ReadonlySet<string>, 'has'>;

/** The same as a list that is only asked: what stands behind a first character stays one text, so that nothing is made at the start. */
export function wordListOf(name: string): WordList {
  const rows = new Map(rowsOf(name).map(([first = '', seconds = '', others = '']) => [first, { seconds, others: ` ${others} ` }]));
  return {
    has: (word) => {
      const row = rows.get(word.charAt(0));
      return row !== undefined && (word.length === 2 ? row.seconds.includes(word.charAt(1)) : row.others.includes(` ${word.slice(1)} `));
    },
  };
}
