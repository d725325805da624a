import { describe, expect, it } from 'vitest';
import { command } from '#pipeline/commands/intake.ts';
import { gitText } from '#pipeline/forge/git/git-process.ts';
import { ORGANISATION as BUREAU } from '../bureau.ts';
import { folderOf } from '../folder.ts';
import { filledForm } from '../intake/form/filled-form.ts';
import { connect, startWorld, type World } from '../sandbox/github-world.ts';
import { commandContext } from './context.ts';
import { post } from './post.ts';

const TEXT = '示例分局整治沿街店铺\n11月23日，婺城分局开展整治，劝导占道经营6起。';

const ORGANISATION = BUREAU.replace(/logins: \[(\w+)\]/g, 'logins: [$1], emails: [$1@example.gov.cn]');

/** A clone as a runner has it, and the command with the intake account's token. */
async function bureau(more: { duties?: string; policy?: string } = {}) {
  const organisation = `${ORGANISATION}${more.duties ?? ''}`;
  const world = await startWorld({ 'content/organisation.yml': organisation, 'content/policy.yml': more.policy ?? 'branch: main\n' });
  const { github } = world;
  const root = folderOf({});
  await gitText(root, ['clone', '--quiet', '--', github.repositoryDir, '.']);
  connect(`${root}/.git/config`, world);
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

const toOf = (letters: readonly string[]): string[] => letters.map((letter) => /^To: .*?<?([^\s<>]+@[^\s<>]+)>?$/m.exec(letter)?.[1] ?? '');
/** A letter's own text, as it went over the line. */
function wordsOf(letter: string): string {
  const [head = '', ...body] = letter.split('\r\n\r\n');
  const text = body.join('\r\n\r\n');
  return Buffer.from(text, /base64/i.test(head) ? 'base64' : 'utf8').toString('utf8');
}

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
    expect(await alertsOf(world)).toEqual([expect.stringContaining('lisi-patch-1（lisi 上传）：a.mp4：不是能收的文件')]);
    await upload({ 'content/inbox/wucheng/a.txt': TEXT });
    expect((await intake({ uploads: true })).json).toMatchObject({ items: [{ id: expect.stringMatching(/^wucheng\//) }], refused: [] });
    expect(await alertsOf(world)).toEqual([]);
  });

  it('tells the Office to call where an upload bears a mark, and the administrator that nobody with the duty learnt of it; both name nothing', async () => {
    const { world, intake } = await bureau();
    const commit = await world.commit('lisi', await world.tip('main'), { 'content/inbox/wucheng/a.txt': TEXT });
    await world.push('lisi', commit, '机密★1年');
    const { json, text, exitCode } = await intake({ uploads: true });
    expect({ json, exitCode }).toMatchObject({ exitCode: 1, json: { refused: [{ file: '一个上传', code: 'intake/call' }] } });
    const alerts = (await alertsOf(world)).sort();
    expect(alerts).toEqual([expect.stringContaining('没有告诉到（'), expect.stringContaining('有一件来稿要请保密负责人当面处理')]);
    expect([...alerts, text, JSON.stringify(json)].join('\n')).not.toMatch(/密级|机密|secret|lisi|wucheng|分支名/);
  });

  const DUTIES =
    '  - {duty: secrecy, person: zhouyi, from: 2024-01-01}\n  - {duty: secrecy, person: zhengsi, unit: jindong, from: 2024-01-01}\n';

  it('tells those with the secrecy duty of an upload that bears a mark, once a state of it, and asks its sender to call', async () => {
    const mail = await post();
    const { world, intake } = await bureau({
      duties: DUTIES,
      policy: `mail: {host: 127.0.0.1, port: ${mail.port}, from: fabu@example.gov.cn}\n`,
    });
    const upload = async (text: string) => {
      const commit = await world.commit('lisi', await world.tip('main'), { 'content/inbox/wucheng/a.txt': text });
      await world.push('lisi', commit, 'lisi-patch-1', 'force');
      return commit;
    };
    const commit = await upload(`机密★1年\n${TEXT}`);
    for (let time = 0; time < 2; time += 1) expect((await intake({ uploads: true })).exitCode).toBe(1);
    expect(toOf(mail.letters)).toEqual(['lisi@example.gov.cn', 'zhouyi@example.gov.cn']);
    const notice = wordsOf(mail.letters[1] ?? '');
    expect(notice).toContain('上传的文件夹');
    expect(notice).toMatch(new RegExp(`第1段有密级标志.*${commit}`, 's'));
    expect(mail.letters.map(wordsOf).join('\n')).not.toMatch(/★|整治/);
    const [alert = '', ...others] = await alertsOf(world);
    expect([others, alert.includes(commit), alert.includes('lisi'), alert.includes('第1段')]).toEqual([[], false, false, false]);
    await upload(`机密★2年\n${TEXT}`);
    await intake({ uploads: true });
    expect(mail.letters).toHaveLength(4);
    await upload(TEXT);
    expect((await intake({ uploads: true })).exitCode).toBe(0);
    expect(await alertsOf(world)).toEqual([]);
  });

  it('tells them of a form that bears a mark, once a state of it', async () => {
    const mail = await post();
    const policy = `mail: {host: 127.0.0.1, port: ${mail.port}, from: fabu@example.gov.cn}\n`;
    const { world, intake } = await bureau({ duties: DUTIES, policy });
    const body = filledForm({ text: '机密★1年' });
    const { data } = await world.as('lisi').issues.create({ ...world.of, title: '报送：示例', body });
    for (let time = 0; time < 2; time += 1) {
      const { text, json } = await intake({ issue: String(data.number) });
      expect([text, JSON.stringify(json)].join('\n')).toMatch(/^✗ 请电话联系办公室(?!.*(?:#\d|secret|密级))/s);
    }
    expect(toOf(mail.letters)).toEqual(['zhouyi@example.gov.cn']);
    expect(wordsOf(mail.letters[0] ?? '')).toMatch(/信息报送表.*lisi.*正文有密级标志.*issues\/1/s);
    expect(await alertsOf(world)).toEqual([]);
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
