/** What a picture's EXIF block tells about its taking. */
export interface ExifFacts {
  /** 1 to 8; 1 = upright. */
  orientation: number;
  gps: boolean;
  /** Names a place: city, country, street. */
  place: boolean;
  /** A smaller picture besides, which shows what was cut away or covered later. */
  thumbnail: boolean;
  /** Serial numbers of camera or lens, or the maker's own notes, which hold them. */
  serial: boolean;
  /** Names a person: the camera's owner, the photographer, the copyright's holder, who is in the picture. */
  owner: boolean;
  /** Tells the rest: camera, program, time, words. */
  details: boolean;
  /** `YYYY-MM-DD HH:MM:SS` as the camera's clock said, `null` if not there. */
  takenAt: string | null;
}

/** What a picture without any such block tells: nothing. */
export const NO_EXIF: ExifFacts = {
  orientation: 1,
  gps: false,
  place: false,
  thumbnail: false,
  serial: false,
  owner: false,
  details: false,
  takenAt: null,
};

/** Tags of the main directory and of the camera's own that name a person, hold a number of a device, or tell the rest. */
const OWNER = [0x013b, 0x8298, 0x9c9d, 0xa430];
const SERIAL = [0x927c, 0xa431, 0xa435, 0xc62f];
const DETAILS = [
  ...[0x010e, 0x010f, 0x0110, 0x0131, 0x0132, 0x013c, 0x9c9b, 0x9c9c, 0x9c9e, 0x9c9f],
  ...[0x9003, 0x9004, 0x9286, 0xa420, 0xa433, 0xa434],
];

/** Tags of text or bytes that only say how the block is written, or parts of a second. What other such a tag holds could be words. */
const WORDLESS = new Set([0x9000, 0x9010, 0x9011, 0x9012, 0x9101, 0x9290, 0x9291, 0x9292, 0xa000, 0xa300, 0xa301, 0xa302, 0xa40b]);
const OF_BYTES = new Set([1, 2, 6, 7]);

type Entry = { tag: number; type: number; count: number; valueAt: number };

const UNIT: Record<number, number> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8 };
const MAX_ENTRIES = 512;

/** One directory of tags; `null` if it doesn't lie in the block. */
function directory(view: DataView, at: number, little: boolean): { entries: Entry[]; next: number } | null {
  if (at < 8 || at + 2 > view.byteLength) return null;
  const count = view.getUint16(at, little);
  if (count > MAX_ENTRIES || at + 2 + count * 12 > view.byteLength) return null;
  const entries: Entry[] = [];
  for (let index = 0; index < count; index++) {
    const entry = at + 2 + index * 12;
    const type = view.getUint16(entry + 2, little);
    const amount = view.getUint32(entry + 4, little);
    const inline = (UNIT[type] ?? 1) * amount <= 4;
    entries.push({
      tag: view.getUint16(entry, little),
      type,
      count: amount,
      valueAt: inline ? entry + 8 : view.getUint32(entry + 8, little),
    });
  }
  const end = at + 2 + count * 12;
  return { entries, next: end + 4 <= view.byteLength ? view.getUint32(end, little) : 0 };
}

function ascii(view: DataView, { count, valueAt }: Entry): string {
  if (valueAt + count > view.byteLength || count > 200) return '';
  return Array.from({ length: count }, (_, index) => String.fromCharCode(view.getUint8(valueAt + index)))
    .join('')
    .replace(/(?<!\0)\0+$/, '')
    .trim();
}

/** No camera fills more with blanks. */
const MAX_BLANKS = 4096;

/** Whether an entry says anything: cameras write empty names. What lies outside the block, or is too long to be empty, counts as said. */
function says(view: DataView, { type, count, valueAt }: Entry): boolean {
  const end = valueAt + count * (UNIT[type] ?? 1);
  if (count === 0 || end > view.byteLength || end - valueAt > MAX_BLANKS) return count > 0;
  for (let at = valueAt; at < end; at++) if (view.getUint8(at) > 0x20) return true;
  return false;
}

