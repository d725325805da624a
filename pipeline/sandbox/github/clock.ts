import type { Instant } from '../../beijing-time.ts';

/**
 * The sandbox's time, in whole seconds like GitHub's. Every event takes at least a second, so that no two ever have the same time
 * and "later" is never in doubt.
 */
export interface SandboxClock {
  /** The time now; asking doesn't move it. ISO 8601, UTC. */
  now(): Instant;
  /** The time of a new event: later than every one before. */
  tick(): Instant;
  /** Moves on by some seconds. */
  advance(seconds: number): void;
}

const iso = (seconds: number): Instant => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;

/** A clock from an instant on. It runs with the real time, unless `still`: then only events and `advance` move it. */
export function startClock(options: { at?: Instant; still?: boolean } = {}): SandboxClock {
  const started = Date.now();
  const start = options.at === undefined ? started : Date.parse(options.at);
  if (Number.isNaN(start)) throw new RangeError(`not an instant: ${options.at}`);
  let skipped = 0;
  let last = Math.floor(start / 1000);
  const running = (): number => Math.floor((options.still ? start : start + Date.now() - started) / 1000) + skipped;
  return {
    now: () => iso(Math.max(last, running())),
    tick() {
      last = Math.max(last + 1, running());
      return iso(last);
    },
    advance(seconds) {
      skipped += seconds;
      last += seconds;
    },
  };
}
