import { describe, expect, it } from 'vitest';
import { releaseKey } from '#pipeline/ledger/fold.ts';
import { eventsOf, write } from '#pipeline/ledger/ledger.ts';
import type { Policy } from '#pipeline/organisation/policy.ts';
import type { ReadBack } from '#pipeline/release/channels/channel.ts';
import {
  approval,
  at,
  ITEM,
  ledgerOf,
  oneItem,
  planOf,
  policyOf,
  release,
  runOnce,
  START,
  statesOf,
  type World,
  worldWith,
} from './world.ts';

const QUARTER = 15 * 60_000;

/** A world whose first post on Weibo ends so, and whose looks at Weibo are counted. */
async function counted(trouble: 'quota' | 'lost-request'): Promise<{ world: World; looks: () => number }> {
  const world = await oneItem();
  const { weibo } = world.platforms;
  const readBack = weibo.readBack.bind(weibo);
  let looks = 0;
  weibo.readBack = async (order) => {
    looks += 1;
    return readBack(order);
  };
  weibo.troubles.push(trouble);
  await runOnce(world);
  return { world, looks: () => looks };
}

describe('a platform that can’t be looked at', () => {
  it('is asked of a person even where a post was refused for certain; his word stands for the look, and the post goes out once', async () => {
    const { world } = await counted('quota');
    world.platforms.weibo.readable = false;
    world.time += QUARTER;
    const run = await runOnce(world);
    expect(run?.alerts).toMatchObject([{ code: 'needs-human', message: expect.stringMatching(/请管理员.*resolve.*--as failed 会再发/) }]);
    expect(await statesOf(world)).toMatchObject({ weibo: 'needs-human' });
    const decided = release(ITEM, 'weibo', 'failed', { code: 'resolved', retry: 'counted', at: '2026-11-24T10:30:00+08:00' });
    await write(world.store, await ledgerOf(world), [decided], '登记', '2026-11-24T10:30:00+08:00');
    world.time = Math.max(world.time, START + 3 * QUARTER);
    await runOnce(world);
    expect(await statesOf(world)).toMatchObject({ weibo: 'confirmed' });
    expect(world.platforms.weibo.posts).toHaveLength(1);
  });

  it('is only waited for while it merely doesn’t answer', async () => {
    const { world } = await counted('quota');
    world.platforms.weibo.off = true;
    world.time += QUARTER;
    await runOnce(world);
    expect(await statesOf(world)).toMatchObject({ weibo: 'failed' });
    world.platforms.weibo.off = false;
    world.time += QUARTER;
    await runOnce(world);
    expect(await statesOf(world)).toMatchObject({ weibo: 'confirmed' });
  });
});

describe('what a ledger that may have been set back knows nothing of', () => {
  const MASS = policyOf({ channels: { wechat: { mode: 'mass' }, weibo: { mode: 'open' } } });

  it.each<[what: string, policy: Policy, there: ('wechat' | 'weibo')[], readable: boolean, states: object, posts: number]>([
    ['is sent once the platforms show that it isn’t there', policyOf(), [], true, { wechat: 'confirmed', weibo: 'confirmed' }, 2],
    ['is registered where it is out already', policyOf(), ['wechat', 'weibo'], true, { wechat: 'confirmed', weibo: 'confirmed' }, 2],
    ['is a person’s to say of a mass message, which no list shows', MASS, [], true, { wechat: 'needs-human', weibo: 'confirmed' }, 1],
    ['is registered of a mass message that does show', MASS, ['wechat', 'weibo'], true, { wechat: 'confirmed', weibo: 'confirmed' }, 2],
    ['waits while the platforms can’t be looked at', policyOf(), [], false, {}, 0],
  ])('%s', async (_, policy, there, readable, states, posts) => {
    const world = await oneItem(policy, ['wechat', 'weibo']);
    const { wechat, weibo } = world.platforms;
    world.vouched = false;
    for (const channel of there) world.platforms[channel].posts.push({ key: releaseKey(ITEM, channel, 1), digest: '', live: true });
    [wechat.off, weibo.off] = [!readable, !readable];
    await runOnce(world);
    expect(await statesOf(world)).toEqual(states);
    expect(wechat.posts.length + weibo.posts.length).toBe(posts);
    expect(wechat.calls + weibo.calls).toBe(posts - there.length);
  });
});

it('another revision that is out is a person’s to settle, and nothing is sent beside it', async () => {
  const world = await oneItem(policyOf(), ['wechat', 'weibo']);
  world.vouched = false;
  for (const channel of ['wechat', 'weibo'] as const) {
    const remote = { id: channel, url: `http://127.0.0.1/${channel}` };
    world.platforms[channel].readBack = async ({ anyRevision }) =>
      anyRevision ? { kind: 'present', remote, differences: ['平台上的是这条信息的另一稿'] } : { kind: 'absent', steps: {} };
  }
  for (let run = 0; run < 5; run += 1) {
    await runOnce(world);
    world.time += QUARTER;
  }
  expect(await statesOf(world)).toEqual({ wechat: 'needs-human', weibo: 'needs-human' });
  expect([world.platforms.wechat.calls, world.platforms.weibo.calls]).toEqual([0, 0]);
});

