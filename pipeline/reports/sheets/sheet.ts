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
