/** One run that waits or goes on. */
interface Queued {
  group: { name: string; cancels: boolean } | null;
  work(cancelled: () => boolean): Promise<void>;
  /** Told where it never begins. */
  dropped(): void;
}

/**
 * GitHub's concurrency: of a group one run goes on and one waits. A newer one takes the place of the one that waits, which is dropped, and
 * where the group says so it cancels the one that goes on (docs: "Control the concurrency of workflows and jobs").
 */
export function startQueue(): { add(run: Queued): void; idle(): Promise<void> } {
  const going = new Map<string, { cancelled: boolean }>();
  const waiting = new Map<string, Queued>();
  const all = new Set<Promise<void>>();
  let single = 0;
  const begin = (name: string, run: Queued): void => {
    const state = { cancelled: false };
    going.set(name, state);
    const ended = run
      .work(() => state.cancelled)
      .finally(() => {
        going.delete(name);
        all.delete(ended);
        const next = waiting.get(name);
        waiting.delete(name);
        if (next) begin(name, next);
      });
    all.add(ended);
  };
  return {
    add(run) {
      single += 1;
      const name = run.group?.name ?? `of its own ${single}`;
      const before = going.get(name);
      if (!before) return begin(name, run);
      if (run.group?.cancels) before.cancelled = true;
      waiting.get(name)?.dropped();
      waiting.set(name, run);
    },
    async idle() {
      while (all.size > 0) await Promise.all(all);
    },
  };
}
