import type { Words } from '../item/content-problem.ts';
import { fold } from '../item/markdown/folded-text.ts';
import type { TextBlock } from '../item/markdown/readable-text.ts';
import { simplifiedHan } from '../item/markdown/term-fold.ts';
import { onceFor } from '../once-for.ts';
import { stretchOf } from './find.ts';
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

/** A warning where a text says nearly what belongs there. Whoever means it writes a waiver. */
export function nearly(start: number, end: number, problem: string, right: string, fix = `改为${right}`): Wrong {
  const words = { problem, expected: `${right}。`, fix: `${fix}。没有写错的，写豁免并说明理由（8 字以上）。` };
  return { start, end, severity: 'warning', words: () => words };
}

/** Reports of what is wrong in each of the texts. */
export function wrongIn(blocks: readonly TextBlock[], find: (text: string, index: number) => readonly Wrong[]): Report[] {
  const reports: Report[] = [];
  for (const [index, text] of simplifiedTexts(blocks).entries()) {
    const wrong = find(text, index);
    if (wrong.length === 0) continue;
    const block = blocks[index] as TextBlock;
    const { original } = fold(block.text);
    for (const { start, end, words, severity } of wrong) {
      const stretch = stretchOf(block, ...original(start, end));
      reports.push({ ...stretch, ...(severity === undefined ? {} : { severity }), words: words(stretch.flagged) });
    }
  }
  return reports;
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
