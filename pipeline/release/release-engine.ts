import { CHANNELS, type Channel } from '../item/front-matter/front-matter-schema.ts';
import { isWithdrawn, openReleases, type Release, releaseOf } from '../ledger/fold.ts';
import { itemState, type Ledger, write } from '../ledger/ledger.ts';
import { IN_DOUBT, type ReleaseState } from '../ledger/transitions.ts';
import { breakerAlert, tripBreaker } from './breaker.ts';
import { limitConcurrency } from './concurrent-calls.ts';
import { sendAgain, sendFirst } from './first-send.ts';
import { follow, lookAgain, resolveUnknown, takeOver } from './in-doubt.ts';
import { makeCalls } from './release-call.ts';
import { alert, nameOf, plannedOf, type ReleaseContext, type Round, type RunState, stateIn } from './release-round.ts';
import { takeBack } from './take-back.ts';
import { serveWebsite } from './website-release.ts';
import { formMessages } from './wechat-messages.ts';

/** How long a run waits for something to become certain instead of leaving it to the next run, in milliseconds. */
const PATIENCE = 15_000;
/** How long a run waits in all. */
const PATIENCE_IN_ALL = 90_000;
/** Passes of one run: five tries with a look between them, and some for others who write at the same time. */
const ROUNDS = 30;

/** What a round does with a social release, by its state. What isn't here needs nothing. */
const SOCIAL: Partial<Record<ReleaseState, (round: Round, release: Release) => Promise<unknown>>> = {
  planned: sendFirst,
  failed: sendAgain,
  intent: takeOver,
  unknown: resolveUnknown,
  sent: follow,
  'needs-human': lookAgain,
};

function rankOf({ state, channel }: Release): number {
  const place = CHANNELS.indexOf(channel);
  return state === 'withdraw-intent' ? (channel === 'website' ? -1 : place - 10) : channel === 'website' ? 0 : 1;
}

/** Removals come first, on the networks before the website; then the website, whose addresses the others print. */
function inOrder(releases: readonly Release[]): Release[] {
  return [...releases].sort((a, b) => rankOf(a) - rankOf(b));
}

async function serve(round: Round, release: Release): Promise<void> {
  if (release.state === 'withdraw-intent') return takeBack(round, release);
  if (release.channel === 'website') return serveWebsite(round, release);
  await SOCIAL[release.state]?.(round, release);
  // Absence that counts makes it definitely not live: the next try may follow at once, unless there is a newer text by now.
  const state = stateIn(round, release.item);
  const after = releaseOf(state, release.channel, release.revision);
  const wanted = state.text?.revision === release.revision && !isWithdrawn(state);
  if (wanted && IN_DOUBT.includes(release.state) && after.state === 'failed') await sendAgain(round, after);
}

/** One release's trouble is told and stops nothing else. */
async function guarded(round: Round, release: Release): Promise<void> {
  const drafts = round.drafts.length;
  const calls = round.calls.length;
  try {
    await serve(round, release);
  } catch (error) {
    round.drafts.length = drafts;
    round.calls.length = calls;
    round.states.delete(release.item);
    alert(
      round,
      release,
      'fault',
      `处理这一条时程序出错（${error instanceof Error ? error.message : String(error)}），没有发送；其余照常。`,
    );
  }
}

async function decide(context: ReleaseContext, run: RunState, ledger: Ledger, only: Channel | null): Promise<Round> {
  const now = await context.now();
  const round: Round = { context, run, ledger, now, drafts: [], calls: [], waits: [], states: new Map() };
  const items = [...new Set(context.plan.map(({ item }) => item))];
  const open = items.flatMap((item) => openReleases(itemState(ledger, item)));
  await prefetchApprovals(
    round,
    open.filter(({ channel }) => only === null || channel === only),
  );
  for (const { channel, item, revision } of inOrder(open)) {
    if (only !== null && channel !== only) continue;
    await guarded(round, releaseOf(stateIn(round, item), channel, revision));
  }
  formMessages(round);
  tripBreaker(round);
  return round;
}

/** Rounds until nothing more can be done now. */
async function serveAll(context: ReleaseContext, run: RunState, only: Channel | null): Promise<Ledger> {
  let ledger = await context.load();
  let waited = 0;
  for (let pass = 0; pass < ROUNDS; pass += 1) {
    const round = await decide(context, run, ledger, only);
    const written = await write(context.store, ledger, round.drafts, '登记发布', round.now);
    if (!written) {
      // Somebody else was first: what was decided may no longer hold.
      ledger = await context.load();
      continue;
    }
    round.ledger = written;
    await makeCalls(round);
    ledger = round.ledger;
    const doubtful = round.calls.filter((release) => run.called.get(nameOf(release)) === 'unknown');
    for (const { channel } of doubtful) if (channel !== 'website') round.waits.push(context.policy.channels[channel].settle_seconds * 1000);
    const wait = Math.min(...round.waits.filter((milliseconds) => milliseconds <= PATIENCE));
    if (!Number.isFinite(wait) || waited + wait > PATIENCE_IN_ALL) return ledger;
    if (wait > 0) await context.sleep(wait);
    waited += wait;
  }
  return ledger;
}

/**
 * Serves every open release of the plan (contracts.md 5, reliability B3). It looks, pushes findings and intents, makes the calls, and
 * pushes their results. Gives the ledger afterwards.
 * @throws Problem when the ledger can't be read, verified or written: nothing is sent then
 */
export async function runReleases(context: ReleaseContext, run: RunState, only: Channel | null = null): Promise<Ledger> {
  const ledger = await serveAll(context, run, only);
  run.alerts.push(...breakerAlert(ledger));
  return ledger;
}

/** The beginning of a run. */
export function newRunState(): RunState {
  return { alerts: [], called: new Map(), ready: new Map(), sends: new Map(), touched: new Map(), posts: new Map() };
}

/** Texts that the code platform is asked about at the same time; GitHub takes a hundred requests at once, and a text's reviews are some five. */
const AT_ONCE = 8;
/** What a round asks about before it writes an intent. */
const ASKED: readonly ReleaseState[] = ['planned', 'failed'];

/**
 * Asks side by side what each release will be asked in turn, so that a round waits for the slowest answer and not for all. The answers
 * hold for a moment (`callGuard`). Nothing is decided here: each release finds and tells what can't be judged.
 */
async function prefetchApprovals(round: Round, open: readonly Release[]): Promise<void> {
  const { context, ledger } = round;
  const asked = open.filter((release) => release.channel !== 'website' && ASKED.includes(release.state) && plannedOf(context, release));
  const byItem = [...new Map(asked.map((release) => [release.item, release])).values()];
  if (byItem.length < 2) return;
  const limit = limitConcurrency(AT_ONCE);
  await Promise.allSettled(byItem.map((release) => limit(() => context.blocked(ledger, stateIn(round, release.item), release))));
}
