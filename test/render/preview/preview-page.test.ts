import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { CHANNELS } from '#pipeline/item/front-matter/front-matter-schema.ts';
import type { Item } from '#pipeline/item/item.ts';
import { picturesInside } from '#pipeline/render/preview/preview-item.ts';
import { previewPage } from '#pipeline/render/preview/preview-page.ts';
import { renderItem } from '#pipeline/render/render-item.ts';
import { launchBrowser } from '../../browser.ts';
import { smallJpeg } from '../../jpeg-fixture.ts';
import { CONTEXT, itemOf, PAGE, PICTURE } from '../sample-item.ts';

const TITLE = '婺城分局开展冬季沿街店铺专项整治，三天劝导占道经营八十六起';
const BODY = `11月21日至23日，婺城分局对**人民东路**等6条道路开展整治。

![执法队员在现场](street.jpg)

## 依据

[条例](https://flk.npc.gov.cn/)第九条[^1]。写着 src="street.jpg" 的文字不是图片。

| 路段 | 劝导（起） |
|---|---:|
| 人民东路 | 41 |

[^1]: 示例。
`;
const DATA = `data:image/jpeg;base64,${Buffer.from(smallJpeg()).toString('base64')}`;
const asset = (name: string) => readFileSync(`site/assets/${name}`, 'utf8');
const styles = { tokens: asset('tokens.css'), site: asset('site.css') };

function pageOf(item: Item, more: { changedSince?: number; released?: boolean } = {}): string {
  const payloads = CHANNELS.map((channel) => renderItem(item, channel, CONTEXT));
  const accounts = { wechat: '示例综合执法', weibo: '示例城管' };
  const names = { siteName: '示例市综合行政执法局', accounts, version: '9f2c41d7aabbccdd' };
  return previewPage(item, payloads, { styles, pictures: { 'street.jpg': DATA }, ...names, ...more });
}

const sample = (more: Parameters<typeof itemOf>[1] = {}) =>
  itemOf(BODY, { title: TITLE, summary: '三天劝导86起。', cover: 'street.jpg', ...more }, PICTURE);

