import { describe, expect, it } from 'vitest';
import { policyOf } from '../world.ts';
import { liveAll } from './batch.ts';
import { addItem, newWorld, quiet, startRun, wait } from './history.ts';
import { checkEnd } from './oracle.ts';
import { NETWORKS } from './posts.ts';
import * as engine from './production.ts';
import type { World } from './world.ts';

const ITEM = 'wucheng/2026-11-23-street';
const QUARTER = 900_000;

/** What the networks do with every request until all is well; with a network that works, dying is the only trouble. */
const HABITS: readonly World['habit'][] = [
  null,
  ...NETWORKS.flatMap((network) =>
    (['applied-late', 'answer-lost', 'request-lost', 'accepted-only'] as const).map((trouble) => ({ network, trouble })),
  ),
];

/** One item for three channels, and nothing that goes wrong by itself. */
function calmWorld(habit: World['habit']): World {
  const world = newWorld({ engine, seed: 1 });
  Object.assign(world, { rate: 0, skew: 0, habit, policy: policyOf() });
  addItem(world, ITEM, ['website', 'wechat', 'weibo']);
  return world;
}

/** Runs that die at the given moments, a quarter of an hour apart, and then peace. @returns how many moments the run after them has, and what is wrong */
async function dying(habit: World['habit'], ...moments: readonly number[]): Promise<{ next: number; wrongs: string[] }> {
  const world = calmWorld(habit);
  let next = 0;
  await liveAll([world], async () => {
    for (const [index, moment] of [...moments, 0].entries()) {
      const { process } = startRun(world, String(index + 1), moment);
      await wait(world, QUARTER);
      next = process.moments;
    }
    checkEnd(world, await quiet(world));
  });
  const states = (world.branch.written.get(ITEM) ?? []).filter(({ event }) => event.kind === 'confirmed').map(({ event }) => event.channel);
  if (new Set(states).size < 3) world.wrongs.push({ kind: 'lost', what: `only ${states} are out in the end` });
  return { next, wrongs: world.wrongs.map(({ what }) => `${habit?.network} ${habit?.trouble}, dying at ${moments}: ${what}`) };
}

interface Enumerated {
  singles: number;
  pairs: number;
  wrongs: string[];
}

/** Every moment of the first run at which it can die, and with each of them every moment of the second. */
async function enumerate(habit: World['habit']): Promise<Enumerated> {
  const found: Enumerated = { singles: 0, pairs: 0, wrongs: [] };
  const { next: last } = await dying(habit);
  for (let first = 1; first <= last; first += 1) {
    const single = await dying(habit, first);
    found.singles += 1;
    found.wrongs.push(...single.wrongs);
    for (let second = 1; second <= single.next; second += 1) {
      found.pairs += 1;
      found.wrongs.push(...(await dying(habit, first, second)).wrongs);
    }
  }
  return found;
}

const enumerated: Enumerated[] = [];
for (const habit of HABITS) enumerated.push(await enumerate(habit));
const sum = (of: (one: Enumerated) => number): number => enumerated.reduce((total, one) => total + of(one), 0);

describe('one item on three channels', () => {
  it(`is out once on each after a run that died at any of ${sum(({ singles }) => singles)} moments, and after two that died at any of ${sum(({ pairs }) => pairs)} pairs of them`, () => {
    expect(enumerated.flatMap(({ wrongs }) => wrongs)).toEqual([]);
    expect(enumerated.every(({ singles, pairs }) => singles > 15 && pairs > 200)).toBe(true);
  });
});
