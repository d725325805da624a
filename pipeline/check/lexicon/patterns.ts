import type { Words } from '../../item/content-problem.ts';
import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { onceFor } from '../../once-for.ts';
import { matchesOf } from '../find.ts';
import type { Report, Severity } from '../rule.ts';
import { type Wrong, withEnds, wrongIn } from './simplified-texts.ts';
import { wordSearch } from './term-scan.ts';

/** A row of a table of wordings: what is looked for, where it is right all the same, and what is said of it. Its examples are in test/. */
export interface PatternRow {
  /** By which the tests name it. */
  id: string;
  /** Global, for folded text in simplified characters; each is only in texts with one of its words, where it has any. */
  wordings: readonly { pattern: RegExp; needed: readonly string[] }[];
  /** It is right behind one of these, a few characters before … */
  behind?: RegExp | undefined;
  /** … or in a sentence with one of these. */
  beside?: RegExp | undefined;
  /** Where it is less grave than its rule. */
  severity?: Severity | undefined;
  words: Words;
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

/** A wording and its row. */
interface Wanted {
  row: PatternRow;
  pattern: RegExp;
}

/** What is found in a folded text, each place by the first that finds it. */
function foundIn(text: string, wanted: readonly Wanted[]): Wrong[] {
  const found: Wrong[] = [];
  for (const { row, pattern } of wanted) {
    for (const { 0: match, index: start } of matchesOf(text, pattern)) {
      const end = start + match.length;
      if (isRight(row, text, start, end) || found.some((before) => start < before.end && before.start < end)) continue;
      found.push({ start, end, words: withEnds(row.words), severity: row.severity });
    }
  }
  return found;
}

/** Of a table the wordings that a text may have: one search for all their words tells it. */
const wantedOf = onceFor((table: readonly PatternRow[]) => {
  const all = table.flatMap((row) => row.wordings.map((wording) => ({ row, ...wording })));
  const byWord = new Map<string, number[]>();
  for (const [index, { needed }] of all.entries()) for (const word of needed) byWord.set(word, [...(byWord.get(word) ?? []), index]);
  const owners = [...byWord.values()];
  const search = wordSearch([...byWord.keys()]);
  return (text: string): Wanted[] => {
    const there = new Set<number>();
    search(text, (word) => {
      for (const index of owners[word] as number[]) there.add(index);
    });
    return all.filter(({ needed }, index) => needed.length === 0 || there.has(index));
  };
});

/** Reports of a table's wordings in the blocks. They say what is wrong, not what stands there. */
export function patternReports(blocks: readonly TextBlock[], table: readonly PatternRow[]): Report[] {
  const wantedIn = wantedOf(table);
  return wrongIn(blocks, (text) => foundIn(text, wantedIn(text)));
}
