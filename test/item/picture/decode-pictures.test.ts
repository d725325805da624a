import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jpeg } from '#pipeline/check/rules/jpeg.ts';
import { subjectOf } from '#pipeline/check/subject.ts';
import { decodePicture, decodePictures, PICTURE_LIMITS, type PictureFault } from '#pipeline/item/picture/decode-pictures.ts';
import { readJpeg } from '#pipeline/item/picture/jpeg.ts';
import { contextFor, folderFor, itemFile } from '../../check/example-item.ts';
import { cutJpeg, greyJpeg, photographs, progressiveJpeg, segment, smallJpeg, withExif } from '../../jpeg-fixture.ts';

const { halved, print } = photographs();
const photograph = Buffer.from(halved);
const progressive = Buffer.from(progressiveJpeg());
const restarted = Buffer.from(greyJpeg(400, 80, 50));

const markerAt = (bytes: Buffer, marker: number, from = 0): number => bytes.indexOf(Buffer.of(0xff, marker), from);
const dataOf = (bytes: Buffer): number => markerAt(bytes, 0xda) + 2 + bytes.readUInt16BE(markerAt(bytes, 0xda) + 2);

/** The picture with a few of its bytes overwritten, counted from a marker. */
function changed(bytes: Buffer, marker: number, offset: number, ...values: number[]): Buffer {
  const other = Buffer.from(bytes);
  other.set(values, markerAt(other, marker) + offset);
  return other;
}

function without(bytes: Buffer, marker: number): Buffer {
  const at = markerAt(bytes, marker);
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 2 + bytes.readUInt16BE(at + 2))]);
}

const withBytes = (bytes: Buffer, at: number, more: Uint8Array) => Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at)]);

/** A grey progressive picture: its means, then one band of coefficients after the other, then the next bit of each. */
function layers(width: number, height: number, count: number): Buffer {
  const grey = changed(Buffer.from(greyJpeg(width, height)), 0xc0, 1, 0xc2);
  const data = Buffer.alloc(Math.ceil((Math.ceil(width / 8) * Math.ceil(height / 8)) / 8));
  const scans = Array.from({ length: count }, (_, index) => {
    const band = index === 0 ? 0 : ((index - 1) % 63) + 1;
    return Buffer.concat([segment(0xda, Buffer.of(1, 1, 0, band, band, index === 0 ? 0 : index < 64 ? 0x01 : 0x10)), data]);
  });
  return Buffer.concat([grey.subarray(0, markerAt(grey, 0xda)), ...scans, Buffer.of(0xff, 0xd9)]);
}

/** A picture that says another size, or another number of components, than it holds. */
const claiming = (width: number, height: number, marker = 0xc0): Buffer => {
  const size = Buffer.alloc(4);
  size.writeUInt16BE(height, 0);
  size.writeUInt16BE(width, 2);
  return changed(changed(Buffer.from(smallJpeg()), 0xc0, 5, ...size), 0xc0, 1, marker);
};

const frame = segment(0xc0, Buffer.of(8, 0, 8, 0, 8, 1, 1, 0x11, 0));

const WHOLE: [what: string, bytes: Uint8Array][] = [
  ['as a program wrote it', smallJpeg()],
  ['with colours at half the size', halved],
  ['for print, in four colours', print],
  ['in layers', progressive],
  ['in as many layers as may be', layers(80, 80, 100)],
  ['in one colour', greyJpeg(1200, 800)],
  ['in parts that begin anew', restarted],
  ['of a size that no blocks fit', greyJpeg(1199, 793)],
  ['turned by its EXIF', withExif(greyJpeg(80, 40), { orientation: 6 })],
  ['that tells where it was taken', withExif(smallJpeg(), { gps: true })],
  ['with bytes of padding at its end, as cameras write them', withBytes(restarted, restarted.length - 2, Buffer.alloc(12))],
  ['with 0xFF before a marker', withBytes(restarted, markerAt(restarted, 0xd0), Buffer.of(0xff, 0xff))],
  ['with a comment between its layers', withBytes(progressive, markerAt(progressive, 0xc4, 300), segment(0xfe, Buffer.from('x')))],
];

