import { describe, expect, it } from 'vitest';
import { ITEM, ruleStory, type Story, story } from './evidence-builder.ts';
import { type Case, compared, expected, judged } from './judged.ts';

const ZERO = '0'.repeat(40);
const OPEN = ['waiting', 'waiting', 'waiting'];
const PENDING = ['secrecy-review'];

/** The item was published before; this pull request changes it. */
const published = (): Story =>
  story()
    .text('main0', 'text0')
    .with((evidence) => Object.assign(evidence, { released: [ITEM], files: [{ path: `${ITEM}/index.md`, status: 'modified' }] }));

const ownPost = (person: string, level: 1 | 2 | 3, more: object = {}): ((told: Story) => Story) => {
  const unit = level === 1 ? 'wucheng' : level === 2 ? 'office' : 'leaders';
  return (told) =>
    told.organisation(({ posts }) => void posts.push({ unit, post: '示例岗位', level, person, from: '2024-01-01', covers: '*', ...more }));
};

const delegation = (more: object = {}) => ({
  principal: 'fengliu',
  delegate: 'baomi',
  level: 3,
  from: '2026-11-20',
  to: '2026-11-30',
  document: '授权 1 号',
  ...more,
});

/** 保八 stands in for 冯六 at level 3, with the switch on. */
const delegated = (more: object = {}): Story =>
  story()
    .policy({ delegation: { enabled: true } })
    .organisation((organisation) => Object.assign(organisation, { delegations: [delegation(more)] }));

const declared = (at = '2026-11-24 08:00', by = 'zhouyi'): Story =>
  story()
    .organisation((organisation) => Object.assign(organisation, { routes: { A: { level1: 'declared' } } }))
    .frontMatter({ unit_review: { by, at }, secrecy_review: { by: 'baomi', date: '2026-11-23', conclusion: '可公开' } })
    .approves('baomi', '09:30');

const emergency = (): Story =>
  story()
    .policy({ emergency: { enabled: true } })
    .frontMatter({ secrecy_review: { by: 'baomi', date: '2026-11-23', conclusion: '可公开' } })
    .approves('baomi', '09:30');

const bySecrecyDuty = (): Story =>
  story()
    .frontMatter({ secrecy_review: { by: 'baomi', date: '2026-11-23', conclusion: '可公开' } })
    .signed();

