import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { onceFor } from '../../once-for.ts';
import { hasTwice, matchesOf, toldOnce } from '../find.ts';
import type { Report } from '../rule.ts';
import { simplifiedTexts, type Wrong, withEnds, wrongIn } from '../simplified-texts.ts';
import { searchOf } from './needed-words.ts';
import { MOTTOES, type PatternRow, type PatternTable, SLOGANS, SOVEREIGNTY, TABLES } from './pattern-tables.ts';

/** How far back `behind` looks. */
const BEHIND = 16;
const STOP = /[。！？!?;；\n]/;
/** How far around a stretch its sentence is looked at: a text may have no stop. */
const LONGEST_SENTENCE = 300;
/** What says of a quotation, right before or behind it, that it was written wrongly. */
const WRONGLY = /误[写将把][“"]$/;
const IS_WRONG = /^[”"],?(?:是|属于?)?错误(?:用语|表述|说法|写法)/;
/** A question to a spokesman, who is told what others call a place. */
const ASKED = /(?:有何|持何)(?:评论|回应|看法|立场)|如何(?:回应|评论)/;

/** The sentence around a stretch of a text. */
function sentenceAround(text: string, start: number, end: number): string {
  const before = text.slice(Math.max(0, start - LONGEST_SENTENCE), start);
  return before.split(STOP).at(-1) + text.slice(start, end) + text.slice(end, end + LONGEST_SENTENCE).split(STOP, 1)[0];
}

/** Whether what stands before a stretch of a text, or in its sentence, makes right what a row says of it. */
export function isRight({ behind, beside }: PatternRow, text: string, start: number, end: number): boolean {
  if (behind?.test(text.slice(Math.max(0, start - BEHIND), start))) return true;
  return beside?.test(sentenceAround(text, start, end)) === true;
}

/** Whether a text quotes a stretch to say that it is wrong, or to ask about it; slogans aren't quoted even so. */
const isCorrected = (table: PatternTable, text: string, start: number, end: number): boolean =>
  (table !== SLOGANS && (WRONGLY.test(text.slice(Math.max(0, start - 4), start)) || IS_WRONG.test(text.slice(end, end + 10)))) ||
  (table === SOVEREIGNTY &&
    /[“"]$/.test(text.slice(0, start)) &&
    /^[”"]/.test(text.slice(end)) &&
    ASKED.test(sentenceAround(text, start, end)));

/** The wordings that each of the texts may have, of whatever table, with their rows. */
const searchIn = onceFor((tables: typeof TABLES) =>
  searchOf(tables.flat().flatMap((row) => row.wordings.map(({ pattern, needed }) => ({ row, pattern, needed: needed() })))),
);
const wordingsThere = onceFor((texts: readonly string[]) => texts.map(searchIn(TABLES)));

/** Reports of a table's wordings in the blocks, each place by the first that finds it. They say what is wrong, not what stands there. */
export function patternReports(blocks: readonly TextBlock[], table: PatternTable): Report[] {
  const there = wordingsThere(simplifiedTexts(blocks));
  const rows = new Set(table);
  return wrongIn(blocks, (text, index) => {
    const found: Wrong[] = [];
    for (const { row, pattern } of there[index] ?? []) {
      if (!rows.has(row) || (row.twice && !hasTwice(text))) continue;
      for (const { 0: match, index: start } of matchesOf(text, pattern)) {
        const end = start + match.length;
        if (
          isRight(row, text, start, end) ||
          isCorrected(table, text, start, end) ||
          found.some((before) => start < before.end && before.start < end)
        )
          continue;
        found.push({ start, end, words: withEnds(row.words), severity: row.severity });
      }
    }
    return found;
  });
}

/** Slogans and mottoes in the blocks, each place told once, by the gravest; looked for once, however many rules ask. */
export const sloganReports = onceFor((blocks: readonly TextBlock[]): readonly Report[] =>
  toldOnce(
    [...patternReports(blocks, SLOGANS), ...patternReports(blocks, MOTTOES)].sort(
      (one, other) => Number(one.severity !== undefined) - Number(other.severity !== undefined),
    ),
  ),
);
