import { describe, expect, it } from 'vitest';
import { indexMd } from '../contracts/repository.ts';
import { BRANCH, type GateWorld, ITEM, startGateWorld } from './gate-world.ts';

const MARKS = /^<!-- sanshen:(\w+) (\S+) -->/;

/** What was written once, by its marks. */
const marks = async (world: GateWorld, number: number): Promise<string[]> =>
  (await world.comments(number)).flatMap(({ body }) => MARKS.exec(body)?.slice(1, 3).join(' ') ?? []);

const post = (world: GateWorld, number: number) => world.gate({ pr: String(number), post: true });
const pulled = (world: GateWorld, number: number) => ({ ...world.of, pull_number: number });

describe('gate --post', () => {
  it('asks level by level, labels the stage, and says so in one status and one comment', async () => {
    const world = await startGateWorld();
    const { number, head } = await world.submitted();
    await world.as('wangwu').pulls.requestReviewers({ ...pulled(world, number), reviewers: ['zhengsi', 'fengliu'] });
    await world.as('wangwu').issues.addLabels({ ...world.of, issue_number: number, labels: ['已通过', '重要'] });
    for (const [login, requested, label, exitCode] of [
      ['zhouyi', ['zhouyi'], '待单位审', 1],
      ['zhengsi', ['zhengsi'], '待办公室审', 1],
      ['fengliu', ['fengliu'], '待签发', 1],
      [null, [], '已通过', 0],
    ] as const) {
      expect((await post(world, number)).exitCode).toBe(exitCode);
      expect([await world.requested(number), (await world.labels(number)).toSorted()]).toEqual([requested, [label, '重要'].toSorted()]);
      if (login) await world.review(login, number);
    }
    expect((await world.statuses(head)).map((line) => line.slice(0, 12))).toEqual([
      'success 三级审核',
      'pending 待 冯六',
      'pending 待 郑四',
      'pending 待 周一',
    ]);
    expect((await world.comments(number)).filter(({ body }) => body.startsWith('<!-- sanshen -->'))).toHaveLength(1);
  });

  it('changes nothing where nothing has changed', async () => {
    const world = await startGateWorld();
    const { number, head } = await world.submitted();
    await post(world, number);
    const before = [await world.statuses(head), await world.comments(number), await world.labels(number)];
    world.asked();
    await post(world, number);
    expect(world.asked().filter((line) => !line.startsWith('GET'))).toEqual([]);
    expect([await world.statuses(head), await world.comments(number), await world.labels(number)]).toEqual(before);
  });

  it('answers 同意 once a person, whoever writes the mark', async () => {
    const world = await startGateWorld();
    const { number } = await world.submitted();
    const says = (login: string, body: string) => world.as(login).issues.createComment({ ...world.of, issue_number: number, body });
    await says('lisi', '<!-- sanshen:reply zhouyi --> 已回复');
    for (const login of ['zhouyi', 'fengliu', 'lisi', 'wangwu', 'sanshen-bot']) await says(login, '同意');
    await says('zhengsi', '同意，但第二段再核对一下');
    await post(world, number);
    await says('zhouyi', 'LGTM');
    await post(world, number);
    const answers = (await world.comments(number)).filter(({ body, login }) => login === 'sanshen-bot' && MARKS.test(body));
    expect(answers.map(({ body }) => body.split('\n').slice(0, 2).join(' ').slice(0, 60))).toEqual([
      '<!-- sanshen:reply zhouyi --> 周一（示例）您好，您的“同意”收到了，但**留言不算审核**：只有 Appro'.slice(0, 60),
      '<!-- sanshen:reply fengliu --> 冯六（示例）您好，办公室还没有审完，这次签发先不计入；审完后会再请您'.slice(0, 60),
      '<!-- sanshen:reply lisi --> 您是报送人，不能审核自己的稿件。已请周一（示例）审核。'.slice(0, 60),
      '<!-- sanshen:reply wangwu --> 谢谢您的意见，已转给报送人李四（示例）。本件由周一（示例）、郑四（示例'.slice(0, 60),
    ]);
  });

  it('tells the submitter of a return once, and asks for a sentence where there was none', async () => {
    const world = await startGateWorld();
    const { number } = await world.submitted();
    const beside = [{ path: ITEM, line: 1, body: '这里' }];
    const asks = (more: object) => world.as('zhouyi').pulls.createReview({ ...pulled(world, number), event: 'REQUEST_CHANGES', ...more });
    const first = (await asks({ comments: beside })).data.id;
    await post(world, number);
    await post(world, number);
    expect(await marks(world, number)).toEqual([`returned ${first}`, `sentence ${first}`]);
    expect(await world.labels(number)).toEqual(['退回']);
    const second = (await asks({ body: '数据与标题不一致' })).data.id;
    await post(world, number);
    expect(await marks(world, number)).toEqual([`returned ${first}`, `sentence ${first}`, `returned ${second}`]);
    expect((await world.comments(number)).at(-1)?.body).toContain(
      '@lisi 您报送的《婺城分局开展冬季整治》被婺城分局退回：数据与标题不一致。',
    );
  });

  it('tells the administrator once for each head that passed', async () => {
    const world = await startGateWorld();
    const { number, head } = await world.submitted();
    for (const login of ['zhouyi', 'zhengsi', 'fengliu']) await world.review(login, number);
    await post(world, number);
    await post(world, number);
    expect(await marks(world, number)).toEqual([`merge ${head}`]);
    expect((await world.comments(number)).at(-1)?.body).toContain('@wangwu 王五（示例）您好');
  });

  it('says in a status that nothing could be read, in the place of its older word', async () => {
    const world = await startGateWorld();
    const { number, head } = await world.submitted();
    for (const login of ['zhouyi', 'zhengsi', 'fengliu']) await world.review(login, number);
    await post(world, number);
    world.breaks(/^GET .*\/timeline/);
    await expect(post(world, number)).rejects.toMatchObject({ code: 'github/unreachable', exitCode: 2 });
    expect((await world.statuses(head))[0]).toBe('error 暂时核对不了审核记录，先不放行；稍后自动重试');
  });

  it('leaves a merged pull request to its ledger: nobody is asked, told or answered', async () => {
    const world = await startGateWorld();
    const { number, head } = await world.submitted();
    for (const login of ['zhouyi', 'zhengsi', 'fengliu']) await world.review(login, number);
    await world.pass(head);
    await world.as('wangwu').pulls.merge({ ...pulled(world, number), merge_method: 'squash' });
    await world.as('lisi').issues.createComment({ ...world.of, issue_number: number, body: '同意' });
    expect((await post(world, number)).exitCode).toBe(0);
    expect([await marks(world, number), await world.requested(number), await world.labels(number)]).toEqual([[], [], ['已通过']]);
  });

  it.each([
    ['asks the pull request that brought an item out for no correction', 0, 'passed'],
    ['asks any other for one, though it brings the item as a new one', 1, 'refused'],
  ])('%s', async (_, by, verdict) => {
    const world = await startGateWorld();
    const { number, head } = await world.submitted();
    for (const login of ['zhouyi', 'zhengsi', 'fengliu']) await world.review(login, number);
    await world.pass(head);
    await world.as('wangwu').pulls.merge({ ...pulled(world, number), merge_method: 'squash' });
    const event = JSON.stringify({ pullRequest: number + by });
    const out = { '2026/11/wucheng/2026-11-23-street/0004-confirmed-website.json': event };
    await world.push('sanshen-bot', await world.commit('sanshen-bot', await world.tip('main'), out), 'ledger');
    expect((await world.gate({ pr: String(number) })).json).toMatchObject({ verdict });
  });

  it('goes on where labels and requests are refused it', async () => {
    const world = await startGateWorld();
    const { number, head } = await world.submitted();
    world.breaks(/\/labels/, 403);
    world.breaks(/requested_reviewers/, 422);
    await post(world, number);
    expect([await world.statuses(head), await world.labels(number)]).toMatchObject([[expect.stringContaining('待 周一')], []]);
  });
});

