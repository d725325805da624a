import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GROUPS } from '#pipeline/finding-order.ts';
import type { SiteData, SiteItem } from '#pipeline/render/site-data.ts';
import { ATTESTATION, WITHDRAWAL_ATTESTATION } from '#pipeline/review/words.ts';
import { TEMPLATES } from '../../site/eleventy.ts';
import { siteView } from '../../site/site-view.ts';
import { metaTags, plain } from './built-site.ts';
import { sampleData } from './sample-data.ts';

const GUIDES = ['/guide/submit/', '/guide/review/', '/guide/publish/', '/guide/withdraw/'];

/** Every page of a site as it is printed, by its address, without Eleventy. */
function printed(data: SiteData): Map<string, string> {
  const view = siteView(data);
  return new Map(
    TEMPLATES.flatMap(({ pages, render }) => pages(view).map((page): [string, string] => [page.address, render(view.frame, page).text])),
  );
}

function withItem(index: number, change: Partial<SiteItem>): SiteData {
  const data = sampleData();
  return { ...data, items: data.items.map((item, at) => (at === index ? { ...item, ...change } : item)) };
}

function withSite(change: Partial<SiteData['site']>): SiteData {
  const data = sampleData();
  return { ...data, site: { ...data.site, ...change } };
}

/** Paths of the site that a page links to. */
function linksOf(page: string): string[] {
  return [...page.matchAll(/<a[^>]*\shref="([^"]*)"/g)].flatMap(([, address]) => {
    const { origin, pathname } = new URL(plain(address as string), 'https://site.example');
    return origin === 'https://site.example' ? [pathname] : [];
  });
}

/** What stands in the cells of a page's table with this caption, row by row. */
function tableOf(page: string, caption: string): string[][] {
  const start = page.indexOf(`<caption>${caption}`);
  expect(start, caption).toBeGreaterThan(0);
  const rows = page.slice(start, page.indexOf('</table>', start)).split('<tr>').slice(2);
  return rows.map((row) => [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell = '']) => cell.replaceAll(/<[^>]*>/g, '')));
}

const data = sampleData();
const site = printed(data);
const pageOf = (address: string, from = site): string => from.get(address) ?? '';
// biome-ignore lint/suspicious/noExplicitAny: structured data of any kind
const structured = (page: string): any[] =>
  [...page.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/g)].map(([, text]) => JSON.parse(text as string));

describe('every page', () => {
  it('can be come to from the home page by links, but the withdrawn ones and the one for what isn’t there', () => {
    const seen = new Set(['/']);
    for (const address of seen) for (const link of linksOf(pageOf(address))) seen.add(link);
    const unreached = [...site.keys()].filter((address) => /(\/|\.html)$/.test(address) && !seen.has(address));
    const withdrawn = data.items.filter(({ withdrawal }) => withdrawal !== null).map(({ path }) => path);
    expect(unreached.sort()).toEqual(['/404.html', ...withdrawn].sort());
  });

  it('names the feed of the site, and a column’s names its own', () => {
    expect(pageOf('/about/')).toContain('href="/feed.json"');
    expect(pageOf('/columns/news/')).toMatch(
      /<link rel="alternate" type="application\/atom\+xml" title="工作动态[^"]*" href="\/columns\/news\/feed.xml">/,
    );
  });
});

