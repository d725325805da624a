import { digestOf, sha256 } from '#pipeline/canonical-json.ts';
import type { Channel } from '#pipeline/item/front-matter/front-matter-schema.ts';
import type { ReleaseOrder } from '#pipeline/release/channels/channel.ts';
import type { Payload } from '#pipeline/render/payload.ts';

/** Bytes that begin and end as a JPEG; `seed` makes different ones. */
export function jpeg(seed: string, size = 2000): Uint8Array {
  const bytes = new Uint8Array(size).fill(32);
  bytes.set([0xff, 0xd8, 0xff, 0xe0], 0);
  bytes.set(new TextEncoder().encode(seed), 8);
  bytes.set([0xff, 0xd9], size - 2);
  return bytes;
}

const STREET = jpeg('street');

const CONTENT: Record<Channel, (address: string) => string> = {
  website: () => '<p>连续两天劝导店铺 86 家。</p>',
  wechat: () =>
    '<section style="font-size:17px"><p style="margin:0">连续两天劝导店铺 86 家，R&amp;D。</p><img src="sanshen-image:street.jpg" alt="街面" style="width:100%"></section>',
  weibo: (address) => `婺城分局连续两天劝导沿街店铺 86 家。 ${address} `,
};

/** An order of an invented item, built by hand; `change` replaces parts of its payload, `rest` parts of the order. */
export function orderOf(
  channel: Channel,
  siteUrl: string,
  change: Partial<Payload> = {},
  rest: Partial<Omit<ReleaseOrder, 'payload'>> = {},
): ReleaseOrder {
  const item = rest.item ?? 'shili/2026-11-23-yanjie';
  const sourceUrl = `${siteUrl}/${item}/`;
  const base = {
    version: 1 as const,
    item,
    channel,
    title: '示例分局开展冬季沿街店铺专项整治',
    author: '李四',
    summary: '连续两天劝导店铺 86 家。',
    content: CONTENT[channel](sourceUrl),
    sourceUrl,
    links: [],
    images: channel === 'website' ? [] : [{ path: 'street.jpg', sha256: sha256(STREET), bytes: STREET.byteLength, blob: 'b'.repeat(40) }],
    cover: channel === 'website' ? null : 'street.jpg',
    limits: [],
    changes: [],
    ...change,
  };
  const revision = rest.revision ?? 1;
  return {
    item,
    revision,
    key: sha256(`${item}\0${channel}\0${revision}`).slice(0, 32),
    payload: { ...base, digest: digestOf(base) },
    image: async () => STREET,
    steps: {},
    intentAt: '2026-11-24T10:00:00+08:00',
    now: '2026-11-24T10:00:00+08:00',
    uploads: [],
    ...rest,
  };
}
