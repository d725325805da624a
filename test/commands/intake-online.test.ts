import { describe, expect, it } from 'vitest';
import { command } from '#pipeline/commands/intake.ts';
import { gitText } from '#pipeline/forge/git/git-process.ts';
import { ORGANISATION } from '../bureau.ts';
import { folderOf } from '../folder.ts';
import { filledForm } from '../intake/form/filled-form.ts';
import { startWorld, type World } from '../sandbox/github-world.ts';
import { commandContext } from './context.ts';

const TEXT = '示例分局整治沿街店铺\n11月23日，婺城分局开展整治，劝导占道经营6起。';

/** A clone as a runner has it, and the command with the intake account's token. */
async function bureau() {
  const world = await startWorld({ 'content/organisation.yml': ORGANISATION });
  const { github } = world;
  const root = folderOf({});
  await gitText(root, ['clone', '--quiet', '--', github.repositoryDir, '.']);
  await gitText(root, ['remote', 'set-url', 'origin', github.gitUrl]);
  const env = {
    GITHUB_API_URL: github.url,
    GITHUB_REPOSITORY: github.repository,
    SANSHEN_INTAKE_TOKEN: github.tokenOf('sanshen-bot'),
  };
  const intake = (options: Record<string, string | boolean>, more: Partial<typeof env> = {}) =>
    command.run(commandContext({ root, options, env: { ...env, ...more } }));
  return { world, intake };
}

const alertsOf = async ({ as, of }: World): Promise<string[]> =>
  (await as('lisi').issues.listForRepo({ ...of, state: 'open', labels: 'publish-alert' })).data.map(({ body }) => body ?? '');

describe('intake as the workflow runs it', () => {
  it('makes a draft of a form, and says so', async () => {
    const { world, intake } = await bureau();
    const { data } = await world.as('lisi').issues.create({ ...world.of, title: '报送：示例', body: filledForm() });
    const { exitCode, json, text } = await intake({ issue: String(data.number) });
    expect({ exitCode, json }).toMatchObject({ exitCode: 1, json: { items: [{ missing: ['summary'], pullRequest: 2 }], refused: [] } });
    expect(text).toMatch(/^✓ #1：已建稿或更新，稿件 #2（wucheng\/2026-11-23-[0-9a-f]{8}），还缺 1 项/);
  });

  it('tells the Office of an upload that waits, once, and closes that when it is taken', async () => {
    const { world, intake } = await bureau();
    const upload = async (files: Record<string, string>) =>
      world.push('lisi', await world.commit('lisi', await world.tip('main'), files), 'lisi-patch-1', 'force');
    await upload({ 'content/inbox/wucheng/a.mp4': 'x' });
    for (let time = 0; time < 2; time += 1) expect((await intake({ uploads: true })).exitCode).toBe(1);
    expect(await alertsOf(world)).toEqual([expect.stringContaining('lisi-patch-1：a.mp4：不是能收的文件')]);
    await upload({ 'content/inbox/wucheng/a.txt': TEXT });
    expect((await intake({ uploads: true })).json).toMatchObject({ items: [{ id: expect.stringMatching(/^wucheng\//) }], refused: [] });
    expect(await alertsOf(world)).toEqual([]);
  });

  it('tells the Office to call where an upload bears a mark, and names it nowhere', async () => {
    const { world, intake } = await bureau();
    const commit = await world.commit('lisi', await world.tip('main'), { 'content/inbox/wucheng/a.txt': TEXT });
    await world.push('lisi', commit, '机密★1年');
    const { json, text, exitCode } = await intake({ uploads: true });
    expect({ json, exitCode }).toMatchObject({ exitCode: 1, json: { refused: [{ file: '一个上传', code: 'intake/secret' }] } });
    const [alert = '', ...others] = await alertsOf(world);
    expect(others).toEqual([]);
    expect(alert).toContain('一个上传需要打电话联系');
    expect([alert, text, JSON.stringify(json)].join('\n')).not.toContain('机密');
  });

  it.each<[Record<string, string | boolean>, Record<string, string>, string]>([
    [{ issue: 'x' }, {}, 'usage/issue'],
    [{ issue: '1', uploads: true }, {}, 'usage/issue'],
    [{ uploads: true, unit: 'wucheng' }, {}, 'usage/uploads'],
    [{ uploads: true }, { SANSHEN_INTAKE_TOKEN: '' }, 'environment/missing'],
    [{ uploads: true }, { GITHUB_REPOSITORY: 'shili/bieda' }, 'git/other-repository'],
  ])('refuses %j before it does anything', async (options, more, code) =>
    expect((await bureau()).intake(options, more)).rejects.toMatchObject({ code, exitCode: 2 }),
  );
});
