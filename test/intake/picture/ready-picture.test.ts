import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { pictureKind } from '#pipeline/intake/picture/picture-kind.ts';
import { type ReadyPicture, readyPicture } from '#pipeline/intake/picture/ready-picture.ts';
import { decodePicture, loadSharp, PICTURE_LIMITS } from '#pipeline/item/picture/decode-pictures.ts';
import { readJpeg } from '#pipeline/item/picture/jpeg.ts';
import { cutJpeg, greyJpeg, smallJpeg, withExif } from '../../jpeg-fixture.ts';

const png = async (width: number, height: number): Promise<Uint8Array> =>
  (await loadSharp())({ create: { width, height, channels: 4, background: { r: 200, g: 30, b: 30, alpha: 0.5 } } })
    .png()
    .toBuffer();

async function ready(bytes: Uint8Array, limits = PICTURE_LIMITS): Promise<ReadyPicture> {
  const picture = await readyPicture({ name: '照片.jpg', bytes }, null, limits);
  if ('kind' in picture) throw new Error(`refused: ${picture.kind}`);
  return picture;
}

const kinds = ({ report }: ReadyPicture): string[] => report.map(({ kind }) => kind);

describe('a picture that was sent', () => {
  it('stays as it is where it is a plain JPEG', async () => {
    const { bytes, report } = await ready(smallJpeg());
    expect([Buffer.from(bytes).equals(Buffer.from(smallJpeg())), report]).toEqual([true, []]);
  });

  it('loses position, device and names, and keeps the way it is turned', async () => {
    const sent = withExif(smallJpeg(), { gps: true, owner: 'invented owner', serial: '1', orientation: 6 });
    const picture = await ready(sent);
    const { gps, owner, serial, orientation } = readJpeg(picture.bytes);
    expect([kinds(picture), gps, owner, serial, orientation]).toEqual([['picture-cleaned'], false, false, false, 6]);
  });

  it('becomes a JPEG on white where it is a PNG, whatever it is called', async () => {
    const picture = await ready(await png(60, 40));
    const { data } = await sharp(picture.bytes).raw().toBuffer({ resolveWithObject: true });
    expect([kinds(picture), readJpeg(picture.bytes).width, await decodePicture(picture.bytes)]).toEqual([['picture-converted'], 60, null]);
    expect([...data.subarray(0, 3)].map((value) => Math.round(value / 10))).toEqual([23, 14, 14]);
  });

  it.each([
    ['wide', greyJpeg(5000, 40), [4000, 32]],
    ['tall', greyJpeg(40, 5000), [32, 4000]],
  ])('becomes smaller where it is too %s', async (_, bytes, size) => {
    const picture = await ready(bytes);
    const { width, height } = readJpeg(picture.bytes);
    expect([kinds(picture), [width, height]]).toEqual([['picture-smaller'], size]);
  });

  it('has as many pixels as a picture may at most', async () => {
    const limits = { ...PICTURE_LIMITS, pixels: 1000 };
    for (const bytes of [await png(60, 40), greyJpeg(60, 40)]) {
      expect(await readyPicture({ name: 'a', bytes }, null, limits)).toMatchObject({ kind: 'picture-unreadable', place: '图片 a' });
    }
  });

  it.each([
    ['picture-unreadable', 'half a JPEG', cutJpeg(greyJpeg(1200, 800), 1000)],
    ['picture-unreadable', 'a PNG’s first bytes', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['picture-unreadable', 'HEIC without a picture', Buffer.from('0000001866747970686569630000000068656963', 'hex')],
    ['picture-kind', 'BMP', Buffer.from('BM000000000000')],
    ['picture-kind', 'EMF', Buffer.from('0100000058000000', 'hex')],
    ['picture-kind', 'nothing', Buffer.alloc(0)],
  ])('is told as %s where it is %s', async (kind, _, bytes) => {
    expect(await readyPicture({ name: 'a', bytes }, 'k')).toMatchObject({ kind });
  });
});

describe('the kind of a picture', () => {
  it('is told by its bytes', () => {
    const heic = (brand: string) => Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from(`ftyp${brand}`)]);
    expect([smallJpeg(), heic('heic'), heic('mif1'), heic('avif'), Buffer.from('GIF89a')].map(pictureKind)).toEqual([
      'jpeg',
      'heic',
      'heic',
      null,
      null,
    ]);
  });
});
