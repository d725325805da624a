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

/** What is known to stand at an anchor: two units, three, or two with any between them. */
const [PAIR, THREE, AROUND] = [1, 2, 3];
const SHORTEST = 3;

type Step = 1 | -1;

/** Words, and the places in each that stay as they are whatever one slip does to the rest. Plain tables: they are made at every start. */
export interface PhraseIndex {
  /** The words one after the other, then those whose halves both break when two neighbours are swapped, as they then read. */
  units: Uint16Array;
  /** Where each begins, and the last ends. */
  starts: Int32Array;
  /** How many are words themselves; of each of the others the word, and the first of the neighbours. */
  words: number;
  swapped: readonly { word: number; place: number }[];
  /** Of each of so many anchors the word, its place in the word, what stands there, and which way the rest is compared: on from the start or back from the end. */
  word: Int32Array;
  offset: Int32Array;
  kind: Uint8Array;
  step: Int8Array;
  anchors: number;
  /** The first anchor of each number of a key, and the one after each anchor; -1 for none. */
  heads: Int32Array;
  next: Int32Array;
  mask: number;
}

/** A key's number: pairs, threes and pairs around a unit have numbers of their own. */
function hash(kind: number, a: number, b: number, c: number): number {
  const mixed = Math.imul(Math.imul(Math.imul(a ^ (kind << 16), 0x9e3779b1) ^ b, 0x85ebca6b) ^ c, 0xc2b2ae35);
  return mixed ^ (mixed >>> 15);
}

function keyOf(units: Uint16Array, at: number, kind: number): number {
  const a = units[at] as number;
  const b = units[at + 1] as number;
  const c = units[at + 2] as number;
  return kind === PAIR ? hash(PAIR, a, b, 0) : kind === THREE ? hash(THREE, a, b, c) : hash(AROUND, a, 0, c);
}

/** All words in one table, with room for the forms that swaps make of them. */
function joined(words: readonly Uint16Array[]): Pick<PhraseIndex, 'units' | 'starts' | 'swapped'> {
  const size = words.reduce((sum, { length }) => sum + length * (length === SHORTEST ? 3 : 2), 0);
  const units = new Uint16Array(size);
  const starts = [0];
  const add = (word: Uint16Array) => {
    const start = starts.at(-1) as number;
    units.set(word, start);
    starts.push(start + word.length);
    return start;
  };
  for (const word of words) add(word);
  const swapped: { word: number; place: number }[] = [];
  for (const [index, word] of words.entries()) {
    for (const place of word.length < SHORTEST ? [] : word.length === SHORTEST ? [0, 1] : [(word.length >> 1) - 1]) {
      if (word[place] === word[place + 1]) continue;
      const start = add(word);
      units[start + place] = word[place + 1] as number;
      units[start + place + 1] = word[place] as number;
      swapped.push({ word: index, place });
    }
  }
  return { units, starts: Int32Array.from(starts), swapped };
}

/** How often words have a unit. */
function countsOf(units: Uint16Array): Uint16Array {
  const counts = new Uint16Array(0x10000);
  for (let at = 0; at < units.length; at += 1) counts[units[at] as number] = (counts[units[at] as number] as number) + 1;
  return counts;
}

/** Tables with room for so many anchors, and none in them. */
function emptyIndex(given: readonly Uint16Array[]): PhraseIndex {
  const { units, starts, swapped } = joined(given);
  let slots = 1024;
  while (slots < given.length * 8) slots *= 2;
  const most = given.length * 3 + swapped.length;
  return {
    ...{ units, starts, swapped, words: given.length, mask: slots - 1, anchors: 0 },
    ...{ word: new Int32Array(most), offset: new Int32Array(most), kind: new Uint8Array(most), step: new Int8Array(most) },
    ...{ heads: new Int32Array(slots).fill(-1), next: new Int32Array(most) },
  };
}

function addAnchor(index: PhraseIndex, word: number, at: number, kind: number, step: Step): void {
  const slot = keyOf(index.units, at, kind) & index.mask;
  const anchor = index.anchors;
  index.word[anchor] = word;
  index.offset[anchor] = at - (index.starts[word] as number);
  index.kind[anchor] = kind;
  index.step[anchor] = step;
  index.next[anchor] = index.heads[slot] as number;
  index.heads[slot] = anchor;
  index.anchors += 1;
}

