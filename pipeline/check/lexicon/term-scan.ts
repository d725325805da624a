import { foldedTerm, stringOf, termText } from '../../item/markdown/term-fold.ts';

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

/** The number of the two characters that a word begins with; others may have the same. */
const pairOf = (first: number, second: number): number => {
  const mixed = Math.imul(Math.imul(first, 0x9e3779b1) ^ second, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
};

/** Gives each word that stands in a text, with its place there. */
type WordSearch = (text: string, hit: (word: number, at: number) => void) => void;

/** Makes a search of words: tables have the word of each single character, the first of two characters' number, and the one after each word. */
export function wordSearch(words: readonly string[]): WordSearch {
  let size = 1024;
  while (size < words.length * 8) size *= 2;
  const single = new Int32Array(0x10000).fill(-1);
  const heads = new Int32Array(size).fill(-1);
  const after = new Int32Array(words.length);
  for (const [index, word] of words.entries()) {
    if (word.length === 1) single[word.charCodeAt(0)] = index;
    else {
      const slot = pairOf(word.charCodeAt(0), word.charCodeAt(1)) & (size - 1);
      after[index] = heads[slot] as number;
      heads[slot] = index;
    }
  }
  return (text, hit) => {
    let unit = text.charCodeAt(0);
    for (let at = 0; at < text.length; at += 1) {
      const one = single[unit] as number;
      if (one >= 0) hit(one, at);
      const next = text.charCodeAt(at + 1);
      for (let word = heads[pairOf(unit, next) & (size - 1)] as number; word >= 0; word = after[word] as number) {
        if (text.startsWith(words[word] as string, at)) hit(word, at);
      }
      unit = next;
    }
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
    search(stringOf(units), (index, at) => {
      const word = words[index] as string;
      const start = starts[at] as number;
      const last = starts[at + word.length - 1] as number;
      const end = last + ((text.codePointAt(last) as number) > 0xffff ? 2 : 1);
      if (LATIN.test(word.charAt(0)) && LATIN_AROUND.test(text.charAt(start - 1))) return;
      if (LATIN.test(word.charAt(word.length - 1)) && LATIN_AROUND.test(text.charAt(end))) return;
      for (const term of owners[index] as number[]) hits.push({ term, start, end });
    });
    return hits.sort((a, b) => a.start - b.start || a.end - b.end || a.term - b.term);
  };
}

/** Of hits that lie in longer ones, the longer alone: an allowed phrase hides the terms in it, a longer term the shorter. */
export function longestOf(hits: readonly TermHit[]): TermHit[] {
  let farthest = { start: -1, end: -1 };
  return hits
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
    .filter((hit) => {
      const hidden = hit.end <= farthest.end && (hit.start !== farthest.start || hit.end !== farthest.end);
      if (!hidden) farthest = hit;
      return !hidden;
    });
}
