import type { SiteRule } from '#pipeline/render/site-data.ts';
import { type Html, html } from '../html.ts';
import { template } from '../page.ts';
import { frame } from '../parts/frame.ts';

/** The catalogue's groups by the first part of a rule's id, in its order. */
const GROUPS: [string, string][] = [
  ['meta', '文首和文件'],
  ['time', '时间'],
  ['secret', '保密'],
  ['pii', '个人信息'],
  ['prohib', '禁止的内容和规范用语'],
  ['text', '文字'],
  ['fact', '事实'],
  ['img', '图片'],
  ['link', '链接'],
  ['chan', '渠道'],
  ['site', '网站'],
];

function examples(heading: string, some: SiteRule['good']): Html | false {
  const one = ({ title, lines }: SiteRule['good'][number]): Html =>
    html`<li>${title}${lines.length > 0 && html`<pre>${lines.join('\n')}</pre>`}</li>\n`;
  return some.length > 0 && html`<details><summary>${heading}（${some.length} 例）</summary><ul>\n${some.map(one)}</ul></details>\n`;
}

function section({ id, name, asks, article, severity, waivable, good, bad }: SiteRule): Html {
  const how = severity === '须改' || severity === '提醒' ? `${severity}，${waivable ? '可豁免' : '不可豁免'}` : severity;
  return html`<h3 id="${id.replace('/', '-')}">${name}</h3>
<p>${asks}</p>
<p class="note">${how}　依据：${article}　编号：${id}</p>
${examples('会指出的写法', bad)}${examples('没有问题的写法', good)}`;
}

function rulesPage(rules: readonly SiteRule[]): Html {
  const groups = GROUPS.map(([key, name]) => ({ name, rules: rules.filter(({ id }) => id.split('/')[0] === key) }));
  const rest = rules.filter(({ id }) => !GROUPS.some(([key]) => id.split('/')[0] === key));
  return html`<div class="frame narrow"><article data-read>
<div class="page-head"><h1>检查规则</h1></div>
<div class="text rules">
<p>每条信息送审、合并和发送以前，程序都按下面的规则检查；查网站的几条写明了什么时候查。共 ${rules.length} 条。“须改”要改好；“提醒”要改好，或写豁免并说明理由；“供参考”由审核人看。程序没有查出问题，不等于没有问题：内容由三级审核人确认。</p>
<p>例子里的人、号码和单位都是编的，号码只露出开头。</p>
${[...groups, { name: '其他', rules: rest }].map(({ name, rules: some }) => some.length > 0 && html`<h2>${name}</h2>\n${some.map(section)}`)}
</div></article></div>`;
}

/** What the program checks, with examples: made from the rule files. For those who submit and review, so search machines stay away. */
export const rules = template<readonly SiteRule[]>({
  name: 'rules',
  pages: ({ data }) => (data.rules?.length ? [{ address: '/rules/', shown: data.rules }] : []),
  render: (site, { address, shown }) =>
    frame(site, {
      address,
      title: '检查规则',
      description: '程序检查什么、依据哪一条、怎样算对，每条都有例子。',
      main: rulesPage(shown),
      hidden: true,
    }),
});
