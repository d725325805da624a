import { describe, expect, it } from 'vitest';
import { fits } from '#pipeline/sandbox/github/rules/layers.ts';
import { pushRefusals } from '#pipeline/sandbox/github/rules/rule-table.ts';
import type { BypassActor, NewRuleset, Rule } from '#pipeline/sandbox/github/settings.ts';
import type { Hub, User } from '#pipeline/sandbox/github/state.ts';
import { GUARDED, startWorld, type World } from './github-world.ts';

const [ZERO, ONE, TWO] = ['0', 'a', 'b'].map((digit) => digit.repeat(40)) as [string, string, string];
const TEAM = 77;

const user = (login: string, id: number, role: User['role'], app?: number): User => ({
  ...{ login, id, role, token: login, name: login, email: '' },
  ...(app === undefined ? {} : { app }),
});

const PEOPLE = {
  writer: user('writer', 1, 'write'),
  administrator: user('administrator', 2, 'admin'),
  publisher: user('publisher', 3, 'write'),
  actions: user('actions', 4, 'bot', 15368),
  app: user('app', 5, 'bot', 42),
  key: user('key', 6, 'deploy-key'),
};
type Person = keyof typeof PEOPLE;

const ruleset = (
  name: string,
  rules: (string | Rule)[],
  bypass_actors: BypassActor[] = [],
  include = ['refs/heads/ledger'],
): NewRuleset => ({
  ...{ name, target: 'branch', enforcement: 'active', bypass_actors, conditions: { ref_name: { include, exclude: [] } } },
  rules: rules.map((rule) => (typeof rule === 'string' ? { type: rule } : rule)),
});

/** A local GitHub as far as the rules for pushes look at it. */
function hubWith(...rulesets: NewRuleset[]): Hub {
  const teams = [{ id: TEAM, slug: 'publisher', members: ['publisher'], permission: 'push' }];
  const settings = { rulesets: rulesets.map((one, id) => ({ ...one, id, at: '' })), teams, access: new Map() };
  return {
    edition: 'github.com',
    settings,
    mainBranch: 'main',
    users: Object.values(PEOPLE),
    threads: [],
    statuses: [],
    checkRuns: [],
  } as unknown as Hub;
}

type Kind = 'create' | 'move' | 'delete';
const UPDATES: Record<Kind, { before: string; after: string }> = {
  create: { before: ZERO, after: ONE },
  move: { before: ONE, after: TWO },
  delete: { before: ONE, after: ZERO },
};

/** Everything that is refused of each kind of push to a branch or tag, `force` of one that takes commits away. */
async function refusedOf(hub: Hub, person: Person, ref = 'refs/heads/ledger'): Promise<string[]> {
  const kinds = Object.keys(UPDATES) as Kind[];
  const told = await Promise.all(kinds.map((kind) => pushRefusals(hub, { ...UPDATES[kind], ref }, PEOPLE[person])));
  return [...kinds.filter((_, index) => told[index]?.always.length), ...(told.some(({ forced }) => forced.length > 0) ? ['force'] : [])];
}

const team: BypassActor = { actor_id: TEAM, actor_type: 'Team', bypass_mode: 'always' };
const GROWS = ruleset('grows', ['deletion', 'non_fast_forward']);
const TAGS = { ...ruleset('kept', ['deletion'], [], ['refs/tags/v*']), target: 'tag' };
const by = (...actors: BypassActor[]): Hub => hubWith(GROWS, ruleset('written', ['creation', 'update'], actors));

