import { describe, expect, it } from 'vitest';
import { openGit } from '#pipeline/forge/git/git.ts';
import { octokitFor } from '#pipeline/forge/github/github.ts';
import { operations } from '#pipeline/sandbox/github/api.ts';
import { startClock } from '#pipeline/sandbox/github/clock.ts';
import { namedOperations } from '#pipeline/sandbox/github/permissions.ts';
import { conforming, operationNames } from './github-schema.ts';
import { GUARDED, REQUIRED, startWorld, type World } from './github-world.ts';

const ITEM = 'content/items/wucheng/2026-11-23-street/index.md';

const merge = (world: World, login: string, number: number, options: { sha?: string; merge_method?: 'merge' | 'squash' | 'rebase' } = {}) =>
  world.as(login).pulls.merge({ ...world.of, pull_number: number, ...options });

async function pathsOnMain(world: World): Promise<string[]> {
  const git = await openGit(world.github.repositoryDir);
  const entries = await git.list('main');
  git.close();
  return entries.map(({ path }) => path);
}

const stateOf = async (world: World, number: number): Promise<string[]> =>
  (await world.as('lisi').pulls.listReviews({ ...world.of, pull_number: number })).data.map(({ state }) => state);

describe('the local GitHub', () => {
  it('answers exactly the operations whose description is held here', () =>
    expect(Object.keys(operations).sort()).toEqual([...operationNames].sort()));

  it('says of each what right it needs', () => expect(namedOperations().sort()).toEqual([...operationNames].sort()));

  it('asks for a token that somebody has', async () => {
    const { github, of } = await startWorld();
    const stranger = octokitFor({ apiUrl: github.url, token: 'nobody', repository: github.repository });
    await expect(stranger.repos.get(of)).rejects.toMatchObject({ status: 401 });
    expect((await fetch(`${github.url}/user`)).status).toBe(401);
  });

  it('knows its own repository only', async () => {
    const { as } = await startWorld();
    await expect(as('lisi').repos.get({ owner: 'jinhua', repo: 'other' })).rejects.toMatchObject({ status: 404 });
  });

  it('says who someone is and what he may do', async () => {
    const { as, of } = await startWorld();
    expect((await as('lisi').users.getAuthenticated()).data).toMatchObject({ login: 'lisi', id: 101, type: 'User' });
    expect((await as('lisi').users.getByUsername({ username: 'Sanshen-Bot' })).data.type).toBe('Bot');
    await expect(as('sanshen-bot').users.getAuthenticated()).rejects.toMatchObject({ status: 403 });
    const permission = async (username: string) =>
      (await as('wangwu').repos.getCollaboratorPermissionLevel({ ...of, username })).data.permission;
    expect([await permission('lisi'), await permission('wangwu')]).toEqual(['write', 'admin']);
  });

  it('refuses bodies that are not JSON objects', async () => {
    const { github } = await startWorld();
    const send = (body: string) =>
      fetch(`${github.url}/repos/jinhua/news/issues`, {
        method: 'POST',
        body,
        headers: { authorization: `token ${github.tokenOf('lisi')}` },
      });
    for (const body of ['{', '[]', '"x"']) expect((await send(body)).status).toBe(400);
    expect((await send('{"title":1}')).status).toBe(422);
    expect((await send('{}')).status).toBe(422);
  });
});

describe('the comparison with GitHub’s description', () => {
  /** An Octokit whose answers are changed on the way. */
  async function tampered(change: (body: Record<string, unknown>) => void) {
    const { github, of } = await startWorld();
    const octokit = octokitFor({ apiUrl: github.url, token: github.tokenOf('lisi'), repository: github.repository });
    octokit.hook.after('request', (response) => change(response.data as Record<string, unknown>));
    return { octokit: conforming(octokit), of };
  }

  it('finds a field that is missing or of another kind, and a request that GitHub would not know', async () => {
    const missing = await tampered((body) => delete body.default_branch);
    await expect(missing.octokit.repos.get(missing.of)).rejects.toThrow("must have required property 'default_branch'");
    const wrong = await tampered((body) => Object.assign(body, { private: 'yes' }));
    await expect(wrong.octokit.repos.get(wrong.of)).rejects.toThrow('/private must be boolean');
    const { octokit, of } = await tampered(() => undefined);
    await expect(octokit.request('GET /repos/{owner}/{repo}/pulls', { ...of, colour: 'red' })).rejects.toThrow('GitHub knows no colour');
    await expect(octokit.request('GET /repos/{owner}/{repo}/topics', of)).rejects.toThrow('not in the slice');
    const numbers = { ...of, title: 't', labels: 7 as unknown as string[] };
    await expect(octokit.issues.create(numbers)).rejects.toThrow('/labels must be array');
  });
});

