import type { SiteView } from './site-view.ts';

const SITE = ['SiteName', 'SiteDomain', 'SiteIDCode'];
const COLUMN = [...SITE, 'ColumnName', 'ColumnDescription', 'ColumnKeywords', 'ColumnType'];
const ARTICLE = [...COLUMN, 'ArticleTitle', 'PubDate', 'ContentSource'];
/** Numbers that a site may still wait for while it is empty, a demonstration or a preview. */
const NUMBERS = new Set(['SiteName', 'SiteDomain', 'SiteIDCode']);

function tagsOf(page: string): Map<string, string> {
  return new Map(
    [...page.matchAll(/<meta name="([^"]*)" content="([^"]*)">/g)].map(([, name = '', content = '']) => [name, content.trim()]),
  );
}

/** Which of the official tags a page must carry: ten on an item's, seven on a column's, three on any other. */
function neededAt(view: SiteView, address: string): string[] {
  if (view.data.items.some(({ path }) => path === address)) return ARTICLE;
  return view.data.columns.some(({ id }) => address.startsWith(`/columns/${id}/`)) ? COLUMN : SITE;
}

/**
 * What a page lacks of the tags of 国办发〔2017〕47号 and of what every page must have (language, one h1, a title): rule site/meta-tags. Empty
 * if nothing. Machine-read files aren't pages.
 * @param address the page's address on the site
 * @param page its HTML
 */
export function missingTags(view: SiteView, address: string, page: string): string[] {
  const { demo, preview, empty } = view.data;
  const tags = tagsOf(page);
  const lacks = neededAt(view, address).filter((name) => {
    const content = tags.get(name);
    return content === undefined || (content === '' && !(NUMBERS.has(name) && (demo || preview || empty)));
  });
  const published = tags.get('PubDate');
  return [
    ...lacks,
    ...(published !== undefined && !/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/.test(published) ? ['PubDate（YYYY-MM-DD HH:MM）'] : []),
    ...(page.includes('<html lang="zh-CN"') ? [] : ['lang="zh-CN"']),
    ...(page.match(/<h1[ >]/g)?.length === 1 ? [] : ['一个 h1']),
    ...(/<title>\s*[^<\s]/.test(page) ? [] : ['title']),
  ];
}
