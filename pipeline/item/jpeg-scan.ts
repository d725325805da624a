import { Bits, type Reader } from './jpeg-bits.ts';
import { wholeBlocks } from './jpeg-blocks.ts';
import type { Codes } from './jpeg-codes.ts';
import { firstOfBand, means, refinedBand, refinedMeans } from './jpeg-layers.ts';

/** A component of the picture: brightness, or one of the colours. */
export interface Component {
  id: number;
  /** Blocks of 8 × 8 in it, and how many of them one unit of an interleaved scan holds. */
  blocks: number;
  inUnit: number;
  /** What DQT calls the table that its coefficients are multiplied by. */
  quantization: number;
  /** Progressive pictures: two words for each block, a bit for each of its coefficients that is known not to be zero. */
  history: Int32Array;
  /** Whether a scan has told its blocks' mean values. */
  coded: boolean;
}

/** One scan, as its header and the tables before it say. */
export interface Scan {
  progressive: boolean;
  components: Component[];
  /** Tables by component. */
  dc: (Codes | null)[];
  ac: (Codes | null)[];
  /** Which of the 64 coefficients it tells. */
  from: number;
  to: number;
  /** It tells one more bit of what an earlier scan began. */
  refines: boolean;
  /** How many units it has, interleaved or block by block; and after how many of them coding begins anew. */
  units: number;
  restart: number;
}

/** `short`: the data end before the picture does; `damaged`: they say what no picture can. */
export type ScanFault = 'short' | 'damaged';

/** Cameras pad with a few bytes; what is more than that was not written for this picture. */
const PADDING = 64;

/** How many blocks a unit of a scan has. */
export function blocksInUnit({ components }: Pick<Scan, 'components'>): number {
  return components.length === 1 ? 1 : components.reduce((sum, { inUnit }) => sum + inUnit, 0);
}

/** The table of each block of a unit; `null` where one has none. */
function perBlock({ components }: Scan, tables: readonly (Codes | null)[]): Codes[] | null {
  const all = components.flatMap(({ inUnit }, index) =>
    Array<Codes | null>(components.length === 1 ? 1 : inUnit).fill(tables[index] ?? null),
  );
  return all.includes(null) ? null : (all as Codes[]);
}

function readerOf(scan: Scan): Reader | null {
  const { progressive, components, from, refines } = scan;
  const dc = perBlock(scan, scan.dc);
  const ac = perBlock(scan, scan.ac);
  if (!progressive) return dc && ac && wholeBlocks(dc, ac);
  if (from === 0) return refines ? refinedMeans(blocksInUnit(scan)) : dc && means(dc);
  const history = components[0]?.history as Int32Array;
  const codes = scan.ac[0] ?? null;
  return codes && (refines ? refinedBand : firstOfBand)(scan, history, codes);
}

/**
 * Reads a scan's coded data from `from` to `to` as a decoder does, but keeps no picture: every code must be one, every block must be full,
 * and the data must be enough for all of them.
 */
export function scanFault(bytes: Uint8Array, from: number, to: number, scan: Scan): ScanFault | null {
  const reader = readerOf(scan);
  if (reader === null) return 'damaged';
  const bits = new Bits(bytes);
  const step = scan.restart > 0 ? scan.restart : scan.units;
  let at = from;
  for (let begin = 0; begin < scan.units; begin += step) {
    const marker = bits.take(at, to);
    const read = reader(bits, begin, Math.min(begin + step, scan.units));
    if (bits.at > bits.length) return marker === to ? 'short' : 'damaged';
    if (!read) return bits.at + 16 > bits.length && marker === to ? 'short' : 'damaged';
    const last = begin + step >= scan.units;
    if (((bits.length - bits.at) >> 3) + (last ? to - marker : 0) > PADDING) return 'damaged';
    if (last) return null;
    if (marker === to) return 'short';
    if (bytes[marker + 1] !== 0xd0 + ((begin / step) & 7)) return 'damaged';
    at = marker + 2;
  }
  return null;
}