const rules: Record<string, Case[]> = {
  '1 (一事一稿)': [
    {
      it: 'refuses more files than the policy allows',
      given: story()
        .policy({ files_per_pull_request: 1 })
        .signed()
        .with(({ files }) => void files.push({ path: `${ITEM}/a.jpg`, status: 'added' })),
      verdict: 'refused',
      levels: [],
      blockers: ['too-many-files'],
    },
    {
      it: 'counts every picture of one folder as one item',
      given: story()
        .signed()
        .with(({ files }) => void files.push({ path: `${ITEM}/a.jpg`, status: 'added' })),
      verdict: 'passed',
    },
    {
      it: 'refuses a unit that nobody knows',
      given: story()
        .signed()
        .with((evidence) => {
          evidence.files = [{ path: 'content/items/nowhere/2026-11-23-street/index.md', status: 'added' }];
          Object.assign(evidence.items[0] as object, { path: 'content/items/nowhere/2026-11-23-street' });
        }),
      verdict: 'refused',
      levels: [],
      blockers: ['unknown-unit'],
    },
    {
      it: 'refuses a file beside the item folders, which would have no level 1',
      given: story()
        .signed()
        .with((evidence) => Object.assign(evidence, { files: [{ path: 'content/items/wucheng/note.md', status: 'added' }], items: [] })),
      verdict: 'refused',
      levels: [],
      blockers: ['bad-path'],
    },
    {
      it: 'refuses a picture moved here out of the program’s folder',
      given: story()
        .signed()
        .with(({ files }) => void files.push({ path: `${ITEM}/a.jpg`, status: 'renamed', previousPath: 'site/assets/a.jpg' })),
      verdict: 'refused',
      levels: [],
      blockers: ['mixed-change'],
    },
    {
      it: 'lets a picture be renamed inside its folder',
      given: story()
        .signed()
        .with(({ files }) => void files.push({ path: `${ITEM}/b.jpg`, status: 'renamed', previousPath: `${ITEM}/a.jpg` })),
      verdict: 'passed',
    },
  ],
  '3 (规则变更)': [
    {
      it: 'needs levels 2 and 3, of whatever unit, and one file more that is generated is no other change',
      given: ruleStory('content/policy.yml')
        .with(({ files }) => void files.push({ path: '.github/CODEOWNERS', status: 'modified' }))
        .approves('zhengsi', '10:00')
        .approves('fengliu', '10:10'),
      verdict: 'passed',
      levels: ['approved zhengsi', 'approved fengliu'],
    },
    {
      it: 'has one entry a file',
      given: ruleStory('content/policy.yml', 'content/terms/holidays.yml').approves('zhengsi', '10:00').approves('fengliu', '10:10'),
      verdict: 'passed',
      levels: ['approved zhengsi', 'approved fengliu', 'approved zhengsi', 'approved fengliu'],
    },
    {
      it: 'refuses settings together with the program',
      given: ruleStory('content/policy.yml').with(({ files }) => void files.push({ path: 'pipeline/cli.ts', status: 'modified' })),
      verdict: 'refused',
      levels: [],
      blockers: ['mixed-change'],
    },
    {
      it: 'takes any leader where neither level-3 posts nor delegations change',
      given: ruleStory('content/organisation.yml')
        .with((evidence) => Object.assign(evidence, { organisationHead: structuredClone(evidence.organisation) }))
        .approves('zhengsi', '10:00')
        .approves('fengliu', '10:10'),
      verdict: 'passed',
      levels: ['approved zhengsi', 'approved fengliu'],
    },
    {
      it: 'asks the main leader where a level-3 post changes',
      given: ruleStory('content/organisation.yml')
        .with((evidence) => {
          const head = structuredClone(evidence.organisation) as { posts: object[] };
          head.posts.push({ unit: 'leaders', post: '分管领导', level: 3, person: 'lisi', from: '2026-12-01' });
          evidence.organisationHead = head;
        })
        .approves('zhengsi', '10:00')
        .approves('fengliu', '10:10')
        .approves('sunqi', '10:20'),
      verdict: 'passed',
      levels: ['approved zhengsi', 'approved sunqi'],
      ignored: ['not-main-leader'],
    },
    {
      it: 'asks the main leader where the new organisation isn’t shown',
      given: ruleStory('content/organisation.yml').approves('zhengsi', '10:00').approves('fengliu', '10:10'),
      verdict: 'waiting',
      levels: ['approved zhengsi', 'not-counted fengliu'],
    },
    {
      it: 'is content with any leader where there is no main leader',
      given: ruleStory('content/organisation.yml')
        .organisation(({ posts }) => void posts.pop())
        .approves('zhengsi', '10:00')
        .approves('fengliu', '10:10'),
      verdict: 'passed',
      levels: ['approved zhengsi', 'approved fengliu'],
    },
    {
      it: 'lets nobody sign a delegation to himself',
      given: ruleStory('content/organisation.yml')
        .with((evidence) => {
          evidence.organisationHead = { ...(evidence.organisation as object), delegations: [delegation({ delegate: 'zhengsi' })] };
        })
        .approves('zhengsi', '10:00')
        .approves('sunqi', '10:10'),
      verdict: 'waiting',
      levels: ['not-counted zhengsi', 'out-of-order sunqi'],
      ignored: ['own-delegation', 'out-of-order'],
      next: ['wangwu approve'],
    },
    {
      it: 'refuses a new organisation that is malformed',
      given: ruleStory('content/organisation.yml')
        .with((evidence) => Object.assign(evidence, { organisationHead: null }))
        .approves('zhengsi', '10:00')
        .approves('sunqi', '10:10'),
      verdict: 'refused',
      levels: ['approved zhengsi', 'approved sunqi'],
      blockers: ['organisation-head'],
    },
    {
      it: 'refuses content that wasn’t read',
      given: ruleStory('content/policy.yml')
        .with((evidence) => Object.assign(evidence, { items: [] }))
        .approves('zhengsi', '10:00'),
      verdict: 'refused',
      levels: ['stale zhengsi', 'waiting'],
      blockers: ['text-unread'],
    },
    {
      it: 'lets a settings file be removed by the same two',
      given: ruleStory('content/terms/old.yml').text('c1', null).approves('zhengsi', '10:00').approves('fengliu', '10:10'),
      verdict: 'passed',
      levels: ['approved zhengsi', 'approved fengliu'],
    },
  ],
  '4 (unread)': [
    {
      it: 'refuses a released item changed without a word about it',
      given: published().signed(),
      verdict: 'refused',
      blockers: ['correction-missing'],
    },
    {
      it: 'but not the pull request that first brought it, looked at again after its release',
      given: story()
        .signed()
        .with((evidence) => Object.assign(evidence, { released: [ITEM] })),
      verdict: 'passed',
    },
    {
      it: 'refuses a text that can’t be read at the head',
      given: story()
        .signed()
        .with(({ items }) => void Reflect.deleteProperty(items[0]?.trees ?? {}, 'c1')),
      verdict: 'refused',
      levels: ['stale zhouyi', 'stale zhengsi', 'stale fengliu'],
      blockers: ['text-unread', ...PENDING],
    },
    {
      it: 'leaves everything stale where the branch’s activity can’t be read',
      given: story()
        .signed()
        .with((evidence) => Object.assign(evidence, { pushes: [] })),
      verdict: 'waiting',
      levels: ['stale zhouyi', 'stale zhengsi', 'stale fengliu'],
      blockers: ['activity-unreadable', ...PENDING],
    },
  ],
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
  ],
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
  ],
  '18 (时效)': [
    { it: 'passes on the seventh day', given: story().signed().at('2026-11-30 23:59'), verdict: 'passed' },
    { it: 'refuses on the eighth', given: story().signed().at('2026-11-30T16:00:00Z'), verdict: 'refused', blockers: ['seven-days'] },
    {
      it: 'refuses the seventh where the policy counts the first day',
      given: story()
        .policy({ freshness: { first_day: 'counted' } })
        .signed()
        .at('2026-11-30 08:00'),
      verdict: 'refused',
      blockers: ['seven-days'],
    },
    {
      it: 'passes after a holiday where the policy lengthens',
      given: story()
        .policy({ freshness: { holidays: 'extended' } })
        .with((evidence) => Object.assign(evidence, { holidays: ['2026-11-30', '2026-12-01'] }))
        .signed()
        .at('2026-12-02 08:00'),
      verdict: 'passed',
    },
    {
      it: 'refuses an information date after the first push',
      given: story().frontMatter({ event_date: '2026-11-25' }).signed().at('2026-11-26 08:00'),
      verdict: 'refused',
      blockers: ['future-date'],
    },
    {
      it: 'doesn’t ask a withdrawal for its age',
      given: published()
        .frontMatter({ event_date: '2026-01-01', withdraw: { kind: 'outdated', reason: '已过期' } })
        .approves('zhengsi', '10:10')
        .approves('fengliu', '10:20'),
      verdict: 'passed',
      levels: ['approved zhengsi', 'approved fengliu'],
    },
    {
      it: 'exempts a correction for the website alone',
      given: published()
        .frontMatter({ event_date: '2026-10-01', channels: ['wechat'], correction: { kind: '文字', note: '改正错字' } })
        .signed(),
      verdict: 'refused',
      blockers: ['seven-days'],
    },
    {
      it: 'exempts no correction of what was never released',
      given: story()
        .frontMatter({ event_date: '2026-10-01', correction: { kind: '文字', note: '改正错字' } })
        .signed(),
      verdict: 'refused',
      blockers: ['seven-days'],
    },
    {
      it: 'exempts disclosure whose law the policy lists',
      given: story()
        .policy({ freshness: { statutory: { bases: [{ law: '公开条例20(6)', working_days: 20 }] } } })
        .frontMatter({ event_date: '2026-11-10', basis: { kind: '法定公开', law: '公开条例20(6)' } })
        .signed(),
      verdict: 'passed',
    },
    {
      it: 'and no other',
      given: story()
        .frontMatter({ event_date: '2026-11-10', basis: { kind: '法定公开', law: '公开条例20(6)' } })
        .signed(),
      verdict: 'refused',
      blockers: ['seven-days'],
    },
    {
      it: 'counts from the first push where the policy says so',
      given: story()
        .policy({ freshness: { from: 'submission' } })
        .frontMatter({ event_date: '2026-10-01' })
        .signed()
        .at('2026-12-01 23:59'),
      verdict: 'passed',
    },
  ],
  '19 (保密审查)': [
    { it: 'is done by a level-1 reviewer who signs', given: story().signed(), verdict: 'passed' },
    {
      it: 'is done by the unit’s own secrecy reviewer, at any time',
      given: bySecrecyDuty().approves('baomi', '10:30'),
      verdict: 'passed',
      ignored: ['no-post'],
    },
    { it: 'waits for him', given: bySecrecyDuty(), verdict: 'waiting', blockers: PENDING, next: ['baomi approve'] },
    {
      it: 'waits in an emergency too',
      given: story()
        .policy({ emergency: { enabled: true } })
        .approves('fengliu', '10:00', { body: '紧急：台风预警' }),
      verdict: 'waiting',
      levels: ['waiting', 'waiting', 'approved fengliu'],
      blockers: PENDING,
    },
    {
      it: 'isn’t done by his signature of an older text',
      given: bySecrecyDuty()
        .approves('baomi', '09:30')
        .pushes('lisi', 'c2', '11:00')
        .approves('zhouyi', '11:10')
        .approves('zhengsi', '11:20')
        .approves('fengliu', '11:30'),
      verdict: 'waiting',
      blockers: PENDING,
    },
    {
      it: 'isn’t done once he asks for changes',
      given: bySecrecyDuty().approves('baomi', '10:30').asks('baomi', '10:40'),
      verdict: 'waiting',
      blockers: PENDING,
    },
    {
      it: 'isn’t done by the secrecy reviewer of another unit',
      given: bySecrecyDuty()
        .organisation(({ duties }) => Object.assign(duties[1] as object, { unit: 'jindong' }))
        .approves('baomi', '10:30'),
      verdict: 'waiting',
      blockers: PENDING,
      next: ['lisi revise'],
    },
    {
      it: 'isn’t done for him by a declaration',
      given: declared()
        .frontMatter({ secrecy_review: { by: 'zhouyi', date: '2026-11-23', conclusion: '可公开' } })
        .approves('zhengsi', '10:10')
        .approves('fengliu', '10:20'),
      verdict: 'waiting',
      blockers: PENDING,
    },
    {
      it: 'refuses the submitter',
      given: story()
        .frontMatter({ secrecy_review: { by: 'lisi', date: '2026-11-23', conclusion: '可公开' } })
        .signed(),
      verdict: 'refused',
      blockers: ['secrecy-submitter'],
    },
    {
      it: 'refuses somebody whom nobody knows',
      given: story()
        .frontMatter({ secrecy_review: { by: 'nobody', date: '2026-11-23', conclusion: '可公开' } })
        .signed(),
      verdict: 'refused',
      blockers: ['secrecy-unknown'],
    },
  ],
  '20 (merging decides nothing)': [
    {
      it: 'counts signatures given after the merge',
      given: story().pullRequest({ merged: true, mergeSha: 'm1' }).text('m1', 'text1').signed(),
      verdict: 'passed',
    },
    {
      it: 'refuses a merge that nobody can find',
      given: story().signed().pullRequest({ merged: true }),
      verdict: 'refused',
      blockers: ['merge-unknown'],
    },
    {
      it: 'refuses one whose text can’t be read',
      given: story().signed().pullRequest({ merged: true, mergeSha: 'm1' }),
      verdict: 'refused',
      blockers: ['merge-unknown'],
    },
  ],
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
      it: 'shows stale before not-counted',
      given: story().approves('zhouyi', '09:30').pushes('wujiu', 'c2', '10:00').approves('wujiu', '10:10'),
      verdict: 'waiting',
      levels: ['stale zhouyi', 'waiting', 'waiting'],
      blockers: PENDING,
      ignored: ['stale', 'wrote-text'],
    },
  ],
  '23 (代签)': [
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
  ],
};

