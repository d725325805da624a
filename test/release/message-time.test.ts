import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beijingIso, beijingMinute } from '#pipeline/beijing-time.ts';
import { planned, step } from '#pipeline/ledger/fold.ts';
import { messageTime, waitingSince } from '#pipeline/release/not-now.ts';
import { ITEM, release } from '../release/world.ts';

describe('the time of the next message', () => {
  it.each([
    ['2026-11-24T09:00:00+08:00', '2026-11-24T17:00:00+08:00'],
    ['2026-11-24T17:00:00+08:00', '2026-11-24T17:00:00+08:00'],
    ['2026-11-24T17:00:01+08:00', '2026-11-25T17:00:00+08:00'],
    ['2026-12-31T17:00:01+08:00', '2027-01-01T17:00:00+08:00'],
    ['2028-02-28T18:00:00+08:00', '2028-02-29T17:00:00+08:00'],
    ['2026-11-24T16:30:00Z', '2026-11-25T17:00:00+08:00'],
  ])('after %s is %s', (since, expected) => expect(messageTime('17:00', since)).toBe(expected));

  it('is never earlier, never a day later, and always on the minute', () => {
    const time = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }));
    const moment = fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2040-01-01') });
    fc.assert(
      fc.property(time, moment, ([hour, minute], at) => {
        const clock = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
        const since = beijingIso(new Date(at));
        const next = messageTime(clock, since);
        const wait = Date.parse(next) - Date.parse(since);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThan(86_400_000);
        expect(beijingMinute(next).slice(11)).toBe(clock);
      }),
      { seed: 20261124 },
    );
  });

  it('is the next day’s for what found the mass messages of the day used up', () => {
    const approval = { at: '2026-11-24T10:00:00+08:00' };
    const refusedWith = (code: string) =>
      step(planned(ITEM, 'wechat', 1), { ...release(ITEM, 'wechat', 'failed', { code }).event, at: '2026-11-24T17:03:00+08:00' } as never);
    expect(messageTime('17:00', waitingSince(approval, refusedWith('wechat/45011')))).toBe('2026-11-24T17:00:00+08:00');
    expect(messageTime('17:00', waitingSince(approval, refusedWith('wechat/45028')))).toBe('2026-11-25T17:00:00+08:00');
  });
});
