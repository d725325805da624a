import { type Html, html } from '../html.ts';
import { type Page, template } from '../page.ts';
import { frame, searchBox } from '../parts/frame.ts';
import { numeralList } from '../parts/lists.ts';
import type { SiteView } from '../site-view.ts';

/** The whole archive, a year (`2026`) or a month (`2026-11`). */
interface ArchivePage extends Page {
  period: string;
}

function addressOf(period: string): string {
  return period === '' ? '/archive/' : `/archive/${period.replace('-', '/')}/`;
}

function nameOf(period: string): string {
  const [year, month] = period.split('-');
  if (period === '') return '归档';
  return month ? `${year}年${Number(month)}月` : `${year}年`;
}

function years(view: SiteView): string[] {
  return [...new Set([...view.byMonth.keys()].map((month) => month.slice(0, 4)))];
}

function yearBlock(view: SiteView, year: string, linked: boolean): Html {
  const months = [...view.byMonth].filter(([month]) => month.startsWith(year));
  const count = months.reduce((sum, [, items]) => sum + items.length, 0);
  const name = linked ? html`<a href="${view.base}${addressOf(year)}">${nameOf(year)}</a>` : nameOf(year);
  const month = ([period, items]: [string, unknown[]]): Html =>
    html`<li><a href="${view.base}${addressOf(period)}">${Number(period.slice(5))}月</a> ${items.length} 条</li>\n`;
  return html`<section><div class="section-head"><h2>${name}</h2><p class="note">共 ${count} 条</p></div><ul class="months">\n${months.map(month)}</ul></section>`;
}

/** Where the search box leads: the script looks through the titles; without it, the archive below is the way. */
function search(view: SiteView): Html {
  return html`<div class="large-search">${searchBox(view, 'search-large', '在归档中搜索')}</div>
<div id="found" data-titles="${view.base}/archive/titles.json" data-base="${view.base}" aria-live="polite"></div>`;
}

function main(view: SiteView, period: string): Html {
  const empty = view.items.length === 0 && html`<p class="empty">暂时没有已发布的信息</p>`;
  const [body, note] =
    period === ''
      ? [html`${search(view)}${empty}${years(view).map((year) => yearBlock(view, year, true))}`, '全部信息，按年、月查找。']
      : period.length === 4
        ? [yearBlock(view, period, false), '按月查找。']
        : [numeralList(view, view.byMonth.get(period) ?? []), '本月发布的信息。'];
  const up = period.length > 4 ? period.slice(0, 4) : '';
  return html`<div class="frame">
${period !== '' && html`<nav class="breadcrumb" aria-label="所在位置"><a href="${view.base}/archive/">归档</a>${up !== '' && html` › <a href="${view.base}${addressOf(up)}">${nameOf(up)}</a>`} › ${nameOf(period)}</nav>`}
<div class="page-head"><h1>${period === '' ? '归档' : `${nameOf(period)}发布的信息`}</h1><p class="note">${note}</p></div>
${body}
</div>`;
}

export const archive = template<ArchivePage>({
  name: 'archive',
  pages: (view) => ['', ...years(view), ...view.byMonth.keys()].map((period) => ({ address: addressOf(period), period })),
  render: (view, { address, period }) => {
    const title = period === '' ? '归档' : `${nameOf(period)}发布的信息`;
    return frame(view, { address, title, description: `${title}。`, current: '/archive/', main: main(view, period) });
  },
});
