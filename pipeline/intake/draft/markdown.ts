import type { Paragraph, PhrasingContent, Root, RootContent } from 'mdast';
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

/** Words without what the writer would have to write as an entity: blanks at the ends of a paragraph and of its lines. */
function cleaned(children: readonly PhrasingContent[]): PhrasingContent[] {
  return children.map((child, index) => {
    if (child.type === 'text') {
      const value = child.value
        .replace(CONTROL, '')
        .replace(/(?<![ \t\u3000])[ \t\u3000]+(?=\n)/g, '')
        .replace(/\n[ \t\u3000]+/g, '\n');
      const start = index === 0 ? value.replace(/^[\s\u3000]+/, '') : value;
      return { ...child, value: index === children.length - 1 ? start.replace(/(?<![\s\u3000])[\s\u3000]+$/, '') : start };
    }
    return 'children' in child ? { ...child, children: cleaned(child.children) as never } : child;
  });
}

function cleanedBlock(node: RootContent): RootContent {
  if (node.type === 'paragraph' || node.type === 'heading') return { ...node, data: {}, children: cleaned(node.children) } as Paragraph;
  return node;
}

/** A body as Markdown, with one line end behind it. */
export function markdownOf(children: readonly RootContent[]): string {
  const root: Root = { type: 'root', children: children.map(cleanedBlock) };
  return `${writer.stringify(root).trim()}\n`;
}
