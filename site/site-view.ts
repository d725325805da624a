import type { SiteColumn, SiteData, SiteItem } from '#pipeline/render/site-data.ts';

/** What every page needs to know: the data, and the same data in the orders that readers look for. */
export interface SiteView {
  data: SiteData;
  /** Where the site begins below its host: empty, or `/folder` (taken from the site's address). */
  base: string;
  /** What readers find: everything that isn't withdrawn, newest first. */
  items: SiteItem[];
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

export function siteView(data: SiteData): SiteView {
  const items = data.items.filter((item) => item.withdrawal === null);
  const byColumn = new Map<string, SiteItem[]>(data.columns.map((column) => [column.id, []]));
  const byUnit = new Map<string, { name: string; items: SiteItem[] }>();
  const byMonth = new Map<string, SiteItem[]>();
  for (const item of items) {
    for (const column of item.columns) byColumn.get(column)?.push(item);
    const unit = byUnit.get(item.unit.id) ?? { name: item.unit.name, items: [] };
    unit.items.push(item);
    byUnit.set(item.unit.id, unit);
    add(byMonth, item.publishedAt.slice(0, 7), item);
  }
  const base = URL.canParse(data.site.url) ? new URL(data.site.url).pathname.replace(/\/$/, '') : '';
  const units = [...byUnit].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { data, base, items, byColumn, byUnit: new Map(units), byMonth, withPictures: items.filter((item) => item.cover !== null) };
}

/** The column under which an item is shown first; an item in no column stands under its category. */
export function columnOf(view: SiteView, item: SiteItem): SiteColumn {
  const column = view.data.columns.find(({ id }) => item.columns.includes(id));
  const name = item.category;
  return column ?? { id: '', name, type: name, description: name, keywords: name, categories: [name] };
}

/** Full public address of a path on the site. */
export function publicUrl(view: SiteView, path: string): string {
  return view.data.site.url + path;
}

/** The address if it is one of the web, else null: nothing else becomes a link. */
export function webAddress(url: string): string | null {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? url : null;
}
