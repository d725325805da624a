import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type FrontMatter, frontMatterSchema } from '#pipeline/item/front-matter/front-matter-schema.ts';
import { readHolidays } from '#pipeline/organisation/holidays.ts';
import { policySchema } from '#pipeline/organisation/policy.ts';
import { type CallFacts, notNow } from '#pipeline/release/call-guard.ts';

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
