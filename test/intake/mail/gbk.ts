/** Bytes of GB18030's two-byte part by character, read off the decoder: Node has no encoder. */
const bytes = new Map<string, [number, number]>();
const decoder = new TextDecoder('gb18030');
for (let lead = 0x81; lead <= 0xfe; lead += 1)
  for (let trail = 0x40; trail <= 0xfe; trail += 1)
    if (trail !== 0x7f) bytes.set(decoder.decode(new Uint8Array([lead, trail])), [lead, trail]);

/** Text as GBK; 𠀀 as the four bytes that it has in GB18030. */
export const gbk = (text: string): Buffer =>
  Buffer.from([...text].flatMap((char) => (char === '𠀀' ? [0x95, 0x32, 0x82, 0x36] : (bytes.get(char) ?? [char.charCodeAt(0)]))));

/** An encoded word of GBK bytes. */
export const word = (given: Buffer, charset = 'gb2312'): string => `=?${charset}?B?${given.toString('base64')}?=`;

/** A mail of lines, some of which are bytes already. */
export const mailOf = (...lines: (string | Buffer)[]): Buffer =>
  Buffer.concat(lines.flatMap((line) => [typeof line === 'string' ? Buffer.from(line, 'utf8') : line, Buffer.from('\r\n')]));

/** A mail of a letter and one attachment, whose head is given. */
export const withFile = (head: (string | Buffer)[], file: (string | Buffer)[], subject: string | Buffer = 'Subject: x'): Buffer =>
  mailOf(
    'From: lisi@example.gov.cn',
    subject,
    'Message-ID: <1@example.gov.cn>',
    'Content-Type: multipart/mixed; boundary="b1"',
    '',
    '--b1',
    ...head,
    '',
    '正文。',
    '--b1',
    ...file,
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from('docx').toString('base64'),
    '--b1--',
  );
