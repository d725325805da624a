import type { Sharp } from 'sharp';
import { MAX_FILE_BYTES } from '../../item/folder-size.ts';
import { decodePicture, loadSharp, PICTURE_LIMITS, type PictureLimits } from '../../item/picture/decode-pictures.ts';
import { readJpeg, stripMetadata } from '../../item/picture/jpeg.ts';
import { printable } from '../../printable.ts';
import type { SentFile } from '../received.ts';
import { type ReportKind, type ReportLine, reportLine } from '../report.ts';
import { type PictureKind, pictureKind } from './picture-kind.ts';

/** A picture as an item takes it: a JPEG that tells nothing of place, device or person. */
export interface ReadyPicture {
  /** Its key in the text that it lay in; `null` for one that was sent beside. */
  key: string | null;
  /** The name that people know it by. */
  name: string;
  bytes: Uint8Array;
  report: ReportLine[];
  /** What whoever sent it says that it shows, where he was asked. */
  description?: string;
}

const LONGEST_SIDE = 4000;
const QUALITIES = [86, 75, 60];

/** Pixels as HEIC's decoder gives them. */
interface Raw {
  width: number;
  height: number;
  data: Uint8ClampedArray;
}

/** The library that reads HEIC, which is optional; `null` where it isn't installed. */
async function loadHeic(): Promise<{
  all: (input: { buffer: Uint8Array }) => Promise<(Omit<Raw, 'data'> & { decode: () => Promise<Raw> })[]>;
} | null> {
  const name = 'heic-decode';
  const loaded: { default: NonNullable<Awaited<ReturnType<typeof loadHeic>>> } | null = await import(name).catch(() => null);
  return loaded?.default ?? null;
}

/** The library prints its errors where a command's one document goes. */
async function quietly<Value>(work: () => Promise<Value>): Promise<Value> {
  const { log } = console;
  console.log = () => undefined;
  return work().finally(() => {
    console.log = log;
  });
}

/** Reads another kind than JPEG; `null` where nothing here does. @throws whatever the decoder says of broken bytes */
async function opened(bytes: Uint8Array, kind: PictureKind, limits: PictureLimits): Promise<Sharp | null> {
  const sharp = await loadSharp();
  if (kind === 'png') {
    sharp.unblock({ operation: ['VipsForeignLoadPng'] });
    return sharp(bytes, { failOn: 'error', limitInputPixels: limits.pixels });
  }
  const heic = kind === 'heic' ? await loadHeic() : null;
  if (heic === null) return null;
  const { width, height, data } = await quietly(async () => {
    const [first] = await heic.all({ buffer: bytes });
    if (first === undefined || first.width * first.height > limits.pixels) throw new Error('no picture, or too large a one');
    return first.decode();
  });
  return sharp(Buffer.from(data.buffer, data.byteOffset, data.byteLength), { raw: { width, height, channels: 4 } });
}

/** As JPEG, upright, on white, in the colours of screens; smaller only as far as an item's file asks for. */
async function encoded(picture: Sharp, limits: PictureLimits): Promise<Uint8Array | null> {
  const fitted = picture
    .rotate()
    .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .timeout({ seconds: Math.ceil(limits.seconds) });
  for (const quality of QUALITIES) {
    const bytes = await fitted.clone().jpeg({ quality }).toBuffer();
    if (bytes.length <= MAX_FILE_BYTES) return stripMetadata(bytes);
  }
  return null;
}

/**
 * Makes a JPEG of what was sent, by what the bytes are and never by the name: without position, device and names, its longest side at most
 * 4,000, within the limits that the pictures of items have.
 * @returns the picture, or the line that says why there is none
 * @throws Problem `picture/no-decoder` (exit 2) where the library doesn't run
 */
export async function readyPicture(
  { name, bytes }: SentFile,
  key: string | null,
  limits: PictureLimits = PICTURE_LIMITS,
): Promise<ReadyPicture | ReportLine> {
  const kind = pictureKind(bytes);
  const place = `图片 ${printable(name)}`;
  if (kind === null) return reportLine('picture-kind', place);
  const said = (...kinds: (ReportKind | null)[]): ReportLine[] => kinds.flatMap((one) => (one === null ? [] : [reportLine(one, place)]));
  try {
    if (kind === 'jpeg' && (await decodePicture(bytes, limits)) !== null) return reportLine('picture-unreadable', place);
    const own = kind === 'jpeg' ? stripMetadata(bytes) : null;
    const picture = own === null ? await opened(bytes, kind, limits) : (await loadSharp())(own, { limitInputPixels: limits.pixels });
    if (picture === null) return reportLine('picture-kind', place);
    const { width, height } = own === null ? await picture.metadata() : readJpeg(bytes);
    const isLarge = Math.max(width, height) > LONGEST_SIDE;
    const fits = own !== null && !isLarge && own.length <= MAX_FILE_BYTES;
    const made = fits ? own : await encoded(picture, limits);
    const changed = own === null ? 'picture-converted' : Buffer.from(own).equals(bytes) ? null : 'picture-cleaned';
    const smaller = isLarge || (own !== null && !fits) ? 'picture-smaller' : null;
    if (made !== null) return { key, name, bytes: made, report: said(changed, smaller) };
  } catch (error) {
    if (error instanceof Error && error.name === 'Problem') throw error;
  }
  return reportLine('picture-unreadable', place);
}