describe('a push', () => {
  it('is noted in the activity with who, from where to where, and when', async () => {
    const world = await startWorld();
    const main = await world.tip('main');
    const one = await world.commit('lisi', main, { [ITEM]: '1' });
    const two = await world.commit('lisi', one, { [ITEM]: '2' });
    const other = await world.commit('lisi', main, { [ITEM]: '3' });
    await world.push('lisi', one, 'wucheng/street');
    await world.push('zhouyi', two, 'wucheng/street');
    await world.push('lisi', other, 'wucheng/street', 'force');
    const { data } = await world.as('lisi').repos.listActivities({ ...world.of, ref: 'refs/heads/wucheng/street', direction: 'asc' });
    expect(data.map(({ activity_type, actor, before, after }) => [activity_type, actor?.login, before, after])).toEqual([
      ['branch_creation', 'lisi', '0'.repeat(40), one],
      ['push', 'zhouyi', one, two],
      ['force_push', 'lisi', two, other],
    ]);
    const times = data.map(({ timestamp }) => timestamp);
    expect(new Set(times).size).toBe(3);
    expect(times).toEqual(times.toSorted());
  });
});

describe('a pull request', () => {
  it('lists its commits and files, and follows its branch', async () => {
    const world = await startWorld({ 'content/old.yml': 'a: 1\n' });
    const { number, head } = await world.submit('lisi', 'wucheng/street', { [ITEM]: '一\n二\n' });
    const next = await world.commit('lisi', head, { 'content/old.yml': 'a: 2\n' });
    await world.push('lisi', next, 'wucheng/street');
    const { data } = await world.as('zhouyi').pulls.get({ ...world.of, pull_number: number });
    expect(data).toMatchObject({
      commits: 2,
      changed_files: 2,
      additions: 3,
      deletions: 1,
      mergeable: true,
      merged: false,
      head: { sha: next },
      user: { login: 'lisi' },
    });
    const commits = await world.as('lisi').pulls.listCommits({ ...world.of, pull_number: number });
    expect(commits.data.map(({ sha, author }) => [sha, author?.login])).toEqual([
      [head, 'lisi'],
      [next, 'lisi'],
    ]);
    const files = await world.as('lisi').pulls.listFiles({ ...world.of, pull_number: number });
    expect(files.data.map(({ filename, status, additions, deletions }) => [filename, status, additions, deletions])).toEqual([
      [ITEM, 'added', 2, 0],
      ['content/old.yml', 'modified', 1, 1],
    ]);
    expect(world.events.map((event) => ('action' in event ? event.action : event.kind))).toEqual(['push', 'opened', 'push', 'synchronize']);
  });

  it('needs commits, two branches, a title, and no twin', async () => {
    const world = await startWorld();
    await world.submit('lisi', 'wucheng/street', { [ITEM]: '1' });
    await world.push('lisi', await world.tip('main'), 'empty');
    const create = (head: string, base = 'main', title = 't') => world.as('lisi').pulls.create({ ...world.of, head, base, title });
    for (const bad of [
      create('none'),
      create('wucheng/street', 'none'),
      create('empty'),
      create('wucheng/street'),
      create('empty', 'main', ''),
    ]) {
      await expect(bad).rejects.toMatchObject({ status: 422 });
    }
  });

  it('is edited, closed, opened again, and made ready', async () => {
    const world = await startWorld();
    const { number } = await world.submit('lisi', 'wucheng/street', { [ITEM]: '1' });
    const update = async (change: { title?: string; body?: string; state?: 'open' | 'closed' }) =>
      (await world.as('lisi').pulls.update({ ...world.of, pull_number: number, ...change })).data;
    expect(await update({ title: '新标题', body: '新说明' })).toMatchObject({ title: '新标题', body: '新说明', state: 'open' });
    expect(await update({ state: 'closed' })).toMatchObject({ state: 'closed' });
    expect((await world.as('lisi').pulls.list(world.of)).data).toEqual([]);
    expect(await update({ state: 'open' })).toMatchObject({ state: 'open', closed_at: null });
    const draft = async (mutation: string): Promise<boolean | undefined> => {
      const id = (await world.as('lisi').pulls.get({ ...world.of, pull_number: number })).data.node_id;
      await world.as('lisi').graphql(`mutation($id: ID!) { ${mutation}(input: {pullRequestId: $id}) { pullRequest { isDraft } } }`, { id });
      return (await world.as('lisi').pulls.get({ ...world.of, pull_number: number })).data.draft;
    };
    expect([await draft('convertPullRequestToDraft'), await draft('markPullRequestReadyForReview')]).toEqual([true, false]);
    await expect(world.as('lisi').graphql('{ viewer { login } }')).rejects.toThrow();
  });

  it('asks people for their review, but not its author or a stranger', async () => {
    const world = await startWorld();
    const { number } = await world.submit('lisi', 'wucheng/street', { [ITEM]: '1' });
    const ask = (...reviewers: string[]) => world.as('wangwu').pulls.requestReviewers({ ...world.of, pull_number: number, reviewers });
    expect((await ask('zhouyi', 'zhengsi')).data.requested_reviewers?.map((user) => user.login)).toEqual(['zhouyi', 'zhengsi']);
    await expect(ask('lisi')).rejects.toMatchObject({ status: 422 });
    await expect(ask('stranger')).rejects.toMatchObject({ status: 422 });
    await world.review('zhouyi', number);
    const { data } = await world.as('lisi').pulls.listRequestedReviewers({ ...world.of, pull_number: number });
    expect(data.users.map(({ login }) => login)).toEqual(['zhengsi']);
  });

  it('counts as merged when somebody with the right pushes its commits to main', async () => {
    const world = await startWorld();
    const { number, head } = await world.submit('lisi', 'wucheng/street', { [ITEM]: '1' });
    await world.push('wangwu', head, 'main');
    const { data } = await world.as('lisi').pulls.get({ ...world.of, pull_number: number });
    expect(data).toMatchObject({ merged: true, merge_commit_sha: head, merged_by: { login: 'wangwu' }, commits: 1, changed_files: 1 });
  });
});

