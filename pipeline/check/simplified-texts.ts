import type { Words } from '../item/content-problem.ts';
import type { TextBlock } from '../item/markdown/readable-text.ts';
import { simplifiedHan } from '../item/markdown/term-fold.ts';
import { onceFor } from '../once-for.ts';
import { foldedStretch } from './find.ts';
import { foldedTexts } from './joined-blocks.ts';
import type { Report, Severity } from './rule.ts';

/** The blocks' texts, folded and in simplified characters: one for one with those that are only folded. */
export const simplifiedTexts = onceFor((blocks: readonly TextBlock[]): string[] => foldedTexts(blocks).map(simplifiedHan));

/** What is wrong in such a text, and what is said of it, to whom it matters by what is written there. */
export interface Wrong {
  start: number;
  end: number;
  words: (flagged: string) => Words;
  severity?: Severity | undefined;
}

/** Reports of what is wrong in each of the texts. */
export function wrongIn(blocks: readonly TextBlock[], find: (text: string, index: number) => Iterable<Wrong>): Report[] {
  return simplifiedTexts(blocks).flatMap((text, index) =>
    Array.from(find(text, index), ({ start, end, words, severity }): Report => {
      const stretch = foldedStretch(blocks[index] as TextBlock, start, end);
      return { ...stretch, ...(severity === undefined ? {} : { severity }), words: words(stretch.flagged) };
    }),
  );
}

/** From so many characters on the first and the last don't tell what stands there. */
const HIDDEN = 4;

/** What is said of wording that isn't shown, with where it begins and ends: whoever waives it has to copy it. */
export const withEnds =
  (words: Words) =>
  (flagged: string): Words => {
    const characters = [...flagged];
    if (characters.length < HIDDEN) return words;
    const ends = `从“${characters[0]}”到“${characters.at(-1)}”，共 ${characters.length} 个字`;
    return { ...words, problem: words.problem.replace(/(）?)。?$/, (_, bracket) => (bracket === '' ? `（${ends}）。` : `，${ends}）。`)) };
  };
