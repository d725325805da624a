import { CHANNELS, type Channel } from '../item/front-matter/front-matter-schema.ts';
import { isWithdrawn, openReleases, type Release, releaseOf } from '../ledger/fold.ts';
import { itemState, type Ledger, write } from '../ledger/ledger.ts';
import { IN_DOUBT, isTerminal, type ReleaseState } from '../ledger/transitions.ts';
import { clause } from '../printable.ts';
import { breakerAlert, tripBreaker } from './breaker.ts';
import { limitConcurrency } from './concurrent-calls.ts';
import { byHand, isManual, mayCall, sendAgain, sendFirst } from './first-send.ts';
import { follow, lookAgain, resolveUnknown, takeOver } from './in-doubt.ts';
import { adoptPost } from './offline-posts.ts';
import { makeCalls } from './release-call.ts';
import { alert, nameOf, orderOf, plannedOf, put, type ReleaseContext, type Round, type RunState, stateIn } from './release-round.ts';
import { takeBack } from './take-back.ts';
import { formMessages } from './wechat-messages.ts';

/** What the website showed before: its page now shows the new text. */
function replaceOlder(round: Round, release: Release): void {
  for (const old of stateIn(round, release.item).releases) {
    const older = old.channel === 'website' && old.revision < release.revision;
    if (older && !isTerminal(old.state) && old.state !== 'withdraw-intent') put(round, old, 'superseded');
  }
}

/**
 * A page that only a person can put in place. The intent is the pipeline's; the first publication is the person's, so what may stop it is
 * asked until then. Once its seven days are over nobody may put it there any more, but it may be there already and not be registered.
 */
async function askPerson(round: Round, release: Release, message: string): Promise<void> {
  const blocked = await round.context.blocked(round.ledger, stateIn(round, release.item), release);
  if (blocked === null) return alert(round, release, 'person-publishes', message, true);
  if (!blocked.final) {
    if (!blocked.quiet) alert(round, release, blocked.code, blocked.message);
    return;
  }
  const reason = `${clause(blocked.message)}；页面没有登记过：按时上线了的，请管理员今天用 record 登记地址；没有上线的不得再上线，用 resolve --as abandoned 登记。`;
  alert(round, release, 'website/too-late', reason);
  put(round, release, 'needs-human', { code: 'website/too-late', reason });
}

/**
 * A page whose intent stands. The site is built from the ledger as a whole, so this only looks whether the page shows the approved text.
 * Looking is harmless and building again gives the same page, so it doesn't matter whose intent it was. The next run looks again, without
 * an event, for a page that isn't there yet.
 */
async function lookForPage(round: Round, release: Release): Promise<void> {
  const planned = plannedOf(round.context, release);
  const adapter = round.context.adapters.website;
  if (!planned || round.run.called.has(nameOf(release))) return;
  if (!adapter)
    return alert(round, release, 'no-site', '没有网站地址；应在 policy.yml 的 site.url 写明；请管理员补上，下次运行会自动再核对。');
  round.run.called.set(nameOf(release), 'looked');
  const outcome = await adapter.send(await orderOf(round, release, planned.payload));
  if (outcome.kind === 'confirmed') {
    const { remote, steps } = outcome;
    put(round, release, 'confirmed', { remote: { ...remote, ...(steps ? { steps } : {}) } });
    return replaceOlder(round, release);
  }
  if (outcome.kind === 'sent' || outcome.kind === 'ready') return askPerson(round, release, outcome.message ?? '网站包已备好，等待上线。');
  alert(round, release, outcome.code, outcome.message);
  const { code, message: reason } = outcome;
  if (outcome.kind === 'failed' && !outcome.retry)
    put(round, put(round, release, 'failed', { code, reason, retry: 'no' }), 'needs-human', { code, reason });
  if (outcome.kind === 'needs-human') put(round, release, 'needs-human', { code, reason });
}

/** The website's part of a round. Its intents are written together with the approvals; here they are confirmed. */
async function serveWebsite(round: Round, release: Release): Promise<void> {
  if (release.state === 'needs-human') {
    const after = await lookAgain(round, release);
    return after.state === 'confirmed' ? replaceOlder(round, after) : undefined;
  }
  if (release.state !== 'planned' && release.state !== 'failed') return lookForPage(round, release);
  if (plannedOf(round.context, release) && (await mayCall(round, release)) && isManual(round, 'website')) byHand(round, release);
}

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
  if (release.state === 'offline') return adoptPost(round, release);
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
