import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { addDays, beijingDate, beijingIso, beijingMinute, instantOf } from '#pipeline/beijing-time.ts';
import { CHANNELS, frontMatterSchema } from '#pipeline/item/front-matter/front-matter-schema.ts';
import { readHolidays } from '#pipeline/organisation/holidays.ts';
import { policySchema } from '#pipeline/organisation/policy.ts';
import { penaltyClock, workingDayAfter } from '#pipeline/organisation/working-days.ts';
import { notNow } from '#pipeline/release/not-now.ts';

/** Run as a program of its own, with TZ set: decides over many instants, most of them a second from an edge, and prints one digest of it all. */
const DAYS_OFF = readHolidays(readFileSync('content/terms/holidays.yml', 'utf8'), 'holidays.yml');
const day = fc.constantFrom('2026-11-23', '2026-12-29', '2028-02-22', '2028-02-29', '2026-09-28', '2026-03-08', '2026-10-25', '2027-02-28');
const second = fc.constantFrom(-1, 0, 1, 3600, -3600, 43_200);
const world = fc.record({
  day,
  away: fc.integer({ min: -1, max: 31 }),
  second,
  from: fc.constantFrom('information', 'submission'),
  first_day: fc.constantFrom('excluded', 'counted'),
  holidays: fc.constantFrom('counted', 'extended'),
  hours: fc.constantFrom(undefined, { from: '08:00', to: '20:00' }, { from: '20:00', to: '00:00' }, { from: '00:00', to: '24:00' }),
  pause: fc.constantFrom([], ['2026-11-30', '2026-12-01 00:00'], ['2026-11-29 23:59', '2026-11-30']),
  after: fc.constantFrom(undefined, '2026-11-30', '2026-11-30 23:59'),
});

const said = createHash('sha256');
for (const { day: date, away, second: seconds, from, first_day, holidays, hours, pause, after } of fc.sample(world, {
  seed: 20261124,
  numRuns: 4000,
})) {
  const now = beijingIso(new Date(Date.parse(instantOf(addDays(date, away))) + seconds * 1000));
  const [start, end] = pause;
  const policy = policySchema.parse({
    freshness: { from, first_day, holidays, statutory: { bases: [{ law: '示例法', working_days: 5, late: 'refused' }] } },
    ...(hours ? { sending_hours: { weibo: hours } } : {}),
    ...(start && end ? { pauses: [{ from: start, to: end, channels: ['wechat'], reason: '示例' }] } : {}),
  });
  const frontMatter = frontMatterSchema.parse({
    title: '示例',
    submitter: 'lisi',
    submitted_at: `${date} 09:00`,
    event_date: date,
    category: '工作动态',
    channels: [...CHANNELS],
    secrecy_review: { by: 'zhouyi', date, conclusion: '可公开' },
    ...(away % 5 === 0 ? { basis: { kind: '法定公开', law: '示例法' } } : {}),
    ...(after ? { publish_after: after } : {}),
  });
  const facts = { frontMatter, policy, holidays: DAYS_OFF, firstPush: `${date}T23:30:00Z`, released: false, held: null };
  const clock = penaltyClock({ title: '行政处罚决定', withdraw: { kind: 'error', reason: '示例' } }, now, DAYS_OFF);
  said.update(JSON.stringify([now, beijingDate(now), beijingMinute(now), CHANNELS.map((channel) => notNow(channel, facts, now)), clock]));
  said.update(JSON.stringify(workingDayAfter(date, away + 1, DAYS_OFF)));
}
console.log(JSON.stringify({ offset: new Date('2026-11-24T12:00:00Z').getTimezoneOffset(), digest: said.digest('hex') }));
