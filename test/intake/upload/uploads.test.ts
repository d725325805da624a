import { describe, expect, it } from 'vitest';
import { takeUploads } from '#pipeline/intake/upload/uploads.ts';
import { personOfLogin } from '#pipeline/organisation/person.ts';
import { readOrganisation } from '#pipeline/organisation/read-settings.ts';
import { ORGANISATION } from '../../bureau.ts';
import { startWorld } from '../../sandbox/github-world.ts';
import { intakeAccount } from '../intake-account.ts';
import { par, wordFile, run as words } from '../word/word-file.ts';

const NOW = '2026-11-24T09:30:00+08:00';
const organisation = readOrganisation(ORGANISATION, 'content/organisation.yml');
const TEXT = '示例分局整治沿街店铺\n11月23日，婺城分局开展整治，劝导占道经营6起。';

async function bureauWithInbox() {
  const world = await startWorld({ 'content/inbox/README.md': '上传到这里\n' });
  const account = await intakeAccount(world, 'sanshen-bot');
  const upload = async (login: string, branch: string, files: Record<string, string>): Promise<string> => {
    const commit = await world.commit(login, await world.tip('main'), files);
    await world.land(login, commit, branch);
    return commit;
  };
  const run = (now = NOW) =>
    takeUploads({ ...account, organisation, main: 'main', personOf: async (login) => personOfLogin(organisation, login), now });
  const branches = async (): Promise<string[]> => [...(await account.git.branches()).keys()].filter((name) => name !== 'main');
  const pulls = async () => (await world.as('lisi').pulls.list({ ...world.of, state: 'all' })).data;
  return { world, account, upload, run, branches, pulls };
}

