import { describe, expect, it } from 'vitest';
import { sha256 } from '#pipeline/canonical-json.ts';
import type { Git } from '#pipeline/forge/git/git.ts';
import type { Seal } from '#pipeline/ledger/event.ts';
import { ledgerBytes } from '#pipeline/ledger/event.ts';
import { type Draft, EMPTY_LEDGER, type Ledger, readByMonth, write } from '#pipeline/ledger/ledger.ts';
import { nextSealPath, openSeal } from '#pipeline/ledger/seal.ts';
import { keysOf, type Settings } from '#pipeline/ledger/settings-version.ts';
import { policySchema } from '#pipeline/organisation/policy.ts';
import { newSigningKey } from '#pipeline/setup/first-settings.ts';
import { allSeals, type FoundSeal, newestSeal, sealedFacts, sealProblems } from '#pipeline/verify/verify-seal.ts';
import { approval, release } from '../release/world.ts';
import { memoryLedger } from './ledger-memory.ts';
import { signedSeal } from './tampering.ts';

const A = 'wucheng/2026-11-23-a';
const B = 'jindong/2026-12-01-b';
const TREE = `${'a'.repeat(39)}1`;
const PATH = 'seals/2026/0003.json';
const { privateKeyPem: KEY, publicKey } = newSigningKey();

const SEAL: Seal = {
  version: 1,
  path: PATH,
  at: '2026-12-31T23:30:00+08:00',
  commit: 'c'.repeat(40),
  previous: null,
  main: 'd'.repeat(40),
  items: 1,
  events: 4,
  numbers: { 2026: 7 },
  open: [],
  due: [],
};

const DAYS: string[] = [];
const keysOn = (day: string) => {
  DAYS.push(day);
  return [{ ...publicKey, from: '2026-01-01' }];
};

describe('a seal', () => {
  it('lies at its path and is read as what was signed, by the keys of its Beijing date', () => {
    DAYS.length = 0;
    const { path, bytes } = signedSeal(SEAL, KEY);
    expect(openSeal(path, bytes, keysOn)).toEqual({ seal: SEAL, digest: sha256(bytes) });
    expect([path, new Set(DAYS)]).toEqual([PATH, new Set(['2026-12-31'])]);
  });

  it('says that its key has ended by today, a day’s run after its last', () => {
    const { path, bytes } = signedSeal(SEAL, KEY);
    const keys = keysOf([{ policy: policySchema.parse({ signing_keys: [{ ...publicKey, from: '2026-01-01', to: '2026-12-31' }] }) }]);
    expect(openSeal(path, bytes, keys, '2027-01-01')).toEqual({ seal: SEAL, digest: sha256(bytes) });
    expect(openSeal(path, bytes, keys, '2027-01-02')).toEqual({ seal: SEAL, digest: sha256(bytes), ended: true });
  });

  const { path: _, ...SAID } = SEAL;

  it.each([
    ['isn’t JSON', () => Buffer.from('x'), '不是写入时的样子'],
    ['is JSON of nothing', () => Buffer.from('null'), '不是写入时的样子'],
    ['has a byte more', () => Buffer.concat([signedSeal(SEAL, KEY).bytes, Buffer.from(' ')]), '不是写入时的样子'],
    ['has no time', () => ledgerBytes({ version: 1 }), '不是写入时的样子'],
    ['has a time that is none', () => signedSeal({ ...SEAL, at: '2026-12-31' }, KEY).bytes, '不是写入时的样子'],
    ['has no signature', () => ledgerBytes(SAID), '没有签名，不是发布程序写的'],
    ['belongs in another place', () => signedSeal({ ...SEAL, path: 'seals/2026/0004.json' }, KEY).bytes, '的签名对不上，内容或位置被改过'],
  ] as [string, () => Uint8Array, string][])('that %s isn’t believed', (_what, spoilt, fault) =>
    expect(openSeal(PATH, spoilt(), keysOn)).toEqual({ fault: `封账 ${PATH} ${fault}` }),
  );

  it('of a key that isn’t listed on that day isn’t believed', () =>
    expect(openSeal(PATH, signedSeal(SEAL, KEY).bytes, () => [])).toEqual({
      fault: `封账 ${PATH} 不是用名单上当天有效的密钥签的，不是发布程序写的`,
    }));

  it.each([
    [null, '2026-12-31T23:59:59+08:00', 'seals/2026/0001.json'],
    [PATH, '2026-12-31T23:59:59+08:00', 'seals/2026/0004.json'],
    [PATH, '2026-12-31T16:00:00Z', 'seals/2027/0001.json'],
    ['notes.txt', '2026-12-31T23:59:59+08:00', 'seals/2026/0001.json'],
    ['settings/0009-hold.json', '2026-12-31T23:59:59+08:00', 'seals/2026/0001.json'],
  ])('after %s, put at %s, lies at %s', (last, at, expected) => expect(nextSealPath(last, at)).toBe(expected));
});

