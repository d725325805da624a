import type { Alert } from '#pipeline/alerts/alert.ts';
import type { AlertCode } from '#pipeline/alerts/catalogue.ts';
import { beijingIso, type Instant } from '#pipeline/beijing-time.ts';
import { digestOf } from '#pipeline/canonical-json.ts';
import type { Channel } from '#pipeline/item/front-matter/front-matter-schema.ts';
import type { Release } from '#pipeline/ledger/fold.ts';
import { type Draft, itemState, type Ledger, readLedger, write } from '#pipeline/ledger/ledger.ts';
import { mediaPath } from '#pipeline/ledger/ledger-path.ts';
import type { LedgerStore } from '#pipeline/ledger/ledger-store.ts';
import type { RunLife } from '#pipeline/ledger/run.ts';
import { type Policy, policySchema } from '#pipeline/organisation/policy.ts';
import type { ChannelAdapter, Outcome, ReadBack, ReleaseOrder } from '#pipeline/release/channels/channel.ts';
import { newRunState, runReleases } from '#pipeline/release/release-engine.ts';
import type { Blocked, PlannedRelease, ReleaseContext, RunState } from '#pipeline/release/release-round.ts';
import type { Payload } from '#pipeline/render/payload.ts';
import { memoryLedger } from '../ledger/ledger-memory.ts';

export const START = Date.parse('2026-11-24T10:00:00+08:00');
export const ITEM = 'wucheng/2026-11-23-street';

/** The end of a process: nothing of it runs on, and nothing of it is written any more. */
export class Crash extends Error {}

/** One post on a practice platform. */
interface Post {
  key: string;
  digest: string;
  live: boolean;
}

/** What a platform does with the next calls; then it works normally. */
export type Trouble = 'lost-answer' | 'lost-request' | 'refused' | 'not-sent' | 'quota' | 'late' | 'accepted';

export interface Platform extends ChannelAdapter {
  posts: Post[];
  calls: number;
  troubles: Trouble[];
  readable: boolean;
  /** It merely doesn't answer; otherwise nobody but a person could look. */
  off: boolean;
  /** Posts that were accepted and appear only later. */
  late: Post[];
}

/** Steps are counted over all ports; at the chosen one the process dies, before or after its effect. */
export interface World {
  time: number;
  store: LedgerStore;
  platforms: Record<Channel, Platform>;
  policy: Policy;
  dieAt: number;
  steps: number;
  dead: boolean;
  /** Runs that haven't ended. */
  running: Set<string>;
  /** When runs ended, where the forge says so. */
  ends: Map<string, Instant>;
  blocked: ReleaseContext['blocked'];
  plan: PlannedRelease[];
  /** How long runs have waited, each time, in milliseconds. */
  slept: number[];
  /** What was told at once, and whether anybody could be told. */
  told: Alert[];
  tellable: boolean;
  /** Whether the ledger is known to be all there ever was. */
  vouched: boolean;
  /** Who is at an address, of items that a run hasn't read. */
  restingAt?: NonNullable<ReleaseContext['restingAt']>;
}

export function payloadOf(item: string, channel: Channel, text = '正文'): Payload {
  const sent = {
    version: 1 as const,
    item,
    channel,
    title: '示例标题',
    author: '婺城分局',
    summary: '示例摘要',
    content: text,
    sourceUrl: `http://127.0.0.1/${item}/`,
    links: [],
    images: [],
    cover: null,
    limits: [],
    changes: [],
  };
  return { ...sent, digest: digestOf(sent) };
}

/** A moment at which the process may die. */
function moment(world: World): void {
  if (world.dead) throw new Crash();
  world.steps += 1;
  world.time += 1000;
  if (world.steps !== world.dieAt) return;
  world.dead = true;
  throw new Crash();
}

/** Does something that can be cut off on either side. */
async function cut<Value>(world: World, work: () => Promise<Value>): Promise<Value> {
  moment(world);
  const value = await work();
  moment(world);
  return value;
}

