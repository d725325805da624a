import type { SiteColumn, SiteItem } from '#pipeline/render/site-data.ts';
import { type Html, html } from '../html.ts';
import { type Page, template } from '../page.ts';
import { frame } from '../parts/frame.ts';
import { numeralList, pictureGrid } from '../parts/lists.ts';
import type { SiteView } from '../site-view.ts';

const PAGE_SIZE = 20;

interface List {
  /** Address of its newest items; a numbered page lies below it. */
  front: string;
  name: string;
  description: string;
  items: SiteItem[];
  column?: SiteColumn;
  pictures?: boolean;
}

interface ListPage extends Page {
  list: List;
  items: SiteItem[];
  /** Counted from the oldest, so that a page once full never changes; null is the front. */
  number: number | null;
  last: number;
}

function lists(view: SiteView): List[] {
  const { data } = view;
  const columns = data.columns.map((column) => ({
    front: `/columns/${column.id}/`,
    name: column.name,
    description: column.description,
    items: view.byColumn.get(column.id) ?? [],
    column,
  }));
  const units = [...view.byUnit].map(([id, { name, items }]) => ({
    front: `/units/${id}/`,
    name,
    description: `${name}报送的信息。`,
    items,
  }));
  const pictures = { front: '/pictures/', name: '图片', description: '有图片的信息。', items: view.withPictures, pictures: true };
  return [...columns, ...units, ...(view.withPictures.length > 0 ? [pictures] : [])];
}

function pagesOf(list: List): ListPage[] {
  const last = Math.ceil(list.items.length / PAGE_SIZE);
  const front: ListPage = { address: list.front, list, items: list.items.slice(0, PAGE_SIZE), number: null, last };
  if (last <= 1) return [front];
  const oldest = list.items.toReversed();
  const numbered = Array.from({ length: last }, (_, index): ListPage => {
    const items = oldest.slice(index * PAGE_SIZE, (index + 1) * PAGE_SIZE).toReversed();
    return { address: `${list.front}${index + 1}/`, list, items, number: index + 1, last };
  });
  return [front, ...numbered];
}

/** 「最新」「41」「40」…「1」: both ends and the neighbours. */
function shownNumbers({ number, last }: ListPage): number[] {
  const here = number ?? last;
  return Array.from({ length: last }, (_, index) => last - index).filter((one) => one === 1 || last - one < 2 || Math.abs(one - here) <= 1);
}

function pager(view: SiteView, page: ListPage): Html | false {
  const { list, number, last } = page;
  const numbers = shownNumbers(page);
  const link = (text: string, address: string, current: boolean): Html =>
    html`<li><a href="${view.base}${address}"${current && html` aria-current="page"`}>${text}</a></li>\n`;
  return (
    last > 1 &&
    html`<nav class="pager" aria-label="翻页"><ul>
${link('最新', list.front, number === null)}${numbers.map((one, index) => [
  (numbers[index - 1] ?? one) - one > 1 && html`<li>…</li>\n`,
  link(String(one), `${list.front}${one}/`, one === number),
])}</ul>
<p class="note">${number === null ? `最新 ${PAGE_SIZE} 条，共 ${last} 页` : `第 ${number} 页，共 ${last} 页`}</p></nav>`
  );
}

/** Other ways to look for what stands in the list: by unit, by year. */
function filters(view: SiteView, list: List): Html | false {
  const years = [...new Set(list.items.map(({ publishedAt }) => publishedAt.slice(0, 4)))];
  const here = new Set(list.items.map(({ unit }) => unit.id));
  const units = [...view.byUnit]
    .filter(([id]) => here.has(id))
    .map(([id, { name }]) => html`<a href="${view.base}/units/${id}/">${name}</a> `);
  return (
    list.items.length > 0 &&
    html`<div class="filters"><p>单位：${units}</p><p>年份：${years.map((year) => html`<a href="${view.base}/archive/${year}/">${year}年</a> `)}</p></div>`
  );
}

function emptyList(view: SiteView): Html {
  const full = view.data.columns.filter(({ id }) => (view.byColumn.get(id) ?? []).length > 0);
  const link = (column: SiteColumn, index: number): Html =>
    html`${index > 0 && '、'}<a href="${view.base}/columns/${column.id}/">${column.name}</a>`;
  return full.length === 0
    ? html`<p class="empty">暂时没有已发布的信息</p>`
    : html`<p class="empty">本栏目暂无信息。可看：${full.slice(0, 3).map(link)}。</p>`;
}

function main(view: SiteView, page: ListPage): Html {
  const { list, items } = page;
  const shown = list.pictures ? pictureGrid(view, items) : numeralList(view, items, list.column ? { column: false } : { unit: false });
  return html`<div class="frame">
<div class="page-head"><h1>${list.name}</h1><p class="note">${list.description}</p></div>
${list.column && filters(view, list)}
${items.length > 0 ? shown : emptyList(view)}
${pager(view, page)}
</div>`;
}

export const list = template<ListPage>({
  name: 'list',
  pages: (view) => lists(view).flatMap(pagesOf),
  render: (view, page) => {
    const { address, number } = page;
    const { name, description, front, column } = page.list;
    const title = number === null ? name : `${name}（第 ${number} 页）`;
    return frame(view, { address, title, description, current: front, main: main(view, page), ...(column && { column }) });
  },
});
