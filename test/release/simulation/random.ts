/** Numbers that look random and follow from a seed alone. */
export interface Random {
  /** From 0 to below 1. */
  next(): number;
  chance(probability: number): boolean;
  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number;
  pick<Value>(values: readonly Value[]): Value;
}

/** A stream of its own for each seed (mulberry32 behind a mixed seed, so that neighbours have nothing in common). */
export function randomOf(seed: number): Random {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(Math.floor(seed / 0x1_0000_0000) + 1, 0xc2b2ae35);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  return {
    next,
    chance(probability) {
      return probability > 0 && next() < probability;
    },
    between(least, most) {
      return least + Math.floor(next() * (most - least + 1));
    },
    pick(values) {
      return values[Math.floor(next() * values.length)] as (typeof values)[number];
    },
  };
}
