import { describe, expect, it } from 'vitest';
import { organisationOf, policyOf, readOrganisation, readPolicy } from '#pipeline/organisation/read-settings.ts';

const PLACE = 'content/organisation.yml';

const text = `people:
  lisi: {name: 李四, logins: [lisi]}
units:
  wucheng: {name: 婺城分局, kind: county, route: A}
posts:
  - {unit: wucheng, post: 分局负责人, level: 1, person: lisi, from: 2024-01-01, to: 2026-05-10}
`;

describe('organisation.yml', () => {
  it('is read with its dates as text and its defaults filled in', () => {
    expect(readOrganisation(text, PLACE)).toEqual({
      people: { lisi: { name: '李四', logins: ['lisi'] } },
      units: { wucheng: { name: '婺城分局', kind: 'county', route: 'A' } },
      posts: [{ unit: 'wucheng', post: '分局负责人', level: 1, person: 'lisi', from: '2024-01-01', to: '2026-05-10' }],
      duties: [],
      routes: { A: { level1: 'review' }, B: { level1: 'review' } },
      delegations: [],
    });
  });

  it('may say which channels a unit’s items go to', () => {
    const limited = readOrganisation(text.replace('route: A', 'route: A, channels: [website, weibo]'), PLACE);
    expect(limited.units.wucheng?.channels).toEqual(['website', 'weibo']);
  });

  it.each([
    ['a key that nobody knows', text.replace('kind:', 'sort: x, kind:'), 'organisation/malformed', ':4:25', 'sort'],
    [
      'a channel that there isn’t',
      text.replace('route: A', 'route: A, channels: [douyin]'),
      'organisation/malformed',
      ':4:60',
      'website、wechat、weibo',
    ],
    [
      'a unit without any channel',
      text.replace('route: A', 'route: A, channels: []'),
      'organisation/malformed',
      ':4:49',
      'units.wucheng.channels',
    ],
    ['a date that doesn’t exist', text.replace('2024-01-01', '2024-02-30'), 'organisation/malformed', ':6:58', 'posts[0].from'],
    ['a level that isn’t one of three', text.replace('level: 1', 'level: 4'), 'organisation/malformed', ':6:34', 'posts[0].level'],
    ['a missing post', text.replace(', person: lisi', ''), 'organisation/malformed', ':6:5', '缺少 posts[0].person'],
    ['a duplicate key', `${text}units: {}\n`, 'settings/yaml', ':7:1', '两次'],
    ['an anchor', text.replace('[lisi]', '&a [lisi]'), 'settings/yaml', '', '引用'],
    ['an alias', text.replace('[lisi]', '*a'), 'settings/yaml', '', '引用'],
    ['a tag', text.replace('[lisi]', '!!seq [lisi]'), 'settings/yaml', '', '类型标记'],
    ['a merge key', text.replace('name: 李四', '<<: {name: 李四}'), 'settings/yaml', '', '读不懂'],
    ['another version of YAML', `%YAML 1.1\n---\n${text}`, 'settings/yaml', '', '类型标记'],
    ['broken brackets', text.replace(']}', '}'), 'settings/yaml', '', '读不懂'],
    ['an empty file', '', 'organisation/malformed', '', '缺少 people'],
  ])('is refused for %s, with the place', (_what, broken, code, place, words) => {
    let thrown: unknown;
    try {
      readOrganisation(broken, PLACE);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code, exitCode: 2, message: expect.stringContaining(words) });
    expect(String((thrown as { place: string }).place)).toMatch(new RegExp(`^${PLACE}:\\d+:\\d+$`));
    expect(String((thrown as { place: string }).place)).toContain(place);
  });
});

describe('policy.yml', () => {
  it.each(['', '# 全用默认\n', '{}'])('may be empty: %j', (empty) => {
    expect(readPolicy(empty, 'content/policy.yml')).toMatchObject({
      branch: 'main',
      order: 'strict',
      distinct_persons: true,
      items_per_pull_request: 1,
      files_per_pull_request: 200,
      freshness: { days: 7, from: 'information', first_day: 'excluded', holidays: 'counted' },
      delegation: { enabled: false },
      emergency: { enabled: false, review_hours: 24 },
    });
  });

  it.each([
    ['breaker: {sends: -1}', 'breaker.sends 写得不对；应为不小于 0 的数；'],
    ['breaker: {sends: many}', 'breaker.sends 写得不对；应为数字；'],
    ['breaker: [1]', 'breaker 写得不对；应为键和值（名: 内容）；'],
    ['demo: maybe', 'demo 写得不对；应为true 或 false；'],
    ['machines: robot', 'machines 写得不对；应为列表（[…]，或一行一个“- ”）；'],
    ['forks: true', 'forks 写得不对；应为 false，或没有这一项：从复刻仓库来的一律不接受；请改正。'],
    ['branch: 12', 'branch 写得不对；应为文字（数字样的文字请加引号）；'],
  ])('says of “%s” what should stand there', (text, words) => expect(() => readPolicy(`${text}\n`, 'content/policy.yml')).toThrow(words));

  it('may still hold the old switch of forks, which is ignored', () =>
    expect(readPolicy('forks: false\n', 'content/policy.yml')).toEqual(readPolicy('', 'content/policy.yml')));

  it('says what may be written instead', () => {
    expect(() => readPolicy('order: loose\n', 'content/policy.yml')).toThrow('order 写得不对；应为 strict、any 之一');
    const column = (name: string) =>
      `  - {id: news, name: ${name}, type: 动态, description: 动态, keywords: 动态, categories: [工作动态]}\n`;
    expect(readPolicy(`columns:\n${column('动态')}`, 'content/policy.yml').columns).toHaveLength(1);
    expect(() => readPolicy(`columns:\n${column('动态')}${column('要闻')}`, 'content/policy.yml')).toThrow(
      'columns 写得不对；应为每个栏目各有各的 id；请改正。',
    );
    expect(() => readPolicy("channels: {website: {mode: package, address: 'https://a.example/{slug}'}}\n", 'content/policy.yml')).toThrow(
      'channels.website.address 写得不对；应为完整的网址，写明 {unit}、{date}、{slug} 在哪里；请改正。',
    );
  });
});

describe('settings in recorded evidence', () => {
  it('may hold keys that we don’t know, wherever they stand', () => {
    const organisation = readOrganisation(text, PLACE);
    const newer = structuredClone(organisation) as unknown as { people: { lisi: object }; posts: object[] };
    Object.assign(newer.people.lisi, { phone: '12345' });
    Object.assign(newer.posts[0] as object, { rank: 1 });
    expect(organisationOf({ ...newer, future: [] })).toEqual(organisation);
    expect(policyOf({ order: 'any', emergency: { future: 1 } })).toMatchObject({ order: 'any', emergency: { enabled: false } });
  });

  it('may not hold wrong values', () => {
    expect(() => organisationOf({ people: {}, units: {}, posts: [{}] })).toThrow(
      expect.objectContaining({ code: 'organisation/malformed' }),
    );
    expect(() => policyOf([])).toThrow(expect.objectContaining({ code: 'policy/malformed' }));
  });

  it('may be no policy at all', () => expect(policyOf(null)).toEqual(policyOf({})));
});
