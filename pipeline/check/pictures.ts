import type { Definition } from 'mdast';
import type { Span } from '../item/content-problem.ts';
import type { ItemFile } from '../item/item.ts';
import { nodesOf, spanOf } from '../item/markdown/markdown.ts';
import { type JpegFacts, readJpeg } from '../item/picture/jpeg.ts';
import { onceFor } from '../once-for.ts';
import type { Subject } from './rule.ts';

/** What a picture's bytes tell; read once however many rules ask. */
export const factsOf = onceFor(({ bytes }: ItemFile): JpegFacts => readJpeg(bytes));

/** The files of an item that are called pictures and are plain files. */
export function pictureFiles({ files }: Pick<Subject, 'files'>): ItemFile[] {
  return files.filter(({ path, mode }) => /\.jpe?g$/i.test(path) && mode !== '120000' && mode !== '160000');
}

/** A place of the text that shows a picture. */
interface ShownPicture {
  /** The address without `./`: the file's name, where the folder has it. */
  name: string;
  alt: string;
  /** What stands below it instead, where the text says something there. */
  title: string;
  span: Span;
}

/** The pictures of the text in their order, each as often as it stands there. */
export function picturesShown({ tree }: Pick<Subject, 'tree'>): ShownPicture[] {
  const definitions = new Map<string, Definition>();
  nodesOf(tree).forEach((node) => {
    if (node.type === 'definition' && !definitions.has(node.identifier)) definitions.set(node.identifier, node);
  });
  const shown: ShownPicture[] = [];
  nodesOf(tree).forEach((node) => {
    if ((node.type !== 'image' && node.type !== 'imageReference') || !node.position) return;
    const { url = '', title } = (node.type === 'image' ? node : definitions.get(node.identifier)) ?? {};
    shown.push({ name: url.replace(/^\.\//, ''), alt: node.alt ?? '', title: title ?? '', span: spanOf(node) });
  });
  return shown;
}

/** What readers find below an item's pictures, in the order of the text; what describes one to people who don't see it stands beside. */
export function captionsOf(subject: Pick<Subject, 'tree'>): { picture: string; words: string }[] {
  return picturesShown(subject).flatMap(({ name, alt, title }) => {
    const described = alt === '' || alt === title ? title : `${title}（替代文字：${alt}）`;
    const words = title === '' ? alt : described;
    return words.trim() === '' ? [] : [{ picture: name, words }];
  });
}