describe('a review', () => {
  it('is never one of the author himself', async () => {
    const world = await startWorld();
    const { number } = await world.submit('lisi', 'wucheng/street', { [ITEM]: '1' });
    await expect(world.review('lisi', number)).rejects.toMatchObject({ status: 422 });
    await expect(world.review('lisi', number, 'REQUEST_CHANGES')).rejects.toMatchObject({ status: 422 });
    await world.review('lisi', number, 'COMMENT');
    expect(await stateOf(world, number)).toEqual(['COMMENTED']);
  });

  it('names a commit of the pull request, and has words unless it approves', async () => {
    const world = await startWorld();
    const { number } = await world.submit('lisi', 'wucheng/street', { [ITEM]: '1' });
    await expect(world.review('zhouyi', number, 'APPROVE', await world.tip('main'))).rejects.toMatchObject({ status: 422 });
    await expect(
      world.as('zhouyi').pulls.createReview({ ...world.of, pull_number: number, event: 'REQUEST_CHANGES' }),
    ).rejects.toMatchObject({ status: 422 });
    await expect(world.as('zhouyi').pulls.createReview({ ...world.of, pull_number: 99, event: 'APPROVE' })).rejects.toMatchObject({
      status: 404,
    });
  });

  it('is seen by its writer alone until he submits it', async () => {
    const world = await startWorld();
    const { number } = await world.submit('lisi', 'wucheng/street', { [ITEM]: '1' });
    const of = { ...world.of, pull_number: number };
    const { data } = await world.as('zhouyi').pulls.createReview(of);
    expect(data.state).toBe('PENDING');
    expect(await stateOf(world, number)).toEqual([]);
    await expect(world.as('lisi').pulls.getReview({ ...of, review_id: data.id })).rejects.toMatchObject({ status: 404 });
    await world.as('zhouyi').pulls.submitReview({ ...of, review_id: data.id, event: 'APPROVE' });
    expect(await stateOf(world, number)).toEqual(['APPROVED']);
  });

  it('is dismissed by a push that changes what it approved, in the name of who pushed', async () => {
    const world = await startWorld();
    const { number, head } = await world.submit('lisi', 'wucheng/street', { [ITEM]: '1' });
    const id = await world.review('zhouyi', number);
    await world.review('zhengsi', number, 'REQUEST_CHANGES');
    const next = await world.commit('lisi', head, { [ITEM]: '2' });
    await world.push('lisi', next, 'wucheng/street');
    expect(await stateOf(world, number)).toEqual(['DISMISSED', 'CHANGES_REQUESTED']);
    const { data } = await world.as('lisi').issues.listEventsForTimeline({ ...world.of, issue_number: number });
    expect(data.find(({ event }) => event === 'review_dismissed')).toMatchObject({
      actor: { login: 'lisi' },
      dismissed_review: { review_id: id, state: 'approved', dismissal_commit_id: next },
    });
  });

  it('survives an identical rebase, and is then shown at the new head', async () => {
    const world = await startWorld();
    const { number } = await world.submit('lisi', 'wucheng/street', { [ITEM]: '1' });
    const id = await world.review('zhouyi', number);
    await world.push('wangwu', await world.commit('wangwu', await world.tip('main'), { 'README.md': 'new' }), 'main');
    const rebased = await world.commit('lisi', await world.tip('main'), { [ITEM]: '1' });
    await world.push('lisi', rebased, 'wucheng/street', 'force');
    const { data } = await world.as('lisi').pulls.getReview({ ...world.of, pull_number: number, review_id: id });
    expect(data).toMatchObject({ state: 'APPROVED', commit_id: rebased });
  });

  it('is dismissed by hand by an administrator only, with a reason', async () => {
    const world = await startWorld();
    const { number } = await world.submit('lisi', 'wucheng/street', { [ITEM]: '1' });
    const id = await world.review('zhouyi', number);
    const dismiss = (login: string, message: string) =>
      world.as(login).pulls.dismissReview({ ...world.of, pull_number: number, review_id: id, message });
    await expect(dismiss('zhengsi', '重审')).rejects.toMatchObject({ status: 403 });
    expect((await dismiss('wangwu', '重审')).data.state).toBe('DISMISSED');
    await expect(dismiss('wangwu', '重审')).rejects.toMatchObject({ status: 422 });
  });
});

