import { type Cell, plainText, type Sheet } from './sheet.ts';

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
