import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { foldItem, releaseOf } from '#pipeline/ledger/fold.ts';
import { type Draft, EMPTY_LEDGER, type Ledger } from '#pipeline/ledger/ledger.ts';
import { SETTINGS_CHAIN } from '#pipeline/ledger/ledger-path.ts';
import { readHolidays } from '#pipeline/organisation/holidays.ts';
import { Problem } from '#pipeline/problem.ts';
import { type CallJudges, callGuard, isUnregistered, SAME_MOMENT, settingsUnverified } from '#pipeline/release/call-guard.ts';
import { type CallFacts, callFacts, notNow } from '#pipeline/release/not-now.ts';
import type { Blocked } from '#pipeline/release/release-round.ts';
import type { Evidence } from '#pipeline/review/gate/evidence.ts';
import { facts, item } from './call-facts.ts';
import { approval, ITEM, policyOf, release } from './world.ts';

const code = (channel: 'website' | 'wechat' | 'weibo', given: CallFacts, now: string): string => notNow(channel, given, now)?.code ?? 'go';

describe('Article 9 right before a call', () => {
  it.each([
    { now: '2026-11-22T23:59:59+08:00', expected: 'future' },
    { now: '2026-11-23T00:00:00+08:00', expected: 'go' },
    { now: '2026-11-30T23:59:59+08:00', expected: 'go' },
    { now: '2026-11-30T15:59:59Z', expected: 'go' },
    { now: '2026-11-30T16:00:00Z', expected: 'expired' },
    { now: '2026-12-01T00:00:00+08:00', expected: 'expired' },
  ])('at $now: $expected', ({ now, expected }) => expect(code('weibo', facts(), now)).toBe(expected));

  it('ends a release for good, even on hold', () =>
    expect(notNow('weibo', facts({ held: '演练' }), '2026-12-01T00:00:00+08:00')).toMatchObject({ code: 'expired', final: true }));

  it('lets a correction of a released item change the website alone', () => {
    const corrected = facts({ released: true, item: { correction: { kind: '文字', note: '改正' } } });
    const late = '2026-12-20T10:00:00+08:00';
    expect([code('website', corrected, late), code('wechat', corrected, late)]).toEqual(['go', 'expired']);
    expect(code('website', facts({ item: { correction: { kind: '文字', note: '改正' } } }), late)).toBe('expired');
  });

  it.each([
    { now: '2026-11-17T23:59:59+08:00', expected: ['go', 'go'] },
    { now: '2026-11-18T00:00:00+08:00', expected: ['go', 'expired'] },
    { now: '2026-12-08T23:59:59+08:00', expected: ['go', 'expired'] },
    { now: '2026-12-09T00:00:00+08:00', expected: ['expired', 'expired'] },
  ])('lets listed disclosure on the website to the end of the law’s own term where late ones are refused: at $now', ({ now, expected }) => {
    const law = '公开条例第二十条第六项';
    const listed = facts({
      item: { event_date: '2026-11-10', basis: { kind: '法定公开', law } },
      policy: { freshness: { statutory: { bases: [{ law, working_days: 20, late: 'refused' }] } } },
      holidays: readHolidays(readFileSync('content/terms/holidays.yml', 'utf8'), 'holidays.yml'),
    });
    expect([code('website', listed, now), code('wechat', listed, now)]).toEqual(expected);
  });

  it('says which day it counted from, and that holidays nobody has entered lengthened nothing', () => {
    const submitted = facts({ policy: { freshness: { from: 'submission', holidays: 'extended' } }, firstPush: '2026-12-24T01:00:00Z' });
    expect(notNow('weibo', submitted, '2027-01-04T10:00:00+08:00')?.message).toBe(
      '报送日期 2026-12-24，已于 2026-12-31 24:00 满 7 日（节假日表还没有 2026 年，没有顺延），不再发布（第九条）；不会自动重试。',
    );
  });

  it('counts as the policy says', () => {
    const counted = facts({ policy: { freshness: { first_day: 'counted' } } });
    expect([code('weibo', counted, '2026-11-29T10:00:00+08:00'), code('weibo', counted, '2026-11-30T10:00:00+08:00')]).toEqual([
      'go',
      'expired',
    ]);
    const submission = facts({ policy: { freshness: { from: 'submission' } } });
    expect(code('weibo', submission, '2026-12-01T10:00:00+08:00')).toBe('go');
  });
});

