import type { Span } from '../item/content-problem.ts';
import type { ItemFile } from '../item/item.ts';
import { nodesOf, spanOf } from '../item/markdown/markdown.ts';
import { type JpegFacts, readJpeg } from '../item/picture/jpeg.ts';
import type { Subject } from './rule.ts';

const known = new WeakMap<ItemFile, JpegFacts>();

/** What a picture's bytes tell; read once however many rules ask. */
export function factsOf(file: ItemFile): JpegFacts {
  const facts = known.get(file) ?? readJpeg(file.bytes);
  known.set(file, facts);
  return facts;
}

/** The files of an item that are called pictures and are plain files. */
export function pictureFiles({ files }: Pick<Subject, 'files'>): ItemFile[] {
  return files.filter(({ path, mode }) => /\.jpe?g$/i.test(path) && mode !== '120000' && mode !== '160000');
}

/** A place of the text that shows a picture. */
export interface ShownPicture {
  /** The address without `./`: the file's name, where the folder has it. */
  name: string;
  alt: string;
  span: Span;
}

/** The pictures of the text in their order, each as often as it stands there. */
export function picturesShown({ tree }: Pick<Subject, 'tree'>): ShownPicture[] {
  const addresses = new Map<string, string>();
  nodesOf(tree).forEach((node) => {
    if (node.type === 'definition' && !addresses.has(node.identifier)) addresses.set(node.identifier, node.url);
  });
  const shown: ShownPicture[] = [];
  nodesOf(tree).forEach((node) => {
    if ((node.type !== 'image' && node.type !== 'imageReference') || !node.position) return;
    const address = node.type === 'image' ? node.url : (addresses.get(node.identifier) ?? '');
    shown.push({ name: address.replace(/^\.\//, ''), alt: node.alt ?? '', span: spanOf(node) });
  });
  return shown;
}
