/** A real JPEG, 8 × 8 pixels, four tones, as a program wrote it. */
const SMALL =
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/' +
  'wAARCAAIAAgDAREAAhEAAxEA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJx' +
  'FDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKj' +
  'pKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oADAMBAAIAAwAAPwCXwnr3/COfbP8ARvtHn7P+Wmzbt3ex' +
  'z1qO41L7dt/dbNmf4s5z+HtUl1pX9hbP33n+dn+HbjH4n1r/2Q==';

/** A progressive JPEG of shades, 40 × 24 pixels, colours at half the size, in ten scans: means, bands, and one more bit of each. */
const PROGRESSIVE =
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBD' +
  'AQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wgARCAAYACgDASIAAhEBAxEB/8QAGQAAAgMB' +
  'AAAAAAAAAAAAAAAAAAECBAUD/8QAFwEAAwEAAAAAAAAAAAAAAAAAAAEEA//aAAwDAQACEAMQAAAB15WVPtS435vTNNET6sKZYsAYCX//xAAaEAACAwEBAAAAAAAA' +
  'AAAAAAAAAQIREhAh/9oACAEBAAEFAox8ocUzLMijQ0Zooce13//EABkRAAIDAQAAAAAAAAAAAAAAAAATERIgIf/aAAgBAwEBPwG/RsDcf//EABcRAQEBAQAAAAAA' +
  'AAAAAAAAAAEUACD/2gAIAQIBAT8BnHSmmOP/xAAUEAEAAAAAAAAAAAAAAAAAAAAw/9oACAEBAAY/An//xAAbEAEBAAIDAQAAAAAAAAAAAAABABARIUFRcf/aAAgB' +
  'AQABPyH7p0gYLq2OG6ELeUUWMHKMf//aAAwDAQACAAMAAAAQ/Yxgf/8A/8QAFxEBAQEBAAAAAAAAAAAAAAAAAQARMf/aAAgBAwEBPxB3DDCC9tlbb//EABkRAQEA' +
  'AwEAAAAAAAAAAAAAAAEAEBFBMf/aAAgBAgEBPxBVrkCezzwtu//EAB0QAAMBAQEAAwEAAAAAAAAAAAABESExQWFxgaH/2gAIAQEAAT8QWpsXc4LpDVUlMz0SdPyz' +
  'StoUa3BSNYXhft+TSMmuCbJ+lypfZVtaIuWM0LxitPeEur+n/9k=';

/** A photograph, 37 × 27 pixels, colours at half the size, tables of codes made for it. */
const HALVED =
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/2wBDAQkJ' +
  'CQwLDBgNDRgyIRwhMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjL/wAARCAAbACUDASIAAhEBAxEB/8QAGgAAAgIDAAAAAAAA' +
  'AAAAAAAABgcABQECBP/EAC8QAAEDAwMCBAMJAAAAAAAAAAECAwQAESEFEkEUMRMicYEGUWEHI0JSkaGxwdH/xAAZAQACAwEAAAAAAAAAAAAAAAABBAACAwb/xAAiEQAC' +
  'AwABAwUBAAAAAAAAAAABAgADERIEEyEUIkFRYXH/2gAMAwEAAhEDEQA/AOd6MuEooW2vxNu4gg3I9620xRZcW4tpxToutoNnIwb45Pa1HWpKadk7dSdX0trNstMqUSTi' +
  '5UBjvxQRPT0Ml1Ye2eGvbuA24PYgDPb9KX4mtgw8zn7+l9OwYe4b5g1qsjUZx26VGcEXehJUi/mVkgkel7e9dUOI0pLxkzGiVWBUEgEWB49cVlmexKdbidQ6yZDuxSbW' +
  'SoD8QPBtfit2Y7TE0pQL2YKiT3vsvf8AitbGNjlmGExle5i18cH7LHQ9cOiIlMqadUFO3SUoBuBjkGpQKp18pQrqJBKkhRsSe/vUohSI8tLKMVvEdM3Xo8GS89AlOqUU' +
  'eaOpP3ZVwRexBt8v3oSUoSpK3H5IbbAU4p183CeTf1pqH4X0QnOnNH1J/wBpd/aLAiwdM1qNFZS0z07S9ie185qj1sSORiV/T3WuvdI478bBhiZpTAEph+KXgsIQ2sC5' +
  'uO/0A+dZckNMpXKaX4vlLO0CxyAm55vkYpcxhZ4W+n90z/hSHH1FqYmU0HBvatwRk9iOxwMihmHJqaEqYDST/ZQN6TLDCFolM+GbpSShWbVKt7bITSUkgBxzk/mqVfkZ' +
  'D1b/AEJ//9k=';

