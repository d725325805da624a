import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { addDays } from '#pipeline/beijing-time.ts';
import { filesOf } from '../site/files-of.ts';
import { newFolder } from './bench-folder.ts';
import { hugoProgram } from './hugo.ts';
import { type Figure, figureOf } from './measure.ts';
import { type Cost, costOf } from './processes.ts';
import { commandSite } from './site-command.ts';
import { type ArchivedText, archivedText, LAST_DAY, PAGE_SIZE, UNITS, writeItem, writeSettings } from './site-corpus.ts';
import { writeEleventySite } from './site-eleventy.ts';
import { writeHugoSite } from './site-hugo.ts';

type Cases = Record<string, Record<string, Figure>>;

const MOST_ROUNDS = 3;
/** The archive that one merged item must cost nearly as little in. */
const SMALL = 1000;
const RUN = resolve('test/bench/site-run.ts');

function expectSame(what: string, is: unknown, wanted: unknown): void {
  if (JSON.stringify(is) !== JSON.stringify(wanted))
    throw new Error(`expected ${what} to be ${JSON.stringify(wanted)}, but: ${JSON.stringify(is)}`);
}

/** Fails unless a site has every item's page, the known words on the pages of the newest and the oldest, and the lists' pages. */
function requireSite(out: string, texts: readonly ArchivedText[]): void {
  const pages = UNITS.flatMap(({ id }) => readdirSync(join(out, id)).map((name) => `${id}/${name}`));
  expectSame('the number of items on the site', pages.length, texts.length);
  for (const { id, title, body } of [texts[0], texts.at(-1)] as [ArchivedText, ArchivedText]) {
    const page = readFileSync(join(out, id, 'index.html'), 'utf8');
    const [sentence = ''] = body.split('，');
    expectSame(
      `the words of ${id}`,
      [title.replace('，', ''), sentence].map((words) => plain(page).includes(words)),
      [true, true],
    );
  }
  const [newest] = texts.slice(-1) as [ArchivedText];
  for (const list of ['', `columns/${newest.column.id}`, `units/${newest.unit.id}`])
    expectSame(`the newest in ${list}`, readFileSync(join(out, list, 'index.html'), 'utf8').includes(newest.id), true);
  const listed = (own: (text: ArchivedText) => string): number => {
    const sizes = new Map<string, number>();
    for (const text of texts) sizes.set(own(text), (sizes.get(own(text)) ?? 0) + 1);
    return [...sizes.values()].reduce((sum, size) => sum + Math.ceil(size / PAGE_SIZE), 0);
  };
  const wanted = listed(({ column }) => column.id) + listed(({ unit }) => unit.id);
  const lists = ['columns', 'units'].flatMap((folder) => filesOf(join(out, folder))).filter((file) => file.endsWith('.html'));
  if (lists.length < wanted) throw new Error(`expected at least ${wanted} pages of lists, but there are ${lists.length}`);
  const machines = readdirSync(out).filter((name) => /^(feed|sitemap.*)\.xml$/.test(name));
  const naming = machines.filter((name) => readFileSync(join(out, name), 'utf8').includes(newest.id));
  expectSame('the files for machines that name the newest', naming.length, 2);
}

/** The words of a page without its tags and commas. */
const plain = (page: string): string => page.replaceAll(/<[^>]*>|，/g, '');

/** Our site of an archive that grows by an item a round. */
function ourSite(folder: string, count: number) {
  const root = join(folder, `ours-${count}`);
  const texts = Array.from({ length: count }, (_, index) => archivedText(index, count));
  writeSettings(root);
  for (const text of texts) writeItem(root, text);
  const build = (today: string): Cost => {
    const cost = costOf(process.execPath, [...process.execArgv, RUN, root, today], process.cwd());
    expectSame('the end of our build', cost.status, 0);
    requireSite(join(root, '_site'), texts);
    return cost;
  };
  return {
    build,
    texts,
    forget: () => {
      for (const name of ['_site', '.cache']) rmSync(join(root, name), { recursive: true, force: true });
    },
    grow: () => {
      const text = archivedText(texts.length, count);
      texts.push(text);
      writeItem(root, text);
    },
  };
}

type Peer = () => Cost;

