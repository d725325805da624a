import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Git, openGit } from '#pipeline/forge/git/git.ts';
import { ledgerBytes, parseEvent, type Seal, type SealedChain } from '#pipeline/ledger/event.ts';
import { foldItem } from '#pipeline/ledger/fold.ts';
import { eventsOf, itemState, itemsOf, type Ledger, readChains, readLedger, type Sealed } from '#pipeline/ledger/ledger.ts';
import { gitLedger } from '#pipeline/ledger/ledger-git.ts';
import { chainFolder } from '#pipeline/ledger/ledger-path.ts';
import type { LedgerStore } from '#pipeline/ledger/ledger-store.ts';
import { changedIn, nextSealPath } from '#pipeline/ledger/seal.ts';
import { signerOf } from '#pipeline/review/form/envelope.ts';
import { newSigningKey } from '#pipeline/setup/first-settings.ts';
import { gitTrust, verifiedLedgers } from '#pipeline/verify/publisher.ts';
import { verifyItem, verifyNewest } from '#pipeline/verify/verify.ts';
import { openSealed } from '#pipeline/verify/verify-since.ts';
import { type Archive, writeArchive } from '../bench/ledger-archive.ts';
import { folderOf } from '../folder.ts';
import { signedSeal } from './tampering.ts';

/** Twenty-five days of a bureau's ledger: the first ten are at rest. */
const ITEMS = 250;

interface Place {
  archive: Archive;
  git: Git;
  store: LedgerStore;
  head: string;
}

async function place(archive: Archive): Promise<Place> {
  const git = await openGit(archive.dir);
  onTestFinished(() => git.close());
  const store = gitLedger(git, { fetch: false });
  return { archive, git, store, head: (await store.head()) as string };
}

const archived = async (): Promise<Archive> => writeArchive(join(folderOf({}), 'archive.git'), ITEMS);

/** The same repository once more, to be spoilt. */
async function copyOf({ archive }: Place): Promise<Place> {
  const dir = join(folderOf({}), 'copy.git');
  cpSync(archive.dir, dir, { recursive: true });
  return place({ ...archive, dir });
}

async function open({ store, head, git }: Place, items: string[] = []): Promise<NonNullable<Awaited<ReturnType<typeof openSealed>>>> {
  const opened = await openSealed(store, head, gitTrust(git), items);
  if (opened === null) throw new Error('expected a seal');
  return opened;
}

/** What a commit does to the ledger: a text is written, `null` is removed. */
type Changes = Record<string, string | Uint8Array | null>;

/** Puts a commit on a branch, as somebody with a right to the server's disk could. */
function commitOn({ archive: { dir } }: Place, parents: readonly string[], changes: Changes, branch = 'ledger'): void {
  const [from, ...merged] = parents;
  const lines = Object.entries(changes).flatMap(([path, bytes]): (string | Uint8Array)[] =>
    bytes === null ? [`D ${path}\n`] : [`M 100644 inline ${path}\ndata ${Buffer.byteLength(bytes)}\n`, bytes, '\n'],
  );
  const head = `commit refs/heads/${branch}\ncommitter x <x@example.com> 1795000000 +0800\ndata 1\nx\n${from ? `from ${from}\n` : ''}`;
  const parts = [from ? '' : `reset refs/heads/${branch}\n\n`, head, ...merged.map((sha) => `merge ${sha}\n`), ...lines, '\n'];
  const input = Buffer.concat(parts.map((part) => Buffer.from(part as string)));
  execFileSync('git', ['fast-import', '--quiet', '--force'], { cwd: dir, input });
}

const path = async ({ store, head }: Place, folder: string, part: string): Promise<string> =>
  (await store.entries(head, folder)).map((entry) => entry.path).find((name) => name.includes(part)) as string;

const sealedBy = async (spot: Place): Promise<Seal> => (await open(spot)).ledger.sealed?.seal as Seal;
const [OLD, NEW] = [0, ITEMS - 1];
const folder = ({ archive: { items } }: Place, index: number): string => chainFolder(items[index] as string);
const bytesAt = async ({ store, head }: Place, file: string): Promise<Uint8Array> => (await store.readAt(head, file)) as Uint8Array;

