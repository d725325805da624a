import type { Alert } from '../alerts/alert.ts';
import { rowOf } from '../alerts/catalogue.ts';
import { type ItemState, type Release, releaseOf } from '../ledger/fold.ts';
import { type Draft, itemState, type Ledger } from '../ledger/ledger.ts';
import { countSend } from './breaker.ts';
import { type Result, writeResults } from './call-results.ts';
import type { ChannelAdapter, Outcome } from './channels/channel.ts';
import { callConcurrently } from './concurrent-calls.ts';
import { rejectForeignPost } from './foreign-post.ts';
import {
  type Blocked,
  eventOf,
  leftDraft,
  nameOf,
  orderOf,
  plannedOf,
  type ReleaseContext,
  type Round,
  type Said,
} from './release-round.ts';
import { messagesOf } from './wechat-messages.ts';

/** How often the members of a message are asked for again because the ledger has moved. */
const TURNS = 5;
/** How often a run goes on with one release after a call that only prepared something. */
const MOST_READY = 3;

function keep(outcome: Outcome, remote = { id: '', url: '' }): Said {
  const { steps = {} } = outcome;
  const empty = Object.keys(steps).length === 0;
  return remote.id === '' && remote.url === '' && empty ? {} : { remote: { ...remote, ...(empty ? {} : { steps }) } };
}

/** The events that tell an outcome. */
function eventsOf(outcome: Outcome): { kind: 'confirmed' | 'sent' | 'failed' | 'unknown' | 'needs-human'; said: Said }[] {
  if (outcome.kind === 'confirmed') return [{ kind: 'confirmed', said: keep(outcome, outcome.remote) }];
  if (outcome.kind === 'sent') {
    return [{ kind: 'sent', said: { ...keep(outcome, outcome.remote), ...(outcome.message ? { reason: outcome.message } : {}) } }];
  }
  const said = { code: outcome.code, reason: outcome.message, ...keep(outcome) };
  if (outcome.kind === 'ready') return [{ kind: 'failed', said: { ...said, retry: 'free' } }];
  if (outcome.kind !== 'failed') return [{ kind: outcome.kind, said }];
  const failed = { kind: 'failed', said: { ...said, retry: outcome.free ? 'free' : outcome.retry ? 'counted' : 'no' } } as const;
  return outcome.retry ? [failed] : [failed, { kind: 'needs-human', said: { code: outcome.code, reason: outcome.message } }];
}

function alertOf(release: Release, outcome: Outcome): Alert | null {
  const { item, channel } = release;
  if (outcome.kind === 'confirmed' || outcome.kind === 'ready') return null;
  if (outcome.kind === 'needs-human') return { item, channel, code: outcome.code, message: outcome.told ?? outcome.message };
  if (outcome.kind !== 'sent') {
    const account = outcome.kind === 'failed' && rowOf(outcome.code).one === 'account' ? { account: true as const } : {};
    const doubt = outcome.kind === 'unknown' ? { doubt: true as const } : {};
    return { item, channel, code: outcome.code, message: outcome.message, ...account, ...doubt };
  }
  return outcome.message ? { item, channel, code: 'person-publishes', message: outcome.message, task: true } : null;
}

/** Whether the intent that was just written still stands: a `hold` or a withdrawal may have come in between. */
async function stillStands(context: ReleaseContext, ledger: Ledger, release: Release): Promise<{ ledger: Ledger; stands: boolean }> {
  const newest = (await context.store.head()) === ledger.head ? ledger : await context.load();
  const { last } = releaseOf(itemState(newest, release.item), release.channel, release.revision);
  return { ledger: newest, stands: last?.seq === release.last?.seq };
}

const NO_ADAPTER: Outcome = {
  kind: 'failed',
  code: 'no-adapter',
  message: '这个渠道没有接入；请管理员核对 policy.yml 的 channels。',
  retry: true,
  free: true,
};
/** A channel never throws; if it does, nobody knows how far it came. */
const FAULT: Outcome = { kind: 'unknown', code: 'fault', message: '发送时程序出错，不知道是否已经发出；下次运行会先读回，不会重发。' };

/** The outcomes of one call: of one release, or of all that go out in one message. */
async function outcomesOf(round: Round, releases: readonly Release[]): Promise<Outcome[]> {
  const all = (outcome: Outcome): Outcome[] => releases.map(() => outcome);
  const [first] = releases;
  const adapter: ChannelAdapter | undefined = first && round.context.adapters[first.channel];
  try {
    const orders = await Promise.all(
      releases.map(async (release) => {
        const planned = plannedOf(round.context, release);
        return planned && orderOf(round, release, planned.payload);
      }),
    );
    const known = orders.filter((order) => order !== null);
    if (!adapter || known.length < releases.length) return all(NO_ADAPTER);
    const together = first?.last?.remote?.steps?.group && adapter.sendTogether;
    const outcomes = together ? await adapter.sendTogether?.(known) : await Promise.all(known.map((order) => adapter.send(order)));
    return outcomes?.length === releases.length ? outcomes : all(FAULT);
  } catch {
    return all(FAULT);
  }
}

type Tell = (kind: Draft['event']['kind'], at: string, said: Said) => Draft;