/** A photograph for print, 21 × 14 pixels in four colours. */
const PRINT =
  '/9j/7gAOQWRvYmUAZAAAAAAC/9sAQwANCQoLCggNCwoLDg4NDxMgFRMSEhMnHB4XIC4pMTAuKS0sMzpKPjM2RjcsLUBXQUZMTlJTUjI+WmFaUGBKUVJP/9sAQwEODg4T' +
  'ERMmFRUmTzUtNU9PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09P/8AAFAgADgAVBAERAAIRAQMRAQQRAP/EABkAAAIDAQAAAAAA' +
  'AAAAAAAAAAQGAAMFAv/EACYQAAICAQMEAQUBAAAAAAAAAAECAxEEABIhBRMxUXEiQYGRocH/xAAXAQADAQAAAAAAAAAAAAAAAAACAwQG/8QAIREAAQQCAgIDAAAAAAAA' +
  'AAAAAQACAxEEIRIxIlFBkbH/2gAOBAEAAhEDEQQAAD8ATsTOXKuNx2yR5B1U2TnorQ42aJzwdpbE0AR6VxsQ1t4BPyPWu5GSSVO7JHujUIe2Ks3pcDBFYabsoBFHzHN4' +
  'sUNe7/Fj55GdmmaTJWRol2mOMhFr2a++gpJo2PbZGcISFs0QPXHxoHSjoqOXJbZYW2AdbpBydXODkSJChANXyPV/7q3DONjFmVZHk2+WArTGFrelTiOghJIsmvmk3ZME' +
  'oRmYoEu9oJPP51MbJfIe44oldSOSPJ98aNgDwSEEGS+Z3i1oOvv3pJGL15cvJZI8CKIkncb5I/WqHx1cLIDW8WR5rU5YCbSn4ofT77RL9NSWeVp3cOGr6Dx/df/Z';

/** Photographs as programs write them: colours at half the size, and the four colours of print. */
export const photographs = (): Record<'halved' | 'print', Uint8Array> => ({
  halved: Buffer.from(HALVED, 'base64'),
  print: Buffer.from(PRINT, 'base64'),
});

export const progressiveJpeg = (): Uint8Array => Buffer.from(PROGRESSIVE, 'base64');

/**
 * A grey picture of any size: every block is two bits, mean unchanged and nothing more.
 * @param restart after how many blocks coding begins anew; 0 = never
 */
export function greyJpeg(width: number, height: number, restart = 0): Uint8Array {
  const blocks = Math.ceil(width / 8) * Math.ceil(height / 8);
  const step = restart || blocks;
  const parts: Uint8Array[] = [];
  for (let begin = 0; begin < blocks; begin += step) {
    const bits = 2 * Math.min(step, blocks - begin);
    const part = Buffer.alloc(Math.ceil(bits / 8));
    if (bits % 8 > 0) part[part.length - 1] = 0xff >> (bits % 8);
    parts.push(part, ...(begin + step < blocks ? [Buffer.of(0xff, 0xd0 + ((begin / step) % 8))] : []));
  }
  const one = [1, ...Array<number>(15).fill(0), 0];
  return Buffer.concat([
    Buffer.of(0xff, 0xd8),
    segment(0xe0, Buffer.from('4a46494600010100000100010000', 'hex')),
    segment(0xdb, Buffer.concat([Buffer.of(0), Buffer.alloc(64, 1)])),
    segment(0xc0, Buffer.of(8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0)),
    segment(0xc4, Buffer.of(0x00, ...one, 0x10, ...one)),
    ...(restart > 0 ? [segment(0xdd, Buffer.of(restart >> 8, restart & 255))] : []),
    segment(0xda, Buffer.of(1, 1, 0, 0, 63, 0)),
    ...parts,
    Buffer.of(0xff, 0xd9),
  ]);
}

