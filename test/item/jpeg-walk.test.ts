import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJpeg } from '#pipeline/item/jpeg.ts';
import { pictureFault } from '#pipeline/item/jpeg-picture.ts';
import { SOS, walkSegments } from '#pipeline/item/jpeg-segments.ts';
import { encodeJpeg } from '#pipeline/sandbox/jpeg-encoder.ts';
import { greyJpeg, photographs, progressiveJpeg, segment, smallJpeg } from '../jpeg-fixture.ts';
import { plainFault } from './jpeg-oracle.ts';

const markerAt = (bytes: Buffer, marker: number): number => bytes.indexOf(Buffer.of(0xff, marker));
const dataOf = (bytes: Buffer): number => markerAt(bytes, 0xda) + 2 + bytes.readUInt16BE(markerAt(bytes, 0xda) + 2);

const noise = (width: number, height: number, seed: number): Buffer =>
  Buffer.from(
    encodeJpeg(
      width,
      height,
      Array.from({ length: width * height }, (_, at) => (Math.imul(at + seed, 2654435761) >>> 8) & 0xffffff),
    ),
  );

/** Strips of 16 × 8 pixels one below the other, between which coding begins anew. */
function inStrips(count: number): Buffer {
  const strips = Array.from({ length: count }, (_, index) => noise(16, 8, 1000 * index));
  const head = (strips[0] as Buffer).subarray(0, dataOf(strips[0] as Buffer));
  const scan = markerAt(head, 0xda);
  const whole = Buffer.concat([
    head.subarray(0, scan),
    segment(0xdd, Buffer.of(0, 2)),
    head.subarray(scan),
    ...strips.flatMap((strip, index) => [strip.subarray(dataOf(strip), -2), Buffer.of(0xff, 0xd0 + (index % 8))]).slice(0, -1),
    Buffer.of(0xff, 0xd9),
  ]);
  whole.writeUInt16BE(8 * count, markerAt(whole, 0xc0) + 5);
  return whole;
}

const { halved, print } = photographs();
const PICTURES: [name: string, Buffer][] = [
  ['a few shades', Buffer.from(smallJpeg())],
  ['detail in every block', noise(32, 24, 0)],
  ['colours at half the size', Buffer.from(halved)],
  ['four colours', Buffer.from(print)],
  ['layers', Buffer.from(progressiveJpeg())],
  ['one colour', Buffer.from(greyJpeg(70, 50))],
  ['strips', inStrips(10)],
  ['parts of three blocks', Buffer.from(greyJpeg(160, 40, 3))],
];

type Change = [kind: 'bit' | 'byte' | 'less' | 'more' | 'mark' | 'end' | 'table', at: number, value: number];

const markers = (bytes: Buffer): string => Buffer.from(walkSegments(bytes).segments.map(({ marker }) => marker)).toString('hex');

/** Where the bytes of coded data stand, in all scans. */
function codedIn(bytes: Buffer): number[] {
  const scans = walkSegments(bytes).segments.filter(({ marker }) => marker === SOS);
  return scans.flatMap(({ start, end }) => {
    const from = start + 2 + bytes.readUInt16BE(start + 2);
    return Array.from({ length: end - from }, (_, index) => from + index);
  });
}

/** A change in the coded data or in a table of codes; `at` and `value` from 0 to 0xFFFF. */
function changed(bytes: Buffer, [kind, at, value]: Change): Buffer {
  const coded = codedIn(bytes);
  const from = dataOf(bytes);
  const index = Math.floor((at / 0x10000) * coded.length);
  const place = coded[index] ?? from;
  const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)];
  const other = Buffer.from(bytes);
  if (kind === 'bit') other[place] = (other[place] as number) ^ (1 << (value & 7));
  if (kind === 'byte') other[place] = value & 255;
  if (kind === 'table') {
    const table = markerAt(other, 0xc4) + 5;
    const counts = other.subarray(table, table + 16);
    const sum = counts.reduce((all, count) => all + count, 0);
    // Two lengths' codes change places, or a symbol becomes another: the table stays as long as it was.
    if (value & 1) counts.set([counts[(at + 1) & 15] as number, counts[at & 15] as number].slice(0, (at & 15) < 15 ? 2 : 0), at & 15);
    else other[table + 16 + (at % sum)] = value >> 8;
  }
  if (kind === 'less') {
    const gone = coded.slice(index, index + 1 + (value % 90)).filter((away, nth) => away === place + nth);
    return Buffer.concat([before, bytes.subarray(place + gone.length)]);
  }
  if (kind === 'more') return Buffer.concat([before, bytes.subarray(from, from + Math.min(value % 90, place - from)), after]);
  if (kind === 'mark')
    return Buffer.concat([before, Buffer.of(0xff, [0, 0xff, 0xd0 + (value & 7), 0xd0][(value >> 4) & 3] as number), after]);
  return kind === 'end' ? Buffer.concat([before, Buffer.of(0xff, 0xd9)]) : other;
}

const change = fc.tuple(
  fc.constantFrom<Change[0][]>('bit', 'byte', 'less', 'more', 'mark', 'end', 'table'),
  fc.nat(0xffff),
  fc.nat(0xffff),
) as fc.Arbitrary<Change>;

describe('a picture’s walk comes to the verdict of a reading bit by bit', () => {
  it.each(PICTURES)('%s, as it is', (_, picture) => {
    expect(pictureFault(picture)).toBeNull();
    expect(plainFault(picture)).toBeNull();
  });

  it.each(PICTURES)('%s, whatever becomes of its coded data and tables', (_, picture) => {
    const verdicts = new Set<string | null>();
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const bytes = changes.reduce(changed, picture);
        // What a change makes look like another header is no matter of the walk.
        if (readJpeg(bytes).problem !== null || !markers(picture).startsWith(markers(bytes))) return;
        const verdict = pictureFault(bytes);
        verdicts.add(verdict);
        expect(verdict).toBe(plainFault(bytes));
      }),
      { numRuns: 250 },
    );
    expect(verdicts).toEqual(new Set([null, 'short', 'damaged']));
  });

  it('reads 0xFF as one byte however many stand before its stuffed zero', () => {
    const picture = noise(32, 24, 0);
    const at = picture.indexOf(Buffer.of(0xff, 0), dataOf(picture));
    for (const more of [1, 2, 3]) {
      const bytes = Buffer.concat([picture.subarray(0, at), Buffer.alloc(more, 0xff), picture.subarray(at)]);
      expect([pictureFault(bytes), plainFault(bytes)], `${more} more`).toEqual([null, null]);
    }
  });

  it('reads a picture in the middle of a larger buffer, up to its last byte', () => {
    const picture = inStrips(10);
    const around = Buffer.concat([Buffer.alloc(3, 0xff), picture]);
    expect(pictureFault(around.subarray(3))).toBeNull();
    expect(pictureFault(new Uint8Array(picture))).toBeNull();
  });
});
