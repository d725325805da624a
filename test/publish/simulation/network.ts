import type { Channel } from '#pipeline/item/front-matter-schema.ts';
import type { ChannelAdapter, Outcome, ReadBack, ReleaseOrder } from '#pipeline/publish/channels/channel.ts';
import { callBegins, postAppears } from './oracle.ts';
import { endOf, type Process, pass } from './timeline.ts';
import { latency, note, type Trouble, trouble, type World } from './world.ts';

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
  state: 'pending' | 'live' | 'rejected' | 'deleted';
  /** When it came to be, in milliseconds since 1970; readers who are served old answers don't see it yet. */
  at: number;
}

/** What the networks and the website show. They check nothing and accept everything: two equal posts are two posts. */
export interface Networks {
  posts: Post[];
  /** Requests that a network has taken and not carried out yet, by key. */
  underWay: Map<string, number>;
  /** The revision that an item's page shows; 0 for a page that was taken down. */
  pages: Map<string, number>;
  /** How many commits of the ledger the newest site was built from. */
  built: number;
}

export function emptyNetworks(): Networks {
  return { posts: [], underWay: new Map(), pages: new Map(), built: 0 };
}

/** After so many milliseconds a call is given up. */
const ABORT = 30_000;
/** How late a request is carried out that no settling time covers. */
const BEYOND = 7_200_000;

/** How old an answer of a network may be, and how late it may carry out a request after we gave up: together less than the settling time. */
function staleness(world: World, network: Network): number {
  return Math.min(ABORT, (world.policy.channels[network].settle_seconds * 1000) / 4);
}

function latest(world: World, network: Network): number {
  return world.policy.channels[network].settle_seconds * 1000 - staleness(world, network) - 3000;
}

function appear(world: World, network: Network, order: ReleaseOrder, state: Post['state']): Post {
  const { posts } = world.networks;
  const { item, revision, key, payload } = order;
  const post: Post = {
    id: `${network}-${posts.length + 1}`,
    network,
    item,
    revision,
    key,
    digest: payload.digest,
    state,
    at: world.timeline.now,
  };
  posts.push(post);
  if (state === 'live') postAppears(world, post);
  return post;
}

/** Often as late as can be. */
function lateness(world: World, network: Network): number {
  const most = latest(world, network);
  return world.random.chance(0.5) ? most - world.random.between(0, most / 20) : world.random.between(0, most);
}

/** A request that is carried out only some time after we have given it up, or have ended. */
function appearLater(world: World, process: Process, network: Network, order: ReleaseOrder): void {
  const { timeline } = world;
  const { underWay } = world.networks;
  underWay.set(order.key, (underWay.get(order.key) ?? 0) + 1);
  timeline.at(timeline.now + ABORT, () => {
    const from = endOf(process, timeline.now) ?? timeline.now;
    timeline.at(from + lateness(world, network) + (world.beyond ? BEYOND : 0), () => {
      underWay.set(order.key, (underWay.get(order.key) ?? 1) - 1);
      if (world.trace) note(world, `${network} carries out a request of ${order.item} ${order.revision} late`);
      appear(world, network, order, 'live');
    });
  });
}

/** Accepted: it is live, or refused, within half an hour. */
function accept(world: World, network: Network, order: ReleaseOrder): Post {
  const post = appear(world, network, order, 'pending');
  world.timeline.at(world.timeline.now + world.random.between(1, 1_800_000), () => {
    if (post.state !== 'pending') return;
    post.state = trouble(world, 'rejected-later') ? 'rejected' : 'live';
    post.at = world.timeline.now;
    if (post.state === 'live') postAppears(world, post);
  });
  return post;
}

const refusal = (code: string, retry: boolean, free: boolean): Outcome => ({ kind: 'failed', code, message: '没有发出', retry, free });
const unclear: Outcome = { kind: 'unknown', code: 'unclear', message: '不知道是否已发出' };
const addressOf = ({ id }: Post): { id: string; url: string } => ({ id, url: `http://127.0.0.1/${id}` });

/** What happens to a call; most of the time, nothing does. */
const CALL_TROUBLES: readonly Trouble[] = [
  'not-sent',
  'rate-limited',
  'token-expired',
  'refused',
  'request-lost',
  'applied-late',
  'accepted-only',
  'answer-lost',
  'broken',
];

async function send(world: World, process: Process, network: Network, order: ReleaseOrder): Promise<Outcome> {
  const { timeline, networks } = world;
  if (world.trace) note(world, `${process.id}.${process.attempt} calls ${network} for ${order.item} ${order.revision}`);
  callBegins(world, process, network, order);
  await pass(timeline, process, latency(world));
  const accepted = networks.posts.find(({ id }) => id === order.steps.post);
  if (accepted) return followed(accepted);
  if (world.drafts && network === 'wechat' && order.steps.draft === undefined && !trouble(world, 'not-sent')) {
    return { kind: 'ready', code: 'wechat/drafted', message: '草稿已备好', steps: { ...order.steps, draft: `draft-${order.key}` } };
  }
  const kind = network === world.habit?.network ? world.habit.trouble : CALL_TROUBLES.find((each) => trouble(world, each));
  switch (kind) {
    case 'not-sent':
      return refusal(`${network}/not-sent`, true, true);
    case 'rate-limited':
      return refusal(`${network}/quota`, true, true);
    case 'token-expired':
      return refusal(`${network}/token`, true, world.random.chance(0.5));
    case 'refused':
      return refusal(`${network}/content`, false, false);
    case 'request-lost':
      await pass(timeline, process, ABORT);
      return unclear;
    case 'applied-late':
      appearLater(world, process, network, order);
      await pass(timeline, process, ABORT);
      return unclear;
    case 'accepted-only': {
      const post = accept(world, network, order);
      await pass(timeline, process, latency(world));
      return { kind: 'sent', remote: { id: post.id, url: '' }, steps: { ...order.steps, post: post.id } };
    }
    default:
      break;
  }
  const post = appear(world, network, order, 'live');
  await pass(timeline, process, kind === 'answer-lost' ? world.random.between(1, ABORT) : latency(world));
  if (kind === 'broken') throw new Error('the adapter broke down');
  return kind === 'answer-lost' ? unclear : { kind: 'confirmed', remote: addressOf(post), steps: { ...order.steps, post: post.id } };
}

