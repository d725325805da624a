/** How a text differs from a phrase. */
export type Slip = 'replaced' | 'left-out' | 'doubled' | 'swapped';

/** A stretch of a text that is a phrase but for one slip, or the phrase itself (`slip: null`). Places are in the text's units. */
export interface Found {
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

/** From so many units on two that slip together leave the word recognisable, and so does one too many that isn't its neighbour. */
const WIDE = 7;
/** From so many on one that lacks its last unit is still that word. */
const LONG = 5;
/** Of words up to so many only what stands twice is one too many. */
const SHORT = 4;
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
  // Behind a last one that slipped the right one doesn't stand: then there is one too many (处罚罚法).
  const isPutIn = word.length > SHORT && unit + 1 === word.length && same(text, at + 1, word, unit);
  if (goesOn(text, at + 1, word, unit + 1) && !isPutIn) slips.push(['replaced', 1]);
  if (same(text, at, word, unit - 1) && goesOn(text, at + 1, word, unit)) slips.push(['doubled', 1]);
  // A short word without its end is another word.
  if ((unit + 1 < word.length || word.length >= LONG) && goesOn(text, at, word, unit + 1)) slips.push(['left-out', 1]);
  if (word.length < WIDE)
    return unit > 0 && word.length > SHORT && slips.length === 0 && goesOn(text, at + 1, word, unit) ? [['doubled', 1]] : slips;
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
export function compared(text: string, first: number, word: string): Found[] {
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
