import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { onceFor } from '../../once-for.ts';
import { matchesOf } from '../find.ts';
import type { Report } from '../rule.ts';
import { simplifiedTexts, type Wrong, withEnds, wrongIn } from '../simplified-texts.ts';
import { type PatternRow, type PatternTable, TABLES, type Wording } from './pattern-tables.ts';
import { wordSearch } from './term-scan.ts';

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

/** The search for the words of all tables, of which each tells wordings that a text may have. */
const searchOf = onceFor((tables: readonly PatternTable[]) => {
  const byWord = new Map<string, Wording[]>();
  for (const wording of tables.flat().flatMap(({ wordings }) => wordings))
    for (const word of wording.needed) byWord.set(word, [...(byWord.get(word) ?? []), wording]);
  const owners = [...byWord.values()];
  const search = wordSearch([...byWord.keys()]);
  return (text: string): ReadonlySet<Wording> => {
    const there = new Set<Wording>();
    search(text, (word) => {
      for (const wording of owners[word] as Wording[]) there.add(wording);
    });
    return there;
  };
});

/** The wordings that each of the texts may have, of whatever table. */
const wordingsThere = onceFor((texts: readonly string[]) => {
  const each = texts.map(searchOf(TABLES));
  return { each, all: new Set(each.flatMap((there) => [...there])) };
});

/** Reports of a table's wordings in the blocks, each place by the first that finds it. They say what is wrong, not what stands there. */
export function patternReports(blocks: readonly TextBlock[], table: PatternTable): Report[] {
  const { each, all } = wordingsThere(simplifiedTexts(blocks));
  const isIn = (there: ReadonlySet<Wording>, wording: Wording) => wording.needed.length === 0 || there.has(wording);
  const wanted = table.flatMap((row) => row.wordings.flatMap((wording) => (isIn(all, wording) ? [{ row, wording }] : [])));
  return wrongIn(blocks, (text, index) => {
    const found: Wrong[] = [];
    for (const { row, wording } of wanted) {
      if (!isIn(each[index] as ReadonlySet<Wording>, wording)) continue;
      for (const { 0: match, index: start } of matchesOf(text, wording.pattern)) {
        const end = start + match.length;
        if (isRight(row, text, start, end) || found.some((before) => start < before.end && before.start < end)) continue;
        found.push({ start, end, words: withEnds(row.words), severity: row.severity });
      }
    }
    return found;
  });
}
