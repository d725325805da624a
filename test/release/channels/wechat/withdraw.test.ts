import { describe, expect, it } from 'vitest';
import { itemState, write } from '#pipeline/ledger/ledger.ts';
import type { Outcome, ReleaseOrder } from '#pipeline/release/channels/channel.ts';
import { at, ITEM, ledgerOf, release, runOnce, statesOf, type World } from '../../world.ts';
import { byHand, wechatStage } from '../stage.ts';
import { wechatWorld } from './wechat-world.ts';

const NOTHING = { id: '', url: '' };

/** The order with the steps that a call has left. */
const going = (order: ReleaseOrder, { steps = {} }: Outcome): ReleaseOrder => ({ ...order, steps: { ...order.steps, ...steps } });

/** A person publishes the same text from a draft of his own; ours stays where it is. */
async function publishCopy(url: string, sent: Outcome): Promise<void> {
  const { news_item: articles } = await byHand(url, '/cgi-bin/draft/get', { media_id: sent.steps?.draft });
  const { media_id } = await byHand(url, '/cgi-bin/draft/add', { articles });
  await byHand(url, '/cgi-bin/freepublish/submit', { media_id });
}

describe('a withdrawal on WeChat', () => {
  it('deletes what was published, and says what nobody can take back', async () => {
    const { adapter, order, server } = await wechatStage();
    const sent = await adapter.send(order());
    const remote = { id: sent.steps?.article ?? '', url: '' };
    expect(await adapter.withdraw(going(order(), sent), remote)).toMatchObject({
      kind: 'confirmed',
      message: expect.stringMatching(/收不回.*请办公室今天/),
    });
    expect(server.articles()).toEqual([]);
  });

  it('of a draft that nobody has published takes it out of the draft box', async () => {
    const { adapter, order, server } = await wechatStage({ mode: 'draft' });
    const sent = await adapter.send(order());
    expect(await adapter.withdraw(going(order(), sent), NOTHING)).toEqual({ kind: 'confirmed', remote: NOTHING });
    expect(server.drafts()).toEqual([]);
    // Told again, nobody can say whether the draft was deleted or sent by hand.
    expect(await adapter.withdraw(going(order(), sent), NOTHING)).toMatchObject({ kind: 'needs-human', code: 'wechat/delete-by-hand' });
  });

  it('of a draft that a person has published finds the article by the address that it carries', async () => {
    const { adapter, order, server, clock } = await wechatStage({ mode: 'draft' });
    const sent = await adapter.send(order());
    await byHand(server.url, '/cgi-bin/freepublish/submit', { media_id: sent.steps?.draft });
    clock.pass(60);
    const registered = { id: sent.steps?.draft ?? '', url: server.articles()[0]?.url ?? '' };
    expect(await adapter.withdraw(going(order(), sent), registered)).toMatchObject({ kind: 'confirmed' });
    expect(server.articles()).toEqual([]);
  });

  it('of a text that a person published beside our draft takes the draft away as well', async () => {
    const { adapter, order, server, clock } = await wechatStage({ mode: 'draft' });
    const sent = await adapter.send(order());
    await publishCopy(server.url, sent);
    clock.pass(60);
    expect(await adapter.withdraw(going(order(), sent), NOTHING)).toMatchObject({ kind: 'confirmed' });
    expect([server.articles(), server.drafts()]).toEqual([[], []]);
  });

  it.each([
    ['the article, which goes with it', '/cgi-bin/freepublish/submit', { kind: 'confirmed' }, 0],
    [
      'nothing, as 群发 is in no list, and isn’t done',
      '/cgi-bin/message/mass/sendall',
      { kind: 'needs-human', code: 'wechat/delete-by-hand' },
      1,
    ],
  ])('of a draft whose button a person presses right before it is deleted looks once more and finds %s', async (_, path, answer, left) => {
    const { adapter, order, server, clock, faults } = await wechatStage({ mode: 'draft' });
    const sent = await adapter.send(order());
    const media_id = sent.steps?.draft;
    faults.onCall('/cgi-bin/draft/delete', async () => {
      await byHand(server.url, path, { media_id, mpnews: { media_id }, msgtype: 'mpnews' });
      clock.pass(60);
    });
    expect(await adapter.withdraw(going(order(), sent), NOTHING)).toMatchObject(answer);
    expect(server.articles()).toHaveLength(left);
  });

  it('of a draft that WeChat still kept and let us delete after the button was pressed finds the article as well', async () => {
    const { adapter, order, server, clock, faults } = await wechatStage({ mode: 'draft' });
    const sent = await adapter.send(order());
    faults.onCall('/cgi-bin/draft/delete', async () => {
      await publishCopy(server.url, sent);
      clock.pass(60);
    });
    expect(await adapter.withdraw(going(order(), sent), NOTHING)).toMatchObject({ kind: 'confirmed' });
    expect([server.articles(), server.drafts()]).toEqual([[], []]);
  });

  it('of what a person sent to all by hand is never called done: no interface can delete it', async () => {
    const { adapter, order, server, clock } = await wechatStage({ mode: 'draft' });
    const sent = await adapter.send(order());
    await byHand(server.url, '/cgi-bin/message/mass/sendall', { mpnews: { media_id: sent.steps?.draft }, msgtype: 'mpnews' });
    clock.pass(60);
    const url = server.articles()[0]?.url ?? '';
    // The number that the ledger has is the draft's.
    expect(await adapter.withdraw(going(order(), sent), { id: sent.steps?.draft ?? '', url })).toMatchObject({
      kind: 'needs-human',
      code: 'wechat/delete-by-hand',
      message: expect.stringMatching(/请管理员立即.*发表记录.*resolve --as confirmed/),
    });
    expect(server.articles()).toHaveLength(1);
  });

  it.each<
    [what: string, published: Partial<ReleaseOrder['payload']>, article: object, withdrawn: Partial<ReleaseOrder['payload']>, own: boolean]
  >([
    ['the item’s own with other words', { content: '<p>改过</p>' }, {}, {}, true],
    ['the item’s own, whose text is gone', {}, {}, { content: '' }, true],
    ['one without an address, by its title', {}, { content_source_url: '' }, {}, true],
    ['one without an address and with another title', {}, { content_source_url: '', title: '另一件事' }, {}, false],
    ['another item’s, whatever its title', {}, { content_source_url: 'https://www.example.cn/shili/2026-11-24-other/?pub=1' }, {}, false],
  ])('of what a person registered is read before it is deleted: %s', async (_, published, article, withdrawn, own) => {
    const { adapter, order, server, clock } = await wechatStage({ mode: 'draft' });
    const sent = await adapter.send(order(published));
    const { news_item: stored } = (await byHand(server.url, '/cgi-bin/draft/get', { media_id: sent.steps?.draft })) as {
      news_item: object[];
    };
    const { media_id } = await byHand(server.url, '/cgi-bin/draft/add', { articles: [{ ...stored[0], ...article }] });
    await byHand(server.url, '/cgi-bin/freepublish/submit', { media_id });
    clock.pass(60);
    const [out] = server.articles();
    const outcome = await adapter.withdraw(order(withdrawn), { id: out?.id ?? '', url: out?.url ?? '' });
    expect(outcome).toMatchObject(
      own
        ? { kind: 'confirmed' }
        : { kind: 'needs-human', code: 'withdraw-mismatch', message: expect.stringMatching(/没有删除；应.*；请管理员立即/) },
    );
    expect(server.articles().length).toBe(own ? 0 : 1);
    const differs = published.content !== undefined || 'content_source_url' in article;
    expect('message' in outcome && outcome.message?.includes('已照样删除')).toBe(own && differs);
  });

  it('waits for a publication that is under way', async () => {
    const { adapter, order, server, clock } = await wechatStage({}, { publishPolls: 99, publishSeconds: 900 });
    const sent = await adapter.send(order());
    expect(await adapter.withdraw(going(order(), sent), NOTHING)).toMatchObject({ kind: 'failed', code: 'wechat/under-way', retry: true });
    clock.pass(900);
    expect(await adapter.withdraw(going(order(), sent), NOTHING)).toMatchObject({ kind: 'confirmed' });
    expect(server.articles()).toEqual([]);
  });

  it('of what WeChat has refused takes the draft', async () => {
    const { adapter, order, server } = await wechatStage({}, { judge: () => 4 });
    const sent = await adapter.send(order());
    expect(await adapter.withdraw(going(order(), sent), NOTHING)).toMatchObject({ kind: 'confirmed' });
    expect(server.drafts()).toEqual([]);
  });

  it.each([45009, 48001, 40164])(
    'that the interface refuses (%i) doesn’t wait for tomorrow: the administrator deletes by hand at once',
    async (value) => {
      const { adapter, order, faults } = await wechatStage();
      const sent = await adapter.send(order());
      faults.add({ path: '/cgi-bin/freepublish/delete', kind: 'errcode', value });
      const outcome = await adapter.withdraw(going(order(), sent), { id: sent.steps?.article ?? '', url: '' });
      expect(outcome).toMatchObject({ kind: 'failed', code: `wechat/${value}`, retry: true });
      const message = 'message' in outcome ? String(outcome.message) : '';
      expect(message).toMatch(
        /^删除文章：.+；应立即撤下；请管理员立即登录公众平台手工删除.+resolve --as confirmed.+（错误码 \d+，编号 rid [0-9a-f-]{26}）$/,
      );
      expect(message).not.toMatch(/明天|再发|时效/);
    },
  );

  it('that finds no connection says so, and asks for the same', async () => {
    const { adapter, order, stop } = await wechatStage();
    const sent = await adapter.send(order());
    await stop();
    expect(await adapter.withdraw(going(order(), sent), { id: sent.steps?.article ?? '', url: '' })).toMatchObject({
      kind: 'failed',
      message: expect.stringMatching(/^没有连上微信公众平台.*请管理员立即登录公众平台手工删除/),
    });
  });

  it.each(['draft/delete', 'freepublish/delete'])('is not done because WeChat says so (%s)', async (path) => {
    const mode = path.startsWith('draft') ? 'draft' : 'publish';
    const { adapter, order, faults } = await wechatStage({ mode });
    const sent = await adapter.send(order());
    faults.add({ path: `/cgi-bin/${path}`, kind: 'errcode', value: 0 });
    expect(await adapter.withdraw(going(order(), sent), { id: sent.steps?.article ?? '', url: '' })).toMatchObject({
      kind: 'unknown',
      code: 'wechat/still-there',
    });
  });
});

