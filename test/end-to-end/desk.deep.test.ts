import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { as, openDesk, press, seals } from './desk-page.ts';
import { articlesOn } from './platforms.ts';
import { BEGIN, groupRuns, until } from './programs.ts';
import { type SandboxProcess, startSandboxProcess } from './sandbox-process.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** The submission that the sandbox leaves waiting for its first signature. */
const WAITING = '/pr/2';
const TABS = ['preview', 'check', 'changes', 'form', 'history'];

let sandbox: SandboxProcess;
beforeAll(async () => {
  sandbox = await startSandboxProcess(['--at', BEGIN]);
});
afterAll(() => sandbox.stop());

describe('at the desk, in a browser', () => {
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
