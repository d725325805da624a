import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command as resolveCommand } from '#pipeline/commands/resolve.ts';
import { eventsOf, itemState } from '#pipeline/ledger/ledger.ts';
import type { ReleaseOrder } from '#pipeline/release/channels/channel.ts';
import { formIn } from '#pipeline/reports/statistics/from-evidence.ts';
import { type Bureau, environmentOf, FOLDER, ITEM, SITE, startBureau } from '../bureau.ts';
import { commandContext } from '../commands/context.ts';
import { smallJpeg as jpeg } from '../jpeg-fixture.ts';
import { practice } from '../release/practice-channel.ts';
import { alerts, DAY, kinds, PAPER, POLICY, paper, register, reported, reviewAndMerge, URL, withdraw } from './on-paper.ts';

/** What a run sends. */
async function sent(bureau: Bureau): Promise<string[]> {
  const orders: ReleaseOrder[] = [];
  await bureau.release({ website: practice('website', []), wechat: practice('wechat', orders) });
  return orders.map(({ item }) => item);
}

describe('what was signed on paper while the network was down', () => {
  it('is registered, reviewed, and confirmed where it is: nothing is sent a second time', async () => {
    const bureau = await reported();
    const done = await register(bureau);
    expect(done).toMatchObject({ exitCode: 0, json: { releases: [{ state: 'offline', url: URL }] } });
    expect(done.text).toMatch(
      /王五登记：线下审签，2026-11-23 12:00 手工发布，纸上签批 周一、郑四、冯六；请在 2026-11-25 24:00 前在合并请求 #1 里补齐三级审核/,
    );
    expect((await bureau.verify()).problems).toEqual([]);
    expect((await bureau.approve()).alerts).toMatchObject([
      { item: ITEM, code: 'offline-unreviewed', message: expect.stringContaining(URL) },
    ]);
    expect(await sent(bureau)).toEqual([]);
    expect(await alerts(bureau)).toMatchObject([{ state: 'open' }]);

    await reviewAndMerge(bureau);
    expect((await bureau.approve()).approved).toEqual([ITEM]);
    expect(await sent(bureau)).toEqual([]);
    expect(await kinds(bureau)).toEqual([
      'offline wechat',
      expect.stringMatching(/^approval/),
      'intent website',
      'confirmed website',
      'confirmed wechat offline',
    ]);
    await bureau.approve();
    expect(await alerts(bureau)).toMatchObject([{ state: 'closed' }]);
    const state = itemState(await bureau.ledger(), ITEM);
    const wechat = state.releases.find(({ channel }) => channel === 'wechat');
    expect(wechat).toMatchObject({ state: 'confirmed', remote: { url: URL }, confirmedAt: '2026-11-23T12:00:00+08:00' });
    expect(state.text && formIn(state.text)?.remarks.join()).toMatch(
      /线下审签（以上为补审）：一级 周一 11-23 09:00、二级 郑四 11-23 10:00、三级 冯六 11-23 11:00；手工发布：微信 2026-11-23 12:00/,
    );
    expect(await bureau.verify()).toMatchObject({ verified: true });
  });

  it('keeps digests and people, and no word of the text', async () => {
    const bureau = await reported();
    await register(bureau);
    const [event] = eventsOf(await bureau.ledger(), ITEM);
    expect(event).toMatchObject({
      kind: 'offline',
      actor: 'wangwu',
      revision: 1,
      pullRequest: 1,
      offline: {
        scan: { name: 'paper.jpg', bytes: jpeg().length },
        person: 'wangwu',
        posted: '2026-11-23T12:00:00+08:00',
        due: '2026-11-24',
        signed: [
          { level: 1, person: 'zhouyi' },
          { level: 2, person: 'zhengsi' },
          { level: 3, person: 'fengliu' },
        ],
      },
    });
    expect(JSON.stringify(event)).not.toMatch(/正文|示例街道/);
  });

  it('is registered once, and again where the text or the address has changed', async () => {
    const bureau = await reported();
    await register(bureau);
    await register(bureau, {}, 'fengliu');
    expect(await kinds(bureau)).toEqual(['offline wechat']);
    await register(bureau, { url: `${URL}b` });
    expect(await kinds(bureau)).toEqual(['offline wechat', 'offline wechat']);
    expect((await bureau.verify()).problems).toEqual([]);
  });

  it('is taken late, and called so', async () => {
    const bureau = await reported();
    bureau.world.github.clock.advance(2 * DAY);
    expect((await register(bureau)).text).toMatch(/线下审签，逾期补录/);
    expect((await bureau.verify()).problems).toEqual([]);
  });

  it('is told every day once the reviews are overdue, and after the seven days the day of its publication counts', async () => {
    const bureau = await reported();
    await register(bureau);
    bureau.world.github.clock.advance(9 * DAY);
    await bureau.approve();
    expect((await alerts(bureau))[0]?.body).toMatch(/应在 2026-11-25 24:00 前补审，已逾期（今天 2026-12-03）/);
    await reviewAndMerge(bureau);
    expect((await bureau.approve()).approved).toEqual([ITEM]);
    expect(await sent(bureau)).toEqual([]);
    // The website was never out: its seven days are over.
    expect(await bureau.states()).toEqual(['wechat 1 confirmed', 'website 1 expired']);
    expect((await bureau.verify()).problems).toEqual([]);
  });

  it('goes to a person where another text is approved than was registered, and isn’t sent', async () => {
    const bureau = await reported();
    await register(bureau);
    const { world } = bureau;
    const { data } = await world.as('lisi').pulls.get({ ...world.of, pull_number: 1 });
    await world.push(
      'lisi',
      await world.commit('lisi', data.head.sha, paper({}, undefined, '正文两段。') as Record<string, string>),
      data.head.ref,
    );
    await reviewAndMerge(bureau);
    await bureau.approve();
    expect(await sent(bureau)).toEqual([]);
    expect(await kinds(bureau)).toContain('needs-human wechat offline-differs');
    expect(await alerts(bureau)).toMatchObject([{ state: 'open', body: expect.stringMatching(/不是同一稿[\s\S]*\*\*几点前\*\*　今天/) }]);
    expect((await bureau.verify()).problems).toEqual([]);
  });

  it('asks for its removal where a reviewer refuses it; withdraw --now and the person’s word end it', async () => {
    const bureau = await reported();
    await register(bureau);
    const { world } = bureau;
    await world.as('zhengsi').pulls.createReview({ ...world.of, pull_number: 1, event: 'REQUEST_CHANGES', body: '数字不对。' });
    expect((await bureau.approve()).alerts).toMatchObject([
      { code: 'offline-unreviewed', message: expect.stringMatching(/审核退回了.*withdraw --now/) },
    ]);
    const env = environmentOf(bureau, 'fengliu');
    // Nobody has approved it, so there is nothing to confirm.
    expect((await withdraw(bureau)).text).not.toContain('补办确认');
    expect(await bureau.states()).toEqual(['wechat 1 withdraw-intent']);
    const options = { channel: 'wechat', as: 'confirmed', reason: '已在后台删除' };
    await resolveCommand.run(commandContext({ root: bureau.root, operands: [ITEM], options, env }));
    expect(await bureau.states()).toEqual(['wechat 1 withdrawn']);
    expect((await bureau.approve()).alerts).toEqual([]);
    expect(await alerts(bureau)).toMatchObject([{ state: 'closed' }]);
    expect((await bureau.verify()).problems).toEqual([]);
    // Reviewed after all, it doesn't come out by itself.
    await world.review('zhengsi', 1);
    await reviewAndMerge(bureau);
    await bureau.approve();
    expect(await sent(bureau)).toEqual([]);
    expect(await bureau.states()).toEqual(['wechat 1 withdrawn']);
  });

  it('is taken down on one channel where a person has said that it never was out on another', async () => {
    const bureau = await startBureau({ policy: POLICY });
    const posted = '{wechat: 2026-11-23 12:00, weibo: 2026-11-23 12:00}';
    await bureau.publish(paper({ posted }, ['website', 'wechat', 'weibo']), { reviewers: [], merge: false });
    await register(bureau);
    await register(bureau, { channel: 'weibo', url: 'https://weibo.com/1000000001/5000000000000001' });
    const options = { channel: 'weibo', as: 'failed', reason: '没有发出' };
    await resolveCommand.run(commandContext({ root: bureau.root, operands: [ITEM], options, env: environmentOf(bureau, 'fengliu') }));
    await withdraw(bureau);
    expect(await bureau.states()).toEqual(['wechat 1 withdraw-intent', 'weibo 1 abandoned']);
    expect((await bureau.verify()).problems).toEqual([]);
  });

  it('isn’t sent where the text says so and nobody has registered it; record ends that', async () => {
    const bureau = await reported();
    await reviewAndMerge(bureau);
    await bureau.approve();
    expect(await sent(bureau)).toEqual([]);
    expect(await alerts(bureau)).toMatchObject([{ state: 'open', body: expect.stringContaining('没有登记，没有发送，以免重发') }]);
    await expect(register(bureau)).rejects.toMatchObject({ code: 'record/approved', exitCode: 1 });
  });

  it('may be a page on a platform of others, whose address the other channels then print', async () => {
    const bureau = await startBureau({ policy: POLICY.replace('{wechat', '{website: {mode: package}, wechat') });
    await bureau.publish(paper({ posted: '{website: 2026-11-23 12:00}' }), { reviewers: [], merge: false });
    const url = `${SITE}/art/2026/11/23/1.html`;
    await register(bureau, { channel: 'website', url });
    await reviewAndMerge(bureau);
    await bureau.approve();
    const [pages, articles]: [ReleaseOrder[], ReleaseOrder[]] = [[], []];
    await bureau.release({ website: practice('website', pages), wechat: practice('wechat', articles) });
    expect([pages, articles.map(({ payload }) => payload.sourceUrl)]).toEqual([[], [url]]);
    expect(await bureau.states()).toEqual(['website 1 confirmed', 'wechat 1 confirmed']);
    expect(await kinds(bureau)).not.toContain('intent website');
    expect((await bureau.verify()).problems).toEqual([]);
  });

  it.each([
    ['lisi', {}, 'not-entitled'],
    ['wangwu', { channel: 'website', url: 'http://127.0.0.1:2/a/' }, 'record/own-site'],
    ['wangwu', { channel: 'weibo', url: 'https://weibo.com/1000000001/P1a2b3c4D' }, 'record/not-declared'],
    ['wangwu', { url: 'https://example.org/a' }, 'record/other-host'],
    ['wangwu', { offline: 'other.jpg' }, 'record/scan'],
  ])('is refused of %s with %j', async (actor, more, code) => {
    const bureau = await reported();
    await expect(register(bureau, more, actor)).rejects.toMatchObject({ code, exitCode: 1 });
    expect(await kinds(bureau)).toEqual([]);
  });

  it('takes a scan from a folder of the machine only where it is the same picture', async () => {
    const bureau = await reported();
    const file = join(bureau.root, '审核单.jpg');
    writeFileSync(file, '%PDF-1.7');
    await expect(register(bureau, { offline: file })).rejects.toMatchObject({
      code: 'record/scan',
      message: expect.stringContaining('PDF 请另存为 JPG'),
    });
    writeFileSync(file, Buffer.concat([jpeg(), Buffer.from('x')]));
    await expect(register(bureau, { offline: file })).rejects.toMatchObject({
      code: 'record/scan',
      message: expect.stringContaining('不是同一份'),
    });
    writeFileSync(file, jpeg());
    expect((await register(bureau, { offline: file })).exitCode).toBe(0);
  });

  it.each([
    ['no such text', 'wucheng/2026-11-23-none', 'record/no-text'],
    ['no name of an item', 'https://mp.weixin.qq.com/s/x', 'usage/item'],
  ])('is refused for %s', async (_, item, code) => {
    const bureau = await reported();
    await expect(register(bureau, {}, 'wangwu', item)).rejects.toMatchObject({ code });
  });

  it('is refused where the paper doesn’t hold, and for another item’s post', async () => {
    const bureau = await startBureau({ policy: POLICY });
    await bureau.publish(paper({ signed: PAPER.signed.replace('zhengsi', 'zhouyi') }), { reviewers: [], merge: false });
    await expect(register(bureau)).rejects.toMatchObject({
      code: 'record/offline',
      message: expect.stringContaining('zhouyi 那天不任第 2 级'),
    });
    const other = `${FOLDER}-other`;
    await bureau.publish(Object.fromEntries(Object.entries(paper()).map(([path, text]) => [path.replace(FOLDER, other), text])), {
      reviewers: [],
      merge: false,
    });
    await register(bureau, {}, 'wangwu', `${ITEM}-other`);
    await bureau.world.review('zhouyi', 2);
    await bureau.world.review('zhengsi', 2);
    await bureau.world.review('fengliu', 2);
    const { data } = await bureau.world.as('lisi').pulls.get({ ...bureau.world.of, pull_number: 2 });
    await bureau.merge(2, data.head.sha);
    await bureau.approve();
    expect(await sent(bureau)).toEqual([]);
    await expect(register(bureau)).rejects.toMatchObject({ code: 'record/other-item' });
  });
});
