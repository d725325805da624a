import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { purge, purgedAt } from '#pipeline/acts/purge.ts';
import { command as gate } from '#pipeline/commands/gate.ts';
import { command } from '#pipeline/commands/import.ts';
import { checkPublished } from '#pipeline/commands/shared/check-published.ts';
import { command as withdraw } from '#pipeline/commands/withdraw.ts';
import { readLedger } from '#pipeline/ledger/ledger.ts';
import { gitLedger } from '#pipeline/ledger/ledger-git.ts';
import { type KeptPages, openKeptPages } from '#pipeline/published/kept-pages.ts';
import { siteData } from '#pipeline/published/site-data.ts';
import { gitTrust, newestMain } from '#pipeline/verify/publisher.ts';
import { lockedSettings } from '#pipeline/verify/settings-lock.ts';
import { verifyLedger } from '#pipeline/verify/verify.ts';
import { type Bureau, environmentOf, FOLDER, ITEM, itemText, startBureau } from '../bureau.ts';
import { commandContext } from '../commands/context.ts';
import { folderOf } from '../folder.ts';
import { smallJpeg } from '../jpeg-fixture.ts';
import { forgetOldHistory, rewrite } from '../ledger/rewritten-history.ts';

const OFFICE_AND_LEADER = ['zhengsi', 'fengliu'];
const PLAIN = '执法队员到示例路段开展巡查，劝导占道经营，逐户讲明要求。';

/** Files of 历史信息 as `import` makes them of an old site. */
async function imported(bureau: Bureau): Promise<Record<string, string | Uint8Array>> {
  const settings = { 'content/organisation.yml': bureau.organisation, 'content/policy.yml': bureau.policy };
  const old = folderOf({
    'old.csv': `标题,日期,正文,图片,原地址,来源\n示例旧闻一,2019/3/14,${PLAIN},a.jpg,/art/1.html,示例局\n示例旧闻二,2018/5/2,${PLAIN}车辆浙G12345违停。,,/art/2.html,\n`,
    'a.jpg': smallJpeg(),
  });
  const [root, at] = [folderOf(settings), '2026-11-24T10:00:00+08:00'];
  const options = { site: 'https://old.example.gov.cn' };
  const { json } = await command.run(commandContext({ root, at, operands: [join(old, 'old.csv')], options }));
  expect(json).toMatchObject({ imported: [{ place: '第 2 行' }, { place: '第 3 行' }], refused: [] });
  const files = readdirSync(join(root, 'content/history'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(root.length + 1), name.endsWith('.md') ? readFileSync(path, 'utf8') : readFileSync(path)];
    }),
  );
}

async function shown(bureau: Bureau, kept?: KeptPages): Promise<{ titles: string[]; pictures: string[]; dates: string[] }> {
  const publisher = await bureau.publisher();
  const ledger = await publisher.ledgers.load();
  const { organisation, policy, terms } = await lockedSettings(publisher, ledger);
  const { commit: main } = await newestMain(publisher.git, { fetch: true });
  const { data, pictures } = await siteData(
    { git: publisher.git, ledger, main, organisation, policy, terms, now: await publisher.now() },
    { kept },
  );
  const items = data.items.filter(({ history }) => history !== undefined);
  return {
    titles: items.map(({ title }) => title),
    pictures: pictures.map(({ path }) => path.replace(/-[a-p]{12}/, '-x')),
    dates: items.map(({ publishedAt }) => publishedAt),
  };
}

async function problems(bureau: Bureau): Promise<string[]> {
  const { git } = await bureau.publisher();
  await newestMain(git, { fetch: true });
  await git.fetch(['+refs/heads/ledger:refs/remotes/origin/ledger']);
  const store = gitLedger(git, { fetch: false });
  const report = await verifyLedger(store, await readLedger(store), gitTrust(git), { main: git });
  return report.problems.map(({ code, event }) => `${code} ${event}`);
}

