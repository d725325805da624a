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
  /** The unit of the word that the slip begins at: the one replaced, left out or doubled. */
  place: number;
}

/** Where a word is looked for: a unit's place in it, and how many units from there are known to stand. */
interface Anchor {
  word: number;
  offset: number;
  /** Which way the rest is compared: on from the word's start, or back from its end. */
  step: 1 | -1;
  /** What stands there; a pair may leave the unit between out. */
  kind: 'pair' | 'three' | 'around';
}

/** Words, and the places in each that stay as they are whatever one slip does to the rest. */
export interface PhraseIndex {
  /** After the words themselves those whose halves both break when two neighbours are swapped, as they then read. */
  words: readonly Uint16Array[];
  /** Of the latter: the word, and the first of the neighbours. */
  swapped: readonly { word: number; place: number }[];
  anchors: readonly Anchor[];
  /** The first anchor of each number of a key, and the one after each anchor; -1 for none. */
  heads: Int32Array;
  next: Int32Array;
  mask: number;
}

const SHORTEST = 3;

/** A key's number: pairs, threes and pairs around a unit have numbers of their own. */
function hash(kind: number, a: number, b: number, c: number): number {
  const mixed = Math.imul(Math.imul(Math.imul(a ^ (kind << 16), 0x9e3779b1) ^ b, 0x85ebca6b) ^ c, 0xc2b2ae35);
  return mixed ^ (mixed >>> 15);
}

const [PAIR, THREE, AROUND] = [1, 2, 3];

function keyOf(units: Uint16Array, at: number, kind: Anchor['kind']): number {
  const a = units[at] as number;
  const b = units[at + 1] as number;
  const c = units[at + 2] as number;
  return kind === 'pair' ? hash(PAIR, a, b, 0) : kind === 'three' ? hash(THREE, a, b, c) : hash(AROUND, a, 0, c);
}

/** Of a half's places the one whose key the fewest other words have, so that a text meets few words for nothing. */
function rarest(word: Uint16Array, from: number, to: number, kind: Anchor['kind'], counts: ReadonlyMap<number, number>): number {
  const width = kind === 'pair' ? 2 : 3;
  let best = from;
  let least = Number.POSITIVE_INFINITY;
  for (let at = from; at + width <= to; at += 1) {
    const count = counts.get(keyOf(word, at, kind)) ?? 0;
    if (count < least) [best, least] = [at, count];
  }
  return best;
}

/** What stays of a word whatever one slip does: either half of a longer one; of three units any two. */
function anchorsOf(units: Uint16Array, word: number, counts: ReadonlyMap<number, number>): Anchor[] {
  if (units.length === SHORTEST)
    return [
      { word, offset: 0, step: 1, kind: 'pair' },
      { word, offset: 1, step: -1, kind: 'pair' },
      { word, offset: 0, step: 1, kind: 'around' },
    ];
  const half = units.length >> 1;
  const kindOf = (length: number): Anchor['kind'] => (length < 3 ? 'pair' : 'three');
  const [head, tail] = [kindOf(half), kindOf(units.length - half)];
  return [
    { word, offset: rarest(units, 0, half, head, counts), step: 1, kind: head },
    { word, offset: rarest(units, half, units.length, tail, counts), step: -1, kind: tail },
  ];
}

/** The words in which a swap breaks both halves, as they then read. */
function swappedForms(words: readonly Uint16Array[]): { word: number; place: number; units: Uint16Array }[] {
  return words.flatMap((units, word) => {
    if (units.length < SHORTEST) return [];
    const seam = (units.length >> 1) - 1;
    const places = units.length === SHORTEST ? [0, 1] : [seam];
    return places.flatMap((place) => {
      const form = units.slice();
      form[place] = units[place + 1] as number;
      form[place + 1] = units[place] as number;
      return units[place] === units[place + 1] ? [] : [{ word, place, units: form }];
    });
  });
}