function outcomeOf(channel: Exclude<Channel, 'website'>, trouble: Trouble | undefined, post: Post, platform: Platform): Outcome {
  const remote = { id: `${channel}-${platform.posts.length}`, url: `http://127.0.0.1/${channel}/${post.key}` };
  const failed = (code: AlertCode, retry: boolean, free: boolean): Outcome => ({ kind: 'failed', code, message: '没有发出', retry, free });
  const unknown: Outcome = { kind: 'unknown', code: `${channel}/unclear`, message: '不知道是否已发出' };
  if (trouble === 'refused') return failed(`${channel}/empty`, false, false);
  if (trouble === 'not-sent') return failed(`${channel}/not-sent`, true, true);
  if (trouble === 'quota') return failed(`${channel}/unreadable`, true, true);
  if (trouble === 'lost-request') return unknown;
  if (trouble === 'late' || trouble === 'accepted') {
    platform.late.push(post);
    return trouble === 'late' ? unknown : { kind: 'sent', remote: { id: 'accepted', url: '' } };
  }
  platform.posts.push(post);
  return trouble === 'lost-answer' ? unknown : { kind: 'confirmed', remote };
}

function platform(world: () => World, channel: Channel): Platform {
  const own: Platform = {
    channel,
    posts: [],
    calls: 0,
    troubles: [],
    readable: true,
    off: false,
    late: [],
    send: (order) =>
      cut(world(), async () => {
        own.calls += 1;
        const post = { key: order.key, digest: order.payload.digest, live: true };
        if (channel !== 'website') return outcomeOf(channel, own.troubles.shift(), post, own);
        if (own.troubles.shift()) return { kind: 'failed', code: 'website/not-live-yet', message: '页面还没有', retry: true, free: true };
        own.posts = [...own.posts.filter(({ key }) => key !== order.key), post];
        return { kind: 'confirmed', remote: { id: order.item, url: order.payload.sourceUrl } };
      }),
    readBack: (order) => cut(world(), async () => readBack(own, order)),
    withdraw: (order, remote) =>
      cut(world(), async () => {
        const trouble = own.troubles.shift();
        const at = channel === 'website' ? 'weibo' : channel;
        if (trouble === 'not-sent') return { kind: 'failed', code: `${at}/not-sent`, message: '没有连上', retry: true, free: true };
        for (const post of own.posts) if (post.key === order.key) post.live = false;
        return trouble ? { kind: 'unknown', code: `${at}/unclear`, message: '结果不明' } : { kind: 'confirmed', remote };
      }),
  };
  return own;
}

function readBack(own: Platform, order: ReleaseOrder): ReadBack {
  if (own.off) return { kind: 'unreadable', code: `${own.channel}/unreadable`, message: '没有连上。', later: true };
  if (!own.readable) return { kind: 'unreadable', code: 'needs-human', message: '读不到' };
  const found = own.posts.find(({ key, live }) => key === order.key && live);
  if (found) return { kind: 'present', remote: { id: found.key, url: `http://127.0.0.1/${own.channel}/${found.key}` }, differences: [] };
  return { kind: 'absent', steps: {} };
}

export const policyOf = (value: object = {}): Policy =>
  policySchema.parse({
    channels: { wechat: { mode: 'publish', settle_seconds: 600 }, weibo: { mode: 'open', settle_seconds: 600 } },
    breaker: { sends: 100 },
    ...value,
  });

/** An approval as `approve` writes it, without signature. */
export function approval(item: string, revision: number, extra: Partial<Draft['event']> = {}): Draft {
  return {
    event: {
      kind: 'approval',
      at: beijingIso(new Date(START)),
      item,
      revision,
      tree: String(revision).padStart(40, 'a'),
      digest: 'sha256:form',
      pullRequest: 1,
      mergeSha: 'b'.repeat(40),
      runId: 'approve',
      attempt: 1,
      actor: 'sanshen',
      channels: ['website', 'wechat', 'weibo'],
      ...extra,
    },
  };
}

