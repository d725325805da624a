import { CHANNELS } from '../item/front-matter-schema.ts';
import type { Item } from '../item/item.ts';
import { previewPage } from './preview-page.ts';
import { type RenderContext, renderItem } from './render-item.ts';

/**
 * The three faces of an item on one self-contained page, its pictures inside, as the settings have it.
 * @param css the site's tokens.css
 * @param version commit or tree that is shown
 * @param released whether readers can see it already
 */
export function previewItem(item: Item, context: RenderContext, css: string, version: string, released = false): string {
  const payloads = CHANNELS.map((channel) => renderItem(item, channel, context));
  const pictures = Object.fromEntries(
    item.files
      .filter(({ path }) => /\.jpe?g$/.test(path))
      .map(({ path, bytes }) => [path, `data:image/jpeg;base64,${Buffer.from(bytes).toString('base64')}`]),
  );
  const siteName = context.policy.site.name ?? context.organisation.bureau ?? '';
  return previewPage(item, payloads, { css, pictures, siteName, accountName: siteName, version, released });
}
