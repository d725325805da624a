import type { Words } from '../../item/content-problem.ts';
import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { onceFor } from '../../once-for.ts';
import { toldOnce } from '../find.ts';
import type { Report } from '../rule.ts';
import { wrongIn } from '../simplified-texts.ts';
import { linesOf, rowsOf } from './data-files.ts';
import { shippedLexicon } from './lexicon.ts';
import { isListed } from './other-words.ts';
import { MOTTOES, type PatternRow, SLOGANS } from './pattern-tables.ts';
import { isRight, patternReports } from './patterns.ts';
import { wordSearch } from './term-scan.ts';
import { turnedReports } from './turned-round.ts';

/** A saying as it is written and without its marks. */
interface Saying {
  right: string;
  plain: string;
}

/** What is looked for of a saying first: its beginning, its end, or all of it where two of its words stand in each other's place. */
interface Anchor extends Saying {
  text: string;
  kind: 'start' | 'end' | 'swapped';
}

/** Where a text has a saying, and the word that stands there for another; none where it is whole. */
interface Found {
  right: string;
  start: number;
  end: number;
  word?: readonly [start: number, end: number];
}

const MARKS = /[、，]/g;
/** Longer sayings may differ at an edge too, and in more than one character. */
const SHORT = 5;
const LONGEST_WORD = 3;
/** Words that come and go in a sentence, what denies, and what stands where a denial is left out. */
const SMALL = /^(?:[的了地得和与及是就要也都而则以在更最并又必让]|就是)?$/;
const DENIED = /[不无未非没勿莫别]/;
/** A saying's own denial at its beginning, what a part begins with that can't stand first, and what denies a saying without its own. */
const DENIAL = /^(?:[不没勿莫]|没有|请勿)$/;
const DENIES = /^[不莫勿严请]/;
const DENIED_BEFORE = /[不无未非没勿莫别禁拒反远避防免忌否杜抵戒止违打治查除]/;
const BARE = /[不无未非没勿莫别要可必就敢能应会有是很还想远得了]/g;
/** What is bad wherever it stands. */
const BAD = /[耻辱裂泄私贪腐违毁坏弃害邪毒骗赌乱恶蛮败忘仇叛犯枉徇纵懒惰奸诈骂殃祸丑脏假谎侵衰垮失]|浪费|逃避|推诿|躺平|冷落|欺压|包庇/;

/** How many characters are gone, and how many stand there for them: the fewest first. */
const CHANGES = [0, 1, 2, LONGEST_WORD]
  .flatMap((lost) => [0, 1, 2, LONGEST_WORD].map((put) => ({ lost, put })))
  .filter(({ lost, put }) => lost + put > 0)
  .sort((one, other) => one.lost + one.put - other.lost - other.put);

/** A saying, one of two parts in both orders, and each two neighbouring parts of one that has more: often they stand alone. */
function sayingsOf(row: string): Saying[] {
  const parts = row.split(MARKS);
  const [one = '', two = ''] = parts;
  const pairs = parts.slice(1).map((part, index) => `${parts[index]}、${part}`);
  const more =
    parts.length > 2 ? pairs.filter((pair) => pair.length > 2 * SHORT - 2) : two === '' || DENIES.test(two) ? [] : [`${two}、${one}`];
  return [row, ...more].map((right) => ({ right, plain: right.replace(MARKS, '') }));
}

/** Whether a phrase has several parts, all equally long: it is like a saying. */
const isEven = (text: string): boolean => text.includes('、') && new Set(text.split('、').map(({ length }) => length)).size === 1;

/** A text in parts, a word wherever it stands being a part of its own. */
const partedBy = (text: string, word: string): string[] => text.split(word).flatMap((part, index) => (index > 0 ? [word, part] : [part]));

/** A text with two words in each other's place: each two of them, and all. */
function swapped(text: string, one: string, other: string): string[] {
  const parts = partedBy(text, one).flatMap((part) => (part === one ? [part] : partedBy(part, other)));
  const at = (word: string) => [...parts.keys()].filter((index) => parts[index] === word);
  const each = at(one).flatMap((first) => at(other).map((second) => [first, second]));
  return [...each, [...at(one), ...at(other)]].map((places) =>
    parts.map((part, index) => (!places.includes(index) ? part : part === one ? other : one)).join(''),
  );
}

