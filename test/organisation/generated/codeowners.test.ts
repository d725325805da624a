import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeowners } from '#pipeline/organisation/generated/generate.ts';
import { type Organisation, organisationSchema } from '#pipeline/organisation/organisation.ts';
import { policySchema } from '#pipeline/organisation/policy.ts';
import { readOrganisation } from '#pipeline/organisation/read-settings.ts';
import { folderOf } from '../../folder.ts';

const policy = policySchema.parse({});
const sample = readOrganisation(readFileSync('content/organisation.yml', 'utf8'), 'content/organisation.yml');
const DAY = '2026-11-24';

/** GitHub's own reading, written down from its documentation: gitignore patterns, the last match wins, a line without owners un-owns. */
function ownersOf(text: string, path: string): string[] {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return lines.reduce<string[]>((owners, line) => {
    const [pattern = '', ...logins] = line.split(/\s+/);
    if (/[![\]\\]/.test(pattern)) throw new Error(`GitHub doesn't know ${pattern}`);
    const inside = path.split('/');
    const steps = pattern.replace(/^\//, '').replace(/\/$/, '').split('/');
    const below = steps.every((step, index) => inside[index] === step) && inside.length > steps.length;
    const fits = pattern === '*' || (pattern.startsWith('/') && pattern.endsWith('/') && below);
    return fits ? logins : owners;
  }, []);
}

const changed = (change: Partial<Organisation>): Organisation => ({ ...sample, ...change });

describe('CODEOWNERS', () => {
  const office = ['@zhengsi', '@wangwu', '@wangwu-office'];
  it.each([
    ['an item of a county unit', 'content/items/wucheng/2026-11-23-dianpu/index.md', ['@zhouyi', ...office]],
    ['its picture', 'content/items/wucheng/2026-11-23-dianpu/street.jpg', ['@zhouyi', ...office]],
    ['an item of a division', 'content/items/fazhi/2026-11-23-x/index.md', ['@hanshiyi', ...office]],
    ['an item of a center', 'content/items/zhanqian/2026-11-23-x/index.md', ['@lvshiliu', ...office]],
    ['an item of a unit nobody knows', 'content/items/nobody/2026-11-23-x/index.md', office],
    ['an old site’s item', 'content/history/2019/2019-03-14-a1/index.md', [...office, '@sunqi']],
    ['the organisation', 'content/organisation.yml', [...office, '@sunqi']],
    ['the official terms', 'content/terms/official-terms.yml', [...office, '@sunqi']],
    ['the program', 'pipeline/review/gate/evaluate.ts', [...office, '@sunqi']],
    ['the site', 'site/index.njk', [...office, '@sunqi']],
    ['the workflows', '.github/workflows/publish.yml', [...office, '@sunqi']],
    ['this very file', '.github/CODEOWNERS', [...office, '@sunqi']],
    ['anything else', 'package.json', [...office, '@sunqi']],
  ])('gives %s to the right people', (_, path, owners) => expect(ownersOf(codeowners(sample, policy, DAY), path)).toEqual(owners));

  it('never names a leader: GitHub would ask him before the Office has read (Art. 8)', () =>
    expect(codeowners(sample, policy, DAY)).not.toMatch(/fengliu|zhaoshiqi/));

  it.each([
    ['before his last day', '2024-05-30', true],
    ['on his last day', '2024-05-31', true],
    ['after his last day', '2024-06-01', false],
  ])('lists a head %s', (_, day, listed) => {
    const text = codeowners(sample, policy, day);
    expect(ownersOf(text, 'content/items/wucheng/2024-05-30-x/index.md').includes('@qianer')).toBe(listed);
  });

  it('leaves a unit to the Office when its head has no account', () => {
    const people = { ...sample.people, zhouyi: { name: '周一', logins: [] } };
    expect(ownersOf(codeowners(changed({ people }), policy, DAY), 'content/items/wucheng/2026-11-23-x/index.md')).toEqual(office);
  });

  it('refuses an Office without accounts: a line without owners would leave a path to nobody', () => {
    const posts = sample.posts.filter(({ level }) => level !== 2);
    expect(() => codeowners(changed({ posts }), policy, DAY)).toThrow('办公室审核人');
  });

  it('refuses a login that would break the line', () => {
    const people = { ...sample.people, zhouyi: { name: '周一', logins: ['zhouyi @stranger'] } };
    expect(() => codeowners(changed({ people }), policy, DAY)).toThrow('不像平台的账号');
  });

  it('leaves no path without owners, whoever comes and goes', () => {
    const ids = ['a', 'b', 'c', 'd'];
    const post = fc.record({
      unit: fc.constantFrom('one', 'two', 'office'),
      post: fc.constant('职务'),
      level: fc.constantFrom(1 as const, 2 as const),
      person: fc.constantFrom(...ids),
      from: fc.constantFrom('2026-01-01', '2026-11-24', '2026-11-25'),
      to: fc.constantFrom(undefined, '2026-11-23', '2026-12-31'),
    });
    const paths = ['content/items/one/2026-11-23-x/index.md', 'content/items/two/2026-11-23-x/index.md', 'content/policy.yml', 'README.md'];
    fc.assert(
      fc.property(fc.array(post), fc.subarray(ids), (posts, withAccount) => {
        const organisation = organisationSchema.parse({
          people: Object.fromEntries(ids.map((id) => [id, { name: id, logins: withAccount.includes(id) ? [id] : [] }])),
          units: { one: { name: '一', kind: 'county', route: 'A' }, two: { name: '二', kind: 'department', route: 'B' } },
          posts: [...posts, { unit: 'office', post: '办公室审核', level: 2, person: 'z', from: '2026-01-01', covers: '*' }],
        });
        organisation.people.z = { name: 'z', logins: ['z'] };
        const text = codeowners(organisation, policy, DAY);
        for (const path of paths) expect(ownersOf(text, path)).not.toEqual([]);
      }),
    );
  });
});

/** For each path its owners by git's own reading of the patterns, one pattern at a time: of those that fit, the last counts. */
function ownersByGit(text: string, paths: readonly string[]): Map<string, string[]> {
  const owners = new Map<string, string[]>();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const cwd = folderOf({});
  spawnSync('git', ['init', '--quiet'], { cwd });
  for (const [index, line] of lines.entries()) {
    const [pattern = '', ...logins] = line.split(/\s+/);
    const patterns = join(folderOf({ patterns: `${pattern}\n` }), 'patterns');
    const words = ['-c', `core.excludesFile=${patterns}`, 'check-ignore', '--no-index', '-z', '--stdin'];
    const { status, stdout } = spawnSync('git', words, { cwd, input: paths.join('\0'), encoding: 'utf8' });
    expect([0, 1], `line ${index}`).toContain(status);
    for (const path of stdout.split('\0').filter(Boolean)) owners.set(path, logins);
  }
  return owners;
}

/** What git has of this repository; of a copy without git, every file that isn't made or fetched. */
function trackedPaths(): string[] {
  const { status, stdout } = spawnSync('git', ['ls-files', '-z'], { encoding: 'utf8' });
  if (status === 0 && stdout !== '') return stdout.split('\0').filter(Boolean);
  const tops = readdirSync('.', { withFileTypes: true }).filter(({ name }) => !['node_modules', '_site', '.cache', '.git'].includes(name));
  return tops.flatMap((top) =>
    top.isDirectory()
      ? readdirSync(top.name, { recursive: true, encoding: 'utf8' }).map((below) => `${top.name}/${below.replaceAll('\\', '/')}`)
      : [top.name],
  );
}

describe('every path of this repository', () => {
  const office = ['@zhengsi', '@wangwu', '@wangwu-office'];
  const heads: Record<string, string> = {
    wucheng: '@zhouyi',
    jindong: '@wuba',
    fazhi: '@hanshiyi',
    chengguan: '@qinshisi',
    zhanqian: '@lvshiliu',
  };

  /** Whose it should be, by the words of the rules alone: a unit's folder to its head and the Office, items to the Office, all else to Office and administrators. */
  function rightful(path: string): string[] {
    const unit = /^content\/items\/([^/]+)\//.exec(path)?.[1];
    if (unit !== undefined && heads[unit] !== undefined) return [heads[unit], ...office];
    return path.startsWith('content/items/') ? office : [...office, '@sunqi'];
  }

  it('has the owners it should, by the file that lies in .github and by git’s reading of its patterns', () => {
    const tracked = trackedPaths();
    const items = [...Object.keys(heads), 'nobody'].flatMap((unit) =>
      ['index.md', 'a b/图片.jpg', '.hidden'].map((name) => `content/items/${unit}/2026-11-23-x/${name}`),
    );
    const others = [
      'new-at-the-root',
      'docs/CODEOWNERS',
      'CODEOWNERS',
      'content/items2/x.md',
      'content/items/README.md',
      'content/items/wucheng2/x/index.md',
    ];
    const paths = [...tracked, ...items, ...others];
    for (const root of ['package.json', 'README.md', 'LICENSE', 'tsconfig.json', 'content/policy.yml', '.github/CODEOWNERS'])
      expect(tracked).toContain(root);
    const text = readFileSync('.github/CODEOWNERS', 'utf8');
    const byGit = ownersByGit(text, paths);
    expect(paths.filter((path) => `${byGit.get(path)}` !== `${rightful(path)}`)).toEqual([]);
    expect(paths.filter((path) => `${ownersOf(text, path)}` !== `${byGit.get(path)}`)).toEqual([]);
  });

  it('is not told by patterns that GitHub doesn’t know: no exception, no range, no escape, owners on every line', () => {
    for (const line of readFileSync('.github/CODEOWNERS', 'utf8')
      .split('\n')
      .filter((one) => one !== '' && !one.startsWith('#')))
      expect(line).toMatch(/^[^!\\[\]#\s]+(\s+@[A-Za-z0-9-]+)+$/);
  });

  it('keeps units apart whose names begin alike, end alike or look like a pattern of another', () => {
    const ids = ['wu', 'wucheng', 'wucheng-2', 'cheng', 'a', 'a-a', 'items', 'content'];
    const people = Object.fromEntries(ids.map((id) => [`head-${id}`, { name: id, logins: [`${id}-head`] }]));
    const posts = ids.map((id) => ({ unit: id, post: '负责人', level: 1, person: `head-${id}`, from: '2026-01-01' }));
    const organisation = organisationSchema.parse({
      people: { ...people, office: { name: '办', logins: ['office-1'] } },
      units: Object.fromEntries(ids.map((id) => [id, { name: id, kind: 'county', route: 'A' }])),
      posts: [...posts, { unit: 'office', post: '办公室审核', level: 2, person: 'office', from: '2026-01-01', covers: '*' }],
    });
    const paths = ids.flatMap((id) => [`content/items/${id}/2026-11-23-x/index.md`, `content/items/${id}/2026-11-23-${ids[0]}/wu/a.jpg`]);
    const text = codeowners(organisation, policy, DAY);
    const byGit = ownersByGit(text, paths);
    for (const path of paths) {
      const owners = [`@${path.split('/')[2]}-head`, '@office-1'];
      expect([path, byGit.get(path), ownersOf(text, path)]).toEqual([path, owners, owners]);
    }
    expect(ownersByGit(text, ['content/items/Wu/2026-11-23-x/index.md', 'x/content/items/wu/y']).get('x/content/items/wu/y')).toEqual([
      '@office-1',
    ]);
  });

  it('refuses a file that GitHub would leave unread: 3 MB and more', () => {
    const crowd = (people: number): Organisation => {
      const login = 'x'.repeat(90);
      const office = Array.from({ length: people }, (_, n) => `office-${n}`);
      return changed({
        people: Object.fromEntries(office.map((id, n) => [id, { name: id, logins: [`${login}${n}`], ids: [], emails: [] }])),
        units: Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`u${n}`, { name: '单位', kind: 'county', route: 'A' }])),
        posts: office.map((person) => ({ unit: 'office', post: '审核', level: 2, person, from: '2026-01-01', covers: '*' })),
        duties: [],
      });
    };
    expect(codeowners(crowd(50), policy, DAY).length).toBeGreaterThan(2_000_000);
    expect(() => codeowners(crowd(70), policy, DAY)).toThrow(
      expect.objectContaining({ code: 'organisation/codeowners-too-large', exitCode: 2 }),
    );
  });
});
