import { ruleStory, story } from './evidence-builder.ts';
import type { Cases } from './judged.ts';
import { published, twoItems, ZERO } from './stories.ts';

/** Rules 5 to 11 of contracts.md 4: who signs, and what he saw. */
export const personRules: Record<string, Cases> = {
  '5 (人)': {
    'knows a person by any of his logins in any case': [
      story().approves('ZHOUYI-OLD', '10:00').approves('ZhengSi', '10:10').approves('fengliu', '10:20'),
      'passed',
    ],
    'knows a person with a recorded number by it, whatever his login has become': [
      story()
        .person('zhouyi', { ids: [101] })
        .has({ accounts: { renamed: { id: 101, type: 'User' } } })
        .signs('renamed', 'zhengsi', 'fengliu'),
      'passed',
    ],
    'doesn’t know whoever took over his old login': [
      story()
        .person('zhouyi', { ids: [101] })
        .has({ accounts: { zhouyi: { id: 999, type: 'User' } } })
        .approves('zhouyi', '10:00'),
      'waiting: waiting, waiting, waiting; blocked by secrecy-review; ignored unknown-account',
    ],
    'doesn’t know him where the numbers are missing': [
      story()
        .person('zhouyi', { ids: [101] })
        .approves('zhouyi', '10:00'),
      'waiting: waiting, waiting, waiting; blocked by secrecy-review; ignored unknown-account',
    ],
    'lets no machine sign, a person’s login or not': [
      story()
        .policy({ machines: ['ZhouYi'] })
        .approves('zhouyi', '10:00')
        .approves('web-flow', '10:01')
        .approves('helper[bot]', '10:02'),
      'waiting: waiting, waiting, waiting; blocked by secrecy-review; ignored machine, machine, machine',
    ],
    'isn’t deceived by a login that names a part of every object': [
      story().approves('constructor', '10:00').approves('__proto__', '10:01'),
      'waiting: waiting, waiting, waiting; blocked by secrecy-review; ignored unknown-account, unknown-account',
    ],
    'takes an account that GitHub calls a bot for a machine, whoever’s login it bears': [
      story()
        .has({ accounts: { zhouyi: { id: 101, type: 'Bot' } } })
        .approves('zhouyi', '10:00'),
      'waiting: waiting, waiting, waiting; blocked by secrecy-review; ignored machine',
    ],
    'two accounts of one person are one person': [
      story().holds('zhouyi', 2).approves('ZhouYi', '10:00').approves('zhouyi-old', '10:10'),
      'waiting: approved zhouyi, waiting, waiting; ignored surplus',
    ],
    'a login that nobody knows counts for nothing': [
      story().approves('stranger', '10:00'),
      'waiting: waiting, waiting, waiting; blocked by secrecy-review; ignored unknown-account',
    ],
    'a reviewer whose account is gone counts for nothing': [
      story().approves(null, '10:00'),
      'waiting: waiting, waiting, waiting; blocked by secrecy-review; ignored deleted-account',
    ],
  },
  '6 (回避)': {
    'bars whoever committed the text for another': [
      story().commit({ committer: 'zhengsi' }).signed(),
      'waiting: approved zhouyi, not-counted zhengsi, out-of-order fengliu; ignored wrote-text, out-of-order',
    ],
    'bars whoever pushed it, though another wrote it': [
      story().push({ actor: 'zhouyi' }).signed(),
      'waiting: not-counted zhouyi, out-of-order zhengsi, out-of-order fengliu; blocked by secrecy-review; ignored pushed-text, out-of-order, out-of-order',
    ],
    'bars a writer whose text was later replaced by force': [
      story().pushes('zhengsi', 'c2', '09:10').pushes('lisi', 'c3', '09:20', { forced: true }).signed(),
      'waiting: approved zhouyi, not-counted zhengsi, out-of-order fengliu',
    ],
    'the author of the pull request signs nothing': [
      story().pullRequest({ author: 'wujiu' }).approves('wujiu', '10:00'),
      'waiting: not-counted wujiu, waiting, waiting; blocked by secrecy-review; ignored author; next zhouyi approve',
    ],
    'a machine opened the pull request; the submitter signs nothing': [
      story().pullRequest({ author: 'sanshen-intake[bot]' }).frontMatter({ submitter: 'wujiu' }).approves('wujiu', '10:00'),
      'waiting: not-counted wujiu, waiting, waiting; blocked by secrecy-review; ignored submitter',
    ],
    'nor does the author of the issue': [
      story().pullRequest({ author: 'sanshen-intake[bot]' }).pullRequest({ issueAuthor: 'wujiu' }).approves('wujiu', '10:00'),
      'waiting: not-counted wujiu, waiting, waiting; blocked by secrecy-review; ignored issue-author',
    ],
    "the Office's suggestion makes 郑四 a co-author; at level 2 he still counts": [story().signed().coAuthors('zhengsi'), 'passed'],
    'a co-author of the unit or a co-writing leader does not': [
      story().signed().coAuthors('zhouyi', 'fengliu'),
      'waiting: not-counted zhouyi, out-of-order zhengsi, not-counted fengliu; blocked by secrecy-review; ignored co-author, out-of-order, co-author',
    ],
    'the Office mends a typo after level 1; both sign anew, the mender not at all': [
      story().approves('zhouyi', '10:00').pushes('zhengsi', 'c2', '10:05').approves('zhengsi', '10:10'),
      'waiting: stale zhouyi, not-counted zhengsi, waiting; blocked by secrecy-review; ignored stale, wrote-text',
    ],
    'the leader in charge wrote it; the main leader signs': [
      story().pullRequest({ author: 'fengliu' }).signed().approves('sunqi', '10:30'),
      'passed: approved zhouyi, approved zhengsi, approved sunqi; ignored author',
    ],
    'a machine that changes the text after a signature makes it stale, and bars nobody': [
      story().signed().pushes('image-optimiser[bot]', 'c2', '10:30'),
      'waiting: stale zhouyi, stale zhengsi, stale fengliu; blocked by secrecy-review',
    ],
  },
  '7 (a hand in the text)': {
    'refuses what an account opened that is gone': [
      story().signed().pullRequest({ author: null }),
      'refused; blocked by unknown-author; next lisi repair',
    ],
    'refuses what somebody opened whom nobody knows': [
      story().signed().pullRequest({ author: 'stranger' }),
      'refused; blocked by unknown-author; next stranger repair',
    ],
    'refuses what came in by the issue of such a one': [
      story().signed().pullRequest({ author: 'sanshen-intake[bot]', issueAuthor: 'stranger' }),
      'refused; blocked by unknown-author',
    ],
    'refuses it, too, where one of several issues is such a one’s, or that of an account that is gone': [
      story()
        .signed()
        .pullRequest({ issueAuthor: 'lisi', issueAuthors: ['lisi', null] }),
      'refused; blocked by unknown-author',
    ],
    'refuses a submitter whom nobody knows': [story().signed().frontMatter({ submitter: 'nobody' }), 'refused; blocked by unknown-author'],
    'refuses a change of the settings by somebody whom nobody knows': [
      ruleStory('content/policy.yml').pullRequest({ author: 'stranger' }).signs('zhengsi', 'fengliu'),
      'refused: approved zhengsi, approved fengliu; blocked by unknown-author',
    ],
    'takes a machine for the author of the pull request and of its issue, and for the submitter': [
      story()
        .policy({ machines: ['mailbox'] })
        .signed()
        .pullRequest({ author: 'sanshen-intake[bot]', issueAuthor: 'mailbox' })
        .frontMatter({ submitter: 'mailbox' }),
      'passed',
    ],
    'refuses a push by an account that is gone': [story().pushes(null, 'c2', '09:10').signed(), 'refused; blocked by unknown-hand'],
    'refuses a co-author whom nobody knows': [story().signed().coAuthors(null), 'refused; blocked by unknown-hand'],
    'doesn’t mind an unknown hand that left the text as it was': [
      story().pushes('stranger', 'c2', '09:10', { text: 'text1' }).signed(),
      'passed',
    ],
    'takes a commit without parents for a change': [
      story()
        .pushes('zhengsi', 'c2', '09:10', { text: 'text1' })
        .with(({ commits }) => void Reflect.deleteProperty(commits[1] ?? {}, 'parents'))
        .signed(),
      'waiting: approved zhouyi, not-counted zhengsi, out-of-order fengliu',
    ],
    'takes a push from a head that can’t be read for a change': [
      story().moves('zhengsi', 'c1', '09:10', { before: 'gone' }).signed(),
      'waiting: approved zhouyi, not-counted zhengsi, out-of-order fengliu',
    ],
    'bars nobody for making the branch from main': [
      published()
        .frontMatter({ correction: { kind: '文字', note: '改正错字' } })
        .with(({ pushes }) => {
          pushes.unshift({ at: '2026-11-24T08:00:00+08:00', actor: 'zhouyi', before: ZERO, after: 'main0', forced: false });
          Object.assign(pushes[1] as object, { before: 'main0' });
        })
        .signed(),
      'passed',
    ],
    'nor for making it from an older main, which has no such item yet': [
      published()
        .frontMatter({ correction: { kind: '文字', note: '改正错字' } })
        .text('main-1', null)
        .with(({ pushes }) => {
          pushes.unshift({ at: '2026-11-24T08:00:00+08:00', actor: 'zhouyi', before: ZERO, after: 'main-1', forced: false });
          Object.assign(pushes[1] as object, { before: 'main-1' });
        })
        .signed(),
      'passed',
    ],
    'nor for making it again as it was': [story().moves('lisi', ZERO, '09:10').moves('zhouyi', 'c1', '09:20').signed(), 'passed'],
    'nor for deleting it after the merge, and a later signature still knows what it saw': [
      story()
        .signs('zhouyi', 'zhengsi')
        .with(
          ({ pushes }) => void pushes.push({ at: '2026-11-24T10:15:00+08:00', actor: 'fengliu', before: 'c1', after: ZERO, forced: false }),
        )
        .approves('fengliu', '10:20', { commit: 'c1' }),
      'passed',
    ],
    'but for making it again with another text': [
      story().moves('lisi', ZERO, '09:10').moves('zhouyi', 'c2', '09:20').text('c2', 'text2').signed(),
      'waiting: not-counted zhouyi, out-of-order zhengsi, out-of-order fengliu; blocked by secrecy-review',
    ],
    'takes a commit without any parent for a change, if it holds the text': [
      story().pushes('zhengsi', 'c2', '09:10', { text: 'text1', parents: [] }).signed(),
      'waiting: approved zhouyi, not-counted zhengsi, out-of-order fengliu',
    ],
    'and for none, if it doesn’t': [
      story()
        .text('root', null)
        .with(({ commits }) => void commits.push({ sha: 'root', author: 'zhengsi', committer: 'zhengsi', coAuthors: [], parents: [] }))
        .signed(),
      'passed',
    ],
    'takes a push from one unreadable head to another for a change': [
      story().moves('zhengsi', 'gone-2', '09:10', { before: 'gone-1' }).moves('lisi', 'c1', '09:20').signed(),
      'waiting: approved zhouyi, not-counted zhengsi, out-of-order fengliu',
    ],
    '郑四 presses "Update branch"; the item is untouched and he still counts': [
      story()
        .text('main1', null)
        .signed()
        .pushes('zhengsi', 'm1', '10:15', { text: 'text1', parents: ['c1', 'main1'] }),
      'passed',
    ],
    'a conflict solved inside the item is a new text, and its solver is barred': [
      story()
        .text('main1', 'theirs')
        .signed()
        .pushes('zhengsi', 'm1', '10:30', { text: 'both', parents: ['c1', 'main1'] }),
      'waiting: stale zhouyi, stale zhengsi, stale fengliu; blocked by secrecy-review; ignored stale, wrote-text, stale',
    ],
    'a commit that nobody can be named for is refused': [story().signed().commit({ author: null }), 'refused; blocked by unknown-hand'],
  },
  '8 (任职)': {
    'counts the first and the last day of a post': [
      story()
        .organisation(({ posts }) => {
          Object.assign(posts[0] as object, { from: '2026-11-24' });
          Object.assign(posts[5] as object, { from: '2026-11-24', to: '2026-11-24' });
        })
        .signed(),
      'passed',
    ],
    'counts days in Beijing, not in Greenwich': [
      story().post(0, { to: '2026-11-24' }).approves('zhouyi', '2026-11-24T16:30:00Z').at('2026-11-25 12:00'),
      'waiting: not-counted zhouyi, waiting, waiting; blocked by secrecy-review; ignored no-post',
    ],
    'takes a post for its own unit only': [
      story().approves('qianer', '10:00'),
      'waiting: waiting, waiting, waiting; blocked by secrecy-review; ignored no-post',
    ],
    'unless `covers` says more': [
      story()
        .pullRequest({ author: 'guanli' })
        .holds('lisi', 1)
        .post(2, { covers: ['wucheng'] })
        .secrecyBy('qianer')
        .signs('qianer', 'zhengsi', 'fengliu'),
      'passed: approved qianer, approved zhengsi, approved fengliu',
    ],
    'asks levels 2 and 3 of a joint item for all its units': [
      story()
        .post(5, { covers: ['wucheng'] })
        .frontMatter({ joint_units: ['jindong'] })
        .approves('zhouyi', '10:00')
        .approves('qianer', '10:05')
        .approves('zhengsi', '10:10')
        .approves('wangwu', '10:15')
        .approves('fengliu', '10:20'),
      'passed: approved zhouyi, approved qianer, approved wangwu, approved fengliu; ignored no-post',
    ],
    'tells whoever never held a post from whoever took his signature back himself': [
      story().approves('lisi', '09:50').approves('qianer', '10:00').asks('qianer', '10:00').approves('qianer', '10:10'),
      'waiting: waiting, waiting, waiting; blocked by secrecy-review; ignored no-post, taken-back, advice, no-post',
    ],
    "the Office's own item: its head signs level 1, another of the Office level 2": [
      story()
        .with((evidence) => {
          const path = 'content/items/office/2026-11-23-street';
          evidence.files = [{ path: `${path}/index.md`, status: 'added' }];
          for (const item of evidence.items) item.path = path;
        })
        .secrecyBy('zhengsi')
        .signs('zhengsi', 'wangwu', 'fengliu'),
      'passed: approved zhengsi, approved wangwu, approved fengliu',
    ],
    'a post that ended after the signature doesn’t matter': [
      story().post(0, { to: '2026-11-24' }).signed().at('2026-11-26 12:00'),
      'passed',
    ],
    'a signature on the day after the last day of a post does': [
      story().post(0, { to: '2026-11-23' }).approves('zhouyi', '10:00'),
      'waiting: not-counted zhouyi, waiting, waiting; blocked by secrecy-review; ignored no-post; next wujiu approve, lisi revise',
    ],
  },
  '9 (所见即所批)': {
    'takes a push of the same instant for one that he didn’t see': [
      story().pushes('lisi', 'c2', '10:00').approves('zhouyi', '10:00', { commit: 'c2' }),
      'waiting: stale zhouyi, waiting, waiting; blocked by secrecy-review',
    ],
    'wants the review’s own commit to be the present text too': [
      story().pushes('lisi', 'c2', '09:30').approves('zhouyi', '10:00', { commit: 'c1' }),
      'waiting: stale zhouyi, waiting, waiting; blocked by secrecy-review',
    ],
    'knows no head before the first push': [
      story().approves('zhouyi', '08:59'),
      'waiting: stale zhouyi, waiting, waiting; blocked by secrecy-review; ignored unknown-text',
    ],
    'reads the branch’s activity in any order': [story().pushes('lisi', 'c2', '09:30').signed().reversed('pushes'), 'passed'],
    'takes a head whose name has many zeros for a head': [
      story()
        .pushes('lisi', `${ZERO}1`, '09:30', { text: 'text2' })
        .approves('zhouyi', '09:40')
        .pushes('lisi', `1${ZERO}`, '09:50', { text: 'text3' })
        .approves('wujiu', '10:00'),
      'waiting: approved wujiu, waiting, waiting; blocked by secrecy-review; ignored stale',
    ],
    'follows pushes of one instant from head to head': [
      story().pushes('lisi', 'c2', '09:30').pushes('lisi', 'c3', '09:30').signed(),
      'passed',
    ],
    'and believes none where they contradict each other': [
      story()
        .pushes('lisi', 'c2', '09:30')
        .moves('lisi', 'c3', '09:30', { before: 'c1' })
        .text('c3', 'text of another push')
        .moves('lisi', 'c2', '09:50')
        .approves('zhouyi', '09:40', { commit: 'c2' }),
      'waiting: stale zhouyi, waiting, waiting; blocked by secrecy-review',
    ],
    'finds the head he saw in a list that begins with the newest push': [
      story().signed().pushes('lisi', 'c2', '10:30').pushes('lisi', 'c3', '10:40', { text: 'text1' }).reversed('pushes'),
      'passed',
    ],
    'a force-push changes the text and GitHub shows the review on the new head: stale all the same': [
      story()
        .approves('zhouyi', '10:00', { commit: 'c2' })
        .pushes('lisi', 'c2', '10:05', { forced: true })
        .approves('zhengsi', '10:10')
        .approves('fengliu', '10:20'),
      'waiting: stale zhouyi, out-of-order zhengsi, out-of-order fengliu; blocked by secrecy-review',
    ],
    'a review without a commit proves nothing': [
      story().approves('zhouyi', '10:00', { commit: null }),
      'waiting: stale zhouyi, waiting, waiting; blocked by secrecy-review; ignored unknown-text',
    ],
    'nor does one that is dated after the evidence, which can’t tell what was pushed until then': [
      story().approves('zhouyi', '10:00').approves('zhengsi', '10:10').approves('fengliu', '12:01'),
      'waiting: approved zhouyi, approved zhengsi, stale fengliu; ignored unknown-text',
    ],
    'while one of the same instant as the evidence counts': [
      story().approves('zhouyi', '10:00').approves('zhengsi', '10:10').approves('fengliu', '12:00'),
      'passed',
    ],
    'and a request that is dated after the evidence stands': [
      story().signed().asks('zhengsi', '12:01').approves('zhengsi', '12:02'),
      'rejected: approved zhouyi, rejected zhengsi, out-of-order fengliu',
    ],
    'nor does one on a commit that can no longer be read': [
      story().approves('zhouyi', '10:00', { commit: 'gone' }),
      'waiting: stale zhouyi, waiting, waiting; blocked by secrecy-review; ignored unknown-text',
    ],
  },
  '10 (a text as it was)': {
    'lets a signature stand again when its text is restored': [
      story().signed().pushes('lisi', 'c2', '10:30').pushes('lisi', 'c3', '10:40', { text: 'text1' }),
      'passed',
    ],
    'takes GitHub’s own dismissal on a push for none': [
      story()
        .approves('zhouyi', '10:00')
        .pushes('lisi', 'c2', '10:05', { text: 'text1', forced: true })
        .dismissed('zhouyi', '10:05', 'lisi', 'APPROVED', 'c2')
        .approves('zhengsi', '10:10')
        .approves('fengliu', '10:20'),
      'passed',
    ],
    'which restores nothing where the text did change': [
      story().approves('zhouyi', '10:00').pushes('lisi', 'c2', '10:05').dismissed('zhouyi', '10:05', 'lisi', 'APPROVED', 'c2'),
      'waiting: stale zhouyi, waiting, waiting; blocked by secrecy-review',
    ],
    'bars nobody who pushes the same text by force': [
      story().signed().moves('zhengsi', 'c2', '10:30', { forced: true }).text('c2', 'text1'),
      'passed',
    ],
    'one character fixed after level 1 makes its signature stale, and the later two out of turn': [
      story().approves('zhouyi', '10:00').pushes('lisi', 'c2', '10:05').approves('zhengsi', '10:10').approves('fengliu', '10:20'),
      'waiting: stale zhouyi, out-of-order zhengsi, out-of-order fengliu; blocked by secrecy-review; next zhouyi approve, wujiu approve',
    ],
    'a replaced picture is another text, for the text is the whole folder': [
      story().approves('zhouyi', '10:00').pushes('lisi', 'c2', '10:05', { text: 'text1 with another picture' }),
      'waiting: stale zhouyi, waiting, waiting; blocked by secrecy-review',
    ],
    'a rebase that leaves the text as it was keeps every signature': [
      story().signed().pushes('lisi', 'c2', '11:00', { text: 'text1', forced: true }),
      'passed',
    ],
    'of two items only the one that changed is stale': [
      twoItems('content/items/wucheng/2026-11-23-park')
        .policy({ items_per_pull_request: 2 })
        .approves('zhouyi', '10:00')
        .pushes('lisi', 'c2', '10:05', { text: 'text1' })
        .text('c2', 'park2', 'content/items/wucheng/2026-11-23-park'),
      'waiting: stale zhouyi, waiting, waiting, approved zhouyi, waiting, waiting; blocked by secrecy-review',
    ],
  },
  '11 (review states alone)': {
    'hears no agreement in comments': [
      story()
        .reviews('zhouyi', '10:00', 'COMMENTED', { body: '同意' })
        .reviews('zhengsi', '10:10', 'COMMENTED', { body: '同意发布' })
        .reviews('fengliu', '10:20', 'COMMENTED', { body: 'LGTM' }),
      'waiting: waiting, waiting, waiting; blocked by secrecy-review; ignored none',
    ],
    'hears no request in a comment': [
      story().signed().reviews('zhengsi', '10:30', 'COMMENTED', { body: '请退回修改' }),
      'passed; ignored none',
    ],
    'takes an approval for one whatever its words say': [
      story().approves('zhouyi', '10:00', { body: '不同意' }).approves('zhengsi', '10:10').approves('fengliu', '10:20'),
      'passed',
    ],
    'and a request for one': [
      story().signed().asks('zhengsi', '10:30', { body: '同意' }),
      'rejected: approved zhouyi, rejected zhengsi, out-of-order fengliu',
    ],
    'in whatever order they are read, the first given first': [
      story().approves('zhouyi', '10:00').approves('wujiu', '10:00').asks('zhengsi', '10:05').asks('wangwu', '10:06').reversed('reviews'),
      'rejected: approved zhouyi, rejected zhengsi, waiting; ignored surplus',
    ],
    'whatever their numbers': [
      story()
        .approves('zhouyi', '10:00')
        .approves('stranger', '10:02')
        .asks('zhengsi', '10:05')
        .asks('wangwu', '10:06')
        .approves('wujiu', '10:07')
        .with(({ reviews }) => {
          for (const review of reviews) review.id = 10 - review.id;
        }),
      'rejected: approved zhouyi, rejected zhengsi, waiting; ignored unknown-account, surplus',
    ],
    'and lists two of the same instant by their numbers': [
      story().approves('stranger', '10:00').approves('zhengsi', '10:00').asks('qianer', '10:00').approves('helper[bot]', '10:00'),
      'waiting: waiting, out-of-order zhengsi, waiting; blocked by secrecy-review; ignored unknown-account, out-of-order, advice, machine',
    ],
    'hears advice beside a request that stands': [
      story().asks('zhengsi', '10:00').asks('qianer', '10:05'),
      'rejected: waiting, rejected zhengsi, waiting; blocked by secrecy-review; ignored advice',
    ],
    'a comment after a signature leaves it': [story().signed().reviews('zhouyi', '10:30', 'COMMENTED', { body: '再看一下' }), 'passed'],
    '"同意" as a comment is no signature': [
      story().reviews('zhouyi', '10:00', 'COMMENTED', { body: '同意' }),
      'waiting: waiting, waiting, waiting; blocked by secrecy-review',
    ],
    'a label says nothing, whoever put it there': [
      story().with((evidence) => Object.assign(evidence, { labels: ['已审', 'approved'] })),
      'waiting: waiting, waiting, waiting; blocked by secrecy-review',
    ],
  },
};