/**
 * Reads a TIFF block (what follows `Exif\0\0`). A block that can't be read counts as holding a place: what we can't see, we don't publish.
 */
export function readExif(tiff: Uint8Array): ExifFacts {
  const unknown: ExifFacts = { ...NO_EXIF, gps: true, thumbnail: true };
  if (tiff.length < 8) return unknown;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const order = view.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) return unknown;
  const little = order === 0x4949;
  const main = directory(view, view.getUint32(4, little), little);
  if (!main) return unknown;
  const find = (entries: Entry[], tag: number) => entries.find((entry) => entry.tag === tag);
  const below = (tag: number): Entry[] | null | undefined => {
    const pointer = find(main.entries, tag);
    if (!pointer) return undefined;
    return pointer.valueAt + 4 <= view.byteLength
      ? (directory(view, view.getUint32(pointer.valueAt, little), little)?.entries ?? null)
      : null;
  };
  const gps = below(0x8825);
  const exif = below(0x8769) ?? [];
  const saying = [...main.entries, ...exif].filter((entry) => says(view, entry));
  const told = saying.map(({ tag }) => tag);
  const any = (tags: number[]) => tags.some((tag) => told.includes(tag));
  const orientation = find(main.entries, 0x0112);
  const turned = orientation && orientation.valueAt + 2 <= view.byteLength ? view.getUint16(orientation.valueAt, little) : 1;
  const taken = find(exif, 0x9003);
  const date = taken ? /^(\d{4}):(\d{2}):(\d{2}) (\d{2}:\d{2}:\d{2})$/.exec(ascii(view, taken)) : null;
  return {
    orientation: turned >= 1 && turned <= 8 ? turned : 1,
    // Cameras without a fix write the version (tag 0) alone.
    gps: gps === null || (gps ?? []).some(({ tag }) => tag !== 0),
    place: false,
    thumbnail: main.next !== 0,
    serial: any(SERIAL),
    owner: any(OWNER),
    details: any(DETAILS) || saying.some(({ tag, type }) => OF_BYTES.has(type) && !WORDLESS.has(tag)),
    takenAt: date ? `${date[1]}-${date[2]}-${date[3]} ${date[4]}` : null,
  };
}

/** The smallest EXIF block that says how the picture is to be turned, as a whole APP1 segment. */
export function orientationSegment(orientation: number): Uint8Array {
  return Uint8Array.from([
    ...[0xff, 0xe1, 0, 34],
    ...[0x45, 0x78, 0x69, 0x66, 0, 0],
    ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8],
    ...[0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0],
    ...[0, 0, 0, 0],
  ]);
}

/** Facts of several blocks as one. What any of them tells, the picture tells; the first one says how it is turned and when it was taken. */
export function together(facts: readonly ExifFacts[]): ExifFacts {
  const any = (key: 'gps' | 'place' | 'thumbnail' | 'serial' | 'owner' | 'details') => facts.some((fact) => fact[key]);
  return {
    orientation: facts[0]?.orientation ?? NO_EXIF.orientation,
    gps: any('gps'),
    place: any('place'),
    thumbnail: any('thumbnail'),
    serial: any('serial'),
    owner: any('owner'),
    details: any('details'),
    takenAt: facts.find(({ takenAt }) => takenAt !== null)?.takenAt ?? null,
  };
}

