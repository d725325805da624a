import { printable } from '../../printable.ts';
import { type Cell, type Column, type Sheet, shown } from './sheet.ts';

/** Characters that take two places of a terminal (Unicode's East Asian Width W and F, as far as names use them). */
const WIDE = /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]/u;

const widthOf = (text: string): number => [...text].reduce((sum, character) => sum + (WIDE.test(character) ? 2 : 1), 0);

function padded(text: string, width: number, kind: Column['kind']): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return kind === 'text' ? text + space : space + text;
}

/** A sheet in aligned columns, numbers to the right. */
export function textOf({ name, columns, rows }: Sheet): string {
  const cells = rows.map((row) => columns.map(({ kind }, index) => printable(shown(row[index] ?? (null as Cell), kind))));
  const widths = columns.map(({ title }, index) => Math.max(widthOf(title), ...cells.map((row) => widthOf(row[index] as string))));
  const line = (words: readonly string[]): string =>
    words
      .map((word, index) => padded(word, widths[index] as number, columns[index]?.kind ?? 'text'))
      .join('  ')
      .trimEnd();
  return [name, line(columns.map(({ title }) => title)), ...cells.map(line)].join('\n');
}
