import { beijingIso } from '#pipeline/beijing-time.ts';
import type { Release } from '#pipeline/ledger/fold.ts';
import type { Draft, Ledger } from '#pipeline/ledger/ledger.ts';
import { forgeTime, treeOf } from './forge.ts';
import { beginCount, openBook } from './ledger-book.ts';
import { newestLedger } from './ledger-branch.ts';
import { pressButton } from './messages.ts';
import { publishByHand } from './network.ts';
import type { Post } from './posts.ts';
import { endOf, type Process, pass, processOf } from './timeline.ts';
import { note, type World } from './world.ts';

/** Something that a person does, at any moment. */
export type Act =
  | 'hold'
  | 'resume'
  | 'withdraw'
  | 'correct'
  | 'remove'
  | 'take-back'
  | 'delete'
  | 'resolve'
  | 'by-hand'
  | 'press'
  | 'count';

const TRIES = 20;

/** An event that a person decided on, about a release or about everything. */
export function personsEvent(world: World, person: Process, event: Partial<Draft['event']> & Pick<Draft['event'], 'kind' | 'item'>): Draft {
  return {
    event: {
      at: beijingIso(new Date(forgeTime(world))),
      revision: 0,
      tree: treeOf(0),
      digest: 'sha256:form',
      pullRequest: 1,
      mergeSha: 'b'.repeat(40),
      runId: person.id,
      attempt: 1,
      actor: 'shili',
      ...event,
    },
  };
}

/** Writes what a person decides, and decides again when the ledger has moved on. He reads what lies there, and is as slow as anybody. */
async function decideAndWrite(world: World, person: Process, decide: (ledger: Ledger) => Draft[]): Promise<void> {
  const { store, load } = openBook(world, person);
  for (let round = 0; round < TRIES; round += 1) {
    const ledger = await load();
    const drafts = decide(ledger);
    for (const { event } of drafts) if (world.trace) note(world, `a person: ${event.kind} ${event.item} ${event.channel ?? ''}`);
    if ((await world.engine.write(store, ledger, drafts, '登记', beijingIso(new Date(forgeTime(world))))) !== null) return;
  }
}

/** All sending is paused, or goes on. */
function setHold(world: World, person: Process, kind: 'hold' | 'resume'): Promise<void> {
  return decideAndWrite(world, person, (ledger) =>
    (world.engine.heldReason(ledger) !== null) === (kind === 'hold')
      ? []
      : [personsEvent(world, person, { kind, item: 'settings', reason: '示例' })],
  );
}

function withdraw(world: World, person: Process, item: string): Promise<void> {
  const run = { id: person.id, attempt: 1, actor: 'shili' };
  return decideAndWrite(world, person, (ledger) =>
    world.engine.removalDrafts(run, world.engine.itemState(ledger, item), beijingIso(new Date(forgeTime(world))), '撤下'),
  );
}

/** A new text lies on main, reviewed: a correction, or the removal of the item. */
function merge(world: World, item: string, removal: boolean): void {
  const texts = world.forge.texts.get(item) ?? [];
  const [first] = texts;
  if (!first) return;
  const number = texts.length + 1;
  // Every second text moves the last day away.
  const { until, ...kept } = first;
  const last = until === undefined || number % 2 === 0 ? {} : { until };
  texts.push({ ...kept, ...last, number, tree: treeOf(number), removal, takenBack: null });
}

/** Somebody deletes a post on its network and tells nobody. */
function deletePost(world: World): void {
  const live = world.networks.posts.filter(({ state }) => state === 'live');
  if (live.length === 0) return;
  const post = world.random.pick(live);
  post.state = 'deleted';
  world.strangers.add(post.id);
  if (world.trace) note(world, `somebody deletes ${post.id}`);
}

/** Where only a person posts: what he was asked to publish he publishes and records, what he was asked to delete he deletes. */
function servedByHand(world: World, person: Process, { item, channel, revision, state, last }: Release): Draft[] {
  const { networks, engine } = world;
  const key = engine.releaseKey(item, channel, revision);
  const said = { item, channel, revision, tree: last?.tree ?? '', digest: last?.digest ?? '' };
  const live = networks.posts.filter((post) => post.network === channel && post.item === item && post.state === 'live');
  if (state === 'withdraw-intent') {
    for (const post of live.filter((each) => each.key === key)) post.state = 'deleted';
    return [personsEvent(world, person, { ...said, kind: 'withdrawn', code: 'resolved' })];
  }
  if (state !== 'needs-human' || last?.code !== 'manual' || live.some((post) => post.key !== key)) return [];
  if (live.length === 0) publishByHand(world, { network: 'weibo', item, revision, key, digest: said.digest });
  const { id } = networks.posts.findLast((post) => post.key === key && post.state === 'live') as Post;
  return [personsEvent(world, person, { ...said, kind: 'confirmed', code: 'by-hand', remote: { id, url: `http://127.0.0.1/${id}` } })];
}

