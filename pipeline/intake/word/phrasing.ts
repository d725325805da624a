import type { Nodes, PhrasingContent } from 'mdast';
import type { RunLook } from './styles.ts';

/** A stretch of a paragraph: words with their look, or something that stands among them. */
export interface Piece {
  text: string;
  look: RunLook;
  link: string | null;
  /** Stands in place of words: a picture, a line end, a note's mark. */
  node: PhrasingContent | null;
  /** A picture that floats beside its paragraph. */
  floats?: boolean;
}

/** The words of pieces, line ends as blanks. */
export const wordsOfPieces = (pieces: readonly Piece[]): string =>
  pieces.map(({ text, node }) => (node?.type === 'break' ? ' ' : text)).join('');

/** The words of blocks; what stands apart is told apart by a blank. */
export function wordsOfBlock(node: Nodes): string {
  if (node.type === 'text') return node.value;
  if (node.type === 'break') return ' ';
  if (!('children' in node)) return '';
  const apart = ['root', 'list', 'listItem', 'table', 'tableRow', 'tableCell', 'footnoteDefinition'].includes(node.type);
  return node.children.map(wordsOfBlock).join(apart ? ' ' : '');
}

const MARKS = [
  ['link', null],
  ['struck', 'delete'],
  ['bold', 'strong'],
  ['italic', 'emphasis'],
] as const;

type Mark = (typeof MARKS)[number];

const markOf = (piece: Piece, [name]: Mark): string | boolean => (name === 'link' ? (piece.link ?? false) : piece.look[name] === true);

/** Words that touch; blanks at the edges of marks are drawn out by whoever writes Markdown. */
function marked(pieces: readonly Piece[], [mark, ...inner]: readonly Mark[]): PhrasingContent[] {
  if (mark === undefined)
    return pieces.flatMap(({ node, text }): PhrasingContent[] => (node ? [node] : text === '' ? [] : [{ type: 'text', value: text }]));
  const nodes: PhrasingContent[] = [];
  for (let at = 0; at < pieces.length; ) {
    const value = markOf(pieces[at] as Piece, mark);
    let end = at + 1;
    while (end < pieces.length && markOf(pieces[end] as Piece, mark) === value) end += 1;
    const children = marked(pieces.slice(at, end), inner);
    at = end;
    if (value === false) for (const child of children) nodes.push(child);
    else if (typeof value === 'string')
      nodes.push({ type: 'link', url: value, children: children as Exclude<PhrasingContent, { type: 'link' }>[] } as PhrasingContent);
    else nodes.push({ type: mark[1] ?? 'strong', children });
  }
  return nodes;
}

/** Neighbouring text nodes as one. */
function joined(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  const all: PhrasingContent[] = [];
  for (const node of nodes) {
    const last = all.at(-1);
    if (node.type === 'text' && last?.type === 'text') all[all.length - 1] = { type: 'text', value: last.value + node.value };
    else all.push(node);
  }
  return all;
}

const isBlank = ({ node, text }: Piece): boolean => (node === null ? text.trim() === '' : node.type === 'break');

/** Pieces as Markdown's inline content, without blanks and line ends around it. */
export function phrasingOf(pieces: readonly Piece[]): PhrasingContent[] {
  const first = pieces.findIndex((piece) => !isBlank(piece));
  if (first < 0) return [];
  const last = pieces.findLastIndex((piece) => !isBlank(piece));
  const kept = pieces.slice(first, last + 1).map((piece) => ({ ...piece }));
  const [start, end] = [kept[0] as Piece, kept.at(-1) as Piece];
  start.text = start.text.trimStart();
  end.text = end.text.trimEnd();
  return joined(marked(kept, MARKS));
}
