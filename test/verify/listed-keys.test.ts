import { expect, it } from 'vitest';
import { addDays } from '#pipeline/beijing-time.ts';
import { keysOf } from '#pipeline/ledger/settings-version.ts';
import { policySchema } from '#pipeline/organisation/policy.ts';
import { newSigningKey } from '#pipeline/setup/first-settings.ts';

const KEY = newSigningKey().publicKey;

type Listed = [from: string, to?: string];

/** Versions that list one key so, or not at all, by the day of their registration. */
const versions = (said: readonly [day: string, listed: Listed | null][]): Parameters<typeof keysOf>[0] =>
  said.map(([day, listed]) => ({
    registered: `${day}T12:00:00+08:00`,
    policy: policySchema.parse({
      signing_keys: listed ? [{ ...KEY, from: listed[0], ...(listed[1] ? { to: listed[1] } : {}) }] : [],
    }),
  }));

const FIRST: [string, Listed] = ['2026-02-01', ['2026-01-01']];

it.each<[what: string, later: [string, Listed | null][], first: string, last: string | null]>([
  ['goes on', [], '2026-01-01', null],
  ['is given a last day to come', [['2026-05-01', ['2026-01-01', '2026-06-30']]], '2026-01-01', '2026-06-30'],
  ['is given today as its last day', [['2026-05-01', ['2026-01-01', '2026-05-01']]], '2026-01-01', '2026-05-01'],
  ['is given a last day that is over', [['2026-05-01', ['2026-01-01', '2026-03-31']]], '2026-01-01', '2026-05-01'],
  ['is taken off', [['2026-05-01', null]], '2026-01-01', '2026-05-01'],
  [
    'had ended, and is taken off',
    [
      ['2026-05-01', ['2026-01-01', '2026-05-31']],
      ['2026-09-01', null],
    ],
    '2026-01-01',
    '2026-05-31',
  ],
  [
    'had ended, and is told an earlier end',
    [
      ['2026-05-01', ['2026-01-01', '2026-05-31']],
      ['2026-09-01', ['2026-01-01', '2026-03-31']],
    ],
    '2026-01-01',
    '2026-05-31',
  ],
  [
    'is taken off and later listed from that day on',
    [
      ['2026-05-01', null],
      ['2026-09-01', ['2026-09-01']],
    ],
    '2026-01-01',
    null,
  ],
  ['is told a later first day', [['2026-05-01', ['2026-06-01']]], '2026-01-01', null],
])('a key that %s is believed of all that it may have signed, and not after its end', (_, later, first, last) => {
  const keysOn = keysOf(versions([FIRST, ...later]));
  const holds = (day: string): boolean => keysOn(day).length === 1;
  expect([holds('2025-12-31'), holds(first), holds(last ?? '2099-01-01')]).toEqual([false, true, true]);
  if (last !== null) expect(holds(addDays(last, 1))).toBe(false);
});
