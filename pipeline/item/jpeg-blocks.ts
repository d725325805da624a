import type { Bits, Reader } from './jpeg-bits.ts';
import { type Codes, LOOK, runOf } from './jpeg-codes.ts';
import { isEnd, type Leaps, leapsOf } from './jpeg-leaps.ts';

const UNUSED = 32 - LOOK;
/** A word read at any bit has 25 bits at least: after a leap of so many at most, enough for another look. */
const SHORT = 25 - LOOK;

/** Goes on code by code from the coefficient `at` to the block's end; gives whether it comes there. */
function stepToEnd(bits: Bits, from: number, dc: Codes, ac: Codes): boolean {
  for (let at = from; at < 64; ) {
    const entry = bits.next(at === 0 ? dc : ac);
    if (entry === 0) return false;
    if (at > 0 && entry >> 5 === 0) return true;
    at += runOf(entry) + 1;
    if (at > 64) return false;
  }
  return true;
}

/** The leaps of a unit's blocks: one table behind the other, and where in it those lie that a block begins and goes on with. */
interface Unit {
  leaps: Uint16Array;
  heads: Int32Array;
  tails: Int32Array;
  dc: readonly Codes[];
  ac: readonly Codes[];
}

function unitOf(dc: readonly Codes[], ac: readonly Codes[]): Unit {
  const heads = dc.map((codes, block) => leapsOf(codes, ac[block] as Codes));
  const tails = ac.map((codes) => leapsOf(codes, codes));
  const kinds = [...new Set([...heads, ...tails])];
  const leaps = new Uint16Array(kinds.length << LOOK);
  for (const [index, kind] of kinds.entries()) leaps.set(kind, index << LOOK);
  const places = (all: readonly Leaps[]) => Int32Array.from(all, (kind) => kinds.indexOf(kind) << LOOK);
  return { leaps, heads: places(heads), tails: places(tails), dc, ac };
}

function readUnits(bits: Bits, units: number, { leaps, heads, tails, dc, ac }: Unit): boolean {
  const { data, length } = bits;
  let position = bits.at;
  for (let unit = 0; unit < units; unit++) {
    for (let block = 0; block < heads.length; block++) {
      const tail = tails[block] as number;
      let place = heads[block] as number;
      let at = 0;
      let leap: number;
      for (;;) {
        const word = data.getInt32(position >> 3) << (position & 7);
        leap = leaps[place + (word >>> UNUSED)] as number;
        at += leap >> 5;
        if (at >= 64) break;
        place = tail;
        position += leap & 31;
        if ((leap & 31) > SHORT) continue;
        leap = leaps[tail + ((word << (leap & 31)) >>> UNUSED)] as number;
        at += leap >> 5;
        if (at >= 64) break;
        position += leap & 31;
      }
      bits.at = isEnd(at) ? position + (leap & 31) : position;
      if (!isEnd(at) && !stepToEnd(bits, at - (leap >> 5), dc[block] as Codes, ac[block] as Codes)) return false;
      position = bits.at;
      if (position > length) return false;
    }
  }
  return true;
}

/**
 * Blocks whole, as sequential pictures have them: the mean, then the other 63 coefficients or an end before them. Most of a check's time is
 * spent here, so several codes are passed over by one look, and two looks are taken into each word.
 * @param dc the tables of a unit's blocks in their order; `ac` likewise
 */
export function wholeBlocks(dc: readonly Codes[], ac: readonly Codes[]): Reader {
  const unit = unitOf(dc, ac);
  return (bits, begin, end) => readUnits(bits, end - begin, unit);
}