describe('what only waits', () => {
  const noon = '2026-11-24T12:00:00+08:00';

  it.each([
    { why: 'a hold', given: facts({ held: '突发情况' }), expected: 'held' },
    { why: 'a time that the item names', given: facts({ item: { publish_after: '2026-11-24 18:00' } }), expected: 'not-yet' },
    { why: 'a time that has come', given: facts({ item: { publish_after: '2026-11-24 12:00' } }), expected: 'go' },
    { why: 'the last day that the item names', given: facts({ item: { publish_until: '2026-11-24' } }), expected: 'go' },
    { why: 'a last day that is over', given: facts({ item: { publish_until: '2026-11-23' } }), expected: 'period-over' },
    {
      why: 'a pause of this channel',
      given: facts({ policy: { pauses: [{ from: '2026-11-24', to: '2026-11-24', channels: ['weibo'], reason: '哀悼日' }] } }),
      expected: 'paused',
    },
    {
      why: 'a pause of another channel',
      given: facts({ policy: { pauses: [{ from: '2026-11-24', to: '2026-11-24', channels: ['wechat'], reason: '哀悼日' }] } }),
      expected: 'go',
    },
    {
      why: 'a pause that leaves its category out',
      given: facts({
        item: { category: '重要事项公布' },
        policy: { pauses: [{ from: '2026-11-24', to: '2026-11-24', except: ['重要事项公布'], reason: '重大活动' }] },
      }),
      expected: 'go',
    },
    {
      why: 'a pause that leaves another category out',
      given: facts({ policy: { pauses: [{ from: '2026-11-24', to: '2026-11-24', except: ['重要事项公布'], reason: '重大活动' }] } }),
      expected: 'paused',
    },
    {
      why: 'a pause that ended to the minute',
      given: facts({ policy: { pauses: [{ from: '2026-11-24 09:00', to: '2026-11-24 12:00', reason: '会议' }] } }),
      expected: 'go',
    },
    {
      why: 'a pause that begins this very minute',
      given: facts({ policy: { pauses: [{ from: '2026-11-24 12:00', to: '2026-11-24 13:00', reason: '会议' }] } }),
      expected: 'paused',
    },
    {
      why: 'a pause that begins in a minute',
      given: facts({ policy: { pauses: [{ from: '2026-11-24 12:01', to: '2026-11-24 13:00', reason: '会议' }] } }),
      expected: 'go',
    },
    {
      why: 'hours that begin this very minute',
      given: facts({ policy: { sending_hours: { weibo: { from: '12:00', to: '13:00' } } } }),
      expected: 'go',
    },
    {
      why: 'hours that begin in a minute',
      given: facts({ policy: { sending_hours: { weibo: { from: '12:01', to: '13:00' } } } }),
      expected: 'outside-hours',
    },
    {
      why: 'hours that end when they begin',
      given: facts({ policy: { sending_hours: { weibo: { from: '12:00', to: '12:00' } } } }),
      expected: 'outside-hours',
    },
    {
      why: 'hours over midnight that begin this very minute',
      given: facts({ policy: { sending_hours: { weibo: { from: '12:00', to: '08:00' } } } }),
      expected: 'go',
    },
    {
      why: 'hours over midnight, late in the evening',
      given: facts({ policy: { sending_hours: { weibo: { from: '11:00', to: '08:00' } } } }),
      expected: 'go',
    },
    {
      why: 'hours over midnight that ended this very minute',
      given: facts({ policy: { sending_hours: { weibo: { from: '20:00', to: '12:00' } } } }),
      expected: 'outside-hours',
    },
    {
      why: 'hours that are over',
      given: facts({ policy: { sending_hours: { weibo: { from: '08:00', to: '12:00' } } } }),
      expected: 'outside-hours',
    },
    { why: 'hours over midnight', given: facts({ policy: { sending_hours: { weibo: { from: '20:00', to: '13:00' } } } }), expected: 'go' },
    {
      why: 'hours to the end of the day',
      given: facts({ policy: { sending_hours: { weibo: { from: '08:00', to: '24:00' } } } }),
      expected: 'go',
    },
    {
      why: 'hours of another channel',
      given: facts({ policy: { sending_hours: { wechat: { from: '08:00', to: '09:00' } } } }),
      expected: 'go',
    },
  ])('$why: $expected', ({ given, expected }) => {
    expect(code('weibo', given, noon)).toBe(expected);
    expect(notNow('weibo', given, noon)?.final ?? false).toBe(false);
  });
});

