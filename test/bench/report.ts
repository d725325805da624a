import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { writeArchive } from './ledger-archive.ts';
import { type Figure, figureOf } from './measure.ts';
import { costOf } from './processes.ts';

const SANSHEN = resolve('pipeline/sanshen.js');
const MOST_ROUNDS = 3;

interface Told {
  total: { submitted: number; published: number; adopted: Record<string, number> };
}

/** What a report over everything must say of an archive in which everything went out on three channels. */
function expectAll({ total }: Told, items: number): void {
  const is = JSON.stringify([total.submitted, total.published, total.adopted.wechat]);
  const wanted = JSON.stringify([items, items, items]);
  if (is !== wanted) throw new Error(`expected the report to count ${wanted}, but: ${is}`);
}

/**
 * `report` over all items of a ledger, and over its last month alone: elapsed time and peak memory of the whole command.
 * @param counts how many items, one archive each
 */
export async function benchReport(rounds: number, counts: readonly number[]): Promise<Record<string, Record<string, Figure>>> {
  const folder = mkdtempSync(join(tmpdir(), 'sanshen-bench-'));
  const cases: Record<string, Record<string, Figure>> = {};
  try {
    for (const count of counts) {
      const archive = await writeArchive(join(folder, `items-${count}.git`), count);
      const spans = { 'all items': ['--from', '1990-01-01'], 'the last month': ['--span', '本月'] };
      for (const [name, span] of Object.entries(spans)) {
        const args = [SANSHEN, 'report', ...span, '--root', archive.dir, '--at', archive.now, '--format', 'json'];
        const costs = Array.from({ length: Math.min(rounds, MOST_ROUNDS) }, () => costOf(process.execPath, args, archive.dir));
        for (const { stdout } of costs) if (name === 'all items') expectAll(JSON.parse(stdout) as Told, count);
        cases[`${count} items: ${name}, elapsed`] = { report: figureOf(costs.map(({ elapsed }) => elapsed)) };
        cases[`${count} items: ${name}, processor time`] = { report: figureOf(costs.map(({ milliseconds }) => milliseconds)) };
        cases[`${count} items: ${name}, peak memory in MiB`] = { report: figureOf(costs.map(({ megabytes }) => megabytes)) };
      }
      rmSync(archive.dir, { recursive: true });
    }
    return cases;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
