import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Policy } from '#pipeline/organisation/policy.ts';
import { writeArchive } from './ledger-archive.ts';
import { type Figure, figureOf } from './measure.ts';
import { type Cost, costOf } from './processes.ts';

const SANSHEN = resolve('pipeline/sanshen.js');
const MOST_ROUNDS = 3;
const RULES: NonNullable<Policy['archive']> = {
  fonds: 'X001',
  number: '{fonds}-WS·{year}-{period}-{unit}-{count}',
  retention: [{ categories: ['工作动态'], period: '10年', clause: '示例表第 8.3 条' }],
};

/**
 * A year's package: made by `archive`, and checked by `verify --archive`; whole commands.
 * @param counts how many items, one package each; all of them of one year
 */
export async function benchArchive(rounds: number, counts: readonly number[]): Promise<Record<string, Record<string, Figure>>> {
  const folder = mkdtempSync(join(tmpdir(), 'sanshen-bench-'));
  const cases: Record<string, Record<string, Figure>> = {};
  const put = (name: string, costs: readonly Cost[]): void => {
    cases[`${name}, elapsed`] = { archive: figureOf(costs.map(({ elapsed }) => elapsed)) };
    cases[`${name}, processor time`] = { archive: figureOf(costs.map(({ milliseconds }) => milliseconds)) };
    cases[`${name}, peak memory in MiB`] = { archive: figureOf(costs.map(({ megabytes }) => megabytes)) };
  };
  try {
    for (const count of counts) {
      const { dir } = await writeArchive(join(folder, `items-${count}.git`), count, { archive: RULES });
      const out = join(folder, `package-${count}`);
      const made = costOf(process.execPath, [SANSHEN, 'archive', '--year', '2026', '--out', out, '--root', dir, '--format', 'json'], dir);
      const { items } = JSON.parse(made.stdout) as { items: number };
      if (items !== count) throw new Error(`expected a package of ${count} items, but: ${items}`);
      put(`${count} items: made and checked`, [made]);
      const args = [SANSHEN, 'verify', '--archive', out, '--root', folder, '--format', 'json'];
      const costs = Array.from({ length: Math.min(rounds, MOST_ROUNDS) }, () => costOf(process.execPath, args, folder));
      for (const { stdout } of costs) {
        const told = JSON.parse(stdout) as { verified: boolean; items: number };
        if (!told.verified || told.items !== count) throw new Error(`expected ${count} verified items, but: ${stdout.slice(0, 300)}`);
      }
      put(`${count} items: checked`, costs);
      rmSync(out, { recursive: true });
      rmSync(dir, { recursive: true });
    }
    return cases;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
