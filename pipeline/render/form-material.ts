import type { Item } from '../item/item.ts';
import { captionOf, pictureAt, picturesOf } from './pictures.ts';
import { oneLine, plainText } from './reading.ts';

/** What the review form shows of an item: its text as paragraphs and its pictures with captions, as `data:` addresses. */
export function formMaterial(item: Item): { paragraphs: string[]; pictures: { name: string; dataUri: string; caption: string }[] } {
  const paragraphs = item.tree.children.map((node) => oneLine(plainText(node))).filter((text) => text !== '');
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
