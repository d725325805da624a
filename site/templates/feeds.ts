import type { SiteItem } from '#pipeline/render/site-data.ts';
import { iso } from '../dates.ts';
import { type Html, html, raw } from '../html.ts';
import { type Page, template } from '../page.ts';
import { columnOf, publicUrl, type SiteFrame } from '../site-frame.ts';
import { changedAt, ownOf, type SiteView } from '../site-view.ts';

const ITEMS = 20;

interface Entry {
  path: string;
  title: string;
  summary: string;
  published: string;
  updated: string;
  source: string;
  column: string;
  image: string | null;
}

interface Feed {
  /** Of the whole site (empty), or of a column. */
  name: string;
  /** Address of the page whose items these are. */
  page: string;
  entries: Entry[];
}

function entriesOf({ frame }: SiteView, items: readonly SiteItem[]): Entry[] {
  return ownOf(items)
    .slice(0, ITEMS)
    .map((item) => {
      const { path, title, summary, source, publishedAt, cover } = item;
      const image = cover && path + encodeURIComponent(cover.name);
      const column = columnOf(frame, item).name;
      return { path, title, summary, published: iso(publishedAt), updated: iso(changedAt(item)), source: source.name, column, image };
    });
}

function titleOf({ site }: SiteFrame, { name }: Feed): string {
  return name === '' ? site.name : `${name} - ${site.name}`;
}

/** RFC 4287. */
function atom(frame: SiteFrame, address: string, feed: Feed): Html {
  const { site, today } = frame;
  const { page, entries } = feed;
  const entry = ({ path, title, summary, published, updated, source, column }: Entry): Html => html`<entry>
<id>${publicUrl(frame, path)}</id>
<title>${title}</title>
<link href="${publicUrl(frame, path)}"/>
<published>${published}</published>
<updated>${updated}</updated>
<author><name>${source}</name></author>
<category term="${column}"/>
<summary>${summary}</summary>
</entry>
`;
  const newest = entries.map(({ updated }) => updated).toSorted();
  return html`<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">
<id>${publicUrl(frame, page)}</id>
<title>${titleOf(frame, feed)}</title>
<link href="${publicUrl(frame, page)}"/>
<link rel="self" type="application/atom+xml" href="${publicUrl(frame, address)}"/>
<updated>${newest.at(-1) ?? iso(`${today} 00:00`)}</updated>
<author><name>${site.name}</name></author>
${entries.map(entry)}</feed>
`;
}

/** https://www.jsonfeed.org/version/1.1/ */
function json(frame: SiteFrame, address: string, feed: Feed): Html {
  const { page, entries } = feed;
  const item = ({ path, title, summary, published, updated, source, column, image }: Entry) => ({
    id: publicUrl(frame, path),
    url: publicUrl(frame, path),
    title,
    summary,
    content_text: summary === '' ? title : summary,
    ...(image !== null && { image: publicUrl(frame, image) }),
    date_published: published,
    date_modified: updated,
    authors: [{ name: source }],
    tags: [column],
    language: 'zh-CN',
  });
  const said = {
    version: 'https://jsonfeed.org/version/1.1',
    title: titleOf(frame, feed),
    home_page_url: publicUrl(frame, page),
    feed_url: publicUrl(frame, address),
    language: 'zh-CN',
    authors: [{ name: frame.site.name }],
    items: entries.map(item),
  };
  return raw(`${JSON.stringify(said, null, 1)}\n`);
}

/** The newest items for readers' programs: of the site as Atom and as JSON, of each column as Atom. */
export const feeds = template<Feed>({
  name: 'feeds',
  pages: (view): Page<Feed>[] => {
    const all = { name: '', page: '/', entries: entriesOf(view, view.items) };
    const columns = view.data.columns.map(({ id, name }): Page<Feed> => {
      const page = `/columns/${id}/`;
      return { address: `${page}feed.xml`, shown: { name, page, entries: entriesOf(view, view.byColumn.get(id) ?? []) } };
    });
    return [{ address: '/feed.xml', shown: all }, { address: '/feed.json', shown: all }, ...columns];
  },
  render: (site, { address, shown }) => (address.endsWith('.json') ? json : atom)(site, address, shown),
});
