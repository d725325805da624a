import { minute } from '../dates.ts';
import { termOf } from '../freshness.ts';
import { type Html, html } from '../html.ts';
import { template } from '../page.ts';
import { frame } from '../parts/frame.ts';
import type { SiteFrame } from '../site-frame.ts';
import { ownOf, type SiteView } from '../site-view.ts';

const MONTHS = 12;

interface Counted {
  name: string;
  count: number;
}

interface Openness {
  total: number;
  corrected: number;
  withdrawn: number;
  columns: (Counted & { id: string; newest: string | null; months: number[] })[];
  /** The last twelve months, `2026-11`, the newest first, with how many items each has. */
  months: (Counted & { period: string })[];
  channels: (Counted & { newest: { path: string; title: string; day: string } | null })[];
  /** How long after the information date items were published. */
  delays: Counted[];
}

/** How many days after its information date an item was out: up to how many, and how that is said. */
function delayNames(term: number): [days: number, name: string][] {
  const steps = [1, 3].filter((days) => days < term);
  const named = [...steps, term].map((days, index): [number, string] => {
    const first = (steps[index - 1] ?? 0) + 1;
    if (first === 1) return [days, days === 1 ? '当天或第 1 日' : `当天至第 ${days} 日`];
    return [days, first === days ? `第 ${days} 日` : `第 ${first} 日至第 ${days} 日`];
  });
  return [...named, [Number.POSITIVE_INFINITY, `第 ${term} 日以后（依法另有期限的）`]];
}

const dayOf = (at: string): string => minute(at).slice(0, 10);

function lastMonths(today: string): string[] {
  const [year = 0, month = 0] = today.split('-').map(Number);
  return Array.from({ length: MONTHS }, (_, back) => new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7));
}

function delaysOf(items: SiteView['items'], term: number): Counted[] {
  const names = delayNames(term);
  const days = items.map(({ eventDate, publishedAt }) => (Date.parse(dayOf(publishedAt)) - Date.parse(eventDate)) / 86_400_000);
  return names.map(([most, name], index) => {
    const least = names[index - 1]?.[0] ?? Number.NEGATIVE_INFINITY;
    return { name, count: days.filter((one) => one > least && one <= most).length };
  });
}

function shown({ data, frame, own: items, byColumn }: SiteView): Openness {
  const periods = lastMonths(data.today);
  const inMonths = (some: SiteView['items']): number[] => {
    const counts = new Map<string, number>();
    for (const { publishedAt } of some) {
      const period = dayOf(publishedAt).slice(0, 7);
      counts.set(period, (counts.get(period) ?? 0) + 1);
    }
    return periods.map((period) => counts.get(period) ?? 0);
  };
  const everywhere = inMonths(items);
  const channel = (name: string, some: SiteView['items']): Openness['channels'][number] => {
    const [newest] = some;
    return {
      name,
      count: some.length,
      newest: newest ? { path: newest.path, title: newest.title, day: dayOf(newest.publishedAt) } : null,
    };
  };
  return {
    total: items.length,
    corrected: items.filter(({ correction }) => correction !== null).length,
    withdrawn: data.items.filter(({ withdrawal }) => withdrawal !== null).length,
    columns: data.columns.map(({ id, name }) => {
      const here = ownOf(byColumn.get(id) ?? []);
      return { id, name, count: here.length, newest: here[0] ? dayOf(here[0].publishedAt) : null, months: inMonths(here) };
    }),
    months: periods.map((period, index) => ({ period, name: monthName(period), count: everywhere[index] ?? 0 })),
    channels: [
      channel('网站', items),
      channel(
        '微信',
        items.filter(({ links }) => links.wechat !== ''),
      ),
      channel(
        '微博',
        items.filter(({ links }) => links.weibo !== ''),
      ),
    ],
    delays: delaysOf(items, frame.freshness.days),
  };
}

function monthName(period: string): string {
  return `${period.slice(0, 4)}年${Number(period.slice(5))}月`;
}

