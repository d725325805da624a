import { addStatus, mainOf } from './ledger-book.ts';
import { type Branch, type Commit, pathsOf } from './ledger-branch.ts';
import { note, trouble, type World } from './world.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
/** How many pushes are taken away at most. */
const DEEPEST = 6;

const eventsIn = (commits: readonly Commit[]): number => commits.reduce((sum, { events }) => sum + events.length, 0);

/** How much of the branch may be left so that its count tells: what was pushed and isn't counted yet nobody can miss. */
function lengths({ commits }: Branch, counted: number): number[] {
  const shorter = Array.from({ length: Math.min(DEEPEST, commits.length) }, (_, index) => commits.length - 1 - index);
  return shorter.filter((length) => eventsIn(commits.slice(0, length)) < counted);
}

function replace(branch: Branch, commits: Commit[]): void {
  branch.commits = commits;
  branch.paths = pathsOf(commits);
}

/** What somebody without the key puts beside the true counts: no count, one that was signed for less or for another commit, one that nobody signed. */
function lie(world: World): void {
  const { counts, random } = world;
  if (counts === null) return;
  const [head] = mainOf(world);
  const older = random.pick([...counts.at.values()])?.[0]?.description ?? '';
  addStatus(world, counts, head, random.pick(['1 x', older, older, `999999 ${'0'.repeat(40)} ${'A'.repeat(86)}==`]));
}

/** Somebody who may force it sets the ledger's branch back. The administrator finds out by what every run says, and brings the tail back later. */
function setBack(world: World): void {
  const { branch, counts, random, timeline } = world;
  if (counts === null || branch.cut !== null || branch.commits.some(({ forged }) => forged)) return;
  const possible = lengths(branch, counts.highest);
  if (possible.length === 0 || !trouble(world, 'set-back')) return;
  branch.cut = { commits: branch.commits };
  replace(branch, branch.commits.slice(0, random.pick(possible)));
  if (world.trace) note(world, `somebody sets the ledger back to ${branch.commits.length} of ${branch.cut.commits.length} pushes`);
  if (random.chance(0.5)) lie(world);
  timeline.at(timeline.now + random.between(MINUTE, 3 * HOUR), () => bringBack(world));
}

/** The branch is again as it was; what somebody has pushed onto the shorter one meanwhile is no part of it. */
function bringBack(world: World): void {
  const { branch } = world;
  if (branch.cut === null) return;
  replace(branch, branch.cut.commits);
  branch.cut = null;
  const kept = new Set(branch.commits.flatMap(({ events }) => events.map(({ event }) => event)));
  for (const chain of branch.written.values()) chain.splice(0, chain.length, ...chain.filter(({ event }) => kept.has(event)));
  if (world.trace) note(world, `the ledger has all its ${branch.commits.length} pushes again`);
}

/** Lets somebody set the ledger back at some moment after a run's beginning, in the histories that are counted. */
export function maySetBack(world: World): void {
  const { counts, random, timeline } = world;
  if (counts === null) return;
  timeline.at(timeline.now + random.between(0, random.pick([20_000, 10 * MINUTE, HOUR])), () => setBack(world));
}
