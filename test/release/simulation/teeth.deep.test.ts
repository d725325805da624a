import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { alteredCopies } from '../../altered-copy.ts';
import { type Failure, liveSeeds } from './batch.ts';
import { plantedBugs } from './planted-protocol.ts';
import * as production from './production.ts';
import type { Engine } from './world.ts';

/** So many histories at most show each mistake. */
const HISTORIES = 6000;

const copies = alteredCopies('test/release/simulation/production.ts');
afterAll(() => copies.remove());

const engineWith = async (spots: Parameters<typeof copies.write>[0]): Promise<Engine> =>
  (await import(pathToFileURL(copies.write(spots)).href)) as Engine;

/** The first history that shows a mistake. */
const firstFailure = async (engine: Engine, histories = HISTORIES): Promise<Failure | null> =>
  (await liveSeeds({ engine, harsh: true }, 1, histories, 1)).failures[0] ?? null;

describe('a mistake in the protocol is found', () => {
  it('and the protocol as it is isn’t', async () => {
    expect(plantedBugs.length).toBeGreaterThanOrEqual(20);
    expect(await firstFailure(production)).toBeNull();
    expect(await firstFailure(await engineWith([{ file: 'release/first-send.ts', before: '', after: '' }]), 500)).toBeNull();
  });

  it('and a publisher that ignores the ledger’s count posts twice', async () => {
    const ignoring = await engineWith([
      { file: 'ledger/ledger-count.ts', before: 'if (highest == null) return true;', after: 'return true;' },
    ]);
    const { failures } = await liveSeeds({ engine: ignoring, harsh: true }, 1, HISTORIES / 4);
    expect(failures.filter(({ wrongs }) => wrongs.some(({ kind }) => kind === 'duplicate')).length).toBeGreaterThan(0);
  });

  it.each(plantedBugs)('if it $it', async ({ spots }) => {
    for (const spot of spots) expect(copies.timesFound(spot), `“${spot.before}” should stand once in pipeline/${spot.file}`).toBe(1);
    expect(await firstFailure(await engineWith(spots))).not.toBeNull();
  });
});
