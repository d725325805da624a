import { stringOf } from '../../item/markdown/term-fold.ts';
import { compared, type Found } from './one-slip.ts';
import { type Plain, plainOf } from './plain-text.ts';

/** What a text has of one of the index's words. */
export interface Likeness extends Found {
  word: number;
}

/** Words, and where a text may have one of them. Plain tables: they are made at every start. */
export interface PhraseIndex {
  /** The words as they are looked for, each with a line's end behind it, and the same backwards. */
  text: string;
  turnedText: string;
  units: Uint16Array;
  /** Where each word begins, and where one more would. */
  starts: Int32Array;
  /** The first anchor of each number of a key, and the one after each anchor; -1 for none. */
  heads: Int32Array;
  next: Int32Array;
  /** The number of each anchor's key, and where it stands in its word. */
  keys: Int32Array;
  places: Uint16Array;
}

/** Two units, three, two with any between them, or two that have changed places, side by side or with one between them. */
type Kind = 'pair' | 'three' | 'around' | 'swapped' | 'crossed';

/** What a text still has of a word with one slip: in which part of the word, and whether the rest is compared back from its end. */
interface Anchor {
  kind: Kind;
  from: number;
  to: number;
  back: boolean;
}

const OF_SHORTEST: readonly Anchor[] = [
  { kind: 'pair', from: 0, to: 2, back: false },
  { kind: 'pair', from: 1, to: 3, back: true },
  { kind: 'around', from: 0, to: 3, back: false },
  { kind: 'swapped', from: 0, to: 2, back: false },
  { kind: 'swapped', from: 1, to: 3, back: false },
];

/** 一路一带: of short words the characters in like places are taken for each other. */
const CROSSED: readonly Anchor[] = [
  { kind: 'crossed', from: 0, to: 3, back: false },
  { kind: 'crossed', from: 1, to: 4, back: false },
];
const LONGEST_CROSSED = 6;

/** Of two halves a slip leaves one as it is, unless the neighbours of both change places. */
function anchorsOfHalves(length: number): Anchor[] {
  const half = length >> 1;
  return [
    { kind: half === 2 ? 'pair' : 'three', from: 0, to: half, back: false },
    { kind: length - half === 2 ? 'pair' : 'three', from: half, to: length, back: true },
    { kind: 'swapped', from: half - 1, to: half + 1, back: false },
    ...(length > LONGEST_CROSSED ? [] : CROSSED),
  ];
}

const known: (readonly Anchor[])[] = [[], [], [], OF_SHORTEST];

/** The anchors of a word of a length; shorter ones than three units have none. */
function anchorsOf(length: number): readonly Anchor[] {
  known[length] ??= anchorsOfHalves(length);
  return known[length];
}

/** Where between two places three units stand that the fewest other words have, so that a text meets few words for nothing. */
function rarestThree(units: Uint16Array, counts: Uint32Array, from: number, to: number): number {
  let best = from;
  let least = Number.POSITIVE_INFINITY;
  for (let at = from; at + 3 <= to; at += 1) {
    const sum =
      (counts[units[at] as number] as number) + (counts[units[at + 1] as number] as number) + (counts[units[at + 2] as number] as number);
    if (sum < least) {
      best = at;
      least = sum;
    }
  }
  return best;
}

function hash(a: number, b: number, c: number): number {
  const mixed = Math.imul(Math.imul(Math.imul(a, 0x9e3779b1) ^ b, 0x85ebca6b) ^ c, 0xc2b2ae35);
  return mixed ^ (mixed >>> 15);
}

/** The number of what a text has to have; others may have the same. */
function keyOf(units: Uint16Array, at: number, kind: Kind): number {
  const a = units[at] as number;
  const b = units[at + 1] as number;
  if (kind === 'pair') return hash(a, b, 0);
  if (kind === 'swapped') return hash(b, a, 0);
  const c = units[at + 2] as number;
  return kind === 'crossed' ? hash(c, 0, a) : hash(a, kind === 'around' ? 0 : b, c);
}

/** How far from the first unit that one stands which it must differ from. */
const SIDE: Readonly<Record<Kind, number>> = { pair: Number.NaN, three: Number.NaN, around: Number.NaN, swapped: 1, crossed: 2 };

