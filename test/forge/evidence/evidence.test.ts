import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type CollectOptions, collectEvidence } from '#pipeline/forge/evidence/evidence.ts';
import { type Git, openGit } from '#pipeline/forge/git/git.ts';
import { gitText } from '#pipeline/forge/git/git-process.ts';
import { type Github, openGithub } from '#pipeline/forge/github/github.ts';
import { evaluate } from '#pipeline/review/gate/evaluate.ts';
import type { Evidence } from '#pipeline/review/gate/evidence.ts';
import { folderOf } from '../../folder.ts';
import { listen } from '../../listen.ts';
import { connect, ORGANISATION, startWorld, type World } from '../../sandbox/github-world.ts';

const FOLDER = 'content/items/wucheng/2026-11-23-street';
const ITEM = `${FOLDER}/index.md`;
const BRANCH = 'wucheng/street';

const POSTS = `  zhengsi: {name: 郑四（示例）, logins: [zhengsi]}
  fengliu: {name: 冯六（示例）, logins: [fengliu]}
units:
  wucheng: {name: 婺城分局, kind: county, route: A}
posts:
  - {unit: wucheng, post: 分局负责人, level: 1, person: zhouyi, from: 2024-01-01}
  - {unit: office, post: 办公室审核, level: 2, person: zhengsi, from: 2024-01-01, covers: '*'}
  - {unit: leaders, post: 分管领导, level: 3, person: fengliu, from: 2024-01-01, covers: '*'}`;

const text = (title: string, more = ''): string => `---
title: ${title}
submitter: lisi
submitted_at: 2026-11-24 09:00
event_date: 2026-11-23
category: 工作动态
channels: [website]
secrecy_review: {by: zhouyi, date: 2026-11-23, conclusion: 可公开}
${more}---
正文。
`;

async function openClone(world: World): Promise<Git> {
  const dir = folderOf({});
  await gitText(dir, ['init', '--quiet', '--initial-branch=main']);
  connect(`${dir}/.git/config`, world);
  const git = await openGit(dir, { token: world.github.tokenOf('sanshen-bot') });
  onTestFinished(() => git.close());
  return git;
}

/** The evidence of a pull request, as the gate on a fresh clone collects it. */
async function collect(world: World, number: number, options: Partial<CollectOptions> = {}): Promise<Evidence> {
  const github = openGithub({ apiUrl: world.github.url, token: world.github.tokenOf('sanshen-bot'), repository: world.github.repository });
  return collectEvidence({ git: await openClone(world), github, number, ...options });
}

/** The world's GitHub behind a relay that answers some requests otherwise: with another body, or with nothing but a status. */
async function behind(world: World, otherwise: (path: string, body: unknown) => unknown): Promise<Github> {
  const relayed = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const answer = await fetch(`${world.github.url}${request.url}`, { headers: { authorization: request.headers.authorization ?? '' } });
    const told = otherwise(request.url ?? '', await answer.json());
    const headers = { 'content-type': 'application/json', date: answer.headers.get('date') ?? '', link: answer.headers.get('link') ?? '' };
    if (typeof told === 'number') response.writeHead(told, headers).end('{"message":"no"}');
    else response.writeHead(answer.status, headers).end(JSON.stringify(told));
  };
  // What is asked beside a refused request may come when the world is gone already.
  const apiUrl = await listen((request, response) => void relayed(request, response).catch(() => response.destroy()));
  return openGithub({ apiUrl, token: world.github.tokenOf('sanshen-bot'), repository: world.github.repository });
}

const treeOf = async (world: World, commit: string, path = FOLDER): Promise<string> =>
  gitText(world.github.repositoryDir, ['rev-parse', `${commit}:${path}`]);

