import { describe, expect, it } from 'vitest';
import { openArchive } from '#pipeline/intake/archive.ts';
import { Problem } from '#pipeline/problem.ts';
import { type RawEntry, rawZip } from './raw-zip.ts';

const words = Buffer.from('示例');
const zeros = (megabytes: number): Uint8Array => new Uint8Array(megabytes * 1024 * 1024);
const one = (entry: Partial<RawEntry>): Uint8Array => rawZip([{ name: 'a.txt', bytes: words, ...entry }]);

async function codeOf(bytes: Uint8Array): Promise<string> {
  try {
    const archive = await openArchive(bytes, '示例.zip');
    for (const name of archive.names) await archive.read(name);
    return 'read';
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return error.code;
  }
}

const REFUSED: [what: string, bytes: () => Uint8Array, code: string][] = [
  ['zeros that pack a thousandfold', () => one({ bytes: zeros(64) }), 'intake/too-large'],
  ['a size that is told too small', () => one({ bytes: zeros(2), size: 10 }), 'intake/broken'],
  ['a size that is told too large', () => one({ size: 100 }), 'intake/broken'],
  ['more than 2,000 files', () => rawZip(Array.from({ length: 2001 }, (_, at) => ({ name: `${at}` }))), 'intake/too-large'],
  ['a number of files that isn’t so', () => rawZip([{ name: 'a.txt', bytes: words }], { count: 3 }), 'intake/broken'],
  [
    'more than 200 MB in all',
    () => rawZip([1, 2, 3].map((at) => ({ name: `${at}`, bytes: words, size: 70 * 1024 * 1024 * at }))),
    'intake/too-large',
  ],
  [
    'two files in the same bytes',
    () =>
      rawZip([
        { name: 'a', bytes: words },
        { name: 'b', bytes: words, sameAsFirst: true },
      ]),
    'intake/broken',
  ],
  ['the same name twice', () => rawZip([{ name: 'a.txt' }, { name: 'A.TXT' }]), 'intake/broken'],
  ['a wrong checksum', () => one({ checksum: 1 }), 'intake/broken'],
  ['a password', () => one({ flags: 0x0801 }), 'intake/encrypted'],
  ['strong encryption', () => one({ flags: 0x0841 }), 'intake/encrypted'],
  ['sizes in wide fields', () => one({ extra: Buffer.from([1, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0]) }), 'intake/broken'],
  ['a name that leaves the folder', () => one({ name: '../a.txt' }), 'intake/broken'],
  ['a name that leaves the folder by a backslash', () => one({ name: 'a\\..\\..\\b.txt' }), 'intake/broken'],
  ['a name from the root', () => one({ name: '/etc/a.txt' }), 'intake/broken'],
  ['a name on a drive', () => one({ name: 'C:\\a.txt' }), 'intake/broken'],
  ['a name with a control character', () => one({ name: 'a\u0001.txt' }), 'intake/broken'],
  ['nothing', () => new Uint8Array(), 'intake/broken'],
  ['words that are no archive', () => words, 'intake/broken'],
  ['half an archive', () => one({}).subarray(0, 40), 'intake/broken'],
];

describe('an archive', () => {
  it.each(REFUSED)('with %s is refused', async (_, bytes, code) => expect(await codeOf(bytes())).toBe(code));

  it('is read file by file, without folders', async () => {
    const archive = await openArchive(
      rawZip([{ name: '图/' }, { name: '图/a.txt', bytes: words }, { name: 'b.txt', bytes: words, stored: true }]),
      '示例.zip',
    );
    expect(archive.names).toEqual(['图/a.txt', 'b.txt']);
    expect(Buffer.from(await archive.read('图/a.txt')).toString()).toBe('示例');
  });

  it('may have names in GBK without saying so, as Windows in China writes them', async () => {
    const gbk = Buffer.from('cab5c0fd2e747874', 'hex');
    const { names } = await openArchive(rawZip([{ name: gbk, bytes: words, flags: 0 }]), '示例.zip');
    expect(names).toEqual(['实例.txt']);
  });

  it('may have something hung on behind it', async () => {
    const bytes = Buffer.concat([one({}), Buffer.from('\r\n')]);
    expect(Buffer.from(await (await openArchive(bytes, '示例.zip')).read('a.txt')).toString()).toBe('示例');
  });

  it('tells in its refusal which file it was', async () => {
    const refused = openArchive(one({ bytes: zeros(64) }), '示例.zip');
    await expect(refused).rejects.toMatchObject({ place: '示例.zip', exitCode: 1 });
  });
});
