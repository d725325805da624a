import { createHash, hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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
 * One template, one kind of page: all pages of the kind, and how one of them is printed. Printing sees the site's frame and the page
 * alone, never the other items. So a page with the same `shown` has the same bytes (`pageKeys`).
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

const SITE = import.meta.dirname;

/** A digest of the program that prints: other templates, another library or another engine may print other bytes. */
function programDigest(): string {
  const digest = createHash('sha256').update(process.version);
  const names = readdirSync(SITE, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  for (const name of names.sort()) digest.update(`\0${name}\0`).update(readFileSync(join(SITE, name)));
  return digest.update(readFileSync(join(SITE, '../package.json'))).digest('hex');
}

/**
 * Gives each page a name for its bytes. It is a digest of all that printing sees: the program, the site's frame and what the page shows.
 * Pages of the same name are the same; nothing else can tell in them. A text that has a name of its own isn't read for it (`siteView`).
 */
export function pageKeys(site: SiteFrame): (template: string, page: Page) => string {
  const frame = createHash('sha256').update(programDigest()).update(JSON.stringify(site)).digest('hex');
  return (template, { address, shown }) => hash('sha256', JSON.stringify([frame, template, address, shown]), 'hex');
}
