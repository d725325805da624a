import { GAP } from '../../item/markdown/folded-text.ts';
import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { isUnbroken, stretchOf } from '../find.ts';
import { joinedOf } from '../joined-blocks.ts';
import type { Report, Rule, Subject } from '../rule.ts';

const BIDI = /[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/u;
/** Spaces that don't break a line and the narrow ones: they look like a space and are none for whoever searches. */
const SPACE = /^[\u00A0\u1680\u2000-\u200A\u202F\u205F]+$/u;
/** Whatever shows nothing or only fills a place: format characters, fillers, private use, controls, what is lost; and marks on characters. */
const HIDDEN =
  /[\u00A0\u1680\u2000-\u200A\u202F\u205F]+|[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Co}\u2800\uFFFC\uFFFD\u2028\u2029\u{1D159}]|(?![\t\n])\p{Cc}|\p{Noncharacter_Code_Point}|\p{M}+/gu;
/** What may stand on the character before: no more marks than a language has. */
const MARKS = /^\p{M}{1,3}$/u;
const ENCLOSING = '\u20E3';
const NAMES: Record<string, string> = {
  '\u200B': '零宽空格',
  '\u2060': '零宽连接符',
  '\u00AD': '软连字符',
  '\uFEFF': 'BOM 标记',
  '\u2028': '分行符',
  '\u2029': '分段符',
  '\uFFFD': '已损坏的字',
  '\uFFFC': '占位符',
  '\u2800': '空白的盲文',
};
/** What can go without a trace. Not what joins emoji (U+200D) or turns the reading order: people decide what was meant there. */
const TRACELESS = /^[\u200B\u200C\u2060\uFEFF\u00AD]$/u;

/** True where a mark belongs to what it stands on: an accent to a letter, a sign for how an emoji is drawn to an emoji. */
function belongs(text: string, start: number, found: string): boolean {
  const before = [...text.slice(Math.max(0, start - 2), start)].at(-1) ?? '';
  if (/^[\uFE0E\uFE0F]$/u.test(found)) {
    const inKeycap = /[0-9#*]/.test(before) && text.startsWith(ENCLOSING, start + 1);
    return inKeycap || /(?![0-9#*])\p{Emoji}/u.test(before);
  }
  if (found === ENCLOSING) return /[0-9#*]\uFE0F?$/u.test(text.slice(Math.max(0, start - 2), start));
  if (/[\u180B-\u180D\u180F]/u.test(found)) return /\p{Script=Mongolian}/u.test(before);
  return MARKS.test(found) && !/[\p{Me}\p{Default_Ignorable_Code_Point}]/u.test(found) && /(?!\p{Script=Han})\p{L}/u.test(before);
}

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
  const name = bidi
    ? '改变文字方向的控制符'
    : SPACE.test(flagged)
      ? '特殊空格'
      : (NAMES[flagged] ?? (/^\p{M}/u.test(flagged) ? '叠在字上的符号' : '看不见的字符'));
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
  group: '文字',
  waivable: false,
  check: (subject) => {
    if (joinedOf(subject.blocks).even) return [];
    return subject.blocks.flatMap((block) =>
      [...block.text.matchAll(HIDDEN)]
        .filter(({ 0: found, index }) => !(found === GAP || belongs(block.text, index, found)))
        .map(({ 0: found, index }) => reportOf(block, index, index + found.length, subject)),
    );
  },
  good: [
    { title: '普通文字和标点', body: '“专项整治”——成效明显……\n' },
    { title: '普通空格和全角空格', body: '　　专项整治 GB/T 9704 张　三。\n' },
    { title: '拼音和外文的声调', body: '婺（wu\u0300）城，café，Zo\u0308e，がぎ（か\u3099）。\n' },
    { title: '蒙文的变体', body: '\u1820\u180B\u1821示例。\n' },
    { title: '彩色的符号和数字键', body: '☎️ 热线 ❤️ 1️⃣ 2️⃣。\n' },
    { title: '图片和网址占的位置', body: '见 <https://www.zj.gov.cn/> ![执法队员](cover.jpg) 一图。\n' },
    { title: '网址里的字符', body: '见 <https://www.zj.gov.cn/a%C2%A0b.html>。\n' },
  ],
  bad: [
    { title: '零宽空格', body: '专项\u200B整治。\n', finds: { code: 'E_INVISIBLE', line: 13, column: 3, flagged: '\u200B' } },
    { title: '不间断空格', body: '专项\u00A0\u00A0整治。\n', finds: { code: 'E_INVISIBLE', column: 3, count: 1 } },
    { title: '倒转方向', body: '专项\u202E整治。\n', finds: { code: 'E_BIDI' } },
    { title: '标题里的软连字符', frontMatter: { title: '专项\u00AD整治' }, finds: { code: 'E_INVISIBLE', line: 2 } },
    { title: '标签字符', body: '专项\u{E0041}整治。\n', finds: { code: 'E_INVISIBLE' } },
    { title: '韩文填充符', body: '专项\u3164整治。\n', finds: { code: 'E_INVISIBLE', column: 3, count: 1 } },
    { title: '空白的盲文', body: '专项\u2800整治。\n', finds: { code: 'E_INVISIBLE', flagged: '\u2800' } },
    { title: '对象占位符', body: '专项\uFFFC整治。\n', finds: { code: 'E_INVISIBLE', flagged: '\uFFFC', count: 1 } },
    { title: '还没有用的码位', body: '专项\u{E0FFF}整治，专项\uFDD0整治。\n', finds: { code: 'E_INVISIBLE', count: 2 } },
    { title: '叠在汉字上的符号', body: '专\u0301项\u20DD整治。\n', finds: { code: 'E_INVISIBLE', count: 2 } },
    { title: '叠在数字上的符号', body: '86\u0489起。\n', finds: { code: 'E_INVISIBLE', count: 1 } },
    { title: '叠了一摞的符号', body: `专项a${'\u0301'.repeat(9)}整治。\n`, finds: { code: 'E_INVISIBLE', count: 1 } },
    { title: '汉字后面的变体选择符', body: '机\uFE00密。\n', finds: { code: 'E_INVISIBLE', count: 1 } },
    { title: '损坏的字', body: '专项\uFFFD整治。\n', finds: { code: 'E_INVISIBLE' } },
    { title: '控制字符', body: '专项\u0085整治。\n', finds: { code: 'E_INVISIBLE' } },
  ],
};
