import { digestOf, sha256 } from '#pipeline/canonical-json.ts';
import type { Payload } from '#pipeline/render/payload.ts';
import { jpeg } from '../release/channels/orders.ts';

export const ACCOUNT = { appId: 'wx0000000000000001', secret: 'bench-secret' };
export const SITE = 'https://www.example.cn';

/** A photograph's size as bureaus submit it. */
const BYTES = 200 * 1024;
/** Four that the text shows, and the cover. */
const PICTURES = ['1.jpg', '2.jpg', '3.jpg', '4.jpg', 'cover.jpg'];

const pictureOf = (item: string, path: string): Uint8Array => jpeg(`${item} ${path}`, BYTES);

/** The bytes of a picture by its blob, made anew each time as Git would read them. */
export function pictureAt(blob: string): Uint8Array {
  const [item = '', path = ''] = Buffer.from(blob, 'hex').toString('utf8').split(' ');
  return pictureOf(item, path);
}

/**
 * An invented article with four pictures and a cover.
 * @param pictures of which item it shows
 */
export function articleOf(item: string, pictures = item): Payload {
  const paragraphs = PICTURES.slice(0, 4).map(
    (path, index) =>
      `<p style="margin:0">第 ${index + 1} 天巡查 ${item} 的街面，劝导店铺 ${index + 80} 家。</p><img src="sanshen-image:${path}" alt="街面" style="width:100%">`,
  );
  const sent = {
    version: 1 as const,
    item,
    channel: 'wechat' as const,
    title: `示例分局巡查 ${item.split('/')[1]}`,
    author: '示例',
    summary: `四天巡查 ${item}。`,
    content: `<section style="font-size:17px">${paragraphs.join('')}</section>`,
    sourceUrl: `${SITE}/${item}/`,
    links: [],
    images: PICTURES.map((path) => {
      const bytes = pictureOf(pictures, path);
      return { path, sha256: sha256(bytes), bytes: bytes.byteLength, blob: Buffer.from(`${pictures} ${path}`).toString('hex') };
    }),
    cover: 'cover.jpg',
    limits: [],
    changes: [],
  };
  return { ...sent, digest: digestOf(sent) };
}

/** Ids of so many items that are due. */
export const dueItems = (count: number, name = 'item'): string[] =>
  Array.from({ length: count }, (_, index) => `shili/2026-11-24-${name}-${index + 1000}`);
