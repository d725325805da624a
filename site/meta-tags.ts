import type { SiteData, SiteItem } from '#pipeline/render/site-data.ts';
import { numbersMayWait } from './parts/footer.ts';

const SITE = ['SiteName', 'SiteDomain', 'SiteIDCode'];
const COLUMN = [...SITE, 'ColumnName', 'ColumnDescription', 'ColumnKeywords', 'ColumnType'];
const ARTICLE = [...COLUMN, 'ArticleTitle', 'PubDate', 'ContentSource'];
/** Numbers that a site may still wait for (`numbersMayWait`). */
const NUMBERS = new Set(SITE);

const TAG = /<meta name="(\w{1,40})" content="([^"]*)"/g;

const DATE = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/;
/** An old site that stated no hour had none: making one up would be a forged date. */
const OLD_DATE = /^\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?$/;

/** What a page says in its head, by its names, as it is written in HTML; of two of a name the first. */
export function tagsOf(head: string): Map<string, string> {
  const tags = new Map<string, string>();
  for (const [, name = '', content = ''] of head.matchAll(TAG)) if (!tags.has(name)) tags.set(name, content.trim());
  return tags;
}

/** What has to be known of a site to say which tags its pages need. */
type TaggedSite = Pick<SiteData, 'columns' | 'demo' | 'preview' | 'empty' | 'elsewhere'> & {
  items: readonly Pick<SiteItem, 'path' | 'history'>[];
};

/**
 * What pages lack of the tags of 国办发〔2017〕47号 (ten on an item's page, seven on a column's, three on any other). Every page must also have
 * a language, one h1 and a title (rule site/meta-tags).
 * @returns a function of a page's address on the site and its HTML; it gives nothing where nothing lacks. Machine-read files aren't pages
 */
export function tagCheck({ data }: { data: TaggedSite }): (address: string, page: string) => string[] {
  const mayWait = numbersMayWait(data);
  const items = new Set(data.items.map(({ path }) => path));
  const days = new Set(data.items.flatMap(({ path, history }) => (history ? [path] : [])));
  const needed = (address: string): string[] => {
    if (items.has(address)) return ARTICLE;
    return data.columns.some(({ id }) => address.startsWith(`/columns/${id}/`)) ? COLUMN : SITE;
  };
  return (address, page) => {
    const tags = tagsOf(page.slice(0, page.indexOf('</head>')));
    const lacks = needed(address).filter((name) => {
      const content = tags.get(name);
      return content === undefined || (content === '' && !(NUMBERS.has(name) && mayWait));
    });
    const published = tags.get('PubDate');
    return [
      ...lacks,
      ...(published !== undefined && !(days.has(address) ? OLD_DATE : DATE).test(published) ? ['PubDate（YYYY-MM-DD HH:MM）'] : []),
      ...(page.includes('<html lang="zh-CN"') ? [] : ['lang="zh-CN"']),
      ...(page.match(/<h1[ >]/g)?.length === 1 ? [] : ['一个 h1']),
      ...(/<title>\s*[^<\s]/.test(page) ? [] : ['title']),
    ];
  };
}
