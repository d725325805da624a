import type { AlertCode } from '#pipeline/alerts/catalogue.ts';
import type { Channel } from '#pipeline/item/front-matter/front-matter-schema.ts';
import type { Outcome, ReleaseOrder } from '#pipeline/release/channels/channel.ts';
import { postAppears } from './oracle.ts';
import type { World } from './world.ts';

export type Network = Exclude<Channel, 'website'>;
export const NETWORKS: readonly Network[] = ['wechat', 'weibo'];

/** A post on a network, by whatever became of it. */
export interface Post {
  id: string;
  network: Network;
  item: string;
  revision: number;
  key: string;
  digest: string;
  /** The message that it came out in, where there are messages. */
  message: string;
  state: 'pending' | 'live' | 'rejected' | 'deleted';
  /** When it came to be, in milliseconds since 1970; readers who are served old answers don't see it yet. */
  at: number;
}

/** A draft on WeChat: its articles, in their order. One that was published or deleted is there no more. */
export interface Draft {
  id: string;
  orders: readonly ReleaseOrder[];
  there: boolean;
}

/** Posts as a look at a network shows them, and up to when, in milliseconds since 1970; `null`: the network didn't answer. */
export type Shown = { posts: readonly Post[]; since: number } | null;

/** What the networks and the website show. They check nothing and accept everything: two equal posts are two posts. */
export interface Networks {
  posts: Post[];
  /** Drafts on WeChat, where it gets messages. */
  drafts: Draft[];
  /** Requests that a network has taken and not carried out yet, by key. */
  underWay: Map<string, number>;
  /** The newest page of each list, as each run has read it, by run and network. */
  newest: Map<string, Shown>;
  /** The revision that an item's page shows; 0 for a page that was taken down. */
  pages: Map<string, number>;
  /** How many commits of the ledger the newest site was built from. */
  built: number;
}

export const emptyNetworks = (): Networks => ({
  posts: [],
  drafts: [],
  underWay: new Map(),
  newest: new Map(),
  pages: new Map(),
  built: 0,
});

/** After so many milliseconds a call is given up. */
export const ABORT = 30_000;
/** How late a request is carried out that no settling time covers. */
export const BEYOND = 7_200_000;

/** How old an answer of a network may be, and how late it may carry out a request after we gave up: together less than the settling time. */
export const staleness = (world: World, network: Network): number =>
  Math.min(ABORT, (world.policy.channels[network].settle_seconds * 1000) / 4);

const latest = (world: World, network: Network): number =>
  world.policy.channels[network].settle_seconds * 1000 - staleness(world, network) - 3000;

export function appear(world: World, network: Network, order: ReleaseOrder, state: Post['state'], message = ''): Post {
  const { posts } = world.networks;
  const { item, revision, key, payload } = order;
  const post: Post = {
    id: `${network}-${posts.length + 1}`,
    network,
    item,
    revision,
    key,
    digest: payload.digest,
    message,
    state,
    at: world.timeline.now,
  };
  posts.push(post);
  if (state === 'live') postAppears(world, post);
  return post;
}

/** Often as late as can be. */
export function lateness(world: World, network: Network): number {
  const most = latest(world, network);
  return world.random.chance(0.5) ? most - world.random.between(0, most / 20) : world.random.between(0, most);
}

export const refusal = (code: AlertCode, retry: boolean, free: boolean): Outcome => ({
  kind: 'failed',
  code,
  message: '没有发出',
  retry,
  free,
});
export const unclear: Outcome = { kind: 'unknown', code: 'run-unknown', message: '不知道是否已发出' };
export const addressOf = ({ id }: Post): { id: string; url: string } => ({ id, url: `http://127.0.0.1/${id}` });
