import { CHANNEL_NAMES } from '../alerts/alert.ts';
import type { Instant } from '../beijing-time.ts';
import type { Git } from '../forge/git/git.ts';
import { type Channel, WITHDRAW_KINDS } from '../item/front-matter/front-matter-schema.ts';
import type { EventKind, LedgerEvent } from '../ledger/event.ts';
import { openReleases } from '../ledger/fold.ts';
import { BREAKER } from '../ledger/held.ts';
import { eventsOf, itemState, type Ledger } from '../ledger/ledger.ts';
import { SETTINGS_CHAIN } from '../ledger/ledger-path.ts';
import type { LedgerStore } from '../ledger/ledger-store.ts';
import { purgeIn } from '../ledger/purge-event.ts';
import { recordedEvidence } from '../ledger/recorded-evidence.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { organisationOf, policyOf } from '../organisation/read-settings.ts';
import { Problem } from '../problem.ts';
import { lastMoment } from '../release/alert-due.ts';
import { callFacts } from '../release/not-now.ts';
import type { Evidence } from '../review/gate/evidence.ts';
import { nameOfLogin, reviewSteps, type Step } from '../review/review-steps.ts';

/** One line of an item's story. */
export interface TimelineStep extends Step {
  channel?: Channel;
  revision?: number;
  url?: string;
}

/** What was recorded beside an approval: who reviewed, and how people were called then. */
export interface Recorded {
  evidence: Evidence;
  organisation: Organisation;
}

const SYSTEM = '系统';
/** Codes of events that a person decided: what was published by hand, how a doubt was settled, why an item is taken down at once. */
const BY_A_PERSON: ReadonlySet<string> = new Set([...['resolved', 'by-hand', 'not-read'], ...WITHDRAW_KINDS]);

function isByPerson({ kind, code }: LedgerEvent): boolean {
  return kind === 'offline' || BY_A_PERSON.has(code ?? '') || (kind === 'confirmed' && code === 'differs');
}

/** A reason behind a verb; none leaves the verb alone. */
const because = (words: string, reason: string | undefined): string => (reason ? `${words}：${reason.replace(/。$/, '')}` : words);

/** What an event of a release says. */
const SAYS: Partial<Record<EventKind, (event: LedgerEvent) => string>> = {
  offline: ({ reason = '登记为已手工发布' }) => reason,
  intent: ({ channel }) => (channel === 'website' ? '开始发布' : '登记将要发送（先登记，后发送）'),
  sent: ({ reason }) => because('平台已接受，等平台或人完成', reason),
  confirmed: (event) => (isByPerson(event) || event.code === 'offline' ? because('登记为已发布', event.reason) : '已发布，读回一致'),
  unknown: ({ reason }) => because('结果不明，读回以前不会重发', reason),
  failed: ({ reason, retry, code }) =>
    code === 'resolved'
      ? because('登记为没有发出，可以再发', reason)
      : because(retry === 'no' ? '没有发出，不再试' : '没有发出，会再试', reason),
  'needs-human': ({ reason }) => because('等人处理', reason),
  'withdraw-intent': ({ reason }) => because('开始撤下', reason),
  withdrawn: ({ code, reason }) => because(code === 'resolved' ? '登记为已撤下' : '已撤下', code === 'resolved' ? reason : undefined),
  superseded: () => '由新的一稿代替',
  expired: ({ reason }) => because('已过时效，不再发布', reason),
  abandoned: ({ reason }) => because('不再发', reason),
};

function approvalWords({ number, pullRequest, removal, revision, reason }: LedgerEvent): string {
  const what = removal ? because('撤稿审定入账', reason) : revision > 1 ? `第 ${revision} 版审定入账` : '审定入账';
  return `${what}，审核单 ${number ?? '—'}${pullRequest === null ? '' : `（合并请求 #${pullRequest}）`}`;
}

function stepOf(event: LedgerEvent, nameOf: (login: string) => string): TimelineStep {
  const { at, kind, channel, revision, remote } = event;
  if (kind === 'approval') return { at, who: SYSTEM, what: approvalWords(event), revision };
  const name = channel === undefined ? '' : `${CHANNEL_NAMES[channel]}${revision > 1 ? `（第 ${revision} 版）` : ''}：`;
  const url = kind === 'confirmed' || kind === 'offline' ? remote?.url : undefined;
  return {
    at,
    who: isByPerson(event) ? nameOf(event.actor) : SYSTEM,
    what: `${name}${SAYS[kind]?.(event) ?? kind}`,
    ...(channel === undefined ? {} : { channel, revision }),
    ...(url ? { url } : {}),
  };
}

/** Pauses of all sending while the item was there. */
function holdSteps(settings: readonly LedgerEvent[], from: string, nameOf: (login: string) => string): TimelineStep[] {
  return settings
    .filter(({ kind, at }) => (kind === 'hold' || kind === 'resume') && Date.parse(at) >= Date.parse(from))
    .map(({ at, kind, actor, code, reason }) => ({
      at,
      who: code === BREAKER ? SYSTEM : nameOf(actor),
      what: kind === 'hold' ? because('暂停全部发布', reason) : '恢复发布',
    }));
}

