import type { Channel } from '../../item/front-matter/front-matter-schema.ts';
import { isLoopback } from '../../loopback.ts';
import type { Policy } from '../../organisation/policy.ts';
import { callable } from './call.ts';
import type { ReleaseOrder } from './channel.ts';

/** Where the two platforms show what is published there (facts of both: articles, posts, and the posts' mobile pages). */
const PLATFORMS: Record<'wechat' | 'weibo', readonly string[]> = {
  wechat: ['mp.weixin.qq.com'],
  weibo: ['weibo.com', 'www.weibo.com', 'm.weibo.cn', 'weibo.cn'],
};

/** Addresses of the interfaces, as the environment names them: the practice platforms show their pages there too. */
export interface InterfaceBases {
  wechat?: string | undefined;
  weibo?: string | undefined;
}

/** An address without what tells nobody which page it is: the scheme, and the mark of a release (`sourceAddress`). */
function pageOf(address: string): string {
  const url = new URL(address);
  url.searchParams.delete('pub');
  return url.host + url.pathname + url.search;
}

/** Whether an address is that of an order's page: the canonical one, or one that ends in the item's own path, as before the site moved. */
export function isPageOf(address: string, { item, payload }: Pick<ReleaseOrder, 'item' | 'payload'>): boolean {
  if (!URL.canParse(address)) return false;
  return pageOf(address) === pageOf(payload.sourceUrl) || new URL(address).pathname.endsWith(`/${item}/`);
}

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

function onSite(address: URL, { site }: Policy): boolean {
  const known = [...(site.url === undefined ? [] : [new URL(site.url).host]), ...(site.domain ? [site.domain.toLowerCase()] : [])];
  return known.some((host) => address.host === host || address.host.endsWith(`.${host}`));
}

function isPractice(address: URL, base: string | undefined): boolean {
  const own = callable(base?.trim() ?? '');
  return own !== null && isLoopback(own) && address.host === own.host;
}

/** Why an address can't be one of a channel's publications, as the end of a sentence; `null` if it can. */
export function foreignAddress(channel: Channel, address: URL, policy: Policy, bases: InterfaceBases): string | null {
  if (channel === 'website') return onSite(address, policy) ? null : '应在 policy.yml 的 site.url 或 site.domain 之下';
  if (!PLATFORMS[channel].includes(address.hostname) && !isPractice(address, bases[channel])) {
    return channel === 'wechat' ? '应是 mp.weixin.qq.com 上的文章地址' : '应是 weibo.com 或 m.weibo.cn 上的微博地址';
  }
  const { uid } = policy.channels.weibo;
  const author = /^\/(\d+)\//.exec(address.pathname)?.[1];
  const other = channel === 'weibo' && uid !== undefined && author !== undefined && author !== uid;
  return other ? `应是本单位账号（${uid}）的微博` : null;
}

/** The number behind the short form of it in a post's address: groups of four base-62 digits from the right, seven digits each. */
function longNumber(short: string): string {
  const groups: string[] = [];
  for (let end = short.length; end > 0; end -= 4) {
    const value = [...short.slice(Math.max(0, end - 4), end)].reduce((sum, digit) => sum * 62 + DIGITS.indexOf(digit), 0);
    groups.unshift(String(value));
  }
  return groups.map((group, at) => (at === 0 ? group : group.padStart(7, '0'))).join('');
}

/** The number of the post that an address of Weibo shows (`/<uid>/<short>`, `/status/…`, `/detail/…`); `null` if it shows none. */
export function postNumber({ pathname }: URL): string | null {
  const last = /^\/(?:\d+|status|detail)\/([0-9A-Za-z]{1,20})\/?$/.exec(pathname)?.[1];
  if (last === undefined) return null;
  // Short forms have nine digits at most; numbers sixteen or more.
  return /^\d{12,}$/.test(last) ? last : longNumber(last);
}

/** Hosts of the platforms' own interfaces. */
const OFFICIAL = { wechat: ['api.weixin.qq.com'], weibo: ['api.weibo.com', 'c.api.weibo.com'] } as const;

/**
 * Whether secrets may be sent to an interface's host: the platform's own, this machine (the sandbox), or the relay that policy.yml names
 * (`channels.….relay`). A repository's variable changes without review, the settings only under the lock of levels 2 and 3. So the
 * variable alone sends secrets nowhere (Art. 10).
 */
export function mayHearSecrets(channel: keyof typeof OFFICIAL, url: URL, relay: string | undefined): boolean {
  return isLoopback(url) || (OFFICIAL[channel] as readonly string[]).includes(url.host) || (relay !== undefined && url.host === relay);
}

/** What to do about an address that is neither. */
export function unknownHost(channel: keyof typeof OFFICIAL, { host }: URL): string {
  const variable = channel === 'wechat' ? 'WECHAT_API_BASE' : 'WEIBO_API_BASE';
  return `接口地址的主机 ${host} 不在规则里，密钥没有发给它；应为平台的官方主机，或 policy.yml 的 channels.${channel}.relay 写明的中转主机；请管理员核对 ${variable}，确要中转的请在 policy.yml 写明并送审。`;
}
