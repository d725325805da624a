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

const FORM = /审核单|审批单|审核表/;
const MAYBE = /签字|签批|签发|盖章|扫描|scan/i;

/** What the name of a picture says: that it shows the signed form, that it may (it is asked about), or `null`: it is one of the text's. */
export function scanNamed(name: string): 'form' | 'maybe' | null {
  return FORM.test(name) ? 'form' : MAYBE.test(name) ? 'maybe' : null;
}