/** Ways to spoil a sealed ledger, with the code that the reader of the seal finds. */
const SPOILT: { what: string; code: string; spoil: (spot: Place) => Promise<void> }[] = [
  {
    what: 'a commit that changes a sealed event',
    code: 'rewritten',
    spoil: async (spot) => commitOn(spot, [spot.head], { [await path(spot, folder(spot, OLD), '0001-approval')]: 'x' }),
  },
  {
    what: 'a commit that removes a sealed event',
    code: 'rewritten',
    spoil: async (spot) => commitOn(spot, [spot.head], { [await path(spot, folder(spot, OLD), 'confirmed-weibo')]: null }),
  },
  {
    what: 'a commit that removes the newest seal',
    code: 'rewritten',
    spoil: async (spot) => commitOn(spot, [spot.head], { [(await sealedBy(spot)).path]: null }),
  },
  {
    what: 'a commit that changes the newest seal',
    code: 'seal',
    spoil: async (spot) => {
      const { path: file } = await sealedBy(spot);
      commitOn(spot, [spot.head], { [file]: Buffer.concat([await bytesAt(spot, file), Buffer.from(' ')]) });
    },
  },
  {
    what: 'the newest seal once more under the next number',
    code: 'seal',
    spoil: async (spot) => {
      const { path: file, at } = await sealedBy(spot);
      commitOn(spot, [spot.head], { [nextSealPath(file, at)]: await bytesAt(spot, file) });
    },
  },
  {
    what: 'a seal of a key that nobody listed',
    code: 'seal',
    spoil: async (spot) => {
      const seal = await sealedBy(spot);
      const next = signedSeal({ ...seal, path: nextSealPath(seal.path, seal.at), commit: spot.head }, newSigningKey().privateKeyPem);
      commitOn(spot, [spot.head], { [next.path]: next.bytes });
    },
  },
  {
    what: 'a seal, rightly signed, of a commit that is not there',
    code: 'not-linear',
    spoil: async (spot) => {
      const seal = await sealedBy(spot);
      const next = signedSeal({ ...seal, path: nextSealPath(seal.path, seal.at), commit: 'f'.repeat(40) }, spot.archive.key);
      commitOn(spot, [spot.head], { [next.path]: next.bytes });
    },
  },
  { what: 'a strange file', code: 'stray-file', spoil: async (spot) => commitOn(spot, [spot.head], { 'notes.txt': 'x' }) },
  {
    what: 'a strange file in the folder of an open item',
    code: 'stray-file',
    spoil: async (spot) => commitOn(spot, [spot.head], { [`${folder(spot, NEW)}/notes/0001.json`]: 'x' }),
  },
  {
    what: 'a merge of two commits',
    code: 'not-linear',
    spoil: async (spot) => commitOn(spot, [spot.head, (await sealedBy(spot)).commit], { 'settings/9999-evidence.json': 'x' }),
  },
  {
    what: 'the same files in one new commit, without the history',
    code: 'not-linear',
    spoil: async (spot) => {
      const entries = await spot.store.entries(spot.head);
      const files = await Promise.all(entries.map(async (entry) => [entry.path, await spot.store.read(entry)] as const));
      commitOn(spot, [], Object.fromEntries(files));
    },
  },
  {
    what: 'the first commit once more under the sealed one',
    code: 'not-linear',
    spoil: async (spot) => {
      const [first] = await spot.store.history(spot.head);
      const { path: file } = await sealedBy(spot);
      commitOn(spot, [first?.sha as string], { [file]: await bytesAt(spot, file) });
    },
  },
  {
    what: 'an event that no step leads to, in a chain at rest',
    code: 'illegal-step',
    spoil: async (spot) => {
      const { ledger } = await open(spot, [spot.archive.items[OLD] as string]);
      const last = eventsOf(ledger, spot.archive.items[OLD] as string).at(-1);
      const { chained } = await import('#pipeline/ledger/ledger.ts');
      const { files } = chained(
        ledger,
        [{ event: { ...(last as NonNullable<typeof last>), kind: 'withdrawn' } }],
        signerOf(spot.archive.key),
      );
      commitOn(spot, [spot.head], Object.fromEntries(files.map((file) => [file.path, file.bytes])));
    },
  },
  {
    what: 'evidence without its event',
    code: 'stray-evidence',
    spoil: async (spot) => commitOn(spot, [spot.head], { [`${folder(spot, OLD)}/0011-evidence.json`]: '{}\n' }),
  },
  {
    what: 'a picture that nobody has signed',
    code: 'signature/unreadable',
    spoil: async (spot) => commitOn(spot, [spot.head], { [`media/wechat/wx0/${'a'.repeat(64)}.json`]: '{}\n' }),
  },
];

