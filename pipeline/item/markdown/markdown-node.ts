import type { Nodes, Root } from 'mdast';
import { FILE_START, type Span } from '../content-problem.ts';

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

const known = new WeakMap<Root, Nodes[]>();

/** A tree's nodes in the order of the text, itself first; listed once, for a tree that nobody changes any more. */
export function nodesOf(tree: Root): readonly Nodes[] {
  const listed = known.get(tree);
  if (listed !== undefined) return listed;
  const nodes: Nodes[] = [tree];
  const add = (node: Nodes): void => {
    nodes.push(node);
    if ('children' in node) for (const child of node.children) add(child);
  };
  for (const child of tree.children) add(child);
  known.set(tree, nodes);
  return nodes;
}
