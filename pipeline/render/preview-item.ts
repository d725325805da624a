import { CHANNELS } from '../item/front-matter-schema.ts';
import type { Item } from '../item/item.ts';
import { type PreviewOptions, previewPage } from './preview-page.ts';
import { type RenderContext, renderItem } from './render-item.ts';

/** What an item's preview shows beside the item. */
export type PreviewedItem = Pick<PreviewOptions, 'styles' | 'version' | 'released' | 'changedSince' | 'editor'>;

/** The three faces of an item on one self-contained page, its pictures inside, as the settings have it. */
export function previewItem(item: Item, context: RenderContext, options: PreviewedItem): string {
  const payloads = CHANNELS.map((channel) => renderItem(item, channel, context));
  const pictures = Object.fromEntries(
    item.files
      .filter(({ path }) => /\.jpe?g$/.test(path))
      .map(({ path, bytes }) => [path, `data:image/jpeg;base64,${Buffer.from(bytes).toString('base64')}`]),
  );
  const { site } = context.policy;
  const siteName = site.name ?? context.organisation.bureau ?? '';
  const accounts = { wechat: site.wechat?.name ?? siteName, weibo: site.weibo?.name ?? siteName };
  const editor = site.editor === 'shown' ? (options.editor ?? '') : '';
  return previewPage(item, payloads, { ...options, editor, pictures, siteName, accounts });
}
