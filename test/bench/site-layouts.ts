import type { SiteItem } from '#pipeline/render/site-data.ts';
import { siteView } from '../../site/site-view.ts';
import { item as itemTemplate } from '../../site/templates/item.ts';
import { list as listTemplate } from '../../site/templates/list.ts';
import { sampleData } from '../site/sample-data.ts';

/** Words that stand on our pages where the peers put in their own. */
const MARKS = {
  title: 'MARKTITLE',
  summary: 'MARKSUMMARY',
  text: 'MARKTEXT',
  unit: 'MARKUNIT',
  author: 'MARKAUTHOR',
  path: '/markpath/2001-02-03-mark/',
  name: 'MARKLIST',
} as const;

/** How a peer writes each of these into a page, in its own language. */
export interface Words extends Record<keyof typeof MARKS, string> {
  url: string;
  iso: string;
  minute: string;
  day: string;
  month: string;
  column: string;
}

/** Pages of our site as a peer's templates. */
export interface Layouts {
  item: string;
  /** Around the rows of a list. */
  list: [before: string, after: string];
  row: string;
}

const COLUMN = {
  id: 'markcolumn',
  name: 'MARKCOLUMN',
  type: '工作动态',
  description: 'MARKCOLUMN',
  keywords: 'MARKCOLUMN',
  categories: [],
};

const DATA = sampleData();

/** The site that the peers' pages say they belong to. */
export const SITE = DATA.site;

function marked(): SiteItem {
  const { title, summary, text, unit, author, path } = MARKS;
  const [like] = DATA.items;
  const own = { title, summary, path, author, editor: author, html: text, columns: [COLUMN.id], publishedAt: '2001-02-03 04:05' };
  return {
    ...(like as SiteItem),
    ...own,
    unit: { id: 'mark', name: unit },
    source: { name: unit, url: '', publishedAt: '' },
    keywords: unit,
  };
}

/**
 * Our own pages of an item and of a list, with a peer's words in the places of ours: so both sides write the same frame around every text.
 * Left out is what only we have: the item's neighbours in its column, the digest, the numbers of all pages of a list.
 */
export function layoutsFor(words: Words): Layouts {
  const one = marked();
  const { frame } = siteView({ ...DATA, columns: [...DATA.columns, COLUMN], items: [one] });
  const put = (text: string): string => {
    const pairs: [string, string][] = [
      [SITE.url + MARKS.path, words.url],
      ['2001-02-03T04:05:00+08:00', words.iso],
      ['2001-02-03 04:05', words.minute],
      ['<b>03</b> 2001.02', `<b>${words.day}</b> ${words.month}`],
      ...(Object.keys(MARKS) as (keyof typeof MARKS)[]).map((key): [string, string] => [MARKS[key], words[key]]),
      [COLUMN.name, words.column],
    ];
    return pairs.reduce((page, [from, to]) => page.replaceAll(from, to), text.replaceAll(/^<meta name="sanshen-digest".*\n/gm, ''));
  };
  const alone = { ...frame, columns: DATA.columns };
  const item = itemTemplate.render(frame, { address: one.path, shown: { item: one, newer: null, older: null } }).text;
  const shown = { front: '/', name: MARKS.name, description: MARKS.name, column: null, units: [], years: [], elsewhere: [], cards: [] };
  const list = listTemplate.render(alone, { address: '/', shown: { ...shown, rows: [one], number: null, last: 1 } }).text;
  const [, before = '', row = '', after = ''] = /^(.*<ul class="numerals">\n)(.*?)(<\/ul>.*)$/s.exec(list) ?? [];
  return { item: put(item), list: [put(before), put(after)], row: put(row) };
}