/** One bar a row, as long as its number is high; the number stands on it. The same data stands in a table, so listeners hear it once. */
function bars(rows: readonly Counted[]): Html {
  const most = Math.max(1, ...rows.map(({ count }) => count));
  const row = ({ name, count }: Counted): Html =>
    html`<li><span>${name}</span><svg viewBox="0 0 100 10" preserveAspectRatio="none"><rect width="${Math.round((count / most) * 100)}" height="10"/></svg><b>${count}</b></li>\n`;
  return html`<ul class="bars" aria-hidden="true">\n${rows.map(row)}</ul>`;
}

function table(
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly [Html | string, ...(Html | string | number)[]])[],
): Html {
  const head = (name: string): Html => html`<th scope="col">${name}</th>`;
  const row = ([first, ...rest]: (typeof rows)[number]): Html =>
    html`<tr><th scope="row">${first}</th>${rest.map((cell) => html`<td>${cell}</td>`)}</tr>\n`;
  return html`<section class="table-scroll" tabindex="0" aria-label="${caption}"><table><caption>${caption}</caption>
<thead><tr>${heads.map(head)}</tr></thead>
<tbody>\n${rows.map(row)}</tbody></table></section>`;
}

function day(date: string): Html {
  return html`<time datetime="${date}">${date}</time>`;
}

function columnPart({ base }: SiteFrame, { columns }: Openness): Html {
  return html`<section><h2>各栏目发布数</h2>
${bars(columns)}
${table(
  '各栏目：条数和最近发布',
  ['栏目', '条数', '最近发布'],
  columns.map(({ id, name, count, newest }) => [
    html`<a href="${base}/columns/${id}/">${name}</a>`,
    count,
    newest === null ? '暂无信息' : day(newest),
  ]),
)}</section>`;
}

function monthPart({ months, columns }: Openness): Html {
  return html`<section><h2>近 12 个月发布数</h2>
${bars(months)}
${table(
  '近 12 个月：各栏目每月条数',
  ['月份', ...columns.map(({ name }) => name), '合计'],
  months.map(({ name, count }, index) => [name, ...columns.map((column) => column.months[index] ?? 0), count]),
)}</section>`;
}

function channelPart({ base }: SiteFrame, { channels }: Openness): Html {
  return html`<section><h2>各渠道</h2>
${table(
  '各渠道：条数和最近一条',
  ['渠道', '条数', '最近发布', '最近一条'],
  channels.map(({ name, count, newest }) => [
    name,
    count,
    newest ? day(newest.day) : '暂无信息',
    newest ? html`<a href="${base}${newest.path}">${newest.title}</a>` : '',
  ]),
)}</section>`;
}

function delayPart({ freshness }: SiteFrame, { delays }: Openness): Html {
  return html`<section><h2>时效</h2>
<p>本站只发布${termOf(freshness)}内的信息。下面是从信息日期到网站发布隔了几日，信息日期当天不算。</p>
${bars(delays)}
${table(
  '信息日期之后第几日发布',
  ['第几日', '条数'],
  delays.map(({ name, count }) => [name, count]),
)}</section>`;
}

function main(site: SiteFrame, data: Openness): Html {
  const { total, corrected, withdrawn } = data;
  const sums = html`<p>本站现有信息 ${total} 条，其中更正过的 ${corrected} 条；撤回的 ${withdrawn} 条不计在内。统计到 ${day(site.today)}。</p>`;
  const parts = total > 0 && [columnPart(site, data), monthPart(data), channelPart(site, data), delayPart(site, data)];
  return html`<div class="frame narrow"><article data-read>
<div class="page-head"><h1>公开情况</h1></div>
<div class="text figures">
${total > 0 ? sums : html`<p>暂时没有已发布的信息</p>`}
${parts}
</div></article></div>`;
}

/** What is published: how much in each column and month, when last on each channel, and how soon. */
export const openness = template<Openness>({
  name: 'openness',
  pages: (view) => [{ address: '/openness/', shown: shown(view) }],
  render: (site, { address, shown: data }) =>
    frame(site, { address, title: '公开情况', description: '各栏目、各渠道发布了多少，最近是哪一天，隔了几日。', main: main(site, data) }),
});
