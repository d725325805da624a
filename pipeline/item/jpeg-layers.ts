import type { Reader } from './jpeg-bits.ts';
import { type Codes, entryOf, runOf, sizeOf } from './jpeg-codes.ts';

/** The coefficients that a layer tells, from 1 to 63. */
interface Band {
  from: number;
  to: number;
}

/** The blocks' means for the first time. */
export function means(dc: readonly Codes[]): Reader {
  return (bits, begin, end) => {
    for (let unit = begin; unit < end && bits.at <= bits.length; unit++) for (const codes of dc) if (bits.next(codes) === 0) return false;
    return true;
  };
}

/** One more bit of each mean. */
export function refinedMeans(inUnit: number): Reader {
  return (bits, begin, end) => {
    bits.at += (end - begin) * inUnit;
    return true;
  };
}

/**
 * A band of coefficients for the first time; an end may hold for many blocks.
 * @param history two words for each block, a bit for each coefficient that is known; those that the band tells are added
 */
export function firstOfBand({ from, to }: Band, history: Int32Array, codes: Codes): Reader {
  return (bits, begin, end) => {
    const { data, length } = bits;
    let position = bits.at;
    let block = begin;
    for (; block < end && position <= length; block++) {
      for (let at = from; at <= to; at++) {
        const entry = entryOf(codes, (data.getInt32(position >> 3) << (position & 7)) >>> 16);
        position += entry & 31;
        bits.at = position;
        if (entry === 0) return false;
        const run = runOf(entry);
        if (sizeOf(entry) === 0 && run < 15) {
          block += (1 << run) - 1 + bits.passed(run);
          break;
        }
        at += run;
        if (at > to) return false;
        if (sizeOf(entry) > 0) {
          const word = 2 * block + (at >> 5);
          history[word] = (history[word] as number) | (1 << (at & 31));
        }
      }
    }
    return block === end && position <= length;
  };
}

/** How many bits of a word are ones. */
function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** The bits of the history's first (0) or second (32) word that belong to the coefficients from `from` to `to`, both at most 63. */
function maskOf(word: 0 | 32, from: number, to: number): number {
  if (to < word || from > word + 31) return 0;
  return (from > word ? -1 << (from - word) : -1) & (to < word + 31 ? ~(-2 << (to - word)) : -1);
}

/**
 * One more bit of a band: for each coefficient that is known, and of those that appear only now.
 * @param history as for `firstOfBand`
 */
export function refinedBand({ from, to }: Band, history: Int32Array, codes: Codes): Reader {
  const [firstMask, secondMask] = [maskOf(0, from, to), maskOf(32, from, to)];
  return (bits, begin, end) => {
    const { data, length } = bits;
    let position = bits.at;
    let ended = 0;
    for (let block = begin; block < end && position <= length; block++) {
      const [first, second] = [2 * block, 2 * block + 1];
      /** What of the band is still to come in the block's two words. */
      let [restOfFirst, restOfSecond] = [firstMask, secondMask];
      while (ended === 0 && (restOfFirst | restOfSecond) !== 0) {
        const entry = entryOf(codes, (data.getInt32(position >> 3) << (position & 7)) >>> 16);
        position += entry & 31;
        bits.at = position;
        if (entry === 0) return false;
        let run = runOf(entry);
        if (sizeOf(entry) === 0 && run < 15) {
          ended = (1 << run) + bits.passed(run);
          break;
        }
        // The coefficient after `run` others that are not known; each known one before it takes a bit.
        let word = restOfFirst === 0 ? second : first;
        let rest = restOfFirst === 0 ? restOfSecond : restOfFirst;
        let free = ~(history[word] as number) & rest;
        for (;;) {
          for (; run > 0 && free !== 0; run--) free &= free - 1;
          if (free !== 0) break;
          position += ones((history[word] as number) & rest);
          if (word === second || restOfSecond === 0) {
            bits.at = position;
            return false;
          }
          restOfFirst = 0;
          word = second;
          rest = restOfSecond;
          free = ~(history[word] as number) & rest;
        }
        const next = free & -free;
        position += ones((history[word] as number) & rest & (next - 1));
        if (sizeOf(entry) > 0) history[word] = (history[word] as number) | next;
        rest &= ~(next | (next - 1));
        if (word === first) restOfFirst = rest;
        else restOfSecond = rest;
      }
      if (ended > 0) {
        position += ones((history[first] as number) & restOfFirst) + ones((history[second] as number) & restOfSecond);
        ended -= 1;
      }
    }
    bits.at = position;
    return ended === 0 && position <= length;
  };
}
