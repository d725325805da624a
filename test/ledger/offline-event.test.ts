import { describe, expect, it } from 'vitest';
import type { LedgerEvent, OfflineReview } from '#pipeline/ledger/event.ts';
import { ledgerBytes, parseEvent } from '#pipeline/ledger/event.ts';
import { foldItem, isWithdrawn, nextRevision, openReleases, releaseOf, unconfirmedRemoval, wasReleased } from '#pipeline/ledger/fold.ts';
import { parseLedgerPath } from '#pipeline/ledger/ledger-path.ts';
import { isLate, offlineFault, offlineMark, offlineOf } from '#pipeline/ledger/offline-event.ts';
import { readOrganisation } from '#pipeline/organisation/read-settings.ts';
import { ITEM, ORGANISATION } from '../bureau.ts';
import { at, PAPER } from './paper-review.ts';

const organisation = readOrganisation(ORGANISATION, 'content/organisation.yml');
const review = (more: Partial<OfflineReview> = {}): OfflineReview => ({ ...PAPER, ...more });

const [FIRST, SECOND, THIRD] = review().signed as [OfflineReview['signed'][0], OfflineReview['signed'][0], OfflineReview['signed'][0]];

describe('what a registration says of the paper', () => {
  const cases: [string, Partial<OfflineReview>, string | null][] = [
    ['three persons, in order and before the publication', {}, null],
    ['a leader who registers', { person: 'fengliu' }, null],
    ['registered again later', { entered: at('24 08:00') }, null],
    ['two signatures', { signed: [FIRST, SECOND] }, '纸上的签批应依次是一、二、三级'],
    ['a level twice', { signed: [FIRST, SECOND, { ...SECOND }] }, '纸上的签批应依次是一、二、三级'],
    ['levels in another order', { signed: [SECOND, FIRST, THIRD] }, '纸上的签批应依次是一、二、三级'],
    ['somebody without the post', { signed: [{ ...FIRST, person: 'lisi' }, SECOND, THIRD] }, 'lisi 那天不任第 1 级'],
    ['somebody unknown', { signed: [FIRST, SECOND, { ...THIRD, person: 'nobody' }] }, 'nobody 那天不任第 3 级'],
    ['a day before his post', { signed: [{ ...FIRST, at: '2023-11-23T09:00:00+08:00' }, SECOND, THIRD] }, 'zhouyi 那天不任第 1 级'],
    ['level 2 before level 1', { signed: [{ ...FIRST, at: at('23 10:30') }, SECOND, THIRD] }, '先后不倒'],
    ['published before the last signature', { posted: at('23 10:30') }, '先后不倒'],
    ['registered before it was published', { posted: at('25 10:30') }, '先后不倒'],
    ['somebody who may not register', { person: 'zhouyi' }, 'zhouyi 那天无权登记'],
  ];

  it.each(cases)('is held against the settings: %s', (_, more, fault) => {
    const said = offlineFault(
      { item: ITEM, at: at('24 09:00'), offline: review(more) },
      { organisation, policy: { distinct_persons: true } },
    );
    expect(said).toEqual(fault === null ? null : expect.stringContaining(fault));
  });

  it('is the word of three persons, unless the policy takes fewer', () => {
    const posts = organisation.posts.map((post) => ({ ...post, person: 'zhouyi' }));
    const signed = review().signed.map((one) => ({ ...one, person: 'zhouyi' }));
    const said = (distinct_persons: boolean) =>
      offlineFault(
        { item: ITEM, at: at('24 09:00'), offline: review({ signed }) },
        { organisation: { ...organisation, posts }, policy: { distinct_persons } },
      );
    expect([said(true), said(false)]).toEqual(['一个人签了两级', null]);
  });

  it('is missing where an event has none', () =>
    expect(offlineFault({ item: ITEM, at: at('24 09:00') }, { organisation, policy: { distinct_persons: true } })).toBe(
      '没有写明纸上的签批',
    ));

  it.each([
    ['24 23:59', false, '线下审签'],
    ['25 00:00', true, '线下审签，逾期补录'],
  ] as const)('is late by the Beijing day on which it was registered first: %s', (entered, late, mark) => {
    const event = { offline: review({ entered: at(entered) }) };
    expect([isLate(event), offlineMark(event)]).toEqual([late, mark]);
  });
});

/** The events of a chain in order. */
function chain(...events: Partial<LedgerEvent>[]): LedgerEvent[] {
  const of = { item: ITEM, revision: 1, tree: 'a', runId: 'r', pullRequest: 7 };
  return events.map((event, index) => ({ ...of, seq: index + 1, at: at(`24 10:0${index}`), ...event }) as LedgerEvent);
}