/** The anchors of all sayings with the search for them, and words that say the contrary of each other, each two in both orders. */
function readSayings() {
  const opposites = rowsOf('opposites.txt').flatMap(([word = '', others = '']) =>
    others.split(' ').map((other) => (word === '⇄' ? other.split(other.includes('/') ? '/' : '') : [word, other])),
  );
  const contraries = new Set(opposites.flatMap(([one, other]) => [`${one} ${other}`, `${other} ${one}`]));
  const words = [...new Set(opposites.flat())].filter((word) => word !== '');
  const searchWords = wordSearch(words);
  const phrases = shippedLexicon().lists.flatMap((list) =>
    list.phrases.flatMap(({ text, group, honest }) => (group === '提法' && !honest && isEven(text) ? [text] : [])),
  );
  const rows = [...linesOf('sayings.txt').map((line) => line.replaceAll(',', '、')), ...phrases];
  const sayings = rows.flatMap(sayingsOf);
  const known = new Set(sayings.map(({ plain }) => plain));
  const ends = sayings.flatMap((saying): Anchor[] => {
    const size = saying.plain.length > SHORT ? 3 : 2;
    return [
      { ...saying, kind: 'start', text: saying.plain.slice(0, size) },
      { ...saying, kind: 'end', text: saying.plain.slice(-size) },
    ];
  });
  const swaps = sayings.flatMap(({ right, plain }): Anchor[] => {
    const there = new Set<string>();
    searchWords(plain, (word) => there.add(words[word] as string));
    const pairs = [...there].flatMap((one) => [...there].map((other) => [one, other] as const));
    return pairs
      .filter(([one, other]) => one < other && contraries.has(`${one} ${other}`))
      .flatMap(([one, other]) => swapped(plain, one, other).filter((form) => !known.has(form)))
      .map((form) => ({ right, plain: form, kind: 'swapped', text: form }));
  });
  const anchors = [...ends, ...swaps];
  return { anchors, search: wordSearch(anchors.map(({ text }) => text)), contraries };
}

let read: ReturnType<typeof readSayings> | undefined;

function listed() {
  read ??= readSayings();
  return read;
}

/** Whether a word says the contrary of the right one: it denies it or no longer does, is its opposite, or is bad where that isn't. */
function isContrary(right: string, wrong: string): boolean {
  if (listed().contraries.has(`${right} ${wrong}`) || (/^[不没]$/.test(wrong) && !/[少不]/.test(right))) return true;
  if (/^[不无勿莫]$/.test(right) && !DENIED_BEFORE.test(wrong) && !SMALL.test(wrong)) return true;
  if (DENIED.test(right) !== DENIED.test(wrong)) return right.replace(BARE, '') === wrong.replace(BARE, '');
  return !SMALL.test(right) && BAD.test(wrong) && !BAD.test(right);
}

/**
 * Whether another word in a saying's place makes it say something else: the contrary, or a character easily written for another. Honest
 * prose coins its own (让网商少跑腿).
 */
const isOther = (right: string, wrong: string, isFirst: boolean): boolean =>
  (isContrary(right, wrong) && !(isFirst && right.length > 1 && wrong.length > 1 && !listed().contraries.has(`${right} ${wrong}`))) ||
  (right.length === 1 &&
    wrong.length === 1 &&
    !SMALL.test(right) &&
    !SMALL.test(wrong) &&
    isListed(wrong, right, shippedLexicon().confusables));

