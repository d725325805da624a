import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, getFileNameLowLevel, type ZipFile } from 'yauzl';
import { Problem } from '../problem.ts';
import { refusal } from './file-kind.ts';

/** What a file of files may hold (facts/intake 2): far above what people send, far below what harms. */
const MAX_ENTRIES = 2000;
const MAX_BYTES = 200 * 1024 * 1024;
const MAX_RATIO = 200;
/** Small files may pack as well as they like: what they unpack to stays small. */
const RATIO_COUNTS_FROM = 1024 * 1024;

const ZIP64_LOCATOR = Buffer.from('PK\x06\x07', 'latin1');
const END_OF_DIRECTORY = Buffer.from('PK\x05\x06', 'latin1');
const END_LENGTH = 22;
const LOCATOR_LENGTH = 20;
const ZIP64_FIELD = 0x0001;
const UNICODE_PATH_FIELD = 0x7075;
const UTF8_FLAG = 0x0800;

/** A file of files (.docx, .zip), its directory checked and nothing unpacked yet. */
export interface Archive {
  /** In the order of the archive, with `/` between folders; folders themselves are left out. */
  names: readonly string[];
  /** Unpacks one file, of which size and checksum are checked. What `watch` throws at a piece of it ends that. */
  read: (name: string, watch?: (piece: Uint8Array) => void) => Promise<Uint8Array>;
}

const broken = (file: string, cause?: unknown): Problem =>
  refusal('broken', '文件已损坏，打不开；应为完整的文件；请在电脑上打开确认无误，另存一份后重新报送。', file, cause);

const tooLarge = (file: string): Problem =>
  refusal(
    'too-large',
    `文件解开后太大或文件太多；应不超过 ${MAX_BYTES / 1024 / 1024} MB、${MAX_ENTRIES} 个文件；请删去不用的内容，或分成几个文件报送。`,
    file,
  );

const encrypted = (file: string): Problem => refusal('encrypted', '文件加了密码，打不开；应为没有密码的文件；请去掉密码后重新报送。', file);

/** Programs in China write names in GBK without saying so. */
function nameOf(entry: Entry): string {
  const raw = entry.fileNameRaw;
  if (entry.extraFields.some(({ id }) => id === UNICODE_PATH_FIELD)) {
    return getFileNameLowLevel(entry.generalPurposeBitFlag, raw, entry.extraFields, false);
  }
  for (const label of entry.generalPurposeBitFlag & UTF8_FLAG ? ['utf-8'] : ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(label, { fatal: true }).decode(raw).replaceAll('\\', '/');
    } catch {}
  }
  throw new Error('a name is in no known encoding');
}

const isSafeName = (name: string): boolean =>
  name !== '' && !/^\/|^[A-Za-z]:|\p{Cc}/u.test(name) && !name.split('/').some((part) => part === '..' || part === '.');

/** An archive without what mail programs and forms hang on behind it. */
function withoutTail(bytes: Buffer): Buffer {
  const end = bytes.lastIndexOf(END_OF_DIRECTORY);
  if (end < 0 || end + END_LENGTH > bytes.length) return bytes;
  return bytes.subarray(0, end + END_LENGTH + bytes.readUInt16LE(end + END_LENGTH - 2));
}

/** True where sizes and places lie in the wide fields: nothing that people send needs them, and two truths about one file are a trap. */
function isZip64(bytes: Buffer, entries: readonly Entry[]): boolean {
  const end = bytes.lastIndexOf(END_OF_DIRECTORY);
  const wide = end >= LOCATOR_LENGTH && bytes.subarray(end - LOCATOR_LENGTH, end - LOCATOR_LENGTH + 4).equals(ZIP64_LOCATOR);
  return wide || entries.some(({ extraFields }) => extraFields.some(({ id }) => id === ZIP64_FIELD));
}

/** Whether two files share bytes: a bomb unpacks the same bytes many times. */
async function overlap(zip: ZipFile, entries: readonly Entry[]): Promise<boolean> {
  const sorted = entries.toSorted((one, other) => one.relativeOffsetOfLocalHeader - other.relativeOffsetOfLocalHeader);
  let end = 0;
  for (const entry of sorted) {
    if (entry.relativeOffsetOfLocalHeader < end) return true;
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    end = fileDataStart + entry.compressedSize;
  }
  return false;
}

async function entriesOf(zip: ZipFile, file: string): Promise<Map<string, Entry>> {
  if (zip.entryCount > MAX_ENTRIES) throw tooLarge(file);
  const entries = new Map<string, Entry>();
  const folded = new Set<string>();
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    if (entry.isEncrypted()) throw encrypted(file);
    const name = nameOf(entry);
    total += entry.uncompressedSize;
    const packed = entry.uncompressedSize > MAX_RATIO * Math.max(1, entry.compressedSize);
    if (total > MAX_BYTES || (packed && entry.uncompressedSize > RATIO_COUNTS_FROM)) throw tooLarge(file);
    if (!isSafeName(name) || folded.has(name.toLowerCase()) || !entry.canDecodeFileData()) throw broken(file);
    folded.add(name.toLowerCase());
    entries.set(name, entry);
  }
  return entries;
}

async function unpacked(zip: ZipFile, entry: Entry, watch: (piece: Uint8Array) => void): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of await zip.openReadStreamPromise(entry)) {
    watch(chunk as Buffer);
    chunks.push(chunk as Buffer);
  }
  const bytes = Buffer.concat(chunks);
  // The size is checked by yauzl, the checksum is not.
  if (crc32(bytes) !== entry.crc32) throw new Error('the checksum is wrong');
  return bytes;
}

/** Opens a file of files. Every limit is held before the first byte is unpacked; what breaks one is refused by a `Problem`. */
export async function openArchive(bytes: Uint8Array, file: string): Promise<Archive> {
  const whole = withoutTail(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const checked = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      if (cause instanceof Problem) throw cause;
      if (cause instanceof Error && cause.message === 'strong encryption is not supported') throw encrypted(file);
      throw broken(file, cause);
    }
  };
  return checked(async () => {
    const zip = await fromBufferPromise(whole, { decodeStrings: false });
    const entries = await entriesOf(zip, file);
    if (isZip64(whole, [...entries.values()]) || (await overlap(zip, [...entries.values()]))) throw broken(file);
    return {
      names: [...entries.keys()].filter((name) => !name.endsWith('/')),
      read: (name, watch = () => {}) =>
        checked(async () => {
          const entry = entries.get(name);
          if (entry === undefined) throw new Error(`no such entry: ${name}`);
          return unpacked(zip, entry, watch);
        }),
    };
  });
}
