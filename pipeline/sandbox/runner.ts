/** One thing to do, and the name under which repeats of it that still wait are dropped. */
interface Job {
  name: string;
  work: () => Promise<void>;
}

/**
 * Does in the sandbox what GitHub Actions does outside: one job after the other, a newer job of the same name replaces one that still waits.
 * Like the publisher itself it is level-triggered, so a dropped repeat loses nothing.
 */
export interface Runner {
  enqueue(name: string, work: () => Promise<void>): void;
  /** Resolves when nothing runs or waits. */
  idle(): Promise<void>;
  /** Drops what waits and lets the running job end. */
  stop(): Promise<void>;
}

/** @param failed what to do with a job's error: the queue goes on whatever happens */
export function startRunner(failed: (name: string, error: unknown) => void): Runner {
  let waiting: Job[] = [];
  let running: Promise<void> | null = null;
  const drain = async (): Promise<void> => {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      try {
        await job.work();
      } catch (error) {
        failed(job.name, error);
      }
    }
    running = null;
  };
  return {
    enqueue(name, work) {
      waiting = [...waiting.filter((job) => job.name !== name), { name, work }];
      running ??= drain();
    },
    async idle() {
      while (running) await running;
    },
    async stop() {
      waiting = [];
      await running;
    },
  };
}
