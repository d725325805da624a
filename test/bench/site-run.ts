// Makes the site of a folder of items, as `build` does once it knows which items there are: texts that were made before are taken from the
// cache, the others parsed. A program of its own, so that its memory is its own.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { workTreeSource } from '#pipeline/forge/git/content-source.ts';
import { type Item, readItem } from '#pipeline/item/item.ts';
import { readOrganisation, readPolicy } from '#pipeline/organisation/read-settings.ts';
import { openKeptPages } from '#pipeline/published/kept-pages.ts';
import { siteAround } from '#pipeline/published/site-around.ts';
import { previewData } from '#pipeline/published/site-data.ts';
import type { SiteItem } from '#pipeline/render/site-data.ts';
import { buildSite } from '../../site/build.ts';

/** What stands for an item's chain in the ledger: in this archive nothing is corrected or withdrawn. */
const CHAIN = 'published';
const AT_ONCE = 200;

const [root = '', today = ''] = process.argv.slice(2);
const now = `${today}T15:00:00+08:00` as const;
const source = workTreeSource(root);
const settings = {
  organisation: readOrganisation((await source.text('content/organisation.yml')) ?? '', 'content/organisation.yml'),
  policy: readPolicy((await source.text('content/policy.yml')) ?? '', 'content/policy.yml'),
};

async function itemAt(id: string): Promise<Item> {
  const folder = await source.folder(`content/items/${id}`);
  const { item } = folder ? readItem(folder) : { item: null };
  if (item === null) throw new Error(`expected ${id} to be an item that can be read`);
  return item;
}

/** Pages of items that are parsed now, some at a time: no more trees than these lie in memory at once. */
async function madeAnew(some: readonly string[]): Promise<SiteItem[]> {
  const read = await Promise.all(some.map(itemAt));
  const publishedAt = new Map(read.map(({ id, frontMatter }) => [id, frontMatter.submitted_at]));
  return previewData(read, { ...settings, now }).data.items.map((item) => {
    return { ...item, publishedAt: publishedAt.get(item.id) ?? '', editor: '郑四', formNumber: '2026-0001' };
  });
}

const dayOf = (id: string): string => id.slice(id.indexOf('/') + 1);
// In the order of the ledger's folders: month by month.
const ids = readdirSync(join(root, 'content/items'))
  .flatMap((unit) => readdirSync(join(root, 'content/items', unit)).map((name) => `${unit}/${name}`))
  .sort((a, b) => (dayOf(a) < dayOf(b) ? -1 : 1));
const kept = openKeptPages(join(root, '.cache/pages'), 'bench');
const items: SiteItem[] = [];
const unknown: string[] = [];
for (const id of ids) {
  const known = kept.find(id, CHAIN);
  if (known) items.push(known.item);
  else unknown.push(id);
}
while (unknown.length > 0) {
  for (const item of await madeAnew(unknown.splice(0, AT_ONCE))) {
    items.push(kept.keep(item.id, CHAIN, { item, pictures: [] })?.item ?? item);
  }
}
items.sort((a, b) => (a.publishedAt === b.publishedAt ? (a.id < b.id ? -1 : 1) : a.publishedAt < b.publishedAt ? 1 : -1));
const data = { ...siteAround({ ...settings, now }, { preview: false, empty: false, kept }), items };
kept.save();
const built = await buildSite({ data, pictures: [], out: join(root, '_site'), memory: join(root, '.cache/site.json') });
console.log(JSON.stringify(built));
