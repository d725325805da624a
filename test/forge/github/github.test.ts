import { describe, expect, it } from 'vitest';
import { type Github, openGithub } from '#pipeline/forge/github/github.ts';
import { listen } from '../../listen.ts';
import { startWorld, type World } from '../../sandbox/github-world.ts';

const ITEM = 'content/items/wucheng/2026-11-23-street/index.md';

const open = (world: World, login: string): Github =>
  openGithub({ apiUrl: world.github.url, token: world.github.tokenOf(login), repository: world.github.repository });

/** A server that gives the same answer to everything, and counts what it was asked. */
async function answering(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<{ github: Github; asked: string[] }> {
  const asked: string[] = [];
  const apiUrl = await listen((request, response) => {
    asked.push(request.method ?? '');
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  });
  return { github: openGithub({ apiUrl, token: 't', repository: 'jinhua/news' }), asked };
}

describe('a failure of GitHub', () => {
  it.each([
    { status: 401, headers: {}, code: 'github/token' },
    { status: 403, headers: {}, code: 'github/forbidden' },
    { status: 403, headers: { 'x-ratelimit-remaining': '0' }, code: 'github/rate-limit' },
    { status: 404, headers: {}, code: 'github/not-found' },
    { status: 422, headers: {}, code: 'github/refused' },
    { status: 429, headers: {}, code: 'github/rate-limit' },
    { status: 500, headers: {}, code: 'github/unreachable' },
  ])('of status $status is the problem $code, in one Chinese sentence', async ({ status, headers, code }) => {
    const { github } = await answering(status, { message: 'words' }, headers);
    await expect(github.pullRequest(1)).rejects.toMatchObject({
      code,
      exitCode: 2,
      place: 'jinhua/news',
      message: expect.stringMatching(/[一-龥].*请/),
    });
  });

  it('to answer at all is a problem of the network', async () => {
    const github = openGithub({ apiUrl: 'http://127.0.0.1:1', token: 't', repository: 'jinhua/news' });
    await expect(github.requestReviewers(1, ['lisi'])).rejects.toMatchObject({ code: 'github/unreachable' });
  });

  it('that may pass is asked again, but nothing that changes something is ever sent twice', async () => {
    const reads = await answering(503, { message: 'busy' });
    await expect(reads.github.pullRequest(1)).rejects.toMatchObject({ code: 'github/unreachable' });
    expect(reads.asked).toEqual(['GET', 'GET', 'GET']);
    const writes = await answering(503, { message: 'busy' });
    await expect(writes.github.setStatus('a'.repeat(40), 'sanshen/gate', 'success', 'ok')).rejects.toMatchObject({
      code: 'github/unreachable',
    });
    expect(writes.asked).toEqual(['POST']);
  });

  it('to say where a status stands is no answer that it stands nowhere; a token without the right has none', async () => {
    const { github, asked } = await answering(503, { message: 'busy' });
    await expect(github.markedCommits('sanshen/ledger')).rejects.toMatchObject({ code: 'github/unreachable' });
    expect(asked).toEqual(['POST', 'POST', 'POST']);
    const without = await answering(403, { message: 'Resource not accessible by integration' });
    expect(await without.github.markedCommits('sanshen/ledger')).toBeNull();
  });
});

describe('GitHub', () => {
  it('tells the time by its own clock', async () => {
    const world = await startWorld();
    expect(await open(world, 'lisi').now()).toBe('2026-11-24T09:00:01+08:00');
    world.github.clock.advance(3600);
    expect(await open(world, 'lisi').now()).toBe('2026-11-24T10:00:01+08:00');
  });

  it('describes a pull request, open and merged, and finds it by the commit it brought', async () => {
    const world = await startWorld();
    const { number, head } = await world.submit('lisi', 'wucheng/street', { [ITEM]: '1' }, '源自 #7');
    const github = open(world, 'sanshen-bot');
    expect(await github.pullRequest(number)).toMatchObject({
      number,
      author: 'lisi',
      draft: false,
      merged: false,
      open: true,
      mergeSha: null,
      mergeable: true,
      body: '源自 #7',
    });
    expect((await github.openPullRequests()).map((pull) => [pull.number, pull.head.sha, pull.head.fromFork])).toEqual([
      [number, head, false],
    ]);
    expect(await github.pullRequestOf(head, 'main')).toBeNull();
    await world.pass(head);
    const { data } = await world.as('wangwu').pulls.merge({ ...world.of, pull_number: number, merge_method: 'squash' });
    expect(await github.pullRequest(number)).toMatchObject({ merged: true, open: false, mergeSha: data.sha });
    expect(await github.openPullRequests()).toEqual([]);
    for (const sha of [data.sha, head]) expect(await github.pullRequestOf(sha, 'main')).toBe(number);
    expect(await github.pullRequestOf(data.sha, 'other')).toBeNull();
  });

  it.each([
    { count: 230, incomplete: [] },
    { count: 251, incomplete: ['commits'] },
  ])('reads $count commits to the end, or says that there are more ($incomplete)', async ({ count, incomplete }) => {
    const world = await startWorld();
    await world.push('lisi', await world.chain('lisi', await world.tip('main'), count), 'long');
    const { data } = await world.as('lisi').pulls.create({ ...world.of, head: 'long', base: 'main', title: 't' });
    const records = await open(world, 'sanshen-bot').records(data.number);
    expect([records.commits.length, records.incomplete]).toEqual([Math.min(count, 250), incomplete]);
  });

  it('keeps one comment of its own, and leaves alone a person who writes the same mark', async () => {
    const world = await startWorld();
    const { number } = await world.submit('lisi', 'wucheng/street', { [ITEM]: '1' });
    const issue = { ...world.of, issue_number: number };
    await world.as('lisi').issues.createComment({ ...issue, body: '<!-- sanshen --> 已全部同意' });
    const github = open(world, 'sanshen-bot');
    const bodies = async () =>
      (await world.as('lisi').issues.listComments(issue)).data.map(({ body, updated_at }) => ({ body, updated_at }));
    const address = await github.upsertComment(number, '<!-- sanshen -->', '等待一级');
    const first = await bodies();
    expect(first.map(({ body }) => body)).toEqual(['<!-- sanshen --> 已全部同意', '<!-- sanshen -->\n等待一级']);
    expect(await github.upsertComment(number, '<!-- sanshen -->', '等待一级')).toBe(address);
    expect(await bodies()).toEqual(first);
    expect(await github.upsertComment(number, '<!-- sanshen -->', '<!-- sanshen -->\n等待二级')).toBe(address);
    expect((await bodies()).map(({ body }) => body)).toEqual(['<!-- sanshen --> 已全部同意', '<!-- sanshen -->\n等待二级']);
    await open(world, 'zhengsi').upsertComment(number, '<!-- sanshen -->', '人的');
    expect((await bodies()).length).toBe(3);
  });

  it('keeps one comment of two that were written at once, and says so in the other', async () => {
    const world = await startWorld();
    const { number } = await world.submit('lisi', 'wucheng/street', { [ITEM]: '1' });
    const github = open(world, 'sanshen-bot');
    for (const text of ['甲', '乙']) await github.addComment(number, `<!-- sanshen -->\n${text}`);
    const bodies = async () => (await github.comments(number)).map(({ body }) => body);
    const address = await github.upsertComment(number, '<!-- sanshen -->', '丙');
    expect(await bodies()).toEqual(['<!-- sanshen -->\n丙', `本条作废，以[前面那条](${address})为准。`]);
    expect(await github.upsertComment(number, '<!-- sanshen -->', '丁', { same: () => true })).toBe(address);
    expect((await bodies())[0]).toBe('<!-- sanshen -->\n丙');
  });

  it('asks those who can be asked for their review, whoever else is on the list', async () => {
    const world = await startWorld();
    const { number } = await world.submit('lisi', 'wucheng/street', { [ITEM]: '1' });
    const github = open(world, 'sanshen-bot');
    await github.requestReviewers(number, []);
    await github.requestReviewers(number, ['lisi']);
    await github.requestReviewers(number, ['lisi', 'zhouyi', 'stranger', 'zhengsi']);
    const { data } = await world.as('lisi').pulls.listRequestedReviewers({ ...world.of, pull_number: number });
    expect(data.users.map(({ login }) => login)).toEqual(['zhouyi', 'zhengsi']);
  });

  it('takes requests back, of those who were asked', async () => {
    const world = await startWorld();
    const { number } = await world.submit('lisi', 'wucheng/street', { [ITEM]: '1' });
    const github = open(world, 'sanshen-bot');
    await github.requestReviewers(number, ['zhouyi', 'zhengsi']);
    await github.withdrawRequests(number, []);
    await github.withdrawRequests(number, ['zhengsi', 'stranger']);
    expect((await github.records(number)).shown).toMatchObject({ open: true, requested: ['zhouyi'], labels: [], autoMergeBy: null });
  });

  it('knows its own comments: by its account, or as a machine by any machine’s', async () => {
    const world = await startWorld();
    const { number } = await world.submit('lisi', 'wucheng/street', { [ITEM]: '1' });
    expect(await open(world, 'zhengsi').comments(number)).toEqual([]);
    for (const login of ['lisi', 'zhengsi', 'sanshen-bot']) await open(world, login).addComment(number, `${login} 说`);
    const ours = async (login: string) => (await open(world, login).comments(number)).map((comment) => comment.ours);
    expect(await ours('zhengsi')).toEqual([false, true, false]);
    expect(await ours('sanshen-bot')).toEqual([false, false, true]);
    expect((await open(world, 'lisi').comments(number))[2]).toMatchObject({
      login: 'sanshen-bot',
      body: 'sanshen-bot 说',
      account: { id: 106, type: 'Bot' },
    });
  });

  it('tells the newest status of a context', async () => {
    const world = await startWorld();
    const sha = await world.tip('main');
    const github = open(world, 'sanshen-bot');
    expect(await github.statusAt(sha, 'sanshen/gate')).toBeNull();
    await github.setStatus(sha, 'sanshen/gate', 'pending', '一');
    await github.setStatus(sha, 'sanshen/gate', 'failure', '二');
    await github.setStatus(sha, 'sanshen/check', 'success', '三');
    expect(await github.statusAt(sha, 'sanshen/gate')).toEqual({ state: 'failure', description: '二' });
  });

  it.each([
    [200, { data: null, errors: [{ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }] }, /^Resource not accessible/],
    [403, { message: 'Resource not accessible by integration' }, /Resource not accessible/],
  ])('says why auto-merge is refused, with status %i', async (status, body, words) => {
    const { github } = await answering(status, body);
    expect(await github.setAutoMerge('PR_1', 'a'.repeat(40))).toMatch(words);
    expect(await github.setAutoMerge('PR_1', null)).toMatch(words);
  });

  it('doesn’t take a failure for a refusal of auto-merge', async () => {
    const { github, asked } = await answering(502, { message: 'busy' });
    await expect(github.setAutoMerge('PR_1', 'a'.repeat(40))).rejects.toMatchObject({ code: 'github/unreachable' });
    expect(asked).toEqual(['POST']);
  });

  it('keeps one open alert for each key', async () => {
    const world = await startWorld();
    const github = open(world, 'sanshen-bot');
    await github.upsertAlert('a', '没有审核单', '说明');
    await github.upsertAlert('b', '另一件', '说明 <!-- b -->');
    await github.upsertAlert('a', '没有审核单', '新的说明');
    const alerts = async () => (await world.as('lisi').issues.listForRepo({ ...world.of, labels: 'publish-alert', direction: 'asc' })).data;
    expect((await alerts()).map(({ title, body }) => [title, body])).toEqual([
      ['另一件', '说明 <!-- b -->'],
      ['没有审核单', '新的说明\n\n<!-- a -->'],
    ]);
    for (const { number } of await alerts()) await world.as('wangwu').issues.update({ ...world.of, issue_number: number, state: 'closed' });
    await github.upsertAlert('a', '没有审核单', '又一次');
    expect((await alerts()).map(({ number, body }) => [number, body])).toEqual([[1, '又一次\n\n<!-- a -->']]);
  });

  it('writes the summary of a day as one comment on the issue of its year', async () => {
    const world = await startWorld();
    const github = open(world, 'sanshen-bot');
    const first = await github.upsertDaily({ day: '2026-12-31', body: '没有' });
    expect(await github.upsertDaily({ day: '2026-12-31', body: '一条' })).toBe(first);
    await github.upsertDaily({ day: '2027-01-01', body: '两条' });
    const { data } = await world.as('lisi').issues.listForRepo({ ...world.of, labels: 'daily-report', direction: 'asc' });
    expect(data.map(({ title }) => title).sort()).toEqual(['每日发布情况（2026 年）', '每日发布情况（2027 年）']);
    const comments = await world.as('lisi').issues.listComments({ ...world.of, issue_number: 1 });
    expect(comments.data.map(({ body }) => body)).toEqual(['一条\n<!-- sanshen:day 2026-12-31 -->']);
  });

  it('closes an alert with one word why, opens the same one again, and closes what two runs opened at once', async () => {
    const world = await startWorld();
    const github = open(world, 'sanshen-bot');
    const said = async (issue_number: number): Promise<[string, (string | undefined)[]]> => {
      const { data } = await world.as('lisi').issues.get({ ...world.of, issue_number });
      const comments = await world.as('lisi').issues.listComments({ ...world.of, issue_number });
      return [data.state, comments.data.map(({ body }) => body?.split('\n')[0])];
    };
    await github.upsertAlert('a', '没有审核单', '说明');
    for (let time = 0; time < 2; time += 1) await github.closeAlert(1, '已审定');
    expect(await said(1)).toEqual(['closed', ['已审定']]);
    await github.upsertAlert('a', '没有审核单', '说明');
    expect(await said(1)).toEqual(['open', ['已审定', expect.stringContaining('重新打开')]]);
    await world.as('sanshen-bot').issues.create({ ...world.of, title: '没有审核单', body: '说明 <!-- a -->', labels: ['publish-alert'] });
    const among = await github.alerts();
    expect(among.map(({ number }) => number)).toEqual([1, 2]);
    await github.upsertAlert('a', '没有审核单', '说明', among);
    expect([await said(1), await said(2)]).toMatchObject([
      ['open', { length: 2 }],
      ['closed', ['与 #1 重复，以那一条为准。']],
    ]);
  });

  it('cuts the words of a status to what GitHub takes, without splitting a character', async () => {
    const world = await startWorld();
    const sha = await world.tip('main');
    await open(world, 'sanshen-bot').setStatus(sha, 'sanshen/gate', 'pending', '𠮷'.repeat(150), 'http://127.0.0.1/x');
    const { data } = await world.as('lisi').repos.listCommitStatusesForRef({ ...world.of, ref: sha });
    expect(data.map(({ description, target_url, creator }) => [description, target_url, creator?.login])).toEqual([
      ['𠮷'.repeat(140), 'http://127.0.0.1/x', 'sanshen-bot'],
    ]);
  });

  it('knows whether the repository is private, who has an account, and whether a run has ended', async () => {
    const world = await startWorld();
    const github = open(world, 'sanshen-bot');
    expect(await github.isPrivate()).toBe(true);
    expect([await github.account('lisi'), await github.account('sanshen-bot'), await github.account('stranger')]).toEqual([
      { id: 101, type: 'User' },
      { id: 106, type: 'Bot' },
      null,
    ]);
    const run = world.github.startRun();
    expect([await github.runEnd(run), await github.runEnd('1'), await github.runEnd('local')]).toEqual(['running', null, null]);
    world.github.completeRun(run);
    expect(await github.runEnd(run)).toBe(world.github.clock.now());
  });
});
