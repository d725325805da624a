import type { Word } from './words.ts';

/** So many idioms of the dictionary are protected, the most used ones. */
const MOST_IDIOMS = 1_980;
/** Of these as well those that differ in a character from one that is: they are no slips of it. */
const KNOWN_IDIOMS = 3_950;
const LENGTH = 4;
const IDIOM = 'i';
/** Two halves that are each so frequent a word stand side by side as words do, and others in their place are right as well: 一一|列举. */
const ORDINARY = 300;

/** A word with each of its characters left open: what two words share that differ in one. */
const gapped = (word: string): string[] => Array.from(word, (_, index) => `${word.slice(0, index)} ${word.slice(index + 1)}`);

/**
 * The idioms of the dictionary that texts use most, and those that look like one of them, but for those that are two ordinary words.
 * @param words with their frequencies in general texts, which say what is ordinary
 * @param used the same with their uses in honest prose, which say what official texts use
 * @param byHand what is protected besides
 */
export function idiomsOf(words: readonly Word[], used: readonly Word[], byHand: readonly string[]): string[] {
  const frequencies = new Map(words.map(({ word, frequency }) => [word, frequency]));
  const isOrdinary = (half: string): boolean => (frequencies.get(half) ?? 0) >= ORDINARY;
  const all = used
    .filter(({ word, kind }) => kind === IDIOM && word.length === LENGTH && !(isOrdinary(word.slice(0, 2)) && isOrdinary(word.slice(2))))
    .sort((a, b) => b.frequency - a.frequency || (a.word < b.word ? -1 : 1))
    .map(({ word }) => word);
  const kept = new Set(all.slice(0, MOST_IDIOMS));
  for (let before = 0; before < kept.size; ) {
    before = kept.size;
    const alike = new Set([...kept, ...byHand].flatMap(gapped));
    for (const word of all.slice(0, KNOWN_IDIOMS)) if (gapped(word).some((form) => alike.has(form))) kept.add(word);
  }
  return [...kept];
}
