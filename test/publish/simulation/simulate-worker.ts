import { parentPort } from 'node:worker_threads';
import { liveSeeds } from './batch.ts';
import * as engine from './production.ts';

/** Consecutive seeds to be lived. */
export interface Asked {
  first: number;
  count: number;
  beyond: boolean;
}

// Failures that are part of a history are thrown by the thousand, and nobody looks where from.
Error.stackTraceLimit = 0;

parentPort?.on('message', async ({ first, count, beyond }: Asked) => {
  parentPort?.postMessage(await liveSeeds({ engine, beyond }, first, count));
});