describe('a merge', () => {
  it('waits for both required statuses at the head itself', async () => {
    const world = await startWorld({}, { rulesets: [GUARDED, REQUIRED] });
    const { number, head } = await world.submit('lisi', 'wucheng/street', { [ITEM]: '1' });
    await expect(merge(world, 'wangwu', number)).rejects.toMatchObject({ status: 405 });
    await world.pass(head);
    const status = async () => (await world.as('lisi').repos.getCombinedStatusForRef({ ...world.of, ref: 'wucheng/street' })).data.state;
    expect(await status()).toBe('success');
    await world.as('sanshen-bot').repos.createCommitStatus({ ...world.of, sha: head, context: 'sanshen/gate', state: 'pending' });
    expect(await status()).toBe('pending');
    await expect(merge(world, 'wangwu', number)).rejects.toMatchObject({ status: 405 });
    await world.pass(head);
    const next = await world.commit('lisi', head, { [ITEM]: '2' });
    await world.push('lisi', next, 'wucheng/street');
    await expect(merge(world, 'wangwu', number)).rejects.toMatchObject({ status: 405 });
    await world.pass(next);
    await expect(merge(world, 'wangwu', number, { sha: head })).rejects.toMatchObject({ status: 409 });
    await expect(merge(world, 'wangwu', number, { merge_method: 'rebase' })).rejects.toMatchObject({ status: 405 });
    expect((await merge(world, 'wangwu', number, { sha: next })).data.merged).toBe(true);
    await expect(merge(world, 'wangwu', number)).rejects.toMatchObject({ status: 405 });
  });

  it.each(['squash', 'merge'] as const)('by %s of two pull requests side by side keeps both', async (merge_method) => {
    const world = await startWorld();
    const other = 'content/items/jindong/2026-11-22-market/index.md';
    const first = await world.submit('lisi', 'wucheng/street', { [ITEM]: '1' });
    const second = await world.submit('zhouyi', 'jindong/market', { [other]: '2' });
    for (const { head } of [first, second]) await world.pass(head);
    await Promise.all([first, second].map(({ number }) => merge(world, 'wangwu', number, { merge_method })));
    const paths = (await pathsOnMain(world)).filter((path) => path.startsWith('content/items/'));
    expect(paths.sort()).toEqual([other, ITEM].sort());
    const { data } = await world.as('lisi').pulls.listFiles({ ...world.of, pull_number: second.number });
    expect(data.map(({ filename }) => filename)).toEqual([other]);
  });

  it('names the submitter as author, GitHub as committer, and is found by its commit', async () => {
    const world = await startWorld();
    const { number, head } = await world.submit('lisi', 'wucheng/street', { [ITEM]: '1' });
    await world.pass(head);
    const { data } = await merge(world, 'wangwu', number, { merge_method: 'squash' });
    const branch = (await world.as('lisi').repos.getBranch({ ...world.of, branch: 'main' })).data;
    expect(branch.commit).toMatchObject({ sha: data.sha, author: { login: 'lisi' }, committer: { login: 'web-flow' } });
    expect((await world.as('lisi').git.getRef({ ...world.of, ref: 'heads/main' })).data.object.sha).toBe(data.sha);
    for (const commit_sha of [data.sha, head]) {
      const pulls = (await world.as('lisi').repos.listPullRequestsAssociatedWithCommit({ ...world.of, commit_sha })).data;
      expect(pulls.map((pull) => [pull.number, pull.merge_commit_sha])).toEqual([[number, data.sha]]);
    }
    expect(world.events.slice(-2)).toMatchObject([
      { kind: 'merge', number, sha: data.sha },
      { kind: 'push', branch: 'main', type: 'pr_merge', actor: 'wangwu' },
    ]);
  });

  it('is refused where the texts conflict, and of a draft', async () => {
    const world = await startWorld({ [ITEM]: '一\n' });
    const { number, head } = await world.submit('lisi', 'wucheng/street', { [ITEM]: '二\n' });
    await world.push('wangwu', await world.commit('wangwu', await world.tip('main'), { [ITEM]: '三\n' }), 'main');
    await world.pass(head);
    expect((await world.as('lisi').pulls.get({ ...world.of, pull_number: number })).data.mergeable).toBe(false);
    await expect(merge(world, 'wangwu', number)).rejects.toMatchObject({ status: 405 });
  });
});

