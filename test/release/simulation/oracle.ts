import type { Channel } from '#pipeline/item/front-matter/front-matter-schema.ts';
import type { LedgerEvent } from '#pipeline/ledger/event.ts';
import { type ReleaseState, TRANSITIONS } from '#pipeline/ledger/transitions.ts';
import type { ReleaseOrder } from '#pipeline/release/channels/channel.ts';
import { STALE, type Written } from './ledger-branch.ts';
import type { Network, Post } from './posts.ts';
import type { Process } from './timeline.ts';
import { EXPIRES, minute, type World, wrong } from './world.ts';

/** A reader may have been served an old ledger, and reading takes a moment: what is newer than this nobody had to know yet. */
const UNKNOWN_YET = STALE + 10_000;
/** The seconds that asking takes. */
const MOMENT = 10_000;
/** How long an answer about a text's reviews holds for the other channels. */
const ANSWER_HOLDS = 60_000 + MOMENT;
/** How long ago a site's builder may have read the ledger. */
const BUILDING = 700_000 + UNKNOWN_YET;
/** Tries that count, until a person decides (reliability B3, rule 4). */
const TRIES = 5;

export const nameOf = (release: { item: string; channel?: string | undefined; revision: number }): string =>
  `${release.item} ${release.channel} ${release.revision}`;

/** The events of a release, in order. */
const writtenOf = (world: World, item: string, channel: Channel, revision: number): Written[] =>
  (world.branch.written.get(item) ?? []).filter(({ event }) => event.channel === channel && event.revision === revision);

/** True if sending was held the whole time from `since` on, so that nobody could overlook it. */
function heldSince(world: World, since: number): boolean {
  const acts = (world.branch.written.get('settings') ?? []).filter(({ event }) => event.kind === 'hold' || event.kind === 'resume');
  const then = acts.findLast(({ at }) => at <= since);
  return then?.event.kind === 'hold' && !acts.some(({ at, event }) => at > since && event.kind === 'resume');
}

/** True if the release was being taken back before `since`, or the whole item is, by an approval that is still the newest. */
function takenBackBefore(world: World, item: string, revision: number, since: number): boolean {
  const events = (world.branch.written.get(item) ?? []).filter(({ at, event }) => at <= since || event.kind === 'approval');
  if (events.some(({ event }) => event.kind === 'withdraw-intent' && event.revision === revision)) return true;
  const newest = events.findLast(({ event }) => event.kind === 'approval');
  return newest?.event.removal === true && newest.at <= since;
}

/** Rule 1: no call without its own intent on the ledger, the newest word on this release as far as anybody can know. */
function ownIntent(process: Process, events: readonly Written[], since: number): Written | null {
  const own = events.findLast(({ event }) => event.kind === 'intent' && event.runId === process.id && event.attempt === process.attempt);
  if (!own) return null;
  const later = events.slice(events.indexOf(own) + 1);
  return later.some(({ at }) => at <= since) ? null : own;
}

/** A call that begins: by whom, for what, and with which intent; `asked`: when it was last allowed, in milliseconds since 1970. */
interface Call {
  process: Process;
  network: Network;
  order: ReleaseOrder;
  name: string;
  events: readonly Written[];
  own: Written | null;
  asked: { from: number; to: number };
}

/** True once the ledger has confirmed anything of an item on a network. */
const confirmedBefore = (world: World, item: string, network: Network): boolean =>
  (world.branch.written.get(item) ?? []).some(({ event }) => event.kind === 'confirmed' && event.channel === network);

/** Called as soon as a call to a network begins: everything that must hold for it. */
export function callBegins(world: World, process: Process, network: Network, order: ReleaseOrder): void {
  const { item, revision } = order;
  const name = nameOf({ item, channel: network, revision });
  const events = writtenOf(world, item, network, revision);
  const asked = world.asked.get(`${process.id}.${process.attempt} ${name}`);
  const own = ownIntent(process, events, (asked?.from ?? world.timeline.now) - UNKNOWN_YET);
  if (!own) wrong(world, 'other', `${name} is called without an intent of its own`);
  if (!asked || (own && asked.from < own.at)) {
    wrong(world, 'other', `${name} is called without asking again`);
    return;
  }
  if (world.policy.channels[network].mode === 'manual') wrong(world, 'other', `${name} is called where only a person posts`);
  const { cut } = world.branch;
  if (own && cut?.commits.every(({ events: written }) => written.every(({ event }) => event !== own.event)))
    wrong(world, 'other', `${name} is called by an intent on a ledger that was set back`);
  const { paper } = world;
  if (paper?.item === item && paper.channel === network && !confirmedBefore(world, item, network))
    wrong(world, 'duplicate', `${name} is called although it was posted by hand`);
  const call: Call = { process, network, order, name, events, own, asked };
  checkApproval(world, call);
  checkMoment(world, call);
  checkPlace(world, call);
  checkBreaker(world, process, network, own, name);
}

