import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { SiteItem } from '#pipeline/render/site-data.ts';
import { fold, type Segment, search, textOf } from '../../site/assets/search-index.js';
import { ROWS } from '../../site/search/index-files.ts';
import { type Figure, figureOf } from './measure.ts';
import { costOf } from './processes.ts';
import { numbers, searchArchive } from './search-corpus.ts';
import type { SearchRun } from './search-run.ts';

const MOST_ROUNDS = 3;
const MERGES = 10;
const QUERIES = 1000;
/** Most people type two to four characters. */
const LENGTHS = [1, 2, 2, 3, 4, 4, 6, 8];
/** Of the first page of what was found. */
const SHOWN = 10;

type Cases = Record<string, Record<string, Figure>>;

/** A stretch of one of the texts, without a space. */
function substring(texts: readonly string[], length: number, random: (below: number) => number): string {
  for (;;) {
    const text = texts[random(texts.length)] as string;
    const at = random(text.length - length);
    const words = text.slice(at, at + length);
    if (!words.includes(' ')) return words;
  }
}

/** Looks for substrings, and holds what is found against `String.includes` over all texts. @throws Error for a miss or an extra */
async function queries(folder: string, items: readonly SiteItem[]): Promise<Cases> {
  const index = join(folder, 'search/index');
  const segments = JSON.parse(readFileSync(join(index, 'segments.json'), 'utf8')) as Segment[];
  const texts = items.map(({ title, unit, html }) => `${fold(title)} ${fold(unit.name)} ${fold(textOf(html))}`);
  const random = numbers(3);
  const times: Record<string, number[]> = { search: [], 'String.includes in all texts': [] };
  const kilobytes: Record<string, number[]> = {};
  for (let nth = 0; nth < QUERIES; nth += 1) {
    const length = LENGTHS[nth % LENGTHS.length] as number;
    const words = substring(texts, length, random);
    let bytes = 0;
    const read = async (file: string): Promise<Uint8Array> => {
      const content = await readFile(join(index, file));
      bytes += content.length;
      return content;
    };
    const start = performance.now();
    const hits = await search(segments, [words], read);
    times.search?.push(performance.now() - start);
    const begin = performance.now();
    const wanted = items.filter((_, item) => texts[item]?.includes(words)).map(({ path }) => path);
    times['String.includes in all texts']?.push(performance.now() - begin);
    const rows = new Set(hits.slice(0, SHOWN).map(({ segment, item }) => `${segment.name}/rows-${Math.floor(item / ROWS)}.json`));
    for (const file of rows) await read(file);
    const found = hits.map(({ segment, item }) => {
      const before = segments.slice(0, segments.indexOf(segment)).reduce((sum, one) => sum + one.items, 0);
      return items[before + item]?.path;
    });
    if (JSON.stringify(found.toSorted()) !== JSON.stringify(wanted.toSorted()))
      throw new Error(`expected ${wanted.length} items with “${words}”, but found ${found.length}`);
    kilobytes[`${length} characters`] = [...(kilobytes[`${length} characters`] ?? []), bytes / 1024];
  }
  const figures = (of: Record<string, number[]>) => Object.fromEntries(Object.entries(of).map(([name, some]) => [name, figureOf(some)]));
  const name = `${items.length} items, ${QUERIES} random substrings, each found where String.includes finds it, no miss, no extra`;
  return { [`${name}: elapsed`]: figures(times), [`${items.length} items, a query: KiB of the index`]: figures(kilobytes) };
}

/** The index of the site's search: written whole and after a merge, its memory, what a query reads, and that it finds what is there. */
export async function benchSearch(rounds: number, counts: readonly number[]): Promise<Cases> {
  let cases: Cases = {};
  for (const count of counts) {
    const folder = mkdtempSync(join(tmpdir(), 'sanshen-bench-'));
    try {
      const runs: (SearchRun & { megabytes: number })[] = [];
      for (let round = 0; round < Math.min(rounds, MOST_ROUNDS); round += 1) {
        rmSync(folder, { recursive: true, force: true });
        const args = [...process.execArgv, resolve('test/bench/search-run.ts'), folder, String(count), String(MERGES)];
        const { stdout, megabytes } = costOf(process.execPath, args, process.cwd());
        runs.push({ ...(JSON.parse(stdout) as SearchRun), megabytes });
      }
      const [first] = runs;
      const size = `${first?.files} files, ${((first?.bytes ?? 0) / 2 ** 20).toFixed(1)} MiB`;
      cases = {
        ...cases,
        [`${count} items, the index (${size})`]: {
          cold: figureOf(runs.map(({ cold }) => cold)),
          'one merged item': figureOf(runs.flatMap(({ merges }) => merges)),
        },
        [`${count} items: peak memory in MiB`]: { 'cold, then merges': figureOf(runs.map(({ megabytes }) => megabytes)) },
        ...(await queries(folder, searchArchive(count, MERGES).items)),
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return cases;
}
