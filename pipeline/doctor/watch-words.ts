import { type Alert, CHANNEL_NAMES } from '../alerts/alert.ts';
import { beijingMinute } from '../beijing-time.ts';
import type { Channel } from '../item/front-matter/front-matter-schema.ts';
import { plain } from '../item/markdown/markdown-text.ts';
import type { Post } from '../release/channels/posts.ts';
import type { Changed } from './still-out.ts';

const TITLE = 60;

function shown(channel: Channel, { title, url, at }: Post): string {
  return `${CHANNEL_NAMES[channel]}上的《${plain(title, TITLE)}》（${at === null ? '时间不明' : beijingMinute(at)}，${url}）`;
}

/** A post as the object of an alert: its number, or what of its address tells it from others. */
export function nameOfPost({ id, url }: Post): string {
  return (id || url).replace(/[^\w./?=&#:-]/g, '').slice(0, 120);
}

/** Of a post that nobody has registered (Art. 10). */
export function unknownAlert(channel: Channel, post: Post): Alert {
  const message = `${shown(channel, post)}台账里没有：是否经过三级审核（第十条禁止擅自发布）？系统不会删它，也不会重发。请管理员今天查明：经过审核的，用 record 登记这个地址；没有的，今天在平台删除并报办公室；确实可以保留的，写进 policy.yml 的 watch.known 送审。`;
  return { item: nameOfPost(post), channel, code: 'unknown-post', message };
}

/** Of a post that the ledger says is taken down. */
export function backAlert(channel: Channel, post: Post): Alert {
  const message = `${shown(channel, post)}台账登记为已撤下，平台上还看得到；应已删除；系统不会再删，也不会重发。请管理员今天在平台删除，并查明是谁恢复的。`;
  return { item: nameOfPost(post), channel, code: 'post-back', message };
}

const CHANGED: Record<Changed['kind'], (place: string, words: string) => string> = {
  gone: (place, words) =>
    `${place} 登记为已发布，现在看不到了（${words}）；系统不会重发。请管理员今天查明：误删的，报办公室决定是否重新送审；确实要撤的，用 withdraw 补办撤稿。`,
  differs: (place, words) =>
    `${place} 与审定稿不同：${words}；系统不会自动改，也不会重发。请管理员今天核对：改回审定的样子，或报更正、撤稿；查明是谁改的（第十条）。`,
};

/** Of a publication that isn't as the ledger says, or that nobody could compare. */
export function changedAlert(channel: Channel, { item, url, kind, words }: Changed): Alert {
  return { item, channel, code: kind, message: CHANGED[kind](`${CHANNEL_NAMES[channel]}上的 ${url || item}`, words) };
}
