import { isUtf8 } from 'node:buffer';
import type { Paragraph } from 'mdast';
import { Problem } from '../problem.ts';
import type { Received } from './received.ts';

const BOMS: readonly [label: string, bom: readonly number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];
// biome-ignore lint/suspicious/noControlCharactersInRegex: no text has them
const BINARY = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\uFFFD]/;

function strictly(label: string, bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder(label, { fatal: true }).decode(bytes);
    return BINARY.test(text) ? null : text;
  } catch {
    return null;
  }
}

/** What half of the bytes of UTF-16 without its mark are, where it has line ends or Latin letters; `null` for other bytes. */
function unmarked(bytes: Uint8Array): string | null {
  const head = bytes.subarray(0, 4096);
  if (bytes.length % 2 !== 0 || !head.includes(0)) return null;
  const first = head.indexOf(0);
  return first % 2 === 1 ? 'utf-16le' : 'utf-16be';
}

/** A text file's words, strictly decoded: by its mark, as UTF-8, UTF-16, GB18030; `null` for what is no text. */
export function decodedText(bytes: Uint8Array): string | null {
  const marked = BOMS.find(([, bom]) => bom.every((byte, index) => bytes[index] === byte))?.[0];
  const label = marked ?? (isUtf8(bytes) && !bytes.includes(0) ? 'utf-8' : (unmarked(bytes) ?? 'gb18030'));
  return strictly(label, bytes);
}

/**
 * Reads a .txt: each line with words is a paragraph, without the indent that it begins with.
 * @throws Problem `intake/encoding` (exit 1) for bytes that are no text
 */
export function readPlainText(bytes: Uint8Array, file: string): Received {
  const text = decodedText(bytes);
  if (text === null) {
    const message = '文字读不出来；应为用记事本保存的文本（UTF-8 或 GB18030 编码）；请用记事本另存为 UTF-8，或改用 .docx 重新报送。';
    throw new Problem('intake/encoding', message, { place: file, exitCode: 1 });
  }
  const lines = text
    .split(/\r\n?|\n|\u2028|\u2029|\f/)
    .map((line) => line.replace(/^[\s\u3000]+/, '').replace(/(?<![\s\u3000])[\s\u3000]+$/, ''));
  const children = lines
    .filter((line) => line !== '')
    .map((value): Paragraph => ({ type: 'paragraph', children: [{ type: 'text', value }] }));
  return { file, text: { type: 'root', children }, pictures: new Map(), report: [], aside: [] };
}
