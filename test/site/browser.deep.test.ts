import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import type { SiteItem } from '#pipeline/render/site-data.ts';
import { startStaticSite } from '#pipeline/sandbox/static-site.ts';
import { launchBrowser } from '../browser.ts';
import { built, pageOf } from './built-site.ts';
import { VOICE } from './chinese-voice.ts';
import { sampleData, samplePictures } from './sample-data.ts';

const folder = await built(sampleData(), samplePictures());
const site = await startStaticSite({ folder });
afterAll(() => site.close());
const browser = await launchBrowser(afterAll);

const ITEM = '/wucheng/2026-11-23-item-2/';

async function visit(
  address: string,
  options: BrowserContextOptions = {},
  before?: (context: BrowserContext) => Promise<unknown>,
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  onTestFinished(() => context.close());
  await before?.(context);
  const page = await context.newPage();
  await page.goto(site.url + address);
  // What reads aloud is fetched after the page, where it may be wanted.
  const begun = 'html[data-voice], html:not([data-elder]):not(:has(.tools .read))';
  if (options.javaScriptEnabled !== false) await page.waitForSelector(begun, { state: 'attached' });
  return page;
}

describe('in a browser, the site', () => {
  it('reads, pages and prints without script, and shows no control that needs it', async () => {
    const page = await visit('/', { javaScriptEnabled: false });
    await page.click('text=婺城分局开展冬季沿街店铺专项整治');
    await page.waitForURL(`**${ITEM}`);
    expect(await page.textContent('h1')).toContain('三天劝导占道经营八十六起');
    expect(await page.isVisible('.text p')).toBe(true);
    expect(await page.isVisible('text=长者模式')).toBe(false);
    expect(await page.isVisible('button:has-text("打印")')).toBe(false);
    await page.fill('#search', '婺城');
    await page.click('.masthead button');
    expect(page.url()).toContain('/search/?q=');
    expect(await page.textContent('noscript .found')).toBe('这个浏览器没有开启脚本，不能检索。请按栏目或年份找。');
    expect(await page.isVisible('noscript .found')).toBe(true);
    await page.click('text=全部归档');
    await page.click('.months >> text=11月');
    expect(await page.isVisible('text=兰溪分局夜查渣土运输车辆')).toBe(true);
  });

  it('shows a page of its own for what is not there', async () => {
    const page = await visit('/nothing/here');
    expect(await page.textContent('h1')).toBe('没有这个页面。');
    expect(await page.isVisible('text=可能已移动或撤回。')).toBe(true);
  });

  it('moves to the text with the first key', async () => {
    const page = await visit(ITEM);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('跳到正文');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
  });
});

