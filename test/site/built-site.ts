import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { SiteData } from '#pipeline/render/site-data.ts';
import { buildSite, type SitePictureFile } from '../../site/build.ts';

export { filesOf } from './files-of.ts';

const folders: string[] = [];

/** The sample's pictures are made smaller once for all sites of a process. */
let encodings: string | undefined;
afterAll(() => {
  for (const folder of [...folders, ...(encodings ? [encodings] : [])]) rmSync(folder, { recursive: true, force: true });
  encodings = undefined;
});

/** Builds a site into a folder that goes away with the test file, so that several tests may read it; gives the folder. */
export async function built(data: SiteData, pictures: SitePictureFile[] = []): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'sanshen-site-'));
  folders.push(folder);
  const out = join(folder, '_site');
  if (pictures.length > 0) encodings ??= mkdtempSync(join(tmpdir(), 'sanshen-encodings-'));
  await buildSite({ data, pictures, out, ...(pictures.length > 0 && { encodings }) });
  return out;
}

/** A page of a built site. */
export const pageOf = (folder: string, address: string): string =>
  readFileSync(join(folder, address.endsWith('/') ? `${address}index.html` : address), 'utf8');

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };

/** The text that escaped markup shows. */
export const plain = (text: string): string => text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (entity) => entities[entity] as string);

/** The `<meta name>` tags of a page, in order. */
export function metaTags(html: string): [name: string, content: string][] {
  return [...html.matchAll(/<meta name="([^"]*)" content="([^"]*)">/g)].map(([, name, content]) => [
    name as string,
    plain(content as string),
  ]);
}
