import { describe, expect, it } from 'vitest';
import { sha256 } from '#pipeline/canonical-json.ts';
import { ledgerBytes } from '#pipeline/ledger/event.ts';
import {
  chained,
  type Draft,
  EMPTY_LEDGER,
  eventsOf,
  holds,
  itemState,
  itemsOf,
  type Ledger,
  longerChains,
  partOf,
  readByMonth,
  readChains,
  readLedger,
  readNewestChains,
  readNewestFirst,
  readParts,
  readValue,
  storedOf,
  write,
} from '#pipeline/ledger/ledger.ts';
import type { LedgerStore } from '#pipeline/ledger/ledger-store.ts';
import type { Unsigned } from '#pipeline/ledger/signature.ts';
import { keepSecret } from '#pipeline/redaction.ts';
import { signerOf } from '#pipeline/review/form/envelope.ts';
import { newSigningKey } from '#pipeline/setup/first-settings.ts';
import { approval, release } from '../release/world.ts';
import { memoryLedger, standIn } from './ledger-memory.ts';

const A = 'wucheng/2026-11-23-a';
const B = 'jindong/2026-12-01-b';
const AT = '2026-11-24T10:00:00+08:00';
const TREE = 'a'.repeat(39);

/** A pause of all sending, in the chain that concerns everything. */
function pause(kind: 'hold' | 'resume'): Draft {
  const { channel: _, ...event } = release('settings', 'weibo', kind).event;
  return { event };
}

/** A ledger with a pause, two items, evidence, a picture and a seal's place, in two pushes. */
async function filled(): Promise<{ store: LedgerStore; ledger: Ledger; first: string }> {
  const store = memoryLedger();
  const begin = [pause('hold'), { ...approval(A, 1), evidence: { pull: 1 } }, release(A, 'weibo', 'intent')];
  const one = (await write(store, EMPTY_LEDGER, begin, 'x', AT)) as Ledger;
  const others = [{ path: 'notes.txt', value: { at: AT } }];
  const ledger = (await write(store, one, [release(A, 'weibo', 'confirmed'), approval(B, 1), pause('resume')], 'x', AT, others)) as Ledger;
  return { store, ledger, first: one.head as string };
}

const PATHS = {
  hold: 'settings/0001-hold.json',
  resume: 'settings/0002-resume.json',
  approval: `2026/11/${A}/0001-approval-${TREE}1.json`,
  evidence: `2026/11/${A}/0001-evidence.json`,
  intent: `2026/11/${A}/0002-intent-weibo.json`,
  confirmed: `2026/11/${A}/0003-confirmed-weibo.json`,
  other: `2026/12/${B}/0001-approval-${TREE}1.json`,
};

/** A ledger to be compared with another: bytes as text, and its paths in order. */
function plain({ chains, paths, ...rest }: Ledger): object {
  const told = [...chains].map(([chain, events]) => [
    chain,
    events.map((stored) => ({ ...stored, bytes: Buffer.from(stored.bytes).toString() })),
  ]);
  return { ...rest, chains: Object.fromEntries(told), paths: [...paths].sort() };
}

const kinds = (ledger: Ledger, chain: string): string[] => eventsOf(ledger, chain).map(({ seq, kind }) => `${seq} ${kind}`);

