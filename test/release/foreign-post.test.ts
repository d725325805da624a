import { describe, expect, it } from 'vitest';
import { type Draft, itemState, type Ledger, write } from '#pipeline/ledger/ledger.ts';
import type { Outcome, ReadBack } from '#pipeline/release/channels/channel.ts';
import { approval, at, ITEM, ledgerOf, planOf, release, runOnce, statesOf, type World, worldWith } from './world.ts';

const OTHER = 'wucheng/2026-11-23-other';
const remote = { id: '5100000000000003', url: 'https://weibo.com/1/P1' };

/** Another item's post is out; this one has the same words, and the platform finds a post by them alone. */
async function sameWords(): Promise<World> {
  const drafts = [
    approval(OTHER, 1, { channels: ['weibo'] }),
    release(OTHER, 'weibo', 'intent'),
    release(OTHER, 'weibo', 'confirmed', { remote }),
    approval(ITEM, 1, { channels: ['weibo'] }),
  ];
  const world = await worldWith(drafts, planOf(ITEM, ['weibo']));
  const found: ReadBack = { kind: 'present', remote, differences: [] };
  world.platforms.weibo.readBack = async () => found;
  return world;
}

/** From now on the platform shows this post; a run has looked once, ten minutes ago. */
async function looks(world: World, channel: 'wechat' | 'weibo', found: typeof remote): Promise<void> {
  world.platforms[channel].readBack = async () => ({ kind: 'present', remote: found, differences: [] });
  await runOnce(world);
  world.time += 600_000;
}

/** A person's word that it isn't out. */
async function resolvedAsFailed(world: World): Promise<void> {
  const ledger: Ledger = await ledgerOf(world);
  await write(world.store, ledger, [release(ITEM, 'weibo', 'failed', { code: 'resolved', retry: 'counted' })], '登记', at(world));
}