describe('rules for pushes', () => {
  it.each<[string, Hub, Partial<Record<Person, string[]>>]>([
    ['allow every writer everything where no ruleset is', hubWith(), { writer: [], actions: [] }],
    [
      'leave the ledger to the one member of the team, who can’t take anything off it',
      by(team),
      {
        publisher: ['delete', 'force'],
        writer: ['create', 'move', 'delete', 'force'],
        administrator: ['create', 'move', 'delete', 'force'],
        actions: ['create', 'move', 'delete', 'force'],
      },
    ],
    [
      'let an app pass by that is named, but never the token of Actions',
      by({ actor_id: 42, actor_type: 'Integration' }, { actor_id: 15368, actor_type: 'Integration' }),
      { app: ['delete', 'force'], actions: ['create', 'move', 'delete', 'force'] },
    ],
    [
      'let a role pass by, which no app has',
      by({ actor_id: 5, actor_type: 'RepositoryRole' }),
      { administrator: ['delete', 'force'], writer: ['create', 'move', 'delete', 'force'], app: ['create', 'move', 'delete', 'force'] },
    ],
    [
      'let a user pass by',
      by({ actor_id: 1, actor_type: 'User' }),
      { writer: ['delete', 'force'], publisher: ['create', 'move', 'delete', 'force'] },
    ],
    ['let deploy keys pass by', by({ actor_id: null, actor_type: 'DeployKey' }), { key: ['delete', 'force'] }],
    [
      'know no owner of the organisation',
      by({ actor_id: 1, actor_type: 'OrganizationAdmin' }),
      { administrator: ['create', 'move', 'delete', 'force'] },
    ],
    [
      'let nobody push who may pass by with a pull request only',
      by({ ...team, bypass_mode: 'pull_request' }),
      { publisher: ['create', 'move', 'delete', 'force'] },
    ],
    ['refuse nothing while they aren’t active', hubWith({ ...ruleset('off', ['update']), enforcement: 'evaluate' }), { writer: [] }],
    ['are for the branches that they name', hubWith(ruleset('other', ['update'], [], ['refs/heads/led'])), { writer: [] }],
    ['add up', hubWith(GROWS, ruleset('all', ['creation'], [], ['~ALL'])), { writer: ['create', 'delete', 'force'] }],
    ['ask for a pull request', hubWith(ruleset('reviewed', ['pull_request'])), { administrator: ['move'] }],
    [
      'ask for statuses on the commit itself',
      hubWith(ruleset('checked', [{ type: 'required_status_checks', parameters: { required_status_checks: [{ context: 'x' }] } }])),
      { writer: ['create', 'move'] },
    ],
  ])('%s', async (_, hub, expected) => {
    const told = await Promise.all(Object.keys(expected).map(async (person) => [person, await refusedOf(hub, person as Person)]));
    expect(Object.fromEntries(told)).toEqual(expected);
  });

  it.each([
    ['refs/heads/main', 'refs/heads/main', true],
    ['refs/heads/*', 'refs/heads/a/b', false],
    ['refs/heads/**', 'refs/heads/a/b', true],
    ['refs/heads/**/x', 'refs/heads/x', true],
    ['refs/heads/ma?n', 'refs/heads/main', true],
    ['refs/heads/ma.n', 'refs/heads/main', false],
  ])('fit %s to %s: %s', (pattern, path, expected) => expect(fits(pattern, path)).toBe(expected));

  it.each([
    ['refs/tags/v1', 'refs/tags/v*', 'tag', ['create', 'move', 'delete', 'force']],
    ['refs/tags/w1', 'refs/tags/v*', 'tag', []],
    ['refs/heads/v1', '~ALL', 'tag', []],
    ['refs/tags/v1', '~ALL', 'branch', []],
    ['refs/tags/main', '~DEFAULT_BRANCH', 'tag', []],
  ])('refuse of %s, where they name %s and are for a %s: %j', async (ref, named, target, refused) => {
    const rules = ['creation', 'update', 'deletion', 'non_fast_forward'];
    expect(await refusedOf(hubWith({ ...ruleset('named', rules, [team], [named]), target }), 'writer', ref)).toEqual(refused);
    expect(await refusedOf(hubWith({ ...ruleset('named', rules, [team], [named]), target }), 'publisher', ref)).toEqual([]);
  });

  it('are told to who pushes, and hold for what git sees only when it has the objects', async () => {
    const publisher = { actor_id: TEAM, actor_type: 'Team', bypass_mode: 'always' } as const;
    const world = await startWorld(
      {},
      { rulesets: [GROWS, ruleset('written', ['creation', 'update'], [publisher]), TAGS], teams: [{ id: TEAM, slug: 'publisher' }] },
    );
    await world.as('wangwu').teams.addOrUpdateMembershipForUserInOrg({ org: 'jinhua', team_slug: 'publisher', username: 'zhengsi' });
    const main = await world.tip('main');
    const [one, two] = [await world.commit('zhengsi', main, { a: '1' }), await world.commit('zhengsi', main, { a: '2' })];
    expect((await world.push('lisi', one, 'ledger')).said).toMatch(
      /GH013: Repository rule violations found for refs\/heads\/ledger\..*- Cannot create ref due to creations being restricted\..*\[remote rejected\]/s,
    );
    expect((await world.push('zhengsi', one, 'ledger')).code).toBe(0);
    expect((await world.push('zhengsi', two, 'ledger', 'force')).said).toContain('- Cannot force-push to this branch');
    expect((await world.push('zhengsi', '', 'ledger', 'force')).said).toContain('- Cannot delete this branch');
    expect((await world.push('wangwu', await world.commit('wangwu', one, { a: '3' }), 'ledger')).said).toContain(
      '- Cannot update this protected ref.',
    );
    expect((await world.push('lisi', one, 'refs/pull/1/head')).said).toContain('deny updating a hidden ref');
    expect((await world.push('lisi', one, 'refs/tags/v1')).code).toBe(0);
    expect((await world.push('lisi', '', 'refs/tags/v1')).said).toContain('- Cannot delete this tag');
    expect(await world.tip('ledger')).toBe(one);
    await world.as('wangwu').repos.addCollaborator({ ...world.of, username: 'zhouyi', permission: 'pull' });
    expect((await world.push('zhouyi', one, 'zhouyi/street')).code).toBe(128);
  });
});

const OWNERS = ['* @wangwu', '/content/ @zhengsi', '/content/items/wucheng/ @zhouyi @zhengsi', 'content/docs/* @fengliu @nobody', ''].join(
  '\n',
);
const ITEM = 'content/items/wucheng/2026-11-23-street/index.md';

type Merging = { number: number; head: string; world: World };

