import { type Html, html } from '../html.ts';
import { template } from '../page.ts';
import { frame } from '../parts/frame.ts';
import { numeralList } from '../parts/lists.ts';
import type { SiteFrame } from '../site-frame.ts';
import { rowOf, type SiteRow, type SiteView, yearsOf } from '../site-view.ts';

interface ArchivePage {
  /** The whole archive (empty), a year (`2026`) or a month (`2026-11`). */
  period: string;
  /** Of the whole and of a year: how many items each month has. */
  months: { period: string; count: number }[];
  /** Of a month. */
  rows: SiteRow[];
}

function addressOf(period: string): string {
  return period === '' ? '/archive/' : `/archive/${period.replace('-', '/')}/`;
}

function nameOf(period: string): string {
  const [year, month] = period.split('-');
  if (period === '') return '归档';
  return month ? `${year}年${Number(month)}月` : `${year}年`;
}

function yearBlock(site: SiteFrame, year: string, all: ArchivePage['months'], linked: boolean): Html {
  const months = all.filter(({ period }) => period.startsWith(year));
  const total = months.reduce((sum, { count }) => sum + count, 0);
  const name = linked ? html`<a href="${site.base}${addressOf(year)}">${nameOf(year)}</a>` : nameOf(year);
  const month = ({ period, count }: ArchivePage['months'][number]): Html =>
    html`<li><a href="${site.base}${addressOf(period)}">${Number(period.slice(5))}月</a> ${count} 条</li>\n`;
  return html`<section><div class="section-head"><h2>${name}</h2><p class="note">共 ${total} 条</p></div><ul class="months">\n${months.map(month)}</ul></section>`;
}

function body(site: SiteFrame, { period, months, rows }: ArchivePage): { content: Html; note: string } {
  if (period.length > 4) return { content: numeralList(site, rows), note: '本月发布的信息。' };
  if (period !== '') return { content: yearBlock(site, period, months, false), note: '按月查找。' };
  const empty = months.length === 0 && html`<p class="empty">暂时没有已发布的信息</p>`;
  const years = [...new Set(months.map((month) => month.period.slice(0, 4)))];
  const content = html`${empty}${years.map((year) => yearBlock(site, year, months, true))}`;
  const old = site.history && html`<p>旧网站的内容另有目录：<a href="${site.base}/history/">历史信息</a>。</p>`;
  return { content: html`${old}${content}`, note: '全部信息，按年、月查找。' };
}

function main(site: SiteFrame, page: ArchivePage): Html {
  const { period } = page;
  const { content, note } = body(site, page);
  const up = period.length > 4 ? period.slice(0, 4) : '';
  return html`<div class="frame">
${period !== '' && html`<nav class="breadcrumb" aria-label="所在位置"><a href="${site.base}/archive/">归档</a>${up !== '' && html` › <a href="${site.base}${addressOf(up)}">${nameOf(up)}</a>`} › ${nameOf(period)}</nav>`}
<div class="page-head"><h1>${period === '' ? '归档' : `${nameOf(period)}发布的信息`}</h1><p class="note">${note}</p></div>
${content}
</div>`;
}

function shown({ items, byMonth }: SiteView): ArchivePage[] {
  const months = [...byMonth].map(([period, { length: count }]) => ({ period, count }));
  const years = yearsOf(items).map((year) => ({ period: year, months: months.filter(({ period }) => period.startsWith(year)), rows: [] }));
  const each = [...byMonth].map(([period, some]) => ({ period, months: [], rows: some.map(rowOf) }));
  return [{ period: '', months, rows: [] }, ...years, ...each];
}

export const archive = template<ArchivePage>({
  name: 'archive',
  pages: (view) => shown(view).map((page) => ({ address: addressOf(page.period), shown: page })),
  render: (site, { address, shown: page }) => {
    const title = page.period === '' ? '归档' : `${nameOf(page.period)}发布的信息`;
    return frame(site, { address, title, description: `${title}。`, current: '/archive/', main: main(site, page) });
  },
});
