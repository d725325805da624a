import { story } from './evidence-builder.ts';
import type { Case } from './judged.ts';
import { OPEN, ownPost, PENDING, published, ZERO } from './stories.ts';

/** Rules 5 to 11 of contracts.md 4: who signs, and what he saw. */
export const personRules: Record<string, Case[]> = {
  '5 (人)': [
    {
      it: 'knows a person by any of his logins in any case',
      given: story().approves('ZHOUYI-OLD', '10:00').approves('ZhengSi', '10:10').approves('fengliu', '10:20'),
      verdict: 'passed',
    },
    {
      it: 'knows a person with a recorded number by it, whatever his login has become',
      given: story()
        .organisation(({ people }) => Object.assign(people.zhouyi, { ids: [101] }))
        .with((evidence) => Object.assign(evidence, { accounts: { renamed: { id: 101, type: 'User' } } }))
        .approves('renamed', '10:00')
        .approves('zhengsi', '10:10')
        .approves('fengliu', '10:20'),
      verdict: 'passed',
    },
    {
      it: 'doesn’t know whoever took over his old login',
      given: story()
        .organisation(({ people }) => Object.assign(people.zhouyi, { ids: [101] }))
        .with((evidence) => Object.assign(evidence, { accounts: { zhouyi: { id: 999, type: 'User' } } }))
        .approves('zhouyi', '10:00'),
      verdict: 'waiting',
      levels: OPEN,
      blockers: PENDING,
      ignored: ['unknown-account'],
    },
    {
      it: 'doesn’t know him where the numbers are missing',
      given: story()
        .organisation(({ people }) => Object.assign(people.zhouyi, { ids: [101] }))
        .approves('zhouyi', '10:00'),
      verdict: 'waiting',
      levels: OPEN,
      blockers: PENDING,
      ignored: ['unknown-account'],
    },
    {
      it: 'lets no machine sign, a person’s login or not',
      given: story()
        .policy({ machines: ['ZhouYi'] })
        .approves('zhouyi', '10:00')
        .approves('web-flow', '10:01')
        .approves('helper[bot]', '10:02'),
      verdict: 'waiting',
      levels: OPEN,
      blockers: PENDING,
      ignored: ['machine', 'machine', 'machine'],
    },
    {
      it: 'isn’t deceived by a login that names a part of every object',
      given: story().approves('constructor', '10:00').approves('__proto__', '10:01'),
      verdict: 'waiting',
      levels: OPEN,
      blockers: PENDING,
      ignored: ['unknown-account', 'unknown-account'],
    },
    {
      it: 'takes an account that GitHub calls a bot for a machine, whoever’s login it bears',
      given: story()
        .with((evidence) => Object.assign(evidence, { accounts: { zhouyi: { id: 101, type: 'Bot' } } }))
        .approves('zhouyi', '10:00'),
      verdict: 'waiting',
      levels: OPEN,
      blockers: PENDING,
      ignored: ['machine'],
    },
  ],
  '6 (回避)': [
    {
      it: 'bars whoever committed the text for another',
      given: story()
        .with(({ commits }) => Object.assign(commits[0] as object, { committer: 'zhengsi' }))
        .signed(),
      verdict: 'waiting',
      levels: ['approved zhouyi', 'not-counted zhengsi', 'out-of-order fengliu'],
      ignored: ['wrote-text', 'out-of-order'],
    },
    {
      it: 'bars whoever pushed it, though another wrote it',
      given: story()
        .with(({ pushes }) => Object.assign(pushes[0] as object, { actor: 'zhouyi' }))
        .signed(),
      verdict: 'waiting',
      levels: ['not-counted zhouyi', 'out-of-order zhengsi', 'out-of-order fengliu'],
      blockers: PENDING,
      ignored: ['pushed-text', 'out-of-order', 'out-of-order'],
    },
    {
      it: 'bars a writer whose text was later replaced by force',
      given: story().pushes('zhengsi', 'c2', '09:10').pushes('lisi', 'c3', '09:20', { forced: true }).signed(),
      verdict: 'waiting',
      levels: ['approved zhouyi', 'not-counted zhengsi', 'out-of-order fengliu'],
    },
  ],
  '7 (a hand in the text)': [
    {
      it: 'refuses a push by an account that is gone',
      given: story().pushes(null, 'c2', '09:10').signed(),
      verdict: 'refused',
      blockers: ['unknown-hand'],
    },
    {
      it: 'refuses a co-author whom nobody knows',
      given: story()
        .signed()
        .with(({ commits }) => void commits[0]?.coAuthors.push(null)),
      verdict: 'refused',
      blockers: ['unknown-hand'],
    },
    {
      it: 'doesn’t mind an unknown hand that left the text as it was',
      given: story().pushes('stranger', 'c2', '09:10', { text: 'text1' }).signed(),
      verdict: 'passed',
    },
    {
      it: 'takes a commit without parents for a change',
      given: story()
        .pushes('zhengsi', 'c2', '09:10', { text: 'text1' })
        .with(({ commits }) => void Reflect.deleteProperty(commits[1] ?? {}, 'parents'))
        .signed(),
      verdict: 'waiting',
      levels: ['approved zhouyi', 'not-counted zhengsi', 'out-of-order fengliu'],
    },
    {
      it: 'takes a push from a head that can’t be read for a change',
      given: story().moves('zhengsi', 'c1', '09:10', { before: 'gone' }).signed(),
      verdict: 'waiting',
      levels: ['approved zhouyi', 'not-counted zhengsi', 'out-of-order fengliu'],
    },
    {
      it: 'bars nobody for making the branch from main',
      given: published()
        .frontMatter({ correction: { kind: '文字', note: '改正错字' } })
        .with(({ pushes }) => {
          pushes.unshift({ at: '2026-11-24T08:00:00+08:00', actor: 'zhouyi', before: ZERO, after: 'main0', forced: false });
          Object.assign(pushes[1] as object, { before: 'main0' });
        })
        .signed(),
      verdict: 'passed',
    },
    {
      it: 'nor for making it from an older main, which has no such item yet',
      given: published()
        .frontMatter({ correction: { kind: '文字', note: '改正错字' } })
        .text('main-1', null)
        .with(({ pushes }) => {
          pushes.unshift({ at: '2026-11-24T08:00:00+08:00', actor: 'zhouyi', before: ZERO, after: 'main-1', forced: false });
          Object.assign(pushes[1] as object, { before: 'main-1' });
        })
        .signed(),
      verdict: 'passed',
    },
    {
      it: 'nor for making it again as it was',
      given: story().moves('lisi', ZERO, '09:10').moves('zhouyi', 'c1', '09:20').signed(),
      verdict: 'passed',
    },
    {
      it: 'nor for deleting it after the merge, and a later signature still knows what it saw',
      given: story()
        .approves('zhouyi', '10:00')
        .approves('zhengsi', '10:10')
        .with(
          ({ pushes }) => void pushes.push({ at: '2026-11-24T10:15:00+08:00', actor: 'fengliu', before: 'c1', after: ZERO, forced: false }),
        )
        .approves('fengliu', '10:20', { commit: 'c1' }),
      verdict: 'passed',
    },
    {
      it: 'but for making it again with another text',
      given: story().moves('lisi', ZERO, '09:10').moves('zhouyi', 'c2', '09:20').text('c2', 'text2').signed(),
      verdict: 'waiting',
      levels: ['not-counted zhouyi', 'out-of-order zhengsi', 'out-of-order fengliu'],
      blockers: PENDING,
    },
    {
      it: 'takes a commit without any parent for a change, if it holds the text',
      given: story().pushes('zhengsi', 'c2', '09:10', { text: 'text1', parents: [] }).signed(),
      verdict: 'waiting',
      levels: ['approved zhouyi', 'not-counted zhengsi', 'out-of-order fengliu'],
    },
    {
      it: 'and for none, if it doesn’t',
      given: story()
        .text('root', null)
        .with(({ commits }) => void commits.push({ sha: 'root', author: 'zhengsi', committer: 'zhengsi', coAuthors: [], parents: [] }))
        .signed(),
      verdict: 'passed',
    },
    {
      it: 'takes a push from one unreadable head to another for a change',
      given: story().moves('zhengsi', 'gone-2', '09:10', { before: 'gone-1' }).moves('lisi', 'c1', '09:20').signed(),
      verdict: 'waiting',
      levels: ['approved zhouyi', 'not-counted zhengsi', 'out-of-order fengliu'],
    },
  ],
  '8 (任职)': [
    {
      it: 'counts the first and the last day of a post',
      given: story()
        .organisation(({ posts }) => {
          Object.assign(posts[0] as object, { from: '2026-11-24' });
          Object.assign(posts[5] as object, { from: '2026-11-24', to: '2026-11-24' });
        })
        .signed(),
      verdict: 'passed',
    },
    {
      it: 'counts days in Beijing, not in Greenwich',
      given: story()
        .organisation(({ posts }) => Object.assign(posts[0] as object, { to: '2026-11-24' }))
        .approves('zhouyi', '2026-11-24T16:30:00Z')
        .at('2026-11-25 12:00'),
      verdict: 'waiting',
      levels: ['not-counted zhouyi', 'waiting', 'waiting'],
      blockers: ['secrecy-review'],
      ignored: ['no-post'],
    },
    {
      it: 'takes a post for its own unit only',
      given: story().approves('qianer', '10:00'),
      verdict: 'waiting',
      levels: OPEN,
      blockers: PENDING,
      ignored: ['no-post'],
    },
    {
      it: 'unless `covers` says more',
      given: ownPost(
        'lisi',
        1,
      )(story().pullRequest({ author: 'guanli' }))
        .organisation(({ posts }) => Object.assign(posts[2] as object, { covers: ['wucheng'] }))
        .frontMatter({ secrecy_review: { by: 'qianer', date: '2026-11-23', conclusion: '可公开' } })
        .approves('qianer', '10:00')
        .approves('zhengsi', '10:10')
        .approves('fengliu', '10:20'),
      verdict: 'passed',
      levels: ['approved qianer', 'approved zhengsi', 'approved fengliu'],
    },
    {
      it: 'asks levels 2 and 3 of a joint item for all its units',
      given: story()
        .organisation(({ posts }) => Object.assign(posts[5] as object, { covers: ['wucheng'] }))
        .frontMatter({ joint_units: ['jindong'] })
        .approves('zhouyi', '10:00')
        .approves('qianer', '10:05')
        .approves('zhengsi', '10:10')
        .approves('wangwu', '10:15')
        .approves('fengliu', '10:20'),
      verdict: 'passed',
      levels: ['approved zhouyi', 'approved qianer', 'approved wangwu', 'approved fengliu'],
      ignored: ['no-post'],
    },
    {
      it: 'tells whoever never held a post from whoever took his signature back himself',
      given: story().approves('lisi', '09:50').approves('qianer', '10:00').asks('qianer', '10:00').approves('qianer', '10:10'),
      verdict: 'waiting',
      levels: OPEN,
      blockers: PENDING,
      ignored: ['no-post', 'taken-back', 'advice', 'no-post'],
    },
  ],
  '9 (所见即所批)': [
    {
      it: 'takes a push of the same instant for one that he didn’t see',
      given: story().pushes('lisi', 'c2', '10:00').approves('zhouyi', '10:00', { commit: 'c2' }),
      verdict: 'waiting',
      levels: ['stale zhouyi', 'waiting', 'waiting'],
      blockers: PENDING,
    },
    {
      it: 'wants the review’s own commit to be the present text too',
      given: story().pushes('lisi', 'c2', '09:30').approves('zhouyi', '10:00', { commit: 'c1' }),
      verdict: 'waiting',
      levels: ['stale zhouyi', 'waiting', 'waiting'],
      blockers: PENDING,
    },
    {
      it: 'knows no head before the first push',
      given: story().approves('zhouyi', '08:59'),
      verdict: 'waiting',
      levels: ['stale zhouyi', 'waiting', 'waiting'],
      blockers: PENDING,
      ignored: ['unknown-text'],
    },
    {
      it: 'reads the branch’s activity in any order',
      given: story()
        .pushes('lisi', 'c2', '09:30')
        .signed()
        .with(({ pushes }) => void pushes.reverse()),
      verdict: 'passed',
    },
    {
      it: 'takes a head whose name has many zeros for a head',
      given: story()
        .pushes('lisi', `${ZERO}1`, '09:30', { text: 'text2' })
        .approves('zhouyi', '09:40')
        .pushes('lisi', `1${ZERO}`, '09:50', { text: 'text3' })
        .approves('wujiu', '10:00'),
      verdict: 'waiting',
      levels: ['approved wujiu', 'waiting', 'waiting'],
      blockers: PENDING,
      ignored: ['stale'],
    },
    {
      it: 'follows pushes of one instant from head to head',
      given: story().pushes('lisi', 'c2', '09:30').pushes('lisi', 'c3', '09:30').signed(),
      verdict: 'passed',
    },
    {
      it: 'and believes none where they contradict each other',
      given: story()
        .pushes('lisi', 'c2', '09:30')
        .moves('lisi', 'c3', '09:30', { before: 'c1' })
        .text('c3', 'text of another push')
        .moves('lisi', 'c2', '09:50')
        .approves('zhouyi', '09:40', { commit: 'c2' }),
      verdict: 'waiting',
      levels: ['stale zhouyi', 'waiting', 'waiting'],
      blockers: PENDING,
    },
    {
      it: 'finds the head he saw in a list that begins with the newest push',
      given: story()
        .signed()
        .pushes('lisi', 'c2', '10:30')
        .pushes('lisi', 'c3', '10:40', { text: 'text1' })
        .with(({ pushes }) => void pushes.reverse()),
      verdict: 'passed',
    },
  ],
  '10 (a text as it was)': [
    {
      it: 'lets a signature stand again when its text is restored',
      given: story().signed().pushes('lisi', 'c2', '10:30').pushes('lisi', 'c3', '10:40', { text: 'text1' }),
      verdict: 'passed',
    },
    {
      it: 'takes GitHub’s own dismissal on a push for none',
      given: story()
        .approves('zhouyi', '10:00')
        .pushes('lisi', 'c2', '10:05', { text: 'text1', forced: true })
        .dismissed('zhouyi', '10:05', 'lisi', 'APPROVED', 'c2')
        .approves('zhengsi', '10:10')
        .approves('fengliu', '10:20'),
      verdict: 'passed',
    },
    {
      it: 'which restores nothing where the text did change',
      given: story().approves('zhouyi', '10:00').pushes('lisi', 'c2', '10:05').dismissed('zhouyi', '10:05', 'lisi', 'APPROVED', 'c2'),
      verdict: 'waiting',
      levels: ['stale zhouyi', 'waiting', 'waiting'],
      blockers: PENDING,
    },
    {
      it: 'bars nobody who pushes the same text by force',
      given: story().signed().moves('zhengsi', 'c2', '10:30', { forced: true }).text('c2', 'text1'),
      verdict: 'passed',
    },
  ],
  '11 (review states alone)': [
    {
      it: 'hears no agreement in comments',
      given: story()
        .reviews('zhouyi', '10:00', 'COMMENTED', { body: '同意' })
        .reviews('zhengsi', '10:10', 'COMMENTED', { body: '同意发布' })
        .reviews('fengliu', '10:20', 'COMMENTED', { body: 'LGTM' }),
      verdict: 'waiting',
      levels: OPEN,
      blockers: PENDING,
      ignored: [],
    },
    {
      it: 'hears no request in a comment',
      given: story().signed().reviews('zhengsi', '10:30', 'COMMENTED', { body: '请退回修改' }),
      verdict: 'passed',
      ignored: [],
    },
    {
      it: 'takes an approval for one whatever its words say',
      given: story().approves('zhouyi', '10:00', { body: '不同意' }).approves('zhengsi', '10:10').approves('fengliu', '10:20'),
      verdict: 'passed',
    },
    {
      it: 'and a request for one',
      given: story().signed().asks('zhengsi', '10:30', { body: '同意' }),
      verdict: 'rejected',
      levels: ['approved zhouyi', 'rejected zhengsi', 'out-of-order fengliu'],
    },
    {
      it: 'in whatever order they are read, the first given first',
      given: story()
        .approves('zhouyi', '10:00')
        .approves('wujiu', '10:00')
        .asks('zhengsi', '10:05')
        .asks('wangwu', '10:06')
        .with(({ reviews }) => void reviews.reverse()),
      verdict: 'rejected',
      levels: ['approved zhouyi', 'rejected zhengsi', 'waiting'],
      ignored: ['surplus'],
    },
    {
      it: 'whatever their numbers',
      given: story()
        .approves('zhouyi', '10:00')
        .approves('stranger', '10:02')
        .asks('zhengsi', '10:05')
        .asks('wangwu', '10:06')
        .approves('wujiu', '10:07')
        .with(({ reviews }) => {
          for (const review of reviews) review.id = 10 - review.id;
        }),
      verdict: 'rejected',
      levels: ['approved zhouyi', 'rejected zhengsi', 'waiting'],
      ignored: ['unknown-account', 'surplus'],
    },
    {
      it: 'and lists two of the same instant by their numbers',
      given: story().approves('stranger', '10:00').approves('zhengsi', '10:00').asks('qianer', '10:00').approves('helper[bot]', '10:00'),
      verdict: 'waiting',
      levels: ['waiting', 'out-of-order zhengsi', 'waiting'],
      blockers: PENDING,
      ignored: ['unknown-account', 'out-of-order', 'advice', 'machine'],
    },
    {
      it: 'hears advice beside a request that stands',
      given: story().asks('zhengsi', '10:00').asks('qianer', '10:05'),
      verdict: 'rejected',
      levels: ['waiting', 'rejected zhengsi', 'waiting'],
      blockers: PENDING,
      ignored: ['advice'],
    },
  ],
};
