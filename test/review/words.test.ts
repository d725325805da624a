import { describe, expect, it } from 'vitest';
import {
  dayCount,
  daysLeft,
  eitherOf,
  elapsed,
  longDate,
  longMinute,
  monthDay,
  offlineNotice,
  postedWords,
} from '#pipeline/review/words.ts';
import { organisation } from './evidence-builder.ts';

const FROM = '2026-11-24T10:00:00+08:00';

describe('what people read', () => {
  it.each([
    ['2026-11-24T10:00:59+08:00', '不到 1 分钟'],
    ['2026-11-24T10:01:00+08:00', '1 分钟'],
    ['2026-11-24T10:59:59+08:00', '59 分钟'],
    ['2026-11-24T11:00:00+08:00', '1 小时'],
    ['2026-11-25T09:59:00+08:00', '23 小时'],
    ['2026-11-25T10:00:00+08:00', '1 日'],
    ['2026-11-27T01:59:59Z', '2 日'],
  ])('of how long it has been waiting at %s: %s', (to, words) => expect(elapsed(FROM, to)).toBe(words));

  it('of dates, in Beijing', () => {
    expect([monthDay('2026-01-05'), longDate('2026-11-24'), longMinute('2026-11-23T16:05:00Z')]).toEqual([
      '1 月 5 日',
      '2026 年 11 月 24 日',
      '2026 年 11 月 24 日 00:05',
    ]);
  });

  it.each([
    [{ day: 0, left: 7, state: 'in-time' }, '当日不计 / 共 7 日', '还剩 7 日'],
    [{ day: 1, left: 6, state: 'in-time' }, '第 1 日 / 共 7 日', '还剩 6 日'],
    [{ day: 7, left: 0, state: 'last-day' }, '第 7 日 / 共 7 日', '今天是最后一日'],
    [{ day: 8, left: -1, state: 'expired' }, '第 8 日 / 共 7 日', '已过 7 日'],
  ] as const)('of the days: %o', (at, count, left) => {
    const fresh = { ...at, days: 7, lastDay: '2026-11-30' };
    expect([dayCount(fresh), daysLeft(fresh)]).toEqual([count, left]);
  });

  it('of what was published by hand, channel by channel in their order', () => {
    const signed = ([1, 2, 3] as const).map((level) => ({ level, by: 'zhouyi', at: '2026-11-23 09:00' }));
    const paper = { scan: 'paper.jpg', signed, posted: { weibo: '2026-11-23 12:05', website: '2026-11-23 12:00' } };
    expect(postedWords(paper)).toBe('网站 2026-11-23 12:00、微博 2026-11-23 12:05');
    expect(offlineNotice({ offline_review: paper })).toBe(
      '已手工发布（网站 2026-11-23 12:00、微博 2026-11-23 12:05），现在是补审：请对照纸质审核单的扫描件 paper.jpg；退回的，要立即撤下。',
    );
    expect(offlineNotice({})).toBeNull();
  });

  it('of people, each once', () => {
    const bureau = organisation as never;
    expect([eitherOf(bureau, ['zhengsi', 'wangwu', 'zhengsi']), eitherOf(bureau, ['zhengsi'], (name) => `**${name}**`)]).toEqual([
      '郑四 或 王五',
      '**郑四**',
    ]);
  });
});
