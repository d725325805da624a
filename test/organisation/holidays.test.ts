import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readHolidays } from '#pipeline/organisation/holidays.ts';

const text = `holidays:
  - {name: 国庆节, from: 2026-10-01, to: 2026-10-07, workdays: [2026-09-20, 2026-10-10]}
`;

describe('the yearly holidays', () => {
  it('are the days from the first to the last, and weekends, without the days worked instead', () => {
    const days = readHolidays(text, 'holidays.yml');
    expect(days.filter((day) => day.startsWith('2026-09-1') || day.startsWith('2026-09-2'))).toEqual([
      '2026-09-12',
      '2026-09-13',
      '2026-09-19',
      '2026-09-26',
      '2026-09-27',
    ]);
    expect(days.filter((day) => day.startsWith('2026-10'))).toEqual([
      ...['01', '02', '03', '04', '05', '06', '07', '11', '17', '18', '24', '25', '31'].map((day) => `2026-10-${day}`),
    ]);
  });

  it('are none where the file is empty', () => expect(readHolidays('', 'holidays.yml')).toEqual([]));

  it('are read of the file that comes with the product', () =>
    expect(readHolidays(readFileSync('content/terms/holidays.yml', 'utf8'), 'holidays.yml')).toContain('2026-10-01'));

  it.each(['holidays: [{name: x, from: 2026-02-30, to: 2026-03-01}]', 'days: []', 'holidays: [2026-10-01]'])(
    'are refused as %s',
    (broken) =>
      expect(() => readHolidays(broken, 'holidays.yml')).toThrow(expect.objectContaining({ code: 'holidays/malformed', exitCode: 2 })),
  );
});
