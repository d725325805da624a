import type { Nodes, Root } from 'mdast';
import type { Span } from '../content-problem.ts';
import { GAP, ownText } from './folded-text.ts';

/** A paragraph, heading, cell or the like as a reader sees it: marks joined away, no addresses, no code. */
export interface TextBlock {
  /** 第几段 in the body, from 1; 0 for what isn't a paragraph of the body. */
  paragraph: number;
  /** What a person calls the place: 第4段, 标题, 图片说明. */
  label: string;
  text: string;
  /** Where a stretch of the text stands in the file. */
  span: (start: number, end: number) => Span;
}

/** Offsets are worked out when a place is asked for: most texts have no findings. */
type Piece = { text: string; offsets: () => number[] };

/** Line and column of an offset, by the starts of all lines. */
function positions(source: string): (offset: number) => { line: number; column: number } {
  const starts = [0];
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] as number) + 1 };
  };
}

/** Offsets of each character of a text node: escapes, entities and the starts of continued lines stand only in the source. */
function align(value: string, source: string, from: number, to: number): number[] {
  const offsets: number[] = [];
  let at = from;
  for (let index = 0; index < value.length; index++) {
    const wanted = value[index];
    if (source[at] === '&' && wanted !== '&') {
      const entity = /^&[#A-Za-z0-9]{1,32};/.exec(source.slice(at, at + 34));
      offsets.push(at);
      at += entity?.[0].length ?? 1;
      continue;
    }
    let next = at;
    while (next < to && source[next] !== wanted) next += 1;
    offsets.push(next < to ? next : Math.min(at, to - 1));
    at = (offsets[index] as number) + 1;
    if (wanted === '&' && source.startsWith('amp;', at)) at += 4;
  }
  return offsets;
}

function piecesOf(node: Nodes, source: string): Piece[] {
  const start = node.position?.start.offset ?? 0;
  const end = node.position?.end.offset ?? start;
  if (node.type === 'text') return [{ text: ownText(node.value), offsets: () => align(node.value, source, start, end) }];
  if (node.type === 'break') return [{ text: '\n', offsets: () => [start] }];
  if (node.type === 'link') {
    const inner = node.children.flatMap((child) => piecesOf(child, source));
    const shown = inner.map(({ text }) => text).join('');
    const address = /^(?:https?:\/\/|www\.)[!-~]*/i.exec(shown)?.[0];
    if (address === undefined || !node.url.endsWith(shown)) return inner;
    const gap: Piece = { text: GAP, offsets: () => [start] };
    // Without < > around it, an address takes along Han text behind it, which readers take for text.
    const swallowed = source[start] === '<' || source[start] === '[' ? '' : shown.slice(address.length);
    if (swallowed === '') return [gap];
    return [gap, { text: swallowed, offsets: () => inner.flatMap(({ offsets }) => offsets()).slice(address.length) }];
  }
  if ('children' in node) return node.children.flatMap((child) => piecesOf(child, source));
  return [{ text: GAP, offsets: () => [start] }];
}

/** People don't count a picture as a paragraph. */
function hasWords(node: Nodes): boolean {
  return 'children' in node && node.children.some((child) => child.type !== 'image' && child.type !== 'imageReference');
}

const BLOCKS = new Set(['paragraph', 'heading', 'tableCell']);

/** The readable blocks of a tree, pictures' descriptions included. `source` is the padded body that the tree was parsed from. */
export function readableBlocks(tree: Root, source: string): TextBlock[] {
  let positionAt: ReturnType<typeof positions> | null = null;
  const place = (offset: number) => {
    positionAt ??= positions(source);
    return positionAt(offset);
  };
  const blocks: TextBlock[] = [];
  let paragraph = 0;
  const push = (label: string, text: string, piecesIn: () => Piece[], number: number): void => {
    let offsets: number[] | null = null;
    const span = (start: number, end: number): Span => {
      offsets ??= piecesIn().flatMap((piece) => piece.offsets());
      const from = place(offsets[start] ?? 0);
      const to = place((offsets[Math.max(start, end - 1)] ?? offsets[start] ?? 0) + 1);
      return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
    };
    blocks.push({ paragraph: number, label, text, span });
  };
  const add = (label: string, pieces: Piece[], number: number): void =>
    push(label, pieces.map(({ text }) => text).join(''), () => pieces, number);
  const addWords = (label: string, node: Nodes): void => {
    const only = 'children' in node && node.children.length === 1 ? node.children[0] : undefined;
    if (only?.type === 'text') push(label, ownText(only.value), () => piecesOf(node, source), paragraph);
    else add(label, piecesOf(node, source), paragraph);
  };
  const visit = (node: Nodes): void => {
    if (node.type === 'table' || ((node.type === 'paragraph' || node.type === 'heading') && hasWords(node))) paragraph += 1;
    if (BLOCKS.has(node.type)) addWords(node.type === 'tableCell' ? `第${paragraph}段表格` : `第${paragraph}段`, node);
    if (node.type === 'image' || node.type === 'imageReference') {
      const start = (node.position?.start.offset ?? 0) + 2;
      const end = node.position?.end.offset ?? start;
      const alt = node.alt ?? '';
      if (alt !== '') add('图片说明', [{ text: ownText(alt), offsets: () => align(alt, source, start, end) }], paragraph);
    }
    if ((node.type === 'image' || node.type === 'link' || node.type === 'definition') && node.title) {
      const { title, position } = node;
      const start = source.indexOf(title, position?.start.offset ?? 0);
      const offsets = () => align(title, source, Math.max(0, start), position?.end.offset ?? 0);
      add('链接说明', [{ text: ownText(title), offsets }], paragraph);
    }
    if ('children' in node) for (const child of node.children) visit(child);
  };
  visit(tree);
  return blocks;
}