describe('with merge: auto', () => {
  const POLICY = 'demo: true\nmerge: auto\n';
  const signed = async (world: GateWorld) => {
    const submitted = await world.submitted();
    for (const login of ['zhouyi', 'zhengsi', 'fengliu']) await world.review(login, submitted.number);
    return submitted;
  };
  const check = (world: GateWorld, sha: string, state: 'success' | 'pending') =>
    world.as('sanshen-bot').repos.createCommitStatus({ ...world.of, sha, context: 'sanshen/check', state });
  const pull = async (world: GateWorld, number: number) => (await world.as('lisi').pulls.get(pulled(world, number))).data;

  it('GitHub merges by itself what has passed, and nobody need be told', async () => {
    const world = await startGateWorld(POLICY, { allowAutoMerge: true });
    const { number, head } = await signed(world);
    await check(world, head, 'success');
    await post(world, number);
    expect(await pull(world, number)).toMatchObject({ merged: true, merged_by: { login: 'sanshen-bot' } });
    expect(await marks(world, number)).toEqual([]);
  });

  it('GitHub is told to wait no more when a signature is taken back meanwhile', async () => {
    const world = await startGateWorld(POLICY, { allowAutoMerge: true });
    const { number, head } = await signed(world);
    await check(world, head, 'pending');
    await post(world, number);
    expect((await pull(world, number)).auto_merge).toMatchObject({ merge_method: 'squash' });
    await world.review('fengliu', number, 'REQUEST_CHANGES');
    await post(world, number);
    expect((await pull(world, number)).auto_merge).toBeNull();
    await check(world, head, 'success');
    expect((await pull(world, number)).merged).toBe(false);
  });

  it.each([
    ['the repository doesn’t allow it', { allowAutoMerge: false }, '仓库没有打开“Allow auto-merge”'],
    ['everything was green already', { allowAutoMerge: true }, '平台说现在就能合并，不用再等'],
  ])('the administrator is told where %s', async (_, options, words) => {
    const world = await startGateWorld(POLICY, options);
    const { number, head } = await signed(world);
    if (options.allowAutoMerge) await world.pass(head);
    await post(world, number);
    await post(world, number);
    expect((await pull(world, number)).merged).toBe(false);
    expect(await marks(world, number)).toEqual([`merge ${head}`]);
    expect((await world.comments(number)).at(-1)?.body).toContain(`没有自动合并：${words}。`);
  });

  it('what the check finds keeps it from being merged', async () => {
    const world = await startGateWorld(POLICY, { allowAutoMerge: true });
    const { number, head } = await world.submit('lisi', BRANCH, { [ITEM]: indexMd({}, '联系人手机 13800138000。\n') });
    for (const login of ['zhouyi', 'zhengsi', 'fengliu']) await world.review(login, number);
    await check(world, head, 'success');
    await post(world, number);
    expect(await pull(world, number)).toMatchObject({ merged: false, auto_merge: null });
  });
});

