import { describe, expect, it } from 'vitest';
import { sha256 } from '#pipeline/canonical-json.ts';
import type { Seal } from '#pipeline/ledger/event.ts';
import type { Draft, Ledger, StoredEvent } from '#pipeline/ledger/ledger.ts';
import { changedIn, figuresOf, isSettled, parseNumber, SEAL_AFTER, sealOf } from '#pipeline/ledger/seal.ts';
import { approval, release } from '../release/world.ts';

const AT = '2026-12-31T23:30:00+08:00';
const MAIN = { commit: 'd'.repeat(40), due: ['content/items/wucheng/2026-12-30-due'] };
const SEAL: Seal = {
  version: 1,
  path: 'seals/2026/0003.json',
  at: AT,
  commit: 'c'.repeat(40),
  previous: null,
  main: MAIN.commit,
  items: 5,
  events: 40,
  numbers: { 2025: 9, 2026: 7 },
  open: [],
  due: [],
};

const stored = (path: string, seq: number, event: object): StoredEvent => ({
  path,
  bytes: new Uint8Array(),
  event: { ...event, seq } as never,
});

/** A chain of an item: its approval by a number, then as many intents as are wanted. */
const chain = (item: string, number: string, events: number): [string, StoredEvent[]] => [
  item,
  Array.from({ length: events }, (_, index) =>
    stored(`${item}/${index + 1}`, index + 1, index === 0 ? approval(item, 1, { number }).event : release(item, 'weibo', 'intent').event),
  ),
];
const settings: [string, StoredEvent[]] = [
  'settings',
  [stored('settings/1', 1, { ...approval('settings', 1).event, kind: 'hold', item: 'settings' })],
];

const ledger = (chains: [string, StoredEvent[]][], more: Partial<Ledger> = {}): Ledger => ({
  head: 'a'.repeat(40),
  chains: new Map(chains),
  paths: [],
  damaged: [],
  ...more,
});
const sealed = (added: string[]): Partial<Ledger> => ({ sealed: { seal: SEAL, digest: 'e'.repeat(64), added: new Set(added) } });
const full = chain('wucheng/2026-12-30-a', '2026-0008', SEAL_AFTER);
const paths = full[1].map(({ path }) => path);

describe('a seal is put on a ledger', () => {
  it.each<[string, Ledger, string, boolean]>([
    ['of as many events as are worth one', ledger([full]), AT, true],
    ['never one event sooner', ledger([[full[0], full[1].slice(1)]]), AT, false],
    ['never where there is no ledger', ledger([full], { head: null }), AT, false],
    ['by the events after the last seal', ledger([full], sealed(paths)), AT, true],
    ['never by those that are sealed already', ledger([full], sealed(paths.slice(1))), AT, false],
    ['never before the last one by the clock', ledger([full], sealed(paths)), '2026-12-31T23:29:59+08:00', false],
    ['at the very second of the last one, by whatever offset', ledger([full], sealed(paths)), '2026-12-31T15:30:00Z', true],
  ])('%s', (_title, of, at, expected) => expect(sealOf(of, MAIN, at) !== null).toBe(expected));

  it('says what it stands on, what is open, and what main holds that nobody approved', () => {
    expect(sealOf(ledger([full], sealed(paths)), MAIN, AT)).toEqual({
      version: 1,
      path: 'seals/2026/0004.json',
      at: AT,
      commit: 'a'.repeat(40),
      previous: 'e'.repeat(64),
      main: MAIN.commit,
      items: 6,
      events: 40 + SEAL_AFTER,
      numbers: { 2025: 9, 2026: 8 },
      open: ['wucheng/2026-12-30-a'],
      due: MAIN.due,
      changed: { 'wucheng/2026-12-30-a': { seq: SEAL_AFTER, last: sha256(''), number: '2026-0008', out: {} } },
    });
    expect(sealOf(ledger([full]), MAIN, AT)).toMatchObject({ path: 'seals/2026/0001.json', previous: null, items: 1, events: SEAL_AFTER });
  });
});

it('a seal leaves out of what is open the items that are settled', () => {
  const done = 'jindong/2026-11-30-done';
  const old = [approval(done, 1, { channels: ['weibo'] }), release(done, 'weibo', 'intent'), release(done, 'weibo', 'confirmed')];
  const settled = old.map(({ event }, index) => stored(`${done}/${index + 1}`, index + 1, event));
  expect(sealOf(ledger([full, [done, settled]]), MAIN, AT)?.open).toEqual(['wucheng/2026-12-30-a']);
});

