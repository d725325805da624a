import { describe, expect, it } from 'vitest';
import type { Channel } from '#pipeline/item/front-matter/front-matter-schema.ts';
import type { Seal, SealedChain } from '#pipeline/ledger/event.ts';
import { type Draft, readByMonth, readChains, readLedger, write } from '#pipeline/ledger/ledger.ts';
import type { LedgerStore } from '#pipeline/ledger/ledger-store.ts';
import { sealedAt } from '#pipeline/ledger/published.ts';
import { signerOf } from '#pipeline/review/form/envelope.ts';
import { newSigningKey } from '#pipeline/setup/first-settings.ts';
import { walkHistory } from '#pipeline/verify/verify-history.ts';
import { allSeals, otherThanSealed, sealedChains, sealProblems } from '#pipeline/verify/verify-seal.ts';
import { approval, release } from '../release/world.ts';
import { memoryLedger } from './ledger-memory.ts';
import { putSeal, saying } from './put-seal.ts';

const A = 'wucheng/2026-11-23-a';
const B = 'jindong/2026-12-01-b';
const AT = '2026-12-31T10:00:00+08:00';
const { privateKeyPem, publicKey } = newSigningKey();
const sign = signerOf(privateKeyPem);
const SETTINGS = [{ policy: { signing_keys: [{ ...publicKey, from: '2026-01-01' }] } }] as never;

/** What is pushed, each time with the seal after it. */
const PUSHES: Draft[][] = [
  [approval(A, 1, { number: '2026-0001' }), release(A, 'weibo', 'intent')],
  [release(A, 'weibo', 'confirmed', { remote: { id: '1', url: 'https://weibo.example/1' } }), approval(B, 1)],
  [release(B, 'weibo', 'intent'), release(B, 'weibo', 'confirmed', { remote: { id: '2', url: 'https://weibo.example/2' } })],
];

/** A ledger of these pushes and one more, whose second seal lies. */
async function sealed(lie?: (seal: Seal) => Partial<Seal>): Promise<LedgerStore> {
  const store = memoryLedger(sign);
  for (const [index, drafts] of PUSHES.entries()) {
    await write(store, await readLedger(store), drafts, '登记', AT);
    await putSeal(store, sign, index === 1 ? lie : undefined);
  }
  await write(store, await readLedger(store), [approval(A, 2)], '登记', AT);
  return store;
}

/** What verifying a ledger finds wrong with what its seals say of items. */
async function wrong(store: LedgerStore): Promise<string[]> {
  const head = (await store.head()) as string;
  const found = await allSeals(store, head, SETTINGS);
  const commits = found.map(({ opened }) => ('fault' in opened ? '' : opened.seal.commit));
  const walked = await walkHistory(store, head, commits);
  expect(sealProblems(found, walked.commits)).toEqual([]);
  const chains = sealedChains(found, walked.grown);
  for await (const part of readByMonth(store, head)) chains.see(part);
  return chains.problems().map(({ item, event, code, message }) => {
    expect([item, event, code]).toEqual(['ledger', 'seals/2026/0002.json', 'seal']);
    return message.split('；')[0] as string;
  });
}

const ofA = (change: Partial<SealedChain>): ((seal: Seal) => Partial<Seal>) =>
  saying((changed) => ({ ...changed, [A]: { ...(changed[A] as SealedChain), ...change } }));
const SAID = '封账 seals/2026/0002.json 写的 wucheng/2026-11-23-a 与台账不符';

it('an item at rest is found by its address on a channel, by the newest word of the seals', async () => {
  const store = await sealed(ofA({ out: {} }));
  const at = async (channel: Channel, url: string) => sealedAt(store, (await store.head()) as string, channel, (one) => one === url);
  const [first, second] = ['https://weibo.example/1', 'https://weibo.example/2'];
  expect([await at('weibo', second), await at('wechat', second), await at('weibo', first)]).toEqual([[B], [], []]);
});

