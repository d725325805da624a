import { enter, lastOf, type NumberTable, numberOf, numberTable } from './number-table.ts';
import { compared, type Found } from './one-slip.ts';
import { type Plain, plainOf } from './plain-text.ts';

/** What a text has of one of the index's words. */
export interface Likeness extends Found {
  word: number;
}

/** Words, and where a text may have one of them. */
export interface PhraseIndex {
  /** The words as they are looked for, each with a line's end behind it, and the same backwards. */
  text: string;
  turnedText: string;
  /** Where each word begins, and where one more would. */
  starts: readonly number[];
  /** The words as they are written, and where each unit stands in them. */
  written: string;
  places: Int32Array;
  /** The anchors by the numbers of their keys, each key, and the word's two units beside a pair: 0 for any. */
  anchors: NumberTable;
  keys: Int32Array;
  beside: Int32Array;
}

/** Two units, three, two with any between them, or two that have changed places. */
type Kind = 'pair' | 'three' | 'around' | 'swapped';

/** What a text still has of a word with one slip: from where in the word, and whether the rest is compared back from its end. */
interface Anchor {
  kind: Kind;
  from: number;
  back: boolean;
}

const OF_SHORTEST: readonly Anchor[] = [
  { kind: 'pair', from: 0, back: false },
  { kind: 'pair', from: 1, back: true },
  { kind: 'around', from: 0, back: false },
  { kind: 'swapped', from: 0, back: false },
  { kind: 'swapped', from: 1, back: false },
];

/** Which of a word's anchors has the rest of it before itself. */
const BACK = 1;

/** From so many units on two that change places stand within a word's first three, its last three or neither. */
const LONG = 7;

/** A slip leaves a word's beginning or its end as it is, unless both are short and their neighbours change places. */
function anchorsOfEnds(length: number): Anchor[] {
  return [
    { kind: length < 6 ? 'pair' : 'three', from: 0, back: false },
    length === 4 ? { kind: 'pair', from: 2, back: true } : { kind: 'three', from: length - 3, back: true },
    ...(length < LONG ? [{ kind: 'swapped' as const, from: (length >> 1) - 1, back: false }] : []),
  ];
}

const known: (readonly Anchor[])[] = [[], [], [], OF_SHORTEST];

/** The anchors of a word of a length; shorter ones than three units have none. */
function anchorsOf(length: number): readonly Anchor[] {
  known[length] ??= anchorsOfEnds(length);
  return known[length];
}

/** The number of what a text has to have; others may have the same. */
function keyOf(units: Uint16Array, at: number, kind: Kind): number {
  const a = units[at] as number;
  const b = units[at + 1] as number;
  if (kind === 'pair') return numberOf(a, b);
  if (kind === 'swapped') return numberOf(b, a);
  const c = units[at + 2] as number;
  return numberOf(a, kind === 'around' ? 0 : b, c);
}

/** Makes an index of words, one a line, of three units or more; shorter ones are never found. */
export function phraseIndex(lines: string): PhraseIndex {
  const written = `${lines}\n`;
  const { text, turnedText, units, starts: places } = plainOf(written);
  const starts = [0];
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  const entries = (starts.length - 1) * OF_SHORTEST.length;
  const table = numberTable(entries);
  const keys = new Int32Array(entries);
  const beside = new Int32Array(entries);
  // A function of its own: what is called often is compiled soon.
  const index = (word: number): void => {
    const start = starts[word] as number;
    const end = (starts[word + 1] as number) - 1;
    const anchors = anchorsOf(end - start);
    for (let number = 0; number < anchors.length; number += 1) {
      const { kind, from, back } = anchors[number] as Anchor;
      const at = start + from;
      if (kind === 'swapped' && units[at] === units[at + 1]) continue;
      const anchor = word * OF_SHORTEST.length + number;
      keys[anchor] = keyOf(units, at, kind);
      if (kind === 'pair' && end - start > 3) beside[anchor] = back ? twoOf(units, at - 1, -1) : twoOf(units, at + 2, 1);
      enter(table, keys[anchor] as number, anchor);
    }
  };
  for (let word = 0; word + 1 < starts.length; word += 1) index(word);
  return { text, turnedText, starts, written, places, anchors: table, keys, beside };
}