/** What a text has of a saying of which an anchor stands there, whole or but for one word. */
function foundAt(text: string, at: number, anchor: Anchor, breaks: ReadonlySet<number>): Found | undefined {
  const { right, plain, kind } = anchor;
  const back = kind === 'end';
  const [size, last] = [plain.length, at + anchor.text.length];
  const isSame = (index: number): boolean =>
    back ? text[last - 1 - index] === plain[size - 1 - index] : text[at + index] === plain[index];
  let same = anchor.text.length;
  while (same < size && isSame(same)) same += 1;
  if (same === size) {
    const [start, end] = back ? [last - size, last] : [at, at + size];
    if (kind === 'swapped') return { right, start, end, word: [start, end] };
    const isDenied = text[start - 1] === '不' && size > SHORT && breaks.has(start - 1) && breaks.has(end);
    return isDenied ? { right, start: start - 1, end, word: [start - 1, start] } : { right, start, end };
  }
  for (const { lost, put } of CHANGES) {
    if (lost > size - same || lost > Math.max(1, size >> 2) || put > Math.max(2, lost + 1) || (size <= SHORT && put !== 1)) continue;
    const rest = back ? plain.slice(0, size - same - lost) : plain.slice(same + lost);
    const place = back ? last - same - put - rest.length : at + same + put;
    if (place < 0 || !text.startsWith(rest, place)) continue;
    // What stands further inside is found from the beginning.
    if (back && rest.length >= anchor.text.length) return;
    const isEdge = rest === '';
    const ends = (place: number): boolean => breaks.has(place) || (!back && size > SHORT + 1 && /[的这]/.test(text.charAt(place)));
    const begin = last - same;
    const isBare = back && place === begin && same > SHORT + 1 && DENIAL.test(plain.slice(0, lost));
    if (isBare && !DENIED_BEFORE.test(text.slice(Math.max(0, begin - 8), begin)))
      return { right, start: begin, end: last, word: [begin, begin] };
    if (isEdge && (lost === 0 || put === 0 || !ends(place) || (size <= SHORT && !breaks.has(back ? last : at)))) continue;
    const word = back ? ([last - same - put, last - same] as const) : ([at + same, place] as const);
    const gone = back ? plain.slice(rest.length, size - same) : plain.slice(same, same + lost);
    const wrong = text.slice(...word);
    if (/[^\p{Script=Han}]/u.test(wrong)) return;
    return isOther(gone, wrong, back && isEdge)
      ? { right, start: back ? place : at, end: back ? last : place + rest.length, word }
      : undefined;
  }
  return;
}

/** The sayings of which a text has all but one word, each place by the first that is found there. */
function foundIn(text: string): Found[] {
  const { anchors, search } = listed();
  const runs = [...text.matchAll(/[\p{L}\p{N}]+/gu)];
  const plain = runs.map(([run]) => run).join('');
  const hits: [at: number, anchor: number][] = [];
  search(plain, (anchor, at) => hits.push([at, anchor]));
  if (hits.length === 0) return [];
  let size = 0;
  const breaks = new Set([0, ...runs.map(([{ length }]) => (size += length))]);
  const found = hits
    .sort(([one, first], [other, second]) => one - other || first - second)
    .flatMap(([at, anchor]) => foundAt(plain, at, anchors[anchor] as Anchor, breaks) ?? []);
  const isWhole = ([from, to]: readonly [number, number]) => found.some(({ start, end, word }) => !word && start <= from && to <= end);
  const wrong = found.filter(({ word }) => word && !isWhole(word));
  const places = wrong.length === 0 ? [] : runs.flatMap(({ 0: run, index }) => Array.from(run.split(''), (_, at) => index + at));
  return wrong
    .map(({ start, end, ...found }) => ({ ...found, start: places[start] as number, end: (places[end - 1] as number) + 1 }))
    .filter(({ start, end, right }) => end - start <= 2 * right.length && !/[。!?;\n]/.test(text.slice(start, end)))
    .filter(({ start }, index, all) => all.findIndex((one) => one.start <= start && start < one.end) === index);
}

/** Sayings of which one word is another. Nobody wrote such a form down. */
export function sayingReports(blocks: readonly TextBlock[]): Report[] {
  const like = MOTTOES.find(({ id }) => id === '漏不') as PatternRow;
  const wordsOf = (right: string): Words => ({
    problem: `这里像是“${right}”，有的字词和原来的不一样。`,
    expected: `“${right}”。`,
    fix: `改为“${right}”。没有写错的，写豁免并说明理由（8 字以上）。`,
  });
  return wrongIn(blocks, (text) =>
    foundIn(text)
      .filter(({ start, end }) => !isRight(like, text, start, end))
      .map(({ start, end, right }) => ({ start, end, severity: 'warning', words: () => wordsOf(right) })),
  );
}

/** Slogans, mottoes and sayings in the blocks, each place told once, by the gravest; looked for once, however many rules ask. */
export const sloganReports = onceFor((blocks: readonly TextBlock[]): readonly Report[] =>
  toldOnce(
    [...patternReports(blocks, SLOGANS), ...patternReports(blocks, MOTTOES), ...turnedReports(blocks), ...sayingReports(blocks)].sort(
      (one, other) => Number(one.severity !== undefined) - Number(other.severity !== undefined),
    ),
  ),
);
