import type { BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from '../browser.ts';

/** Opens the desk in a new window; `complaints` fills with whatever goes wrong on its pages. */
export async function openDesk(options: BrowserContextOptions = {}): Promise<{ page: Page; complaints: string[] }> {
  const browser = await launchBrowser();
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
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
export async function as(page: Page, login: string): Promise<void> {
  await page.waitForSelector('html.scripted');
  const turned = page.waitForResponse((response) => response.request().method() === 'POST' && response.url().endsWith('/acting'));
  await page.selectOption('#acting', login);
  await turned;
  await page.waitForLoadState();
}

/** Presses a button and waits for the page that comes of it; gives what the desk says. */
export async function press(page: Page, name: string): Promise<string> {
  await Promise.all([page.waitForNavigation(), page.click(`button:has-text("${name}")`)]);
  return (await page.textContent('[role=status]')) ?? '';
}

export const seals = (page: Page): Promise<string[]> =>
  page
    .locator('.seal')
    .evaluateAll((all) => all.map((seal) => `${seal.className.replace('seal ', '')} ${seal.querySelector('p')?.textContent ?? ''}`));
