import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { addDays, type BeijingDate } from '#pipeline/beijing-time.ts';
import type { Channel, FrontMatter } from '#pipeline/item/front-matter/front-matter-schema.ts';
import {
  clockStart,
  exemptChannels,
  freshness,
  isOverdue,
  lastDay,
  lateNote,
  statutoryTerm,
  termWords,
} from '#pipeline/organisation/freshness.ts';
import { readHolidays } from '#pipeline/organisation/holidays.ts';
import { type Policy, policySchema } from '#pipeline/organisation/policy.ts';

const DAYS_OFF = readHolidays(readFileSync('content/terms/holidays.yml', 'utf8'), 'holidays.yml');
const switches = (freshnessOf: object = {}): Policy['freshness'] => policySchema.parse({ freshness: freshnessOf }).freshness;
const LISTED = { statutory: { bases: [{ law: '公开条例第二十条第六项', working_days: 20 }] } };

type Material = Pick<FrontMatter, 'event_date' | 'basis' | 'channels' | 'correction' | 'withdraw'>;
const item = (event_date: BeijingDate, more: Partial<Material> = {}): Material => ({
  event_date,
  channels: ['website', 'wechat', 'weibo'],
  ...more,
});
const disclosed = (event_date: BeijingDate): Material => item(event_date, { basis: { kind: '法定公开', law: '公开条例第二十条第六项' } });

describe('the last day of Art. 9', () => {
  it.each([
    { what: 'an inspection of one day', date: '2026-11-23', last: '2026-11-30' },
    { what: 'a campaign, by its last day', date: '2026-11-23', last: '2026-11-30' },
    { what: 'a notice, by its own date, of works to come', date: '2026-11-20', last: '2026-11-27' },
    { what: 'a preview, by the day it was finished', date: '2026-11-24', last: '2026-12-01' },
    { what: 'a repost, by the original', date: '2026-11-18', last: '2026-11-25' },
    { what: 'a repost that a superior ordered, by the order', date: '2026-11-24', last: '2026-12-01' },
    { what: 'what ends in a holiday, which is counted', date: '2026-09-28', last: '2026-10-05' },
    { what: 'what ends after the year', date: '2026-12-29', last: '2027-01-05' },
    { what: 'what ends on 29 February', date: '2028-02-22', last: '2028-02-29' },
    { what: 'what began on 29 February', date: '2028-02-29', last: '2028-03-07' },
  ])('$what: $date → $last', ({ date, last }) => expect(lastDay(date, switches(), DAYS_OFF)).toBe(last));

  it.each([
    { what: 'counted days of their own', given: { days: 5 }, last: '2026-11-28' },
    { what: 'the first day counted', given: { first_day: 'counted' }, last: '2026-11-29' },
    { what: 'holidays that run on, where it is none', given: { holidays: 'extended' }, last: '2026-11-30' },
  ])('with $what: $last', ({ given, last }) => expect(lastDay('2026-11-23', switches(given), DAYS_OFF)).toBe(last));

  it('is the first day after the holiday where the policy lets it run on (民法典 Art. 203)', () => {
    expect(lastDay('2026-09-28', switches({ holidays: 'extended' }), DAYS_OFF)).toBe('2026-10-08');
    expect(lastDay('2026-09-28', switches({ holidays: 'extended', first_day: 'counted' }), DAYS_OFF)).toBe('2026-10-08');
    // A Saturday that is worked instead isn't run over.
    expect(lastDay('2026-10-03', switches({ holidays: 'extended' }), DAYS_OFF)).toBe('2026-10-10');
  });

  it('isn’t lengthened in a year whose holidays nobody has entered, and says so', () => {
    const extended = switches({ holidays: 'extended' });
    expect(lastDay('2026-12-26', extended, DAYS_OFF)).toBe('2027-01-02');
    expect(lateNote(item('2026-12-26'), '2026-12-26', extended, DAYS_OFF)).toBe('（节假日表还没有 2027 年，没有顺延）');
    expect(lateNote(item('2026-11-23'), '2026-11-23', extended, DAYS_OFF)).toBe('');
    expect(lateNote(item('2026-12-26'), '2026-12-26', switches(), DAYS_OFF)).toBe('');
  });

  it('counts from 报送时间 where the policy says so, by the Beijing day of the first push', () => {
    const from = switches({ from: 'submission' });
    expect(clockStart(item('2026-11-01'), from, '2026-11-23T15:59:59Z')).toBe('2026-11-23');
    expect(clockStart(item('2026-11-01'), from, '2026-11-23T16:00:00Z')).toBe('2026-11-24');
    expect(clockStart(item('2026-11-01'), from, null)).toBe('2026-11-01');
    expect(clockStart(item('2026-11-01'), switches(), '2026-11-23T16:00:00Z')).toBe('2026-11-01');
  });
});

