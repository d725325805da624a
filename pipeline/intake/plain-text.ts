import { isUtf8 } from 'node:buffer';
import type { Paragraph } from 'mdast';
import { refusal } from './file-kind.ts';
import { strictly } from './mail/charsets.ts';
import type { Received } from './received.ts';

const BOMS: readonly [label: string, bom: readonly number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];
// biome-ignore lint/suspicious/noControlCharactersInRegex: no text has them
const BINARY = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\uFFFD]/;

const inWords = (label: string, bytes: Uint8Array): string | null => {
  const text = strictly(bytes, label);
  return text === null || BINARY.test(text) ? null : text;
};

const COMMON = /[\u4E00-\u9FFF\u3000-\u3011\uFF01-\uFF5E\n\r\t -~]/g;
const share = (text: string): number => (text.match(COMMON)?.length ?? 0) / text.length;

/** UTF-16 without its mark, in the byte order in which it reads like a text; `null` for other bytes. */
function unmarked(bytes: Uint8Array): string | null {
  const texts = ['utf-16le', 'utf-16be'].flatMap((label) => inWords(label, bytes) ?? []);
  return texts.filter((text) => share(text) > 0.8).sort((one, other) => share(other) - share(one))[0] ?? null;
}

/** A text file's words, strictly decoded: by its mark, as UTF-8, UTF-16, GB18030; `null` for what is no text. */
export function decodedText(bytes: Uint8Array): string | null {
  const marked = BOMS.find(([, bom]) => bom.every((byte, index) => bytes[index] === byte))?.[0];
  if (marked !== undefined) return inWords(marked, bytes);
  if (bytes.includes(0)) return unmarked(bytes);
  return inWords(isUtf8(bytes) ? 'utf-8' : 'gb18030', bytes) ?? unmarked(bytes);
}

/**
 * Reads a .txt: each line with words is a paragraph, without the indent that it begins with.
 * @throws Problem `intake/encoding` (exit 1) for bytes that are no text
 */
export function readPlainText(bytes: Uint8Array, file: string): Received {
  const text = decodedText(bytes);
  if (text === null) {
    const message = '文字读不出来；应为用记事本保存的文本（UTF-8 或 GB18030 编码）；请用记事本另存为 UTF-8，或改用 .docx 重新报送。';
    throw refusal('encoding', message, file);
  }
  return textOf(text, file);
}

/** Words as what a reader gives: each line with words is a paragraph. */
export function textOf(text: string, file: string): Received {
  const lines = text.split(/\r\n?|\n|\u2028|\u2029|\f/).flatMap((line) => line.trim() || []);
  const children = lines.map((value): Paragraph => ({ type: 'paragraph', children: [{ type: 'text', value }] }));
  return { file, text: { type: 'root', children }, pictures: new Map(), report: [], aside: [] };
}
