import { describe, expect, it } from 'vitest';
import type { SiteItem } from '#pipeline/render/site-data.ts';
import { built, filesOf, metaTags, pageOf, plain } from './built-site.ts';
import { sampleData, samplePictures } from './sample-data.ts';

const SITE = ['SiteName', 'SiteDomain', 'SiteIDCode'];
const COLUMN = [...SITE, 'ColumnName', 'ColumnDescription', 'ColumnKeywords', 'ColumnType'];
const ARTICLE = [...COLUMN, 'ArticleTitle', 'PubDate', 'ContentSource'];

/** A site with one of the sample items changed. */
function dataWith(index: number, change: Partial<SiteItem>) {
  const data = sampleData();
  return { ...data, items: data.items.map((item, at) => (at === index ? { ...item, ...change } : item)) };
}

const officialNames = (html: string): string[] => metaTags(html).flatMap(([name]) => (ARTICLE.includes(name) ? [name] : []));

describe('every page', async () => {
  const out = await built(sampleData(), samplePictures());
  const pages = filesOf(out).filter((file) => file.endsWith('.html'));

  it.each(pages)('%s is in Chinese, has one h1, a title, a description of itself and no script inside', (file) => {
    const html = pageOf(out, file);
    expect(html).toMatch(/^<!doctype html>\n<html lang="zh-CN">/);
    expect(html.match(/<h1[ >]/g)).toHaveLength(1);
    expect(html).toMatch(/<title>[^<]*示例市综合行政执法局<\/title>/);
    expect(html).toContain(`<meta http-equiv="Content-Security-Policy" content="default-src 'none';`);
    expect(
      html.match(
        /<script(?! type="module" async fetchpriority="high" src="\/assets\/site\.js"><\/script>| type="module" src="\/assets\/search\.js"><\/script>| type="application\/ld\+json">)/,
      ),
    ).toBeNull();
    expect(html).not.toMatch(/\sstyle="|\son\w+="|javascript:/);
    expect(html).not.toMatch(/undefined|\[object|NaN|null</);
  });

  it.each([
    ['the home page', '/', SITE],
    ['an archive page', '/archive/2026/11/', SITE],
    ['a column', '/columns/news/', COLUMN],
    ['an item', '/wucheng/2026-11-23-item-2/', ARTICLE],
    ['a withdrawn item', '/lanxi/2026-11-12-item-13/', ARTICLE],
  ])('%s carries the tags of 国办发〔2017〕47号 in their order', (_, address, names) =>
    expect(officialNames(pageOf(out, address))).toEqual(names),
  );

  it('links only to pages and files that exist', () => {
    const files = new Set(filesOf(out));
    for (const page of pages) {
      const here = new URL(page.replace(/index\.html$/, ''), 'https://site.example');
      for (const [, address] of pageOf(out, page).matchAll(/\s(?:href|src|action)="([^"]*)"/g)) {
        const target = new URL(plain(address as string), here);
        if (target.origin !== here.origin) continue;
        const file = decodeURIComponent(target.pathname.endsWith('/') ? `${target.pathname}index.html` : target.pathname);
        expect(files.has(file), `${page} → ${address}`).toBe(true);
        if (target.hash !== '') expect(pageOf(out, file)).toContain(`id="${target.hash.slice(1)}"`);
      }
    }
  });

  it('loads nothing from another site', () => {
    for (const page of pages) {
      const loaded = [...pageOf(out, page).matchAll(/<(?:img|script|link rel="(?:stylesheet|icon)"|iframe)[^>]*\s(?:src|href)="([^"]*)"/g)];
      for (const [, address] of loaded) expect(address, page).not.toMatch(/^(https?:)?\/\//);
    }
  });
});

describe('an item page', async () => {
  const out = await built(sampleData(), samplePictures());
  const html = pageOf(out, '/wucheng/2026-11-23-item-2/');
  const tags = new Map(metaTags(html));

  it('says its title, its time of publication to the minute, its source, and the digest of what was approved', () => {
    expect(tags.get('ArticleTitle')).toBe('婺城分局开展冬季沿街店铺专项整治，三天劝导占道经营八十六起');
    expect(tags.get('PubDate')).toBe('2026-11-23 10:32');
    expect(tags.get('ContentSource')).toBe('婺城分局（示例）');
    expect(tags.get('sanshen-digest')).toMatch(/^sha256:\d{64}$/);
    expect(tags.get('Url')).toBe('https://xzzfj.example.gov.cn/wucheng/2026-11-23-item-2/');
    expect(tags.get('Image')).toBe('https://xzzfj.example.gov.cn/wucheng/2026-11-23-item-2/cover.jpg');
    expect(html).toContain('<time datetime="2026-11-23T10:32:00+08:00">2026-11-23 10:32</time>');
    expect(html).toContain('<li>责任编辑：郑四</li>');
    expect(plain(html)).toContain('（来源：婺城分局（示例）　作者：李四）');
  });

  it('shows a correction with its time, and keeps the time of publication', () => {
    expect(html).toContain(
      '<b>更正</b>　<time datetime="2026-11-25T15:10:00+08:00">2026-11-25 15:10</time>　第二段“八十八起”更正为“八十六起”。',
    );
    expect(html).toContain('"dateModified":"2026-11-25T15:10:00+08:00"');
    expect(html).toContain('"datePublished":"2026-11-23T10:32:00+08:00"');
  });

  it('takes an instant with an offset as well as a Beijing minute', async () => {
    const correction = { kind: '文字', note: '改字。', at: '2026-11-25T07:10:00Z' };
    const page = pageOf(await built(dataWith(1, { correction }), samplePictures()), '/wucheng/2026-11-23-item-2/');
    expect(page).toContain('<b>更正</b>　<time datetime="2026-11-25T15:10:00+08:00">2026-11-25 15:10</time>　改字。');
  });

  it('links to the other channels once they are confirmed, and to nothing before', () => {
    expect(html).toContain('href="https://mp.weixin.qq.example/s/abc"');
    expect(html).toContain('href="https://weibo.example/1/2"');
    expect(pageOf(out, '/fazhi/2026-11-24-item-1/')).not.toMatch(/在微信公众号阅读|在微博阅读/);
  });

  it('breaks its headline between clauses', () => {
    expect(html).toContain(
      '<h1><span class="clause">婺城分局开展冬季沿街店铺专项整治，</span><span class="clause">三天劝导占道经营八十六起</span></h1>',
    );
  });

  it('carries a code of its own address', () => {
    const [, file = ''] = /<img src="([^"]*qr\.svg)" alt="本页地址的二维码"/.exec(html) ?? [];
    expect(pageOf(out, file)).toMatch(/^<svg [^>]*viewBox="0 0 (\d+) \1"/);
  });

  it('names the original of a repost with link and date', () => {
    const repost = pageOf(out, '/fuwu/2026-11-14-item-11/');
    expect(repost).toContain(
      '转自：<a href="https://hb.example.gov.cn/1.html" rel="noopener">示例市生态环境局</a>　原文日期：<time datetime="2026-11-13">2026-11-13</time>',
    );
    expect(repost).toContain('（来源：示例市生态环境局　报送：城管服务中心）');
    expect(repost).not.toMatch(/作者|name="Author"/);
    expect(repost).toContain(
      '"author":{"@type":"Organization","name":"示例市生态环境局"},"isBasedOn":"https://hb.example.gov.cn/1.html","publisher":',
    );
  });

  it('leaves out what it does not know instead of showing it empty', async () => {
    const page = pageOf(
      await built(dataWith(1, { editor: '', author: '', keywords: '' }), samplePictures()),
      '/wucheng/2026-11-23-item-2/',
    );
    expect(page).not.toContain('责任编辑');
    expect(page).not.toContain('作者：');
    expect(page).not.toContain('name="Keywords"');
    expect(page).not.toContain('浏览量');
  });
});

