import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJpeg, stripMetadata } from '#pipeline/item/picture/jpeg.ts';
import {
  colourProfile,
  exifSegment,
  greyJpeg,
  namesTag,
  photographs,
  profileSegment,
  progressiveJpeg,
  segment,
  smallJpeg,
  textTag,
  withExif,
  withSegments,
} from '../../jpeg-fixture.ts';

const small = smallJpeg();
const xmp = (text: string) => segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${text}`));
const iptcEntry = (set: number, text: string) => Buffer.concat([Buffer.from([0x1c, 2, set, 0, text.length]), Buffer.from(text)]);
const photoshop = (id: number, data: Buffer) => {
  const head = Buffer.from([0x38, 0x42, 0x49, 0x4d, id >> 8, id & 255, 0, 0, 0, 0, 0, data.length]);
  return segment(0xed, Buffer.concat([Buffer.from('Photoshop 3.0\0'), head, data, Buffer.alloc(data.length & 1)]));
};
const white = Buffer.concat([Buffer.from('XYZ \0\0\0\0'), Buffer.alloc(12, 7)]);
const icc = profileSegment(colourProfile({ desc: namesTag('sRGB'), wtpt: white }));
/** EXIF of one tag with words, by its number. */
const words = (tag: number) => {
  const head = Buffer.from('MM\0\x2a\0\0\0\x08\0\x01\0\0\0\x02\0\0\0\x0c\0\0\0\x1a\0\0\0\0hidden words', 'latin1');
  head.writeUInt16BE(tag, 10);
  return segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), head]));
};
const adobe = segment(0xee, Buffer.from('Adobe\0\x64\0\0\0\0\x01', 'latin1'));

/** Segments by their markers, with the coded data behind SOS; read by hand, independent of the reader under test. */
function segmentsOf(bytes: Uint8Array): { marker: number; start: number; end: number }[] {
  const found = [];
  for (let at = 2; bytes[at + 1] !== 0xd9; ) {
    const [start, marker] = [at, bytes[at + 1] as number];
    at += 2 + (((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number));
    const isData = () => bytes[at] !== 0xff || bytes[at + 1] === 0 || ((bytes[at + 1] as number) & 0xf8) === 0xd0;
    while (marker === 0xda && isData()) at += 1;
    found.push({ marker, start, end: at });
  }
  return found;
}

describe('a JPEG', () => {
  it('has a size', () =>
    expect(readJpeg(small)).toMatchObject({ problem: null, width: 8, height: 8, exif: false, gps: false, orientation: 1, trailing: 0 }));

  it.each([false, true])('tells by its EXIF where and when it was taken (little-endian: %s)', (littleEndian) => {
    const picture = withExif(small, {
      littleEndian,
      gps: true,
      orientation: 6,
      owner: 'invented owner',
      takenAt: '2026:11:23 08:15:00',
      thumbnail: small,
    });
    expect(readJpeg(picture)).toMatchObject({
      problem: null,
      exif: true,
      gps: true,
      orientation: 6,
      owner: true,
      thumbnail: true,
      takenAt: '2026-11-23 08:15:00',
    });
  });

  it('of a camera without a fix has no place', () =>
    expect(readJpeg(withExif(small, { gpsVersionOnly: true }))).toMatchObject({ exif: true, gps: false }));

  it('may hide the place in a second EXIF block, in XMP, or behind the coded picture', () => {
    expect(readJpeg(withSegments(small, exifSegment({ orientation: 1 }), exifSegment({ gps: true }))).gps).toBe(true);
    expect(readJpeg(withSegments(small, xmp('<x exif:GPSLatitude="29,6N"/>'))).gps).toBe(true);
    const late = Buffer.concat([small.subarray(0, -2), exifSegment({ gps: true }), small.subarray(-2)]);
    expect(readJpeg(late)).toMatchObject({ problem: null, gps: true });
  });

  it.each([
    ['an artist', withExif(small, { owner: 'invented owner' }), { owner: true, place: false }],
    ['a blank artist', withExif(small, { owner: '   ' }), { owner: false }],
    ['a serial number', withExif(small, { serial: '0001' }), { serial: true }],
    ['a camera', withExif(small, { camera: 'invented camera' }), { details: true, serial: false, owner: false }],
    ['only its orientation', withExif(small, { orientation: 6 }), { details: false, owner: false, thumbnail: false }],
    ['words under a number that nobody knows', withSegments(small, words(0xc000)), { details: true, gps: false, owner: false }],
    ['parts of a second', withSegments(small, words(0x9290)), { details: false, gps: false }],
    ['a creator in XMP', withSegments(small, xmp('<dc:creator><rdf:Seq><rdf:li>x</rdf:li></rdf:Seq></dc:creator>')), { owner: true }],
    ['an empty creator in XMP', withSegments(small, xmp('<dc:creator><rdf:Seq/></dc:creator>')), { owner: false, details: true }],
    ['a city in XMP', withSegments(small, xmp('<rdf:Description photoshop:City="x"/>')), { place: true, owner: false }],
    ['a by-line in IPTC', withSegments(small, photoshop(1028, iptcEntry(80, 'x'))), { owner: true, place: false }],
    ['a city in IPTC', withSegments(small, photoshop(1028, iptcEntry(90, 'x'))), { place: true, owner: false }],
    ['a blank city in IPTC', withSegments(small, photoshop(1028, iptcEntry(90, ' '))), { place: false }],
    ['a thumbnail of Photoshop', withSegments(small, photoshop(1036, Buffer.alloc(30))), { thumbnail: true }],
    ['settings of Photoshop', withSegments(small, photoshop(1005, Buffer.alloc(16))), { thumbnail: false, owner: false, details: false }],
  ])('with %s says so, and clearing takes it away', (_, bytes, facts) => {
    expect(readJpeg(bytes)).toMatchObject({ problem: null, ...facts });
    const nothing = { gps: false, place: false, owner: false, serial: false, thumbnail: false, details: false, takenAt: null };
    expect(readJpeg(stripMetadata(bytes))).toMatchObject({ problem: null, ...nothing });
  });

  it.each([
    ['a comment', segment(0xfe, Buffer.from('x'))],
    ['a block of where pictures come from (APP11)', segment(0xeb, Buffer.from('JP\0\x01jumb'))],
    ['a maker’s APP1', segment(0xe1, Buffer.from('QVCI\0x'))],
    ['a list of more pictures (APP2)', segment(0xe2, Buffer.from('MPF\0x'))],
    ['a block that nobody knows (APP15)', segment(0xef, Buffer.from('x'))],
    ['a block of JPEG’s own that nobody uses', segment(0xf7, Buffer.from('x'))],
    ['words for a number of lines, which decoders skip', segment(0xdc, Buffer.from('hidden words'))],
    ['more behind Adobe’s colour transform', segment(0xee, Buffer.from('Adobe\0\x64\0\0\0\0\x01and words', 'latin1'))],
    ['a profile that is none', profileSegment(Buffer.from('x'))],
    ['a long copyright in its profile', profileSegment(colourProfile({ cprt: textTag('x'.repeat(200)), wtpt: white }))],
    ['a telephone number in its profile', profileSegment(colourProfile({ cprt: textTag('call 13800138000'), wtpt: white }))],
    ['Chinese words for a copyright', profileSegment(colourProfile({ cprt: namesTag('示例的话'), wtpt: white }))],
    ['a long Chinese name', profileSegment(colourProfile({ desc: namesTag('话'.repeat(60)), wtpt: white }))],
    ['words behind a name’s own', profileSegment(colourProfile({ desc: namesTag('sRGB', ' and hidden words'), wtpt: white }))],
    ['a tag that no colour needs', profileSegment(colourProfile({ desc: namesTag('sRGB'), targ: textTag('x') }))],
    ['words behind its profile’s tags', profileSegment(colourProfile({ desc: namesTag('sRGB') }, 'hidden words'))],
  ])('with %s says that it holds something foreign, and clearing takes it away', (_, block) => {
    const bytes = withSegments(small, block);
    expect(readJpeg(bytes)).toMatchObject({ problem: null, foreign: true });
    expect(readJpeg(stripMetadata(bytes))).toMatchObject({ problem: null, foreign: false });
  });

  it.each([
    ['nothing besides', small],
    ['layers', progressiveJpeg()],
    ['restarts', greyJpeg(200, 80, 25)],
    ['the halved colours of a telephone', photographs().halved],
    ['the four colours of print', photographs().print],
    ['what a camera writes', withExif(small, { camera: 'invented', orientation: 6 })],
    ['what Photoshop writes', withSegments(small, photoshop(1005, Buffer.alloc(16)), xmp('<x/>'), adobe)],
    ['a profile with a name in Chinese, and a copyright', withSegments(small, icc)],
    [
      'a screen’s profile',
      withSegments(small, profileSegment(colourProfile({ desc: namesTag('显示器'), cprt: textTag('Copyright Example Inc., 2022') }))),
    ],
  ])('with %s holds nothing foreign', (_, bytes) => expect(readJpeg(bytes)).toMatchObject({ problem: null, foreign: false }));

  it.each([
    ['a film', Buffer.from('\0\0\0\x18ftypmp42'), true],
    ['another picture', small, true],
    ['an archive', Buffer.from('PK\x03\x04 and more'), true],
    ['a word', Buffer.from('密'), true],
    ['noughts and then a word', Buffer.concat([Buffer.alloc(512), Buffer.from('x')]), true],
    ['nothing', Buffer.alloc(0), false],
    ['one nought', Buffer.alloc(1), false],
    ['the noughts that a camera fills up with', Buffer.alloc(4096), false],
  ])('with %s behind its end says so, if anything can be read there', (_, tail, told) =>
    expect(readJpeg(Buffer.concat([small, tail])).trailing > 0).toBe(told),
  );

  it('with an EXIF block that can’t be read counts as having a place', () =>
    expect(readJpeg(withSegments(small, segment(0xe1, Buffer.from('Exif\0\0nonsense')))).gps).toBe(true));

  it.each([
    ['nothing', Buffer.alloc(0), 'magic'],
    ['text', Buffer.from('hello'), 'magic'],
    ['a pointer of Git LFS', Buffer.from('version https://git-lfs.github.com/spec/v1\n'), 'magic'],
    ['a page', Buffer.from('<html><script>'), 'magic'],
    ['only the first bytes', small.subarray(0, 3), 'truncated'],
    ['half of it', small.subarray(0, small.length / 2), 'truncated'],
    ['all but the last byte', small.subarray(0, -1), 'truncated'],
    ['beginning and end without a picture', Buffer.from([0xff, 0xd8, 0xff, 0xd9]), 'malformed'],
  ])('is not %s', (_, bytes, problem) => {
    expect(readJpeg(bytes).problem).toBe(problem);
    expect(() => stripMetadata(bytes)).toThrow(expect.objectContaining({ code: 'E_IMAGE_MAGIC', exitCode: 1 }));
  });

  it('never makes the reader throw, whatever is done to its bytes', () => {
    const picture = withExif(small, { gps: true, orientation: 3, takenAt: '2026:11:23 08:15:00' });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(picture.length - 1), fc.nat(255)), { maxLength: 8 }),
        fc.nat(picture.length),
        (changes, length) => {
          const bytes = Buffer.from(picture.subarray(0, length));
          for (const [at, value] of changes) if (at < length) bytes[at] = value;
          readJpeg(bytes);
        },
      ),
    );
  });
});

describe('clearing metadata', () => {
  const comment = segment(0xfe, Buffer.from('a comment'));
  const iptc = segment(0xed, Buffer.from('Photoshop 3.0\0x'));
  const mpf = segment(0xe2, Buffer.from('MPF\0x'));

  it('leaves a picture without metadata as it is, byte for byte', () => expect(Buffer.compare(stripMetadata(small), small)).toBe(0));

  it('leaves the coded picture byte for byte as it was, whatever was around it', () => {
    const extras = fc.subarray([exifSegment({ gps: true }), xmp('GPSLatitude'), comment, iptc, mpf], { minLength: 1 });
    fc.assert(
      fc.property(extras, fc.uint8Array({ maxLength: 50 }), (segments, tail) => {
        const dirty = Buffer.concat([withSegments(small, ...segments), tail]);
        expect(Buffer.compare(stripMetadata(dirty), small)).toBe(0);
      }),
    );
  });

  it('keeps how the picture is to be turned, and nothing else of EXIF', () => {
    for (const orientation of [2, 3, 4, 5, 6, 7, 8]) {
      const plain = stripMetadata(withExif(small, { gps: true, orientation, owner: 'invented owner', thumbnail: small }));
      expect(readJpeg(plain)).toMatchObject({
        problem: null,
        orientation,
        gps: false,
        owner: false,
        thumbnail: false,
        width: 8,
        height: 8,
      });
      expect(plain.length).toBe(small.length + 36);
    }
  });

  it('keeps the colour profile and Adobe’s colour transform', () => {
    const picture = withSegments(small, exifSegment({ gps: true }), icc, adobe);
    expect(Buffer.compare(stripMetadata(picture), withSegments(small, icc, adobe))).toBe(0);
  });

  it('keeps tables, scans and the marks between them byte for byte in any picture, and how it is turned', () => {
    const pictures = fc.constantFrom(small, progressiveJpeg(), greyJpeg(200, 80, 25), greyJpeg(33, 17));
    const orientation = fc.integer({ min: 1, max: 8 });
    const notes = fc.subarray([xmp('GPSLatitude'), comment, iptc, mpf, segment(0xef, Buffer.from('x'))]);
    const kept = fc.subarray([icc, adobe]);
    fc.assert(
      fc.property(pictures, orientation, notes, kept, fc.boolean(), fc.nat(), (picture, turned, some, needed, first, seed) => {
        const exif = exifSegment({ gps: true, orientation: turned });
        const around = first ? [exif, ...some, ...needed] : [...needed, ...some, exif];
        const dirty = Buffer.from(withSegments(picture, ...around));
        const scans = [...segmentsOf(dirty)].filter(({ marker }) => marker === 0xda);
        const { start } = scans[seed % scans.length] as { start: number };
        const everywhere = Buffer.concat([dirty.subarray(0, start), comment, exif, dirty.subarray(start)]);
        const plain = stripMetadata(everywhere);
        const coded = (bytes: Uint8Array) =>
          Buffer.concat(segmentsOf(bytes).flatMap(({ marker, start: from, end }) => (marker < 0xe0 ? [bytes.subarray(from, end)] : [])));
        expect(Buffer.compare(coded(plain), coded(picture))).toBe(0);
        expect(readJpeg(plain)).toMatchObject({ problem: null, gps: false, details: false, orientation: turned, trailing: 0 });
        expect(segmentsOf(plain).filter(({ marker }) => marker === 0xe2 || marker === 0xee)).toHaveLength(needed.length);
      }),
    );
  });

  it('done twice changes nothing', () => {
    const once = stripMetadata(withExif(small, { gps: true, orientation: 6 }));
    expect(Buffer.compare(stripMetadata(once), once)).toBe(0);
  });

  it('clears what stands between the scans, too', () => {
    const late = Buffer.concat([small.subarray(0, -2), exifSegment({ gps: true }), comment, small.subarray(-2)]);
    expect(Buffer.compare(stripMetadata(late), small)).toBe(0);
  });
});
