import { describe, expect, it } from 'vitest';
import type { LedgerEvent } from '#pipeline/ledger/event.ts';
import type { Ledger } from '#pipeline/ledger/ledger.ts';
import { type ReleaseState, TRANSITIONS } from '#pipeline/ledger/transitions.ts';
import { status } from '#pipeline/reports/status.ts';

const ITEM = 'wucheng/2026-11-23-street';

function ledgerOf(events: Partial<LedgerEvent>[], settings: Partial<LedgerEvent>[] = []): Ledger {
  const chain = (item: string, of: Partial<LedgerEvent>[]) =>
    of.map((part, index) => ({ path: `${index}`, bytes: new Uint8Array(), event: { item, revision: 1, ...part } as LedgerEvent }));
  return {
    head: 'x',
    chains: new Map([
      [ITEM, chain(ITEM, events)],
      ['settings', chain('settings', settings)],
    ]),
    paths: [],
    damaged: [],
  };
}

const at = (minute: number): string => `2026-11-24T10:${String(minute).padStart(2, '0')}:00+08:00`;
const APPROVAL = { kind: 'approval', at: at(0), channels: ['weibo'], number: '2026-0001', tree: 'a' } as Partial<LedgerEvent>;

function weibo(events: Partial<LedgerEvent>[], settings: Partial<LedgerEvent>[] = []) {
  const [found] = status(ledgerOf([APPROVAL, ...events.map((event) => ({ channel: 'weibo' as const, ...event }))], settings));
  return found?.releases[0];
}

/** What a release in each state waits for: who, and by what. Nobody has to do anything for the others. */
const NEXT: Partial<Record<ReleaseState, [event: Partial<LedgerEvent>, words: RegExp]>> = {
  planned: [{}, /由系统在下一次运行时发送/],
  offline: [{}, /^线下审签，已手工发布；由三级审核人在合并请求里补审.*不会再发$/],
  intent: [{}, /由系统在下一次运行核对，不会重发/],
  sent: [{ reason: '请管理员点“发表”。' }, /^请管理员点“发表”；由系统在下一次运行读回，不会重发$/],
  unknown: [{}, /请不要手工重发/],
  failed: [{ reason: '次数用完。', retry: 'free' }, /^次数用完；由系统在下一次运行自动再试/],
  'needs-human': [{ reason: '本渠道由人工发布。' }, /^本渠道由人工发布；.*管理员、办公室审核人或分管领导.*record.*resolve/],
  'withdraw-intent': [{}, /由管理员在平台删除后用 resolve --as confirmed/],
  expired: [{ reason: '超过 7 日' }, /超过 7 日/],
};

describe('status', () => {
  it.each(Object.keys(TRANSITIONS) as ReleaseState[])('says of a release that is %s what happens next and who does it', (state) => {
    const [part, words] = NEXT[state] ?? [{}, /^$/];
    const release = weibo(state === 'planned' ? [] : [{ kind: state, at: at(1), ...part }]);
    expect(release).toMatchObject({ state, since: at(state === 'planned' ? 0 : 1), next: expect.stringMatching(words) });
  });

  it('says who lifts a hold, what a refused text needs, and what differs', () => {
    expect(weibo([], [{ kind: 'hold', at: at(1), reason: '突发' }])?.next).toMatch(/办公室审核人用 resume/);
    expect(weibo([{ kind: 'failed', at: at(1), retry: 'no', reason: '超长。' }])?.next).toBe('超长；由报送人修改后重新送审');
    expect(weibo([{ kind: 'confirmed', at: at(1), code: 'differs' }])?.next).toMatch(/由管理员改回/);
  });

  it('says since when: from the first event that says so, however often it was said again', () => {
    const events = [1, 2, 3].map((minute) => ({ kind: 'withdraw-intent' as const, at: at(minute) }));
    expect(weibo([{ kind: 'confirmed', at: at(1) }, ...events])).toMatchObject({ since: at(1), at: at(3) });
    expect(
      weibo([
        { kind: 'failed', at: at(1) },
        { kind: 'intent', at: at(2) },
        { kind: 'failed', at: at(3) },
      ])?.since,
    ).toBe(at(3));
  });

  it.each([
    ['at the same address', 'https://weibo.com/1/a', /^已手工改成第 2 版，读者现在看到的是那一版$/],
    ['at another address', 'https://weibo.com/1/b', /^第 2 版在另一个地址.*由管理员到平台核对，还在的删除$/],
  ])('says which of two texts is out, once a person has registered the newer one %s', (_, url, words) => {
    const old = { kind: 'confirmed' as const, at: at(1), remote: { id: '1', url: 'https://weibo.com/1/a' } };
    const text = { ...APPROVAL, at: at(2), tree: 'b', revision: 2 };
    const edited = { kind: 'confirmed' as const, at: at(3), revision: 2, code: 'by-hand', remote: { id: '1', url } };
    const on = (event: Partial<LedgerEvent>): Partial<LedgerEvent> => ({ channel: 'weibo', ...event });
    const [found] = status(ledgerOf([APPROVAL, on(old), text, on(edited)]));
    expect(found?.releases.map(({ revision, shown }) => `${revision} ${shown}`)).toEqual(['1 false', '2 true']);
    expect(found?.releases.map(({ next }) => next)).toEqual([expect.stringMatching(words), '']);
  });

  it.each([
    ['waits for the next message where the policy collects', [], {}, /^等待 2026-11-24 17:00 与当天的其他信息合并发布/],
    ['waits for nothing where it doesn’t', [], undefined, /^由系统在下一次运行时发送/],
    ['is told as it stands once it has begun', [{ kind: 'intent', at: at(1) }], {}, /^正在发送/],
  ] as const)('of a WeChat text says that it %s', (_what, events, collect, words) => {
    const ledger = ledgerOf([{ ...APPROVAL, channels: ['wechat'] }, ...events.map((event) => ({ ...event, channel: 'wechat' as const }))]);
    const [found] = status(ledger, null, collect && { at: '17:00', max: 8 });
    expect(found?.releases[0]?.next).toMatch(words);
  });
});
