import { sha256 } from '#pipeline/canonical-json.ts';
import { live, newWorld, type Told } from './history.ts';
import { untilOver } from './timeline.ts';
import type { Trouble, World, Wrong } from './world.ts';

/** Histories that go on side by side: few, so that what they leave behind is soon forgotten. */
const TOGETHER = 8;

/** Lives histories to their ends. @throws Error if one stands still before that */
export async function liveAll(worlds: readonly World[], lives: (world: World) => Promise<void> = live): Promise<void> {
  let over = 0;
  const ends = worlds.map((world) =>
    lives(world).then(() => {
      over += 1;
    }),
  );
  await untilOver(worlds.map(({ timeline }) => timeline));
  if (over < worlds.length) await Promise.race([Promise.all(ends), Promise.reject(new Error('a history stands still'))]);
}

/** A seed whose history shows something that must never be. */
export interface Failure {
  seed: number;
  wrongs: Wrong[];
}

/** What many histories have shown. */
export interface Tally {
  histories: number;
  failures: Failure[];
  runs: number;
  posts: number;
  events: number;
  /** How often each trouble was met, and in how many histories each kind of event was written. */
  met: Partial<Record<Trouble, number>>;
  written: Record<string, number>;
  /** What came of all of them, in a number: the same for the same seeds, in whatever order, as long as nothing behaves otherwise. */
  fingerprint: number;
}

export const emptyTally = (): Tally => ({ histories: 0, failures: [], runs: 0, posts: 0, events: 0, met: {}, written: {}, fingerprint: 0 });

/** Fingerprints have 52 bits, so that the sum of two is still exact. */
const DIGITS = 13;
const MOST = 2 ** 52;

/** Every byte of the ledger, every post, what people were told, and what went wrong. */
function fingerprintOf({ branch, networks, told, wrongs, forge }: World, seed: number): number {
  const events = branch.commits.flatMap((commit) => commit.events.map(({ event }) => event.signature?.sig));
  const posts = networks.posts.map(({ id, key, digest, state, at }) => `${id} ${key} ${digest} ${state} ${at}`);
  const rest = [...networks.pages, ...told, ...wrongs.map(({ what }) => what), forge.runs.size];
  return Number.parseInt(sha256([seed, ...events, ...posts, ...rest].join('\n')).slice(0, DIGITS), 16);
}

function addTo(counts: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(more)) counts[name] = (counts[name] ?? 0) + count;
}

/** Adds what other histories have shown. */
export function add(tally: Tally, more: Tally): void {
  tally.histories += more.histories;
  tally.failures.push(...more.failures);
  tally.runs += more.runs;
  tally.posts += more.posts;
  tally.events += more.events;
  addTo(tally.met, more.met);
  addTo(tally.written, more.written);
  tally.fingerprint = (tally.fingerprint + more.fingerprint) % MOST;
}

function shown(world: World, seed: number): Tally {
  const { wrongs, forge, networks, branch, met } = world;
  const events = [...branch.written.values()].flat();
  return {
    histories: 1,
    failures: wrongs.length > 0 ? [{ seed, wrongs }] : [],
    runs: forge.runs.size,
    posts: networks.posts.length,
    events: events.length,
    met,
    written: Object.fromEntries([...new Set(events.map(({ event }) => event.kind))].map((kind) => [kind, 1])),
    fingerprint: fingerprintOf(world, seed),
  };
}

/**
 * Lives the histories of consecutive seeds.
 * @param enough stops after so many failures
 */
export async function liveSeeds(told: Omit<Told, 'seed'>, first: number, count: number, enough = Number.POSITIVE_INFINITY): Promise<Tally> {
  const tally = emptyTally();
  for (let seed = first; seed < first + count && tally.failures.length < enough; seed += TOGETHER) {
    const seeds = Array.from({ length: Math.min(TOGETHER, first + count - seed) }, (_, index) => seed + index);
    const worlds = seeds.map((each) => newWorld({ ...told, seed: each }));
    await liveAll(worlds);
    worlds.forEach((world, index) => {
      add(tally, shown(world, seeds[index] as number));
    });
  }
  return tally;
}

/** What a seed's history tells, line by line. */
export async function traceOf(told: Told): Promise<string[]> {
  const world = newWorld({ ...told, trace: true });
  await liveAll([world]);
  return world.trace ?? [];
}

/** The first failures, each with the command that tells its story. */
export const toldOf = (failures: readonly Failure[]): string[] =>
  failures.slice(0, 5).map(({ seed, wrongs }) => `npm run simulate -- --seed ${seed} --histories 1: ${wrongs[0]?.what}`);