describe('a withdrawn item', async () => {
  const data = dataWith(2, { withdrawal: { reason: '内容有误', at: '2026-11-25T16:02:00+08:00' } });
  const out = await built(data, samplePictures());
  const { path, title, digest } = data.items[2] as SiteItem;
  const html = pageOf(out, path);

  it('keeps its title and says when and why, and search machines stay away', () => {
    expect(plain(html)).toContain(title);
    expect(html).toContain('本信息已于 <time datetime="2026-11-25T16:02:00+08:00">2026-11-25 16:02</time> 撤回。原因：内容有误。');
    expect(html).toContain('<meta name="robots" content="noindex">');
    expect(html).not.toMatch(/name="(?:Image|Url|Keywords)"|og:image|content=""/);
  });

  it('shows nothing of its text, summary, pictures or digest', () => {
    expect(html).not.toContain('沿街店铺专项整治，劝导');
    expect(html).not.toContain('的摘要');
    expect(html).not.toContain(digest);
    expect(html).not.toContain('application/ld+json');
    expect(html).not.toContain('<img');
    expect(filesOf(out)).not.toContain(`${path}cover.jpg`);
  });

  it('stands in no list, feed or map', () => {
    const others = filesOf(out).filter((file) => file !== `${path}index.html` && !file.endsWith('.jpg'));
    for (const file of others) expect(pageOf(out, file), file).not.toContain(path);
  });
});

