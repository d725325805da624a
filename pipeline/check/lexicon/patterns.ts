import type { Words } from '../../item/content-problem.ts';
import { GAP } from '../../item/markdown/folded-text.ts';
import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { simplifiedHan } from '../../item/markdown/term-fold.ts';
import { onceFor } from '../../once-for.ts';
import { foldedStretch, matchesOf, mayBeIn } from '../find.ts';
import { foldedTexts } from '../joined-blocks.ts';
import type { Report, Severity } from '../rule.ts';

/** A row of a table of wordings: what is looked for, where it is right all the same, and what is said of it. Its examples are in test/. */
export interface PatternRow {
  /** By which the tests name it. */
  id: string;
  /** Global, for folded text in simplified characters. */
  pattern: RegExp;
  /** It is right behind one of these, a few characters before … */
  behind?: RegExp | undefined;
  /** … or in a sentence with one of these. */
  beside?: RegExp | undefined;
  /** Where it is less grave than its rule. */
  severity?: Severity | undefined;
  words: Words;
}

/** A table of wordings, and words without one of which nothing of it is in a text. */
export interface PatternTable {
  hint: RegExp;
  rows: readonly PatternRow[];
}

/** How far back `behind` looks. */
const BEHIND = 16;
const STOP = /[。！？!?;；\n]/;

/** The sentence around a stretch of a text. */
function sentenceAround(text: string, start: number, end: number): string {
  let from = start;
  while (from > 0 && !STOP.test(text.charAt(from - 1))) from -= 1;
  let to = end;
  while (to < text.length && !STOP.test(text.charAt(to))) to += 1;
  return text.slice(from, to);
}

/** Whether what stands before a stretch of a text, or in its sentence, makes right what a row says of it. */
export function isRight({ behind, beside }: PatternRow, text: string, start: number, end: number): boolean {
  if (behind?.test(text.slice(Math.max(0, start - BEHIND), start))) return true;
  return beside?.test(sentenceAround(text, start, end)) === true;
}

/** What a table finds in a folded text, each place by the first row that finds it. */
function* foundIn(text: string, rows: readonly PatternRow[]): Generator<{ row: PatternRow; start: number; end: number }> {
  const told: [start: number, end: number][] = [];
  for (const row of rows) {
    for (const { 0: match, index: start } of matchesOf(text, row.pattern)) {
      const end = start + match.length;
      if (isRight(row, text, start, end) || told.some(([from, to]) => start < to && from < end)) continue;
      told.push([start, end]);
      yield { row, start, end };
    }
  }
}

/** The blocks' texts, folded and in simplified characters: one for one with those that are only folded. */
export const simplifiedTexts = onceFor((blocks: readonly TextBlock[]): string[] => foldedTexts(blocks).map(simplifiedHan));

/** From so many characters on the first and the last don't tell what stands there. */
const HIDDEN = 4;

/** What is said of wording that isn't shown, with where it begins and ends: whoever waives it has to copy it. */
export function withEnds(words: Words, flagged: string): Words {
  const characters = [...flagged];
  if (characters.length < HIDDEN) return words;
  const ends = `从“${characters[0]}”到“${characters.at(-1)}”，共 ${characters.length} 个字`;
  return { ...words, problem: words.problem.replace(/(）?)。?$/, (_, bracket) => (bracket === '' ? `（${ends}）。` : `，${ends}）。`)) };
}

/** The rows of a table that may find something in blocks: what one search of all their texts tells. */
function rowsFor(texts: readonly string[], { hint, rows }: PatternTable): readonly PatternRow[] {
  const all = texts.join(GAP);
  return hint.test(all) ? rows.filter(({ pattern }) => mayBeIn(all, pattern)) : [];
}

/** Reports of a table's wordings in the blocks. They say what is wrong, not what stands there. */
export function patternReports(blocks: readonly TextBlock[], table: PatternTable): Report[] {
  const texts = simplifiedTexts(blocks);
  const rows = rowsFor(texts, table);
  return texts.flatMap((text, index) => {
    if (rows.length === 0 || !table.hint.test(text)) return [];
    const block = blocks[index] as TextBlock;
    return [...foundIn(text, rows)].map(({ row: { words, severity }, start, end }) => {
      const stretch = foldedStretch(block, start, end);
      return { ...stretch, ...(severity === undefined ? {} : { severity }), words: withEnds(words, stretch.flagged) };
    });
  });
}
