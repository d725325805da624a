import type { BlockContent, List, Paragraph, RootContent } from 'mdast';
import { htmlText } from '../mail/html-text.ts';
import { decodedText } from '../plain-text.ts';
import type { Look } from '../received.ts';
import { readInline } from './inline.ts';
import { type Piece, phrasingOf, wordsOfBlock } from './phrasing.ts';
import { placeOf, type Story, tell } from './story.ts';
import { readTable } from './tables.ts';
import { below, chosen, type Element, elementsOf, holds, switchOf } from './xml.ts';

/** Blocks with the level of their bullet, if they have one. */
interface Item {
  blocks: RootContent[];
  bullet: number | null;
}

/** The size of most words of a paragraph. */
function sizeOf(pieces: readonly Piece[]): number | null {
  const counts = new Map<number | undefined, number>();
  for (const { text, look } of pieces) {
    counts.set(look.size, (counts.get(look.size) ?? 0) + text.trim().length);
  }
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0] ?? null;
}

/** Pictures stand in paragraphs of their own: those in the text where they stand, floating ones behind it. */
function split(pieces: readonly Piece[]): Piece[][] {
  const parts: Piece[][] = [[]];
  for (const piece of pieces.filter(({ floats }) => !floats)) {
    if (piece.node?.type === 'image') parts.push([piece], []);
    else parts.at(-1)?.push(piece);
  }
  return [...parts, ...pieces.filter(({ floats }) => floats).map((piece) => [piece])];
}

function paragraphsOf(pieces: readonly Piece[], look: Look): Paragraph[] {
  return split(pieces).flatMap((part): Paragraph[] => {
    const children = phrasingOf(part);
    return children.length === 0 ? [] : [{ type: 'paragraph', children, data: { look } }];
  });
}

/** How many paragraphs people count: those with words, and tables. */
function countOf(blocks: readonly RootContent[]): number {
  return blocks.reduce((sum, block) => {
    if (block.type === 'table') return sum + 1;
    if (block.type === 'paragraph') return sum + (wordsOfBlock(block).trim() === '' ? 0 : 1);
    return sum + ('children' in block ? countOf(block.children as RootContent[]) : 0);
  }, 0);
}

function counted(story: Story, blocks: RootContent[]): RootContent[] {
  if (story.counted) story.count += countOf(blocks);
  return blocks;
}

/** A mark of a paragraph's end that somebody put in or took out and nobody has accepted. */
function tellMark(story: Story, properties: Element | undefined): void {
  const mark = below(properties, 'w:rPr');
  if (below(mark, 'w:ins') ?? below(mark, 'w:moveTo')) tell(story, 'insertion', '（段落标记）');
  if (below(mark, 'w:del') ?? below(mark, 'w:moveFrom')) tell(story, 'deletion', '（段落标记）');
}

/** Text boxes anchored in a paragraph, behind it. */
function readBoxes(story: Story, boxes: Story['boxes']): RootContent[] {
  return boxes.flatMap(({ content, fill }) => {
    const place = placeOf(`${story.place.words}文本框`);
    const inside: Story = { ...story, counted: false, place, behind: fill, fields: [], pieces: [], link: null };
    const blocks = readBlocks(inside, elementsOf(content));
    const words = blocks.map(wordsOfBlock).join(' ').trim();
    if (words !== '') tell(story, 'text-box', words);
    return blocks;
  });
}

function readParagraph(story: Story, element: Element): Item {
  if (story.counted) story.place = placeOf(`第${story.count + 1}段`);
  const properties = below(element, 'w:pPr');
  const { look, number, style, fill } = story.reading.styles.paragraph(properties);
  const label = number && story.reading.numbering(number);
  story.style = style;
  story.fill = fill;
  story.pieces = [];
  story.boxes = [];
  tellMark(story, properties);
  for (const child of elementsOf(element)) readInline(child, story, readBlocks);
  const { pieces, boxes } = story;
  story.pieces = [];
  const size = sizeOf(pieces);
  const ofStyle = story.reading.styles.run(undefined, style);
  // What a whole style makes bold is its look, not a stress.
  for (const piece of pieces)
    piece.look = { ...piece.look, bold: piece.look.bold && !ofStyle.bold, italic: piece.look.italic && !ofStyle.italic };
  const isEmpty = pieces.every(({ text, node }) => text.trim() === '' && node?.type !== 'image');
  if (label !== null && 'text' in label && !isEmpty) pieces.unshift({ text: label.text, look: {}, link: null, node: null });
  const own = paragraphsOf(pieces, { ...look, size });
  if (story.counted && countOf(own) === 0) story.place.words = story.count === 0 ? '文首' : `第${story.count}段后`;
  const isBullet = label !== null && 'bullet' in label && own.length > 0 && look.outline === null;
  const behind = boxes.length > 0 ? readBoxes(story, boxes) : [];
  return { blocks: counted(story, [...own, ...behind]), bullet: isBullet ? label.bullet : null };
}

