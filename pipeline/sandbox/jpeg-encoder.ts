/** The 64 positions of a block from low to high frequency (ITU-T T.81, figure A.6). */
const ZIGZAG = [
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57,
  50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
];
/** Luminance steps of T.81 annex K.1, halved: a good quality at a small size. */
const STEPS = [
  8, 6, 5, 8, 12, 20, 26, 31, 6, 6, 7, 10, 13, 29, 30, 28, 7, 7, 8, 12, 20, 29, 35, 28, 7, 9, 11, 15, 26, 44, 40, 31, 9, 11, 19, 28, 34, 55,
  52, 39, 12, 18, 28, 32, 41, 52, 57, 46, 25, 32, 39, 44, 52, 61, 60, 51, 36, 46, 48, 49, 56, 50, 52, 50,
];
/** Huffman tables of T.81 annex K.3 (luminance, used for all three components): how many codes have each length, and their symbols. */
const DC = { counts: [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0], symbols: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] };
const AC = {
  counts: [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125],
  symbols: [
    ...Buffer.from(
      '01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a434445464748494a53545556575859' +
        '5a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2' +
        'e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa',
      'hex',
    ),
  ],
};

type Codes = { code: number; length: number }[];

function codesOf({ counts, symbols }: { counts: number[]; symbols: number[] }): Codes {
  const codes: Codes = [];
  let code = 0;
  let next = 0;
  for (const [index, count] of counts.entries()) {
    for (let left = count; left > 0; left--) codes[symbols[next++] as number] = { code: code++, length: index + 1 };
    code <<= 1;
  }
  return codes;
}

/** Cosines in whole numbers (times 4096), so that every machine writes the same bytes. */
const COSINES = Array.from({ length: 64 }, (_, index) => {
  const scale = index < 8 ? Math.SQRT1_2 / 2 : 0.5;
  return Math.round(4096 * scale * Math.cos((((index & 7) * 2 + 1) * (index >> 3) * Math.PI) / 16));
});

function transform(samples: Int32Array, out: Int32Array): void {
  const half = new Int32Array(64);
  for (let row = 0; row < 8; row++)
    for (let u = 0; u < 8; u++) {
      let sum = 0;
      for (let x = 0; x < 8; x++) sum += (samples[row * 8 + x] as number) * (COSINES[u * 8 + x] as number);
      half[row * 8 + u] = Math.round(sum / 64);
    }
  for (let u = 0; u < 8; u++)
    for (let v = 0; v < 8; v++) {
      let sum = 0;
      for (let y = 0; y < 8; y++) sum += (half[y * 8 + u] as number) * (COSINES[v * 8 + y] as number);
      out[v * 8 + u] = Math.round(sum / 262144 / (STEPS[v * 8 + u] as number));
    }
}

class Bits {
  readonly bytes: number[] = [];
  private held = 0;
  private count = 0;

  put(value: number, length: number): void {
    for (let bit = length - 1; bit >= 0; bit--) {
      this.held = (this.held << 1) | ((value >> bit) & 1);
      this.count += 1;
      if (this.count < 8) continue;
      this.bytes.push(this.held);
      if (this.held === 0xff) this.bytes.push(0);
      this.held = 0;
      this.count = 0;
    }
  }

  flush(): void {
    while (this.count > 0) this.put(1, 1);
  }
}

const dcCodes = codesOf(DC);
const acCodes = codesOf(AC);

function putNumber(bits: Bits, codes: Codes, run: number, value: number): void {
  const size = value === 0 ? 0 : 32 - Math.clz32(Math.abs(value));
  const { code, length } = codes[run * 16 + size] as { code: number; length: number };
  bits.put(code, length);
  bits.put(value < 0 ? value + (1 << size) - 1 : value, size);
}

/** Writes one block and gives its DC value, which the next block of the component counts from. */
function putBlock(bits: Bits, samples: Int32Array, before: number): number {
  const flat = samples.every((sample) => sample === samples[0]);
  const block = new Int32Array(64);
  if (flat) block[0] = Math.round(((samples[0] as number) * 8) / (STEPS[0] as number));
  else transform(samples, block);
  putNumber(bits, dcCodes, 0, (block[0] as number) - before);
  let run = 0;
  for (let index = flat ? 64 : 1; index < 64; index++) {
    const value = block[ZIGZAG[index] as number] as number;
    if (value === 0) run += 1;
    else {
      for (; run > 15; run -= 16) bits.put(acCodes[0xf0]?.code ?? 0, acCodes[0xf0]?.length ?? 0);
      putNumber(bits, acCodes, run, value);
      run = 0;
    }
  }
  if (flat || run > 0) bits.put(acCodes[0]?.code ?? 0, acCodes[0]?.length ?? 0);
  return block[0] as number;
}

function segment(marker: number, payload: number[]): number[] {
  return [0xff, marker, (payload.length + 2) >> 8, (payload.length + 2) & 255, ...payload];
}

/** A colour as 0xRRGGBB. */
export type Colour = number;

const CHANNELS = [
  (r: number, g: number, b: number) => (19595 * r + 38470 * g + 7471 * b) / 65536 - 128,
  (r: number, g: number, b: number) => (-11056 * r - 21712 * g + 32768 * b) / 65536,
  (r: number, g: number, b: number) => (32768 * r - 27440 * g - 5328 * b) / 65536,
];

/**
 * A baseline JPEG of a picture given pixel by pixel: no library, and the same bytes on every machine.
 * @param width in pixels, a multiple of 8
 * @param height in pixels, a multiple of 8
 */
export function encodeJpeg(width: number, height: number, pixels: Uint32Array<ArrayBufferLike> | readonly Colour[]): Uint8Array {
  const bits = new Bits();
  const before = [0, 0, 0];
  const samples = new Int32Array(64);
  for (let top = 0; top < height; top += 8)
    for (let left = 0; left < width; left += 8)
      for (const [index, channel] of CHANNELS.entries()) {
        for (let at = 0; at < 64; at++) {
          const colour = pixels[(top + (at >> 3)) * width + left + (at & 7)] as number;
          samples[at] = Math.round(channel(colour >> 16, (colour >> 8) & 255, colour & 255));
        }
        before[index] = putBlock(bits, samples, before[index] as number);
      }
  bits.flush();
  const sizes = [height >> 8, height & 255, width >> 8, width & 255];
  const head = [
    ...[0xff, 0xd8],
    ...segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    ...segment(0xdb, [0, ...ZIGZAG.map((position) => STEPS[position] as number)]),
    ...segment(0xc0, [8, ...sizes, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]),
    ...segment(0xc4, [0x00, ...DC.counts, ...DC.symbols]),
    ...segment(0xc4, [0x10, ...AC.counts, ...AC.symbols]),
    ...segment(0xda, [3, 1, 0, 2, 0, 3, 0, 0, 63, 0]),
  ];
  return Buffer.concat([Buffer.from(head), Buffer.from(bits.bytes), Buffer.of(0xff, 0xd9)]);
}
