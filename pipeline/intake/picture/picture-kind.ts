/** The kinds of pictures that become a JPEG. */
export type PictureKind = 'jpeg' | 'png' | 'heic';

const at = (bytes: Uint8Array, start: number, end: number): string => Buffer.from(bytes.subarray(start, end)).toString('latin1');

/** What HEIC files call themselves; AVIF is none. */
const HEIC = /^(?:hei[cxms]|hev[cxms]|mif1|msf1)$/;

/** What a picture is by its first bytes; `null` for what isn't one, or one that can't become a JPEG. */
export function pictureKind(bytes: Uint8Array): PictureKind | null {
  if (at(bytes, 0, 3) === '\xff\xd8\xff') return 'jpeg';
  if (at(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  return at(bytes, 4, 8) === 'ftyp' && HEIC.test(at(bytes, 8, 12)) ? 'heic' : null;
}
