import type { SiteItem } from '#pipeline/render/site-data.ts';
import { iso, minute } from '../dates.ts';
import { type Html, html, jsonScript } from '../html.ts';
import { template } from '../page.ts';
import { frame } from '../parts/frame.ts';
import { clauses } from '../parts/lists.ts';
import { textWithPictures } from '../parts/pictures.ts';
import { breadcrumbs, organisation } from '../parts/structured.ts';
import { QR_FILE } from '../qr-code.ts';
import { columnOf, isRepost, publicUrl, type SiteFrame, webAddress } from '../site-frame.ts';
import type { SiteView } from '../site-view.ts';

type Neighbour = Pick<SiteItem, 'path' | 'title'>;

interface ShownItem {
  item: SiteItem;
  /** Whether there is a page of its unit's items. */
  unitPage: boolean;
  newer: Neighbour | null;
  older: Neighbour | null;
}

function breadcrumb(site: SiteFrame, item: SiteItem): Html {
  const column = columnOf(site, item);
  const name = column.id === '' ? column.name : html`<a href="${site.base}/columns/${column.id}/">${column.name}</a>`;
  return html`<nav class="breadcrumb" aria-label="所在位置"><a href="${site.base}/">首页</a> › ${name} › 正文</nav>`;
}

/** Where the text is from: a unit of ours with its page, or whoever wrote what is reposted. */
function source(site: SiteFrame, { item, unitPage }: ShownItem): Html {
  const { unit, source } = item;
  return unitPage && !isRepost(item) ? html`<a href="${site.base}/units/${unit.id}/">${source.name}</a>` : html`${source.name}`;
}

/** A minute or a day, for people and for machines. */
function moment(at: string): Html {
  const shown = minute(at);
  return html`<time datetime="${shown.length > 10 ? iso(at) : shown}">${shown}</time>`;
}

function bar(site: SiteFrame, shown: ShownItem): Html {
  const { item } = shown;
  return html`<div class="bar">
<ul>
<li>${item.history ? '原发布日期' : '发布时间'}：${moment(item.publishedAt)}</li>
<li>来源：${source(site, shown)}</li>
${item.editor !== '' && site.site.editor !== 'hidden' && html`<li>责任编辑：${item.editor}</li>`}
${item.withdrawal === null && html`<li>阅读约 ${item.readingMinutes} 分钟</li>`}
</ul>
<ul class="tools">
<li class="with-script"><button type="button" class="read" data-do="read">▶ 朗读</button><button type="button" class="while-reading" data-do="stop">■ 停止</button><button type="button" class="while-reading" data-do="rate">常速</button></li>
<li class="with-script"><button type="button" data-do="size">字号</button></li>
<li class="with-script"><button type="button" data-do="print">打印</button></li>
${item.withdrawal === null && html`<li><a href="#share">分享</a></li>`}
</ul>
</div>`;
}

function correction({ correction }: SiteItem): Html | null {
  return correction && html`<div class="correction" role="note"><p><b>更正</b>　${moment(correction.at)}　${correction.note}</p></div>`;
}

/** What an old site published says so, with the day of the taking over; its old address is no link, for nobody knows whose it is by now. */
function taken({ history, publishedAt }: SiteItem): Html | undefined {
  return (
    history &&
    html`<div class="original" role="note"><p><b>历史信息</b>　本条由旧网站于 ${moment(publishedAt)} 发布，${moment(history.takenOver)} 迁入本站；说的是当时的情况，办事请以现行规定为准。</p><p class="note">原地址：${history.oldUrl}</p></div>`
  );
}

function original({ source }: SiteItem): Html | null {
  const address = webAddress(source.url);
  if (address === null) return null;
  return html`<div class="original"><p>转自：<a href="${address}" rel="noopener">${source.name}</a>${
    source.publishedAt !== '' && html`　原文日期：${moment(source.publishedAt)}`
  }</p></div>`;
}

/** Who wrote the text, or who sent in what somebody else wrote; a unit that is both source and author is named once. */
function origin(item: SiteItem): Html {
  const { source, unit, author } = item;
  const hand = isRepost(item) ? `报送：${unit.name}` : author !== '' && author !== source.name && `作者：${author}`;
  return html`<p class="end">（来源：${source.name}${hand && `　${hand}`}）</p>`;
}

function text(item: SiteItem): Html {
  const { withdrawal } = item;
  if (withdrawal) {
    const reason = withdrawal.reason.replace(/。$/, '');
    return html`<div class="withdrawn"><p>本信息已于 ${moment(withdrawal.at)} 撤回。原因：${reason}。</p></div>`;
  }
  return html`${correction(item)}${original(item)}${taken(item)}
<div class="text">
${textWithPictures(item.html, item.images)}
</div>
${origin(item)}`;
}

