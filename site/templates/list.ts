import type { SiteColumn, SiteItem } from '#pipeline/render/site-data.ts';
import { type Html, html } from '../html.ts';
import { type Page, template } from '../page.ts';
import { frame } from '../parts/frame.ts';
import { numeralList, pictureGrid } from '../parts/lists.ts';
import { breadcrumbs } from '../parts/structured.ts';
import type { SiteFrame } from '../site-frame.ts';
import { cardOf, rowOf, type SiteCard, type SiteRow, type SiteView, yearsOf } from '../site-view.ts';

const PAGE_SIZE = 20;

interface List {
  /** Address of its newest items; a numbered page lies below it. */
  front: string;
  name: string;
  description: string;
  column: SiteColumn | null;
  /** Other ways to look for what stands in a column: by unit, by year. */
  units: { id: string; name: string }[];
  years: string[];
  /** Columns that hold something, for a list that doesn't. */
  elsewhere: Pick<SiteColumn, 'id' | 'name'>[];
}

interface ListPage extends List {
  /** With their pictures where a column's page has one for each of them. */
  rows: (SiteRow | SiteCard)[];
  /** Shown instead of rows: the list of pictures. */
  cards: SiteCard[];
  /** Counted from the oldest, so that a page once full keeps its items; null is the front. */
  number: number | null;
  last: number;
}

interface Listed {
  list: List;
  items: SiteItem[];
  pictures?: boolean;
}

function lists(view: SiteView): Listed[] {
  const { data, byColumn, byUnit, history, withPictures } = view;
  const nothing = { column: null, units: [], years: [], elsewhere: [] };
  const full = data.columns.filter(({ id }) => (byColumn.get(id) ?? []).length > 0);
  const columns = data.columns.map((column): Listed => {
    const items = byColumn.get(column.id) ?? [];
    const here = new Set(items.map(({ unit }) => unit.id));
    const units = [...byUnit].filter(([id]) => here.has(id)).map(([id, { name }]) => ({ id, name }));
    const elsewhere = items.length > 0 ? [] : full.slice(0, 3).map(({ id, name }) => ({ id, name }));
    const { id, name, description } = column;
    return { list: { front: `/columns/${id}/`, name, description, column, units, years: yearsOf(items), elsewhere }, items };
  });
  const units = [...byUnit].map(([id, { name, items }]): Listed => {
    return { list: { ...nothing, front: `/units/${id}/`, name, description: `${name}报送的信息。` }, items };
  });
  const pictures: Listed = {
    list: { ...nothing, front: '/pictures/', name: '图片', description: '有图片的信息。' },
    items: withPictures,
    pictures: true,
  };
  const years = yearsOf(history);
  const old = (year: string): Listed => ({
    list: {
      ...nothing,
      front: year === '' ? '/history/' : `/history/${year}/`,
      name: year === '' ? '历史信息' : `历史信息 ${year}年`,
      description: '旧网站发布过的信息；日期是当时的发布日期。',
      years,
    },
    // The years have pages of their own, at addresses that a number of this list's could be.
    items: year === '' ? history.slice(0, PAGE_SIZE) : history.filter(({ publishedAt }) => publishedAt.startsWith(year)),
  });
  const ofHistory = history.length > 0 ? ['', ...years].map(old) : [];
  return [...columns, ...units, ...ofHistory, ...(withPictures.length > 0 ? [pictures] : [])];
}

function pagesOf({ list, items, pictures = false }: Listed): Page<ListPage>[] {
  const last = Math.ceil(items.length / PAGE_SIZE);
  const page = (address: string, some: SiteItem[], number: number | null): Page<ListPage> => {
    const each = list.column !== null && some.every(({ cover }) => cover !== null);
    const shown = pictures ? { rows: [], cards: some.map(cardOf) } : { rows: some.map(each ? cardOf : rowOf), cards: [] };
    return { address, shown: { ...list, ...shown, number, last } };
  };
  const front = page(list.front, items.slice(0, PAGE_SIZE), null);
  if (last <= 1) return [front];
  const numbered = Array.from({ length: last }, (_, index) => {
    const end = items.length - index * PAGE_SIZE;
    return page(`${list.front}${index + 1}/`, items.slice(Math.max(0, end - PAGE_SIZE), end), index + 1);
  });
  return [front, ...numbered];
}

