import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SiteStyles } from '../../render/preview-page.ts';

const ASSETS = join(import.meta.dirname, '../../../site/assets');

/** The website's own style sheets, for what has to look like it. */
export async function siteStyles(): Promise<SiteStyles> {
  const [tokens, site] = await Promise.all(['tokens.css', 'site.css'].map((name) => readFile(join(ASSETS, name), 'utf8')));
  return { tokens: tokens ?? '', site: site ?? '' };
}
