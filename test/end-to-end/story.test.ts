import { afterAll, beforeAll, expect, it } from 'vitest';
import { as, openDesk, press, seals } from './desk-page.ts';
import { articlesOn, postsOn } from './platforms.ts';
import { BEGIN } from './programs.ts';
import { type SandboxProcess, startSandboxProcess } from './sandbox-process.ts';

const TITLE = '婺城分局清理占道广告牌四十二处，还路于行人';
const SUMMARY = '婺城分局清理占道广告牌42处，发放告知书30份。（示例）';
const TEXT = `11月24日，婺城分局组织执法队员18人次，清理人民东路、解放西路占道广告牌42处，向经营户发放告知书30份。

市民如有意见建议，可拨打13800138000反映。`;

let sandbox: SandboxProcess;
beforeAll(async () => {
  sandbox = await startSandboxProcess(['--at', BEGIN]);
});
afterAll(() => sandbox.stop());

it('at the desk, in a browser, an item goes from the contributor over three signatures to three channels', async () => {
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
  expect(await page.textContent('.finding')).toMatch(/（第 \d+ 行）出现手机号/);
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
  expect(await page.textContent('.action .barred')).toBe('还没有轮到您：办公室审核以后再请您签发。');
  expect(await page.locator('button[value=APPROVE]').count()).toBe(0);
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
