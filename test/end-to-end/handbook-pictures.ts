/**
 * `npm run pictures -- [folder]`: the pictures of the handbook, by default into `.github/pictures/`. A practice bureau is started, an invented item
 * lives its life at the desk, and each role's page is taken on the way. Somebody has to look at them.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { CHROMIUM_ARGUMENTS, chromiumPath } from '../chromium.ts';
import { press } from './desk-page.ts';
import { BEGIN, runProgram } from './programs.ts';
import { type SandboxProcess, startSandboxProcess } from './sandbox-process.ts';

const DESK = { width: 1000, height: 760 };
/** Taller than a phone is, so that the buttons at its foot leave room for what is above them. */
const PHONE = { width: 390, height: 1180 };

const TITLE = '婺城分局清理占道广告牌四十二处，还路于行人';
const TEXT = `11月24日，婺城分局组织执法队员18人次，清理人民东路、解放西路占道广告牌42处，向经营户发放告知书30份。（示例）

市民如有意见建议，可拨打13800138000反映。`;

/** GitHub shows them all at once on slow lines. */
const MOST_BYTES = 120_000;

/** The best that fits. */
async function small(picture: Uint8Array): Promise<Uint8Array> {
  for (const quality of [82, 70, 55, 40]) {
    const bytes = await sharp(picture).webp({ quality, effort: 6, smartSubsample: true }).toBuffer();
    if (bytes.length <= MOST_BYTES) return bytes;
  }
  throw new Error('a picture is too large at any quality');
}

/** Takes somebody's part on the page that is open. */
async function as(page: Page, login: string): Promise<void> {
  await page.context().addCookies([{ name: 'acting', value: login, url: new URL(page.url()).origin }]);
  await page.reload({ waitUntil: 'networkidle' });
}

interface Studio {
  page: Page;
  sandbox: SandboxProcess;
  /** Takes what the window shows, from `from` on, or from the top of the page. */
  take(name: string, size?: typeof DESK, from?: string): Promise<void>;
}

async function submission({ page, sandbox, take }: Studio): Promise<void> {
  await page.goto(`${sandbox.desk}/`);
  await as(page, 'lisi');
  await page.click('text=报送一件');
  await page.fill('#title', TITLE);
  await page.fill('#summary', '婺城分局清理占道广告牌42处，发放告知书30份。（示例）');
  await page.fill('#text', TEXT);
  await page.selectOption('#secrecy', 'wucheng/zhouyi');
  await take('clerk-new', { width: 1000, height: 1000 });
  await press(page, '报送');
  await page.click('nav.tabs >> text=检查');
  await take('clerk-check');
  await page.click('nav.tabs >> text=改动');
  await page.fill('#text', (await page.inputValue('#text')).replace('13800138000', '12345热线'));
  await press(page, '保存为新的一版');
}

async function reviews({ page, sandbox, take }: Studio): Promise<void> {
  const item = page.url().replace(/\?.*$/, '');
  await page.goto(item);
  await as(page, 'zhouyi');
  await take('head-review', { width: 1000, height: 1000 });
  await press(page, '批准');
  await as(page, 'zhengsi');
  await page.goto(`${sandbox.desk}/`);
  await take('editor-queue', { width: 1000, height: 620 });
  await page.goto(`${item}/preview`, { waitUntil: 'networkidle' });
  await take('editor-preview', { width: 1280, height: 900 });
  await page.goto(item);
  await press(page, '批准');
  await as(page, 'fengliu');
  await take('leader-phone', PHONE);
  await press(page, '批准');
  await as(page, 'sunqi');
  await take('administrator-merge', { width: 1000, height: 880 });
  await press(page, '合并并发布');
}

async function after({ page, sandbox, take }: Studio): Promise<void> {
  await page.goto(`${sandbox.desk}/form/2026-0001`);
  await take('auditor-form', { width: 900, height: 1000 });
  await page.goto(`${sandbox.desk}/pr/1?tab=history`);
  await take('auditor-history', { width: 1000, height: 900 }, 'nav.tabs');
  // A platform that doesn't answer leaves something to do.
  await page.goto(`${sandbox.desk}/`);
  await press(page, '关掉微信');
  await page.goto(`${sandbox.desk}/pr/2`);
  for (const login of ['hanshiyi', 'zhengsi', 'fengliu']) {
    await as(page, login);
    await press(page, '批准');
  }
  await as(page, 'sunqi');
  await press(page, '合并并发布');
  await page.goto(`${sandbox.desk}/`);
  await take('administrator-alert', { width: 1000, height: 560 });
  await press(page, '打开微信');
}

async function withdrawal({ page, sandbox, take }: Studio): Promise<void> {
  const [item] = (
    (await sandbox.sanshen('status', '--format', 'json')).json() as { items: { id: string; releases: { url: string }[] }[] }
  ).items.filter(({ id }) => id.includes('dianpu'));
  const address = item?.releases[0]?.url;
  if (!item || !address) throw new Error('the story has left no item to take back');
  const words = ['withdraw', item.id, '--kind', 'error', '--reason', '数据有误（示例）', '--now', '--root', sandbox.root];
  const taken = await runProgram(words, { ...sandbox.env, GITHUB_TOKEN: sandbox.tokens.zhengsi ?? '' });
  if (taken.code !== 0) throw new Error(taken.err);
  await sandbox.sanshen('publish');
  await page.goto(address, { waitUntil: 'networkidle' });
  await take('withdrawn-phone', { width: 390, height: 1060 });
}

async function studioOf(context: BrowserContext, sandbox: SandboxProcess, folder: string): Promise<Studio> {
  const page = await context.newPage();
  await page.bringToFront();
  return {
    page,
    sandbox,
    async take(name, size = DESK, from) {
      await page.setViewportSize(size);
      await page.evaluate(from === undefined ? 'scrollTo(0, 0)' : `document.querySelector('${from}').scrollIntoView()`);
      writeFileSync(join(folder, `${name}.webp`), await small(await page.screenshot()));
      await page.setViewportSize(DESK);
    },
  };
}

const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '../../.github/pictures'));
mkdirSync(folder, { recursive: true });
const scratch = mkdtempSync(join(tmpdir(), 'sanshen-shooting-'));
const sandbox = await startSandboxProcess(['--at', BEGIN]);
try {
  const browser = await chromium.launch({ executablePath: await chromiumPath(scratch), args: CHROMIUM_ARGUMENTS });
  try {
    const context = await browser.newContext({ viewport: DESK, deviceScaleFactor: 1.5, reducedMotion: 'reduce' });
    // A limit for what hangs, not for what is slow.
    context.setDefaultTimeout(600_000);
    const studio = await studioOf(context, sandbox, folder);
    for (const scene of [submission, reviews, after, withdrawal]) await scene(studio);
  } finally {
    await browser.close();
  }
} finally {
  await sandbox.stop();
  rmSync(scratch, { recursive: true, force: true });
}
console.log(folder);
