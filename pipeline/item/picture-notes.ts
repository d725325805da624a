import { type ExifFacts, NO_EXIF, readExif } from './exif.ts';

/** Facts of several blocks as one: what any of them tells, the picture tells; how it is turned and when it was taken, the first one says. */
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
function says(xmp: string, name: string): boolean {
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
  const named = (names: string[]) => names.some((name) => says(text, name));
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