describe('the ledger that was written', () => {
  it('is the one that is read, but for the order of its paths', async () => {
    const { store, ledger, first } = await filled();
    const read = await readLedger(store);
    expect(plain(ledger)).toEqual(plain(read));
    expect(read.paths).toEqual([...Object.values(PATHS), 'notes.txt'].sort());
    expect([kinds(read, 'settings'), kinds(read, A), kinds(read, B)]).toEqual([
      ['1 hold', '2 resume'],
      ['1 approval', '2 intent', '3 confirmed'],
      ['1 approval'],
    ]);
    const before = await readLedger(store, first);
    expect([before.head, kinds(before, A), holds(before, B)]).toEqual([first, ['1 approval', '2 intent'], false]);
    expect(await readLedger(memoryLedger())).toEqual({ head: null, chains: new Map(), paths: [], damaged: [] });
  });

  it('links each event to the bytes of the one before it, and names its evidence', async () => {
    const { ledger } = await filled();
    const [one, two, three] = storedOf(ledger, A);
    expect([one?.event.prev, two?.event.prev, three?.event.prev]).toEqual([
      null,
      sha256(one?.bytes as Uint8Array),
      sha256(two?.bytes as Uint8Array),
    ]);
    expect([one?.event.evidence, two?.event.evidence]).toEqual([sha256(ledgerBytes({ pull: 1 })), undefined]);
  });

  it('is in the order of the numbers, whatever the order of the names', async () => {
    const store = memoryLedger();
    const many = Array.from({ length: 3 }, (_, index) => release(A, 'weibo', index === 0 ? 'withdraw-intent' : 'confirmed'));
    await write(store, EMPTY_LEDGER, many, 'x', AT);
    const { entries } = store;
    const backwards = { ...store, entries: async (head: string) => (await entries(head)).reverse() };
    expect(kinds(await readLedger(backwards), A)).toEqual(['1 withdraw-intent', '2 confirmed', '3 confirmed']);
  });

  it('names the files that are no events though they are called so, and keeps their chain', async () => {
    const store = memoryLedger();
    await store.append(null, [{ path: PATHS.intent, bytes: Buffer.from('x') }], 'x', AT);
    const ledger = await readLedger(store);
    expect([ledger.damaged, storedOf(ledger, A), [...ledger.chains.keys()]]).toEqual([[PATHS.intent], [], [A]]);
  });

  it('is left as it was, without a push, where there is nothing to write', async () => {
    const { store, ledger } = await filled();
    expect(await write(store, ledger, [], 'x', AT)).toBe(ledger);
    expect(await store.head()).toBe(ledger.head);
    const alone = await write(store, ledger, [], 'x', AT, [{ path: 'a.txt', value: { at: AT } }]);
    expect([alone?.paths.at(-1), alone?.head]).toEqual(['a.txt', await store.head()]);
  });

  it('is nobody’s who wrote on an older one', async () => {
    const { store, ledger } = await filled();
    expect(await write(store, { ...ledger, head: null, paths: [], chains: new Map() }, [pause('hold')], 'x', AT)).toBeNull();
  });

  it('remembers which events came after its seal', async () => {
    const { store, ledger } = await filled();
    const seal = { path: 'seals/2026/0001.json', at: AT } as NonNullable<Ledger['sealed']>['seal'];
    const sealed = { ...ledger, sealed: { seal, digest: 'd', added: new Set(['earlier']) } };
    const after = await write(store, sealed, [{ ...pause('hold'), evidence: {} }], 'x', AT, [{ path: 'a.txt', value: { at: AT } }]);
    expect(after?.sealed).toEqual({ seal, digest: 'd', added: new Set(['earlier', 'settings/0003-hold.json']) });
  });
});

describe('a part of the ledger', () => {
  it.each([
    ['2026/11/wucheng/x/0001-a.json', '2026/11'],
    ['2026/11/file.json', '2026/11'],
    ['2026/file.json', '2026'],
    ['settings/0001-hold.json', 'settings'],
    ['media/wechat/wx/a.json', 'media'],
    ['x2026/11/file.json', 'x2026'],
    ['20261/11/file.json', '20261'],
    ['notes.txt', 'notes.txt'],
  ])('of %s is %s', (path, part) => expect(partOf(path)).toBe(part));

  it('is read by itself, each once, and all of them are the whole', async () => {
    const { store, ledger } = await filled();
    const head = ledger.head as string;
    const parts = ['2026/11', '2026/12', 'notes.txt', 'settings'];
    const months: Ledger[] = [];
    for await (const month of readByMonth(store, head)) months.push(month);
    const named: Ledger[] = [];
    for await (const part of readParts(store, head, parts)) named.push(part);
    expect(named).toEqual(months);
    const newest: Ledger[] = [];
    for await (const month of readNewestFirst(store, head)) newest.push(month);
    expect(newest).toEqual([months[1], months[0]]);
    expect(months.map(({ paths }) => [...new Set(paths.map(partOf))])).toEqual(parts.map((part) => [part]));
    expect(months.flatMap(({ paths }) => paths)).toEqual((await readLedger(store)).paths);
    expect(months.map(({ chains }) => [...chains.keys()])).toEqual([[A], [B], [], ['settings']]);
    expect(months.every((month) => month.head === head)).toBe(true);
  });
});