describe('the evidence of a pull request', () => {
  it('holds everything that happened from the first push to the merge', async () => {
    const world = await startWorld({ 'content/policy.yml': 'demo: true\n' });
    const start = await world.tip('main');
    const { number, head: first } = await world.submit('lisi', BRANCH, { [ITEM]: text('一') });
    const early = await world.review('zhouyi', number);
    const second = await world.commit('zhengsi', first, { [ITEM]: text('二') });
    await world.push('zhengsi', second, BRANCH);
    const kept = await world.review('zhouyi', number);
    const asked = await world.review('fengliu', number, 'REQUEST_CHANGES');
    await world.push('wangwu', await world.commit('wangwu', start, { 'README.md': '新' }), 'main');
    const moved = await world.tip('main');
    const rebased = await world.commit('lisi', moved, { [ITEM]: text('二') });
    await world.push('lisi', rebased, BRANCH, 'force');
    await world.as('wangwu').pulls.dismissReview({ ...world.of, pull_number: number, review_id: asked, message: '已改' });
    await world.pass(rebased);
    const { data: merged } = await world.as('wangwu').pulls.merge({ ...world.of, pull_number: number, merge_method: 'squash' });
    const late = await world.review('zhengsi', number, 'COMMENT');

    const evidence = await collect(world, number);
    const [one, two] = [await treeOf(world, first), await treeOf(world, second)];
    const at = (second: number): string => `2026-11-24T01:00:${String(second).padStart(2, '0')}Z`;
    expect(evidence).toEqual({
      version: 1,
      now: '2026-11-24T09:00:15+08:00',
      pullRequest: {
        ...{ number, author: 'lisi', draft: false, fromFork: false, merged: true, issueAuthor: null, siblings: [] },
        base: { ref: 'main', sha: moved },
        head: { ref: BRANCH, sha: rebased },
        mergeSha: merged.sha,
      },
      commits: [{ sha: rebased, author: 'lisi', committer: 'lisi', coAuthors: [], parents: [moved] }],
      files: [{ path: ITEM, status: 'added' }],
      pushes: [
        { at: at(2), actor: 'lisi', before: '0'.repeat(40), after: first, forced: false },
        { at: at(5), actor: 'zhengsi', before: first, after: second, forced: false },
        { at: at(9), actor: 'lisi', before: second, after: rebased, forced: true },
      ],
      reviews: [
        { id: early, login: 'zhouyi', state: 'DISMISSED', submittedAt: at(4), commit: first, body: '' },
        { id: kept, login: 'zhouyi', state: 'APPROVED', submittedAt: at(6), commit: rebased, body: '' },
        { id: asked, login: 'fengliu', state: 'DISMISSED', submittedAt: at(7), commit: second, body: '请修改' },
        { id: late, login: 'zhengsi', state: 'COMMENTED', submittedAt: at(15), commit: rebased, body: '请修改' },
      ],
      dismissals: [
        { reviewId: early, by: 'zhengsi', at: at(5), state: 'APPROVED', commit: second },
        { reviewId: asked, by: 'wangwu', at: at(10), state: 'CHANGES_REQUESTED', commit: null },
      ],
      items: [
        {
          path: FOLDER,
          trees: { [first]: one, [second]: two, [rebased]: two, [merged.sha]: two, [moved]: null },
          frontMatter: expect.objectContaining({ title: '二', submitted_at: '2026-11-24 09:00', event_date: '2026-11-23' }),
        },
      ],
      organisation: {
        people: {
          lisi: { name: '李四（示例）', logins: ['lisi'], emails: ['lisi@example.org'] },
          zhouyi: { name: '周一（示例）', logins: ['zhouyi'], emails: ['zhouyi@example.org'] },
        },
        units: {},
        posts: [],
      },
      policy: { demo: true },
      incomplete: [],
      accounts: Object.fromEntries(
        ['lisi', 'zhouyi', 'zhengsi', 'fengliu', 'wangwu'].map((login, index) => [login, { id: 101 + index, type: 'User' }]),
      ),
    });
    expect(one).not.toBe(two);
  });

  it('has no push that the activity doesn’t show yet, so that nothing passes before it does', async () => {
    const organisation = ORGANISATION.replace('units: {}\nposts: []', POSTS);
    const world = await startWorld({ 'content/organisation.yml': organisation }, { activityLag: 600 });
    const { number } = await world.submit('lisi', BRANCH, { [ITEM]: text('一') });
    for (const login of ['zhouyi', 'zhengsi', 'fengliu']) await world.review(login, number);
    const early = await collect(world, number);
    expect([early.pushes, evaluate(early).verdict]).toEqual([[], 'waiting']);
    world.github.clock.advance(600);
    expect(evaluate(await collect(world, number)).verdict).toBe('passed');
  });

  it('is the same on the server’s own bare repository as on a clone', async () => {
    const world = await startWorld();
    const { number } = await world.submit('lisi', BRANCH, { [ITEM]: text('一') });
    const git = await openGit(world.github.repositoryDir);
    onTestFinished(() => git.close());
    expect(await collect(world, number, { git })).toEqual(await collect(world, number));
  });

  it.each([
    { line: 'Co-authored-by: 周一 <ZHOUYI@example.org>', who: 'zhouyi', why: 'the list of persons' },
    { line: 'co-authored-by: x <104+fengliu@users.noreply.github.com>', who: 'fengliu', why: 'GitHub’s address for him' },
    { line: 'Co-authored-by: x <zhengsi@users.noreply.ghes.example>', who: 'zhengsi', why: 'his address on a server of one’s own' },
    { line: 'Co-authored-by: 李四 <lisi@example.com>', who: 'lisi', why: 'what GitHub attributes in these commits' },
    { line: 'Co-authored-by: nobody <who@example.net>', who: null, why: 'nothing' },
  ])('names the co-author of "$line" $who by $why', async ({ line, who }) => {
    const world = await startWorld();
    const head = await world.commit('lisi', await world.tip('main'), { [ITEM]: text('一') }, `报送\n\n${line}`);
    await world.push('lisi', head, BRANCH);
    const { data } = await world.as('lisi').pulls.create({ ...world.of, head: BRANCH, base: 'main', title: 't' });
    const { commits, accounts } = await collect(world, data.number);
    expect(commits[0]?.coAuthors).toEqual([who]);
    expect(Object.keys(accounts ?? {})).toEqual(expect.arrayContaining(who === null ? ['lisi'] : ['lisi', who]));
  });

  it('calls a commit that GitHub can’t attribute nobody’s', async () => {
    const world = await startWorld();
    const head = await world.commit('stranger', await world.tip('main'), { [ITEM]: text('一') });
    await world.push('lisi', head, BRANCH);
    const { data } = await world.as('lisi').pulls.create({ ...world.of, head: BRANCH, base: 'main', title: 't' });
    expect((await collect(world, data.number)).commits).toMatchObject([{ author: null, committer: null }]);
  });

  it('names whose issue it came from, if the text says which', async () => {
    const world = await startWorld();
    const issue = (await world.as('zhouyi').issues.create({ ...world.of, title: '来稿' })).data.number;
    const { number } = await world.submit('lisi', BRANCH, { [ITEM]: text('一') }, `源自 #${issue}`);
    expect((await collect(world, number)).pullRequest?.issueAuthor).toBe('zhouyi');
    const update = (body: string) => world.as('lisi').pulls.update({ ...world.of, pull_number: number, body });
    for (const [body, author] of [
      [`Closes #${issue}`, 'zhouyi'],
      [`见 #${issue}`, 'zhouyi'],
      [`见 GH-${issue}`, 'zhouyi'],
      [`源自:#${issue}`, 'zhouyi'],
      [`Fixes:#${issue}`, 'zhouyi'],
      [`[来稿](../issues/${issue})`, 'zhouyi'],
      [`见 ${world.of.owner}/${world.of.repo.toUpperCase()}#${issue}`, 'zhouyi'],
      [`见 ${world.of.owner}/${world.of.repo}#${issue}`, 'zhouyi'],
      [`见 https://git.example/${world.of.owner}/${world.of.repo}/issues/${issue}#issuecomment-1`, 'zhouyi'],
      [`见 other/place#${issue}`, null],
      [`见 https://git.example/other/place/issues/${issue}`, null],
      [`共 ${issue} 处，编号 A#${issue}`, null],
      ['源自 #99', null],
      [`源自 #${number}`, null],
    ] as const) {
      await update(body);
      expect((await collect(world, number)).pullRequest?.issueAuthor, body).toBe(author);
    }
    const other = (await world.as('zhengsi').issues.create({ ...world.of, title: '又一份来稿' })).data.number;
    await update(Array.from({ length: 21 }, (_, index) => `#${1000 + index}`).join(' '));
    expect((await collect(world, number)).incomplete).toEqual(['issues']);
    await update(`源自 #${issue}，Fixes #${other}，源自 #99`);
    expect((await collect(world, number)).pullRequest).toMatchObject({ issueAuthor: 'zhouyi', issueAuthors: ['zhouyi', 'zhengsi'] });
  });

  it('names whose issues a program or who opened it has led from, whatever its text says, and nobody else’s', async () => {
    const world = await startWorld();
    const { number } = await world.submit('lisi', BRANCH, { [ITEM]: text('一') }, '这段话没有写来处');
    const issueOf = async (login: string, body = '') =>
      (await world.as(login).issues.create({ ...world.of, title: '来稿', body })).data.number;
    const comment = (login: string, issue_number: number, body: string) =>
      world.as(login).issues.createComment({ ...world.of, issue_number, body });
    const [one, two, three] = [await issueOf('zhengsi'), await issueOf('zhouyi'), await issueOf('fengliu')];
    const authors = async () => (await collect(world, number)).pullRequest?.issueAuthors;
    await comment('zhouyi', one, `见 #${number}`);
    await issueOf('wangwu', `与 #${number} 有关`);
    await comment('lisi', one, `编号 ${number}，见 #99`);
    await world.submit('lisi', 'other', { 'content/items/wucheng/2026-11-23-other/index.md': text('二') }, `同 #${number}`);
    expect(await authors()).toBeUndefined();
    await comment('lisi', one, `已建合并请求 #${number}`);
    expect(await authors()).toEqual(['zhengsi']);
    await comment('sanshen-bot', two, `已建合并请求 #${number}`);
    expect(await authors()).toEqual(['zhengsi', 'zhouyi']);
    await world.as('sanshen-bot').issues.update({ ...world.of, issue_number: three, body: `已转为 #${number}` });
    expect(await authors()).toEqual(['zhengsi', 'zhouyi', 'fengliu']);
  });

  it('takes 紧急 for said only where it was said with the signature: whoever may write can edit another’s words', async () => {
    const world = await startWorld();
    const { number } = await world.submit('lisi', BRANCH, { [ITEM]: text('一') });
    const of = { ...world.of, pull_number: number };
    const approve = async (login: string, body: string) =>
      (await world.as(login).pulls.createReview({ ...of, event: 'APPROVE', body })).data.id;
    const [said, , plain] = [await approve('zhengsi', '同意'), await approve('fengliu', '紧急：台风预警'), await approve('zhouyi', '同意')];
    const edit = (review_id: number, body: string) => world.as('lisi').pulls.updateReview({ ...of, review_id, body });
    await edit(said, '紧急：台风预警');
    await edit(plain, '很好');
    const bodies = (await collect(world, number)).reviews.map(({ body }) => body);
    expect(bodies).toEqual(['（写后改过）紧急：台风预警', '紧急：台风预警', '很好']);
  });

  it('names other open pull requests with the same head', async () => {
    const world = await startWorld();
    const { number, head } = await world.submit('lisi', BRANCH, { [ITEM]: text('一') });
    await world.push('lisi', head, 'twin');
    const twin = (await world.as('lisi').pulls.create({ ...world.of, head: 'twin', base: 'main', title: 't' })).data.number;
    expect((await collect(world, number)).pullRequest?.siblings).toEqual([twin]);
    await world.as('lisi').pulls.update({ ...world.of, pull_number: twin, state: 'closed' });
    expect((await collect(world, number)).pullRequest?.siblings).toEqual([]);
  });

  it('has one entry for each file of a change of rules, and the pull request’s own organisation', async () => {
    const world = await startWorld({
      'content/policy.yml': 'demo: true\n',
      'content/terms/holidays.yml': 'holidays: [{name: 国庆节, from: 2026-10-01, to: 2026-10-07, workdays: [2026-10-10]}]\n',
    });
    const head = await world.commit('lisi', await world.tip('main'), {
      'content/organisation.yml': 'people: {}\n',
      'content/policy.yml': 'demo: false\n',
      '.github/CODEOWNERS': 'x\n',
    });
    await world.push('lisi', head, 'rules');
    const { data } = await world.as('lisi').pulls.create({ ...world.of, head: 'rules', base: 'main', title: 't' });
    const evidence = await collect(world, data.number);
    expect(evidence.items.map(({ path, frontMatter }) => [path, frontMatter])).toEqual([
      ['.github/CODEOWNERS', null],
      ['content/organisation.yml', null],
      ['content/policy.yml', null],
    ]);
    expect(evidence.items[2]?.trees).toEqual({
      [head]: await treeOf(world, head, 'content/policy.yml'),
      [await world.tip('main')]: await treeOf(world, 'main', 'content/policy.yml'),
    });
    expect([evidence.organisationHead, evidence.policy]).toEqual([{ people: {} }, { demo: true }]);
    expect(evidence.holidays).toEqual(expect.arrayContaining(['2026-10-01', '2026-10-07', '2026-10-11']));
    expect(evidence.holidays).not.toContain('2026-10-10');
    expect(evidence.organisation).toMatchObject({ people: { lisi: {} } });
  });

  it('has no front matter where it can’t be read, and says which items are released', async () => {
    const world = await startWorld();
    const other = 'content/items/wucheng/2026-11-22-other';
    const { number } = await world.submit('lisi', BRANCH, { [ITEM]: text('一', 'unknown: 1\n'), [`${other}/index.md`]: text('二') });
    const { items, released } = await collect(world, number, { released: [FOLDER, 'content/items/wucheng/2026-01-01-x'] });
    expect(items.map(({ path, frontMatter }) => [path, frontMatter === null])).toEqual([
      [other, false],
      [FOLDER, true],
    ]);
    expect(released).toEqual([FOLDER]);
  });

  it('leaves out the tree of a commit that nobody has any more', async () => {
    const world = await startWorld();
    const { number, head } = await world.submit('lisi', BRANCH, { [ITEM]: text('一') });
    const gone = await world.commit('lisi', head, { [ITEM]: text('二') });
    await world.push('lisi', gone, BRANCH);
    await world.push('lisi', head, BRANCH, 'force');
    await gitText(world.github.repositoryDir, ['prune', '--expire=now']);
    const evidence = await collect(world, number);
    expect(evidence.pushes.map(({ after }) => after)).toEqual([head, gone, head]);
    expect(Object.keys(evidence.items[0]?.trees ?? {})).not.toContain(gone);
    expect(evidence.items[0]?.trees[head]).toBe(await treeOf(world, head));
  });

  it.each([404, 403])(
    'has no pushes where the activity can’t be read (%i), which is not the same as an end to everything',
    async (status) => {
      const world = await startWorld();
      const { number } = await world.submit('lisi', BRANCH, { [ITEM]: text('一') });
      // An older GitHub Enterprise Server has no such list; a token may lack the right.
      const github = await behind(world, (path, body) => (path.includes('/activity') ? status : body));
      const evidence = await collect(world, number, { github });
      expect([evidence.pushes, evidence.incomplete]).toEqual([[], []]);
      expect((await collect(world, number)).pushes.length).toBe(1);
    },
  );

  it('is none at all where the activity might be read a little later', async () => {
    const world = await startWorld();
    const { number } = await world.submit('lisi', BRANCH, { [ITEM]: text('一') });
    const github = await behind(world, (path, body) => (path.includes('/activity') ? 429 : body));
    await expect(collect(world, number, { github })).rejects.toMatchObject({ code: 'github/rate-limit' });
  });

  it.each([
    { list: 'commits', path: /\/pulls\/\d+\/commits/, cut: (all: unknown[]) => all.slice(0, -1) },
    { list: 'commits', path: /\/pulls\/\d+\/commits/, cut: (all: unknown[]) => [...all.slice(0, -1), ...all.slice(0, 1)] },
    { list: 'files', path: /\/pulls\/\d+\/files/, cut: (all: unknown[]) => all.slice(1) },
    { list: 'reviews', path: /\/pulls\/\d+\/reviews/, cut: (all: unknown[]) => all.slice(1) },
    { list: 'pushes', path: /\/activity/, cut: (all: unknown[]) => all.slice(0, -1) },
  ])('says that $list are not whole where another list shows more', async ({ list, path, cut }) => {
    const world = await startWorld();
    const { number, head } = await world.submit('lisi', BRANCH, { [ITEM]: text('一') });
    await world.push('lisi', await world.commit('lisi', head, { [ITEM]: text('二') }), BRANCH);
    await world.review('zhouyi', number);
    await world.review('zhengsi', number, 'COMMENT');
    expect((await collect(world, number)).incomplete).toEqual([]);
    const github = await behind(world, (asked, body) => (path.test(asked) ? cut(body as unknown[]) : body));
    expect((await collect(world, number, { github })).incomplete).toEqual([list]);
  });

  it('misses no review that its writer hasn’t sent yet', async () => {
    const world = await startWorld();
    const { number } = await world.submit('lisi', BRANCH, { [ITEM]: text('一') });
    const pending = { event: 'reviewed', id: 4711, state: 'pending', user: null };
    const github = await behind(world, (path, body) => (path.includes('/timeline') ? [...(body as unknown[]), pending] : body));
    expect((await collect(world, number, { github })).incomplete).toEqual([]);
  });

  it('reads the settings of the commit that it is told, and stops where there are none or they can’t be read', async () => {
    const world = await startWorld({ 'content/policy.yml': 'demo: true\n' });
    const settings = await world.tip('main');
    const { number } = await world.submit('lisi', BRANCH, { [ITEM]: text('一') });
    const broken = await world.commit('wangwu', settings, { 'content/organisation.yml': 'people: [\n' });
    await world.push('wangwu', broken, 'main');
    await expect(collect(world, number)).rejects.toMatchObject({
      code: 'settings/yaml',
      place: expect.stringContaining('content/organisation.yml'),
    });
    const git = await openClone(world);
    await git.fetch(['+refs/heads/main:refs/remotes/origin/main']);
    expect((await collect(world, number, { git, settings })).policy).toEqual({ demo: true });
    await expect(collect(world, 99)).rejects.toMatchObject({ code: 'github/not-found' });
  });

  it('keeps the time that it is told', async () => {
    const world = await startWorld();
    const { number } = await world.submit('lisi', BRANCH, { [ITEM]: text('一') });
    expect((await collect(world, number, { now: '2026-12-01T00:00:00+08:00' })).now).toBe('2026-12-01T00:00:00+08:00');
  });
});