describe.each(Object.entries(rules))('rule %s', (_rule, cases) => {
  it.each(cases)('$it', (each) => {
    expect(compared(judged(each.given), each)).toEqual(expected(each));
  });
});

describe('what a verdict tells besides', () => {
  it('names the principal of a delegate, and his document', () => {
    const { full } = judged(delegated().approves('zhouyi', '10:00').approves('zhengsi', '10:10').approves('baomi', '10:20'));
    expect(full.items[0]?.levels[2]).toMatchObject({ person: 'baomi', login: 'baomi', for: 'fengliu' });
    expect(full.items[0]?.levels[2]?.reason).toContain('授权 1 号');
  });

  it('says until when the reviews after an emergency are due', () => {
    const { full } = judged(emergency().approves('fengliu', '10:00', { body: '紧急：台风预警' }));
    expect(full.items[0]?.emergency).toEqual({ person: 'fengliu', due: '2026-11-25T10:00:00+08:00' });
  });

  it('names the units of a joint item', () => {
    const { full } = judged(story().frontMatter({ joint_units: ['jindong', 'wucheng'] }));
    expect(full.items[0]?.levels.map(({ level, unit }) => [level, unit])).toEqual([
      [1, 'wucheng'],
      [1, 'jindong'],
      [2, undefined],
      [3, undefined],
    ]);
  });
});
