import { describe, expect, it } from 'vitest';
import type { Channel } from '#pipeline/item/front-matter/front-matter-schema.ts';
import { EVENT_KINDS, type EventKind, type LedgerEvent } from '#pipeline/ledger/event.ts';
import {
  approvalOf,
  foldItem,
  hasDraft,
  type ItemState,
  isWithdrawn,
  mayBeLive,
  mayFollow,
  nextRevision,
  openReleases,
  outOn,
  placeOfPage,
  planned,
  type Release,
  releaseKey,
  releaseOf,
  takenBackAtOnce,
  unconfirmedRemoval,
  wasReleased,
} from '#pipeline/ledger/fold.ts';
import { IN_DOUBT, isTerminal, MAY_BE_LIVE, type ReleaseState } from '#pipeline/ledger/transitions.ts';

const ITEM = 'wucheng/2026-11-23-street';
const minute = (number: number): string => `2026-11-24T10:${String(number).padStart(2, '0')}:00+08:00`;

/** The events of a chain in order: an event's number is its minute as well. */
function chain(...events: Partial<LedgerEvent>[]): LedgerEvent[] {
  return events.map(
    (event, index) => ({ item: ITEM, revision: 1, tree: 'a', seq: index + 1, at: minute(index + 1), runId: 'r', ...event }) as LedgerEvent,
  );
}

const weibo = (kind: EventKind, more: Partial<LedgerEvent> = {}): Partial<LedgerEvent> => ({ kind, channel: 'weibo', ...more });
const approval = (revision: number, more: Partial<LedgerEvent> = {}): Partial<LedgerEvent> => {
  return { kind: 'approval', revision, channels: ['website', 'weibo'], ...more };
};
const REMOVAL = { removal: true, channels: [] };

const state = (...events: Partial<LedgerEvent>[]): ItemState => foldItem(ITEM, chain(...events));
const told = (...events: Partial<LedgerEvent>[]): Release => releaseOf(state(...events), 'weibo', 1);
const names = (releases: readonly Release[]): string[] =>
  releases.map(({ channel, revision, state: is }) => `${channel} ${revision} ${is}`);

describe('the steps of a release', () => {
  const table: Record<ReleaseState, string> = {
    planned: 'offline intent confirmed needs-human superseded expired abandoned',
    offline: 'offline confirmed failed needs-human withdraw-intent abandoned',
    intent: 'sent confirmed unknown failed needs-human withdraw-intent superseded expired',
    sent: 'sent confirmed unknown failed needs-human withdraw-intent',
    unknown: 'sent confirmed failed needs-human withdraw-intent',
    failed: 'intent confirmed needs-human withdraw-intent superseded expired abandoned',
    'needs-human': 'confirmed failed withdraw-intent superseded expired abandoned',
    confirmed: 'confirmed withdraw-intent superseded',
    'withdraw-intent': 'withdraw-intent withdrawn abandoned',
    withdrawn: '',
    superseded: '',
    expired: '',
    abandoned: '',
  };

  it.each(Object.entries(table) as [ReleaseState, string][])('lead from %s to: %s', (from, to) => {
    const release = { ...planned(ITEM, 'weibo', 1), state: from };
    expect(EVENT_KINDS.filter((kind) => mayFollow(release, { kind })).join(' ')).toBe(to);
    expect(isTerminal(from)).toBe(to === '');
  });

  it('are looked at again while in doubt, and taken back where readers may see something', () => {
    expect(IN_DOUBT).toEqual(['intent', 'sent', 'unknown']);
    expect(MAY_BE_LIVE).toEqual(['offline', 'intent', 'sent', 'unknown', 'needs-human', 'confirmed']);
  });
});

