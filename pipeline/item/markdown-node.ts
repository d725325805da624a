import type { Nodes } from 'mdast';
import { FILE_START, type Span } from './content-problem.ts';

/** Where a node stands in the file; the start of the file where it has no place. */
export function spanOf({ position }: Nodes): Span {
  if (!position) return FILE_START;
  const { start, end } = position;
  return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}

/** The words of a node and of all below it, without marks. */
export function wordsOf(node: Nodes): string {
  if (node.type === 'text' || node.type === 'inlineCode') return node.value;
  return 'children' in node ? node.children.map(wordsOf).join('') : '';
}
