import type { Element, ElementContent, Nodes, Root } from 'hast';
import type { Definition, FootnoteDefinition } from 'mdast';
import type { Item } from '../item/item.ts';
import { walk } from '../item/markdown/markdown.ts';
import { MACHINE_MADE } from './around-text.ts';
import { element, isElement, text } from './elements.ts';
import { footnoteList, keyOf } from './footnote-elements.ts';
import { joinHanLines } from './line-ends.ts';
import { inside, type Making } from './markdown-elements.ts';
import { captionOf, type Picture, pictureAt } from './pictures.ts';

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

function pictureElement(picture: Picture, alt: string, first: boolean): Element {
  const size = picture.width > 0 ? { width: picture.width, height: picture.height } : {};
  return element('img', { src: picture.path, alt, ...size, loading: first ? 'eager' : 'lazy', decoding: 'async' });
}

function labels(picture: Picture): Element[] {
  return picture.kind === 'ai' ? [element('span', { className: ['ai-label'] }, text(MACHINE_MADE))] : [];
}

/** A picture with its caption, centred by the style of whoever shows it. */
function figure(picture: Picture, img: Element, description: string): Element {
  const caption = captionOf(picture, description);
  const words: ElementContent[] = [...labels(picture), ...(caption === '' ? [] : [text(caption)])];
  return element('figure', {}, img, ...(words.length === 0 ? [] : [element('figcaption', {}, ...words)]));
}

const isBlank = (node: Nodes) => node.type === 'text' && node.value.trim() === '';

/** Running text without the white space at its ends. */
function trimmed(words: ElementContent[]): ElementContent[] {
  return words.map((node, index) => {
    if (node.type !== 'text') return node;
    const from = index === 0 ? node.value.trimStart() : node.value;
    return text(index === words.length - 1 ? from.trimEnd() : from);
  });
}

/** A paragraph with pictures becomes paragraphs and figures side by side. */
function splitParagraph(paragraph: Element): Element[] {
  const parts: Element[] = [];
  let words: ElementContent[] = [];
  const end = (): void => {
    if (words.some((node) => !isBlank(node) && !isElement(node, 'br'))) parts.push({ ...paragraph, children: trimmed(words) });
    words = [];
  };
  for (const child of paragraph.children) {
    if (!isElement(child, 'figure')) words.push(child);
    else {
      end();
      parts.push(child);
    }
  }
  end();
  return parts;
}

const RUNNING = new Set(['li', 'td', 'th', 'a', 'strong', 'em', 'del', 'h2', 'h3', 'h4', 'h5', 'h6']);

/** Where a picture stands in a running text (a cell, a list item, a link) it has no caption, but keeps its label. */
function inLine(child: ElementContent): ElementContent[] {
  if (!isElement(child, 'figure')) return [child];
  const [img, caption] = child.children;
  const label = isElement(caption) ? caption.children.filter((part) => isElement(part, 'span')) : [];
  return [img as ElementContent, ...label];
}

const isFigure = (node: ElementContent) => isElement(node, 'figure');
const isParagraphWithFigure = (node: ElementContent): node is Element => isElement(node, 'p') && node.children.some(isFigure);

/** What is shown of each picture: its figure, or the words in its place. */
function facesOf(item: Item, imgs: readonly Element[]): { faces: Map<ElementContent, ElementContent[]>; foreign: number } {
  let count = 0;
  const faces = imgs.map((img): [Element, ElementContent[]] => {
    const { src = '', alt = '', title } = img.properties as Record<string, string | undefined>;
    const picture = pictureAt(item, src);
    if (!picture) return [img, alt === '' ? [] : [text(`（图片：${alt}）`)]];
    count += 1;
    return [img, [figure(picture, pictureElement(picture, alt, count === 1), title || alt)]];
  });
  return { faces: new Map(faces), foreign: imgs.length - count };
}

/**
 * Puts the item's own pictures in place; what isn't one is shown as its description. Changes the tree.
 * @param imgs all pictures of the tree, in the order of the text
 * @returns how many aren't the item's own
 */
export function placePictures(item: Item, root: Root, imgs: readonly Element[]): number {
  const { faces, foreign } = facesOf(item, imgs);
  const placed = (node: ElementContent) => faces.get(node) ?? (isParagraphWithFigure(node) ? splitParagraph(node) : [node]);
  const place = (parent: Root | Element): void => {
    const children = parent.children as ElementContent[];
    for (const child of children) if (child.type === 'element') place(child);
    if (children.some((child) => faces.has(child) || isParagraphWithFigure(child))) parent.children = children.flatMap(placed);
    if (isElement(parent) && RUNNING.has(parent.tagName) && parent.children.some(isFigure))
      parent.children = parent.children.flatMap(inLine);
  };
  if (imgs.length > 0) place(root);
  return foreign;
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