/** A newer text that was approved since the intent was written takes the place of this one, which is not sent any more. */
function replaced(state: ItemState, release: Release): Blocked | null {
  if ((state.text?.revision ?? 0) <= release.revision) return null;
  return { code: 'replaced', message: '发送前又审定了新的一稿，这一稿不再发送；新稿由下一次运行发送。', final: false, quiet: true };
}

/** What may still be called, or what stopped it; `null`: somebody has taken the release out of our hands. */
async function mayStillCall(round: Round, release: Release): Promise<{ tell: Tell } | Result | null> {
  const { context } = round;
  const { ledger, stands } = await stillStands(context, round.ledger, release);
  round.ledger = ledger;
  if (!stands) return null;
  const state = itemState(ledger, release.item);
  const blocked = replaced(state, release) ?? (await context.blocked(ledger, state, release));
  const tell: Tell = (kind, at, said) => eventOf(context, state, release, kind, at, said);
  if (!blocked) return { tell };
  const { code } = blocked;
  const message = blocked.final ? blocked.message + leftDraft(release) : blocked.message;
  const said = { code, reason: message };
  const notice: Alert | null = blocked.quiet ? null : { item: release.item, channel: release.channel, code: blocked.code, message };
  const over = blocked.final && notice !== null && (await context.tell(notice));
  const draft = over ? tell('expired', round.now, said) : tell('failed', round.now, { ...said, retry: 'free' });
  return { release, events: [draft], uploads: [], alerts: notice === null ? [] : [notice] };
}

/** Asked of every member of a message, and once more of all if the ledger moved in the meantime. */
async function stillCallable(
  round: Round,
  releases: readonly Release[],
): Promise<{ calls: { release: Release; tell: Tell }[]; stopped: Result[] }> {
  for (let turn = 1; ; turn += 1) {
    const { head } = round.ledger;
    const calls: { release: Release; tell: Tell }[] = [];
    const stopped: Result[] = [];
    for (const release of releases) {
      const answer = await mayStillCall(round, release);
      if (answer === null) continue;
      if ('tell' in answer) calls.push({ release, tell: answer.tell });
      else stopped.push(answer);
    }
    if (releases.length === 1 || turn === TURNS) return { calls, stopped };
    if ((await round.context.store.head()) === head) return { calls, stopped };
  }
}

/** Makes one call, for what may still be called, and tells what became of each release. */
async function callTogether(round: Round, releases: readonly Release[]): Promise<Result[]> {
  const { calls, stopped } = await stillCallable(round, releases);
  for (const { release } of calls) {
    countSend(round, release);
    round.run.touched.set(nameOf(release), release);
  }
  if (calls.length === 0) return stopped;
  const outcomes = await outcomesOf(
    round,
    calls.map(({ release }) => release),
  );
  const at = await round.context.now();
  const told: Result[] = [];
  // One after another: of posts with the same words the first one is the first item's.
  for (const [index, { release, tell }] of calls.entries())
    told.push(await toldOutcome(round, release, tell, outcomes[index] ?? FAULT, at));
  return [...stopped, ...told];
}

/**
 * A channel that asks to be called again without end, or with nothing new for the ledger, stands still. The next run tries once more, and
 * after the last try a person decides.
 */
function orStuck(round: Round, release: Release, outcome: Outcome): Outcome {
  if (outcome.kind !== 'ready') return outcome;
  const name = nameOf(release);
  const times = (round.run.ready.get(name) ?? 0) + 1;
  round.run.ready.set(name, times);
  const { steps = {} } = outcome;
  const goesOn = Object.entries(steps).some(([step, value]) => release.steps[step] !== value);
  if (goesOn && times <= MOST_READY) return outcome;
  const message =
    '发布停在准备的一步，没有往下走，也没有发出；下次运行会再试，几次都这样的转由人处理；请管理员到平台看看账号和草稿箱有没有异常。';
  return { kind: 'failed', code: 'stuck', message, retry: true, free: false, steps };
}

async function toldOutcome(round: Round, release: Release, tell: Tell, answer: Outcome, at: string): Promise<Result> {
  const outcome = { ...(await rejectForeignPost(round, release, orStuck(round, release, answer))), uploads: answer.uploads ?? [] };
  // The call that sends follows once the steps are in the ledger.
  if (outcome.kind === 'ready') round.waits.push(0);
  round.run.called.set(nameOf(release), outcome.kind);
  const alert = alertOf(release, outcome);
  const events = eventsOf(outcome).map(({ kind, said }) => tell(kind, at, said));
  return { release, events, uploads: outcome.uploads, alerts: alert ? [alert] : [] };
}

/**
 * Makes the calls of a round, several at once. It writes all results in one push, in the order in which they were decided, whichever came
 * first.
 * @throws whatever stopped the calls, once what is known of the others is written
 */
export async function makeCalls(round: Round): Promise<void> {
  // As they lie in the ledger now, with the numbers of their intents.
  const calls = round.calls.map(({ item, channel, revision }) => releaseOf(itemState(round.ledger, item), channel, revision));
  const { done, fault } = await callConcurrently(round.context.policy, messagesOf(calls), (message) => callTogether(round, message));
  const results = done.flat();
  round.run.alerts.push(...results.flatMap(({ alerts }) => alerts));
  await writeResults(round, results);
  if (fault !== null) throw fault.error;
}