const FAULTY: [what: string, bytes: Uint8Array, fault: PictureFault][] = [
  ['nothing', Buffer.alloc(0), 'damaged'],
  ['no JPEG', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'damaged'],
  ['all but the last bytes', photograph.subarray(0, -4), 'damaged'],
  ['without data', cutJpeg(photograph, photograph.length - 2 - dataOf(photograph)), 'short'],
  ['half of its data', cutJpeg(photograph, (photograph.length - dataOf(photograph)) >> 1), 'short'],
  ['without its last part', cutJpeg(restarted, 20), 'short'],
  ['without its last layer’s end', cutJpeg(progressive, 4), 'short'],
  ['higher than its data', changed(Buffer.from(greyJpeg(80, 80)), 0xc0, 5, 1, 0), 'short'],
  ['of no height', claiming(8, 0), 'damaged'],
  ['without a table of quantization', without(photograph, 0xdb), 'damaged'],
  [
    'whose frame comes behind its scan',
    Buffer.concat([without(photograph, 0xc0).subarray(0, -2), frame, Buffer.of(0xff, 0xd9)]),
    'damaged',
  ],
  ['with two frames', withBytes(photograph, markerAt(photograph, 0xc4), frame), 'damaged'],
  ['whose frame names no component', changed(photograph, 0xc0, 9, 0), 'damaged'],
  ['whose frame ends early', changed(photograph, 0xc0, 9, 4), 'damaged'],
  ['with a component of no size', changed(photograph, 0xc0, 11, 0x01), 'damaged'],
  ['whose scan names a component that the frame doesn’t', changed(photograph, 0xda, 5, 9), 'damaged'],
  ['whose scan names a component twice', changed(photograph, 0xda, 7, 1), 'damaged'],
  ['with more codes than there is room for', changed(photograph, 0xc4, 5, 3), 'damaged'],
  ['with a table of codes that ends early', changed(photograph, 0xc4, 20, 9), 'damaged'],
  ['whose parts come in another order', changed(restarted, 0xd1, 1, 0xd2), 'damaged'],
  [
    'with a part missing',
    Buffer.concat([restarted.subarray(0, markerAt(restarted, 0xd0)), restarted.subarray(markerAt(restarted, 0xd1))]),
    'damaged',
  ],
  ['with bytes between its parts', withBytes(restarted, markerAt(restarted, 0xd0), Buffer.alloc(5)), 'damaged'],
  ['whose layers tell coefficients that there are not', changed(progressive, 0xda, 12, 64), 'damaged'],
  ['coded arithmetically', changed(photograph, 0xc0, 1, 0xc9), 'kind'],
  ['coded without loss', changed(photograph, 0xc0, 1, 0xc3), 'kind'],
  ['with 12 bits', changed(photograph, 0xc0, 4, 12), 'kind'],
  ['of 900 million pixels, by its header', claiming(30_000, 30_000), 'pixels'],
  ['of 100 million pixels and a row', claiming(10_000, 10_001), 'pixels'],
  ['in layers of 95 million pixels', claiming(10_000, 9_500, 0xc2), 'memory'],
  ['in 101 layers', layers(80, 80, 101), 'scans'],
  ['in a hundred layers of 30 million pixels', layers(6000, 5000, 100), 'scans'],
];

