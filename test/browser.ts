import { type Browser, chromium } from 'playwright-core';
import { inject, onTestFinished } from 'vitest';
import { CHROMIUM_ARGUMENTS } from './chromium.ts';

/**
 * Starts the browser of the test run. Nothing but loopback is reachable from its pages.
 * @param atTheEnd when it closes: with the test, or with `afterAll` with the file
 */
export async function launchBrowser(atTheEnd: (close: () => Promise<void>) => void = onTestFinished): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: inject('chromium'),
    args: CHROMIUM_ARGUMENTS,
  });
  atTheEnd(() => browser.close());
  return browser;
}