const state = (...events: Partial<LedgerEvent>[]) => foldItem(ITEM, chain(...events));
const OFFLINE: Partial<LedgerEvent> = {
  kind: 'offline',
  channel: 'wechat',
  offline: review(),
  remote: { id: '', url: 'https://mp.weixin.qq.com/s/a' },
};
const APPROVAL: Partial<LedgerEvent> = { kind: 'approval', channels: ['website', 'wechat'] };
const wechat = (kind: LedgerEvent['kind'], more: Partial<LedgerEvent> = {}): Partial<LedgerEvent> => ({ kind, channel: 'wechat', ...more });

describe('a registered publication', () => {
  it('is open until its reviews, and isn’t released before them', () => {
    const before = state(OFFLINE);
    expect(openReleases(before).map(({ state: is }) => is)).toEqual(['offline']);
    expect([wasReleased(before), isWithdrawn(before), nextRevision(before, false), before.text]).toEqual([false, false, 1, null]);
  });

  it('was out from the hour on at which it was published by hand', () => {
    const after = releaseOf(state(OFFLINE, APPROVAL, wechat('confirmed')), 'wechat', 1);
    expect(after).toMatchObject({ state: 'confirmed', confirmedAt: at('23 12:00'), remote: { url: 'https://mp.weixin.qq.com/s/a' } });
  });

  it('that says nothing of the paper was out from its confirmation on', () => {
    const { offline: _, ...silent } = OFFLINE;
    expect(releaseOf(state(silent, APPROVAL, wechat('confirmed')), 'wechat', 1).confirmedAt).toBe(at('24 10:02'));
  });

  it('that never was, by a person’s word, says nothing of what is sent afterwards', () => {
    const after = state(OFFLINE, APPROVAL, wechat('failed', { code: 'resolved' }), wechat('intent', { at: at('25 09:00') }));
    expect([releaseOf(after, 'wechat', 1).offline, offlineOf(after, 7)]).toEqual([null, {}]);
    const out = foldItem(ITEM, chain(wechat('confirmed', { at: at('25 09:01') })), after);
    expect(releaseOf(out, 'wechat', 1).confirmedAt).toBe(at('25 09:01'));
  });

  it('that is taken down before anybody reviewed it waits for nobody; once reviewed it stays down, to be confirmed', () => {
    const down = [OFFLINE, wechat('withdraw-intent', { code: 'error' }), wechat('withdrawn')];
    expect([openReleases(state(...down)), unconfirmedRemoval(state(...down))]).toEqual([[], null]);
    const reviewed = state(...down, APPROVAL);
    expect([isWithdrawn(reviewed), openReleases(reviewed)]).toEqual([true, []]);
    expect(unconfirmedRemoval(reviewed)?.code).toBe('error');
  });

  it('counts by its day for the pull request that it names alone, while nobody has said that it was none', () => {
    const path = `content/items/${ITEM}`;
    const weibo = { ...OFFLINE, channel: 'weibo' as const, offline: review({ posted: at('22 20:00') }) };
    expect(offlineOf(state(OFFLINE), 7)).toEqual({ [path]: '2026-11-23' });
    expect(offlineOf(state(OFFLINE, weibo), 7)).toEqual({ [path]: '2026-11-22' });
    expect(offlineOf(state(OFFLINE), 8)).toEqual({});
    expect(offlineOf(state(OFFLINE, wechat('failed', { code: 'resolved' })), 7)).toEqual({});
    expect(offlineOf(state(APPROVAL), 7)).toEqual({});
  });

  it('lies in the ledger under its kind and channel, and is read back as it was written', () => {
    const path = '2026/11/wucheng/2026-11-23-street/0001-offline-wechat.json';
    expect(parseLedgerPath(path)).toMatchObject({ type: 'event', kind: 'offline', channel: 'wechat', seq: 1 });
    expect(parseLedgerPath(path.replace('-wechat', ''))).toBeNull();
    const said = { version: 1, prev: null, digest: 'sha256:a', mergeSha: null, attempt: 1, actor: 'wangwu' };
    const [event] = chain({ ...OFFLINE, ...said } as Partial<LedgerEvent>);
    expect(parseEvent(ledgerBytes(event))).toEqual(event);
    const wrong = { ...event, offline: { ...review(), scan: { name: 'paper.jpg', sha256: 'x', bytes: 1 } } };
    expect(parseEvent(ledgerBytes(wrong))).toBeNull();
  });
});
