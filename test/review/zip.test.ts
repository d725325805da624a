import { describe, expect, it } from 'vitest';
import { zipOf } from '#pipeline/review/form/zip.ts';
import { unpacked } from './unpacked.ts';

const hex = (archive: Uint8Array): string => Buffer.from(archive).toString('hex');

describe('an archive', () => {
  it('is, byte by byte, what APPNOTE.TXT 4.3 says of two stored files', () => {
    // Of `abc` and of nothing; 352441c2 is the CRC-32 of `abc`, 21 00 the first day of 1980, 00 08 names in UTF-8.
    const facts = '1400 0008 0000 0000 2100 c2412435 03000000 03000000 0100 0000';
    const empty = '1400 0008 0000 0000 2100 00000000 00000000 00000000 0300 0000';
    const archive = [
      ['504b0304', facts, '61', '616263'],
      ['504b0304', empty, 'e69687'],
      ['504b0102 1400', facts, '0000 0000 0000 00000000 00000000', '61'],
      ['504b0102 1400', empty, '0000 0000 0000 00000000 22000000', 'e69687'],
      ['504b0506', '0000 0000 0200 0200 60000000 43000000 0000'],
    ];
    const files = [
      ['a', Buffer.from('abc')],
      ['文', Buffer.alloc(0)],
    ] as const;
    expect(hex(zipOf(files))).toBe(archive.flat().join('').replaceAll(' ', ''));
  });

  it('of no file is an end and nothing else', () => expect(hex(zipOf([]))).toBe(`504b0506${'00'.repeat(18)}`));

  it('gives back every byte under its name, with the sums that zlib finds', () => {
    const files: [string, Buffer][] = [
      ['word/bytes.bin', Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7) & 0xff))],
      ['a/文.txt', Buffer.from('内容')],
    ];
    expect([...unpacked(zipOf(files))]).toEqual(files);
  });
});
