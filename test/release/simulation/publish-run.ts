import type { Alert } from '#pipeline/alerts/alert.ts';
import type { Instant } from '#pipeline/beijing-time.ts';
import type { FrontMatter } from '#pipeline/item/front-matter/front-matter-schema.ts';
import type { LedgerEvent } from '#pipeline/ledger/event.ts';
import { foldItem, type ItemState } from '#pipeline/ledger/fold.ts';
import { type Draft, eventsOf, type Ledger } from '#pipeline/ledger/ledger.ts';
import { Problem } from '#pipeline/problem.ts';
import type { CallFacts } from '#pipeline/release/not-now.ts';
import type { Blocked, PlannedRelease } from '#pipeline/release/release-round.ts';
import { askApproved, askRunEnd, askTime } from './forge.ts';
import { openBook } from './ledger-book.ts';
import { placeOf } from './ledger-branch.ts';
import { networkChannel, siteChannel } from './network.ts';
import { pageAppears } from './oracle.ts';
import { act, personsEvent } from './persons.ts';
import { type Process, pass } from './timeline.ts';
import { EVENT_DATE, latency, note, trouble, type World, wrong } from './world.ts';

const FRONT_MATTER = { event_date: EVENT_DATE, channels: ['website', 'wechat', 'weibo'] } as unknown as FrontMatter;
const CORRECTION = { ...FRONT_MATTER, correction: { kind: '更正', note: '示例' } } as unknown as FrontMatter;

function factsOf(world: World, ledger: Ledger, state: ItemState, revision: number): CallFacts {
  const { engine } = world;
  const released = engine.wasReleased(state, revision);
  const wechat = engine.releaseOf(state, 'wechat', revision);
  const approval = engine.approvalOf(state, wechat);
  const until = approval?.until;
  const { paper } = world;
  const posted = paper?.item === state.item ? { offline_review: { posted: { [paper.channel]: '2026-11-24 08:00' } } as never } : {};
  return {
    frontMatter: { ...(revision > 1 ? CORRECTION : FRONT_MATTER), ...(until === undefined ? {} : { publish_until: until }), ...posted },
    policy: world.policy,
    holidays: [],
    firstPush: null,
    released,
    held: engine.heldReason(ledger),
    ...(approval ? { waitingSince: engine.waitingSince(approval, wechat) } : {}),
  };
}

/** Tells people at once. `false` if the forge can't be reached. */
async function tellOne(world: World, process: Process, { item, channel }: Alert): Promise<boolean> {
  await pass(world.timeline, process, latency(world));
  if (trouble(world, 'forge-unreadable')) return false;
  world.told.add(channel === undefined ? item : `${item} ${channel}`);
  return true;
}

/** The guard of production with this world's judges; when it lets a call through is kept for the oracle. */
function guardOf(world: World, process: Process): ReturnType<typeof world.engine.callGuard> {
  const { engine, timeline } = world;
  const guard = engine.callGuard({
    now() {
      return askTime(world, process);
    },
    async recorded(ledger, state, release) {
      if (world.poison === state.item) throw new Problem('poison', 'nobody can judge this', { place: state.item });
      return { facts: factsOf(world, ledger, state, release.revision), fault: null };
    },
    async reviews({ item }, { tree }) {
      if (await askApproved(world, process, item, tree)) return null;
      return { code: 'approval-gone', message: '三级审核已不成立。', final: false, quiet: false };
    },
  });
  return async (ledger, state, release, left: readonly string[] = []) => {
    const from = timeline.now;
    const found = await guard(ledger, state, release, left);
    const { item, channel, revision } = release;
    if (found === null) world.asked.set(`${process.id}.${process.attempt} ${item} ${channel} ${revision}`, { from, to: timeline.now });
    return found;
  };
}

interface Decided {
  drafts: Draft[];
  alerts: Alert[];
}

const TRIES = 10;

/** Step 5 of an item's life: newly merged texts, and the website's intents. */
async function approve(world: World, process: Process): Promise<{ ledger: Ledger; alerts: Alert[] }> {
  const { store, load } = openBook(world, process);
  for (let round = 0; round < TRIES; round += 1) {
    const ledger = await load();
    const at = await askTime(world, process);
    const decided: Decided = { drafts: [], alerts: [] };
    for (const item of world.forge.texts.keys()) await approveItem(world, process, ledger, item, at, decided);
    const written = await world.engine.write(store, ledger, decided.drafts, '登记审定', at);
    if (written) return { ledger: written, alerts: decided.alerts };
  }
  throw new Problem('ledger/busy', '台账一直有别人在写', { place: 'ledger' });
}

async function approveItem(
  world: World,
  process: Process,
  ledger: Ledger,
  item: string,
  at: Instant,
  { drafts, alerts }: Decided,
): Promise<void> {
  const { engine, forge, policy } = world;
  const run = { id: process.id, attempt: process.attempt, actor: 'sanshen' };
  const text = forge.texts.get(item)?.at(-1);
  const events = eventsOf(ledger, item);
  let state = engine.itemState(ledger, item);
  if (text && !events.some(({ kind, tree }) => kind === 'approval' && tree === text.tree)) {
    if (!(await askApproved(world, process, item, text.tree).catch(() => false)))
      alerts.push({ item, code: 'not-approved', message: '没有通过' });
    else {
      const { tree, channels, removal, until } = text;
      const revision = engine.nextRevision(state, removal);
      const draft = personsEvent(world, process, {
        kind: 'approval',
        item,
        revision,
        tree,
        channels,
        at,
        ...(removal ? { removal } : until === undefined ? {} : { until }),
      });
      const mine = [draft, ...(removal ? engine.removalDrafts(run, state, at, '撤稿') : [])];
      drafts.push(...mine);
      state = foldItem(item, [...events, ...mine.map(({ event }) => event as LedgerEvent)]);
    }
  }
  const fresh = drafts.some(({ event }) => event.item === item);
  const over = engine.periodOver(run, state, at);
  drafts.push(...over);
  if (over.length > 0)
    state = foldItem(
      item,
      over.map(({ event }) => event as LedgerEvent),
      state,
    );
  for (const page of engine.unseenPages(state, policy)) {
    // What was judged just now isn't asked for again.
    const why = engine.notNow('website', factsOf(world, ledger, state, page.revision), at);
    const judged = fresh && page.intent === null;
    const left = page.state === 'intent' ? engine.LEFT : [];
    const blocked = judged ? why && engine.stoppedNow(why) : await guardOf(world, process)(ledger, state, page, left).catch(unjudged);
    const found = engine.websiteIntent(run, state, page, blocked, at);
    if (found?.alert) alerts.push(found.alert);
    if (found && (found.alert === undefined || (await tellOne(world, process, found.alert)))) drafts.push(found.draft);
  }
}

