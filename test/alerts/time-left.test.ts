import { describe, expect, it } from 'vitest';
import { timeLeft } from '#pipeline/approve/approve-watch.ts';
import { facts } from '../release/call-facts.ts';
import { ITEM } from '../release/world.ts';

describe('an approved text that isn’t out everywhere', () => {
  it.each([
    { now: '2026-11-26T23:59:59+08:00', code: undefined },
    { now: '2026-11-27T00:00:00+08:00', code: 'days-left-3' },
    { now: '2026-11-28T12:00:00+08:00', code: 'days-left-3' },
    { now: '2026-11-29T00:00:00+08:00', code: 'days-left-1' },
    { now: '2026-11-30T23:59:59+08:00', code: 'days-left-1' },
    { now: '2026-12-01T00:00:00+08:00', code: undefined },
  ])('is told of once a step: at $now $code', ({ now, code }) =>
    expect(timeLeft(ITEM, ['wechat', 'weibo'], facts(), now)?.code).toBe(code),
  );

  it('is told of with what happens, what doesn’t, who does what, and until when', () => {
    expect(timeLeft(ITEM, ['wechat', 'weibo'], facts(), '2026-11-29T12:00:00+08:00')).toEqual({
      item: ITEM,
      code: 'days-left-1',
      message:
        '《示例街道整治》已审定，微信、微博还没有发出，还剩 1 日（2026-11-30 24:00 截止），过期不再发布（第九条）；条件具备时自动发送，不会重发；请办公室核对暂停、定时和发送时段，等人处理的请管理员在截止前办完。',
      task: true,
    });
  });

  it('is not told of where Art. 9 doesn’t bind what is missing', () => {
    const corrected = facts({ released: true, item: { correction: { kind: '文字', note: '改一字' } } });
    expect(timeLeft(ITEM, ['website'], corrected, '2026-11-29T12:00:00+08:00')).toBeNull();
    expect(timeLeft(ITEM, ['website', 'weibo'], corrected, '2026-11-29T12:00:00+08:00')?.message).toContain('，微博还没有发出');
    expect(timeLeft(ITEM, [], facts(), '2026-11-29T12:00:00+08:00')).toBeNull();
  });
});
