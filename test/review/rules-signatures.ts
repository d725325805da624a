import { type Story, story } from './evidence-builder.ts';
import type { Case } from './judged.ts';
import { declared, OPEN, ownPost, PENDING, published } from './stories.ts';

/** Fifteen units, each of which any of three heads could sign for. */
function crowd(): Story {
  const names = Array.from({ length: 14 }, (_, index) => `unit-${index}`);
  return story()
    .organisation(({ units, posts }) => {
      Object.assign(units, Object.fromEntries(names.map((name) => [name, { name, kind: 'county', route: 'A' }])));
      for (const post of posts.slice(0, 3)) Object.assign(post, { covers: '*' });
    })
    .frontMatter({ joint_units: names })
    .approves('zhouyi', '10:00')
    .approves('wujiu', '10:01')
    .approves('qianer', '10:02');
}

/** Rules 12 to 17 of contracts.md 4: which signatures count. */
export const signatureRules: Record<string, Case[]> = {
  '12 (逐级)': [
    {
      it: 'takes equal times for not later',
      given: story().approves('zhouyi', '10:00').approves('zhengsi', '10:00').approves('fengliu', '10:20'),
      verdict: 'waiting',
      levels: ['approved zhouyi', 'out-of-order zhengsi', 'out-of-order fengliu'],
    },
    {
      it: 'compares instants, not their spelling',
      given: story()
        .approves('zhouyi', '2026-11-24T02:00:00Z')
        .approves('zhengsi', '2026-11-24T10:00:01+08:00')
        .approves('fengliu', '2026-11-24T02:00:02Z'),
      verdict: 'passed',
    },
    {
      it: 'finds the three where one person could stand at two levels',
      given: ownPost('zhouyi', 2)(story()).approves('wujiu', '09:50').approves('zhouyi', '10:00').approves('fengliu', '10:20'),
      verdict: 'passed',
      levels: ['approved wujiu', 'approved zhouyi', 'approved fengliu'],
    },
  ],
  '13 (any three)': [
    {
      it: 'isn’t harmed by signatures given twice or too often',
      given: story()
        .approves('zhouyi', '10:00')
        .approves('zhouyi', '10:05')
        .approves('wujiu', '10:06')
        .signed()
        .approves('sunqi', '10:30')
        .approves('zhouyi', '10:40'),
      verdict: 'passed',
      ignored: ['surplus', 'surplus', 'surplus', 'surplus', 'surplus'],
    },
  ],
  '14 (联合报送)': [
    {
      it: 'passes with level 1 of each unit',
      given: story()
        .frontMatter({ joint_units: ['jindong'] })
        .approves('qianer', '09:50')
        .signed(),
      verdict: 'passed',
      levels: ['approved zhouyi', 'approved qianer', 'approved zhengsi', 'approved fengliu'],
    },
    {
      it: 'wants different persons for the units, even where the policy doesn’t for the levels',
      given: story()
        .policy({ distinct_persons: false })
        .organisation(({ posts }) => Object.assign(posts[0] as object, { covers: ['jindong'] }))
        .frontMatter({ joint_units: ['jindong'] })
        .approves('zhouyi', '09:50')
        .signed(),
      verdict: 'waiting',
      levels: ['approved zhouyi', 'waiting', 'out-of-order zhengsi', 'out-of-order fengliu'],
    },
    {
      it: 'fills as many units as there are heads, where a crowd of units asks the same few',
      given: crowd(),
      verdict: 'waiting',
      levels: [
        'approved zhouyi',
        'approved wujiu',
        'approved qianer',
        ...Array.from({ length: 12 }, () => 'waiting'),
        'waiting',
        'waiting',
      ],
      blockers: ['nobody-left'],
    },
  ],
  '15 (declared route)': [
    {
      it: 'takes the declaration for level 1',
      given: declared().approves('zhengsi', '10:10').approves('fengliu', '10:20'),
      verdict: 'passed',
    },
    {
      it: 'not before the declared time',
      given: declared('2026-11-24 10:15').approves('zhengsi', '10:10').approves('fengliu', '10:20'),
      verdict: 'waiting',
      levels: ['approved zhouyi', 'out-of-order zhengsi', 'out-of-order fengliu'],
    },
    {
      it: 'not from the submitter',
      given: declared().frontMatter({ submitter: 'zhouyi' }).approves('zhengsi', '10:10'),
      verdict: 'waiting',
      levels: ['not-counted zhouyi', 'out-of-order zhengsi', 'waiting'],
    },
    {
      it: 'not from somebody who held no post that day',
      given: declared('2023-12-31').approves('zhengsi', '10:10'),
      verdict: 'waiting',
      levels: ['not-counted zhouyi', 'out-of-order zhengsi', 'waiting'],
    },
    {
      it: 'nor on a route that asks for a review',
      given: declared()
        .organisation((organisation) => Object.assign(organisation, { routes: { A: { level1: 'review' } } }))
        .approves('zhengsi', '10:10'),
      verdict: 'waiting',
      levels: ['waiting', 'out-of-order zhengsi', 'waiting'],
    },
    {
      it: 'and lifts no request',
      given: declared('2026-11-24 10:00').asks('zhouyi', '09:40').approves('zhengsi', '09:30'),
      verdict: 'rejected',
      levels: ['rejected zhouyi', 'out-of-order zhengsi', 'waiting'],
    },
    {
      it: 'leaves a real review its worth',
      given: declared('2023-12-31').approves('zhouyi', '10:00').approves('zhengsi', '10:10').approves('fengliu', '10:20'),
      verdict: 'passed',
    },
    {
      it: 'takes the earlier of a review and a later declaration',
      given: declared('2026-11-24 10:05').approves('wujiu', '10:00').approves('zhengsi', '10:10').approves('fengliu', '10:20'),
      verdict: 'passed',
      levels: ['approved wujiu', 'approved zhengsi', 'approved fengliu'],
    },
    {
      it: 'shows the earlier of the two where neither counts',
      given: declared('2026-11-24 10:15').pullRequest({ author: 'wujiu' }).frontMatter({ submitter: 'zhouyi' }).approves('wujiu', '10:00'),
      verdict: 'waiting',
      levels: ['not-counted wujiu', 'waiting', 'waiting'],
      blockers: ['nobody-left'],
    },
    {
      it: 'takes no declaration where there is none',
      given: declared().frontMatter({ unit_review: undefined }).approves('zhengsi', '10:10'),
      verdict: 'waiting',
      levels: ['waiting', 'out-of-order zhengsi', 'waiting'],
    },
    {
      it: 'nor that of somebody who never was a head',
      given: declared('2026-11-24 08:00', 'wangwu').approves('zhengsi', '10:10'),
      verdict: 'waiting',
      levels: ['waiting', 'out-of-order zhengsi', 'waiting'],
    },
    {
      it: 'nor one at all where an item is taken back, which needs no level 1',
      given: declared()
        .text('main0', 'text0')
        .frontMatter({ withdraw: { kind: 'error', reason: '内容有误' } })
        .approves('fengliu', '10:20'),
      verdict: 'waiting',
      levels: ['waiting', 'out-of-order fengliu'],
    },
    {
      it: 'asks heads without an account too, for they sign outside, and nobody else without one',
      given: declared()
        .frontMatter({ unit_review: undefined })
        .organisation(({ people }) => Object.assign(people.zhouyi, { logins: [] })),
      verdict: 'waiting',
      levels: OPEN,
      next: ['zhouyi approve', 'wujiu approve'],
    },
    {
      it: 'so that the Office is asked with an account only',
      given: declared().organisation(({ people }) => Object.assign(people.zhengsi, { logins: [] })),
      verdict: 'waiting',
      levels: ['approved zhouyi', 'waiting', 'waiting'],
      next: ['wangwu approve'],
    },
  ],
  '16 (退回)': [
    {
      it: 'is lifted by its own person’s later signature',
      given: story().approves('zhouyi', '10:00').asks('zhengsi', '10:05').approves('zhengsi', '10:10').approves('fengliu', '10:20'),
      verdict: 'passed',
      ignored: ['request-lifted'],
    },
    {
      it: 'is lifted by a level above, whose signature counts in its turn only',
      given: story()
        .asks('zhouyi', '10:00')
        .approves('wujiu', '10:05')
        .approves('zhengsi', '10:10')
        .approves('fengliu', '10:20')
        .frontMatter({ secrecy_review: { by: 'wujiu', date: '2026-11-23', conclusion: '可公开' } }),
      verdict: 'passed',
      levels: ['approved wujiu', 'approved zhengsi', 'approved fengliu'],
    },
    {
      it: 'isn’t lifted by another of the same level',
      given: story().asks('zhengsi', '10:05').approves('zhouyi', '10:06').approves('wangwu', '10:10'),
      verdict: 'rejected',
      levels: ['approved zhouyi', 'rejected zhengsi', 'waiting'],
      next: ['lisi revise'],
    },
    {
      it: 'isn’t lifted by a signature of the same instant',
      given: story().approves('zhouyi', '10:00').asks('zhengsi', '10:10').approves('zhengsi', '10:10'),
      verdict: 'rejected',
      levels: ['approved zhouyi', 'rejected zhengsi', 'waiting'],
    },
    {
      it: 'stays when the text changes; then whoever asked looks again',
      given: story().approves('zhouyi', '10:00').asks('zhengsi', '10:05').pushes('lisi', 'c2', '10:30'),
      verdict: 'rejected',
      levels: ['stale zhouyi', 'rejected zhengsi', 'waiting'],
      blockers: PENDING,
      next: ['zhengsi approve'],
    },
    {
      it: 'isn’t lifted by a signature of an older text',
      given: story().asks('zhengsi', '10:05').approves('zhengsi', '10:10').pushes('lisi', 'c2', '10:30'),
      verdict: 'rejected',
      levels: ['waiting', 'rejected zhengsi', 'waiting'],
      blockers: PENDING,
      ignored: ['stale'],
    },
    {
      it: 'stops the item though its person’s post has ended since',
      given: story()
        .organisation(({ posts }) => Object.assign(posts[5] as object, { to: '2026-11-24' }))
        .asks('zhengsi', '10:05')
        .at('2026-11-26 12:00'),
      verdict: 'rejected',
      levels: ['waiting', 'rejected zhengsi', 'waiting'],
      blockers: PENDING,
    },
    {
      it: 'of a unit’s head is advice where only levels 2 and 3 are needed',
      given: published()
        .frontMatter({ withdraw: { kind: 'error', reason: '内容有误' } })
        .asks('zhouyi', '10:00')
        .approves('zhengsi', '10:10')
        .approves('fengliu', '10:20'),
      verdict: 'passed',
      levels: ['approved zhengsi', 'approved fengliu'],
      ignored: ['advice'],
    },
    {
      it: 'of a leader is lifted by himself alone',
      given: story().approves('zhouyi', '10:00').approves('zhengsi', '10:10').asks('fengliu', '10:15').approves('sunqi', '10:20'),
      verdict: 'rejected',
      levels: ['approved zhouyi', 'approved zhengsi', 'rejected fengliu'],
    },
    {
      it: 'is shown at its person’s lowest level, and only a level above all of his lifts it',
      given: ownPost('zhengsi', 1)(story()).asks('zhengsi', '09:50').approves('zhouyi', '10:00').approves('wangwu', '10:10'),
      verdict: 'rejected',
      levels: ['rejected zhengsi', 'approved wangwu', 'waiting'],
    },
    {
      it: 'isn’t lifted by a level above that signs at the same instant',
      given: story().approves('zhouyi', '10:00').asks('zhengsi', '10:10').approves('fengliu', '10:10'),
      verdict: 'rejected',
      levels: ['approved zhouyi', 'rejected zhengsi', 'out-of-order fengliu'],
    },
    {
      it: 'is lifted by its own person later, though he holds no post any more and his signature counts for no level',
      given: story()
        .organisation(({ posts }) => Object.assign(posts[5] as object, { to: '2026-11-24' }))
        .approves('zhouyi', '10:00')
        .asks('zhengsi', '10:05')
        .approves('zhengsi', '2026-11-25 09:00')
        .at('2026-11-25 12:00'),
      verdict: 'waiting',
      levels: ['approved zhouyi', 'not-counted zhengsi', 'waiting'],
      ignored: ['request-lifted', 'no-post'],
    },
    {
      it: 'but not by a signature that was dismissed again, be it at once',
      given: story()
        .organisation(({ posts }) => Object.assign(posts[5] as object, { to: '2026-11-24' }))
        .approves('zhouyi', '10:00')
        .asks('zhengsi', '10:05')
        .approves('zhengsi', '2026-11-25 09:00')
        .dismissed('zhengsi', '2026-11-25 09:00', 'zhengsi', 'APPROVED')
        .at('2026-11-25 12:00'),
      verdict: 'rejected',
      levels: ['approved zhouyi', 'rejected zhengsi', 'waiting'],
    },
    {
      it: 'takes its person’s signature of the same instant back, though a level above lifts it',
      given: story().approves('zhouyi', '10:00').asks('zhouyi', '10:00').approves('zhengsi', '10:10'),
      verdict: 'waiting',
      levels: ['waiting', 'out-of-order zhengsi', 'waiting'],
      blockers: PENDING,
      ignored: ['taken-back', 'request-lifted', 'out-of-order'],
    },
  ],
  '17 (dismissing)': [
    {
      it: 'takes along all that its person gave until then',
      given: story().approves('zhouyi', '10:00').approves('zhouyi', '10:05').dismissed('zhouyi', '10:30', 'zhouyi', 'APPROVED'),
      verdict: 'waiting',
      levels: OPEN,
      blockers: PENDING,
      ignored: ['dismissed', 'dismissed'],
    },
    {
      it: 'but not what he gives later',
      given: story()
        .approves('zhouyi', '10:00')
        .dismissed('zhouyi', '10:01', 'zhouyi', 'APPROVED')
        .approves('zhouyi', '10:02')
        .approves('zhengsi', '10:10')
        .approves('fengliu', '10:20'),
      verdict: 'passed',
    },
    {
      it: 'leaves a request where nobody knows what it was',
      given: story().approves('zhouyi', '10:00').dismissed('zhouyi', '10:05', 'lisi'),
      verdict: 'rejected',
      levels: ['rejected zhouyi', 'waiting', 'waiting'],
      blockers: PENDING,
    },
    {
      it: 'even where GitHub itself dismissed it',
      given: story().approves('zhouyi', '10:00').dismissed('zhouyi', '10:05', 'lisi', undefined, 'c1'),
      verdict: 'rejected',
      levels: ['rejected zhouyi', 'waiting', 'waiting'],
      blockers: PENDING,
    },
    {
      it: 'and where there is no record of the dismissal at all',
      given: story().reviews('zhengsi', '10:00', 'DISMISSED'),
      verdict: 'rejected',
      levels: ['waiting', 'rejected zhengsi', 'waiting'],
      blockers: PENDING,
    },
    {
      it: 'brings back a request that the dismissed signature had lifted',
      given: story()
        .approves('zhouyi', '10:00')
        .asks('zhouyi', '10:05')
        .approves('zhengsi', '10:10')
        .dismissed('zhengsi', '10:15', 'zhengsi', 'APPROVED'),
      verdict: 'rejected',
      levels: ['rejected zhouyi', 'waiting', 'waiting'],
      blockers: PENDING,
    },
    {
      it: 'of a comment says nothing',
      given: story().reviews('zhouyi', '09:50', 'COMMENTED').dismissed('zhouyi', '09:55', 'lisi', 'COMMENTED').signed(),
      verdict: 'passed',
    },
    {
      it: 'with two records that disagree leaves a request, whatever the first says',
      given: story()
        .approves('zhouyi', '10:00')
        .dismissed('zhouyi', '10:05', 'lisi', 'COMMENTED')
        .with(({ dismissals }) => void dismissals.push({ reviewId: 1, by: 'lisi', at: '2026-11-24T10:06:00+08:00', state: 'APPROVED' })),
      verdict: 'rejected',
      levels: ['rejected zhouyi', 'waiting', 'waiting'],
      blockers: PENDING,
    },
  ],
};
