import type { Nodes } from 'mdast';
import type { Aside, Received } from '../received.ts';
import { reportLine } from '../report.ts';
import { readBlocks } from './blocks.ts';
import { numberingOf } from './numbering.ts';
import { openPackage } from './package.ts';
import { newStory, type Reading } from './story.ts';
import { stylesOf } from './styles.ts';
import { besideText, readSurroundings } from './surroundings.ts';
import { below, descendants, type Element, elementsOf } from './xml.ts';

/** Names that pictures were given by whoever put them in. */
function descriptionsIn(node: Nodes): string[] {
  if (node.type === 'image') return node.alt ? [node.alt] : [];
  return 'children' in node ? node.children.flatMap(descriptionsIn) : [];
}

const isPainted = (tree: Element): boolean =>
  descendants(tree, 'w:highlight', 'w:background', 'a:solidFill', 'v:fill').length > 0 ||
  descendants(tree, 'w:shd').some(({ attributes }) => !/^(?:auto|ffffff)$/i.test(attributes['w:fill'] ?? 'auto'));

/**
 * Reads a Word file (.docx, .docm, .dotx; transitional or strict). What can't be read is refused by a `Problem` of a code `intake/…`.
 * Paragraphs stay paragraphs whatever their level of outline: their `look` tells it.
 * @param file its name; folders before it don't count
 */
export async function readWord(bytes: Uint8Array, file: string): Promise<Received> {
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  const parts = await openPackage(bytes, name);
  const relatedTree = (kind: string): Element | undefined => parts.related(parts.main, kind)[0]?.[1];
  const reading: Reading = {
    parts,
    styles: stylesOf(relatedTree('styles')),
    painted: [parts.tree(parts.main), relatedTree('styles')].some((tree) => tree !== undefined && isPainted(tree)),
    numbering: numberingOf(relatedTree('numbering')),
    told: [],
    pictures: new Map(),
    notes: new Map(),
    beside: besideText(parts),
    called: new Set(),
  };
  const main = parts.tree(parts.main) as Element;
  const body = { ...newStory(reading, parts.main, main, '文首'), counted: true };
  const blocks = readBlocks(body, elementsOf(below(main, 'w:body')));
  const text = { type: 'root' as const, children: [...blocks, ...reading.notes.values()] };
  const around = readSurroundings(reading);
  const aside: Aside[] = [
    ...reading.told.map(({ place, words }) => ({ place: place.words, text: words })),
    ...descriptionsIn(text).map((words) => ({ place: '图片说明', text: words })),
    ...around,
  ].filter((one) => one.text.trim() !== '');
  return {
    file: name,
    text,
    pictures: reading.pictures,
    report: reading.told.map(({ kind, place, words }) => reportLine(kind, place.words, words)),
    aside,
  };
}
