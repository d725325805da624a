import { HtmlValidate } from 'html-validate';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { startStaticSite } from '#pipeline/sandbox/static-site.ts';
import { axe, COLOURS, flaws } from '../axe.ts';
import { launchBrowser } from '../browser.ts';
import { built, filesOf, pageOf } from './built-site.ts';
import { VOICE } from './chinese-voice.ts';
import { sampleData, samplePictures } from './sample-data.ts';

const folders = {
  usual: await built(sampleData(), samplePictures()),
  empty: await built(sampleData({ items: [], empty: true, demo: true })),
};
const sites = { usual: await startStaticSite({ folder: folders.usual }), empty: await startStaticSite({ folder: folders.empty }) };
afterAll(() => Promise.all(Object.values(sites).map((site) => site.close())));
const browser = await launchBrowser(afterAll);

const ITEM = '/wucheng/2026-11-23-item-2/';
/** One page of each type, and what it is. */
const PAGES: [what: string, address: string, site?: keyof typeof sites][] = [
  ['the home page', '/'],
  ['a column', '/columns/news/'],
  ['a unit', '/units/wucheng/'],
  ['a corrected item', ITEM],
  ['a repost', '/fuwu/2026-11-14-item-11/'],
  ['a withdrawn item', '/lanxi/2026-11-12-item-13/'],
  ['the pictures', '/pictures/'],
  ['the archive', '/archive/'],
  ['a year', '/archive/2026/'],
  ['a month', '/archive/2026/11/'],
  ['the search page', '/search/'],
  ['what was found', '/search/?q=婺城'],
  ['what was not found', '/search/?q=无此'],
  ['the openness page', '/openness/'],
  ['the rules', '/rules/'],
  ['a guide', '/guide/review/'],
  ['about the site', '/about/'],
  ['about accessibility', '/accessibility/'],
  ['the map', '/map/'],
  ['the page for what is not there', '/404.html'],
  ['the home page of an empty demo site', '/', 'empty'],
  ['an empty column', '/columns/news/', 'empty'],
];

type Media = NonNullable<Parameters<Page['emulateMedia']>[0]>;
const SCREEN = { media: 'screen', colorScheme: 'light', contrast: 'no-preference', forcedColors: 'none' } as const satisfies Media;
/** And what it judges by sizes, and by what is shown at a width alone. */
const SIZES = [...COLOURS, 'target-size', 'scrollable-region-focusable', 'aria-hidden-focus', 'button-name', 'link-name', 'label'];
/** How a page is looked at, in turns: its size, what the device asks for, whether elder mode is switched over before, and the rules if not all. */
const LOOKS: { look: string; width: number; media: Media; elder?: true; rules?: string[] }[] = [
  { look: 'light', width: 1280, media: {} },
  { look: 'dark', width: 1280, media: { colorScheme: 'dark' }, rules: COLOURS },
  { look: 'more contrast', width: 1280, media: { contrast: 'more' }, rules: COLOURS },
  { look: "the device's own colours", width: 1280, media: { forcedColors: 'active' }, rules: COLOURS },
  { look: 'on paper', width: 1280, media: { media: 'print' }, rules: COLOURS },
  { look: 'light', width: 320, media: {}, rules: SIZES },
  { look: 'dark', width: 320, media: { colorScheme: 'dark' }, rules: COLOURS },
  { look: 'elder', width: 320, media: {}, elder: true },
  { look: 'elder', width: 1280, media: {}, rules: SIZES },
  { look: 'elder in the dark', width: 1280, media: { colorScheme: 'dark' }, rules: COLOURS },
];

