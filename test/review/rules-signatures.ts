import { type Story, story } from './evidence-builder.ts';
import type { Cases } from './judged.ts';
import { declared, published } from './stories.ts';

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
export const signatureRules: Record<string, Cases> = {
  '12 (逐级)': {
    'takes equal times for not later': [
      story().approves('zhouyi', '10:00').approves('zhengsi', '10:00').approves('fengliu', '10:20'),
      'waiting: approved zhouyi, out-of-order zhengsi, out-of-order fengliu',
    ],
    'compares instants, not their spelling': [
      story()
        .approves('zhouyi', '2026-11-24T02:00:00Z')
        .approves('zhengsi', '2026-11-24T10:00:01+08:00')
        .approves('fengliu', '2026-11-24T02:00:02Z'),
      'passed',
    ],
    'finds the three where one person could stand at two levels': [
      story().holds('zhouyi', 2).approves('wujiu', '09:50').approves('zhouyi', '10:00').approves('fengliu', '10:20'),
      'passed: approved wujiu, approved zhouyi, approved fengliu',
    ],
    'head of a unit and Office reviewer in one person: one signature fills one level, the other waits': [
      story().holds('zhouyi', 2).approves('zhouyi', '10:00').approves('fengliu', '10:20'),
      'waiting: approved zhouyi, waiting, out-of-order fengliu; next zhengsi approve, wangwu approve',
    ],
    'a leader who signs before the Office signs out of turn': [
      story().approves('zhouyi', '10:00').approves('fengliu', '10:05').approves('zhengsi', '10:10'),
      'waiting: approved zhouyi, approved zhengsi, out-of-order fengliu; ignored out-of-order; next fengliu approve, sunqi approve',
    ],
    'and signs again after it': [
      story().approves('zhouyi', '10:00').approves('fengliu', '10:05').approves('zhengsi', '10:10').approves('fengliu', '10:20'),
      'passed',
    ],
    'a repost takes the full route': [
      story()
        .frontMatter({ category: '转发', source: { name: '示例日报' } })
        .approves('zhengsi', '10:10')
        .approves('fengliu', '10:20'),
      'waiting: waiting, out-of-order zhengsi, out-of-order fengliu; blocked by secrecy-review',
    ],
  },
  '13 (any three)': {
    'isn’t harmed by signatures given twice or too often': [
      story()
        .approves('zhouyi', '10:00')
        .approves('zhouyi', '10:05')
        .approves('wujiu', '10:06')
        .signed()
        .approves('sunqi', '10:30')
        .approves('zhouyi', '10:40'),
      'passed; ignored surplus, surplus, surplus, surplus, surplus',
    ],
  },
  '14 (联合报送)': {
    'passes with level 1 of each unit': [
      story()
        .frontMatter({ joint_units: ['jindong'] })
        .approves('qianer', '09:50')
        .signed(),
      'passed: approved zhouyi, approved qianer, approved zhengsi, approved fengliu',
    ],
    'wants different persons for the units, even where the policy doesn’t for the levels': [
      story()
        .policy({ distinct_persons: false })
        .post(0, { covers: ['jindong'] })
        .frontMatter({ joint_units: ['jindong'] })
        .approves('zhouyi', '09:50')
        .signed(),
      'waiting: approved zhouyi, waiting, out-of-order zhengsi, out-of-order fengliu',
    ],
    'fills as many units as there are heads, where a crowd of units asks the same few': [
      crowd(),
      'waiting: approved zhouyi, approved wujiu, approved qianer, waiting, waiting, waiting, waiting, waiting, waiting, waiting, waiting, waiting, waiting, waiting, waiting, waiting, waiting; blocked by nobody-left',
    ],
    'a joint item waits for the second unit': [
      story()
        .frontMatter({ joint_units: ['jindong'] })
        .signed(),
      'waiting: approved zhouyi, waiting, out-of-order zhengsi, out-of-order fengliu; next qianer approve',
    ],
  },
  '15 (declared route)': {
    'takes the declaration for level 1': [declared().approves('zhengsi', '10:10').approves('fengliu', '10:20'), 'passed'],
    'not before the declared time': [
      declared('2026-11-24 10:15').approves('zhengsi', '10:10').approves('fengliu', '10:20'),
      'waiting: approved zhouyi, out-of-order zhengsi, out-of-order fengliu',
    ],
    'nor a declaration of a time to come': [
      declared('2026-11-24 12:01').policy({ order: 'any' }).approves('zhengsi', '10:10').approves('fengliu', '10:20'),
      'waiting: stale zhouyi, approved zhengsi, approved fengliu',
    ],
    'not from the submitter': [
      declared().frontMatter({ submitter: 'zhouyi' }).approves('zhengsi', '10:10'),
      'waiting: not-counted zhouyi, out-of-order zhengsi, waiting',
    ],
    'not from somebody who held no post that day': [
      declared('2023-12-31').approves('zhengsi', '10:10'),
      'waiting: not-counted zhouyi, out-of-order zhengsi, waiting',
    ],
    'nor on a route that asks for a review': [
      declared()
        .organisation((organisation) => Object.assign(organisation, { routes: { A: { level1: 'review' } } }))
        .approves('zhengsi', '10:10'),
      'waiting: waiting, out-of-order zhengsi, waiting',
    ],
    'takes it for the secrecy review of the head whom it names': [
      declared().secrecyBy('zhouyi').approves('zhengsi', '10:10').approves('fengliu', '10:20'),
      'passed',
    ],
    'even where he has no account': [
      declared().secrecyBy('zhouyi').person('zhouyi', { logins: [] }).approves('zhengsi', '10:10').approves('fengliu', '10:20'),
      'passed',
    ],
    'and asks him for nothing more': [
      declared().secrecyBy('zhouyi').person('zhouyi', { logins: [] }),
      'waiting: approved zhouyi, waiting, waiting; next zhengsi approve, wangwu approve',
    ],
    'but not where it doesn’t count': [
      declared('2023-12-31').secrecyBy('zhouyi').approves('zhengsi', '10:10'),
      'waiting: not-counted zhouyi, out-of-order zhengsi, waiting; blocked by secrecy-review',
    ],
    'and lifts no request': [
      declared('2026-11-24 10:00').asks('zhouyi', '09:40').approves('zhengsi', '09:30'),
      'rejected: rejected zhouyi, out-of-order zhengsi, waiting',
    ],
    'leaves a real review its worth': [declared('2023-12-31').signed(), 'passed'],
    'takes the earlier of a review and a later declaration': [
      declared('2026-11-24 10:05').signs('wujiu', 'zhengsi', 'fengliu'),
      'passed: approved wujiu, approved zhengsi, approved fengliu',
    ],
    'shows the earlier of the two where neither counts': [
      declared('2026-11-24 10:15').pullRequest({ author: 'wujiu' }).frontMatter({ submitter: 'zhouyi' }).approves('wujiu', '10:00'),
      'waiting: not-counted wujiu, waiting, waiting; blocked by nobody-left',
    ],
    'takes no declaration where there is none': [
      declared().frontMatter({ unit_review: undefined }).approves('zhengsi', '10:10'),
      'waiting: waiting, out-of-order zhengsi, waiting',
    ],
    'nor that of somebody who never was a head': [
      declared('2026-11-24 08:00', 'wangwu').approves('zhengsi', '10:10'),
      'waiting: waiting, out-of-order zhengsi, waiting',
    ],
    'nor one at all where an item is taken back, which needs no level 1': [
      declared()
        .text('main0', 'text0')
        .frontMatter({ withdraw: { kind: 'error', reason: '内容有误' } })
        .approves('fengliu', '10:20'),
      'waiting: waiting, out-of-order fengliu',
    ],
    'asks heads without an account too, for they sign outside, and nobody else without one': [
      declared().frontMatter({ unit_review: undefined }).person('zhouyi', { logins: [] }),
      'waiting: waiting, waiting, waiting; next zhouyi approve, wujiu approve',
    ],
    'so that the Office is asked with an account only': [
      declared().person('zhengsi', { logins: [] }),
      'waiting: approved zhouyi, waiting, waiting; next wangwu approve',
    ],
  },
  '16 (退回)': {
    'is lifted by its own person’s later signature': [
      story().approves('zhouyi', '10:00').asks('zhengsi', '10:05').approves('zhengsi', '10:10').approves('fengliu', '10:20'),
      'passed; ignored request-lifted',
    ],
    'is lifted by a level above, whose signature counts in its turn only': [
      story()
        .asks('zhouyi', '10:00')
        .approves('wujiu', '10:05')
        .approves('zhengsi', '10:10')
        .approves('fengliu', '10:20')
        .secrecyBy('wujiu'),
      'passed: approved wujiu, approved zhengsi, approved fengliu',
    ],
    'isn’t lifted by another of the same level': [
      story().asks('zhengsi', '10:05').approves('zhouyi', '10:06').approves('wangwu', '10:10'),
      'rejected: approved zhouyi, rejected zhengsi, waiting; next lisi revise',
    ],
    'isn’t lifted by a signature of the same instant': [
      story().approves('zhouyi', '10:00').asks('zhengsi', '10:10').approves('zhengsi', '10:10'),
      'rejected: approved zhouyi, rejected zhengsi, waiting',
    ],
    'stays when the text changes; then whoever asked looks again': [
      story().approves('zhouyi', '10:00').asks('zhengsi', '10:05').pushes('lisi', 'c2', '10:30'),
      'rejected: stale zhouyi, rejected zhengsi, waiting; blocked by secrecy-review; next zhengsi approve',
    ],
    'isn’t lifted by a signature of an older text': [
      story().asks('zhengsi', '10:05').approves('zhengsi', '10:10').pushes('lisi', 'c2', '10:30'),
      'rejected: waiting, rejected zhengsi, waiting; blocked by secrecy-review; ignored stale',
    ],
    'stops the item though its person’s post has ended since': [
      story().post(5, { to: '2026-11-24' }).asks('zhengsi', '10:05').at('2026-11-26 12:00'),
      'rejected: waiting, rejected zhengsi, waiting; blocked by secrecy-review',
    ],
    'of a unit’s head is advice where only levels 2 and 3 are needed': [
      published()
        .frontMatter({ withdraw: { kind: 'error', reason: '内容有误' } })
        .asks('zhouyi', '10:00')
        .approves('zhengsi', '10:10')
        .approves('fengliu', '10:20'),
      'passed: approved zhengsi, approved fengliu; ignored advice',
    ],
    'of a leader is lifted by himself alone': [
      story().signs('zhouyi', 'zhengsi').asks('fengliu', '10:15').approves('sunqi', '10:20'),
      'rejected: approved zhouyi, approved zhengsi, rejected fengliu',
    ],
    'is shown at its person’s lowest level, and only a level above all of his lifts it': [
      story().holds('zhengsi', 1).asks('zhengsi', '09:50').signs('zhouyi', 'wangwu'),
      'rejected: rejected zhengsi, approved wangwu, waiting',
    ],
    'isn’t lifted by a level above that signs at the same instant': [
      story().approves('zhouyi', '10:00').asks('zhengsi', '10:10').approves('fengliu', '10:10'),
      'rejected: approved zhouyi, rejected zhengsi, out-of-order fengliu',
    ],
    'is lifted by its own person later, though he holds no post any more and his signature counts for no level': [
      story()
        .post(5, { to: '2026-11-24' })
        .approves('zhouyi', '10:00')
        .asks('zhengsi', '10:05')
        .approves('zhengsi', '2026-11-25 09:00')
        .at('2026-11-25 12:00'),
      'waiting: approved zhouyi, not-counted zhengsi, waiting; ignored request-lifted, no-post',
    ],
    'but not by a signature that was dismissed again, be it at once': [
      story()
        .post(5, { to: '2026-11-24' })
        .approves('zhouyi', '10:00')
        .asks('zhengsi', '10:05')
        .approves('zhengsi', '2026-11-25 09:00')
        .dismissed('zhengsi', '2026-11-25 09:00', 'zhengsi', 'APPROVED')
        .at('2026-11-25 12:00'),
      'rejected: approved zhouyi, rejected zhengsi, waiting',
    ],
    'takes its person’s signature of the same instant back, though a level above lifts it': [
      story().approves('zhouyi', '10:00').asks('zhouyi', '10:00').approves('zhengsi', '10:10'),
      'waiting: waiting, out-of-order zhengsi, waiting; blocked by secrecy-review; ignored taken-back, request-lifted, out-of-order',
    ],
    'level 1 signs, level 2 signs, level 1 asks for changes: rejected': [
      story().signs('zhouyi', 'zhengsi').asks('zhouyi', '10:15'),
      'rejected: rejected zhouyi, out-of-order zhengsi, waiting; blocked by secrecy-review; next lisi revise',
    ],
    'a request by somebody without a part in the item is advice': [story().signed().asks('qianer', '10:30'), 'passed; ignored advice'],
  },
  '17 (dismissing)': {
    'takes along all that its person gave until then': [
      story().approves('zhouyi', '10:00').approves('zhouyi', '10:05').dismissed('zhouyi', '10:30', 'zhouyi', 'APPROVED'),
      'waiting: waiting, waiting, waiting; blocked by secrecy-review; ignored dismissed, dismissed',
    ],
    'but not what he gives later': [
      story()
        .approves('zhouyi', '10:00')
        .dismissed('zhouyi', '10:01', 'zhouyi', 'APPROVED')
        .approves('zhouyi', '10:02')
        .approves('zhengsi', '10:10')
        .approves('fengliu', '10:20'),
      'passed',
    ],
    'leaves a request where nobody knows what it was': [
      story().approves('zhouyi', '10:00').dismissed('zhouyi', '10:05', 'lisi'),
      'rejected: rejected zhouyi, waiting, waiting; blocked by secrecy-review',
    ],
    'even where GitHub itself dismissed it': [
      story().approves('zhouyi', '10:00').dismissed('zhouyi', '10:05', 'lisi', undefined, 'c1'),
      'rejected: rejected zhouyi, waiting, waiting; blocked by secrecy-review',
    ],
    'and where there is no record of the dismissal at all': [
      story().reviews('zhengsi', '10:00', 'DISMISSED'),
      'rejected: waiting, rejected zhengsi, waiting; blocked by secrecy-review',
    ],
    'brings back a request that the dismissed signature had lifted': [
      story()
        .approves('zhouyi', '10:00')
        .asks('zhouyi', '10:05')
        .approves('zhengsi', '10:10')
        .dismissed('zhengsi', '10:15', 'zhengsi', 'APPROVED'),
      'rejected: rejected zhouyi, waiting, waiting; blocked by secrecy-review',
    ],
    'of a comment says nothing': [
      story().reviews('zhouyi', '09:50', 'COMMENTED').dismissed('zhouyi', '09:55', 'lisi', 'COMMENTED').signed(),
      'passed',
    ],
    'with two records that disagree leaves a request, whatever the first says': [
      story()
        .approves('zhouyi', '10:00')
        .dismissed('zhouyi', '10:05', 'lisi', 'COMMENTED')
        .with(({ dismissals }) => void dismissals.push({ reviewId: 1, by: 'lisi', at: '2026-11-24T10:06:00+08:00', state: 'APPROVED' })),
      'rejected: rejected zhouyi, waiting, waiting; blocked by secrecy-review',
    ],
    'the author dismisses the request: it stands': [
      story().approves('zhouyi', '10:00').asks('zhengsi', '10:10').dismissed('zhengsi', '10:11', 'lisi', 'CHANGES_REQUESTED'),
      'rejected: approved zhouyi, rejected zhengsi, waiting',
    ],
    'signed, asked for changes, the request dismissed: no signature comes back': [
      story().approves('zhouyi', '10:00').asks('zhouyi', '10:10').dismissed('zhouyi', '10:11', 'lisi', 'CHANGES_REQUESTED'),
      'rejected: rejected zhouyi, waiting, waiting; blocked by secrecy-review; ignored taken-back',
    ],
    'a leader’s own dismissal takes his signature away, before the merge or after it': [
      story()
        .signed()
        .dismissed('fengliu', '10:30', 'fengliu', 'APPROVED')
        .pullRequest({ merged: true, mergeSha: 'm1' })
        .text('m1', 'text1'),
      'waiting: approved zhouyi, approved zhengsi, waiting; ignored dismissed',
    ],
  },
};
