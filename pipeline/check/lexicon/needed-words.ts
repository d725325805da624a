import { onceFor } from '../../once-for.ts';
import { wordSearch } from './term-scan.ts';

/** A part of an expression: all that it may be, or words of which one stands where it does; none where that can't be told. */
export interface Part {
  words: readonly string[];
  exact: boolean;
}

/** What an expression is read in: escapes, classes, how groups begin, names of lists or how often, words that surely stand there, the rest. */
const TOKEN = /\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?<?[=!:])?|\{[^}]*\}|[A-Z\u4e00-\u9fff]+(?![?*]|\{0)|./gs;
const TIMES = /^(?:[?*+]|\{\d)/;
const MAY_MISS = /^(?:[?*]|\{0)/;
const WORD = /^[A-Z\u4e00-\u9fff]+$/;
/** Words side by side are put together where that makes no more than so many. */
const MOST = 16;
/** Characters that one in twelve lines of official prose has, or more. */
const COMMON = new Set(
  '的作和一中发工展会在进实要市大全人建为国行业了学新政动有重对化力习区开关加方部强等成合地主设推经以高出平委上务理生党产记察考是到深长好体持年民日书领面提同不时我定家组来入导总员各省心现项近治议情精与保代题任目表社示公共制坚分调问个通能机度交及法于事用安做月创下落文局神资位基自点前次指解步量系质济管责城立活府三研规流并团多求明改将取施后育向贯意参统县过认况干把教决效先常优当结集级讲特造企话相副彻本科两第内得就场办们应思村更服广程门协报式水确织',
);
/** How often lines have one of some words, about. */
const often = onceFor((words: readonly string[]): number => {
  if (words.length === 0 || words.includes('')) return Number.POSITIVE_INFINITY;
  let sum = 0;
  for (const word of words) {
    let share = 1;
    for (const one of word) share /= COMMON.has(one) ? 60 : 2000;
    sum += share;
  }
  return sum;
});
const rarer = (one: readonly string[], other: readonly string[]): readonly string[] => (often(other) < often(one) ? other : one);

/** What the whole of an expression is, with the lists that it names as `{名}`. */
export function partOf(source: string, lists: Pick<ReadonlyMap<string, Part>, 'get'> = new Map()): Part {
  const tokens = source.match(TOKEN) ?? [];
  let at = 0;
  const part = (): Part => {
    const token = tokens[at] as string;
    const inside = token.slice(1, -1);
    at += 1;
    if (!token.startsWith('(')) {
      if (token.startsWith('{')) return repeated(lists.get(inside) ?? { words: [], exact: false });
      const words = WORD.test(token) ? [token] : token.startsWith('[') && WORD.test(inside) ? [...inside] : [];
      return repeated({ words, exact: words.length > 0 });
    }
    const { words, exact } = ofWays();
    at += 1;
    return token.endsWith('!') ? { words: [''], exact: true } : repeated({ words, exact: exact && !token.endsWith('=') });
  };
  /** A part as often as is said behind it. */
  const repeated = ({ words, exact }: Part): Part => {
    const times = tokens[at] ?? '';
    if (!TIMES.test(times)) return { words, exact };
    at += 1;
    return times === '?' && exact ? { words: ['', ...words], exact } : { words: MAY_MISS.test(times) ? [] : words, exact: false };
  };
  /** Of the parts that can't be missing, words side by side put together, the one that lines have least often. */
  const ofWay = (): Part => {
    let [best, words, exact]: [readonly string[], readonly string[], boolean] = [[], [''], true];
    while (at < tokens.length && tokens[at] !== '|' && tokens[at] !== ')') {
      const next = part();
      if (next.exact && words.length * next.words.length <= Math.max(MOST, next.words.length))
        words = words.flatMap((word) => next.words.map((end) => word + end));
      else [best, words, exact] = [rarer(rarer(best, words), next.words), next.exact ? next.words : [''], false];
    }
    return exact ? { words, exact } : { words: rarer(best, words), exact };
  };
  const ofWays = (): Part => {
    const ways = [ofWay()];
    while (tokens[at] === '|') {
      at += 1;
      ways.push(ofWay());
    }
    const exact = ways.every((way) => way.exact);
    const isKnown = exact || ways.every(({ words }) => Number.isFinite(often(words)));
    return { words: isKnown ? ways.flatMap(({ words }) => words) : [], exact };
  };
  return ofWays();
}

/** Words of which one stands wherever an expression finds something, so that most are never tried; none where that can't be told. */
export const neededWords = (...expression: Parameters<typeof partOf>): readonly string[] => rarer([], partOf(...expression).words);

/** A search for those of several things that a text may have, in their order: it has one of the words that they need, or they need none. */
export function searchOf<Needing extends { needed: readonly string[] }>(all: readonly Needing[]): (text: string) => Needing[] {
  const anywhere = [...all.keys()].filter((number) => all[number]?.needed.length === 0);
  const byWord = new Map<string, number[]>();
  for (const [number, { needed }] of all.entries()) for (const word of needed) byWord.set(word, [...(byWord.get(word) ?? []), number]);
  const owners = [...byWord.values()];
  const search = wordSearch([...byWord.keys()]);
  return (text) => {
    const there = new Set(anywhere);
    for (const { word } of search(text)) for (const number of owners[word] as number[]) there.add(number);
    return [...there].sort((a, b) => a - b).map((number) => all[number] as Needing);
  };
}
