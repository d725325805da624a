import type { Alert } from '../alerts/alert.ts';
import type { AlertCode } from '../alerts/catalogue.ts';
import type { Instant } from '../beijing-time.ts';
import type { Channel } from '../item/front-matter/front-matter-schema.ts';
import type { EventKind, LedgerEvent } from '../ledger/event.ts';
import {
  approvalOf,
  CORRECT_BY_HAND,
  foldItem,
  hasDraft,
  type ItemState,
  mayFollow,
  type Release,
  releaseKey,
  releaseOf,
} from '../ledger/fold.ts';
import { type Draft, itemState, type Ledger } from '../ledger/ledger.ts';
import type { LedgerStore } from '../ledger/ledger-store.ts';
import type { Run, RunLife } from '../ledger/run.ts';
import type { Policy } from '../organisation/policy.ts';
import type { Payload } from '../render/payload.ts';
import type { ChannelAdapter, ReleaseOrder, Upload } from './channels/channel.ts';

/** What becomes of a post whose text was corrected. The steps quote the text, so they are told and never written into the ledger. */
export interface HandCorrection {
  /** True if this channel's post stays as it is: what was corrected doesn't stand in it. */
  unchanged: boolean;
  /** What a person does on the platform, one thing a line. */
  steps: string[];
}

/** A release that the plan has a payload for. */
export interface PlannedRelease {
  item: string;
  channel: Channel;
  revision: number;
  tree: string;
  payload: Payload;
  /** Where a post of an older text is out. */
  correction?: HandCorrection;
}

/** Why a release may not be called now. `final`: never again; `quiet`: the normal course, nobody has to do anything. */
export type Blocked = { message: string } & (
  | { code: 'expired'; final: true; quiet: false }
  | { code: AlertCode; final: false; quiet: false }
  | { code: string; final: false; quiet: true }
);

/** All that a run of releases works with. */
export interface ReleaseContext {
  store: LedgerStore;
  /** The newest ledger, verified. @throws Problem: then nothing is sent */
  load: () => Promise<Ledger>;
  run: Run;
  now: () => Promise<Instant>;
  sleep: (milliseconds: number) => Promise<void>;
  lifeOf: (owner: Pick<LedgerEvent, 'runId' | 'attempt'>) => Promise<RunLife>;
  /** When that run ended; `null` where nobody can say so. */
  endOf: (owner: Pick<LedgerEvent, 'runId' | 'attempt'>) => Promise<Instant | null>;
  policy: Policy;
  adapters: Partial<Record<Channel, ChannelAdapter>>;
  plan: readonly PlannedRelease[];
  /** False while the ledger may have lost what it knew: then the platform is looked at before a first call. */
  vouched: () => boolean;
  /** Items at an address of a channel that this run hasn't read, since they are at rest; left out: it has read all. */
  restingAt?: (channel: Channel, isIt: (url: string) => boolean) => Promise<string[]>;
  /** Freshness, pauses, hold and the approval itself, at this very moment; `null` = go. */
  blocked: (ledger: Ledger, state: ItemState, release: Release) => Promise<Blocked | null>;
  /** Tells people at once: what ends is never spoken of again. `false` if nobody could be told. */
  tell: (alert: Alert) => Promise<boolean>;
  /** Bytes of a picture by its blob. */
  image: (blob: string) => Promise<Uint8Array>;
  /** What the ledger remembers of uploaded pictures. */
  uploads: (ledger: Ledger, payload: Payload) => Promise<Upload[]>;
  /** Where an upload is remembered, the first time and when it was uploaded again. */
  uploadPath: (upload: Upload, again: number) => string;
}

/** What a run has done and said so far. */
export interface RunState {
  alerts: Alert[];
  /** Names of releases that this run has called, and how the call ended. */
  called: Map<string, string>;
  /** How often each release was merely prepared by a call of this run. */
  ready: Map<string, number>;
  /** What this run has sent, by channel, for the circuit breaker: releases, and messages of several. */
  sends: Map<Channel, Set<string>>;
  touched: Map<string, { item: string; channel: Channel; revision: number }>;
  /** Whose post each is that a call of this run has confirmed, by the channel's own number of it: the ledger learns it later. */
  posts: Map<string, string>;
}

/** One pass over all open releases: events to write, then calls to make. */
export interface Round {
  context: ReleaseContext;
  run: RunState;
  ledger: Ledger;
  now: Instant;
  drafts: Draft[];
  calls: Release[];
  /** Milliseconds until something can be decided that can't be decided yet. */
  waits: number[];
  states: Map<string, ItemState>;
}

export function nameOf(release: Pick<Release, 'item' | 'channel' | 'revision'>): string {
  return `${release.item} ${release.channel} ${release.revision}`;
}