describe('a release', () => {
  it('has a key of 32 hex digits that follows from item, channel and revision', () =>
    expect(releaseKey(ITEM, 'weibo', 1)).toBe('20f000568d472a82c18f67d085ef332a'));

  it('is planned before its first event', () => {
    expect(releaseOf(state(approval(1)), 'weibo', 1)).toEqual({
      item: ITEM,
      channel: 'weibo',
      revision: 1,
      state: 'planned',
      last: null,
      intent: null,
      firstIntent: null,
      offline: null,
      posted: null,
      takenBack: null,
      attempts: 0,
      remote: null,
      steps: {},
      confirmedAt: null,
    });
  });

  it('has its first and newest intent, its first withdrawal, and when readers first could see it', () => {
    const events = ['intent', 'failed', 'intent', 'confirmed', 'confirmed', 'withdraw-intent', 'withdraw-intent'] as const;
    const release = told(...events.map((kind) => weibo(kind)));
    const { last, intent, firstIntent, takenBack } = release;
    expect([firstIntent, intent, takenBack, last].map((event) => event?.seq)).toEqual([1, 3, 6, 7]);
    expect(release).toMatchObject({ state: 'withdraw-intent', confirmedAt: minute(4), attempts: 2 });
  });

  it('counts from the hour on paper, unless a person says that it never was out', () => {
    const paper = weibo('offline', { offline: { posted: minute(0) } as NonNullable<LedgerEvent['offline']> });
    expect(told(paper, weibo('needs-human'), weibo('confirmed'))).toMatchObject({ confirmedAt: minute(0), offline: { kind: 'offline' } });
    expect(told(paper, weibo('failed'), weibo('confirmed'))).toMatchObject({ confirmedAt: minute(3), offline: { kind: 'offline' } });
    expect(told(paper, weibo('failed'), paper, weibo('confirmed'))).toMatchObject({ confirmedAt: minute(0) });
  });

  it('that a person posted and registered has no intent', () =>
    expect(told(weibo('needs-human'), weibo('confirmed'))).toMatchObject({ intent: null, firstIntent: null, takenBack: null }));

  it('keeps what the platform calls it, part by part, and the steps that are finished', () => {
    const known = (...remotes: (LedgerEvent['remote'] | null)[]): Pick<Release, 'remote' | 'steps'> => {
      const { remote, steps } = told(...remotes.map((remote) => weibo('sent', remote ? { remote } : {})));
      return { remote, steps };
    };
    expect(known({ id: '', url: '' })).toEqual({ remote: null, steps: {} });
    expect(known({ id: '7', url: '' })).toEqual({ remote: { id: '7', url: '' }, steps: {} });
    expect(known({ id: '', url: 'u' })).toEqual({ remote: { id: '', url: 'u' }, steps: {} });
    expect(known({ id: '7', url: '' }, { id: '', url: 'u' })).toEqual({ remote: { id: '7', url: 'u' }, steps: {} });
    expect(known({ id: '', url: 'u' }, { id: '7', url: '' })).toEqual({ remote: { id: '7', url: 'u' }, steps: {} });
    expect(known({ id: '7', url: 'u' }, { id: '8', url: 'v' })).toEqual({ remote: { id: '8', url: 'v' }, steps: {} });
    expect(known({ id: '7', url: 'u' }, null)).toEqual({ remote: { id: '7', url: 'u' }, steps: {} });
    const steps = known({ id: '', url: '', steps: { draft: 'd', mass: 'm' } }, { id: '', url: '', steps: { mass: 'n' } }, null);
    expect(steps).toEqual({ remote: null, steps: { draft: 'd', mass: 'n' } });
  });

  it.each([
    ['one for each intent', [weibo('intent'), weibo('failed', { retry: 'counted' }), weibo('intent')], 2],
    ['none for a call that was not made', [weibo('intent'), weibo('failed', { retry: 'free' })], 0],
    ['none less than that', [weibo('failed', { retry: 'free' }), weibo('intent')], 1],
    ['no more for what is unknown', [weibo('intent'), weibo('unknown')], 1],
    ['none once a person lets it be tried again', [weibo('intent'), weibo('needs-human'), weibo('failed', { retry: 'counted' })], 0],
    ['as many once it is found out', [weibo('intent'), weibo('needs-human'), weibo('confirmed')], 1],
    ['none then even if it counts as free', [weibo('intent'), weibo('needs-human'), weibo('failed', { retry: 'free' })], 0],
  ])('counts its tries: %s', (_what, events, attempts) => expect(told(...events).attempts).toBe(attempts));
});

