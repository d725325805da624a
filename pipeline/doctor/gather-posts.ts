import { beijingDate, type Instant } from '../beijing-time.ts';
import type { Git } from '../forge/git/git.ts';
import { CHANNELS, type Channel } from '../item/front-matter/front-matter-schema.ts';
import { eventsOf, itemState, itemsOf, type Ledger } from '../ledger/ledger.ts';
import { SETTINGS_CHAIN } from '../ledger/ledger-path.ts';
import { readSettings, type SettingsVersion } from '../ledger/settings-version.ts';
import type { Policy } from '../organisation/policy.ts';
import { type ChannelEnvironment, openChannels } from '../release/adapters.ts';
import { Halt } from '../release/channels/outcome.ts';
import type { Listing } from '../release/channels/posts.ts';
import { websitePosts } from '../release/channels/website/website.ts';
import { wechatApi } from '../release/channels/wechat/api.ts';
import { wechatPosts } from '../release/channels/wechat/posts.ts';
import { weiboPosts } from '../release/channels/weibo/post.ts';
import { senderOf } from '../release/channels/weibo/weibo.ts';
import type { Renderer } from '../release/isolated/renderer.ts';
import type { PostsWatch } from '../reports/audit/audit.ts';
import { lockedVersion } from '../verify/settings-lock.ts';
import type { DoctorFacts, PostsFacts } from './facts.ts';
import { answered, gatherWechat, gatherWeibo } from './gather-platforms.ts';
import type { Fact } from './report.ts';
import { factOf } from './report.ts';
import { type LookedAgain, watchOut } from './still-out.ts';
import { watchPosts } from './unknown-posts.ts';

type Listings = Record<Channel, Fact<Listing>>;

/** What of the platforms was found usable before. */
type Accounts = Pick<DoctorFacts, 'wechat' | 'weibo'>;

/** Why a channel isn't listed, if it isn't. */
function unusable(fact: Fact<unknown>): { unknown: string } | null {
  if ('value' in fact) return null;
  return 'unknown' in fact ? fact : { unknown: '接口用不了（见上）' };
}

/** The site's own list. A site that doesn't answer is told by publishing; here it is merely not looked at. */
async function ofSite({ site, channels }: Policy): Promise<Listing | { unknown: string }> {
  if (channels.website.mode !== 'build') return { unknown: '网站不由本系统生成，列不出它的页面' };
  if (site.url === undefined) return { unknown: '没有写网站地址' };
  try {
    return await websitePosts(site.url);
  } catch (error) {
    if (error instanceof Halt) return { unknown: `网站的页面清单 ${site.url} 读不到` };
    throw error;
  }
}

/** Lists the newest posts of every account that can be asked; changes nothing. It must come before the ledger is read. */
export async function gatherListings(policy: Policy, env: ChannelEnvironment, { wechat, weibo }: Accounts): Promise<Listings> {
  const given = (name: string): string => env[name]?.trim() ?? '';
  const account = { appId: given('WECHAT_APP_ID'), secret: given('WECHAT_APP_SECRET') };
  const base = (): URL => new URL(given('WECHAT_API_BASE') || 'https://api.weixin.qq.com');
  const { mode } = policy.channels.weibo;
  const sender = () =>
    senderOf({ mode, apiBase: given('WEIBO_API_BASE'), accessToken: given('WEIBO_ACCESS_TOKEN'), rip: given('WEIBO_RIP') });
  const uid = 'value' in weibo ? weibo.value.uid : '';
  return {
    website: await factOf(() => ofSite(policy)),
    wechat: await factOf(async () => unusable(wechat) ?? answered('微信', () => wechatPosts(wechatApi({ base: base(), ...account })))),
    weibo: await factOf(async () => {
      if ('value' in weibo && policy.channels.weibo.uid !== undefined && policy.channels.weibo.uid !== uid)
        return { unknown: '微博账号不对（见上）' };
      return unusable(weibo) ?? answered('微博', () => weiboPosts(sender(), uid));
    }),
  };
}

type Posts = Pick<DoctorFacts, 'posts' | 'stillOut'>;

