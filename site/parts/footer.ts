import type { SiteData } from '#pipeline/render/site-data.ts';
import { type Html, html } from '../html.ts';
import { NAMELESS, type SiteFrame, webAddress } from '../site-frame.ts';

/** What the footer of a government website must name (国办发〔2017〕47号): the field, its name, how it begins. */
const NUMBERS: { key: 'name' | 'url' | 'domain' | 'contact' | 'idCode' | 'icp' | 'police'; label: string }[] = [
  { key: 'name', label: '主办单位' },
  { key: 'url', label: '网站地址' },
  { key: 'domain', label: '网站域名' },
  { key: 'contact', label: '联系电话' },
  { key: 'idCode', label: '网站标识码' },
  { key: 'icp', label: 'ICP备案号' },
  { key: 'police', label: '公安备案号' },
];

/** Names of what `policy.yml` still leaves out about the site, in Chinese. A real site isn't built with any. */
export function missingNumbers(data: SiteData): string[] {
  return NUMBERS.filter(({ key }) => data.site[key].trim() === '').map(({ label }) => label);
}

/** True where a site may still wait for these numbers: readers don't see it yet, or never. */
export function numbersMayWait({ demo, preview, empty, elsewhere }: Pick<SiteData, 'demo' | 'preview' | 'empty' | 'elsewhere'>): boolean {
  return demo || preview || empty || elsewhere === true;
}

function number({ site }: SiteFrame, key: 'name' | 'contact' | 'idCode' | 'icp' | 'police', address?: string): Html {
  const value = site[key];
  const label = NUMBERS.find((one) => one.key === key)?.label ?? '';
  if (value.trim() === '' || value === NAMELESS) return html`<li><span class="chip">待填：${label}</span></li>`;
  const text = key === 'icp' || key === 'police' ? value : `${label}：${value}`;
  return html`<li${key === 'police' && html` class="police"`}>${address ? html`<a href="${address}" rel="noopener">${text}</a>` : text}</li>`;
}

/** 「我为政府网站找错」 of the State Council's office. It knows a site by its code. */
export function faultReport({ site }: SiteFrame): Html {
  const { idCode, url } = site;
  const query = `site_code=${encodeURIComponent(idCode)}&url=${encodeURIComponent(`${url}/`)}`;
  return html`<a href="https://zfwzgl.www.gov.cn/exposure/jiucuo.html?${query}" rel="noopener">我为政府网站找错</a>`;
}

/** The mark of 党政机关, for a site that was given it: a picture of ours, drawn plainly, that leads to the page which proves it. */
function organMark({ base, site }: SiteFrame): Html | false {
  const address = webAddress(site.organMark ?? '');
  return (
    address !== null &&
    html`<li><a href="${address}" rel="noopener"><img src="${base}/assets/organ.svg" alt="党政机关网站标识" width="76" height="28"></a></li>`
  );
}

export function footer(frame: SiteFrame): Html {
  const { base, site } = frame;
  const policeCode = site.police.replaceAll(/\D/g, '');
  return html`<footer><div class="frame">
<ul>
${number(frame, 'name')}
${site.address !== undefined && html`<li>地址：${site.address}</li>`}
${number(frame, 'contact')}
</ul>
<ul>
${number(frame, 'idCode')}
${number(frame, 'icp', 'https://beian.miit.gov.cn/')}
${number(frame, 'police', `https://beian.mps.gov.cn/#/query/webSearch?code=${policeCode}`)}
${organMark(frame)}
</ul>
<ul>
<li><a href="${base}/search/">站内搜索</a></li>
<li><a href="${base}/map/">网站地图</a></li>
<li><a href="${base}/accessibility/">无障碍说明</a></li>
<li><a href="${base}/about/">关于本站</a></li>
<li>${faultReport(frame)}</li>
<li><a href="${base}/feed.xml">订阅</a></li>
</ul>
</div></footer>`;
}