/** A person looks at the network, once everything has settled, and says what became of a release that only a person may decide. */
function resolve(world: World, person: Process): Promise<void> {
  const { networks, policy, engine } = world;
  return decideAndWrite(world, person, (ledger) =>
    engine.itemsOf(ledger).flatMap((item) =>
      engine.itemState(ledger, item).releases.flatMap((release) => {
        const { channel, revision, state, intent, last } = release;
        if (channel === 'weibo' && policy.channels.weibo.mode === 'manual') return servedByHand(world, person, release);
        if (state !== 'needs-human' || intent === null || channel === 'website' || !last) return [];
        const settle = policy.channels[channel].settle_seconds * 1000 + 60_000;
        if (Date.parse(last.at) + settle > forgeTime(world)) return [];
        const key = engine.releaseKey(item, channel, revision);
        if ((networks.underWay.get(key) ?? 0) > 0) return [];
        const post = networks.posts.find((each) => each.key === key && (each.state === 'live' || each.state === 'pending'));
        if (post?.state === 'pending') return [];
        const said = post
          ? { kind: 'confirmed' as const, remote: { id: post.id, url: `http://127.0.0.1/${post.id}` } }
          : { kind: 'failed' as const, retry: 'counted' as const };
        const { tree, digest } = intent;
        return [personsEvent(world, person, { ...said, item, channel, revision, tree, digest, code: 'resolved' })];
      }),
    ),
  );
}

/**
 * Before anything else somebody posts by hand what was signed on paper while the forge was down, and registers it, if the ledger lets him. The
 * text says so in any case.
 */
export async function registerPaper(world: World): Promise<void> {
  const [item = '', texts = []] = [...world.forge.texts][0] ?? [];
  const channel = texts[0]?.channels.find((each) => each !== 'website');
  if (channel === undefined) return;
  world.paper = { item, channel };
  const [key, { digest }] = [world.engine.releaseKey(item, channel, 1), world.payloadOf(item, channel, 1)];
  publishByHand(world, { network: channel, item, revision: 1, key, digest });
  const { id } = world.networks.posts.at(-1) as Post;
  const at = beijingIso(new Date(world.timeline.now));
  const signed = [1, 2, 3].map((level) => ({ level: level as 1 | 2 | 3, person: `person-${level}`, at }));
  const days = { posted: at, entered: at, due: '2026-12-01', reviewsDue: '2026-12-02' };
  const offline = { scan: { name: 'paper.jpg', sha256: 'a'.repeat(64), bytes: 1 }, signed, person: 'person-2', ...days };
  const person = processOf('paper', 1);
  await pass(world.timeline, person, 0);
  await decideAndWrite(world, person, () => [
    personsEvent(world, person, {
      ...{ kind: 'offline', item, channel, revision: 1, tree: treeOf(1), digest, offline },
      remote: { id, url: `http://127.0.0.1/${id}` },
    }),
  ]).catch(() => world.trace && note(world, 'a person could not register what was signed on paper'));
}

/** Lets a person do something. Never ends early: a person doesn't die in the middle. */
export async function act(world: World, kind: Act): Promise<void> {
  world.acts += 1;
  const person = processOf(`person-${world.acts}`, 1);
  const item = world.random.pick([...world.forge.texts.keys()]);
  if (world.trace) note(world, `a person begins to ${kind} (${item})`);
  await pass(world.timeline, person, 0);
  try {
    if (kind === 'hold' || kind === 'resume') await setHold(world, person, kind);
    else if (kind === 'withdraw') await withdraw(world, person, item);
    else if (kind === 'correct' || kind === 'remove') merge(world, item, kind === 'remove');
    else if (kind === 'take-back') takeBack(world, item);
    else if (kind === 'delete') deletePost(world);
    else if (kind === 'by-hand') byHand(world);
    else if (kind === 'press') pressButton(world);
    else if (kind === 'count') await beginCount(world, person);
    else await resolve(world, person);
  } catch (error) {
    // The ledger can't be reached: the person is told so, and it is not done.
    if (world.trace) note(world, `a person could not ${kind}: ${error instanceof Error ? error.message : error}`);
  }
}

/** Somebody publishes by hand what failed, while no run is under way, so that nobody sends at the same moment. */
function byHand(world: World): void {
  const { engine, forge, timeline, networks, random } = world;
  if ([...forge.runs.values()].flat().some((run) => endOf(run, timeline.now) === null)) return;
  // Whoever finds the ledger set back is told to publish nothing.
  if (world.branch.cut !== null) return;
  const ledger = newestLedger(world);
  const failed = engine
    .itemsOf(ledger)
    .flatMap((item) => engine.openReleases(engine.itemState(ledger, item)).filter(({ state }) => state === 'failed'));
  if (failed.length === 0) return;
  const { item, channel, revision, intent } = random.pick(failed);
  const key = engine.releaseKey(item, channel, revision);
  if (channel === 'website' || (networks.underWay.get(key) ?? 0) > 0) return;
  publishByHand(world, { network: channel, item, revision, key, digest: intent?.digest ?? '' });
}

/** A reviewer takes his approval of the newest text back. */
function takeBack(world: World, item: string): void {
  const text = world.forge.texts.get(item)?.at(-1);
  if (text && !text.removal) text.takenBack ??= world.timeline.now;
}

/** Lifts a hold that is left over, without trouble. */
export async function liftHold(world: World): Promise<void> {
  if (world.engine.heldReason(newestLedger(world)) !== null) await act(world, 'resume');
}