/** Of the very text that was approved, with reviews that stand, and not taken back. */
function checkApproval(world: World, { network, order, name, own, asked }: Call): void {
  const { item, revision, payload } = order;
  const text = world.forge.texts.get(item)?.find(({ tree }) => tree === own?.event.tree);
  const approved = (world.branch.written.get(item) ?? []).some(({ event }) => event.kind === 'approval' && event.tree === text?.tree);
  if (!text || !approved) wrong(world, 'unapproved', `${name} is called without an approval`);
  else if (world.payloadOf(item, network, text.number).digest !== payload.digest)
    wrong(world, 'unapproved', `${name} sends another text than the approved one`);
  if (text?.takenBack != null && text.takenBack < asked.from - ANSWER_HOLDS)
    wrong(world, 'unapproved', `${name} is called after an approval was taken back`);
  if (takenBackBefore(world, item, revision, asked.from - UNKNOWN_YET))
    wrong(world, 'unapproved', `${name} is called after it was taken back`);
  const newest = (world.branch.written.get(item) ?? []).findLast(
    ({ event, at }) => event.kind === 'approval' && at <= asked.from - UNKNOWN_YET,
  );
  if ((newest?.event.revision ?? 0) > revision) wrong(world, 'unapproved', `${name} is called after a newer text was approved`);
  if (world.poison === item) wrong(world, 'unapproved', `${name} is called although nobody could judge it`);
}

const isPaused = ({ policy }: World, network: Network, moment: number): boolean =>
  policy.pauses.some(({ channels, from, to }) => channels.includes(network) && moment >= minute(from) && moment < minute(to));

const DAY = 86_400_000;

/** Where the policy collects WeChat's texts of a day: the first of an item's waits for the day's message, but for its last day. */
function checkMessageTime(world: World, { network, order, name, own, asked }: Call): void {
  const { collect } = world.policy.channels.wechat;
  const now = asked.to + world.skew + MOMENT;
  if (network !== 'wechat' || collect === undefined || order.revision > 1 || now >= EXPIRES - DAY) return;
  const chain = world.branch.written.get(order.item) ?? [];
  const approved = Date.parse(chain.find(({ event }) => event.kind === 'approval' && event.tree === own?.event.tree)?.event.at ?? '');
  const today = minute(`2026-11-24 ${collect.at}`);
  const days = Math.ceil((approved - today) / DAY);
  if (now < today + days * DAY) wrong(world, 'other', `${name} is called before the day's message`);
}

/** The last day of the text that a call sends. */
const untilOf = (world: World, { order, own }: Call): string | undefined =>
  world.forge.texts.get(order.item)?.find(({ tree }) => tree === own?.event.tree)?.until;

/** Within the seven days and the text's own, and neither held nor paused. */
function checkMoment(world: World, call: Call): void {
  const { network, name, asked } = call;
  const day = asked.from + world.skew - MOMENT;
  if (day >= EXPIRES) wrong(world, 'stale', `${name} is called after its seven days`);
  checkMessageTime(world, call);
  const until = untilOf(world, call);
  if (until !== undefined && asked.from >= endOfPeriod(world, until)) wrong(world, 'stale', `${name} is called after ${until}`);
  if (heldSince(world, asked.from - UNKNOWN_YET)) wrong(world, 'stale', `${name} is called while held`);
  if (isPaused(world, network, day) && isPaused(world, network, asked.to + world.skew + MOMENT))
    wrong(world, 'stale', `${name} is called in a pause`);
}