describe('a ledger with a seal', () => {
  it('is opened by what came since and what is open; every other chain is as it is in the whole ledger, and unread ones are refused', async () => {
    const spot = await place(await archived());
    expect(spot.archive.seals).toBe(7);
    const whole = await readLedger(spot.store);
    const { ledger, problems } = await open(spot);
    expect(problems).toEqual([]);
    const unread = itemsOf(whole).filter((item) => !ledger.chains.has(item));
    expect(unread.length).toBeGreaterThan(50);
    expect(() => itemState(ledger, unread[0] as string)).toThrow('was not read');
    for (const item of itemsOf(ledger)) expect(itemState(ledger, item)).toEqual(itemState(whole, item));
    const asked = await open(spot, unread);
    expect(asked.problems).toEqual([]);
    expect(itemsOf(asked.ledger)).toEqual(itemsOf(whole));
    for (const item of unread) expect(itemState(asked.ledger, item)).toEqual(itemState(whole, item));
    // Left alone is only what asks for nothing.
    for (const item of unread)
      expect(foldItem(item, eventsOf(whole, item)).releases.map(({ state }) => state)).toEqual(Array(3).fill('confirmed'));
  });

  it('is verified whole by verify, each seal with it, and one item alone by the seal', async () => {
    const { store, git, archive } = await place(await archived());
    const report = await verifyNewest(store, gitTrust(git), { main: git });
    expect(report).toMatchObject({ verified: true, items: ITEMS, events: archive.events, problems: [] });
    for (const item of [archive.items[OLD], archive.items[NEW]] as string[])
      expect(await verifyItem(store, gitTrust(git), item, { main: git })).toMatchObject({
        verified: true,
        items: 1,
        events: 10,
        problems: [],
      });
  });

  it('is refused, and nothing is sent, whatever was done to it', async () => {
    const spot = await place(await archived());
    const found: Record<string, string> = {};
    for (const { what, spoil } of SPOILT) {
      const copy = await copyOf(spot);
      await spoil(copy);
      const spoilt = await place(copy.archive);
      const opening = verifiedLedgers(spoilt.store, gitTrust(spoilt.git)).open();
      await expect(opening, what).rejects.toMatchObject({ code: 'ledger/unverified' });
      found[what] = (await open(spoilt)).problems[0]?.code ?? 'nothing';
      expect((await verifyNewest(spoilt.store, gitTrust(spoilt.git))).verified, `${what}, by verify`).toBe(false);
      rmSync(copy.archive.dir, { recursive: true });
    }
    expect(found).toEqual(Object.fromEntries(SPOILT.map(({ what, code }) => [what, code])));
  });

  it('that says what the ledger does not say is named by verify: figures, an item left out, a text on main left out', async () => {
    const spot = await place(await archived());
    const first = await sealedBy(spot);
    const opened = await open(spot);
    const whole = await readLedger(spot.store);
    const honest: Seal = {
      ...first,
      path: nextSealPath(first.path, first.at),
      at: spot.archive.now,
      commit: spot.head,
      previous: opened.ledger.sealed?.digest as string,
      items: ITEMS,
      events: spot.archive.events,
      numbers: { 2026: ITEMS },
      open: itemsOf(whole),
      changed: changedIn(opened.ledger),
    };
    const [[newest, said]] = Object.entries(honest.changed ?? {}).slice(-1) as [[string, SealedChain]];
    const lies: [string, Partial<Seal>][] = [
      ['写的条数或编号', { numbers: { 2026: ITEMS - 1 } }],
      ['写的条数或编号', { items: ITEMS + 1 }],
      [`没有列出还没办完的 ${spot.archive.items[NEW]}`, { open: itemsOf(whole).filter((item) => item !== spot.archive.items[NEW]) }],
      [`写的 ${newest} 与台账不符`, { changed: { ...honest.changed, [newest]: { ...said, last: 'f'.repeat(64) } } }],
      ['它在上一次封账以后有新的登记', { changed: { [newest]: said } }],
      ['没有接着上一次封账', { previous: null }],
      ['不在台账里，或不在上一次封账之后', { commit: first.commit }],
    ];
    for (const [words, lie] of [['', {}] as [string, Partial<Seal>], ...lies]) {
      const copy = await copyOf(spot);
      const file = signedSeal({ ...honest, ...lie }, spot.archive.key);
      commitOn(copy, [spot.head], { [file.path]: file.bytes });
      const { problems } = await verifyNewest(copy.store, gitTrust(copy.git), { main: copy.git });
      if (words === '') expect(problems).toEqual([]);
      else expect(problems.map(({ message }) => message).join()).toContain(words);
    }
    const unseen = 'content/items/unit1/2026-11-20-unseen';
    for (const due of [[unseen], []]) {
      const copy = await copyOf(spot);
      commitOn(copy, [first.main], { [`${unseen}/index.md`]: '示例' }, 'main');
      const main = (await copy.git.resolve('refs/heads/main')) as string;
      const file = signedSeal({ ...honest, main, due }, spot.archive.key);
      commitOn(copy, [spot.head], { [file.path]: file.bytes });
      const { problems } = await verifyNewest(copy.store, gitTrust(copy.git), { main: copy.git });
      const named = problems
        .map(({ message }) => message)
        .join()
        .includes(`没有列出当时还没入账的 ${unseen}`);
      expect(named).toBe(due.length === 0);
    }
  });

  it('is refused where the end of a chain that its newest seal speaks of reads otherwise, though Git says that it is the same', async () => {
    const spot = await place(await archived());
    const { changed = {}, open: stillOpen } = await sealedBy(spot);
    const { added } = (await open(spot)).ledger.sealed as Sealed;
    const item = stillOpen.find((one) => changed[one] && ![...added].some((file) => file.includes(one))) as string;
    const last = await path(spot, chainFolder(item), '0009-');
    const event = { ...parseEvent(await bytesAt(spot, last)), remote: { id: '1', url: 'https://weibo.example/other' } };
    const otherwise = (store: LedgerStore): LedgerStore => ({
      ...store,
      read: async (entry) => (entry.path === last ? ledgerBytes(event) : store.read(entry)),
    });
    const { problems } = await open({ ...spot, store: otherwise(spot.store) });
    expect(problems.map(({ item: of, event: file, code }) => [of, file, code])).toEqual([[item, last, 'sealed-otherwise']]);
    const opening = verifiedLedgers(otherwise(spot.store), gitTrust(spot.git)).open();
    await expect(opening).rejects.toMatchObject({ code: 'ledger/unverified', place: last });

    // The same for one that is read only where it is asked for.
    const copy = await copyOf(spot);
    const seal = await sealedBy(spot);
    const file = signedSeal({ ...seal, path: nextSealPath(seal.path, seal.at), commit: spot.head, open: [] }, spot.archive.key);
    commitOn(copy, [spot.head], { [file.path]: file.bytes });
    const resting = await place(copy.archive);
    const honest = verifiedLedgers(resting.store, gitTrust(resting.git));
    expect(itemsOf(await honest.withMore(await honest.open(), [item]))).toEqual([item]);
    const ledgers = verifiedLedgers(otherwise(resting.store), gitTrust(resting.git));
    const ledger = await ledgers.open();
    await expect(ledgers.withMore(ledger, [item])).rejects.toMatchObject({ code: 'ledger/unverified', place: last });
  });

  it('costs the reading of one chain what that chain has, and no more', async () => {
    const { store, head, archive } = await place(await archived());
    const read: string[] = [];
    const counting: LedgerStore = {
      ...store,
      read: (entry) => {
        read.push(entry.path);
        return store.read(entry);
      },
    };
    const ledger: Ledger = await readChains(counting, head, [archive.items[OLD] as string]);
    expect(eventsOf(ledger, archive.items[OLD] as string).length).toBe(9);
    expect(read.length).toBe(9);
    expect(itemsOf(await readChains(counting, head, ['unit1/2020-01-01-nobody']))).toEqual([]);
  });
});
