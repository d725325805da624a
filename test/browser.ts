import { type Browser, chromium } from 'playwright-core';
import { inject, onTestFinished } from 'vitest';

/** Starts the browser of the test run; it closes with the test. Nothing but loopback is reachable from its pages. */
export async function launchBrowser(): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: inject('chromium'),
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  onTestFinished(() => browser.close());
  return browser;
}
