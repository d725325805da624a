import { describe, expect, it } from 'vitest';
import { readPlainText } from '#pipeline/intake/plain-text.ts';
import { wordsOf } from '#pipeline/item/markdown/markdown.ts';

const TEXT = '标题一行\r\n\r\n　　第一段，有Ａ和a。\r\n\t 第二段　\r\n';
/** 标题一行 … in GB18030, as Notepad on a Chinese Windows writes it. */
const GB18030 = Buffer.from('b1eacce2d2bbd0d00d0a0d0aa1a1a1a1b5dad2bbb6cea3acd3d0a3c1bacd61a1a30d0a0920b5dab6feb6cea1a10d0a', 'hex');

const swapped = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

describe('a text file', () => {
  it.each([
    ['UTF-8', Buffer.from(TEXT)],
    ['UTF-8 with its mark', Buffer.from(`\uFEFF${TEXT}`)],
    ['UTF-16 with its mark', Buffer.from(`\uFEFF${TEXT}`, 'utf16le')],
    ['UTF-16 the other way round', swapped(`\uFEFF${TEXT}`)],
    ['UTF-16 without its mark', Buffer.from(TEXT, 'utf16le')],
    ['UTF-16 the other way round without its mark', swapped(TEXT)],
    ['GB18030', GB18030],
    ['line ends of old Macs', Buffer.from(TEXT.replaceAll('\r\n', '\r'))],
  ])('is read in %s, each line a paragraph without its indent', (_, bytes) => {
    expect(readPlainText(bytes, 'a.txt').text.children.map(wordsOf)).toEqual(['标题一行', '第一段，有Ａ和a。', '第二段']);
  });

  it('is read where GB18030 takes four bytes', () => {
    const bytes = Buffer.from('8139ef30d2bb', 'hex');
    expect(readPlainText(bytes, 'a.txt').text.children.map(wordsOf)).toEqual([
      '㐀一'.replace('㐀', new TextDecoder('gb18030').decode(bytes.subarray(0, 4))),
    ]);
  });

  it.each([
    ['a program', Buffer.from('7f454c4602010100000000', 'hex')],
    ['bytes of no encoding', Buffer.from('b1ff81', 'hex')],
    ['half a character at the end', Buffer.concat([GB18030, Buffer.of(0xb1)])],
  ])('is refused as a sentence where it is %s', (_, bytes) => {
    expect(() => readPlainText(bytes, 'a.txt')).toThrow(expect.objectContaining({ code: 'intake/encoding', exitCode: 1 }));
  });
});
