import { describe, expect, it } from 'vitest';
import { GUARDED, REQUIRED, startWorld, type World } from './github-world.ts';

const ITEM = 'content/items/wucheng/2026-11-23-street/index.md';

/** A pull request by 李四, and how to speak to GraphQL about it. */
async function submitted(options: { allowAutoMerge?: boolean } = { allowAutoMerge: true }) {
  const world = await startWorld({}, { rulesets: [GUARDED, REQUIRED], ...options });
  const { number, head } = await world.submit('lisi', 'wucheng/street', { [ITEM]: '1' });
  const pulled = { ...world.of, pull_number: number };
  const mutate = async (login: string, words: string, variables: Record<string, string> = {}) => {
    const { data } = await world.as(login).pulls.get(pulled);
    return world.as(login).graphql(words, { id: data.node_id, ...variables });
  };
  return { world, number, head, pulled, mutate };
}

const ENABLE = `mutation($id: ID!, $head: GitObjectID!) {
  enablePullRequestAutoMerge(input: {pullRequestId: $id, mergeMethod: SQUASH, expectedHeadOid: $head}) { pullRequest { number } }
}`;
const DISABLE = 'mutation($id: ID!) { disablePullRequestAutoMerge(input: {pullRequestId: $id}) { pullRequest { number } } }';

/** Another text of the same item on main. */
async function conflictWith(world: World): Promise<void> {
  const other = await world.commit('wangwu', await world.tip('main'), { [ITEM]: '2' });
  await world.pass(other);
  await world.push('wangwu', other, 'main');
}

const commented = async (world: World, number: number) =>
  (await world.as('lisi').issues.listEventsForTimeline({ ...world.of, issue_number: number })).data.map(({ event }) => event);

describe('auto-merge on the local GitHub', () => {
  it('merges by squash, in the name of whoever asked for it, once the last required status is good', async () => {
    const { world, head, pulled, mutate } = await submitted();
    await mutate('wangwu', ENABLE, { head });
    const { data: waiting } = await world.as('lisi').pulls.get(pulled);
    expect(waiting.auto_merge).toMatchObject({ merge_method: 'squash', enabled_by: { login: 'wangwu' } });
    const status = (context: string, state: 'success' | 'pending') =>
      world.as('sanshen-bot').repos.createCommitStatus({ ...world.of, sha: head, context, state });
    await status('sanshen/check', 'success');
    await status('sanshen/gate', 'pending');
    expect((await world.as('lisi').pulls.get(pulled)).data.merged).toBe(false);
    await status('sanshen/gate', 'success');
    const { data: merged } = await world.as('lisi').pulls.get(pulled);
    expect(merged).toMatchObject({ merged: true, merged_by: { login: 'wangwu' } });
    expect(await world.tip('main')).toBe(merged.merge_commit_sha);
  });

  it('waits no more once it is disabled', async () => {
    const { world, head, pulled, mutate } = await submitted();
    await mutate('wangwu', ENABLE, { head });
    await mutate('wangwu', DISABLE);
    await world.pass(head);
    expect((await world.as('lisi').pulls.get(pulled)).data).toMatchObject({ merged: false, auto_merge: null });
    await expect(mutate('wangwu', DISABLE)).rejects.toThrow("Can't disable auto-merge for this pull request.");
  });

  it('leaves what conflicts by the time its statuses are good', async () => {
    const { world, head, pulled, mutate } = await submitted();
    await mutate('wangwu', ENABLE, { head });
    await conflictWith(world);
    await world.pass(head);
    expect((await world.as('lisi').pulls.get(pulled)).data).toMatchObject({ merged: false, mergeable: false });
  });

  it.each([
    ['where the repository doesn’t allow it', { allow: false }, 'Pull request Auto merge is not allowed for this repository'],
    ['where nothing is in the way any more', { passed: true }, 'Pull request Pull request is in clean status'],
    ['where the texts conflict', { conflict: true }, 'Pull request Pull request is in dirty status'],
    ['of another head than the one that was judged', { head: 'a'.repeat(40) }, 'Head branch was modified'],
  ])('is refused %s', async (_, given: { allow?: boolean; passed?: boolean; conflict?: boolean; head?: string }, words) => {
    const { world, head, mutate } = await submitted({ allowAutoMerge: given.allow ?? true });
    if (given.passed) await world.pass(head);
    if (given.conflict) await conflictWith(world);
    await expect(mutate('wangwu', ENABLE, { head: given.head ?? head })).rejects.toThrow(words);
  });

  it('is refused of what is closed, and a query that is none of these isn’t answered', async () => {
    const { world, head, pulled, mutate } = await submitted();
    await world.as('wangwu').pulls.update({ ...pulled, state: 'closed' });
    await expect(mutate('wangwu', ENABLE, { head })).rejects.toThrow("Can't enable auto-merge");
    await expect(mutate('wangwu', '{ viewer { login } }')).rejects.toMatchObject({ status: 400 });
    await expect(world.as('lisi').graphql(DISABLE, { id: 'PR_99' })).rejects.toThrow('Could not resolve to a node');
  });
});