describe('what each seal says of items is held against their chains at its time: one that', () => {
  it.each<[string, (seal: Seal) => Partial<Seal>, string[]]>([
    ['is right passes', () => ({}), []],
    ['names another digest is told', ofA({ last: 'f'.repeat(64) }), [SAID]],
    ['counts an event less is told', ofA({ seq: 2 }), [SAID]],
    ['names another address is told', ofA({ out: { weibo: { revision: 1, url: 'https://weibo.example/9' } } }), [SAID]],
    ['names another revision is told', ofA({ out: { weibo: { revision: 2, url: 'https://weibo.example/1' } } }), [SAID]],
    ['says that nothing is out is told', ofA({ out: {} }), [SAID]],
    ['names another number of the form is told', ofA({ number: '2026-0002' }), [SAID]],
    ['says that the item is taken back is told', ofA({ removal: true }), [SAID]],
    [
      'leaves out an item is told',
      saying(({ [A]: _, ...changed }) => changed),
      ['封账 seals/2026/0002.json 没有写 wucheng/2026-11-23-a，它在上一次封账以后有新的登记'],
    ],
    [
      'names an item that nobody has is told',
      saying((changed) => ({ ...changed, 'wucheng/2026-11-23-none': { seq: 1, last: '', out: {} } })),
      ['封账 seals/2026/0002.json 写了 wucheng/2026-11-23-none，它在上一次封账以后没有新的登记'],
    ],
    [
      'says nothing of items, as earlier releases wrote it, passes',
      ({ changed: _, ...seal }) => ({ ...seal, changed: undefined as never }),
      [],
    ],
  ])('%s', async (_what, lie, problems) => expect(await wrong(await sealed(lie))).toEqual(problems));

  it('names an item whose chain hasn’t grown is told', async () => {
    const store = await sealed();
    await putSeal(store, sign);
    await write(store, await readLedger(store), [approval(B, 2)], '登记', AT);
    const before = await putSeal(
      store,
      sign,
      saying((changed) => ({ ...changed, [A]: { seq: 4, last: '', out: {} } })),
    );
    expect(Object.keys(before.changed ?? {})).toEqual([B, A]);
    const head = (await store.head()) as string;
    const found = await allSeals(store, head, SETTINGS);
    const { grown } = await walkHistory(
      store,
      head,
      found.map(({ opened }) => ('fault' in opened ? '' : opened.seal.commit)),
    );
    const chains = sealedChains(found, grown);
    chains.see(await readLedger(store));
    expect(chains.problems()).toMatchObject([
      { event: before.path, message: expect.stringContaining(`写了 ${A}，它在上一次封账以后没有`) },
    ]);
  });
});

describe('a chain that the newest seal speaks of', () => {
  async function problems(lie?: (seal: Seal) => Partial<Seal>): Promise<unknown[]> {
    const store = memoryLedger(sign);
    await write(store, await readLedger(store), PUSHES.flat(), '登记', AT);
    const seal = await putSeal(store, sign, lie);
    const ledger = await readChains(store, (await store.head()) as string, [A, 'wucheng/2026-11-23-none']);
    return otherThanSealed({ ...ledger, sealed: { seal, digest: '', added: new Set() } });
  }
  const other = (path: string, seq: number): object => ({
    item: path === '' ? expect.stringContaining('wucheng/') : A,
    event: path,
    code: 'sealed-otherwise',
    message: expect.stringContaining(`第 ${seq} 条登记与封账 seals/2026/0001.json 写的不一样；请管理员查明`),
  });

  it('is nothing to compare where there is no seal', async () => {
    const store = memoryLedger(sign);
    await write(store, await readLedger(store), PUSHES.flat(), '登记', AT);
    expect(otherThanSealed(await readLedger(store))).toEqual([]);
  });

  it.each<[string, (seal: Seal) => Partial<Seal>, object[]]>([
    ['is believed where the seal is of an earlier release, which says nothing of items', () => ({ changed: undefined as never }), []],
    ['is believed as the seal says', () => ({}), []],
    ['or where the seal says nothing of it', saying(({ [A]: _, ...changed }) => changed), []],
    ['is refused with another last event', ofA({ last: 'f'.repeat(64) }), [other(`2026/11/${A}/0003-confirmed-weibo.json`, 3)]],
    ['is refused with fewer events', ofA({ seq: 4 }), [other('', 4)]],
    [
      'is refused where it is gone',
      saying((changed) => ({ ...changed, 'wucheng/2026-11-23-none': { seq: 1, last: '', out: {} } })),
      [other('', 1)],
    ],
  ])('%s', async (_what, lie, expected) => expect(await problems(lie)).toEqual(expected));
});
