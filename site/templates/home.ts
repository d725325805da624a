import type { SiteColumn, SiteItem } from '#pipeline/render/site-data.ts';
import { daysBefore, iso, minute } from '../dates.ts';
import { type Html, html } from '../html.ts';
import { type Page, template } from '../page.ts';
import { faultReport } from '../parts/footer.ts';
import { frame } from '../parts/frame.ts';
import { caption, clauses, numeralList, picture, pictureGrid, shortList } from '../parts/lists.ts';
import { type SiteView, webAddress } from '../site-view.ts';

/** The lead has a picture where one of the newest items has. */
const LEAD_AMONG = 10;
const LATEST = 6;
const COLUMNS = 3;
const ROWS = 5;
const PICTURES = 4;

function lead(view: SiteView, item: SiteItem): Html {
  const { cover } = item;
  return html`<article class="lead">
${cover && html`<figure><a href="${view.base}${item.path}" tabindex="-1">${picture(view, item, cover, true)}</a><figcaption>${caption(cover)}</figcaption></figure>`}
<h2><a href="${view.base}${item.path}">${clauses(item.title)}</a></h2>
${!cover && html`<p>${item.summary}</p>`}
<p class="note"><time datetime="${iso(item.publishedAt)}">${minute(item.publishedAt)}</time>　来源：${item.source.name}　阅读约 ${item.readingMinutes} 分钟</p>
</article>`;
}

function columnBlock(view: SiteView, column: SiteColumn): Html {
  const items = view.byColumn.get(column.id) ?? [];
  const heading = html`<div class="section-head"><h2>${column.name}</h2><a href="${view.base}/columns/${column.id}/">更多<span class="unseen">${column.name}</span></a></div>`;
  return html`<section>${heading}${items.length > 0 ? shortList(view, items.slice(0, ROWS)) : html`<p class="note">本栏目暂无信息。</p>`}</section>`;
}

/** The first columns of the policy that hold something; where fewer do, the first ones. */
function shownColumns(view: SiteView): SiteColumn[] {
  const full = view.data.columns.filter(({ id }) => (view.byColumn.get(id) ?? []).length > 0);
  return (full.length >= COLUMNS ? full : view.data.columns).slice(0, COLUMNS);
}

function channelRow(view: SiteView): Html {
  const { accounts } = view.data.site;
  const since = daysBefore(view.data.today, 29);
  const recent = view.items.filter(({ publishedAt }) => publishedAt.slice(0, 10) >= since).length;
  const weibo = accounts?.weibo && webAddress(accounts.weibo.url);
  return html`<ul class="channels">
${accounts?.wechat && html`<li>微信公众号：${accounts.wechat}</li>`}
${weibo && html`<li><a href="${weibo}" rel="noopener">微博：${accounts?.weibo?.name}</a></li>`}
<li>近30日发布 ${recent} 条</li>
<li>${faultReport(view)}</li>
</ul>`;
}

function main(view: SiteView): Html {
  const recent = view.items.slice(0, LEAD_AMONG);
  const leading = recent.find(({ cover }) => cover !== null) ?? recent[0];
  const heading = html`<h1 class="unseen">${view.data.site.name}</h1>`;
  if (!leading) return html`<div class="frame">${heading}<p class="empty">暂时没有已发布的信息</p>${channelRow(view)}</div>`;
  const others = view.items.filter((item) => item !== leading).slice(0, LATEST);
  const latest = others.length > 0 ? others : [leading];
  const pictures = view.withPictures.filter((item) => item !== leading).slice(0, PICTURES);
  return html`<div class="frame">${heading}
<div class="front">
${lead(view, leading)}
<section class="latest" aria-labelledby="latest"><h2 class="unseen" id="latest">最新信息</h2>${numeralList(view, latest)}</section>
</div>
<div class="columns">
${shownColumns(view).map((column) => columnBlock(view, column))}
</div>
${
  pictures.length > 0 &&
  html`<section><div class="section-head"><h2>图片</h2><a href="${view.base}/pictures/">更多<span class="unseen">图片</span></a></div>${pictureGrid(view, pictures)}</section>`
}
${channelRow(view)}
</div>`;
}

export const home = template<Page>({
  name: 'home',
  pages: () => [{ address: '/' }],
  render: (view, { address }) =>
    frame(view, { address, title: '', description: `${view.data.site.name}发布的信息。`, current: '/', main: main(view) }),
});
