let words: Intl.Segmenter | undefined;

/** The words that a text falls into. */
export function wordsOf(text: string): string[] {
  words ??= new Intl.Segmenter('zh', { granularity: 'word' });
  return Array.from(words.segment(text), ({ segment }) => segment);
}

const AROUND = 10;

/** The Chinese text right before a place, and right behind another. */
export const chineseAround = (text: string, before: number, behind: number, reach = AROUND): readonly [left: string, right: string] => [
  /[\u4e00-\u9fff]{0,10}$/.exec(text.slice(Math.max(0, before - AROUND), before))?.[0] ?? '',
  /^[\u4e00-\u9fff]*/.exec(text.slice(behind, behind + reach))?.[0] ?? '',
];
