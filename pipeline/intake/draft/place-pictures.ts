import type { Image, Nodes, Paragraph, RootContent } from 'mdast';
import { UNFILLED } from '../../item/front-matter/front-matter-schema.ts';
import type { ReadyPicture } from '../picture/ready-picture.ts';
import { captionInName, captionsBeside } from './captions.ts';
import type { Fields } from './fields.ts';

/** A body whose pictures are the item's own files. */
export interface Placed {
  body: RootContent[];
  files: { path: string; bytes: Uint8Array }[];
  /** For the front matter; nothing where nobody says who made them. */
  images: Record<string, { credit: string }> | undefined;
  /** `caption:<file>` for those that nobody has described. */
  missing: string[];
  /** Descriptions of pictures that could not be placed. */
  left: string[];
}

const paragraph = (image: Image): Paragraph => ({ type: 'paragraph', children: [image] });

/** Whether anything is left to see of a node. */
const isEmpty = (node: Nodes): boolean => node.type === 'paragraph' && node.children.length === 0;

/** The pictures that stand in a text, by their keys. */
const keysIn = (node: Nodes): string[] => (node.type === 'image' ? [node.url] : 'children' in node ? node.children.flatMap(keysIn) : []);

/**
 * Puts pictures where the text has them, and those sent beside it where their caption stands, else at its end; names, descriptions and makers
 * go with them.
 */
export function placePictures({ body, captions, credits, credit }: Fields, pictures: readonly ReadyPicture[]): Placed {
  const ready = new Map(pictures.flatMap((picture) => (picture.key === null ? [] : [[picture.key, picture] as const])));
  const placed: Placed = { body: [], files: [], images: undefined, missing: [], left: [] };
  const images: Record<string, { credit: string }> = {};
  const place = (picture: ReadyPicture, said: string | undefined): Image => {
    const path = `picture-${placed.files.length + 1}.jpg`;
    const description = picture.description ?? said ?? captionInName(picture.name) ?? UNFILLED;
    const maker = (picture.key === null ? undefined : credits.get(picture.key)) ?? credit;
    if (description === UNFILLED) placed.missing.push(`caption:${path}`);
    if (maker) images[path] = { credit: maker };
    placed.files.push({ path, bytes: picture.bytes });
    return { type: 'image', url: path, alt: description };
  };
  /** The node with its pictures placed; what could not be read is gone, and told in the report. */
  const withPictures = (node: Nodes): Nodes[] => {
    if (node.type === 'image') {
      const picture = ready.get(node.url);
      if (picture === undefined) placed.left.push(...[captions.get(node.url) ?? []].flat());
      return picture === undefined ? [] : [place(picture, captions.get(node.url) ?? captionInName(node.alt ?? '') ?? undefined)];
    }
    return 'children' in node ? [{ ...node, children: node.children.flatMap(withPictures) } as Nodes] : [node];
  };
  const beside = pictures.filter(({ key }) => key === null);
  const asked = beside.filter(({ description }) => description === undefined);
  const alone = asked.length === beside.length && body.flatMap(keysIn).every((key) => !ready.has(key) || captions.has(key));
  const said = captionsBeside(body, asked, alone);
  const withBeside = (node: RootContent): Nodes[] => {
    const { picture, words } = said.get(node) ?? {};
    return picture === undefined ? withPictures(node) : [paragraph(place(picture, words))];
  };
  placed.body = body.flatMap((node) => withBeside(node) as RootContent[]).filter((node) => !isEmpty(node));
  const taken = [...said.values()].map(({ picture }) => picture);
  placed.body.push(...beside.filter((picture) => !taken.includes(picture)).map((picture) => paragraph(place(picture, undefined))));
  if (Object.keys(images).length > 0) placed.images = images;
  return placed;
}