function unjudged(error: unknown): Blocked {
  if (error instanceof Problem) return { code: 'fault', message: error.message, final: false, quiet: false };
  throw error;
}

/**
 * The website is built from the ledger: of each item the text that its page shows by production's word, or a note without a text.
 * @param asked since when the reviews of unseen pages have been asked about, in milliseconds since 1970
 */
async function build(world: World, process: Process, ledger: Ledger, asked: number): Promise<void> {
  const { engine, networks } = world;
  await pass(world.timeline, process, latency(world));
  // One deployment after the other: none puts an older site over a newer one.
  const lastBuilt = placeOf(world.branch, ledger.head);
  if (trouble(world, 'site-not-built') || lastBuilt < networks.built) return;
  networks.built = lastBuilt;
  for (const item of engine.itemsOf(ledger)) {
    // While everything is on hold, a page that nobody is known to have seen stays out.
    const held = engine.heldReason(ledger) !== null;
    const page = engine.siteRelease(engine.itemState(ledger, item), ({ state }) => held && state === 'intent');
    const revision = page?.withdrawal === null ? page.revision : 0;
    if (!process.thawed) pageAppears(world, item, revision, asked);
    networks.pages.set(item, revision);
  }
}

function planOf(world: World, ledger: Ledger): PlannedRelease[] {
  const { engine, forge } = world;
  return engine.itemsOf(ledger).flatMap((item) => {
    const state = engine.itemState(ledger, item);
    return engine.openReleases(state).flatMap((release) => {
      const tree = (engine.approvalOf(state, release) ?? (release.state === 'withdraw-intent' ? release.offline : null))?.tree;
      const text = forge.texts.get(item)?.find((each) => each.tree === tree);
      const { channel, revision } = release;
      return text ? [{ item, channel, revision, tree: text.tree, payload: world.payloadOf(item, channel, text.number) }] : [];
    });
  });
}

/** An alert that speaks of a mistake in the program: no trouble of the outside may lead to one. */
function alarming(world: World, { item, code, message }: Alert): void {
  if (code === 'fault' && item !== world.poison && message.startsWith('处理') && !/连不上|台账核验没有通过/.test(message))
    wrong(world, 'other', `${item}: ${message}`);
}

/** Steps 5 and 6 of an item's life, as `publish` does them. @returns what was told to people, `null` if the run failed before that */
export async function publishOnce(world: World, process: Process): Promise<Alert[] | null> {
  const { engine, timeline } = world;
  if (world.trace) note(world, `run ${process.id}.${process.attempt} begins`);
  try {
    const began = timeline.now;
    const approved = await approve(world, process);
    await build(world, process, approved.ledger, began);
    const book = openBook(world, process);
    const state = engine.newRunState();
    state.alerts.push(...approved.alerts);
    const plan = planOf(world, await book.load());
    const own = { id: process.id, attempt: process.attempt, actor: 'sanshen' };
    await engine.runReleases(
      {
        ...book,
        run: own,
        now() {
          return askTime(world, process);
        },
        sleep(milliseconds) {
          return pass(timeline, process, milliseconds);
        },
        endOf(owner) {
          return engine.endOf(owner, own, (id) => askRunEnd(world, process, id));
        },
        lifeOf(owner) {
          return engine.lifeOf(owner, own, (id) => askRunEnd(world, process, id));
        },
        policy: world.policy,
        adapters: {
          website: siteChannel(world, process),
          wechat: networkChannel(world, process, 'wechat'),
          weibo: networkChannel(world, process, 'weibo'),
        },
        plan,
        blocked: guardOf(world, process),
        tell(alert) {
          return tellOne(world, process, alert);
        },
        async image() {
          return new Uint8Array();
        },
        async uploads() {
          return [];
        },
        uploadPath({ sha256 }) {
          return `media/wechat/wx/${sha256}.json`;
        },
      },
      state,
    );
    for (const alert of state.alerts) alarming(world, alert);
    // As a run tells people by an alert of its own.
    if (!book.vouched()) timeline.at(timeline.now + world.random.between(60_000, 7_200_000), () => void act(world, 'count'));
    // People are told last; a run that dies before has told nobody.
    await pass(timeline, process, latency(world));
    for (const { item, channel } of state.alerts) world.told.add(channel === undefined ? item : `${item} ${channel}`);
    return state.alerts;
  } catch (error) {
    if (!(error instanceof Problem) || error.code === 'ledger/replaces') wrong(world, 'other', `run ${process.id}: ${String(error)}`);
    return null;
  } finally {
    process.ended ??= timeline.now;
    if (world.trace) note(world, `run ${process.id}.${process.attempt} ends`);
  }
}
