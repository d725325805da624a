import { minute } from '../dates.ts';
import { type Html, html, raw } from '../html.ts';
import type { PageParts } from '../page.ts';
import { columnOf, isRepost, printedOnce, publicUrl, type SiteFrame } from '../site-frame.ts';

/** Nothing but the site's own files, and no script inside a page. */
export const CONTENT_SECURITY_POLICY =
  "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'";

type Tag = [name: string, content: string];

const meta = ([name, content]: Tag): Html => html`<meta name="${name}" content="${content}">\n`;

/** The beginning of every head. */
const BEGIN = html`<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${raw(CONTENT_SECURITY_POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="format-detection" content="telephone=no">`;

const feeds = ({
  base,
  site,
}: SiteFrame): Html => html`<link rel="alternate" type="application/atom+xml" title="${site.name}" href="${base}/feed.xml">
<link rel="alternate" type="application/feed+json" title="${site.name}" href="${base}/feed.json">`;

const files = ({ base }: SiteFrame): Html => html`<link rel="icon" type="image/svg+xml" href="${base}/assets/icon.svg">
<script type="module" async fetchpriority="high" src="${base}/assets/site.js"></script>
<link rel="stylesheet" href="${base}/assets/tokens.css">
<link rel="stylesheet" href="${base}/assets/site.css">`;

/** The tags of 国办发〔2017〕47号 annex 2: three on every page, seven on a column's pages, ten on an item's. */
function officialTags(frame: SiteFrame, parts: PageParts): Tag[] {
  const { site } = frame;
  const tags: Tag[] = [
    ['SiteName', site.name],
    ['SiteDomain', site.domain],
    ['SiteIDCode', site.idCode],
  ];
  const column = parts.item ? columnOf(frame, parts.item) : parts.column;
  if (column) {
    tags.push(['ColumnName', column.name], ['ColumnDescription', column.description]);
    tags.push(['ColumnKeywords', column.keywords], ['ColumnType', column.type]);
  }
  if (parts.item) {
    const { title, publishedAt, source } = parts.item;
    tags.push(['ArticleTitle', title], ['PubDate', minute(publishedAt)], ['ContentSource', source.name]);
  }
  return tags;
}

/** Where an item's picture lies, for those who show it elsewhere; a withdrawn one has none. */
function coverUrl(frame: SiteFrame, { item }: PageParts): string | null {
  return item && !item.withdrawal && item.cover ? publicUrl(frame, item.path + item.cover.name) : null;
}

/** The tags that the circular leaves open, and the digest by which a published item is read back. A withdrawn item has none of them. */
function itemTags(frame: SiteFrame, parts: PageParts): Tag[] {
  const { item } = parts;
  if (!item || item.withdrawal) return [];
  const tags: Tag[] = [
    ['Keywords', item.keywords],
    ['Author', isRepost(item) ? '' : item.author],
    ['Image', coverUrl(frame, parts) ?? ''],
    ['Url', publicUrl(frame, item.path)],
    ['sanshen-digest', item.digest ?? ''],
  ];
  return tags.filter(([, content]) => content !== '');
}

function shareTags(frame: SiteFrame, parts: PageParts, title: string): Tag[] {
  const cover = coverUrl(frame, parts);
  const tags: Tag[] = [
    ['og:site_name', frame.site.name],
    ['og:type', parts.item ? 'article' : 'website'],
    ['og:title', title],
    ['og:description', parts.description],
    ['og:url', publicUrl(frame, parts.address)],
    ['og:locale', 'zh_CN'],
    ['og:image', cover ?? ''],
  ];
  return tags.filter(([, content]) => content !== '');
}

/**
 * The `<head>` of a page. The script blocks nothing; it is asked for first, so that with everything from the browser's cache a reader's own
 * mode is there before anything is drawn.
 */
export function head(frame: SiteFrame, parts: PageParts): Html {
  const { base, site, demo, preview } = frame;
  const title = parts.title === '' ? site.name : `${parts.title} - ${site.name}`;
  const hidden = parts.hidden || demo || preview;
  const { column } = parts;
  const property = ([name, content]: Tag): Html => html`<meta property="${name}" content="${content}">\n`;
  return html`${BEGIN}
<title>${title}</title>
${officialTags(frame, parts).map(meta)}${parts.description !== '' && meta(['Description', parts.description])}${itemTags(frame, parts).map(meta)}${
  hidden && meta(['robots', 'noindex'])
}${shareTags(frame, parts, parts.title || site.name).map(property)}<link rel="canonical" href="${publicUrl(frame, parts.address)}">
${printedOnce(frame, 'feeds', feeds)}
${column && html`<link rel="alternate" type="application/atom+xml" title="${column.name} - ${site.name}" href="${base}/columns/${column.id}/feed.xml">\n`}${printedOnce(frame, 'files', files)}
${parts.head}</head>`;
}