it.each<[what: string, mode: string, known: object, found: Record<string, string>, sent: object, told: boolean]>([
  ['that the ledger knows nothing of is left and told, and another one is published', 'publish', {}, { draft: 'stray' }, {}, true],
  ['that a person publishes, after a look, is gone on with', 'draft', {}, { draft: 'stray' }, { draft: 'stray' }, false],
  ['that the ledger knows is gone on with', 'publish', { draft: 'own' }, { draft: 'own' }, { draft: 'own' }, false],
  ['is none, where only its pictures are there', 'publish', {}, { cover: 'c1' }, { cover: 'c1' }, false],
])('a draft %s', async (_, mode, known, found, steps, told) => {
  const world = await oneItem(policyOf({ channels: { wechat: { mode } } }), ['wechat']);
  const { wechat } = world.platforms;
  if (Object.keys(known).length > 0) {
    const remote = { id: '', url: '', steps: known as Record<string, string> };
    const begun = [release(ITEM, 'wechat', 'intent'), release(ITEM, 'wechat', 'failed', { retry: 'counted', remote })];
    await write(world.store, await ledgerOf(world), begun, '登记', at(world));
  }
  const sent: object[] = [];
  const { send } = wechat;
  wechat.readBack = async () => ({ kind: 'absent', steps: found });
  wechat.send = (order) => {
    sent.push(order.steps);
    return send(order);
  };
  const run = await runOnce(world);
  expect([sent, await statesOf(world)]).toEqual([[steps], { wechat: 'confirmed' }]);
  const left = { item: ITEM, channel: 'wechat', code: 'draft-left', message: expect.stringMatching(/不知道是谁建的.*在草稿箱里删除/) };
  expect([run?.alerts, world.told]).toEqual(told ? [[left], [left]] : [[], []]);
});

it('a mass message that no list shows is a person’s to look for, and he is told why', async () => {
  const world = await oneItem(policyOf({ channels: { wechat: { mode: 'mass' } } }), ['wechat']);
  world.vouched = false;
  const message =
    '台账可能被回退过，群发过的接口列不出，看不出这一条是否群发过；本次没有发送；请管理员到平台核对，再用 resolve 登记：--as failed 会再发，在此以前不会发。';
  expect((await runOnce(world))?.alerts).toEqual([{ item: ITEM, channel: 'wechat', code: 'first-look', message }]);
});

