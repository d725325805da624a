import { longDay, minute, weekday } from '../dates.ts';
import { type Html, html, raw } from '../html.ts';
import type { PageParts } from '../page.ts';
import { columnOf, isRepost, printedOnce, publicUrl, type SiteFrame } from '../site-frame.ts';
import { footer } from './footer.ts';

/** Nothing but the site's own files, and no script inside a page. */
const CONTENT_SECURITY_POLICY =
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
 * The `<head>` of a page. The script blocks nothing. It comes first, so that with a full browser cache a reader's own mode is there
 * before anything is drawn.
 */
function head(frame: SiteFrame, parts: PageParts): Html {
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

function strip({ today }: SiteFrame): Html {
  return html`<div class="strip"><div class="frame">
<p><time datetime="${today}">${longDay(today)}<span class="weekday">　${weekday(today)}</span></time></p>
<ul class="with-script">
<li><button type="button" data-do="elder" aria-pressed="false">长者模式</button></li>
<li><button type="button" data-do="size">字号</button></li>
<li><button type="button" data-do="dark" aria-pressed="false">深色</button></li>
</ul>
</div></div>`;
}

/** The box asks the search page: there the index is read in the browser; without script the page leads to columns and years. */
export function searchBox({ base }: SiteFrame, id: string, label: string): Html {
  return html`<form class="search" action="${base}/search/" method="get" role="search" aria-label="${label}">
<label class="unseen" for="${id}">搜标题、正文、单位</label>
<input id="${id}" name="q" type="search" placeholder="搜标题、正文、单位" maxlength="50" autocomplete="off">
<button type="submit">搜索</button>
</form>`;
}

function masthead(frame: SiteFrame): Html {
  const { site, base } = frame;
  return html`<div class="masthead frame">
<div><a class="name" href="${base}/">${site.name}</a><p class="domain">${site.domain}</p></div>
${searchBox(frame, 'search', '站内搜索')}
</div>`;
}

function navigation({ base, columns, pictures }: SiteFrame, { address: here, current }: PageParts): Html {
  const entries: [address: string, name: string][] = [
    ['/', '首页'],
    ...columns.map((column): [string, string] => [`/columns/${column.id}/`, column.name]),
    ...(pictures ? [['/pictures/', '图片'] as [string, string]] : []),
    ['/archive/', '归档'],
  ];
  const entry = ([address, name]: [string, string]): Html =>
    html`<li><a href="${base}${address}"${address === current && html` aria-current="${address === here ? 'page' : 'true'}"`}>${name}</a></li>\n`;
  return html`<nav class="nav" aria-label="栏目"><ul class="frame">\n${entries.map(entry)}</ul></nav>`;
}

function mark({ demo, preview }: SiteFrame): Html | false {
  if (preview) return html`<div class="mark"><p class="frame"><b class="chip">预览</b>　内部查看用，未经审核、没有发布。</p></div>`;
  return demo && html`<div class="mark"><p class="frame"><b class="chip">演示</b>　练习用网站，单位、人员和内容都是虚构的示例。</p></div>`;
}

const ELDER_BAR = html`<section class="elder-bar" aria-label="长者模式工具">
<button type="button" class="read" data-do="read">▶ 朗读</button><button type="button" class="while-reading" data-do="stop">■ 停止</button><button type="button" class="while-reading" data-do="rate">常速</button><span class="no-voice">这台设备没有中文朗读功能</span>
<button type="button" data-do="larger">字大<span class="wide">一点</span></button>
<button type="button" data-do="smaller">字小<span class="wide">一点</span></button>
<button type="button" data-do="ruler" aria-pressed="false" title="随鼠标、焦点和上下方向键移动">读行尺</button>
<button type="button" data-do="elder">退出<span class="wide">长者模式</span></button>
</section>
<p class="unseen" role="status" data-said></p>`;

function leavingNotice({ base, site }: SiteFrame): Html {
  return html`<dialog class="leaving" aria-labelledby="leaving-text">
<p id="leaving-text">您访问的链接即将离开“${site.name}”网站，是否继续？</p>
<p><b class="host"></b></p>
<p class="choice"><a class="button" href="${base}/" rel="noopener noreferrer">继续访问</a><button type="button">放弃</button></p>
</dialog>`;
}

const header = (site: SiteFrame): Html => html`${mark(site)}
${strip(site)}
${masthead(site)}`;

const end = (site: SiteFrame): Html => html`${footer(site)}
${ELDER_BAR}
${leavingNotice(site)}`;

/** A whole page around its main part. */
export function frame(site: SiteFrame, parts: PageParts): Html {
  return html`<!doctype html>
<html lang="zh-CN"${site.site.mourning && html` class="mourning"`}>
${head(site, parts)}
<body>
<a class="skip" href="#main">跳到正文</a>
<header>
${printedOnce(site, 'header', header)}
${printedOnce(site, `navigation ${parts.current} ${parts.current === parts.address}`, () => navigation(site, parts))}
</header>
<main id="main" tabindex="-1">
${parts.main}
</main>
${printedOnce(site, 'end', end)}
</body>
</html>
`;
}