/** The same picture as another file: a number where JFIF writes the density. */
export function numbered(picture: Uint8Array, number: number): Uint8Array {
  const other = Buffer.from(picture);
  other.writeUInt32BE(number + 0x10001, 14);
  return other;
}

/** A picture whose coded data end early, with the end mark put back. */
export const cutJpeg = (jpeg: Uint8Array, away: number): Uint8Array =>
  Buffer.concat([jpeg.subarray(0, jpeg.length - 2 - away), Buffer.of(0xff, 0xd9)]);

/** A small whole JPEG without any metadata. */
export const smallJpeg = (): Uint8Array => Buffer.from(SMALL, 'base64');

export interface ExifOptions {
  gps?: boolean;
  /** Only the GPS version, as cameras without a fix write it. */
  gpsVersionOnly?: boolean;
  orientation?: number;
  owner?: string;
  /** Number of the camera's body. */
  serial?: string;
  /** Maker of the camera. */
  camera?: string;
  takenAt?: string;
  thumbnail?: Uint8Array;
  littleEndian?: boolean;
}

type Entry = { tag: number; type: number; count: number; bytes: Uint8Array };

/** A TIFF block laid out by hand, independent of the reader that it tests. */
class Tiff {
  private readonly little: boolean;

  constructor(little: boolean) {
    this.little = little;
  }

  number(value: number, size: 2 | 4): Uint8Array {
    const bytes = Buffer.alloc(size);
    if (size === 2) this.little ? bytes.writeUInt16LE(value) : bytes.writeUInt16BE(value);
    else this.little ? bytes.writeUInt32LE(value) : bytes.writeUInt32BE(value);
    return bytes;
  }

  short(tag: number, value: number): Entry {
    return { tag, type: 3, count: 1, bytes: this.number(value, 2) };
  }

  long(tag: number, value: number): Entry {
    return { tag, type: 4, count: 1, bytes: this.number(value, 4) };
  }

  ascii(tag: number, text: string): Entry {
    return { tag, type: 2, count: text.length + 1, bytes: Buffer.from(`${text}\0`, 'latin1') };
  }

  rationals(tag: number, ...values: number[]): Entry {
    const bytes = Buffer.concat(values.flatMap((value) => [this.number(value, 4), this.number(1, 4)]));
    return { tag, type: 5, count: values.length, bytes };
  }

  /** A directory at an offset, its longer values right behind it. */
  directory(at: number, entries: Entry[], next = 0): Uint8Array {
    let behind = at + 2 + entries.length * 12 + 4;
    const heads: Uint8Array[] = [this.number(entries.length, 2)];
    const tails: Uint8Array[] = [];
    for (const { tag, type, count, bytes } of entries) {
      heads.push(this.number(tag, 2), this.number(type, 2), this.number(count, 4));
      if (bytes.length <= 4) heads.push(Buffer.concat([bytes, Buffer.alloc(4 - bytes.length)]));
      else {
        heads.push(this.number(behind, 4));
        tails.push(bytes);
        behind += bytes.length;
      }
    }
    return Buffer.concat([...heads, this.number(next, 4), ...tails]);
  }
}