describe('what people are told of it', () => {
  const noon = '2026-11-24T12:00:00+08:00';

  it.each([
    ['held', facts({ held: '突发情况' }), '全部发布已暂停（突发情况）；由办公室审核人用 resume 恢复后自动继续。'],
    ['not-yet', facts({ item: { publish_after: '2026-11-24 18:00' } }), '定于 2026-11-24 18:00 之后发布；到时自动发布，不需要处理。'],
    [
      'paused',
      facts({ policy: { pauses: [{ from: '2026-11-24', to: '2026-11-25', reason: '哀悼日' }] } }),
      '按规则暂停发布（哀悼日），到 2026-11-25 为止；期满后自动发布，不需要处理。',
    ],
    [
      'outside-hours',
      facts({ policy: { sending_hours: { weibo: { from: '08:00', to: '12:00' } } } }),
      '现在不在发送时段（08:00—12:00）；到时自动发布，不需要处理。',
    ],
    ['future', facts({ item: { event_date: '2026-11-25' } }), '信息日期 2026-11-25 还没有到；到当日再发布。'],
    ['period-over', facts({ item: { publish_until: '2026-11-23' } }), '公示期到 2026-11-23 已满，不再发布；不需要处理。'],
    [
      'expired',
      facts({ item: { event_date: '2026-11-10' } }),
      '信息日期 2026-11-10，已于 2026-11-17 24:00 满 7 日，不再发布（第九条）；不会自动重试。',
    ],
  ])('%s', (expected, given, message) =>
    expect(notNow('weibo', given, noon)).toEqual({ code: expected, message, final: expected === 'expired' }),
  );
});

describe('WeChat items that the policy collects', () => {
  const policy = { channels: { wechat: { mode: 'publish', collect: { at: '17:00' } } } };
  const waitingSince = '2026-11-24T10:00:00+08:00';

  it.each([
    ['approved at 10:00, wait until 17:00', '2026-11-24T16:59:59+08:00', {}, 'collecting'],
    ['go out from 17:00 on', '2026-11-24T17:00:00+08:00', {}, 'go'],
    ['and later that day too', '2026-11-24T23:59:59+08:00', {}, 'go'],
    ['approved at 17:00 sharp, go out at once', '2026-11-24T17:00:00+08:00', { waitingSince: '2026-11-24T17:00:00+08:00' }, 'go'],
    [
      'approved a second later, wait for the next day',
      '2026-11-25T16:59:59+08:00',
      { waitingSince: '2026-11-24T17:00:01+08:00' },
      'collecting',
    ],
    ['and go out then', '2026-11-25T17:00:00+08:00', { waitingSince: '2026-11-24T17:00:01+08:00' }, 'go'],
    ['on the last of their seven days, go out at once', '2026-11-30T00:00:00+08:00', { waitingSince: '2026-11-29T18:00:00+08:00' }, 'go'],
    ['the day before it, still wait', '2026-11-29T23:59:59+08:00', { waitingSince: '2026-11-29T18:00:00+08:00' }, 'collecting'],
    ['after it, go out no more', '2026-12-01T00:00:00+08:00', { waitingSince: '2026-11-30T18:00:00+08:00' }, 'expired'],
    ['corrections don’t wait', '2026-11-24T11:00:00+08:00', { released: true, item: { correction: { kind: '文字', note: '改字' } } }, 'go'],
    ['a pause comes first', '2026-11-24T11:00:00+08:00', { held: '试' }, 'held'],
  ] as const)('%s', (_what, now, more, expected) =>
    expect(code('wechat', facts({ policy, waitingSince, ...(more as object) }), now)).toBe(expected),
  );

  it('say until when they wait, and that nobody has to do anything', () => {
    expect(notNow('wechat', facts({ policy, waitingSince }), '2026-11-24T11:00:00+08:00')?.message).toBe(
      '等待 2026-11-24 17:00 与当天的其他信息合并发布；到时自动发布，不需要处理。',
    );
  });

  it('wait on WeChat alone, and only where the policy says so', () => {
    expect(code('weibo', facts({ policy, waitingSince }), '2026-11-24T11:00:00+08:00')).toBe('go');
    expect(code('wechat', facts({ waitingSince }), '2026-11-24T11:00:00+08:00')).toBe('go');
    const alone = { channels: { wechat: { mode: 'publish' } } };
    expect(code('wechat', facts({ policy: alone, waitingSince }), '2026-11-24T11:00:00+08:00')).toBe('go');
    expect(code('wechat', facts({ policy }), '2026-11-24T11:00:00+08:00')).toBe('go');
    const manual = { channels: { wechat: { mode: 'manual', collect: { at: '17:00' } } } };
    expect(code('wechat', facts({ policy: manual, waitingSince }), '2026-11-24T11:00:00+08:00')).toBe('go');
  });
});

