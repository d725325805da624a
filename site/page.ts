import type { SiteColumn, SiteItem } from '#pipeline/render/site-data.ts';
import type { Html } from './html.ts';
import type { SiteFrame } from './site-frame.ts';
import type { SiteView } from './site-view.ts';

/** One page of the site: its address (with slashes, or a file's name), and all that its own template prints on it, as plain data. */
export interface Page<Shown = unknown> {
  address: string;
  shown: Shown;
}

/** What a template tells the frame about its page. */
export interface PageParts {
  address: string;
  /** Without the site's name. Empty on the home page. */
  title: string;
  description: string;
  main: Html;
  /** Address of the entry of the navigation that is current. */
  current?: string;
  /** The column's (list) or the item's tags of 国办发〔2017〕47号 are printed where these are given. */
  column?: SiteColumn;
  item?: SiteItem;
  /** Search machines stay away. */
  hidden?: boolean;
  /** More for the head: structured data. */
  head?: Html;
}

/**
 * One template, one kind of page: all pages of the kind, and how one of them is printed. Printing sees the site's frame and the page alone,
 * never the other items: so a page whose `shown` is what it was has the bytes that it had (`page-key.ts`).
 */
export interface Template<Shown = unknown> {
  name: string;
  pages(view: SiteView): Page<Shown>[];
  render(site: SiteFrame, page: Page<Shown>): Html;
}

/** A template whose pages all have the kind it prints; the table of templates needn't know the kind. */
export function template<Shown>(one: Template<Shown>): Template {
  return { name: one.name, pages: one.pages, render: (site, page) => one.render(site, page as Page<Shown>) };
}
