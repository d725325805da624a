import type { Nodes } from 'mdast';
import type { Item } from '../../item/item.ts';

/** More than the marks around any one element take, its styles included. */
const ELEMENT = 320;
/** More than a picture takes without its descriptions: figure, caption, label, credit, review number, its address once WeChat has it. */
const PICTURE = 2200;
/** More than what stands before and after every text: the whole, the list of notes, the words of the leads. */
const AROUND = 900;
/** An escaped character is at most so long; a tab in code becomes four blanks. */
const ESCAPED = 6;
const IN_CODE = 24;
/** A character of an address that has to be encoded: three bytes, then perhaps escaped. */
const ENCODED = 54;

const MARKS = /[&<>"\n:\t]/g;

/** Of running text: only some marks are escaped. */
function ofText(text: string): number {
  return text.length + (ESCAPED - 1) * (text.match(MARKS)?.length ?? 0);
}

function ofAddress(url: string, page: string): number {
  return 2 * ((/^[\w:/.?=#%~-]*$/.test(url) ? 1 : ENCODED) * url.length + ESCAPED * page.length + 40);
}

function ofNode(node: Nodes, page: string): number {
  switch (node.type) {
    case 'text':
      return ofText(node.value);
    case 'code':
    case 'inlineCode':
      return ELEMENT + IN_CODE * node.value.length;
    case 'image':
      return PICTURE + 4 * ESCAPED * ((node.alt?.length ?? 0) + (node.title?.length ?? 0) + node.url.length);
    case 'link':
      // Its words stand in the text and once more in the note.
      return ELEMENT + ofAddress(node.url, page) + 2 * ofAll(node.children, page);
    case 'table':
      return ELEMENT * (2 + node.children.length * (1 + Math.max(node.align?.length ?? 0, 1))) + ofAll(node.children, page);
    case 'root':
    case 'paragraph':
    case 'heading':
    case 'strong':
    case 'emphasis':
    case 'delete':
    case 'blockquote':
    case 'list':
    case 'listItem':
    case 'tableRow':
    case 'tableCell':
      return ELEMENT + ofAll(node.children, page);
    case 'break':
    case 'thematicBreak':
      return ELEMENT;
    default:
      // Footnotes, definitions, HTML: one piece may show up in several places.
      return Number.POSITIVE_INFINITY;
  }
}

function ofAll(nodes: readonly Nodes[], page: string): number {
  let sum = 0;
  for (const node of nodes) sum += ofNode(node, page);
  return sum;
}

/**
 * A number of characters that the item's WeChat article surely doesn't exceed, marks and addresses of uploaded pictures included; infinite
 * where that can't be told. Costs next to nothing beside rendering it.
 * @param page the page's address, or its path
 */
export function wechatLengthBound(item: Pick<Item, 'frontMatter' | 'tree'>, page: string): number {
  const { correction, source } = item.frontMatter;
  const leads = [correction?.note, source?.name, source?.published_at, source?.url].reduce((sum, text) => sum + (text?.length ?? 0), 0);
  return AROUND + ENCODED * leads + ofNode(item.tree, page);
}
