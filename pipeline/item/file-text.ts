import { isUtf8 } from 'node:buffer';
import { type ContentProblem, contentProblem, type Span, type Words } from './content-problem.ts';

/** The place of an offset in a text. */
export function spanAt(text: string, start: number, length = 1): Span {
  const before = text.slice(0, start);
  const line = before.split('\n').length;
  const column = start - before.lastIndexOf('\n');
  return { line, column, endLine: line, endColumn: column + length };
}

const SAVE = '用“UTF-8 无 BOM、换行 LF”另存一次。';
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what we look for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** What any of the checks finds, and hardly anything else. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what we look for
const UNFIT = /[\u0000-\u0008\u000b-\u001f\u007f\uFEFF]/;

const CHECKS: { pattern: RegExp; words: Words }[] = [
  { pattern: /^\uFEFF/, words: { problem: '文件开头有 BOM 标记。', expected: 'UTF-8，不带 BOM。', fix: SAVE } },
  { pattern: /\r/, words: { problem: '换行是 Windows 式的（CR）。', expected: '换行只用 LF。', fix: SAVE } },
  {
    pattern: CONTROL,
    words: { problem: '文件里有看不见的控制字符。', expected: '只有文字。', fix: '删去光标处的字符，或重新粘贴纯文字。' },
  },
];

/** The text of `index.md`, or what is wrong with its bytes (E_BYTES): BOM, CR, control characters, not UTF-8. */
export function readText(bytes: Uint8Array): { text: string; problem: ContentProblem | null } {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  if (!isUtf8(bytes)) {
    const words = { problem: '文件不是 UTF-8 编码。', expected: 'UTF-8，不带 BOM。', fix: SAVE };
    return { text, problem: contentProblem('E_BYTES', words, spanAt(text, Math.max(0, text.indexOf('\uFFFD')))) };
  }
  if (!UNFIT.test(text)) return { text, problem: null };
  for (const { pattern, words } of CHECKS) {
    const match = pattern.exec(text);
    if (match) return { text, problem: contentProblem('E_BYTES', words, spanAt(text, match.index)) };
  }
  return { text, problem: null };
}
