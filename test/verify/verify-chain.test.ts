import { describe, expect, it } from 'vitest';
import { type Draft, EMPTY_LEDGER, type Ledger, longerChains, type StoredEvent, storedOf, write } from '#pipeline/ledger/ledger.ts';
import { readOrganisation } from '#pipeline/organisation/read-settings.ts';
import { chainProblems, type Trust, type VerifyProblem } from '#pipeline/verify/verify-chain.ts';
import { itemChainProblems, itemProblems, nameProblems } from '#pipeline/verify/verify-items.ts';
import type { VerifiedSettings } from '#pipeline/verify/verify-settings.ts';
import { ORGANISATION } from '../bureau.ts';
import { memoryLedger } from '../ledger/ledger-memory.ts';
import { PAPER } from '../ledger/paper-review.ts';
import { approval, release } from '../release/world.ts';

const ITEM = 'wucheng/2026-11-23-a';
const FOLDER = `2026/11/${ITEM}`;
const AT = '2026-11-24T10:00:00+08:00';
const TREE = `${'a'.repeat(39)}1`;

/** An item that was approved, sent and seen, as the publisher writes it. */
async function chainOf(...drafts: Draft[]): Promise<StoredEvent[]> {
  const written = await write(memoryLedger(), EMPTY_LEDGER, drafts, 'x', AT);
  return [...storedOf(written as Ledger, ITEM)];
}
const usual = (): Promise<StoredEvent[]> =>
  chainOf(approval(ITEM, 1), release(ITEM, 'weibo', 'intent'), release(ITEM, 'weibo', 'confirmed'));

const ledgerOf = (chain: readonly StoredEvent[]): Ledger => ({ ...EMPTY_LEDGER, chains: longerChains(EMPTY_LEDGER, chain) });
const told = (problems: readonly VerifyProblem[]): string[] =>
  problems.map(({ code, event }) => `${code} ${event.replace(`${FOLDER}/`, '')}`);
const INVESTIGATE = '；请管理员查明台账的来历；在查清以前什么也不发。';

describe('a chain', () => {
  it('as the publisher writes it has nothing wrong', async () =>
    expect([chainProblems(ITEM, await usual()), itemChainProblems(ledgerOf(await usual()), ITEM)]).toEqual([[], []]));

  it('of a text signed on paper that a person says never was out, and that is then given up, has nothing wrong', async () => {
    const chain = await chainOf(...(['offline', 'failed', 'abandoned'] as const).map((kind) => release(ITEM, 'weibo', kind)));
    expect(itemChainProblems(ledgerOf(chain), ITEM)).toEqual([]);
  });

  it('without one of its events has a gap there, and what follows isn’t linked', async () => {
    const [first, , third] = (await usual()) as [StoredEvent, StoredEvent, StoredEvent];
    expect(chainProblems(ITEM, [first, third])).toEqual([
      {
        item: ITEM,
        event: third.path,
        code: 'gap',
        message: `${third.path} 的序号应为 2，中间缺少或多出登记${INVESTIGATE}`,
      },
      {
        item: ITEM,
        event: third.path,
        code: 'broken-chain',
        message: `${third.path} 没有接着上一条登记，前面的内容被改过${INVESTIGATE}`,
      },
    ]);
    expect(told(chainProblems(ITEM, [third]))).toEqual(['gap 0003-confirmed-weibo.json', 'broken-chain 0003-confirmed-weibo.json']);
  });

  it('of which an event was changed isn’t linked from there on', async () => {
    const [first, second, third] = (await usual()) as [StoredEvent, StoredEvent, StoredEvent];
    const other = { ...second, bytes: Buffer.from('x') };
    expect(told(chainProblems(ITEM, [first, other, third]))).toEqual(['broken-chain 0003-confirmed-weibo.json']);
  });

  it('has every event under its own name', async () => {
    const [first, ...rest] = (await usual()) as [StoredEvent, ...StoredEvent[]];
    const path = `${FOLDER}/0001-hold.json`;
    expect(chainProblems(ITEM, [{ ...first, path }, ...rest])).toEqual([
      { item: ITEM, event: path, code: 'misplaced', message: `${path} 的内容与它的文件名不一致${INVESTIGATE}` },
    ]);
  });
});