/** What GitHub says to a merge, in one line. */
async function saidTo({ world, number }: Merging, login = 'lisi'): Promise<string> {
  const merged = world.as(login).pulls.merge({ ...world.of, pull_number: number, merge_method: 'squash' });
  return merged.then(
    () => 'merged',
    (error: { status: number; response: { data: { message: string } } }) =>
      `${error.status} ${error.response.data.message.replace('Repository rule violations found', '').replaceAll('\n\n', ' ').trim()}`,
  );
}

/** A pull request by 李四 into a main whose one rule is `pull_request` with these parameters. */
async function asking(parameters: Record<string, unknown>): Promise<Merging> {
  const rules = [{ type: 'pull_request', parameters }];
  const world = await startWorld(
    { '.github/CODEOWNERS': OWNERS },
    { rulesets: [{ ...GUARDED, bypass_actors: [], rules }], teams: [{ id: TEAM, slug: 'leaders' }] },
  );
  return { world, ...(await world.submit('lisi', 'wucheng/street', { [ITEM]: '1' })) };
}

describe('a merge under a rule for pull requests', () => {
  it('counts the last opinion of everybody who may write, and waits for who asked for changes', async () => {
    const merging = await asking({ required_approving_review_count: 2 });
    const { world, number } = merging;
    expect(await saidTo(merging)).toBe('405 At least 2 approving reviews are required by reviewers with write access.');
    await world.review('zhouyi', number);
    await world.review('zhengsi', number, 'REQUEST_CHANGES');
    expect(await saidTo(merging)).toBe(
      '405 Changes requested by zhengsi. At least 2 approving reviews are required by reviewers with write access.',
    );
    await world.review('zhengsi', number);
    await world.review('zhengsi', number, 'COMMENT');
    await world.as('wangwu').repos.addCollaborator({ ...world.of, username: 'zhouyi', permission: 'pull' });
    expect(await saidTo(merging)).toContain('At least 2 approving');
    await world.review('fengliu', number);
    expect(await saidTo(merging)).toBe('merged');
  });

  it('waits for an owner of each file, by the last line that fits and knows its owners', async () => {
    const merging = await asking({ require_code_owner_review: true });
    await merging.world.review('fengliu', merging.number);
    expect(await saidTo(merging)).toBe('405 Waiting on code owner review from zhouyi and/or zhengsi.');
    await merging.world.review('zhouyi', merging.number);
    expect(await saidTo(merging)).toBe('merged');
    const other = { world: merging.world, ...(await merging.world.submit('lisi', 'docs', { 'content/docs/a.md': '1' })) };
    expect(await saidTo(other)).toBe('405 Waiting on code owner review from zhengsi.');
  });

  it('wants what was pushed last approved by another than who pushed it', async () => {
    const merging = await asking({ require_last_push_approval: true });
    const { world, number, head } = merging;
    await world.review('zhouyi', number);
    await world.push('zhouyi', await world.commit('zhouyi', head, { [ITEM]: '2' }), 'wucheng/street');
    await world.review('zhouyi', number);
    expect(await saidTo(merging)).toBe('405 New changes require approval from someone other than the last pusher.');
    await world.review('zhengsi', number);
    expect(await saidTo(merging)).toBe('merged');
  });

  it('waits until every conversation is resolved, and for the teams that a rule names', async () => {
    const required_reviewers = [{ file_patterns: ['content/**'], minimum_approvals: 1, reviewer: { id: TEAM, type: 'Team' } }];
    const merging = await asking({ required_review_thread_resolution: true, required_reviewers });
    const { world, number } = merging;
    await world.as('wangwu').teams.addOrUpdateMembershipForUserInOrg({ org: 'jinhua', team_slug: 'leaders', username: 'fengliu' });
    const beside = [{ path: ITEM, line: 1, body: '这里' }];
    const { data } = await world.as('zhouyi').pulls.createReview({ ...world.of, pull_number: number, event: 'APPROVE', comments: beside });
    expect(await saidTo(merging)).toMatch(/^405 .*team 77.*A conversation must be resolved before this pull request can be merged\.$/);
    await world.review('fengliu', number);
    const resolve = 'mutation($id: ID!) { resolveReviewThread(input: {threadId: $id}) { thread { isResolved } } }';
    await world.as('lisi').graphql(resolve, { id: `PRRT_${data.id}_0` });
    expect(await saidTo(merging)).toBe('merged');
  });

  it('takes only the ways that the rule allows, and those alone who may write', async () => {
    const { world, number } = await asking({ allowed_merge_methods: ['squash'] });
    const merge = (login: string, merge_method: 'merge' | 'squash') =>
      world.as(login).pulls.merge({ ...world.of, pull_number: number, merge_method });
    await expect(merge('wangwu', 'merge')).rejects.toMatchObject({ status: 405 });
    await world.as('wangwu').repos.addCollaborator({ ...world.of, username: 'zhouyi', permission: 'pull' });
    await expect(merge('zhouyi', 'squash')).rejects.toMatchObject({ status: 403 });
    await merge('lisi', 'squash');
  });
});
