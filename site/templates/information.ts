import { termOf } from '../freshness.ts';
import { type Html, html } from '../html.ts';
import { type PageParts, template } from '../page.ts';
import { frame, searchBox } from '../parts/frame.ts';
import type { SiteFrame } from '../site-frame.ts';
import { yearsOf } from '../site-view.ts';
import { GUIDE_LINKS } from './guide.ts';

function columnLinks({ base, columns }: SiteFrame): Html {
  return html`<ul class="links">\n${columns.map(({ id, name, description }) => html`<li><a href="${base}/columns/${id}/">${name}</a>　<span class="note">${description}</span></li>\n`)}</ul>`;
}

function guideLinks({ base, rules }: SiteFrame): Html {
  const link = ({ address, title, description }: (typeof GUIDE_LINKS)[number]): Html =>
    html`<li><a href="${base}${address}">${title}</a>　<span class="note">${description}</span></li>\n`;
  const checks = html`<li><a href="${base}/rules/">检查规则</a>　<span class="note">程序检查什么，每条都有例子。</span></li>\n`;
  return html`<ul class="links">\n${GUIDE_LINKS.map(link)}${rules && checks}</ul>`;
}

function about(frame: SiteFrame): Html {
  const { site, base, freshness } = frame;
  const { name, contact } = site;
  return html`<div class="frame narrow"><article data-read>
<div class="page-head"><h1>关于本站</h1></div>
<div class="text">
<p>本站由${name}主办，与本局的微信公众号、微博一起，发布本局的文字、图片和数据。下面用平实的话说明：信息从哪里来，谁审核，错了怎么办。</p>
<h2>发布什么</h2>
<p>业务宣传、重要事项公布、工作动态；经分管领导或主要领导批准发布的信息；结合工作需要，认定需要发布或转发的其他信息。</p>
<p>信息由各县（市、区）分局、机关各处室和直属中心报送。每条信息都写明来源和发布时间；转发的，写明来源、原文地址和原文日期。</p>
<h2>谁来审核</h2>
<p>每条信息发布前都经过三级审核：先由报送单位或部门的负责人审核，再由办公室审核，最后由分管领导签发。三级由三个不同的人完成，缺一级，不发布；审核后改动一个字，也要重新审核。</p>
<p>审核的人要确认：内容真实、准确，不涉密、不敏感，不含法律、法规禁止的内容。每条信息都留有审核单，可以查验。</p>
<h2>时效</h2>
<p>本站只发布${termOf(freshness)}内的信息。法律、法规另有公开期限的，从其规定。发布时间以网站实际发布的时间为准，以后更正也不改变。</p>
<h2>更正与撤回</h2>
<p>已发布的信息有错，经审核后更正，并在文章前面写明更正的时间和内容。需要撤回的，保留标题，写明撤回的时间和原因。</p>
<h2>联系我们</h2>
<p>发现差错，或者对本站有建议，可以联系：${contact || name}。也可以使用页脚的“我为政府网站找错”。</p>
<h2>发布了多少</h2>
<p>各栏目、各渠道的条数、最近发布的日期和时效，见<a href="${base}/openness/">公开情况</a>。</p>
<h2>报送和审核的同志</h2>
<p>怎样投稿、审核、发布、撤稿，见下面几页。</p>
${guideLinks(frame)}
</div></article></div>`;
}

function accessibility({ base }: SiteFrame): Html {
  return html`<div class="frame narrow"><article data-read>
<div class="page-head"><h1>无障碍说明</h1></div>
<div class="text">
<p>本站希望每个人都能方便地读到信息。</p>
<h2>长者模式</h2>
<p>点页面上方的“长者模式”，字会变大，页面变简单，鼠标指针变大，下方出现一排大按钮：朗读、字大一点、字小一点、读行尺、退出长者模式。您的选择会记在这台设备上。也可以直接打开：<a href="${base}/?长者">长者模式首页</a>。</p>
<h2>字号与深色</h2>
<p>“字号”按钮有三档。浏览器自带的放大功能也可以用，页面不会错位。“深色”按钮适合光线暗的地方；设备设为深色、高对比度或减少动态效果时，本站自动跟随。</p>
<h2>朗读</h2>
<p>文章页有“朗读”按钮，用设备自带的中文语音朗读，读到哪一句，哪一句会标出来。朗读时可以暂停、继续、停止（也可以按 Esc 键停止），语速有常速、慢速、快速三档；暂停后从那一句的开头接着读。设备没有中文语音的，不显示这个按钮。</p>
<h2>只用键盘</h2>
<p>按 Tab 键依次移动，按回车键打开。第一次按 Tab 键出现“跳到正文”，可以越过导航。</p>
<h2>没有脚本也能读</h2>
<p>浏览器关闭脚本后，本站所有信息都能阅读、翻页和打印。</p>
</div></article></div>`;
}

