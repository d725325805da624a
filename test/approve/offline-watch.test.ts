import { describe, expect, it } from 'vitest';
import { unreviewedOffline } from '#pipeline/approve/offline-watch.ts';
import type { LedgerEvent, OfflineReview } from '#pipeline/ledger/event.ts';
import { foldItem } from '#pipeline/ledger/fold.ts';
import { auditItem } from '#pipeline/reports/audit/item-audit.ts';
import { timeline } from '#pipeline/reports/timeline.ts';

const ITEM = 'wucheng/2026-11-23-street';
const PAPER = { posted: '2026-11-23T12:00:00+08:00', due: '2026-11-24', reviewsDue: '2026-11-25' } as OfflineReview;

function chain(...events: Partial<LedgerEvent>[]): LedgerEvent[] {
  const of = { item: ITEM, revision: 1, tree: 'a', pullRequest: 7, actor: 'wangwu', runId: '5', attempt: 1 };
  return events.map((event, index) => ({ ...of, seq: index + 1, at: `2026-11-24T09:0${index}:00+08:00`, ...event }) as LedgerEvent);
}

const posted = (channel: 'wechat' | 'weibo', entered = '2026-11-24T09:00:00+08:00'): Partial<LedgerEvent> => {
  const reason = '王五登记：线下审签，2026-11-23 12:00 手工发布';
  return { kind: 'offline', channel, reason, offline: { ...PAPER, entered }, remote: { id: '', url: `https://example.org/${channel}` } };
};
const state = (...events: Partial<LedgerEvent>[]) => foldItem(ITEM, chain(...events));

describe('what was published by hand and nobody has reviewed', () => {
  const now = '2026-11-25T23:59:00+08:00';

  it('is one task for all its channels, until the working day after its registration is over', () =>
    expect(unreviewedOffline(state(posted('wechat'), posted('weibo')), false, now)).toEqual({
      item: ITEM,
      code: 'offline-unreviewed',
      message:
        '线下审签：已手工发布（微信 https://example.org/wechat、微博 https://example.org/weibo），应在 2026-11-25 24:00 前补审；请在合并请求 #7 里补齐三级审核、合并；审齐后照登记的地址确认，不会再发。',
      task: true,
      due: '2026-11-25 24:00',
    }));

  it.each([
    ['overdue from the next day on, with a new date every day', false, '2026-11-26T00:00:00+08:00', /，已逾期（今天 2026-11-26）/],
    ['urgent once a reviewer has refused it', true, now, /审核退回了，.*仍然公开着；请管理员立即在平台上删除，用 withdraw --now 登记/],
  ])('is %s', (_, rejected, at, words) => {
    const alert = unreviewedOffline(state(posted('wechat')), rejected, at);
    expect(alert).toMatchObject({ message: expect.stringMatching(words) });
    expect(alert?.task).toBeUndefined();
  });

  it('says that it was registered late', () =>
    expect(unreviewedOffline(state(posted('wechat', '2026-11-25T00:00:00+08:00')), false, now)?.message).toMatch(/^线下审签，逾期补录：/));

  it.each<[string, Partial<LedgerEvent>[]]>([
    ['approved', [posted('wechat'), { kind: 'approval', channels: ['wechat'] }]],
    ['taken down', [posted('wechat'), { kind: 'withdraw-intent', channel: 'wechat', code: 'error' }]],
    ['given up', [posted('wechat'), { kind: 'abandoned', channel: 'wechat', code: 'resolved' }]],
    ['never registered', [{ kind: 'approval', channels: ['wechat'] }]],
  ])('is told no more once it is %s', (_, events) => expect(unreviewedOffline(state(...events), false, now)).toBeNull());

  it('is told an auditor as a text without three reviews, and its registration as an exception that the rules allow', () => {
    const events = chain(posted('wechat'));
    const audit = auditItem(foldItem(ITEM, events), { item: ITEM, events, evidence: new Map() }, () => '王五', false);
    expect(audit.unreviewed).toMatchObject([{ item: ITEM, number: null, why: '线下审签，三级审核还没有补齐', out: ['wechat'] }]);
    expect(audit.acts).toMatchObject([{ kind: 'offline', person: '王五', what: expect.stringContaining('2026-11-23 12:00 手工发布') }]);
  });

  it.each<[string, string[], Partial<LedgerEvent>[]]>([
    ['the very text was approved', [], [{ kind: 'approval' }]],
    [
      'another text was approved and nobody has compared',
      ['wechat'],
      [
        { kind: 'approval', tree: 'b' },
        { kind: 'needs-human', tree: 'b' },
      ],
    ],
    [
      'it was taken down and another text approved',
      ['none'],
      [{ kind: 'withdraw-intent' }, { kind: 'withdrawn' }, { kind: 'approval', tree: 'b' }],
    ],
    [
      'a person has registered it as the other text',
      [],
      [
        { kind: 'approval', tree: 'b' },
        { kind: 'needs-human', tree: 'b' },
        { kind: 'confirmed', tree: 'b' },
      ],
    ],
    ['a person says that it never was there', [], [{ kind: 'failed', code: 'resolved' }]],
  ])('is told an auditor by the text that was out: %s', (_, out, later) => {
    const events = chain(
      posted('wechat'),
      ...later.map((event) => (event.kind === 'approval' ? event : { channel: 'wechat' as const, ...event })),
    );
    const { unreviewed } = auditItem(foldItem(ITEM, events), { item: ITEM, events, evidence: new Map() }, () => '王五', false);
    const posts = unreviewed.filter(({ why }) => why.startsWith('线下审签'));
    expect(posts.flatMap((one) => (one.out.length > 0 ? one.out : ['none']))).toEqual(out);
  });

  it('stands in the item’s story, by whom', () =>
    expect(timeline(chain(posted('wechat')), [], new Map())).toMatchObject([
      { who: 'wangwu', what: '微信：王五登记：线下审签，2026-11-23 12:00 手工发布', url: 'https://example.org/wechat' },
    ]));
});
