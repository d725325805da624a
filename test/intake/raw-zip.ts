import { crc32, deflateRawSync } from 'node:zlib';

/** An entry of an archive that may lie about itself. */
export interface RawEntry {
  name: string | Uint8Array;
  bytes?: Uint8Array;
  stored?: boolean;
  flags?: number;
  size?: number;
  checksum?: number;
  /** It takes its bytes from where the first entry lies. */
  sameAsFirst?: boolean;
  extra?: Uint8Array;
}

function fields(signature: number, parts: readonly [size: 2 | 4, value: number][]): Buffer {
  const buffer = Buffer.alloc(4 + parts.reduce((sum, [size]) => sum + size, 0));
  let offset = buffer.writeUInt32LE(signature, 0);
  for (const [size, value] of parts) offset = size === 2 ? buffer.writeUInt16LE(value, offset) : buffer.writeUInt32LE(value, offset);
  return buffer;
}

/** An archive, deflated, entry by entry as told: the product's own writer neither packs nor lies. */
export function rawZip(entries: readonly RawEntry[], options: { count?: number } = {}): Uint8Array {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const {
    name,
    bytes = new Uint8Array(),
    stored = false,
    flags = 0x0800,
    size,
    checksum,
    sameAsFirst = false,
    extra = new Uint8Array(),
  } of entries) {
    const path = Buffer.from(name);
    const packed = stored ? Buffer.from(bytes) : deflateRawSync(bytes);
    const facts: [2 | 4, number][] = [
      [2, 20],
      [2, flags],
      [2, stored ? 0 : 8],
      [2, 0],
      [2, 0x21],
      [4, checksum ?? crc32(bytes)],
      [4, packed.length],
      [4, size ?? bytes.length],
      [2, path.length],
    ];
    central.push(
      fields(0x02014b50, [[2, 20], ...facts, [2, extra.length], [2, 0], [2, 0], [2, 0], [4, 0], [4, sameAsFirst ? 0 : offset]]),
      path,
      Buffer.from(extra),
    );
    if (sameAsFirst) continue;
    const entry = [fields(0x04034b50, [...facts, [2, 0]]), path, packed];
    local.push(...entry);
    offset += entry.reduce((sum, part) => sum + part.length, 0);
  }
  const directory = Buffer.concat(central);
  const count = options.count ?? entries.length;
  const end = fields(0x06054b50, [
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, directory.length],
    [4, offset],
    [2, 0],
  ]);
  return Buffer.concat([...local, directory, end]);
}
