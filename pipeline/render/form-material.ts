import type { RootContent } from 'mdast';
import type { Item } from '../item/item.ts';
import { captionOf, pictureAt, picturesOf } from './pictures.ts';
import { oneLine, plainText } from './reading.ts';

/** A block as lines of plain text: a table row by row, a list point by point. */
function linesOf(node: RootContent): string[] {
  if (node.type === 'table') return node.children.map((row) => row.children.map((cell) => oneLine(plainText(cell))).join('　'));
  if (node.type === 'list') {
    const first = node.start ?? 1;
    return node.children.map((entry, index) => `${node.ordered ? `${first + index}. ` : '· '}${oneLine(plainText(entry))}`);
  }
  return [oneLine(plainText(node))];
}

/** What the review form shows of an item: its text as paragraphs and its pictures with captions, as `data:` addresses. */
export function formMaterial(item: Item): { paragraphs: string[]; pictures: { name: string; dataUri: string; caption: string }[] } {
  const paragraphs = item.tree.children.flatMap(linesOf).filter((text) => text !== '');
  const pictures = picturesOf(item).all.flatMap(({ path, alt = '' }) => {
    const picture = pictureAt(item, path);
    const file = item.files.find((one) => one.path === path);
    if (!picture || !file) return [];
    return [
      { name: path, dataUri: `data:image/jpeg;base64,${Buffer.from(file.bytes).toString('base64')}`, caption: captionOf(picture, alt) },
    ];
  });
  return { paragraphs, pictures };
}
