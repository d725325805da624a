import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeowners } from '#pipeline/organisation/codeowners.ts';
import { type Organisation, organisationSchema } from '#pipeline/organisation/organisation.ts';
import { policySchema } from '#pipeline/organisation/policy.ts';
import { readOrganisation } from '#pipeline/organisation/read-settings.ts';

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

function changed(change: Partial<Organisation>): Organisation {
  return { ...sample, ...change };
}

describe('CODEOWNERS', () => {
  const office = ['@zhengsi', '@wangwu', '@wangwu-office'];
  it.each([
    ['an item of a county unit', 'content/items/wucheng/2026-11-23-dianpu/index.md', ['@zhouyi', ...office]],
    ['its picture', 'content/items/wucheng/2026-11-23-dianpu/street.jpg', ['@zhouyi', ...office]],
    ['an item of a division', 'content/items/fazhi/2026-11-23-x/index.md', ['@hanshiyi', ...office]],
    ['an item of a center', 'content/items/zhanqian/2026-11-23-x/index.md', ['@lvshiliu', ...office]],
    ['an item of a unit nobody knows', 'content/items/nobody/2026-11-23-x/index.md', office],
    ['the organisation', 'content/organisation.yml', [...office, '@sunqi']],
    ['the official terms', 'content/terms/official-terms.yml', [...office, '@sunqi']],
    ['the program', 'pipeline/review/evaluate.ts', [...office, '@sunqi']],
    ['the site', 'site/index.njk', [...office, '@sunqi']],
    ['the workflows', '.github/workflows/publish.yml', [...office, '@sunqi']],
    ['this very file', '.github/CODEOWNERS', [...office, '@sunqi']],
    ['anything else', 'package.json', [...office, '@sunqi']],
  ])('gives %s to the right people', (_, path, owners) => {
    expect(ownersOf(codeowners(sample, policy, DAY), path)).toEqual(owners);
  });

  it('never names a leader: GitHub would ask him before the Office has read (Art. 8)', () => {
    expect(codeowners(sample, policy, DAY)).not.toMatch(/fengliu|zhaoshiqi/);
  });

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
