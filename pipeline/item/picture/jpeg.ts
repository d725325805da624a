import { Problem } from '../../problem.ts';
import { isPlainProfile } from './colour-profile.ts';
import { type ExifFacts, NO_EXIF, orientationSegment, readExif, readPhotoshop, readXmp, together } from './picture-notes.ts';

/** A marker and what belongs to it. */
export interface Segment {
  marker: number;
  /** Offsets of the marker's 0xFF and of the first byte after the segment, entropy-coded data included. */
  start: number;
  end: number;
  /** Offset of the payload after the length field. */
  payload: number;
}

/** The segments of a JPEG in their order. */
interface Walk {
  segments: Segment[];
  /** Offset after EOI; `null` if it never comes. */
  end: number | null;
}

const SOI = 0xd8;
const EOI = 0xd9;
export const SOS = 0xda;
/** Whether a marker begins a frame, which tells how the picture is coded and how large it is. */
export const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
const isBare = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);

/** The offset of the marker that ends entropy-coded data beginning at `from`. */
function endOfScan(bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    at = bytes.indexOf(0xff, at);
    if (at < 0 || at + 1 >= bytes.length) return bytes.length;
    const next = bytes[at + 1] as number;
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
    at += next === 0xff ? 1 : 2;
  }
}

/** Cameras and programs write dozens; a film of tables or comments is no picture. */
const MAX_SEGMENTS = 10_000;

/** Finds a JPEG's segments by their markers; never reads what they hold. The bytes begin with SOI. */
export function walkSegments(bytes: Uint8Array): Walk {
  const segments: Segment[] = [];
  let at = 2;
  while (at + 1 < bytes.length) {
    if (bytes[at] !== 0xff) return { segments, end: null };
    const marker = bytes[at + 1] as number;
    if (marker === 0xff) at += 1;
    else if (marker === EOI) return { segments, end: at + 2 };
    else if (isBare(marker)) at += 2;
    else {
      const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
      const end = at + 2 + length;
      const broken = marker === SOI || marker === 0 || length < 2 || end > bytes.length;
      if (broken || segments.length === MAX_SEGMENTS) return { segments, end: null };
      const segment = { marker, start: at, payload: at + 4, end: marker === SOS ? endOfScan(bytes, end) : end };
      segments.push(segment);
      at = segment.end;
    }
  }
  return { segments, end: null };
}

/** What can be said of a picture file without decoding it. */
export interface JpegFacts extends ExifFacts {
  /** `null` = a whole JPEG. `magic`: something else; `truncated`: ends too early; `malformed`: no picture in it. */
  problem: 'magic' | 'truncated' | 'malformed' | null;
  /** What the bytes are where they aren't a JPEG, as people call it. */
  looksLike: string | null;
  width: number;
  height: number;
  /** Has an EXIF block. */
  exif: boolean;
  /** Bytes after the picture's end (a motion photo's film, another file). */
  trailing: number;
  /** Holds what showing it doesn't need and what nobody is told of: comments, makers' own blocks, words in its colour profile. */
  foreign: boolean;
}

function startsWith(bytes: Uint8Array, at: number, text: string): boolean {
  return [...text].every((character, index) => bytes[at + index] === character.charCodeAt(0));
}

const KINDS: [name: string, matches: (bytes: Uint8Array) => boolean][] = [
  ['PNG 图片', (bytes) => startsWith(bytes, 1, 'PNG')],
  ['GIF 图片', (bytes) => startsWith(bytes, 0, 'GIF8')],
  ['WebP 图片', (bytes) => startsWith(bytes, 8, 'WEBP')],
  ['苹果手机的 HEIC 图片', (bytes) => startsWith(bytes, 4, 'ftyp')],
  ['BMP 图片', (bytes) => startsWith(bytes, 0, 'BM')],
  ['Git LFS 的指针', (bytes) => startsWith(bytes, 0, 'version https://git-lfs')],
  ['PDF 文件', (bytes) => startsWith(bytes, 0, '%PDF')],
  ['网页或 SVG', (bytes) => startsWith(bytes, 0, '<')],
];

const JFIF = 'JFIF\0';
const PHOTOSHOP = 'Photoshop 3.0\0';
const EXIF = 'Exif\0';
const XMP = 'http://ns.adobe.com/x';
const ICC = 'ICC_PROFILE\0';
const ADOBE = 'Adobe';
/** Its marker, length and payload. */
const ADOBE_BYTES = 16;

/** What showing a picture needs, by marker: tables, frames, scans, restarts. A number of lines (DNL) isn't: the frame has its own. */
const isCoding = (marker: number): boolean => (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc8) || [SOS, 0xdb, 0xdd].includes(marker);
/** The blocks that a picture may have besides: how each begins. Which of them tell something, `told` says. */
const KNOWN: Readonly<Record<number, readonly string[]>> = {
  224: [JFIF, 'JFXX\0'],
  225: [EXIF, XMP],
  226: [ICC],
  237: [PHOTOSHOP],
  238: [ADOBE],
};

/** The colour profile that is cut into blocks of 64 KB; empty if there is none. */
function profileOf(bytes: Uint8Array, segments: readonly Segment[]): Uint8Array {
  const parts = segments.filter(({ marker, payload }) => marker === 0xe2 && startsWith(bytes, payload, ICC));
  const numbered = parts.map(({ payload, end }) => ({ number: bytes[payload + ICC.length] ?? 0, data: bytes.subarray(payload + 14, end) }));
  return Buffer.concat(numbered.toSorted((a, b) => a.number - b.number).map(({ data }) => data));
}

