import type { ReleaseOrder } from '#pipeline/release/channels/channel.ts';
import type { WechatOptions } from '#pipeline/release/channels/wechat/wechat.ts';
import type { WechatSandboxOptions } from '#pipeline/sandbox/wechat/server.ts';
import { ITEM, oneItem, policyOf, type World } from '../../world.ts';
import { orderOf } from '../orders.ts';
import { SITE, wechatStage } from '../stage.ts';

/** An item that goes to WeChat alone by the engine, before a practice WeChat whose clock is the world's. */
export async function wechatWorld(
  options: Partial<WechatOptions> = {},
  platform: Partial<WechatSandboxOptions> = {},
): Promise<{ world: World; stage: Awaited<ReturnType<typeof wechatStage>> }> {
  const stage = await wechatStage(options, platform);
  const mode = options.mode ?? 'publish';
  const world = await oneItem(policyOf({ channels: { wechat: { mode, settle_seconds: 900 } } }), ['wechat']);
  Object.defineProperty(stage.clock, 'now', { get: () => new Date(world.time) });
  const { payload, image } = orderOf('wechat', SITE, {}, { item: ITEM });
  world.plan = world.plan.map((planned) => ({ ...planned, payload }));
  const { send, readBack, withdraw } = stage.adapter;
  Object.assign(world.platforms.wechat, {
    send: (order: ReleaseOrder) => send({ ...order, image }),
    readBack: (order: ReleaseOrder) => readBack({ ...order, image }),
    withdraw: (order: ReleaseOrder, remote: { id: string; url: string }) => withdraw({ ...order, image }, remote),
  });
  return { world, stage };
}