describe('a picture', () => {
  it.each(WHOLE)('%s is whole', async (_, bytes) => expect(await decodePicture(bytes)).toBeNull());

  it.each(FAULTY)('%s is refused', async (_, bytes, fault) => expect(await decodePicture(bytes)).toBe(fault));

  it('that isn’t read in its time is given up', async () =>
    expect(await decodePicture(layers(6000, 5000, 30), { ...PICTURE_LIMITS, seconds: 0.001 })).toBe('time'));

  it('that lies in the middle of a larger buffer is read from its first byte to its last', async () =>
    expect(await decodePicture(Buffer.concat([Buffer.alloc(3, 0xff), photograph, Buffer.alloc(5)]).subarray(3, -5))).toBeNull());

  it('whose data end early is found out wherever they end', async () => {
    for (let away = 2; away < photograph.length - 2 - dataOf(photograph); away += 29)
      expect([away, await decodePicture(cutJpeg(photograph, away))]).toEqual([away, 'short']);
  });

  it.each([
    ['a photograph', photograph],
    ['layers', progressive],
    ['parts', restarted],
  ])('of %s is decided whatever is done to its bytes, and nothing thrown', async (_, picture) => {
    const changes = fc.array(fc.tuple(fc.nat(picture.length - 1), fc.nat(255)), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(changes, async (all) => {
        const bytes = Buffer.from(picture);
        for (const [at, value] of all) bytes[at] = value;
        expect([null, ...Object.values(TOLD).map(({ fault }) => fault)]).toContain(await decodePicture(bytes));
      }),
    );
  });
});

const TOLD: { fault: PictureFault; code: string; says: string }[] = [
  { fault: 'short', code: 'E_IMAGE_TRUNCATED', says: '图片的数据不够' },
  { fault: 'damaged', code: 'E_IMAGE_DAMAGED', says: '图片的数据坏了' },
  { fault: 'kind', code: 'E_IMAGE_KIND', says: '浏览器和手机打不开' },
  { fault: 'pixels', code: 'E_IMAGE_PIXELS', says: '图片太大' },
  { fault: 'scans', code: 'E_IMAGE_LIMIT', says: '图片分的层太多' },
  { fault: 'memory', code: 'E_IMAGE_LIMIT', says: '超过了 512 MB' },
  { fault: 'time', code: 'E_IMAGE_LIMIT', says: '超过了 5 秒' },
];

describe('the rule about pictures', () => {
  const folder = folderFor({});
  const check = (pictures?: ReadonlyMap<string, PictureFault | null>) =>
    jpeg.check(subjectOf(folder), { ...contextFor(), ...(pictures ? { pictures } : {}) });

  it.each(TOLD)('has one finding for $fault, in Chinese', ({ fault, code, says }) => {
    const found = check(new Map([['cover.jpg', fault]]));
    expect(found).toMatchObject([{ code, file: 'cover.jpg', words: { problem: expect.stringContaining(says) } }]);
  });

  it('refuses a picture that nobody decoded, and is silent where none were to be', async () => {
    expect(check(new Map())).toMatchObject([{ code: 'E_IMAGE_DAMAGED' }]);
    expect(check()).toEqual([]);
    expect(check(await decodePictures(folder))).toEqual([]);
  });

  it('has one finding for a picture that is too large a file, which isn’t decoded', async () => {
    const files = [...folder.files, itemFile('large.jpg', Buffer.concat([smallJpeg(), Buffer.alloc(11 * 1024 * 1024)]))];
    const pictures = await decodePictures({ files });
    expect([...pictures.keys()]).toEqual(['cover.jpg']);
    expect(jpeg.check(subjectOf({ ...folder, files }), { ...contextFor(), pictures })).toEqual([]);
  });

  it('tells the size of what is too large for people before what a decoder says', () => {
    const bytes = claiming(30_000, 30_000);
    expect(readJpeg(bytes).problem).toBeNull();
    const files = folder.files.map((file) => (file.path === 'cover.jpg' ? itemFile('cover.jpg', bytes) : file));
    const found = jpeg.check(subjectOf({ ...folder, files }), { ...contextFor(), pictures: new Map([['cover.jpg', 'pixels']]) });
    expect(found).toMatchObject([{ code: 'E_IMAGE_PIXELS', words: { problem: '图片太大（30000×30000）。' } }]);
  });
});