describe('an item', () => {
  it('has its approvals, the newest text, and each release by channel and revision', () => {
    const events = chain(
      approval(1),
      weibo('intent'),
      { kind: 'intent', channel: 'website' },
      approval(2),
      weibo('intent', { revision: 2 }),
      approval(2, REMOVAL),
    );
    const item = foldItem(ITEM, events);
    expect(item.approvals.map(({ seq }) => seq)).toEqual([1, 4, 6]);
    expect([item.item, item.approval?.seq, item.text?.seq]).toEqual([ITEM, 6, 4]);
    expect(names(item.releases)).toEqual(['weibo 1 intent', 'website 1 intent', 'weibo 2 intent']);
    expect(names([releaseOf(item, 'weibo', 2), releaseOf(item, 'website', 1), releaseOf(item, 'website', 2)])).toEqual([
      'weibo 2 intent',
      'website 1 intent',
      'website 2 planned',
    ]);
  });

  it('without events has nothing', () => expect(state()).toEqual({ item: ITEM, approvals: [], approval: null, text: null, releases: [] }));

  it('goes on from what its earlier events made of it, and leaves that as it was', () => {
    const events = chain(approval(1), weibo('intent'), weibo('confirmed'), approval(2));
    const before = foldItem(ITEM, events.slice(0, 2));
    const kept = structuredClone(before);
    expect(foldItem(ITEM, events.slice(2), before)).toEqual(foldItem(ITEM, events));
    expect(before).toEqual(kept);
  });

  it('shows readers of a channel the newest release that is confirmed there', () => {
    const item = state(...[1, 3, 2, 4].map((revision) => weibo('confirmed', { revision })), weibo('superseded', { revision: 4 }), {
      kind: 'confirmed',
      channel: 'website',
      revision: 5,
    });
    expect(outOn(item, 'weibo')?.revision).toBe(3);
    expect(outOn(item, 'wechat')).toBeNull();
  });

  it.each([
    ['never confirmed', [weibo('intent')], [false, false]],
    ['confirmed as the first text', [weibo('confirmed')], [true, true]],
    ['confirmed and taken back', [weibo('confirmed'), weibo('withdraw-intent'), weibo('withdrawn')], [true, true]],
    ['confirmed as the second text', [weibo('intent'), weibo('confirmed', { revision: 2 })], [true, false]],
  ])('is a correction once it was released: %s', (_what, events, expected) => {
    const item = state(...events);
    expect([wasReleased(item), wasReleased(item, 2)]).toEqual(expected);
  });

  it('may be seen by readers in every state in which nobody can rule it out', () => {
    const all = EVENT_KINDS.map((kind, index) => weibo(kind, { revision: index }));
    expect(mayBeLive(state(...all)).map(({ state: is }) => is)).toEqual([
      'offline',
      'intent',
      'sent',
      'confirmed',
      'unknown',
      'needs-human',
    ]);
  });
});

describe('the place of a page', () => {
  const page = (revision: number, address?: string): Partial<LedgerEvent> => {
    return { kind: 'confirmed', channel: 'website', revision, remote: { id: '', url: '', ...(address ? { steps: { address } } : {}) } };
  };
  const elsewhere = weibo('confirmed', { remote: { id: '', url: '', steps: { address: '/weibo' } } });

  it.each([
    ['is unknown before anybody registered it', [page(1)], [undefined, undefined, undefined]],
    ['stays what it was for later texts', [page(1, '/a')], ['/a', '/a', '/a']],
    ['is not a later text’s', [page(2, '/b')], [undefined, '/b', '/b']],
    ['is the newest before, in whatever order they came', [page(1, '/a'), page(3, '/c'), page(2, '/b')], ['/a', '/b', '/c']],
    ['is the same where a later text has none', [page(1, '/a'), page(2)], ['/a', '/a', '/a']],
    ['is no other channel’s', [elsewhere, page(2, '/b')], [undefined, '/b', '/b']],
  ] as [string, Partial<LedgerEvent>[], (string | undefined)[]][])('%s', (_what, events, places) =>
    expect([1, 2, 3].map((revision) => placeOfPage(state(...events), revision))).toEqual(places),
  );
});

describe('a draft that lies prepared', () => {
  it.each([
    ['wechat', {}, false],
    ['wechat', { draft: '' }, false],
    ['wechat', { draft: 'd' }, true],
    ['weibo', { draft: 'd' }, false],
    ['website', {}, false],
  ] as [Channel, Record<string, string>, boolean][])('could be sent by a person: %s, %j: %s', (channel, steps, lies) =>
    expect(hasDraft({ channel, steps })).toBe(lies),
  );
});

describe('an item that is taken back', () => {
  const out = [approval(1), weibo('intent'), weibo('confirmed')];
  const begun = (): Partial<LedgerEvent> => weibo('withdraw-intent', { code: 'withdraw' });

  it.each([
    ['nothing is', out, null, false],
    ['it is being taken down at once', [...out, begun()], 4, true],
    ['it was taken down', [...out, begun(), weibo('withdrawn')], 4, true],
    ['the person gave it up', [...out, begun(), weibo('abandoned')], null, false],
    ['a removal was approved', [...out, approval(1, REMOVAL)], null, true],
    ['a text was approved after the removal', [...out, approval(1, REMOVAL), approval(2)], null, false],
    ['a later text was approved after it was taken down', [...out, begun(), weibo('withdrawn'), approval(2)], null, false],
    ['an older post makes way for its correction', [...out, approval(2), weibo('withdraw-intent')], null, false],
    ['an older post is taken down after the correction was approved', [...out, approval(2), begun()], 5, true],
    ['two channels are, one after the other', [...out, { ...begun(), channel: 'website' as Channel }, begun()], 4, true],
    ['an older post is gone, though nobody asked for it', [approval(1), weibo('withdrawn'), approval(2)], null, false],
    ['what nobody approved is taken down', [begun()], 1, true],
  ])('%s', (_what, events, event, withdrawn) => {
    const item = state(...events);
    expect([takenBackAtOnce(item)?.seq ?? null, isWithdrawn(item)]).toEqual([event, withdrawn]);
  });

  it.each([
    ['a person took down', [...out, begun()], 4],
    ['the text itself lets end', [...out, weibo('withdraw-intent', { code: 'publish-until' })], null],
    ['a removal was approved of', [...out, begun(), approval(1, REMOVAL)], null],
    ['nobody approved', [begun()], null],
    ['nobody took down', out, null],
  ])('waits for levels 2 and 3 where it is what %s', (_what, events, event) =>
    expect(unconfirmedRemoval(state(...events))?.seq ?? null).toBe(event),
  );

  it('names the first of several withdrawals by their numbers', () => {
    const [first, second] = chain(approval(1), begun(), { ...begun(), channel: 'website' }).slice(1);
    const swapped = foldItem(ITEM, [...chain(approval(1)), second as LedgerEvent, first as LedgerEvent]);
    expect(takenBackAtOnce(swapped)?.seq).toBe(2);
  });

  it('stays out where a text that a run has only decided, and not written, is the newest', () => {
    const [first, ...rest] = chain(approval(1), weibo('confirmed'), begun());
    const { seq: _, ...unwritten } = chain(approval(2))[0] as LedgerEvent;
    const item = foldItem(ITEM, [first as LedgerEvent, ...rest, unwritten as LedgerEvent]);
    expect(takenBackAtOnce(item)).toBeNull();
  });
});

