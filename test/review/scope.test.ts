import { describe, expect, it } from 'vitest';
import type { Evidence } from '#pipeline/review/gate/evidence.ts';
import { frontMatter, type Story, story } from './evidence-builder.ts';
import { judged } from './judged.ts';

const STREET = 'content/items/wucheng/2026-11-23-street';
const PARK = 'content/items/wucheng/2026-11-23-park';
const JINDONG = 'content/items/jindong/2026-11-23-street';

const PROGRAM = { repository: 'sanshen/sanshen', tag: 'v1.2.3', commit: 'a'.repeat(40) };

/** A pull request that changes some files, by any of which the evidence has no more to say. */
function changing(files: (string | Evidence['files'][number])[], items: string[] = [], policy: Record<string, unknown> = {}): Story {
  return story()
    .policy(policy)
    .with((evidence) => {
      evidence.files = files.map((file) => (typeof file === 'string' ? { path: file, status: 'modified' } : file));
      evidence.items = items.map((path) => ({ path, trees: { main0: 'old', c1: 'new' }, frontMatter: { ...frontMatter } }));
    });
}

interface Change {
  it: string;
  given: Story;
  /** What is to be signed, in this order. */
  signed?: string[];
  /** Why nobody is asked to sign. */
  refused?: string[];
}