describe('what is new to a ledger that its count vouches for', () => {
  const policy = (wechat: string): Policy => policyOf({ channels: { wechat: { mode: wechat }, weibo: { mode: 'open' } } });
  const looksOf = (world: World, channel: 'wechat' | 'weibo'): (() => number) => {
    const { readBack } = world.platforms[channel];
    let looks = 0;
    world.platforms[channel].readBack = (order) => {
      looks += 1;
      expect(order).toMatchObject({ newestPage: true, intentAt: '2026-11-23T00:00:00+08:00' });
      return readBack(order);
    };
    return () => looks;
  };

  it('is registered where it is out already, and not sent again', async () => {
    const world = await oneItem(policy('publish'), ['wechat', 'weibo']);
    const { wechat, weibo } = world.platforms;
    for (const { channel, posts } of [wechat, weibo]) posts.push({ key: releaseKey(ITEM, channel, 1), digest: '', live: true });
    const looks = [looksOf(world, 'wechat'), looksOf(world, 'weibo')];
    await runOnce(world);
    expect(await statesOf(world)).toEqual({ wechat: 'confirmed', weibo: 'confirmed' });
    expect([wechat.calls, weibo.calls, ...looks.map((count) => count())]).toEqual([0, 0, 1, 1]);
  });

  it('waits for a platform that doesn’t answer, which is told and asks nothing of a person, and goes out with the run after', async () => {
    const world = await oneItem(policy('publish'), ['wechat', 'weibo']);
    const { wechat, weibo } = world.platforms;
    [wechat.off, weibo.off] = [true, true];
    const run = await runOnce(world);
    expect([await statesOf(world), wechat.calls, weibo.calls]).toEqual([{}, 0, 0]);
    expect(run?.alerts).toEqual(
      ['wechat', 'weibo'].map((channel) =>
        expect.objectContaining({
          code: `${channel}/unreadable`,
          message: expect.stringContaining('本次没有发送，下次运行会自动再试'),
        }),
      ),
    );
    [wechat.off, weibo.off] = [false, false];
    world.time += QUARTER;
    await runOnce(world);
    expect([await statesOf(world), wechat.calls, weibo.calls]).toEqual([{ wechat: 'confirmed', weibo: 'confirmed' }, 1, 1]);
  });

  it('goes out where the list says nothing of it: the count says that it wasn’t sent', async () => {
    const world = await oneItem(policy('publish'), ['wechat', 'weibo']);
    for (const channel of ['wechat', 'weibo'] as const) world.platforms[channel].readable = false;
    const run = await runOnce(world);
    expect([await statesOf(world), run?.alerts]).toEqual([{ wechat: 'confirmed', weibo: 'confirmed' }, []]);
  });

  it.each([
    ['mass', 0],
    ['draft', 1],
    ['publish', 1],
  ])('is looked for where WeChat has a list: in mode %s %i times', async (mode, times) => {
    const world = await oneItem(policy(mode), ['wechat']);
    const looks = looksOf(world, 'wechat');
    await runOnce(world);
    expect([await statesOf(world), looks()]).toEqual([{ wechat: 'confirmed' }, times]);
  });

  it('is looked for on Weibo, however WeChat sends', async () => {
    const world = await oneItem(policy('mass'), ['weibo']);
    const looks = looksOf(world, 'weibo');
    await runOnce(world);
    expect([await statesOf(world), looks()]).toEqual([{ weibo: 'confirmed' }, 1]);
  });

  it('isn’t a correction: what is out of an earlier text the ledger knows', async () => {
    const world = await worldWith([approval(ITEM, 2, { channels: ['weibo'] })], planOf(ITEM, ['weibo'], 2), policy('publish'));
    const looks = looksOf(world, 'weibo');
    await runOnce(world);
    expect([await statesOf(world), looks(), world.platforms.weibo.calls]).toEqual([{ 'weibo 2': 'confirmed' }, 0, 1]);
  });

  it('and held or withdrawn while it was looked for isn’t called: all is asked again right before the call', async () => {
    for (const what of ['held', 'withdrawn'] as const) {
      const world = await oneItem(policy('publish'), ['weibo']);
      const { readBack } = world.platforms.weibo;
      let looked = false;
      world.blocked = async () =>
        what === 'held' && looked ? { code: 'held', message: '全部发布已暂停。', final: false, quiet: true } : null;
      world.platforms.weibo.readBack = async (order) => {
        const found = await readBack(order);
        looked = true;
        const removal = approval(ITEM, 1, { channels: ['weibo'], removal: true });
        if (what === 'withdrawn') await write(world.store, await ledgerOf(world), [removal], '撤稿', at(world));
        return found;
      };
      await runOnce(world);
      expect([await statesOf(world), world.platforms.weibo.calls]).toEqual([what === 'held' ? { weibo: 'failed' } : {}, 0]);
    }
  });

  it.each<[what: string, found: ReadBack]>([
    [
      'differs from what was approved',
      { kind: 'present', remote: { id: '5', url: 'https://weibo.com/1/abc' }, differences: ['正文文字不一致'] },
    ],
    ['was deleted', { kind: 'gone', message: '微博已不存在' }],
  ])('is a person’s to say where what is there %s, and counts as begun, so that no newer text is sent beside it', async (_, found) => {
    const world = await oneItem(policy('publish'), ['weibo']);
    world.platforms.weibo.readBack = async () => found;
    await runOnce(world);
    const events = eventsOf(await ledgerOf(world), ITEM).map(({ kind }) => kind);
    expect([events, world.platforms.weibo.calls]).toEqual([['approval', 'intent', 'needs-human'], 0]);
  });

  it('is taken down without a look of that kind, while another can’t be looked for', async () => {
    const out = [
      release(ITEM, 'weibo', 'intent'),
      release(ITEM, 'weibo', 'confirmed', { remote: { id: '5', url: 'https://weibo.com/1/abc' } }),
    ];
    const drafts = [approval(ITEM, 1, { channels: ['weibo'] }), ...out, release(ITEM, 'weibo', 'withdraw-intent')];
    const other = 'wucheng/2026-11-23-other';
    const world = await worldWith(
      [...drafts, approval(other, 1, { channels: ['weibo'] })],
      [ITEM, other].flatMap((item) => planOf(item, ['weibo'])),
      policy('publish'),
    );
    world.platforms.weibo.readBack = async () => ({ kind: 'unreadable', code: 'weibo/unreadable', message: '没有连上。', later: true });
    const run = await runOnce(world);
    expect([await statesOf(world), world.platforms.weibo.calls]).toEqual([{ weibo: 'withdrawn' }, 0]);
    expect(run?.alerts.map(({ item, code }) => [item, code])).toEqual([[other, 'weibo/unreadable']]);
  });
});

describe('what waits for a person', () => {
  it('is looked at ten times in its first day at most, and is confirmed within four hours of being seen', async () => {
    const { world, looks } = await counted('lost-request');
    world.platforms.weibo.readable = false;
    for (world.time = START + QUARTER; (await statesOf(world)).weibo !== 'needs-human'; world.time = START + 2 * QUARTER)
      await runOnce(world);
    const before = looks();
    const since = world.time;
    for (let run = 1; run <= 96; run += 1) {
      world.time = since + run * QUARTER;
      await runOnce(world);
    }
    expect(looks() - before).toBeGreaterThan(5);
    expect(looks() - before).toBeLessThanOrEqual(10);
    world.platforms.weibo.readable = true;
    world.platforms.weibo.posts.push({ key: releaseKey(ITEM, 'weibo', 1), digest: '', live: true });
    for (let run = 97; run <= 97 + 16; run += 1) {
      world.time = since + run * QUARTER;
      await runOnce(world);
    }
    expect(await statesOf(world)).toMatchObject({ weibo: 'confirmed' });
  });
});