describe('some chains of the ledger', () => {
  it('are read with their files and nothing else', async () => {
    const { store, ledger } = await filled();
    const chains = await readChains(store, ledger.head as string, [A, A, 'wucheng/2026-11-23-none']);
    const whole = {
      ...ledger,
      chains: new Map([
        [A, storedOf(ledger, A)],
        ['wucheng/2026-11-23-none', []],
      ]),
    };
    const paths = [PATHS.approval, PATHS.evidence, PATHS.intent, PATHS.confirmed];
    expect(plain(chains)).toEqual(plain({ ...whole, paths, partial: true }));
    expect([holds(chains, A), holds(chains, 'wucheng/2026-11-23-none'), holds(chains, B)]).toEqual([true, false, false]);
    expect(itemsOf(chains)).toEqual([A]);
    expect(storedOf(chains, 'wucheng/2026-11-23-none')).toEqual([]);
    expect(() => storedOf(chains, B)).toThrow(`the chain ${B} was not read`);
    expect(storedOf(ledger, 'wucheng/2026-11-23-none')).toEqual([]);
  });

  it('come with the settings, where the newest are asked for', async () => {
    const { store } = await filled();
    const newest = await readNewestChains(store, [B]);
    expect([...newest.chains.keys()]).toEqual(['settings', B]);
    expect(newest.head).toBe(await store.head());
    expect(await readNewestChains(memoryLedger(), [B])).toEqual(EMPTY_LEDGER);
  });

  it('name their damaged files', async () => {
    const store = memoryLedger();
    await store.append(null, [{ path: PATHS.intent, bytes: Buffer.from('x') }], 'x', AT);
    expect((await readNewestChains(store, [A])).damaged).toEqual([PATHS.intent]);
  });
});

describe('the items of the ledger', () => {
  it('are all its chains but the settings, in order', async () => {
    const { ledger } = await filled();
    expect(itemsOf(ledger)).toEqual([B, A]);
    expect([holds(ledger, A), holds(ledger, 'wucheng/2026-11-23-none')]).toEqual([true, false]);
  });

  it('are folded once, and what is written on top is folded on top of that', async () => {
    const { store, ledger } = await filled();
    const state = itemState(ledger, A);
    expect(itemState(ledger, A)).toBe(state);
    const after = (await write(store, ledger, [release(A, 'weibo', 'superseded')], 'x', AT)) as Ledger;
    expect(itemState(after, A)).toEqual(itemState(await readLedger(store), A));
    expect(itemState(after, A).approvals[0]).toBe(state.approvals[0]);
    expect(itemState(after, A).releases[0]?.state).toBe('superseded');
    expect(itemState(ledger, A)).toBe(state);
    expect(itemState(after, B).approvals.length).toBe(1);
  });

  it('are folded whole where something is written on top of what was only read', async () => {
    const { store } = await filled();
    const after = (await write(store, await readLedger(store), [release(A, 'weibo', 'superseded')], 'x', AT)) as Ledger;
    expect(itemState(after, A)).toEqual(itemState(await readLedger(store), A));
  });
});

describe('what the drafts become', () => {
  it('is told chain by chain: each event, and its evidence beside it', async () => {
    const { ledger } = await filled();
    const drafts = [pause('hold'), { ...approval(A, 2), evidence: { pull: 2 } }, pause('resume'), approval(B, 2)];
    const { files, events } = chained(ledger, drafts, standIn);
    expect(files.map(({ path }) => path)).toEqual([
      'settings/0003-hold.json',
      `2026/11/${A}/0004-approval-${TREE}2.json`,
      `2026/11/${A}/0004-evidence.json`,
      'settings/0004-resume.json',
      `2026/12/${B}/0002-approval-${TREE}2.json`,
    ]);
    const chains = longerChains(ledger, events);
    expect([chains.get('settings')?.length, chains.get(A)?.length, chains.get(B)?.length]).toEqual([4, 4, 2]);
    expect(storedOf(ledger, A).length).toBe(3);
  });

  it('holds no secret that a platform’s answer brought along', () => {
    keepSecret('example-secret-1');
    const said = (more: Partial<Draft['event']>) => {
      const { reason, remote } = chained(EMPTY_LEDGER, [release(A, 'weibo', 'sent', more)], standIn).events[0]?.event ?? {};
      return { reason, remote };
    };
    const remote = { id: 'example-secret-1', url: 'http://127.0.0.1/example-secret-1', steps: { a: 'example-secret-1' } };
    const hidden = { id: '***', url: 'http://127.0.0.1/***', steps: { a: '***' } };
    const honest = { id: '1', url: 'http://127.0.0.1/' };
    expect(said({ reason: '答复 example-secret-1', remote })).toEqual({ reason: '答复 ***', remote: hidden });
    expect(said({ remote })).toEqual({ remote: hidden });
    expect(said({ reason: '答复 example-secret-1' })).toEqual({ reason: '答复 ***' });
    expect(said({ reason: '答复', remote })).toEqual({ reason: '答复', remote: hidden });
    expect(said({ reason: '答复 example-secret-1', remote: honest })).toEqual({ reason: '答复 ***', remote: honest });
    expect(said({ reason: '答复', remote: honest })).toEqual({ reason: '答复', remote: honest });
    expect(Object.keys(chained(EMPTY_LEDGER, [release(A, 'weibo', 'sent', { remote })], standIn).events[0]?.event ?? {})).not.toContain(
      'reason',
    );
  });
});

