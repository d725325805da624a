import { describe, expect, it } from 'vitest';
import { type FrontMatter, frontMatterSchema } from '#pipeline/item/front-matter-schema.ts';
import { policySchema } from '#pipeline/organisation/policy.ts';
import { type CallFacts, notNow } from '#pipeline/publish/before-call.ts';

const item = (more: Partial<FrontMatter> = {}): FrontMatter =>
  frontMatterSchema.parse({
    title: '示例',
    submitter: 'lisi',
    submitted_at: '2026-11-24 09:00',
    event_date: '2026-11-23',
    category: '工作动态',
    channels: ['website', 'wechat', 'weibo'],
    secrecy_review: { by: 'zhouyi', date: '2026-11-23', conclusion: '可公开' },
    ...more,
  });

const facts = (
  more: Partial<Omit<CallFacts, 'policy' | 'frontMatter'>> & { policy?: object; item?: Partial<FrontMatter> } = {},
): CallFacts => {
  const { policy, item: front, ...rest } = more;
  return {
    frontMatter: item(front),
    policy: policySchema.parse(policy ?? {}),
    holidays: [],
    firstPush: '2026-11-24T01:00:00Z',
    released: false,
    held: null,
    ...rest,
  };
};

const code = (channel: 'website' | 'wechat' | 'weibo', given: CallFacts, now: string): string => notNow(channel, given, now)?.code ?? 'go';

describe('Article 9 right before a call', () => {
  it.each([
    { now: '2026-11-22T23:59:59+08:00', expected: 'future' },
    { now: '2026-11-23T00:00:00+08:00', expected: 'go' },
    { now: '2026-11-30T23:59:59+08:00', expected: 'go' },
    { now: '2026-11-30T15:59:59Z', expected: 'go' },
    { now: '2026-11-30T16:00:00Z', expected: 'expired' },
    { now: '2026-12-01T00:00:00+08:00', expected: 'expired' },
  ])('at $now: $expected', ({ now, expected }) => {
    expect(code('weibo', facts(), now)).toBe(expected);
  });

  it('ends a release for good, even on hold', () => {
    expect(notNow('weibo', facts({ held: '演练' }), '2026-12-01T00:00:00+08:00')).toMatchObject({ code: 'expired', final: true });
  });

  it('lets a correction of a released item change the website alone', () => {
    const corrected = facts({ released: true, item: { correction: { kind: '文字', note: '改正' } } });
    const late = '2026-12-20T10:00:00+08:00';
    expect([code('website', corrected, late), code('wechat', corrected, late)]).toEqual(['go', 'expired']);
    expect(code('website', facts({ item: { correction: { kind: '文字', note: '改正' } } }), late)).toBe('expired');
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
      why: 'a pause that ended to the minute',
      given: facts({ policy: { pauses: [{ from: '2026-11-24 09:00', to: '2026-11-24 12:00', reason: '会议' }] } }),
      expected: 'go',
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
