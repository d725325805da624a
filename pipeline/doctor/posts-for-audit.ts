import { CHANNELS } from '../item/front-matter/front-matter-schema.ts';
import type { Policy } from '../organisation/policy.ts';
import type { ChannelEnvironment } from '../release/adapters.ts';
import type { PostsWatch } from '../reports/audit/audit.ts';
import { gatherWechat, gatherWeibo } from './gather-platforms.ts';
import { gatherListings } from './gather-posts.ts';
import { watchPosts } from './unknown-posts.ts';

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