describe('the openness page', () => {
  const page = pageOf('/openness/');
  const live = data.items.filter(({ withdrawal }) => withdrawal === null);

  it('counts what is published in each column, and says when last', () => {
    expect(page).toContain('本站现有信息 24 条，其中更正过的 1 条；撤回的 1 条不计在内。');
    expect(tableOf(page, '各栏目')).toEqual(
      data.columns.map(({ id, name }) => {
        const here = live.filter(({ columns }) => columns.includes(id));
        return [name, String(here.length), here[0]?.publishedAt.slice(0, 10) ?? ''];
      }),
    );
  });

  it('counts the last twelve months, the newest first, across a new year', () => {
    const january = printed(sampleData({ today: '2027-01-31' }));
    const rows = tableOf(pageOf('/openness/', january), '近 12 个月');
    expect(rows.map(([month]) => month)).toEqual(['2027年1月', ...[12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map((month) => `2026年${month}月`)]);
    expect(rows[2]).toEqual(['2026年11月', '13', '3', '2', '5', '23']);
    expect(rows[3]?.at(-1)).toBe('1');
  });

  it('shows bars with the numbers that stand in the tables', () => {
    const bars = [...page.matchAll(/<ul class="bars"[^>]*>(.*?)<\/ul>/gs)].map(([, list = '']) =>
      [...list.matchAll(/<span>(.*?)<\/span>.*?<b>(\d+)<\/b>/g)].map(([, name, count]) => [name, count]),
    );
    expect(bars).toEqual([
      tableOf(page, '各栏目').map(([name, count]) => [name, count]),
      tableOf(page, '近 12 个月').map((row) => [row[0], row.at(-1)]),
      tableOf(page, '信息日期'),
    ]);
  });

  it('says of each channel how much is there and when last', () => {
    expect(tableOf(page, '各渠道').map((row) => row.slice(0, 3))).toEqual([
      ['网站', '24', '2026-11-24'],
      ['微信', '1', '2026-11-23'],
      ['微博', '1', '2026-11-23'],
    ]);
  });

  it.each([
    ['2026-11-24', 0],
    ['2026-11-23', 0],
    ['2026-11-22', 1],
    ['2026-11-21', 1],
    ['2026-11-20', 2],
    ['2026-11-17', 2],
    ['2026-11-16', 3],
  ])('puts an item of %s, published on 11-24, into row %d of the delays', (eventDate, row) => {
    const [item] = data.items as [SiteItem];
    const counts = tableOf(pageOf('/openness/', printed(sampleData({ items: [{ ...item, eventDate }] }))), '信息日期').map(
      ([, count]) => count,
    );
    expect(counts).toEqual([0, 1, 2, 3].map((index) => (index === row ? '1' : '0')));
  });

  it('says that there is nothing yet where nothing is published', () =>
    expect(pageOf('/openness/', printed(sampleData({ items: [], empty: true })))).toContain('暂时没有已发布的信息'));
});

describe('the page of rules', () => {
  it('says of every group what is found and what isn’t, and which rules look', () => {
    const page = pageOf('/rules/');
    const groups = [...page.matchAll(/<h3>(.*?)<\/h3>\n<p><strong>查得出<\/strong>　.+。<\/p>\n<p><strong>查不出<\/strong>　.+。<\/p>/g)];
    expect(groups.map(([, group]) => group)).toEqual(GROUPS);
    expect(page).toMatch(/规则：<a href="#pii-phone">手机号<\/a>/);
  });
});

describe('the guides for those who submit and review', () => {
  it.each(GUIDES)('%s is linked from the map and the page about the site, and search machines stay away', (address) => {
    expect(linksOf(pageOf('/map/'))).toContain(address);
    expect(linksOf(pageOf('/about/'))).toContain(address);
    expect(new Map(metaTags(pageOf(address))).get('robots')).toBe('noindex');
    expect(pageOf(address).match(/<dt>/g)?.length).toBeGreaterThan(3);
  });

  it('say what an approval says, in the words that stand beside the button', () => {
    expect(pageOf('/guide/review/')).toContain(ATTESTATION);
    expect(pageOf('/guide/withdraw/')).toContain(WITHDRAWAL_ATTESTATION);
  });
});

describe('the sentences that the guides explain', () => {
  it.each([
    ['/guide/submit/', 'review/comment/status-line.ts', '改稿中，未送审'],
    ['/guide/submit/', 'review/comment/status-line.ts', '改后自动重查'],
    ['/guide/submit/', 'review/words.ts', '24:00 截止'],
    ['/guide/submit/', 'review/words.ts', '今天是最后一日'],
    ['/guide/submit/', 'review/comment/comment-headline.ts', '已退回：'],
    ['/guide/review/', 'review/comment/comment.ts', '打开改动页'],
    ['/guide/review/', 'review/comment/status-line.ts', '暂不计入'],
    ['/guide/review/', 'review/comment/comment-headline.ts', '重新审核（原审核只对旧稿）。'],
    ['/guide/review/', 'review/comment/status-line.ts', '三级审核已完成，合并后发布'],
    ['/guide/publish/', 'review/comment/status-line.ts', '三级审核已完成，正在发布'],
    ['/guide/publish/', 'review/comment/status-line.ts', '不能发布'],
    ['/guide/publish/', 'review/comment/comment-headline.ts', '还没有发完：'],
    ['/guide/publish/', 'release/channels/wechat/wechat.ts', '微信草稿已备好，还没有发布'],
    ['/guide/withdraw/', 'review/comment/status-line.ts', '撤稿审核已完成，正在撤下'],
    ['/guide/withdraw/', 'review/comment/comment-headline.ts', '已撤下：'],
    ['/guide/withdraw/', 'alerts/withdrawal-watch.ts', '已先行撤下，应在'],
    ['/guide/withdraw/', 'review/comment/status-line.ts', '已发布的信息改动要写明更正或撤稿'],
  ])('%s tells of what %s says: %s', (address, file, words) => {
    expect(readFileSync(join(import.meta.dirname, '../../pipeline', file), 'utf8')).toContain(words);
    expect(plain(pageOf(address))).toContain(words);
  });
});

describe('the guides and figures', () => {
  it('tell the form’s own name', () => {
    const form = readFileSync(join(import.meta.dirname, '../../.github/ISSUE_TEMPLATE/submit.yml'), 'utf8');
    const [, name = ''] = /^name: (.*)$/m.exec(form) ?? [];
    expect(pageOf('/guide/submit/')).toContain(`选“${name}”`);
  });

  it('count the days as the policy does, and as the regulation where nothing is said', () => {
    expect(pageOf('/guide/submit/')).toContain('本局只发布七日内的信息。信息日期当天不算，从第二天数起，到第七天 24 时为止，节假日照算。');
    const pages = printed(sampleData({ freshness: { days: 5, from: 'submission', firstDay: 'counted', holidays: 'extended' } }));
    expect(pageOf('/guide/submit/', pages)).toContain(
      '本局只发布五日内的信息。报送当天算第一天，到第五天 24 时为止，最后一天是节假日的，顺延到节后第一天。',
    );
    for (const address of ['/about/', '/openness/', ...GUIDES]) expect(pageOf(address, pages), address).not.toContain('七');
    expect(pageOf('/openness/', pages)).toContain('第 4 日至第 5 日');
    const short = printed(sampleData({ freshness: { days: 1, from: 'information', firstDay: 'excluded', holidays: 'counted' } }));
    expect([...pageOf('/openness/', short).matchAll(/<th scope="row">([^<]*日[^<]*)<\/th>/g)].map(([, name]) => name)).toEqual([
      '当天或第 1 日',
      '第 1 日以后（依法另有期限的）',
    ]);
  });
});

describe('an item’s page', () => {
  const path = '/wucheng/2026-11-23-item-2/';

  it('can be shared on Weibo by a plain link, whatever its title', () => {
    const title = 'a&url=x"#?％ 中';
    const link = /href="(https:\/\/service\.weibo\.com[^"]*)"/.exec(pageOf(path, printed(withItem(1, { title }))))?.[1] ?? '';
    const shared = new URL(plain(link)).searchParams;
    expect([...shared]).toEqual([
      ['url', `https://xzzfj.example.gov.cn${path}`],
      ['title', title],
    ]);
  });

  it('links its unit and says how long it takes to read', () => {
    expect(pageOf(path)).toContain('来源：<a href="/units/wucheng/">婺城分局（示例）</a>');
    expect(pageOf(path)).toContain('阅读约 3 分钟');
    expect(pageOf('/fuwu/2026-11-14-item-11/')).toContain('来源：示例市生态环境局<');
  });

  it('links no page of a unit whose only item was taken back', () => {
    const withdrawal = { reason: '内容有误。', at: '2026-11-25 16:02' };
    const [item] = data.items as [SiteItem];
    const alone = printed(sampleData({ items: [{ ...item, withdrawal, html: '' }] }));
    expect(linksOf(pageOf(item.path, alone)).filter((link) => !alone.has(link) && link !== '/feed.xml')).toEqual([]);
  });

  it('names the editor unless the policy says no', () => {
    expect(pageOf(path)).toContain('责任编辑：郑四');
    expect(pageOf(path, printed(withSite({ editor: 'hidden' })))).not.toContain('责任编辑');
  });

  it('tells search machines what it is, whose, and where it stands', () => {
    const [article, trail] = structured(pageOf(path));
    expect(article).toMatchObject({
      '@type': 'NewsArticle',
      datePublished: '2026-11-23T10:32:00+08:00',
      dateModified: '2026-11-25T15:10:00+08:00',
      publisher: { '@type': 'GovernmentOrganization', name: '示例市综合行政执法局', telephone: '0579-00000000' },
    });
    expect(trail.itemListElement.map(({ name, item }: { name: string; item: string }) => [name, item])).toEqual([
      ['首页', 'https://xzzfj.example.gov.cn/'],
      ['工作动态', 'https://xzzfj.example.gov.cn/columns/news/'],
      ['婺城分局开展冬季沿街店铺专项整治，三天劝导占道经营八十六起', `https://xzzfj.example.gov.cn${path}`],
    ]);
  });
});

