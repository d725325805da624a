import { type Codes, LOOK, runOf, sizeOf } from './jpeg-codes.ts';

/**
 * By the next `LOOK` bits: how far one look leads, over all codes that lie whole in them. From its lowest bits: how many bits those codes and the
 * numbers behind them take (5 bits), and how many coefficients they tell; `END` more if the block ends there, `UNKNOWN` if no code lies whole.
 */
export type Leaps = Uint16Array;

const END = 256;
const UNKNOWN = 1024;

/** Whether who came to `reached` or beyond 63 by a leap came to the block's end, and told none of its coefficients that there are not. */
export const isEnd = (reached: number): boolean => reached >= END && reached < END + 64;

function leapsFrom(first: Codes, then: Codes): Leaps {
  const leaps = new Uint16Array(1 << LOOK);
  const mask = leaps.length - 1;
  for (let look = 0; look < leaps.length; look++) {
    let codes = first;
    let [bits, told] = [0, 0];
    while (bits < LOOK && told < END) {
      const entry = codes.quick[(look << bits) & mask] as number;
      if (entry === 0 || (entry & 31) - sizeOf(entry) > LOOK - bits) break;
      const ends = codes === then && sizeOf(entry) === 0 && runOf(entry) === 0;
      bits += entry & 31;
      told += ends ? END : runOf(entry) + 1;
      codes = then;
    }
    leaps[look] = bits | ((told || UNKNOWN) << 5);
  }
  return leaps;
}

const known = new WeakMap<Codes, WeakMap<Codes, Leaps>>();

/**
 * Leaps over the codes of a sequential block.
 * @param first what the first code is of
 * @param then what all that follow are of, and any that may end the block
 */
export function leapsOf(first: Codes, then: Codes): Leaps {
  const others = known.get(first) ?? new WeakMap<Codes, Leaps>();
  const leaps = others.get(then) ?? leapsFrom(first, then);
  known.set(first, others.set(then, leaps));
  return leaps;
}
