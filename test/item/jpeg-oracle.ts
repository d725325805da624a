import { SOS, walkSegments } from '#pipeline/item/jpeg-segments.ts';

/** A JPEG's picture read as T.81 tells it, bit by bit: slow, and without any table made ready. What `pictureFault` must agree with. */
interface Component {
  id: number;
  blocks: number;
  inUnit: number;
  /** A progressive picture's coefficients that are known, by block × 64 + place. */
  known: Set<number>;
}

interface Frame {
  progressive: boolean;
  components: Component[];
  units: number;
}

/** Symbols by their code, written as ones and zeros. */
type Table = Map<string, number>;

class Wrong extends Error {}

const must = (right: boolean): void => {
  if (!right) throw new Wrong();
};

function frameOf(payload: Uint8Array, progressive: boolean): Frame {
  const count = payload[5] as number;
  must(count >= 1 && count <= 4 && payload.length >= 6 + 3 * count);
  const [height, width] = [1, 3].map((at) => (payload[at] as number) * 256 + (payload[at + 1] as number)) as [number, number];
  const parts = Array.from({ length: count }, (_, index) => {
    const [id, factors] = payload.subarray(6 + 3 * index) as unknown as [number, number];
    return { id, across: factors >> 4, down: factors % 16 };
  });
  for (const { across, down } of parts) must(Math.min(across, down) >= 1 && Math.max(across, down) <= 4);
  const widest = Math.max(...parts.map(({ across }) => across));
  const highest = Math.max(...parts.map(({ down }) => down));
  const blocks = (size: number, factor: number, most: number) => Math.ceil(Math.ceil((size * factor) / most) / 8);
  const components = parts.map(({ id, across, down }) => ({
    id,
    inUnit: across * down,
    blocks: blocks(width, across, widest) * blocks(height, down, highest),
    known: new Set<number>(),
  }));
  return { progressive, components, units: Math.ceil(width / 8 / widest) * Math.ceil(height / 8 / highest) };
}

function readTables(payload: Uint8Array, tables: Map<number, Table>): void {
  for (let at = 0; at < payload.length; ) {
    must(at + 17 <= payload.length);
    const name = payload[at] as number;
    const counts = payload.subarray(at + 1, at + 17);
    at += 17;
    const table: Table = new Map();
    let code = 0;
    for (const [index, count] of counts.entries()) {
      for (let left = count; left > 0; left--) {
        must(at < payload.length);
        // More codes than a length has room for: whoever uses the table finds them out.
        table.set(code < 2 ** (index + 1) ? code.toString(2).padStart(index + 1, '0') : 'none', payload[at++] as number);
        code += 1;
      }
      code *= 2;
    }
    tables.set(name, table);
  }
}

/** The bits of one restart interval; ones behind them. */
class Bits {
  private readonly bits: number[];
  at = 0;

  constructor(bytes: readonly number[]) {
    this.bits = bytes.flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((bit) => (byte >> bit) & 1));
  }

  left(): number {
    return this.bits.length - this.at;
  }

  number(count: number): number {
    let value = 0;
    for (let bit = 0; bit < count; bit++) value = value * 2 + (this.bits[this.at++] ?? 1);
    return value;
  }

  /** The next symbol that may stand here. A wrong one isn't passed. */
  symbol(table: Table, isRight: (run: number, size: number) => boolean): { run: number; size: number } {
    const begin = this.at;
    let code = '';
    while (!table.has(code) && code.length < 16) code += this.number(1);
    const symbol = table.get(code) ?? -1;
    const [run, size] = [symbol >> 4, symbol & 15];
    if (symbol < 0 || !isRight(run, size)) this.at = begin;
    must(symbol >= 0 && isRight(run, size));
    return { run, size };
  }
}

const mean = (run: number, size: number) => run === 0 && size <= 11;

function wholeBlock(bits: Bits, dc: Table, ac: Table): void {
  bits.number(bits.symbol(dc, mean).size);
  for (let at = 1; at < 64; at++) {
    const { run, size } = bits.symbol(ac, (run, size) => size <= 10 && (size > 0 || run === 0 || run === 15));
    if (run === 0 && size === 0) return;
    bits.number(size);
    at += run;
    must(at < 64);
  }
}

/** What a layer's scan tells of one component: coefficients from `from` to `to`; `ended`: how many blocks more have nothing of it. */
interface Layer {
  from: number;
  to: number;
  known: Set<number>;
  table: Table;
  ended: number;
}

function firstLayer(bits: Bits, block: number, layer: Layer): void {
  if (layer.ended > 0) {
    layer.ended -= 1;
    return;
  }
  for (let at = layer.from; at <= layer.to; at++) {
    const { run, size } = bits.symbol(layer.table, (_, size) => size <= 10);
    if (size === 0 && run < 15) {
      layer.ended = 2 ** run + bits.number(run) - 1;
      return;
    }
    bits.number(size);
    at += run;
    must(at <= layer.to);
    if (size > 0) layer.known.add(block * 64 + at);
  }
}