async function withdraw(world: World): Promise<void> {
  const draft = release(ITEM, 'wechat', 'withdraw-intent', { at: at(world) });
  await write(world.store, await ledgerOf(world), [draft], '撤下', at(world));
}

describe('a withdrawal by the engine', () => {
  it('takes a waiting draft along and ends withdrawn', async () => {
    const { world, stage } = await wechatWorld({ mode: 'draft' });
    await runOnce(world);
    expect(stage.server.drafts()).toHaveLength(1);
    await withdraw(world);
    world.time += 3_600_000;
    const run = await runOnce(world);
    expect(run?.alerts).toEqual([]);
    expect(await statesOf(world)).toEqual({ wechat: 'withdrawn' });
    expect(stage.server.drafts()).toEqual([]);
  });

  it('takes along the draft of a release that was never handed in', async () => {
    const { world, stage } = await wechatWorld();
    stage.faults.add({ path: '/cgi-bin/freepublish/submit', kind: 'status' });
    await runOnce(world);
    await withdraw(world);
    for (let run = 0; run < 3; run += 1) {
      world.time += 3_600_000;
      await runOnce(world);
    }
    expect(await statesOf(world)).toEqual({ wechat: 'withdrawn' });
    expect([stage.server.drafts(), stage.server.articles()]).toEqual([[], []]);
  });

  it('tells what stays on the telephones as a task, once it is done', async () => {
    const { world, stage } = await wechatWorld({ mode: 'mass' }, { massesADay: 9 });
    await runOnce(world);
    expect(stage.server.articles()).toHaveLength(1);
    await withdraw(world);
    const run = await runOnce(world);
    expect(run?.alerts).toMatchObject([{ code: 'withdraw-remains', task: true, message: expect.stringContaining('消息卡片') }]);
    expect(await statesOf(world)).toEqual({ wechat: 'withdrawn' });
    expect(itemState(await ledgerOf(world), ITEM).releases[0]?.remote?.id).toMatch(/^\d+$/);
    expect(stage.server.articles()).toEqual([]);
  });
});
