import { beijingDate } from '#pipeline/beijing-time.ts';
import type { Channel } from '#pipeline/item/front-matter/front-matter-schema.ts';
import { type Policy, policySchema } from '#pipeline/organisation/policy.ts';
import type { Payload } from '#pipeline/render/payload.ts';
import { standIn } from '../../ledger/ledger-memory.ts';
import { payloadOf } from '../world.ts';
import { emptyForge, treeOf } from './forge.ts';
import { mayIntrude } from './intruder.ts';
import { noCounts, PUBLISHER, PUBLISHER_KEYS } from './ledger-book.ts';
import { emptyBranch, removeForged } from './ledger-branch.ts';
import { checkDrafts, takesMessages } from './messages.ts';
import { checkEnd } from './oracle.ts';
import { type Act, act, liftHold, registerPaper } from './persons.ts';
import { emptyNetworks, NETWORKS } from './posts.ts';
import { publishOnce } from './publish-run.ts';
import { type Random, randomOf } from './random.ts';
import { maySetBack } from './set-back.ts';
import { endOf, type Process, pass, processOf, timelineFrom } from './timeline.ts';
import { type Engine, minute, note, type Trouble, type World } from './world.ts';

/** Publishing jobs are stopped after ten minutes (`timeout-minutes`). */
const JOB = 600_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;

const ITEMS = ['wucheng/2026-11-23-street', 'wucheng/2026-11-23-bridge', 'wucheng/2026-11-23-market'];

const policies: readonly Policy[] = [false, true].flatMap((resend) =>
  [
    { wechat: 900, weibo: 600, sends: 10 },
    { wechat: 10, weibo: 10, sends: 10 },
    { wechat: 60, weibo: 45, sends: 10 },
    { wechat: 900, weibo: 600, sends: 1 },
  ].flatMap(({ wechat, weibo, sends }) =>
    [[], [{ from: '2026-11-24 12:00', to: '2026-11-24 15:00', channels: ['wechat', 'weibo'], reason: '示例' }]].map((pauses) =>
      policySchema.parse({
        channels: { wechat: { mode: 'publish', settle_seconds: wechat }, weibo: { mode: 'open', settle_seconds: weibo } },
        breaker: { sends },
        corrections: { resend },
        pauses,
      }),
    ),
  ),
);

/** Policies of a bureau whose WeChat items go out together at an hour of the day, or wait for a person at the button. */
const messagePolicies: readonly Policy[][] = Array.from({ length: 24 }, (_, hour) =>
  (['publish', 'draft'] as const).flatMap((mode) =>
    [2, 8, null].map((max) =>
      policySchema.parse({
        channels: {
          wechat: {
            mode,
            settle_seconds: 60,
            ...(max === null && mode === 'draft' ? {} : { collect: { at: `${String(hour).padStart(2, '0')}:00`, max: max ?? 3 } }),
          },
          weibo: { mode: max === 2 ? 'manual' : 'open', settle_seconds: 45 },
        },
        breaker: { sends: 10 },
        corrections: { resend: mode === 'draft' },
      }),
    ),
  ),
);

/** The hour of messages is mostly the next one: until then nothing can go wrong with them. */
function policyFor(random: Random, began: number, harsh: boolean): Policy {
  if (!random.chance(harsh ? 0.25 : 0.15)) return random.pick(policies);
  const hour = Math.floor((began + 8 * HOUR) / HOUR) + random.pick([0, 1, 1, 2]);
  return random.pick(messagePolicies[hour % 24] ?? policies);
}

const payloads = new Map<string, Payload>();

function payload(item: string, channel: Channel, number: number): Payload {
  const name = `${item} ${channel} ${number}`;
  const found = payloads.get(name) ?? payloadOf(item, channel, `正文 ${number}`);
  payloads.set(name, found);
  return found;
}

/** How a history is to go; what isn't said here follows from the seed. */
export interface Told {
  engine: Engine;
  seed: number;
  trace?: boolean;
  beyond?: boolean;
  /** More goes wrong, and people do more: mistakes show sooner. */
  harsh?: boolean;
}

const RATES = [0, 0.02, 0.06, 0.06, 0.15, 0.3];
const HARSH_RATES = [0.05, 0.1, 0.2];

