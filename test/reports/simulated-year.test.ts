import { beforeAll, describe, expect, it } from 'vitest';
import { signedFile } from '#pipeline/ledger/signature.ts';
import { policySchema } from '#pipeline/organisation/policy.ts';
import type { Figures } from '#pipeline/reports/statistics/count.ts';
import { unfinishedRecord } from '#pipeline/reports/statistics/from-forge.ts';
import { gatherRecords } from '#pipeline/reports/statistics/gather.ts';
import { monthOf } from '#pipeline/reports/statistics/month.ts';
import { reportOf } from '#pipeline/reports/statistics/report.ts';
import { monthSpan, monthsOf, type Span, within } from '#pipeline/reports/statistics/span.ts';
import { memoryLedger, standIn } from '../ledger/ledger-memory.ts';
import { LISTED, POLICY, UNITS } from './simulated-people.ts';
import { type Fact, type SimulatedYear, simulatedYear } from './simulated-year.ts';

const NOW = '2027-01-05T12:00:00+08:00';
const YEAR: Span = { from: '2026-01-01', to: '2026-12-31' };

let year: SimulatedYear;
let records: Awaited<ReturnType<typeof gatherRecords>>['records'];
let missing: string | null;

/** The middle of a sorted list, written once more. */
function middle(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[half] as number) : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
}

/** The same figures from what the generator wrote down, in the simplest possible way. */
function counted(facts: readonly Fact[], span: Span): Figures {
  const own = facts.filter(({ at }) => within(span, at));
  const sum = (what: string): number => own.filter((fact) => fact.what === what).reduce((total, { value }) => total + value, 0);
  const some = (prefix: string, keys: readonly string[]): Record<string, number> =>
    Object.fromEntries(keys.map((key) => [key, sum(`${prefix} ${key}`)] as const).filter(([, count]) => count > 0));
  const hours = Object.fromEntries(
    ['1', '2'].flatMap((level) => {
      const values = own.filter(({ what }) => what === `hours ${level}`).map(({ value }) => value);
      return values.length === 0 ? [] : [[level, expect.closeTo(middle(values), 2)]];
    }),
  );
  const ended = sum('published') + sum('expired');
  const returned = new Set(own.filter(({ what }) => what.startsWith('returned')).map(({ item }) => item));
  return {
    submitted: sum('submitted'),
    joint: sum('joint'),
    published: sum('published'),
    adopted: some('adopted', ['website', 'wechat', 'weibo']),
    returned: some('returned', ['1', '2', '3']),
    returnedItems: returned.size,
    expired: sum('expired'),
    closed: sum('closed'),
    open: sum('open'),
    corrected: sum('corrected'),
    withdrawn: sum('withdrawn'),
    delegated: sum('delegated'),
    emergency: sum('emergency'),
    offline: 0,
    waived: sum('waived'),
    hours,
    within7: ended === 0 ? null : sum('early') / ended,
  };
}

beforeAll(async () => {
  year = simulatedYear(2000);
  const policy = policySchema.parse(POLICY);
  const unfinished = year.unapproved.flatMap((pull) => {
    const record = unfinishedRecord(pull.evidence, pull, policy);
    return record ? [{ ...pull, record }] : [];
  });
  // As the publisher keeps them: the forge isn't asked for anything below.
  const months = monthsOf({ from: '2025-12-01', to: '2027-01-31' }).map((month) => {
    const { from, to } = monthSpan(month);
    const open = unfinished.filter(
      ({ createdAt, closedAt }) => createdAt.slice(0, 10) <= to && (closedAt === null || closedAt.slice(0, 10) >= from),
    );
    return signedFile(
      monthOf(
        month,
        NOW,
        open.map(({ record }) => record),
      ),
      standIn,
    );
  });
  const store = memoryLedger();
  const done = await store.append(null, [...year.files, ...months], '一年', NOW);
  if (done.kind !== 'appended') throw new Error('the year was not written');
  const gathered = await gatherRecords(
    { store, head: done.head, forge: null, now: NOW, note: () => undefined },
    { from: '2025-12-01', to: '2026-12-31' },
  );
  records = gathered.records;
  missing = gathered.missing;
}, 120_000);

describe('a simulated year of 2,000 submissions by forty people', () => {
  const spans: [string, Span][] = [
    ['the year', YEAR],
    ['a quarter', { from: '2026-04-01', to: '2026-06-30' }],
    ['a month', monthSpan('2026-02')],
    ['a day', { from: '2026-05-08', to: '2026-05-08' }],
    ['a span across two years', { from: '2025-12-20', to: '2026-01-10' }],
  ];

  it('knows every submission, with nothing missing', () => {
    expect(missing).toBeNull();
    expect(records.filter(({ kind }) => kind === 'new')).toHaveLength(2000);
  });

  it('has every kind of end', () => {
    const whats = new Set(year.facts.map(({ what }) => what));
    const ends = [
      'closed',
      'open',
      'expired',
      'corrected',
      'withdrawn',
      'delegated',
      'emergency',
      'joint',
      'waived',
      'returned 1',
      'returned 2',
      'returned 3',
    ];
    expect(ends.filter((what) => !whats.has(what))).toEqual([]);
  });

  it.each(spans)('is counted for %s as whoever made it counted', (_, span) => {
    const { total, units, people } = reportOf(records, span, LISTED);
    expect(total).toEqual(counted(year.facts, span));
    expect(units.map(({ unit }) => unit)).toEqual(UNITS);
    for (const { unit, name: _name, ...figures } of units)
      expect({ unit, ...figures }).toEqual({
        unit,
        ...counted(
          year.facts.filter((fact) => fact.unit === unit),
          span,
        ),
      });
    for (const { person, name: _name, unit: _unit, ...figures } of people)
      expect({ person, ...figures }).toEqual({
        person,
        ...counted(
          year.facts.filter((fact) => fact.person === person),
          span,
        ),
      });
  });

  it('adds up: the months of a year come to the year', () => {
    const { total, months } = reportOf(records, YEAR, LISTED);
    expect(months.reduce((sum, { submitted }) => sum + submitted, 0)).toBe(total.submitted);
    expect(months.reduce((sum, { published }) => sum + published, 0)).toBe(total.published);
  });

  it('never counts what a leader took', () => {
    const { total } = reportOf(records, YEAR, LISTED);
    expect(Object.keys(total.hours)).toEqual(['1', '2']);
  });
});
