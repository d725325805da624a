import { beijingIso } from '../../../beijing-time.ts';
import type { JsonObject } from '../call.ts';
import { Halt } from '../outcome.ts';
import type { Listing, Post } from '../posts.ts';
import { looked } from './api.ts';
import { INTERFACES, keyOf } from './interface.ts';
import { idOf, remoteOf, type WeiboAccount } from './read.ts';

const TITLE = 40;

function postOf(account: WeiboAccount, uid: string, status: JsonObject): Post {
  const text = String(status.text ?? '');
  const at = Date.parse(String(status.created_at ?? ''));
  const repost = status.retweeted_status === undefined ? '' : '转发：';
  return {
    id: idOf(status),
    url: remoteOf(account, { uid, ...status }).url,
    title: `${repost}${[...text].slice(0, TITLE).join('')}`,
    at: Number.isNaN(at) ? null : beijingIso(new Date(at)),
    mark: keyOf(status),
  };
}

/**
 * The newest posts of the account, whatever program or person made them: five by the open interface. Asks once and changes nothing;
 * throws `Halt` where it isn't answered.
 */
export async function weiboPosts(account: WeiboAccount, uid: string): Promise<Listing> {
  const { timeline, window } = INTERFACES[account.mode];
  const query = { base_app: '0', trim_user: '1', ...(account.mode === 'biz' ? { count: String(window) } : {}) };
  const body = looked('查看最近发布的内容', await account.api.get(timeline, query));
  if (!Array.isArray(body.statuses)) throw new Halt({ kind: 'unknown', code: 'weibo/unread', message: '微博没有给出最近的内容。' });
  const posts = (body.statuses as JsonObject[]).map((status) => postOf(account, uid, status));
  const more = posts.length >= window;
  return { posts, drafts: [], unseen: more ? `微博的接口只给最近 ${window} 条，再早的请管理员每周在主页核对。` : '' };
}