/** What the check of everything that is out looks at. */
async function checked(bureau: Bureau) {
  const { git, ledgers } = await bureau.publisher();
  const ledger = await ledgers.load();
  const { organisation, policy, terms } = await lockedSettings({ git }, ledger);
  return (await checkPublished(git, ledger, { organisation, policy, terms, now: '2026-11-25T10:00:00+08:00' })).items;
}

const NOTHING = { titles: [], pictures: [], dates: [] };

describe('an old site’s items', () => {
  it('are shown with their own dates once levels 2 and 3 have approved the pull request and main holds it', async () => {
    const bureau = await startBureau();
    const files = await imported(bureau);
    const { number, head } = await bureau.publish(files, { reviewers: ['zhengsi'], merge: false });
    const posted = await gate.run(
      commandContext({ root: bureau.root, options: { pr: String(number), post: true }, env: environmentOf(bureau, 'sanshen-bot') }),
    );
    expect(posted.json).toMatchObject({
      verdict: 'waiting',
      items: [
        {
          path: 'content/history/2018',
          levels: [
            { level: 2, state: 'approved' },
            { level: 3, state: 'waiting' },
          ],
        },
        {
          path: 'content/history/2019',
          levels: [
            { level: 2, state: 'approved' },
            { level: 3, state: 'waiting' },
          ],
        },
      ],
    });
    const { data: comments } = await bureau.world.as('wangwu').issues.listComments({ ...bureau.world.of, issue_number: number });
    const comment = comments.map(({ body }) => body).join('\n');
    expect(comment).toContain('**历史信息清单**（2 条，');
    expect(comment).toMatch(/\| 示例旧闻一 \| 2019-03-14 \| 没有问题 \|/);
    expect(comment).toMatch(/\| 示例旧闻二 \| 2018-05-02 \| 提醒 第1段“车辆”后：出现车辆号牌/);
    expect(comment).toContain('我已看过历史信息清单');
    await bureau.world.review('fengliu', number);
    await bureau.merge(number, head);
    expect(await shown(bureau)).toEqual(NOTHING);
    expect(await bureau.approve()).toMatchObject({ settingsUnverified: false, alerts: [], approved: [] });
    expect(await shown(bureau)).toEqual({
      titles: ['示例旧闻一', '示例旧闻二'],
      pictures: ['/history/2019/2019-03-14-x/1.jpg'],
      dates: ['2019-03-14', '2018-05-02'],
    });
    // The same from what is kept of an earlier build.
    const [folder, whole] = [folderOf({}), await shown(bureau)];
    for (const _ of ['kept', 'found']) expect(await shown(bureau, openKeptPages(folder, 'one'))).toEqual(whole);
    expect(await problems(bureau)).toEqual([]);
    expect((await bureau.release({})).releases).toEqual([]);
  });

  it.each([
    ['nobody', []],
    ['level 2 alone', ['zhengsi']],
    ['level 3 alone', ['fengliu']],
    ['levels 1 and 2', ['zhouyi', 'zhengsi']],
  ])('are shown nowhere when they were merged with the approval of %s, and verify tells', async (_, reviewers) => {
    const bureau = await startBureau();
    await bureau.publish(await imported(bureau), { reviewers });
    expect((await bureau.approve()).settingsUnverified).toBe(true);
    expect(await shown(bureau)).toEqual(NOTHING);
    expect(await problems(bureau)).toEqual(['settings-on-main content/history/2018', 'settings-on-main content/history/2019']);
  });

  it('are shown as they were approved, whatever is pushed over them later', async () => {
    const bureau = await startBureau();
    const files = await imported(bureau);
    await bureau.publish(files, { reviewers: OFFICE_AND_LEADER });
    await bureau.approve();
    const [path = ''] = Object.keys(files).filter((name) => name.startsWith('content/history/2019') && name.endsWith('.md'));
    await bureau.pushToMain({ [path]: String(files[path]).replace('示例旧闻一', '改过的标题') });
    expect((await bureau.approve()).settingsUnverified).toBe(true);
    expect((await shown(bureau)).titles).toEqual(['示例旧闻一', '示例旧闻二']);
    expect(await problems(bureau)).toEqual(['settings-on-main content/history/2019']);
  });

  it('are not shown where the first version of the settings found them unapproved', async () => {
    const bureau = await startBureau({ setup: false });
    await bureau.publish(await imported(bureau), { reviewers: [] });
    const { signFirstSettings } = await import('#pipeline/setup/first-settings.ts');
    await signFirstSettings(await bureau.publisher('wangwu'), bureau.key, true);
    expect(await shown(bureau)).toEqual(NOTHING);
    expect(await problems(bureau)).toEqual([]);
  });

  it('are held against today’s rules with all that is out, taken off by a pull request without their folder, and by no act', async () => {
    const bureau = await startBureau({ site: 'https://www.example.gov.cn' });
    const files = await imported(bureau);
    await bureau.publish(files, { reviewers: OFFICE_AND_LEADER });
    await bureau.approve();
    const rules = await checked(bureau);
    const [id = ''] = Object.keys(files).flatMap((path) => /content\/(history\/2019\/[^/]+)\/index\.md/.exec(path)?.[1] ?? []);
    expect(rules.map(({ path, published }) => [path, published])).toEqual([
      [expect.stringMatching(/^content\/history\/2018\//), [{ channel: 'website', url: expect.stringContaining('.gov.cn/history/2018/') }]],
      [`content/${id}`, [{ channel: 'website', url: `https://www.example.gov.cn/${id}/` }]],
    ]);
    const context = commandContext({ root: bureau.root, env: environmentOf(bureau, 'fengliu') });
    const refusal = {
      code: 'item/history',
      message: expect.stringMatching(/^[^。]*应删去（或改）文件夹 content\/history\/2019\/[^。]*。$/),
    };
    for (const operand of [`content/${id}`, `${id}/index.md`, `https://www.example.gov.cn/${id}/`])
      for (const now of operand.startsWith('https') ? [true] : [true, false]) {
        const options = { kind: 'error', reason: '示例', now };
        await expect(withdraw.run({ ...context, operands: [operand], options })).rejects.toMatchObject(refusal);
      }
    for (const operand of [id, `content/${id}/1.jpg`]) expect(() => purgedAt(operand)).toThrow(expect.objectContaining(refusal));
    const gone = Object.fromEntries(Object.keys(files).flatMap((path) => (path.includes(id) ? [[path, null]] : [])));
    await bureau.publish(gone as unknown as Record<string, string>, { reviewers: OFFICE_AND_LEADER });
    await bureau.approve();
    expect((await shown(bureau)).titles).toEqual(['示例旧闻二']);
    expect((await checked(bureau)).map(({ path }) => path)).toEqual([expect.stringMatching(/2018/)]);
    expect(await problems(bureau)).toEqual([]);
    // Then it can be taken out of main's history, as the refusal says: a purge that names no item.
    await rewrite(bureau, (bytes) => bytes);
    await forgetOldHistory(bureau);
    expect(await problems(bureau)).not.toEqual([]);
    const publisher = await bureau.publisher('zhengsi');
    await newestMain(publisher.git, { fetch: true });
    await purge(publisher, gitTrust(publisher.git), { what: [], kind: 'privacy', decision: '示例〔2026〕1 号' }, bureau.key);
    expect(await problems(bureau)).toEqual([]);
    expect((await shown(bureau)).titles).toEqual(['示例旧闻二']);
  });

  it('never go along with an item', async () => {
    const bureau = await startBureau();
    const { number } = await bureau.publish({ ...(await imported(bureau)), [`${FOLDER}/index.md`]: itemText() }, { merge: false });
    const { json } = await gate.run(
      commandContext({ root: bureau.root, options: { pr: String(number) }, env: environmentOf(bureau, 'sanshen-bot') }),
    );
    expect(json).toMatchObject({ verdict: 'refused', items: [{ id: ITEM }] });
  });
});
