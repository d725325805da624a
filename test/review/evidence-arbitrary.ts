import fc from 'fast-check';
import type { Evidence } from '#pipeline/review/evidence.ts';
import type { Actor, Step, World } from './world.ts';
import { evidenceOf } from './world-evidence.ts';

const often = <T>(usual: T, ...rare: T[]): fc.Arbitrary<T> =>
  fc.oneof({ arbitrary: fc.constant(usual), weight: 8 * rare.length }, { arbitrary: fc.constantFrom(usual, ...rare), weight: rare.length });
const seldom = (odds: number): fc.Arbitrary<boolean> => fc.integer({ min: 1, max: odds }).map((drawn) => drawn === odds);
const pick = fc.nat(5);

const signer: fc.Arbitrary<Actor> = fc.record({
  as: fc.constantFrom<Actor['as'][]>(
    'head',
    'head',
    'office',
    'office',
    'leader',
    'leader',
    'secrecy',
    'anybody',
    'stranger',
    'deleted',
    'machine',
  ),
  pick,
});
const hand: fc.Arbitrary<Actor> = fc.record({
  as: often<Actor['as']>('writer', 'head', 'office', 'leader', 'anybody', 'machine', 'stranger', 'deleted'),
  pick,
});
const gap = fc.constantFrom(0, 1, 1, 5, 5, 60, 60 * 24);

const push: fc.Arbitrary<Step> = fc.record({
  act: fc.constant('push' as const),
  gap,
  actor: hand,
  author: hand,
  committer: often<Actor>({ as: 'machine', pick: 0 }, { as: 'writer', pick: 0 }, { as: 'office', pick: 0 }, { as: 'head', pick: 0 }),
  coAuthors: fc.oneof({ arbitrary: fc.constant<Actor[]>([]), weight: 4 }, { arbitrary: fc.array(signer, { maxLength: 2 }), weight: 1 }),
  text: fc.nat(2),
  forced: seldom(3),
  parents: often<'before' | 'merge' | 'merge-first' | 'absent'>('before', 'merge', 'merge-first', 'absent'),
  commitless: seldom(8),
});
const review: fc.Arbitrary<Step> = fc.record({
  act: fc.constant('review' as const),
  gap,
  actor: signer,
  state: fc.constantFrom('APPROVED', 'APPROVED', 'APPROVED', 'APPROVED', 'CHANGES_REQUESTED', 'COMMENTED', 'DISMISSED'),
  commit: often<'seen' | 'moved' | 'first' | 'gone' | null>('seen', 'moved', 'first', 'gone', null),
  body: often('', '紧急：台风预警', '紧急！', '同意', ' 紧急 示例'),
});
const dismissal: fc.Arbitrary<Step> = fc.record({
  act: fc.constant('dismissal' as const),
  gap,
  target: pick,
  actor: signer,
  was: often<'true' | 'null' | 'absent'>('true', 'null', 'absent'),
  byGitHub: fc.boolean(),
});
const deletion: fc.Arbitrary<Step> = fc.record({ act: fc.constant('deletion' as const), gap, actor: hand, restored: fc.boolean() });

const anyStep = fc.oneof(
  { arbitrary: review, weight: 12 },
  { arbitrary: push, weight: 3 },
  { arbitrary: dismissal, weight: 3 },
  { arbitrary: deletion, weight: 1 },
);
/** Signatures from below upwards, so that many histories pass. */
const inOrder = fc.record({ picks: fc.tuple(pick, pick, pick), joint: fc.boolean(), urgent: seldom(6) }).map(({ picks, joint, urgent }) =>
  (['head', ...(joint ? (['head-2'] as const) : []), 'secrecy', 'office', 'leader'] as const).map(
    (as, index): Step => ({
      act: 'review',
      gap: 1,
      actor: { as, pick: picks[index % 3] as number },
      state: 'APPROVED',
      commit: 'seen',
      body: urgent && as === 'leader' ? '紧急：示例' : '',
    }),
  ),
);
const history: fc.Arbitrary<Step[]> = fc
  .tuple(push, fc.array(anyStep, { maxLength: 4 }), fc.oneof(inOrder, inOrder, fc.constant([])), fc.array(anyStep, { maxLength: 4 }))
  .map(([first, ...rest]) => [first, ...rest.flat()]);

