import type { Element, Root } from 'hast';
import type { Definition, FootnoteDefinition } from 'mdast';
import type { Item } from '../item/item.ts';
import { walk } from '../item/markdown.ts';
import { isElement, text } from './elements.ts';
import { footnoteList, keyOf } from './footnote-elements.ts';
import { joinHanLines } from './line-ends.ts';
import { inside, type Making } from './markdown-elements.ts';
import { placePictures } from './place-pictures.ts';

/** The text of an item as an element tree that website and WeChat are both made from, and what was left out on the way. */
export interface Article {
  root: Root;
  /** Pieces of raw HTML: none of it is shown anywhere. */
  rawHtml: number;
  /** Pictures that are no JPEG of the item's own folder: their description is shown as text. */
  foreignPictures: number;
}

/** The title is the page's h1: the text's own headings begin at h2 and skip no level. Changes the headings. */
function rankHeadings(headings: readonly Element[]): void {
  const used = [...new Set(headings.map(({ tagName }) => tagName))].sort();
  for (const heading of headings) heading.tagName = `h${Math.min(used.indexOf(heading.tagName) + 2, 6)}`;
}

interface Definitions {
  definitions: Map<string, Definition>;
  footnotes: Map<string, FootnoteDefinition>;
  rawHtml: number;
}

/** What a text defines anywhere, by key: of two definitions the first counts. */
function definitionsOf(item: Item): Definitions {
  const found: Definitions = { definitions: new Map(), footnotes: new Map(), rawHtml: 0 };
  walk(item.tree, (node) => {
    if (node.type === 'html') found.rawHtml += 1;
    if (node.type === 'definition' && !found.definitions.has(keyOf(node))) found.definitions.set(keyOf(node), node);
    if (node.type === 'footnoteDefinition' && !found.footnotes.has(keyOf(node))) found.footnotes.set(keyOf(node), node);
  });
  return found;
}

/** The list of footnotes at the end of the text, `null` where it has none. */
export function footnotesOf(root: Root): Element | null {
  return root.children.find((node): node is Element => isElement(node, 'section') && node.properties.dataFootnotes !== undefined) ?? null;
}

/** Turns an item's Markdown into elements: own pictures with captions, Han lines joined, headings from h2. Raw HTML is left out. */
export function articleOf(item: Item): Article {
  const { definitions, footnotes, rawHtml } = definitionsOf(item);
  const making: Making = { definitions, cited: new Map(), headings: [], pictures: [] };
  const blocks = inside(item.tree, making);
  const notes = footnoteList(making.cited, (key) => {
    const definition = footnotes.get(key);
    return definition ? inside(definition, making) : [];
  });
  const parts = notes ? [...blocks, notes] : blocks;
  const root: Root = { type: 'root', children: parts.flatMap((part, index) => (index === 0 ? [part] : [text('\n'), part])) };
  joinHanLines(root);
  rankHeadings(making.headings);
  return { root, rawHtml, foreignPictures: placePictures(item, root, making.pictures) };
}
