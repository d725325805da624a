import type { AlertCode } from '../../../alerts/catalogue.ts';
import type { Payload } from '../../../render/payload.ts';
import { WEIBO_MAX, weiboLength } from '../../../render/weibo.ts';
import type { Outcome } from '../channel.ts';
import { refused } from '../outcome.ts';
import { decodeEntities, textKey } from '../text-compare.ts';

const ADDRESS = /https?:\/\/[\x21-\x7e]+/g;

/** What stays the same of a post on its way through Weibo: addresses become t.cn, topic marks go, spaces change. */
export function postKey(text: string): string {
  return textKey(decodeEntities(text).replace(ADDRESS, '').replaceAll('#', ''));
}

/** Addresses in a text. */
export function addressesIn(text: string): string[] {
  return text.match(ADDRESS) ?? [];
}

/** The first limit that a payload breaks, as the outcome of refusing it before anything is sent; `null` if it keeps them all. */
export function overWeiboLimit(payload: Payload, mode: 'open' | 'biz'): Outcome | null {
  const refuse = (code: AlertCode, say: string): Outcome => refused(code, { remedy: 'content', say });
  const used = weiboLength(payload.content);
  const most = WEIBO_MAX[mode];
  if (postKey(payload.content) === '') return refuse('weibo/empty', '微博没有文字；应有摘要；请报送人填写 summary 后重新送审。');
  if (used > most) {
    return refuse('weibo/too-long', `微博 ${used} 字，超出会被拒收；应在 ${most} 字以内；请报送人把摘要删去 ${used - most} 字后重新送审。`);
  }
  if (![payload.sourceUrl, new URL(payload.sourceUrl).href].some((address) => payload.content.includes(address))) {
    return refuse('weibo/no-address', '微博里没有本条信息的网站地址；接口要求带有安全域名下的地址；请管理员核对 policy.yml 的 site.url。');
  }
  if (/[#＃][^#＃]+[#＃]/u.test(payload.content)) {
    return refuse('weibo/topic', '微博里有“#话题#”；接口不接受话题；请报送人从摘要里去掉后重新送审。');
  }
  return null;
}

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

function base62(value: number): string {
  return value < 62 ? DIGITS.charAt(value) : base62(Math.floor(value / 62)) + DIGITS.charAt(value % 62);
}

/** The short form of a post's number in its page's address: groups of seven digits from the right, four base-62 digits each. */
export function shortId(id: string): string {
  const groups: string[] = [];
  for (let end = id.length; end > 0; end -= 7) groups.unshift(base62(Number(id.slice(Math.max(0, end - 7), end))));
  return groups.map((group, at) => (at === 0 ? group : group.padStart(4, '0'))).join('');
}