/** A word as it is looked for. */
export function wordOf({ text, starts }: PhraseIndex, word: number): string {
  return text.slice(starts[word], (starts[word + 1] as number) - 1);
}

/** A word as it is written, and where that begins in all that is. */
export function writtenAt({ written, places, starts }: PhraseIndex, word: number): { text: string; at: number } {
  const at = word === 0 ? 0 : (places[(starts[word] as number) - 1] as number) + 1;
  return { text: written.slice(at, places[(starts[word + 1] as number) - 1]), at };
}

/** A word of which two units at a place have changed places, where it would begin. */
function swappedAt(text: string, start: number, word: string, place: number): Found[] {
  const turned = word.slice(0, place) + word.charAt(place + 1) + word.charAt(place) + word.slice(place + 2);
  if (start < 0 || !text.startsWith(turned, start)) return [];
  return [{ slip: 'swapped', start, end: start + word.length, from: start + place, to: start + place + 2, place, width: 2 }];
}

/** What is found in a text backwards, as it stands there forwards. */
function turned({ slip, start, end, from, to, place, width }: Found, length: number, size: number): Found {
  return { slip, start: length - end, end: length - start, from: length - to, to: length - from, place: size - place - width, width };
}

/** What a text has of a word of which an anchor stands there. */
function foundAt({ text, turnedText }: Plain, at: number, index: PhraseIndex, word: number, { kind, from, back }: Anchor): Found[] {
  const start = at - from;
  const right = wordOf(index, word);
  if (kind === 'swapped') return swappedAt(text, start, right, from);
  if (!back) return compared(text, start, right);
  // All of it is found by its beginning.
  if (start >= 0 && text.startsWith(right, start)) return [];
  const [first, end] = [index.starts[word] as number, (index.starts[word + 1] as number) - 1];
  const turnedWord = index.turnedText.slice(index.text.length - end, index.text.length - first);
  return compared(turnedText, text.length - start - (end - first), turnedWord).map((one) => turned(one, text.length, end - first));
}

/** Two units as one number. */
const twoOf = (units: Uint16Array, at: number, step: 1 | -1): number => ((units[at] ?? 0) << 16) | (units[at + step] ?? 0);

/** Whether beside a pair one of the word's two units there stands, or the pair's last again: else more than one slipped. */
function goesOn(there: number, words: number, last: number): boolean {
  const [one, two, first, second] = [there >>> 16, there & 0xffff, words >>> 16, words & 0xffff];
  return one === first || one === second || one === last || two === first || two === second;
}

/** All that a text has of the index's words, whole or with one slip. */
export function likenessesIn(plain: Plain, index: PhraseIndex): Likeness[] {
  const { units } = plain;
  const { anchors, keys, beside, starts } = index;
  const found: Likeness[] = [];
  const look = (at: number, key: number): void => {
    for (let one = lastOf(anchors, key); one >= 0; one = anchors.next[one] as number) {
      if (keys[one] !== key) continue;
      const words = beside[one] as number;
      const back = one % OF_SHORTEST.length === BACK;
      const there = back ? twoOf(units, at - 1, -1) : twoOf(units, at + 2, 1);
      if (words !== 0 && !goesOn(there, words, units[back ? at : at + 1] as number)) continue;
      const word = Math.floor(one / OF_SHORTEST.length);
      const anchor = anchorsOf((starts[word + 1] as number) - 1 - (starts[word] as number))[one % OF_SHORTEST.length] as Anchor;
      for (const likeness of foundAt(plain, at, index, word, anchor)) found.push({ word, ...likeness });
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
