import { describe, expect, it } from 'vitest';
import type { SiteData } from '#pipeline/render/site-data.ts';
import { siteAudit } from '../../site/audit.ts';
import { built, pageOf } from './built-site.ts';
import { historyData } from './history-data.ts';
import { sampleData, samplePictures } from './sample-data.ts';

async function build(data: SiteData): Promise<(path: string) => string> {
  const pictures = samplePictures().filter(({ path }) => data.items.some((item) => path.startsWith(item.path)));
  const folder = await built(data, pictures);
  return (path) => pageOf(folder, path);
}
const OLD = '/history/2019/2019-03-14-oldnews/';

describe('an old site’s items on the website', () => {
  it('say what they are, with the date of then as the old site stated it and the day of the taking over', async () => {
    const text = await build(historyData());
    const page = text(`${OLD}index.html`);
    expect(page).toContain('<meta name="PubDate" content="2019-03-14">');
    expect(page).toContain('原发布日期：<time datetime="2019-03-14">2019-03-14</time>');
    expect(page).toContain('<b>历史信息</b>');
    expect(page).toContain('2026-11-20</time> 迁入本站');
    expect(page).toContain('"datePublished":"2019-03-14"');
    expect(page).not.toContain('noindex');
    expect(page).not.toContain('00:00');
    expect(text('/history/2018/2018-05-02-timed/index.html')).toContain('<meta name="PubDate" content="2018-05-02 09:30">');
  });

  it('are listed by year, in the archive, in their column, the search and the sitemap', async () => {
    const text = await build(historyData());
    for (const file of ['/history/index.html', '/history/2019/index.html', '/archive/2019/03/index.html', '/columns/news/index.html'])
      expect(text(file), file).toContain(OLD);
    expect(text('/history/2018/index.html')).not.toContain(OLD);
    expect(text('/columns/news/index.html')).toContain('历史信息　');
    expect(text('/sitemap-2019.xml')).toContain(`${OLD}</loc><lastmod>2019-03-14</lastmod>`);
    expect(text('/search/index/segments.json')).toContain('"period":"2019"');
    expect(text('/map/index.html')).toContain('href="/history/"');
  });

  it('are no news: home, feeds, openness and the audit are as without them', async () => {
    const [before, after] = [await build(sampleData()), await build(historyData())];
    for (const file of ['/index.html', '/feed.xml', '/columns/news/feed.xml', '/openness/index.html', '/pictures/index.html'])
      expect(after(file), file).toBe(before(file));
    expect(siteAudit(historyData())).toEqual(siteAudit(sampleData()));
    const alone = { ...historyData(), items: historyData().items.filter(({ history }) => history) };
    expect(siteAudit(alone)).toEqual([]);
    expect((await build(alone))('/index.html')).toContain('暂时没有已发布的信息');
  });

  it('are found from their old addresses: a page where this site has the address, and a file for nginx', async () => {
    const text = await build(historyData());
    expect(text('/art/2019/a1.html')).toContain(`<meta http-equiv="refresh" content="0; url=${OLD}">`);
    expect(text('/art/2019/a1.html')).toContain('<meta name="robots" content="noindex">');
    // Never over a page of ours, nor for an address that is another's.
    expect(text('/columns/news/index.html')).not.toContain('refresh');
    expect(() => text('/elsewhere/b2.html')).toThrow();
    expect(text('/history/nginx-map.conf')).toBe(
      [
        `"/art/2019/a1.html" ${OLD};`,
        '"/elsewhere/b2.html" /history/2018/2018-05-02-timed/;',
        '"/columns/news/index.html" /history/2017/2017-01-01-taken/;',
        '',
      ].join('\n'),
    );
  });

  it('leave a site without them as it is', async () => {
    const text = await build(sampleData());
    expect(() => text('/history/index.html')).toThrow();
    expect(() => text('/history/nginx-map.conf')).toThrow();
    expect(text('/map/index.html')).not.toContain('/history/');
  });
});
