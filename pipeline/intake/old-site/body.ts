import type { Image, Link, Nodes, PhrasingContent, RootContent } from 'mdast';
import { parseMarkdown, wordsOf } from '../../item/markdown/markdown.ts';
import { markdownOf } from '../draft/markdown.ts';
import { textOf } from '../plain-text.ts';
import { htmlTree } from './html-tree.ts';
import type { OldItem } from './old-item.ts';

/** What becomes of the pictures and links of an old text. */
export interface Places {
  /** The file's name in the item's folder. @throws Problem where there is no such picture */
  picture: (url: string) => Promise<string>;
  /** Where it leads now; `null`: nowhere, then its words stay. */
  link: (url: string) => string | null;
}

function treeOf({ kind, text, place }: OldItem): { children: RootContent[]; media: string[] } {
  if (kind === 'html') return htmlTree(text);
  return { children: (kind === 'markdown' ? parseMarkdown(text, 1).tree : textOf(text, place).text).children, media: [] };
}

/** The text of an old item as an item's Markdown, and what of it couldn't be taken along. */
export async function bodyOf(old: OldItem, { picture, link }: Places): Promise<{ body: string; left: string[] }> {
  const { children, media } = treeOf(old);
  const left = media.map((name) => `${name} 元素`);
  let count = 0;
  const shown = async (url: string, alt: string | null | undefined): Promise<Image> => {
    count += 1;
    return { type: 'image', url: await picture(url), alt: alt?.trim() || `${old.title}（图${count}）` };
  };
  const linked = async (node: Link): Promise<Nodes[]> => {
    const inside = (await each(node.children)) as Link['children'];
    const url = link(node.url);
    if (url === null) left.push(`链接“${wordsOf(node).slice(0, 20)}”的去处`);
    return url === null || inside.some(({ type }) => type === 'image') ? inside : [{ ...node, url, children: inside }];
  };
  const each = async (nodes: readonly Nodes[]): Promise<Nodes[]> => {
    const made: Nodes[] = [];
    for (const node of nodes) {
      if (node.type === 'image') made.push(await shown(node.url, node.alt));
      else if (node.type === 'link') made.push(...(await linked(node)));
      else made.push('children' in node ? ({ ...node, children: await each(node.children) } as Nodes) : node);
    }
    return made;
  };
  const [first, ...rest] = children;
  const titled = first?.type === 'heading' && wordsOf(first).trim() === old.title;
  const blocks = (await each(titled ? rest : children)) as RootContent[];
  for (const url of old.pictures) blocks.push({ type: 'paragraph', children: [await shown(url, null)] as PhrasingContent[] });
  return { body: markdownOf(blocks), left };
}