describe('a picture that was uploaded with an event', () => {
  it('is remembered in a signed file beside it, which the event names by its digest', () => {
    const pictures = ['a', 'b'].map((name) => ({ path: `media/wechat/wx/${name}.json`, value: { at: AT, name } }));
    const { files, events } = chained(EMPTY_LEDGER, [{ ...approval(A, 1), evidence: { pull: 1 }, pictures }, approval(B, 1)], standIn);
    expect(files.map(({ path }) => path)).toEqual([PATHS.approval, ...pictures.map(({ path }) => path), PATHS.evidence, PATHS.other]);
    const [, one, other] = files.map(({ bytes }) => bytes) as [Uint8Array, Uint8Array, Uint8Array];
    expect(JSON.parse(Buffer.from(one).toString())).toEqual({ at: AT, name: 'a', signature: expect.anything() });
    expect(events.map(({ event }) => event.uploads)).toEqual([
      { 'media/wechat/wx/a.json': sha256(one), 'media/wechat/wx/b.json': sha256(other) },
      undefined,
    ]);
  });
});

describe('what is written', () => {
  const { privateKeyPem, publicKey } = newSigningKey();
  const from = (day: string): Ledger => ({ ...EMPTY_LEDGER, keysOn: (on) => (on >= day ? [{ ...publicKey, from: day }] : []) });
  const record = { path: 'a.json', value: { at: AT, name: 'a' } };

  it.each<[what: string, drafts: Draft[], records: Unsigned[], day: string, code: string | null]>([
    ['is believed by a key that is listed on its day', [approval(A, 1)], [record], '2026-11-24', null],
    ['is no event by a key that is listed only later', [approval(A, 1)], [], '2026-11-25', 'form/key-not-listed'],
    ['is no other file by such a key either', [], [record], '2026-11-25', 'form/key-not-listed'],
  ])('%s', async (_what, drafts, records, day, code) => {
    const store = memoryLedger(signerOf(privateKeyPem));
    const writing = write(store, from(day), drafts, 'x', AT, records);
    if (code === null) expect(await writing).toMatchObject({ keysOn: expect.any(Function), head: await store.head() });
    else
      await expect(writing).rejects.toMatchObject({ code, place: 'SANSHEN_SIGNING_KEY', message: expect.stringMatching(/台账没有写。$/) });
    expect((await store.head()) === null).toBe(code !== null);
  });

  it('is nothing where there is no key, and where a key is missing that is said', async () => {
    const { sign: _, ...store } = memoryLedger();
    expect(await write(store, EMPTY_LEDGER, [], 'x', AT)).toBe(EMPTY_LEDGER);
    await expect(write(store, EMPTY_LEDGER, [approval(A, 1)], 'x', AT)).rejects.toMatchObject({
      code: 'ledger/no-key',
      place: 'SANSHEN_SIGNING_KEY',
      message: '这里没有签名私钥，台账写不了；台账的每一条都应由发布程序签名；请打开 Actions → 办理 → Run workflow 办理。',
    });
  });
});

describe('another file of the ledger', () => {
  it('is read as JSON, or as bytes that are none', async () => {
    const store = memoryLedger();
    const files = { 'a.json': '{"a":"一"}', 'b.json': 'b' };
    await store.append(
      null,
      Object.entries(files).map(([path, text]) => ({ path, bytes: Buffer.from(text) })),
      'x',
      AT,
    );
    const ledger = await readLedger(store);
    expect((await readValue(store, ledger, 'a.json'))?.value).toEqual({ a: '一' });
    const other = await readValue(store, ledger, 'b.json');
    expect([other?.value, Buffer.from(other?.bytes ?? []).toString()]).toEqual([undefined, 'b']);
    expect(await readValue(store, ledger, 'c.json')).toBeNull();
    expect(await readValue(store, EMPTY_LEDGER, 'a.json')).toBeNull();
  });
});
