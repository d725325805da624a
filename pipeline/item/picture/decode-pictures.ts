import type Sharp from 'sharp';
import { Problem } from '../../problem.ts';
import { MAX_FILE_BYTES } from '../folder-size.ts';
import type { ItemFolder } from '../item.ts';
import { isFrame, type JpegFacts, readJpeg, type Segment, SOS, walkSegments } from './jpeg.ts';

/**
 * Why nobody sees the whole picture of a JPEG. `kind`: coded in a way that browsers and telephones don't read; `pixels`, `scans`, `memory`,
 * `time`: it takes more to read than a picture may.
 */
export type PictureFault = 'short' | 'damaged' | 'kind' | 'pixels' | 'scans' | 'memory' | 'time';

/** What decoding a folder's pictures found, by the file's path; `null` for a picture that is whole. */
export type DecodedPictures = ReadonlyMap<string, PictureFault | null>;

/** What reading one picture may take. `blocks`: how many blocks of 8 × 8 all its scans may pass together. */
export interface PictureLimits {
  pixels: number;
  scans: number;
  blocks: number;
  bytes: number;
  seconds: number;
}

export const PICTURE_LIMITS: PictureLimits = {
  pixels: 100_000_000,
  scans: 100,
  // Nothing stops libjpeg within its scans: four times what the largest picture in its finest layers needs.
  blocks: 40_000_000,
  bytes: 512 * 1024 * 1024,
  seconds: 5,
};

/** Sequential, extended sequential and progressive by Huffman's codes: what browsers read. */
const READ = new Set([0xc0, 0xc1, 0xc2]);
/** A block's 64 coefficients, as libjpeg holds them of a picture that comes in scans. */
const BLOCK_BYTES = 128;

let loading: Promise<typeof Sharp> | undefined;

/**
 * The library that reads and writes pictures, set to hold nothing and to read nothing but JPEG. Loaded where it is first asked for: what
 * holds secrets never does.
 * @throws what loading says on a machine that the library has no program for
 */
export function loadSharp(): Promise<typeof Sharp> {
  loading ??= import('sharp').then(({ default: sharp }) => {
    sharp.cache(false);
    sharp.concurrency(1);
    sharp.block({ operation: ['VipsForeignLoad'] });
    sharp.unblock({ operation: ['VipsForeignLoadJpeg'] });
    return sharp;
  });
  return loading;
}

/** How many blocks of 8 × 8 each component of a frame has, by the component's name. */
function blocksOf(frame: Uint8Array, width: number, height: number): Map<number, number> {
  const components = Array.from({ length: Math.min(frame[5] ?? 0, 4) }, (_, index) => {
    const [id = 0, factors = 0] = frame.subarray(6 + 3 * index);
    return { id, across: factors >> 4, down: factors & 15 };
  });
  const most = (direction: 'across' | 'down') => Math.max(1, ...components.map((component) => component[direction]));
  const units = Math.ceil(width / (8 * most('across'))) * Math.ceil(height / (8 * most('down')));
  return new Map(components.map(({ id, across, down }) => [id, units * across * down]));
}

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((all, number) => all + number, 0);

/** What the headers already say against a picture; nothing of it is decoded then. */
function headerFault(bytes: Uint8Array, { width, height }: JpegFacts, limits: PictureLimits): PictureFault | null {
  const { segments } = walkSegments(bytes);
  const frames = segments.filter(({ marker }) => isFrame(marker));
  if (frames.some(({ marker, payload }) => !READ.has(marker) || bytes[payload] !== 8)) return 'kind';
  if (width * height > limits.pixels) return 'pixels';
  const [frame] = frames as [Segment];
  const blocks = blocksOf(bytes.subarray(frame.payload, frame.end), width, height);
  if (sum(blocks.values()) * BLOCK_BYTES > limits.bytes) return 'memory';
  const scans = segments.filter(({ marker }) => marker === SOS);
  const passed = scans.map(({ payload }) => {
    const named = Array.from({ length: Math.min(bytes[payload] ?? 0, 4) }, (_, index) => bytes[payload + 1 + 2 * index] ?? 0);
    return sum(named.map((id) => blocks.get(id) ?? 0));
  });
  return scans.length > limits.scans || sum(passed) > limits.blocks ? 'scans' : null;
}

const faultOf = ({ message }: Error): PictureFault =>
  /timeout/i.test(message) ? 'time' : /premature end/i.test(message) ? 'short' : 'damaged';

/**
 * Whether a decoder gets the whole picture out of a JPEG, without a single warning; keeps nothing of it. Never throws for what the bytes are.
 * @throws Problem `picture/no-decoder` (exit 2) where the library doesn't run
 */
export async function decodePicture(bytes: Uint8Array, limits: PictureLimits = PICTURE_LIMITS): Promise<PictureFault | null> {
  const facts = readJpeg(bytes);
  if (facts.problem !== null) return 'damaged';
  const fault = headerFault(bytes, facts, limits);
  if (fault !== null) return fault;
  const sharp = await loadSharp().catch((cause: unknown) => {
    const told = '读不了图片：程序用的 sharp 没有装好。应为按本机系统装好的 sharp。请运行 npm ci（不加 --omit=optional）。';
    throw new Problem('picture/no-decoder', told, { exitCode: 2, cause });
  });
  const { width, height } = facts;
  const options = { failOn: 'warning', limitInputPixels: limits.pixels, sequentialRead: true, ignoreIcc: true } as const;
  const picture = sharp(bytes, options).timeout({ seconds: Math.ceil(limits.seconds) });
  // The last row needs all rows above it, and takes the memory of one.
  const read = picture
    .extract({ left: 0, top: height - 1, width, height: 1 })
    .raw()
    .toBuffer();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<PictureFault>((resolve) => {
    timer = setTimeout(resolve, limits.seconds * 1000, 'time');
  });
  return Promise.race([read.then(() => null, faultOf), late]).finally(() => clearTimeout(timer));
}

/**
 * Decodes a folder's pictures one after the other, for the rules that ask whether they are whole (`CheckContext.pictures`). One that is
 * larger than a file may be is left out: the rules refuse it as it is.
 * @throws Problem `picture/no-decoder` (exit 2) where the library doesn't run
 */
export async function decodePictures({ files }: Pick<ItemFolder, 'files'>): Promise<DecodedPictures> {
  const found = new Map<string, PictureFault | null>();
  for (const { path, bytes } of files) {
    if (/\.jpe?g$/i.test(path) && bytes.length <= MAX_FILE_BYTES) found.set(path, await decodePicture(bytes));
  }
  return found;
}