/** 「最新」「41」「40」…「1」: both ends and the neighbours. */
function shownNumbers({ number, last }: ListPage): number[] {
  const here = number ?? last;
  return Array.from({ length: last }, (_, index) => last - index).filter((one) => one === 1 || last - one < 2 || Math.abs(one - here) <= 1);
}

function pager(site: SiteFrame, page: ListPage): Html | false {
  const { front, number, last } = page;
  const numbers = shownNumbers(page);
  const link = (text: string, address: string, current: boolean): Html =>
    html`<li><a href="${site.base}${address}"${current && html` aria-current="page"`}>${text}</a></li>\n`;
  return (
    last > 1 &&
    html`<nav class="pager" aria-label="翻页"><ul>
${link('最新', front, number === null)}${numbers.map((one, index) => [
  (numbers[index - 1] ?? one) - one > 1 && html`<li>…</li>\n`,
  link(String(one), `${front}${one}/`, one === number),
])}</ul>
<p class="note">${number === null ? `最新 ${PAGE_SIZE} 条，共 ${last} 页` : `第 ${number} 页，共 ${last} 页`}</p></nav>`
  );
}

function filters(site: SiteFrame, { units, years }: ListPage): Html {
  const unit = ({ id, name }: ListPage['units'][number]): Html => html`<a href="${site.base}/units/${id}/">${name}</a> `;
  const year = (one: string): Html => html`<a href="${site.base}/archive/${one}/">${one}年</a> `;
  return html`<div class="filters"><p>单位：${units.map(unit)}</p><p>年份：${years.map(year)}</p></div>`;
}

/** An old site's items by the year in which it published them. */
function oldYears(site: SiteFrame, { years }: ListPage): Html {
  return html`<div class="filters"><p>年份：${years.map((one) => html`<a href="${site.base}/history/${one}/">${one}年</a> `)}</p></div>`;
}

function emptyList(site: SiteFrame, { elsewhere }: ListPage): Html {
  const link = ({ id, name }: ListPage['elsewhere'][number], index: number): Html =>
    html`${index > 0 && '、'}<a href="${site.base}/columns/${id}/">${name}</a>`;
  return elsewhere.length === 0
    ? html`<p class="empty">暂时没有已发布的信息</p>`
    : html`<p class="empty">本栏目暂无信息。可看：${elsewhere.map(link)}。</p>`;
}

function listed(site: SiteFrame, page: ListPage): Html {
  if (page.cards.length > 0) return pictureGrid(site, page.cards, { dated: true });
  if (page.rows.length === 0) return emptyList(site, page);
  return numeralList(site, page.rows, page.column ? { column: false } : { unit: false });
}

function main(site: SiteFrame, page: ListPage): Html {
  return html`<div class="frame">
<div class="page-head"><h1>${page.name}</h1><p class="note">${page.description}</p></div>
${page.column !== null && page.rows.length > 0 && filters(site, page)}${page.column === null && page.years.length > 0 && oldYears(site, page)}
${listed(site, page)}
${pager(site, page)}
</div>`;
}

export const list = template<ListPage>({
  name: 'list',
  pages: (view) => lists(view).flatMap(pagesOf),
  render: (site, { address, shown }) => {
    const { name, description, front, column, number } = shown;
    const title = number === null ? name : `${name}（第 ${number} 页）`;
    const parts = { address, title, description, current: front, main: main(site, shown) };
    if (column === null) return frame(site, parts);
    const head = breadcrumbs(site, [
      ['首页', '/'],
      [name, front],
    ]);
    return frame(site, { ...parts, column, head });
  },
});