describe('the seals of a ledger', () => {
  const COMMITS = ['1', '2', '3'].map((digit) => digit.repeat(40)) as [string, string, string];
  const OTHER = 'f'.repeat(40);

  /** Seals one upon the other, each of the next commit, with what some say otherwise; what one says as `null` nobody signed. */
  function seals(said: readonly (Partial<Seal> | null)[]): FoundSeal[] {
    let previous: string | null = null;
    return said.map((more, index) => {
      const seal = { ...SEAL, path: `seals/2026/000${index + 1}.json`, commit: COMMITS[index] as string, previous, ...more };
      const { path, bytes } = signedSeal(seal, KEY);
      previous = sha256(bytes);
      return { path, opened: openSeal(path, bytes, more === null ? () => [] : keysOn), said: null };
    });
  }

  it.each([
    ['are one upon the other, each of a later commit', [{}, {}, {}], []],
    ['may be none', [], []],
    ['begin with one that names none before it', [{ previous: OTHER }, {}], ['0001 没有接着上一次封账']],
    ['name the one right before', [{}, {}, { previous: null }], ['0003 没有接着上一次封账']],
    ['speak of commits of this ledger', [{ commit: OTHER }, {}], ['0001 所说的提交 fffffff 不在台账里，或不在上一次封账之后']],
    ['go forward', [{}, {}, { commit: COMMITS[0] }], ['0003 所说的提交 1111111 不在台账里，或不在上一次封账之后']],
    ['speak of each commit once', [{}, { commit: COMMITS[0] }, {}], ['0002 所说的提交 1111111 不在台账里，或不在上一次封账之后']],
    [
      'are signed, and nothing stands on one that isn’t',
      [{}, null, {}],
      ['0002 不是用名单上当天有效的密钥签的，不是发布程序写的', '0003 没有接着上一次封账'],
    ],
    [
      'are all told of',
      [{ previous: OTHER, commit: OTHER }],
      ['0001 没有接着上一次封账', '0001 所说的提交 fffffff 不在台账里，或不在上一次封账之后'],
    ],
  ] as [string, (Partial<Seal> | null)[], string[]][])('%s', (_what, said, problems) => {
    const path = (words: string): string =>
      `封账 ${words.replace(/^\d{4}/, 'seals/2026/$&.json')}；请管理员查明台账的来历；在查清以前什么也不发。`;
    const told = sealProblems(seals(said), COMMITS);
    expect(told.map(({ message }) => message)).toEqual(problems.map(path));
    for (const { item, event, code, message } of told) expect([item, message.includes(event), code]).toEqual(['ledger', true, 'seal']);
  });
});

describe('the seals of a commit of the ledger', () => {
  const versions = [{ policy: { signing_keys: [{ ...publicKey, from: '2026-01-01' }] } }] as unknown as Settings[];
  const path = (number: number): string => `seals/2026/000${number}.json`;

  it('are read in the order of their places, and the last is the newest, whether it is believed or not', async () => {
    const store = memoryLedger();
    const at = '2026-12-31T23:30:00+08:00';
    const first = await store.append(null, [{ path: 'settings/0001-hold.json', bytes: Buffer.from('x') }], 'x', at);
    let head = first.kind === 'appended' ? first.head : '';
    expect([await newestSeal(store, head, versions), await allSeals(store, head, versions)]).toEqual([null, []]);
    const files = [1, 2, 3].map((number) => signedSeal({ ...SEAL, path: path(number), events: number }, KEY));
    for (const file of files) {
      const next = await store.append(head, [file], '封账', at);
      head = next.kind === 'appended' ? next.head : '';
    }
    const opened = files.map((file, index) => ({
      seal: { ...SEAL, path: path(index + 1), events: index + 1 },
      digest: sha256(file.bytes),
    }));
    expect(await newestSeal(store, head, versions)).toEqual(opened[2]);
    expect(await allSeals(store, head, versions)).toEqual(opened.map((seal) => ({ path: seal.seal.path, opened: seal, said: null })));
    expect(await allSeals(store, head, [])).toEqual(
      files.map((file) => ({ path: file.path, opened: { fault: expect.stringContaining('不是用名单上当天有效的密钥签的') }, said: null })),
    );
    expect(await newestSeal(store, head, [])).toMatchObject({
      problem: {
        item: 'ledger',
        event: path(3),
        code: 'seal',
        message: expect.stringContaining(`封账 ${path(3)} 不是用名单上当天有效的密钥签的`),
      },
    });
  });
});

