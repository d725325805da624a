import { expect, it } from 'vitest';
import { eventsOf, readLedger } from '#pipeline/ledger/ledger.ts';
import type { LedgerStore } from '#pipeline/ledger/ledger-store.ts';
import { chainProblems } from '#pipeline/verify/verify-chain.ts';
import { writeAgainAndAgain } from './ledger-writer.ts';

const at = '2026-11-24T10:00:00+08:00';
const file = (path: string, text: string) => ({ path, bytes: Buffer.from(text) });

async function textOf(store: LedgerStore, head: string, path: string): Promise<string | null> {
  const entry = (await store.entries(head)).find((candidate) => candidate.path === path);
  return entry ? Buffer.from(await store.read(entry)).toString('utf8') : null;
}

/**
 * What every ledger store must do.
 * @param open a way to open the same ledger again and again, as several publishers would
 */
export function ledgerContract(open: () => Promise<() => Promise<LedgerStore>>): void {
  it('has no head before the first event', async () => {
    const store = await (await open())();
    expect(await store.head()).toBeNull();
  });

  it('gives back the bytes and the names of what was appended', async () => {
    const again = await open();
    const store = await again();
    const first = await store.append(null, [file('settings/0001-a.json', '{"一":1}\n'), file('2026/11/a/x/0001-b.json', 'b')], '首次', at);
    const second = await store.append(first.kind === 'appended' ? first.head : null, [file('settings/0002-c.json', 'c')], '再次', at);
    const other = await again();
    const head = (await other.head()) ?? '';
    expect(second).toEqual({ kind: 'appended', head });
    expect((await other.entries(head)).map(({ path }) => path)).toEqual([
      '2026/11/a/x/0001-b.json',
      'settings/0001-a.json',
      'settings/0002-c.json',
    ]);
    expect(await other.folders(head)).toEqual(['2026', 'settings']);
    expect(await textOf(other, head, 'settings/0001-a.json')).toBe('{"一":1}\n');
    expect(Buffer.from((await other.readAt(head, '2026/11/a/x/0001-b.json')) ?? []).toString()).toBe('b');
    expect(await other.readAt(head, '2026/11/a/x/0002-b.json')).toBeNull();
    expect((await other.history(head)).map(({ changes }) => changes.map(({ status, path }) => `${status} ${path}`).sort())).toEqual([
      ['A 2026/11/a/x/0001-b.json', 'A settings/0001-a.json'],
      ['A settings/0002-c.json'],
    ]);
  });

  it('answers conflict, and adds nothing, when the head it was told has moved on', async () => {
    const again = await open();
    const [a, b] = [await again(), await again()];
    await a.append(null, [file('settings/0001-a.json', 'a')], 'a', at);
    expect(await b.append(null, [file('settings/0001-b.json', 'b')], 'b', at)).toEqual({ kind: 'conflict' });
    const head = (await b.head()) ?? '';
    expect((await b.entries(head)).map(({ path }) => path)).toEqual(['settings/0001-a.json']);
  });

  it('never replaces a file', async () => {
    const store = await (await open())();
    await store.append(null, [file('settings/0001-a.json', 'a')], 'a', at);
    await expect(store.append(await store.head(), [file('settings/0001-a.json', 'b')], 'b', at)).rejects.toMatchObject({
      code: 'ledger/replaces',
      message: '台账里已有 settings/0001-a.json，台账只增不改，没有写入。请重新运行。',
      place: 'settings/0001-a.json',
    });
    const twice = [file('settings/0002-b.json', 'b'), file('settings/0002-b.json', 'c')];
    await expect(store.append(await store.head(), twice, 'b', at)).rejects.toMatchObject({ code: 'ledger/replaces' });
  });

  it('gives the files of one folder, the commits after one, and all commits after one that is nowhere, and says what lies before one', async () => {
    const store = await (await open())();
    const write = async (...paths: string[]): Promise<string> => {
      const done = await store.append(
        await store.head(),
        paths.map((path) => file(path, path)),
        'x',
        at,
      );
      return done.kind === 'appended' ? done.head : '';
    };
    const first = await write('settings/0001-a.json', '2026/11/a/x/0001-b.json', '2026/11/a/x/0002-c.json');
    const second = await write('2026/11/a/xy/0001-d.json', 'seals/2026/0001.json', 'seals/2027/0001.json');
    const head = await write('2026/11/a/x/0003-e.json');
    const paths = async (folder: string): Promise<string[]> => (await store.entries(head, folder)).map(({ path }) => path);
    expect(await paths('2026/11/a/x')).toEqual(['0001-b', '0002-c', '0003-e'].map((name) => `2026/11/a/x/${name}.json`));
    expect(await paths('seals')).toEqual(['seals/2026/0001.json', 'seals/2027/0001.json']);
    expect(await paths('settings/0001-a.json')).toEqual(['settings/0001-a.json']);
    expect(await paths('2026/12')).toEqual([]);
    const [entry] = await store.entries(head, '2026/11/a/xy');
    expect(Buffer.from(await store.read(entry as NonNullable<typeof entry>)).toString()).toBe('2026/11/a/xy/0001-d.json');
    const shas = async (since?: string): Promise<string[]> => (await store.history(head, since)).map(({ sha }) => sha);
    expect(await shas()).toEqual([first, second, head]);
    expect(await shas(first)).toEqual([second, head]);
    expect(await shas(head)).toEqual([]);
    const held = await Promise.all([first, second, head, 'a'.repeat(40)].map((sha) => store.contains(second, sha)));
    expect(held).toEqual([true, true, false, false]);
    expect(await shas('f'.repeat(40))).toEqual([first, second, head]);
    expect((await store.history(head)).map(({ parents }) => parents)).toEqual([[], [first], [second]]);
    expect((await store.history(head, second))[0]?.parents).toEqual([second]);
  });

  it('reads nothing where a file’s bytes are lost, and refuses a commit that isn’t there', async () => {
    const store = await (await open())();
    await store.append(null, [file('settings/0001-a.json', 'a')], 'a', at);
    const nowhere = 'f'.repeat(40);
    expect([...(await store.read({ path: 'settings/0001-a.json', id: nowhere }))]).toEqual([]);
    await expect(store.entries(nowhere)).rejects.toThrow();
  });

  it('names a commit by all that is in it', async () => {
    const heads = await Promise.all(
      [file('settings/0001-a.json', 'a'), file('settings/0001-a.json', 'b'), file('settings/0001-b.json', 'a')].map(async (one) => {
        const store = await (await open())();
        await store.append(null, [one], 'x', at);
        return (await store.head()) ?? '';
      }),
    );
    expect(new Set(heads).size).toBe(3);
    for (const head of heads) expect(head).toMatch(/^[0-9a-f]{40}$/);
  });

  it('loses nothing of four writers at once: who was not the first is told so and tries again, and every chain stays whole', async () => {
    const again = await open();
    const stores = await Promise.all([1, 2, 3, 4].map(() => again()));
    const barrier = gate(4);
    const rejected = await Promise.all(stores.map((store, index) => writeAgainAndAgain(store, index + 1, 3, barrier)));
    await expectWhole(await again(), 4, 3);
    // All four have read the same empty ledger before one of them writes.
    expect(rejected.filter((times) => times > 0).length).toBeGreaterThanOrEqual(3);
  });
}

