import type { SiteColumn, SiteItem } from '#pipeline/render/site-data.ts';
import { daysBefore, iso, minute } from '../dates.ts';
import { type Html, html, jsonScript } from '../html.ts';
import { template } from '../page.ts';
import { faultReport } from '../parts/footer.ts';
import { frame } from '../parts/frame.ts';
import { caption, clauses, numeralList, pictureGrid, shortList } from '../parts/lists.ts';
import { picture } from '../parts/pictures.ts';
import { organisation } from '../parts/structured.ts';
import { WECHAT_CODE } from '../qr-code.ts';
import { publicUrl, type SiteFrame, webAddress } from '../site-frame.ts';
import { cardOf, ownOf, rowOf, type SiteCard, type SiteRow, type SiteView } from '../site-view.ts';

/** The lead has a picture where one of the newest items has. */
const LEAD_AMONG = 10;
const LATEST = 6;
const COLUMNS = 3;
const ROWS = 5;
const PICTURES = 4;
const RECENT_DAYS = 30;

type Lead = SiteCard & Pick<SiteItem, 'summary' | 'source' | 'readingMinutes'>;

interface Home {
  /** `null` where nothing is published. */
  lead: Lead | null;
  latest: SiteRow[];
  columns: { column: SiteColumn; items: SiteRow[] }[];
  pictures: SiteCard[];
  /** How many items the last 30 days saw. */
  recent: number;
}

function leadPart(site: SiteFrame, item: Lead): Html {
  const { cover } = item;
  const words = cover ? caption(cover) : '';
  // The picture is a link, so that it has to be called something.
  const named = cover && { ...cover, alt: cover.alt || item.title };
  return html`<article class="lead">
${named && html`<figure><a href="${site.base}${item.path}" tabindex="-1">${picture(site, item, named, { stands: 'lead', early: true })}</a>${words && html`<figcaption>${words}</figcaption>`}</figure>`}
<h2><a href="${site.base}${item.path}">${clauses(item.title)}</a></h2>
${!cover && html`<p>${item.summary}</p>`}
<p class="note"><time datetime="${iso(item.publishedAt)}">${minute(item.publishedAt)}</time>　来源：${item.source.name}　<span class="clause">阅读约 ${item.readingMinutes} 分钟</span></p>
</article>`;
}

function columnBlock(site: SiteFrame, { column, items }: Home['columns'][number]): Html {
  const heading = html`<div class="section-head"><h2>${column.name}</h2><a href="${site.base}/columns/${column.id}/">更多<span class="unseen">${column.name}</span></a></div>`;
  return html`<section>${heading}${items.length > 0 ? shortList(site, items) : html`<p class="note">本栏目暂无信息。</p>`}</section>`;
}

function channelRow(frame: SiteFrame, recent: number): Html {
  const { wechat, weibo } = frame.site.accounts ?? {};
  const address = weibo && webAddress(weibo.url);
  const code = wechat?.code && html`<img src="${frame.base}${WECHAT_CODE}" alt="微信公众号的二维码" width="64" height="64" loading="lazy">`;
  return html`<ul class="channels">
${wechat && html`<li>${code}微信公众号：${wechat.name}</li>`}
${weibo && address && html`<li><a href="${address}" rel="noopener">微博：${weibo.name}</a></li>`}
<li><a href="${frame.base}/openness/">近30日发布 ${recent} 条</a></li>
<li>${faultReport(frame)}</li>
</ul>`;
}

function main(site: SiteFrame, { lead, latest, columns, pictures, recent }: Home): Html {
  const heading = html`<h1 class="unseen">${site.site.name}</h1>`;
  if (!lead) return html`<div class="frame">${heading}<p class="empty">暂时没有已发布的信息</p>${channelRow(site, recent)}</div>`;
  return html`<div class="frame">${heading}
<div class="front">
${leadPart(site, lead)}
<section class="latest" aria-labelledby="latest"><h2 class="unseen" id="latest">最新信息</h2>${numeralList(site, latest)}</section>
</div>
<div class="columns">
${columns.map((column) => columnBlock(site, column))}
</div>
${
  pictures.length > 0 &&
  html`<section><div class="section-head"><h2>图片</h2><a href="${site.base}/pictures/">更多<span class="unseen">图片</span></a></div>${pictureGrid(site, pictures)}</section>`
}
${channelRow(site, recent)}
</div>`;
}

/** The first columns of the policy that hold something; where fewer do, the first ones. */
function shownColumns({ data, byColumn }: SiteView): Home['columns'] {
  const all = data.columns.map((column) => ({
    column,
    items: ownOf(byColumn.get(column.id) ?? [])
      .slice(0, ROWS)
      .map(rowOf),
  }));
  const full = all.filter(({ items }) => items.length > 0);
  return (full.length >= COLUMNS ? full : all).slice(0, COLUMNS);
}

function shown(view: SiteView): Home {
  const { own: items } = view;
  const newest = items.slice(0, LEAD_AMONG);
  const leading = newest.find(({ cover }) => cover !== null) ?? newest[0];
  const others = items.slice(0, LATEST + 1).filter((item) => item !== leading);
  const latest = others.length === 0 && leading ? [leading] : others.slice(0, LATEST);
  const since = daysBefore(view.data.today, RECENT_DAYS - 1);
  const older = items.findIndex(({ publishedAt }) => publishedAt.slice(0, 10) < since);
  return {
    lead: leading ? { ...cardOf(leading), summary: leading.summary, source: leading.source, readingMinutes: leading.readingMinutes } : null,
    latest: latest.map(rowOf),
    columns: shownColumns(view),
    pictures: view.withPictures
      .filter((item) => item !== leading)
      .slice(0, PICTURES)
      .map(cardOf),
    recent: older < 0 ? items.length : older,
  };
}

/** Whose site this is and how it is searched, for search machines. */
function structured(site: SiteFrame): Html {
  const { name, url } = site.site;
  const target = { '@type': 'EntryPoint', urlTemplate: `${publicUrl(site, '/search/')}?q={search_term_string}` };
  return jsonScript({
    '@context': 'https://schema.org',
    '@graph': [
      organisation(site),
      {
        '@type': 'WebSite',
        name,
        url: `${url}/`,
        inLanguage: 'zh-CN',
        potentialAction: { '@type': 'SearchAction', target, 'query-input': 'required name=search_term_string' },
      },
    ],
  });
}

export const home = template<Home>({
  name: 'home',
  pages: (view) => [{ address: '/', shown: shown(view) }],
  render: (site, { address, shown }) =>
    frame(site, {
      address,
      title: '',
      description: `${site.site.name}发布的信息。`,
      current: '/',
      main: main(site, shown),
      head: structured(site),
    }),
});
