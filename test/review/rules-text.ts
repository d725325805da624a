import { ITEM, ruleStory, type Story, story } from './evidence-builder.ts';
import type { Cases } from './judged.ts';
import { delegation, published, twoItems } from './stories.ts';

/** A list of an old site's items: so many files in each of two years. */
function oldSite(count: number): Story {
  const told = ruleStory('content/history/2018', 'content/history/2019');
  told.evidence.files = ['2018', '2019'].flatMap((year) =>
    Array.from({ length: count }, (_, index) => ({
      path: `content/history/${year}/${year}-03-14-a${index}/index.md`,
      status: 'added' as const,
    })),
  );
  return told;
}

/** Rules 1 to 4 of contracts.md 4: what a pull request may hold. */
export const textRules: Record<string, Cases> = {
  '1 (一事一稿)': {
    'refuses more files than the policy allows': [
      story()
        .policy({ files_per_pull_request: 1 })
        .signed()
        .file({ path: `${ITEM}/a.jpg`, status: 'added' }),
      'refused: no levels; blocked by too-many-files',
    ],
    'counts every picture of one folder as one item': [
      story()
        .signed()
        .file({ path: `${ITEM}/a.jpg`, status: 'added' }),
      'passed',
    ],
    'refuses a unit that nobody knows': [
      story()
        .signed()
        .with((evidence) => {
          evidence.files = [{ path: 'content/items/nowhere/2026-11-23-street/index.md', status: 'added' }];
          Object.assign(evidence.items[0] as object, { path: 'content/items/nowhere/2026-11-23-street' });
        }),
      'refused: no levels; blocked by unknown-unit',
    ],
    'refuses a file beside the item folders, which would have no level 1': [
      story()
        .signed()
        .has({ files: [{ path: 'content/items/wucheng/note.md', status: 'added' }], items: [] }),
      'refused: no levels; blocked by bad-path',
    ],
    'refuses a picture moved here out of the program’s folder': [
      story()
        .signed()
        .file({ path: `${ITEM}/a.jpg`, status: 'renamed', previousPath: 'site/assets/a.jpg' }),
      'refused: no levels; blocked by mixed-change',
    ],
    'lets a picture be renamed inside its folder': [
      story()
        .signed()
        .file({ path: `${ITEM}/b.jpg`, status: 'renamed', previousPath: `${ITEM}/a.jpg` }),
      'passed',
    ],
    'takes as many files as the policy allows': [
      story()
        .policy({ files_per_pull_request: 2 })
        .signed()
        .file({ path: `${ITEM}/a.jpg`, status: 'added' }),
      'passed',
    ],
    'takes no name that every object has for a unit': [
      story()
        .signed()
        .with((evidence) => {
          evidence.files = [{ path: 'content/items/constructor/2026-11-23-street/index.md', status: 'added' }];
          Object.assign(evidence.items[0] as object, { path: 'content/items/constructor/2026-11-23-street' });
        }),
      'refused: no levels; blocked by unknown-unit',
    ],
    'an item and the list of people in one pull request are refused': [
      story().signed().file({ path: 'content/organisation.yml', status: 'modified' }),
      'refused: no levels; blocked by mixed-change; next lisi split',
    ],
    'two items are refused, whoever signed them': [
      twoItems().signed(),
      'refused: no levels; blocked by second-item; next lisi split, lisi split',
    ],
    'a fork is refused': [story().signed().pullRequest({ fromFork: true }), 'refused: no levels; blocked by fork; next lisi resubmit'],
    'a pull request turned to another base is refused': [
      story()
        .signed()
        .pullRequest({ base: { ref: 'drafts', sha: 'main0' } }),
      'refused: no levels; blocked by other-base',
    ],
  },
  '2 (a folder stays)': {
    'refuses an item whose folder is gone': [
      published()
        .signed()
        .text('c1', null)
        .with(({ items }) => Object.assign(items[0] as object, { frontMatter: null })),
      'refused; blocked by item-removed',
    ],
    'refuses an item moved to another folder': [
      story()
        .signed()
        .with((evidence) => {
          const previousPath = 'content/items/wucheng/2026-11-22-road/index.md';
          evidence.files = [{ path: `${ITEM}/index.md`, status: 'renamed', previousPath }];
        }),
      'refused: no levels; blocked by second-item',
    ],
    'takes an item back with levels 2 and 3 alone': [
      published()
        .frontMatter({ withdraw: { kind: 'error', reason: '内容有误' } })
        .signs('zhengsi', 'fengliu'),
      'passed: approved zhengsi, approved fengliu',
    ],
    'and not with level 3 alone': [
      published()
        .frontMatter({ withdraw: { kind: 'error', reason: '内容有误' } })
        .approves('fengliu', '10:10'),
      'waiting: waiting, out-of-order fengliu',
    ],
    'an item moved to another unit is refused, though its tree id is the same': [
      story()
        .signed()
        .with((evidence) => {
          const moved = ITEM.replace('wucheng', 'jindong');
          evidence.files = [{ path: `${moved}/index.md`, status: 'renamed', previousPath: `${ITEM}/index.md` }];
          evidence.items = [
            { path: ITEM, trees: { main0: 'text1', c1: null }, frontMatter: null },
            { path: moved, trees: { main0: null, c1: 'text1' }, frontMatter: evidence.items[0]?.frontMatter ?? null },
          ];
        }),
      'refused: no levels; blocked by second-item',
    ],
    'a deleted item is refused': [
      story()
        .with(({ files }) => void Object.assign(files[0] as object, { status: 'removed' }))
        .with(({ items }) => void Object.assign(items[0] as object, { frontMatter: null }))
        .text('main0', 'text0')
        .text('c1', null),
      'refused: waiting, waiting, waiting; blocked by item-removed',
    ],
    'has nothing to take back that main doesn’t hold, whoever signs it': [
      story()
        .frontMatter({ withdraw: { kind: 'error', reason: '内容有误' } })
        .signs('zhengsi', 'fengliu'),
      'refused: approved zhengsi, approved fengliu; blocked by nothing-to-withdraw; next lisi revise',
    ],
    'nor of what was out, once its folder is gone from main': [
      published()
        .text('main0', null)
        .frontMatter({ withdraw: { kind: 'error', reason: '内容有误' } })
        .signs('zhengsi', 'fengliu'),
      'refused: approved zhengsi, approved fengliu; blocked by nothing-to-withdraw',
    ],
    'and waits for whoever mends it where it can’t be told what main holds': [
      published()
        .unreadable('main0')
        .frontMatter({ withdraw: { kind: 'error', reason: '内容有误' } })
        .signs('zhengsi', 'fengliu'),
      'refused: approved zhengsi, approved fengliu; blocked by text-unread; next guanli repair',
    ],
    'taking back needs the Office and a leader only': [
      story()
        .text('main0', 'text0')
        .frontMatter({ withdraw: { kind: 'privacy', reason: '涉及个人信息' } })
        .approves('zhengsi', '10:10')
        .approves('fengliu', '10:20'),
      'passed: approved zhengsi, approved fengliu',
    ],
  },
  '3 (规则变更)': {
    'needs levels 2 and 3, of whatever unit, and one file more that is generated is no other change': [
      ruleStory('content/policy.yml').file({ path: '.github/CODEOWNERS', status: 'modified' }).signs('zhengsi', 'fengliu'),
      'passed: approved zhengsi, approved fengliu',
    ],
    'leaves nothing signed that is generated and became another after the signatures': [
      ruleStory('content/policy.yml', '.github/CODEOWNERS')
        .signs('zhengsi', 'fengliu')
        .pushes('guanli', 'c2', '11:00', { text: 'new' })
        .text('c2', 'for everybody', '.github/CODEOWNERS'),
      'waiting: approved zhengsi, approved fengliu, stale zhengsi, stale fengliu',
    ],
    'has one entry a file': [
      ruleStory('content/policy.yml', 'content/terms/holidays.yml').signs('zhengsi', 'fengliu'),
      'passed: approved zhengsi, approved fengliu, approved zhengsi, approved fengliu',
    ],
    'has one entry a year of an old site’s items, however many files it holds': [
      oldSite(400).signs('zhengsi', 'fengliu'),
      'passed: approved zhengsi, approved fengliu, approved zhengsi, approved fengliu',
    ],
    'needs both levels for an old site’s items': [
      oldSite(1).signs('zhengsi'),
      'waiting: approved zhengsi, waiting, approved zhengsi, waiting',
    ],
    'refuses more of an old site’s files than GitHub tells of': [oldSite(1501), 'refused: no levels; blocked by too-many-files'],
    'lets nothing of the settings go along with so many': [
      oldSite(101).file({ path: 'content/policy.yml', status: 'modified' }),
      'refused: no levels; blocked by too-many-files',
    ],
    'refuses an old site’s items together with an item': [
      story().signed().file({ path: 'content/history/2019/2019-03-14-a/index.md', status: 'added' }),
      'refused: no levels; blocked by mixed-change',
    ],
    'refuses settings together with the program': [
      ruleStory('content/policy.yml').file({ path: 'pipeline/cli.ts', status: 'modified' }),
      'refused: no levels; blocked by mixed-change',
    ],
    'takes any leader where neither level-3 posts nor delegations change': [
      ruleStory('content/organisation.yml')
        .proposes(() => undefined)
        .signs('zhengsi', 'fengliu'),
      'passed: approved zhengsi, approved fengliu',
    ],
    'asks the main leader where a level-3 post changes': [
      ruleStory('content/organisation.yml')
        .proposes(({ posts }) => void posts.push({ unit: 'leaders', post: '分管领导', level: 3, person: 'lisi', from: '2026-12-01' }))
        .signs('zhengsi', 'fengliu', 'sunqi'),
      'passed: approved zhengsi, approved sunqi; ignored not-main-leader',
    ],
    'asks the main leader where the new organisation isn’t shown': [
      ruleStory('content/organisation.yml').signs('zhengsi', 'fengliu'),
      'waiting: approved zhengsi, not-counted fengliu',
    ],
    'asks the main leader for an item of a category that the policy names': [
      story()
        .policy({ main_leader_signs: ['工作动态'] })
        .signed(),
      'waiting: approved zhouyi, approved zhengsi, not-counted fengliu; ignored not-main-leader; next sunqi approve',
    ],
    'passes it once he has signed': [
      story()
        .policy({ main_leader_signs: ['重要事项公布', '工作动态'] })
        .signed()
        .approves('sunqi', '10:30'),
      'passed: approved zhouyi, approved zhengsi, approved sunqi; ignored not-main-leader',
    ],
    'leaves other categories to any leader': [
      story()
        .policy({ main_leader_signs: ['重要事项公布'] })
        .signed(),
      'passed',
    ],
    'lets nobody stand in for the main leader there': [
      story()
        .policy({ main_leader_signs: ['工作动态'], delegation: { enabled: true } })
        .delegations(delegation({ principal: 'sunqi' }))
        .approves('zhouyi', '10:00')
        .approves('zhengsi', '10:10')
        .approves('baomi', '10:20'),
      'waiting: approved zhouyi, approved zhengsi, not-counted baomi; ignored no-post; next sunqi approve',
    ],
    'leaves it to any leader while nobody is the main leader': [
      story()
        .policy({ main_leader_signs: ['工作动态'] })
        .organisation(({ posts }) => void posts.pop())
        .signed(),
      'passed',
    ],
    'takes an item of that category back by any leader': [
      published()
        .policy({ main_leader_signs: ['工作动态'] })
        .frontMatter({ withdraw: { kind: 'error', reason: '示例' } })
        .signs('zhengsi', 'fengliu'),
      'passed: approved zhengsi, approved fengliu',
    ],
    'lets the main leader alone release such an item in an emergency': [
      story()
        .policy({ main_leader_signs: ['工作动态'], emergency: { enabled: true } })
        .approves('fengliu', '10:00', { body: '紧急：示例' }),
      'waiting: waiting, waiting, not-counted fengliu; blocked by secrecy-review; ignored not-main-leader',
    ],
    'a 值班表 is a change of delegations: the main leader signs it, and nobody whom it names': [
      ruleStory('content/organisation.yml')
        .proposes((organisation) =>
          Object.assign(organisation, {
            duty_rota: [{ document: '值班表 1 号', level: 2, days: [{ date: '2026-11-28', principal: 'wangwu', delegate: 'zhengsi' }] }],
          }),
        )
        .signs('zhengsi', 'fengliu'),
      'waiting: not-counted zhengsi, not-counted fengliu; ignored own-delegation, not-main-leader; next wangwu approve',
    ],
    'asks the main leader himself, not his delegate': [
      ruleStory('content/organisation.yml')
        .policy({ delegation: { enabled: true } })
        .delegations(delegation({ principal: 'sunqi' }))
        .signs('zhengsi', 'baomi'),
      'waiting: approved zhengsi, not-counted baomi; next sunqi approve',
    ],
    'is content with any leader where there is no main leader': [
      ruleStory('content/organisation.yml')
        .organisation(({ posts }) => void posts.pop())
        .signs('zhengsi', 'fengliu'),
      'passed: approved zhengsi, approved fengliu',
    ],
    'lets nobody sign a delegation to himself': [
      ruleStory('content/organisation.yml')
        .proposes((organisation) => Object.assign(organisation, { delegations: [delegation({ delegate: 'zhengsi' })] }))
        .signs('zhengsi', 'sunqi'),
      'waiting: not-counted zhengsi, out-of-order sunqi; ignored own-delegation, out-of-order; next wangwu approve',
    ],
    'refuses a new organisation that is malformed': [
      ruleStory('content/organisation.yml').proposes(null).signs('zhengsi', 'sunqi'),
      'refused: approved zhengsi, approved sunqi; blocked by organisation-head',
    ],
    'refuses content that wasn’t read': [
      ruleStory('content/policy.yml').has({ items: [] }).approves('zhengsi', '10:00'),
      'refused: stale zhengsi, waiting; blocked by text-unread',
    ],
    'lets a settings file be removed by the same two': [
      ruleStory('content/terms/old.yml').text('c1', null).signs('zhengsi', 'fengliu'),
      'passed: approved zhengsi, approved fengliu',
    ],
    'asks the main leader where one of two equal delegations goes, though nobody loses anything by it': [
      ruleStory('content/organisation.yml')
        .delegations(delegation(), delegation())
        .proposes((organisation) => Object.assign(organisation, { delegations: [delegation()] }))
        .signs('zhengsi', 'fengliu'),
      'waiting: approved zhengsi, not-counted fengliu',
    ],
    'takes any leader, and whoever held a delegation before, where only a level-1 post is new and the posts stand in another order': [
      ruleStory('content/organisation.yml')
        .policy({ delegation: { enabled: true } })
        .delegations(delegation({ delegate: 'zhengsi' }))
        .proposes(
          ({ posts }) => void posts.reverse().push({ unit: 'wucheng', post: '分局副职', level: 1, person: 'qianer', from: '2026-12-01' }),
        )
        .signs('zhengsi', 'fengliu'),
      'passed: approved zhengsi, approved fengliu',
    ],
    'asks the main leader where the new organisation can’t even be read': [
      ruleStory('content/organisation.yml').proposes(null).signs('zhengsi', 'fengliu'),
      'refused: approved zhengsi, not-counted fengliu; blocked by organisation-head',
    ],
    'refuses a new organisation that contradicts itself': [
      ruleStory('content/organisation.yml')
        .proposes(({ posts }) => void posts.push({ unit: 'wucheng', post: '分局副职', level: 1, person: 'nobody', from: '2026-12-01' }))
        .signs('zhengsi', 'fengliu'),
      'refused: approved zhengsi, approved fengliu; blocked by organisation-head',
    ],
    'says of a leader whose post has ended just that, whoever must sign the change': [
      ruleStory('content/organisation.yml').post(7, { to: '2026-11-23' }).signs('zhengsi', 'fengliu'),
      'waiting: approved zhengsi, not-counted fengliu; ignored no-post',
    ],
    'asks the main leader for no item, and says of a leader of other units just that': [
      story()
        .organisation(({ posts }) => {
          Object.assign(posts[7] as object, { to: '2025-12-31' });
          posts.push({ unit: 'leaders', post: '分管领导', level: 3, person: 'fengliu', from: '2026-01-01', covers: ['jindong'] } as never);
        })
        .signed(),
      'waiting: approved zhouyi, approved zhengsi, not-counted fengliu; ignored no-post',
    ],
    'the layout of the site is no content and passes without items': [
      story().has({ files: [{ path: 'site/page.njk', status: 'modified' }], items: [] }),
      'passed: no levels',
    ],
    'a delegation that the main leader didn’t sign is not made': [
      ruleStory('content/organisation.yml')
        .proposes((organisation) => Object.assign(organisation, { delegations: [delegation()] }))
        .signs('zhengsi', 'fengliu'),
      'waiting: approved zhengsi, not-counted fengliu; ignored not-main-leader; next sunqi approve',
    ],
  },
  '4 (unread)': {
    'refuses a released item changed without a word about it': [published().signed(), 'refused; blocked by correction-missing'],
    'refuses it, too, where main no longer holds it and it comes as a new one': [
      story()
        .signed()
        .has({ released: [ITEM] }),
      'refused; blocked by correction-missing; next lisi revise',
    ],
    'and where it has been merged': [
      story()
        .signed()
        .text('m1', 'text1')
        .pullRequest({ merged: true, mergeSha: 'm1' })
        .has({ released: [ITEM] }),
      'refused; blocked by correction-missing',
    ],
    'takes it as a correction, though main no longer holds it': [
      story()
        .frontMatter({ correction: { kind: '文字', note: '改正错字' } })
        .signed()
        .has({ released: [ITEM] }),
      'passed',
    ],
    'refuses a text that can’t be read at the head': [
      story().signed().unreadable('c1'),
      'refused: stale zhouyi, stale zhengsi, stale fengliu; blocked by text-unread, secrecy-review',
    ],
    'leaves everything stale where the branch’s activity can’t be read': [
      story().signed().has({ pushes: [] }),
      'waiting: stale zhouyi, stale zhengsi, stale fengliu; blocked by activity-unreadable, secrecy-review',
    ],
    'asks for a correction of the item that is out, not of another beside it': [
      story()
        .policy({ items_per_pull_request: 2 })
        .with((evidence) => {
          const other = 'content/items/wucheng/2026-11-23-zoo';
          const correction = { kind: '文字', note: '改正错字' };
          evidence.released = [other];
          evidence.files.push({ path: `${other}/index.md`, status: 'modified' });
          evidence.items.push({
            path: other,
            trees: { main0: 'zoo0', c1: 'zoo1' },
            frontMatter: { ...evidence.items[0]?.frontMatter, correction },
          });
        })
        .signed(),
      'passed: approved zhouyi, approved zhengsi, approved fengliu, approved zhouyi, approved zhengsi, approved fengliu',
    ],
    'can’t tell what a signature was for where the head can’t be read, though the signed text can': [
      story().approves('zhouyi', '10:00').pushes('lisi', 'c2', '10:05').unreadable('c2'),
      'refused: stale zhouyi, waiting, waiting; blocked by text-unread, secrecy-review; ignored unknown-text',
    ],
    'a unit in the front matter breaks its schema': [
      story().signed().frontMatter({ unit: 'jindong' }),
      'refused; blocked by front-matter; next lisi revise',
    ],
    'a commit without a pull request is refused': [story().has({ pullRequest: null }), 'refused: no levels; blocked by no-pull-request'],
    'another open pull request with the same head is refused': [
      story()
        .signed()
        .pullRequest({ siblings: [13] }),
      'refused; blocked by shared-head',
    ],
    'a list that wasn’t read to its end is refused': [
      story()
        .signed()
        .has({ incomplete: ['commits'] }),
      'refused; blocked by records-incomplete; next guanli repair',
    ],
  },
};
