import type { Nodes, Root } from 'mdast';

const LEFT_OUT = new Set(['html', 'definition', 'footnoteReference', 'image', 'imageReference']);
const BLOCKS = new Set(['paragraph', 'heading', 'tableCell', 'listItem', 'code', 'break', 'footnoteDefinition']);

/** The text of an item as a reader sees it, without marks, addresses and pictures; blocks are parted by a line end. */
export function plainText(node: Nodes): string {
  if (LEFT_OUT.has(node.type)) return '';
  const inside = 'children' in node ? node.children.map(plainText).join('') : 'value' in node ? node.value : '';
  return BLOCKS.has(node.type) ? `${inside}\n` : inside;
}

/** 字数 as office software counts it: each Han character and Chinese mark is one, and so is each run of letters and digits. */
export function characterCount(tree: Root): number {
  return (
    plainText(tree).match(/[\p{Script=Han}\u3000-\u303F\uFF00-\uFF60“”‘’…—·]|[^\s\p{Script=Han}\u3000-\u303F\uFF00-\uFF60“”‘’…—·]+/gu)
      ?.length ?? 0
  );
}

const CHARACTERS_A_MINUTE = 400;

/** Minutes that reading takes at 400 characters a minute, at least 1. */
export function readingMinutes(tree: Root): number {
  return Math.max(1, Math.round(characterCount(tree) / CHARACTERS_A_MINUTE));
}

const EXCERPT = 54;

/** The beginning of the text on one line, as WeChat takes it where no summary is written: 54 characters. */
export function excerpt(tree: Root): string {
  let beginning = '';
  for (const block of tree.children) {
    if (beginning.length > EXCERPT && [...oneLine(beginning)].length > EXCERPT) break;
    beginning += plainText(block);
  }
  const text = oneLine(beginning);
  const characters = [...text];
  return characters.length <= EXCERPT ? text : `${characters.slice(0, EXCERPT - 1).join('')}…`;
}

/** A text on one line: spaces and line ends folded. */
export function oneLine(text: string): string {
  return text.trim().replace(/\s+/gu, ' ');
}