/** Where in a part so many units stand that the fewest other words have, so that a text meets few words for nothing. Runs cold, at every start. */
function rarestAt(units: Uint16Array, counts: Uint16Array, from: number, to: number, width: number): number {
  let best = from;
  let least = Number.POSITIVE_INFINITY;
  let sum = 0;
  for (let at = from; at < to; at += 1) {
    sum += counts[units[at] as number] as number;
    const first = at - width + 1;
    if (first < from) continue;
    if (sum < least) {
      least = sum;
      best = first;
    }
    sum -= counts[units[first] as number] as number;
  }
  return best;
}

/** Makes an index of words of three units or more; shorter ones are never found. */
export function phraseIndex(given: readonly Uint16Array[]): PhraseIndex {
  const index = emptyIndex(given);
  const { units, starts } = index;
  const counts = countsOf(units);
  const addPart = (word: number, from: number, to: number, step: Step): void => {
    const width = Math.min(3, to - from);
    addAnchor(index, word, rarestAt(units, counts, from, to, width), width === 2 ? PAIR : THREE, step);
  };
  for (let word = 0; word + 1 < starts.length; word += 1) {
    const start = starts[word] as number;
    const end = starts[word + 1] as number;
    if (word >= given.length) addPart(word, start, end, 1);
    else if (end - start > SHORTEST) {
      const half = start + ((end - start) >> 1);
      addPart(word, start, half, 1);
      addPart(word, half, end, -1);
    } else if (end - start === SHORTEST) {
      addAnchor(index, word, start, PAIR, 1);
      addAnchor(index, word, start + 1, PAIR, -1);
      addAnchor(index, word, start, AROUND, 1);
    }
  }
  return index;
}

/** A stretch of a table of units. */
interface Word {
  units: Uint16Array;
  start: number;
  end: number;
}

/** A word's units from a place on stand in a text from a place on; `step` -1 reads both backwards. */
function goesOn(text: Uint16Array, at: number, { units, start, end }: Word, from: number, step: Step): boolean {
  for (let unit = from, there = at; unit >= start && unit < end; unit += step, there += step) if (text[there] !== units[unit]) return false;
  return true;
}

/** From so many units on two that slip together leave the word recognisable, and so does one too many that isn't its neighbour. */
const WIDE = 7;

/** A kind of slip, of so many of a word's units. */
type Sized = readonly [slip: Slip, width: number];

/** The slips of two units, or of two pairs of them, that a text has which begins like a long word. */
function wideSlipsAt(text: Uint16Array, at: number, word: Word, unit: number, step: Step): Sized[] {
  const { units, start, end } = word;
  const same = (there: number, own: number): boolean =>
    text[at + there * step] === units[unit + own * step] && text[at + (there + 1) * step] === units[unit + (own + 1) * step];
  const has = (own: number): boolean => unit + own * step >= start && unit + own * step < end;
  const slips: Sized[] = [];
  if (has(3) && same(0, 2) && same(2, 0) && goesOn(text, at + 4 * step, word, unit + 4 * step, step)) slips.push(['swapped', 4]);
  if (has(1) && text[at + step] !== units[unit + step] && goesOn(text, at + 2 * step, word, unit + 2 * step, step))
    slips.push(['replaced', 2]);
  if (has(-2) && same(0, -2) && goesOn(text, at + 2 * step, word, unit, step)) slips.push(['doubled', 2]);
  else if (has(-1) && goesOn(text, at + step, word, unit, step)) slips.push(['doubled', 1]);
  if (has(2) && goesOn(text, at, word, unit + 2 * step, step)) slips.push(['left-out', 2]);
  return slips;
}

/** The slips that a text has which begins like a word, and then differs: several where the last unit slipped. */
function slipsAt(text: Uint16Array, at: number, word: Word, unit: number, step: Step): Sized[] {
  const { units, start, end } = word;
  const slips: Sized[] = [];
  const isLast = unit + step < start || unit + step >= end;
  const isFirst = unit - step < start || unit - step >= end;
  if (
    !isLast &&
    text[at] === units[unit + step] &&
    text[at + step] === units[unit] &&
    goesOn(text, at + 2 * step, word, unit + 2 * step, step)
  )
    slips.push(['swapped', 2]);
  if (goesOn(text, at + step, word, unit + step, step)) slips.push(['replaced', 1]);
  if (!isFirst && text[at] === units[unit - step] && goesOn(text, at + step, word, unit, step)) slips.push(['doubled', 1]);
  if (goesOn(text, at, word, unit + step, step)) slips.push(['left-out', 1]);
  return end - start < WIDE ? slips : [...slips, ...wideSlipsAt(text, at, word, unit, step)];
}

