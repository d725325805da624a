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

process.on('message', async ({ first, count, beyond }: Asked) => {
  process.send?.(await liveSeeds({ engine, beyond }, first, count));
});
