import { describe, expect, it } from 'vitest';
import { gitText } from '#pipeline/forge/git/git-process.ts';
import { branchOf, type Change, type Drafts, digestOf } from '#pipeline/intake/drafts.ts';
import { startWorld, type World } from '../sandbox/github-world.ts';
import { intakeAccount } from './intake-account.ts';
import { memoryDrafts } from './memory-drafts.ts';

const BRANCH = branchOf('mail', '<1@example.org>');
const FOLDER = 'content/items/wucheng/2026-11-23-street';
const AT = '2026-11-24T09:30:00+08:00';

const change = (key: string, text: string, name = 'index.md'): Change => ({
  ...{ sending: { key, digest: digestOf(text), by: 'lisi' }, message: `报送 ${key}`, at: AT },
  files: [{ path: `${FOLDER}/${name}`, bytes: text }],
});

/** What a forge must do, whoever it is. */
interface Place {
  drafts: Drafts;
  approve: () => Promise<void>;
  /** Somebody changes the item on its branch. */
  edit: () => Promise<void>;
}

async function onGithub(): Promise<Place & { world: World }> {
  const world = await startWorld();
  const { drafts } = await intakeAccount(world, 'lisi');
  const approve = async (): Promise<void> => void (await world.review('zhouyi', 1));
  const edit = async (): Promise<void> => {
    const commit = await world.commit('zhouyi', await world.tip(BRANCH), { [`${FOLDER}/index.md`]: '另一人改过' });
    await world.push('zhouyi', commit, BRANCH);
  };
  return { world, drafts, edit, approve };
}

function inMemory(): Place {
  const { drafts, branches } = memoryDrafts();
  const approve = async (): Promise<void> => {
    for (const branch of branches.values()) branch.approved = true;
  };
  const edit = async (): Promise<void> => {
    for (const branch of branches.values()) branch.edited = true;
  };
  return { drafts, approve, edit };
}

const text = (bytes: string | Uint8Array): string => Buffer.from(bytes as Uint8Array).toString('utf8');

describe.each([
  ['the practice GitHub', onGithub],
  ['the memory', async () => inMemory()],
])('drafts on %s', (_, place) => {
  it('come about step by step, and each step done twice changes nothing', async () => {
    const { drafts } = await place();
    expect(await drafts.stand(BRANCH)).toBeNull();
    expect(await drafts.begin(BRANCH, change('mail-1', '正文'))).toBe('done');
    expect(await drafts.begin(BRANCH, change('mail-1', '另一份'))).toBe('conflict');
    const digest = digestOf('正文');
    expect(await drafts.stand(BRANCH)).toMatchObject({
      pull: null,
      folder: FOLDER,
      taken: new Map([['mail-1', { digest, by: 'lisi' }]]),
      answered: new Set(),
    });
    for (let time = 0; time < 2; time += 1) await drafts.open(BRANCH, { title: '示例', body: '来自邮件' });
    expect((await drafts.stand(BRANCH))?.pull).toMatchObject({ number: 1, open: true });
    for (let time = 0; time < 2; time += 1) await drafts.answer(1, { key: 'mail-1', digest, by: 'lisi' }, '已回复报送人。');
    expect(await drafts.stand(BRANCH)).toMatchObject({ answered: new Set(['mail-1']) });
  });

  it('take more as long as nobody has approved, and give the files as they are', async () => {
    const { drafts, approve } = await place();
    const add = async (one: Change) => drafts.add(BRANCH, (await drafts.stand(BRANCH))?.tip ?? null, one);
    expect(await add(change('mail-2', '图', 'a.txt'))).toBe('closed');
    await drafts.begin(BRANCH, change('mail-1', '正文'));
    await drafts.open(BRANCH, { title: '示例', body: '来自邮件' });
    expect(await add(change('mail-2', '改过', 'index.md'))).toBe('done');
    expect((await drafts.stand(BRANCH))?.taken).toEqual(
      new Map([1, 2].map((n) => [`mail-${n}`, { digest: digestOf(n === 1 ? '正文' : '改过'), by: 'lisi' }])),
    );
    expect(
      (await drafts.files((await drafts.stand(BRANCH)) ?? { tip: null, folder: null })).map(({ path, bytes }) => [path, text(bytes)]),
    ).toEqual([[`${FOLDER}/index.md`, '改过']]);
    await approve();
    expect(await add(change('mail-3', '太迟'))).toBe('closed');
  });
});

describe.each([
  ['the practice GitHub', onGithub],
  ['the memory', async () => inMemory()],
])('a draft on %s', (_, place) => {
  it('tells whether somebody has changed it', async () => {
    const { drafts, edit } = await place();
    await drafts.begin(BRANCH, change('mail-1', '正文'));
    expect((await drafts.stand(BRANCH))?.edited).toBe(false);
    await edit();
    expect((await drafts.stand(BRANCH))?.edited).toBe(true);
  });

  it('takes nothing more on top of what nobody has read: who is behind reads again and decides again', async () => {
    const { drafts, edit } = await place();
    await drafts.begin(BRANCH, change('mail-1', '正文'));
    await drafts.open(BRANCH, { title: '示例', body: '来自邮件' });
    const read = await drafts.stand(BRANCH);
    await edit();
    expect(await drafts.add(BRANCH, read?.tip ?? null, change('mail-2', '改过'))).toBe('conflict');
    const again = await drafts.stand(BRANCH);
    expect([...(again?.taken.keys() ?? [])]).toEqual(['mail-1']);
    expect(again?.edited).toBe(true);
    expect(await drafts.add(BRANCH, again?.tip ?? null, change('mail-2', '补充', 'a.txt'))).toBe('done');
  });
});

