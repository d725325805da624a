import { loadSharp } from '../item/picture/decode-pictures.ts';

/** A colour as 0xRRGGBB. */
type Colour = number;

const WIDTH = 1280;
const HEIGHT = 720;
const KERB = 520;

/** Whole numbers from a seed (xorshift), so that a seed always gives the same street. */
function numbersFrom(seed: number): (below: number) => number {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

function mix(from: Colour, to: Colour, part: number, whole: number): Colour {
  const channel = (shift: number) => {
    const a = (from >> shift) & 255;
    return Math.round(a + ((((to >> shift) & 255) - a) * part) / whole) << shift;
  };
  return channel(16) | channel(8) | channel(0);
}

interface Palette {
  sky: [Colour, Colour];
  walls: Colour[];
  awnings: Colour[];
}

const PALETTES: Palette[] = [
  { sky: [0xa9c8e4, 0xeef3f5], walls: [0xe9e1d3, 0xd8cbb8, 0xc9d2d6, 0xe4d5c7], awnings: [0x2f6690, 0xb5483a, 0x5d7f5a] },
  { sky: [0xf0c9a4, 0xf8ebdc], walls: [0xd9c6b0, 0xe6d8c6, 0xc3b6a9, 0xd2bfae], awnings: [0x7a5230, 0x39607a, 0x9a3b3b] },
  { sky: [0xbcc9cf, 0xe6ebe9], walls: [0xcfd4cf, 0xdfe1d8, 0xbfc8c6, 0xe2dccd], awnings: [0x41729f, 0x6f7f3f, 0xa65b3c] },
];

type Fill = (x: number, y: number, width: number, height: number, colour: Colour) => void;

function drawShop(fill: Fill, number: (below: number) => number, palette: Palette, x: number, width: number): void {
  const top = 120 + number(9) * 16;
  const wall = palette.walls[number(palette.walls.length)] as Colour;
  const awning = palette.awnings[number(palette.awnings.length)] as Colour;
  fill(x, top, width, KERB - top, wall);
  fill(x, top, width, 8, mix(wall, 0x000000, 1, 5));
  for (let row = top + 32; row < 360; row += 64)
    for (let column = x + 24; column + 32 <= x + width - 16; column += 56) {
      fill(column, row, 32, 40, number(4) === 0 ? 0xf6e7b4 : 0x5f7a8a);
      fill(column, row + 40, 32, 4, mix(wall, 0x000000, 1, 4));
    }
  fill(x + 8, 376, width - 16, 28, mix(awning, 0x000000, 1, 3));
  for (let stripe = x + 8; stripe < x + width - 8; stripe += 32) {
    fill(stripe, 404, Math.min(16, x + width - 8 - stripe), 24, awning);
    fill(stripe + 16, 404, Math.max(0, Math.min(16, x + width - 24 - stripe)), 24, 0xf4f1ea);
  }
  fill(x + 16, 428, width - 32, 92, 0x3f4d55);
  fill(x + 20, 436, (width - 56) >> 1, 76, 0x9fb6bf);
  fill(x + 20 + ((width - 40) >> 1), 436, (width - 56) >> 1, 84, 0x86a0aa);
}

function drawTree(pixels: Uint32Array, fill: Fill, x: number, size: number): void {
  fill(x - 5, KERB - size, 10, size + 8, 0x6b5644);
  const middle = KERB - size;
  const radius = Math.round(size * 0.42);
  for (let y = middle - radius; y <= middle + radius; y++)
    for (let column = x - radius; column <= x + radius; column++) {
      const distance = (column - x) ** 2 + (y - middle) ** 2;
      if (distance <= radius ** 2 && column >= 0 && column < WIDTH)
        pixels[y * WIDTH + column] = y < middle - radius / 3 ? 0x88ab7c : 0x6f9468;
    }
}

function drawStreet(seed: number): Uint32Array {
  const pixels = new Uint32Array(WIDTH * HEIGHT);
  const number = numbersFrom(seed);
  const palette = PALETTES[seed % PALETTES.length] as Palette;
  const fill: Fill = (x, y, width, height, colour) => {
    for (let row = Math.max(0, y); row < Math.min(HEIGHT, y + height); row++) {
      pixels.fill(colour, row * WIDTH + Math.max(0, x), row * WIDTH + Math.max(0, Math.min(WIDTH, x + width)));
    }
  };
  // Bands as high as a coding block stay flat, which keeps the file small.
  for (let y = 0; y < KERB; y += 8) fill(0, y, WIDTH, 8, mix(palette.sky[0], palette.sky[1], y, KERB));
  for (let x = 0; x < WIDTH; ) {
    const width = Math.min(WIDTH - x, 160 + number(5) * 24);
    const whole = WIDTH - x - width < 160 ? WIDTH - x : width;
    drawShop(fill, number, palette, x, whole);
    x += whole;
  }
  fill(0, KERB, WIDTH, 56, 0xc9c4ba);
  for (let x = 0; x < WIDTH; x += 64) fill(x, KERB, 2, 56, 0xb6b1a7);
  fill(0, KERB + 56, WIDTH, 12, 0x9b978f);
  fill(0, KERB + 68, WIDTH, HEIGHT - KERB - 68, 0x6c7177);
  for (let x = 32; x < WIDTH; x += 160) fill(x, 648, 88, 8, 0xe9e6dc);
  for (let x = 96 + number(80); x < WIDTH; x += 288) drawTree(pixels, fill, x, 104 + number(4) * 8);
  return pixels;
}

/** An EXIF block with an invented place, as a telephone would write it. */
function placeSegment(): Uint8Array {
  const whole = (...numbers: number[]) => numbers.flatMap((number) => [0, 0, number >> 8, number & 255, 0, 0, 0, 1]);
  const letter = (tag: number, code: number) => [0, tag, 0, 2, 0, 0, 0, 2, code, 0, 0, 0];
  const angle = (tag: number, at: number) => [0, tag, 0, 5, 0, 0, 0, 3, 0, 0, 0, at];
  const tiff = [
    ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8],
    ...[0, 1, 0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 26, 0, 0, 0, 0],
    ...[0, 4, ...letter(1, 0x4e), ...angle(2, 80), ...letter(3, 0x45), ...angle(4, 104), 0, 0, 0, 0],
    ...whole(29, 6, 0),
    ...whole(119, 39, 0),
  ];
  const payload = [0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff];
  return Uint8Array.from([0xff, 0xe1, 0, payload.length + 2, ...payload]);
}

