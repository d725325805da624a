import { describe, expect, it } from 'vitest';
import { resolve } from '#pipeline/acts/by-hand.ts';
import { eventsOf } from '#pipeline/ledger/ledger.ts';
import { type Bureau, FOLDER, grownBureau, ITEM, itemText, SITE, startBureau } from '../bureau.ts';

const INDEX = `${FOLDER}/index.md`;
const codes = ({ alerts }: { alerts: { code: string }[] }): string[] => alerts.map(({ code }) => code);
const DAY = 86_400;

async function numbers(bureau: Bureau): Promise<string[]> {
  const ledger = await bureau.ledger();
  return [...ledger.chains.values()].flat().flatMap(({ event }) => (event.number === undefined ? [] : [event.number]));
}

describe('approval for publication', () => {
  it('signs what three persons approved in order, and begins the website, in one push', async () => {
    const bureau = await startBureau();
    const { number } = await bureau.publish({ [INDEX]: itemText() });
    const before = await (await bureau.publisher()).store.head();
    const report = await bureau.approve();
    expect(report).toMatchObject({ approved: [ITEM], alerts: [], settingsUnverified: false });
    const { store } = await bureau.publisher();
    const commits = await store.history((await store.head()) ?? '');
    expect(commits.at(-1)?.parents).toEqual([before]);
    const [approval, intent] = eventsOf(await bureau.ledger(), ITEM);
    expect(approval).toMatchObject({
      seq: 1,
      kind: 'approval',
      pullRequest: number,
      revision: 1,
      number: '2026-0001',
      channels: ['website'],
    });
    expect(intent).toMatchObject({ seq: 2, kind: 'intent', channel: 'website', at: approval?.at, tree: approval?.tree });
    expect(await bureau.verify()).toMatchObject({ verified: true, items: 1, events: 3, problems: [] });
  });

  it('does nothing a second time', async () => {
    const bureau = await startBureau();
    await bureau.publish({ [INDEX]: itemText() });
    await bureau.approve();
    const head = await (await bureau.publisher()).store.head();
    expect(await bureau.approve()).toMatchObject({ approved: [], alerts: [] });
    expect(await (await bureau.publisher()).store.head()).toBe(head);
  });

  it('numbers the forms of a year from 1 without gaps', async () => {
    const bureau = await startBureau();
    for (const slug of ['a', 'b', 'c']) {
      await bureau.publish({ [`content/items/wucheng/2026-11-23-${slug}/index.md`]: itemText({ title: `示例 ${slug}` }) });
    }
    await bureau.approve();
    expect((await numbers(bureau)).sort()).toEqual(['2026-0001', '2026-0002', '2026-0003']);
    expect((await bureau.verify()).verified).toBe(true);
  });

  it('47: makes good in one run what earlier merges started none for, as `[skip ci]` in their message does', async () => {
    const bureau = await startBureau();
    const { as, of } = bureau.world;
    const items = [ITEM, 'wucheng/2026-11-23-park'];
    for (const item of items) {
      const { number, head } = await bureau.publish({ [`content/items/${item}/index.md`]: itemText() }, { merge: false });
      await bureau.world.pass(head);
      await as('wangwu').pulls.merge({ ...of, pull_number: number, merge_method: 'squash', commit_title: '示例 [skip ci]' });
    }
    expect((await bureau.approve()).approved.toSorted()).toEqual(items.toSorted());
  });

  it('counts signatures that were given after the merge', async () => {
    const bureau = await startBureau();
    const { number } = await bureau.publish({ [INDEX]: itemText() }, { reviewers: ['zhouyi', 'zhengsi'] });
    expect(await bureau.approve()).toMatchObject({ approved: [] });
    await bureau.world.review('fengliu', number);
    expect(await bureau.approve()).toMatchObject({ approved: [ITEM] });
  });
});