describe('the steps of a chain', () => {
  const steps = async (...drafts: Draft[]): Promise<string[]> => told(itemChainProblems(ledgerOf(await chainOf(...drafts)), ITEM));
  const weibo = (kind: Draft['event']['kind'], more: Partial<Draft['event']> = {}): Draft => release(ITEM, 'weibo', kind, more);

  it('are those that the table allows, each release by itself', async () => {
    const website = release(ITEM, 'website', 'intent');
    expect(await steps(approval(ITEM, 1), weibo('intent'), website, weibo('sent'), weibo('intent'))).toEqual([
      'illegal-step 0005-intent-weibo.json',
    ]);
    expect(await steps(approval(ITEM, 1), weibo('sent'))).toEqual(['illegal-step 0002-sent-weibo.json']);
    const second = { revision: 2, tree: `${'a'.repeat(39)}2` };
    expect(await steps(approval(ITEM, 1), weibo('intent'), approval(ITEM, 2), weibo('intent', second))).toEqual([]);
    const [problem] = itemChainProblems(ledgerOf(await chainOf(approval(ITEM, 1), weibo('confirmed'), weibo('sent'))), ITEM);
    const path = `${FOLDER}/0003-sent-weibo.json`;
    expect(problem).toEqual({
      item: ITEM,
      event: path,
      code: 'illegal-step',
      message: `${path}：发布不能从 confirmed 变为 sent${INVESTIGATE}`,
    });
  });

  it.each([
    ['before its approval', [weibo('intent'), approval(ITEM, 1)], ['not-approved 0001-intent-weibo.json']],
    ['of another tree', [approval(ITEM, 1), weibo('intent', { tree: 'x' })], ['not-approved 0002-intent-weibo.json']],
    ['of another revision', [approval(ITEM, 1), weibo('intent', { revision: 2 })], ['not-approved 0002-intent-weibo.json']],
    [
      'that was only approved to be taken back',
      [approval(ITEM, 1, { removal: true }), weibo('intent')],
      ['not-approved 0002-intent-weibo.json'],
    ],
    ['that was approved after another', [approval(ITEM, 1), approval(ITEM, 1, { tree: 'x' }), weibo('intent', { tree: 'x' })], []],
  ])('are not those of a text %s', async (_what, drafts, expected) => expect(await steps(...drafts)).toEqual(expected));

  it('say which text nobody approved', async () => {
    const path = `${FOLDER}/0001-intent-weibo.json`;
    expect(itemChainProblems(ledgerOf(await chainOf(weibo('intent'))), ITEM)).toEqual([
      { item: ITEM, event: path, code: 'not-approved', message: `${path} 的稿件没有经过审定${INVESTIGATE}` },
    ]);
  });

  const offline = (more: Partial<Draft['event']> = {}): Draft => weibo('offline', { offline: PAPER, ...more });

  it.each<[what: string, drafts: Draft[], expected: string[]]>([
    ['registered', [offline()], []],
    ['registered once more, for another text', [offline(), offline({ tree: 'x' })], []],
    ['taken down', [offline(), weibo('withdraw-intent'), weibo('withdrawn')], []],
    ['called wrong', [offline(), weibo('failed')], []],
    ['given up', [offline(), weibo('abandoned')], []],
    ['confirmed by its reviews', [offline(), approval(ITEM, 1), weibo('confirmed')], []],
    ['confirmed without them', [offline(), weibo('confirmed')], ['not-approved 0002-confirmed-weibo.json']],
    [
      'confirmed as another text',
      [offline({ tree: 'x' }), approval(ITEM, 1), weibo('confirmed')],
      ['illegal-step 0003-confirmed-weibo.json'],
    ],
    [
      'confirmed as another text after a person looked',
      [offline({ tree: 'x' }), approval(ITEM, 1), weibo('needs-human'), weibo('confirmed')],
      [],
    ],
    ['left to a person without reviews', [offline(), weibo('needs-human')], ['not-approved 0002-needs-human-weibo.json']],
    ['taken down as another text', [offline(), weibo('withdraw-intent', { tree: 'x' })], ['not-approved 0002-withdraw-intent-weibo.json']],
    [
      'called wrong where nothing was registered',
      [weibo('failed')],
      ['illegal-step 0001-failed-weibo.json', 'not-approved 0001-failed-weibo.json'],
    ],
    ['registered after the reviews', [approval(ITEM, 1), offline()], ['illegal-step 0002-offline-weibo.json']],
    ['registered as a correction', [offline({ revision: 2 })], ['illegal-step 0001-offline-weibo.json']],
  ])('of what was published by hand: %s', async (_what, drafts, expected) => expect(await steps(...drafts)).toEqual(expected));

  it('of what was published by hand say what is wrong', async () => {
    const words = async (...drafts: Draft[]) => itemChainProblems(ledgerOf(await chainOf(...drafts)), ITEM).map(({ message }) => message);
    expect(await words(offline({ tree: 'x' }), approval(ITEM, 1), weibo('confirmed'), offline({ revision: 2 }))).toEqual([
      `${FOLDER}/0003-confirmed-weibo.json 确认的不是线下审签登记的那一稿${INVESTIGATE}`,
      `${FOLDER}/0004-offline-weibo.json 登记线下审签时已经审定过${INVESTIGATE}`,
    ]);
  });

  const organisation = readOrganisation(ORGANISATION, 'content/organisation.yml');
  const nobody = { ...organisation, posts: [] };

  it.each<[what: string, drafts: Draft[], organisations: (typeof organisation)[], expected: string[]]>([
    ['holds under the settings of its day', [offline()], [organisation], []],
    ['holds under one version of them', [offline()], [nobody, organisation, nobody], []],
    ['says who had no post, as the newest version has it', [offline()], [nobody], ['zhouyi 那天不任第 1 级的审核职务']],
    ['is held against settings that there are', [offline()], [], ['没有名单与规则']],
    ['is no other event', [weibo('intent')], [nobody], []],
  ])('a registration of what was signed on paper %s', async (_what, drafts, organisations, expected) => {
    const versions = organisations.map((one) => ({ organisation: one, policy: { distinct_persons: true, signing_keys: [] } }));
    const settings = { versions, purges: [], problems: [] } as unknown as VerifiedSettings;
    const found = await itemProblems(memoryLedger(), ledgerOf(await chainOf(...drafts)), {} as Trust, settings, ITEM);
    const path = `${FOLDER}/0001-offline-weibo.json`;
    expect(new Set(found.map(({ item }) => item))).toEqual(new Set([ITEM]));
    expect(found.filter(({ code }) => code === 'offline')).toEqual(
      expected.map((why) => ({ item: ITEM, event: path, code: 'offline', message: `${path} 的线下审签不成立：${why}${INVESTIGATE}` })),
    );
  });

  it('hold nothing that concerns no channel but approvals', async () => {
    const { channel: _, ...event } = weibo('hold').event;
    const path = `${FOLDER}/0002-hold.json`;
    expect(itemChainProblems(ledgerOf(await chainOf(approval(ITEM, 1), { event })), ITEM)).toEqual([
      { item: ITEM, event: path, code: 'misplaced', message: `${path} 不该在这里${INVESTIGATE}` },
    ]);
  });

  it('are looked at beside the numbers and links of the chain', async () => {
    const [, second] = await usual();
    expect(told(itemChainProblems(ledgerOf([second as StoredEvent]), ITEM))).toEqual([
      'gap 0002-intent-weibo.json',
      'broken-chain 0002-intent-weibo.json',
      'not-approved 0002-intent-weibo.json',
    ]);
  });
});

