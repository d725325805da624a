import { wordSearch } from './term-scan.ts';

/** What an expression is read in: an escape, a class with its neighbour or alone, a group's beginning, a list's name or how often, words that surely stand there, the rest. */
const TOKEN =
  /\\.|(?:\[[\u4e00-\u9fff]+\](?:\[[\u4e00-\u9fff]+\]|[\u4e00-\u9fff])|[\u4e00-\u9fff]\[[\u4e00-\u9fff]+\])(?![?*{])|\[(?:\\.|[^\]\\])*\]|\((?:\?<?[=!:])?|\{[^}]*\}|[\u4e00-\u9fff]+(?![?*]|\{0)|./gs;
const MAY_MISS = /^(?:[?*]|\{0)/;

/** How many characters the shortest of some words has; 0 where there is none. */
const shortest = (words: readonly string[]): number => (words.length === 0 ? 0 : Math.min(...words.map(({ length }) => length)));

/**
 * Words of which one stands in every text that an expression finds something in, so that most expressions are never tried; none where that
 * can't be told.
 * @param lists the same of those that it names as `{名}`
 */
export function neededWords(source: string, lists: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const tokens = source.match(TOKEN) ?? [];
  let at = 0;
  const part = (): readonly string[] => {
    const token = tokens[at] as string;
    at += 1;
    if (token.startsWith('(')) {
      const words = ofWays();
      at += 1;
      return token.endsWith('!') ? [] : words;
    }
    if (token.startsWith('{')) return lists.get(token.slice(1, -1)) ?? [];
    const parts = Array.from(token.match(/\[[^\]]*\]|./gs) ?? [], (one) => [...one.replace(/^\[|\]$/g, '')]);
    const words = parts.reduce((begun: string[], ends) => begun.flatMap((one) => ends.map((other) => one + other)), ['']);
    return words.every((word) => /^[\u4e00-\u9fff]+$/.test(word)) ? words : [];
  };
  /** Of the parts that can't be missing the one of the longest words, then of the fewest. */
  const ofWay = (): readonly string[] => {
    let best: readonly string[] = [];
    while (at < tokens.length && tokens[at] !== '|' && tokens[at] !== ')') {
      const words = part();
      if (MAY_MISS.test(tokens[at] ?? '')) continue;
      const more = shortest(words) - shortest(best);
      if (more > 0 || (more === 0 && words.length < best.length)) best = words;
    }
    return best;
  };
  const ofWays = (): readonly string[] => {
    const ways = [ofWay()];
    while (tokens[at] === '|') {
      at += 1;
      ways.push(ofWay());
    }
    return ways.every(({ length }) => length > 0) ? ways.flat() : [];
  };
  return ofWays();
}

/** A search for those of several things that a text may have, in their order: it has one of the words that they need, or they need none. */
export function searchOf<Needing extends { needed: readonly string[] }>(all: readonly Needing[]): (text: string) => Needing[] {
  const anywhere = [...all.keys()].filter((number) => all[number]?.needed.length === 0);
  const byWord = new Map<string, number[]>();
  for (const [number, { needed }] of all.entries()) for (const word of needed) byWord.set(word, [...(byWord.get(word) ?? []), number]);
  const owners = [...byWord.values()];
  const search = wordSearch([...byWord.keys()]);
  return (text) => {
    const there = new Set(anywhere);
    search(text, (word) => {
      for (const number of owners[word] as number[]) there.add(number);
    });
    return [...there].sort((a, b) => a - b).map((number) => all[number] as Needing);
  };
}
