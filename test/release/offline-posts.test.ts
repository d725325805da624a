import { describe, expect, it } from 'vitest';
import type { LedgerEvent } from '#pipeline/ledger/event.ts';
import { type Draft, eventsOf } from '#pipeline/ledger/ledger.ts';
import { PAPER, at as paperAt } from '../ledger/paper-review.ts';
import { approval, ITEM, ledgerOf, planOf, policyOf, release, runOnce, statesOf, worldWith } from './world.ts';

const remote = { id: '', url: 'https://weibo.com/1/P1' };
const TREE = '1'.padStart(40, 'a');
const approved = approval(ITEM, 1, { channels: ['weibo'] });
const weibo = (kind: Draft['event']['kind'], more: Partial<Draft['event']> = {}): Draft => release(ITEM, 'weibo', kind, more);
const offline = (more: Partial<Draft['event']> = {}): Draft => weibo('offline', { offline: PAPER, remote, ...more });
const LATE = { ...PAPER, entered: paperAt('25 09:00') };
const OTHER = '线下审签登记的与后来三级审定的不是同一稿；系统不会再发；请管理员照审定的一稿核对';
const EDITS = '一样的或改好的用 record 登记，改不了的用 withdraw --now 撤下。';

describe('what was published by hand before its reviews', () => {
  it.each<[what: string, drafts: Draft[], state: string, said: object, alerts: string[]]>([
    ['waits for them', [offline()], 'offline', { remote }, []],
    [
      'is confirmed by them where it is',
      [offline(), approved],
      'confirmed',
      { code: 'offline', reason: '线下审签，三级审核已补齐，照登记的地址确认，没有再发', remote },
      [],
    ],
    [
      'is told to have been registered late',
      [offline({ offline: LATE }), approved],
      'confirmed',
      { code: 'offline', reason: '线下审签，逾期补录，三级审核已补齐，照登记的地址确认，没有再发', remote },
      [],
    ],
    [
      'is confirmed also where nobody knows its address',
      [weibo('offline', { offline: PAPER }), approved],
      'confirmed',
      { code: 'offline', reason: '线下审签，三级审核已补齐，照登记的地址确认，没有再发' },
      [],
    ],
    [
      'is a person’s to compare where another text was approved',
      [offline({ tree: 'x' }), approved],
      'needs-human',
      { code: 'offline-differs', reason: `${OTHER} ${remote.url}，${EDITS}`, remote },
      [`offline-differs ${OTHER} ${remote.url}，${EDITS}`],
    ],
    [
      'is named by its platform where nobody knows its address',
      [weibo('offline', { offline: PAPER, tree: 'x' }), approved],
      'needs-human',
      { code: 'offline-differs', reason: `${OTHER} 平台上的那一条，${EDITS}` },
      [`offline-differs ${OTHER} 平台上的那一条，${EDITS}`],
    ],
  ])('%s, and nothing is sent', async (_what, drafts, state, said, alerts) => {
    const world = await worldWith(drafts, planOf(ITEM, ['weibo']));
    const run = await runOnce(world);
    expect([await statesOf(world), world.platforms.weibo.calls]).toEqual([{ weibo: state }, 0]);
    const { code, reason, remote: where } = eventsOf(await ledgerOf(world), ITEM).at(-1) as LedgerEvent;
    expect({ code, reason, remote: where }).toEqual(said);
    expect(run?.alerts.map(({ code, message }) => `${code} ${message}`)).toEqual(alerts);
  });

  it.each<[what: string, mode: string, drafts: Draft[], state: string, deleted: object[], alert: string | null]>([
    ['is deleted where it was registered, without a look', 'open', [offline()], 'withdrawn', [remote], null],
    [
      'is a person’s to delete where a person posts',
      'manual',
      [offline()],
      'withdraw-intent',
      [],
      `请管理员立即在平台删除 ${remote.url}，`,
    ],
    [
      'is a person’s to look for where nobody knows its address',
      'open',
      [weibo('offline', { offline: PAPER })],
      'withdraw-intent',
      [],
      '发没发过没有登记',
    ],
    [
      'is a person’s to look for where a person posts',
      'manual',
      [weibo('offline', { offline: PAPER })],
      'withdraw-intent',
      [],
      '发没发过没有登记',
    ],
  ])('and is taken down %s', async (_what, mode, drafts, state, deleted, alert) => {
    const policy = policyOf({ channels: { wechat: { mode: 'publish' }, weibo: { mode, settle_seconds: 0 } } });
    const world = await worldWith([...drafts, weibo('withdraw-intent', { code: 'error' })], planOf(ITEM, ['weibo']), policy);
    const asked: object[] = [];
    world.platforms.weibo.withdraw = async (_order, of) => {
      asked.push(of);
      return { kind: 'confirmed', remote: of };
    };
    const run = await runOnce(world);
    expect([await statesOf(world), asked]).toEqual([{ weibo: state }, deleted]);
    expect(run?.alerts).toEqual(
      alert === null
        ? []
        : [{ item: ITEM, channel: 'weibo', code: 'withdraw-by-hand', message: expect.stringContaining(alert), task: true }],
    );
    expect(eventsOf(await ledgerOf(world), ITEM).at(-1)).toMatchObject({
      tree: TREE,
      digest: expect.stringMatching(/^sha256:/),
      pullRequest: 1,
    });
  });

  const two = approval(ITEM, 2, { channels: ['weibo'] });

  it.each<[what: string, drafts: Draft[], states: object, codes: string[]]>([
    ['waits for its own reviews', [offline(), two], { weibo: 'offline' }, []],
    ['is confirmed first, to be edited', [offline(), approved, two], { weibo: 'confirmed', 'weibo 2': 'needs-human' }, ['correct-by-hand']],
    [
      'is compared first where another text was approved',
      [offline({ tree: 'x' }), approved, two],
      { weibo: 'needs-human' },
      ['offline-differs', 'older-in-doubt'],
    ],
    [
      'is compared first also in a later run',
      [offline({ tree: 'x' }), approved, weibo('needs-human', { code: 'offline-differs' }), two],
      { weibo: 'needs-human' },
      ['older-in-doubt'],
    ],
    [
      'is replaced by it where it never was',
      [offline({ tree: 'x' }), approved, weibo('failed', { code: 'resolved' }), two],
      { weibo: 'superseded', 'weibo 2': 'confirmed' },
      [],
    ],
  ])('holds back a newer text until it is settled: it %s', async (_what, drafts, states, codes) => {
    const world = await worldWith(drafts, planOf(ITEM, ['weibo'], 2));
    const run = await runOnce(world);
    expect(await statesOf(world)).toEqual(states);
    expect(run?.alerts.map(({ code }) => code)).toEqual(codes);
  });
});
