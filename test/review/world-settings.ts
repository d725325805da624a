import fc from 'fast-check';
import type { Level, World } from './world.ts';
import { often, seldom } from './world-odds.ts';

const person = fc.nat(6);
const level = fc.constantFrom<Level>(1, 2, 3);

const post = fc.record({
  level,
  person,
  unit: fc.nat(2),
  from: often('2024-01-01', '2026-11-24', '2026-11-25'),
  to: often<string | undefined>(undefined, '2026-11-23', '2026-11-24'),
  covers: fc.constantFrom<'own' | 'all' | 'first'>('own', 'all', 'first'),
  main: fc.boolean(),
});

/** Three to seven people and a writer, one to three units, with posts, duties and delegations beside the needed ones. */
export const bureau: fc.Arbitrary<World['bureau']> = fc.record({
  people: fc.integer({ min: 3, max: 7 }),
  units: fc.integer({ min: 1, max: 3 }),
  offset: person,
  posts: fc.array(post, { maxLength: 5 }),
  twice: fc.array(person, { maxLength: 2 }),
  numbered: fc.array(person, { maxLength: 2 }),
  silent: often<number | null>(null, 0, 1, 2),
  numbersKnown: often<World['bureau']['numbersKnown']>('all', 'none', 'swapped', 'bot'),
  administrators: fc.array(person, { maxLength: 1 }),
  secrecy: fc.array(
    fc.record({ person, unit: often<number | null>(0, 1, null), to: often<string | undefined>(undefined, '2026-11-23', '2026-11-24') }),
    {
      maxLength: 2,
    },
  ),
  delegations: fc.array(
    fc.record({
      principal: person,
      delegate: person,
      level,
      from: often('2026-11-20', '2026-11-24', '2026-11-25'),
      to: often('2026-11-30', '2026-11-23', '2026-11-24'),
    }),
    { maxLength: 2 },
  ),
  declared: seldom(4),
});

const freshness = fc.record(
  {
    days: often(7, 5, 0),
    from: fc.constantFrom('information', 'submission'),
    first_day: fc.constantFrom('excluded', 'counted'),
    holidays: fc.constantFrom('counted', 'extended'),
    statutory: fc.record(
      {
        channels: fc.constantFrom(['website'], ['wechat']),
        bases: fc.constantFrom(
          [{ law: '公开条例20(6)', working_days: 20 }],
          [{ law: '公开条例20(6)', working_days: 20 }],
          [{ law: '公开条例20(6)', working_days: 5, late: 'refused' as const }],
        ),
      },
      { requiredKeys: ['bases'] },
    ),
  },
  { requiredKeys: ['statutory'] },
);

/** Every switch now and then; mostly left out, so that the defaults say what holds. */
export const policy: fc.Arbitrary<World['policy']> = fc.record(
  {
    order: often<'strict' | 'any'>('strict', 'any'),
    distinct_persons: often(true, false),
    main_leader_signs: fc.constantFrom(['工作动态'], ['重要事项公布']),
    delegation: fc.constantFrom({ enabled: true }, { enabled: true }, { enabled: false }),
    emergency: fc.record({ enabled: fc.boolean(), review_hours: fc.constantFrom(24, 1.5) }, { requiredKeys: ['enabled'] }),
    items_per_pull_request: often(1, 2),
    files_per_pull_request: often(200, 1),
    machines: fc.constant(['Helper']),
    freshness,
  },
  { requiredKeys: ['machines', 'freshness'] },
) as fc.Arbitrary<World['policy']>;
