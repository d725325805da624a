import { describe, expect, it } from 'vitest';
import { decodePicture } from '#pipeline/item/picture/decode-pictures.ts';
import { readJpeg, stripMetadata } from '#pipeline/item/picture/jpeg.ts';
import { samplePicture } from '#pipeline/sandbox/sample-picture.ts';

describe('the sample picture', () => {
  it('is a whole JPEG of 1280 × 720, small enough for every channel', async () => {
    const picture = await samplePicture({ seed: 1 });
    expect(readJpeg(picture)).toMatchObject({ problem: null, width: 1280, height: 720, gps: false, exif: false, trailing: 0 });
    expect(await decodePicture(picture)).toBeNull();
    expect(picture.length).toBeLessThan(200 * 1024);
  });

  it('is another for another seed, and with a place the same picture plus the place', async () => {
    const [one, two, withPlace] = await Promise.all([
      samplePicture({ seed: 1 }),
      samplePicture({ seed: 2 }),
      samplePicture({ seed: 1, gps: true }),
    ]);
    expect(Buffer.compare(one, two)).not.toBe(0);
    expect(readJpeg(withPlace).gps).toBe(true);
    expect(Buffer.compare(stripMetadata(withPlace), one)).toBe(0);
  });
});
