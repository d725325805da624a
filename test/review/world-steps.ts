import fc from 'fast-check';
import type { Actor, Step } from './world.ts';
import { often, pick, seldom } from './world-odds.ts';

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
/** Minutes; the longest end on another day in Beijing, the last but one on another day in Beijing alone. */
const gap = fc.constantFrom(0, 1, 1, 5, 5, 5, 60, 60 * 16, 60 * 24);

const push: fc.Arbitrary<Step> = fc.record({
  act: fc.constant('push' as const),
  gap,
  actor: hand,
  author: hand,
  committer: often<Actor>({ as: 'machine', pick: 0 }, { as: 'writer', pick: 0 }, { as: 'office', pick: 0 }, { as: 'head', pick: 0 }),
  coAuthors: fc.oneof({ arbitrary: fc.constant<Actor[]>([]), weight: 4 }, { arbitrary: fc.array(signer, { maxLength: 2 }), weight: 1 }),
  text: fc.nat(2),
  forced: seldom(3),
  parents: often<'before' | 'merge' | 'merge-first' | 'none' | 'absent'>('before', 'merge', 'merge-first', 'none', 'absent'),
  commitless: seldom(8),
});
const review: fc.Arbitrary<Step> = fc.record({
  act: fc.constant('review' as const),
  gap,
  actor: signer,
  state: fc.constantFrom('APPROVED', 'APPROVED', 'APPROVED', 'APPROVED', 'CHANGES_REQUESTED', 'COMMENTED', 'DISMISSED'),
  commit: often<'seen' | 'moved' | 'first' | 'gone' | null>('seen', 'moved', 'first', 'gone', null),
  body: often('', '紧急：台风预警', '紧急！', '紧急🚨', '同意', '不紧急：示例', ' 紧急 示例'),
});
const dismissal: fc.Arbitrary<Step> = fc.record({
  act: fc.constant('dismissal' as const),
  gap,
  target: pick,
  actor: signer,
  was: often<'true' | 'null' | 'absent'>('true', 'null', 'absent'),
  byGitHub: fc.boolean(),
  records: often<'one' | 'two' | 'two-apart' | 'late'>('one', 'two', 'two-apart', 'late'),
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

/** What happens to a pull request, from its first push on. */
export const history: fc.Arbitrary<Step[]> = fc
  .tuple(push, fc.array(anyStep, { maxLength: 4 }), fc.oneof(inOrder, inOrder, fc.constant([])), fc.array(anyStep, { maxLength: 4 }))
  .map(([first, ...rest]) => [first, ...rest.flat()]);
