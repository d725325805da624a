import type { Element, ElementContent, Nodes, Root, Text } from 'hast';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import type { Item } from '../item/item.ts';
import { walk } from '../item/markdown.ts';
import { element, isElement, rebuild, text } from './elements.ts';
import { captionOf, MACHINE_MADE, type Picture, pictureAt } from './pictures.ts';

/** The text of an item as an element tree that website and WeChat are both made from, and what was left out on the way. */
export interface Article {
  root: Root;
  /** Pieces of raw HTML: none of it is shown anywhere. */
  rawHtml: number;
  /** Pictures that are no JPEG of the item's own folder: their description is shown as text. */
  foreignPictures: number;
}

const toElements = unified()
  .use(remarkRehype, {
    footnoteLabel: '注释',
    footnoteLabelProperties: {},
    footnoteBackLabel: (index: number) => `回到正文中的注 ${index + 1}`,
  })
  .freeze();

const HAN = '[\\p{Script=Han}\\u3000-\\u303F\\uFF00-\\uFF60\\uFFE0-\\uFFE6“”‘’…—·]';
const endsHan = new RegExp(`${HAN}$`, 'u');
const startsHan = new RegExp(`^${HAN}`, 'u');
const INLINE = new Set(['a', 'strong', 'em', 'del', 'sup', 'span']);

function joinRun(run: Text[]): void {
  const whole = run.map(({ value }) => value).join('');
  let offset = 0;
  for (const piece of run) {
    const start = offset;
    offset += piece.value.length;
    piece.value = piece.value.replace(/\n/g, (line, at: number) => {
      const before = whole.slice(Math.max(0, start + at - 2), start + at);
      return endsHan.test(before) && startsHan.test(whole.slice(start + at + 1, start + at + 3)) ? '' : line;
    });
  }
}

/** A line end inside a paragraph is a space for a browser; between Han characters it is nothing. */
function joinHanLines(root: Root): void {
  let run: Text[] = [];
  const end = (): void => {
    if (run.length > 0) joinRun(run);
    run = [];
  };
  const visit = (node: Nodes): void => {
    if (node.type === 'text') run.push(node);
    if (!('children' in node)) return;
    const inline = isElement(node) && INLINE.has(node.tagName);
    if (!inline) end();
    if (!isElement(node, 'code', 'pre')) node.children.forEach(visit);
    if (!inline) end();
  };
  visit(root);
}

const LEVELS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];
const isFootnotes = (node: Nodes) => isElement(node, 'section') && node.properties.dataFootnotes !== undefined;

/** The title is the page's h1: the text's own headings begin at h2 and skip no level. */
function rankHeadings(root: Root): Root {
  const headings: Element[] = [];
  rebuild(root, (node) => {
    if (LEVELS.includes(node.tagName) && node.properties.id === undefined) headings.push(node);
    return [node];
  });
  const used = LEVELS.filter((level) => headings.some(({ tagName }) => tagName === level));
  const ranked = (node: Element): Element =>
    node.properties.id === undefined && used.includes(node.tagName)
      ? { ...node, tagName: LEVELS[Math.min(used.indexOf(node.tagName) + 1, 5)] as string }
      : node;
  return rebuild(root, (node) => [ranked(node)]);
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

const RUNNING = ['li', 'td', 'th', 'a', 'strong', 'em', 'del', ...LEVELS];

/** Where a picture stands in a running text (a cell, a list item, a link) it has no caption, but keeps its label. */
function inLine(node: Element): Element {
  if (!RUNNING.includes(node.tagName)) return node;
  const children = node.children.flatMap((child) => {
    if (!isElement(child, 'figure')) return [child];
    const [img, caption] = child.children;
    const label = isElement(caption) ? caption.children.filter((part) => isElement(part, 'span')) : [];
    return [img as ElementContent, ...label];
  });
  return { ...node, children };
}

/** Puts the item's own pictures in place; what isn't one is shown as its description. */
function placePictures(item: Item, root: Root): { root: Root; foreign: number } {
  let count = 0;
  let foreign = 0;
  const placed = rebuild(root, (node) => {
    if (node.tagName === 'p' && node.children.some((child) => isElement(child, 'figure'))) return splitParagraph(node);
    if (node.tagName !== 'img') return [inLine(node)];
    const { src, alt, title } = node.properties as Record<string, string | undefined>;
    const picture = pictureAt(item, src ?? '');
    if (!picture) {
      foreign += 1;
      return alt ? [text(`（图片：${alt}）`)] : [];
    }
    count += 1;
    return [figure(picture, pictureElement(picture, alt ?? '', count === 1), title || (alt ?? ''))];
  });
  return { root: placed, foreign };
}

/** The list of footnotes at the end of the text, `null` where it has none. */
export function footnotesOf(root: Root): Element | null {
  return (root.children.find(isFootnotes) as Element | undefined) ?? null;
}

/** Turns an item's Markdown into elements: own pictures with captions, Han lines joined, headings from h2. Raw HTML is left out. */
export function articleOf(item: Item): Article {
  let rawHtml = 0;
  walk(item.tree, (node) => {
    if (node.type === 'html') rawHtml += 1;
  });
  const root = toElements.runSync(item.tree) as Root;
  joinHanLines(root);
  const { root: placed, foreign } = placePictures(item, rankHeadings(root));
  return { root: placed, rawHtml, foreignPictures: foreign };
}