describe('whose site it is', () => {
  it('is said on the home page, to people and to search machines', () => {
    const [home] = structured(pageOf('/'));
    expect(home['@graph'].map((one: { '@type': string }) => one['@type'])).toEqual(['GovernmentOrganization', 'WebSite']);
    expect(pageOf('/')).toContain('src="/assets/wechat-code.svg"');
    expect(pageOf('/', printed(withSite({ accounts: { wechat: { name: '示例' } } })))).not.toContain('wechat-code');
  });

  it('carries the mark of 党政机关 only where it was given, and an address only where there is one', () => {
    expect(pageOf('/about/')).not.toContain('organ.svg');
    const given = pageOf('/about/', printed(withSite({ organMark: 'https://bszs.example/1' })));
    expect(given).toMatch(/<a href="https:\/\/bszs\.example\/1" rel="noopener"><img src="\/assets\/organ\.svg" alt="党政机关网站标识"/);
    expect(pageOf('/about/', printed(withSite({ organMark: 'javascript:alert(1)' })))).not.toContain('organ.svg');
    expect(pageOf('/about/')).toContain('地址：示例市示例路 1 号');
    expect(pageOf('/about/', printed(withSite({ address: undefined })))).not.toContain('地址：');
  });
});

describe('feeds', () => {
  it('give the newest twenty as JSON Feed 1.1', () => {
    const feed = JSON.parse(pageOf('/feed.json'));
    expect(feed).toMatchObject({
      version: 'https://jsonfeed.org/version/1.1',
      home_page_url: 'https://xzzfj.example.gov.cn/',
      feed_url: 'https://xzzfj.example.gov.cn/feed.json',
    });
    expect(feed.items).toHaveLength(20);
    expect(feed.items[1]).toMatchObject({
      url: 'https://xzzfj.example.gov.cn/wucheng/2026-11-23-item-2/',
      date_published: '2026-11-23T10:32:00+08:00',
      date_modified: '2026-11-25T15:10:00+08:00',
      image: 'https://xzzfj.example.gov.cn/wucheng/2026-11-23-item-2/cover.jpg',
    });
  });

  it('give each column its own items', () => {
    for (const { id, name } of data.columns) {
      const feed = pageOf(`/columns/${id}/feed.xml`);
      expect(feed).toContain(`<title>${name} - 示例市综合行政执法局</title>`);
      const entries = [...feed.matchAll(/<entry>\n<id>https:\/\/[^/]*([^<]*)<\/id>/g)].map(([, path]) => path);
      expect(entries).toEqual(
        data.items.filter(({ columns, withdrawal }) => columns.includes(id) && withdrawal === null).map(({ path }) => path),
      );
    }
  });
});

