import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ledgerBytes, parseEvent } from '#pipeline/ledger/event.ts';
import { foldItem } from '#pipeline/ledger/fold.ts';
import { readLedger } from '#pipeline/ledger/ledger.ts';
import { policyOf } from '../world.ts';
import { liveAll, liveSeeds, toldOf, traceOf } from './batch.ts';
import { addItem, live, newWorld, startRun } from './history.ts';
import { ledgerStore, newestLedger } from './ledger-branch.ts';
import * as engine from './production.ts';
import { processOf } from './timeline.ts';
import type { World } from './world.ts';

/** Worlds of some seeds, each lived to its end. */
async function lived(first: number, count: number): Promise<World[]> {
  const worlds = Array.from({ length: count }, (_, index) => newWorld({ engine, seed: first + index }));
  await liveAll(worlds, live);
  return worlds;
}

it('in 2,000 histories of troubles nothing is live twice, lost in silence, unapproved, too late or sent while held', async () => {
  const { failures, histories } = await liveSeeds({ engine }, 1, 2000);
  expect([histories, toldOf(failures)]).toEqual([2000, []]);
});

describe('a history', () => {
  const row =
    (what: string) =>
    (seed: number): [seed: number, what: string] => [seed, what];
  it.each<[seed: number, what: string]>([
    ...[46_748, 64_116].map(row('a newer text takes the place of one that waits for its message, in the same round')),
    ...[354_495, 537_907, 628_681].map(row('what waits for the others of its message is told')),
    ...[800_844].map(row('a late result isn’t written on top of what another run has begun')),
    ...[261_944, 411_992].map(row('peace begins once a run that stood still has ended')),
    ...[536_800].map(row('a ledger that was set back to a run’s own intents, without the hold after them, stops its call')),
    ...[9080].map(row('a run whose intents are all that was counted calls, though they were taken off the branch meanwhile')),
    ...[314_060].map(row('a hold that was written while the count was asked stops the call')),
    ...[101_230, 101_231, 101_232, 280_597, 280_598, 280_599].map(
      row('a draft whose button is pressed right before it is deleted isn’t taken for withdrawn'),
    ),
    ...[389_267, 399_403, 737_251, 832_267].map(row('with a text that a person published beside our draft the draft is taken away, too')),
    ...[95_163].map(row('a draft that others are in stays theirs where a person has published it')),
    ...[656_656, 656_657, 656_658].map(row('what was approved in the second in which a hold of the breaker was lifted counts')),
  ])('of seed %i ends well: %s', async (seed) => {
    const world = newWorld({ engine, seed });
    await liveAll([world]);
    expect(world.wrongs).toEqual([]);
  });

  it('of a hundred is signed with the publisher’s key, ten are counted on main', () => {
    const worlds = Array.from({ length: 1000 }, (_, index) => newWorld({ engine, seed: index + 1 }));
    expect([worlds.filter(({ keys }) => keys).length, worlds.filter(({ counts }) => counts).length]).toEqual([10, 100]);
  });

  it('is the same again for the same seed, in any company', async () => {
    const alone = await traceOf({ engine, seed: 77 });
    const [world] = [newWorld({ engine, seed: 77, trace: true })];
    await liveAll([...Array.from({ length: 5 }, (_, index) => newWorld({ engine, seed: index + 1 })), world]);
    expect(world.trace).toEqual(alone);
    expect(alone.length).toBeGreaterThan(10);
  });

  it('reads the ledger as production does, though each file only once', async () => {
    const worlds = await lived(1, 40);
    expect(worlds.some(({ branch }) => branch.commits.length > 6)).toBe(true);
    for (const world of worlds) {
      world.rate = 0;
      const store = { ...ledgerStore(world, processOf('reader', 1)), head: async () => world.branch.commits.at(-1)?.sha ?? null };
      const { chains, head } = await readLedger(store);
      const kept = newestLedger(world);
      expect(head).toBe(kept.head);
      expect(new Map(chains)).toEqual(new Map(kept.chains));
      for (const { bytes, event } of [...kept.chains.values()].flat()) {
        expect(parseEvent(bytes)).toEqual(event);
        expect(ledgerBytes(event).equals(bytes)).toBe(true);
      }
    }
  });

  it('folds the same, at once or as it goes on', async () => {
    const chains = (await lived(100, 30)).flatMap((world) => [...newestLedger(world).chains].filter(([chain]) => chain !== 'settings'));
    fc.assert(
      fc.property(fc.constantFrom(...chains), fc.nat(20), ([item, chain], cut) => {
        const events = chain.map(({ event }) => event);
        const before = foldItem(item, events.slice(0, cut));
        expect(foldItem(item, events.slice(cut), before)).toEqual(foldItem(item, events));
      }),
    );
  });
});

describe('a run without trouble', () => {
  it.each([1, 3])('pushes three times for %i items: approvals, intents, results', async (count) => {
    const world = newWorld({ engine, seed: 1 });
    Object.assign(world, { rate: 0, policy: policyOf() });
    for (let item = 1; item <= count; item += 1) addItem(world, `wucheng/2026-11-23-item-${item}`, ['website', 'wechat', 'weibo']);
    let pushes = 0;
    await liveAll([world], async () => {
      const { process, told } = startRun(world, '1');
      expect(await told).toEqual([]);
      pushes = process.pushes;
    });
    expect(pushes).toBe(3);
    expect(world.networks.posts.filter(({ state }) => state === 'live').length).toBe(2 * count);
    expect(world.wrongs).toEqual([]);
  });
});