/** After its page, under its own key, and not more often than may be tried. */
function checkPlace(world: World, { order: { item, revision, key }, name, events, own }: Call): void {
  const { networks, forge } = world;
  const text = forge.texts.get(item)?.find(({ tree }) => tree === own?.event.tree);
  const page = networks.pages.get(item);
  // 0: taken down meanwhile, which is looked at above.
  if (text?.channels.includes('website') && page !== 0 && (page ?? -1) < revision)
    wrong(world, 'other', `${name} is called before its page was there`);
  if (networks.posts.some((post) => post.key === key && (post.item !== item || post.revision !== revision))) {
    wrong(world, 'duplicate', `${name} has another release's key`);
  }
  const given = events.filter(({ event }) => event.kind === 'failed' && event.code === 'resolved').length;
  const tries = events.filter(({ event }) => event.kind === 'intent').length;
  const free = events.filter(({ event }) => event.kind === 'failed' && event.retry === 'free').length;
  if (tries - free > TRIES * (1 + given)) wrong(world, 'other', `${name} is tried ${tries - free} times`);
}

/** No run sends more to a network than the breaker lets through, but for what was approved before somebody lifted a hold. */
function checkBreaker(world: World, process: Process, network: Network, own: Written | null, name: string): void {
  const lifted = world.branch.written.get('settings')?.findLast(({ event }) => event.kind === 'resume')?.at ?? 0;
  const chain = world.branch.written.get(own?.event.item ?? '') ?? [];
  const approval = chain.find(({ event }) => event.kind === 'approval' && event.tree === own?.event.tree);
  if (!approval || approval.at <= lifted) return;
  const called = process.calls.get(network) ?? new Set();
  process.calls.set(network, called.add(name));
  if (called.size > world.policy.breaker.sends) wrong(world, 'other', `${network} is called for ${called.size} releases in a run`);
}

/** Called as soon as a post can be seen by readers. */
export function postAppears(world: World, post: Post): void {
  const others = world.networks.posts.filter(
    (other) => other !== post && other.state === 'live' && other.item === post.item && other.network === post.network,
  );
  if (others.some(({ key }) => key === post.key)) wrong(world, 'duplicate', `${post.item} ${post.network} ${post.revision} is live twice`);
  else if (others.some(({ id }) => !world.strangers.has(id)))
    wrong(world, 'duplicate', `${post.item} ${post.network} is live in two revisions`);
}

/**
 * Called as soon as an item's page is built: no text that was taken down before the builder could last read the ledger, and none that nobody
 * has seen yet and that lost an approval before the reviews were last asked about.
 */
export function pageAppears(world: World, item: string, revision: number, asked: number): void {
  const events = writtenOf(world, item, 'website', revision);
  const tree = events.findLast(({ event }) => event.kind === 'intent')?.event.tree;
  const text = world.forge.texts.get(item)?.find((each) => each.tree === tree);
  const isNew = world.networks.pages.get(item) !== revision && !events.some(({ event }) => event.kind === 'confirmed');
  if (isNew && text?.takenBack != null && text.takenBack < asked)
    wrong(world, 'unapproved', `${item} website ${revision} appears after an approval was taken back`);
  if (events.some(({ event, at }) => event.kind === 'withdraw-intent' && at < world.timeline.now - BUILDING)) {
    wrong(world, 'other', `${item} website ${revision} is shown again`);
  }
}

/** Every step of every release is one that the table allows. */
function checkSteps(world: World): void {
  for (const [item, events] of world.branch.written) {
    const states = new Map<string, ReleaseState>();
    const posted = new Map<string, string>();
    for (const { event } of events) {
      if (event.channel === undefined) continue;
      const name = nameOf(event);
      const before = states.get(name) ?? 'planned';
      if (!TRANSITIONS[before].includes(event.kind as ReleaseState)) wrong(world, 'other', `${name}: ${before} → ${event.kind}`);
      if (event.kind === 'offline') posted.set(name, event.tree);
      if (before === 'offline' && event.kind === 'confirmed' && event.tree !== posted.get(name))
        wrong(world, 'unapproved', `${name} is confirmed for another text than was posted`);
      states.set(name, event.kind as ReleaseState);
    }
    checkNumbers(world, item, events);
  }
}

function checkNumbers(world: World, chain: string, events: readonly Written[]): void {
  events.forEach(({ event }, index) => {
    if (event.seq !== index + 1) wrong(world, 'other', `${chain} has event ${event.seq} at place ${index + 1}`);
  });
}

/** States of an item's releases, by the plain word of their newest event. */
function statesOf(world: World, item: string): Map<string, { state: ReleaseState; last: LedgerEvent }> {
  const states = new Map<string, { state: ReleaseState; last: LedgerEvent }>();
  for (const { event } of world.branch.written.get(item) ?? []) {
    if (event.channel !== undefined) states.set(`${event.channel} ${event.revision}`, { state: event.kind as ReleaseState, last: event });
  }
  return states;
}

