import type { Definition, Image, ImageReference, RootContent } from 'mdast';
import { sha256 } from '../canonical-json.ts';
import { type FrontMatter, scansOf } from '../item/front-matter/front-matter-schema.ts';
import type { Item, ItemFile } from '../item/item.ts';
import { walk } from '../item/markdown/markdown.ts';
import { readJpeg } from '../item/picture/jpeg.ts';
import { onceFor } from '../once-for.ts';
import { MACHINE_MADE } from './around-text.ts';
import type { PayloadImage } from './payload.ts';
import { oneLine, plainText } from './reading.ts';
import type { SitePicture } from './site-data.ts';

type Kind = NonNullable<NonNullable<FrontMatter['images']>[string]['kind']>;

/** A JPEG of an item as the channels show it. */
export interface Picture {
  /** File name in the item's folder. */
  path: string;
  kind: Kind;
  /** As people see it: turned the way its EXIF says. 0 where the file is no JPEG. */
  width: number;
  height: number;
  /** Review number of a map (地图管理条例 Art. 22), else empty. */
  reviewNumber: string;
  credit: string;
  bytes: number;
  sha256: string;
  blob: string;
}

/** Facts that cost reading all the bytes, kept as long as the file is. */
const factsOf = onceFor(({ bytes }: ItemFile): Pick<Picture, 'width' | 'height' | 'sha256'> => {
  const { width, height, orientation } = readJpeg(bytes);
  return { ...(orientation >= 5 ? { width: height, height: width } : { width, height }), sha256: sha256(bytes) };
});

/** The address a picture of the folder has in Markdown, without what people write before it; `null` for anything else. */
function fileName(address: string): string | null {
  const name = address.replace(/^\.\//, '');
  return /^[a-z0-9][a-z0-9._-]{0,99}\.jpe?g$/.test(name) ? name : null;
}

/**
 * The picture of an item that an address in its text means. `null`: not a file of this item, or the scan of a unit's own review form,
 * which goes to no channel.
 */
export function pictureAt(item: Item, address: string): Picture | null {
  const path = fileName(address);
  const file = item.files.find((entry) => entry.path === path);
  if (path === null || !file || scansOf(item.frontMatter).includes(path)) return null;
  const { kind = 'photo', review_no = '', credit = '' } = item.frontMatter.images?.[path] ?? {};
  return { path, kind, ...factsOf(file), reviewNumber: review_no, credit, bytes: file.bytes.length, blob: file.id };
}

interface Shown {
  picture: Picture;
  alt: string;
  /** What stands below it, at each of its places. */
  words: string[];
}

/** The pictures of the text, each once, in order. */
function shown(item: Item): Shown[] {
  const places = new Map<string, Omit<Shown, 'picture'>>();
  const definitions = new Map<string, Definition>();
  const pictures: (Image | ImageReference)[] = [];
  walk(item.tree, (node) => {
    if (node.type === 'definition' && !definitions.has(node.identifier)) definitions.set(node.identifier, node);
    if (node.type === 'image' || node.type === 'imageReference') pictures.push(node);
  });
  for (const node of pictures) {
    const { url = null, title } = (node.type === 'image' ? node : definitions.get(node.identifier)) ?? {};
    const path = url === null ? null : fileName(url);
    if (path === null) continue;
    const alt = node.alt ?? '';
    const { words } = places.get(path) ?? { words: [] as string[] };
    if (words.length === 0) places.set(path, { alt, words });
    if (!words.includes(title || alt)) words.push(title || alt);
  }
  return [...places].flatMap(([path, place]) => {
    const picture = pictureAt(item, path);
    return picture ? [{ picture, ...place }] : [];
  });
}

/** What an item shows: the pictures of its text in order, then its cover where the text doesn't show it. */
export interface ItemPictures {
  body: PayloadImage[];
  /** The front matter's cover, else the first picture of the text. */
  cover: PayloadImage | null;
  all: PayloadImage[];
}

function payloadImage({ picture, alt }: Pick<Shown, 'picture' | 'alt'>): PayloadImage {
  const { path, sha256, bytes, blob } = picture;
  return { path, sha256, bytes, blob, alt };
}

/** All pictures of an item that may go out. */
export function picturesOf(item: Item): ItemPictures {
  const body = shown(item).map(payloadImage);
  const named = item.frontMatter.cover === undefined ? null : pictureAt(item, item.frontMatter.cover);
  const inBody = body.find(({ path }) => path === named?.path);
  const cover = inBody ?? (named ? payloadImage({ picture: named, alt: item.frontMatter.title }) : (body[0] ?? null));
  return { body, cover, all: cover && !body.includes(cover) ? [...body, cover] : body };
}

/** A picture as the site's data names it; what a machine made says so beside the credit, wherever the site shows it. */
export function sitePicture(item: Item, image: PayloadImage): SitePicture {
  const { kind, width = 0, height = 0, credit = '' } = pictureAt(item, image.path) ?? {};
  const label = kind === 'ai' ? [MACHINE_MADE, credit].filter((part) => part !== '').join('　') : credit;
  return { name: image.path, alt: image.alt ?? '', credit: label, width, height };
}

/** The words under a picture: what it shows, the review number of a map, who made it. */
export function captionOf({ kind, credit, reviewNumber }: Picture, description: string): string {
  const words = [description, reviewNumber && `审图号：${reviewNumber}`].filter((part) => part !== '').join('　');
  const photographed = kind === 'photo' && !/(摄|图|提供)$/.test(credit);
  return credit === '' ? words : `${words}（${credit}${photographed ? '　摄' : ''}）`;
}

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
  const words = new Map(shown(item).map((one) => [one.picture.path, one.words.filter(Boolean).join('；')]));
  const pictures = picturesOf(item).all.flatMap(({ path, alt = '' }) => {
    const picture = pictureAt(item, path);
    const file = item.files.find((one) => one.path === path);
    if (!picture || !file) return [];
    return [
      {
        name: path,
        dataUri: `data:image/jpeg;base64,${Buffer.from(file.bytes).toString('base64')}`,
        caption: captionOf(picture, words.get(path) ?? alt),
      },
    ];
  });
  return { paragraphs, pictures };
}
