import { describe, expect, it } from 'vitest';
import type { Channel } from '#pipeline/item/front-matter/front-matter-schema.ts';
import type { Draft } from '#pipeline/ledger/ledger.ts';
import {
  approval,
  at,
  oneItem,
  planOf,
  policyOf,
  quiet,
  release,
  runOnce,
  statesOf,
  type Trouble,
  type World,
  worldWith,
} from './world.ts';

const SOCIAL: Channel[] = ['wechat', 'weibo'];
const ITEMS = ['a', 'b', 'c'].map((name) => `wucheng/2026-11-23-${name}`);

/** Absence counts after so many seconds. */
const settling = (wechat: number, weibo = wechat) =>
  policyOf({ channels: { wechat: { mode: 'publish', settle_seconds: wechat }, weibo: { mode: 'open', settle_seconds: weibo } } });

const three = (channels: Channel[] = SOCIAL): Promise<World> =>
  worldWith(
    ITEMS.map((item) => approval(item, 1, { channels })),
    ITEMS.flatMap((item) => planOf(item, channels)),
  );

/** Somebody else is always first with pushes of this kind. */
function alwaysSecond(world: World, message: string): string[] {
  const pushes: string[] = [];
  const { append } = world.store;
  world.store.append = async (...args) => {
    pushes.push(args[2]);
    return args[2] === message ? { kind: 'conflict' } : append(...args);
  };
  return pushes;
}

describe('a run for one channel', () => {
  it('asks about, sends and writes nothing of another', async () => {
    const world = await three();
    const asked = new Set<Channel>();
    world.blocked = async (_ledger, _state, { channel }) => {
      asked.add(channel);
      return null;
    };
    await runOnce(world, undefined, 'wechat');
    for (const item of ITEMS) expect(await statesOf(world, item)).toEqual({ wechat: 'confirmed' });
    expect([[...asked], world.platforms.weibo.calls]).toEqual([['wechat'], 0]);
    await runOnce(world, undefined, 'weibo');
    for (const item of ITEMS) expect(await statesOf(world, item)).toEqual({ wechat: 'confirmed', weibo: 'confirmed' });
  });
});

describe('how often a run reads and asks', () => {
  it.each([
    ['all channels', null, 3],
    ['one channel', 'weibo', 3],
    ['two items', null, 2],
  ] as const)('of %s: it asks about all items side by side before it decides on each', async (_, only, items) => {
    const world = await three(['weibo']);
    world.plan = world.plan.slice(0, items);
    let inside = 0;
    let most = 0;
    world.blocked = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((go) => setImmediate(go));
      inside -= 1;
      return null;
    };
    await runOnce(world, undefined, only);
    expect(most).toBe(items);
  });

  it.each<[string, Channel[], Channel[], Draft['event']['kind'][]]>([
    ['pages whose intents stand', ['website'], ['website'], ['intent']],
    ['posts that somebody has to look at', ['weibo'], ['weibo'], ['intent', 'unknown', 'needs-human']],
    ['posts whose texts the plan hasn’t', ['weibo'], ['website'], ['failed']],
  ])('it asks nobody about %s', async (_, channels, plan, kinds) => {
    const world = await worldWith(
      ITEMS.flatMap((item) => [approval(item, 1, { channels }), ...kinds.map((kind) => release(item, channels[0] as Channel, kind))]),
      ITEMS.flatMap((item) => planOf(item, plan)),
    );
    const asked: string[] = [];
    world.blocked = async (_ledger, { item }, { channel }) => {
      asked.push(`${item} ${channel}`);
      return null;
    };
    await runOnce(world);
    expect(asked).toEqual([]);
  });

  it('the ledger is read once where nobody else writes, and once more where somebody has', async () => {
    const counted = async (world: World): Promise<{ read: number; asked: number }> => {
      const times = { read: 0, asked: 0 };
      const { entries, head } = world.store;
      world.store.entries = (...args) => {
        times.read += 1;
        return entries(...args);
      };
      world.store.head = () => {
        times.asked += 1;
        return head();
      };
      await runOnce(world);
      return times;
    };
    // Its newest commit is asked for to read it, and once right before the call.
    expect(await counted(await oneItem(policyOf(), ['weibo']))).toEqual({ read: 1, asked: 2 });
    const world = await oneItem(policyOf(), ['weibo']);
    const { append } = world.store;
    world.store.append = async (...args) => {
      world.store.append = append;
      const done = await append(...args);
      await append(done.kind === 'appended' ? done.head : null, [{ path: 'notes.txt', bytes: Buffer.from('x') }], '另记', at(world));
      return done;
    };
    expect(await counted(world)).toEqual({ read: 2, asked: 3 });
    expect(await statesOf(world)).toEqual({ weibo: 'confirmed' });
  });
});