/** What the next send says of a post that was accepted before: it submits nothing. */
function followed(post: Post): Outcome {
  if (post.state === 'live') return { kind: 'confirmed', remote: addressOf(post) };
  if (post.state === 'pending') return { kind: 'sent', remote: addressOf(post), steps: { post: post.id } };
  return refusal(`${post.network}/${post.state}`, false, false);
}

async function readBack(world: World, process: Process, network: Network, order: ReleaseOrder): Promise<ReadBack> {
  const { timeline, networks } = world;
  await pass(timeline, process, latency(world));
  if (trouble(world, 'read-failed')) return { kind: 'unreadable', code: `${network}/unreadable`, message: '没有连上。', later: true };
  if (trouble(world, 'unreadable-for-good')) return { kind: 'unreadable', code: `${network}/window-passed`, message: '看不到了。' };
  const since = trouble(world, 'stale-read') ? timeline.now - world.random.between(1, staleness(world, network)) : timeline.now;
  const mine = networks.posts.filter(({ key, at, id }) => key === order.key && (at <= since || id === order.steps.post));
  const named = mine.find(({ id }) => id === order.steps.post);
  const live = named?.state === 'live' ? named : mine.find(({ state }) => state === 'live');
  if (live) {
    const copies = mine.filter(({ state }) => state === 'live').length;
    return { kind: 'present', remote: addressOf(live), differences: copies > 1 ? [`有 ${copies} 篇`] : [] };
  }
  if (named?.state === 'rejected') return { kind: 'absent', steps: order.steps };
  const pending = mine.find(({ state }) => state === 'pending');
  if (pending) return { kind: 'pending', steps: { ...order.steps, post: pending.id } };
  // WeChat's list shows what was deleted; Weibo's doesn't, unless the number is known.
  const deleted = mine.find(({ state, id }) => state === 'deleted' && (network === 'wechat' || id === order.steps.post));
  return deleted ? { kind: 'gone', message: '已被删除' } : { kind: 'absent', steps: {} };
}

async function withdraw(
  world: World,
  process: Process,
  network: Network,
  order: ReleaseOrder,
  remote: { id: string; url: string },
): Promise<Outcome> {
  const { timeline, networks } = world;
  await pass(timeline, process, latency(world));
  if (trouble(world, 'not-sent')) return refusal(`${network}/not-sent`, true, true);
  if (trouble(world, 'request-lost')) return unclear;
  const post = networks.posts.find(({ id }) => id === (remote.id || order.steps.post));
  // What is accepted and not live yet can't be called back, only deleted later.
  if (post?.state === 'pending') return unclear;
  if (post?.state === 'live') post.state = 'deleted';
  await pass(timeline, process, latency(world));
  return trouble(world, 'answer-lost') ? unclear : { kind: 'confirmed', remote };
}

/** A person publishes a release that the program could not, and tells nobody: only reading back shows it. */
export function publishByHand(world: World, post: Omit<Post, 'id' | 'state' | 'at'>): void {
  const { posts } = world.networks;
  const id = `by-hand-${posts.length + 1}`;
  posts.push({ ...post, id, state: 'live', at: world.timeline.now });
  world.strangers.add(id);
  if (world.trace) note(world, `a person publishes ${post.item} ${post.network} ${post.revision} by hand`);
}

/** A network as one process reaches it. */
export function networkChannel(world: World, process: Process, network: Network): ChannelAdapter {
  return {
    channel: network,
    send(order) {
      return send(world, process, network, order);
    },
    readBack(order) {
      return readBack(world, process, network, order);
    },
    withdraw(order, remote) {
      return withdraw(world, process, network, order, remote);
    },
  };
}

const pageOf = ({ item }: ReleaseOrder) => ({ id: item, url: `http://127.0.0.1/${item}/` });

/** The website: it shows what was built last, and a call only looks. */
export function siteChannel(world: World, process: Process): ChannelAdapter {
  const { pages } = world.networks;
  return {
    channel: 'website',
    async send(order) {
      await pass(world.timeline, process, latency(world));
      if (pages.get(order.item) === order.revision) return { kind: 'confirmed', remote: pageOf(order) };
      return refusal('website/not-live-yet', true, true);
    },
    async readBack(order) {
      await pass(world.timeline, process, latency(world));
      const there = pages.get(order.item) === order.revision;
      return there ? { kind: 'present', remote: pageOf(order), differences: [] } : { kind: 'absent', steps: {} };
    },
    async withdraw(order) {
      await pass(world.timeline, process, latency(world));
      return (pages.get(order.item) ?? 0) === 0 ? { kind: 'confirmed', remote: pageOf(order) } : unclear;
    },
  };
}
