import { describe, expect, it } from 'vitest';
import { tagCheck } from '../../site/meta-tags.ts';
import { siteView } from '../../site/site-view.ts';
import { sampleData } from './sample-data.ts';

const tag = (name: string, content = '示例') => `<meta name="${name}" content="${content}">`;
const SITE = ['SiteName', 'SiteDomain', 'SiteIDCode'].map((name) => tag(name));
const COLUMN = [...SITE, ...['ColumnName', 'ColumnDescription', 'ColumnKeywords', 'ColumnType'].map((name) => tag(name))];
const ARTICLE = [...COLUMN, tag('ArticleTitle'), tag('PubDate', '2026-11-24 10:32'), tag('ContentSource')];
const page = (tags: string[], rest = '<title>示例</title><h1>示例</h1>') => `<!doctype html>\n<html lang="zh-CN">${tags.join('\n')}${rest}`;

const data = sampleData();
const view = siteView(data);
const item = data.items[0]?.path ?? '';
const column = `/columns/${data.columns[0]?.id}/`;

describe('site/meta-tags: what a page must carry', () => {
  it.each<[string, string, string, string[]]>([
    ['a page of the site has three tags', '/about/', page(SITE), []],
    ['a column’s page has seven', column, page(COLUMN), []],
    ['and each of its further pages', `${column}2/`, page(COLUMN), []],
    ['an item’s has ten', item, page(ARTICLE), []],
    [
      'an item without its column’s tags',
      item,
      page([...SITE, ...ARTICLE.slice(7)]),
      ['ColumnName', 'ColumnDescription', 'ColumnKeywords', 'ColumnType'],
    ],
    ['an item without source', item, page(ARTICLE.slice(0, -1)), ['ContentSource']],
    ['an empty tag', column, page([...SITE, tag('ColumnName', ' '), ...COLUMN.slice(4)]), ['ColumnName']],
    ['a date without a time', item, page(ARTICLE.map((one) => one.replace(' 10:32', ''))), ['PubDate（YYYY-MM-DD HH:MM）']],
    ['another language', '/about/', page(SITE).replace('zh-CN', 'en'), ['lang="zh-CN"']],
    ['two headlines', '/about/', page(SITE, '<title>示例</title><h1>一</h1><h1>二</h1>'), ['一个 h1']],
    ['no headline and no title', '/about/', page(SITE, '<title> </title>'), ['一个 h1', 'title']],
  ])('%s', (_, address, html, missing) => expect(tagCheck(view)(address, html)).toEqual(missing));

  it('a number may still be missing in a preview, its tag may not', () => {
    const preview = siteView({ ...data, preview: true });
    const html = page([tag('SiteName'), tag('SiteDomain'), tag('SiteIDCode', '')]);
    expect(tagCheck(preview)('/about/', html)).toEqual([]);
    expect(tagCheck(view)('/about/', html)).toEqual(['SiteIDCode']);
    expect(tagCheck(preview)('/about/', page([tag('SiteName')]))).toEqual(['SiteDomain', 'SiteIDCode']);
  });
});