function countsOf(words: readonly Uint16Array[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const word of words) {
    for (const [kind, width] of [
      ['pair', 2],
      ['three', 3],
    ] as const) {
      for (let at = 0; at + width <= word.length; at += 1) {
        const key = keyOf(word, at, kind);
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
  }
  return counts;
}

/** Makes an index of words of three units or more; shorter ones are never found. */
export function phraseIndex(given: readonly Uint16Array[]): PhraseIndex {
  const counts = countsOf(given);
  const swapped = swappedForms(given);
  const words = [...given, ...swapped.map(({ units }) => units)];
  const anchors = [
    ...given.flatMap((units, word) => (units.length < SHORTEST ? [] : anchorsOf(units, word, counts))),
    ...swapped.map(({ units }, index): Anchor => {
      const offset = rarest(units, 0, units.length, 'three', counts);
      return { word: given.length + index, offset, step: 1, kind: 'three' };
    }),
  ];
  let size = 1024;
  while (size < anchors.length * 4) size *= 2;
  const heads = new Int32Array(size).fill(-1);
  const next = new Int32Array(anchors.length).fill(-1);
  for (const [index, { word, offset, kind }] of anchors.entries()) {
    const slot = keyOf(words[word] as Uint16Array, offset, kind) & (size - 1);
    next[index] = heads[slot] as number;
    heads[slot] = index;
  }
  return { words, swapped, anchors, heads, next, mask: size - 1 };
}

/** A word's units from a place on stand in a text from a place on; `step` -1 reads both backwards. */
function goesOn(text: Uint16Array, at: number, units: Uint16Array, from: number, step: 1 | -1): boolean {
  for (let unit = from, there = at; unit >= 0 && unit < units.length; unit += step, there += step)
    if (text[there] !== units[unit]) return false;
  return true;
}

/** The single slips that a text has which begins like a word, and then differs: several where the last unit slipped. */
function slipsAt(text: Uint16Array, at: number, units: Uint16Array, unit: number, step: 1 | -1): Slip[] {
  const slips: Slip[] = [];
  if (text[at] === units[unit + step] && text[at + step] === units[unit] && goesOn(text, at + 2 * step, units, unit + 2 * step, step))
    slips.push('swapped');
  if (goesOn(text, at + step, units, unit + step, step)) slips.push('replaced');
  if (text[at] === units[unit - step] && goesOn(text, at + step, units, unit, step)) slips.push('doubled');
  if (goesOn(text, at, units, unit + step, step)) slips.push('left-out');
  return slips;
}

/** How many units a slip takes in the text, and by how many the text is longer for it. */
const TAKES: Readonly<Record<Slip, readonly [units: number, more: number]>> = {
  replaced: [1, 0],
  swapped: [2, 0],
  doubled: [1, 1],
  'left-out': [0, -1],
};

/** A slip at a place of a text and of a word, with what the word then takes. */
function slipped(slip: Slip, first: number, length: number, at: number, unit: number, step: 1 | -1): Omit<Likeness, 'word'> {
  const [taken, more] = TAKES[slip];
  const place = slip === 'doubled' ? unit - step : slip === 'swapped' && step === -1 ? unit - 1 : unit;
  if (step === 1) return { slip, start: first, end: first + length + more, from: at, to: at + taken, place };
  return { slip, start: first - length - more + 1, end: first + 1, from: at - taken + 1, to: at + 1, place };
}

/** How a text goes on that has a word's first units (`step` 1) or its last from `first` on; nothing where more than one slip is between them. */
function compared(text: Uint16Array, first: number, units: Uint16Array, step: 1 | -1): Omit<Likeness, 'word'>[] {
  const { length } = units;
  let at = first;
  let unit = step === 1 ? 0 : length - 1;
  while (unit >= 0 && unit < length && text[at] === units[unit]) {
    at += step;
    unit += step;
  }
  if (unit < 0 || unit === length) {
    const start = step === 1 ? first : first - length + 1;
    return [{ slip: null, start, end: start + length, from: start, to: start, place: 0 }];
  }
  return slipsAt(text, at, units, unit, step).map((slip) => slipped(slip, first, length, at, unit, step));
}

/** Units stand in a text as an anchor says: no other word whose key has the same number. */
function stands(text: Uint16Array, at: number, units: Uint16Array, { offset, kind }: Anchor): boolean {
  if (text[at] !== units[offset]) return false;
  if (kind !== 'around' && text[at + 1] !== units[offset + 1]) return false;
  return kind === 'pair' || text[at + 2] === units[offset + 2];
}

/** What an anchor that stands in a text leads to. */
function likenessesAt(text: Uint16Array, at: number, { words, swapped }: PhraseIndex, { word, offset, step }: Anchor): Likeness[] {
  const units = words[word] as Uint16Array;
  const first = step === 1 ? at - offset : at - offset + units.length - 1;
  if (first < 0 || first >= text.length) return [];
  const likenesses = compared(text, first, units, step).filter(({ start, end }) => start >= 0 && end <= text.length);
  const form = swapped[word - words.length + swapped.length];
  if (form === undefined) return likenesses.map((likeness) => ({ word, ...likeness }));
  return likenesses.flatMap((likeness): Likeness[] => {
    const from = likeness.start + form.place;
    return likeness.slip === null ? [{ ...likeness, word: form.word, slip: 'swapped', from, to: from + 2, place: form.place }] : [];
  });
}

/** What all anchors of a key lead to that stand in a text there. */
function meet(text: Uint16Array, at: number, key: number, index: PhraseIndex, found: Likeness[]): void {
  for (let one = index.heads[key & index.mask] as number; one >= 0; one = index.next[one] as number) {
    const anchor = index.anchors[one] as Anchor;
    if (stands(text, at, index.words[anchor.word] as Uint16Array, anchor)) found.push(...likenessesAt(text, at, index, anchor));
  }
}

/** All that a text has of the index's words, whole or with one slip; more than once where both halves stand. */
export function likenessesIn(text: Uint16Array, index: PhraseIndex): Likeness[] {
  const found: Likeness[] = [];
  for (let at = 0; at + 1 < text.length; at += 1) {
    meet(text, at, keyOf(text, at, 'pair'), index, found);
    meet(text, at, keyOf(text, at, 'three'), index, found);
    meet(text, at, keyOf(text, at, 'around'), index, found);
  }
  return found;
}
