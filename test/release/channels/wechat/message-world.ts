import { beijingIso } from '#pipeline/beijing-time.ts';
import type { ChannelAdapter, ReleaseOrder } from '#pipeline/release/channels/channel.ts';
import type { WechatOptions } from '#pipeline/release/channels/wechat/wechat.ts';
import type { WechatSandboxOptions } from '#pipeline/sandbox/wechat/server.ts';
import { approval, Crash, planOf, policyOf, runOnce, START, statesOf, type World, worldWith } from '../../world.ts';
import { orderOf } from '../orders.ts';
import { SITE, wechatStage } from '../stage.ts';

export const NAMES = ['a', 'b', 'c'] as const;
export const itemOf = (name: string): string => `wucheng/2026-11-23-${name}`;
export const titleOf = (name: string): string => `示例标题 ${name}`;

type Stage = Awaited<ReturnType<typeof wechatStage>>;

/** Three items of a day that the policy collects, before a practice WeChat whose clock is the world's. The leader signed in their order. */
export async function messageWorld(
  options: Partial<WechatOptions> = {},
  platform: Partial<WechatSandboxOptions> = {},
): Promise<{ world: World; stage: Stage }> {
  const stage = await wechatStage(options, platform);
  const mode = options.mode ?? 'publish';
  const policy = policyOf({ channels: { wechat: { mode, settle_seconds: 900, collect: { at: '10:00' } } } });
  const drafts = NAMES.map((name, index) => {
    const at = beijingIso(new Date(START - (NAMES.length - index) * 60_000));
    return approval(itemOf(name), 1, { channels: ['wechat'], at });
  });
  const plan = NAMES.flatMap((name) => planOf(itemOf(name), ['wechat'])).map((planned, index) => {
    const content = `<p>正文 ${NAMES[index]}</p><img src="sanshen-image:street.jpg" alt="街面">`;
    return {
      ...planned,
      payload: orderOf('wechat', SITE, { title: titleOf(NAMES[index] ?? ''), content }, { item: planned.item }).payload,
    };
  });
  const world = await worldWith(drafts, plan, policy);
  Object.defineProperty(stage.clock, 'now', { get: () => new Date(world.time) });
  const { image } = orderOf('wechat', SITE);
  const shown = (order: ReleaseOrder): ReleaseOrder => ({ ...order, image });
  const { send, sendTogether, withdraw } = stage.adapter;
  const own: Partial<ChannelAdapter> = {
    send: (order) => send(shown(order)),
    ...(sendTogether ? { sendTogether: (orders) => sendTogether(orders.map(shown)) } : {}),
    // A run's own look is forgotten with it, and these worlds live through several.
    readBack: (order) => stage.fresh().readBack(shown(order)),
    withdraw: (order, remote) => withdraw(shown(order), remote),
  };
  Object.assign(world.platforms.wechat, own);
  return { world, stage };
}

/** The process ends with the n-th request from now on: it arrives or not, and nothing follows. Gives a way back to life. */
export function dieAt({ world, stage }: { world: World; stage: Stage }, request: number, kind: 'drop-before' | 'drop-after'): () => void {
  let count = 0;
  let alive = false;
  const hear = (): void =>
    stage.faults.onCall('/', () => {
      if (alive) return;
      count += 1;
      if (count === request) {
        stage.faults.add({ path: '/', kind });
        stage.faults.add({ path: '/', kind: 'drop-before', times: 1000 });
      } else hear();
    });
  hear();
  const { wechat } = world.platforms;
  const whole = { ...wechat };
  const dying =
    <Given, Value>(act: (given: Given) => Promise<Value>) =>
    async (given: Given): Promise<Value> => {
      const value = await act(given);
      if (count < request) return value;
      world.dead = true;
      throw new Crash();
    };
  const { sendTogether = async () => [] } = whole;
  Object.assign(wechat, { sendTogether: dying(sendTogether), readBack: dying(whole.readBack) });
  return () => {
    alive = true;
    Object.assign(wechat, { sendTogether: whole.sendTogether, readBack: whole.readBack });
    stage.faults.clear();
  };
}

export const MINUTES = 60_000;
export const ALL = NAMES.map(titleOf);

export const statesNow = async (world: World): Promise<string[]> =>
  Promise.all(NAMES.map(async (name) => (await statesOf(world, itemOf(name))).wechat ?? 'planned'));

export const titles = ({ server }: Stage): string[] => server.articles().map(({ title }) => title);

/** Runs one after another; gives the items that people were told of. */
export async function runs(world: World, count: number, pause = 20 * MINUTES): Promise<string[]> {
  const told: string[] = [];
  for (let run = 0; run < count; run += 1) {
    told.push(...((await runOnce(world))?.alerts ?? []).map(({ item }) => item));
    world.time += pause;
  }
  return told;
}