const OTHER = 'wucheng/2026-11-23-other';
const NOW = '2026-11-24T12:00:00+08:00';

/** A ledger of these events, numbered chain by chain. */
function ledgerOf(...drafts: Draft[]): Ledger {
  const chains = new Map<string, { path: string; bytes: Uint8Array; event: never }[]>();
  for (const { event } of drafts) {
    const chain = chains.get(event.item) ?? [];
    chains.set(event.item, [...chain, { path: '', bytes: new Uint8Array(), event: { ...event, seq: chain.length + 1 } as never }]);
  }
  return { ...EMPTY_LEDGER, chains };
}
const stateOf = (ledger: Ledger, item: string = ITEM) =>
  foldItem(
    item,
    (ledger.chains.get(item) ?? []).map(({ event }) => event),
  );
const settings = (kind: 'hold' | 'purge', more: object): Draft => {
  const { channel: _, ...event } = release(SETTINGS_CHAIN, 'weibo', kind, more).event;
  return { event };
};
const OUT = [release(ITEM, 'weibo', 'intent'), release(ITEM, 'weibo', 'confirmed')];
const spent = (code: string): Draft => release(ITEM, 'wechat', 'failed', { code, at: '2026-11-24T17:03:00+08:00' });

describe('what decides about a call', () => {
  const evidence = (more: Partial<Evidence> = {}): Evidence =>
    ({ items: [{ path: `content/items/${ITEM}`, trees: {}, frontMatter: item() }], pushes: [], ...more }) as unknown as Evidence;
  const push = (at: string) => ({ at, actor: 'lisi', before: '', after: '', forced: false });
  const approved = approval(ITEM, 1, { at: '2026-11-24T10:00:00+08:00' });

  it.each<[what: string, drafts: Draft[], revision: number, evidence: Partial<Evidence>, expected: Partial<CallFacts>]>([
    ['comes from the record and the ledger', [approved], 1, {}, { holidays: [], firstPush: null, released: false, held: null }],
    ['are the days off', [approved], 1, { holidays: ['2026-11-25'] }, { holidays: ['2026-11-25'] }],
    [
      'is the first push, in whatever order and by whatever clock',
      [approved],
      1,
      { pushes: [push('2026-11-24T09:30:00+08:00'), push('2026-11-24T01:00:00Z'), push('2026-11-24T10:00:00+08:00')] },
      { firstPush: '2026-11-24T01:00:00Z' },
    ],
    ['is a hold', [approved, settings('hold', { reason: '演练' })], 1, {}, { held: '演练' }],
    ['is that readers saw an earlier text', [approved, ...OUT, approval(ITEM, 2)], 2, {}, { released: true }],
    ['isn’t that readers see this one elsewhere', [approved, ...OUT], 1, {}, { released: false }],
    ['is the moment of the approval', [approved], 1, {}, { waitingSince: '2026-11-24T10:00:00+08:00' }],
    [
      'is the moment at which the day’s messages were used up',
      [approved, release(ITEM, 'wechat', 'intent'), spent('wechat/45028')],
      1,
      {},
      { waitingSince: '2026-11-24T17:03:00+08:00' },
    ],
    [
      'isn’t that of any other refusal',
      [approved, release(ITEM, 'wechat', 'intent'), spent('wechat/45009')],
      1,
      {},
      { waitingSince: '2026-11-24T10:00:00+08:00' },
    ],
  ])('%s', (_what, drafts, revision, more, expected) => {
    const ledger = ledgerOf(...drafts);
    expect(callFacts(evidence(more), ledger, stateOf(ledger), revision, policyOf())).toMatchObject(expected);
  });

  it('isn’t a moment of what nobody approved', () => {
    const ledger = ledgerOf();
    expect(callFacts(evidence(), ledger, stateOf(ledger), 1, policyOf())).not.toHaveProperty('waitingSince');
  });
});