function start(random: Random): number {
  const last = random.chance(0.2);
  return Date.parse(last ? '2026-11-30T18:00:00+08:00' : '2026-11-24T08:00:00+08:00') + random.between(0, (last ? 6 : 8) * HOUR);
}

/** One history of a hundred is signed with a key, of the harsh ones one of twenty. */
const signing = (seed: number, harsh: boolean): Pick<World, 'sign' | 'keys'> =>
  seed % (harsh ? 20 : 100) === 0 ? { sign: PUBLISHER, keys: PUBLISHER_KEYS } : { sign: standIn, keys: null };

export function newWorld({ engine, seed, trace = false, beyond = false, harsh = false }: Told): World {
  const random = randomOf(seed);
  const began = start(random);
  return {
    engine,
    random,
    intruder: randomOf(-1 - seed),
    ...signing(seed, harsh),
    timeline: timelineFrom(began),
    policy: policyFor(random, began, harsh),
    branch: emptyBranch(),
    counts: seed % (harsh ? 5 : 10) === 0 ? noCounts() : null,
    forge: emptyForge(),
    networks: emptyNetworks(),
    rate: random.pick(harsh ? HARSH_RATES : RATES),
    harsh,
    skew: random.between(-600_000, 600_000),
    beyond,
    habit: null,
    drafts: false,
    // No chance is spent on it, so that all other histories go on as they would.
    until: seed % 8 === 3 ? beijingDate(new Date(began)) : null,
    paper: null,
    onPaper: seed % 8 === 5,
    poison: null,
    payloadOf: payload,
    asked: new Map(),
    told: new Set(),
    strangers: new Set(),
    wrongs: [],
    met: {},
    trace: trace ? [] : null,
    acts: 0,
  };
}

/** An item that lies on main with its three reviews. */
export function addItem(world: World, item: string, channels: Channel[]): void {
  world.forge.texts.set(item, [
    {
      item,
      number: 1,
      tree: treeOf(1),
      channels,
      removal: false,
      takenBack: null,
      ...(world.until === null ? {} : { until: world.until }),
    },
  ]);
}

/** Starts a run, or another attempt of an old one. */
export function startRun(
  world: World,
  id: string,
  dieAt = 0,
  deadline = world.timeline.now + JOB,
): { process: Process; told: ReturnType<typeof publishOnce> } {
  const attempts = world.forge.runs.get(id) ?? [];
  const process = processOf(id, attempts.length + 1, deadline);
  process.dieAt = dieAt;
  world.forge.runs.set(id, [...attempts, process]);
  return { process, told: publishOnce(world, process) };
}

const CHANNELS: readonly Channel[][] = [
  ['website', 'wechat', 'weibo'],
  ['website', 'wechat', 'weibo'],
  ['website', 'weibo'],
  ['wechat'],
  ['weibo'],
];

const ACTS: readonly Act[] = [
  'hold',
  'resume',
  'withdraw',
  'withdraw',
  'correct',
  'correct',
  'remove',
  'take-back',
  'delete',
  'resolve',
  'resolve',
  'by-hand',
  'by-hand',
  'press',
  'press',
  'press',
];

export const wait = (world: World, milliseconds: number): Promise<void> => pass(world.timeline, processOf('time', 1), milliseconds);

const HABITS: readonly Trouble[] = ['request-lost', 'applied-late', 'applied-late', 'applied-late', 'answer-lost', 'accepted-only'];

/** How long it is until the next run: at once, within the settling time, a schedule's quarter of an hour, or hours of dropped schedules. */
function gap({ random, policy }: World): number {
  const kind = random.next();
  if (kind < 0.25) return random.between(0, random.pick([5000, 40_000]));
  if (kind < 0.4) return random.between(1, 20) * MINUTE;
  // About when absence begins to count.
  if (kind < 0.6) return policy.channels[random.pick(NETWORKS)].settle_seconds * 1000 + random.between(0, 2 * MINUTE);
  return kind < 0.9 ? 15 * MINUTE : random.between(1, 6) * HOUR;
}