describe('what is refused, on every channel', () => {
  it('33: a text that was pushed straight to main', async () => {
    const bureau = await startBureau();
    await bureau.pushToMain({ [INDEX]: itemText() });
    const report = await bureau.approve();
    expect(report.approved).toEqual([]);
    expect(codes(report)).toEqual(['no-pull-request']);
    expect(await bureau.states()).toEqual([]);
  });

  it.each([
    { who: 'nobody signed', reviewers: [] },
    { who: 'the leader signed before the Office', reviewers: ['zhouyi', 'fengliu', 'zhengsi'] },
    { who: 'the head of the unit is missing', reviewers: ['zhengsi', 'fengliu'] },
  ])('a merge where $who', async ({ reviewers }) => {
    const bureau = await startBureau();
    await bureau.publish({ [INDEX]: itemText() }, { reviewers });
    const report = await bureau.approve();
    expect(report.approved).toEqual([]);
    expect(report.alerts.length).toBe(1);
  });

  it('a text that was changed on main after the merge', async () => {
    const bureau = await startBureau();
    await bureau.publish({ [INDEX]: itemText() });
    await bureau.pushToMain({ [INDEX]: itemText({ body: '偷偷改过。' }) });
    const report = await bureau.approve();
    expect(report.approved).toEqual([]);
    expect(codes(report)).toEqual(['no-pull-request']);
  });

  it('a merge commit that holds another text than the one that was approved', async () => {
    const bureau = await startBureau();
    const { world } = bureau;
    const { number, head } = await bureau.publish({ [INDEX]: itemText() }, { merge: false });
    // The administrator makes the merge commit himself, with another text, and pushes it: GitHub then shows the pull request as merged.
    const main = await world.tip('main');
    const evil = await world.commit('wangwu', main, { [INDEX]: itemText({ body: '另一稿。' }) });
    const { gitText } = await import('#pipeline/forge/git/git-process.ts');
    const tree = await gitText(world.github.repositoryDir, ['rev-parse', `${evil}^{tree}`]);
    const commit = await gitText(world.github.repositoryDir, [
      '-c',
      'user.name=王五',
      '-c',
      'user.email=wangwu@example.com',
      'commit-tree',
      tree,
      '-p',
      main,
      '-p',
      head,
      '-m',
      `Merge pull request #${number}`,
    ]);
    await world.push('wangwu', commit, 'main');
    const report = await bureau.approve();
    expect(report.approved).toEqual([]);
    expect(report.alerts.length).toBe(1);
    expect(await bureau.states()).toEqual([]);
  });

  it('a text whose seven days are over when it is merged', async () => {
    const bureau = await startBureau();
    const { number, head } = await bureau.publish({ [INDEX]: itemText() }, { merge: false });
    bureau.world.github.clock.advance(8 * DAY);
    await bureau.merge(number, head);
    const report = await bureau.approve();
    expect(report.approved).toEqual([]);
    expect(await bureau.states()).toEqual([]);
  });

  it('and blocks nobody else', async () => {
    const bureau = await startBureau();
    await bureau.pushToMain({ 'content/items/wucheng/2026-11-23-bad/index.md': '不是一条信息' });
    await bureau.publish({ [INDEX]: itemText() });
    const report = await bureau.approve();
    expect(report.approved).toEqual([ITEM]);
    expect(codes(report)).toEqual(['no-pull-request']);
  });

  it('and opens one issue, however often it is found, which closes once an approved text has taken its place', async () => {
    const bureau = await startBureau();
    await bureau.pushToMain({ [INDEX]: itemText() });
    await bureau.approve();
    await bureau.approve();
    const alerts = async () => (await bureau.world.as('lisi').issues.listForRepo({ ...bureau.world.of, labels: 'publish-alert' })).data;
    expect(await alerts()).toMatchObject([
      { number: 1, body: expect.stringMatching(/没有经过合并请求[\s\S]*会不会重发[\s\S]*谁来做什么[\s\S]*几点前/) },
    ]);
    await bureau.publish({ [INDEX]: itemText({ title: '示例街道整治（送审）' }) });
    await bureau.approve();
    expect(await alerts()).toEqual([]);
    const { data } = await bureau.world.as('lisi').issues.listComments({ ...bureau.world.of, issue_number: 1 });
    expect(data.map(({ body }) => body)).toEqual([expect.stringMatching(/^\*\*已解决，自动关闭\*\*：再次核对，.*审核单 2026-0001。/)]);
  });
});

