import { describe, expect, it } from 'vitest';
import type { World } from '../../sandbox/github-world.ts';
import { FOREIGN, HARMLESS } from '../foreign-words.ts';
import { type Filled, filledForm } from './filled-form.ts';
import { bureauWithForm } from './form-bureau.ts';

const filesOf = async ({ as, of }: World, number: number): Promise<string[]> =>
  (await as('lisi').pulls.listFiles({ ...of, pull_number: number })).data.map(({ filename }) => filename);

describe('an issue that the form made', () => {
  it('becomes a draft pull request with the item, and its answer says what is missing', async () => {
    const { world, open, take, answers } = await bureauWithForm();
    const number = await open('lisi');
    const outcome = await take(number);
    expect(outcome).toMatchObject({
      kind: 'draft',
      draft: { id: expect.stringMatching(/^wucheng\/2026-11-23-[0-9a-f]{8}$/), missing: ['summary'] },
    });
    const pull = outcome?.kind === 'draft' ? outcome.pull.number : 0;
    const { data } = await world.as('lisi').pulls.get({ ...world.of, pull_number: pull });
    expect(data).toMatchObject({ draft: true, title: '示例分局整治沿街店铺', body: `由 #${number} 的报送生成。\n` });
    expect(await filesOf(world, pull)).toEqual([expect.stringMatching(/^content\/items\/wucheng\/2026-11-23-[0-9a-f]{8}\/index\.md$/)]);
    expect(await answers(number)).toEqual([expect.stringContaining(`：#${pull}。`)]);
  });

  it('is taken once, however often the run comes', async () => {
    const { world, open, take, answers } = await bureauWithForm();
    const number = await open('lisi');
    const [first, second] = [await take(number), await take(number)];
    expect([first?.kind, second?.kind]).toEqual(['draft', 'unchanged']);
    expect(await answers(number)).toHaveLength(1);
    expect((await world.as('lisi').pulls.list({ ...world.of, state: 'all' })).data).toHaveLength(1);
  });

  it('is changed by an edit, in the folder that it has, until somebody has approved it', async () => {
    const { world, open, edit, take, answers } = await bureauWithForm();
    const number = await open('lisi');
    const first = await take(number);
    const pull = first?.kind === 'draft' ? first.pull.number : 0;
    const before = await filesOf(world, pull);
    await edit(number, { event_date: '2026-11-22', text: '11月22日，婺城分局开展整治，劝导占道经营7起。' });
    expect((await take(number))?.kind).toBe('draft');
    expect(await filesOf(world, pull)).toEqual(before);
    await world.review('zhouyi', pull);
    await edit(number, { text: '11月22日，又改了一次。' });
    expect((await take(number))?.kind).toBe('closed');
    expect((await answers(number))[0]).toContain('您后来的修改没有放进去');
  });

  it('leaves what others wrote on the branch as it is', async () => {
    const { world, open, edit, take, answers } = await bureauWithForm();
    const number = await open('lisi');
    const first = await take(number);
    const pull = first?.kind === 'draft' ? first.pull.number : 0;
    const [path = ''] = await filesOf(world, pull);
    const { head } = (await world.as('lisi').pulls.get({ ...world.of, pull_number: pull })).data;
    const commit = await world.commit('zhouyi', head.sha, { [path]: '审核人改过' });
    await world.push('zhouyi', commit, head.ref);
    await edit(number, { text: '11月23日，又改了一次。' });
    expect((await take(number))?.kind).toBe('edited');
    expect(await world.tip(head.ref)).toBe(commit);
    expect((await answers(number))[0]).toContain(`稿件里已有人改过，您后来在表里的修改没有放进去，请在 #${pull} 里说明`);
  });

  it.each<[string, { body?: string; title?: string }]>([
    ['text', { body: filledForm({ text: '11月23日，别人改的。' }) }],
    ['title', { title: '别人改的' }],
  ])('isn’t its author’s any more once another has changed its %s', async (_, changed) => {
    const { world, open, take, answers } = await bureauWithForm();
    const number = await open('lisi');
    expect((await take(number))?.kind).toBe('draft');
    await world.as('zhouyi').issues.createComment({ ...world.of, issue_number: number, body: '已阅' });
    await world.as('zhouyi').issues.addLabels({ ...world.of, issue_number: number, labels: ['已阅'] });
    expect((await take(number))?.kind).toBe('unchanged');
    await world.as('zhouyi').issues.update({ ...world.of, issue_number: number, ...changed });
    expect(await take(number)).toMatchObject({ kind: 'refused', code: 'intake/edited-by-others' });
    expect((await answers(number)).join('\n')).toContain('表被 zhouyi 改过');
  });

  it('isn’t taken where the forge doesn’t say who has changed it', async () => {
    const { open, take } = await bureauWithForm({ otherEditorsOf: async () => null });
    expect(await take(await open('lisi'))).toMatchObject({ kind: 'refused', code: 'intake/edited-by-others' });
  });

  it('doesn’t bring back a pull request that was closed', async () => {
    const { world, open, edit, take } = await bureauWithForm();
    const number = await open('lisi');
    const first = await take(number);
    const pull = first?.kind === 'draft' ? first.pull.number : 0;
    await world.as('zhouyi').pulls.update({ ...world.of, pull_number: pull, state: 'closed' });
    expect((await take(number))?.kind).toBe('unchanged');
    await edit(number, { text: '11月23日，又改了一次。' });
    expect((await take(number))?.kind).toBe('closed');
    expect((await world.as('lisi').pulls.list({ ...world.of, state: 'open' })).data).toEqual([]);
  });

  it('has a title of one line', async () => {
    const { open, take } = await bureauWithForm();
    expect(await take(await open('lisi', { title: '示例\n\n第二行' }))).toMatchObject({ draft: { title: '示例 第二行' } });
  });

  it.each<[string, string, Filled, string, string]>([
    ['whose account nobody knows', 'sanshen-bot', {}, 'intake/unknown-sender', '不在名单里'],
    ['with a box left empty', 'lisi', { declarations: '- [ ] 内容属实，数据已核（第五条）' }, 'intake/undeclared', '内容属实'],
    ['that bears a mark', 'lisi', { text: '机密★1年\n\n11月23日，开展整治。' }, 'intake/secret', '请电话联系办公室'],
  ])('gets a sentence and no branch: %s', async (_, login, answers, code, said) => {
    const bureauNow = await bureauWithForm();
    const number = await bureauNow.open(login, answers);
    expect(await bureauNow.take(number)).toMatchObject({ kind: 'refused', code });
    expect((await bureauNow.answers(number))[0]).toContain(said);
    expect((await bureauNow.world.as('lisi').pulls.list({ ...bureauNow.world.of, state: 'all' })).data).toEqual([]);
  });

  it.each<[string, string, { title?: string; body?: string }]>([
    ['its title', 'lisi', { title: '报送：机密★1年' }],
    ['an answer beside the text', 'lisi', { body: filledForm({ remarks: '密级：秘密' }) }],
    ['what no label names', 'lisi', { body: `机密★1年\r\n\r\n${filledForm()}` }],
    ['a form of somebody unknown', 'sanshen-bot', { body: filledForm({ text: '机密★1年' }) }],
  ])('that bears a mark in %s is told to call, and nothing else', async (_, login, given) => {
    const { world, take, answers, secrets } = await bureauWithForm();
    const wish = { ...world.of, title: '报送：示例', body: filledForm(), ...given };
    const { number } = (await world.as(login).issues.create(wish)).data;
    const message = '请电话联系办公室，不要再从网上发送。';
    expect(await take(number)).toEqual({ kind: 'refused', code: 'intake/secret', message });
    expect((await answers(number)).map((body) => body.replace(/<!--.*?-->/g, '').trim())).toEqual([message]);
    expect(secrets).toMatchObject([{ way: '信息报送表', mark: { kind: '密级标志' }, lies: expect.stringContaining(`issues/${number}`) }]);
    expect(JSON.stringify(secrets)).not.toMatch(/★|6个月/);
  });

  it('that bears a mark is told to the secrecy duty once for each of its states, and again where nobody was reached', async () => {
    const { open, edit, take, secrets, reached } = await bureauWithForm();
    const number = await open('lisi', { text: '机密★1年' });
    reached.now = 0;
    expect(await take(number)).toMatchObject({ kind: 'refused', untold: true });
    reached.now = 1;
    for (let time = 0; time < 2; time += 1) expect(await take(number)).not.toHaveProperty('untold');
    expect(secrets).toHaveLength(2);
    await edit(number, { text: '秘密★6个月' });
    for (let time = 0; time < 2; time += 1) await take(number);
    expect(secrets).toHaveLength(3);
    expect(new Set(secrets.map(({ name }) => name)).size).toBe(2);
    await edit(number, {});
    expect((await take(number))?.kind).toBe('draft');
  });

  it('with a picture that the forge doesn’t give names the page where it can be uploaded', async () => {
    const { open, take, answers } = await bureauWithForm();
    const number = await open('lisi', { text: '11月23日，开展整治。\n\n![](https://github.com/user-attachments/assets/abc)' });
    expect(await take(number)).toMatchObject({ kind: 'draft', draft: { report: [{ kind: 'picture-missing' }] } });
    expect((await answers(number))[0]).toMatch(/\[上传页\]\(https:\/\/git\.example\/upload\/intake\/issue-\w+\/content\/items\/wucheng\//);
  });

  it('leaves a push as it is that comes while its edit is being made', async () => {
    let pushes = 0;
    const { world, open, edit, take, answers } = await bureauWithForm({}, (drafts, { as, of, commit, push }) => ({
      async add(branch, tip, change) {
        if (pushes++ === 0) {
          const files = (await as('lisi').pulls.listFiles({ ...of, pull_number: 2 })).data;
          await push('zhouyi', await commit('zhouyi', tip ?? '', { [files[0]?.filename ?? '']: '审核人改过' }), branch);
        }
        return drafts.add(branch, tip, change);
      },
    }));
    const number = await open('lisi');
    await take(number);
    await edit(number, { text: '11月23日，又改了一次。' });
    expect((await take(number))?.kind).toBe('edited');
    expect(pushes).toBe(1);
    const { data: pull } = await world.as('lisi').pulls.get({ ...world.of, pull_number: 2 });
    const { data: commits } = await world.as('lisi').pulls.listCommits({ ...world.of, pull_number: 2 });
    expect([commits.length, commits.at(-1)?.author?.login]).toEqual([2, 'zhouyi']);
    expect(pull.head.sha).toBe(commits.at(-1)?.sha);
    expect((await answers(number))[0]).toContain('稿件里已有人改过');
  });

  it('says nothing in the words of others that the forge would act on', async () => {
    const { open, take, answers } = await bureauWithForm();
    const number = await open('lisi', {
      event_date: '昨天',
      text: `11月23日，开展整治。\n\n![${FOREIGN}](https://github.com/user-attachments/assets/a)`,
    });
    await take(number);
    expect((await answers(number))[0]).toContain(HARMLESS);
  });

  it('that is closed, or a pull request, is left alone', async () => {
    const { world, open, take } = await bureauWithForm();
    const number = await open('lisi');
    await world.as('lisi').issues.update({ ...world.of, issue_number: number, state: 'closed' });
    expect(await take(number)).toBeNull();
    expect(await take(99)).toBeNull();
  });
});
