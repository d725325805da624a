import { foldedTerm, foldTable, RARE, SKIPPED, stringOf, termFolder } from '../../item/markdown/term-fold.ts';

/** A term found in a text: which one, and from where to where it stands in the text as it was written. */
export interface TermHit {
  term: number;
  start: number;
  end: number;
}

/** Finds all terms in a text, overlapping ones too, by their starts, the shorter first. */
export type TermScanner = (text: string) => TermHit[];

/** A letter or digit of ASCII: `SM` isn't found in `Smoking`. */
const isLatin = (unit: number): boolean => (unit >= 0x30 && unit <= 0x39) || (unit >= 0x61 && unit <= 0x7a);
const LATIN_AROUND = /[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]/;

/** A trie in one open-addressed table: what follows a node by which unit. `ends` says which word a node ends, by its number from 1. */
interface Trie {
  nodes: Int32Array;
  units: Uint16Array;
  targets: Int32Array;
  mask: number;
  ends: Int32Array;
}

function hash(a: number, b: number): number {
  return Math.imul(Math.imul(a, 0x9e3779b1) ^ b, 0x85ebca6b);
}

function slotOf({ nodes, units, targets, mask }: Trie, node: number, unit: number): number {
  const mixed = hash(node + 1, unit);
  let slot = (mixed ^ (mixed >>> 15)) & mask;
  while (targets[slot] !== 0 && (nodes[slot] !== node || units[slot] !== unit)) slot = (slot + 1) & mask;
  return slot;
}

function trieOf(words: readonly Uint16Array[]): Trie {
  const edges = words.reduce((sum, { length }) => sum + length, 1);
  let size = 16;
  while (size < edges * 2) size *= 2;
  const trie = { nodes: new Int32Array(size), units: new Uint16Array(size), targets: new Int32Array(size), mask: size - 1 };
  const ends = new Int32Array(edges + 1);
  let last = 0;
  for (const [index, word] of words.entries()) {
    let node = 0;
    for (let at = 0; at < word.length; at += 1) {
      const unit = word[at] as number;
      const slot = slotOf({ ...trie, ends }, node, unit);
      if (trie.targets[slot] === 0) {
        last += 1;
        trie.nodes[slot] = node;
        trie.units[slot] = unit;
        trie.targets[slot] = last;
      }
      node = trie.targets[slot] as number;
    }
    ends[node] = index + 1;
  }
  return { ...trie, ends };
}

/** The terms by what they fold to. */
function wordsOf(terms: readonly string[]): Map<string, number[]> {
  const words = new Map<string, number[]>();
  for (const [term, text] of terms.entries()) {
    const word = foldedTerm(text);
    if (word === '') continue;
    const same = words.get(word);
    if (same) same.push(term);
    else words.set(word, [term]);
  }
  return words;
}

/**
 * What a unit of a text is to a scanner: left out, to be looked at closer, or in no term. Every other number is a character of some term.
 */
const SKIP = 0;
const CLOSER = 1;
const NOWHERE = 2;

/** The characters of all terms, numbered, and what each UTF-16 unit is among them. */
interface Alphabet {
  size: number;
  /** By unit of a text as it is written, and by unit of a folded one. */
  numbers: Uint16Array;
  folded: Uint16Array;
  spelt: (word: string) => Uint16Array;
}

function alphabetOf(words: readonly string[]): Alphabet {
  const known = new Map<number, number>();
  const spelt = (word: string): Uint16Array =>
    Uint16Array.from({ length: word.length }, (_, at) => {
      const unit = word.charCodeAt(at);
      const number = known.get(unit) ?? known.size + NOWHERE + 1;
      known.set(unit, number);
      return number;
    });
  for (const word of words) spelt(word);
  const numbers = foldTable().map((form) => (form === SKIPPED ? SKIP : form === RARE ? CLOSER : (known.get(form) ?? NOWHERE)));
  const folded = new Uint16Array(numbers.length).fill(NOWHERE);
  for (const [unit, number] of known) folded[unit] = number;
  return { size: known.size + NOWHERE + 1, numbers, folded, spelt };
}

/** One bit for each pair of characters that begins a term. */
function pairsOf(words: readonly Uint16Array[], size: number): Uint32Array {
  const bits = new Uint32Array((size * size + 31) >>> 5);
  for (const [first, second] of words) {
    if (first === undefined || second === undefined) continue;
    const bit = first * size + second;
    bits[bit >>> 5] = (bits[bit >>> 5] as number) | (1 << (bit & 31));
  }
  return bits;
}

