import { expect, it } from 'vitest';
import { neededWords } from '#pipeline/check/lexicon/needed-words.ts';
import { TABLES } from '#pipeline/check/lexicon/pattern-tables.ts';
import { examplesOf, HONEST } from './examples.ts';

const lists = new Map([
  ['名', { words: ['甲方', '乙方'], exact: true }],
  ['止', { words: [], exact: false }],
]);

it.each([
  ['a word', '放弃原则', ['放弃原则']],
  ['a word, and what may be missing at its end', '放弃原则的?', ['放弃原则', '放弃原则的']],
  ['words side by side, put together', '放(?!大)[松弃](?:安全|建设)', ['放松安全', '放松建设', '放弃安全', '放弃建设']],
  ['the rarest of its parts', '放[松弃][^。]{0,3}(?:安全生产|党的建设)', ['安全生产', '党的建设']],
  ['of rare ones the fewest', '(?:放松|放弃)[^。]{0,3}原则', ['原则']],
  ['the characters of a class', '[升降].', ['升', '降']],
  ['one of several ways', '放松原则|(?:忘记|丢掉)[^。]初心', ['放松原则', '初心']],
  ['a list by its name', '{名}[^。]', ['甲方', '乙方']],
  ['what must stand before or behind', '(?<=全面)[\\s从]宽(?=治党)', ['全面']],
  ['what stands there at least twice', '(?:严格){2,}', ['严格']],
  ['nothing of what mustn’t stand there', '(?<!不)\\d+(?!时)', []],
  ['nothing of what may be missing', '(?:放弃)?原?[则]*(?:初心){0,2}', []],
  ['nothing where one way tells nothing', '放弃|\\d', []],
  ['nothing of a list that tells nothing', '{止}', []],
  ['nothing of characters from one to another, or of all but some', '[一-龥][^甲乙]\\[甲?\\]', []],
])('a text needs %s', (_, source, words) => expect(neededWords(source, lists)).toEqual(words));

it('no wording is in an example without one of the words that it needs', () => {
  const names = ['sovereignty', 'slogans', 'mottoes', 'mixed-up', 'repeated', 'offices'];
  const examples = names.flatMap((name) => Object.values(examplesOf(name)).flatMap(({ good, bad }) => [...good, ...bad]));
  const texts = [...HONEST, ...examples];
  const wordings = TABLES.flatMap((table) => table.flatMap((row) => row.wordings));
  const missed = wordings.flatMap(({ pattern, needed }) => {
    const words = needed();
    if (words.length === 0) return [];
    const anywhere = new RegExp(pattern.source, pattern.flags.replace('g', ''));
    return texts.filter((text) => anywhere.test(text) && !words.some((word) => text.includes(word))).map((text) => [pattern.source, text]);
  });
  expect(missed).toEqual([]);
  expect(wordings.filter(({ needed }) => needed().length > 0).length * 2).toBeGreaterThan(wordings.length);
});