describe('a page in a browser', async () => {
  const page = await browser.newPage({ reducedMotion: 'reduce' });
  let complaints: string[] = [];
  const complain = (text: string): number => complaints.push(text);
  page.on('request', (request) => {
    if (!Object.values(sites).some(({ url }) => request.url().startsWith(`${url}/`))) complain(`${request.url()} is elsewhere`);
  });
  // What the page before had asked for ends with it.
  page.on('requestfailed', (request) => request.failure()?.errorText !== 'net::ERR_ABORTED' && complain(`${request.url()} failed`));
  page.on('response', (response) => response.status() >= 400 && complain(`${response.url()} ${response.status()}`));
  page.on('console', (message) => complain(message.text()));
  page.on('pageerror', (error) => complain(String(error)));

  async function open(address: string, site: keyof typeof sites = 'usual'): Promise<void> {
    complaints = [];
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia(SCREEN);
    await page.goto(sites[site].url + address);
    await page.evaluate('localStorage.clear()');
    if (address.includes('?')) await page.waitForSelector('#found-status >> text=/共|没有/');
  }

  it.each(PAGES)(
    'has no flaw that axe finds in any look, asks for nothing outside the site and complains of nothing: %s',
    async (_, address, site) => {
      await open(address, site);
      await page.evaluate(axe);
      const found: Record<string, string[]> = {};
      for (const { look, width, media, elder, rules } of LOOKS) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ ...SCREEN, ...media });
        if (elder) {
          await page.evaluate('document.querySelector("[data-do=elder]").click()');
          await page.waitForSelector('html[data-voice]', { state: 'attached' });
        }
        const some = await flaws(page, rules === COLOURS && address !== '/' ? 'main' : 'html', rules);
        if (some.length > 0) found[`${look} at ${width} px`] = some;
      }
      expect(found).toEqual({});
      expect(await page.getAttribute('html', 'data-elder')).toBe('');
      expect(complaints).toEqual([]);
      await page.evaluate('localStorage.clear()');
    },
  );

  it.each([ITEM, `${ITEM}?长者`])('has no flaw while it is read aloud and while it pauses, with the ruler over it: %s', async (address) => {
    const context = await browser.newContext({ reducedMotion: 'reduce' });
    onTestFinished(() => context.close());
    await context.addInitScript(VOICE);
    const heard = await context.newPage();
    await heard.goto(sites.usual.url + address);
    await heard.evaluate(axe);
    if (address !== ITEM) await heard.click('text=读行尺');
    const key = '[data-do=read] >> visible=true';
    for (const words of ['▶ 朗读', '‖ 暂停', '▶ 继续']) {
      expect(await heard.textContent(key)).toBe(words);
      for (const width of [320, 1280]) {
        await heard.setViewportSize({ width, height: 900 });
        expect([words, width, await flaws(heard)]).toEqual([words, width, []]);
      }
      await heard.click(key);
    }
  });

  it('would not pass with grey letters, small keys or a wide table', async () => {
    await open('/about/');
    await page.evaluate(axe);
    await page.evaluate(`
      const [first, second] = document.querySelectorAll('main p');
      first.style.color = '#bbb';
      second.innerHTML = '<button></button><button></button>';
      second.style.width = '2000px';
      for (const button of second.children) Object.assign(button.style, { width: '9px', height: '9px', minHeight: 0, padding: 0, border: 0 });
    `);
    const found = await flaws(page);
    for (const rule of ['color-contrast', 'target-size', 'button-name', 'scrolls sideways'])
      expect(
        found.some((flaw) => flaw.startsWith(rule)),
        rule,
      ).toBe(true);
    expect((await flaws(page, 'main', COLOURS)).map((flaw) => flaw.split(':', 1)[0])).toContain('color-contrast');
  });
});

describe('the markup', () => {
  const validator = new HtmlValidate({
    root: true,
    extends: ['html-validate:recommended'],
    rules: { 'doctype-style': ['error', { style: 'lowercase' }] },
  });

  it.each(PAGES.filter(([, address]) => !address.includes('?')))('is in order by html-validate: %s', async (_, address, site = 'usual') => {
    const { results } = await validator.validateString(pageOf(folders[site], address));
    expect(results.flatMap(({ messages }) => messages.map(({ ruleId, line, message }) => `${line}: ${message} (${ruleId})`))).toEqual([]);
  });

  it('of feeds and site maps can be read', async () => {
    const page = await browser.newPage();
    const wrong = (markup: string) =>
      page.evaluate(
        `new DOMParser().parseFromString(${JSON.stringify(markup)}, 'text/xml').querySelector('parsererror')?.textContent ?? ''`,
      );
    expect(await wrong('<feed><entry></feed>')).not.toBe('');
    for (const folder of Object.values(folders)) {
      const files = filesOf(folder).filter((file) => file.endsWith('.xml'));
      expect(files).toEqual(expect.arrayContaining(['/feed.xml', '/sitemap.xml', '/columns/news/feed.xml']));
      for (const file of files) expect(await wrong(pageOf(folder, file)), file).toBe('');
      expect(JSON.parse(pageOf(folder, '/feed.json')).version).toBe('https://jsonfeed.org/version/1.1');
    }
    await page.close();
  });
});