/** What the text says of its publication by hand. */
const ON_PAPER = {
  scan: 'paper.jpg',
  signed: ([1, 2, 3] as const).map((level) => ({ level, by: 'zhouyi', at: '2026-11-23 09:00' })),
  posted: { website: '2026-11-23 12:00', weibo: '2026-11-23 12:00' },
};

describe('a text that says that it was published by hand', () => {
  const registered = release(ITEM, 'weibo', 'offline');
  const elsewhere = release(ITEM, 'wechat', 'offline');
  const manual = { channels: { website: { mode: 'manual' } } };

  it.each<[what: string, channel: 'website' | 'wechat' | 'weibo', drafts: Draft[], policy: object, expected: boolean]>([
    ['and nothing registered', 'weibo', [], {}, true],
    ['elsewhere', 'wechat', [], {}, false],
    ['and is registered', 'weibo', [registered], {}, false],
    ['and is registered on another channel', 'weibo', [elsewhere], {}, true],
    ['and was seen', 'weibo', [release(ITEM, 'weibo', 'confirmed')], {}, false],
    ['and was seen and taken down', 'weibo', [...OUT, release(ITEM, 'weibo', 'withdraw-intent')], {}, false],
    ['and was seen on another channel', 'weibo', [release(ITEM, 'wechat', 'confirmed')], {}, true],
    ['and was registered, which a person called wrong', 'weibo', [registered, release(ITEM, 'weibo', 'failed')], {}, true],
    ['as a page that is built here', 'website', [], {}, false],
    ['as a page that a person puts in place', 'website', [], manual, true],
  ])('%s', (_what, channel, drafts, policy, expected) => {
    const given = facts({ item: { offline_review: ON_PAPER }, policy });
    expect(isUnregistered(given, stateOf(ledgerOf(...drafts)), channel)).toBe(expected);
    expect(isUnregistered(facts({ policy }), stateOf(ledgerOf(...drafts)), channel)).toBe(false);
  });
});

it('settings that don’t hold are told with what goes on all the same', () =>
  expect(settingsUnverified('名单没有核验通过')).toEqual({
    item: 'settings',
    code: 'settings-unverified',
    message: '名单没有核验通过；在此以前什么也不发，撤稿照常进行。',
  }));

