import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPublishedAt, itemIn } from '#pipeline/acts/find-item.ts';
import { type Draft, itemState, itemsOf, type Ledger, readLedger, readNewestFirst, write } from '#pipeline/ledger/ledger.ts';
import type { LedgerStore } from '#pipeline/ledger/ledger-store.ts';
import { unverifiedLedgers } from '#pipeline/verify/publisher.ts';
import { liveAll } from '../release/simulation/batch.ts';
import { live, newWorld } from '../release/simulation/history.ts';
import { newestLedger } from '../release/simulation/ledger-branch.ts';
import * as engine from '../release/simulation/production.ts';
import type { World } from '../release/simulation/world.ts';
import { approval, release } from '../release/world.ts';
import { memoryLedger, standIn } from './ledger-memory.ts';
import { putSeal } from './put-seal.ts';

/** What a seal is put with after a commit: as it is written, as earlier releases wrote it, or not at all. */
type Seals = readonly ('no' | 'today' | 'earlier')[];

/** The ledger of a history in another store, with seals between its commits. */
async function withSeals({ branch }: World, seals: Seals): Promise<LedgerStore> {
  const store = memoryLedger();
  for (const [index, { files }] of branch.commits.filter(({ forged }) => !forged).entries()) {
    await store.append(await store.head(), files, 'x', '2026-12-01T10:00:00+08:00');
    const seal = seals[index % seals.length];
    if (seal !== 'no') await putSeal(store, standIn, seal === 'earlier' ? () => ({ changed: undefined as never }) : undefined);
  }
  return store;
}

/** The item at an address as the whole ledger says it, month by month. */
async function byMonths(store: LedgerStore, address: string): Promise<string | null> {
  const wanted = new URL(address);
  const isThere = (month: Ledger, item: string): boolean =>
    itemState(month, item).releases.some(({ remote }) => remote !== null && isPublishedAt(remote.url, wanted));
  for await (const month of readNewestFirst(store, (await store.head()) as string)) {
    const item = itemsOf(month).find((one) => isThere(month, one));
    if (item !== undefined) return item;
  }
  return null;
}

const found = (store: LedgerStore, address: string): Promise<string | null> =>
  itemIn(unverifiedLedgers(store), '/', address).catch(({ code }) => (code === 'item/not-found' ? null : code));

/** All addresses that an event of a ledger names. */
const addressesIn = ({ chains }: Pick<Ledger, 'chains'>): string[] => [
  ...new Set([...chains.values()].flat().flatMap(({ event }) => (event.remote?.url ? [event.remote.url] : []))),
];

describe('the item at an address', () => {
  it('is the same by the seals as by all events of simulated ledgers, wherever seals were put', async () => {
    const worlds = Array.from({ length: 120 }, (_, seed) => newWorld({ engine, seed: seed + 1, harsh: seed % 2 === 0 }));
    await liveAll(worlds, live);
    const addresses = new Map(worlds.map((world) => [world, addressesIn(newestLedger(world))]));
    expect([...addresses.values()].flat().length).toBeGreaterThan(200);
    let withdrawn = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...worlds.filter((world) => addresses.get(world)?.length)),
        fc.array(fc.constantFrom('no', 'no', 'today', 'today', 'earlier'), { minLength: 1, maxLength: 6 }),
        async (world, seals: Seals) => {
          const store = await withSeals(world, seals);
          for (const address of [...(addresses.get(world) ?? []), 'http://127.0.0.1/none']) {
            const item = await byMonths(store, address);
            expect(await found(store, address)).toBe(item);
            if (item !== null && itemState(newestLedger(world), item).releases.some(({ state }) => state === 'withdrawn')) withdrawn += 1;
          }
        },
      ),
      { numRuns: 300 },
    );
    expect(withdrawn).toBeGreaterThan(20);
  });

  const [A, B, C, D] = ['wucheng/2026-11-23-a', 'wucheng/2026-12-01-b', 'jindong/2026-12-02-c', 'jindong/2026-12-02-d'];
  const at = (url: string): object => ({ remote: { id: url.slice(-1), url } });
  const [WAS, BRIEF, OLD, NEW, LATE] = [1, 2, 3, 4, 5].map((post) => `https://weibo.example/${post}`) as [
    string,
    string,
    string,
    string,
    string,
  ];

  it('is found though it was withdrawn, moved or brought since, and by what came since and the seals alone where they know it', async () => {
    const own = memoryLedger();
    const read: string[] = [];
    const store: LedgerStore = { ...own, read: (entry) => own.read(entry).finally(() => read.push(entry.path)) };
    const push = async (...drafts: Draft[]): Promise<unknown> =>
      write(own, await readLedger(own), drafts, 'x', '2026-12-01T10:00:00+08:00');
    await push(approval(A, 1), release(A, 'weibo', 'intent'), release(A, 'weibo', 'confirmed', at(WAS)));
    await push(approval(C, 1), release(C, 'weibo', 'intent'), release(C, 'weibo', 'confirmed', at(OLD)));
    await putSeal(own, standIn);
    await push(release(A, 'weibo', 'withdraw-intent'), release(A, 'weibo', 'withdrawn'), release(C, 'weibo', 'confirmed', at(NEW)));
    await push(approval(B, 1), release(B, 'weibo', 'intent'), release(B, 'weibo', 'confirmed', at(BRIEF)));
    await push(release(B, 'weibo', 'withdraw-intent'), release(B, 'weibo', 'withdrawn'));
    await putSeal(own, standIn);
    await push(approval(D, 1), release(D, 'weibo', 'intent'), release(D, 'weibo', 'sent', at(LATE)));
    const answers: Record<string, [item: string | null, others: boolean]> = {};
    for (const address of [WAS, BRIEF, OLD, NEW, LATE]) {
      read.length = 0;
      const item = await found(store, address);
      expect(item).toBe(await byMonths(own, address));
      // What came since is always read.
      const chains = read
        .filter((path) => !path.startsWith('seals/') && !path.includes(D))
        .map((path) => path.split('/').slice(2, 4).join('/'));
      answers[address] = [item, chains.some((chain) => chain !== item)];
    }
    expect(answers).toEqual({ [WAS]: [A, false], [BRIEF]: [B, true], [OLD]: [null, true], [NEW]: [C, false], [LATE]: [D, false] });
  });

  it('is found where a seal can’t be read, or says what nobody can read', async () => {
    const store = memoryLedger();
    await write(store, await readLedger(store), [approval(A, 1), release(A, 'weibo', 'intent')], 'x', '2026-12-01T10:00:00+08:00');
    await write(store, await readLedger(store), [release(A, 'weibo', 'confirmed', at(WAS))], 'x', '2026-12-01T10:00:00+08:00');
    for (const [index, text] of ['', 'null', '{}', '{"commit":"x","changed":{"a":null}}', '{"commit":"x"}'].entries()) {
      await store.append(await store.head(), [{ path: `seals/2026/000${index + 1}.json`, bytes: Buffer.from(text) }], 'x', '');
      expect(await found(store, WAS)).toBe(A);
    }
  });
});