describe('an upload into the inbox', () => {
  it('becomes a draft of its own that names who sent it, and its branch goes', async () => {
    const { upload, run, branches, pulls } = await bureauWithInbox();
    await upload('lisi', 'lisi-patch-1', { 'content/inbox/wucheng/整治.txt': TEXT });
    expect(await run()).toEqual([
      {
        branch: 'lisi-patch-1',
        state: 'taken',
        items: [expect.stringMatching(/^wucheng\/2026-11-23-/)],
        message: '已做成稿件 #1，上传的分支已删去。',
      },
    ]);
    expect(await branches()).toEqual([expect.stringMatching(/^intake\/upload-/)]);
    const [pull] = await pulls();
    expect(pull).toMatchObject({ draft: true, title: '示例分局整治沿街店铺', body: expect.stringContaining('@lisi 上传到 lisi-patch-1') });
    expect(pull?.body).toContain('信息类别');
    expect(await run()).toEqual([]);
  });

  it('is taken once where the run before was interrupted, whichever step it was at', async () => {
    const { account, upload, run, pulls, branches } = await bureauWithInbox();
    await upload('lisi', 'lisi-patch-1', { 'content/inbox/wucheng/a.txt': TEXT });
    const { removeBranch } = account.git;
    account.git.removeBranch = async () => Promise.reject(new Error('interrupted'));
    await expect(run()).rejects.toThrow('interrupted');
    account.git.removeBranch = removeBranch;
    expect(await run()).toMatchObject([{ state: 'taken' }]);
    expect(await pulls()).toHaveLength(1);
    expect(await branches()).toHaveLength(1);
  });

  it('keeps its branch where files came while it was read', async () => {
    const { world, account, upload, run, branches } = await bureauWithInbox();
    const commit = await upload('lisi', 'lisi-patch-1', { 'content/inbox/wucheng/a.txt': TEXT });
    const { removeBranch } = account.git;
    account.git.removeBranch = async (branch, expected) => {
      await world.push('lisi', await world.commit('lisi', commit, { 'content/inbox/wucheng/b.txt': `${TEXT}二` }), branch);
      return removeBranch(branch, expected);
    };
    expect(await run()).toMatchObject([{ state: 'taken', message: '上传以后又加了文件，下次再收。' }]);
    expect(await branches()).toContain('lisi-patch-1');
  });

  it('waits, with all that it holds, where something of it can’t be taken, and says why', async () => {
    const a = { 'content/inbox/wucheng/a.txt': TEXT };
    const rows: [what: string, files: Record<string, string>, said: string | null, login?: string][] = [
      ['a file that can’t be taken', { ...a, 'content/inbox/wucheng/b.rar': 'x' }, 'b.rar：不是能收的文件'],
      ['somebody whom nobody knows', a, '看不出是谁上传的', 'sanshen-bot'],
      ['a unit that isn’t there', { 'content/inbox/nowhere/a.txt': TEXT }, '不是名单里的单位'],
      ['no text at all', { 'content/inbox/wucheng/a.jpg': 'x' }, 'a.jpg：不是能收的文件'],
      ['something beside the inbox', { ...a, 'content/policy.yml': 'demo: true\n' }, '还改了别的'],
      ['the inbox’s own page too', { ...a, 'content/inbox/README.md': '别的\n' }, '还改了别的'],
      ['files of two units', { ...a, 'content/inbox/jindong/a.txt': TEXT }, '不止一个单位'],
      ['a folder inside', { 'content/inbox/wucheng/x/a.txt': TEXT }, '更深的文件夹'],
      ['a file of no unit', { 'content/inbox/a.txt': TEXT }, '不在单位的文件夹里'],
      [
        'more files than a submission holds',
        Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`content/inbox/wucheng/${n}.txt`, TEXT])),
        '有 101 个文件',
      ],
      // No upload at all.
      ['the inbox’s own page alone', { 'content/inbox/README.md': '别的\n' }, null],
      ['nothing of the inbox', { 'content/policy.yml': 'demo: true\n' }, null],
    ];
    const { upload, run, branches, pulls } = await bureauWithInbox();
    for (const [index, [, files, , login = 'lisi']] of rows.entries()) await upload(login, `patch-${index}`, files);
    const told = new Map((await run()).map((report) => [report.branch, report]));
    expect(rows.map(([what], index) => [what, told.get(`patch-${index}`) ?? null])).toEqual(
      rows.map(([what, , said], index) => [
        what,
        said === null
          ? null
          : expect.objectContaining({ branch: `patch-${index}`, state: 'waits', items: [], message: expect.stringContaining(said) }),
      ]),
    );
    expect((await branches()).toSorted()).toEqual(rows.map((_, index) => `patch-${index}`).toSorted());
    expect(await pulls()).toEqual([]);
  });

  it('makes each text once, whenever the run comes and whatever was added since', async () => {
    const { world, account, upload, run, pulls } = await bureauWithInbox();
    const undated = TEXT.replace('11月23日，', '');
    const commit = await upload('lisi', 'patch', { 'content/inbox/wucheng/a.txt': undated });
    const { removeBranch } = account.git;
    account.git.removeBranch = async (branch, expected) => {
      await world.push('lisi', await world.commit('lisi', commit, { 'content/inbox/wucheng/b.txt': `${undated}二` }), branch);
      return removeBranch(branch, expected);
    };
    const [first] = await run('2026-11-24T09:30:00+08:00');
    account.git.removeBranch = removeBranch;
    const [second] = await run('2026-12-24T09:30:00+08:00');
    expect(second?.items).toHaveLength(2);
    expect(second?.items).toEqual(expect.arrayContaining(first?.items ?? []));
    expect(await pulls()).toHaveLength(2);
  });

  it('puts a later file of the same text into the same draft: what held it goes', async () => {
    const { account, world, upload, run, pulls } = await bureauWithInbox();
    const word = (look: string) =>
      wordFile({ body: par(words('示例分局整治沿街店铺')) + par(words('11月23日，婺城分局开展整治，劝导占道经营6起。', look)) });
    const put = (look: string) => upload('lisi', 'lisi-patch-1', { 'content/inbox/wucheng/a.docx': word(look) as never });
    const index = async (): Promise<string> => {
      const [pull] = await pulls();
      const [file] = (await world.as('lisi').pulls.listFiles({ ...world.of, pull_number: pull?.number ?? 0 })).data;
      await account.git.fetch([`+refs/heads/${pull?.head.ref}:refs/remotes/origin/${pull?.head.ref}`]);
      const tip = (await account.git.resolve(`refs/remotes/origin/${pull?.head.ref}`)) ?? '';
      return Buffer.from((await account.git.readAt(tip, file?.filename ?? '')) ?? '').toString();
    };
    await put('<w:b/><w:rPrChange w:id="1"/>');
    await run();
    expect(await index()).toContain('unsettled');
    await put('<w:b/>');
    expect(await run()).toMatchObject([{ state: 'taken' }]);
    expect(await pulls()).toHaveLength(1);
    expect(await index()).not.toContain('unsettled');
  });

  it('doesn’t bring back a pull request that was closed', async () => {
    const { world, upload, run, pulls } = await bureauWithInbox();
    for (let time = 0; time < 2; time += 1) {
      await upload('lisi', 'patch', { 'content/inbox/wucheng/a.txt': TEXT });
      expect(await run()).toMatchObject([{ state: 'taken', message: expect.stringContaining('#1') }]);
      await world.as('zhouyi').pulls.update({ ...world.of, pull_number: 1, state: 'closed' });
    }
    expect(await pulls()).toHaveLength(1);
  });

  it.each<[string, string, Record<string, string>]>([
    ['its text', 'patch', { 'content/inbox/wucheng/a.txt': `机密★1年\n${TEXT}`, 'content/inbox/wucheng/b.rar': 'x' }],
    ['a name of its files', 'patch', { 'content/inbox/wucheng/机密★1年.txt': TEXT }],
    ['its branch’s name', '机密★1年', { 'content/inbox/wucheng/a.txt': TEXT }],
    ['the name of a branch that is none', '机密★1年', { 'content/inbox/wucheng/x/a.txt': TEXT }],
  ])('that bears a mark in %s waits, and nothing of the mark is said', async (_, branch, files) => {
    const { world, run } = await bureauWithInbox();
    const { number, head } = await world.submit('lisi', branch, files);
    const message = '请电话联系办公室，不要再从网上发送。';
    expect(await run()).toMatchObject([{ branch, state: 'waits', items: [], message, login: 'lisi', secret: { commit: head } }]);
    const { data } = await world.as('lisi').issues.listComments({ ...world.of, issue_number: number });
    expect(data.map(({ body }) => body?.replace(/<!--.*?-->/, '').trim())).toEqual([message]);
  });

  it('names no other issue in its pull request', async () => {
    const { upload, run, pulls } = await bureauWithInbox();
    await upload('lisi', 'patch-#7', { 'content/inbox/wucheng/a.txt': TEXT });
    await run();
    expect((await pulls())[0]?.body).toContain('patch-＃7');
  });

  it('waits where more than one have pushed, since the branch was last made', async () => {
    const { world, upload, run, account } = await bureauWithInbox();
    const first = await upload('zhouyi', 'patch', { 'content/inbox/wucheng/old.txt': TEXT });
    await account.git.removeBranch('patch', first);
    const commit = await upload('lisi', 'patch', { 'content/inbox/wucheng/a.txt': TEXT });
    expect((await account.github.pushesTo('patch')).map(({ login }) => login)).toEqual(['lisi']);
    await world.push('zhouyi', await world.commit('zhouyi', commit, { 'content/inbox/wucheng/b.txt': `${TEXT}二` }), 'patch');
    expect(await run()).toMatchObject([
      { state: 'waits', login: 'lisi', message: expect.stringContaining('有不止一人（lisi、zhouyi）推送过') },
    ]);
  });

  it.each([
    ['what can’t be taken', { 'content/inbox/wucheng/a.jpg': 'x' }, '@lisi a.jpg：不是能收的文件'],
    ['a mark, and not what it is', { 'content/inbox/wucheng/a.txt': `机密★1年\n${TEXT}` }, '@lisi 请电话联系办公室，不要再从网上发送。'],
  ])('without a pull request is answered at its commit, once: %s', async (_, files: Record<string, string>, said) => {
    const { world, upload, run } = await bureauWithInbox();
    const commit = await upload('lisi', 'patch', files);
    await run();
    await run();
    const { data } = await world.as('lisi').repos.listCommentsForCommit({ ...world.of, commit_sha: commit });
    expect(data.map(({ body }) => body)).toEqual([expect.stringContaining(said)]);
    expect(JSON.stringify(data)).not.toContain('机密');
  });

  it('with a pull request is answered there', async () => {
    const { world, run } = await bureauWithInbox();
    const { number } = await world.submit('lisi', 'patch', { 'content/inbox/wucheng/a.jpg': 'x' });
    await run();
    const { data } = await world.as('lisi').issues.listComments({ ...world.of, issue_number: number });
    expect(data.map(({ body }) => body)).toEqual([expect.stringContaining('a.jpg：不是能收的文件')]);
  });
});
