import type { SiteData, SiteItem } from '#pipeline/render/site-data.ts';
import { sampleData } from './sample-data.ts';

const OLD: [slug: string, date: string, title: string, oldUrl: string, column?: string][] = [
  ['2019-03-14-oldnews', '2019-03-14', '旧闻：示例街道开展春季市容整治，劝导占道经营', 'https://{host}/art/2019/a1.html', 'news'],
  ['2018-05-02-timed', '2018-05-02 09:30', '旧闻：示例广场增设便民设施', 'https://old.example.gov.cn/elsewhere/b2.html'],
  ['2017-01-01-taken', '2017-01-01', '旧闻：旧网站上占着本站地址的一条', 'https://{host}/columns/news/index.html'],
  ['2016-01-01-odd', '2016-01-01', '旧闻：地址里有特殊字符的一条', 'https://{host}/a$b;{c}.html'],
];

/** The sample site with an old site's items. All names and events are invented. */
export function historyData(): SiteData {
  const data = sampleData();
  const [like] = data.items as [SiteItem];
  const { host } = new URL(data.site.url);
  const items = OLD.map(([slug, date, title, oldUrl, column]): SiteItem => {
    const id = `history/${slug.slice(0, 4)}/${slug}`;
    return {
      ...like,
      id,
      path: `/${id}/`,
      title,
      category: '历史信息',
      columns: column === undefined ? [] : [column],
      unit: { id: 'history', name: '示例市城市管理局' },
      source: { name: '示例市城市管理局', url: '', publishedAt: '' },
      author: '',
      editor: '',
      publishedAt: date,
      eventDate: date.slice(0, 10),
      images: [],
      cover: null,
      correction: null,
      links: { wechat: '', weibo: '' },
      formNumber: '',
      history: { oldUrl: oldUrl.replace('{host}', host), takenOver: '2026-11-20' },
    };
  });
  return { ...data, items: [...data.items, ...items] };
}
