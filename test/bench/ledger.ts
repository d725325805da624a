import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openGit } from '#pipeline/forge/git/git.ts';
import { gitText } from '#pipeline/forge/git/git-process.ts';
import { itemState, readNewestChains } from '#pipeline/ledger/ledger.ts';
import { gitLedger } from '#pipeline/ledger/ledger-git.ts';
import { type Archive, addressOn, writeArchive } from './ledger-archive.ts';
import { type Figure, figureOf } from './measure.ts';
import { type Cost, costOf } from './processes.ts';

const SANSHEN = resolve('pipeline/sanshen.js');
const KEYS = 100;
const MOST_ROUNDS = 3;

type Cases = Record<string, Record<string, Figure>>;

function expectSame(what: string, is: unknown, wanted: unknown): void {
  if (JSON.stringify(is) !== JSON.stringify(wanted))
    throw new Error(`expected ${what} to be ${JSON.stringify(wanted)}, but: ${JSON.stringify(is)}`);
}

/** Items all over the years, the first and the last among them. */
const spread = ({ items }: Archive, count: number): string[] =>
  Array.from({ length: count }, (_, index) => items[Math.floor(((items.length - 1) * index) / (count - 1))] as string);

/** Elapsed milliseconds of reading and folding one item's chain in a repository that is open. */
async function keyTimes(archive: Archive): Promise<Figure> {
  const git = await openGit(archive.dir);
  const store = gitLedger(git, { fetch: false });
  const times: number[] = [];
  for (const item of spread(archive, KEYS)) {
    const start = performance.now();
    const { releases } = itemState(await readNewestChains(store, [item]), item);
    times.push(performance.now() - start);
    expectSame(
      `the releases of ${item}`,
      releases.map(({ channel, state }) => `${channel} ${state}`),
      ['website', 'wechat', 'weibo'].map((channel) => `${channel} confirmed`),
    );
  }
  git.close();
  return figureOf(times);
}

/** What each command must say of an archive in which everything is published and nothing is due. */
function truthOf({ items, events }: Archive): Record<string, (item: string, answer: never) => void> {
  type Status = { items: { id: string; releases: { state: string }[] }[] };
  type Verify = { verified: boolean; items: number; events: number };
  return {
    'plan: nothing to do': (_, { releases, alerts }: { releases: unknown[]; alerts: unknown[] }) =>
      expectSame('the plan', [releases, alerts], [[], []]),
    'status of one item': (item, answer: Status) =>
      expectSame(
        'its status',
        answer.items.map(({ id, releases }) => [id, releases.map(({ state }) => state)]),
        [[item, Array(3).fill('confirmed')]],
      ),
    'status of what is open and of lately': (_, { items: told, rest }: Status & { rest: number }) =>
      expectSame('how many it tells of', [told.length + rest, told.length > 100, told.length < 1000], [items.length, true, true]),
    'form of one item': (item, { content }: { content: { item: string } }) => expectSame('its form', content.item, item),
    'verify one item': (_, { verified, events: seen }: Verify) => expectSame('its report', [verified, seen], [true, 10]),
    'verify one item by its address': (_, { verified, events: seen }: Verify) => expectSame('its report', [verified, seen], [true, 10]),
    'verify all': (_, { verified, items: seen, events: all }: Verify) =>
      expectSame('the report', [verified, seen, all], [true, items.length, events]),
  };
}

const ARGUMENTS: Record<string, (item: string) => string[]> = {
  'plan: nothing to do': () => ['plan'],
  'status of one item': (item) => ['status', item],
  'status of what is open and of lately': () => ['status'],
  'form of one item': (item) => ['form', item],
  'verify one item': (item) => ['verify', item],
  'verify one item by its address': (item) => ['verify', addressOn('weibo', item)],
  'verify all': () => ['verify'],
};

/** Whole commands on an archive. */
function commandCosts(archive: Archive, rounds: number): { name: string; costs: Cost[] }[] {
  const truth = truthOf(archive);
  return Object.entries(ARGUMENTS).map(([name, args]) => {
    const once = name === 'verify all' ? 1 : rounds;
    const costs = spread(archive, Math.max(2, once))
      .slice(0, once)
      .map((item) => {
        const all = [SANSHEN, ...args(item), '--root', archive.dir, '--at', archive.now, '--format', 'json'];
        const cost = costOf(process.execPath, all, archive.dir);
        truth[name]?.(item, JSON.parse(cost.stdout) as never);
        return cost;
      });
    return { name, costs };
  });
}

/** Figures that are compared with nothing: a case each. */
const alone = (name: string, figures: Record<string, Figure>): Cases =>
  Object.fromEntries(Object.entries(figures).map(([way, figure]) => [`${name}, ${way}`, { [way]: figure }]));

async function casesFor(folder: string, count: number, rounds: number): Promise<Cases> {
  const archive = await writeArchive(join(folder, `items-${count}.git`), count);
  const key = await keyTimes(archive);
  const commands = commandCosts(archive, Math.min(rounds, MOST_ROUNDS));
  const of = (pick: (cost: Cost) => number) =>
    Object.fromEntries(commands.map(({ name, costs }) => [name, figureOf(costs.map(pick))])) as Record<string, Figure>;
  const bytes = Number(await gitText(archive.dir, ['rev-list', '--disk-usage', '--objects', 'ledger']));
  rmSync(archive.dir, { recursive: true });
  const name = `${count} items on three channels, ${archive.events} events, ${archive.seals} seals`;
  return {
    [`${name}: one item's state, elapsed`]: { [`${KEYS} items, repository open`]: key },
    ...alone(
      `${name}: whole command`,
      of(({ milliseconds }) => milliseconds),
    ),
    ...alone(
      `${name}: peak memory in MiB`,
      of(({ megabytes }) => megabytes),
    ),
    [`${name}: size in KiB (no time)`]: { 'ledger, an item': figureOf([bytes / count / 1024]) },
  };
}

/**
 * A ledger as the publisher would have written it in years: what one item's state, a run with nothing to do, one item's and the whole
 * verification cost. Each answer is held against what was written.
 * @param counts how many items, one archive each
 */
export async function benchLedger(rounds: number, counts: readonly number[]): Promise<Cases> {
  const folder = mkdtempSync(join(tmpdir(), 'sanshen-bench-'));
  try {
    let cases: Cases = {};
    for (const count of counts) cases = { ...cases, ...(await casesFor(folder, count, rounds)) };
    return cases;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
