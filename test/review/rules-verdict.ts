import { ruleStory, story } from './evidence-builder.ts';
import type { Case } from './judged.ts';
import { delegated, delegation, emergency, OPEN, ownPost, PENDING } from './stories.ts';

/** Rules 21 to 25 of contracts.md 4: what is concluded, and the switches. */
export const verdictRules: Record<string, Case[]> = {
  '21 (the gravest word)': [
    {
      it: 'refuses before it rejects',
      given: story().asks('zhengsi', '10:00').at('2026-12-09 08:00'),
      verdict: 'refused',
      levels: ['waiting', 'rejected zhengsi', 'waiting'],
      blockers: ['seven-days', ...PENDING],
    },
    {
      it: 'rejects before it waits',
      given: story().asks('zhengsi', '10:00').pullRequest({ draft: true }),
      verdict: 'rejected',
      levels: ['waiting', 'rejected zhengsi', 'waiting'],
      blockers: ['draft', ...PENDING],
      next: ['lisi ready'],
    },
    {
      it: 'waits where nobody is left to sign, and asks the Office',
      given: story()
        .organisation(({ posts }) => void posts.splice(1, 1))
        .pullRequest({ author: 'zhouyi' })
        .frontMatter({ secrecy_review: { by: 'baomi', date: '2026-11-23', conclusion: '可公开' } })
        .approves('baomi', '10:00'),
      verdict: 'waiting',
      levels: OPEN,
      blockers: ['nobody-left'],
      next: ['zhengsi appoint', 'wangwu appoint'],
    },
    {
      it: 'lets no item pass because another does',
      given: story()
        .policy({ items_per_pull_request: 2 })
        .with((evidence) => {
          const path = 'content/items/wucheng/2026-11-23-zoo';
          const frontMatter = { ...evidence.items[0]?.frontMatter, joint_units: ['jindong'] };
          evidence.files.push({ path: `${path}/index.md`, status: 'added' });
          evidence.items.push({ path, trees: { main0: null, c1: 'zoo1' }, frontMatter });
        })
        .signed(),
      verdict: 'waiting',
      levels: [
        ...['approved zhouyi', 'approved zhengsi', 'approved fengliu'],
        ...['approved zhouyi', 'waiting', 'out-of-order zhengsi', 'out-of-order fengliu'],
      ],
    },
  ],
  '22 (what a level shows)': [
    {
      it: 'shows the fullest set before the earliest',
      given: ownPost('wangwu', 1)(story()).approves('wangwu', '09:50').approves('zhouyi', '10:00').approves('wangwu', '10:10'),
      verdict: 'waiting',
      levels: ['approved zhouyi', 'approved wangwu', 'waiting'],
    },
    {
      it: 'shows the earliest of the fullest',
      given: story().approves('wujiu', '09:50').signed().approves('wangwu', '10:15'),
      verdict: 'passed',
      levels: ['approved wujiu', 'approved zhengsi', 'approved fengliu'],
      blockers: [],
    },
    {
      it: 'shows an uncounted signature at its person’s lowest open level',
      given: ownPost('zhengsi', 1)(story()).approves('zhengsi', '09:50').pushes('lisi', 'c2', '10:00').approves('zhouyi', '10:10'),
      verdict: 'waiting',
      levels: ['approved zhouyi', 'stale zhengsi', 'waiting'],
    },
    {
      it: 'shows a signature of an old text as stale though its person is barred since, and says that another must sign',
      given: story().signed().pushes('zhengsi', 'c2', '10:30').approves('zhouyi', '10:40'),
      verdict: 'waiting',
      levels: ['approved zhouyi', 'stale zhengsi', 'stale fengliu'],
      ignored: ['stale', 'wrote-text', 'stale'],
      next: ['wangwu approve'],
    },
    {
      it: 'shows a signature of an old text as stale though its person held no post that day',
      given: story()
        .organisation(({ posts }) => Object.assign(posts[0] as object, { to: '2026-11-23' }))
        .approves('zhouyi', '10:00')
        .pushes('lisi', 'c2', '10:30'),
      verdict: 'waiting',
      levels: ['stale zhouyi', 'waiting', 'waiting'],
      blockers: PENDING,
      ignored: ['no-post'],
    },
    {
      it: 'shows stale before not-counted',
      given: story().approves('zhouyi', '09:30').pushes('wujiu', 'c2', '10:00').approves('wujiu', '10:10'),
      verdict: 'waiting',
      levels: ['stale zhouyi', 'waiting', 'waiting'],
      blockers: PENDING,
      ignored: ['stale', 'wrote-text'],
    },
    {
      it: 'shows a signature of an old text at the lowest level that its person holds',
      given: ownPost('zhengsi', 1)(story()).approves('zhengsi', '09:50').pushes('lisi', 'c2', '10:00'),
      verdict: 'waiting',
      levels: ['stale zhengsi', 'waiting', 'waiting'],
      blockers: PENDING,
    },
    {
      it: 'shows out-of-order before stale',
      given: story().approves('zhengsi', '09:30').pushes('lisi', 'c2', '10:00').approves('wangwu', '10:10'),
      verdict: 'waiting',
      levels: ['waiting', 'out-of-order wangwu', 'waiting'],
      blockers: PENDING,
    },
    {
      it: 'shows the earliest of several signatures of old texts',
      given: story().approves('zhouyi', '09:30').approves('wujiu', '09:40').pushes('lisi', 'c2', '10:00'),
      verdict: 'waiting',
      levels: ['stale zhouyi', 'waiting', 'waiting'],
      blockers: PENDING,
    },
    {
      it: 'calls a signature surplus that could still count at one level, though its person is barred at another',
      given: ownPost(
        'zhengsi',
        1,
      )(story())
        .with(({ commits }) => void commits[0]?.coAuthors.push('zhengsi'))
        .approves('zhouyi', '10:00')
        .approves('wangwu', '10:10')
        .approves('zhengsi', '10:20'),
      verdict: 'waiting',
      levels: ['approved zhouyi', 'approved wangwu', 'waiting'],
      ignored: ['surplus'],
    },
  ],
  '23 (代签)': [
    {
      it: 'lets the dismissal of a delegate’s signature take the principal’s own along, for the two count as one person',
      given: delegated()
        .approves('zhouyi', '10:00')
        .approves('zhengsi', '10:10')
        .approves('baomi', '10:20')
        .approves('fengliu', '10:25')
        .dismissed('baomi', '10:30', 'zhengsi', 'APPROVED'),
      verdict: 'waiting',
      levels: ['approved zhouyi', 'approved zhengsi', 'waiting'],
      ignored: ['dismissed', 'dismissed'],
    },
    {
      it: 'lets a delegate’s request take the principal’s own signature back, though a leader lifts the request',
      given: delegated({ principal: 'zhengsi', level: 2 })
        .approves('zhouyi', '10:00')
        .approves('zhengsi', '10:10')
        .asks('baomi', '10:15')
        .approves('fengliu', '10:20'),
      verdict: 'waiting',
      levels: ['approved zhouyi', 'waiting', 'out-of-order fengliu'],
      ignored: ['taken-back', 'request-lifted', 'out-of-order'],
    },
    {
      it: 'leaves the principal’s signature where the delegate asks by a post of his own',
      given: delegated({ delegate: 'wangwu' })
        .approves('zhouyi', '10:00')
        .approves('zhengsi', '10:10')
        .asks('wangwu', '10:15')
        .approves('fengliu', '10:20')
        .asks('wangwu', '10:25')
        .approves('wangwu', '10:30'),
      verdict: 'passed',
    },
    {
      it: 'lets a delegate sign for a principal',
      given: delegated().approves('zhouyi', '10:00').approves('zhengsi', '10:10').approves('baomi', '10:20'),
      verdict: 'passed',
      levels: ['approved zhouyi', 'approved zhengsi', 'approved baomi'],
    },
    {
      it: 'not after the last day of the document',
      given: delegated({ to: '2026-11-23' }).approves('zhouyi', '10:00').approves('zhengsi', '10:10').approves('baomi', '10:20'),
      verdict: 'waiting',
      levels: ['approved zhouyi', 'approved zhengsi', 'not-counted baomi'],
    },
    {
      it: 'not while the switch is off',
      given: delegated().policy({}).approves('zhouyi', '10:00').approves('zhengsi', '10:10').approves('baomi', '10:20'),
      verdict: 'waiting',
      levels: ['approved zhouyi', 'approved zhengsi', 'waiting'],
      ignored: ['no-post'],
    },
    {
      it: 'not for a principal who is a delegate himself',
      given: delegated()
        .organisation((organisation) =>
          Object.assign(organisation, { delegations: [delegation(), delegation({ principal: 'baomi', delegate: 'qianer' })] }),
        )
        .approves('zhouyi', '10:00')
        .approves('zhengsi', '10:10')
        .approves('qianer', '10:20'),
      verdict: 'waiting',
      levels: ['approved zhouyi', 'approved zhengsi', 'waiting'],
    },
    {
      it: 'counts the two as one person',
      given: delegated({ delegate: 'zhengsi' }).approves('zhouyi', '10:00').approves('zhengsi', '10:10').approves('zhengsi', '10:20'),
      verdict: 'waiting',
      levels: ['approved zhouyi', 'approved zhengsi', 'waiting'],
    },
    {
      it: 'bars the two together',
      given: delegated()
        .pullRequest({ author: 'fengliu' })
        .approves('zhouyi', '10:00')
        .approves('zhengsi', '10:10')
        .approves('baomi', '10:20'),
      verdict: 'waiting',
      levels: ['approved zhouyi', 'approved zhengsi', 'not-counted baomi'],
      ignored: ['author'],
      next: ['sunqi approve'],
    },
    {
      it: 'lets the principal’s later request take the delegate’s signature back',
      given: delegated().approves('zhouyi', '10:00').approves('zhengsi', '10:10').approves('baomi', '10:20').asks('fengliu', '10:30'),
      verdict: 'rejected',
      levels: ['approved zhouyi', 'approved zhengsi', 'rejected fengliu'],
    },
    {
      it: 'stops an item at a delegate’s request, which the principal may lift',
      given: delegated().approves('zhouyi', '10:00').approves('zhengsi', '10:10').asks('baomi', '10:15').approves('fengliu', '10:20'),
      verdict: 'passed',
    },
    {
      it: 'stops a change of the organisation at a delegate’s request too, though only the main leader himself signs it',
      given: ruleStory('content/organisation.yml')
        .policy({ delegation: { enabled: true } })
        .organisation((organisation) => Object.assign(organisation, { delegations: [delegation({ principal: 'sunqi' })] }))
        .approves('zhengsi', '10:00')
        .asks('baomi', '10:10'),
      verdict: 'rejected',
      levels: ['approved zhengsi', 'rejected baomi'],
    },
    {
      it: 'stops an item at a delegate’s request, which the principal’s earlier signature doesn’t lift, nor one of the same instant',
      given: delegated()
        .approves('zhouyi', '10:00')
        .approves('zhengsi', '10:10')
        .approves('fengliu', '10:20')
        .approves('fengliu', '10:30')
        .asks('baomi', '10:30'),
      verdict: 'rejected',
      levels: ['approved zhouyi', 'approved zhengsi', 'rejected baomi'],
    },
    {
      it: 'lifts the principal’s request by the delegate’s later signature',
      given: delegated().approves('zhouyi', '10:00').approves('zhengsi', '10:10').asks('fengliu', '10:15').approves('baomi', '10:20'),
      verdict: 'passed',
      levels: ['approved zhouyi', 'approved zhengsi', 'approved baomi'],
    },
  ],
  '24 (紧急)': [
    {
      it: 'wants a reason after the word',
      given: emergency().approves('fengliu', '10:00', { body: '紧急！' }),
      verdict: 'waiting',
      levels: ['waiting', 'waiting', 'out-of-order fengliu'],
    },
    {
      it: 'wants the word at the beginning',
      given: emergency().approves('fengliu', '10:00', { body: '这件紧急，请发' }),
      verdict: 'waiting',
      levels: ['waiting', 'waiting', 'out-of-order fengliu'],
    },
    {
      it: 'wants the switch',
      given: emergency().policy({}).approves('fengliu', '10:00', { body: '紧急：台风预警' }),
      verdict: 'waiting',
      levels: ['waiting', 'waiting', 'out-of-order fengliu'],
    },
    {
      it: 'wants a good signature',
      given: emergency().pullRequest({ author: 'fengliu' }).approves('fengliu', '10:00', { body: '紧急：台风预警' }),
      verdict: 'waiting',
      levels: ['waiting', 'waiting', 'not-counted fengliu'],
    },
    {
      it: 'is made good by others afterwards, in their own order',
      given: emergency().approves('fengliu', '10:00', { body: '紧急：台风预警' }).approves('zhouyi', '10:10').approves('zhengsi', '10:20'),
      verdict: 'passed',
    },
    {
      it: 'isn’t made good by the leader himself',
      given: ownPost(
        'fengliu',
        2,
      )(emergency())
        .approves('fengliu', '10:00', { body: '紧急：台风预警' })
        .approves('zhouyi', '10:10')
        .approves('fengliu', '10:20'),
      verdict: 'passed',
      levels: ['approved zhouyi', 'waiting', 'approved fengliu'],
      next: ['zhengsi approve', 'wangwu approve'],
    },
    {
      it: 'stands on the leader who leaves the fullest set, where two leaders say 紧急',
      given: ownPost(
        'fengliu',
        2,
      )(emergency())
        .organisation(({ posts }) => void posts.splice(5, 2))
        .approves('fengliu', '10:00', { body: '紧急：台风预警' })
        .approves('sunqi', '10:01', { body: '紧急：台风预警' })
        .approves('zhouyi', '10:10')
        .approves('fengliu', '10:20'),
      verdict: 'passed',
      levels: ['approved zhouyi', 'approved fengliu', 'approved sunqi'],
    },
    {
      it: 'of two that leave as full a set stands on the one whose set is earlier, from the lowest level',
      given: ownPost(
        'sunqi',
        1,
      )(ownPost('fengliu', 1)(emergency()))
        .approves('fengliu', '10:00', { body: '紧急：台风预警' })
        .approves('sunqi', '10:05', { body: '紧急：台风预警' }),
      verdict: 'passed',
      levels: ['approved fengliu', 'waiting', 'approved sunqi'],
    },
    {
      it: 'doesn’t pass over a leader’s request',
      given: emergency().asks('sunqi', '09:50').approves('fengliu', '10:00', { body: '紧急：台风预警' }),
      verdict: 'rejected',
      levels: ['waiting', 'waiting', 'rejected sunqi'],
    },
    {
      it: 'changes no settings',
      given: ruleStory('content/policy.yml')
        .policy({ emergency: { enabled: true } })
        .approves('fengliu', '10:00', { body: '紧急：改开关' }),
      verdict: 'waiting',
      levels: ['waiting', 'out-of-order fengliu'],
    },
    {
      it: 'isn’t made good by the leader himself, even where persons needn’t differ',
      given: ownPost(
        'fengliu',
        2,
      )(emergency())
        .policy({ emergency: { enabled: true }, distinct_persons: false })
        .approves('zhouyi', '10:00')
        .approves('fengliu', '10:10', { body: '同意' })
        .approves('fengliu', '10:10', { body: '紧急：台风预警' }),
      verdict: 'passed',
      levels: ['approved zhouyi', 'waiting', 'approved fengliu'],
    },
    {
      it: 'needs no sign between the word and the reason',
      given: emergency().approves('fengliu', '10:00', { body: '紧急台风预警' }),
      verdict: 'passed',
      levels: ['waiting', 'waiting', 'approved fengliu'],
    },
    {
      it: 'and minds no line between them',
      given: emergency().approves('fengliu', '10:00', { body: '紧急：\n台风预警' }),
      verdict: 'passed',
      levels: ['waiting', 'waiting', 'approved fengliu'],
    },
    {
      it: 'of two leaders alike stands on the one who signed first',
      given: emergency().approves('fengliu', '10:00', { body: '紧急：台风预警' }).approves('sunqi', '10:05', { body: '紧急：台风预警' }),
      verdict: 'passed',
      levels: ['waiting', 'waiting', 'approved fengliu'],
    },
    {
      it: 'stands on the leader who leaves the fullest set, though the other’s begins earlier',
      given: ownPost(
        'sunqi',
        1,
      )(ownPost('fengliu', 2)(emergency()))
        .organisation(({ posts }) => void posts.splice(5, 2))
        .approves('sunqi', '09:50')
        .approves('fengliu', '10:00', { body: '紧急：台风预警' })
        .approves('sunqi', '10:01', { body: '紧急：台风预警' })
        .approves('zhouyi', '10:10')
        .approves('fengliu', '10:20'),
      verdict: 'passed',
      levels: ['approved zhouyi', 'approved fengliu', 'approved sunqi'],
    },
    {
      it: 'of two that leave as full a set and the same first level stands on the one whose second is earlier',
      given: ownPost(
        'sunqi',
        2,
      )(ownPost('fengliu', 2)(emergency()))
        .approves('zhouyi', '09:50')
        .approves('fengliu', '10:00', { body: '紧急：台风预警' })
        .approves('sunqi', '10:05', { body: '紧急：台风预警' }),
      verdict: 'passed',
      levels: ['approved zhouyi', 'approved fengliu', 'approved sunqi'],
    },
    {
      it: 'in any order stands on the one who leaves the lower level filled',
      given: ownPost(
        'sunqi',
        2,
      )(ownPost('fengliu', 1)(emergency()))
        .policy({ emergency: { enabled: true }, order: 'any' })
        .approves('fengliu', '10:00', { body: '紧急：台风预警' })
        .approves('sunqi', '10:05', { body: '紧急：台风预警' }),
      verdict: 'passed',
      levels: ['approved fengliu', 'waiting', 'approved sunqi'],
    },
  ],
  '25 (switches)': [
    {
      it: '`order: any` drops “later”',
      given: story().policy({ order: 'any' }).approves('fengliu', '10:00').approves('zhengsi', '10:10').approves('zhouyi', '10:20'),
      verdict: 'passed',
    },
    {
      it: '`order: any` shows what is there',
      given: story().policy({ order: 'any' }).approves('fengliu', '10:00'),
      verdict: 'waiting',
      levels: ['waiting', 'waiting', 'approved fengliu'],
      blockers: PENDING,
    },
    {
      it: '`distinct_persons: false` drops “different”, and one review fills one level',
      given: ownPost('zhouyi', 2)(story()).policy({ distinct_persons: false }).approves('zhouyi', '10:00').approves('fengliu', '10:20'),
      verdict: 'waiting',
      levels: ['approved zhouyi', 'waiting', 'out-of-order fengliu'],
    },
    {
      it: 'so that two reviews of one person fill two',
      given: ownPost(
        'zhouyi',
        2,
      )(story())
        .policy({ distinct_persons: false })
        .approves('zhouyi', '10:00')
        .approves('zhouyi', '10:10')
        .approves('fengliu', '10:20'),
      verdict: 'passed',
      levels: ['approved zhouyi', 'approved zhouyi', 'approved fengliu'],
    },
    {
      it: 'in any order too',
      given: ownPost(
        'zhouyi',
        2,
      )(ownPost('zhouyi', 3)(story()))
        .policy({ distinct_persons: false, order: 'any' })
        .approves('zhouyi', '10:00')
        .approves('zhouyi', '10:00'),
      verdict: 'waiting',
      levels: ['approved zhouyi', 'approved zhouyi', 'waiting'],
    },
    {
      it: '`items_per_pull_request` allows more items of one unit, never of two',
      given: story()
        .policy({ items_per_pull_request: 2 })
        .signed()
        .with((evidence) => {
          const path = 'content/items/jindong/2026-11-23-park';
          evidence.files.push({ path: `${path}/index.md`, status: 'added' });
          evidence.items.push({ path, trees: { main0: null, c1: 'park1' }, frontMatter: null });
        }),
      verdict: 'refused',
      levels: [],
      blockers: ['second-item'],
    },
    { it: '`forks` allows forks', given: story().policy({ forks: true }).signed().pullRequest({ fromFork: true }), verdict: 'passed' },
    {
      it: '`order: any` leaves persons different',
      given: ownPost(
        'zhouyi',
        2,
      )(story())
        .policy({ order: 'any' })
        .approves('zhouyi', '10:00')
        .approves('zhouyi', '10:10')
        .approves('fengliu', '10:20'),
      verdict: 'waiting',
      levels: ['approved zhouyi', 'waiting', 'approved fengliu'],
    },
    {
      it: 'finds the two reviews of one person that fill two levels, where one of them can fill one only',
      given: ownPost('zhouyi', 2, { to: '2026-11-24' })(story())
        .policy({ distinct_persons: false, order: 'any' })
        .approves('zhouyi', '10:00')
        .approves('zhouyi', '2026-11-25 10:00')
        .at('2026-11-25 12:00'),
      verdict: 'waiting',
      levels: ['approved zhouyi', 'approved zhouyi', 'waiting'],
    },
    {
      it: 'asks one person for a second level where persons needn’t differ',
      given: ownPost(
        'zhouyi',
        2,
      )(story())
        .organisation(({ posts }) => Object.assign(posts[0] as object, { from: '2026-11-25' }))
        .policy({ distinct_persons: false, order: 'any' })
        .approves('zhouyi', '10:00')
        .at('2026-11-25 12:00'),
      verdict: 'waiting',
      levels: ['waiting', 'approved zhouyi', 'waiting'],
      blockers: PENDING,
      next: ['zhouyi approve', 'wujiu approve'],
    },
  ],
};