describe('the site map for search machines', () => {
  const older = { ...(data.items[0] as SiteItem), path: '/fazhi/2025-12-31-old/', publishedAt: '2025-12-31 10:00' };
  const twoYears = printed(sampleData({ items: [...data.items, older] }));
  const locations = (text: string): string[] => [...text.matchAll(/<loc>https:\/\/[^/]*([^<]*)<\/loc>/g)].map(([, path]) => path as string);

  it('is one list while everything is of one year', () => {
    expect([...site.keys()].filter((address) => address.startsWith('/sitemap'))).toEqual(['/sitemap.xml']);
    expect(locations(pageOf('/sitemap.xml'))).toContain('/openness/');
  });

  it('is an index of lists by year then, each with the time of its last change', () => {
    const index = pageOf('/sitemap.xml', twoYears);
    expect(index).toContain('<sitemapindex ');
    expect(locations(index)).toEqual(['/sitemap-site.xml', '/sitemap-2026.xml', '/sitemap-2025.xml']);
    expect(index).toContain('sitemap-2025.xml</loc><lastmod>2025-12-31T10:00:00+08:00</lastmod>');
    expect(locations(pageOf('/sitemap-2025.xml', twoYears))).toEqual([older.path]);
    expect(locations(pageOf('/sitemap-2026.xml', twoYears))).toHaveLength(24);
  });

  it('leaves an old year’s list as it is when something new comes', () => {
    const fresh = { ...(data.items[0] as SiteItem), path: '/fazhi/2026-11-24-new/' };
    const later = printed(sampleData({ items: [fresh, ...data.items, older] }));
    expect(pageOf('/sitemap-2025.xml', later)).toBe(pageOf('/sitemap-2025.xml', twoYears));
    expect(pageOf('/sitemap-2026.xml', later)).not.toBe(pageOf('/sitemap-2026.xml', twoYears));
  });
});
