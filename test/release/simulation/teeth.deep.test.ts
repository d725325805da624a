import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { alteredCopies } from '../../altered-copy.ts';
import { type Failure, liveSeeds } from './batch.ts';
import { plantedBugs } from './planted-protocol.ts';
import * as production from './production.ts';
import type { Engine } from './world.ts';

/** So many histories at most show each mistake. */
const HISTORIES = 6000;

/** The seed that showed each mistake last. It is lived first; where it shows nothing any more, all are, and another is written down. */
const SHOWN = join(import.meta.dirname, 'planted-seeds.json');
const shown: Record<string, number> = existsSync(SHOWN) ? JSON.parse(readFileSync(SHOWN, 'utf8')) : {};
const before = JSON.stringify(shown);

const copies = alteredCopies('test/release/simulation/production.ts');
afterAll(() => {
  copies.remove();
  if (JSON.stringify(shown) !== before) writeFileSync(SHOWN, `${JSON.stringify(shown, null, 2)}\n`);
});

const engineWith = async (spots: Parameters<typeof copies.write>[0]): Promise<Engine> =>
  (await import(pathToFileURL(copies.write(spots)).href)) as Engine;

/** The first history that shows a mistake. */
const firstFailure = async (engine: Engine, histories = HISTORIES, first = 1): Promise<Failure | null> =>
  (await liveSeeds({ engine, harsh: true }, first, histories, 1)).failures[0] ?? null;

describe('a mistake in the protocol is found', () => {
  it('and a publisher that ignores the ledger’s count posts twice', async () => {
    const ignoring = await engineWith([
      { file: 'ledger/ledger-count.ts', before: 'if (highest == null) return true;', after: 'return true;' },
    ]);
    const { failures } = await liveSeeds({ engine: ignoring, harsh: true }, 1, HISTORIES / 4);
    expect(failures.filter(({ wrongs }) => wrongs.some(({ kind }) => kind === 'duplicate')).length).toBeGreaterThan(0);
  });

  it.each(plantedBugs)('if it $it', async ({ it: what, spots }) => {
    for (const spot of spots) expect(copies.timesFound(spot), `“${spot.before}” should stand once in pipeline/${spot.file}`).toBe(1);
    const engine = await engineWith(spots);
    const known = shown[what];
    const found = (known !== undefined && (await firstFailure(engine, 1, known))) || (await firstFailure(engine));
    expect(found).not.toBeNull();
    if (found) shown[what] = found.seed;
  });

  it('and the protocol as it is isn’t, as far as the last of them was lived', async () => {
    expect(plantedBugs.length).toBeGreaterThanOrEqual(20);
    expect(await firstFailure(production, Math.max(...Object.values(shown)))).toBeNull();
    expect(await firstFailure(await engineWith([{ file: 'release/first-send.ts', before: '', after: '' }]), 500)).toBeNull();
  });
});
