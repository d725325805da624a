import { printable } from '../../printable.ts';

/** What a cell says; `null` where there is nothing to say. */
export type Cell = string | number | null;

/** How a column's numbers are shown: a share is between 0 and 1, hours have one decimal. */
export interface Column {
  title: string;
  kind: 'text' | 'count' | 'share' | 'hours';
}

/** One table of a report. */
export interface Sheet {
  name: string;
  columns: readonly Column[];
  rows: readonly (readonly Cell[])[];
  /** On a page above the table: SVG, and what its bars are. */
  chart?: { svg: string; series: readonly string[] };
}

/** A cell as people read it. */
export function shown(cell: Cell, kind: Column['kind']): string {
  if (cell === null) return '—';
  if (typeof cell === 'string') return cell;
  if (kind === 'share') return `${(cell * 100).toFixed(1)}%`;
  return kind === 'hours' ? cell.toFixed(1) : String(cell);
}

/** Text as a table may hold it: no control characters, no halves of a pair. */
export function plainText(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\u007E\u00A0-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
}

/** What a spreadsheet would read as the beginning of a formula, in its full-width form too. */
const FORMULA = /^[\s\u3000]*[=+\-@＝＋－＠\t\r]/;

/** A text that could begin a formula gets an apostrophe in front, which spreadsheets take for “this is text”; quoting alone doesn't help. */
function fieldOf(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = plainText(cell);
  const guarded = FORMULA.test(text) ? `'${text}` : text;
  return /[",;\t\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

/** A sheet as CSV (RFC 4180), in UTF-8 with a byte order mark, without which Excel takes Chinese for another encoding. */
export function csvOf({ columns, rows }: Sheet): Uint8Array {
  const lines = [columns.map(({ title }) => title), ...rows].map((row) => row.map(fieldOf).join(','));
  return Buffer.from(`\uFEFF${lines.join('\r\n')}\r\n`);
}

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
