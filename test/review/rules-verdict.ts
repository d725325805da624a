import { ruleStory, story } from './evidence-builder.ts';
import type { Cases } from './judged.ts';
import { delegated, delegation, emergency } from './stories.ts';

/** 保八 stands in for 冯六 on one day, by the 值班表. */
const rota = (date: string) => (organisation: object) =>
  Object.assign(organisation, {
    duty_rota: [{ document: '值班表 1 号', level: 3, days: [{ date, principal: 'fengliu', delegate: 'baomi' }] }],
  });

/** Rules 21 to 25 of contracts.md 4: what is concluded, and the switches. */
export const verdictRules: Record<string, Cases> = {
  '21 (the gravest word)': {
    'refuses before it rejects': [
      story().asks('zhengsi', '10:00').at('2026-12-09 08:00'),
      'refused: waiting, rejected zhengsi, waiting; blocked by seven-days, secrecy-review',
    ],
    'rejects before it waits': [
      story().asks('zhengsi', '10:00').pullRequest({ draft: true }),
      'rejected: waiting, rejected zhengsi, waiting; blocked by draft, secrecy-review; next lisi ready',
    ],
    'waits where nobody is left to sign, and asks the Office': [
      story()
        .organisation(({ posts }) => void posts.splice(1, 1))
        .pullRequest({ author: 'zhouyi' })
        .secrecyBy('baomi')
        .approves('baomi', '10:00'),
      'waiting: waiting, waiting, waiting; blocked by nobody-left; next zhengsi appoint, wangwu appoint',
    ],
    'lets no item pass because another does': [
      story()
        .policy({ items_per_pull_request: 2 })
        .with((evidence) => {
          const path = 'content/items/wucheng/2026-11-23-zoo';
          const frontMatter = { ...evidence.items[0]?.frontMatter, joint_units: ['jindong'] };
          evidence.files.push({ path: `${path}/index.md`, status: 'added' });
          evidence.items.push({ path, trees: { main0: null, c1: 'zoo1' }, frontMatter });
        })
        .signed(),
      'waiting: approved zhouyi, approved zhengsi, approved fengliu, approved zhouyi, waiting, out-of-order zhengsi, out-of-order fengliu',
    ],
    'a draft waits, whoever has signed; its author makes it ready': [
      story().signed().pullRequest({ draft: true }),
      'waiting; blocked by draft; next lisi ready',
    ],
  },
  '22 (what a level shows)': {
    'shows the fullest set before the earliest': [
      story().holds('wangwu', 1).approves('wangwu', '09:50').signs('zhouyi', 'wangwu'),
      'waiting: approved zhouyi, approved wangwu, waiting',
    ],
    'shows the earliest of the fullest': [
      story().approves('wujiu', '09:50').signed().approves('wangwu', '10:15'),
      'passed: approved wujiu, approved zhengsi, approved fengliu',
    ],
    'shows an uncounted signature at its person’s lowest open level': [
      story().holds('zhengsi', 1).approves('zhengsi', '09:50').pushes('lisi', 'c2', '10:00').approves('zhouyi', '10:10'),
      'waiting: approved zhouyi, stale zhengsi, waiting',
    ],
    'shows a signature of an old text as stale though its person is barred since, and says that another must sign': [
      story().signed().pushes('zhengsi', 'c2', '10:30').approves('zhouyi', '10:40'),
      'waiting: approved zhouyi, stale zhengsi, stale fengliu; ignored stale, wrote-text, stale; next wangwu approve',
    ],
    'shows a signature of an old text as stale though its person held no post that day': [
      story().post(0, { to: '2026-11-23' }).approves('zhouyi', '10:00').pushes('lisi', 'c2', '10:30'),
      'waiting: stale zhouyi, waiting, waiting; blocked by secrecy-review; ignored no-post',
    ],
    'shows stale before not-counted': [
      story().approves('zhouyi', '09:30').pushes('wujiu', 'c2', '10:00').approves('wujiu', '10:10'),
      'waiting: stale zhouyi, waiting, waiting; blocked by secrecy-review; ignored stale, wrote-text',
    ],
    'shows a signature of an old text at the lowest level that its person holds': [
      story().holds('zhengsi', 1).approves('zhengsi', '09:50').pushes('lisi', 'c2', '10:00'),
      'waiting: stale zhengsi, waiting, waiting; blocked by secrecy-review',
    ],
    'shows out-of-order before stale': [
      story().approves('zhengsi', '09:30').pushes('lisi', 'c2', '10:00').approves('wangwu', '10:10'),
      'waiting: waiting, out-of-order wangwu, waiting; blocked by secrecy-review',
    ],
    'shows the earliest of several signatures of old texts': [
      story().approves('zhouyi', '09:30').approves('wujiu', '09:40').pushes('lisi', 'c2', '10:00'),
      'waiting: stale zhouyi, waiting, waiting; blocked by secrecy-review',
    ],
    'calls a signature surplus that could still count at one level, though its person is barred at another': [
      story().holds('zhengsi', 1).coAuthors('zhengsi').signs('zhouyi', 'wangwu', 'zhengsi'),
      'waiting: approved zhouyi, approved wangwu, waiting; ignored surplus',
    ],
  },
  '23 (代签)': {
    'lets the dismissal of a delegate’s signature take the principal’s own along, for the two count as one person': [
      delegated().signs('zhouyi', 'zhengsi', 'baomi').approves('fengliu', '10:25').dismissed('baomi', '10:30', 'zhengsi', 'APPROVED'),
      'waiting: approved zhouyi, approved zhengsi, waiting; ignored dismissed, dismissed',
    ],
    'lets a delegate’s request take the principal’s own signature back, though a leader lifts the request': [
      delegated({ principal: 'zhengsi', level: 2 }).signs('zhouyi', 'zhengsi').asks('baomi', '10:15').approves('fengliu', '10:20'),
      'waiting: approved zhouyi, waiting, out-of-order fengliu; ignored taken-back, request-lifted, out-of-order',
    ],
    'leaves the principal’s signature where the delegate asks by a post of his own': [
      delegated({ delegate: 'wangwu' })
        .signs('zhouyi', 'zhengsi')
        .asks('wangwu', '10:15')
        .approves('fengliu', '10:20')
        .asks('wangwu', '10:25')
        .approves('wangwu', '10:30'),
      'passed',
    ],
    'lets a delegate sign for a principal': [
      delegated().signs('zhouyi', 'zhengsi', 'baomi'),
      'passed: approved zhouyi, approved zhengsi, approved baomi',
    ],
    'lets who stands on the 值班表 sign on his day': [
      story()
        .policy({ delegation: { enabled: true } })
        .organisation(rota('2026-11-24'))
        .signs('zhouyi', 'zhengsi', 'baomi'),
      'passed: approved zhouyi, approved zhengsi, approved baomi',
    ],
    'and on no other': [
      story()
        .policy({ delegation: { enabled: true } })
        .organisation(rota('2026-11-23'))
        .signs('zhouyi', 'zhengsi', 'baomi'),
      'waiting: approved zhouyi, approved zhengsi, not-counted baomi; ignored no-post',
    ],
    'not after the last day of the document': [
      delegated({ to: '2026-11-23' }).signs('zhouyi', 'zhengsi', 'baomi'),
      'waiting: approved zhouyi, approved zhengsi, not-counted baomi',
    ],
    'not while the switch is off': [
      delegated().policy({}).signs('zhouyi', 'zhengsi', 'baomi'),
      'waiting: approved zhouyi, approved zhengsi, waiting; ignored no-post',
    ],
    'not for a principal who is a delegate himself': [
      delegated()
        .delegations(delegation(), delegation({ principal: 'baomi', delegate: 'qianer' }))
        .signs('zhouyi', 'zhengsi', 'qianer'),
      'waiting: approved zhouyi, approved zhengsi, waiting; ignored no-post',
    ],
    'counts the two as one person': [
      delegated({ delegate: 'zhengsi' }).signs('zhouyi', 'zhengsi', 'zhengsi'),
      'waiting: approved zhouyi, approved zhengsi, waiting; ignored surplus',
    ],
    'bars the two together': [
      delegated().pullRequest({ author: 'fengliu' }).signs('zhouyi', 'zhengsi', 'baomi'),
      'waiting: approved zhouyi, approved zhengsi, not-counted baomi; ignored author; next sunqi approve',
    ],
    'for whatever bars the principal, so that the level says why': [
      delegated().pushes('fengliu', 'c2', '09:10').signs('zhouyi', 'zhengsi', 'baomi'),
      'waiting: approved zhouyi, approved zhengsi, not-counted baomi; ignored wrote-text; next sunqi approve',
    ],
    'lets the principal’s later request take the delegate’s signature back': [
      delegated().signs('zhouyi', 'zhengsi', 'baomi').asks('fengliu', '10:30'),
      'rejected: approved zhouyi, approved zhengsi, rejected fengliu',
    ],
    'stops an item at a delegate’s request, which the principal may lift': [
      delegated().signs('zhouyi', 'zhengsi').asks('baomi', '10:15').approves('fengliu', '10:20'),
      'passed',
    ],
    'stops a change of the organisation at a delegate’s request too, though only the main leader himself signs it': [
      ruleStory('content/organisation.yml')
        .policy({ delegation: { enabled: true } })
        .delegations(delegation({ principal: 'sunqi' }))
        .approves('zhengsi', '10:00')
        .asks('baomi', '10:10'),
      'rejected: approved zhengsi, rejected baomi',
    ],
    'stops an item at a delegate’s request, which the principal’s earlier signature doesn’t lift, nor one of the same instant': [
      delegated().signed().approves('fengliu', '10:30').asks('baomi', '10:30'),
      'rejected: approved zhouyi, approved zhengsi, rejected baomi',
    ],
    'lifts the principal’s request by the delegate’s later signature': [
      delegated().signs('zhouyi', 'zhengsi').asks('fengliu', '10:15').approves('baomi', '10:20'),
      'passed: approved zhouyi, approved zhengsi, approved baomi',
    ],
    'a delegate signs on the first and on the last day of his document': [
      delegated({ from: '2026-11-24', to: '2026-11-24' }).signs('zhouyi', 'zhengsi', 'baomi'),
      'passed: approved zhouyi, approved zhengsi, approved baomi',
    ],
    'not on the day before it': [
      delegated({ from: '2026-11-25' }).signs('zhouyi', 'zhengsi', 'baomi'),
      'waiting: approved zhouyi, approved zhengsi, not-counted baomi; ignored no-post',
    ],
    'not at another level than the one that his document names': [
      delegated({ principal: 'zhengsi', level: 2 }).signs('zhouyi', 'wangwu', 'baomi'),
      'waiting: approved zhouyi, approved wangwu, waiting; ignored surplus',
    ],
    'the principal signs himself although a delegate is named': [delegated().signed(), 'passed'],
  },
  '24 (紧急)': {
    'wants a reason after the word': [
      emergency().approves('fengliu', '10:00', { body: '紧急！' }),
      'waiting: waiting, waiting, out-of-order fengliu',
    ],
    'wants the word at the beginning': [
      emergency().approves('fengliu', '10:00', { body: '这件紧急，请发' }),
      'waiting: waiting, waiting, out-of-order fengliu',
    ],
    'wants the switch': [emergency().policy({}).urges('fengliu', '10:00'), 'waiting: waiting, waiting, out-of-order fengliu'],
    'wants a good signature': [
      emergency().pullRequest({ author: 'fengliu' }).urges('fengliu', '10:00'),
      'waiting: waiting, waiting, not-counted fengliu',
    ],
    'is made good by others afterwards, in their own order': [
      emergency().urges('fengliu', '10:00').approves('zhouyi', '10:10').approves('zhengsi', '10:20'),
      'passed',
    ],
    'isn’t made good by the leader himself': [
      emergency().holds('fengliu', 2).urges('fengliu', '10:00').approves('zhouyi', '10:10').approves('fengliu', '10:20'),
      'passed: approved zhouyi, waiting, approved fengliu; next zhengsi approve, wangwu approve',
    ],
    'stands on the leader who leaves the fullest set, where two leaders say 紧急': [
      emergency()
        .holds('fengliu', 2)
        .organisation(({ posts }) => void posts.splice(5, 2))
        .urges('fengliu', '10:00')
        .urges('sunqi', '10:01')
        .approves('zhouyi', '10:10')
        .approves('fengliu', '10:20'),
      'passed: approved zhouyi, approved fengliu, approved sunqi',
    ],
    'of two that leave as full a set stands on the one whose set is earlier, from the lowest level': [
      emergency().holds('fengliu', 1).holds('sunqi', 1).urges('fengliu', '10:00').urges('sunqi', '10:05'),
      'passed: approved fengliu, waiting, approved sunqi',
    ],
    'doesn’t pass over a leader’s request': [
      emergency().asks('sunqi', '09:50').urges('fengliu', '10:00'),
      'rejected: waiting, waiting, rejected sunqi',
    ],
    'changes no settings': [
      ruleStory('content/policy.yml')
        .policy({ emergency: { enabled: true } })
        .approves('fengliu', '10:00', { body: '紧急：改开关' }),
      'waiting: waiting, out-of-order fengliu',
    ],
    'isn’t made good by the leader himself, even where persons needn’t differ': [
      emergency()
        .holds('fengliu', 2)
        .policy({ emergency: { enabled: true }, distinct_persons: false })
        .approves('zhouyi', '10:00')
        .approves('fengliu', '10:10', { body: '同意' })
        .approves('fengliu', '10:10', { body: '紧急：台风预警' }),
      'passed: approved zhouyi, waiting, approved fengliu',
    ],
    'needs no sign between the word and the reason': [
      emergency().approves('fengliu', '10:00', { body: '紧急台风预警' }),
      'passed: waiting, waiting, approved fengliu',
    ],
    'and minds no line between them': [
      emergency().approves('fengliu', '10:00', { body: '紧急：\n台风预警' }),
      'passed: waiting, waiting, approved fengliu',
    ],
    'of two leaders alike stands on the one who signed first': [
      emergency().urges('fengliu', '10:00').urges('sunqi', '10:05'),
      'passed: waiting, waiting, approved fengliu',
    ],
    'stands on the leader who leaves the fullest set, though the other’s begins earlier': [
      emergency()
        .holds('fengliu', 2)
        .holds('sunqi', 1)
        .organisation(({ posts }) => void posts.splice(5, 2))
        .approves('sunqi', '09:50')
        .urges('fengliu', '10:00')
        .urges('sunqi', '10:01')
        .approves('zhouyi', '10:10')
        .approves('fengliu', '10:20'),
      'passed: approved zhouyi, approved fengliu, approved sunqi',
    ],
    'of two that leave as full a set and the same first level stands on the one whose second is earlier': [
      emergency().holds('fengliu', 2).holds('sunqi', 2).approves('zhouyi', '09:50').urges('fengliu', '10:00').urges('sunqi', '10:05'),
      'passed: approved zhouyi, approved fengliu, approved sunqi',
    ],
    'in any order stands on the one who leaves the lower level filled': [
      emergency()
        .holds('fengliu', 1)
        .holds('sunqi', 2)
        .policy({ emergency: { enabled: true }, order: 'any' })
        .urges('fengliu', '10:00')
        .urges('sunqi', '10:05'),
      'passed: approved fengliu, waiting, approved sunqi',
    ],
    'an emergency passes on the leader alone, with the reviews due afterwards': [
      story()
        .policy({ emergency: { enabled: true } })
        .secrecyBy('baomi')
        .approves('baomi', '09:50')
        .urges('fengliu', '10:00'),
      'passed: waiting, waiting, approved fengliu; next zhouyi approve, wujiu approve',
    ],
  },
  '25 (switches)': {
    '`order: any` drops “later”': [story().policy({ order: 'any' }).signs('fengliu', 'zhengsi', 'zhouyi'), 'passed'],
    '`order: any` shows what is there': [
      story().policy({ order: 'any' }).approves('fengliu', '10:00'),
      'waiting: waiting, waiting, approved fengliu; blocked by secrecy-review',
    ],
    '`distinct_persons: false` drops “different”, and one review fills one level': [
      story().holds('zhouyi', 2).policy({ distinct_persons: false }).approves('zhouyi', '10:00').approves('fengliu', '10:20'),
      'waiting: approved zhouyi, waiting, out-of-order fengliu',
    ],
    'so that two reviews of one person fill two': [
      story().holds('zhouyi', 2).policy({ distinct_persons: false }).signs('zhouyi', 'zhouyi', 'fengliu'),
      'passed: approved zhouyi, approved zhouyi, approved fengliu',
    ],
    'in any order too': [
      story()
        .holds('zhouyi', 3)
        .holds('zhouyi', 2)
        .policy({ distinct_persons: false, order: 'any' })
        .approves('zhouyi', '10:00')
        .approves('zhouyi', '10:00'),
      'waiting: approved zhouyi, approved zhouyi, waiting',
    ],
    '`items_per_pull_request` allows more items of one unit, never of two': [
      story()
        .policy({ items_per_pull_request: 2 })
        .signed()
        .with((evidence) => {
          const path = 'content/items/jindong/2026-11-23-park';
          evidence.files.push({ path: `${path}/index.md`, status: 'added' });
          evidence.items.push({ path, trees: { main0: null, c1: 'park1' }, frontMatter: null });
        }),
      'refused: no levels; blocked by second-item',
    ],
    '`order: any` leaves persons different': [
      story().holds('zhouyi', 2).policy({ order: 'any' }).signs('zhouyi', 'zhouyi', 'fengliu'),
      'waiting: approved zhouyi, waiting, approved fengliu',
    ],
    'finds the two reviews of one person that fill two levels, where one of them can fill one only': [
      story()
        .holds('zhouyi', 2, { to: '2026-11-24' })
        .policy({ distinct_persons: false, order: 'any' })
        .approves('zhouyi', '10:00')
        .approves('zhouyi', '2026-11-25 10:00')
        .at('2026-11-25 12:00'),
      'waiting: approved zhouyi, approved zhouyi, waiting',
    ],
    'asks one person for a second level where persons needn’t differ': [
      story()
        .holds('zhouyi', 2)
        .post(0, { from: '2026-11-25' })
        .policy({ distinct_persons: false, order: 'any' })
        .approves('zhouyi', '10:00')
        .at('2026-11-25 12:00'),
      'waiting: waiting, approved zhouyi, waiting; blocked by secrecy-review; next zhouyi approve, wujiu approve',
    ],
  },
};
