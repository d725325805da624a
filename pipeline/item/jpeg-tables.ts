import { type Codes, codesOf } from './jpeg-codes.ts';

/** What a scan uses a table for: means; all other coefficients at once, or for the first time; one more bit of them. */
export type TableUse = 'means' | 'sequential' | 'first' | 'refining';

/** How many bits follow a symbol's code; `null` for a symbol that has no business there. */
const BITS_BEHIND: Record<TableUse, (run: number, size: number) => number | null> = {
  means: (run, size) => (run === 0 && size <= 11 ? size : null),
  sequential: (run, size) => (size <= 10 && (size > 0 || run === 0 || run === 15) ? size : null),
  first: (run, size) => (size > 0 ? (size <= 10 ? size : null) : run === 15 ? 0 : run),
  refining: (run, size) => (size > 0 ? (size === 1 ? 1 : null) : run === 15 ? 0 : run),
};

/** Most pictures have the tables of T.81, annex K; so many others are remembered at most. */
const MOST_KNOWN = 64;
const known = new Map<string, Codes | null>();

/**
 * Sets up a table for what a scan uses it for; the same content gives the same table, made once.
 * @param counts how many codes have each of the 16 lengths, as DHT says; `symbols`: theirs in order
 * @returns `null` for counts that no codes fit
 */
export function tableFor(use: TableUse, counts: Uint8Array, symbols: Uint8Array): Codes | null {
  const content = `${use} ${Buffer.from(counts).toString('latin1')}${Buffer.from(symbols).toString('latin1')}`;
  let codes = known.get(content);
  if (codes === undefined) {
    codes = codesOf(counts, symbols, BITS_BEHIND[use]);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(content, codes);
  }
  return codes;
}
