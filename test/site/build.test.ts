import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildSite } from '../../site/build.ts';
import { folderOf } from '../folder.ts';
import { built, filesOf, pageOf } from './built-site.ts';
import { pictureFile, sampleData, samplePictures } from './sample-data.ts';

// Node 20 doesn't strip types in the pages' code, which Eleventy loads.
if (!process.features.typescript) (await import('tsx/esm/api')).register();

describe('a build', () => {
  it('writes every page and puts the pictures beside their items', async () => {
    const out = await built(sampleData(), samplePictures());
    const files = filesOf(out);
    for (const { path } of sampleData().items) expect(files).toContain(`${path}index.html`);
    for (const { path } of samplePictures()) expect(files).toContain(path);
    for (const file of [
      '/index.html',
      '/404.html',
      '/sitemap.xml',
      '/feed.xml',
      '/robots.txt',
      '/assets/tokens.css',
      '/archive/2026/11/index.html',
    ]) {
      expect(files).toContain(file);
    }
  });

  it('says how many pages it wrote and which columns are empty', async () => {
    const data = sampleData();
    const out = join(folderOf({}), '_site');
    const result = await buildSite({
      data: { ...data, items: data.items.filter(({ columns }) => !columns.includes('matters')) },
      pictures: [],
      out,
    });
    expect(result.emptyColumns).toEqual(['重要事项']);
    expect(filesOf(out).filter((file) => !/^\/(assets|search\/index)\/|\/qr\.svg$/.test(file))).toHaveLength(result.pages);
    expect(filesOf(out)).toHaveLength(result.written);
    expect(pageOf(out, '/columns/matters/')).toContain('本栏目暂无信息。可看：');
  });

  it('gives the same bytes for the same data, twice in one process and whatever the time zone', async () => {
    const first = await built(sampleData(), samplePictures());
    const zone = process.env.TZ;
    process.env.TZ = 'America/Los_Angeles';
    const second = await built(sampleData(), samplePictures());
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
    expect(filesOf(second)).toEqual(filesOf(first));
    for (const file of filesOf(first)) expect(readFileSync(join(second, file)), file).toEqual(readFileSync(join(first, file)));
  });

  it('takes the place of the old site as a whole: nothing old stays, nothing temporary is left', async () => {
    const out = join(folderOf({}), '_site');
    await buildSite({ data: sampleData(), pictures: samplePictures(), out });
    writeFileSync(join(out, 'old.html'), 'old');
    await buildSite({ data: sampleData({ items: [] }), pictures: [], out });
    expect(existsSync(join(out, 'old.html'))).toBe(false);
    expect(pageOf(out, '/')).toContain('暂时没有已发布的信息');
    expect(readdirSync(dirname(out))).toEqual(['_site']);
  });

  it('leaves the old site as it was when it fails', async () => {
    const out = join(folderOf({}), '_site');
    await buildSite({ data: sampleData(), pictures: samplePictures(), out });
    const before = pageOf(out, '/');
    const [item] = sampleData().items;
    const twice = sampleData({ items: [item, item].filter((one) => one !== undefined) });
    await expect(buildSite({ data: twice, pictures: [], out })).rejects.toMatchObject({ code: 'site/address-twice' });
    await expect(
      buildSite({ data: sampleData(), pictures: [pictureFile('/wucheng/nowhere/a.jpg', Buffer.of(1))], out }),
    ).rejects.toMatchObject({
      code: 'site/picture-misplaced',
    });
    expect(pageOf(out, '/')).toBe(before);
    expect(readdirSync(dirname(out))).toEqual(['_site']);
  });

  it.each(['/../escaped.jpg', '/wucheng/2026-11-23-item-2/../../escaped.jpg', '/wucheng/2026-11-23-item-2/page.html', '/cover.jpg'])(
    'refuses a picture at %s',
    async (path) => {
      const out = join(folderOf({}), '_site');
      const pictures = [pictureFile(path, Buffer.of(1))];
      await expect(buildSite({ data: sampleData(), pictures, out })).rejects.toMatchObject({ code: 'site/picture-misplaced' });
    },
  );

  it('never reads a configuration, a template or a data file of the working directory', async () => {
    const here = process.cwd();
    const folder = folderOf({
      'eleventy.config.js': 'throw new Error("read")',
      '.eleventy.js': 'throw new Error("read")',
      'index.njk': '{{ 6 * 7 }}',
      '_data/site.json': '{"name": "other"}',
    });
    process.chdir(folder);
    try {
      const { pages } = await buildSite({ data: sampleData(), pictures: [], out: '_site' });
      expect(pages).toBeGreaterThan(40);
    } finally {
      process.chdir(here);
    }
    expect(pageOf(join(folder, '_site'), '/')).toContain('示例市综合行政执法局');
  });

  it('builds a site of a thousand items', async () => {
    const [item] = sampleData().items;
    if (!item) throw new Error('no sample');
    const items = Array.from({ length: 1000 }, (_, index) => ({ ...item, id: `fazhi/${index}`, path: `/fazhi/2026-11-24-${index}/` }));
    const out = join(folderOf({}), '_site');
    const { pages } = await buildSite({ data: sampleData({ items }), pictures: [], out });
    expect(pages).toBeGreaterThan(1000);
    expect(pageOf(out, '/columns/notices/7/')).toContain('第 7 页，共 50 页');
  });
});

describe('the numbers that a government website must show', () => {
  const missing = { ...sampleData().site, idCode: '', police: ' ' };

  it('are required, and the error names what is missing and where it belongs', async () => {
    const out = join(folderOf({}), '_site');
    await expect(buildSite({ data: sampleData({ site: missing }), pictures: [], out })).rejects.toMatchObject({
      code: 'site/numbers-missing',
      message: expect.stringMatching(/网站标识码、公安备案号.*policy\.yml/),
    });
    expect(existsSync(out)).toBe(false);
  });

  it.each([
    ['演示', { demo: true }],
    ['预览', { preview: true }],
  ])('may be missing where every page is marked %s, and are shown as still to be filled in', async (word, marks) => {
    const out = await built(sampleData({ site: missing, ...marks }), samplePictures());
    for (const file of filesOf(out).filter((name) => name.endsWith('.html'))) {
      const html = pageOf(out, file);
      expect(html, file).toContain(`<b class="chip">${word}</b>`);
      expect(html, file).toContain('<span class="chip">待填：网站标识码</span>');
      expect(html, file).toContain('<meta name="robots" content="noindex">');
    }
    expect(pageOf(out, '/robots.txt')).toContain('Disallow: /');
  });

  it('may be missing where the bureau’s website is a platform of others: nothing else waits for them', async () => {
    const out = await built(sampleData({ site: { ...missing, name: '', domain: '' }, elsewhere: true }), samplePictures());
    expect(pageOf(out, '/')).toContain('<span class="chip">待填：网站标识码</span>');
  });
});