describe('with keys alone', () => {
  interface Stop {
    name: string;
    outlined: boolean;
    seen: boolean;
    within: string;
  }

  async function visit(address: string): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.goto(sites.usual.url + address);
    return page;
  }

  /** Where the keys are, and whether that is plain to see: outlined, in the window, with nothing over it. */
  function stop(page: Page): Promise<Stop> {
    return page.evaluate(`(() => {
      const at = document.activeElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(at);
      const [box] = at.getClientRects();
      const over = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      return {
        name: at === document.body ? '' : (at.textContent || at.labels?.[0].textContent || at.getAttribute('aria-label') || '').trim(),
        outlined: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
        seen: !!over && at.contains(over),
        within: at.closest('dialog,.elder-bar,main,header,footer')?.tagName ?? '',
      };
    })()`);
  }

  /** Goes on by Tab to what has a name, and gives the names on the way. Each stop has to be plain to see. */
  async function tabTo(page: Page, name: string): Promise<string[]> {
    const names: string[] = [];
    while (names.length < 120) {
      await page.keyboard.press('Tab');
      const at = await stop(page);
      if (at.name === '') continue;
      expect(at, at.name).toMatchObject({ outlined: true, seen: true });
      names.push(at.name);
      if (at.name.startsWith(name)) return names;
    }
    throw new Error(`expected Tab to come to ${name}, but it came to ${names.join(', ')}`);
  }

  it('a reader comes from the home page to a column, an item, its address and what was found', async () => {
    const page = await visit('/');
    expect((await tabTo(page, '工作动态')).slice(0, 3)).toEqual(['跳到正文', '长者模式', '字号']);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/columns/news/');
    await tabTo(page, '婺城分局开展冬季沿街店铺专项整治');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**${ITEM}`);
    await tabTo(page, '复制链接');
    await page.keyboard.press('Enter');
    await page.waitForSelector('text=/^(已复制|请选中下面的网址复制)$/');
    await tabTo(page, '搜标题、正文、单位');
    await page.keyboard.type('渣土');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#found-list .title');
    await tabTo(page, '兰溪分局夜查渣土运输车辆');
  });

  it('the bar of elder mode never lies over where the keys are, down the whole page', async () => {
    const page = await visit(`${ITEM}?长者`);
    expect((await tabTo(page, '退出长者模式')).length).toBeGreaterThan(20);
    await page.keyboard.press('Enter');
    expect(await page.isVisible('.elder-bar')).toBe(false);
  });

  it.each([
    [320, 568],
    [768, 600],
    [1280, 600],
  ])('nor on a screen of %i × %i, while it is read aloud, in larger letters', async (width, height) => {
    const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
    onTestFinished(() => context.close());
    await context.addInitScript(VOICE);
    const page = await context.newPage();
    for (const address of [ITEM, '/', '/columns/news/', '/map/']) {
      await page.goto(`${sites.usual.url}${address}?长者`);
      await page.click('text=字大');
      await page.click('.elder-bar .read');
      await page.focus('.skip');
      expect((await tabTo(page, '退出')).length).toBeGreaterThan(20);
      const free =
        '(() => { const [bar, foot] = [".elder-bar", "footer ul:last-child"].map((one) => document.querySelector(one).getBoundingClientRect()); return bar.top - foot.bottom; })()';
      await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
      expect(await page.evaluate(free)).toBeGreaterThan(0);
    }
  });

  it('a reader who magnifies four times gets no bar over the text, and may still leave elder mode at the end of the page', async () => {
    const page = await visit(`${ITEM}?长者`);
    await page.setViewportSize({ width: 320, height: 256 });
    const covered = () => page.evaluate('getComputedStyle(document.querySelector(".elder-bar")).position');
    expect(await covered()).toBe('static');
    await page.click('text=退出');
    expect(await page.isVisible('.elder-bar')).toBe(false);
    await page.setViewportSize({ width: 320, height: 600 });
    await page.goto(`${sites.usual.url}${ITEM}?长者`);
    expect(await covered()).toBe('fixed');
  });

  it('a reader who is asked before leaving stays among the two answers, and is back at the link after Esc', async () => {
    const page = await visit(ITEM);
    await tabTo(page, '在微信公众号阅读');
    await page.keyboard.press('Enter');
    const stops = [await stop(page)];
    for (const _ of [1, 2, 3, 4]) {
      await page.keyboard.press('Tab');
      stops.push(await stop(page));
    }
    expect(stops.filter(({ name }) => name !== '').map(({ within }) => within)).not.toContainEqual(expect.not.stringMatching('DIALOG'));
    expect(new Set(stops.map(({ name }) => name).filter(Boolean))).toEqual(new Set(['继续访问', '放弃']));
    await page.keyboard.press('Escape');
    expect(await page.isVisible('dialog')).toBe(false);
    expect((await stop(page)).name).toBe('在微信公众号阅读');
  });
});