/** States in which nothing may be live. */
const NOT_LIVE: readonly ReleaseState[] = ['planned', 'failed', 'expired', 'withdrawn', 'superseded', 'abandoned'];
/** States that need nobody any more. */
const DONE: readonly ReleaseState[] = ['confirmed', 'withdrawn', 'superseded', 'abandoned'];

/** When a text's last day is over by anybody's clock, in milliseconds since 1970. */
const endOfPeriod = (world: World, until: string): number => minute(`${until} 00:00`) + DAY + Math.abs(world.skew) + MOMENT;

/** What is to be public no longer is nowhere, but for what somebody put there by hand and told nobody. */
function checkPeriod(world: World, item: string, until: string): void {
  if (world.timeline.now < endOfPeriod(world, until)) return;
  const { networks, strangers } = world;
  if ((networks.pages.get(item) ?? 0) !== 0) wrong(world, 'other', `${item} has a page after ${until}`);
  const posts = networks.posts.filter((post) => post.item === item && post.state === 'live' && !strangers.has(post.id));
  if (posts.length > 0) wrong(world, 'other', `${item} is live after ${until}`);
}

/** The ledger against what the networks show, and against what people were told. */
function checkRelease(
  world: World,
  item: string,
  channel: Channel,
  revision: number,
  state: ReleaseState,
  told: ReadonlySet<string>,
): void {
  const name = nameOf({ item, channel, revision });
  // Where the page is stuck, the others wait for it.
  const alarmed = [`${item} ${channel}`, item, ...(state === 'planned' ? [`${item} website`] : [])].some((name) => told.has(name));
  const newest = Math.max(...(world.branch.written.get(item) ?? []).map(({ event }) => event.revision));
  const replaced = revision < newest && (state === 'failed' || (state === 'needs-human' && world.told.has(`${item} ${channel}`)));
  if (!DONE.includes(state) && !replaced && !(state === 'expired' ? world.told.has(`${item} ${channel}`) : alarmed)) {
    wrong(world, 'lost', `${name} is ${state} in the end, and nobody is told`);
  }
  if (channel === 'website') {
    const shown = world.networks.pages.get(item) === revision;
    if (state === 'confirmed' && !shown) wrong(world, 'other', `${name} is confirmed, and its page isn't there`);
    if (state === 'failed' && shown) wrong(world, 'other', `${name} is stopped, and its page is there`);
    if (state === 'withdrawn' && shown) wrong(world, 'other', `${name} is withdrawn, and its page is there`);
    return;
  }
  const posts = world.networks.posts.filter((post) => post.network === channel && post.item === item && post.revision === revision);
  const live = posts.filter((post) => post.state === 'live').length;
  if (state === 'confirmed' && live === 0 && !posts.some((post) => world.strangers.has(post.id)))
    wrong(world, 'lost', `${name} is confirmed, and nothing is live`);
  const ours = posts.some((post) => post.state === 'live' && !world.strangers.has(post.id));
  if (NOT_LIVE.includes(state) && ours) wrong(world, 'other', `${name} is ${state}, and something is live`);
}

/**
 * Looked at once all is quiet: every step legal, the ledger as the networks are, nothing lost in silence.
 * @param told what the last run told, by `item channel` and by item
 */
export function checkEnd(world: World, told: ReadonlySet<string>): void {
  checkSteps(world);
  for (const [item, texts] of world.forge.texts) {
    const states = statesOf(world, item);
    for (const [name, { state }] of states) {
      const [channel, revision] = name.split(' ') as [Channel, string];
      checkRelease(world, item, channel, Number(revision), state, told);
    }
    const text = texts.at(-1);
    if (!text || text.removal) continue;
    const approvals = (world.branch.written.get(item) ?? []).filter(({ event }) => event.kind === 'approval');
    const approval = approvals.findLast(({ event }) => event.tree === text.tree)?.event;
    if (approval?.until !== undefined && !told.has(item)) checkPeriod(world, item, approval.until);
    if (!approval) {
      if (!told.has(item)) wrong(world, 'lost', `${item} is never approved, and nobody is told`);
      continue;
    }
    const over =
      approvals.at(-1)?.event.removal === true ||
      [...states.values()].some(({ last }) => last.revision === approval.revision && /^withdraw/.test(last.kind));
    for (const channel of text.channels) {
      if (!over && !states.has(`${channel} ${approval.revision}`)) checkRelease(world, item, channel, approval.revision, 'planned', told);
    }
  }
}
