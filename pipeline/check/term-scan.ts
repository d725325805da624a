import { foldedTerm, termFolder } from '../item/term-fold.ts';

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

/** A set of hashes, one bit each; it may say yes to another one, never no to its own. */
interface Bits {
  words: Uint32Array;
  shift: number;
}

function bitsOf(hashes: readonly number[]): Bits {
  let size = 12;
  while (1 << size < hashes.length * 64 && size < 22) size += 1;
  const bits = { words: new Uint32Array(1 << (size - 5)), shift: 32 - size };
  for (const mixed of hashes) {
    const bit = mixed >>> bits.shift;
    bits.words[bit >>> 5] = (bits.words[bit >>> 5] as number) | (1 << (bit & 31));
  }
  return bits;
}

function has({ words, shift }: Bits, mixed: number): boolean {
  const bit = mixed >>> shift;
  return (((words[bit >>> 5] as number) >>> (bit & 31)) & 1) === 1;
}

function hash(a: number, b: number): number {
  return Math.imul(Math.imul(a, 0x9e3779b1) ^ b, 0x85ebca6b);
}

/** A trie in one open-addressed table: what follows a node by which unit. `ends` says which word a node ends, by its number from 1. */
interface Trie {
  nodes: Int32Array;
  units: Uint16Array;
  targets: Int32Array;
  mask: number;
  ends: Int32Array;
}

function slotOf({ nodes, units, targets, mask }: Trie, node: number, unit: number): number {
  const mixed = hash(node + 1, unit);
  let slot = (mixed ^ (mixed >>> 15)) & mask;
  while (targets[slot] !== 0 && (nodes[slot] !== node || units[slot] !== unit)) slot = (slot + 1) & mask;
  return slot;
}

function trieOf(words: readonly string[]): Trie {
  const edges = words.reduce((sum, { length }) => sum + length, 1);
  let size = 16;
  while (size < edges * 2) size *= 2;
  const trie = { nodes: new Int32Array(size), units: new Uint16Array(size), targets: new Int32Array(size), mask: size - 1 };
  const ends = new Int32Array(edges + 1);
  let last = 0;
  for (const [index, word] of words.entries()) {
    let node = 0;
    for (let at = 0; at < word.length; at += 1) {
      const unit = word.charCodeAt(at);
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
 * Makes a scanner of a list of terms, blind to width, case, traditional characters, look-alikes, and separators between the characters
 * (`foldedTerm`). Words of letters and digits must stand alone. A term that folds to nothing is never found.
 */
export function termScanner(terms: readonly string[]): TermScanner {
  const byWord = wordsOf(terms);
  const words = [...byWord.keys()];
  const owners = [...byWord.values()];
  const longer = words.filter(({ length }) => length > 1);
  const pairOf = (word: string): number => hash(word.charCodeAt(0), word.charCodeAt(1));
  const pairs = bitsOf(longer.map(pairOf));
  const twos = bitsOf(longer.filter(({ length }) => length === 2).map(pairOf));
  const threes = bitsOf(longer.filter(({ length }) => length > 2).map((word) => hash(pairOf(word), word.charCodeAt(2))));
  const trie = trieOf(words);
  const { nodes, units: edges, targets, mask, ends } = trie;
  const single = new Int32Array(longer.length === words.length ? 0 : 0x10000);
  for (const [index, word] of words.entries()) if (word.length === 1) single[word.charCodeAt(0)] = index + 1;
  const fold = termFolder();

  return (text) => {
    const hits: TermHit[] = [];
    const { units, starts, length } = fold(text);
    const add = (word: number, from: number, to: number): void => {
      const start = starts[from] as number;
      const last = starts[to - 1] as number;
      const end = last + ((text.codePointAt(last) as number) > 0xffff ? 2 : 1);
      if (isLatin(units[from] as number) && start > 0 && LATIN_AROUND.test(text.charAt(start - 1))) return;
      if (isLatin(units[to - 1] as number) && LATIN_AROUND.test(text.charAt(end))) return;
      for (const term of owners[word] as number[]) hits.push({ term, start, end });
    };
    const walk = (from: number): void => {
      let node = 0;
      for (let at = from; at < length; at += 1) {
        const unit = units[at] as number;
        const mixed = hash(node + 1, unit);
        let slot = (mixed ^ (mixed >>> 15)) & mask;
        while (targets[slot] !== 0 && (nodes[slot] !== node || edges[slot] !== unit)) slot = (slot + 1) & mask;
        node = targets[slot] as number;
        if (node === 0) return;
        const word = ends[node] as number;
        if (word > 0 && at > from) add(word - 1, from, at + 1);
      }
    };
    let before = 0;
    for (let at = 0; at < length; at += 1) {
      const unit = units[at] as number;
      const pair = hash(before, unit);
      before = unit;
      // Few pairs begin a term; of those that do, few go on as one does.
      if (has(pairs, pair) && at > 0) {
        const goesOn = at + 1 < length && has(threes, hash(pair, units[at + 1] as number));
        if (goesOn || has(twos, pair)) walk(at - 1);
      }
      if (single.length > 0 && single[unit] !== 0) add((single[unit] as number) - 1, at, at + 1);
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