describe('the preview', () => {
  it('is one page that needs nothing else: no script, no address, pictures inlined', () => {
    const page = pageOf(sample());
    expect(page).not.toMatch(/<script|<link|<iframe|sanshen-image:|@import|url\(/);
    expect(page.match(/<img src="([^"]*)"/g)?.every((image) => image === `<img src="${DATA}"`)).toBe(true);
    expect(page).toContain('写着 src="street.jpg" 的文字不是图片');
    expect(page).toContain(`default-src 'none'`);
  });

  it('holds pictures in a size that a phone opens, and as they are where nothing can make them smaller', async () => {
    const large = new Uint8Array(100_001).fill(1);
    const item = itemOf('正文。\n', {}, { 'large.jpg': large, 'small.jpg': smallJpeg() });
    const typesOf = async (...rest: [Parameters<typeof picturesInside>[1]]) =>
      Object.entries(await picturesInside(item, ...rest)).map(([path, address]) => `${path} ${address.slice(0, 16)}`);
    const asTheyAre = ['large.jpg data:image/jpeg;', 'small.jpg data:image/jpeg;'];
    expect(await typesOf(() => Promise.resolve(new Uint8Array(9)))).toEqual(['large.jpg data:image/webp;', 'small.jpg data:image/jpeg;']);
    expect(await typesOf(() => Promise.resolve(new Uint8Array(100_002)))).toEqual(asTheyAre);
    expect(await typesOf(() => Promise.reject(new Error('not a picture')))).toEqual(asTheyAre);
    expect(await typesOf(null)).toEqual(asTheyAre);
  });

  it('shows all three channels and says which one the item does not use', () => {
    const page = pageOf(sample({ channels: ['website', 'wechat'] }));
    expect(page.match(/本条未选用/g)).toHaveLength(1);
    expect(page).toMatch(/<h2 id="face-weibo">微博 <small>本条未选用<\/small><\/h2>/);
    expect(pageOf(sample())).not.toContain('本条未选用');
  });

  it('shows limits with their numbers and marks what is near or over', () => {
    const near = pageOf(sample());
    expect(near).toContain('<div class="near"><dt>微信标题</dt>');
    expect(near).toContain('<dd>29 / 32 字 <b>▲</b></dd>');
    expect(near).not.toContain('微信正文字节');
    const over = pageOf(sample({ title: '婺'.repeat(33) }));
    expect(over).toContain('<dd>33 / 32 字 <b>▲ 须改</b></dd>');
    expect(over).toContain('字数与变化 ▲');
    const unused = pageOf(sample({ title: '婺'.repeat(33), channels: ['website'] }));
    expect(unused).toContain('<dd>33 / 32 字 未选用</dd>');
    expect(unused).not.toMatch(/须改|▲/);
  });

  it('lists what each channel changes, the version, and how much is new', () => {
    const page = pageOf(sample(), { changedSince: 2 });
    expect(page).toContain('微信里会有的变化');
    expect(page).toContain('<li>1 条外部链接改为文末注释〔1〕</li>');
    expect(page).toContain('版本 9f2c41d7　与您上次看过的版本：改了 2 处');
    expect(page).toContain('预览 · 未发布');
    expect(page).toContain('<li>阅读约 1 分钟</li>');
    expect(pageOf(sample(), { released: true })).not.toContain('未发布');
  });

  const SIGNED = ([1, 2, 3] as const).map((level) => ({ level, by: `p${level}`, at: `2026-11-24 10:0${level}` }));

  it('says on which channels a person has published it by hand', () => {
    const paper = { scan: 'paper.jpg', signed: SIGNED, posted: { wechat: '2026-11-24 11:00', weibo: '2026-11-24 11:05' } };
    expect(pageOf(sample({ offline_review: paper }))).toContain('<span class="chip">预览 · 微信、微博已手工发布</span>');
    expect(pageOf(sample({ offline_review: { ...paper, posted: {} } }))).toContain('预览 · 未发布');
    expect(pageOf(sample({ offline_review: paper }), { released: true })).toContain('<span class="chip">预览</span>');
  });

  it('shows corrections, reposts and what was taken back in the website’s own boxes', () => {
    const boxesOf = (page: string): string[] => {
      const [, article = ''] = /class="site"><article>([\s\S]*?)<\/article>/.exec(page) ?? [];
      return [...article.matchAll(/<(?:div|p) class="([a-z-]+)"/g)].map(([, name = '']) => name);
    };
    const source = { name: '示例市人民政府网', url: 'https://www.example.gov.cn/a.html', published_at: '2026-11-22' };
    const mended = boxesOf(pageOf(itemOf('正文。\n', { source, correction: { kind: '文字', note: '改了。' } })));
    expect(mended).toEqual(['bar', 'correction', 'original', 'text', 'end']);
    expect(pageOf(itemOf('正文。\n', { source }))).toContain('（来源：示例市人民政府网　报送：婺城分局）');
    expect(pageOf(itemOf('正文。\n'))).toContain('（来源：婺城分局）');
    expect(pageOf(itemOf('正文。\n', { authors: ['李小明', '王小红'] }))).toContain('（来源：婺城分局　作者：李小明、王小红）');
    const gone = boxesOf(pageOf(itemOf('正文。\n', { withdraw: { kind: 'error', reason: '有误' } })));
    expect(gone).toEqual(['bar', 'withdrawn']);
    const hidden = pageOf(itemOf('正文。\n', { title: '某人住址', withdraw: { kind: 'privacy', reason: '有误' } }));
    expect(hidden).toContain('<h1 aria-level="3"><span class="clause">本信息已撤回</span></h1>');
    for (const name of [...mended, ...gone]) expect(styles.site).toContain(`.${name}`);
  });

  it('takes titles and names as text', () => {
    const page = pageOf(sample({ title: '<b>"甲"</b>&' }));
    expect(page).not.toContain('<b>"甲"');
    expect(page).toContain('&lt;b&gt;&quot;甲&quot;&lt;/b&gt;&amp;');
  });

  it.each([
    [1500, 'light'],
    [1100, 'light'],
    [390, 'light'],
    [320, 'dark'],
  ] as const)('at %i px (%s) fits the window, is readable for all (axe) and asks for nothing', async (width, colorScheme) => {
    const browser = await launchBrowser();
    const page = await browser.newPage({ viewport: { width, height: 860 }, colorScheme });
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.setContent(pageOf(sample({ channels: ['website', 'wechat'] })));
    expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
    if (width < 860) {
      await page.getByText('微信', { exact: true }).first().click();
      expect(await page.locator('.phone').isVisible()).toBe(true);
      expect(await page.locator('.sheet').isVisible()).toBe(false);
    }
    await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
    const violations = await page.evaluate(
      "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' | ')))",
    );
    expect(violations).toEqual([]);
    expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([]);
  });

  it('keeps long code and wide tables inside of the frames on a phone', async () => {
    const browser = await launchBrowser();
    const page = await browser.newPage({ viewport: { width: 375, height: 700 } });
    const row = (cell: string) => `|${` ${cell} |`.repeat(20)}\n`;
    await page.setContent(pageOf(itemOf(`\`\`\`\n${'x'.repeat(400)}\n\`\`\`\n\n${row('列名')}${row('---')}${row('八十六起')}`)));
    const over = () => page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    for (const face of ['网站', '微信', '微博']) {
      await page.getByText(face, { exact: true }).first().click();
      expect(await over(), face).toBe(0);
    }
    await page.getByText('微信', { exact: true }).first().click();
    expect((await page.locator('.phone pre').boundingBox())?.width).toBeLessThan(375);
  });

  it('shows the website for a phone, for the elderly and in print, without a script', async () => {
    const browser = await launchBrowser();
    const page = await browser.newPage({ viewport: { width: 1500, height: 860 }, javaScriptEnabled: false });
    await page.setContent(pageOf(sample()));
    const width = async () => (await page.locator('.sheet').boundingBox())?.width ?? 0;
    expect(await width()).toBeGreaterThan(500);
    await page.getByText('手机', { exact: true }).click();
    expect(await width()).toBe(375);
    await page.getByText('长者', { exact: true }).click();
    expect(await width()).toBeGreaterThan(500);
    await page.getByText('打印', { exact: true }).click();
    expect(await page.getByText(PAGE, { exact: true }).isVisible()).toBe(true);
  });

  it('shows the website’s page by the website’s own style sheet, in each size', async () => {
    const browser = await launchBrowser();
    const page = await browser.newPage({ viewport: { width: 1500, height: 860 }, colorScheme: 'dark', javaScriptEnabled: false });
    await page.setContent(pageOf(sample()));
    const look = (selector: string, property: string, pseudo = '') =>
      page.evaluate(`getComputedStyle(document.querySelector(${JSON.stringify(selector)}), '${pseudo}').getPropertyValue('${property}')`);
    const sizes = async () => [
      await look('.site h1', 'font-size'),
      await look('.site .text p', 'font-size'),
      await look('.site .text p', 'color'),
    ];
    expect(await sizes()).toEqual(['36px', '18px', 'rgb(232, 236, 241)']);
    await page.getByText('手机', { exact: true }).click();
    expect(await sizes()).toEqual(['26px', '18px', 'rgb(232, 236, 241)']);
    expect(await look('.site h1', 'text-align')).toBe('start');
    await page.getByText('长者', { exact: true }).click();
    expect(await sizes()).toEqual(['42px', '28px', 'rgb(0, 0, 0)']);
    await page.getByText('打印', { exact: true }).click();
    expect(await sizes()).toEqual(['36px', '18px', 'rgb(22, 32, 46)']);
    expect(await look('.site a.leaving', 'content', '::after')).toContain('（flk.npc.gov.cn）');
  });
});
