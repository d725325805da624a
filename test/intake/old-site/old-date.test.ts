import { describe, expect, it } from 'vitest';
import { oldDate } from '#pipeline/intake/old-site/old-date.ts';

const read = (written: string): string => {
  try {
    return oldDate(written, '2026-11-24', '第 2 行');
  } catch (error) {
    const { code, place, message } = error as { code: string; place: string; message: string };
    return `${code} ${place} ${message}`;
  }
};

const GOOD: [written: string, as: string][] = [
  ['2020-01-05', '2020-01-05'],
  ['2020/1/5', '2020-01-05'],
  ['2020.1.5', '2020-01-05'],
  ['2020年1月5日', '2020-01-05'],
  ['20200105', '2020-01-05'],
  [' 2020-01-05 ', '2020-01-05'],
  ['2020/1/5 9:05', '2020-01-05 09:05'],
  ['2020-01-05 10:30:59', '2020-01-05 10:30'],
  ['2020-01-05T10:30:00+08:00', '2020-01-05 10:30'],
  ['2020年1月5日 10：30', '2020-01-05 10:30'],
  ['2026-11-24', '2026-11-24'],
  ['２０２０－０１－０５', '2020-01-05'],
  ['2020年 1月 5日', '2020-01-05'],
  ['2020年1月5日 星期日', '2020-01-05'],
  ['2020年1月5日（周日）', '2020-01-05'],
  ['2020/1/5 下午 3:30:00', '2020-01-05 15:30'],
  ['2020-01-05 上午9:05', '2020-01-05 09:05'],
  ['2020/1/5 下午 12:30', '2020-01-05 12:30'],
];

const BAD: [written: string, why: RegExp][] = [
  ['', /没有发布日期/],
  ['43835', /序号 43835.*设为日期格式/],
  ['43835.4375', /序号/],
  ['2020-02-30', /认不出来/],
  ['2020-01-05 25:00', /认不出来/],
  ['1/5/2020', /认不出来/],
  ['昨天', /认不出来/],
  ['2020-01-05T10:30:00Z', /不是北京时间/],
  ['2026-11-25', /在今天以后/],
  ['2020/1/5 上午 12:30', /认不出来/],
  ['1900-01-00', /认不出来/],
  ['1970-01-01', /还没有网站/],
  ['1578191400', /认不出来/],
];

describe('a date of an old site', () => {
  it.each(GOOD)('%s is read as %s', (written, as) => expect(read(written)).toBe(as));

  it.each(BAD)('%s is refused in one sentence with code and place', (written, why) => {
    expect(read(written)).toMatch(why);
    expect(read(written)).toMatch(/^import\/date 第 2 行 [^。]*；应为[^。]*；[^。]*。$/);
  });
});
