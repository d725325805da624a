import type { Delete, Emphasis, Paragraph, PhrasingContent, Root, RootContent, Strong } from 'mdast';
import { remark } from 'remark';
import remarkCjkFriendly from 'remark-cjk-friendly';
import remarkGfm from 'remark-gfm';

/** Writes what `item/markdown/` reads back: three hyphens would begin a second front matter, so a rule is stars. */
const writer = remark()
  .use(remarkGfm)
  .use(remarkCjkFriendly)
  .data('settings', {
    bullet: '-',
    rule: '*',
    emphasis: '*',
    listItemIndent: 'one',
    unsafe: [{ atBreak: true, character: '-', after: '-' }],
  })
  .freeze();

/** Characters that the strict reader of items refuses or that nobody sees at a line's end. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what we take away
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f\uFEFF]/g;

const isMarked = (node: PhrasingContent): node is Strong | Emphasis | Delete =>
  node.type === 'strong' || node.type === 'emphasis' || node.type === 'delete';

const isBlank = (node: PhrasingContent): boolean => node.type === 'break' || (node.type === 'text' && node.value.trim() === '');
const blank = (value: string): PhrasingContent[] => (value === '' ? [] : [{ type: 'text', value }]);

/** Blanks and line breaks at the edges of marked words, which no mark may touch: they stand before or behind. */
function unmarkedEdges(node: Strong | Emphasis | Delete): PhrasingContent[] {
  const inside = node.children.flatMap(cleanedPart);
  const [start, end] = [inside.findIndex((child) => !isBlank(child)), inside.findLastIndex((child) => !isBlank(child))];
  if (start < 0) return inside;
  const kept = inside.slice(start, end + 1).map((child) => ({ ...child }));
  const [first, last] = [kept[0] as PhrasingContent, kept.at(-1) as PhrasingContent];
  const before = first.type === 'text' ? first.value.slice(0, first.value.length - first.value.trimStart().length) : '';
  if (first.type === 'text') first.value = first.value.trimStart();
  const behind = last.type === 'text' ? last.value.slice(last.value.trimEnd().length) : '';
  if (last.type === 'text') last.value = last.value.trimEnd();
  return [...inside.slice(0, start), ...blank(before), { ...node, children: kept }, ...blank(behind), ...inside.slice(end + 1)];
}

function cleanedPart(node: PhrasingContent): PhrasingContent[] {
  if (node.type === 'text') return [{ ...node, value: node.value.replace(CONTROL, '') }];
  return isMarked(node) ? unmarkedEdges(node) : [node];
}

/** Words without what the writer would have to write as an entity: blanks at the ends of a paragraph and of its lines. */
function cleaned(children: readonly PhrasingContent[]): PhrasingContent[] {
  const parts = children.flatMap(cleanedPart);
  while (parts[0]?.type === 'break') parts.shift();
  while (parts.at(-1)?.type === 'break') parts.pop();
  const endsLine = (node: PhrasingContent | undefined): boolean => node === undefined || node.type === 'break';
  return parts.map((child, index) => {
    if (child.type !== 'text') return child;
    const inner = child.value.replace(/(?<![ \t\u3000])[ \t\u3000]+(?=\n)/g, '').replace(/\n[ \t\u3000]+/g, '\n');
    const start = endsLine(parts[index - 1]) ? inner.trimStart() : inner;
    return { ...child, value: endsLine(parts[index + 1]) ? start.trimEnd() : start };
  });
}

function cleanedBlock(node: RootContent): RootContent {
  if (node.type === 'paragraph' || node.type === 'heading' || node.type === 'tableCell')
    return { ...node, data: {}, children: cleaned(node.children) } as Paragraph;
  return 'children' in node ? ({ ...node, children: (node.children as RootContent[]).map(cleanedBlock) } as RootContent) : node;
}

/** A body as Markdown, with one line end behind it. */
export function markdownOf(children: readonly RootContent[]): string {
  const root: Root = { type: 'root', children: children.map(cleanedBlock) };
  return `${writer.stringify(root).trim()}\n`;
}
