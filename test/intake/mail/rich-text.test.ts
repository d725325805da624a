import { describe, expect, it } from 'vitest';
import { unpackedRtf, wordsOfRtf } from '#pipeline/intake/mail/rich-text.ts';

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');

/** The two examples of MS-OXRTFCP, 3.1.1 and 3.1.2. */
const SIMPLE = bytes('2d000000 2b000000 4c5a4675 f1c5c7a7 03000a00 72637067 31323542 320af320 68656c09 00206277 05b06c64 7d0a800f a0');
const OVERLAPPING = bytes('1a000000 1c000000 4c5a4675 e2d44b51 41000420 5758595a 0d6e7d01 0eb0');

describe('compressed RTF', () => {
  it('is unpacked as its specification shows', () => {
    expect(unpackedRtf(SIMPLE)).toBe('{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n');
    expect(unpackedRtf(OVERLAPPING)).toBe('{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}');
  });

  it('that lies there unpacked is taken as it is', () => {
    const plain = Buffer.concat([bytes('1a000000 07000000 4d454c41 00000000'), Buffer.from('{\\rtf1}')]);
    expect(unpackedRtf(plain)).toBe('{\\rtf1}');
  });

  it('that ends early, says a size that no letter has, or is none is nothing, and no fault', () => {
    for (let length = 0; length < SIMPLE.length - 4; length += 1) expect(unpackedRtf(SIMPLE.subarray(0, length))).toBeNull();
    const large = Buffer.from(SIMPLE);
    large.writeUInt32LE(0xffffffff, 4);
    expect(unpackedRtf(large)).toBeNull();
    expect(unpackedRtf(Buffer.from('neither of the two kinds'))).toBeNull();
  });
});

describe('the words of RTF', () => {
  it.each<[string, string, string]>([
    ['paragraphs and escaped signs', '{\\rtf1 a\\par b\\{c\\}\\tab d\\line e\\\\}', 'a\nb{c}\td\ne\\'],
    ['GBK by its bytes', "{\\rtf1\\ansicpg936 \\'bd\\'d6\\'c3\\'e6\\'d5\\'fb\\'d6\\'ce}", '街面整治'],
    ['GBK whose second byte is a letter', "{\\rtf1\\ansicpg936 \\'82a}", new TextDecoder('gb18030').decode(Buffer.of(0x82, 0x61))],
    ['Unicode with what stands there for old programs', "{\\rtf1\\uc1\\u-30633?\\u-26782\\'b1{\\uc0\\u25972}\\u27835?}", '街面整治'],
    [
      'nothing of fonts, styles and groups that may be passed over',
      '{\\rtf1{\\fonttbl{\\f0 Arial;}}{\\*\\generator x;}{\\stylesheet s}t}',
      't',
    ],
    [
      'of a page only the text',
      '{\\rtf1\\fromhtml1{\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 t{\\*\\htmltag84 <b>}\\htmlrtf\\b x\\htmlrtf0 u}',
      'tu',
    ],
    ['what has no end', '{\\rtf1 a{\\b b', 'ab'],
  ])('are %s', (_, rtf, words) => expect(wordsOfRtf(rtf)).toBe(words));
});
