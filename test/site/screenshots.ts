/**
 * `npm run screenshots -- [folder]`: the sample site as people see it, six pages at two widths in three looks, and the review form on A4 as
 * a picture and as a PDF. They go into the folder, by default a new one, which is printed. Somebody has to look at them.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { startStaticSite } from '#pipeline/sandbox/static-site.ts';
import { buildSite } from '../../site/build.ts';
import { CHROMIUM_ARGUMENTS, chromiumPath } from '../chromium.ts';
import { formOf } from '../review/form-builder.ts';
import { page as formPage, told } from '../review/form-page-builder.ts';
import { sampleData, samplePictures } from './sample-data.ts';

const PAGES: Record<string, string> = {
  home: '/',
  column: '/columns/news/',
  item: '/wucheng/2026-11-23-item-2/',
  search: '/search/?q=婺城',
  openness: '/openness/',
  guide: '/guide/review/',
};

const WIDTHS = [320, 1280];

const LOOKS: Record<string, { scheme: NonNullable<BrowserContextOptions['colorScheme']>; elder: boolean }> = {
  light: { scheme: 'light', elder: false },
  dark: { scheme: 'dark', elder: false },
  elder: { scheme: 'light', elder: true },
};

/** In front: of a page that comes right after another has gone, the browser now and then makes no picture. */
async function openPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.bringToFront();
  return page;
}

async function shootSite(browser: Browser, address: string, folder: string): Promise<void> {
  for (const [look, { scheme, elder }] of Object.entries(LOOKS)) {
    for (const width of WIDTHS) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme, reducedMotion: 'reduce' });
      if (elder) await context.addInitScript("localStorage.setItem('elder', 'yes');");
      const page = await openPage(context);
      for (const [name, path] of Object.entries(PAGES)) {
        await page.setViewportSize({ width, height: 900 });
        await page.goto(address + path, { waitUntil: 'networkidle' });
        // Pictures that come late come when they are scrolled to, and the bar of elder mode stands at the foot of what is seen.
        const height = await page.evaluate<number>(
          "document.querySelectorAll('img').forEach((one) => { one.loading = 'eager'; }), document.documentElement.scrollHeight",
        );
        await page.setViewportSize({ width, height });
        await page.waitForFunction('[...document.images].every((one) => one.complete)');
        await page.screenshot({ path: join(folder, `${name}-${width}-${look}.png`), fullPage: true });
      }
      await context.close();
    }
  }
}

async function shootForm(browser: Browser, folder: string): Promise<void> {
  const page = await openPage(await browser.newContext({ viewport: { width: 900, height: 1200 } }));
  await page.setContent(formPage(formOf(told())));
  await page.screenshot({ path: join(folder, 'form.png') });
  writeFileSync(join(folder, 'form.pdf'), await page.pdf({ preferCSSPageSize: true }));
}

const given = process.argv[2];
const folder = given === undefined ? mkdtempSync(join(tmpdir(), 'sanshen-screenshots-')) : resolve(given);
mkdirSync(folder, { recursive: true });
const scratch = mkdtempSync(join(tmpdir(), 'sanshen-shooting-'));
try {
  const built = join(scratch, '_site');
  const data = sampleData();
  const site = { ...data.site, organMark: 'https://bszs.example/1' };
  await buildSite({ data: { ...data, site }, pictures: samplePictures(), out: built });
  const server = await startStaticSite({ folder: built });
  const browser = await chromium.launch({ executablePath: await chromiumPath(scratch), args: CHROMIUM_ARGUMENTS });
  try {
    await shootSite(browser, server.url, folder);
    await shootForm(browser, folder);
  } finally {
    await browser.close();
    await server.close();
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
console.log(folder);