describe('a request for review', () => {
  it('is taken back, and nothing is said of one that never was', async () => {
    const { world, number, pulled } = await submitted();
    await world.as('wangwu').pulls.requestReviewers({ ...pulled, reviewers: ['zhouyi', 'zhengsi'] });
    await world.as('wangwu').pulls.removeRequestedReviewers({ ...pulled, reviewers: ['Zhouyi', 'fengliu', 'stranger'] });
    const { data } = await world.as('lisi').pulls.listRequestedReviewers(pulled);
    expect(data.users.map(({ login }) => login)).toEqual(['zhengsi']);
    expect((await commented(world, number)).filter((event) => event === 'review_request_removed')).toHaveLength(1);
  });
});

describe('labels of a pull request', () => {
  it('are added, made where the repository has none of that name, and taken off one by one', async () => {
    const { world, number } = await submitted();
    const issue = { ...world.of, issue_number: number };
    await world.as('wangwu').issues.createLabel({ ...world.of, name: '退回', color: 'b3261e', description: '示例' });
    const added = await world.as('sanshen-bot').issues.addLabels({ ...issue, labels: ['退回', '待签发'] });
    expect(added.data.map(({ name, color }) => [name, color])).toEqual([
      ['退回', 'b3261e'],
      ['待签发', 'ededed'],
    ]);
    await world.as('sanshen-bot').issues.addLabels({ ...issue, labels: ['退回'] });
    const left = await world.as('sanshen-bot').issues.removeLabel({ ...issue, name: '退回' });
    expect(left.data.map(({ name }) => name)).toEqual(['待签发']);
    await expect(world.as('sanshen-bot').issues.removeLabel({ ...issue, name: '退回' })).rejects.toMatchObject({ status: 404 });
    expect((await commented(world, number)).filter((event) => event === 'labeled' || event === 'unlabeled')).toEqual([
      'labeled',
      'labeled',
      'unlabeled',
    ]);
  });
});

describe('a pull request from a fork', () => {
  it('says so by its head, whose activity nobody here can read', async () => {
    const world = await startWorld();
    const head = await world.commit('zhouyi', await world.tip('main'), { [ITEM]: '1' });
    await world.push('zhouyi', head, 'street');
    const { data } = await world.as('zhouyi').pulls.create({ ...world.of, head: 'zhouyi:street', base: 'main', title: '从复刻报送' });
    expect([data.head.label, data.head.repo?.full_name, data.base.repo.full_name]).toEqual(['zhouyi:street', 'zhouyi/news', 'jinhua/news']);
    await expect(world.as('lisi').repos.listActivities({ owner: 'zhouyi', repo: 'news' })).rejects.toMatchObject({ status: 404 });
    const stranger = world.as('zhouyi').pulls.create({ ...world.of, head: 'stranger:street', base: 'main', title: '从复刻报送' });
    await expect(stranger).rejects.toMatchObject({ status: 422 });
  });
});

it('changes are asked for with words, be they only beside a line', async () => {
  const { world, pulled } = await submitted();
  const asks = (more: object) => world.as('zhouyi').pulls.createReview({ ...pulled, event: 'REQUEST_CHANGES', ...more });
  await expect(asks({})).rejects.toMatchObject({ status: 422 });
  const { data } = await asks({ comments: [{ path: ITEM, line: 1, body: '这里' }] });
  expect([data.state, data.body]).toEqual(['CHANGES_REQUESTED', '']);
});

describe('a start by hand', () => {
  it('is told of a workflow on the branch that takes one, and refused of any other', async () => {
    const world = await startWorld({
      '.github/workflows/publish.yml': 'on:\n  workflow_dispatch:\n',
      '.github/workflows/act.yml':
        'on:\n  workflow_dispatch:\n    inputs:\n      what: {type: choice, options: [hold], default: hold}\n      why: {required: true}\n',
      '.github/workflows/watch.yml': 'on:\n  schedule: []\n',
    });
    const main = await world.tip('main');
    const started = await world.as('wangwu').actions.createWorkflowDispatch({ ...world.of, workflow_id: 'publish.yml', ref: 'main' });
    expect([started.status, world.events.at(-1)]).toEqual([
      204,
      { kind: 'workflow_dispatch', workflow: 'publish.yml', ref: 'refs/heads/main', sha: main, actor: 'wangwu', inputs: {} },
    ]);
    await world.push('lisi', main, 'refs/tags/old');
    await world.as('lisi').actions.createWorkflowDispatch({ ...world.of, workflow_id: 'publish.yml', ref: 'old' });
    expect(world.events.at(-1)).toMatchObject({ ref: 'refs/tags/old', actor: 'lisi' });
    // GitHub's description names no refusal of it.
    const refused = async (file: string, ref = 'main', inputs = {}): Promise<number> => {
      const address = `${world.github.url}/repos/${world.github.repository}/actions/workflows/${file}/dispatches`;
      const headers = { authorization: `Bearer ${world.github.tokenOf('wangwu')}` };
      return (await fetch(address, { method: 'POST', headers, body: JSON.stringify({ ref, inputs }) })).status;
    };
    expect([await refused('watch.yml'), await refused('publish.yml', 'other'), await refused('none.yml')]).toEqual([422, 422, 404]);
    for (const inputs of [{}, { why: 'x', who: 'y' }, { why: 'x', what: 'resume' }])
      expect(await refused('act.yml', 'main', inputs)).toBe(422);
    expect(await refused('act.yml', 'main', { why: 'x' })).toBe(204);
  });
});
