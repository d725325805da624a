import { blocksInUnit, type Component, type Scan, type ScanFault, scanFault } from './jpeg-scan.ts';
import { isFrame, type Segment, SOS, walkSegments } from './jpeg-segments.ts';
import { type TableUse, tableFor } from './jpeg-tables.ts';

/** Why nobody sees the whole picture of a JPEG. `kind`: coded in a way that browsers and telephones don't read. */
export type PictureFault = ScanFault | 'kind';

const DHT = 0xc4;
const DQT = 0xdb;
const DRI = 0xdd;
const PROGRESSIVE = 0xc2;
/** Sequential, extended sequential and progressive by Huffman's codes: what browsers read. */
const READ = new Set([0xc0, 0xc1, PROGRESSIVE]);
/** How often all scans together may pass a block: four times what the largest picture in its finest layers needs. */
const MAX_PASSED = 40_000_000;

const NONE = new Int32Array(0);

interface Table {
  counts: Uint8Array;
  symbols: Uint8Array;
}

interface Frame {
  progressive: boolean;
  components: Component[];
  /** Units of an interleaved scan. */
  units: number;
}

/** What the segments before a scan have said. */
interface Said {
  frame: Frame | null;
  /** By what DHT calls them: 0 to 3 for means, 16 to 19 for the rest. */
  huffman: Map<number, Table>;
  quantization: Set<number>;
  restart: number;
}

function frameOf(payload: Uint8Array, progressive: boolean): Frame | null {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const count = payload[5] ?? 0;
  if (count < 1 || count > 4 || payload.length < 6 + 3 * count) return null;
  const [height, width] = [view.getUint16(1), view.getUint16(3)];
  const parts = Array.from({ length: count }, (_, index) => payload.subarray(6 + 3 * index, 9 + 3 * index));
  const across = parts.map((part) => (part[1] as number) >> 4);
  const down = parts.map((part) => (part[1] as number) & 15);
  if ([...across, ...down].some((factor) => factor < 1 || factor > 4)) return null;
  const [widest, highest] = [Math.max(...across), Math.max(...down)];
  const blocksIn = (length: number, factor: number, most: number): number => Math.ceil(Math.ceil((length * factor) / most) / 8);
  const components = parts.map((part, index) => {
    const [h, v] = [across[index] as number, down[index] as number];
    const blocks = blocksIn(width, h, widest) * blocksIn(height, v, highest);
    return { id: part[0] as number, blocks, inUnit: h * v, quantization: part[2] as number, history: NONE, coded: false };
  });
  return { progressive, components, units: Math.ceil(width / (8 * widest)) * Math.ceil(height / (8 * highest)) };
}

function readQuantization(payload: Uint8Array, said: Said): boolean {
  let at = 0;
  while (at < payload.length) {
    said.quantization.add((payload[at] as number) & 15);
    at += (payload[at] as number) >> 4 === 0 ? 65 : 129;
  }
  return at === payload.length;
}

function readHuffman(payload: Uint8Array, said: Said): boolean {
  let at = 0;
  while (at + 17 <= payload.length) {
    const counts = payload.subarray(at + 1, at + 17);
    const symbols = payload.subarray(at + 17, at + 17 + counts.reduce((sum, count) => sum + count, 0));
    said.huffman.set(payload[at] as number, { counts, symbols });
    at += 17 + counts.reduce((sum, count) => sum + count, 0);
  }
  return at === payload.length;
}

/** A scan by its header; `null` for a header that fits no picture. */
function scanOf(header: Uint8Array, { frame, huffman, quantization, restart }: Said): Scan | null {
  const count = header[0] ?? 0;
  if (frame === null || count < 1 || count > 4 || header.length !== 4 + 2 * count) return null;
  const named = Array.from({ length: count }, (_, index) => frame.components.find(({ id }) => id === header[1 + 2 * index]));
  const components = named.filter((component) => component !== undefined);
  if (components.length < count || new Set(components).size < count) return null;
  if (components.some((component) => !quantization.has(component.quantization))) return null;
  const { progressive } = frame;
  const [from = 0, to = 0, bits = 0] = progressive ? header.subarray(1 + 2 * count) : [0, 63, 0];
  if (from > to || to > 63 || (progressive && (from === 0 ? to > 0 : count > 1))) return null;
  const part = { progressive, from, to, refines: bits >> 4 > 0 };
  const tables = (use: TableUse) =>
    components.map((_, index) => {
      const both = header[2 + 2 * index] as number;
      const table = huffman.get(use === 'means' ? both >> 4 : 16 + (both & 15));
      return table ? tableFor(use, table.counts, table.symbols) : null;
    });
  const rest = !progressive ? 'sequential' : part.refines ? 'refining' : 'first';
  const [first] = components as [Component];
  return { ...part, components, dc: tables('means'), ac: tables(rest), units: count === 1 ? first.blocks : frame.units, restart };
}

/** Takes in what a segment says; gives whether it makes sense. */
function take(bytes: Uint8Array, { marker, payload, end }: Segment, said: Said): boolean {
  const content = bytes.subarray(payload, end);
  if (marker === DHT) return readHuffman(content, said);
  if (marker === DQT) return readQuantization(content, said);
  if (marker === DRI) said.restart = ((content[0] ?? 0) << 8) | (content[1] ?? 0);
  if (!isFrame(marker)) return true;
  const again = said.frame !== null;
  said.frame = frameOf(content, marker === PROGRESSIVE);
  return !again && said.frame !== null;
}

/**
 * Whether a decoder gets the whole picture out of a JPEG: walks through all of its coded data and keeps nothing of the picture.
 * @param bytes a whole JPEG by its markers (`readJpeg` finds no problem), of at most 40 million pixels
 */
export function pictureFault(bytes: Uint8Array): PictureFault | null {
  const said: Said = { frame: null, huffman: new Map(), quantization: new Set(), restart: 0 };
  let passed = 0;
  for (const segment of walkSegments(bytes).segments) {
    if (isFrame(segment.marker) && (!READ.has(segment.marker) || bytes[segment.payload] !== 8)) return 'kind';
    if (segment.marker !== SOS) {
      if (!take(bytes, segment, said)) return 'damaged';
      continue;
    }
    const from = segment.start + 2 + (((bytes[segment.start + 2] as number) << 8) | (bytes[segment.start + 3] as number));
    const scan = scanOf(bytes.subarray(segment.payload, from), said);
    passed += scan ? scan.units * blocksInUnit(scan) : 0;
    if (scan === null || passed > MAX_PASSED) return 'damaged';
    for (const component of scan.components) {
      if (!scan.progressive && component.coded) return 'damaged';
      if (scan.from === 0) component.coded = true;
      if (scan.progressive && component.history.length === 0) component.history = new Int32Array(2 * component.blocks);
    }
    const fault = scanFault(bytes, from, segment.end, scan);
    if (fault !== null) return fault;
  }
  return said.frame?.components.every(({ coded }) => coded) ? null : 'short';
}
