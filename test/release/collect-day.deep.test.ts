import { describe, expect, it } from 'vitest';
import type { Channel } from '#pipeline/item/front-matter/front-matter-schema.ts';
import type { ChannelAdapter, ReleaseOrder } from '#pipeline/release/channels/channel.ts';
import { status } from '#pipeline/reports/status.ts';
import { type Bureau, itemText, startBureau } from '../bureau.ts';
import { smallJpeg } from '../jpeg-fixture.ts';
import { practice } from './practice-channel.ts';

const POLICY = "channels: {wechat: {mode: publish, collect: {at: '17:00'}}}";
const HOUR = 3600;
const idOf = (name: string): string => `wucheng/2026-11-23-${name}`;

/** An item for website and WeChat, reviewed and merged by itself. */
async function submitted(bureau: Bureau, name: string, date = '2026-11-23'): Promise<void> {
  const folder = `content/items/${idOf(name)}`;
  await bureau.publish({
    [`${folder}/index.md`]: itemText({
      title: `示例 ${name}`,
      channels: ['website', 'wechat'],
      date,
      lines: ['cover: street.jpg', 'images: {street.jpg: {kind: photo, credit: 示例}}'],
      body: '正文一段。\n\n![巡查](street.jpg)',
    }),
    [`${folder}/street.jpg`]: smallJpeg(),
  });
}

/** A WeChat that remembers which articles went out together. */
function adaptersWith(messages: string[][]): Partial<Record<Channel, ChannelAdapter>> {
  const orders: ReleaseOrder[] = [];
  const wechat = practice('wechat', orders);
  const titled = ({ payload }: ReleaseOrder): string => payload.title.slice(3);
  return {
    website: practice('website', []),
    wechat: {
      ...wechat,
      async send(order) {
        messages.push([titled(order)]);
        return wechat.send(order);
      },
      async sendTogether(all) {
        messages.push(all.map(titled));
        return Promise.all(all.map((order) => wechat.send(order)));
      },
    },
  };
}

describe('a day whose WeChat items the policy collects', () => {
  it('puts the pages out at once, and at the time of the message all articles together in the order of signing', async () => {
    const bureau = await startBureau({ policy: POLICY });
    const messages: string[][] = [];
    const adapters = adaptersWith(messages);
    for (const name of ['b', 'c', 'a']) await submitted(bureau, name);
    await bureau.approve();
    const first = await bureau.release(adapters);
    expect(first.alerts).toEqual([]);
    expect(messages).toEqual([]);
    for (const name of ['a', 'b', 'c']) expect(await bureau.states(idOf(name))).toEqual(['website 1 confirmed']);
    const [waiting] = status(await bureau.ledger(), idOf('a'), { at: '17:00', max: 8 });
    expect(waiting?.releases.at(-1)?.next).toMatch(/^等待 2026-11-24 17:00/);
    bureau.world.github.clock.advance(9 * HOUR);
    expect((await bureau.release(adapters)).alerts).toEqual([]);
    expect(messages).toEqual([['b', 'c', 'a']]);
    await bureau.release(adapters);
    expect(messages).toHaveLength(1);
    expect(await bureau.states(idOf('a'))).toEqual(['website 1 confirmed', 'wechat 1 confirmed']);
    expect((await bureau.verify()).problems).toEqual([]);
  });

  it('lets what is on its last day go out alone at once, and what was approved too late wait for the next day', async () => {
    const bureau = await startBureau({ policy: POLICY });
    const messages: string[][] = [];
    const adapters = adaptersWith(messages);
    await submitted(bureau, 'last', '2026-11-17');
    await submitted(bureau, 'new');
    await bureau.approve();
    await bureau.release(adapters);
    expect(messages).toEqual([['last']]);
    bureau.world.github.clock.advance(9 * HOUR);
    await submitted(bureau, 'late');
    await bureau.approve();
    await bureau.release(adapters);
    expect(messages).toEqual([['last'], ['new']]);
    bureau.world.github.clock.advance(24 * HOUR);
    await bureau.release(adapters);
    expect(messages).toEqual([['last'], ['new'], ['late']]);
  });
});