async function troubled(world: World): Promise<void> {
  const { random, timeline } = world;
  const runs = world.harsh ? random.between(3, 8) : random.pick([1, 1, 2, 2, 3, 4]);
  for (let run = 1; run <= runs; run += 1) {
    const old = String(random.between(1, Math.max(1, run - 1)));
    // The forge starts a run again only once its earlier attempts have ended.
    const ended = world.forge.runs.get(old)?.every((process) => endOf(process, timeline.now) !== null) ?? false;
    const again = ended && random.chance(0.2);
    const dieAt = world.rate > 0 && random.chance(Math.min(0.5, world.rate * 4)) ? random.between(1, 40) : 0;
    startRun(world, again ? old : String(run), dieAt);
    mayIntrude(world);
    maySetBack(world);
    while (random.chance(world.harsh ? 0.6 : 0.4)) {
      const kind = random.pick(ACTS);
      const after = random.between(0, random.pick([20_000, 20_000, HOUR]));
      timeline.at(timeline.now + after, () => void act(world, kind));
      if (kind === 'withdraw' && random.chance(0.4))
        timeline.at(timeline.now + after + random.between(0, 10 * MINUTE), () => void act(world, 'correct'));
    }
    await wait(world, gap(world));
  }
}

/** Whether a process may still do something, whatever its platform tells. */
const goesOn = (process: Process, now: number): boolean => (process.thawed ? process.ended === null : endOf(process, now) === null);

/** All is well from here on, until nothing changes any more. @returns what the last run told */
export async function quiet(world: World): Promise<Set<string>> {
  // Whatever still runs ends, also what stood still past its end, and whatever is on its way arrives; a pause is over by then, whosever clock is asked.
  while ([...world.forge.runs.values()].flat().some((run) => goesOn(run, world.timeline.now))) await wait(world, JOB);
  const pauseEnds = Math.max(0, ...world.policy.pauses.map(({ to }) => minute(to) + JOB));
  await wait(world, Math.max(80 * MINUTE, pauseEnds - world.timeline.now));
  if (world.until !== null)
    await wait(world, Math.max(0, minute(`${world.until} 00:00`) + 24 * HOUR + JOB + Math.abs(world.skew) - world.timeline.now));
  world.rate = 0;
  world.habit = null;
  while (world.branch.cut !== null) await wait(world, JOB);
  removeForged(world);
  if (world.policy.channels.wechat.collect) {
    // Whatever is still to be approved waits for the next day's message.
    await startRun(world, '1000', 0, Number.POSITIVE_INFINITY).told;
    await wait(world, 25 * HOUR);
  }
  let told = new Set<string>();
  let still = 0;
  for (let run = 1; run <= 20 && still < 1; run += 1) {
    await liftHold(world);
    const before = world.branch.commits.length;
    const alerts = await startRun(world, String(1000 + run), 0, Number.POSITIVE_INFINITY).told;
    told = new Set((alerts ?? []).map(({ item, channel }) => (channel === undefined ? item : `${item} ${channel}`)));
    still = world.branch.commits.length === before ? still + 1 : 0;
    await wait(world, 16 * MINUTE);
  }
  return told;
}

/** A bureau's days under a seed's troubles, and then in peace. Whatever must never be stands in `world.wrongs` afterwards. */
export async function live(world: World): Promise<void> {
  const { random } = world;
  const count = takesMessages(world) ? random.between(2, 3) : random.pick(world.harsh ? [1, 1, 2] : [1, 1, 1, 1, 1, 1, 2, 3]);
  for (const item of ITEMS.slice(0, count)) addItem(world, item, [...random.pick(CHANNELS)]);
  if (count > 1 && random.chance(0.3)) world.poison = ITEMS[1] as string;
  world.drafts = random.chance(0.3);
  if (world.rate > 0 && random.chance(world.harsh ? 0.5 : 0.2))
    world.habit = { network: random.pick(NETWORKS), trouble: random.pick(HABITS) };
  if (world.trace) note(world, `${count} items, rate ${world.rate}, settle ${world.policy.channels.weibo.settle_seconds} s`);
  if (world.onPaper) await registerPaper(world);
  await troubled(world);
  checkEnd(world, await quiet(world));
  checkDrafts(world);
}