/** An APP1 segment with EXIF. */
export function exifSegment({ littleEndian = false, ...options }: ExifOptions = {}): Uint8Array {
  const tiff = new Tiff(littleEndian);
  const place = [tiff.ascii(1, 'N'), tiff.rationals(2, 29, 6, 0), tiff.ascii(3, 'E'), tiff.rationals(4, 119, 39, 0)];
  const version: Entry = { tag: 0, type: 1, count: 4, bytes: Buffer.from([2, 3, 0, 0]) };
  const gps = options.gps ? [version, ...place] : options.gpsVersionOnly ? [version] : null;
  const shot = [
    ...(options.takenAt ? [tiff.ascii(0x9003, options.takenAt)] : []),
    ...(options.serial ? [tiff.ascii(0xa431, options.serial)] : []),
  ];
  const camera = shot.length > 0 ? shot : null;
  const main = (gpsAt: number, cameraAt: number): Entry[] => [
    ...(options.camera ? [tiff.ascii(0x010f, options.camera)] : []),
    ...(options.orientation ? [tiff.short(0x0112, options.orientation)] : []),
    ...(options.owner ? [tiff.ascii(0x013b, options.owner)] : []),
    ...(camera ? [tiff.long(0x8769, cameraAt)] : []),
    ...(gps ? [tiff.long(0x8825, gpsAt)] : []),
  ];
  const mainLength = tiff.directory(8, main(0, 0)).length;
  const cameraAt = 8 + mainLength;
  const cameraBytes = camera ? tiff.directory(cameraAt, camera) : Buffer.alloc(0);
  const gpsAt = cameraAt + cameraBytes.length;
  const gpsBytes = gps ? tiff.directory(gpsAt, gps) : Buffer.alloc(0);
  const thumbnailAt = gpsAt + gpsBytes.length;
  const thumbnail = options.thumbnail ? tiff.directory(thumbnailAt, [tiff.short(0x0103, 6)]) : Buffer.alloc(0);
  const head = Buffer.concat([Buffer.from(littleEndian ? 'II' : 'MM'), tiff.number(42, 2), tiff.number(8, 4)]);
  const block = Buffer.concat([
    head,
    tiff.directory(8, main(gpsAt, cameraAt), options.thumbnail ? thumbnailAt : 0),
    cameraBytes,
    gpsBytes,
    thumbnail,
    options.thumbnail ?? Buffer.alloc(0),
  ]);
  return segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), block]));
}

/** A segment of any kind. */
export const segment = (marker: number, payload: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from([0xff, marker, (payload.length + 2) >> 8, (payload.length + 2) & 255]), payload]);

/** A JPEG with segments put in right after its JFIF header, where cameras put theirs. */
export const withSegments = (jpeg: Uint8Array, ...segments: Uint8Array[]): Uint8Array =>
  Buffer.concat([jpeg.subarray(0, 20), ...segments, jpeg.subarray(20)]);

/** A JPEG with an EXIF block; by default one that tells where it was taken. */
export const withExif = (jpeg: Uint8Array, options: ExifOptions = { gps: true }): Uint8Array => withSegments(jpeg, exifSegment(options));

const sized = (size: number, text: string): Buffer => Buffer.from(text.padEnd(size, '\0'), 'latin1');
const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

/** A tag of a colour profile that says something: in ASCII, or in one language in whatever letters. */
export const textTag = (text: string): Buffer => Buffer.concat([Buffer.from('text\0\0\0\0'), Buffer.from(`${text}\0`)]);
export function namesTag(text: string, behind = ''): Buffer {
  const utf16 = Buffer.from(text, 'utf16le').swap16();
  const head = [sized(8, 'mluc'), number(1), number(12), Buffer.from('zhCN'), number(utf16.length), number(28)];
  return Buffer.concat([...head, utf16, Buffer.from(behind)]);
}

/**
 * A colour profile laid out by hand: header, table, and the tags by their names.
 * @param behind what follows the last tag
 */
export function colourProfile(tags: Readonly<Record<string, Uint8Array>>, behind = ''): Uint8Array {
  const entries = Object.entries(tags);
  let at = 132 + 12 * entries.length;
  const table = entries.flatMap(([name, { length }]) => {
    const entry = [Buffer.from(name), number(at), number(length)];
    at += length;
    return entry;
  });
  const size = at + behind.length;
  const header = Buffer.concat([number(size), sized(32, ''), Buffer.from('acsp'), sized(88, '')]);
  return Buffer.concat([header, number(entries.length), ...table, ...Object.values(tags), Buffer.from(behind)]);
}

/** The block of a JPEG that holds a colour profile. */
export const profileSegment = (profile: Uint8Array): Uint8Array =>
  segment(0xe2, Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), profile]));