const post = fc.record({
  level: fc.constantFrom(1 as const, 2 as const, 3 as const),
  person: fc.nat(6),
  unit: fc.nat(2),
  from: often('2024-01-01', '2026-11-24', '2026-11-25'),
  to: often<string | undefined>(undefined, '2026-11-23', '2026-11-24'),
  covers: fc.constantFrom<'own' | 'all' | 'first'>('own', 'all', 'first'),
  main: fc.boolean(),
});
const bureau = fc.record({
  people: fc.integer({ min: 3, max: 7 }),
  units: fc.integer({ min: 1, max: 3 }),
  offset: fc.nat(6),
  posts: fc.array(post, { maxLength: 5 }),
  twice: fc.array(fc.nat(6), { maxLength: 2 }),
  numbered: fc.array(fc.nat(6), { maxLength: 2 }),
  numbersKnown: often<World['bureau']['numbersKnown']>('all', 'none', 'swapped'),
  secrecy: fc.array(
    fc.record({ person: fc.nat(6), unit: often<number | null>(0, 1, null), to: often<string | undefined>(undefined, '2026-11-23') }),
    {
      maxLength: 2,
    },
  ),
  delegations: fc.array(
    fc.record({
      principal: fc.nat(6),
      delegate: fc.nat(6),
      level: fc.constantFrom(1 as const, 2 as const, 3 as const),
      to: often('2026-11-30', '2026-11-23', '2026-11-24'),
    }),
    { maxLength: 2 },
  ),
  declared: seldom(4),
});

const policy = fc.record({
  order: often<'strict' | 'any'>('strict', 'any'),
  distinct_persons: often(true, false),
  delegation: fc.record({ enabled: fc.boolean() }),
  emergency: fc.record({ enabled: fc.boolean() }),
  items_per_pull_request: often(1, 2),
  machines: fc.constant(['helper']),
  forks: often(false, true),
  freshness: fc.record({
    from: often('information', 'submission'),
    first_day: often('excluded', 'counted'),
    holidays: often('counted', 'extended'),
    statutory: fc.constant({ channels: ['website'], bases: [{ law: '公开条例20(6)', working_days: 20 }] }),
  }),
});

const item = fc.record({
  kind: often<World['item']['kind']>(
    'new',
    'correction',
    'withdrawal',
    'released',
    'statutory',
    'rules',
    'organisation',
    'organisation',
    'code',
  ),
  breach: often<World['item']['breach']>(
    null,
    ...([
      'fork',
      'base',
      'second-item',
      'second-unit',
      'mixed',
      'unknown-unit',
      'removed',
      'front-matter',
      'moved',
      'loose-file',
      'no-items',
    ] as const),
  ),
  joint: seldom(4),
  channels: fc.constantFrom(['website'], ['website', 'wechat'], ['wechat', 'weibo']),
  eventDay: often(-1, 1, 0, -6, -7, -8),
  nowDays: often(0, 1, 5, 6, 7, 8),
  publishAfter: often<number | null>(null, 0, 6, 7),
  secrecyBy: often<Actor>(
    { as: 'head', pick: 0 },
    { as: 'secrecy', pick: 0 },
    { as: 'anybody', pick: 1 },
    { as: 'writer', pick: 0 },
    { as: 'stranger', pick: 0 },
  ),
  unitReview: fc.record({ by: pick, at: often('2026-11-24 08:00', '2026-11-24 09:01', '2026-11-24', '2023-12-31 09:00') }),
  twoItems: seldom(8),
});

const pullRequest = fc.record({
  author: often<Actor>(
    { as: 'machine', pick: 0 },
    { as: 'writer', pick: 0 },
    { as: 'head', pick: 1 },
    { as: 'office', pick: 1 },
    { as: 'leader', pick: 1 },
  ),
  issueAuthor: often<Actor | null>(null, { as: 'anybody', pick: 2 }),
  submitter: often<Actor>({ as: 'writer', pick: 0 }, { as: 'head', pick: 1 }, { as: 'anybody', pick: 0 }),
  draft: seldom(12),
  merge: often<World['pullRequest']['merge']>('open', 'same', 'different', 'unreadable', 'unknown', 'queued-same', 'queued-different'),
  siblings: seldom(60),
  incomplete: seldom(60),
  activityUnreadable: seldom(40),
  unreadTree: fc.option(fc.nat(6), { freq: 1, nil: null }),
  headOrganisation: often<World['pullRequest']['headOrganisation']>('same', 'leader', 'delegation', 'absent', 'malformed'),
});

export const world: fc.Arbitrary<World> = fc.record({ bureau, policy, item, pullRequest, history });

/** Small worlds: one to three units, three to seven people, a pull request with any history. */
export const anyEvidence: fc.Arbitrary<Evidence> = world.map(evidenceOf);
