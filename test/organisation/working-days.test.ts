import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readHolidays } from '#pipeline/organisation/holidays.ts';
import { isWorkingDay, penaltyClock, unknownYearNote, workingDayAfter } from '#pipeline/organisation/working-days.ts';

const DAYS_OFF = readHolidays(readFileSync('content/terms/holidays.yml', 'utf8'), 'holidays.yml');

describe('working days', () => {
  it.each([
    { it: 'Tuesday after Monday', from: '2026-11-23', count: 1, day: '2026-11-24' },
    { it: 'Monday after Friday', from: '2026-11-27', count: 1, day: '2026-11-30' },
    { it: 'over National Day', from: '2026-09-30', count: 1, day: '2026-10-08' },
    { it: 'on a Saturday worked instead', from: '2026-10-09', count: 1, day: '2026-10-10' },
    { it: 'twenty of them from 10 November', from: '2026-11-10', count: 20, day: '2026-12-08' },
    { it: 'seven of them from 10 November', from: '2026-11-10', count: 7, day: '2026-11-19' },
    { it: 'none at all', from: '2026-11-28', count: 0, day: '2026-11-28' },
  ])('$it: $from + $count = $day', ({ from, count, day }) =>
    expect(workingDayAfter(from, count, DAYS_OFF)).toEqual({ day, unknownYear: null }),
  );

  it('go by weekends in a year that nobody has entered, and say so', () => {
    const found = workingDayAfter('2026-12-30', 3, DAYS_OFF);
    expect(found).toEqual({ day: '2027-01-04', unknownYear: '2027' });
    expect(unknownYearNote(found)).toBe('（节假日表还没有 2027 年，暂按周一至周五计）');
    expect(unknownYearNote(workingDayAfter('2026-12-30', 1, DAYS_OFF))).toBe('');
    expect(workingDayAfter('2024-02-28', 1, [])).toEqual({ day: '2024-02-29', unknownYear: '2024' });
  });

  it('are not weekends, and are weekends worked instead', () => {
    const days = ['2026-10-07', '2026-10-08', '2026-10-10', '2026-10-11', '2027-01-01', '2027-01-02'];
    expect(days.filter((day) => isWorkingDay(day, DAYS_OFF))).toEqual(['2026-10-08', '2026-10-10', '2027-01-01']);
  });

  it('know a year only by a holiday that begins in it', () => {
    const days = readHolidays('holidays: [{name: 元旦, from: 2026-12-31, to: 2027-01-02}]', 'holidays.yml');
    expect(days).toContain('2026-12-31');
    expect(days.filter((day) => day.startsWith('2027'))).toEqual([]);
    expect(workingDayAfter('2026-12-30', 1, days).unknownYear).toBe('2027');
  });
});

describe('the law’s three days for a penalty notice (行政处罚法 Arts. 48, 85)', () => {
  const law = { basis: { kind: '法定公开' as const, law: '行政处罚法第四十八条' } };
  const withdraw = (more: object = {}) => ({ kind: 'error' as const, reason: '原决定已撤销', ...more });
  const begun = '2026-09-29T16:30:00Z';

  it.each([
    {
      it: 'count working days from the day it says',
      given: { ...law, withdraw: withdraw({ since: '2026-09-28 09:00' }) },
      day: '2026-10-08',
    },
    { it: 'or, where it says none, from the Beijing day on which it began', given: { ...law, withdraw: withdraw() }, day: '2026-10-10' },
    { it: 'hold for what is one by its title', given: { title: '行政处罚决定书', withdraw: withdraw() }, day: '2026-10-10' },
    {
      it: 'hold for what says what became of the decision',
      given: { withdraw: withdraw({ kind: 'other', decision: '撤销', since: '2026-11-23' }) },
      day: '2026-11-26',
    },
    { it: 'hold for nothing else', given: { withdraw: withdraw() }, day: undefined },
    { it: 'nor for one that has only become old', given: { ...law, withdraw: withdraw({ kind: 'outdated' }) }, day: undefined },
    { it: 'nor for one that stays', given: law, day: undefined },
  ])('$it', ({ given, day }) => expect(penaltyClock({ title: '示例', ...given }, begun, DAYS_OFF)?.day).toBe(day));
});
