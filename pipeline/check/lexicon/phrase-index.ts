import { stringOf } from '../../item/markdown/term-fold.ts';
import { type Plain, plainOf } from './plain-text.ts';

/** How a text differs from a phrase. */
export type Slip = 'replaced' | 'left-out' | 'doubled' | 'swapped';

/** A stretch of a text that is a phrase but for one slip, or the phrase itself (`slip: null`). Places are in the text's units. */
export interface Likeness {
  /** Of the index's words. */
  word: number;
  start: number;
  end: number;
  slip: Slip | null;
  /** The units that slipped; where one is left out, nothing lies between. */
  from: number;
  to: number;
  /** The unit of the word that the slip begins at, and how many slipped: of those replaced, left out, doubled or swapped. */
  place: number;
  width: number;
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
  /** Where each anchor stands in its word. */
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

/** How often words have a unit. */
function countsOf(units: Uint16Array): Uint16Array {
  const counts = new Uint16Array(0x10000);
  for (let at = 0; at < units.length; at += 1) counts[units[at] as number] = (counts[units[at] as number] as number) + 1;
  return counts;
}

/** Where between two places three units stand that the fewest other words have, so that a text meets few words for nothing. */
function rarestThree(units: Uint16Array, counts: Uint16Array, from: number, to: number): number {
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
  const places = new Uint16Array(next.length);
  const counts = countsOf(units);
  for (let word = 0; word < words.length; word += 1) {
    const start = starts[word] as number;
    const end = text.indexOf('\n', start);
    starts[word + 1] = end + 1;
    const anchors = anchorsOf(end - start);
    for (let number = 0; number < anchors.length; number += 1) {
      const { kind, from, to } = anchors[number] as Anchor;
      const at = to - from > 3 ? rarestThree(units, counts, start + from, start + to) : start + from;
      if (units[at] === units[at + SIDE[kind]]) continue;
      const slot = keyOf(units, at, kind) & (slots - 1);
      const anchor = word * OF_SHORTEST.length + number;
      next[anchor] = heads[slot] as number;
      heads[slot] = anchor;
      places[anchor] = at - start;
    }
  }
  return { text, turnedText: backwards(units), units, starts, heads, next, places };
}

/** A word as it is looked for. */
export function wordOf({ text, starts }: PhraseIndex, word: number): string {
  return text.slice(starts[word], (starts[word + 1] as number) - 1);
}

type Found = Omit<Likeness, 'word'>;

/** From so many units on two that slip together leave the word recognisable, and so does one too many that isn't its neighbour. */
const WIDE = 7;
/** By how many of the units that slip the text is longer than the word. */
const MORE: Readonly<Record<Slip, number>> = { replaced: 0, swapped: 0, doubled: 1, 'left-out': -1 };

/** Whether a text has a word's unit at a place. */
const same = (text: string, at: number, word: string, unit: number): boolean =>
  unit >= 0 && unit < word.length && text.charCodeAt(at) === word.charCodeAt(unit);

/** Whether a text goes on as a word does from a unit on. */
const goesOn = (text: string, at: number, word: string, unit: number): boolean =>
  (unit >= word.length || same(text, at, word, unit)) && text.startsWith(word.slice(unit), at);

/** How many units of a word have changed places in a text from a place on as two parts, each of up to four: 为同志 of 同志为; 0 for none. */
function turnedFrom(text: string, at: number, word: string, unit: number): number {
  const cut = word.indexOf(text.charAt(at), unit + 1) - unit;
  if (cut < 1 || cut > 4) return 0;
  const first = word.slice(unit, unit + cut);
  for (let length = cut + (cut === 1 ? 2 : 1); length <= Math.min(cut + 4, word.length - unit); length += 1) {
    const turned = word.slice(unit + cut, unit + length) + first;
    if (text.startsWith(turned, at) && goesOn(text, at + length, word, unit + length)) return length;
  }
  return 0;
}

/** The slips that a text has where it begins to differ from a word, and of how many units: several where the last unit slipped. */
function slipsAt(text: string, at: number, word: string, unit: number): (readonly [slip: Slip, width: number])[] {
  const slips: (readonly [slip: Slip, width: number])[] = [];
  if (same(text, at, word, unit + 1) && same(text, at + 1, word, unit) && goesOn(text, at + 2, word, unit + 2)) slips.push(['swapped', 2]);
  if (goesOn(text, at + 1, word, unit + 1)) slips.push(['replaced', 1]);
  if (same(text, at, word, unit - 1) && goesOn(text, at + 1, word, unit)) slips.push(['doubled', 1]);
  if (goesOn(text, at, word, unit + 1)) slips.push(['left-out', 1]);
  if (word.length < WIDE)
    return unit > 0 && word.length > 4 && slips.length === 0 && goesOn(text, at + 1, word, unit) ? [['doubled', 1]] : slips;
  const left = word.length - unit;
  const turned = turnedFrom(text, at, word, unit);
  if (turned > 0) slips.push(['swapped', turned]);
  if (left > 1 && !same(text, at + 1, word, unit + 1) && goesOn(text, at + 2, word, unit + 2)) slips.push(['replaced', 2]);
  if (unit > 1 && text.startsWith(word.slice(unit - 2, unit), at) && goesOn(text, at + 2, word, unit)) slips.push(['doubled', 2]);
  else if (unit > 0 && goesOn(text, at + 1, word, unit)) slips.push(['doubled', 1]);
  if (left > 2 && goesOn(text, at, word, unit + 2)) slips.push(['left-out', 2]);
  return slips;
}

/** What a text has from a place on that is a word, or one slip from it. */
function compared(text: string, first: number, word: string): Found[] {
  if (first < 0) return [];
  let place = 0;
  while (place < word.length && text.charCodeAt(first + place) === word.charCodeAt(place)) place += 1;
  const at = first + place;
  if (place === word.length) return [{ slip: null, start: first, end: at, from: first, to: first, place: 0, width: 0 }];
  return slipsAt(text, at, word, place).flatMap(([slip, width]): Found[] => {
    const end = first + word.length + MORE[slip] * width;
    const to = slip === 'left-out' ? at : at + width;
    return end > text.length ? [] : [{ slip, start: first, end, from: at, to, place: slip === 'doubled' ? place - width : place, width }];
  });
}

/** A word of which the first and the last of so many units at a place have changed places, where it would begin. */
function swappedAt(text: string, start: number, word: string, place: number, width: number): Found[] {
  const at = start + place;
  const isWord =
    start >= 0 &&
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

/** Whether what an anchor asks for stands in a text: others have the same number. */
function stands(text: Uint16Array, at: number, words: Uint16Array, there: number, kind: Kind): boolean {
  if (kind === 'swapped') return text[at] === words[there + 1] && text[at + 1] === words[there];
  if (kind === 'crossed') return text[at] === words[there + 2] && text[at + 2] === words[there];
  if (text[at] !== words[there] || (kind !== 'around' && text[at + 1] !== words[there + 1])) return false;
  return kind === 'pair' || text[at + 2] === words[there + 2];
}

/** All that a text has of the index's words, whole or with one slip; more than once where both halves stand. */
export function likenessesIn({ units, text }: Plain, index: PhraseIndex): Likeness[] {
  const { starts, heads, next, places } = index;
  const both: Both = { text, turnedText: backwards(units) };
  const found: Likeness[] = [];
  const meet = (at: number, key: number): void => {
    for (let one = heads[key & (heads.length - 1)] as number; one >= 0; one = next[one] as number) {
      const word = Math.floor(one / OF_SHORTEST.length);
      const first = starts[word] as number;
      const place = places[one] as number;
      const anchor = anchorsOf((starts[word + 1] as number) - 1 - first)[one % OF_SHORTEST.length] as Anchor;
      if (!stands(units, at, index.units, first + place, anchor.kind)) continue;
      for (const likeness of foundAt(both, at, index, word, place, anchor)) found.push({ word, ...likeness });
    }
  };
  for (let at = 0; at + 1 < units.length; at += 1) {
    meet(at, keyOf(units, at, 'pair'));
    meet(at, keyOf(units, at, 'three'));
    meet(at, keyOf(units, at, 'around'));
  }
  return found;
}
