import type { LetterOptions } from './letter-options.ts';

const TRIAL_API = 'https://api.github.com';
const WECHAT = 'https://api.weixin.qq.com';
/** The commercial interface has an address of its own; authorisations are asked about at the other. */
const WEIBO = { open: 'api.weibo.com', biz: 'c.api.weibo.com、api.weibo.com' };

/** Host, with the port where it isn't the usual one. An address that can't be read stays as it was written. */
function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}

/** Where Git lies beside an API: github.com beside api.github.com, the same host on a server of one's own. */
function platformHosts(apiUrl: string): string {
  const host = hostOf(apiUrl);
  return host === 'api.github.com' ? 'api.github.com、github.com' : host;
}

/** Addresses that the publishing server must reach, one row each, for the channels that are switched on. */
export function addressRows({ policy, apiUrl, wechatBase, weiboBase }: LetterOptions): string[][] {
  const { website, wechat, weibo } = policy.channels;
  const trial = apiUrl === null || hostOf(apiUrl) === hostOf(TRIAL_API);
  const where = trial ? '（试用；正式的另报）' : '';
  return [
    [platformHosts(apiUrl ?? TRIAL_API), `代码平台：读审核记录、写台账${where}`],
    ...(wechat.mode === 'manual'
      ? []
      : [[hostOf(wechatBase ?? WECHAT), `微信：${wechatBase === null ? '' : '经中转，'}建草稿、发布、读回核对`]]),
    ...(weibo.mode === 'manual'
      ? []
      : [[weiboBase === null ? WEIBO[weibo.mode] : hostOf(weiboBase), `微博：${weiboBase === null ? '' : '经中转，'}发布、读回核对`]]),
    ...(website.mode === 'manual' || policy.site.url === undefined ? [] : [[hostOf(policy.site.url), '本局网站：发布后读回核对']]),
    ['registry.npmjs.org', '安装程序用的组件（或单位自己的镜像）'],
  ];
}
