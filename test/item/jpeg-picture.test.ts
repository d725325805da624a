import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJpeg } from '#pipeline/item/jpeg.ts';
import { pictureFault } from '#pipeline/item/jpeg-picture.ts';
import { encodeJpeg } from '#pipeline/sandbox/jpeg-encoder.ts';
import { cutJpeg, greyJpeg, progressiveJpeg, segment, smallJpeg } from '../jpeg-fixture.ts';

/** Shades with detail in every block. */
const shades = Buffer.from(
  encodeJpeg(
    64,
    48,
    Array.from({ length: 64 * 48 }, (_, at) => ((at * 2654435761) >>> 8) & 0xffffff),
  ),
);
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

describe('the picture of a JPEG is whole', () => {
  it.each([
    ['as a program wrote it', smallJpeg()],
    ['with detail in every block', shades],
    ['in layers', progressive],
    ['in one colour', greyJpeg(1200, 800)],
    ['in parts that begin anew', restarted],
    ['in parts that begin anew more than eight times', greyJpeg(640, 80, 10)],
    ['of a size that no blocks fit', greyJpeg(1199, 793)],
    ['with bytes of padding at its end, as cameras write them', withBytes(restarted, restarted.length - 2, Buffer.alloc(12))],
    ['with bytes of padding between its parts', withBytes(restarted, markerAt(restarted, 0xd0), Buffer.alloc(5))],
    ['with a mark between parts once too often', withBytes(restarted, restarted.length - 2, Buffer.of(0xff, 0xd1))],
    ['with 0xFF before a marker', withBytes(restarted, markerAt(restarted, 0xd0), Buffer.of(0xff, 0xff))],
    ['with a comment between its layers', withBytes(progressive, markerAt(progressive, 0xc4, 300), segment(0xfe, Buffer.from('x')))],
  ])('%s', (_, bytes) => {
    expect(readJpeg(bytes).problem).toBeNull();
    expect(pictureFault(bytes)).toBeNull();
  });
});