describe('a reader', () => {
  it('switches elder mode on and keeps it on the next page, with larger letters and a bar of keys', async () => {
    const page = await visit(ITEM);
    await page.click('text=长者模式');
    expect(await page.evaluate('getComputedStyle(document.querySelector(".text")).fontSize')).toBe('28px');
    await page.goto(`${site.url}/columns/news/`);
    expect(await page.isVisible('.elder-bar')).toBe(true);
    expect(await page.isVisible('.strip')).toBe(false);
    await page.click('text=字大一点');
    expect(await page.getAttribute('html', 'data-size')).toBe('1');
    await page.click('text=读行尺');
    await page.mouse.move(300, 400);
    expect(await page.evaluate('(({ top, bottom }) => (top + bottom) / 2)(document.querySelector(".ruler").getBoundingClientRect())')).toBe(
      400,
    );
    await page.click('text=退出长者模式');
    expect(await page.isVisible('.elder-bar')).toBe(false);
    expect(await page.locator('.ruler').count()).toBe(0);
    expect(await page.getAttribute('html', 'data-size')).toBe('0');
  });

  it('comes into elder mode by an address, and stays out of it once it is left', async () => {
    const page = await visit('/?长者');
    expect(await page.isVisible('.elder-bar')).toBe(true);
    await page.click('text=退出长者模式');
    await page.reload();
    expect(await page.isVisible('.elder-bar')).toBe(false);
  });

  it('enlarges the letters in three steps and chooses dark', async () => {
    const page = await visit(ITEM);
    const size = () => page.evaluate('getComputedStyle(document.querySelector(".text")).fontSize');
    const sizes = [await size()];
    for (const _ of [1, 2, 3]) {
      await page.click('.strip >> text=字号');
      sizes.push(await size());
    }
    expect(sizes).toEqual(['18px', '20.25px', '22.5px', '18px']);
    await page.click('.strip >> text=字号');
    await page.click('text=深色');
    await page.goto(`${site.url}/columns/news/`);
    expect(await page.getAttribute('html', 'data-size')).toBe('1');
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(17, 22, 29)');
    expect(await page.getAttribute('[data-do="dark"]', 'aria-pressed')).toBe('true');
  });

  it('hears an item sentence by sentence and stops it', async () => {
    const page = await visit(ITEM, {}, (context) => context.addInitScript(VOICE));
    await page.click('.tools >> text=朗读');
    expect(await page.evaluate('[spoken.lang, spoken.voice.lang, spoken.rate]')).toEqual(['zh-CN', 'zh_CN', 1]);
    for (const _ of [1, 2]) await page.evaluate('finish()');
    expect(await page.evaluate('said')).toEqual([
      '婺城分局开展冬季沿街店铺专项整治，三天劝导占道经营八十六起',
      '更正　2026-11-25 15:10　第二段“八十八起”更正为“八十六起”。',
      expect.stringMatching(/^11月22日至24日，.*120份。$/),
    ]);
    expect(await page.evaluate('[...CSS.highlights.get("reading")].join()')).toBe(await page.evaluate('said.at(-1)'));
    await page.click('.tools >> text=停止');
    expect(await page.evaluate('CSS.highlights.has("reading")')).toBe(false);
    await page.evaluate('finish()');
    expect(await page.evaluate('said.length')).toBe(3);
    expect(await page.isVisible('.tools >> text=朗读')).toBe(true);
    expect(await page.isVisible('.tools >> text=停止')).toBe(false);
  });

  it.each([
    ['.tools', ITEM],
    ['.elder-bar', `${ITEM}?长者`],
  ])('pauses, goes on with the same sentence, slower, and stops, with keys alone and told of each: %s', async (place, address) => {
    const page = await visit(address, {}, (context) => context.addInitScript(VOICE));
    const at = () => page.evaluate('document.activeElement.textContent');
    const told = () => page.textContent('[data-said]');
    await page.focus(`${place} .read`);
    expect([await at(), await told()]).toEqual(['▶ 朗读', '']);
    await page.keyboard.press('Enter');
    await page.evaluate('finish()');
    expect([await at(), await told()]).toEqual(['‖ 暂停', '正在朗读']);
    await page.keyboard.press('Space');
    expect([await at(), await told(), await page.evaluate('spoken')]).toEqual(['▶ 继续', '朗读已暂停', null]);
    expect(await page.evaluate('CSS.highlights.has("reading")')).toBe(true);
    await page.keyboard.press('Enter');
    expect([await at(), await told()]).toEqual(['‖ 暂停', '正在朗读']);
    expect(await page.evaluate('said.length')).toBe(3);
    expect(await page.evaluate('said[2] === said[1] && said[1] !== said[0]')).toBe(true);

    for (const _ of [1, 2]) await page.keyboard.press('Tab');
    expect(await at()).toBe('常速');
    await page.keyboard.press('Enter');
    expect([await at(), await told(), await page.evaluate('[spoken.rate, said[3] === said[1]]')]).toEqual([
      '慢速',
      '语速改为慢速',
      [0.75, true],
    ]);
    await page.keyboard.press('Shift+Tab');
    expect(await at()).toBe('■ 停止');
    await page.keyboard.press('Enter');
    expect([await at(), await told(), await page.isVisible(`${place} >> text=停止`)]).toEqual(['▶ 朗读', '朗读已停止', false]);

    // What was stopped ends late, and doesn't end what began since.
    await page.keyboard.press('Enter');
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 20))');
    expect([await at(), await page.evaluate('spoken.rate')]).toEqual(['‖ 暂停', 0.75]);
    await page.keyboard.press('Escape');
    expect([await at(), await told()]).toEqual(['▶ 朗读', '朗读已停止']);
  });

  it('hears an item to its end, is told so, and when the device breaks off', async () => {
    const page = await visit(ITEM, {}, (context) => context.addInitScript(VOICE));
    await page.click('.tools >> text=朗读');
    await page.evaluate('(() => { while (spoken) { const own = spoken; own.onend(); if (spoken === own) spoken = null; } })()');
    expect(await page.textContent('[data-said]')).toBe('朗读完了');
    expect(await page.isVisible('.tools >> text=▶ 朗读')).toBe(true);
    await page.click('.tools >> text=朗读');
    await page.evaluate('spoken.onerror({ error: "synthesis-failed" })');
    expect(await page.textContent('[data-said]')).toBe('朗读中断了');
    expect(await page.isVisible('.tools >> text=▶ 朗读')).toBe(true);
  });

  it('meets no key for reading aloud where the device can’t do it at all, and no error', async () => {
    const page = await visit('/404.html', {}, (context) =>
      context.addInitScript("Object.defineProperty(window, 'speechSynthesis', { value: undefined })"),
    );
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.goto(site.url + ITEM);
    await page.waitForSelector('html[data-voice=no]');
    expect(await page.isVisible('.tools >> text=朗读')).toBe(false);
    await page.keyboard.press('Escape');
    await page.goto(`${site.url}/?长者`);
    await page.waitForSelector('text=这台设备没有中文朗读功能 >> visible=true');
    await page.click('text=读行尺');
    await page.click('text=退出长者模式');
    expect(errors).toEqual([]);
  });

  it('moves the reading ruler by keys: with the focus and by lines, and at the edges the page under it', async () => {
    const page = await visit(`${ITEM}?长者`);
    const ruler = () => page.evaluate<number>('document.querySelector(".ruler").getBoundingClientRect().top');
    await page.focus('text=读行尺');
    await page.keyboard.press('Enter');
    expect(await page.textContent('[data-said]')).toBe('读行尺已打开，按上下方向键移动');
    const begin = await ruler();
    const line = 28 * 1.9;
    await page.keyboard.press('ArrowDown');
    expect((await ruler()) - begin).toBeCloseTo(line, 0);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect((await ruler()) - begin).toBeCloseTo(-line, 0);
    expect(await page.evaluate('scrollY')).toBe(0);

    for (let count = 0; count < 12; count += 1) await page.keyboard.press('ArrowDown');
    const low = await ruler();
    const moved = await page.evaluate<number>('scrollY');
    expect(moved).toBeGreaterThan(0);
    await page.keyboard.press('ArrowDown');
    expect([await ruler(), Math.round((await page.evaluate<number>('scrollY')) - moved)]).toEqual([low, Math.round(line)]);
    const bar = await page.evaluate<number>('document.querySelector(".elder-bar").getBoundingClientRect().top');
    expect(low + 60).toBeLessThan(bar);

    await page.focus('.neighbours a');
    const over = await page.evaluate<boolean>(
      '(() => { const [a, b] = [document.activeElement, document.querySelector(".ruler")].map((one) => one.getBoundingClientRect()); return b.top < a.top + 20 && a.top + 20 < b.bottom; })()',
    );
    expect(over).toBe(true);
    await page.keyboard.press('Control+ArrowDown');
    expect(await page.textContent('[data-said]')).toBe('读行尺已打开，按上下方向键移动');
    await page.focus('text=读行尺');
    await page.keyboard.press('Enter');
    expect([await page.locator('.ruler').count(), await page.textContent('[data-said]')]).toEqual([0, '读行尺已收起']);
  });

  it('is told in elder mode that the device has no Chinese voice, instead of getting a dead key', async () => {
    const page = await visit(`${ITEM}?长者`);
    expect(await page.isVisible('text=这台设备没有中文朗读功能')).toBe(true);
    expect(await page.isVisible('.elder-bar >> text=朗读 >> visible=true')).toBe(true);
    expect(await page.isVisible('.elder-bar button.read')).toBe(false);
  });

  it('is asked before a link leaves the site, and may stay', async () => {
    const page = await visit(ITEM);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.click('text=在微信公众号阅读');
    expect(await page.textContent('dialog')).toContain('您访问的链接即将离开“示例市综合行政执法局”网站，是否继续？');
    expect(await page.textContent('dialog b')).toBe('mp.weixin.qq.example');
    expect(await page.getAttribute('dialog a', 'href')).toBe('https://mp.weixin.qq.example/s/abc');
    await page.click('text=放弃');
    expect(await page.isVisible('dialog')).toBe(false);
    expect(page.url()).toBe(site.url + ITEM);
    expect(asked.filter((url) => !url.startsWith(`${site.url}/`))).toEqual([]);
    // Whoever goes on finds no question when he comes back to the page as he left it.
    await page.evaluate("addEventListener('click', (event) => event.preventDefault())");
    await page.click('text=在微信公众号阅读');
    await page.click('text=继续访问');
    expect(await page.isVisible('dialog')).toBe(false);
    // Another government's site isn't left.
    await page.evaluate("document.querySelector('main').innerHTML = '<a href=\"https://hb.example.gov.cn/1\">转</a>'");
    await page.click('main a');
    expect(await page.isVisible('dialog')).toBe(false);
  });

  it('copies the address of an item', async () => {
    const page = await visit(ITEM, { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.click('text=复制链接');
    await page.waitForSelector('text=已复制');
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(`https://xzzfj.example.gov.cn${ITEM}`);
  });

  it('finds what stands in titles, texts and units by what was typed, narrows it down and goes on to more', async () => {
    const page = await visit('/');
    await page.fill('#search', '兰溪');
    await page.keyboard.press('Enter');
    await page.waitForSelector('text=/^“兰溪”共 \\d+ 条，用时 \\d+\\.\\d\\d 秒$/');
    expect(await page.inputValue('#search-large')).toBe('兰溪');
    expect(await page.textContent('#found-list li:first-child .title mark')).toBe('兰溪');
    await page.goto(`${site.url}/search/?q=${encodeURIComponent('组织 ３２人')}`);
    await page.waitForSelector('#found-list .context mark');
    expect(await page.textContent('#found-status')).toContain('“组织 ３２人”共 24 条');
    expect(await page.locator('#found-list li:first-child .context mark').allTextContents()).toEqual(['组织', '32人']);
    await page.click('text=再看 10 条（还有 14 条）');
    await page.waitForSelector('text=再看 4 条（还有 4 条）');
    expect(await page.evaluate('document.activeElement === document.querySelectorAll("#found-list .title")[10]')).toBe(true);
    await page.click('#found-filters >> text=金东分局');
    await page.waitForSelector('text=“组织 ３２人”共 4 条');
    expect(await page.getAttribute('#found-filters >> text=金东分局', 'aria-current')).toBe('true');
    await page.click('#found-list li:last-child .title');
    expect(await page.textContent('h1')).toContain('城管进校园');
  });

  it('is helped on where nothing is found or the index can’t be read; what was typed is only ever text', async () => {
    const page = await visit(`/search/?q=${encodeURIComponent('<img src=x onerror=alert(1)>')}`);
    await page.waitForSelector('text=没有找到“<img src=x onerror=alert(1)>”。试试：减少几个字；换个说法；按栏目或年份找。');
    expect(await page.locator('main img').count()).toBe(0);
    expect(await page.isVisible('main >> text=通知公告')).toBe(true);
    await page.route('**/segments.json', (route) => route.abort());
    await page.goto(`${site.url}/search/?q=${encodeURIComponent('婺城')}`);
    await page.click('text=检索没有成功 >> a');
    expect(await page.textContent('h1')).toBe('归档');
  });

  it('prints an item on white with its address and code, without the controls', async () => {
    const page = await visit(ITEM, { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    for (const shown of ['.name', 'h1', '.bar', '.text', '.address', '.qr img']) expect(await page.isVisible(shown), shown).toBe(true);
    for (const gone of ['.strip', '.nav', '.search', '.tools', 'footer', '.elder-bar'])
      expect(await page.isVisible(gone), gone).toBe(false);
    const paper = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(paper.match(/\/MediaBox \[[^\]]*\]/g)).toEqual(Array(2).fill('/MediaBox [0 0 594.95996 841.91998]'));
  });

  it('prints no mark of what is read aloud, nor the ruler', async () => {
    const page = await visit(`${ITEM}?长者`, {}, (context) => context.addInitScript(VOICE));
    await page.click('.elder-bar .read');
    await page.click('text=读行尺');
    const ground = () => page.evaluate("getComputedStyle(document.querySelector('h1'), '::highlight(reading)').backgroundColor");
    expect([await ground(), await page.isVisible('.ruler')]).toEqual(['rgb(255, 243, 176)', true]);
    await page.emulateMedia({ media: 'print' });
    expect([await ground(), await page.isVisible('.ruler')]).toEqual(['rgba(0, 0, 0, 0)', false]);
  });

  it('sees long code and wide tables whole, on a narrow screen and on paper', async () => {
    const row = (cell: string) => `<tr>${Array.from({ length: 20 }, (_, at) => `<${cell}>第${at}列文字</${cell}>`).join('')}</tr>`;
    const table = `<div class="table-scroll" role="group" aria-label="表格" tabindex="0"><table><thead>${row('th')}</thead><tbody>${row('td')}</tbody></table></div>`;
    const [wide] = sampleData().items.map((item) => ({
      ...item,
      html: `<pre><code>${'x'.repeat(400)}</code></pre><p><code>${'y'.repeat(400)}</code></p>${table}`,
    }));
    const other = await startStaticSite({ folder: await built(sampleData({ items: [wide as SiteItem] })) });
    onTestFinished(() => other.close());
    const context = await browser.newContext({ viewport: { width: 320, height: 900 } });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.goto(`${other.url}${wide?.path}`);
    const widths = (part: string) =>
      page.evaluate<[number, number]>(`(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth])(document.querySelector('${part}'))`);
    expect(await widths('html')).toEqual([320, 320]);
    const [table320, place] = await widths('.table-scroll');
    expect(table320).toBeGreaterThan(place);
    await page.setViewportSize({ width: 643, height: 900 });
    await page.emulateMedia({ media: 'print' });
    expect(await widths('html')).toEqual([643, 643]);
    expect(await widths('.table-scroll')).toEqual([643, 643]);
  });

  it.each([
    ['scripts', '**/site.js', '/'],
    ['scripts', '**/site.js', ITEM],
    ['pictures', '**/*.{jpg,webp,svg}', '/'],
    ['pictures', '**/*.{jpg,webp,svg}', ITEM],
  ])('sees nothing move when %s come late (%s on %s)', async (_, files, address) => {
    const page = await visit('/404.html', { viewport: { width: 320, height: 900 } });
    await page.addInitScript(`
      window.moved = 0;
      new PerformanceObserver((list) => { for (const { value } of list.getEntries()) moved += value; }).observe({ type: 'layout-shift', buffered: true });
    `);
    let come: () => void = () => {};
    const late = new Promise<void>((resolve) => {
      come = resolve;
    });
    let waiting = 0;
    await page.route(files, async (route) => {
      waiting += 1;
      await late;
      await route.continue();
    });
    await page.goto(site.url + address, { waitUntil: 'domcontentloaded' });
    await page.evaluate(
      'new Promise((painted) => new PerformanceObserver(painted).observe({ type: "paint", buffered: true })).then(() => {})',
    );
    expect(waiting).toBeGreaterThan(0);
    come();
    await page.waitForLoadState();
    expect(
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(moved)))))'),
    ).toBe(0);
  });
});

describe('an item without pictures', () => {
  const page = pageOf(folder, '/fuwu/2026-11-14-item-11/');

  it('weighs less than 25 KB as it is sent, with everything it asks for', () => {
    const files = [...page.matchAll(/<(?:script|img|link rel="(?:stylesheet|icon)")[^>]* (?:src|href)="([^"]*)"/g)].map(
      ([, file]) => file as string,
    );
    expect(files).toContain('/assets/site.js');
    files.push('/assets/reading.js');
    const weights = ['/fuwu/2026-11-14-item-11/index.html', ...files].map((file) => gzipSync(readFileSync(join(folder, file))).length);
    expect(weights.reduce((sum, weight) => sum + weight)).toBeLessThan(25 * 1024);
  });

  it.each(['site.js', 'reading.js'])('has a script of less than 8 KB: %s', (name) =>
    expect(readFileSync(`${folder}/assets/${name}`).length).toBeLessThan(8 * 1024),
  );
});