describe('the settings lock', () => {
  const POLICY = 'content/policy.yml';

  it('lets nothing through before setup has signed the first version', async () => {
    const bureau = await startBureau({ setup: false });
    await bureau.publish({ [INDEX]: itemText() });
    const report = await bureau.approve();
    expect(report).toMatchObject({ approved: [], settingsUnverified: true });
    expect(codes(report)).toEqual(['settings-unverified']);
  });

  it('lets nothing through after a change that was pushed straight to main, nor approves with it', async () => {
    const bureau = await startBureau();
    await bureau.publish({ [INDEX]: itemText() });
    await bureau.pushToMain({ [POLICY]: `order: any\n${bureau.policy}` });
    expect(codes(await bureau.approve())).toEqual(['settings-unverified']);
    expect(await bureau.states()).toEqual([]);
    await bureau.pushToMain({ [POLICY]: bureau.policy });
    expect(await bureau.approve()).toMatchObject({ approved: [ITEM] });
  });

  it('lets nothing through after a merge that levels 2 and 3 have not approved', async () => {
    const bureau = await startBureau();
    await bureau.publish({ [POLICY]: `order: any\n${bureau.policy}` }, { reviewers: ['zhengsi'] });
    expect(codes(await bureau.approve())).toEqual(['settings-unverified']);
  });

  it('takes a change that levels 2 and 3 approved under the version before, and goes on', async () => {
    const bureau = await startBureau();
    await bureau.publish({ [POLICY]: `order: any\n${bureau.policy}` }, { reviewers: ['zhengsi', 'fengliu'] });
    await bureau.publish({ [INDEX]: itemText() }, { reviewers: ['fengliu', 'zhengsi', 'zhouyi'] });
    expect(await bureau.approve()).toMatchObject({ approved: [ITEM], alerts: [], settingsUnverified: false });
    expect(await bureau.verify()).toMatchObject({ verified: true, problems: [] });
  });

  it('takes two changes one after the other', async () => {
    const bureau = await startBureau();
    for (const line of ['order: any', 'order: any\nfiles_per_pull_request: 100']) {
      await bureau.publish({ [POLICY]: `${line}\n${bureau.policy}` }, { reviewers: ['zhengsi', 'fengliu'] });
    }
    await bureau.approve();
    const versions = eventsOf(await bureau.ledger(), 'settings').filter(({ kind }) => kind === 'settings');
    expect(versions.length).toBe(3);
    expect((await bureau.verify()).verified).toBe(true);
  });

  it('lets nobody sign who was taken off the list by a change before, even if both come in one run', async () => {
    const bureau = await startBureau();
    const { organisation } = bureau;
    const replaced = organisation.replace('person: fengliu, from: 2024-01-01', 'person: wangwu, from: 2024-01-01');
    await bureau.publish({ 'content/organisation.yml': replaced }, { reviewers: ['zhengsi', 'fengliu'] });
    await bureau.publish({ [POLICY]: `files_per_pull_request: 100\n${bureau.policy}` }, { reviewers: ['zhengsi', 'fengliu'] });
    expect(codes(await bureau.approve())).toEqual(['settings-unverified']);
  });

  it('lets an approved pull request make good what was pushed straight to main', async () => {
    const bureau = await startBureau();
    await bureau.pushToMain({ [POLICY]: `order: any\n${bureau.policy}` });
    expect(codes(await bureau.approve())).toEqual(['settings-unverified']);
    await bureau.publish({ [POLICY]: `files_per_pull_request: 100\n${bureau.policy}` }, { reviewers: ['zhengsi', 'fengliu'] });
    expect(await bureau.approve()).toMatchObject({ settingsUnverified: false });
    expect((await bureau.verify()).problems).toEqual([]);
  });

  it('does not take back an older version that somebody pushes again', async () => {
    const bureau = await startBureau();
    await bureau.publish({ [POLICY]: `order: any\n${bureau.policy}` }, { reviewers: ['zhengsi', 'fengliu'] });
    await bureau.approve();
    await bureau.pushToMain({ [POLICY]: bureau.policy });
    expect(codes(await bureau.approve())).toEqual(['settings-unverified']);
  });
});

