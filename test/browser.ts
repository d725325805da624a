import { type Browser, chromium } from 'playwright-core';
import { inject, onTestFinished } from 'vitest';
import { CHROMIUM_ARGUMENTS } from './chromium.ts';

/** Starts the browser of the test run; it closes with the test. Nothing but loopback is reachable from its pages. */
export async function launchBrowser(): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: inject('chromium'),
    args: CHROMIUM_ARGUMENTS,
  });
  onTestFinished(() => browser.close());
  return browser;
}