it('keeps the page of a withdrawn item whose category was purged with its text, with all its tags', async () => {
  const data = dataWith(12, {
    title: '本信息已撤回',
    summary: '',
    category: '',
    columns: [],
    keywords: '兰溪分局',
    readingMinutes: 0,
    html: '',
  });
  const html = pageOf(await built(data, samplePictures()), '/lanxi/2026-11-12-item-13/');
  expect(officialNames(html)).toEqual(ARTICLE);
  expect(new Map(metaTags(html)).get('ColumnName')).toBe('撤回的信息');
  expect(html).toContain('</a> › 撤回的信息 › 正文');
});

describe('hostile text', () => {
  const hostile = `"><script>alert(1)</script> {{ 7 * 7 }} {% include "x" %} \${1} <%= 1 %> 'x' & --> ]]> \u0000`;
  const shown = hostile.replace('\u0000', '').trim();

  it('is printed as it stands, in every place, and never executed', async () => {
    const source = { name: hostile, url: 'javascript:alert(1)', publishedAt: '' };
    const correction = { kind: '文字', note: hostile, at: '2026-11-25 15:10' };
    const links = { wechat: 'javascript:alert(1)', weibo: 'data:text/html,x' };
    const change = { title: hostile, summary: hostile, author: hostile, editor: hostile, keywords: hostile, source, correction, links };
    const data = dataWith(0, change);
    const out = await built({ ...data, site: { ...data.site, name: hostile, contact: hostile } }, samplePictures());
    for (const file of filesOf(out).filter((name) => /\.(html|xml)$/.test(name))) {
      const markup = pageOf(out, file);
      expect(markup, file).not.toMatch(/<script>|javascript:|data:text/);
      expect(markup, file).not.toContain('49');
      expect(markup, file).not.toContain('\u0000');
    }
    const page = pageOf(out, '/fazhi/2026-11-24-item-1/');
    expect(new Map(metaTags(page)).get('ArticleTitle')?.trim()).toBe(shown);
    expect(plain(page)).toContain(`责任编辑：${shown}`);
    const structured = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page)?.[1] ?? '';
    expect(JSON.parse(structured).headline).toBe(hostile);
    const rows = filesOf(out).find((name) => /^\/search\/index\/2026-11-.*\/rows-0\.json$/.test(name)) ?? '';
    expect(JSON.parse(pageOf(out, rows))[0][1]).toBe(hostile);
  });

  it('in the sanitised text of an item is not a template either', async () => {
    const text = '<p>{{ 7 * 7 }} {% include "../../secret.txt" %} {# x #} &lt;script&gt;</p>';
    const out = await built(dataWith(0, { html: text }), samplePictures());
    expect(pageOf(out, '/fazhi/2026-11-24-item-1/')).toContain(text);
  });
});

