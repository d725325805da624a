import { Bits, type Codes, codesOf, runOf, sizeOf } from './jpeg-codes.ts';

/** A component of the picture: brightness, or one of the colours. */
export interface Component {
  id: number;
  /** Blocks of 8 × 8 in it, and how many of them one unit of an interleaved scan holds. */
  blocks: number;
  inUnit: number;
  /** What DQT calls the table that its coefficients are multiplied by. */
  quantization: number;
  /** Progressive pictures: a bit for each of a block's 64 coefficients that is known not to be zero. */
  history: Uint32Array;
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

/** Reads the units from `begin` to `end`; gives whether they say what a picture can. */
type Reader = (bits: Bits, begin: number, end: number) => boolean;

const dcBits = (run: number, size: number): number | null => (run === 0 && size <= 11 ? size : null);
const sequentialBits = (run: number, size: number): number | null => (size <= 10 && (size > 0 || run === 0 || run === 15) ? size : null);
const firstBits = (run: number, size: number): number | null => (size > 0 ? (size <= 10 ? size : null) : run === 15 ? 0 : run);
const refiningBits = (run: number, size: number): number | null => (size > 0 ? (size === 1 ? 1 : null) : run === 15 ? 0 : run);

/** Sets up a table for what a scan uses it for. */
export function tableFor(
  scan: Pick<Scan, 'progressive' | 'from' | 'refines'>,
  counts: Uint8Array,
  symbols: Uint8Array,
  isDc: boolean,
): Codes | null {
  if (isDc) return codesOf(counts, symbols, dcBits);
  return codesOf(counts, symbols, scan.progressive ? (scan.refines ? refiningBits : firstBits) : sequentialBits);
}

/** Blocks whole, as sequential pictures have them: the mean, then the other 63 coefficients or an end before them. */
function wholeBlocks(dc: readonly Codes[], ac: readonly Codes[]): Reader {
  return (bits, begin, end) => {
    for (let unit = begin; unit < end; unit++) {
      for (let block = 0; block < dc.length; block++) {
        if (bits.next(dc[block] as Codes) === 0) return false;
        for (let at = 1; at < 64; ) {
          const entry = bits.next(ac[block] as Codes);
          if (entry === 0) return false;
          if (sizeOf(entry) === 0 && runOf(entry) === 0) break;
          at += runOf(entry) + 1;
          if (at > 64) return false;
        }
        if (bits.at > bits.length) return false;
      }
    }
    return true;
  };
}

function means(dc: readonly Codes[]): Reader {
  return (bits, begin, end) => {
    for (let unit = begin; unit < end && bits.at <= bits.length; unit++) for (const codes of dc) if (bits.next(codes) === 0) return false;
    return true;
  };
}

function refinedMeans(inUnit: number): Reader {
  return (bits, begin, end) => {
    bits.at += (end - begin) * inUnit;
    return true;
  };
}

/** A band of coefficients for the first time; an end may hold for many blocks. */
function firstOfBand({ from, to }: Scan, history: Uint32Array, codes: Codes): Reader {
  return (bits, begin, end) => {
    let block = begin;
    for (; block < end; block++) {
      for (let at = from; at <= to; at++) {
        const entry = bits.next(codes);
        if (entry === 0) return false;
        const run = runOf(entry);
        if (sizeOf(entry) === 0 && run < 15) {
          block += (1 << run) - 1 + bits.passed(run);
          break;
        }
        at += run;
        if (at > to) return false;
        if (sizeOf(entry) > 0) history[2 * block + (at >> 5)] = (history[2 * block + (at >> 5)] as number) | (1 << (at & 31));
      }
      if (bits.at > bits.length) return false;
    }
    return block === end;
  };
}

function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** The bits of a word of the history that belong to the coefficients from `from` to `to`. */
function maskOf(word: 0 | 1, from: number, to: number): number {
  const low = Math.max(0, from - 32 * word);
  const high = Math.min(31, to - 32 * word);
  return low > high ? 0 : ((0xffffffff >>> (31 - high)) & (0xffffffff << low)) >>> 0;
}

/** One more bit of a band: for each coefficient that is known, and of those that appear only now. */
function refinedBand({ from, to }: Scan, history: Uint32Array, codes: Codes): Reader {
  const known = (block: number, at: number): boolean => (((history[2 * block + (at >> 5)] as number) >>> (at & 31)) & 1) === 1;
  const knownFrom = (block: number, at: number): number =>
    ones((history[2 * block] as number) & maskOf(0, at, to)) + ones((history[2 * block + 1] as number) & maskOf(1, at, to));
  return (bits, begin, end) => {
    let ended = 0;
    for (let block = begin; block < end; block++) {
      let at = from;
      while (ended === 0 && at <= to) {
        const entry = bits.next(codes);
        if (entry === 0) return false;
        let run = runOf(entry);
        if (sizeOf(entry) === 0 && run < 15) {
          ended = (1 << run) + bits.passed(run);
          break;
        }
        for (; at <= to; at++) {
          if (known(block, at)) bits.at += 1;
          else if (run-- === 0) break;
        }
        if (at > to) return false;
        if (sizeOf(entry) > 0) history[2 * block + (at >> 5)] = (history[2 * block + (at >> 5)] as number) | (1 << (at & 31));
        at += 1;
      }
      if (ended > 0) {
        bits.at += knownFrom(block, at);
        ended -= 1;
      }
      if (bits.at > bits.length) return false;
    }
    return ended === 0;
  };
}

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
  const history = components[0]?.history as Uint32Array;
  const codes = scan.ac[0] ?? null;
  return codes && (refines ? refinedBand : firstOfBand)(scan, history, codes);
}

/** The offset of the next restart marker, `to` if there is none. */
function nextRestart(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; ; ) {
    at = bytes.indexOf(0xff, at);
    if (at < 0 || at + 1 >= to) return to;
    const next = bytes[at + 1] as number;
    if (next >= 0xd0 && next <= 0xd7) return at;
    at += next === 0xff ? 1 : 2;
  }
}

/**
 * Reads a scan's coded data from `from` to `to` as a decoder does, but keeps no picture: every code must be one, every block must be full,
 * and the data must be enough for all of them.
 */
export function scanFault(bytes: Uint8Array, from: number, to: number, scan: Scan): ScanFault | null {
  const reader = readerOf(scan);
  if (reader === null) return 'damaged';
  const bits = new Bits();
  const step = scan.restart > 0 ? scan.restart : scan.units;
  let at = from;
  for (let begin = 0; begin < scan.units; begin += step) {
    const marker = nextRestart(bytes, at, to);
    let end = marker;
    while (end > at && bytes[end - 1] === 0xff) end -= 1;
    bits.take(bytes, at, end);
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
