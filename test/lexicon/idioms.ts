import type { Word } from './words.ts';

/** So many idioms of the dictionary are protected, the most used ones. */
const MOST_IDIOMS = 3_950;
const LENGTH = 4;
const IDIOM = 'i';
/** Two halves that are each so frequent a word stand side by side as words do, and others in their place are right as well: 一一|列举. */
const ORDINARY = 300;

/**
 * The idioms of the dictionary that texts use most, but for those that are two ordinary words.
 * @param words with their frequencies in general texts, which say what is ordinary
 * @param used the same with their uses in honest prose, which say what official texts use
 */
export function idiomsOf(words: readonly Word[], used: readonly Word[]): string[] {
  const frequencies = new Map(words.map(({ word, frequency }) => [word, frequency]));
  const isOrdinary = (half: string): boolean => (frequencies.get(half) ?? 0) >= ORDINARY;
  return used
    .filter(({ word, kind }) => kind === IDIOM && word.length === LENGTH && !(isOrdinary(word.slice(0, 2)) && isOrdinary(word.slice(2))))
    .sort((a, b) => b.frequency - a.frequency || (a.word < b.word ? -1 : 1))
    .slice(0, MOST_IDIOMS)
    .map(({ word }) => word);
}