describe('a column', async () => {
  const [sample] = sampleData().items;
  if (!sample) throw new Error('no sample');
  const itemsOf = (count: number): SiteItem[] =>
    Array.from({ length: count }, (_, index) => ({
      ...sample,
      id: `fazhi/${count - index}`,
      title: `第${count - index}条`,
      path: `/fazhi/x-${count - index}/`,
    }));
  const out = await built(sampleData({ items: itemsOf(45) }));
  const titles = (html: string): string[] => [...html.matchAll(/<a class="title"[^>]*>([^<]*)</g)].map(([, title]) => title as string);

  it('shows the newest twenty first and numbers its pages from the oldest', () => {
    expect(titles(pageOf(out, '/columns/notices/'))).toEqual(
      itemsOf(45)
        .slice(0, 20)
        .map(({ title }) => title),
    );
    expect(titles(pageOf(out, '/columns/notices/1/'))).toHaveLength(20);
    expect(titles(pageOf(out, '/columns/notices/1/')).at(-1)).toBe('第1条');
    expect(titles(pageOf(out, '/columns/notices/3/'))).toEqual(['第45条', '第44条', '第43条', '第42条', '第41条']);
    expect(pageOf(out, '/columns/notices/2/')).toContain('第 2 页，共 3 页');
  });

  it('changes no full page but its neighbours of the newest when an item is added', async () => {
    const more = await built(sampleData({ items: itemsOf(46) }));
    expect(pageOf(more, '/columns/notices/1/')).toBe(pageOf(out, '/columns/notices/1/'));
    expect(pageOf(more, '/columns/notices/3/')).not.toBe(pageOf(out, '/columns/notices/3/'));
  });
});

it('labels a picture that a machine made where its caption doesn’t stand: among the pictures', async () => {
  const index = sampleData().items.findIndex(({ cover }) => cover !== null);
  const { cover, title } = sampleData().items[index] as SiteItem;
  const out = await built(dataWith(index, { cover: cover && { ...cover, credit: 'AI生成　示例' } }), samplePictures());
  expect(pageOf(out, '/pictures/')).toContain(`<span class="ai-label">AI生成</span> ${title}</span>`);
  expect(pageOf(out, '/pictures/').match(/class="ai-label"/g)).toHaveLength(1);
});

it('calls a leading picture without words by its item’s title, and puts no empty strip under it', async () => {
  const { cover, title } = sampleData().items[1] as SiteItem;
  const page = pageOf(await built(dataWith(1, { cover: cover && { ...cover, alt: '', credit: '' } }), samplePictures()), '/');
  expect(page).toMatch(new RegExp(`<figure><a href="[^"]*" tabindex="-1">.*alt="${title}".*</a></figure>`));
  expect(page).not.toContain('<figcaption></figcaption>');
});

describe('a column of items with pictures', () => {
  const column = async (change: (item: SiteItem, at: number) => Partial<SiteItem>) => {
    const items = sampleData().items.filter(({ cover }) => cover !== null);
    const data = sampleData({ items: items.map((item, at) => ({ ...item, columns: ['news'], ...change(item, at) })) });
    const paths = new Set(data.items.flatMap(({ path, cover }) => (cover ? [`${path}cover.jpg`] : [])));
    return pageOf(
      await built(
        data,
        samplePictures().filter(({ path }) => paths.has(path)),
      ),
      '/columns/news/',
    );
  };

  it('shows each with its own, and says which a machine made', async () => {
    const page = await column(({ cover }, at) => (at === 1 && cover ? { cover: { ...cover, credit: 'AI生成　示例' } } : {}));
    const rows = page.match(/<li><time class="day"/g) ?? [];
    expect(rows.length).toBeGreaterThan(2);
    expect(page.match(/<div class="thumb"><picture>/g)).toHaveLength(rows.length);
    expect(page.match(/<div class="thumb">.*? alt="".*?<span class="ai-label">AI生成<\/span> <\/div>/g)).toHaveLength(1);
  });

  it('shows none where one item has none', async () =>
    expect(await column((_, at) => (at === 1 ? { cover: null, images: [] } : {}))).not.toContain('class="thumb"'));
});

