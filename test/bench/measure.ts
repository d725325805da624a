/** Milliseconds of some rounds: lowest, middle and highest. */
export interface Figure {
  minimum: number;
  median: number;
  maximum: number;
}

/** Lowest, middle and highest of some figures. */
export function figureOf(milliseconds: number[]): Figure {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN;
  return { minimum: at(0), median: at(0.5), maximum: at(1) };
}

/** This process's own work, in milliseconds of processor time: what else the machine does isn't in it. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/**
 * Times several ways of working in turns, so that whatever else the machine does falls on all of them alike.
 * @param ways by name; each is run twice unmeasured before the rounds
 * @param clock in milliseconds: `processorTime`, or `performance.now` for work in other processes
 */
export function interleaved<Name extends string>(
  ways: Record<Name, () => unknown>,
  rounds: number,
  clock: () => number,
): Record<Name, Figure> {
  const names = Object.keys(ways) as Name[];
  const times = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = -2; round < rounds; round += 1) {
    for (const name of names) {
      const start = clock();
      ways[name]();
      if (round >= 0) times.get(name)?.push(clock() - start);
    }
  }
  return Object.fromEntries(names.map((name) => [name, figureOf(times.get(name) ?? [])])) as Record<Name, Figure>;
}