function peersOf(folder: string, texts: readonly ArchivedText[]): Record<string, Peer> {
  const hugo = join(folder, 'hugo');
  const eleventy = join(folder, 'eleventy');
  writeHugoSite(hugo, texts);
  writeEleventySite(eleventy, texts);
  const cli = resolve('node_modules/@11ty/eleventy/cmd.cjs');
  const [program, ...first] = hugoProgram();
  const build = (root: string, out: string, run: () => Cost): Cost => {
    rmSync(join(root, out), { recursive: true, force: true });
    const cost = run();
    expectSame(`the end of the build in ${root}`, cost.status, 0);
    requireSite(join(root, out), texts);
    return cost;
  };
  return {
    hugo: () => build(hugo, 'public', () => costOf(program, [...first, '--quiet', '--source', hugo], hugo)),
    'stock Eleventy': () => build(eleventy, '_site', () => costOf(process.execPath, [cli, '--quiet'], eleventy)),
  };
}

/** All figures of some ways of working, each run once a round, in turns. */
function casesOf(name: string, costs: Record<string, Cost[]>): Cases {
  const of = (pick: (cost: Cost) => number) =>
    Object.fromEntries(Object.entries(costs).map(([way, some]) => [way, figureOf(some.map(pick))])) as Record<string, Figure>;
  return {
    [name]: of(({ milliseconds }) => milliseconds),
    [`${name}: elapsed`]: of(({ elapsed }) => elapsed),
    [`${name}: peak memory in MiB`]: of(({ megabytes }) => megabytes),
  };
}

async function casesFor(folder: string, count: number, rounds: number): Promise<Cases> {
  const large = ourSite(folder, count);
  const small = ourSite(folder, Math.min(SMALL, count));
  const peers = peersOf(folder, [...large.texts]);
  small.build(LAST_DAY);
  const [largeCommand, smallCommand] = [
    await commandSite(join(folder, `command-${count}`), count, rounds),
    await commandSite(join(folder, 'command-small'), Math.min(SMALL, count), rounds),
  ];
  smallCommand.build();
  const costs: Record<string, Cost[]> = {};
  const keep = (way: string, cost: Cost): void => {
    costs[way] = [...(costs[way] ?? []), cost];
  };
  for (let round = 0; round < rounds; round += 1) {
    large.forget();
    keep('cold', large.build(LAST_DAY));
    keep('hugo', (peers.hugo as Peer)());
    keep('new day', large.build(addDays(LAST_DAY, 1 + round)));
    keep('eleventy', (peers['stock Eleventy'] as Peer)());
    large.grow();
    keep('merged', large.build(addDays(LAST_DAY, 1 + round)));
    small.grow();
    keep('merged into small', small.build(LAST_DAY));
    largeCommand.forget();
    keep('command, cold', largeCommand.build());
    keep('command, new day', largeCommand.build(1 + round));
    largeCommand.grow();
    keep('command, merged', largeCommand.build(1 + round));
    smallCommand.grow();
    keep('command, merged into small', smallCommand.build());
  }
  largeCommand.requireClean();
  const beside = (own: string) => ({ sanshen: costs[own] ?? [], hugo: costs.hugo ?? [], 'stock Eleventy': costs.eleventy ?? [] });
  const merged = (own: string, small: string): Record<string, Cost[]> => {
    const { sanshen, ...others } = beside(own);
    return { sanshen, [`the same at ${SMALL}`]: costs[small] ?? [], ...others };
  };
  return {
    ...casesOf(`${count} items, a new day`, beside('new day')),
    ...casesOf(`${count} items, one merged`, merged('merged', 'merged into small')),
    ...casesOf(`${count} items, nothing known`, beside('cold')),
    ...casesOf(`${count} items, the whole command, a new day`, beside('command, new day')),
    ...casesOf(`${count} items, the whole command, one merged`, merged('command, merged', 'command, merged into small')),
    ...casesOf(`${count} items, the whole command, nothing known`, beside('command, cold')),
  };
}

/**
 * The whole site of an archive, as processes: on a new day, which every page shows, with its texts known; after one merged item; and with
 * nothing known. The same by the command `build`, which verifies the ledger first and reads from Git what it shows. Beside it Hugo and a stock site of Eleventy's of the same texts, in the same frame.
 * @param counts how many items, one archive each
 */
export async function benchSite(rounds: number, counts: readonly number[]): Promise<Cases> {
  const folder = newFolder();
  const cases: Cases = {};
  try {
    for (const count of counts) Object.assign(cases, await casesFor(join(folder, String(count)), count, Math.min(rounds, MOST_ROUNDS)));
    return cases;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
