import type { SentFile } from '../received.ts';
import { leniently } from './charsets.ts';
import { htmlText } from './html-text.ts';

/** What a winmail.dat holds. `damaged`: it ends early or a checksum is wrong. `richText`: the letter's text is in a form that can't be read. */
interface Winmail {
  files: SentFile[];
  text: string;
  richText: boolean;
  damaged: boolean;
}

const SIGNATURE = 0x223e9f78;
/** Attributes by their number (MS-OXTNEF 2.1.3). */
const [BODY, TITLE, DATA, START, PROPERTIES, FILE_PROPERTIES, CODEPAGE] = [0x800c, 0x8010, 0x800f, 0x9002, 0x9003, 0x9005, 0x9007];
/** Bytes of a value by its type; the others have a length of their own (MS-OXTNEF 2.1.3.4). */
const FIXED: Record<number, number> = { 2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16 };
const VARIABLE = new Set([0x0d, 0x1e, 0x1f, 0x102]);
/** A letter within a letter within a letter: nobody goes deeper honestly. */
const DEEPEST = 5;

const padded = (length: number): number => Math.ceil(length / 4) * 4;
const untilNul = (text: string): string => text.split('\0')[0] ?? '';

type Properties = Map<number, { type: number; value: Buffer }>;

/** Reads properties into a map. @throws RangeError where the bytes end early */
function readProperties(bytes: Buffer, found: Properties): void {
  let at = 4;
  const number = (): number => {
    at += 4;
    return bytes.readUInt32LE(at - 4);
  };
  for (let left = bytes.readUInt32LE(0); left > 0; left -= 1) {
    const tag = number();
    const [type, id] = [tag & 0x0fff, tag >>> 16];
    if (id >= 0x8000) {
      at += 16;
      if (number() === 0) at += 4;
      else at += padded(number());
    }
    const fixed = FIXED[type];
    if (fixed === undefined && !VARIABLE.has(type)) return;
    const values = (tag & 0x1000) !== 0 || fixed === undefined ? number() : 1;
    for (let value = 0; value < values; value += 1) {
      const length = fixed ?? number();
      if (at + length > bytes.length) return;
      found.set(id, { type, value: bytes.subarray(at, at + length) });
      at += padded(length);
    }
  }
}

/** Properties by number, as far as they can be read; of several values the last. */
function propertiesOf(bytes: Buffer): Properties {
  const found: Properties = new Map();
  try {
    readProperties(bytes, found);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return found;
}

function textOf(property: { type: number; value: Buffer } | undefined, charset: string): string {
  if (!property) return '';
  return untilNul(property.type === 0x1f ? property.value.toString('utf16le') : leniently(property.value, charset));
}

/** Reads a winmail.dat; `null` if it is none. */
export function readWinmail(bytes: Buffer, depth = 0): Winmail | null {
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== SIGNATURE) return null;
  const result: Winmail = { files: [], text: '', richText: false, damaged: false };
  let charset = 'gb18030';
  let file: SentFile | null = null;
  const readFile = (target: SentFile, value: Buffer): void => {
    const properties = propertiesOf(value);
    target.name = textOf(properties.get(0x3707), charset) || textOf(properties.get(0x3704), charset) || target.name;
    const inner = properties.get(0x3701)?.value;
    if (!inner) return;
    // A letter within: its class of 16 bytes stands before it.
    const nested = depth < DEEPEST ? readWinmail(inner.subarray(16), depth + 1) : null;
    if (nested) result.files.push(...nested.files);
    else if (target.bytes.length === 0) target.bytes = inner;
  };
  const readLetter = (value: Buffer): void => {
    const properties = propertiesOf(value);
    const [rich, page] = [properties.get(0x1009)?.value, properties.get(0x1013)?.value];
    result.text ||= textOf(properties.get(0x1000), charset);
    result.text ||= page ? htmlText(leniently(page, charset)).text : '';
    result.richText ||= (rich ?? page) !== undefined && result.text === '';
  };
  let at = 6;
  try {
    while (at < bytes.length) {
      const [id, length] = [bytes.readUInt16LE(at + 1), bytes.readUInt32LE(at + 5)];
      const value = bytes.subarray(at + 9, at + 9 + length);
      const sum = bytes.readUInt16LE(at + 9 + length);
      at += 11 + length;
      result.damaged ||= value.reduce((total, byte) => (total + byte) & 0xffff, 0) !== sum;
      if (id === CODEPAGE && length >= 4) charset = value.readUInt32LE(0) === 936 ? 'gb18030' : `windows-${value.readUInt32LE(0)}`;
      if (id === START) {
        file = { name: '', bytes: Buffer.alloc(0) };
        result.files.push(file);
      }
      if (id === BODY) result.text ||= untilNul(leniently(value, charset));
      if (id === PROPERTIES) readLetter(value);
      if (file && id === TITLE) file.name ||= untilNul(leniently(value, charset));
      if (file && id === DATA) file.bytes = value;
      if (file && id === FILE_PROPERTIES) readFile(file, value);
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    result.damaged = true;
  }
  result.files = result.files.filter((one) => one.bytes.length > 0);
  return result;
}
