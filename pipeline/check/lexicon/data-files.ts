import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of the lexicon: the program's own data, the same for every bureau. Its head is for people, each line with a `#`. */
export const textOf = (name: string): string =>
  readFileSync(join(import.meta.dirname, 'data', name), 'utf8')
    .replace(/^(?:#.*\n)*/, '')
    .trimEnd();

/** Its lines. */
export const linesOf = (name: string): string[] => textOf(name).split('\n');

/** The same, each line cut into its columns. */
export function rowsOf(name: string): string[][] {
  return linesOf(name).map((line) => line.split('\t'));
}

/** What a row's marks say after a key: `since=2022-10`. */
export const markOf = (marks: readonly string[], key: string): string | undefined =>
  marks.find((mark) => mark.startsWith(key))?.slice(key.length);

/** Words of which it is only asked whether they are there. */
export type WordList = Pick<ReadonlySet<string>, 'has'>;

/**
 * The words of a file that has them by their first characters: behind each what follows in words of two, then in longer ones, with `|` around
 * each. What stands behind a first character stays one text, so that nothing is made at the start.
 */
export function wordListOf(name: string): WordList {
  const rows = new Map(linesOf(name).map((row) => [row.charAt(0), row]));
  return {
    has: (word) => {
      const row = rows.get(word.charAt(0));
      if (row === undefined) return false;
      const at = word.length === 2 ? row.indexOf(word.charAt(1), 1) : row.indexOf(`|${word.slice(1)}|`);
      return at > 0 && (word.length > 2 || at < row.indexOf('|'));
    },
  };
}