describe('a draft on GitHub', () => {
  it.each(['lisi', 'zhouyi'])('tells of an edit whose commit bears our trailer and the name of %s', async (named) => {
    const { drafts, world } = await onGithub();
    await drafts.begin(BRANCH, change('mail-1', '正文'));
    const message = `报送\n\nSanshen-Intake: mail-2 ${digestOf('x')} lisi\n`;
    const commit = await world.commit(named, await world.tip(BRANCH), { [`${FOLDER}/index.md`]: '另一人改过' }, message);
    await world.push('zhouyi', commit, BRANCH);
    expect((await drafts.stand(BRANCH))?.edited).toBe(true);
  });

  it('tells of an edit that lies below a later commit of ours', async () => {
    const { drafts, edit } = await onGithub();
    await drafts.begin(BRANCH, change('mail-1', '正文'));
    await drafts.open(BRANCH, { title: '示例', body: '来自邮件' });
    await edit();
    await drafts.add(BRANCH, (await drafts.stand(BRANCH))?.tip ?? null, change('mail-2', '图', 'a.txt'));
    expect((await drafts.stand(BRANCH))?.edited).toBe(true);
  });

  it('isn’t changed by a merge of main into its branch', async () => {
    const { drafts, world } = await onGithub();
    await drafts.begin(BRANCH, change('mail-1', '正文'));
    const main = await world.commit('wangwu', await world.tip('main'), { 'content/other.md': '别的' });
    await world.push('wangwu', main, 'main');
    const dir = world.github.repositoryDir;
    const tree = await gitText(dir, ['merge-tree', '--write-tree', BRANCH, 'main']);
    const who = ['-c', 'user.name=x', '-c', 'user.email=x@example.org'];
    const merge = await gitText(dir, [...who, 'commit-tree', '-p', BRANCH, '-p', 'main', '-m', 'Merge main', tree.trim()]);
    await gitText(dir, ['update-ref', `refs/heads/${BRANCH}`, merge.trim()]);
    expect((await drafts.stand(BRANCH))?.edited).toBe(false);
  });

  it('has a title of one line that names nothing else and holds no trailer', async () => {
    const { drafts, world } = await onGithub();
    const title = `报送\n\nSanshen-Intake: mail-9 ${digestOf('x')} wangwu\n#7 GH-8 https://x.example/a/b/issues/9 ${'长'.repeat(300)}`;
    await drafts.begin(BRANCH, { ...change('mail-1', '正文'), message: title });
    await drafts.open(BRANCH, { title, body: '来自邮件' });
    expect([...((await drafts.stand(BRANCH))?.taken.keys() ?? [])]).toEqual(['mail-1']);
    const { data: pull } = await world.as('lisi').pulls.get({ ...world.of, pull_number: 1 });
    expect(pull.title).toMatch(/^报送 Sanshen-Intake: mail-9 sha256:\w{64} wangwu ＃7 GH－8 https:\/\/x\.example\/a\/b／issues／9 长+$/);
    expect([...pull.title]).toHaveLength(200);
  });

  it('is one commit of the intake account on top of main, a draft with the label of what was sent in', async () => {
    const { drafts, world } = await onGithub();
    await drafts.begin(BRANCH, change('mail-1', '正文'));
    await drafts.open(BRANCH, { title: '示例', body: '来自邮件' });
    const { data: pull } = await world.as('lisi').pulls.get({ ...world.of, pull_number: 1 });
    expect(pull).toMatchObject({ draft: true, title: '示例', commits: 1, head: { ref: BRANCH }, labels: [{ name: '报送' }] });
    const { data: commits } = await world.as('lisi').pulls.listCommits({ ...world.of, pull_number: 1 });
    expect(commits[0]).toMatchObject({ author: { login: 'lisi' }, committer: { login: 'lisi' } });
  });

  it('is still known by its pull request once it is merged and the branch is gone', async () => {
    const { drafts, world } = await onGithub();
    const sending = change('mail-1', '正文').sending;
    await drafts.begin(BRANCH, change('mail-1', '正文'));
    await drafts.open(BRANCH, { title: '示例', body: '来自邮件' });
    await world.as('wangwu').pulls.update({ ...world.of, pull_number: 1, state: 'closed' });
    await gitText(world.github.repositoryDir, ['update-ref', '-d', `refs/heads/${BRANCH}`]);
    const stand = await drafts.stand(BRANCH);
    expect(stand).toMatchObject({
      tip: null,
      pull: { number: 1, open: false },
      taken: new Map([['mail-1', { digest: sending.digest, by: 'lisi' }]]),
    });
    await drafts.answer(1, sending, '已回复报送人。');
    expect((await drafts.stand(BRANCH))?.answered).toEqual(new Set(['mail-1']));
    expect(await drafts.add(BRANCH, null, change('mail-2', '太迟'))).toBe('closed');
  });

  it('counts no mark that somebody else has written', async () => {
    const { drafts, world } = await onGithub();
    await drafts.begin(BRANCH, change('mail-1', '正文'));
    await drafts.open(BRANCH, { title: '示例', body: '来自邮件' });
    const body = `<!-- sanshen:intake mail-9 ${digestOf('x')} lisi -->`;
    await world.as('zhouyi').issues.createComment({ ...world.of, issue_number: 1, body });
    expect((await drafts.stand(BRANCH))?.answered).toEqual(new Set());
  });
});