const changes: Record<string, Change[]> = {
  'one item': [
    { it: 'is every file of its folder', given: changing([`${STREET}/index.md`, `${STREET}/a.jpg`]), signed: [STREET] },
    { it: 'is a file in a folder of it, too, which the check refuses', given: changing([`${STREET}/deep/a.jpg`]), signed: [STREET] },
    {
      it: 'is what the evidence calls an item, though the list of files doesn’t',
      given: changing([], [STREET]),
      signed: [STREET],
    },
    {
      it: 'isn’t a folder of no unit, day or name',
      given: changing(['content/items/wucheng/notes/a.md', 'content/items/wucheng/2026-02-30-street/index.md']),
      refused: [
        'content/items/wucheng/2026-02-30-street 不在信息的文件夹里；应放在 content/items/单位/日期-短名 下；请报送人改放后重新报送。',
        'content/items/wucheng/notes 不在信息的文件夹里；应放在 content/items/单位/日期-短名 下；请报送人改放后重新报送。',
        '这次报送了 2 条信息；应一事一稿；请报送人分开提交。',
      ],
    },
    {
      it: 'isn’t a file right in the folder of a unit',
      given: changing(['content/items/wucheng/note.md']),
      refused: ['content/items/wucheng/note.md 不在信息的文件夹里；应放在 content/items/单位/日期-短名 下；请报送人改放后重新报送。'],
    },
    {
      it: 'isn’t an item together with what the program or the settings are, of which three are named',
      given: changing([`${STREET}/index.md`, 'site/b.css', 'pipeline/cli.ts', '.github/CODEOWNERS', 'content/policy.yml']),
      refused: [
        '同时改了稿件和别的文件（.github/CODEOWNERS、content/policy.yml、pipeline/cli.ts）；稿件、名单与规则、程序应各自提交；请报送人分开提交。',
      ],
    },
    {
      it: 'isn’t two of one unit',
      given: changing([`${STREET}/index.md`, `${PARK}/index.md`]),
      refused: ['这次报送了 2 条信息；应一事一稿；请报送人分开提交。'],
    },
    {
      it: 'isn’t three, where the policy allows two',
      given: changing([`${STREET}/index.md`, `${PARK}/index.md`, `${STREET}-2/index.md`], [], { items_per_pull_request: 2 }),
      refused: ['这次报送了 3 条信息；应一事一稿；请报送人分开提交。'],
    },
    {
      it: 'is two of one unit, where it does',
      given: changing([`${STREET}/index.md`, `${PARK}/index.md`], [], { items_per_pull_request: 2 }),
      signed: [PARK, STREET],
    },
    {
      it: 'but never two of different units',
      given: changing([`${STREET}/index.md`, `${JINDONG}/index.md`], [], { items_per_pull_request: 2 }),
      refused: ['这次报送了 几个单位的信息；应一事一稿；请报送人分开提交。'],
    },
    {
      it: 'isn’t one that another item was moved to',
      given: changing([{ path: `${STREET}/index.md`, status: 'renamed', previousPath: `${PARK}/index.md` }]),
      refused: ['这次报送了 2 条信息；应一事一稿；请报送人分开提交。'],
    },
    {
      it: 'isn’t one with a file moved here from nobody knows where',
      given: changing([{ path: `${STREET}/a.jpg`, status: 'renamed' }]),
      refused: ['同时改了稿件和别的文件（来处不明）；稿件、名单与规则、程序应各自提交；请报送人分开提交。'],
    },
    {
      it: 'is one with a file that was copied, wherever from',
      given: changing([{ path: `${STREET}/a.jpg`, status: 'added', previousPath: 'site/a.jpg' }]),
      signed: [STREET],
    },
  ],
  'the settings': [
    {
      it: 'are every other file of content, each signed by itself',
      given: changing(['content/terms/prompts.yml', 'content/policy.yml', 'content/organisation.yml']),
      signed: ['content/organisation.yml', 'content/policy.yml', 'content/terms/prompts.yml'],
    },
    {
      it: 'are a note beside the units’ folders, too',
      given: changing(['content/items/README.md']),
      signed: ['content/items/README.md'],
    },
    {
      it: 'go with what is generated from them',
      given: changing([
        'content/organisation.yml',
        '.github/CODEOWNERS',
        '.github/rulesets/main.json',
        '.github/ISSUE_TEMPLATE/item.yml',
        '.github/labels.yml',
        '.github/PULL_REQUEST_TEMPLATE.md',
        '.github/front-matter.schema.json',
      ]),
      signed: ['content/organisation.yml'],
    },
    {
      it: 'which is signed where the evidence shows it',
      given: changing(['content/organisation.yml', '.github/CODEOWNERS', '.github/labels.yml'], ['.github/CODEOWNERS']),
      signed: ['content/organisation.yml', '.github/CODEOWNERS'],
    },
    {
      it: 'go with the workflows that call a release and the pages that come with it, where the policy in force names one',
      given: changing(
        ['content/policy.yml', '.github/workflows/gate.yml', '.github/检查规则.md', '.github/稿件怎样写.md', '.github/怎样自己验一遍.md'],
        ['.github/workflows/gate.yml'],
        { program: PROGRAM },
      ),
      signed: ['content/policy.yml', '.github/workflows/gate.yml'],
    },
    {
      it: 'and go with all of these',
      given: changing(
        ['content/policy.yml', ...['act', 'check', 'intake', 'publish', 'watch'].map((name) => `.github/workflows/${name}.yml`)],
        [],
        { program: PROGRAM },
      ),
      signed: ['content/policy.yml'],
    },
    ...['other.yml', 'gate.yml.bak', 'gate-yml'].map((name) => ({
      it: `but not with the workflow ${name}`,
      given: changing(['content/policy.yml', `.github/workflows/${name}`], [], { program: PROGRAM }),
      refused: [`同时改了稿件和别的文件（.github/workflows/${name}）；稿件、名单与规则、程序应各自提交；请报送人分开提交。`],
    })),
    {
      it: 'nor with one that lies elsewhere',
      given: changing(['content/policy.yml', 'docs/.github/workflows/gate.yml'], [], { program: PROGRAM }),
      refused: ['同时改了稿件和别的文件（docs/.github/workflows/gate.yml）；稿件、名单与规则、程序应各自提交；请报送人分开提交。'],
    },
    ...([[3000], [3001, '这次改了 3001 个文件，超过上限；请报送人分开提交。']] as [number, ...string[]][]).map(([count, ...refused]) => ({
      it: `are an old site’s items by the year, ${count} of them`,
      given: changing(Array.from({ length: count }, (_, index) => `content/history/2019/2019-03-14-a${index}/index.md`)),
      refused,
      ...(refused.length === 0 ? { signed: ['content/history/2019'] } : {}),
    })),
    {
      it: 'are what lies beside the years of an old site’s items, each by itself',
      given: changing(['content/history/README.md', 'content/history/2019/2019-03-14-a/index.md']),
      signed: ['content/history/2019', 'content/history/README.md'],
    },
    {
      it: 'don’t go with the program, of which three files are named',
      given: changing(['content/policy.yml', 'pipeline/b.ts', 'pipeline/a.ts', 'site/a.css', 'test/a.ts']),
      refused: ['同时改了稿件和别的文件（pipeline/a.ts、pipeline/b.ts、site/a.css）；稿件、名单与规则、程序应各自提交；请报送人分开提交。'],
    },
    ...[
      '.github/CODEOWNERS.bak',
      'docs/.github/CODEOWNERS',
      'docs/.github/rulesets/main.json',
      '.github/labels.yml.bak',
      'docs/.github/labels.yml',
      '.github/labels-yml',
      '.github/PULL_REQUEST_TEMPLATE.md.bak',
      'docs/.github/PULL_REQUEST_TEMPLATE.md',
      '.github/PULL_REQUEST_TEMPLATE-md',
      '.github/front-matter.schema.json.bak',
      'docs/.github/front-matter.schema.json',
      '.github/front-matter-schema.json',
      '.github/front-matter.schema-json',
      '.github/workflows/gate.yml',
      '.github/检查规则.md',
      'content.md',
    ].map((path) => ({
      it: `don’t go with ${path}, which is not generated`,
      given: changing(['content/policy.yml', path]),
      refused: [`同时改了稿件和别的文件（${path}）；稿件、名单与规则、程序应各自提交；请报送人分开提交。`],
    })),
    {
      it: 'come from a branch of this repository to the publishing branch, and aren’t too many',
      given: changing(['content/policy.yml', 'content/terms/a.yml'], [], { files_per_pull_request: 1 }).pullRequest({
        fromFork: true,
        base: { ref: 'drafts', sha: 'main0' },
      }),
      refused: [
        '不接受从复刻仓库报送；稿件应从本仓库的分支报送；请报送人在本仓库重新报送。',
        '合并的目标是 drafts；稿件只合并到发布用的分支；请报送人改合并目标后重新报送。',
        '这次改了 2 个文件，超过上限；请报送人分开提交。',
      ],
    },
  ],
  'the program': [
    {
      it: 'is nobody’s to sign, whatever else holds',
      given: changing(['pipeline/cli.ts', '.github/CODEOWNERS'], [], { files_per_pull_request: 1 })
        .pullRequest({ fromFork: true, base: { ref: 'drafts', sha: 'main0' } })
        .with((evidence) => Object.assign(evidence, { pushes: [] })),
      signed: [],
    },
  ],
};

describe.each(Object.entries(changes))('%s (rules 1 and 3)', (_what, table) => {
  it.each(table)('$it', ({ given, signed, refused = [] }) => {
    const { full } = judged(given);
    expect(full.blockers.map(({ message }) => message)).toEqual(refused);
    if (signed) expect(full.items.map(({ path }) => path)).toEqual(signed);
    else expect(full.items.flatMap(({ levels, ignored, blockers }) => [...levels, ...ignored, ...blockers])).toEqual([]);
  });
});

describe('a pull request without content', () => {
  it('passes, unless its records weren’t read', () => {
    expect(judged(changing(['pipeline/cli.ts'])).full).toEqual({ version: 1, verdict: 'passed', items: [], blockers: [] });
    const unread = changing(['pipeline/cli.ts']).with((evidence) => Object.assign(evidence, { incomplete: ['files'] }));
    expect(judged(unread).verdict).toBe('refused');
  });
});
