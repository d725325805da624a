import { ITEM, ruleStory, type Story, story } from './evidence-builder.ts';
import type { Case } from './judged.ts';
import { delegated, delegation } from './stories.ts';

const OTHER = 'content/items/jindong/2026-11-23-park';

/** A second item of 金东分局 in the same pull request. */
function twoItems(): Story {
  return story().with((evidence) => {
    evidence.files.push({ path: `${OTHER}/index.md`, status: 'added' });
    evidence.items.push({ path: OTHER, trees: { main0: null, c1: 'park1' }, frontMatter: evidence.items[0]?.frontMatter ?? null });
  });
}

const withMachine = (): Story => story().pullRequest({ author: 'sanshen-intake[bot]' });

/** The failure cases that a gate must get right, each with its number in the list of facts; where the rules differ, the rules. */
export const failureCases: Case[] = [
  {
    it: '1: one character fixed after level 1 makes its signature stale, and the later two out of turn',
    given: story().approves('zhouyi', '10:00').pushes('lisi', 'c2', '10:05').approves('zhengsi', '10:10').approves('fengliu', '10:20'),
    verdict: 'waiting',
    levels: ['stale zhouyi', 'out-of-order zhengsi', 'out-of-order fengliu'],
    blockers: ['secrecy-review'],
    next: ['zhouyi approve', 'wujiu approve'],
  },
  {
    it: '2: a replaced picture is another text, for the text is the whole folder',
    given: story().approves('zhouyi', '10:00').pushes('lisi', 'c2', '10:05', { text: 'text1 with another picture' }),
    verdict: 'waiting',
    levels: ['stale zhouyi', 'waiting', 'waiting'],
    blockers: ['secrecy-review'],
  },
  {
    it: '3: a rebase that leaves the text as it was keeps every signature',
    given: story().signed().pushes('lisi', 'c2', '11:00', { text: 'text1', forced: true }),
    verdict: 'passed',
  },
  {
    it: '4: a force-push changes the text and GitHub shows the review on the new head: stale all the same',
    given: story()
      .approves('zhouyi', '10:00', { commit: 'c2' })
      .pushes('lisi', 'c2', '10:05', { forced: true })
      .approves('zhengsi', '10:10')
      .approves('fengliu', '10:20'),
    verdict: 'waiting',
    levels: ['stale zhouyi', 'out-of-order zhengsi', 'out-of-order fengliu'],
    blockers: ['secrecy-review'],
  },
  {
    it: '5: a review without a commit proves nothing',
    given: story().approves('zhouyi', '10:00', { commit: null }),
    verdict: 'waiting',
    levels: ['stale zhouyi', 'waiting', 'waiting'],
    blockers: ['secrecy-review'],
    ignored: ['unknown-text'],
  },
  {
    it: '5: nor does one on a commit that can no longer be read',
    given: story().approves('zhouyi', '10:00', { commit: 'gone' }),
    verdict: 'waiting',
    levels: ['stale zhouyi', 'waiting', 'waiting'],
    blockers: ['secrecy-review'],
    ignored: ['unknown-text'],
  },
  {
    it: '6: 郑四 presses "Update branch"; the item is untouched and he still counts',
    given: story()
      .text('main1', null)
      .signed()
      .pushes('zhengsi', 'm1', '10:15', { text: 'text1', parents: ['c1', 'main1'] }),
    verdict: 'passed',
  },
  {
    it: '6: a conflict solved inside the item is a new text, and its solver is barred',
    given: story()
      .text('main1', 'theirs')
      .signed()
      .pushes('zhengsi', 'm1', '10:30', { text: 'both', parents: ['c1', 'main1'] }),
    verdict: 'waiting',
    levels: ['stale zhouyi', 'stale zhengsi', 'stale fengliu'],
    blockers: ['secrecy-review'],
    ignored: ['stale', 'wrote-text', 'stale'],
  },
  {
    it: '7: main holds a text that nobody signed',
    given: story().signed().pullRequest({ merged: true, mergeSha: 'm1' }).text('m1', 'text1 and what main had'),
    verdict: 'refused',
    blockers: ['merged-text'],
  },
  {
    it: '8: the author of the pull request signs nothing',
    given: story().pullRequest({ author: 'wujiu' }).approves('wujiu', '10:00'),
    verdict: 'waiting',
    levels: ['not-counted wujiu', 'waiting', 'waiting'],
    blockers: ['secrecy-review'],
    ignored: ['author'],
    next: ['zhouyi approve'],
  },
  {
    it: '9: a machine opened the pull request; the submitter signs nothing',
    given: withMachine().frontMatter({ submitter: 'wujiu' }).approves('wujiu', '10:00'),
    verdict: 'waiting',
    levels: ['not-counted wujiu', 'waiting', 'waiting'],
    blockers: ['secrecy-review'],
    ignored: ['submitter'],
  },
  {
    it: '9: nor does the author of the issue',
    given: withMachine().pullRequest({ issueAuthor: 'wujiu' }).approves('wujiu', '10:00'),
    verdict: 'waiting',
    levels: ['not-counted wujiu', 'waiting', 'waiting'],
    blockers: ['secrecy-review'],
    ignored: ['issue-author'],
  },
  {
    it: "10: the Office's suggestion makes 郑四 a co-author; at level 2 he still counts",
    given: story()
      .signed()
      .with(({ commits }) => void commits[0]?.coAuthors.push('zhengsi')),
    verdict: 'passed',
  },
  {
    it: '10: a co-author of the unit or a co-writing leader does not',
    given: story()
      .signed()
      .with(({ commits }) => void commits[0]?.coAuthors.push('zhouyi', 'fengliu')),
    verdict: 'waiting',
    levels: ['not-counted zhouyi', 'out-of-order zhengsi', 'not-counted fengliu'],
    blockers: ['secrecy-review'],
    ignored: ['co-author', 'out-of-order', 'co-author'],
  },
  {
    it: '10b: the Office mends a typo after level 1; both sign anew, the mender not at all',
    given: story().approves('zhouyi', '10:00').pushes('zhengsi', 'c2', '10:05').approves('zhengsi', '10:10'),
    verdict: 'waiting',
    levels: ['stale zhouyi', 'not-counted zhengsi', 'waiting'],
    blockers: ['secrecy-review'],
    ignored: ['stale', 'wrote-text'],
  },
  {
    it: '11: head of a unit and Office reviewer in one person: one signature fills one level, the other waits',
    given: story()
      .organisation(({ posts }) =>
        posts.push({ unit: 'office', post: '办公室审核', level: 2, person: 'zhouyi', from: '2024-01-01', covers: '*' }),
      )
      .approves('zhouyi', '10:00')
      .approves('fengliu', '10:20'),
    verdict: 'waiting',
    levels: ['approved zhouyi', 'waiting', 'out-of-order fengliu'],
    next: ['zhengsi approve', 'wangwu approve'],
  },
  {
    it: '12: two accounts of one person are one person',
    given: story()
      .organisation(({ posts }) =>
        posts.push({ unit: 'office', post: '办公室审核', level: 2, person: 'zhouyi', from: '2024-01-01', covers: '*' }),
      )
      .approves('ZhouYi', '10:00')
      .approves('zhouyi-old', '10:10'),
    verdict: 'waiting',
    levels: ['approved zhouyi', 'waiting', 'waiting'],
    ignored: ['surplus'],
  },
  {
    it: '12: a login that nobody knows counts for nothing',
    given: story().approves('stranger', '10:00'),
    verdict: 'waiting',
    levels: ['waiting', 'waiting', 'waiting'],
    blockers: ['secrecy-review'],
    ignored: ['unknown-account'],
  },
  {
    it: "13: the Office's own item: its head signs level 1, another of the Office level 2",
    given: story()
      .with((evidence) => {
        const path = 'content/items/office/2026-11-23-street';
        evidence.files = [{ path: `${path}/index.md`, status: 'added' }];
        for (const item of evidence.items) item.path = path;
      })
      .frontMatter({ secrecy_review: { by: 'zhengsi', date: '2026-11-23', conclusion: '可公开' } })
      .approves('zhengsi', '10:00')
      .approves('wangwu', '10:10')
      .approves('fengliu', '10:20'),
    verdict: 'passed',
    levels: ['approved zhengsi', 'approved wangwu', 'approved fengliu'],
  },
  {
    it: '14: the leader in charge wrote it; the main leader signs',
    given: story()
      .pullRequest({ author: 'fengliu' })
      .approves('zhouyi', '10:00')
      .approves('zhengsi', '10:10')
      .approves('fengliu', '10:20')
      .approves('sunqi', '10:30'),
    verdict: 'passed',
    levels: ['approved zhouyi', 'approved zhengsi', 'approved sunqi'],
    ignored: ['author'],
  },
  {
    it: '15: a post that ended after the signature doesn’t matter',
    given: story()
      .organisation(({ posts }) => Object.assign(posts[0] as object, { to: '2026-11-24' }))
      .signed()
      .at('2026-11-26 12:00'),
    verdict: 'passed',
  },
  {
    it: '15: a signature on the day after the last day of a post does',
    given: story()
      .organisation(({ posts }) => Object.assign(posts[0] as object, { to: '2026-11-23' }))
      .approves('zhouyi', '10:00'),
    verdict: 'waiting',
    levels: ['not-counted zhouyi', 'waiting', 'waiting'],
    blockers: ['secrecy-review'],
    ignored: ['no-post'],
    next: ['wujiu approve', 'lisi revise'],
  },
  {
    it: '16: a leader who signs before the Office signs out of turn',
    given: story().approves('zhouyi', '10:00').approves('fengliu', '10:05').approves('zhengsi', '10:10'),
    verdict: 'waiting',
    levels: ['approved zhouyi', 'approved zhengsi', 'out-of-order fengliu'],
    ignored: ['out-of-order'],
    next: ['fengliu approve', 'sunqi approve'],
  },
  {
    it: '16: and signs again after it',
    given: story().approves('zhouyi', '10:00').approves('fengliu', '10:05').approves('zhengsi', '10:10').approves('fengliu', '10:20'),
    verdict: 'passed',
  },
  {
    it: '17: level 1 signs, level 2 signs, level 1 asks for changes: rejected',
    given: story().approves('zhouyi', '10:00').approves('zhengsi', '10:10').asks('zhouyi', '10:15'),
    verdict: 'rejected',
    levels: ['rejected zhouyi', 'out-of-order zhengsi', 'waiting'],
    blockers: ['secrecy-review'],
    next: ['lisi revise'],
  },
  {
    it: '18: the author dismisses the request: it stands',
    given: story().approves('zhouyi', '10:00').asks('zhengsi', '10:10').dismissed('zhengsi', '10:11', 'lisi', 'CHANGES_REQUESTED'),
    verdict: 'rejected',
    levels: ['approved zhouyi', 'rejected zhengsi', 'waiting'],
  },
  {
    it: '19: signed, asked for changes, the request dismissed: no signature comes back',
    given: story().approves('zhouyi', '10:00').asks('zhouyi', '10:10').dismissed('zhouyi', '10:11', 'lisi', 'CHANGES_REQUESTED'),
    verdict: 'rejected',
    levels: ['rejected zhouyi', 'waiting', 'waiting'],
    blockers: ['secrecy-review'],
    ignored: ['taken-back'],
  },
  {
    it: '20: a comment after a signature leaves it',
    given: story().signed().reviews('zhouyi', '10:30', 'COMMENTED', { body: '再看一下' }),
    verdict: 'passed',
  },
  {
    it: '21: "同意" as a comment is no signature',
    given: story().reviews('zhouyi', '10:00', 'COMMENTED', { body: '同意' }),
    verdict: 'waiting',
    levels: ['waiting', 'waiting', 'waiting'],
    blockers: ['secrecy-review'],
  },
  {
    it: '22: a request by somebody without a part in the item is advice',
    given: story().signed().asks('qianer', '10:30'),
    verdict: 'passed',
    ignored: ['advice'],
  },
  {
    it: '23: a label says nothing, whoever put it there',
    given: story().with((evidence) => Object.assign(evidence, { labels: ['已审', 'approved'] })),
    verdict: 'waiting',
    levels: ['waiting', 'waiting', 'waiting'],
    blockers: ['secrecy-review'],
  },
  {
    it: '24: an item and the list of people in one pull request are refused',
    given: story()
      .signed()
      .with(({ files }) => void files.push({ path: 'content/organisation.yml', status: 'modified' })),
    verdict: 'refused',
    levels: [],
    blockers: ['mixed-change'],
    next: ['lisi split'],
  },
  {
    it: '25: two items are refused, whoever signed them',
    given: twoItems().signed(),
    verdict: 'refused',
    levels: [],
    blockers: ['second-item'],
    next: ['lisi split', 'lisi split'],
  },
  {
    it: '26: a joint item waits for the second unit',
    given: story()
      .frontMatter({ joint_units: ['jindong'] })
      .signed(),
    verdict: 'waiting',
    levels: ['approved zhouyi', 'waiting', 'out-of-order zhengsi', 'out-of-order fengliu'],
    next: ['qianer approve'],
  },
  {
    it: '27: an item moved to another unit is refused, though its tree id is the same',
    given: story()
      .signed()
      .with((evidence) => {
        const moved = ITEM.replace('wucheng', 'jindong');
        evidence.files = [{ path: `${moved}/index.md`, status: 'renamed', previousPath: `${ITEM}/index.md` }];
        evidence.items = [
          { path: ITEM, trees: { main0: 'text1', c1: null }, frontMatter: null },
          { path: moved, trees: { main0: null, c1: 'text1' }, frontMatter: evidence.items[0]?.frontMatter ?? null },
        ];
      }),
    verdict: 'refused',
    levels: [],
    blockers: ['second-item'],
  },
  {
    it: '28: a unit in the front matter breaks its schema',
    given: story().signed().frontMatter({ unit: 'jindong' }),
    verdict: 'refused',
    blockers: ['front-matter'],
    next: ['lisi revise'],
  },
  {
    it: '29: a deleted item is refused',
    given: story()
      .with(({ files }) => void Object.assign(files[0] as object, { status: 'removed' }))
      .with(({ items }) => void Object.assign(items[0] as object, { frontMatter: null }))
      .text('main0', 'text0')
      .text('c1', null),
    verdict: 'refused',
    levels: ['waiting', 'waiting', 'waiting'],
    blockers: ['item-removed'],
  },
  {
    it: '29: taking back needs the Office and a leader only',
    given: story()
      .text('main0', 'text0')
      .frontMatter({ withdraw: { kind: 'privacy', reason: '涉及个人信息' } })
      .approves('zhengsi', '10:10')
      .approves('fengliu', '10:20'),
    verdict: 'passed',
    levels: ['approved zhengsi', 'approved fengliu'],
  },
  {
    it: '30: of two items only the one that changed is stale',
    given: twoItems()
      .with((evidence) => {
        evidence.policy = { items_per_pull_request: 2 };
        const path = 'content/items/wucheng/2026-11-23-park';
        evidence.files[1] = { path: `${path}/index.md`, status: 'added' };
        Object.assign(evidence.items[1] as object, { path });
      })
      .approves('zhouyi', '10:00')
      .pushes('lisi', 'c2', '10:05', { text: 'text1' })
      .text('c2', 'park2', 'content/items/wucheng/2026-11-23-park'),
    verdict: 'waiting',
    levels: ['stale zhouyi', 'waiting', 'waiting', 'approved zhouyi', 'waiting', 'waiting'],
    blockers: ['secrecy-review'],
  },
  {
    it: '31: a machine that changes the text after a signature makes it stale, and bars nobody',
    given: story().signed().pushes('image-optimiser[bot]', 'c2', '10:30'),
    verdict: 'waiting',
    levels: ['stale zhouyi', 'stale zhengsi', 'stale fengliu'],
    blockers: ['secrecy-review'],
  },
  {
    it: '32: the layout of the site is no content and passes without items',
    given: story().with((evidence) => Object.assign(evidence, { files: [{ path: 'site/page.njk', status: 'modified' }], items: [] })),
    verdict: 'passed',
    levels: [],
  },
  {
    it: '33: a commit without a pull request is refused',
    given: story().with((evidence) => Object.assign(evidence, { pullRequest: null })),
    verdict: 'refused',
    levels: [],
    blockers: ['no-pull-request'],
  },
  {
    it: '34: a leader’s own dismissal takes his signature away, before the merge or after it',
    given: story()
      .signed()
      .dismissed('fengliu', '10:30', 'fengliu', 'APPROVED')
      .pullRequest({ merged: true, mergeSha: 'm1' })
      .text('m1', 'text1'),
    verdict: 'waiting',
    levels: ['approved zhouyi', 'approved zhengsi', 'waiting'],
    ignored: ['dismissed'],
  },
  {
    it: '35: another open pull request with the same head is refused',
    given: story()
      .signed()
      .pullRequest({ siblings: [13] }),
    verdict: 'refused',
    blockers: ['shared-head'],
  },
  {
    it: '36: a squash gives another commit with the same text: passed',
    given: story().signed().pullRequest({ merged: true, mergeSha: 'squashed' }).text('squashed', 'text1'),
    verdict: 'passed',
  },
  {
    it: '37: the merge queue’s commit is compared too',
    given: story().signed().pullRequest({ mergeSha: 'queued' }).text('queued', 'another'),
    verdict: 'refused',
    blockers: ['merged-text'],
  },
  {
    it: '38: a fork is refused',
    given: story().signed().pullRequest({ fromFork: true }),
    verdict: 'refused',
    levels: [],
    blockers: ['fork'],
    next: ['lisi resubmit'],
  },
  {
    it: '39: a list that wasn’t read to its end is refused',
    given: story()
      .signed()
      .with((evidence) => Object.assign(evidence, { incomplete: ['commits'] })),
    verdict: 'refused',
    blockers: ['records-incomplete'],
    next: ['guanli repair'],
  },
  {
    it: '40: a commit that nobody can be named for is refused',
    given: story()
      .signed()
      .with(({ commits }) => Object.assign(commits[0] as object, { author: null })),
    verdict: 'refused',
    blockers: ['unknown-hand'],
  },
  {
    it: '41: a delegate signs on the first and on the last day of his document',
    given: delegated({ from: '2026-11-24', to: '2026-11-24' })
      .approves('zhouyi', '10:00')
      .approves('zhengsi', '10:10')
      .approves('baomi', '10:20'),
    verdict: 'passed',
    levels: ['approved zhouyi', 'approved zhengsi', 'approved baomi'],
  },
  {
    it: '41: not on the day before it',
    given: delegated({ from: '2026-11-25' }).approves('zhouyi', '10:00').approves('zhengsi', '10:10').approves('baomi', '10:20'),
    verdict: 'waiting',
    levels: ['approved zhouyi', 'approved zhengsi', 'not-counted baomi'],
    ignored: ['no-post'],
  },
  {
    it: '41: not at another level than the one that his document names',
    given: delegated({ principal: 'zhengsi', level: 2 }).approves('zhouyi', '10:00').approves('wangwu', '10:10').approves('baomi', '10:20'),
    verdict: 'waiting',
    levels: ['approved zhouyi', 'approved wangwu', 'waiting'],
    ignored: ['surplus'],
  },
  {
    it: '41: a delegate of a delegate signs nothing',
    given: delegated()
      .organisation((organisation) =>
        Object.assign(organisation, { delegations: [delegation(), delegation({ principal: 'baomi', delegate: 'qianer' })] }),
      )
      .approves('zhouyi', '10:00')
      .approves('zhengsi', '10:10')
      .approves('qianer', '10:20'),
    verdict: 'waiting',
    levels: ['approved zhouyi', 'approved zhengsi', 'waiting'],
    ignored: ['no-post'],
  },
  {
    it: '41: a delegate who is level 2 of the item doesn’t sign level 3 of it too',
    given: delegated({ delegate: 'zhengsi' }).approves('zhouyi', '10:00').approves('zhengsi', '10:10').approves('zhengsi', '10:20'),
    verdict: 'waiting',
    levels: ['approved zhouyi', 'approved zhengsi', 'waiting'],
    ignored: ['surplus'],
  },
  {
    it: '42: the principal signs himself although a delegate is named',
    given: delegated().signed(),
    verdict: 'passed',
  },
  {
    it: '43: a delegation that the main leader didn’t sign is not made',
    given: ruleStory('content/organisation.yml')
      .with((evidence) => {
        evidence.organisationHead = { ...(evidence.organisation as object), delegations: [delegation()] };
      })
      .approves('zhengsi', '10:00')
      .approves('fengliu', '10:10'),
    verdict: 'waiting',
    levels: ['approved zhengsi', 'not-counted fengliu'],
    ignored: ['not-main-leader'],
    next: ['sunqi approve'],
  },
  {
    it: '44: an emergency passes on the leader alone, with the reviews due afterwards',
    given: story()
      .policy({ emergency: { enabled: true } })
      .frontMatter({ secrecy_review: { by: 'baomi', date: '2026-11-23', conclusion: '可公开' } })
      .approves('baomi', '09:50')
      .approves('fengliu', '10:00', { body: '紧急：台风预警' }),
    verdict: 'passed',
    levels: ['waiting', 'waiting', 'approved fengliu'],
    next: ['zhouyi approve', 'wujiu approve'],
  },
  {
    it: '45: all signed in time, but today is the eighth day',
    given: story().signed().at('2026-12-01 00:00'),
    verdict: 'refused',
    blockers: ['seven-days'],
  },
  {
    it: '45: nor may it be planned for the eighth day',
    given: story().frontMatter({ publish_after: '2026-12-01 08:00' }).signed(),
    verdict: 'refused',
    blockers: ['publish-after-late'],
  },
  {
    it: '46: a reviewer whose account is gone counts for nothing',
    given: story().approves(null, '10:00'),
    verdict: 'waiting',
    levels: ['waiting', 'waiting', 'waiting'],
    blockers: ['secrecy-review'],
    ignored: ['deleted-account'],
  },
  {
    it: '49: a pull request turned to another base is refused',
    given: story()
      .signed()
      .pullRequest({ base: { ref: 'drafts', sha: 'main0' } }),
    verdict: 'refused',
    levels: [],
    blockers: ['other-base'],
  },
  {
    it: '50: a draft waits, whoever has signed; its author makes it ready',
    given: story().signed().pullRequest({ draft: true }),
    verdict: 'waiting',
    blockers: ['draft'],
    next: ['lisi ready'],
  },
  {
    it: '51: a repost takes the full route',
    given: story()
      .frontMatter({ category: '转发', source: { name: '示例日报' } })
      .approves('zhengsi', '10:10')
      .approves('fengliu', '10:20'),
    verdict: 'waiting',
    levels: ['waiting', 'out-of-order zhengsi', 'out-of-order fengliu'],
    blockers: ['secrecy-review'],
  },
  {
    it: '52: a correction of a published item takes the full route, past the seven days too',
    given: story()
      .text('main0', 'text0')
      .with((evidence) => Object.assign(evidence, { released: [ITEM], files: [{ path: `${ITEM}/index.md`, status: 'modified' }] }))
      .frontMatter({ event_date: '2026-10-01', correction: { kind: '文字', note: '改正错字' } })
      .signed(),
    verdict: 'passed',
  },
];

/** 48: what is an error without a verdict. */
export const malformedCases: { it: string; given: Story; code: string; place?: string }[] = [
  {
    it: 'evidence of another version',
    given: story().with((evidence) => Object.assign(evidence, { version: 2 })),
    code: 'evidence/malformed',
  },
  {
    it: 'a time without a zone',
    given: story().with((evidence) => Object.assign(evidence, { now: '2026-11-24T12:00:00' })),
    code: 'evidence/malformed',
  },
  {
    it: 'a login of two persons',
    given: story().organisation(({ people }) => void people.lisi.logins.push('ZHENGSI')),
    code: 'organisation/login-twice',
    place: 'organisation people.zhengsi',
  },
  {
    it: 'a post of nobody',
    given: story().organisation(({ posts }) => Object.assign(posts[0] as object, { person: 'nobody' })),
    code: 'organisation/post-of-nobody',
    place: 'organisation posts[0]',
  },
  {
    it: 'a level 4',
    given: story().organisation(({ posts }) => Object.assign(posts[0] as object, { level: 4 })),
    code: 'organisation/malformed',
  },
  { it: 'a policy that is no policy', given: story().policy({ order: 'whenever' }), code: 'policy/malformed' },
];