describe('the picture of a JPEG is not whole', () => {
  it.each([
    ['without data', cutJpeg(shades, shades.length - 2 - dataOf(shades)), 'short'],
    ['without its last part', cutJpeg(restarted, 20), 'short'],
    ['without its last layer’s end', cutJpeg(progressive, 4), 'short'],
    ['higher than its data', changed(Buffer.from(greyJpeg(80, 80)), 0xc0, 5, 1, 0), 'short'],
    ['much lower than its data', changed(Buffer.from(greyJpeg(800, 800)), 0xc0, 5, 0, 8), 'damaged'],
    ['without a table of codes', without(shades, 0xc4), 'damaged'],
    ['without a table of quantization', without(shades, 0xdb), 'damaged'],
    [
      'whose frame comes behind its scan',
      Buffer.concat([without(shades, 0xc0).subarray(0, -2), segment(0xc0, Buffer.of(8, 0, 8, 0, 8, 1, 1, 0x11, 0)), Buffer.of(0xff, 0xd9)]),
      'damaged',
    ],
    ['with two frames', withBytes(shades, markerAt(shades, 0xc4), segment(0xc0, Buffer.of(8, 0, 8, 0, 8, 1, 1, 0x11, 0))), 'damaged'],
    ['whose frame names no component', changed(shades, 0xc0, 9, 0), 'damaged'],
    ['whose frame ends early', changed(shades, 0xc0, 9, 4), 'damaged'],
    ['with a component of no size', changed(shades, 0xc0, 11, 0x01), 'damaged'],
    ['whose scan names a component that the frame doesn’t', changed(shades, 0xda, 5, 9), 'damaged'],
    ['whose scan names a component twice', changed(shades, 0xda, 7, 1), 'damaged'],
    ['with more codes than there is room for', changed(shades, 0xc4, 5, 3), 'damaged'],
    ['with a table of codes that ends early', changed(shades, 0xc4, 20, 9), 'damaged'],
    ['with a table of quantization that ends early', changed(shades, 0xdb, 4, 0x10), 'damaged'],
    ['whose parts come in another order', changed(restarted, 0xd1, 1, 0xd2), 'damaged'],
    [
      'with a part missing',
      Buffer.concat([restarted.subarray(0, markerAt(restarted, 0xd0)), restarted.subarray(markerAt(restarted, 0xd1))]),
      'damaged',
    ],
    ['whose parts are said to be longer', changed(restarted, 0xdd, 4, 0, 200), 'damaged'],
    ['whose layers tell coefficients that there are not', changed(progressive, 0xda, 12, 64), 'damaged'],
    ['coded arithmetically', changed(shades, 0xc0, 1, 0xc9), 'kind'],
    ['coded without loss', changed(shades, 0xc0, 1, 0xc3), 'kind'],
    ['with 12 bits', changed(shades, 0xc0, 4, 12), 'kind'],
  ])('%s', (_, bytes, fault) => {
    expect(readJpeg(bytes).problem).toBeNull();
    expect(pictureFault(bytes)).toBe(fault);
  });

  it('wherever the data of a picture end early', () => {
    for (let away = 2; away < shades.length - 2 - dataOf(shades); away += 97)
      // A cut between 0xFF and its stuffed zero leaves a 0xFF before the end mark, which is padding.
      expect(pictureFault(cutJpeg(shades, away)), `${away} bytes cut`).toBe('short');
  });

  it('one component of which no scan tells', () => {
    const two = Buffer.from(greyJpeg(80, 80));
    const frame = segment(0xc0, Buffer.of(8, 0, 80, 0, 80, 2, 1, 0x11, 0, 2, 0x11, 0));
    const at = markerAt(two, 0xc0);
    expect(pictureFault(Buffer.concat([two.subarray(0, at), frame, two.subarray(at + frame.length - 3)]))).toBe('short');
  });

  it('one that tells the same again', () => {
    const scan = shades.subarray(markerAt(shades, 0xda), -2);
    expect(pictureFault(Buffer.concat([shades.subarray(0, -2), scan, Buffer.of(0xff, 0xd9)]))).toBe('damaged');
  });

  it('one that passes over its blocks without end', () => {
    const grey = Buffer.from(greyJpeg(4000, 4000));
    const layered = changed(grey, 0xc0, 1, 0xc2);
    const means = Buffer.concat([segment(0xda, Buffer.of(1, 1, 0, 0, 0, 0x10)), Buffer.alloc(250_000 / 8)]);
    const layers = (count: number) =>
      Buffer.concat([
        layered.subarray(0, markerAt(layered, 0xda)),
        segment(0xda, Buffer.of(1, 1, 0, 0, 0, 0)),
        Buffer.alloc(250_000 / 8),
        ...Array<Buffer>(count).fill(means),
        Buffer.of(0xff, 0xd9),
      ]);
    expect(pictureFault(layers(9))).toBeNull();
    expect(pictureFault(layers(200))).toBe('damaged');
  });
});

describe('whatever is done to its bytes', () => {
  it.each([
    ['detail', shades],
    ['layers', progressive],
    ['parts', restarted],
  ])('a picture of %s is decided, and nothing thrown', (_, picture) => {
    const changes = fc.array(fc.tuple(fc.nat(picture.length - 1), fc.nat(255)), { maxLength: 6 });
    fc.assert(
      fc.property(changes, (all) => {
        const bytes = Buffer.from(picture);
        for (const [at, value] of all) bytes[at] = value;
        const { problem, width, height } = readJpeg(bytes);
        if (problem === null && width * height <= 40_000_000) expect([null, 'short', 'damaged', 'kind']).toContain(pictureFault(bytes));
      }),
    );
  });

  it('half of its data overwritten is always found', () => {
    const from = dataOf(shades);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 600, maxLength: 600 }), fc.nat(600), (noise, at) => {
        const bytes = Buffer.from(shades);
        bytes.set(
          noise.map((value) => value & 0xfe),
          from + at,
        );
        expect(pictureFault(bytes)).not.toBeNull();
      }),
    );
  });
});
