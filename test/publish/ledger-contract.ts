import { expect, it } from 'vitest';
import type { LedgerStore } from '#pipeline/publish/ledger-store.ts';

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
    });
    const twice = [file('settings/0002-b.json', 'b'), file('settings/0002-b.json', 'c')];
    await expect(store.append(await store.head(), twice, 'b', at)).rejects.toMatchObject({ code: 'ledger/replaces' });
  });

  it('loses nothing of four writers at once', async () => {
    const again = await open();
    const stores = await Promise.all([1, 2, 3, 4].map(() => again()));
    const write = async (store: LedgerStore, writer: number): Promise<void> => {
      for (let entry = 1; entry <= 5; ) {
        const done = await store.append(await store.head(), [file(`settings/${writer}-${entry}.json`, `${writer} ${entry}`)], 'x', at);
        if (done.kind === 'appended') entry += 1;
      }
    };
    await Promise.all(stores.map((store, index) => write(store, index + 1)));
    const store = await again();
    const head = (await store.head()) ?? '';
    expect((await store.entries(head)).length).toBe(20);
    expect((await store.history(head)).length).toBe(20);
    expect(await textOf(store, head, 'settings/3-4.json')).toBe('3 4');
  });
}
