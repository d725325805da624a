import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { articlesOn, postsOn } from './platforms.ts';
import { BEGIN, groupRuns, until } from './programs.ts';
import { type SandboxProcess, startSandboxProcess } from './sandbox-process.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TITLE = '婺城分局清理占道广告牌四十二处，还路于行人';
const SUMMARY = '婺城分局清理占道广告牌42处，发放告知书30份。（示例）';
const TEXT = `11月24日，婺城分局组织执法队员18人次，清理人民东路、解放西路占道广告牌42处，向经营户发放告知书30份。

市民如有意见建议，可拨打13800138000反映。`;
/** The submission that the sandbox leaves waiting for its first signature. */
const WAITING = '/pr/2';
const TABS = ['preview', 'check', 'changes', 'form', 'history'];

let sandbox: SandboxProcess;
beforeAll(async () => {
  sandbox = await startSandboxProcess(['--at', BEGIN]);
});
afterAll(() => sandbox.stop());

/** Opens the desk in a new window; `complaints` fills with whatever goes wrong on its pages. */
async function openDesk(options: BrowserContextOptions = {}): Promise<{ page: Page; complaints: string[] }> {
  const browser = await launchBrowser();
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  // The test's own limit ends what hangs.
  context.setDefaultTimeout(0);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(`${page.url()} says ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`${page.url()} fails: ${error.message}`));
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText;
    // A frame that was still loading when the test went on to another page.
    if (why !== 'net::ERR_ABORTED') complaints.push(`${request.url()} ${why}`);
  });
  page.on('request', (request) => {
    if (!/^(http:\/\/127\.0\.0\.1:|data:)/.test(request.url())) complaints.push(`${request.url()} is asked for`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.url()} ${response.status()}`);
  });
  return { page, complaints };
}

/** Takes somebody's part, once the page's script listens. */
async function as(page: Page, login: string): Promise<void> {
  await page.waitForSelector('html.scripted');
  const turned = page.waitForResponse((response) => response.request().method() === 'POST' && response.url().endsWith('/acting'));
  await page.selectOption('#acting', login);
  await turned;
  await page.waitForLoadState();
}

/** Presses a button and waits for the page that comes of it; gives what the desk says. */
async function press(page: Page, name: string): Promise<string> {
  await Promise.all([page.waitForNavigation(), page.click(`button:has-text("${name}")`)]);
  return (await page.textContent('[role=status]')) ?? '';
}

const seals = (page: Page): Promise<string[]> =>
  page
    .locator('.seal')
    .evaluateAll((all) => all.map((seal) => `${seal.className.replace('seal ', '')} ${seal.querySelector('p')?.textContent ?? ''}`));