export function release(item: string, channel: Channel, kind: Draft['event']['kind'], extra: Partial<Draft['event']> = {}): Draft {
  const { channels: _, ...event } = approval(item, 1).event;
  return { event: { ...event, kind, channel, ...extra } };
}

export async function worldWith(drafts: Draft[], plan: PlannedRelease[], policy: Policy = policyOf()): Promise<World> {
  const inner = memoryLedger();
  let world: World;
  const lazy = (): World => world;
  world = {
    time: START,
    store: { ...inner, append: (...args) => cut(world, () => inner.append(...args)) },
    platforms: { website: platform(lazy, 'website'), wechat: platform(lazy, 'wechat'), weibo: platform(lazy, 'weibo') },
    policy,
    dieAt: -1,
    steps: 0,
    dead: false,
    running: new Set(),
    ends: new Map(),
    blocked: async () => null,
    plan,
    slept: [],
    told: [],
    tellable: true,
    vouched: true,
  };
  await write(inner, await readLedger(inner), drafts, '审定', beijingIso(new Date(START)));
  return world;
}

/** A world with one approved item for all three channels. */
export function oneItem(policy?: Policy, channels: Channel[] = ['website', 'wechat', 'weibo']): Promise<World> {
  const drafts = [approval(ITEM, 1, { channels }), ...(channels.includes('website') ? [release(ITEM, 'website', 'intent')] : [])];
  return worldWith(drafts, planOf(ITEM, channels), policy);
}

export function planOf(item: string, channels: Channel[], revision = 1): PlannedRelease[] {
  const tree = String(revision).padStart(40, 'a');
  return channels.map((channel) => ({ item, channel, revision, tree, payload: payloadOf(item, channel, `正文 ${revision}`) }));
}

export const at = (world: World): Instant => beijingIso(new Date(world.time));

let runs = 0;

/**
 * One run of the publisher. A run that dies gives `null`.
 * @param only one channel alone
 */
export async function runOnce(world: World, life?: (runId: string) => RunLife, only: Channel | null = null): Promise<RunState | null> {
  runs += 1;
  const id = `run-${runs}`;
  world.running.add(id);
  world.dead = false;
  const state = newRunState();
  const context: ReleaseContext = {
    store: world.store,
    vouched: () => world.vouched,
    ...(world.restingAt ? { restingAt: world.restingAt } : {}),
    load: () => readLedger(world.store),
    run: { id, attempt: 1, actor: 'sanshen' },
    now: async () => at(world),
    sleep: async (milliseconds) => {
      world.slept.push(milliseconds);
      world.time += milliseconds;
    },
    endOf: async ({ runId }) => world.ends.get(runId) ?? null,
    lifeOf: async ({ runId }) => (life ? life(runId) : world.running.has(runId) ? 'running' : 'ended'),
    policy: world.policy,
    adapters: world.platforms,
    plan: world.plan,
    blocked: world.blocked,
    tell: async (alert) => {
      world.told.push(alert);
      return world.tellable;
    },
    image: async () => new Uint8Array(),
    uploads: async () => [],
    uploadPath: ({ sha256, use }, again) => mediaPath('wx', sha256, use, again),
  };
  try {
    await runReleases(context, state, only);
    if (world.dead) throw new Crash();
    return state;
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
    return null;
  } finally {
    world.running.delete(id);
    world.dead = false;
  }
}

export const ledgerOf = async (world: World): Promise<Ledger> => readLedger(world.store);

/** States of an item's releases by channel and revision, as the ledger tells them. */
export async function statesOf(world: World, item = ITEM): Promise<Record<string, string>> {
  const { releases } = itemState(await ledgerOf(world), item);
  return Object.fromEntries(
    releases.map(({ channel, revision, state }: Release) => [revision === 1 ? channel : `${channel} ${revision}`, state]),
  );
}

export const quiet: Blocked = { code: 'paused', message: '暂停', final: false, quiet: true };
