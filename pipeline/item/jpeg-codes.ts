/** Codes up to this length are found by one look; the longer ones are rare. */
const QUICK = 11;
const LONGEST = 16;
/** More than any code and the bits behind it that one block can take (64 × 31 bits). */
const PADDING = 512;

/**
 * A Huffman table, set up for whoever counts coefficients and doesn't want their values. An entry holds, from its lowest bits: how many bits
 * the code and the number behind it take together (5 bits), how many of them are the number's (4), and the run before it (4). 0: no such code.
 */
export interface Codes {
  quick: Uint16Array;
  /** By length: the first code longer than all codes of that length, left-aligned to 16 bits; and what leads from a code to its entry. */
  limits: Int32Array;
  offsets: Int32Array;
  entries: Uint16Array;
}

export const sizeOf = (entry: number): number => (entry >> 5) & 15;
export const runOf = (entry: number): number => entry >> 9;

/**
 * Reads a table as DHT writes it (T.81, annex C): 16 counts, then the symbols. `null` for one that has no room for its codes.
 * @param bitsBehind how many bits follow a symbol's code; `null` for a symbol that has no business there
 */
export function codesOf(counts: Uint8Array, symbols: Uint8Array, bitsBehind: (run: number, size: number) => number | null): Codes | null {
  const quick = new Uint16Array(1 << QUICK);
  const limits = new Int32Array(LONGEST + 2);
  const offsets = new Int32Array(LONGEST + 2);
  const entries = new Uint16Array(symbols.length);
  let code = 0;
  let next = 0;
  for (let length = 1; length <= LONGEST; length++) {
    offsets[length] = next - code;
    for (let left = counts[length - 1] as number; left > 0; left--) {
      const run = (symbols[next] as number) >> 4;
      const size = (symbols[next] as number) & 15;
      const behind = bitsBehind(run, size);
      const entry = behind === null ? 0 : (length + behind) | (size << 5) | (run << 9);
      entries[next] = entry;
      if (length <= QUICK) quick.fill(entry, code << (QUICK - length), (code + 1) << (QUICK - length));
      next += 1;
      code += 1;
    }
    if (code > 1 << length) return null;
    limits[length] = code << (LONGEST - length);
    code <<= 1;
  }
  return { quick, limits, offsets, entries };
}

/** The bits of coded data, one restart interval after the other, with the zeros taken out that are stuffed in after 0xFF. */
export class Bits {
  private bytes = new Uint8Array(PADDING);
  /** Bits there are, and the next one to read; reading beyond the end gives ones, and `at` tells. */
  length = 0;
  at = 0;

  /** Takes up data from `from` to `to`. */
  take(source: Uint8Array, from: number, to: number): void {
    if (this.bytes.length < to - from + PADDING) this.bytes = new Uint8Array(2 * (to - from) + PADDING);
    let filled = 0;
    for (let start = from; start < to; ) {
      const stuffed = source.indexOf(0xff, start);
      const end = stuffed < 0 || stuffed >= to ? to : stuffed + 1;
      this.bytes.set(source.subarray(start, end), filled);
      filled += end - start;
      start = end < to ? end + 1 : end;
    }
    this.bytes.fill(0xff, filled, filled + PADDING);
    this.length = filled * 8;
    this.at = 0;
  }

  /** The entry of the code that comes next; steps over the code and the bits behind it. */
  next({ quick, limits, offsets, entries }: Codes): number {
    const bytes = this.bytes;
    const at = this.at;
    const byte = at >> 3;
    const three = ((bytes[byte] as number) << 16) | ((bytes[byte + 1] as number) << 8) | (bytes[byte + 2] as number);
    const sixteen = (three >> (8 - (at & 7))) & 0xffff;
    let entry = quick[sixteen >> (LONGEST - QUICK)] as number;
    if (entry === 0) {
      let length = 1;
      while (length <= LONGEST && sixteen >= (limits[length] as number)) length += 1;
      if (length > LONGEST) return 0;
      entry = entries[(offsets[length] as number) + (sixteen >> (LONGEST - length))] ?? 0;
    }
    this.at = at + (entry & 31);
    return entry;
  }

  /** The number that the last `count` bits passed write. */
  passed(count: number): number {
    let value = 0;
    for (let at = this.at - count; at < this.at; at++) value = (value << 1) | (((this.bytes[at >> 3] as number) >> (7 - (at & 7))) & 1);
    return value;
  }
}