describe('issues and runs', () => {
  it('keep labels, comments and state', async () => {
    const world = await startWorld();
    const octokit = world.as('lisi');
    const { data } = await octokit.issues.create({ ...world.of, title: '来稿', body: '正文', labels: ['intake'] });
    const issue = { ...world.of, issue_number: data.number };
    const comment = (await octokit.issues.createComment({ ...issue, body: '收到' })).data;
    await octokit.issues.updateComment({ ...world.of, comment_id: comment.id, body: '已收到' });
    expect((await octokit.issues.listComments(issue)).data.map(({ body }) => body)).toEqual(['已收到']);
    await octokit.issues.update({ ...issue, title: '来稿（改）', labels: ['intake', '急'] });
    const found = (await octokit.issues.listForRepo({ ...world.of, labels: 'intake' })).data;
    expect(found.map(({ title, comments, labels }) => [title, comments, labels.length])).toEqual([['来稿（改）', 1, 2]]);
    await octokit.issues.update({ ...issue, state: 'closed' });
    expect((await octokit.issues.listForRepo(world.of)).data).toEqual([]);
    expect((await octokit.issues.get(issue)).data.state).toBe('closed');
    expect((await octokit.issues.listLabelsForRepo(world.of)).data.map(({ name }) => name)).toEqual(['intake', '急']);
    await octokit.issues.createLabel({ ...world.of, name: 'publish-alert', color: 'd73a4a' });
    await expect(octokit.issues.createLabel({ ...world.of, name: 'publish-alert' })).rejects.toMatchObject({ status: 422 });
  });

  it('hands lists out page by page to the end', async () => {
    const world = await startWorld();
    const octokit = world.as('lisi');
    const main = await world.tip('main');
    const { data } = await octokit.issues.create({ ...world.of, title: 't' });
    for (let n = 1; n <= 5; n += 1) {
      await octokit.issues.createComment({ ...world.of, issue_number: data.number, body: `第${n}条` });
      await world.push('lisi', n === 1 ? main : await world.commit('lisi', main, { a: String(n) }), 'pages', 'force');
    }
    const comments = await octokit.paginate(octokit.issues.listComments, { ...world.of, issue_number: data.number, per_page: 2 });
    expect(comments.map(({ body }) => body)).toEqual(['第1条', '第2条', '第3条', '第4条', '第5条']);
    const activity = await octokit.paginate(octokit.repos.listActivities, { ...world.of, ref: 'pages', per_page: 2 });
    expect(activity.map(({ activity_type }) => activity_type)).toEqual([
      'force_push',
      'force_push',
      'force_push',
      'push',
      'branch_creation',
    ]);
  });

  it('tells whether a run of Actions has ended, and when', async () => {
    const world = await startWorld();
    const id = world.github.startRun();
    const run = async () => (await world.as('lisi').actions.getWorkflowRun({ ...world.of, run_id: Number(id) })).data;
    expect((await run()).status).toBe('in_progress');
    world.github.completeRun(id);
    expect(await run()).toMatchObject({ status: 'completed', updated_at: world.github.clock.now() });
  });

  it('tells the runs of a workflow at a head, and what they have left behind, for as long as it is kept', async () => {
    const { github, as, of, tip } = await startWorld();
    const head = await tip('main');
    const ids = [github.startRun({ workflow: 'check', head }), github.startRun({ workflow: 'check', head })];
    github.startRun({ workflow: 'check', head: '0'.repeat(40) });
    const of1 = { ...of, workflow_id: 'check.yml', head_sha: head };
    const runs = async (more = {}) => (await as('lisi').actions.listWorkflowRuns({ ...of1, ...more })).data;
    expect((await runs()).workflow_runs.map(({ id, status }) => [String(id), status])).toEqual(
      ids.toReversed().map((id) => [id, 'in_progress']),
    );
    github.completeRun(ids[0] as string);
    expect((await runs({ status: 'success' })).workflow_runs.map(({ id }) => String(id))).toEqual([ids[0]]);
    expect(await runs({ per_page: 1, page: 2 })).toMatchObject({ total_count: 2, workflow_runs: [{ id: Number(ids[0]) }] });
    await expect(runs({ workflow_id: 'other.yml' })).rejects.toMatchObject({ status: 404 });

    const [page, other] = [github.keepArtifact(ids[0] as string, 'a.html', 1), github.keepArtifact(ids[1] as string, 'b.html')];
    const kept = async (more = {}) => (await as('lisi').actions.listArtifactsForRepo({ ...of, ...more })).data.artifacts;
    expect((await kept()).map(({ id }) => String(id))).toEqual([other, page]);
    const named = async () =>
      (await kept({ name: 'a.html' })).map(({ expired, workflow_run: run }) => [expired, String(run?.id), run?.head_sha]);
    expect(await named()).toEqual([[false, ids[0], head]]);
    github.clock.advance(86_400);
    expect(await named()).toEqual([[true, ids[0], head]]);
    expect(() => github.keepArtifact('1', 'a.html')).toThrow(RangeError);
  });
});

describe('the clock of the sandbox', () => {
  it('gives every event a time of its own, and never goes back', () => {
    const clock = startClock({ at: '2026-11-24T08:00:00+08:00', still: true });
    expect([clock.now(), clock.tick(), clock.tick(), clock.now()]).toEqual([
      '2026-11-24T00:00:00Z',
      '2026-11-24T00:00:01Z',
      '2026-11-24T00:00:02Z',
      '2026-11-24T00:00:02Z',
    ]);
    clock.advance(86_400);
    expect(clock.now()).toBe('2026-11-25T00:00:02Z');
    expect(() => startClock({ at: 'yesterday' })).toThrow(RangeError);
  });

  it('is the Date of every answer', async () => {
    const { as, of, github } = await startWorld();
    const { headers } = await as('lisi').repos.get(of);
    expect(new Date(headers.date ?? '').toISOString()).toBe(new Date(github.clock.now()).toISOString());
  });
});
