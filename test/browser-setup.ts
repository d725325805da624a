import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    chromium: string;
  }
}

/**
 * Finds the browser for the tests: `CHROME_PATH`, or on Linux x64 the Chromium of an npm package. It is unpacked once, before any test,
 * with its own libraries: the package does that only where it believes to be in Lambda, and would hide the system's fonts.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.CHROME_PATH;
  if (given) {
    project.provide('chromium', given);
    return async () => {};
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('The browser tests need CHROME_PATH (a Chromium or Chrome) on this system; only Linux x64 brings its own.');
  }
  const folder = mkdtempSync(join(tmpdir(), 'sanshen-chromium-'));
  process.env.TMPDIR = folder;
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs22.x';
  process.env.FONTCONFIG_PATH = '/etc/fonts';
  const { default: chromium } = await import('@sparticuz/chromium');
  project.provide('chromium', await chromium.executablePath());
  return () => rm(folder, { recursive: true, force: true });
}