/** Characters outside the first plane that fold to nothing (emoji, variation selectors), as they are met. */
const leftOut = new Map<number, boolean>();

function isLeftOut(point: number): boolean {
  const known = leftOut.get(point) ?? foldedTerm(String.fromCodePoint(point)) === '';
  leftOut.set(point, known);
  return known;
}

/**
 * Makes a scanner of a list of terms, blind to width, case, traditional characters, look-alikes, and separators between the characters
 * (`foldedTerm`). Words of letters and digits must stand alone. A term that folds to nothing is never found.
 */
export function termScanner(terms: readonly string[]): TermScanner {
  const byWord = wordsOf(terms);
  const owners = [...byWord.values()];
  const spellings = [...byWord.keys()];
  const { size, numbers: written, folded, spelt } = alphabetOf(spellings);
  const words = spellings.map(spelt);
  const pairs = pairsOf(words, size);
  const begins = new Uint8Array(size);
  for (const [first] of words) if (first !== undefined) begins[first] = 1;
  const { nodes, units: edges, targets, mask, ends } = trieOf(words);
  const single = new Int32Array(words.some(({ length }) => length === 1) ? size : 0);
  for (const [index, word] of words.entries()) if (word.length === 1) single[word[0] as number] = index + 1;
  const fold = termFolder();

  /** All hits by places of `source`; `null` where a character of it folds to several (㎡) and the whole has to be folded first. */
  const hitsIn = (source: string, numbers: Uint16Array): { word: number; from: number; last: number }[] | null => {
    const hits: { word: number; from: number; last: number }[] = [];
    const { length } = source;
    const walk = (from: number): boolean => {
      let node = 0;
      for (let at = from; at < length; at += 1) {
        const number = numbers[source.charCodeAt(at)] as number;
        if (number === SKIP) continue;
        if (number === NOWHERE) return true;
        if (number === CLOSER) {
          const point = source.codePointAt(at) as number;
          if (!isLeftOut(point)) return false;
          if (point > 0xffff) at += 1;
          continue;
        }
        const mixed = hash(node + 1, number);
        let slot = (mixed ^ (mixed >>> 15)) & mask;
        while (targets[slot] !== 0 && (nodes[slot] !== node || edges[slot] !== number)) slot = (slot + 1) & mask;
        node = targets[slot] as number;
        if (node === 0) return true;
        const word = ends[node] as number;
        if (word > 0 && at > from) hits.push({ word: word - 1, from, last: at });
      }
      return true;
    };
    let before = NOWHERE;
    let place = 0;
    for (let at = 0; at < length; at += 1) {
      const number = numbers[source.charCodeAt(at)] as number;
      if (number === SKIP) continue;
      if (number === CLOSER) {
        const point = source.codePointAt(at) as number;
        if (!isLeftOut(point)) return null;
        if (point > 0xffff) at += 1;
        continue;
      }
      if (number !== NOWHERE && begins[before] === 1) {
        const bit = before * size + number;
        if (((pairs[bit >>> 5] as number) >>> (bit & 31)) & 1 && !walk(place)) return null;
      }
      if (single.length > 0 && single[number] !== 0) hits.push({ word: (single[number] as number) - 1, from: at, last: at });
      before = number;
      place = at;
    }
    return hits;
  };

  return (text) => {
    let starts: Int32Array | null = null;
    let found = hitsIn(text, written);
    if (found === null) {
      const whole = fold(text);
      starts = whole.starts;
      found = hitsIn(stringOf(whole), folded) ?? [];
    }
    const hits: TermHit[] = [];
    for (const { word, from, last } of found) {
      const start = starts === null ? from : (starts[from] as number);
      const lastStart = starts === null ? last : (starts[last] as number);
      const end = lastStart + ((text.codePointAt(lastStart) as number) > 0xffff ? 2 : 1);
      const spelling = spellings[word] as string;
      if (isLatin(spelling.charCodeAt(0)) && start > 0 && LATIN_AROUND.test(text.charAt(start - 1))) continue;
      if (isLatin(spelling.charCodeAt(spelling.length - 1)) && LATIN_AROUND.test(text.charAt(end))) continue;
      for (const term of owners[word] as number[]) hits.push({ term, start, end });
    }
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
