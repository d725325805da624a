import type { SiteColumn, SiteItem } from '#pipeline/render/site-data.ts';
import type { Html } from './html.ts';
import type { SiteView } from './site-view.ts';

/** One page of the site: its address (with slashes, or a file's name), and what its own template needs. */
export interface Page {
  address: string;
}

/** What a template tells the frame about its page. */
export interface PageParts extends Page {
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

/** One template, one kind of page: all pages of the kind, and how one of them is printed. */
export interface Template<Kind extends Page = Page> {
  name: string;
  pages(view: SiteView): Kind[];
  render(view: SiteView, page: Kind): Html;
}

/** A template whose pages all have the kind it prints; the table of templates needn't know the kind. */
export function template<Kind extends Page>(one: Template<Kind>): Template {
  return { name: one.name, pages: one.pages, render: (view, page) => one.render(view, page as Kind) };
}