const PLACES = ['City', 'State', 'Country'].map((name) => `photoshop:${name}`);
const XMP: Record<'place' | 'owner' | 'serial' | 'thumbnail', string[]> = {
  place: [...PLACES, 'Iptc4xmpCore:Location', 'Iptc4xmpExt:LocationCreated', 'Iptc4xmpExt:LocationShown'],
  owner: [
    ...['dc:creator', 'dc:rights', 'tiff:Artist', 'tiff:Copyright', 'aux:OwnerName', 'exifEX:CameraOwnerName', 'xmpRights:Owner'],
    ...['photoshop:Credit', 'photoshop:CaptionWriter', 'Iptc4xmpCore:CreatorContactInfo', 'Iptc4xmpExt:PersonInImage'],
    ...['MPReg:PersonDisplayName', 'mwg-rs:Name'],
  ],
  serial: ['aux:SerialNumber', 'aux:LensSerialNumber', 'exifEX:BodySerialNumber', 'exifEX:LensSerialNumber'],
  thumbnail: ['xmpGImg:image', 'GImage:Data', 'GDepth:Data'],
};

/** Whether XMP says anything under a name, as an attribute or as an element. */
function saysXmp(xmp: string, name: string): boolean {
  const attribute = xmp.indexOf(` ${name}="`);
  if (attribute >= 0 && xmp[attribute + name.length + 3] !== '"') return true;
  const start = xmp.indexOf(`<${name}`);
  const end = start < 0 ? -1 : xmp.indexOf(`</${name}>`, start);
  if (end < 0) return false;
  const inside = xmp.slice(start + 1 + name.length, end);
  return `<${inside}`.replace(/<[^<>]*>/g, '').trim() !== '';
}

/** Reads an XMP packet, a part of one too. */
export function readXmp(bytes: Uint8Array): ExifFacts {
  const text = new TextDecoder('latin1').decode(bytes).replaceAll('\0', '');
  const named = (names: string[]) => names.some((name) => saysXmp(text, name));
  return {
    ...NO_EXIF,
    gps: /GPSL(?:atitude|ongitude)/i.test(text),
    place: named(XMP.place),
    owner: named(XMP.owner),
    serial: named(XMP.serial),
    thumbnail: named(XMP.thumbnail),
    details: true,
  };
}

/** Data sets of IPTC's record 2 that name a place, or a person: by-line, credit, copyright, contact, writer. */
const IPTC_PLACES = new Set([26, 27, 90, 92, 95, 100, 101]);
const IPTC_PERSONS = new Set([80, 85, 110, 115, 116, 118, 122]);

function readIptc(bytes: Uint8Array): ExifFacts {
  const said = new Set<number>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 5 <= bytes.length && bytes[at] === 0x1c; ) {
    const size = view.getUint16(at + 3);
    const data = bytes.subarray(at + 5, at + 5 + size);
    if (bytes[at + 1] === 2 && data.some((byte) => byte > 0x20)) said.add(bytes[at + 2] as number);
    at += 5 + size;
  }
  return {
    ...NO_EXIF,
    place: [...said].some((set) => IPTC_PLACES.has(set)),
    owner: [...said].some((set) => IPTC_PERSONS.has(set)),
    details: [...said].some((set) => set !== 0),
  };
}

/** Photoshop's resources that tell something of people or places, by their number; the others set out how to print. */
const RESOURCES: Record<number, (bytes: Uint8Array) => ExifFacts> = {
  1028: readIptc,
  1033: () => ({ ...NO_EXIF, thumbnail: true }),
  1036: () => ({ ...NO_EXIF, thumbnail: true }),
  1058: readExif,
  1060: readXmp,
};

/** Reads what follows `Photoshop 3.0\0`: IPTC and whatever else the program keeps there. Reading ends where the block is broken. */
export function readPhotoshop(bytes: Uint8Array): ExifFacts {
  const facts: ExifFacts[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 12 <= bytes.length && view.getUint32(at) === 0x3842494d; ) {
    const name = (bytes[at + 6] as number) + 1;
    const sizeAt = at + 6 + name + (name & 1);
    if (sizeAt + 4 > bytes.length) break;
    const size = view.getUint32(sizeAt);
    const read = RESOURCES[view.getUint16(at + 4)];
    if (read) facts.push(read(bytes.subarray(sizeAt + 4, sizeAt + 4 + size)));
    at = sizeAt + 4 + size + (size & 1);
  }
  return together(facts);
}