/** What was taken out of main's history of the item's texts, by whose decision. */
function purgeSteps(settings: readonly LedgerEvent[], item: string | undefined, nameOf: (login: string) => string): TimelineStep[] {
  const purges = settings.filter((event) => event.kind === 'purge' && purgeIn(event)?.item === item);
  return purges.map(({ at, actor, reason }) => ({ at, who: nameOf(actor), what: because('稿件登记从仓库历史中清除', reason) }));
}

/** Says once what was said several times in a row. */
function once(steps: readonly TimelineStep[]): TimelineStep[] {
  const told: (TimelineStep & { times: number })[] = [];
  for (const step of steps) {
    const last = told.findLast(({ channel }) => channel === step.channel);
    if (last && step.channel !== undefined && last.who === step.who && last.what === step.what && last.url === step.url) last.times += 1;
    else told.push({ ...step, times: 1 });
  }
  return told.map(({ times, ...step }) => (times === 1 ? step : { ...step, what: `${step.what}（共 ${times} 次，这是第一次）` }));
}

/**
 * Everything that happened to an item, oldest first: its submission, reviews and signing, each channel's calls, pauses, and what was
 * taken out of history.
 * @param events the item's chain; `settings` the chain of the settings
 * @param recorded what lies beside its approvals, by their numbers in the chain; what can't be read is left out
 * @param landed when main's commits were made, by their ids: who merged them isn't recorded
 */
export function timeline(
  events: readonly LedgerEvent[],
  settings: readonly LedgerEvent[],
  recorded: ReadonlyMap<number, Recorded>,
  landed: ReadonlyMap<string, Instant> = new Map(),
): TimelineStep[] {
  const newest = [...recorded.values()].at(-1);
  const nameOf = (login: string): string => (newest ? nameOfLogin(newest.evidence, newest.organisation, login) : login);
  const reviews = [...recorded.values()].flatMap(({ evidence, organisation }) => reviewSteps(evidence, organisation));
  const merges = events.flatMap(({ kind, mergeSha, pullRequest }) => {
    const at = kind === 'approval' && mergeSha !== null ? landed.get(mergeSha) : undefined;
    return at === undefined ? [] : [{ at, who: '平台', what: `合并到主分支（由谁合并见合并请求 #${pullRequest ?? '—'}）` }];
  });
  const steps = [
    ...reviews,
    ...merges,
    ...events.map((event) => stepOf(event, nameOf)),
    ...holdSteps(settings, events[0]?.at ?? '9999-12-31T00:00:00+08:00', nameOf),
    ...purgeSteps(settings, events[0]?.item, nameOf),
  ];
  // Times of the forge and of the ledger: of the same moment the review comes first.
  return once(
    steps
      .map((step, index) => ({ step, index }))
      .sort((a, b) => Date.parse(a.step.at) - Date.parse(b.step.at) || a.index - b.index)
      .map(({ step }) => step),
  );
}

/** All that the ledger tells of one item. */
export interface ItemStory {
  timeline: TimelineStep[];
  /** The last moment of Art. 9 for what waits to be published, e.g. `2026-11-30 24:00`; `null` where nothing waits or nothing binds it. */
  until: string | null;
}

/** What lies beside the approvals; of a pull request that was signed twice the later. One that can't be read is left out. */
async function recordedOf(store: LedgerStore, ledger: Ledger, item: string): Promise<Map<number, Recorded>> {
  const byPull = new Map<number | null, [number, Recorded]>();
  for (const approval of itemState(ledger, item).approvals) {
    try {
      const evidence = await recordedEvidence(store, ledger, approval);
      byPull.set(approval.pullRequest, [approval.seq, { evidence, organisation: organisationOf(evidence.organisation) }]);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
  }
  return new Map(byPull.values());
}

/** When the commits that approvals speak of were made; one that isn't there is left out. */
async function landedOf(git: Git, ledger: Ledger, item: string): Promise<Map<string, Instant>> {
  const landed = new Map<string, Instant>();
  for (const { mergeSha } of itemState(ledger, item).approvals) {
    const info = mergeSha === null ? null : await git.commitInfo(mergeSha).catch(() => null);
    if (mergeSha !== null && info !== null) landed.set(mergeSha, info.at);
  }
  return landed;
}

/** An item's story, and until when what waits has to be out. Nothing is decided by it. */
export async function storyOf(git: Git, store: LedgerStore, ledger: Ledger, item: string, now: Instant): Promise<ItemStory> {
  const recorded = await recordedOf(store, ledger, item);
  const steps = timeline(eventsOf(ledger, item), eventsOf(ledger, SETTINGS_CHAIN), recorded, await landedOf(git, ledger, item));
  const state = itemState(ledger, item);
  const found = state.text && recorded.get(state.text.seq);
  const waiting = openReleases(state).filter(({ state: now, revision }) => now !== 'withdraw-intent' && revision === state.text?.revision);
  if (!found || waiting.length === 0) return { timeline: steps, until: null };
  const facts = callFacts(found.evidence, ledger, state, state.text?.revision ?? 1, policyOf(found.evidence.policy));
  return {
    timeline: steps,
    until: lastMoment(
      waiting.map(({ channel }) => channel),
      facts,
      now,
    ),
  };
}
