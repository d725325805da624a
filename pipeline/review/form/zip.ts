/** CRC-32 (ISO 3309), a byte at a time by table. */
const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = (value >>> 8) ^ (TABLE[(value ^ byte) & 0xff] as number);
  return (value ^ 0xffffffff) >>> 0;
}

/** 1 January 1980, the first day that a ZIP file knows: the same files give the same bytes. */
const DAY_ONE = 0x21;
/** Names are UTF-8. */
const FLAGS = 0x0800;

function header(signature: number, parts: readonly [size: 2 | 4, value: number][]): Buffer {
  const buffer = Buffer.alloc(4 + parts.reduce((sum, [size]) => sum + size, 0));
  let offset = buffer.writeUInt32LE(signature, 0);
  for (const [size, value] of parts) offset = size === 2 ? buffer.writeUInt16LE(value, offset) : buffer.writeUInt32LE(value, offset);
  return buffer;
}

/**
 * Files as one ZIP archive, in the order given, stored as they are (APPNOTE.TXT 4.3).
 * @param files names with `/` between folders, and bytes
 */
export function zipOf(files: readonly (readonly [name: string, bytes: Uint8Array])[]): Uint8Array {
  const local: Uint8Array[] = [];
  const central: Uint8Array[] = [];
  let offset = 0;
  for (const [name, bytes] of files) {
    const path = Buffer.from(name);
    const facts: [2 | 4, number][] = [
      [2, 20],
      [2, FLAGS],
      [2, 0],
      [2, 0],
      [2, DAY_ONE],
      [4, crc32(bytes)],
      [4, bytes.length],
      [4, bytes.length],
      [2, path.length],
      [2, 0],
    ];
    const entry = [header(0x04034b50, facts), path, bytes];
    central.push(header(0x02014b50, [[2, 20], ...facts, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]]), path);
    local.push(...entry);
    offset += entry.reduce((sum, part) => sum + part.length, 0);
  }
  const directory = Buffer.concat(central);
  const end = header(0x06054b50, [
    [2, 0],
    [2, 0],
    [2, files.length],
    [2, files.length],
    [4, directory.length],
    [4, offset],
    [2, 0],
  ]);
  return Buffer.concat([...local, directory, end]);
}
