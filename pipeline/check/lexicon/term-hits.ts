import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { onceFor } from '../../once-for.ts';
import { type Match, stretchOf } from '../find.ts';
import { blockAt, joinedOf } from '../joined-blocks.ts';
import type { Report } from '../rule.ts';
import { longestOf, type TermScanner, termScanner } from './term-scan.ts';

/** A term found in a block, with the entry of the list that it belongs to. */
export interface FoundTerm<Entry> extends Omit<Match, 'folded'> {
  entry: Entry;
  /** The term as the list has it. */
  term: string;
  block: TextBlock;
  /** Where it begins in the block's text. */
  start: number;
}

/** An entry's terms that are reported, and the phrases that hide them. */
type WordsOf<Entry> = (entry: Entry) => { found: readonly string[]; allowed: readonly string[] };

interface List<Entry> {
  scan: TermScanner;
  /** Of each term of the scanner; no entry for a phrase that is allowed. */
  terms: { entry: Entry | null; term: string }[];
}

const listOf = onceFor(<Entry>(entries: readonly Entry[], wordsOf: WordsOf<Entry>): List<Entry> => {
  const terms = entries.flatMap((entry) => {
    const { found, allowed } = wordsOf(entry);
    return [...found.map((term) => ({ entry, term })), ...allowed.map((term) => ({ entry: null, term }))];
  });
  return { scan: termScanner(terms.map(({ term }) => term)), terms };
});

/**
 * Where a list's terms stand in the blocks, each with the longest term or allowed phrase that covers it.
 * A list is made ready once, however many items are held against it: one list, one `wordsOf`.
 */
export function findTerms<Entry>(blocks: readonly TextBlock[], entries: readonly Entry[], wordsOf: WordsOf<Entry>): FoundTerm<Entry>[] {
  if (entries.length === 0 || blocks.length === 0) return [];
  const { scan, terms } = listOf(entries, wordsOf);
  const { raw, rawStarts } = joinedOf(blocks);
  // What stands between blocks is in no term and keeps words apart.
  return longestOf(scan(raw)).flatMap(({ term: index, start: from, end: to }) => {
    const { entry, term } = terms[index] as (typeof terms)[number];
    if (entry === null) return [];
    const at = blockAt(rawStarts, from);
    const block = blocks[at] as TextBlock;
    const start = from - (rawStarts[at] as number);
    return [{ entry, term, block, start, ...stretchOf(block, start, start + to - from) }];
  });
}

/** Marks that a reader sees between the characters; parts of characters that pass for whole ones are none. */
const MARKS = /\p{P}|(?![\u2E80-\u2FDF])\p{S}/u;

/** A right form, and the wrong ones that are reported. */
export interface Forms {
  right: string;
  wrong: readonly string[];
  allow: readonly string[];
}

/**
 * Wrong forms of right ones, each with what belongs there. The right form hides the wrong ones in it, as an allowed phrase does. What
 * only reads as one when marks are left out (领导/小姐) is none.
 */
export function wrongForms<Entry>(
  blocks: readonly TextBlock[],
  entries: readonly Entry[],
  formsOf: (entry: Entry) => Forms,
  words: (right: string, wrong: string) => Report['words'],
): Report[] {
  const found = findTerms(blocks, entries, (entry) => {
    const { right, wrong, allow } = formsOf(entry);
    return { found: wrong, allowed: [right, ...allow] };
  });
  return found
    .filter(({ flagged, term }) => !MARKS.test(flagged) || MARKS.test(term))
    .map(({ entry, term, block, flagged, span, where }) => {
      const { right } = formsOf(entry);
      const report: Report = { flagged, span, where, words: words(right, term) };
      return block.paragraph === 0 ? report : { ...report, replacement: right };
    });
}
