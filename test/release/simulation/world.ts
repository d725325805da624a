import type { Channel } from '#pipeline/item/front-matter/front-matter-schema.ts';
import type { Policy } from '#pipeline/organisation/policy.ts';
import type { Payload } from '#pipeline/render/payload.ts';
import type { Sign, SigningKey } from '#pipeline/review/form/envelope.ts';
import type { Forge } from './forge.ts';
import type { Counts } from './ledger-book.ts';
import type { Branch } from './ledger-branch.ts';
import type { Network, Networks } from './posts.ts';
import type * as Production from './production.ts';
import type { Random } from './random.ts';
import type { Timeline } from './timeline.ts';

/** All of the production code that a history runs through. */
export type Engine = typeof Production;

/** What can go wrong (reliability B4), and how often compared with the history's own rate. */
export const TROUBLES = {
  'stale-ledger': 0.5,
  'ledger-unreadable': 0.3,
  'push-lost': 0.6,
  'push-refused': 0.5,
  'push-unclear': 0.6,
  'push-denied': 0.3,
  frozen: 0.1,
  'forge-unreadable': 0.3,
  'run-forgotten': 0.1,
  'long-pause': 0.3,
  'request-lost': 1,
  'answer-lost': 1,
  'applied-late': 1,
  'not-sent': 0.7,
  'rate-limited': 0.7,
  'token-expired': 0.4,
  refused: 0.3,
  broken: 0.3,
  'accepted-only': 1,
  'rejected-later': 0.3,
  'read-failed': 0.7,
  'unreadable-for-good': 0.2,
  'stale-read': 1,
  'site-not-built': 0.5,
  'set-back': 4,
} as const;
export type Trouble = keyof typeof TROUBLES;

/** The promises of publishing: never twice, never lost in silence, never unapproved, never too late or while held; and all else that must hold. */
export const PROMISES = ['duplicate', 'lost', 'unapproved', 'stale', 'other'] as const;

/** Something that must never be. */
export interface Wrong {
  kind: (typeof PROMISES)[number];
  what: string;
}

/** A small world of one bureau: what lies outside the program, and what was seen to go wrong in it. */
export interface World {
  engine: Engine;
  random: Random;
  /** Chance of its own for who has the ledger's token and not its key, so that it changes nothing else. */
  intruder: Random;
  /** How the publisher signs, and the keys that readers then ask for; `null`: stand-ins, which cost nothing. */
  sign: Sign;
  keys: readonly SigningKey[] | null;
  timeline: Timeline;
  policy: Policy;
  branch: Branch;
  /** The ledger's counts on main; `null` in a history that isn't counted. */
  counts: Counts | null;
  forge: Forge;
  networks: Networks;
  /** How likely something goes wrong, before its weight; 0 while all is well. */
  rate: number;
  /** More goes wrong, and people do more. */
  harsh: boolean;
  /** The forge's clock less everybody else's, in milliseconds. */
  skew: number;
  /** Networks carry out some requests after the settling time: what no client can prevent. */
  beyond: boolean;
  /** A network that has one trouble with every request until all is well. */
  habit: { network: Network; trouble: Trouble } | null;
  /** WeChat gets a draft by a call of its own, before the one that publishes. */
  drafts: boolean;
  /** The last day on which all texts are to be public, but for corrections that move it; `null`: there is none. */
  until: string | null;
  /** What was signed on paper and posted by hand before anybody reviewed it, as its text says; `null`: nothing. */
  paper: { item: string; channel: Network } | null;
  /** A history that begins so. */
  onPaper: boolean;
  /** An item that nobody can judge. */
  poison: string | null;
  payloadOf: (item: string, channel: Channel, number: number) => Payload;
  /** When each process last asked whether a release may be called: from when to when, in milliseconds since 1970. */
  asked: Map<string, { from: number; to: number }>;
  /** Items and channels that people were told of, ever. */
  told: Set<string>;
  /** Posts that somebody deleted or published by hand without telling anybody. */
  strangers: Set<string>;
  /** What must never be, in the order in which it was seen. */
  wrongs: Wrong[];
  /** How often each trouble was met. */
  met: Partial<Record<Trouble, number>>;
  /** Things that persons have done, counted. */
  acts: number;
  /** Lines for whoever replays a history; `null` otherwise. */
  trace: string[] | null;
}

/** The information date of all items, and the end of their seven days, in milliseconds since 1970. */
export const EVENT_DATE = '2026-11-23';
export const EXPIRES = Date.parse('2026-12-01T00:00:00+08:00');

/** A minute of the policy, in milliseconds since 1970. */
export const minute = (text: string): number => Date.parse(`${text.replace(' ', 'T')}:00+08:00`);

/** Whether something goes wrong now. */
export function trouble(world: World, kind: Trouble): boolean {
  if (world.rate === 0 || !world.random.chance(world.rate * TROUBLES[kind])) return false;
  world.met[kind] = (world.met[kind] ?? 0) + 1;
  if (world.trace) note(world, `! ${kind}`);
  return true;
}

/** How long a thing outside takes, in milliseconds; sometimes the whole machine stands still for minutes. */
export const latency = (world: World): number =>
  trouble(world, 'long-pause') ? world.random.between(10_000, 540_000) : world.random.between(20, 1500);

/** A line for whoever replays a history. */
export function note(world: World, line: string): void {
  world.trace?.push(`${new Date(world.timeline.now + 28_800_000).toISOString().slice(5, 23).replace('T', ' ')}  ${line}`);
}

/** Something that must never be. */
export function wrong(world: World, kind: Wrong['kind'], what: string): void {
  world.wrongs.push({ kind, what });
  note(world, `✗ ${what}`);
}
