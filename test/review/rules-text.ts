import { ITEM, ruleStory, story } from './evidence-builder.ts';
import type { Case } from './judged.ts';
import { delegation, PENDING, published } from './stories.ts';

/** Rules 1 to 4 of contracts.md 4: what a pull request may hold. */
export const textRules: Record<string, Case[]> = {
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
    {
      it: 'takes as many files as the policy allows',
      given: story()
        .policy({ files_per_pull_request: 2 })
        .signed()
        .with(({ files }) => void files.push({ path: `${ITEM}/a.jpg`, status: 'added' })),
      verdict: 'passed',
    },
    {
      it: 'takes no name that every object has for a unit',
      given: story()
        .signed()
        .with((evidence) => {
          evidence.files = [{ path: 'content/items/constructor/2026-11-23-street/index.md', status: 'added' }];
          Object.assign(evidence.items[0] as object, { path: 'content/items/constructor/2026-11-23-street' });
        }),
      verdict: 'refused',
      levels: [],
      blockers: ['unknown-unit'],
    },
  ],
  '2 (a folder stays)': [
    {
      it: 'refuses an item whose folder is gone',
      given: published()
        .signed()
        .text('c1', null)
        .with(({ items }) => Object.assign(items[0] as object, { frontMatter: null })),
      verdict: 'refused',
      blockers: ['item-removed'],
    },
    {
      it: 'refuses an item moved to another folder',
      given: story()
        .signed()
        .with((evidence) => {
          const previousPath = 'content/items/wucheng/2026-11-22-road/index.md';
          evidence.files = [{ path: `${ITEM}/index.md`, status: 'renamed', previousPath }];
        }),
      verdict: 'refused',
      levels: [],
      blockers: ['second-item'],
    },
    {
      it: 'takes an item back with levels 2 and 3 alone',
      given: published()
        .frontMatter({ withdraw: { kind: 'error', reason: '内容有误' } })
        .approves('zhengsi', '10:00')
        .approves('fengliu', '10:10'),
      verdict: 'passed',
      levels: ['approved zhengsi', 'approved fengliu'],
    },
    {
      it: 'and not with level 3 alone',
      given: published()
        .frontMatter({ withdraw: { kind: 'error', reason: '内容有误' } })
        .approves('fengliu', '10:10'),
      verdict: 'waiting',
      levels: ['waiting', 'out-of-order fengliu'],
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
      it: 'asks the main leader himself, not his delegate',
      given: ruleStory('content/organisation.yml')
        .policy({ delegation: { enabled: true } })
        .organisation((organisation) => Object.assign(organisation, { delegations: [delegation({ principal: 'sunqi' })] }))
        .approves('zhengsi', '10:00')
        .approves('baomi', '10:10'),
      verdict: 'waiting',
      levels: ['approved zhengsi', 'not-counted baomi'],
      next: ['sunqi approve'],
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
    {
      it: 'asks the main leader where one of two equal delegations goes, though nobody loses anything by it',
      given: ruleStory('content/organisation.yml')
        .organisation((organisation) => Object.assign(organisation, { delegations: [delegation(), delegation()] }))
        .with((evidence) => {
          evidence.organisationHead = { ...(evidence.organisation as object), delegations: [delegation()] };
        })
        .approves('zhengsi', '10:00')
        .approves('fengliu', '10:10'),
      verdict: 'waiting',
      levels: ['approved zhengsi', 'not-counted fengliu'],
    },
    {
      it: 'takes any leader, and whoever held a delegation before, where only a level-1 post is new and the posts stand in another order',
      given: ruleStory('content/organisation.yml')
        .policy({ delegation: { enabled: true } })
        .organisation((organisation) => Object.assign(organisation, { delegations: [delegation({ delegate: 'zhengsi' })] }))
        .with((evidence) => {
          const head = structuredClone(evidence.organisation) as { posts: object[] };
          head.posts.reverse().push({ unit: 'wucheng', post: '分局副职', level: 1, person: 'qianer', from: '2026-12-01' });
          evidence.organisationHead = head;
        })
        .approves('zhengsi', '10:00')
        .approves('fengliu', '10:10'),
      verdict: 'passed',
      levels: ['approved zhengsi', 'approved fengliu'],
    },
    {
      it: 'asks the main leader where the new organisation can’t even be read',
      given: ruleStory('content/organisation.yml')
        .with((evidence) => Object.assign(evidence, { organisationHead: null }))
        .approves('zhengsi', '10:00')
        .approves('fengliu', '10:10'),
      verdict: 'refused',
      levels: ['approved zhengsi', 'not-counted fengliu'],
      blockers: ['organisation-head'],
    },
    {
      it: 'refuses a new organisation that contradicts itself',
      given: ruleStory('content/organisation.yml')
        .with((evidence) => {
          const head = structuredClone(evidence.organisation) as { posts: object[] };
          head.posts.push({ unit: 'wucheng', post: '分局副职', level: 1, person: 'nobody', from: '2026-12-01' });
          evidence.organisationHead = head;
        })
        .approves('zhengsi', '10:00')
        .approves('fengliu', '10:10'),
      verdict: 'refused',
      levels: ['approved zhengsi', 'approved fengliu'],
      blockers: ['organisation-head'],
    },
    {
      it: 'says of a leader whose post has ended just that, whoever must sign the change',
      given: ruleStory('content/organisation.yml')
        .organisation(({ posts }) => Object.assign(posts[7] as object, { to: '2026-11-23' }))
        .approves('zhengsi', '10:00')
        .approves('fengliu', '10:10'),
      verdict: 'waiting',
      levels: ['approved zhengsi', 'not-counted fengliu'],
      ignored: ['no-post'],
    },
    {
      it: 'asks the main leader for no item, and says of a leader of other units just that',
      given: story()
        .organisation(({ posts }) => {
          Object.assign(posts[7] as object, { to: '2025-12-31' });
          posts.push({ unit: 'leaders', post: '分管领导', level: 3, person: 'fengliu', from: '2026-01-01', covers: ['jindong'] } as never);
        })
        .signed(),
      verdict: 'waiting',
      levels: ['approved zhouyi', 'approved zhengsi', 'not-counted fengliu'],
      ignored: ['no-post'],
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
      it: 'refuses it, too, where a picture only has another name: it was there before',
      given: story()
        .signed()
        .with((evidence) => {
          evidence.released = [ITEM];
          evidence.files.push({ path: `${ITEM}/a.jpg`, status: 'renamed', previousPath: `${ITEM}/b.jpg` });
        }),
      verdict: 'refused',
      blockers: ['correction-missing'],
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
    {
      it: 'refuses it, too, where a file of it was changed, whatever main is said to hold',
      given: story()
        .signed()
        .with((evidence) => {
          evidence.released = [ITEM];
          evidence.files.push({ path: `${ITEM}/a.jpg`, status: 'modified' });
        }),
      verdict: 'refused',
      blockers: ['correction-missing'],
    },
    {
      it: 'but takes neither a change of another item nor a picture that comes from there for a change of this one',
      given: story()
        .policy({ items_per_pull_request: 2 })
        .with((evidence) => {
          const other = 'content/items/wucheng/2026-11-23-zoo';
          const correction = { kind: '文字', note: '改正错字' };
          evidence.released = [ITEM, other];
          evidence.files.push(
            { path: `${other}/index.md`, status: 'modified' },
            { path: `${ITEM}/a.jpg`, status: 'renamed', previousPath: `${other}/a.jpg` },
          );
          evidence.items.push({
            path: other,
            trees: { main0: 'zoo0', c1: 'zoo1' },
            frontMatter: { ...evidence.items[0]?.frontMatter, correction },
          });
        })
        .signed(),
      verdict: 'passed',
      levels: ['approved zhouyi', 'approved zhengsi', 'approved fengliu', 'approved zhouyi', 'approved zhengsi', 'approved fengliu'],
    },
    {
      it: 'can’t tell what a signature was for where the head can’t be read, though the signed text can',
      given: story()
        .approves('zhouyi', '10:00')
        .pushes('lisi', 'c2', '10:05')
        .with(({ items }) => void Reflect.deleteProperty(items[0]?.trees ?? {}, 'c2')),
      verdict: 'refused',
      levels: ['stale zhouyi', 'waiting', 'waiting'],
      blockers: ['text-unread', ...PENDING],
      ignored: ['unknown-text'],
    },
  ],
};
