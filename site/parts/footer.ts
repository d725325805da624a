import type { SiteData } from '#pipeline/render/site-data.ts';
import { type Html, html } from '../html.ts';
import type { SiteView } from '../site-view.ts';

/** What the footer of a government website must name (国办发〔2017〕47号): the field, its name, how it begins. */
const NUMBERS: { key: 'name' | 'url' | 'domain' | 'contact' | 'idCode' | 'icp' | 'police'; label: string }[] = [
  { key: 'name', label: '主办单位' },
  { key: 'url', label: '网站地址' },
  { key: 'domain', label: '网站域名' },
  { key: 'contact', label: '联系方式' },
  { key: 'idCode', label: '网站标识码' },
  { key: 'icp', label: 'ICP备案号' },
  { key: 'police', label: '公安备案号' },
];

/** Names of what `policy.yml` still leaves out about the site, in Chinese. A real site isn't built with any. */
export function missingNumbers(data: SiteData): string[] {
  return NUMBERS.filter(({ key }) => data.site[key].trim() === '').map(({ label }) => label);
}

function number(view: SiteView, key: 'name' | 'contact' | 'idCode' | 'icp' | 'police', address?: string): Html {
  const value = view.data.site[key];
  const label = NUMBERS.find((one) => one.key === key)?.label ?? '';
  if (value.trim() === '') return html`<li><span class="chip">待填：${label}</span></li>`;
  const text = key === 'icp' || key === 'police' ? value : `${label}：${value}`;
  return html`<li>${address ? html`<a href="${address}" rel="noopener">${text}</a>` : text}</li>`;
}

/** 「我为政府网站找错」 of the State Council's office. It knows a site by its code. */
export function faultReport(view: SiteView): Html {
  const { idCode, url } = view.data.site;
  const query = `site_code=${encodeURIComponent(idCode)}&url=${encodeURIComponent(`${url}/`)}`;
  return html`<a href="https://zfwzgl.www.gov.cn/exposure/jiucuo.html?${query}" rel="noopener">我为政府网站找错</a>`;
}

export function footer(view: SiteView): Html {
  const { base } = view;
  const policeCode = view.data.site.police.replaceAll(/\D/g, '');
  return html`<footer><div class="frame">
<ul>
${number(view, 'name')}
${number(view, 'contact')}
</ul>
<ul>
${number(view, 'idCode')}
${number(view, 'icp', 'https://beian.miit.gov.cn/')}
${number(view, 'police', `https://beian.mps.gov.cn/#/query/webSearch?code=${policeCode}`)}
</ul>
<ul>
<li><a href="${base}/map/">网站地图</a></li>
<li><a href="${base}/accessibility/">无障碍说明</a></li>
<li><a href="${base}/about/">关于本站</a></li>
<li>${faultReport(view)}</li>
<li><a href="${base}/feed.xml">订阅</a></li>
</ul>
</div></footer>`;
}
