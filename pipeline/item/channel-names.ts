import type { Channel } from './front-matter/front-matter-schema.ts';

/** The channels as the annex calls them. */
export const CHANNEL_NAMES: Record<Channel, string> = { website: '网站', wechat: '微信', weibo: '微博' };