describe('corrections and withdrawals', () => {
  const published = (): Promise<Bureau> =>
    grownBureau('published', {}, async (bureau) => {
      await bureau.publish({ [INDEX]: itemText() });
      await bureau.approve();
      const { write } = await import('#pipeline/ledger/ledger.ts');
      const { store, ledgers } = await bureau.publisher();
      const ledger = await ledgers.load();
      const { seq: _, prev: __, version: ___, ...intent } = eventsOf(ledger, ITEM)[1] as NonNullable<ReturnType<typeof eventsOf>[number]>;
      const remote = { id: ITEM, url: `${SITE}/${ITEM}/` };
      await write(store, ledger, [{ event: { ...intent, kind: 'confirmed', remote } }], '已发布', intent.at);
    });

  it('a correction after twenty days gets a revision of its own and a website intent', async () => {
    const bureau = await published();
    bureau.world.github.clock.advance(20 * DAY);
    await bureau.publish({ [INDEX]: itemText({ body: '更正后的正文。', lines: ['correction: {kind: 文字, note: 改正一处错字}'] }) });
    expect(await bureau.approve()).toMatchObject({ approved: [ITEM], alerts: [] });
    expect(await bureau.states()).toEqual(['website 1 confirmed', 'website 2 intent']);
    expect((await bureau.verify()).problems).toEqual([]);
  });

  it('a change of a published text without a correction is refused', async () => {
    const bureau = await published();
    await bureau.publish({ [INDEX]: itemText({ body: '悄悄改动。' }) });
    const report = await bureau.approve();
    expect(report.approved).toEqual([]);
    expect(await bureau.states()).toEqual(['website 1 confirmed']);
  });

  it('a withdrawal after forty days needs levels 2 and 3 only, and begins to take everything back', async () => {
    const bureau = await published();
    bureau.world.github.clock.advance(40 * DAY);
    await bureau.publish(
      { [INDEX]: itemText({ lines: ['withdraw: {kind: privacy, reason: 涉及个人信息}'] }) },
      { reviewers: ['zhengsi', 'fengliu'] },
    );
    expect(await bureau.approve()).toMatchObject({ approved: [ITEM], alerts: [] });
    expect(await bureau.states()).toEqual(['website 1 withdraw-intent']);
    expect((await bureau.verify()).problems).toEqual([]);
  });
});

describe('a text whose 公示期 is over', () => {
  const UNTIL = ['publish_until: 2026-11-26'];
  const alertsOf = async (bureau: Bureau) =>
    (await bureau.world.as('lisi').issues.listForRepo({ ...bureau.world.of, labels: 'publish-alert' })).data;

  it('that waits for a person’s post is taken back, and the administrator is told until he has said that it is nowhere', async () => {
    const bureau = await startBureau();
    await bureau.publish({ [INDEX]: itemText({ channels: ['wechat'], lines: UNTIL }) });
    await bureau.approve();
    const { write } = await import('#pipeline/ledger/ledger.ts');
    const { store, ledgers } = await bureau.publisher();
    const ledger = await ledgers.load();
    const [approval] = eventsOf(ledger, ITEM) as [ReturnType<typeof eventsOf>[number]];
    const { tree, digest, at, pullRequest, mergeSha, runId, attempt, actor } = approval;
    const asked = { item: ITEM, tree, digest, at, pullRequest, mergeSha, runId, attempt, actor };
    await write(
      store,
      ledger,
      [{ event: { ...asked, kind: 'needs-human', channel: 'wechat', revision: 1, code: 'manual' } }],
      '等人',
      asked.at,
    );
    bureau.world.github.clock.advance(4 * DAY);

    await bureau.approve();
    for (const _ of [1, 2]) expect(codes(await bureau.release({}))).toEqual(['withdraw-by-hand']);
    expect(await bureau.states()).toEqual(['wechat 1 withdraw-intent']);
    expect(await alertsOf(bureau)).toEqual([
      expect.objectContaining({ body: expect.stringMatching(/发没发过没有登记：请管理员立即到平台看/) }),
    ]);
    const said = { item: ITEM, channel: 'wechat', as: 'confirmed', url: null, reason: '没有发过' } as const;
    await resolve(await bureau.publisher('wangwu'), said);
    expect(codes(await bureau.release({}))).toEqual([]);
    expect([await bureau.states(), await alertsOf(bureau)]).toEqual([['wechat 1 withdrawn'], []]);
    expect((await bureau.verify()).problems).toEqual([]);
  });

  it('is taken off all the same while main holds settings that nobody approved, and nothing else is done', async () => {
    const bureau = await startBureau();
    await bureau.publish({ [INDEX]: itemText({ lines: UNTIL }) });
    await bureau.approve();
    await bureau.publish({ 'content/items/wucheng/2026-11-23-park/index.md': itemText({ title: '示例公园' }) });
    await bureau.pushToMain({ 'content/policy.yml': `order: any\n${bureau.policy}` });
    expect(codes(await bureau.approve())).toEqual(['settings-unverified']);
    expect(await bureau.states()).toEqual(['website 1 intent']);
    bureau.world.github.clock.advance(4 * DAY);
    for (const _ of [1, 2])
      expect(await bureau.approve()).toMatchObject({
        approved: [],
        alerts: [{ code: 'settings-unverified', message: expect.stringContaining('撤稿照常进行') }],
        settingsUnverified: true,
      });
    expect(await bureau.states()).toEqual(['website 1 withdraw-intent']);
    expect((await bureau.verify()).problems).toEqual([]);
  });
});
