import type { Element, ElementContent } from 'hast';
import type { Definition, List, ListItem, Parents, RootContent, Table } from 'mdast';
import { isElement, onLines, text } from './elements.ts';
import { type Cited, footnoteMark, keyOf } from './footnote-elements.ts';
import { blanksOff, withoutBlanks } from './line-ends.ts';
import { encodedAddress } from './links.ts';

/** What a text defines, and what comes to light while its elements are made. */
export interface Making {
  /** Addresses by the key of their definition. */
  definitions: ReadonlyMap<string, Definition>;
  /** Footnotes by key, in the order of their first marks. */
  cited: Map<string, Cited>;
  /** In the order of the text. */
  headings: Element[];
  pictures: Element[];
}

const isParagraph = (node: ElementContent | undefined): node is Element => isElement(node, 'p');

/** What begins a line after a break has no blanks before it. */
function withoutFirstBlanks(node: ElementContent): ElementContent {
  const first = node.type === 'element' ? node.children[0] : node;
  if (first?.type === 'text') first.value = blanksOff(first.value);
  return node;
}

const around = (tagName: string, children: ElementContent[], properties: Element['properties'] = {}): Element => ({
  type: 'element',
  tagName,
  properties,
  children,
});

/** All that stands in a node. */
export function inside(parent: Parents, making: Making): ElementContent[] {
  const made: ElementContent[] = [];
  let afterBreak = false;
  for (const node of parent.children) {
    const one = elementOf(node, making);
    if (one) made.push(afterBreak ? withoutFirstBlanks(one) : one);
    afterBreak = node.type === 'break';
    if (afterBreak) made.push(text('\n'));
  }
  return made;
}

function definitionOf(reference: { identifier: string }, { definitions }: Making): Pick<Definition, 'url' | 'title'> {
  return definitions.get(keyOf(reference)) ?? { url: '' };
}

function picture({ url, title }: Pick<Definition, 'url' | 'title'>, alt: string | null | undefined, { pictures }: Making): Element {
  const img = around('img', [], { src: encodedAddress(url), alt: alt ?? '', title: title ?? '' });
  pictures.push(img);
  return img;
}

/** A task's sign stands in its first paragraph. */
function withSign(checked: boolean, blocks: ElementContent[]): ElementContent[] {
  const [first, ...others] = blocks;
  const sign = text(checked ? '☑' : '☐');
  if (!isParagraph(first)) return [around('p', [sign]), ...blocks];
  return [{ ...first, children: first.children.length > 0 ? [sign, text(' '), ...first.children] : [sign] }, ...others];
}

/** A point of a list; the paragraphs of a tight list are just its text. */
function point(node: ListItem, loose: boolean, making: Making): Element {
  const content = inside(node, making);
  const blocks = typeof node.checked === 'boolean' ? withSign(node.checked, content) : content;
  const children: ElementContent[] = [];
  for (const [index, block] of blocks.entries()) {
    const words = isParagraph(block) && !loose;
    if (!words || index > 0) children.push(text('\n'));
    if (words) children.push(...block.children);
    else children.push(block);
  }
  const last = blocks.at(-1);
  if (last && (loose || !isParagraph(last))) children.push(text('\n'));
  return around('li', children);
}

function list(node: List, making: Making): Element {
  const loose = node.spread === true || node.children.some(({ spread, children }) => spread ?? children.length > 1);
  const start = typeof node.start === 'number' && node.start !== 1 ? { start: node.start } : {};
  return around(node.ordered ? 'ol' : 'ul', onLines(node.children.map((item) => point(item, loose, making))), start);
}

/** A table: each row has as many cells as its first. */
function table({ align, children }: Table, making: Making): Element {
  const [head, ...body] = children.map((row, index) => {
    const sides = align ?? row.children.map(() => null);
    const cells = sides.map((side, column) => {
      const cell = row.children[column];
      return around(index === 0 ? 'th' : 'td', cell ? inside(cell, making) : [], side ? { align: side } : {});
    });
    return around('tr', onLines(cells));
  });
  const parts = [...(head ? [around('thead', onLines([head]))] : []), ...(body.length > 0 ? [around('tbody', onLines(body))] : [])];
  return around('table', onLines(parts));
}

function heading(depth: number, content: ElementContent[], { headings }: Making): Element {
  const made = around(`h${depth}`, content);
  headings.push(made);
  return made;
}

/** A node as an element; raw HTML and definitions are none. */
function elementOf(node: RootContent, making: Making): ElementContent | null {
  switch (node.type) {
    case 'text':
      return text(withoutBlanks(node.value));
    case 'paragraph':
      return around('p', inside(node, making));
    case 'heading':
      return heading(node.depth, inside(node, making), making);
    case 'strong':
      return around('strong', inside(node, making));
    case 'emphasis':
      return around('em', inside(node, making));
    case 'delete':
      return around('del', inside(node, making));
    case 'break':
      return around('br', []);
    case 'link':
      return around('a', inside(node, making), { href: encodedAddress(node.url) });
    case 'linkReference':
      return around('a', inside(node, making), { href: encodedAddress(definitionOf(node, making).url) });
    case 'image':
      return picture(node, node.alt, making);
    case 'imageReference':
      return picture(definitionOf(node, making), node.alt, making);
    case 'footnoteReference':
      return footnoteMark(node, making.cited);
    case 'inlineCode':
      return around('code', [text(node.value.replace(/\r?\n|\r/g, ' '))]);
    case 'code':
      return around('pre', [around('code', [text(node.value === '' ? '' : `${node.value}\n`)])]);
    case 'blockquote':
      return around('blockquote', onLines(inside(node, making)));
    case 'list':
      return list(node, making);
    case 'table':
      return table(node, making);
    case 'thematicBreak':
      return around('hr', []);
    default:
      return null;
  }
}
