import type { Channel } from '../item/front-matter/front-matter-schema.ts';
import { isLoopback } from '../loopback.ts';
import type { Policy } from '../organisation/policy.ts';
import { Problem } from '../problem.ts';
import { foreignAddress } from './channels/addresses.ts';
import { callable } from './channels/call.ts';
import type { ChannelAdapter } from './channels/channel.ts';
import { websiteChannel } from './channels/website/website.ts';
import { websiteElsewhere } from './channels/website/website-elsewhere.ts';
import { wechatChannel } from './channels/wechat/wechat.ts';
import { weiboChannel } from './channels/weibo/weibo.ts';

const WECHAT_HOST = 'https://api.weixin.qq.com';

/** The names that channels read from the environment (contracts.md 1). */
export type ChannelEnvironment = Readonly<Record<string, string | undefined>>;

function openWebsite(policy: Policy, deploy?: () => Promise<void>): ChannelAdapter | null {
  const { mode, address } = policy.channels.website;
  const { url } = policy.site;
  if (mode !== 'build') {
    const isOwn = (place: URL): boolean => foreignAddress('website', place, policy, {}) === null;
    return websiteElsewhere({ mode, siteUrl: url, patterned: address !== undefined, isOwn });
  }
  return url === undefined ? null : websiteChannel({ siteUrl: url, ...(deploy ? { deploy } : {}) });
}

/** The account that the policy names. `null`: none, so nothing is sent; `undefined`: none, on this machine, where no account can be mistaken. */
function accountNamed(account: string | undefined, apiBase: string): string | null | undefined {
  const base = callable(apiBase);
  return account ?? (base !== null && isLoopback(base) ? undefined : null);
}

/** The first address beyond this machine that something would be sent to, or a page looked for at; `null` where there is none. */
function distantAddress({ channels: { website, wechat, weibo }, site }: Policy, env: ChannelEnvironment): string | null {
  const addresses = [
    ...(website.mode === 'build' && site.url !== undefined ? [site.url] : []),
    ...(wechat.mode === 'manual' ? [] : [env.WECHAT_API_BASE || WECHAT_HOST]),
    ...(weibo.mode === 'manual' ? [] : [env.WEIBO_API_BASE ?? '']),
  ];
  return addresses.find((address) => URL.canParse(address) && !isLoopback(new URL(address))) ?? null;
}

/**
 * Node 20 can't keep what renders from reading what it likes: there everything is sent to this machine alone, for trying out.
 * @throws Problem `release/node-20`
 */
export function refuseUnfenced(policy: Policy, env: ChannelEnvironment, fenced: boolean): void {
  const address = fenced ? null : distantAddress(policy, env);
  if (address === null) return;
  const message = `Node ${process.versions.node} 不能把排版与密钥隔开，只供练习、只发到本机，没有发到 ${address}；应为 Node 24（或 22.18 以上），程序不装在 node_modules 里面；请换好再运行。`;
  throw new Problem('release/node-20', message, { place: 'Node' });
}

/**
 * The three channels as policy and environment say. A website of ours is left out while the policy names no address.
 * @param deploy puts the built site in place; left out where another step has done so
 */
export function openChannels(
  policy: Policy,
  env: ChannelEnvironment,
  deploy?: () => Promise<void>,
): Partial<Record<Channel, ChannelAdapter>> {
  const { wechat, weibo } = policy.channels;
  const website = openWebsite(policy, deploy);
  const appId = accountNamed(wechat.app_id, env.WECHAT_API_BASE ?? '');
  const uid = accountNamed(weibo.uid, env.WEIBO_API_BASE ?? '');
  return {
    ...(website === null ? {} : { website }),
    wechat: wechatChannel({
      apiBase: env.WECHAT_API_BASE || WECHAT_HOST,
      appId: env.WECHAT_APP_ID ?? '',
      secret: env.WECHAT_APP_SECRET ?? '',
      mode: wechat.mode,
      comments: wechat.comments,
      preview: wechat.preview.towxname,
      ...(wechat.mass.tag_id === undefined ? {} : { tagId: wechat.mass.tag_id }),
      ...(appId === undefined ? {} : { policyAppId: appId }),
      ...(wechat.relay === undefined ? {} : { relay: wechat.relay }),
    }),
    weibo: weiboChannel({
      apiBase: env.WEIBO_API_BASE ?? '',
      accessToken: env.WEIBO_ACCESS_TOKEN ?? '',
      rip: env.WEIBO_RIP ?? '',
      mode: weibo.mode,
      ...(uid === undefined ? {} : { uid }),
      ...(weibo.relay === undefined ? {} : { relay: weibo.relay }),
    }),
  };
}