describe('where an item stands in its days', () => {
  it.each([
    { now: '2026-11-22T23:59:59+08:00', state: 'future', day: -1, left: 8 },
    { now: '2026-11-23T00:00:00+08:00', state: 'in-time', day: 0, left: 7 },
    { now: '2026-11-29T23:59:59+08:00', state: 'in-time', day: 6, left: 1 },
    { now: '2026-11-30T00:00:00+08:00', state: 'last-day', day: 7, left: 0 },
    { now: '2026-11-30T23:59:59+08:00', state: 'last-day', day: 7, left: 0 },
    { now: '2026-12-01T00:00:00+08:00', state: 'expired', day: 8, left: -1 },
    { now: '2026-12-01T00:00:01+08:00', state: 'expired', day: 8, left: -1 },
    { now: '2026-11-30T15:59:59Z', state: 'last-day', day: 7, left: 0 },
    { now: '2026-11-30T11:00:00-05:00', state: 'expired', day: 8, left: -1 },
  ])('at $now: $state', ({ now, state, day, left }) =>
    expect(freshness('2026-11-23', switches(), DAYS_OFF, now)).toEqual({ day, days: 7, left, lastDay: '2026-11-30', state }),
  );

  it('counts the first day as day 1 where the policy does', () => {
    expect(freshness('2026-11-23', switches({ first_day: 'counted' }), DAYS_OFF, '2026-11-23T12:00:00+08:00')).toMatchObject({
      day: 1,
      left: 6,
    });
  });
});

describe('what Art. 9 doesn’t bind', () => {
  const ALL: Channel[] = ['website', 'wechat', 'weibo'];
  const correction = { kind: '文字', note: '改一字' } as const;

  it.each<[string, Material, boolean, object, Channel[]]>([
    ['a withdrawal', item('2026-10-01', { withdraw: { kind: 'error', reason: '有误' } }), true, {}, ALL],
    ['a correction of what is out, for the website', item('2026-10-01', { correction }), true, {}, ['website']],
    ['a correction of what never was', item('2026-10-01', { correction }), false, {}, []],
    ['disclosure that the policy lists, for the website', disclosed('2026-10-01'), false, LISTED, ['website']],
    ['disclosure that the policy doesn’t list', disclosed('2026-10-01'), false, {}, []],
    [
      'disclosure with every channel switched off',
      disclosed('2026-10-01'),
      false,
      { statutory: { ...LISTED.statutory, channels: [] } },
      [],
    ],
    ['any other text', item('2026-11-23'), false, LISTED, []],
  ])('%s', (_, material, released, given, channels) => expect(exemptChannels(material, switches(given), released)).toEqual(channels));
});

describe('the law’s own term (公开条例 Art. 26)', () => {
  const refused = { statutory: { bases: [{ law: '公开条例第二十条第六项', working_days: 20, late: 'refused' }] } };
  const open = (today: BeijingDate, given: object, daysOff = DAYS_OFF): boolean =>
    exemptChannels(disclosed('2026-11-10'), switches(given), false, { today, daysOff }).length > 0;

  it('is so many working days after the day of the document', () => {
    expect(statutoryTerm(disclosed('2026-11-10'), switches(LISTED), DAYS_OFF)).toMatchObject({ day: '2026-12-08', unknownYear: null });
    expect(termWords(disclosed('2026-11-10'), switches(LISTED), DAYS_OFF)).toBe('法定公开期限 20 个工作日，到 2026-12-08 24:00');
    const seven = { statutory: { bases: [{ law: '公开条例第二十条第六项', working_days: 7 }] } };
    expect(statutoryTerm(disclosed('2026-11-10'), switches(seven), DAYS_OFF)?.day).toBe('2026-11-19');
    expect(statutoryTerm(item('2026-11-10'), switches(LISTED), DAYS_OFF)).toBeNull();
  });

  it('frees nobody of the duty once it is over, unless the policy refuses late disclosure', () => {
    expect([open('2026-12-08', LISTED), open('2026-12-09', LISTED)]).toEqual([true, true]);
    expect([open('2026-12-08', refused), open('2026-12-09', refused)]).toEqual([true, false]);
  });

  it('can’t be told from the year on whose holidays nobody has entered: then it is refused, and the sentence says why', () => {
    const late = disclosed('2026-12-20');
    const found = (today: BeijingDate) => exemptChannels(late, switches(refused), false, { today, daysOff: DAYS_OFF });
    expect([found('2026-12-31'), found('2027-01-01')]).toEqual([['website'], []]);
    expect(lateNote(late, '2026-12-20', switches(refused), DAYS_OFF)).toContain('节假日表还没有 2027 年');
    expect(isOverdue({ day: '2027-01-18', unknownYear: '2027' }, '2027-01-04')).toBe(true);
  });

  it('ends no earlier than the day before it would with one working day less', () => {
    for (let days = 1; days < 60; days += 1) {
      const term = (working_days: number) =>
        statutoryTerm(
          disclosed('2026-01-05'),
          switches({ statutory: { bases: [{ law: '公开条例第二十条第六项', working_days }] } }),
          DAYS_OFF,
        );
      const [before, after] = [term(days), term(days + 1)] as [{ day: string }, { day: string }];
      expect(after.day >= addDays(before.day, 1)).toBe(true);
    }
  });
});

describe('in three time zones, each in a process of its own', () => {
  const ROOT = join(import.meta.dirname, '../..');
  const program = ['--import', 'tsx', 'test/organisation/days-in-zone.ts'];

  it('every day, every last day and every decision before a call is the same, to the second', async () => {
    const said = ['UTC', 'Asia/Shanghai', 'America/New_York'].map((TZ) =>
      promisify(execFile)(process.execPath, program, { cwd: ROOT, env: { ...process.env, NODE_OPTIONS: '', TZ } }),
    );
    const zones = (await Promise.all(said)).map(({ stdout }) => JSON.parse(stdout) as { offset: number; digest: string });
    expect(zones.map(({ offset }) => offset)).toEqual([0, -480, 300]);
    expect(new Set(zones.map(({ digest }) => digest)).size).toBe(1);
  });
});
