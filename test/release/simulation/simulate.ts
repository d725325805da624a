import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { add, emptyTally, type Failure, type Tally, traceOf } from './batch.ts';
import * as engine from './production.ts';
import type { Asked } from './simulate-worker.ts';
import { PROMISES } from './world.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    histories: { type: 'string', default: '1000000' },
    workers: { type: 'string', default: String(availableParallelism()) },
    beyond: { type: 'boolean', default: false },
  },
});
const [seed, histories, workers] = [values.seed, values.histories, values.workers].map(Number) as [number, number, number];
if (![seed, histories, workers].every((value) => Number.isSafeInteger(value) && value > 0)) {
  console.error('usage: npm run simulate -- [--seed S] [--histories N] [--workers N] [--beyond]');
  process.exit(2);
}
const { beyond } = values;

/** Histories that a worker lives before it reports. */
const CHUNK = 2000;
/** After so many failures the cause is clear enough. */
const ENOUGH = 20;

const tally = emptyTally();
const began = Date.now();
let next = seed;

/** One line that is written over itself on a terminal, and a line every now and then elsewhere. */
function progress(): void {
  const seconds = Math.round((Date.now() - began) / 1000);
  const line = `${tally.histories} of ${histories} histories, ${tally.failures.length} failed, ${seconds} s`;
  if (process.stderr.isTTY) process.stderr.write(`\r${line}`);
  else if (tally.histories % 100_000 < CHUNK) console.error(line);
}

function chunk(): Asked | null {
  const left = seed + histories - next;
  if (left <= 0 || tally.failures.length >= ENOUGH) return null;
  const asked = { first: next, count: Math.min(CHUNK, left), beyond };
  next += asked.count;
  return asked;
}

function work(): Promise<void> {
  return new Promise((resolve, reject) => {
    // Almost everything that a history makes is forgotten at its end: a large nursery spares most of the collector's work.
    const execArgv = [...process.execArgv, '--max-semi-space-size=32'];
    const worker = fork(new URL('./simulate-worker.ts', import.meta.url), { execArgv, serialization: 'advanced' });
    const give = (): void => {
      const asked = chunk();
      if (asked) worker.send(asked);
      else worker.disconnect();
    };
    worker.on('error', reject);
    worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))));
    worker.on('message', (done: Tally) => {
      add(tally, done);
      progress();
      give();
    });
    give();
  });
}

const replay = ({ seed: failed }: Failure): string => `npm run simulate -- --seed ${failed} --histories 1${beyond ? ' --beyond' : ''}`;

await Promise.all(Array.from({ length: Math.min(workers, Math.ceil(histories / CHUNK)) }, work));
if (process.stderr.isTTY) process.stderr.write('\n');
const failures = tally.failures.sort((a, b) => a.seed - b.seed);
const [first] = failures;
if (first || histories === 1) console.log((await traceOf({ engine, seed: first?.seed ?? seed, beyond })).join('\n'));
for (const failure of failures) {
  console.log(`\nseed ${failure.seed}: ${[...new Set(failure.wrongs.map(({ what }) => what))].join('; ')}\n  ${replay(failure)}`);
}
const broken = (promise: (typeof PROMISES)[number]): number =>
  failures.filter(({ wrongs }) => wrongs.some(({ kind }) => kind === promise)).length;
console.log(
  [
    `\n${tally.histories} histories from seed ${seed}: ${tally.runs} runs, ${tally.events} events in the ledger, ${tally.posts} posts, ${Math.round((Date.now() - began) / 1000)} s on ${workers} cores`,
    `what came of them: ${tally.fingerprint.toString(16).padStart(13, '0')}`,
    PROMISES.map((promise) => `${promise} ${broken(promise)}`).join(', '),
    `troubles: ${Object.entries(tally.met)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, count]) => `${name} ${count}`)
      .join(', ')}`,
  ].join('\n'),
);
process.exitCode = failures.length > 0 ? 1 : 0;
