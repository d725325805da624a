import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startStaticSite } from '#pipeline/sandbox/static-site.ts';
import { buildSite } from '../../site/build.ts';
import { CHROMIUM_ARGUMENTS, chromiumPath } from '../chromium.ts';
import { sampleData, samplePictures } from '../site/sample-data.ts';
import { type Figure, figureOf } from './measure.ts';
import { installPeers } from './peers.ts';

/** The newest that runs on Node 20. */
const VERSIONS = { lighthouse: '12.8.2' };
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
const PAGES: Record<string, string> = {
  'home page': '/',
  column: '/columns/news/',
  item: '/wucheng/2026-11-23-item-2/',
  'openness page': '/openness/',
  'pictures page': '/pictures/',
};
/** A page is measured a few times, as performance depends on what else the machine does. */
const MOST_ROUNDS = 3;

interface Report {
  runtimeError?: { message: string };
  categories: Record<string, { score: number | null }>;
}

/**
 * Lighthouse's points for five types of pages of the sample site, out of 100, as a telephone on a slow network would see them. The local
 * server doesn't compress, as a real one does.
 * @throws Error if a page gets no points
 */
export async function benchLighthouse(rounds: number): Promise<Record<string, Record<string, Figure>>> {
  const program = join(installPeers(VERSIONS).resolve('lighthouse/package.json'), '../cli/index.js');
  const folder = mkdtempSync(join(tmpdir(), 'sanshen-lighthouse-'));
  const out = join(folder, 'site');
  await buildSite({ data: sampleData(), pictures: samplePictures(), out });
  const site = await startStaticSite({ folder: out });
  const env = { ...process.env, CHROME_PATH: await chromiumPath(folder) };
  const flags = [
    '--quiet',
    '--output=json',
    `--only-categories=${CATEGORIES}`,
    `--chrome-flags=${['--headless', ...CHROMIUM_ARGUMENTS].join(' ')}`,
  ];
  async function points(address: string): Promise<number[]> {
    const run = promisify(execFile)(process.execPath, [program, site.url + address, ...flags], { env, maxBuffer: 1 << 28 });
    const { categories, runtimeError }: Report = JSON.parse((await run).stdout);
    return CATEGORIES.map((name) => {
      const score = categories[name]?.score;
      if (typeof score !== 'number') throw new Error(`expected points for ${name} of ${address}, but: ${runtimeError?.message}`);
      return score * 100;
    });
  }
  try {
    const cases: Record<string, Record<string, Figure>> = {};
    for (const [name, address] of Object.entries(PAGES)) {
      const runs: number[][] = [];
      while (runs.length < Math.min(rounds, MOST_ROUNDS)) runs.push(await points(address));
      for (const [at, category] of CATEGORIES.entries())
        cases[`${name}: ${category}, points`] = { sanshen: figureOf(runs.map((run) => run[at] as number)), 'all points': figureOf([100]) };
    }
    return cases;
  } finally {
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
