import { describe, expect, it } from 'vitest';
import { purge, purgedAt } from '#pipeline/acts/purge.ts';
import { gitEnvironment, runGit } from '#pipeline/forge/git/git-process.ts';
import type { ReleaseOrder } from '#pipeline/release/channels/channel.ts';
import { gitTrust } from '#pipeline/verify/publisher.ts';
import { type Bureau, grownBureau, itemText } from '../bureau.ts';
import { forgetOldHistory, rewrite } from '../ledger/rewritten-history.ts';
import { practice } from '../release/practice-channel.ts';

const LEAK = 'wucheng/2026-11-23-leak';
/** Merged before the history was written anew, and not approved yet. */
const MERGED = 'wucheng/2026-11-23-merged';
/** Approved before it, out on the website, not on Weibo yet. */
const WAITING = 'wucheng/2026-11-23-waiting';
const MERGED_TEXT = { title: '合并了的' };
const WAITING_TEXT = { title: '等着发的', channels: ['website' as const, 'weibo' as const] };
const indexOf = (item: string): string => `content/items/${item}/index.md`;

/** A bureau whose main was written anew without a leak, while one text waited for its approval and one for its second channel. */
const rewrittenWhileWaiting = (): Promise<Bureau> =>
  grownBureau('rewritten while waiting', { policy: 'channels: {weibo: {mode: open}}' }, async (bureau) => {
    await bureau.publish({ [indexOf(LEAK)]: itemText({ title: '不该公开的' }) });
    await bureau.publish({ [indexOf(WAITING)]: itemText(WAITING_TEXT) });
    expect((await bureau.approve()).approved).toEqual([LEAK, WAITING]);
    await bureau.release({ website: practice('website', []) });
    await bureau.publish({ [indexOf(MERGED)]: itemText(MERGED_TEXT) });
    const publisher = await bureau.publisher('zhengsi');
    await publisher.git.fetch(['+refs/heads/main:refs/remotes/origin/main']);
    const decision = { what: [purgedAt(LEAK)], kind: 'secrecy', decision: '示例保密〔2026〕1 号' } as const;
    await purge(publisher, gitTrust(publisher.git), decision, bureau.key);
    await rewrite(bureau, (bytes) => bytes, LEAK);
  });

/** One run: approve, then release on all channels. Gives the titles that Weibo got. */
async function run(bureau: Bureau, orders: ReleaseOrder[]) {
  const { approved, alerts } = await bureau.approve();
  const released = await bureau.release({ website: practice('website', []), weibo: practice('weibo', orders) });
  return { approved, alerts: [...alerts, ...released.alerts], weibo: orders.map(({ payload }) => payload.title) };
}

describe('when main’s history was written anew', () => {
  it('a text that was merged and not approved goes nowhere and is told, until it is submitted again; then it goes out once', async () => {
    const bureau = await rewrittenWhileWaiting();
    const orders: ReleaseOrder[] = [];
    const first = await run(bureau, orders);
    expect(first.approved).toEqual([]);
    expect(first.alerts.map(({ item, code }) => `${item} ${code}`)).toEqual([`${MERGED} history-rewritten`]);
    expect(first.alerts[0]?.message).toMatch(
      /历史改写过（2026-11-24 清除登记）.*任何渠道都不发布；请报送单位从最新的主分支另开合并请求重新报送.*remarks.*三级审核/,
    );
    expect(await bureau.states(MERGED)).toEqual([]);
    const { data } = await bureau.world.as('lisi').issues.listForRepo({ ...bureau.world.of, labels: 'publish-alert' });
    expect(data.map(({ body }) => body)).toEqual([expect.stringMatching(/会不会重发[\s\S]*谁来做什么\*\*　报送单位/)]);

    const again = itemText({ ...MERGED_TEXT, lines: ['remarks: 历史改写后重新报送'] });
    await bureau.publish({ [indexOf(MERGED)]: again });
    expect(await run(bureau, orders)).toMatchObject({ approved: [MERGED], alerts: [] });
    expect(await bureau.states(MERGED)).toEqual(['website 1 confirmed']);
    expect(await run(bureau, orders)).toMatchObject({ approved: [], alerts: [] });
  });

  it('a text that was approved goes on where its reviews are still found: it is the same text, and it goes out once', async () => {
    const bureau = await rewrittenWhileWaiting();
    const orders: ReleaseOrder[] = [];
    expect((await run(bureau, orders)).weibo).toEqual(['等着发的']);
    expect((await run(bureau, orders)).weibo).toEqual(['等着发的']);
    expect(await bureau.states(WAITING)).toEqual(['website 1 confirmed', 'weibo 1 confirmed']);
    expect(await bureau.verify()).toMatchObject({ verified: true });
  });

  it('and isn’t sent where they are gone with the old history: it is told that it is to be submitted again', async () => {
    const bureau = await rewrittenWhileWaiting();
    await forgetOldHistory(bureau);
    const orders: ReleaseOrder[] = [];
    const { alerts, weibo } = await run(bureau, orders);
    expect(weibo).toEqual([]);
    expect(await bureau.states(WAITING)).toEqual(['website 1 confirmed', 'weibo 1 failed']);
    const own = alerts.filter(({ item, channel }) => item === WAITING && channel === 'weibo');
    expect(own).toMatchObject([
      { message: expect.stringMatching(/没有发送.*历史在这一稿审定以后改写过（清除登记），明天还这样的，请报送单位.*重新报送/) },
    ]);
  });

  it('a text that somebody pushes to main afterwards isn’t taken for one of the old history', async () => {
    const bureau = await rewrittenWhileWaiting();
    const { world } = bureau;
    const dir = world.github.repositoryDir;
    const late = 'wucheng/2026-11-23-late';
    const main = await world.tip('main');
    const made = await world.commit('wangwu', main, { [indexOf(late)]: itemText({ title: '直接推送的' }) });
    const day = '2026-11-25T09:00:00+08:00';
    const who = { GIT_AUTHOR_NAME: '王五', GIT_AUTHOR_EMAIL: 'wangwu@example.com', GIT_AUTHOR_DATE: day };
    const env = {
      ...gitEnvironment(),
      ...who,
      GIT_COMMITTER_NAME: '王五',
      GIT_COMMITTER_EMAIL: 'wangwu@example.com',
      GIT_COMMITTER_DATE: day,
    };
    const { stdout } = await runGit(dir, ['commit-tree', `${made}^{tree}`, '-p', main, '-m', '直接推送'], { env });
    await world.push('wangwu', stdout.toString().trim(), 'main');
    const { alerts } = await bureau.approve();
    expect(alerts.map(({ item, code }) => `${item} ${code}`)).toContain(`${late} no-pull-request`);
  });
});