describe('at the desk, in a browser', () => {
  it('an item goes from the contributor over three signatures to three channels', async () => {
    const { page, complaints } = await openDesk();
    await page.goto(`${sandbox.desk}/`);
    await as(page, 'lisi');
    await page.click('text=报送一件');
    await page.fill('#title', TITLE);
    await page.fill('#summary', SUMMARY);
    await page.fill('#text', TEXT);
    await page.selectOption('#secrecy', 'wucheng/zhouyi');
    expect(await press(page, '报送')).toMatch(/^已报送，第 \d+ 号。$/);
    expect(await page.textContent('h1')).toBe(TITLE);
    expect(await page.textContent('.finding')).toMatch(/index\.md 第 \d+ 行.*出现手机号/s);
    expect(await page.textContent('.barred')).toContain('不能审核自己的稿件');

    await page.click('nav.tabs >> text=改动');
    await page.fill('#text', (await page.inputValue('#text')).replace('13800138000', '12345热线'));
    expect(await press(page, '保存为新的一版')).toContain('已保存为新的一版');
    await page.click('nav.tabs >> text=检查');
    expect(await page.locator('.finding .tag').allTextContents()).toEqual(['已改正']);

    await as(page, 'zhouyi');
    expect(await page.textContent('.next h2')).toBe('下一步：请您（周一）审核');
    expect(await page.locator('.prompts b').allTextContents()).toEqual(['保密关', '政策关', '法律关']);
    await page.fill('#opinion', '同意报送。');
    expect(await press(page, '批准')).toBe('已记下您的同意。');
    await as(page, 'fengliu');
    await press(page, '批准');
    expect(await seals(page)).toEqual([
      expect.stringMatching(/^done .*周一 同意/),
      expect.stringMatching(/^due .*郑四/),
      expect.stringMatching(/^later .*冯六/),
    ]);
    await as(page, 'zhengsi');
    await press(page, '批准');
    await as(page, 'fengliu');
    await press(page, '批准');
    expect((await seals(page)).map((seal) => seal.split(' ')[0])).toEqual(['done', 'done', 'done']);
    expect(await page.isVisible('text=合并并发布')).toBe(false);

    await as(page, 'sunqi');
    expect(await press(page, '合并并发布')).toBe('已合并。系统从主干重新核对后发布。');
    expect(await page.textContent('.next h2')).toBe('已发布');
    expect(await page.locator('.published li').allTextContents()).toEqual(
      ['网站', '微信', '微博'].map((name) => expect.stringContaining(`${name} ✓ 已发布`)),
    );
    await page.click('.published a >> nth=0');
    expect((await page.textContent('h1'))?.trim()).toBe(TITLE);
    expect((await articlesOn(sandbox.env)).filter(({ title }) => title === TITLE)).toHaveLength(1);
    expect((await postsOn(sandbox.env)).filter((text) => text.includes(SUMMARY))).toHaveLength(1);

    await page.goto(`${sandbox.desk}/phone`, { waitUntil: 'networkidle' });
    expect(await page.textContent('.received')).toContain(TITLE);
    expect(await page.textContent('.post')).toContain(SUMMARY);
    expect(complaints).toEqual([]);
  });

  const looks = [1280, 390].flatMap((width) => (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })));
  it('no page has a flaw that axe finds, scrolls sideways or complains, wide or narrow, light or dark', async () => {
    const { page, complaints } = await openDesk({ bypassCSP: true, reducedMotion: 'reduce' });
    const visit = async (address: string, login: string): Promise<void> => {
      await page.context().addCookies([{ name: 'acting', value: login, url: sandbox.desk }]);
      await page.goto(sandbox.desk + address, { waitUntil: 'networkidle' });
      await page.evaluate(axe);
      for (const { width, colorScheme } of looks) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        const flaws = await page.evaluate(async () => {
          const { violations } = await (
            globalThis as unknown as {
              axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> };
            }
          ).axe.run({ iframes: false });
          return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
        });
        expect.soft(flaws, `${address} as ${login}, ${width} px, ${colorScheme}`).toEqual([]);
        expect.soft(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), `${address} at ${width} px`).toBe(true);
      }
    };
    for (const address of ['/', '/new', '/phone', '/pr/1', '/form/2026-0001', `${WAITING}/preview`]) await visit(address, 'sunqi');
    for (const tab of TABS) await visit(`${WAITING}?tab=${tab}`, tab === 'changes' ? 'shenshi' : 'hanshiyi');
    expect(complaints).toEqual([]);
  });

  it('everything can be done with the keyboard: who acts, and the approval', async () => {
    const { page, complaints } = await openDesk();
    await page.goto(sandbox.desk + WAITING);
    const tabTo = async (selector: string): Promise<void> => {
      for (let key = 0; key < 60; key += 1) {
        await page.keyboard.press('Tab');
        const there = await page.evaluate(`document.activeElement?.matches('${selector}') === true`);
        if (there) return;
      }
      throw new Error(`no key leads to ${selector}`);
    };
    await tabTo('.skip');
    await tabTo('#acting');
    const names = await page.locator('#acting option').allTextContents();
    const wanted = names.findIndex((name) => name.startsWith('韩十一'));
    for (let key = 0; key < wanted; key += 1) await page.keyboard.press('ArrowDown');
    await tabTo('.acting button');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    expect(await page.textContent('.next h2')).toBe('下一步：请您（韩十一）审核');
    await tabTo('#opinion');
    await page.keyboard.type('同意报送。');
    await tabTo('button[value=APPROVE]');
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).not.toBe('none');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    expect(await page.textContent('[role=status]')).toBe('已记下您的同意。');
    expect((await seals(page))[0]).toMatch(/^done .*韩十一 同意/);
    expect(complaints).toEqual([]);
  });

  it('an approval needs no script', async () => {
    const { page } = await openDesk({ javaScriptEnabled: false });
    await page.goto(sandbox.desk + WAITING);
    await page.selectOption('#acting', 'wangwu');
    await Promise.all([page.waitForNavigation(), page.click('text=换人')]);
    expect(await press(page, '批准')).toBe('已记下您的同意。');
    await page.click('nav.tabs >> text=经过');
    expect(await page.textContent('.steps')).toContain('王五');
  });

  it('WeChat is turned off before the merge and on again: what is missing goes out once', async () => {
    const { page, complaints } = await openDesk();
    await page.goto(sandbox.desk + WAITING);
    await as(page, 'fengliu');
    await press(page, '批准');
    await page.goto(`${sandbox.desk}/`);
    expect(await press(page, '关掉微信')).toBe('已切换。');
    await page.goto(`${sandbox.desk}/phone`, { waitUntil: 'networkidle' });
    expect(await page.isVisible('text=微信练习服务已关掉')).toBe(true);
    await page.goto(sandbox.desk + WAITING);
    await as(page, 'sunqi');
    await press(page, '合并并发布');
    expect(await page.textContent('.next h2')).toBe('还有 1 个渠道没有发完');
    await page.goto(`${sandbox.desk}/`);
    expect(await page.textContent('main')).toMatch(/要人处理的.*没有连上微信公众平台/s);
    await press(page, '打开微信');
    expect(await press(page, '再发布一次')).toBe('已对照台账核对一遍，该做的都做了。');
    expect(await page.textContent('main')).not.toContain('要人处理的');
    await page.goto(sandbox.desk + WAITING);
    expect(await page.textContent('.next h2')).toBe('已发布');
    expect((await articlesOn(sandbox.env)).filter(({ title }) => title.includes('停车泊位'))).toHaveLength(1);
    expect(complaints).toEqual([]);
  });

  it('is gone with the sandbox, although a window is open on it', async () => {
    const { page } = await openDesk();
    await page.goto(`${sandbox.desk}/phone`, { waitUntil: 'networkidle' });
    expect(existsSync(sandbox.root)).toBe(true);
    // As a terminal does it: Ctrl+C goes to every process of the group.
    process.kill(-sandbox.program.pid, 'SIGINT');
    expect(await sandbox.program.ended).toEqual({ code: 0, signal: null });
    expect(existsSync(sandbox.root)).toBe(false);
    await until(() => !groupRuns(sandbox.program));
  });
});