/** Makes an index of words of three units or more; shorter ones are never found. */
export function phraseIndex(words: readonly string[]): PhraseIndex {
  const { text, units } = plainOf(words.map((word) => `${word}\n`).join(''));
  const starts = new Int32Array(words.length + 1);
  let slots = 1024;
  while (slots < words.length * 8) slots *= 2;
  const heads = new Int32Array(slots).fill(-1);
  const next = new Int32Array(words.length * OF_SHORTEST.length);
  const keys = new Int32Array(next.length);
  const places = new Uint16Array(next.length);
  const counts = new Uint32Array(0x10000);
  for (const unit of units) counts[unit] = (counts[unit] as number) + 1;
  for (let word = 0; word < words.length; word += 1) {
    const start = starts[word] as number;
    const end = text.indexOf('\n', start);
    starts[word + 1] = end + 1;
    const anchors = anchorsOf(end - start);
    for (let number = 0; number < anchors.length; number += 1) {
      const { kind, from, to } = anchors[number] as Anchor;
      const at = to - from > 3 ? rarestThree(units, counts, start + from, start + to) : start + from;
      if (units[at] === units[at + SIDE[kind]]) continue;
      const key = keyOf(units, at, kind);
      const slot = key & (slots - 1);
      const anchor = word * OF_SHORTEST.length + number;
      next[anchor] = heads[slot] as number;
      heads[slot] = anchor;
      keys[anchor] = key;
      places[anchor] = at - start;
    }
  }
  return { text, turnedText: backwards(units), units, starts, heads, next, keys, places };
}

/** A word as it is looked for. */
export function wordOf({ text, starts }: PhraseIndex, word: number): string {
  return text.slice(starts[word], (starts[word + 1] as number) - 1);
}

/** A word of which the first and the last of so many units at a place have changed places, where it would begin. */
function swappedAt(text: string, start: number, word: string, place: number, width: number): Found[] {
  const at = start + place;
  const isWord =
    start >= 0 &&
    text.charCodeAt(at) === word.charCodeAt(place + width - 1) &&
    text.charCodeAt(at + width - 1) === word.charCodeAt(place) &&
    text.startsWith(word.slice(0, place), start) &&
    text.startsWith(word.slice(place + 1, place + width - 1), at + 1) &&
    text.startsWith(word.slice(place + width), at + width);
  return isWord ? [{ slip: 'swapped', start, end: start + word.length, from: at, to: at + width, place, width }] : [];
}

const backwards = (units: Uint16Array): string => stringOf(units.slice().reverse());

/** What is found in a text backwards, as it stands there forwards. */
function turned({ slip, start, end, from, to, place, width }: Found, length: number, size: number): Found {
  const unit = slip === null ? 0 : size - place - width;
  return { slip, start: length - end, end: length - start, from: length - to, to: length - from, place: unit, width };
}

/** A text, and the same backwards. */
interface Both {
  text: string;
  turnedText: string;
}

/** What a text has of a word of which an anchor stands there. */
function foundAt({ text, turnedText }: Both, at: number, index: PhraseIndex, word: number, place: number, { kind, back }: Anchor): Found[] {
  const start = at - place;
  if (kind === 'swapped' || kind === 'crossed') return swappedAt(text, start, wordOf(index, word), place, SIDE[kind] + 1);
  if (!back) return compared(text, start, wordOf(index, word));
  const [first, end] = [index.starts[word] as number, (index.starts[word + 1] as number) - 1];
  const turnedWord = index.turnedText.slice(index.text.length - end, index.text.length - first);
  return compared(turnedText, text.length - start - (end - first), turnedWord).map((one) => turned(one, text.length, end - first));
}

/** Whether beside two units that stand there another one of the word's next two stands too, or the last again: else more than one slipped. */
function goesOn(text: Uint16Array, at: number, words: Uint16Array, there: number, step: 1 | -1): boolean {
  const [one, two] = [text[at + step], text[at + step + step]];
  const [next, second] = [words[there + step], words[there + step + step]];
  return one === next || one === second || one === words[there] || two === next || two === second;
}

/** All that a text has of the index's words, whole or with one slip; more than once where both halves stand. */
export function likenessesIn({ units, text }: Plain, index: PhraseIndex): Likeness[] {
  const both: Both = { text, turnedText: backwards(units) };
  const { starts, heads, next, keys, places } = index;
  const found: Likeness[] = [];
  const look = (at: number, key: number): void => {
    for (let one = heads[key & (heads.length - 1)] as number; one >= 0; one = next[one] as number) {
      if (keys[one] !== key) continue;
      const word = Math.floor(one / OF_SHORTEST.length);
      const start = starts[word] as number;
      const place = places[one] as number;
      const length = (starts[word + 1] as number) - 1 - start;
      const anchor = anchorsOf(length)[one % OF_SHORTEST.length] as Anchor;
      const last = anchor.back ? 0 : 1;
      if (anchor.kind === 'pair' && length > 3 && !goesOn(units, at + last, index.units, start + place + last, anchor.back ? -1 : 1))
        continue;
      for (const likeness of foundAt(both, at, index, word, place, anchor)) found.push({ word, ...likeness });
    }
  };
  for (let at = 0; at + 1 < units.length; at += 1) {
    look(at, keyOf(units, at, 'pair'));
    if (at + 2 === units.length) break;
    look(at, keyOf(units, at, 'three'));
    look(at, keyOf(units, at, 'around'));
  }
  return found;
}