describe('a change of the settings', () => {
  const LINES = 'demo: true\n# 一\n# 二\n# 三\n# 四\n';
  const submit = (world: GateWorld, branch: string, text: string) => world.submit('lisi', branch, { 'content/policy.yml': text });
  const comment = async (world: GateWorld, number: number) => (await world.comments(number))[0]?.body ?? '';

  it('is shown as a table of what changes for whom, and of what needs a second look', async () => {
    const world = await startGateWorld(LINES);
    const { number } = await submit(world, 'settings/order', `${LINES}order: any\nfreshness: {days: 5}\n`);
    await post(world, number);
    const body = await comment(world, number);
    expect(body).toContain('**改了什么**（2 处，其中 1 处标 ▲');
    expect(body).toContain('| ▲ 审核次序 | 逐级审核 | 不分先后 |');
    expect(body).toContain('| 七日时效：天数 | 7 | 5 |');
    expect(body).not.toContain('先更新分支');
  });

  it('isn’t merged while main has changed the same file: merged it would be what nobody has seen', async () => {
    const world = await startGateWorld(`${LINES}merge: auto\n`, { allowAutoMerge: true });
    const { number, head } = await submit(world, 'settings/files', `files_per_pull_request: 100\n${LINES}merge: auto\n`);
    for (const login of ['zhengsi', 'fengliu']) await world.review(login, number);
    const other = await world.commit('wangwu', await world.tip('main'), { 'content/policy.yml': `${LINES}merge: auto\norder: any\n` });
    await world.pass(other);
    await world.push('wangwu', other, 'main');
    expect((await post(world, number)).exitCode).toBe(0);
    const body = await comment(world, number);
    expect(body).toContain('### 规则变更已审核，但还不能合并：请先更新分支并重新审核（见下）。');
    expect(body).toContain('**先更新分支**：主分支上的 content/policy.yml 在此期间改过');
    expect(body).toContain('**改了什么**（1 处');
    expect(body).not.toContain('审核次序');
    expect(await world.statuses(head)).toEqual(['success 规则变更已审核，但主分支改过，请先更新分支再重新审核']);
    expect([await marks(world, number), (await world.as('lisi').pulls.get(pulled(world, number))).data.auto_merge]).toEqual([[], null]);
  });
});

describe('an ordinary pull request', () => {
  /** Three commits, four files, two pushes after the first, three reviews, one dismissal, one comment. */
  async function ordinary(): Promise<{ world: GateWorld; number: number }> {
    const world = await startGateWorld();
    const folder = ITEM.replace('/index.md', '');
    const { number, head } = await world.submit('lisi', BRANCH, { [ITEM]: indexMd(), [`${folder}/a.jpg`]: 'a' });
    const early = await world.review('zhouyi', number);
    await world.as('wangwu').pulls.dismissReview({ ...pulled(world, number), review_id: early, message: '重审' });
    const second = await world.commit('lisi', head, { [`${folder}/b.jpg`]: 'b' });
    await world.push('lisi', second, BRANCH);
    await world.push('lisi', await world.commit('lisi', second, { [`${folder}/c.jpg`]: 'c' }), BRANCH);
    await world.as('lisi').issues.createComment({ ...world.of, issue_number: number, body: '已补照片' });
    await world.review('zhouyi', number);
    await world.review('zhengsi', number);
    const { head: now } = (await world.as('lisi').pulls.get(pulled(world, number))).data;
    world.github.keepArtifact(world.github.startRun({ workflow: 'check', head: now.sha }), 'wucheng_2026-11-23-street.html');
    return { world, number };
  }

  it('is judged with at most 12 requests of the API', async () => {
    const { world, number } = await ordinary();
    await world.gate({ pr: String(number) });
    expect(world.asked().length).toBeLessThanOrEqual(12);
  });

  it('is judged and told with at most 13 more, and with 5 where nothing has changed: one of them asks when publishing began last', async () => {
    const { world, number } = await ordinary();
    await world.gate({ pr: String(number) });
    const judging = world.asked().length;
    await post(world, number);
    expect(world.asked().length - judging).toBeLessThanOrEqual(13);
    await post(world, number);
    expect(world.asked().length - judging).toBe(5);
  });
});

