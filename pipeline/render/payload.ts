import type { Channel } from '../item/front-matter/front-matter-schema.ts';

/** A picture that goes out with a payload: its path in the item's folder, its digest (hexadecimal) and size in bytes. */
export interface PayloadImage {
  path: string;
  sha256: string;
  bytes: number;
  /** The Git blob that holds it, so that the sender reads exactly what was approved. */
  blob: string;
  alt?: string;
}

/** Exactly what would be sent to one channel (contracts.md 1 `render`). */
export interface Payload {
  version: 1;
  item: string;
  channel: Channel;
  title: string;
  author: string;
  summary: string;
  /** Website and WeChat: HTML. In WeChat HTML a picture's `src` is `sanshen-image:<path>` until it is uploaded. Weibo: plain text with the address. */
  content: string;
  /** The item's public address on the website. */
  sourceUrl: string;
  /** Links that became numbered notes, in order. */
  links: { n: number; text: string; url: string }[];
  images: PayloadImage[];
  /** Path of the cover among `images`, where the channel needs one. */
  cover: string | null;
  limits: { name: string; used: number; max: number }[];
  /** What this channel changes about the text, in Chinese, for the preview. */
  changes: string[];
  /** `sha256:` of everything above, canonically written. */
  digest: string;
}