describe('what a run has to do for an item', () => {
  const open = (...events: Partial<LedgerEvent>[]): string[] => names(openReleases(state(...events)));

  it.each([
    ['nothing before an approval', [], []],
    [
      'every channel of the text, in their order',
      [approval(1, { channels: ['weibo', 'wechat', 'website'] })],
      ['website 1 planned', 'wechat 1 planned', 'weibo 1 planned'],
    ],
    ['not what is confirmed', [approval(1), weibo('confirmed')], ['website 1 planned']],
    ['not what has ended', [approval(1), weibo('expired'), { kind: 'abandoned', channel: 'website' }], []],
    [
      'what has failed or waits for a person',
      [approval(1), weibo('failed'), { kind: 'needs-human', channel: 'website' }],
      ['website 1 needs-human', 'weibo 1 failed'],
    ],
    ['what is in doubt, once', [approval(1, { channels: ['weibo'] }), weibo('unknown')], ['weibo 1 unknown']],
    [
      'what is in doubt of an older text, before the newest',
      [approval(1), weibo('unknown'), approval(2, { channels: ['weibo'] })],
      ['weibo 1 unknown', 'weibo 2 planned'],
    ],
    [
      'the oldest first, in whatever order they were begun',
      [approval(2), weibo('unknown', { revision: 2 }), weibo('sent')],
      ['website 2 planned', 'weibo 1 sent', 'weibo 2 unknown'],
    ],
    ['not what has failed of an older text', [approval(1), weibo('failed'), approval(2, { channels: [] })], []],
    ['nothing new once it is taken back', [approval(1), weibo('unknown'), approval(1, REMOVAL)], ['weibo 1 unknown']],
    ['what is being taken down', [approval(1), weibo('confirmed'), weibo('withdraw-intent')], ['weibo 1 withdraw-intent']],
    ['nothing of a text without channels', [{ kind: 'approval' }], []],
  ] as [string, Partial<LedgerEvent>[], string[]][])('%s', (_what, events, expected) => expect(open(...events)).toEqual(expected));

  it('is held against the approval of that very text', () => {
    const item = state(
      approval(1, { tree: 'a' }),
      approval(1, { tree: 'b' }),
      approval(2, { tree: 'c' }),
      approval(1, { tree: 'd', ...REMOVAL }),
    );
    const of = (revision: number, tree: string | null): number | null => {
      return approvalOf(item, { revision, intent: tree === null ? null : (chain({ tree })[0] as LedgerEvent) })?.seq ?? null;
    };
    expect([of(1, null), of(2, null), of(3, null), of(1, 'a'), of(1, 'c'), of(1, 'x')]).toEqual([2, 3, null, 1, 3, null]);
  });

  it.each([
    ['nothing', [], 1, 1],
    ['an approval of which nothing has begun', [approval(1)], 1, 1],
    ['an approval of which something has begun', [approval(1), weibo('intent')], 2, 1],
    ['a second approval of which nothing has begun', [approval(1), weibo('intent'), approval(2)], 2, 2],
    ['a removal', [approval(2), approval(2, REMOVAL)], 3, 2],
  ] as [string, Partial<LedgerEvent>[], number, number][])('gives the next text its number after %s', (_what, events, text, removal) =>
    expect([nextRevision(state(...events), false), nextRevision(state(...events), true)]).toEqual([text, removal]),
  );
});