/** Lets nobody through before so many have come. */
function gate(count: number): () => Promise<void> {
  let come = 0;
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return () => {
    come += 1;
    if (come === count) open();
    return opened;
  };
}

/** Holds a ledger to what so many writers wrote: every entry once, one commit each, every chain numbered and linked without a gap. */
export async function expectWhole(store: LedgerStore, writers: number, entries: number): Promise<void> {
  const ledger = await readLedger(store);
  const names = Array.from({ length: writers }, (_, index) => index + 1);
  const wanted = names.flatMap((writer) => Array.from({ length: entries }, (_, index) => `${writer} ${index + 1}`));
  expect(
    eventsOf(ledger, 'settings')
      .map(({ reason }) => reason)
      .sort(),
  ).toEqual(wanted.sort());
  for (const [chain, stored] of ledger.chains) expect(chainProblems(chain, stored)).toEqual([]);
  for (const writer of names) {
    const reasons = eventsOf(ledger, `unit${writer}/2026-11-24-own`).map(({ reason }) => reason);
    expect(reasons).toEqual(Array.from({ length: entries }, (_, index) => `${writer} ${index + 1}`));
  }
  expect(ledger.damaged).toEqual([]);
  expect((await store.history(ledger.head as string)).length).toBe(writers * entries);
}