describe('gate --open --post', () => {
  it('judges what is from a fork, what conflicts and what waits, although one of them can’t be read', async () => {
    const world = await startGateWorld();
    const plain = await world.submitted();
    const unread = await world.submit('lisi', 'wucheng/market', { 'content/items/wucheng/2026-11-23-market/index.md': indexMd() });
    const forked = await world.commit('lisi', await world.tip('main'), { 'content/items/wucheng/2026-11-23-park/index.md': indexMd() });
    await world.push('lisi', forked, 'park');
    const { data: fork } = await world.as('lisi').pulls.create({ ...world.of, head: 'lisi:park', base: 'main', title: '复刻' });
    const conflicting = await world.submit('lisi', 'wucheng/readme', { 'content/policy.yml': 'demo: false\n' });
    await world.push('wangwu', await world.commit('wangwu', await world.tip('main'), { 'content/policy.yml': 'order: strict\n' }), 'main');
    expect((await world.as('lisi').pulls.get(pulled(world, conflicting.number))).data.mergeable).toBe(false);
    world.breaks(new RegExp(`^GET .*/pulls/${unread.number}/reviews`));

    const { exitCode, json, text } = await world.gate({ open: true, post: true });
    expect(exitCode).toBe(2);
    expect(json).toMatchObject({
      version: 1,
      error: { code: 'github/unreachable' },
      pullRequests: [
        { number: plain.number, verdict: 'waiting' },
        { number: unread.number, error: { code: 'github/unreachable', message: expect.stringMatching(/[一-龥]/), place: 'jinhua/news' } },
        { number: fork.number, verdict: 'refused', blockers: [{ code: 'activity-unreadable' }, { code: 'fork' }] },
        { number: conflicting.number, verdict: 'waiting' },
      ],
    });
    expect(text).toContain(`第 ${unread.number} 号\n核对不了　GitHub 出错`);
    expect(await world.statuses(unread.head)).toEqual(['error 暂时核对不了审核记录，先不放行；稍后自动重试']);
    for (const [number, head, words] of [
      [plain.number, plain.head, 'pending 待 周一'],
      [fork.number, forked, 'failure 不接受从复刻仓库报送'],
      [conflicting.number, conflicting.head, 'pending 待 郑四'],
    ] as const) {
      expect([number, (await world.statuses(head))[0]?.startsWith(words)]).toEqual([number, true]);
      expect([number, (await world.comments(number)).map(({ body }) => body.slice(0, 16))]).toEqual([number, ['<!-- sanshen -->']]);
    }
    expect(await world.comments(unread.number)).toEqual([]);
  });

  it('finds its exit code from all of them: 1 while one waits, 0 once each has passed', async () => {
    const world = await startGateWorld();
    const { number } = await world.submitted();
    const sweep = async () => (await world.gate({ open: true, post: true })).exitCode;
    expect(await sweep()).toBe(1);
    for (const login of ['zhouyi', 'zhengsi', 'fengliu']) await world.review(login, number);
    expect(await sweep()).toBe(0);
  });

  it('an hour later writes nothing about what only lies there', async () => {
    const world = await startGateWorld();
    const { number, head } = await world.submitted();
    await world.review('zhouyi', number, 'REQUEST_CHANGES');
    await world.gate({ open: true, post: true });
    const before = [await world.statuses(head), await world.comments(number)];
    world.github.clock.advance(3600);
    world.asked();
    await world.gate({ open: true, post: true });
    expect(world.asked().filter((line) => !line.startsWith('GET'))).toEqual([]);
    expect([await world.statuses(head), await world.comments(number)]).toEqual(before);
  });

  it('passes when there is nothing open', async () => {
    const world = await startGateWorld();
    expect(await world.gate({ open: true, post: true })).toMatchObject({
      exitCode: 0,
      json: { pullRequests: [] },
      text: '没有打开的合并请求。',
    });
  });
});
