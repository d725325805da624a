import { describe, expect, it } from 'vitest';
import { readMail } from '#pipeline/intake/mail/read-mail.ts';
import { readWinmail } from '#pipeline/intake/mail/winmail.ts';
import { gbk, withFile } from './gbk.ts';

const u16 = (value: number): Buffer => Buffer.from(Uint16Array.of(value).buffer);
const u32 = (value: number): Buffer => Buffer.from(Uint32Array.of(value).buffer);
const padded = (bytes: Buffer): Buffer => Buffer.concat([u32(bytes.length), bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);

function attribute(id: number, value: Buffer): Buffer {
  const sum = value.reduce((total, byte) => (total + byte) & 0xffff, 0);
  return Buffer.concat([Buffer.of(2), u16(id), u16(0), u32(value.length), value, u16(sum)]);
}

/** A winmail.dat whose letter is one property alone. */
const letterOnly = (property: number, value: Buffer): Buffer =>
  Buffer.concat([
    ...[u32(0x223e9f78), u16(1), attribute(0x9007, u32(936))],
    attribute(0x9003, Buffer.concat([u32(1), u32(property), u32(1), padded(value)])),
  ]);

const [PAGE, RTF] = [letterOnly(0x10130102, gbk('<p>街面</p><p>整治</p>')), letterOnly(0x10090102, Buffer.from('rtf'))];

/** A winmail.dat with one file, whose long name is a property of its own. */
const packed = (longName = Buffer.from('街面整治.docx\0', 'utf16le')): Buffer =>
  Buffer.concat([
    u32(0x223e9f78),
    u16(1),
    attribute(0x9007, u32(936)),
    attribute(0x9002, Buffer.alloc(14)),
    attribute(0x8010, Buffer.concat([gbk('街面~1.doc'), Buffer.of(0)])),
    attribute(0x800f, Buffer.from('docx')),
    attribute(0x9005, Buffer.concat([u32(1), u32(0x3707001f), u32(1), padded(longName)])),
  ]);

describe('a winmail.dat', () => {
  it('gives its files by their long names', () =>
    expect(readWinmail(packed())).toEqual({
      files: [{ name: '街面整治.docx', bytes: Buffer.from('docx') }],
      text: '',
      richText: false,
      damaged: false,
    }));

  it('that ends early gives what it still has, and says so', () => {
    const cut = packed().subarray(0, -30);
    expect(readWinmail(cut)).toMatchObject({ files: [{ name: '街面~1.doc' }], damaged: true });
    for (let length = 0; length < cut.length; length += 1) expect(() => readWinmail(cut.subarray(0, length))).not.toThrow();
  });

  it('within a mail is opened', async () => {
    const mail = withFile(
      ['Content-Type: text/plain; charset=utf-8'],
      ['Content-Type: application/ms-tnef; name="winmail.dat"', 'Content-Disposition: attachment; filename="winmail.dat"'],
    );
    const whole = mail.toString('latin1').replace(Buffer.from('docx').toString('base64'), packed().toString('base64'));
    expect((await readMail(Buffer.from(whole, 'latin1'))).files.map(({ name }) => name)).toEqual(['街面整治.docx']);
  });

  it.each<[string, Buffer, string, boolean]>([
    ['a page', PAGE, '街面\n\n整治', false],
    ['RTF, which isn’t read', RTF, '', true],
  ])('gives the words of a letter that is %s alone', (_, bytes, text, richText) =>
    expect(readWinmail(bytes)).toMatchObject({ text, richText }),
  );

  it.each<[string, string, Buffer, object]>([
    ['nothing', '', PAGE, { body: '街面\n\n整治', quoted: '', report: [] }],
    ['a letter of its own', '您好', PAGE, { body: '您好', quoted: '\n街面\n\n整治', report: [] }],
    ['a letter, and can’t be read', '您好', RTF, { body: '您好', report: [] }],
    ['nothing, and can’t be read', '', RTF, { body: '', report: [expect.objectContaining({ kind: 'outlook' })] }],
  ])('is the letter itself in a mail that has beside it %s', async (_, body, winmail, read) => {
    const lines = [
      ...['From: a@example.gov.cn', 'Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/plain', '', body, '--b'],
      ...['Content-Type: application/ms-tnef; name="winmail.dat"', 'Content-Transfer-Encoding: base64', ''],
      ...[winmail.toString('base64'), '--b--', ''],
    ];
    expect(await readMail(Buffer.from(lines.join('\r\n')))).toMatchObject(read);
  });
});