describe('what a seal says of items', () => {
  const [A, B] = ['wucheng/2026-12-30-a', 'jindong/2026-12-30-b'];
  const on = (url: string): object => ({ remote: { id: '1', url } });
  const events = (item: string, drafts: Draft[]): [string, StoredEvent[]] => [
    item,
    drafts.map(({ event }, index) => ({ ...stored(`${item}/${index + 1}`, index + 1, event), bytes: Buffer.from(`${item} ${index + 1}`) })),
  ];
  const out = events(A, [
    approval(A, 1, { number: '2026-0008' }),
    release(A, 'weibo', 'intent'),
    release(A, 'weibo', 'confirmed', on('https://weibo.example/1')),
    approval(A, 2, { number: '2026-0009' }),
    release(A, 'weibo', 'intent', { revision: 2 }),
  ]);
  const gone = events(B, [
    approval(B, 1),
    release(B, 'website', 'intent'),
    release(B, 'website', 'confirmed', on('https://gov.example/b/')),
    release(B, 'weibo', 'confirmed', on('https://weibo.example/2')),
    approval(B, 1, { removal: true }),
    release(B, 'website', 'withdraw-intent'),
    release(B, 'website', 'withdrawn'),
  ]);

  it('is their last event, by number and digest, the newest approval, and what readers see where', () =>
    expect(changedIn(ledger([out, gone, settings]))).toStrictEqual({
      [A]: { seq: 5, last: sha256(`${A} 5`), number: '2026-0009', out: { weibo: { revision: 1, url: 'https://weibo.example/1' } } },
      [B]: { seq: 7, last: sha256(`${B} 7`), removal: true, out: { weibo: { revision: 1, url: 'https://weibo.example/2' } } },
    }));

  it.each<[string, string[], string[]]>([
    ['nothing has been added to', [], []],
    ['has grown', [`${B}/7`], [B]],
    ['has begun', [`${A}/1`, `${A}/2`], [A]],
    ['isn’t an item’s', ['settings/1'], []],
  ])('is said only of a chain that has grown since the last seal: one that %s', (_what, added, named) =>
    expect(Object.keys(changedIn(ledger([out, gone, settings], sealed(added))))).toEqual(named),
  );
});

describe('how much a ledger holds', () => {
  const [a, b] = [chain('wucheng/2026-12-30-a', '2026-0002', 3), chain('jindong/2026-12-30-b', '2026-0011', 2)];

  it.each<[string, Ledger, object]>([
    ['is counted, settings being no item', ledger([a, b, settings]), { items: 2, events: 6, numbers: { 2026: 11 } }],
    [
      'is the seal’s and what came since: a new item by its first event, an old one by none, settings never',
      ledger([a, b, settings], sealed([a[1][2]?.path ?? '', ...b[1].map(({ path }) => path), 'settings/1'])),
      { items: 6, events: 44, numbers: { 2025: 9, 2026: 11 } },
    ],
    [
      'keeps the highest number of a form',
      ledger([a], sealed(a[1].map(({ path }) => path))),
      { items: 6, events: 43, numbers: { 2025: 9, 2026: 7 } },
    ],
  ])('%s', (_title, of, expected) => expect(figuresOf(of)).toEqual(expected));
});

describe('an item is left to the seal', () => {
  const ITEM = 'wucheng/2026-12-30-a';
  const at = (day: string): { at: string } => ({ at: `${day}T10:00:00+08:00` });
  const SENT = [
    approval(ITEM, 1, { channels: ['weibo'], ...at('2026-12-01') }),
    release(ITEM, 'weibo', 'intent', at('2026-12-01')),
    release(ITEM, 'weibo', 'confirmed', at('2026-12-02')),
  ];
  const BACK = [
    release(ITEM, 'weibo', 'withdraw-intent', { code: '其他', ...at('2026-12-03') }),
    release(ITEM, 'weibo', 'withdrawn', at('2026-12-03')),
  ];
  const UNTIL = approval(ITEM, 1, { channels: ['weibo'], until: '2028-01-31', ...at('2026-12-01') });
  const OVER = (['withdraw-intent', 'withdrawn'] as const).map((kind) =>
    release(ITEM, 'weibo', kind, { code: 'publish-until', ...at('2026-12-03') }),
  );
  const REMOVAL = approval(ITEM, 1, { removal: true, ...at('2026-12-04') });

  it.each<[string, Draft[], string, boolean]>([
    ['once nothing has happened for more than fourteen days', SENT, '2026-12-17T00:00:00+08:00', true],
    ['never a day sooner', SENT, '2026-12-16T23:59:59+08:00', false],
    ['never while a post waits, however long', SENT.slice(0, 2), '2027-12-31T10:00:00+08:00', false],
    ['never while it is being taken down', [...SENT, ...BACK.slice(0, 1)], '2027-12-31T10:00:00+08:00', false],
    ['never while what one person took down isn’t confirmed', [...SENT, ...BACK], '2027-12-31T10:00:00+08:00', false],
    ['never while its own last day is to come', [UNTIL, ...SENT.slice(1)], '2027-12-31T10:00:00+08:00', false],
    ['once nothing of it is out any more', [UNTIL, ...SENT.slice(1), ...OVER], '2027-12-31T10:00:00+08:00', true],
    ['once that is', [...SENT, ...BACK, REMOVAL], '2027-12-31T10:00:00+08:00', true],
    ['never where nothing is known of it', [], '2027-12-31T10:00:00+08:00', false],
  ])('%s', (_what, drafts, now, expected) => {
    const events = drafts.map(({ event }, index) => stored(`${ITEM}/${index + 1}`, index + 1, event));
    expect(isSettled(ledger([[ITEM, events]]), ITEM, now)).toBe(expected);
  });
});

describe('the number of a form', () => {
  it.each([
    ['2026-0113', { year: '2026', count: 113 }],
    ['2026-12345', { year: '2026', count: 12345 }],
    ['2026-113', null],
    ['226-0113', null],
    ['x2026-0113', null],
    ['2026-0113x', null],
    [undefined, null],
  ])('%s', (number, expected) => expect(parseNumber(number)).toEqual(expected));
});