/** An item with what this round has decided so far. */
export function stateIn(round: Round, item: string): ItemState {
  const known = round.states.get(item);
  if (known) return known;
  const mine = round.drafts.filter(({ event }) => event.item === item).map(({ event }) => event as LedgerEvent);
  const state = foldItem(item, mine, itemState(round.ledger, item));
  round.states.set(item, state);
  return state;
}

/** What the plan has for a release: its text, and if it has been begun, the text that it was begun with. */
export function plannedOf(
  context: ReleaseContext,
  release: Pick<Release, 'item' | 'channel' | 'revision'> & Partial<Pick<Release, 'intent'>>,
): PlannedRelease | null {
  const found = context.plan.find((planned) => nameOf(planned) === nameOf(release)) ?? null;
  return release.intent && release.intent.tree !== found?.tree ? null : found;
}

/** What an event says besides what its release already says. */
export type Said = Partial<Pick<LedgerEvent, 'remote' | 'reason' | 'code' | 'retry'>>;

/** An event of a release, as a draft. */
export function eventOf(
  context: ReleaseContext,
  state: ItemState,
  release: Pick<Release, 'item' | 'channel' | 'revision' | 'intent' | 'offline' | 'last'>,
  kind: EventKind,
  at: Instant,
  said: Said = {},
): Draft {
  const approval = approvalOf(state, release) ?? release.offline;
  const { item, channel, revision } = release;
  const { run } = context;
  return {
    event: {
      kind,
      at,
      item,
      channel,
      revision,
      tree: release.intent?.tree ?? approval?.tree ?? '',
      digest: plannedOf(context, release)?.payload.digest ?? release.last?.digest ?? approval?.digest ?? '',
      pullRequest: approval?.pullRequest ?? null,
      mergeSha: approval?.mergeSha ?? null,
      runId: run.id,
      attempt: run.attempt,
      actor: run.actor,
      ...said,
    },
  };
}

/** Decides an event and gives the release as it is after it. A step that the table forbids is a fault of the program. */
export function put(round: Round, release: Release, kind: EventKind, said: Said = {}, at = round.now): Release {
  const state = stateIn(round, release.item);
  const draft = eventOf(round.context, state, release, kind, at, said);
  if (!mayFollow(release, draft.event)) throw new Error(`${nameOf(release)}: ${release.state} → ${kind}`);
  const after = foldItem(release.item, [draft.event as LedgerEvent], state);
  round.drafts.push(draft);
  round.states.set(release.item, after);
  round.run.touched.set(nameOf(release), release);
  return releaseOf(after, release.channel, release.revision);
}

export function alert(round: Round, release: Release, code: AlertCode, message: string, task = false): void {
  round.run.alerts.push({ item: release.item, channel: release.channel, code, message, ...(task ? { task } : {}) });
}

/** The release as a channel gets it. */
export async function orderOf(round: Round, release: Release, payload: Payload): Promise<ReleaseOrder> {
  const { item, channel, revision, steps } = release;
  return {
    item,
    revision,
    key: releaseKey(item, channel, revision),
    payload,
    image: round.context.image,
    steps,
    intentAt: release.intent?.at ?? round.now,
    now: round.now,
    uploads: await round.context.uploads(round.ledger, payload),
  };
}

/** What a sentence that ends a release has to add where its draft is left; nothing for any other. */
export function leftDraft(release: Pick<Release, 'channel' | 'steps'>): string {
  return hasDraft(release) ? '公众号草稿箱里还留着它的草稿，系统不会再发；请管理员今天登录公众号后台，在草稿箱里删除，不要再发布。' : '';
}

/** What to do, place by place, below the sentence that asks for it; the ledger keeps the sentence alone. */
export function withSteps(round: Round, release: Release, code: string, message: string): string {
  const steps = code === CORRECT_BY_HAND ? (plannedOf(round.context, release)?.correction?.steps ?? []) : [];
  return [message, ...steps.map((step, index) => `${index + 1}. ${step}`)].join('\n');
}

/** Hands a corrected text to a person, since an older one is out and no platform lets a program change it. */
export function correctByHand(round: Round, release: Release, live: Release): void {
  const place = live.remote?.url ? `${live.remote.url} ` : '';
  const reason = `更正只自动改网站；${place}请管理员在平台上照更正说明手工修改，再用 record 登记（地址没变也要登记）；系统不会重发。`;
  put(round, release, 'needs-human', { code: CORRECT_BY_HAND, reason, ...(live.remote ? { remote: live.remote } : {}) });
  alert(round, release, CORRECT_BY_HAND, withSteps(round, release, CORRECT_BY_HAND, reason), true);
}

/** Ends a corrected text where the post that is out doesn't hold what was corrected: it stays. True if so. */
export function staysAsItIs(round: Round, release: Release): boolean {
  if (!plannedOf(round.context, release)?.correction?.unchanged) return false;
  put(round, release, 'abandoned', { code: 'unchanged', reason: '更正没有改动本渠道的内容，原来的不用改，也不重发' });
  return true;
}
