import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { isUnbroken, stretchOf } from '../find.ts';
import { joinedOf } from '../joined-blocks.ts';
import type { Report, Rule, Subject } from '../rule.ts';

const BIDI = /[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/u;
/** Spaces that don't break a line and the narrow ones: they look like a space and are none for whoever searches. */
const SPACE = /^[\u00A0\u2000-\u200A\u202F\u205F]+$/u;
/** Format characters, soft hyphens, tags, variation selectors of no use here, private use, controls, the sign of a lost character. */
const HIDDEN = /[\u00A0\u2000-\u200A\u202F\u205F]+|\p{Cf}|\p{Co}|\u034F|[\u0080-\u009F\u2028\u2029\uFFFD]|[\u{E0100}-\u{E01EF}]/gu;
const NAMES: Record<string, string> = {
  '\u200B': '零宽空格',
  '\u2060': '零宽连接符',
  '\u00AD': '软连字符',
  '\uFEFF': 'BOM 标记',
  '\u2028': '分行符',
  '\u2029': '分段符',
  '\uFFFD': '已损坏的字',
};
/** What can go without a trace. Not what joins emoji (U+200D) or turns the reading order: people decide what was meant there. */
const TRACELESS = /^[\u200B\u200C\u2060\uFEFF\u00AD]$/u;

/** What is left without the characters: a plain space for a space between words, nothing at the ends of a line. */
function replacementFor({ text }: TextBlock, start: number, end: number): string | undefined {
  const found = text.slice(start, end);
  if (TRACELESS.test(found)) return '';
  if (!SPACE.test(found)) return undefined;
  const besideSpace = /\s/u.test(text[start - 1] ?? '\n') || /\s/u.test(text[end] ?? '\n');
  return besideSpace ? '' : ' ';
}

function reportOf(block: TextBlock, start: number, end: number, { bodyLine }: Subject): Report {
  const { flagged, span, where } = stretchOf(block, start, end);
  const bidi = BIDI.test(flagged);
  const name = bidi ? '改变文字方向的控制符' : SPACE.test(flagged) ? '特殊空格' : (NAMES[flagged] ?? '看不见的字符');
  const code = `U+${(flagged.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  const replacement = span.line >= bodyLine && isUnbroken(span, flagged) ? replacementFor(block, start, end) : undefined;
  const fix = replacement === undefined ? '删去光标处的字符，或重新粘贴纯文字。' : '删去光标处的字符。';
  return {
    code: bidi ? 'E_BIDI' : 'E_INVISIBLE',
    flagged,
    span,
    where,
    words: { problem: `有${name}（${code}）。`, expected: '只有读者看得见的字和普通空格。', fix },
    ...(replacement === undefined ? {} : { replacement }),
  };
}

/** No characters that a reviewer can't see: they split words, turn the reading order, or were lost on the way (A6 30, 31). */
export const invisible: Rule = {
  id: 'text/invisible',
  asks: '没有读者看不见的字符。',
  severity: 'error',
  article: '第九条',
  waivable: false,
  check: (subject) => {
    if (joinedOf(subject.blocks).even) return [];
    return subject.blocks.flatMap((block) =>
      [...block.text.matchAll(HIDDEN)].map(({ 0: found, index }) => reportOf(block, index, index + found.length, subject)),
    );
  },
  good: [
    { title: '普通文字和标点', body: '“专项整治”——成效明显……\n' },
    { title: '普通空格和全角空格', body: '　　专项整治 GB/T 9704 张　三。\n' },
    { title: '网址里的字符', body: '见 <https://www.zj.gov.cn/a%C2%A0b.html>。\n' },
  ],
  bad: [
    { title: '零宽空格', body: '专项\u200B整治。\n', finds: { code: 'E_INVISIBLE', line: 13, column: 3, flagged: '\u200B' } },
    { title: '不间断空格', body: '专项\u00A0\u00A0整治。\n', finds: { code: 'E_INVISIBLE', column: 3, count: 1 } },
    { title: '倒转方向', body: '专项\u202E整治。\n', finds: { code: 'E_BIDI' } },
    { title: '标题里的软连字符', frontMatter: { title: '专项\u00AD整治' }, finds: { code: 'E_INVISIBLE', line: 2 } },
    { title: '标签字符', body: '专项\u{E0041}整治。\n', finds: { code: 'E_INVISIBLE' } },
    { title: '损坏的字', body: '专项\uFFFD整治。\n', finds: { code: 'E_INVISIBLE' } },
    { title: '控制字符', body: '专项\u0085整治。\n', finds: { code: 'E_INVISIBLE' } },
  ],
};
