import type { Element, ElementContent, Nodes, Root } from 'hast';
import type { Item } from '../item/item.ts';
import { MACHINE_MADE } from './around-text.ts';
import { element, isElement, text } from './elements.ts';
import { captionOf, type Picture, pictureAt } from './pictures.ts';

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
