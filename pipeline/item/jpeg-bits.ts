import { type Codes, entryOf } from './jpeg-codes.ts';

/** More than any code and the bits behind it that one block can take (64 × 31 bits). */
const BEYOND = 512;
/** What is longer is copied faster by the engine than word by word. */
const LONG = 200;

/** One for all pictures, as each is read from its beginning to its end before the next. */
let room = new DataView(new ArrayBuffer(1 << 17));

/** The bits of coded data, one restart interval after the other, with the zeros taken out that are stuffed in after 0xFF. */
export class Bits {
  private readonly source: Uint8Array;
  private readonly words: DataView;
  /** The data, and ones behind them. */
  data = room;
  /** Bits there are, and the next one to read; a block's worth beyond the end there are ones, and `at` tells. */
  length = 0;
  at = 0;

  constructor(source: Uint8Array) {
    this.source = source;
    this.words = new DataView(source.buffer, source.byteOffset, source.byteLength);
  }

  /**
   * Takes up the data from `from` to the next restart marker.
   * @param to where the data end at the latest: the offset of another marker, or the end of the bytes
   * @returns the restart marker's offset; `to`, if there is none
   */
  take(from: number, to: number): number {
    const { source } = this;
    if (room.byteLength < to - from + BEYOND) room = new DataView(new ArrayBuffer(to - from + BEYOND));
    this.data = room;
    let filled = 0;
    for (let at = from; ; ) {
      const full = source.indexOf(0xff, at);
      const end = full < 0 || full > to ? to : full;
      this.copy(at, end, filled);
      filled += end - at;
      let next = end + 1;
      while (next < to && source[next] === 0xff) next += 1;
      if (next < to && source[next] === 0) {
        room.setUint8(filled, 0xff);
        filled += 1;
        at = next + 1;
        continue;
      }
      for (let beyond = 0; beyond < BEYOND; beyond += 4) room.setInt32(filled + beyond, -1);
      this.length = filled * 8;
      this.at = 0;
      const marker = source[next] as number;
      return next < to && marker >= 0xd0 && marker <= 0xd7 ? next - 1 : to;
    }
  }

  private copy(from: number, to: number, target: number): void {
    const { source, words, data } = this;
    if (to - from > LONG || to + 4 > source.length) new Uint8Array(data.buffer).set(source.subarray(from, to), target);
    else for (let at = from, into = target; at < to; at += 4, into += 4) data.setInt32(into, words.getInt32(at));
  }

  /** The entry of the code that comes next, 0 if there is none; steps over the code and the bits behind it. */
  next(codes: Codes): number {
    const entry = entryOf(codes, (this.data.getInt32(this.at >> 3) << (this.at & 7)) >>> 16);
    this.at += entry & 31;
    return entry;
  }

  /** The number that the last `count` bits passed write; at most 15. */
  passed(count: number): number {
    const from = this.at - count;
    return count === 0 ? 0 : (this.data.getInt32(from >> 3) << (from & 7)) >>> (32 - count);
  }
}

/** Reads the units from `begin` to `end`; gives whether they say what a picture can. */
export type Reader = (bits: Bits, begin: number, end: number) => boolean;
