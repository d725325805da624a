import { type Browser, chromium } from 'playwright-core';
import { inject, onTestFinished } from 'vitest';
import { CHROMIUM_ARGUMENTS } from './chromium.ts';

/** So long a page may take at most: a limit for what hangs, not for what is slow. */
const MOST = 600_000;

let started: Promise<Browser> | null = null;

async function start(): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: inject('chromium'), args: CHROMIUM_ARGUMENTS, timeout: MOST });
  const newContext = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const context = await newContext(options);
    context.setDefaultTimeout(MOST);
    return context;
  };
  return browser;
}

/**
 * The browser of this worker, begun once; it ends with the worker. Nothing but loopback is reachable from its pages.
 * @param atTheEnd when its windows close: with the test, or with `afterAll` with the file
 */
export async function launchBrowser(atTheEnd: (close: () => Promise<void>) => void = onTestFinished): Promise<Browser> {
  started ??= start();
  const browser = await started;
  atTheEnd(async () => void (await Promise.all(browser.contexts().map((context) => context.close()))));
  return browser;
}