const plain = (blocks: RootContent[]): Item[] => (blocks.length === 0 ? [] : [{ blocks, bullet: null }]);

/** A table: what is told of it names its own place. */
function readPlacedTable(story: Story, element: Element): Item[] {
  if (story.counted) story.place = placeOf(`第${story.count + 1}段`);
  const before = story.count;
  const blocks = readTable(story, element, readBlocks);
  // A frame's paragraphs were counted as they were read.
  return plain(story.count === before ? counted(story, blocks) : blocks);
}

/** Words between paragraphs, or whole paragraphs that somebody put in or took out as one: no file that Word writes has them. */
function readLoose(story: Story, element: Element): Item[] {
  if (LOOSE.includes(element.name) || holds(element, LOOSE))
    return [readParagraph(story, { ...element, name: 'w:p', children: [element] })];
  readInline(element, story, readBlocks);
  story.pieces = [];
  return [];
}

/** The words of a web page or other text that lies in the file as a part of its own: none of the item's, but a mark counts there too. */
function foreignWords({ reading: { parts }, path }: Story, { attributes }: Element): string | null {
  const relation = parts.relationsOf(path).get(attributes['r:id'] ?? '');
  const bytes = relation && !relation.external ? parts.bytesOf(relation.target) : undefined;
  const text = bytes === undefined ? null : decodedText(bytes);
  if (text === null || text.startsWith('{\\rtf')) return null;
  const { text: shown, hidden, named } = htmlText(text);
  return [shown, hidden, named].join('\n').trim();
}

const REVISIONS = ['w:ins', 'w:del', 'w:moveTo', 'w:moveFrom'];
const LOOSE = ['w:t', 'w:delText', 'w:drawing', 'w:pict', 'w:object', 'm:oMath'];

function readItems(story: Story, element: Element): Item[] {
  const { name } = element;
  if (name === 'w:p') return [readParagraph(story, element)];
  if (name === 'w:tbl') return readPlacedTable(story, element);
  if (name === 'w:altChunk' || name === 'w:subDoc') {
    const words = foreignWords(story, element);
    tell(story, words === null ? 'foreign-unread' : 'foreign-part', words ?? '');
    return [];
  }
  if (name === 'mc:AlternateContent') return chosen(element).flatMap((child) => readItems(story, child));
  if (REVISIONS.includes(name) || !holds(element, ['w:p', 'w:tbl'])) return readLoose(story, element);
  const items = elementsOf(element).flatMap((child) => readItems(story, child));
  if (name === 'w:sdt' && switchOf(below(element, 'w:sdtPr'), 'w:showingPlcHdr')) {
    const words = items.flatMap(({ blocks }) => blocks.map(wordsOfBlock)).join(' ');
    if (words.trim() !== '') tell(story, 'placeholder', words);
  }
  return items;
}

/** Neighbouring bullets as lists, deeper ones inside the bullet before them. */
function listOf(items: readonly Item[]): List {
  const list: List = { type: 'list', ordered: false, spread: false, children: [] };
  const level = items.reduce((least, { bullet }) => Math.min(least, bullet ?? 0), 9);
  for (let at = 0; at < items.length; ) {
    const { blocks, bullet } = items[at] as Item;
    let end = at + 1;
    if (bullet === level) {
      list.children.push({ type: 'listItem', spread: false, children: blocks as BlockContent[] });
    } else {
      while (end < items.length && (items[end] as Item).bullet !== level) end += 1;
      const inner = listOf(items.slice(at, end));
      const last = list.children.at(-1);
      if (last === undefined) list.children = inner.children;
      else last.children.push(inner);
    }
    at = end;
  }
  return list;
}

/** Reads paragraphs, tables and what wraps them into blocks. */
export function readBlocks(story: Story, elements: readonly Element[]): RootContent[] {
  const items = elements.flatMap((element) => readItems(story, element)).filter(({ blocks }) => blocks.length > 0);
  const blocks: RootContent[] = [];
  for (let at = 0; at < items.length; ) {
    let end = at;
    while (end < items.length && (items[end] as Item).bullet !== null) end += 1;
    if (end > at) blocks.push(listOf(items.slice(at, end)));
    else for (const block of (items[at] as Item).blocks) blocks.push(block);
    at = Math.max(end, at + 1);
  }
  return blocks;
}