/** The same of every channel. */
async function ofChannels<Value>(make: (channel: Channel) => Promise<Value>): Promise<Record<Channel, Value>> {
  const entries: [Channel, Value][] = [];
  for (const channel of CHANNELS) entries.push([channel, await make(channel)]);
  return Object.fromEntries(entries) as Record<Channel, Value>;
}

/** Everything unknown for one reason. */
export function unknownPosts(reason: string): Posts {
  const unknown = { unknown: reason };
  const all = { website: unknown, wechat: unknown, weibo: unknown };
  return { posts: all, stillOut: all };
}

/** Holds the lists against a ledger that verifies, as its parts come, and looks again at what is out. */
export interface PostsGathering {
  see(part: Ledger): void;
  posts(by: { git: Git; env: ChannelEnvironment; renderer: Renderer; now: Instant }): Promise<Posts>;
}

export function gatherPosts(listings: Listings): PostsGathering {
  const lists = CHANNELS.map((channel) => {
    const listing = listings[channel];
    return 'value' in listing ? watchPosts(channel, listing.value) : null;
  });
  const outs = CHANNELS.map(watchOut);
  /** The settings that the ledger holds, and the day of its first event. */
  let books: (SettingsVersion & { since: string }) | null = null;
  return {
    see(part) {
      if (part.chains.has(SETTINGS_CHAIN)) {
        const events = eventsOf(part, SETTINGS_CHAIN);
        const locked = lockedVersion(part);
        if (locked && events[0]) books = { ...locked, since: beijingDate(events[0].at) };
      }
      for (const item of itemsOf(part)) {
        const state = itemState(part, item);
        for (const watch of [...lists, ...outs]) watch?.see(state);
      }
    },
    async posts({ git, env, renderer, now }) {
      if (books === null) return unknownPosts('还没有能核验的台账');
      const settings = await readSettings(git, books.commit, books.files);
      const { policy } = settings;
      const since = policy.watch.since ?? books.since;
      const adapters = openChannels(policy, env);
      const compared = (channel: Channel): Fact<PostsFacts> => {
        const [list, listing] = [lists[CHANNELS.indexOf(channel)], listings[channel]];
        if (!list || !('value' in listing)) return listing as Exclude<Fact<Listing>, { value: unknown }>;
        return { value: { ...list.compared(since, policy), listed: listing.value.posts.length, unseen: listing.value.unseen } };
      };
      const again = async (channel: Channel): Promise<LookedAgain | { unknown: string }> => {
        const byHand = policy.channels[channel].mode === 'manual';
        // Where the account can't be asked, nothing of it is read; pages are for everybody.
        const closed = channel === 'website' || byHand ? null : unusable(listings[channel]);
        const options = { git, settings, renderer, now, ...(byHand ? {} : { adapter: adapters[channel] }) };
        return closed ?? (outs[CHANNELS.indexOf(channel)]?.look(options) as Promise<LookedAgain>);
      };
      return {
        posts: await ofChannels(async (channel) => compared(channel)),
        stillOut: await ofChannels((channel) => factOf(() => again(channel))),
      };
    },
  };
}

/** Lists what every account that can be asked shows now; to be held against a ledger that is read afterwards. */
export async function watchForAudit(policy: Policy, env: ChannelEnvironment): Promise<PostsWatch> {
  const listings = await gatherListings(policy, env, { ...(await gatherWechat(policy, env)), weibo: await gatherWeibo(policy, env) });
  const watches = CHANNELS.map((channel) => {
    const listing = listings[channel];
    if ('value' in listing) return { channel, watch: watchPosts(channel, listing.value), why: listing.value.unseen };
    return { channel, watch: null, why: 'unknown' in listing ? listing.unknown : listing.problem.message };
  });
  return {
    see(state) {
      for (const { watch } of watches) watch?.see(state);
    },
    found: (since, settings) =>
      watches.map(({ channel, watch, why }) => {
        const { unknown = [], back = [] } = watch?.compared(settings.watch.since ?? since, settings) ?? {};
        return { channel, looked: watch !== null, why, posts: [...unknown, ...back] };
      }),
  };
}
