import { cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { itemIn } from '#pipeline/acts/find-item.ts';
import { command } from '#pipeline/commands/status.ts';
import { openGit } from '#pipeline/forge/git/git.ts';
import { jsonOf, type Seal } from '#pipeline/ledger/event.ts';
import { eventsOf, type Ledger, readLedger, write } from '#pipeline/ledger/ledger.ts';
import { gitLedger } from '#pipeline/ledger/ledger-git.ts';
import { chainFolder } from '#pipeline/ledger/ledger-path.ts';
import type { LedgerEntry, LedgerStore } from '#pipeline/ledger/ledger-store.ts';
import { recentTable, type StatusTable, wholeTable } from '#pipeline/reports/status.ts';
import { signerOf } from '#pipeline/review/form/envelope.ts';
import { gitTrust, unverifiedLedgers, verifiedLedgers } from '#pipeline/verify/publisher.ts';
import type { Trust } from '#pipeline/verify/verify-chain.ts';
import { addressOn, writeArchive } from '../bench/ledger-archive.ts';
import { commandContext } from '../commands/context.ts';
import { folderOf } from '../folder.ts';
import { keptFolder } from '../sandbox/github-world.ts';

/** Twenty-five days of a bureau's ledger, sealed on the way: the first ten are at rest. */
const ITEMS = 250;

interface Place {
  dir: string;
  items: string[];
  store: LedgerStore;
  trust: Trust;
}

/** Written once, and copied for each test. */
let written: ReturnType<typeof writeArchive> | undefined;

async function place(): Promise<Place> {
  written ??= writeArchive(join(keptFolder(), 'archive.git'), ITEMS);
  const { dir: first, items, key } = await written;
  const dir = join(folderOf({}), 'archive.git');
  cpSync(first, dir, { recursive: true });
  const git = await openGit(dir);
  onTestFinished(() => git.close());
  return { dir, items, store: gitLedger(git, { fetch: false, sign: signerOf(key) }), trust: gitTrust(git) };
}

const opened = ({ store, trust }: Place): Promise<Ledger> => verifiedLedgers(store, trust).open();
const recent = async (spot: Place): Promise<StatusTable> => recentTable(await opened(spot), undefined);
const whole = async (spot: Place): Promise<StatusTable> => wholeTable(spot.store, await opened(spot), undefined);
const ids = ({ items }: StatusTable): string[] => items.map(({ id }) => id);

/** Says of an item's website release that it is being taken down. */
async function takeBack({ store }: Place, item: string): Promise<void> {
  const ledger = await readLedger(store);
  const last = eventsOf(ledger, item).findLast(({ channel }) => channel === 'website');
  if (!last) throw new Error(`no release of ${item}`);
  const { seq: _, prev: __, version: ___, signature: ____, remote: _____, ...event } = last;
  await write(
    store,
    ledger,
    [{ event: { ...event, kind: 'withdraw-intent', code: 'error', reason: '示例' } }],
    '登记',
    '2026-11-24T10:00:00+08:00',
  );
}

describe('the table of an archive', () => {
  it('has what happened lately and what isn’t done, and says how many more there are', async () => {
    const spot = await place();
    const [old] = spot.items as [string];
    const before = await recent(spot);
    expect(before).toMatchObject({ held: null });
    expect(before.rest).toBeGreaterThan(50);
    expect(before.items.length).toBe(ITEMS - before.rest);
    expect(ids(before)).not.toContain(old);
    expect(ids(before)).toContain(spot.items.at(-1));

    await takeBack(spot, old);
    const after = await recent(spot);
    expect(after.rest).toBe(before.rest - 1);
    expect(after.items.filter(({ open }) => open).map(({ id }) => id)).toEqual([old]);
    const all = await whole(spot);
    expect(ids(all)).toEqual([...spot.items].sort());
    expect(all.items.filter(({ id }) => ids(after).includes(id))).toEqual(after.items);

    const shown = await command.run(commandContext({ root: spot.dir, format: 'text' }));
    expect(shown.exitCode).toBe(0);
    const lines = shown.text.split('\n');
    expect(lines[0]).toBe('没有办完的（1 条）');
    expect(lines[1]).toContain(old);
    expect(lines).toContain(`近来办完的（${after.items.length - 1} 条）`);
    expect(lines.at(-2)).toBe(
      `另有 ${after.rest} 条早已办完，没有列出；全部列出用 sanshen status --all，只看一条用 sanshen status 编号或任一发布地址。`,
    );
    const told = await command.run(commandContext({ root: spot.dir, options: { all: true } }));
    expect(told.json).toMatchObject({ rest: 0 });
    expect((told.json as unknown as StatusTable).items.length).toBe(ITEMS);
  });

  it('is left for one item by any of its addresses, however long ago it was published, and reads no chain but its own and those since the newest seal', async () => {
    const spot = await place();
    const { items } = await whole(spot);
    for (const id of [spot.items[0], spot.items.at(-1)]) {
      const url = items.find((item) => item.id === id)?.releases.find(({ channel }) => channel === 'weibo')?.url ?? '';
      expect(await itemIn(unverifiedLedgers(spot.store), spot.dir, url)).toBe(id);
      expect(await itemIn(verifiedLedgers(spot.store, spot.trust), spot.dir, url)).toBe(id);
    }
    const read: string[] = [];
    const reading: LedgerStore['read'] = (entry) => {
      read.push(entry.path);
      return spot.store.read(entry);
    };
    const store: LedgerStore = { ...spot.store, read: reading };
    const head = (await store.head()) as string;
    const { commit } = jsonOf(await store.read((await store.entries(head, 'seals')).at(-1) as LedgerEntry)) as Seal;
    const since = (await store.history(head, commit)).flatMap(({ changes }) => changes.map(({ path }) => dirname(path)));
    for (const id of [spot.items[0], spot.items.at(-1)] as string[]) {
      read.length = 0;
      await itemIn(unverifiedLedgers(store), spot.dir, addressOn('weibo', id));
      expect(read.map(dirname).filter((folder) => ![...since, chainFolder(id), 'seals/2026', 'settings'].includes(folder))).toEqual([]);
    }
    await expect(itemIn(unverifiedLedgers(store), spot.dir, 'https://weibo.example/none')).rejects.toMatchObject({
      code: 'item/not-found',
    });
  });

  it('isn’t told where the ledger doesn’t verify', async () => {
    const spot = await place();
    const head = (await spot.store.head()) as string;
    const broken = '2026/11/unit1/2026-11-02-x/0001-intent-weibo.json';
    await spot.store.append(head, [{ path: broken, bytes: Buffer.from('{}') }], '登记', '2026-11-24T10:00:00+08:00');
    for (const options of [{}, { all: true }])
      await expect(command.run(commandContext({ root: spot.dir, options }))).rejects.toMatchObject({
        code: 'ledger/unverified',
        place: broken,
      });
  });
});
