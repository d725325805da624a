// What a reader sees of a text that holds the words: a stretch of it, with the words marked.
import { fold } from './search-index.js';

/**
 * A piece of a text, and whether it is one of the words.
 * @typedef {{text: string, hit: boolean}} Piece
 */

/** Which characters of a text belong to a word. @param {string[]} characters @param {string[]} words @returns {boolean[]} */
function hitsIn(characters, words) {
  let folded = '';
  /** @type {number[]} */
  const from = [];
  for (const [index, character] of characters.entries()) {
    const to = fold(character);
    for (let unit = 0; unit < to.length; unit += 1) from.push(index);
    folded += to;
  }
  const hits = characters.map(() => false);
  for (const word of words) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1))
      hits.fill(true, from[at], (from[at + word.length - 1] ?? 0) + 1);
  }
  return hits;
}

/** @param {string} text */
const charactersOf = (text) => [
  ...text
    .normalize('NFC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim(),
];

/** @param {string[]} characters @param {boolean[]} hits @returns {Piece[]} */
function pieces(characters, hits) {
  /** @type {Piece[]} */
  const made = [];
  for (const [index, character] of characters.entries()) {
    const last = made.at(-1);
    if (last && last.hit === hits[index]) last.text += character;
    else made.push({ text: character, hit: hits[index] === true });
  }
  return made;
}

/** A whole text with the words marked: a title. @param {string} text @param {string[]} words */
export function marked(text, words) {
  const characters = charactersOf(text);
  return pieces(characters, hitsIn(characters, words));
}

/** So many characters stand before the first word. */
const BEFORE = 12;

/**
 * A stretch of a text around the first of the words in it, else its beginning.
 * @param {string} text @param {string[]} words @param {number} length in characters
 */
export function contextOf(text, words, length) {
  const characters = charactersOf(text);
  const hits = hitsIn(characters, words);
  const start = Math.max(0, Math.min(hits.indexOf(true) - BEFORE, characters.length - length));
  const end = start + length;
  const made = pieces(characters.slice(start, end), hits.slice(start, end));
  if (start > 0) made.unshift({ text: '…', hit: false });
  if (end < characters.length) made.push({ text: '…', hit: false });
  return made;
}
