/** Codes up to this length are found by one look; the longer ones are rare. */
export const LOOK = 11;
const LONGEST = 16;

/**
 * A Huffman table, set up for whoever counts coefficients and doesn't want their values. An entry holds, from its lowest bits: how many bits
 * the code and the number behind it take together (5 bits), how many of them are the number's (4), and the run before it (4). 0: no such code.
 */
export interface Codes {
  /** By the next `LOOK` bits; 0: the code is longer, or there is none. */
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
  const quick = new Uint16Array(1 << LOOK);
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
      if (length <= LOOK) quick.fill(entry, code << (LOOK - length), (code + 1) << (LOOK - length));
      next += 1;
      code += 1;
    }
    if (code > 1 << length) return null;
    limits[length] = code << (LONGEST - length);
    code <<= 1;
  }
  return { quick, limits, offsets, entries };
}

/** The entry of the code that 16 bits begin with; 0: none does. */
export function entryOf({ quick, limits, offsets, entries }: Codes, sixteen: number): number {
  const entry = quick[sixteen >> (LONGEST - LOOK)] as number;
  if (entry !== 0) return entry;
  let length = 1;
  while (length <= LONGEST && sixteen >= (limits[length] as number)) length += 1;
  return length > LONGEST ? 0 : (entries[(offsets[length] as number) + (sixteen >> (LONGEST - length))] ?? 0);
}