describe('the names of the ledger’s files', () => {
  const evidence = [`${FOLDER}/0001-evidence.json`, 'settings/0001-evidence.json'];

  it('are all known: events, the evidence of approvals and settings, pictures, seals', () => {
    const events = [
      `${FOLDER}/0001-approval-${TREE}.json`,
      `${FOLDER}/0002-intent-weibo.json`,
      `settings/0001-settings-${'b'.repeat(64)}.json`,
    ];
    const others = [`media/wechat/wx/${'c'.repeat(64)}.json`, 'seals/2026/0001.json'];
    expect(nameProblems({ paths: [...events, ...evidence, ...others], damaged: [], chains: new Map() })).toEqual([]);
  });

  it('are those of evidence only where its event names it', () => {
    const name = (events: object[]): string[] => {
      const chains = new Map([[ITEM, events.map((event) => ({ path: '', bytes: new Uint8Array(), event }) as never)]]);
      const paths = [`${FOLDER}/0001-approval-${TREE}.json`, `${FOLDER}/0001-evidence.json`];
      return told(nameProblems({ paths, damaged: [], chains }));
    };
    const [first, second] = [1, 2].map((seq) => ({ item: ITEM, seq }));
    expect(name([first as object])).toEqual(['stray-evidence 0001-evidence.json']);
    expect(name([{ ...first, evidence: 'a' }, second as object])).toEqual([]);
  });

  it.each([
    ['a strange file', ['notes.txt'], [], 'ledger', 'stray-file', '台账里有不认识的文件 notes.txt'],
    ['evidence alone', [evidence[0]], [], ITEM, 'stray-evidence', `${evidence[0]} 旁边没有它的登记`],
    [
      'evidence beside an event that has none',
      [evidence[0], `${FOLDER}/0001-intent-weibo.json`],
      [],
      ITEM,
      'stray-evidence',
      `${evidence[0]} 旁边没有它的登记`,
    ],
    [
      'evidence of another chain',
      [evidence[1], `${FOLDER}/0001-approval-${TREE}.json`],
      [],
      'settings',
      'stray-evidence',
      `${evidence[1]} 旁边没有它的登记`,
    ],
    [
      'evidence of another number',
      [evidence[0], `${FOLDER}/0002-approval-${TREE}.json`],
      [],
      ITEM,
      'stray-evidence',
      `${evidence[0]} 旁边没有它的登记`,
    ],
    ['a damaged event', [], [`${FOLDER}/0002-intent-weibo.json`], ITEM, 'unreadable', `${FOLDER}/0002-intent-weibo.json 不是写入时的样子`],
    ['a damaged file of no chain', [], ['notes.txt'], 'ledger', 'unreadable', 'notes.txt 不是写入时的样子'],
  ] as [string, string[], string[], string, string, string][])('are not those of %s', (_what, paths, damaged, item, code, message) => {
    const event = code === 'unreadable' ? (damaged[0] as string) : (paths[0] as string);
    expect(nameProblems({ paths, damaged, chains: new Map() })).toEqual([{ item, event, code, message: `${message}${INVESTIGATE}` }]);
  });
});