function refinedLayer(bits: Bits, block: number, layer: Layer): void {
  const isKnown = (at: number) => layer.known.has(block * 64 + at);
  for (let at = layer.from; at <= layer.to; at++) {
    if (layer.ended > 0) {
      if (isKnown(at)) bits.number(1);
      continue;
    }
    const { run, size } = bits.symbol(layer.table, (_, size) => size <= 1);
    if (size === 0 && run < 15) {
      layer.ended = 2 ** run + bits.number(run);
      at -= 1;
      continue;
    }
    bits.number(size);
    for (let left = run; left > 0 || isKnown(at); at++) {
      if (isKnown(at)) bits.number(1);
      else left -= 1;
      must(at < layer.to);
    }
    if (size > 0) layer.known.add(block * 64 + at);
  }
  if (layer.ended > 0) layer.ended -= 1;
}

/** The bytes of the interval from `from` to the next restart marker, at most to `to`; and where the marker is. */
function interval(bytes: Uint8Array, from: number, to: number): { data: number[]; marker: number } {
  const data: number[] = [];
  for (let at = from; at < to; at++) {
    if (bytes[at] !== 0xff) data.push(bytes[at] as number);
    else if (bytes[at + 1] === 0 && at + 1 < to) data.push(bytes[at++] as number);
    else if (bytes[at + 1] !== 0xff && at + 1 < to) return { data, marker: at };
  }
  return { data, marker: to };
}

function readScan(
  bytes: Uint8Array,
  from: number,
  to: number,
  header: Uint8Array,
  frame: Frame,
  tables: Map<number, Table>,
  restart: number,
) {
  const count = header[0] as number;
  const parts = Array.from({ length: count }, (_, index) => {
    const component = frame.components.find(({ id }) => id === header[1 + 2 * index]) as Component;
    const both = header[2 + 2 * index] as number;
    return { component, dc: tables.get(both >> 4), ac: tables.get(16 + (both % 16)) };
  });
  const [first] = parts as [(typeof parts)[number]];
  const [low, high, bit] = frame.progressive ? (header.subarray(1 + 2 * count) as unknown as [number, number, number]) : [0, 63, 0];
  const used = parts.flatMap(({ dc, ac }) => (frame.progressive ? (low > 0 ? [ac] : bit > 15 ? [] : [dc]) : [dc, ac]));
  for (const table of used) must(table !== undefined && !table.has('none'));
  const units = count === 1 ? first.component.blocks : frame.units;
  const step = restart || units;
  let at = from;
  for (let begin = 0; begin < units; begin += step) {
    const { data, marker } = interval(bytes, at, to);
    const bits = new Bits(data);
    const layer = { from: low, to: high, known: first.component.known, table: first.ac as Table, ended: 0 };
    try {
      for (let unit = begin; unit < Math.min(begin + step, units) && bits.left() >= 0; unit++) {
        for (const { component, dc, ac } of parts)
          for (let block = count === 1 ? 1 : component.inUnit; block > 0; block--) {
            if (!frame.progressive) wholeBlock(bits, dc as Table, ac as Table);
            else if (low === 0) bits.number(bit > 15 ? 1 : bits.symbol(dc as Table, mean).size);
            else (bit > 15 ? refinedLayer : firstLayer)(bits, unit, layer);
          }
      }
      must(layer.ended === 0 || bits.left() < 0);
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      return marker === to && bits.left() < 16 ? 'short' : 'damaged';
    }
    if (bits.left() < 0) return marker === to ? 'short' : 'damaged';
    const isLast = begin + step >= units;
    if (Math.floor(bits.left() / 8) + (isLast ? to - marker : 0) > 64) return 'damaged';
    if (isLast) return null;
    if (marker === to) return 'short';
    if (bytes[marker + 1] !== 0xd0 + ((begin / step) % 8)) return 'damaged';
    at = marker + 2;
  }
  return null;
}

/** As `pictureFault`, for pictures whose headers are in order; only tables of codes may be wrong. */
export function plainFault(bytes: Uint8Array): 'short' | 'damaged' | null {
  const tables = new Map<number, Table>();
  let frame: Frame | null = null;
  let restart = 0;
  try {
    for (const { marker, start, payload, end } of walkSegments(bytes).segments) {
      if (marker === 0xc4) readTables(bytes.subarray(payload, end), tables);
      if (marker === 0xdd) restart = ((bytes[payload] as number) << 8) | (bytes[payload + 1] as number);
      if (marker >= 0xc0 && marker <= 0xc2) frame = frameOf(bytes.subarray(payload, end), marker === 0xc2);
      if (marker !== SOS || frame === null) continue;
      const from = start + 2 + ((bytes[start + 2] as number) << 8) + (bytes[start + 3] as number);
      const fault = readScan(bytes, from, end, bytes.subarray(payload, from), frame, tables, restart);
      if (fault !== null) return fault;
    }
  } catch (error) {
    if (error instanceof Wrong) return 'damaged';
    throw error;
  }
  return null;
}
