import type { Report, Rule } from '../rule.ts';

const BIDI = /[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/u;
/** Format characters, soft hyphens, tags, variation selectors of no use here, private use, the sign of a lost character. */
const HIDDEN = /\p{Cf}|\p{Co}|\u034F|[\u{E0100}-\u{E01EF}]|\uFFFD/gu;
const NAMES: Record<string, string> = { '\u200B': '零宽空格', '\u00AD': '软连字符', '\uFEFF': 'BOM 标记', '\uFFFD': '已损坏的字' };

/** No characters that a reviewer can't see: they split words, turn the reading order, or were lost on the way (A6 30, 31). */
export const invisible: Rule = {
  id: 'text/invisible',
  asks: '没有读者看不见的字符。',
  severity: 'error',
  article: '第九条',
  waivable: false,
  check: ({ blocks }) =>
    blocks.flatMap((block) =>
      [...block.text.matchAll(HIDDEN)].map((match): Report => {
        const bidi = BIDI.test(match[0]);
        const name = bidi ? '改变文字方向的控制符' : (NAMES[match[0]] ?? '看不见的字符');
        const code = `U+${(match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
        return {
          code: bidi ? 'E_BIDI' : 'E_INVISIBLE',
          span: block.span(match.index, match.index + match[0].length),
          where: block.label,
          words: { problem: `有${name}（${code}）。`, expected: '只有读者看得见的字。', fix: '删去光标处的字符，或重新粘贴纯文字。' },
        };
      }),
    ),
  good: [{ title: '普通文字和标点', body: '“专项整治”——成效明显……\n' }],
  bad: [
    { title: '零宽空格', body: '专项\u200B整治。\n', finds: { code: 'E_INVISIBLE', line: 13, column: 3 } },
    { title: '倒转方向', body: '专项\u202E整治。\n', finds: { code: 'E_BIDI' } },
    { title: '标题里的软连字符', frontMatter: { title: '专项\u00AD整治' }, finds: { code: 'E_INVISIBLE', line: 2 } },
    { title: '标签字符', body: '专项\u{E0041}整治。\n', finds: { code: 'E_INVISIBLE' } },
    { title: '损坏的字', body: '专项\uFFFD整治。\n', finds: { code: 'E_INVISIBLE' } },
  ],
};
