import type { SiteData, SiteItem } from '#pipeline/render/site-data.ts';
import { freshnessOf } from './freshness.ts';
import { NAMELESS, type SiteFrame } from './site-frame.ts';

/** What a list shows of an item. */
export type SiteRow = Pick<SiteItem, 'path' | 'title' | 'publishedAt' | 'unit' | 'category' | 'columns' | 'history'>;

/** What a list with pictures shows of an item. */
export type SiteCard = SiteRow & Pick<SiteItem, 'cover'>;

/** The data in the orders that readers look for. Templates choose from it what each page shows. */
export interface SiteView {
  data: SiteData;
  frame: SiteFrame;
  /** What readers find: everything that isn't withdrawn, newest first. */
  items: SiteItem[];
  /** Those of them that were published here: 历史信息 is no news and counts nowhere. */
  own: SiteItem[];
  history: SiteItem[];
  byColumn: Map<string, SiteItem[]>;
  /** By the unit's id, in the ids' order. */
  byUnit: Map<string, { name: string; items: SiteItem[] }>;
  /** By month, `2026-11`, newest first. */
  byMonth: Map<string, SiteItem[]>;
  withPictures: SiteItem[];
}

function add<Value>(groups: Map<string, Value[]>, key: string, value: Value): void {
  const group = groups.get(key);
  if (group) group.push(value);
  else groups.set(key, [value]);
}

/** An item whose text has a name of its own, in JSON without the text. */
function named(item: SiteItem): SiteItem {
  const text = Object.getOwnPropertyDescriptor(item, 'html');
  if (item.htmlDigest === undefined || !text?.enumerable) return item;
  const { html: _, ...rest } = item;
  return Object.defineProperty(rest, 'html', { ...text, enumerable: false }) as SiteItem;
}

export function siteView(given: SiteData): SiteView {
  const data = { ...given, items: given.items.map(named) };
  const { today, demo, preview, columns, rules } = data;
  const site = data.site.name.trim() === '' ? { ...data.site, name: NAMELESS } : data.site;
  const items = data.items.filter((item) => item.withdrawal === null);
  const byColumn = new Map<string, SiteItem[]>(columns.map((column) => [column.id, []]));
  const byUnit = new Map<string, { name: string; items: SiteItem[] }>();
  const byMonth = new Map<string, SiteItem[]>();
  for (const item of items) {
    for (const column of item.columns) byColumn.get(column)?.push(item);
    add(byMonth, item.publishedAt.slice(0, 7), item);
    if (item.history) continue;
    const unit = byUnit.get(item.unit.id) ?? { name: item.unit.name, items: [] };
    unit.items.push(item);
    byUnit.set(item.unit.id, unit);
  }
  const base = URL.canParse(site.url) ? new URL(site.url).pathname.replace(/\/$/, '') : '';
  const own = ownOf(items);
  const history = items.filter((item) => item.history);
  const withPictures = own.filter((item) => item.cover !== null);
  const units = [...byUnit].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const shown = { history: history.length > 0, pictures: withPictures.length > 0, rules: (rules ?? []).length > 0 };
  const frame = { base, today, demo, preview, site, freshness: freshnessOf(data), columns, ...shown };
  return { data, frame, items, own, history, byColumn, byUnit: new Map(units), byMonth, withPictures };
}

/** What was published here, of some items. */
export function ownOf(items: readonly SiteItem[]): SiteItem[] {
  return items.filter(({ history }) => history === undefined);
}

const rows = new WeakMap<SiteItem, SiteRow>();

/** An item as a list shows it; as several do, it is made once. */
export function rowOf(item: SiteItem): SiteRow {
  const made = rows.get(item);
  if (made) return made;
  const { path, title, publishedAt, unit, category, columns, history } = item;
  const row = { path, title, publishedAt, unit, category, columns, ...(history && { history }) };
  rows.set(item, row);
  return row;
}

/** An item as a list with pictures shows it. */
export function cardOf(item: SiteItem): SiteCard {
  return { ...rowOf(item), cover: item.cover };
}

/** Years in which something was published, newest first. */
export function yearsOf(items: readonly Pick<SiteItem, 'publishedAt'>[]): string[] {
  return [...new Set(items.map(({ publishedAt }) => publishedAt.slice(0, 4)))];
}

/** When an item was last changed for its readers: its correction's time, or its publication's. */
export function changedAt({ publishedAt, correction }: Pick<SiteItem, 'publishedAt' | 'correction'>): string {
  return correction?.at ?? publishedAt;
}
