import { fold, GAP } from '../item/markdown/folded-text.ts';
import type { TextBlock } from '../item/markdown/readable-text.ts';
import { onceFor } from '../once-for.ts';

/** The texts of many blocks in one, so that one search tells in which of them something may be. */
interface JoinedBlocks {
  /** As they are written, and folded. */
  raw: string;
  text: string;
  /** Where each block begins in the one and in the other; one more for the end. */
  rawStarts: readonly number[];
  starts: readonly number[];
  /** Each character became one (`FoldedText`): none of them is invisible. */
  even: boolean;
}

function startsOf(texts: readonly { length: number }[]): number[] {
  const starts = [0];
  let start = 0;
  for (const { length } of texts) {
    start += length + 1;
    starts.push(start);
  }
  return starts;
}

/** The texts of a list of blocks in one; worked out once. */
export const joinedOf = onceFor((blocks: readonly TextBlock[]): JoinedBlocks => {
  const texts = blocks.map(({ text }) => text);
  const raw = texts.join(GAP);
  const rawStarts = startsOf(texts);
  const { text, even } = fold(raw);
  // Uneven characters fold the same alone as together, but move the starts.
  const starts = even ? rawStarts : startsOf(texts.map((part) => fold(part).text));
  return { raw, text, rawStarts, starts, even };
});

/** The blocks' texts, each folded; worked out once. */
export const foldedTexts = onceFor((blocks: readonly TextBlock[]): readonly string[] => {
  const { text, starts } = joinedOf(blocks);
  return blocks.map((_, index) => text.slice(starts[index], (starts[index + 1] as number) - 1));
});

/** Which block a place of the joined text lies in, or stands right behind. */
export function blockAt(starts: readonly number[], place: number): number {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}
