import { fileOf, keyOf } from '../assets/search-index.js';
import { Bytes } from './bytes.ts';

const SPACE = 32;

/** What stands where in a text: the key of each pair of characters, and of each character where an item has it first. */
interface Places {
  keys: Uint32Array;
  places: Uint32Array;
}

/**
 * All pairs of a segment's text with their places, in their order. No word has a space in it, so pairs with one are left out.
 * @param texts folded, one an item; each ends with a space
 */
function placesOf(texts: readonly string[]): Places {
  const most = 2 * texts.reduce((sum, text) => sum + text.length, 0);
  const [keys, places] = [new Uint32Array(most), new Uint32Array(most)];
  const seenIn = new Uint32Array(0x10000);
  let count = 0;
  let start = 0;
  const add = (key: number, place: number): void => {
    keys[count] = key;
    places[count] = place;
    count += 1;
  };
  for (const [index, text] of texts.entries()) {
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === SPACE) continue;
      const next = text.charCodeAt(at + 1);
      if (next !== SPACE) add(keyOf(code, next), start + at);
      if (seenIn[code] === index + 1) continue;
      seenIn[code] = index + 1;
      add(keyOf(0, code), start + at);
    }
    start += text.length;
  }
  return { keys: keys.subarray(0, count), places: places.subarray(0, count) };
}

/** Moves what is there into the order of 8 bits of its keys; what has the same bits stays in its order. Most of the work of an index is here. */
function order({ keys, places }: Places, to: Places, shift: number): void {
  const { length } = keys;
  const next = new Uint32Array(257);
  for (let index = 0; index < length; index += 1) {
    const after = (((keys[index] as number) >>> shift) & 255) + 1;
    next[after] = (next[after] as number) + 1;
  }
  for (let digit = 0; digit < 256; digit += 1) next[digit + 1] = (next[digit + 1] as number) + (next[digit] as number);
  for (let index = 0; index < length; index += 1) {
    const key = keys[index] as number;
    const digit = (key >>> shift) & 255;
    const place = next[digit] as number;
    next[digit] = place + 1;
    to.keys[place] = key;
    to.places[place] = places[index] as number;
  }
}

/**
 * The lists of a segment, spread over files: where each pair of characters stands in its text, and each character in an item first. Of each
 * key its distance from the one before is written, how many places there are, and the distances between them (`readPlaces` reads it).
 * @param texts folded, one an item; each ends with a space
 */
export function listsOf(texts: readonly string[], count: number): Uint8Array[] {
  const there = placesOf(texts);
  const other = { keys: new Uint32Array(there.keys.length), places: new Uint32Array(there.keys.length) };
  for (const shift of [0, 16]) {
    order(there, other, shift);
    order(other, there, shift + 8);
  }
  const { keys, places } = there;
  const files: Uint8Array[] = [];
  const bytes = new Bytes();
  let last = 0;
  for (let begin = 0; begin < keys.length; ) {
    const key = keys[begin] as number;
    let end = begin + 1;
    while (keys[end] === key) end += 1;
    for (; files.length < fileOf(key, count); last = 0) files.push(bytes.take());
    bytes.number((key - last) * 2 + (end - begin > 1 ? 1 : 0));
    if (end - begin > 1) bytes.number(end - begin);
    for (let index = begin, before = 0; index < end; index += 1) {
      const place = places[index] as number;
      bytes.number(place - before);
      before = place;
    }
    last = key;
    begin = end;
  }
  while (files.length < count) files.push(bytes.take());
  return files;
}