describe('somebody else who is always first', () => {
  it('with the intents: a run tries thirty times, calls nothing, and leaves it to the next', async () => {
    const world = await oneItem(policyOf(), ['weibo']);
    const { append } = world.store;
    const pushes = alwaysSecond(world, '登记发布');
    await runOnce(world);
    expect([pushes, world.platforms.weibo.calls, await statesOf(world)]).toEqual([Array(30).fill('登记发布'), 0, {}]);
    world.store.append = append;
    await runOnce(world);
    expect([world.platforms.weibo.calls, await statesOf(world)]).toEqual([1, { weibo: 'confirmed' }]);
  });

  it('with the results: a run tries 25 times, and the next one finds the post and sends nothing again', async () => {
    const world = await oneItem(policyOf(), ['weibo']);
    const { append } = world.store;
    const pushes = alwaysSecond(world, '登记发布结果');
    await runOnce(world);
    expect(pushes).toEqual(['登记发布', ...Array(25).fill('登记发布结果')]);
    expect([world.platforms.weibo.calls, await statesOf(world)]).toEqual([1, { weibo: 'intent' }]);
    world.store.append = append;
    await runOnce(world);
    expect([world.platforms.weibo.calls, await statesOf(world)]).toEqual([1, { weibo: 'confirmed' }]);
  });
});

describe('how long a run waits', () => {
  it('for nothing where every call is known to have arrived, however short the settling time', async () => {
    const world = await oneItem(settling(3));
    await runOnce(world);
    expect(world.slept).toEqual([]);
  });

  it('for nothing before the call that sends what the call before it has prepared', async () => {
    const world = await oneItem(settling(3), ['wechat']);
    const { send } = world.platforms.wechat;
    world.platforms.wechat.send = async (order) =>
      order.steps.draft ? send(order) : { kind: 'ready', code: 'wechat/ready', message: '草稿已备好。', steps: { draft: 'd1' } };
    await runOnce(world);
    expect([world.slept, await statesOf(world)]).toEqual([[], { wechat: 'confirmed' }]);
  });

  it('for the first of what becomes certain: three seconds of one network, then the rest of twelve of the other', async () => {
    const world = await oneItem(settling(12, 3), SOCIAL);
    for (const channel of SOCIAL) world.platforms[channel].troubles = ['lost-request'];
    await runOnce(world);
    expect(world.slept[0]).toBe(3000);
    expect(world.slept.length).toBe(2);
    expect([await statesOf(world), world.platforms.wechat.calls]).toEqual([{ wechat: 'confirmed', weibo: 'confirmed' }, 2]);
  });

  it('for the rest of the settling time of what couldn’t be read before it was over', async () => {
    const world = await oneItem(settling(3, 12), SOCIAL);
    for (const channel of SOCIAL) world.platforms[channel].troubles = ['lost-request'];
    const { readBack } = world.platforms.weibo;
    let looks = 0;
    world.platforms.weibo.readBack = async (order) => {
      looks += 1;
      // The first is before the call.
      return looks === 2 ? { kind: 'unreadable', code: 'weibo/unreadable', message: '没有连上。', later: true } : readBack(order);
    };
    await runOnce(world);
    expect([looks, await statesOf(world)]).toEqual([3, { wechat: 'confirmed', weibo: 'confirmed' }]);
  });

  it('for fifteen seconds at a time and no more, the rest of longer ones being left to the next run', async () => {
    const world = await oneItem(settling(15, 60), SOCIAL);
    for (const channel of SOCIAL) world.platforms[channel].troubles = ['lost-request'];
    await runOnce(world);
    expect(world.slept).toEqual([15_000]);
    expect(await statesOf(world)).toEqual({ wechat: 'confirmed', weibo: 'unknown' });
  });

  it('for a minute and a half in all, although another text’s time comes while it waits for the first', async () => {
    const items = ITEMS.slice(0, 2);
    const world = await worldWith(
      items.map((item) => approval(item, 1, { channels: ['weibo'] })),
      items.flatMap((item) => planOf(item, ['weibo'])),
      settling(15),
    );
    world.platforms.weibo.troubles = Array<Trouble>(20).fill('lost-request');
    world.blocked = async (_ledger, { item }) => (item === items[1] && world.slept.length < 3 ? quiet : null);
    await runOnce(world);
    expect(world.slept).toEqual(Array(6).fill(15_000));
    expect([await statesOf(world, items[0]), await statesOf(world, items[1])]).toEqual([{ weibo: 'needs-human' }, { weibo: 'unknown' }]);
  });
});