/** By how many of the units that slip the text is longer than the word. */
const MORE: Readonly<Record<Slip, number>> = { replaced: 0, swapped: 0, doubled: 1, 'left-out': -1 };

/** A slip at a place of a text and of a word, with what the word then takes. */
function slipped([slip, width]: Sized, first: number, length: number, at: number, unit: number, step: Step): Omit<Likeness, 'word'> {
  const taken = slip === 'left-out' ? 0 : width;
  const more = MORE[slip] * width;
  const own = slip === 'doubled' ? unit - step * width : unit;
  const place = step === 1 ? own : own - width + 1;
  if (step === 1) return { slip, width, start: first, end: first + length + more, from: at, to: at + taken, place };
  return { slip, width, start: first - length - more + 1, end: first + 1, from: at - taken + 1, to: at + 1, place };
}

/** How a text goes on that has a word's first units (`step` 1) or its last from `first` on; nothing where more than one slip is between them. */
function compared(text: Uint16Array, first: number, word: Word, step: Step): Omit<Likeness, 'word'>[] {
  const { units, start, end } = word;
  const length = end - start;
  let at = first;
  let unit = step === 1 ? start : end - 1;
  while (unit >= start && unit < end && text[at] === units[unit]) {
    at += step;
    unit += step;
  }
  if (unit < start || unit === end) {
    const from = step === 1 ? first : first - length + 1;
    return [{ slip: null, width: 0, start: from, end: from + length, from, to: from, place: 0 }];
  }
  return slipsAt(text, at, word, unit, step).map((slip) => slipped(slip, first, length, at, unit - start, step));
}

/** What an anchor leads to that stands in a text. */
function likenessesAt(text: Uint16Array, at: number, index: PhraseIndex, anchor: number): Likeness[] {
  const word = index.word[anchor] as number;
  const step = index.step[anchor] as Step;
  const stretch: Word = { units: index.units, start: index.starts[word] as number, end: index.starts[word + 1] as number };
  const first = at - (index.offset[anchor] as number) + (step === 1 ? 0 : stretch.end - stretch.start - 1);
  if (first < 0 || first >= text.length) return [];
  const likenesses = compared(text, first, stretch, step).filter(({ start, end }) => start >= 0 && end <= text.length);
  const form = index.swapped[word - index.words];
  if (form === undefined) return likenesses.map((likeness) => ({ word, ...likeness }));
  return likenesses.flatMap((likeness): Likeness[] => {
    const from = likeness.start + form.place;
    return likeness.slip === null
      ? [{ ...likeness, word: form.word, slip: 'swapped', width: 2, from, to: from + 2, place: form.place }]
      : [];
  });
}

/** What all anchors of a key lead to that stand in a text there: others have the same number. */
function meet(text: Uint16Array, at: number, kind: number, index: PhraseIndex, found: Likeness[]): void {
  const { units, starts, heads, next } = index;
  for (let one = heads[keyOf(text, at, kind) & index.mask] as number; one >= 0; one = next[one] as number) {
    const there = (starts[index.word[one] as number] as number) + (index.offset[one] as number);
    if (index.kind[one] !== kind || text[at] !== units[there]) continue;
    if (kind !== AROUND && text[at + 1] !== units[there + 1]) continue;
    if (kind !== PAIR && text[at + 2] !== units[there + 2]) continue;
    found.push(...likenessesAt(text, at, index, one));
  }
}

/** All that a text has of the index's words, whole or with one slip; more than once where both halves stand. */
export function likenessesIn(text: Uint16Array, index: PhraseIndex): Likeness[] {
  const found: Likeness[] = [];
  for (let at = 0; at + 1 < text.length; at += 1) {
    meet(text, at, PAIR, index, found);
    meet(text, at, THREE, index, found);
    meet(text, at, AROUND, index, found);
  }
  return found;
}
