import type { Channel } from '../item/front-matter-schema.ts';
import type { Policy } from '../organisation/policy.ts';
import type { ChannelAdapter } from './channels/channel.ts';
import { websiteChannel } from './channels/website.ts';
import { wechatChannel } from './channels/wechat.ts';
import { weiboChannel } from './channels/weibo.ts';

/** The names that channels read from the environment (contracts.md 1). */
export type ChannelEnvironment = Readonly<Record<string, string | undefined>>;

/**
 * The three channels as policy and environment say. The website is left out while the policy names no address.
 * @param deploy puts the built site in place; left out where another step has done so
 */
export function openChannels(
  policy: Policy,
  env: ChannelEnvironment,
  deploy?: () => Promise<void>,
): Partial<Record<Channel, ChannelAdapter>> {
  const { website, wechat, weibo } = policy.channels;
  const { url } = policy.site;
  return {
    ...(url === undefined ? {} : { website: websiteChannel({ siteUrl: url, mode: website.mode, ...(deploy ? { deploy } : {}) }) }),
    wechat: wechatChannel({
      apiBase: env.WECHAT_API_BASE || 'https://api.weixin.qq.com',
      appId: env.WECHAT_APP_ID ?? '',
      secret: env.WECHAT_APP_SECRET ?? '',
      mode: wechat.mode,
      comments: wechat.comments,
      preview: wechat.preview.towxname,
      ...(wechat.mass.tag_id === undefined ? {} : { tagId: wechat.mass.tag_id }),
      ...(wechat.app_id === undefined ? {} : { policyAppId: wechat.app_id }),
    }),
    weibo: weiboChannel({
      apiBase: env.WEIBO_API_BASE ?? '',
      accessToken: env.WEIBO_ACCESS_TOKEN ?? '',
      rip: env.WEIBO_RIP ?? '',
      mode: weibo.mode,
      ...(weibo.uid === undefined ? {} : { uid: weibo.uid }),
    }),
  };
}