describe('what a seal says of the events before it', () => {
  const numbered = (item: string, number: string, more = {}): Draft => approval(item, 1, { number, channels: ['weibo'], ...more });
  const DONE = [numbered(A, '2026-0007'), release(A, 'weibo', 'intent'), release(A, 'weibo', 'confirmed')];
  const { channel: _, ...hold } = release('settings', 'weibo', 'hold').event;

  /** What is wrong with a seal of these events. */
  async function wrong(seal: Partial<Seal>, drafts: Draft[] = [...DONE, { event: hold }], added: string[] = [], main: Git | null = null) {
    const store = memoryLedger();
    const ledger = (await write(store, EMPTY_LEDGER, drafts, 'x', '2026-11-24T10:00:00+08:00')) as Ledger;
    const facts = sealedFacts({ ...SEAL, ...seal }, new Set(added));
    for await (const part of readByMonth(store, ledger.head as string)) facts.see(part);
    return (await facts.problems(main)).map(({ item, event, code, message }) => {
      expect([item, event, code]).toEqual(['ledger', PATH, 'seal']);
      return message.replace('；请管理员查明台账的来历；在查清以前什么也不发。', '');
    });
  }

  const FIGURES = `封账 ${PATH} 写的条数或编号与台账不符`;
  const forgotten = (item: string): string => `封账 ${PATH} 没有列出还没办完的 ${item}，它可能被漏发`;

  it.each([
    ['is so', {}, []],
    ['counts an item more', { items: 2 }, [FIGURES]],
    ['counts an event less', { events: 3 }, [FIGURES]],
    ['knows another number of a form', { numbers: { 2026: 8 } }, [FIGURES]],
    ['knows a number of another year', { numbers: { 2026: 7, 2027: 1 } }, [FIGURES]],
    ['calls an item open that is settled', { open: [A] }, []],
  ] as [string, Partial<Seal>, string[]][])('%s', async (_what, seal, problems) => expect(await wrong(seal)).toEqual(problems));

  it('leaves out an item that isn’t settled', async () => {
    const unfinished = [...DONE, numbered(B, '2026-0006')];
    expect(await wrong({ items: 2 }, unfinished)).toEqual([forgotten(B)]);
    expect(await wrong({ items: 2, open: [B] }, unfinished)).toEqual([]);
    expect(await wrong({ events: 3, at: '2026-11-30T10:00:00+08:00' }, DONE)).toEqual([forgotten(A)]);
  });

  it('calls no pause open, however lately somebody ordered it', async () => {
    const lately = { event: { ...hold, at: '2026-12-31T20:00:00+08:00' } };
    expect(await wrong({}, [...DONE, lately])).toEqual([]);
  });

  it('has the highest number of each year', async () => {
    const more = [...DONE, numbered(B, '2026-0003'), numbered(B, '2027-0002'), numbered('unit1/2026-12-01-c', '2027-0001')];
    expect(await wrong({ items: 3, events: 6, numbers: { 2026: 7, 2027: 2 }, open: [B, 'unit1/2026-12-01-c'] }, more)).toEqual([]);
  });

  it('speaks of nothing that came later', async () => {
    const folder = `2026/12/${B}/0001-approval-${TREE}.json`;
    expect(await wrong({ events: 3 }, [...DONE, numbered(B, '2026-0008')], [folder])).toEqual([]);
    expect(await wrong({ events: 3 }, [...DONE, { event: hold }], ['settings/0001-hold.json'])).toEqual([]);
  });

  it('names the folders of main that nobody had approved', async () => {
    const names: Record<string, { name: string; type: string; id: string }[]> = {
      'content/items': [{ name: 'wucheng', type: 'tree', id: 'u' }],
      'content/items/wucheng': [
        { name: '2026-11-23-a', type: 'tree', id: TREE },
        { name: '2026-11-24-due', type: 'tree', id: 'x' },
        { name: '2026-11-25-new', type: 'tree', id: 'y' },
      ],
    };
    const main = { resolve: async () => SEAL.main, names: async (_: string, folder: string) => names[folder] } as unknown as Git;
    expect(await wrong({ due: ['content/items/wucheng/2026-11-24-due'] }, undefined, [], main)).toEqual([
      `封账 ${PATH} 没有列出当时还没入账的 content/items/wucheng/2026-11-25-new，它可能被漏发`,
    ]);
    const sent = [numbered(A, '2026-0007', { tree: 'b'.repeat(40) }), release(A, 'weibo', 'intent')];
    const due = ['24-due', '25-new'].map((name) => `content/items/wucheng/2026-11-${name}`);
    expect(await wrong({ events: 2, open: [A], due }, sent, [], main)).toEqual([
      `封账 ${PATH} 没有列出当时还没入账的 content/items/wucheng/2026-11-23-a，它可能被漏发`,
    ]);
    const changed = [numbered(A, '2026-0007', { tree: 'b'.repeat(40) }), { event: hold }];
    expect(await wrong({ events: 2, open: [A] }, changed, [], main)).toHaveLength(3);
  });
});
