import { CHANNELS } from '../../item/front-matter/front-matter-schema.ts';
import type { Item } from '../../item/item.ts';
import { type RenderContext, renderItem } from '../render-item.ts';
import { type PreviewOptions, previewPage } from './preview-page.ts';

/** Makes a smaller picture of a JPEG, in WebP of a width. @throws for bytes that it can't read */
export type MakeSmaller = (jpeg: Uint8Array, file: { width: number; format: 'webp' }) => Promise<Uint8Array>;

/** Wide enough for every face on a fine screen of a phone. */
const WIDTH = 960;
/** Bytes of a picture that may stand in the page as they are; each stands there up to four times. */
const SMALL = 100_000;

const address = (type: string, bytes: Uint8Array): string => `data:image/${type};base64,${Buffer.from(bytes).toString('base64')}`;

async function pictureAddress(jpeg: Uint8Array, makeSmaller: MakeSmaller | null): Promise<string> {
  if (jpeg.length <= SMALL || makeSmaller === null) return address('jpeg', jpeg);
  const smaller = await makeSmaller(jpeg, { width: WIDTH, format: 'webp' }).catch(() => null);
  return smaller === null || smaller.length >= jpeg.length ? address('jpeg', jpeg) : address('webp', smaller);
}

/**
 * The `data:` address of each picture of an item by its path, of a size that a phone opens.
 * @param makeSmaller `null` where nothing can: then, and where a picture can't be read, it stands there as it was submitted
 */
export async function picturesInside({ files }: Item, makeSmaller: MakeSmaller | null): Promise<Record<string, string>> {
  const inside: Record<string, string> = {};
  // One after the other: each takes the room of a whole picture.
  for (const { path, bytes } of files.filter((file) => /\.jpe?g$/.test(file.path))) inside[path] = await pictureAddress(bytes, makeSmaller);
  return inside;
}

/** What an item's preview shows beside the item. */
export interface PreviewedItem extends Pick<PreviewOptions, 'styles' | 'version' | 'released' | 'changedSince' | 'editor'> {
  /** Makes pictures smaller; `null` where nothing can. */
  makeSmaller: MakeSmaller | null;
}

/** The three faces of an item on one self-contained page, its pictures inside, as the settings have it. */
export async function previewItem(item: Item, context: RenderContext, { makeSmaller, ...options }: PreviewedItem): Promise<string> {
  const payloads = CHANNELS.map((channel) => renderItem(item, channel, context));
  const pictures = await picturesInside(item, makeSmaller);
  const { site } = context.policy;
  const siteName = site.name ?? context.organisation.bureau ?? '';
  const accounts = { wechat: site.wechat?.name ?? siteName, weibo: site.weibo?.name ?? siteName };
  const editor = site.editor === 'shown' ? (options.editor ?? '') : '';
  return previewPage(item, payloads, { ...options, editor, pictures, siteName, accounts });
}
