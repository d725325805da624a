import { foldedTerm, stringOf, termText } from '../../item/markdown/term-fold.ts';
import { enter, lastOf, numberOf, numberTable } from './number-table.ts';

/** A term found in a text: which one, and from where to where it stands in the text as it was written. */
export interface TermHit {
  term: number;
  start: number;
  end: number;
}

/** Finds all terms in a text, overlapping ones too, by their starts, the shorter first. */
export type TermScanner = (text: string) => TermHit[];

/** A letter or digit of ASCII: `SM` isn't found in `Smoking`. */
const LATIN = /^[0-9a-z]$/;
const LATIN_AROUND = /[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]/;

/** The terms by what they fold to: all folded at once, unless one has the end of a line in it. */
function wordsOf(terms: readonly string[]): Map<string, number[]> {
  const words = new Map<string, number[]>();
  const together = foldedTerm(terms.join('\n')).split('\n');
  for (const [term, text] of terms.entries()) {
    const word = together.length === terms.length ? (together[term] as string) : foldedTerm(text);
    if (word === '') continue;
    const same = words.get(word);
    if (same) same.push(term);
    else words.set(word, [term]);
  }
  return words;
}

/** Makes a search for words, none of which is empty, entered by their first two characters or the only one. */
export function wordSearch(words: readonly string[]): (text: string) => { word: number; at: number }[] {
  const table = numberTable(words.length);
  for (const [index, word] of words.entries()) enter(table, numberOf(word.charCodeAt(0), word.charCodeAt(1) || 0), index);
  return (text) => {
    const hits: { word: number; at: number }[] = [];
    const look = (number: number, at: number): void => {
      for (let word = lastOf(table, number); word >= 0; word = table.next[word] as number) {
        if (text.startsWith(words[word] as string, at)) hits.push({ word, at });
      }
    };
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      look(numberOf(unit, 0), at);
      if (at + 1 < text.length) look(numberOf(unit, text.charCodeAt(at + 1)), at);
    }
    return hits;
  };
}

/**
 * Makes a scanner of a list of terms, blind to width, case, traditional characters, look-alikes, and separators between the characters
 * (`foldedTerm`). Words of letters and digits must stand alone. A term that folds to nothing is never found.
 */
export function termScanner(terms: readonly string[]): TermScanner {
  const byWord = wordsOf(terms);
  const words = [...byWord.keys()];
  const owners = [...byWord.values()];
  const search = wordSearch(words);
  return (text) => {
    const { units, starts } = termText(text);
    const hits: TermHit[] = [];
    for (const { word: index, at } of search(stringOf(units))) {
      const word = words[index] as string;
      const start = starts[at] as number;
      const last = starts[at + word.length - 1] as number;
      const end = last + ((text.codePointAt(last) as number) > 0xffff ? 2 : 1);
      if (LATIN.test(word.charAt(0)) && LATIN_AROUND.test(text.charAt(start - 1))) continue;
      if (LATIN.test(word.charAt(word.length - 1)) && LATIN_AROUND.test(text.charAt(end))) continue;
      for (const term of owners[index] as number[]) hits.push({ term, start, end });
    }
    return hits.sort((a, b) => a.start - b.start || a.end - b.end || a.term - b.term);
  };
}

/** Of hits that lie in longer ones, the longer alone: an allowed phrase hides the terms in it, a longer term the shorter. */
export function longestOf<Hit extends { start: number; end: number }>(hits: readonly Hit[]): Hit[] {
  let farthest = { start: -1, end: -1 };
  return hits
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
    .filter((hit) => {
      const hidden = hit.end <= farthest.end && (hit.start !== farthest.start || hit.end !== farthest.end);
      if (!hidden) farthest = hit;
      return !hidden;
    });
}