/** Weibo's own page where the reader writes a post; none of Weibo's scripts is on ours. */
function weiboShare(address: string, title: string): string {
  return `https://service.weibo.com/share/share.php?${new URLSearchParams({ url: address, title })}`;
}

function share(site: SiteFrame, item: SiteItem): Html {
  const address = publicUrl(site, item.path);
  const [wechat, weibo] = [webAddress(item.links.wechat), webAddress(item.links.weibo)];
  return html`<section class="share" id="share">
<h2>分享与其他渠道</h2>
<div>
<ul>
${wechat && html`<li><a href="${wechat}" rel="noopener">在微信公众号阅读</a></li>`}
${weibo && html`<li><a href="${weibo}" rel="noopener">在微博阅读</a></li>`}
<li class="with-script"><button type="button" class="plain" data-do="copy" data-text="${address}">复制链接</button> <span role="status"></span></li>
<li><a href="${weiboShare(address, item.title)}" rel="noopener">分享到微博</a></li>
<li class="address">${address}</li>
</ul>
<figure class="qr"><img src="${site.base}${item.path}${QR_FILE}" alt="本页地址的二维码" width="112" height="112" loading="lazy"><figcaption>微信扫一扫，在手机上看</figcaption></figure>
</div>
</section>`;
}

function neighbours(site: SiteFrame, { newer, older }: ShownItem): Html | false {
  const link = (name: string, item: Neighbour | null): Html | null =>
    item && html`<li>${name}：<a href="${site.base}${item.path}">${item.title}</a></li>\n`;
  return (
    (newer !== null || older !== null) &&
    html`<nav class="neighbours" aria-label="上一篇、下一篇"><ul>\n${link('上一篇', newer)}${link('下一篇', older)}</ul></nav>`
  );
}

/** Whose text it is, in schema.org's words. */
function authorship(item: SiteItem): Record<string, unknown> {
  const { source, author } = item;
  if (!isRepost(item)) {
    const type = author === item.unit.name ? 'Organization' : 'Person';
    const named = author.split('、').map((name) => ({ '@type': type, name }));
    return author === '' ? {} : { author: named.length === 1 ? named[0] : named };
  }
  return { author: { '@type': 'Organization', name: source.name }, ...(webAddress(source.url) !== null && { isBasedOn: source.url }) };
}

/** schema.org's words for search machines; never executed. */
function structured(site: SiteFrame, item: SiteItem): Html {
  const column = columnOf(site, item);
  const above: [string, string][] = column.id === '' ? [] : [[column.name, `/columns/${column.id}/`]];
  const article = jsonScript({
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: item.title,
    description: item.summary,
    datePublished: iso(item.publishedAt),
    ...(item.correction && { dateModified: iso(item.correction.at) }),
    ...(item.cover && { image: publicUrl(site, item.path + item.cover.name) }),
    ...authorship(item),
    publisher: organisation(site),
    mainEntityOfPage: publicUrl(site, item.path),
    inLanguage: 'zh-CN',
  });
  return html`${article}\n${breadcrumbs(site, [['首页', '/'], ...above, [item.title, item.path]])}`;
}

function main(site: SiteFrame, shown: ShownItem): Html {
  const { item } = shown;
  return html`<div class="frame narrow">
${breadcrumb(site, item)}
<article data-read>
<h1>${clauses(item.title)}</h1>
${bar(site, shown)}
${text(item)}
</article>
${item.withdrawal === null && share(site, item)}
${neighbours(site, shown)}
</div>`;
}

const neighbourOf = (item: SiteItem | undefined): Neighbour | null => (item ? { path: item.path, title: item.title } : null);

/** An item beside the newer and the older one of its column. A withdrawn one stands alone. */
function shownItems({ data, frame, byColumn, byUnit }: SiteView): ShownItem[] {
  const beside = new Map<SiteItem, Pick<ShownItem, 'newer' | 'older'>>();
  for (const [id, items] of byColumn) {
    for (const [index, item] of items.entries()) {
      if (columnOf(frame, item).id !== id) continue;
      beside.set(item, { newer: neighbourOf(items[index - 1]), older: neighbourOf(items[index + 1]) });
    }
  }
  const alone = { newer: null, older: null };
  return data.items.map((item) => ({ item, unitPage: byUnit.has(item.unit.id), ...(beside.get(item) ?? alone) }));
}

export const item = template<ShownItem>({
  name: 'item',
  pages: (view) => shownItems(view).map((shown) => ({ address: shown.item.path, shown })),
  render: (site, { address, shown }) => {
    const { item } = shown;
    const parts = { address, title: item.title, item, current: `/columns/${columnOf(site, item).id}/`, main: main(site, shown) };
    if (item.withdrawal) return frame(site, { ...parts, description: '', hidden: true });
    return frame(site, { ...parts, description: item.summary, head: structured(site, item) });
  },
});
