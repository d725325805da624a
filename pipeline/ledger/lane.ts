/** Does some work as soon as there is a place for it. */
export type Lane = <Value>(work: () => Promise<Value>) => Promise<Value>;

/** Lets so many work at the same time; the others go on in the order in which they came. */
export function laneOf(places: number): Lane {
  let free = places;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((go) => waiting.push(go));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
