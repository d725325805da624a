import { readFileSync } from 'node:fs';

/** Right and wrong examples of a row of a table of wordings. */
interface Examples {
  good: string[];
  bad: string[];
}

const linesOf = (name: string): string[] =>
  readFileSync(new URL(`examples/${name}.txt`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

/** The examples of a table, by the names of its rows: a line of right ones behind the name, then an indented one of wrong ones. */
export function examplesOf(table: string): Record<string, Examples> {
  const lines = linesOf(table).map((line) => line.split('\t'));
  const rows = lines.flatMap(([id = '', ...good], index) =>
    id === '' ? [] : [[id, { good, bad: lines[index + 1]?.slice(1) ?? [] }] as const],
  );
  return Object.fromEntries(rows);
}

/** Honest prose that is like bad wording (facts: acceptance). */
export const HONEST: readonly string[] = linesOf('honest');
