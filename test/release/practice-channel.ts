import type { Channel } from '#pipeline/item/front-matter/front-matter-schema.ts';
import type { ChannelAdapter, Outcome, ReleaseOrder } from '#pipeline/release/channels/channel.ts';

/** A channel that takes everything and remembers it; what it was told to take down is gone. */
export function practice(channel: Channel, orders: ReleaseOrder[]): ChannelAdapter {
  const gone = new Set<string>();
  const remote = (order: ReleaseOrder) => ({ id: order.key, url: `http://127.0.0.1/${channel}/${order.key}` });
  return {
    channel,
    send: async (order): Promise<Outcome> => {
      orders.push(order);
      return { kind: 'confirmed', remote: remote(order) };
    },
    readBack: async (order) =>
      orders.some(({ key }) => key === order.key) && !gone.has(order.key)
        ? { kind: 'present', remote: remote(order), differences: [] }
        : { kind: 'absent', steps: {} },
    withdraw: async (order) => {
      gone.add(order.key);
      return { kind: 'confirmed', remote: remote(order) };
    },
  };
}
