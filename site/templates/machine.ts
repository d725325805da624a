import type { SiteItem } from '#pipeline/render/site-data.ts';
import { iso, minute } from '../dates.ts';
import { type Html, html, raw } from '../html.ts';
import { type Page, template } from '../page.ts';
import { columnOf, publicUrl, type SiteView } from '../site-view.ts';

const FEED_ITEMS = 20;

function updated(item: SiteItem): string {
  return iso(item.correction?.at ?? item.publishedAt);
}

function sitemap(view: SiteView): Html {
  const url = (path: string, date?: string): Html =>
    html`<url><loc>${publicUrl(view, path)}</loc>${date !== undefined && html`<lastmod>${date}</lastmod>`}</url>\n`;
  const columns = view.data.columns.map(({ id }) => `/columns/${id}/`);
  const fixed = ['/', ...columns, '/archive/', '/about/', '/accessibility/', '/map/'];
  return html`<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${fixed.map((path) => url(path))}${view.items.map((item) => url(item.path, updated(item)))}</urlset>
`;
}

function feed(view: SiteView): Html {
  const { data, items } = view;
  const newest = items.slice(0, FEED_ITEMS);
  const entry = (item: SiteItem): Html => html`<entry>
<id>${publicUrl(view, item.path)}</id>
<title>${item.title}</title>
<link href="${publicUrl(view, item.path)}"/>
<published>${iso(item.publishedAt)}</published>
<updated>${updated(item)}</updated>
<author><name>${item.source.name}</name></author>
<category term="${columnOf(view, item).name}"/>
<summary>${item.summary}</summary>
</entry>
`;
  return html`<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">
<id>${publicUrl(view, '/')}</id>
<title>${data.site.name}</title>
<link href="${publicUrl(view, '/')}"/>
<link rel="self" type="application/atom+xml" href="${publicUrl(view, '/feed.xml')}"/>
<updated>${newest.map(updated).toSorted().at(-1) ?? iso(data.today)}</updated>
<author><name>${data.site.name}</name></author>
${newest.map(entry)}</feed>
`;
}

function robots(view: SiteView): Html {
  const closed = view.data.demo || view.data.preview;
  return raw(closed ? 'User-agent: *\nDisallow: /\n' : `User-agent: *\nAllow: /\n\nSitemap: ${publicUrl(view, '/sitemap.xml')}\n`);
}

/** Titles for the search box: address, title, unit, column, day. */
function titles(view: SiteView): Html {
  const rows = view.items.map((item) => [
    item.path,
    item.title,
    item.unit.name,
    columnOf(view, item).name,
    minute(item.publishedAt).slice(0, 10),
  ]);
  return raw(`${JSON.stringify(rows)}\n`);
}

const FILES: Record<string, (view: SiteView) => Html> = {
  '/sitemap.xml': sitemap,
  '/feed.xml': feed,
  '/robots.txt': robots,
  '/archive/titles.json': titles,
};

/** What machines read. */
export const machine = template<Page>({
  name: 'machine',
  pages: () => Object.keys(FILES).map((address) => ({ address })),
  render: (view, { address }) => (FILES[address] as (view: SiteView) => Html)(view),
});
