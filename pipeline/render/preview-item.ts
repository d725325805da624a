import { CHANNELS } from '../item/front-matter-schema.ts';
import type { Item } from '../item/item.ts';
import { type PreviewOptions, previewPage } from './preview-page.ts';
import { type MakeSmaller, picturesInside } from './preview-pictures.ts';
import { type RenderContext, renderItem } from './render-item.ts';

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
