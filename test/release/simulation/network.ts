import type { ChannelAdapter, Outcome, ReadBack, ReleaseOrder } from '#pipeline/release/channels/channel.ts';
import { deleteDrafts, readDrafts, sendMessage, takesMessages } from './messages.ts';
import { callBegins, postAppears } from './oracle.ts';
import { ABORT, addressOf, appear, BEYOND, lateness, type Network, type Post, refusal, type Shown, staleness, unclear } from './posts.ts';
import { endOf, type Process, pass } from './timeline.ts';
import { latency, note, type Trouble, trouble, type World } from './world.ts';

/** A request that is carried out only some time after we have given it up, or have ended. */
function appearLater(world: World, process: Process, network: Network, order: ReleaseOrder): void {
  const { timeline } = world;
  const { underWay } = world.networks;
  underWay.set(order.key, (underWay.get(order.key) ?? 0) + 1);
  const givenUp = timeline.now + ABORT;
  // It is late by what follows the end of whoever asked, which may come long before the call would have been given up.
  const follow = (): void => {
    const end = endOf(process, timeline.now);
    if (end === null && timeline.now < givenUp) {
      timeline.at(Math.min(givenUp, timeline.now + 1000), follow);
      return;
    }
    const from = Math.min(end ?? givenUp, givenUp);
    timeline.at(Math.max(timeline.now, from + lateness(world, network) + (world.beyond ? BEYOND : 0)), () => {
      underWay.set(order.key, (underWay.get(order.key) ?? 1) - 1);
      if (world.trace) note(world, `${network} carries out a request of ${order.item} ${order.revision} late`);
      appear(world, network, order, 'live');
    });
  };
  follow();
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
      return refusal(`${network}/429`, true, true);
    case 'token-expired':
      return refusal(`${network}/wrong-account`, true, world.random.chance(0.5));
    case 'refused':
      return refusal(`${network}/empty`, false, false);
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
  return refusal(`${post.network}/unread`, false, false);
}

/** What a network lists at this moment, or a moment ago. */
function listed(world: World, network: Network): Shown {
  const { timeline, networks } = world;
  if (trouble(world, 'read-failed')) return null;
  const since = trouble(world, 'stale-read') ? timeline.now - world.random.between(1, staleness(world, network)) : timeline.now;
  return { posts: networks.posts, since };
}

/** The newest page as a run has read it first. An article of WeChat's is read by itself after that, a post of Weibo's stands in the list. */
function newestPage(world: World, { id, attempt }: Process, network: Network): Shown {
  const { newest } = world.networks;
  const name = `${id}.${attempt} ${network}`;
  const known = newest.get(name);
  if (known !== undefined) return known;
  const found = listed(world, network);
  const kept = found && { ...found, posts: network === 'weibo' ? found.posts.map((post) => ({ ...post })) : [...found.posts] };
  newest.set(name, kept);
  return kept;
}

async function readBack(world: World, process: Process, network: Network, order: ReleaseOrder): Promise<ReadBack> {
  await pass(world.timeline, process, latency(world));
  const shown = order.newestPage ? newestPage(world, process, network) : listed(world, network);
  if (shown === null) return { kind: 'unreadable', code: `${network}/unreadable`, message: '没有连上。', later: true };
  if (trouble(world, 'unreadable-for-good')) return { kind: 'unreadable', code: `${network}/unread`, message: '看不到了。' };
  const mine = shown.posts.filter(({ key, at, id }) => key === order.key && (at <= shown.since || id === order.steps.post));
  const named = mine.find(({ id, message }) => id === order.steps.post || (message !== '' && message === order.steps.publish));
  const live = named?.state === 'live' ? named : mine.find(({ state }) => state === 'live');
  if (live) {
    const copies = mine.filter(({ state }) => state === 'live').length;
    return { kind: 'present', remote: addressOf(live), differences: copies > 1 ? [`有 ${copies} 篇`] : [] };
  }
  if (named?.state === 'rejected') return { kind: 'absent', steps: order.steps };
  const pending = mine.find(({ state }) => state === 'pending');
  if (pending?.message) return { kind: 'pending', steps: { ...order.steps, publish: pending.message } };
  if (pending) return { kind: 'pending', steps: { ...order.steps, post: pending.id } };
  // WeChat's list shows what was deleted; Weibo's doesn't, unless the number is known.
  const deleted = mine.find(({ state, id }) => state === 'deleted' && (network === 'wechat' || id === order.steps.post));
  if (deleted) return { kind: 'gone', message: '已被删除' };
  return network === 'wechat' && takesMessages(world) ? readDrafts(world, order) : { kind: 'absent', steps: {} };
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
  const named = networks.posts.find(({ id }) => id === (remote.id || order.steps.post));
  const post = named ?? networks.posts.find(({ message, key }) => message !== '' && message === order.steps.publish && key === order.key);
  // What is accepted and not live yet can't be called back, only deleted later.
  if (post?.state === 'pending') return unclear;
  if (post?.state === 'live') post.state = 'deleted';
  // Deleting says whether the draft was still there; an article that somebody has just made of it isn't listed yet.
  const deleted = post !== undefined || deleteDrafts(world, order);
  // With a text that a person published beside it our own draft goes, too, unless others are in it.
  const { publish, of = '1' } = order.steps;
  if (post !== undefined && world.strangers.has(post.id) && !publish && of === '1') deleteDrafts(world, order);
  await pass(timeline, process, latency(world));
  if (!deleted) return { kind: 'needs-human', code: 'wechat/delete-by-hand', message: '请到发表记录里删除' };
  return trouble(world, 'answer-lost') ? unclear : { kind: 'confirmed', remote };
}

/** A person publishes a release that the program could not, and tells nobody: only reading back shows it. */
export function publishByHand(world: World, post: Omit<Post, 'id' | 'state' | 'at' | 'message'>): void {
  const { posts } = world.networks;
  const id = `by-hand-${posts.length + 1}`;
  posts.push({ ...post, id, message: '', state: 'live', at: world.timeline.now });
  world.strangers.add(id);
  if (world.trace) note(world, `a person publishes ${post.item} ${post.network} ${post.revision} by hand`);
}

/** A network as one process reaches it. */
export function networkChannel(world: World, process: Process, network: Network): ChannelAdapter {
  return {
    channel: network,
    async send(order) {
      if (network !== 'wechat' || !takesMessages(world)) return send(world, process, network, order);
      return (await sendMessage(world, process, [order]))[0] ?? unclear;
    },
    ...(network === 'wechat' && takesMessages(world) ? { sendTogether: (orders) => sendMessage(world, process, orders) } : {}),
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
