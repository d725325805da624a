import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { chromiumPath } from './chromium.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    chromium: string;
  }
}

/** Each project loads this file anew, in one process. */
const found = globalThis as { testBrowser?: Promise<string> };

/** Finds the browser for the tests, once, before any of them. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'sanshen-chromium-'));
  found.testBrowser ??= chromiumPath(folder);
  project.provide('chromium', await found.testBrowser);
  return () => rm(folder, { recursive: true, force: true });
}
