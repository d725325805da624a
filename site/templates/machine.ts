import type { SiteItem } from '#pipeline/render/site-data.ts';
import { iso, minute } from '../dates.ts';
import { type Html, html, raw } from '../html.ts';
import { type Page, template } from '../page.ts';
import { columnOf, publicUrl, type SiteFrame } from '../site-frame.ts';
import type { SiteView } from '../site-view.ts';

const FEED_ITEMS = 20;

function updated(item: SiteItem): string {
  return iso(item.correction?.at ?? item.publishedAt);
}

type Changed = [path: string, at: string];

function sitemap(site: SiteFrame, items: Changed[]): Html {
  const url = (path: string, date?: string): Html =>
    html`<url><loc>${publicUrl(site, path)}</loc>${date !== undefined && html`<lastmod>${date}</lastmod>`}</url>\n`;
  const columns = site.columns.map(({ id }) => `/columns/${id}/`);
  const fixed = ['/', ...columns, '/archive/', '/about/', '/accessibility/', '/map/'];
  return html`<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${fixed.map((path) => url(path))}${items.map(([path, at]) => url(path, at))}</urlset>
`;
}

interface FeedEntry {
  path: string;
  title: string;
  summary: string;
  published: string;
  updated: string;
  source: string;
  column: string;
}

function feedEntries({ items, frame }: SiteView): FeedEntry[] {
  return items.slice(0, FEED_ITEMS).map((item) => {
    const { path, title, summary, source, publishedAt } = item;
    const column = columnOf(frame, item).name;
    return { path, title, summary, published: iso(publishedAt), updated: updated(item), source: source.name, column };
  });
}

function feed(frame: SiteFrame, entries: FeedEntry[]): Html {
  const { site, today } = frame;
  const entry = ({ path, title, summary, published, updated: changed, source, column }: FeedEntry): Html => html`<entry>
<id>${publicUrl(frame, path)}</id>
<title>${title}</title>
<link href="${publicUrl(frame, path)}"/>
<published>${published}</published>
<updated>${changed}</updated>
<author><name>${source}</name></author>
<category term="${column}"/>
<summary>${summary}</summary>
</entry>
`;
  return html`<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">
<id>${publicUrl(frame, '/')}</id>
<title>${site.name}</title>
<link href="${publicUrl(frame, '/')}"/>
<link rel="self" type="application/atom+xml" href="${publicUrl(frame, '/feed.xml')}"/>
<updated>${
    entries
      .map((one) => one.updated)
      .toSorted()
      .at(-1) ?? iso(today)
  }</updated>
<author><name>${site.name}</name></author>
${entries.map(entry)}</feed>
`;
}

function robots(site: SiteFrame): Html {
  const closed = site.demo || site.preview;
  return raw(closed ? 'User-agent: *\nDisallow: /\n' : `User-agent: *\nAllow: /\n\nSitemap: ${publicUrl(site, '/sitemap.xml')}\n`);
}

/** A file for machines: its address, what it says, and how it is written. */
interface MachineFile<Shown> {
  address: string;
  shown: (view: SiteView) => Shown;
  write: (site: SiteFrame, shown: Shown) => Html;
}

function file<Shown>(one: MachineFile<Shown>): MachineFile<unknown> {
  return { ...one, write: (site, shown) => one.write(site, shown as Shown) };
}

const FILES: MachineFile<unknown>[] = [
  file({ address: '/sitemap.xml', shown: ({ items }) => items.map((item): Changed => [item.path, updated(item)]), write: sitemap }),
  file({ address: '/feed.xml', shown: feedEntries, write: feed }),
  file({ address: '/robots.txt', shown: () => null, write: robots }),
  // Titles for the search box: address, title, unit, column, day.
  file({
    address: '/archive/titles.json',
    shown: ({ items, frame }) =>
      items.map((item) => [item.path, item.title, item.unit.name, columnOf(frame, item).name, minute(item.publishedAt).slice(0, 10)]),
    write: (_, rows) => raw(`${JSON.stringify(rows)}\n`),
  }),
];

/** What machines read. */
export const machine = template<unknown>({
  name: 'machine',
  pages: (view): Page[] => FILES.map(({ address, shown }) => ({ address, shown: shown(view) })),
  render: (site, { address, shown }) => (FILES.find((one) => one.address === address) as MachineFile<unknown>).write(site, shown),
});