/** What the pages of this kind show beside the site's frame: the map only. */
interface Places {
  units: { id: string; name: string }[];
  years: string[];
}

function siteMap(site: SiteFrame, { units, years }: Places): Html {
  const { base } = site;
  const unit = ({ id, name }: Places['units'][number]): Html => html`<li><a href="${base}/units/${id}/">${name}</a></li>\n`;
  return html`<div class="frame narrow">
<div class="page-head"><h1>网站地图</h1></div>
<section><div class="section-head"><h2>栏目</h2></div>${columnLinks(site)}</section>
${units.length > 0 && html`<section><div class="section-head"><h2>报送单位</h2></div><ul class="links">\n${units.map(unit)}</ul></section>`}
<section><div class="section-head"><h2>查找</h2></div><ul class="links">
<li><a href="${base}/search/">搜索</a></li>
${site.pictures && html`<li><a href="${base}/pictures/">图片</a></li>\n`}<li><a href="${base}/archive/">全部信息</a></li>
${site.history && html`<li><a href="${base}/history/">旧网站的历史信息</a></li>\n`}${years.map((year) => html`<li><a href="${base}/archive/${year}/">${year}年</a></li>\n`)}</ul></section>
<section><div class="section-head"><h2>本站</h2></div><ul class="links">
<li><a href="${base}/about/">关于本站</a></li>
<li><a href="${base}/openness/">公开情况</a></li>
<li><a href="${base}/accessibility/">无障碍说明</a></li>
<li><a href="${base}/feed.xml">订阅（Atom）</a></li>
<li><a href="${base}/feed.json">订阅（JSON Feed）</a></li>
</ul></section>
<section><div class="section-head"><h2>报送和审核</h2></div>${guideLinks(site)}</section>
</div>`;
}

function notFound(site: SiteFrame): Html {
  return html`<div class="frame narrow">
<div class="page-head"><h1>没有这个页面。</h1><p>可能已移动或撤回。</p></div>
<div class="large-search">${searchBox(site, 'search-large', '再找一找')}</div>
<section><div class="section-head"><h2>栏目</h2></div>${columnLinks(site)}</section>
</div>`;
}

interface InformationPage extends Omit<PageParts, 'main'> {
  main: (site: SiteFrame, places: Places) => Html;
}

const PAGES: InformationPage[] = [
  { address: '/about/', title: '关于本站', description: '本站发布什么，谁来审核，错了怎么办。', main: about },
  { address: '/accessibility/', title: '无障碍说明', description: '长者模式、字号、朗读和键盘操作。', main: accessibility },
  { address: '/map/', title: '网站地图', description: '本站的栏目、单位和归档。', main: siteMap },
  { address: '/404.html', title: '没有这个页面', description: '', main: notFound, hidden: true },
];

const NOWHERE: Places = { units: [], years: [] };

/** The site's pages about itself. */
export const information = template<Places>({
  name: 'information',
  pages: ({ byUnit, items }) => {
    const places = { units: [...byUnit].map(([id, { name }]) => ({ id, name })), years: yearsOf(items) };
    return PAGES.map(({ address, main }) => ({ address, shown: main === siteMap ? places : NOWHERE }));
  },
  render: (site, { address, shown }) => {
    const { main, ...parts } = PAGES.find((page) => page.address === address) as InformationPage;
    return frame(site, { ...parts, main: main(site, shown) });
  },
});
