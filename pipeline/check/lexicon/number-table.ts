/** Entries by a number of each; several may have the same one. Plain tables: they are made at every start. */
export interface NumberTable {
  /** A bit for each number, or a few of them: so small that what no entry has is told at once. */
  bits: Uint32Array;
  /** The last entry of each number, or a few of them, and the one before each entry; -1 for none. */
  heads: Int32Array;
  next: Int32Array;
}

/** A table with room for so many entries, each with a number from 0 on. */
export function numberTable(entries: number): NumberTable {
  let size = 512;
  while (size < entries) size *= 2;
  return { bits: new Uint32Array(size >> 2), heads: new Int32Array(size).fill(-1), next: new Int32Array(entries) };
}

/** The number of up to three units that stand side by side; others may have the same. */
export function numberOf(a: number, b: number, c = 0): number {
  const mixed = Math.imul(Math.imul(Math.imul(a, 0x9e3779b1) ^ b, 0x85ebca6b) ^ c, 0xc2b2ae35);
  return mixed ^ (mixed >>> 15);
}

/** Enters an entry by its number. */
export function enter({ bits, heads, next }: NumberTable, number: number, entry: number): void {
  const slot = (number >>> 5) & (heads.length - 1);
  const part = slot & (bits.length - 1);
  next[entry] = heads[slot] as number;
  heads[slot] = entry;
  bits[part] = (bits[part] as number) | (1 << number);
}

/** The last entry that may have a number; -1 for none. */
export function lastOf({ bits, heads }: NumberTable, number: number): number {
  const slot = (number >>> 5) & (heads.length - 1);
  return ((bits[slot & (bits.length - 1)] as number) & (1 << number)) === 0 ? -1 : (heads[slot] as number);
}
