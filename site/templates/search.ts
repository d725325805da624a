import { type Html, html } from '../html.ts';
import { template } from '../page.ts';
import { frame, searchBox } from '../parts/frame.ts';
import type { SiteFrame } from '../site-frame.ts';
import { yearsOf } from '../site-view.ts';

/** What the page shows beside the site's frame: the years there are. */
interface Search {
  years: string[];
}

/** Filled in by `assets/search.js`. */
const FOUND = html`<p id="found-status" class="found" role="status"></p>
<div id="found-filters" class="filters"></div>
<ul id="found-list" class="numerals"></ul>
<p class="more"><button type="button" id="found-more" class="plain" hidden></button></p>`;

function main(site: SiteFrame, { years }: Search): Html {
  const { base, columns } = site;
  const column = ({ id, name }: SiteFrame['columns'][number]): Html => html`<a href="${base}/columns/${id}/">${name}</a> `;
  const year = (one: string): Html => html`<a href="${base}/archive/${one}/">${one}年</a> `;
  return html`<div class="frame">
<div class="page-head"><h1>检索</h1><p class="note">在标题、正文和报送单位里找。几个词之间空一格，每个词都有的才列出。</p></div>
<div class="large-search">${searchBox(site, 'search-large', '检索')}</div>
<noscript><p class="found">这个浏览器没有开启脚本，不能检索。请按栏目或年份找。</p></noscript>
${FOUND}
<section><div class="section-head"><h2>按栏目或年份找</h2></div>
<div class="elsewhere"><p>栏目：${columns.map(column)}</p>
<p>年份：${years.map(year)}<a href="${base}/archive/">全部归档</a></p></div></section>
</div>`;
}

/** The search page: a box, and other ways to find. What was looked for is read and shown by the browser alone. */
export const search = template<Search>({
  name: 'search',
  pages: ({ items }) => [{ address: '/search/', shown: { years: yearsOf(items) } }],
  render: (site, { address, shown }) =>
    frame(site, {
      address,
      title: '检索',
      description: '在本站的标题、正文和报送单位里查找。',
      main: main(site, shown),
      hidden: true,
      head: html`<script type="module" src="${site.base}/assets/search.js"></script>\n`,
    }),
});
