import { beijingIso, type Instant } from '#pipeline/beijing-time.ts';
import type { Channel } from '#pipeline/item/front-matter/front-matter-schema.ts';
import { Problem } from '#pipeline/problem.ts';
import { endOf, type Process, pass } from './timeline.ts';
import { latency, trouble, type World } from './world.ts';

/** A text that lies on main, with what its three reviewers say of it by now. */
export interface Text {
  item: string;
  number: number;
  tree: string;
  channels: Channel[];
  /** Takes the item back instead of publishing it. */
  removal: boolean;
  /** The last day on which it is to be public. */
  until?: string;
  /** When a reviewer took his approval back, in milliseconds since 1970. */
  takenBack: number | null;
}

/** The code platform: main, people's approvals, and the runs that it has started. */
export interface Forge {
  texts: Map<string, Text[]>;
  runs: Map<string, Process[]>;
}

export const emptyForge = (): Forge => ({ texts: new Map(), runs: new Map() });

/** Tree of an item's folder with a text. */
export const treeOf = (number: number): string => String(number).padStart(40, 'a');

/** How long after its end a run may still be shown as running, in milliseconds. */
const SHOWN_LATE = 20_000;

const unreachable = (): Problem => new Problem('forge/unreachable', '连不上代码平台', { place: 'forge' });

/** The forge's time in milliseconds since 1970, at this moment. */
export const forgeTime = (world: World): number => world.timeline.now + world.skew;

/** The forge's time as a process is told it. @throws Problem when it can't be asked */
export async function askTime(world: World, process: Process): Promise<Instant> {
  await pass(world.timeline, process, latency(world));
  if (trouble(world, 'forge-unreadable')) throw unreachable();
  return beijingIso(new Date(forgeTime(world)));
}

/** When a run ended, as the forge tells it; `null` if it doesn't know that run any more. @throws Problem when it can't be asked */
export async function askRunEnd(world: World, process: Process, id: string): Promise<string | 'running' | null> {
  const { timeline, forge, random } = world;
  await pass(timeline, process, latency(world));
  if (trouble(world, 'forge-unreadable')) throw unreachable();
  if (trouble(world, 'run-forgotten')) return null;
  const newest = forge.runs.get(id)?.at(-1);
  if (newest === undefined) return null;
  const end = endOf(newest, timeline.now);
  if (end === null || timeline.now < end + random.between(0, SHOWN_LATE)) return 'running';
  return beijingIso(new Date(end + world.skew));
}

/** Whether the three reviews of a text still stand. @throws Problem when it can't be asked */
export async function askApproved(world: World, process: Process, item: string, tree: string): Promise<boolean> {
  await pass(world.timeline, process, latency(world));
  if (trouble(world, 'forge-unreadable')) throw unreachable();
  return world.forge.texts.get(item)?.find((text) => text.tree === tree)?.takenBack === null;
}