it('says the day of each picture on the page of pictures: lists without dates count as not updated', async () => {
  const out = await built(sampleData(), samplePictures());
  const page = pageOf(out, '/pictures/');
  const pictures = page.match(/<li><a [^>]*><picture>/g) ?? [];
  expect(pictures.length).toBeGreaterThan(0);
  expect(page.match(/<time class="note" datetime="[^"]*">\d{4}-\d\d-\d\d<\/time><\/li>/g)).toHaveLength(pictures.length);
});

describe('what machines read', async () => {
  const out = await built(sampleData(), samplePictures());

  it('lists the columns and the twenty-four live items in the site map', () => {
    const locations = [...pageOf(out, '/sitemap.xml').matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, url]) => url as string);
    expect(locations).toContain('https://xzzfj.example.gov.cn/columns/news/');
    expect(locations.filter((url) => /-item-\d+\/$/.test(url))).toHaveLength(24);
  });

  it('gives the newest twenty as an Atom feed, with the time of a correction as their update', () => {
    const feed = pageOf(out, '/feed.xml');
    expect(feed.match(/<entry>/g)).toHaveLength(20);
    expect(feed).toContain('<updated>2026-11-25T15:10:00+08:00</updated>');
    expect(feed).toContain('<published>2026-11-24T10:32:00+08:00</published>');
  });

  it('names the site map to robots', () =>
    expect(pageOf(out, '/robots.txt')).toBe('User-agent: *\nAllow: /\n\nSitemap: https://xzzfj.example.gov.cn/sitemap.xml\n'));
});

it('is styled in browsers of some years ago too: office machines and WeChat’s own are seldom new', async () => {
  const css = pageOf(await built(sampleData({ items: [] })), '/assets/site.css');
  for (const name of ['mask', 'appearance'])
    for (const [line, before] of css.matchAll(new RegExp(`^(.*)\n  ${name}:`, 'gm'))) expect(before, line).toMatch(`  -webkit-${name}:`);
  // A selector that a browser doesn't know takes the others of its list with it.
  const lists = [...css.replace(/\/\*.*?\*\//gs, '').matchAll(/([^{}]+)\{/g)].map(([, selectors]) => (selectors as string).trim());
  expect(lists.filter((selectors) => selectors.includes(':has(') && selectors.replace(/\([^)]*\)/g, '').includes(','))).toEqual([]);
});

describe('a site in special states', () => {
  it('says politely that there is nothing yet', async () => {
    const out = await built(sampleData({ items: [], empty: true }));
    for (const address of ['/', '/archive/', '/columns/news/']) expect(pageOf(out, address)).toContain('暂时没有已发布的信息');
    expect(pageOf(out, '/feed.xml')).not.toContain('<entry>');
  });

  it('can be looked at before its name and numbers are known, and says which are missing', async () => {
    const { site } = sampleData();
    const nothing = { ...site, url: '', name: '', domain: '', idCode: '', icp: '', police: '', contact: '' };
    const data = sampleData({ site: nothing, preview: true });
    const page = pageOf(await built(data, samplePictures()), '/');
    expect(page).toContain('<title>待填：主办单位</title>');
    expect([...page.matchAll(/<span class="chip">(待填：[^<]*)</g)].map(([, chip]) => chip)).toEqual([
      '待填：主办单位',
      '待填：联系电话',
      '待填：网站标识码',
      '待填：ICP备案号',
      '待填：公安备案号',
    ]);
    await expect(built({ ...data, preview: false })).rejects.toMatchObject({ code: 'site/numbers-missing' });
  });

  it('works below a folder of its host', async () => {
    const data = sampleData();
    const out = await built({ ...data, site: { ...data.site, url: 'https://example.gov.cn/news' } }, samplePictures());
    const addresses = [...pageOf(out, '/').matchAll(/\s(?:href|src|action)="(\/[^"]*)"/g)].map(([, address]) => address as string);
    expect(addresses.filter((address) => !address.startsWith('/news/'))).toEqual([]);
  });

  it('turns grey on a mourning day', async () => {
    const data = sampleData();
    const out = await built({ ...data, site: { ...data.site, mourning: true } }, samplePictures());
    expect(pageOf(out, '/about/')).toContain('<html lang="zh-CN" class="mourning">');
  });
});
