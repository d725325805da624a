import type { SiteItem } from '#pipeline/render/site-data.ts';
import { iso } from '../dates.ts';
import { type Html, html, raw } from '../html.ts';
import { type Page, template } from '../page.ts';
import { publicUrl, type SiteFrame } from '../site-frame.ts';
import { changedAt, type SiteView, yearsOf } from '../site-view.ts';

/** An address, and when what stands there was last changed. */
type Place = [path: string, at?: string];

/** Pages, or the files that name them. */
interface List {
  of: 'pages' | 'lists';
  places: Place[];
}

const XMLNS = 'http://www.sitemaps.org/schemas/sitemap/0.9';

function newest(places: readonly Place[]): string | undefined {
  let last: string | undefined;
  for (const [, at] of places) if (at !== undefined && (last === undefined || at > last)) last = at;
  return last;
}

const dated = (path: string, at: string | undefined): Place => (at === undefined ? [path] : [path, at]);

/** Pages beside the items. */
function fixed({ data, byColumn, byUnit, items, own, history, withPictures }: SiteView, places: ReadonlyMap<SiteItem, Place>): Place[] {
  const of = (path: string, some: SiteView['items']): Place => dated(path, newest(some.map((item) => places.get(item) as Place)));
  return [
    of('/', own),
    ...data.columns.map(({ id }) => of(`/columns/${id}/`, byColumn.get(id) ?? [])),
    ...[...byUnit].map(([id, unit]) => of(`/units/${id}/`, unit.items)),
    ...(withPictures.length > 0 ? [of('/pictures/', withPictures)] : []),
    of('/archive/', items),
    of('/openness/', own),
    ...(history.length > 0 ? [of('/history/', history)] : []),
    ...['/about/', '/accessibility/', '/map/'].map((path): Place => [path]),
  ];
}

/** One file while everything is of one year. Then one for each year and an index of them, so that an old year's file stays as it is. */
function pages(view: SiteView): Page<List>[] {
  const { items } = view;
  const byItem = new Map(items.map((item): [SiteItem, Place] => [item, [item.path, iso(changedAt(item))]]));
  const places = [...byItem.values()];
  const years = yearsOf(items);
  if (years.length <= 1) return [{ address: '/sitemap.xml', shown: { of: 'pages', places: [...fixed(view, byItem), ...places] } }];
  const parts = [
    { address: '/sitemap-site.xml', places: fixed(view, byItem) },
    ...years.map((year) => ({
      address: `/sitemap-${year}.xml`,
      places: places.filter((_, index) => items[index]?.publishedAt.startsWith(year)),
    })),
  ];
  const index = parts.map(({ address, places: some }): Place => dated(address, newest(some)));
  return [
    { address: '/sitemap.xml', shown: { of: 'lists', places: index } },
    ...parts.map(({ address, places: some }): Page<List> => ({ address, shown: { of: 'pages', places: some } })),
  ];
}

function render(site: SiteFrame, { of, places }: List): Html {
  const place = ([path, at]: Place): Html => html`<loc>${publicUrl(site, path)}</loc>${at !== undefined && html`<lastmod>${at}</lastmod>`}`;
  const head = html`<?xml version="1.0" encoding="UTF-8"?>\n`;
  return of === 'lists'
    ? html`${head}<sitemapindex xmlns="${XMLNS}">\n${places.map((one) => html`<sitemap>${place(one)}</sitemap>\n`)}</sitemapindex>\n`
    : html`${head}<urlset xmlns="${XMLNS}">\n${places.map((one) => html`<url>${place(one)}</url>\n`)}</urlset>\n`;
}

/** All pages for search machines, with the time of their last change. */
export const sitemap = template<List>({
  name: 'sitemap',
  pages,
  render: (site, { shown }) => render(site, shown),
});

/** What search machines may read: nothing of a practice site or a preview. */
export const robots = template<null>({
  name: 'robots',
  pages: () => [{ address: '/robots.txt', shown: null }],
  render: (site) =>
    raw(
      site.demo || site.preview
        ? 'User-agent: *\nDisallow: /\n'
        : `User-agent: *\nAllow: /\n\nSitemap: ${publicUrl(site, '/sitemap.xml')}\n`,
    ),
});