describe('right before a call', () => {
  const approved = approval(ITEM, 1);
  const stopped = (message: string): Blocked => ({ code: 'approval-gone', message, final: false, quiet: false });
  /** Who is asked, and how often the reviews were. */
  function judges(more: { facts?: CallFacts; fault?: string; reviews?: CallJudges['reviews'] } = {}) {
    const clock = { now: NOW };
    let asked = 0;
    const guard = callGuard({
      now: async () => clock.now,
      recorded: async () => ({ facts: more.facts ?? facts(), fault: more.fault ?? null }),
      reviews: async (state, of) => {
        asked += 1;
        return more.reviews ? more.reviews(state, of) : null;
      },
    });
    const ask = (ledger: Ledger, left?: string[], of = ITEM, revision = 1): Promise<Blocked | null> => {
      const state = stateOf(ledger, of);
      return guard(ledger, state, releaseOf(state, 'weibo', revision), left);
    };
    return { ask, clock, asked: () => asked };
  }

  it.each<[what: string, drafts: Draft[], more: Parameters<typeof judges>[0], left: string[], expected: object | null]>([
    ['what is right may go', [approved], {}, [], null],
    [
      'what nobody approved is stopped',
      [],
      {},
      [],
      { code: 'not-approved', message: '台账里没有这一稿的审定登记，没有发送；请管理员查明。', final: false, quiet: false },
    ],
    [
      'what only waits is told to nobody',
      [approved],
      { facts: facts({ held: '演练' }), fault: '审核记录不一致' },
      [],
      { code: 'held', quiet: true, final: false },
    ],
    [
      'what never goes out any more is told',
      [approved],
      { facts: facts({ item: { event_date: '2026-11-01' } }) },
      [],
      { code: 'expired', quiet: false, final: true },
    ],
    ['a moment that leaves it alone is passed over', [approved], { facts: facts({ held: '演练' }) }, ['paused', 'held'], null],
    ['another moment isn’t', [approved], { facts: facts({ held: '演练' }) }, ['paused'], { code: 'held' }],
    [
      'a record that doesn’t hold stops it',
      [approved],
      { fault: '审核记录不一致' },
      [],
      { code: 'evidence-fails', message: '审核记录不一致，没有发送；请管理员运行 sanshen verify 查明。', final: false, quiet: false },
    ],
    [
      'what was published by hand and never registered is stopped before its record is asked',
      [approved],
      { facts: facts({ item: { offline_review: ON_PAPER } }), fault: '审核记录不一致' },
      [],
      {
        code: 'offline-unrecorded',
        message:
          '文首写明线下审签、已经手工发布，台账里没有登记，没有发送，以免重发；请管理员到平台核对，用 record 登记地址；确实没有发过的，请报送单位改正文首，重新送审。',
        final: false,
        quiet: false,
      },
    ],
    ['so do the reviews', [approved], { reviews: async () => stopped('审核已不成立。') }, [], stopped('审核已不成立。')],
    [
      'and reviews that can’t be read',
      [approved],
      { reviews: async () => Promise.reject(new Problem('github/unreadable', '没有连上。')) },
      [],
      {
        code: 'evidence-unreadable',
        message: '发送前没有读全审核记录，没有发送：没有连上；下次运行会自动再试。',
        final: false,
        quiet: false,
      },
    ],
  ])('%s', async (_what, drafts, more, left, expected) => {
    const found = await judges(more).ask(ledgerOf(...drafts), left);
    if (expected === null) expect(found).toBeNull();
    else expect(found).toMatchObject(expected);
  });

  it('a fault of the program stays one', () =>
    expect(judges({ reviews: async () => Promise.reject(new TypeError('fault')) }).ask(ledgerOf(approved))).rejects.toThrow(TypeError));

  it('the reviews of a text are asked once within the same moment, of each text by itself', async () => {
    const { ask, clock, asked } = judges();
    const ledger = ledgerOf(approved, approval(OTHER, 1));
    const later = (milliseconds: number): string => new Date(Date.parse(NOW) + milliseconds).toISOString();
    const counts: number[] = [];
    const count = async (...args: Parameters<typeof ask>): Promise<void> => {
      await ask(...args);
      counts.push(asked());
    };
    await count(ledger);
    clock.now = later(SAME_MOMENT);
    await count(ledger);
    await count(ledger, [], OTHER);
    await count(ledgerOf(approved, approval(ITEM, 2)), [], ITEM, 2);
    clock.now = later(SAME_MOMENT + 1);
    await count(ledger);
    expect(counts).toEqual([1, 1, 2, 3, 4]);
  });

  it.each([
    ['of a text approved before', '2026-11-24T10:00:00+08:00', 'approval-gone', true],
    ['and may be unread for that reason', '2026-11-24T10:00:00+08:00', 'evidence-unreadable', true],
    ['of a text approved after', '2026-11-24T09:59:59+08:00', 'approval-gone', false],
    ['and what was stopped for another reason', '2026-11-24T10:00:00+08:00', 'settings-unverified', false],
  ] as const)('where main was written anew, the reviews may be beyond reach: %s', async (_what, at, code, told) => {
    const predicate = { version: 1, item: null, seq: 0, trees: [], blobs: [], kind: '涉密', decision: '', person: '', login: '', at };
    const form = { payloadType: '', payload: Buffer.from(JSON.stringify({ predicate })).toString('base64'), signatures: [] };
    const ledger = ledgerOf(approved, settings('purge', { form }));
    const found = await judges({ reviews: async () => ({ ...stopped('审核已不成立。'), code }) as Blocked }).ask(ledger);
    expect(found?.message).toBe(
      told
        ? '审核已不成立；主分支的历史在这一稿审定以后改写过（清除登记），明天还这样的，请报送单位从最新的主分支另开合并请求重新报送，重新走完三级审核。'
        : '审核已不成立。',
    );
  });
});
