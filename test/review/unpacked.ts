import { crc32 } from 'node:zlib';

const signature = (bytes: Buffer, at: number, expected: number): void => {
  if (bytes.readUInt32LE(at) !== expected) throw new Error(`no ${expected.toString(16)} at ${at}`);
};

/** The files of an archive, read by its directory as any unpacker does; throws at a sum or a place that is wrong. */
export function unpacked(archive: Uint8Array): Map<string, Buffer> {
  const bytes = Buffer.from(archive);
  const end = bytes.length - 22;
  signature(bytes, end, 0x06054b50);
  const files = new Map<string, Buffer>();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    signature(bytes, at, 0x02014b50);
    const length = bytes.readUInt16LE(at + 28);
    const local = bytes.readUInt32LE(at + 42);
    signature(bytes, local, 0x04034b50);
    const start = local + 30 + bytes.readUInt16LE(local + 26);
    const content = bytes.subarray(start, start + bytes.readUInt32LE(at + 24));
    if (crc32(content) !== bytes.readUInt32LE(at + 16)) throw new Error(`wrong sum at ${start}`);
    files.set(bytes.subarray(at + 46, at + 46 + length).toString('utf8'), content);
    at += 46 + length;
  }
  if (at !== end) throw new Error(`${end - at} bytes are in no file`);
  return files;
}
