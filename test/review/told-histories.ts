import fc from 'fast-check';
import type { Evidence } from '#pipeline/review/gate/evidence.ts';
import { type Story, story } from './evidence-builder.ts';

const PEOPLE = ['zhouyi', 'wujiu', 'zhengsi', 'wangwu', 'fengliu', 'sunqi', 'baomi', 'lisi', 'stranger'] as const;
const POLICIES = [
  {},
  { order: 'any' },
  { distinct_persons: false },
  { delegation: { enabled: true } },
  { emergency: { enabled: true } },
  { order: 'any', distinct_persons: false },
];

type Step = {
  act: 'approve' | 'ask' | 'comment' | 'push' | 'dismiss' | 'restore';
  who: (typeof PEOPLE)[number];
  minutes: number;
  urgent: boolean;
};

const signing = fc.constantFrom<Step['act']>('approve', 'approve', 'approve', 'approve', 'ask', 'comment', 'push', 'dismiss', 'restore');
const step: fc.Arbitrary<Step> = fc.record({
  act: signing,
  who: fc.constantFrom(...PEOPLE),
  minutes: fc.integer({ min: 0, max: 2 }),
  urgent: fc.boolean(),
});

/** Three signatures in their order stand somewhere in most histories, so that many of them pass. */
const inOrder = fc
  .tuple(fc.constantFrom('zhouyi', 'wujiu'), fc.constantFrom('zhengsi', 'wangwu'), fc.constantFrom('fengliu', 'sunqi'))
  .map((people) => people.map((who): Step => ({ act: 'approve', who: who as Step['who'], minutes: 1, urgent: false })));

const steps = fc
  .tuple(fc.array(step, { maxLength: 4 }), fc.option(inOrder, { nil: [] }), fc.array(step, { maxLength: 3 }))
  .map((parts) => parts.flat());

function tell(told: Story, each: Step, minute: number): void {
  const at = `2026-11-24T${10 + Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}:00+08:00`;
  const { evidence } = told;
  if (each.act === 'approve') told.approves(each.who, at, { body: each.urgent ? '紧急：示例' : '' });
  if (each.act === 'ask') told.asks(each.who, at);
  if (each.act === 'comment') told.reviews(each.who, at, 'COMMENTED', { body: '同意' });
  if (each.act === 'push') told.pushes('lisi', `c${minute}-${evidence.pushes.length}`, at);
  if (each.act === 'restore') told.pushes('lisi', `c${minute}-${evidence.pushes.length}`, at, { text: 'text1', forced: true });
  const mine = evidence.reviews.some(({ login, state }) => login === each.who && state !== 'DISMISSED');
  if (each.act === 'dismiss' && mine) told.dismissed(each.who, at, 'lisi', each.urgent ? 'APPROVED' : 'CHANGES_REQUESTED');
}

/** What happens to one item of the tests' own bureau, with a switch on now and then. */
export const toldHistory: fc.Arbitrary<Evidence> = fc
  .record({ steps, policy: fc.constantFrom(...POLICIES), secrecy: fc.constantFrom('zhouyi', 'wujiu') })
  .map(({ steps: told, policy, secrecy }) => {
    const begun = story()
      .policy(policy)
      .frontMatter({ secrecy_review: { by: secrecy, date: '2026-11-23', conclusion: '可公开' } })
      .organisation((each) =>
        Object.assign(each, {
          delegations: [{ principal: 'zhengsi', delegate: 'sunqi', level: 2, from: '2026-11-01', to: '2026-11-30', document: '授权 1 号' }],
        }),
      );
    let minute = 0;
    for (const each of told) {
      minute += each.minutes;
      tell(begun, each, minute);
    }
    return begun.evidence;
  });
