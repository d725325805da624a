import fc from 'fast-check';
import type { Evidence } from '#pipeline/review/gate/evidence.ts';
import type { Actor, World } from './world.ts';
import { evidenceOf } from './world-evidence.ts';
import { often, pick, seldom } from './world-odds.ts';
import { bureau, policy } from './world-settings.ts';
import { history } from './world-steps.ts';

const breaches = [
  'no-pull-request',
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
  'bad-name',
  'no-items',
] as const;

const item: fc.Arbitrary<World['item']> = fc.record({
  kind: often<World['item']['kind']>(
    'new',
    'correction',
    'withdrawal',
    'withdrawal-of-none',
    'released',
    'released-now',
    'statutory',
    'rules',
    'organisation',
    'organisation',
    'code',
  ),
  breach: often<World['item']['breach']>(null, ...breaches),
  spoilt: fc.nat(11),
  joint: fc.oneof(
    { arbitrary: fc.constant(null), weight: 3 },
    { arbitrary: fc.constantFrom<World['item']['joint'][]>('second', 'second', 'second', 'third', 'own', 'nowhere'), weight: 1 },
  ),
  channels: fc.constantFrom(['website'], ['website', 'wechat'], ['wechat', 'weibo']),
  pictures: often(0, 1),
  eventDay: often(-1, 1, 0, -4, -5, -6, -7, -8),
  nowDays: often(0, 1, 5, 6, 7, 8),
  publishAfter: often<number | null>(null, 0, 6, 7),
  secrecyBy: often<Actor>(
    { as: 'head', pick: 0 },
    { as: 'secrecy', pick: 0 },
    { as: 'anybody', pick: 1 },
    { as: 'writer', pick: 0 },
    { as: 'stranger', pick: 0 },
  ),
  unitReview: fc.record({
    by: pick,
    at: often('2026-11-24 08:00', '2026-11-24 09:01', '2026-11-24 09:04', '2026-11-25 12:00', '2026-11-24', '2023-12-31 09:00'),
  }),
  twoItems: seldom(8),
});

const pullRequest: fc.Arbitrary<World['pullRequest']> = fc.record({
  author: often<Actor>(
    { as: 'machine', pick: 0 },
    { as: 'writer', pick: 0 },
    { as: 'head', pick: 1 },
    { as: 'office', pick: 1 },
    { as: 'leader', pick: 1 },
    { as: 'deleted', pick: 0 },
  ),
  issueAuthor: often<Actor | null>(null, { as: 'anybody', pick: 2 }, { as: 'office', pick: 0 }, { as: 'deleted', pick: 0 }),
  submitter: often<Actor>({ as: 'writer', pick: 0 }, { as: 'head', pick: 1 }, { as: 'anybody', pick: 0 }, { as: 'stranger', pick: 0 }),
  draft: seldom(12),
  merge: often<World['pullRequest']['merge']>('open', 'same', 'different', 'unreadable', 'unknown', 'queued-same', 'queued-different'),
  siblings: seldom(60),
  incomplete: seldom(60),
  activityUnreadable: seldom(40),
  unreadTree: fc.option(fc.nat(6), { freq: 1, nil: null }),
  headOrganisation: fc.constantFrom<World['pullRequest']['headOrganisation'][]>(
    'same',
    'leader',
    'delegation',
    'delegation',
    'ended',
    'office',
    'absent',
    'nothing',
    'login-twice',
    'post-of-nobody',
  ),
});

export const world: fc.Arbitrary<World> = fc.record({ bureau, policy, item, pullRequest, history });

/** Small worlds: one to three units, three to seven people, a pull request with any history. */
export const anyEvidence: fc.Arbitrary<Evidence> = world.map(evidenceOf);
