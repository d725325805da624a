import type { SiteColumn, SiteData, SiteItem } from '#pipeline/render/site-data.ts';
import type { Freshness } from './freshness.ts';

/** What every page shows around its own part: small, and the same on all pages of a build. */
export interface SiteFrame {
  /** Where the site begins below its host: empty, or `/folder` (taken from the site's address). */
  base: string;
  today: string;
  demo: boolean;
  preview: boolean;
  site: SiteData['site'];
  freshness: Freshness;
  columns: SiteColumn[];
  /** Whether an old site's items are here: then there are pages that list them. */
  history: boolean;
  /** Whether some item has a picture: then there is a page of pictures. */
  pictures: boolean;
  /** Whether there is a page about the checks' rules. */
  rules: boolean;
}

/** What stands for the bureau's name while the site may still wait for it. */
export const NAMELESS = '待填：主办单位';

const printed = new WeakMap<SiteFrame, Map<string, unknown>>();

/** What hangs on nothing but the frame and a name is printed once for all pages of a build. */
export function printedOnce<Printed>(frame: SiteFrame, name: string, print: (frame: SiteFrame) => Printed): Printed {
  const parts = printed.get(frame) ?? new Map<string, unknown>();
  printed.set(frame, parts);
  if (!parts.has(name)) parts.set(name, print(frame));
  return parts.get(name) as Printed;
}

/** Under what the page of an item stands whose category nobody knows any more: its text was purged. */
const NO_CATEGORY = '撤回的信息';

/** The column under which an item is shown first; an item in no column stands under its category. */
export function columnOf({ columns }: Pick<SiteFrame, 'columns'>, item: Pick<SiteItem, 'columns' | 'category'>): SiteColumn {
  const column = columns.find(({ id }) => item.columns.includes(id));
  const name = item.category || NO_CATEGORY;
  return column ?? { id: '', name, type: name, description: name, keywords: name, categories: [name] };
}

/** Whether somebody else wrote the text: then the one who sent it in isn't its author. */
export function isRepost({ source, unit }: Pick<SiteItem, 'source' | 'unit'>): boolean {
  return source.url !== '' || source.name !== unit.name;
}

/** Full public address of a path on the site. */
export function publicUrl({ site }: SiteFrame, path: string): string {
  return site.url + path;
}

/** The address if it is one of the web, else null: nothing else becomes a link. */
export function webAddress(url: string): string | null {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? url : null;
}