describe('another item’s post with the same words', () => {
  it('is no proof that a lost call went out, nor that it didn’t: a person decides, and his word sends it once', async () => {
    const world = await sameWords();
    world.platforms.weibo.troubles.push('lost-request');
    await runOnce(world);
    world.time += 600_000;
    const run = await runOnce(world);
    expect((await statesOf(world)).weibo).toBe('needs-human');
    expect(run?.alerts).toMatchObject([
      { item: ITEM, code: 'others-post', message: expect.stringMatching(new RegExp(`${OTHER}.*请管理员`)) },
    ]);
    expect(world.platforms.weibo.posts).toHaveLength(0);
    await resolvedAsFailed(world);
    await runOnce(world);
    expect((await statesOf(world)).weibo).toBe('confirmed');
    expect(world.platforms.weibo.posts).toHaveLength(1);
  });

  it('isn’t adopted where the platform refused this one as its repeat', async () => {
    const world = await sameWords();
    const adopted: Outcome = { kind: 'confirmed', remote, steps: { post: remote.id } };
    world.platforms.weibo.send = async () => adopted;
    const run = await runOnce(world);
    expect((await statesOf(world)).weibo).toBe('needs-human');
    expect(run?.alerts).toMatchObject([{ code: 'others-post', message: expect.stringMatching(/不会自动重发；请管理员今天/) }]);
    expect(itemState(await ledgerOf(world), ITEM).releases[0]?.steps).toEqual({});
  });

  it.each([
    ['adopted where the platform refused this one as its repeat', 'others-post', undefined],
    ['taken for this one’s in the first look', 'others-post', { vouched: false }],
  ])('of an item at rest, which only the seals name, isn’t %s', async (_, code, first) => {
    const world = await worldWith([approval(ITEM, 1, { channels: ['weibo'] })], planOf(ITEM, ['weibo']));
    Object.assign(world, first);
    world.restingAt = async (channel, isIt) => (channel === 'weibo' && isIt(remote.url) ? [OTHER] : []);
    world.platforms.weibo.send = async () => ({ kind: 'confirmed', remote, found: true, steps: { post: remote.id } });
    if (first) world.platforms.weibo.readBack = async () => ({ kind: 'present', remote, differences: [] });
    const run = await runOnce(world);
    expect((await statesOf(world)).weibo).not.toBe('confirmed');
    expect(run?.alerts).toMatchObject([{ item: ITEM, code, message: expect.stringContaining(`另一条信息 ${OTHER} 发的`) }]);
  });

  it('isn’t adopted either where all were called in the same run: it is the first one’s', async () => {
    const items = [OTHER, ITEM, 'wucheng/2026-11-23-third'];
    const world = await worldWith(
      items.map((item) => approval(item, 1, { channels: ['weibo'] })),
      items.flatMap((item) => planOf(item, ['weibo'])),
    );
    world.platforms.weibo.send = async () => ({ kind: 'confirmed', remote });
    const run = await runOnce(world);
    expect(await Promise.all(items.map((item) => statesOf(world, item)))).toEqual(
      ['confirmed', 'needs-human', 'needs-human'].map((weibo) => ({ weibo })),
    );
    expect(run?.alerts).toMatchObject(
      items.slice(1).map((item) => ({ item, code: 'others-post', message: expect.stringContaining(`另一条信息 ${OTHER} 发的`) })),
    );
  });

  it.each<[string, Record<string, string>, string, string[]]>([
    ['stays where it was registered as this one’s, and that one is to be taken down', {}, 'withdraw-intent', ['withdraw-mismatch']],
    ['isn’t another’s where this one’s own call gave its number', { post: remote.id }, 'withdrawn', []],
  ])('%s', async (_title, steps, state, codes) => {
    const kinds = ['intent', 'confirmed', 'withdraw-intent'] as const;
    const drafts = [
      ...[approval(OTHER, 1, { channels: ['weibo'] }), release(OTHER, 'weibo', 'intent'), release(OTHER, 'weibo', 'confirmed', { remote })],
      ...[
        approval(ITEM, 1, { channels: ['weibo'] }),
        ...kinds.map((kind) => release(ITEM, 'weibo', kind, { remote: { ...remote, steps } })),
      ],
    ];
    const world = await worldWith(drafts, planOf(ITEM, ['weibo']));
    const deleted: string[] = [];
    world.platforms.weibo.withdraw = async (_order, { id }) => {
      deleted.push(id);
      return { kind: 'confirmed', remote };
    };
    const run = await runOnce(world);
    expect([await statesOf(world), deleted]).toEqual([{ weibo: state }, state === 'withdrawn' ? [remote.id] : []]);
    expect(run?.alerts.map(({ code }) => code)).toEqual(codes);
    for (const { message } of run?.alerts ?? [])
      expect(message).toMatch(new RegExp(`${remote.url} 是另一条信息 ${OTHER} 的，没有删除；请管理员`));
  });

  const others = (channel: 'wechat' | 'weibo', { id, url } = remote): Draft[] => [
    approval(OTHER, 1, { channels: [channel] }),
    release(OTHER, channel, 'intent'),
    release(OTHER, channel, 'confirmed', { remote: { id, url } }),
  ];
  const HOME = { id: '', url: 'https://weibo.com/' };
  const WORDS = `平台上文字相同的那一条（${remote.url}）是另一条信息 ${OTHER} 发的，看不出这一条是否也发出了`;
  const CALLED = `${WORDS}；不会自动重发；请管理员今天到平台核对，再用 resolve 登记结果（--as failed：再发一次），两条摘要完全相同的，请报送人改写摘要后重新送审。`;
  const LOOKED = `${WORDS}；请管理员到平台核对，再用 resolve 登记结果；在此以前不会重发。`;

  it.each<[what: string, channel: 'wechat' | 'weibo', known: Draft[], found: { id: string; url: string }, told: string[]]>([
    ['by its number, whatever else that item is on', 'weibo', [...others('weibo'), ...others('wechat')], remote, [CALLED, LOOKED]],
    [
      'by its address, where it was registered unread',
      'weibo',
      others('weibo', { ...remote, id: '' }),
      { ...remote, id: '' },
      [CALLED, LOOKED],
    ],
    ['never of WeChat, whose articles carry their item’s address', 'wechat', others('wechat'), remote, []],
    ['never of another channel', 'weibo', others('wechat'), remote, []],
    ['never of another number', 'weibo', others('weibo'), { ...remote, id: '5100000000000004' }, []],
    ['never where the other has no number', 'weibo', others('weibo', { id: '', url: 'u' }), { id: '', url: remote.url }, []],
    ['never where neither has one', 'weibo', others('weibo', { id: '', url: 'u' }), { id: '', url: 'u' }, []],
    ['never by an address of no post', 'weibo', others('weibo', HOME), HOME, []],
  ])('is told %s, whether a call or a look finds it', async (_what, channel, known, found, told) => {
    const messages: (string | undefined)[] = [];
    const states: object[] = [];
    for (const begun of [[], [release(ITEM, channel, 'intent')]]) {
      const world = await worldWith([...known, approval(ITEM, 1, { channels: [channel] }), ...begun], planOf(ITEM, [channel]));
      world.platforms[channel].send = async () => ({ kind: 'confirmed', remote: found });
      if (begun.length > 0) await looks(world, channel, found);
      messages.push(...((await runOnce(world))?.alerts ?? []).map(({ message }) => message));
      states.push(await statesOf(world));
    }
    expect(states).toEqual([1, 2].map(() => ({ [channel]: told.length > 0 ? 'needs-human' : 'confirmed' })));
    expect(messages).toEqual(told);
  });

  it('is found only once where two items look for it in the same run', async () => {
    const begun = (item: string): Draft[] => [approval(item, 1, { channels: ['weibo'] }), release(item, 'weibo', 'intent')];
    const world = await worldWith([...begun(OTHER), ...begun(ITEM)], [...planOf(OTHER, ['weibo']), ...planOf(ITEM, ['weibo'])]);
    await looks(world, 'weibo', remote);
    await runOnce(world);
    expect([await statesOf(world, OTHER), await statesOf(world)]).toEqual([{ weibo: 'confirmed' }, { weibo: 'needs-human' }]);
  });

  it('is its own where this very run has sent it and goes on, to take it down', async () => {
    const world = await worldWith(
      [OTHER, ITEM].map((item) => approval(item, 1, { channels: ['weibo'] })),
      [OTHER, ITEM].flatMap((item) => planOf(item, ['weibo'])),
    );
    world.platforms.weibo.send = async ({ item, steps }) => {
      if (item === OTHER && !steps.draft) return { kind: 'ready', code: 'weibo/ready', message: '备好。', steps: { draft: 'd1' } };
      if (item === OTHER) return { kind: 'confirmed', remote: { id: '5', url: 'https://weibo.com/1/P2' } };
      await write(world.store, await ledgerOf(world), [release(ITEM, 'weibo', 'withdraw-intent')], '撤下', at(world));
      sent = true;
      return { kind: 'confirmed', remote };
    };
    let sent = false;
    world.platforms.weibo.readBack = async ({ item }) =>
      item === OTHER || !sent ? { kind: 'absent', steps: {} } : { kind: 'present', remote, differences: [] };
    const run = await runOnce(world, () => 'ended');
    expect([await statesOf(world, OTHER), await statesOf(world)]).toEqual([{ weibo: 'confirmed' }, { weibo: 'withdrawn' }]);
    expect(run?.alerts).toEqual([]);
  });

  it('is its own where the ledger knows it as this one’s, whose words are right by now', async () => {
    const differed = release(ITEM, 'weibo', 'needs-human', { code: 'differs', reason: '不同', remote });
    const world = await worldWith(
      [approval(ITEM, 1, { channels: ['weibo'] }), release(ITEM, 'weibo', 'intent'), differed],
      planOf(ITEM, ['weibo']),
    );
    world.platforms.weibo.readBack = async () => ({ kind: 'present', remote, differences: [] });
    await runOnce(world);
    expect(await statesOf(world)).toEqual({ weibo: 'confirmed' });
  });

  it('is its own where nobody else has it', async () => {
    const world = await worldWith([approval(ITEM, 1, { channels: ['weibo'] })], planOf(ITEM, ['weibo']));
    world.platforms.weibo.troubles.push('lost-answer');
    await runOnce(world);
    await runOnce(world);
    expect((await statesOf(world)).weibo).toBe('confirmed');
  });
});