/** Pictures by their seed: a story shows each several times. */
const drawn = new Map<number, Promise<Uint8Array>>();

/** The header that cameras and programs begin with; sharp leaves it out. */
const JFIF = Buffer.from('ffe000104a46494600010100000100010000', 'hex');

/** Writes pixels as a JPEG. `pixels`: one colour each, row by row. */
export async function encodeJpeg(width: number, height: number, pixels: Uint32Array): Promise<Uint8Array> {
  const bytes = Buffer.alloc(pixels.length * 3);
  for (const [index, colour] of pixels.entries()) bytes.writeUIntBE(colour, index * 3, 3);
  const sharp = await loadSharp();
  const picture = sharp(bytes, { raw: { width, height, channels: 3 } });
  const jpeg = await picture.jpeg({ quality: 85 }).toBuffer();
  return Buffer.concat([jpeg.subarray(0, 2), JFIF, jpeg.subarray(2)]);
}

/**
 * A picture for the sandbox: a shopping street in plain shapes, 1280 × 720, the same bytes for the same seed.
 * With `gps` it carries a place, which the check must find.
 */
export async function samplePicture({ seed = 1, gps = false }: { seed?: number; gps?: boolean } = {}): Promise<Uint8Array> {
  const drawing = drawn.get(seed) ?? encodeJpeg(WIDTH, HEIGHT, drawStreet(seed));
  drawn.set(seed, drawing);
  const plain = await drawing;
  return gps ? Buffer.concat([plain.subarray(0, 20), placeSegment(), plain.subarray(20)]) : plain;
}
