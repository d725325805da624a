import { describe, expect, it } from 'vitest';
import { readJpeg, stripMetadata } from '#pipeline/item/jpeg.ts';
import { encodeJpeg } from '#pipeline/sandbox/jpeg-encoder.ts';
import { samplePicture } from '#pipeline/sandbox/sample-picture.ts';
import { launchBrowser } from '../browser.ts';

/** What a browser sees of a JPEG: its size and the colours of some points. */
async function decoded(bytes: Uint8Array, points: [number, number][]): Promise<{ width: number; height: number; colours: number[][] }> {
  const browser = await launchBrowser();
  const page = await browser.newPage();
  const script = `(async ([url, points]) => {
    const bitmap = await createImageBitmap(await (await fetch(url)).blob());
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    canvas.drawImage(bitmap, 0, 0);
    return { width: bitmap.width, height: bitmap.height, colours: points.map(([x, y]) => [...canvas.getImageData(x, y, 1, 1).data.slice(0, 3)]) };
  })`;
  const url = `data:image/jpeg;base64,${Buffer.from(bytes).toString('base64')}`;
  return page.evaluate(`${script}(${JSON.stringify([url, points])})`);
}

describe('the sample picture', () => {
  it('is a whole JPEG of 1280 × 720, small enough for every channel', () => {
    const picture = samplePicture({ seed: 1 });
    expect(readJpeg(picture)).toMatchObject({ problem: null, width: 1280, height: 720, gps: false, exif: false, trailing: 0 });
    expect(picture.length).toBeLessThan(200 * 1024);
  });

  it('is another for another seed, and with a place the same picture plus the place', () => {
    expect(Buffer.compare(samplePicture({ seed: 1 }), samplePicture({ seed: 2 }))).not.toBe(0);
    const withPlace = samplePicture({ seed: 1, gps: true });
    expect(readJpeg(withPlace).gps).toBe(true);
    expect(Buffer.compare(stripMetadata(withPlace), samplePicture({ seed: 1 }))).toBe(0);
  });
});

describe('the encoder', () => {
  it('writes what a browser reads back, flat blocks and detailed ones', async () => {
    const colour = (x: number, y: number) => (x < 16 ? 0xb5483a : y < 8 ? 0x2f6690 : ((x * 4) << 16) | ((y * 8) << 8) | 0x80);
    const pixels = Array.from({ length: 32 * 16 }, (_, at) => colour(at % 32, Math.floor(at / 32)));
    const points: [number, number][] = [
      [4, 4],
      [12, 12],
      [20, 3],
      [20, 12],
      [30, 14],
    ];
    const { width, height, colours } = await decoded(encodeJpeg(32, 16, pixels), points);
    expect([width, height]).toEqual([32, 16]);
    for (const [index, [x, y]] of points.entries()) {
      const wanted = colour(x, y);
      const expected = [wanted >> 16, (wanted >> 8) & 255, wanted & 255];
      for (const [channel, value] of (colours[index] as number[]).entries())
        expect(Math.abs(value - (expected[channel] as number))).toBeLessThan(12);
    }
  });
});