/** Whether anything in a picture is on no list of what may be there. */
function holdsForeign(bytes: Uint8Array, segments: readonly Segment[]): boolean {
  const isListed = ({ marker, start, payload, end }: Segment): boolean =>
    isCoding(marker) ||
    (KNOWN[marker]?.some((begins) => startsWith(bytes, payload, begins)) === true && (marker !== 0xee || end - start === ADOBE_BYTES));
  const profile = profileOf(bytes, segments);
  return !segments.every(isListed) || (profile.length > 0 && !isPlainProfile(profile));
}

/** The reader of each block that cameras and programs put into pictures; `null` for a block that tells nothing. */
function told(bytes: Uint8Array, { marker, payload, end }: Segment): ExifFacts | null {
  const after = (length: number) => bytes.subarray(payload + length, end);
  if (marker === 0xe0 && startsWith(bytes, payload, JFIF)) return end - payload > 14 ? { ...NO_EXIF, thumbnail: true } : null;
  if (marker === 0xe0 && startsWith(bytes, payload, 'JFXX\0')) return { ...NO_EXIF, thumbnail: true };
  if (marker === 0xe1 && startsWith(bytes, payload, XMP)) return readXmp(after(0));
  return marker === 0xed && startsWith(bytes, payload, PHOTOSHOP) ? readPhotoshop(after(PHOTOSHOP.length)) : null;
}

function exifOf(bytes: Uint8Array, segments: Segment[]): ExifFacts & { exif: boolean } {
  const facts = segments
    .filter(({ marker, payload }) => marker === 0xe1 && startsWith(bytes, payload, EXIF))
    .map(({ payload, end }) => readExif(bytes.subarray(payload + EXIF.length + 1, end)));
  return { exif: facts.length > 0, ...together([...facts, ...segments.flatMap((segment) => told(bytes, segment) ?? [])]) };
}

/** Reads a picture's structure: is it a whole JPEG, how large, what does its EXIF tell. Never throws, whatever the bytes. */
export function readJpeg(bytes: Uint8Array): JpegFacts {
  const empty: JpegFacts = { ...NO_EXIF, problem: 'magic', looksLike: null, width: 0, height: 0, exif: false, trailing: 0, foreign: false };
  if (!(bytes[0] === 0xff && bytes[1] === SOI && bytes[2] === 0xff)) {
    return { ...empty, looksLike: KINDS.find(([, matches]) => matches(bytes))?.[0] ?? null };
  }
  const { segments, end } = walkSegments(bytes);
  const frame = segments.find(({ marker }) => isFrame(marker));
  const height = frame ? ((bytes[frame.payload + 1] as number) << 8) | (bytes[frame.payload + 2] as number) : 0;
  const width = frame ? ((bytes[frame.payload + 3] as number) << 8) | (bytes[frame.payload + 4] as number) : 0;
  const facts = {
    ...exifOf(bytes, segments),
    looksLike: null,
    width,
    height,
    foreign: holdsForeign(bytes, segments),
    trailing: end === null || bytes.subarray(end).every((byte) => byte === 0) ? 0 : bytes.length - end,
  };
  if (end === null) return { ...facts, problem: 'truncated' };
  const whole = frame && frame.end - frame.start >= 11 && width > 0 && height > 0 && segments.some(({ marker }) => marker === SOS);
  return { ...facts, problem: whole ? null : 'malformed' };
}

/** What a picture needs to be shown in its right colours: JFIF, plain colour profile, Adobe's colour transform; everything else may go. */
function isNeeded(bytes: Uint8Array, { marker, payload }: Segment, hasPlainProfile: boolean): boolean {
  if (isCoding(marker)) return true;
  if (marker === 0xe0) return startsWith(bytes, payload, JFIF);
  if (marker === 0xe2) return hasPlainProfile && startsWith(bytes, payload, ICC);
  return marker === 0xee && startsWith(bytes, payload, ADOBE);
}

/** Adobe's colour transform without what may follow it. */
function onlyTransform(segment: Uint8Array): Uint8Array {
  if (segment[1] !== 0xee || segment.length <= ADOBE_BYTES) return segment;
  const own = segment.slice(0, ADOBE_BYTES);
  own.set([0, ADOBE_BYTES - 2], 2);
  return own;
}

/** A JFIF header without the thumbnail that it may hold. */
function withoutThumbnail(segment: Uint8Array): Uint8Array {
  if (segment.length <= 18) return segment;
  const header = segment.slice(0, 18);
  header.set([0, 16], 2);
  header.set([0, 0], 16);
  return header;
}

/**
 * Drops everything a JPEG carries beside the picture (EXIF, XMP, IPTC, comments, thumbnails, what follows its end). It keeps the
 * orientation and the colour profile. The coded picture stays byte for byte as it was. Doing it twice changes nothing.
 * @throws Problem `E_IMAGE_MAGIC` for what isn't a whole JPEG
 */
export function stripMetadata(bytes: Uint8Array): Uint8Array {
  const facts = readJpeg(bytes);
  if (facts.problem !== null)
    throw new Problem('E_IMAGE_MAGIC', '这不是完整的 JPG 图片，无法清除拍摄信息。请重新导出为 JPG。', { exitCode: 1 });
  const { segments } = walkSegments(bytes);
  const hasPlainProfile = isPlainProfile(profileOf(bytes, segments));
  const kept = segments.filter((segment) => isNeeded(bytes, segment, hasPlainProfile));
  const heads = kept.filter(({ marker }) => marker === 0xe0).map(({ start, end }) => withoutThumbnail(bytes.subarray(start, end)));
  const rest = kept.filter(({ marker }) => marker !== 0xe0).map(({ start, end }) => onlyTransform(bytes.subarray(start, end)));
  const turn = facts.orientation === 1 ? [] : [orientationSegment(facts.orientation)];
  return Buffer.concat([Uint8Array.of(0xff, SOI), ...heads, ...turn, ...rest, Uint8Array.of(0xff, EOI)]);
}
