import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { onceFor } from '../../once-for.ts';
import { toldOnce } from '../find.ts';
import type { Report } from '../rule.ts';
import { nearly, wrongIn } from '../simplified-texts.ts';
import { linesOf, rowsOf } from './data-files.ts';
import { shippedLexicon } from './lexicon.ts';
import { isListed } from './other-words.ts';
import { MOTTOES, type PatternRow, SLOGANS } from './pattern-tables.ts';
import { isRight, patternReports } from './patterns.ts';
import { type Likeness, likenessesIn, phraseIndex } from './phrase-index.ts';
import { HAN, type Plain, plainOf } from './plain-text.ts';
import type { Lexicon } from './suspect.ts';
import { longestOf } from './term-scan.ts';

/** A saying as it is written, and what is looked for, maybe with two words in each other's place. */
interface Form {
  right: string;
  plain: string;
  turned: boolean;
}

const MARKS = /[、,:]/g;
/** In longer sayings a word may be one too many, or left out. */
const SHORT = 5;
/** What denies, and what denies a saying at its beginning. */
const DENIED = /[不无未非没勿莫别]/;
const DENIAL = /^(?:[不没勿莫]|没有|请勿)$/;
/** What is bad wherever it stands. */
const BAD =
  /[耻辱裂泄私贪腐违毁坏弃害邪毒骗赌乱恶蛮败忘仇叛犯枉徇纵懒惰奸诈骂殃祸丑脏假谎侵衰垮失捞恨坑堵躲逃诿躺罪死疯嫌欺庇贱怨痛悲怒厌损伤残劣缩溜混昏臭霸凶滥瞒冷弱错烂穷堕沉恐惧怠埋愚盲哭泪笑夺割砸吞捂废饿逼吵咒丧骄卑庸霉偏歪阴冤扔抛甩踢叹愧羞惨憎怕怯跪奖]|浪费/;
/** A row in all its wordings: (甲|乙)丙. */
const wordingsOf = (row: string): string[] =>
  row.split(/[()]/).reduce((begun: string[], piece) => begun.flatMap((one) => piece.split('|').map((other) => one + other)), ['']);

/** A saying, one of two parts in both orders, and each two neighbouring parts of one that has more: often they stand alone. */
function sayingsOf(row: string): string[] {
  const parts = row.split('、');
  const pairs = parts.slice(1).map((part, index) => `${parts[index]}、${part}`);
  if (parts.length === 2) return [row, parts.reverse().join('、')];
  return [row, ...pairs.filter((pair) => pair.length > 2 * SHORT - 2)];
}

/** Whether a phrase has several parts, all equally long: it is like a saying. */
const isEven = (text: string): boolean => text.includes('、') && new Set(text.split('、').map(({ length }) => length)).size === 1;

/** The sayings, ready to be looked for, and words that say the contrary of each other, each two in both orders. */
const listedIn = onceFor(({ lists }: Lexicon) => {
  const opposites = rowsOf('opposites.txt').flatMap(([word = '', others = '']) =>
    others.split(' ').map((other) => (word === '⇄' ? other.split(other.includes('/') ? '/' : '') : [word, other])),
  );
  const phrases = lists.flatMap((list) =>
    list.phrases.flatMap(({ text, group, honest }) => (group === '提法' && !honest && isEven(text) ? [text] : [])),
  );
  const own = [...new Set(linesOf('sayings.txt').flatMap((line) => wordingsOf(line.replaceAll(',', '、')).flatMap(sayingsOf)))];
  const byFirst = new Map<string, string[][]>();
  for (const pair of opposites) byFirst.set(pair.join().charAt(0), [...(byFirst.get(pair.join().charAt(0)) ?? []), pair]);
  const forms = [...own, ...phrases.flatMap(sayingsOf)].flatMap((right): Form[] => {
    const plain = right.replaceAll('、', '');
    const near = [...new Set(plain)].flatMap((first) => byFirst.get(first) ?? []);
    const there = near.filter(([one = '', other = '']) => other !== '' && plain.includes(one) && plain.includes(other));
    const form = { right, plain, turned: false };
    const turn = (one = '', other = '') => Array.from(plain.split(one), (part) => part.replaceAll(other, one)).join(other);
    return [form, ...there.map(([one, other]) => ({ ...form, plain: turn(one, other), turned: true }))];
  });
  return {
    forms,
    index: phraseIndex(forms.map(({ plain }) => plain)),
    contraries: new Set(opposites.flatMap(([one, other]) => [`${one} ${other}`, `${other} ${one}`])),
  };
});

/** Whether a word says the contrary of the right one: it is its opposite, or of two characters one denies. */
const isContrary = (right: string, wrong: string): boolean =>
  listedIn(shippedLexicon()).contraries.has(`${right} ${wrong}`) ||
  (right.length < 2 && /^[^的]?$/.test(wrong) && DENIED.test(right) !== DENIED.test(wrong));

/** Whether a character is easily written for the right one. */
const isSlip = (right: string, wrong: string): boolean =>
  [right, wrong].every((one) => HAN.test(one)) && isListed(wrong, right, shippedLexicon().confusables);

/** Whether what differs in a text makes a saying say something else. Honest prose coins its own: 让网商少跑腿. */
function isOther({ slip, start, end, from, to, place, width }: Likeness, { plain: saying }: Form, { text, starts }: Plain): boolean {
  const isApart = (at: number): boolean =>
    !HAN.test(text.charAt(at - 1)) || !HAN.test(text.charAt(at)) || (starts[at] as number) - (starts[at - 1] as number) > 1;
  const right = slip === 'doubled' ? '' : saying.slice(place, place + width);
  const wrong = text.slice(from, to);
  if (slip === 'swapped' || (slip !== 'replaced' && saying.length <= SHORT)) return false;
  if (slip === 'left-out' && from === start) return DENIAL.test(right);
  const isInside = start < from && to < end;
  if (!isInside && (slip === 'left-out' || !isApart(from === start ? start : end))) return false;
  return isContrary(right, wrong) || isSlip(right, wrong) || (from > start && BAD.test(wrong) && !BAD.test(right));
}

/** Sayings of which one word is another. Nobody wrote such a form down. */
export function sayingReports(blocks: readonly TextBlock[]): Report[] {
  const like = MOTTOES.find(({ id }) => id === '漏不') as PatternRow;
  const { forms, index } = listedIn(shippedLexicon());
  const reports = wrongIn(blocks, (text) => {
    const plain = plainOf(text.replace(MARKS, ' '));
    const found = likenessesIn(plain, index).map((one) => ({ ...one, form: forms[one.word] as Form }));
    const whole = found.filter(({ slip, form }) => slip === null && !form.turned);
    const isWhole = (from: number, to: number) => whole.some(({ start, end }) => start <= from && Math.max(to, from + 1) <= end);
    const others = found.filter(({ from, to }) => !isWhole(from, to));
    const wrong = others.filter((one) => (one.form.turned ? !one.slip : isOther(one, one.form, plain)));
    return longestOf(wrong).flatMap(({ start: first, end: last, form: { right } }) => {
      const [start, end] = [plain.starts[first] as number, (plain.starts[last - 1] as number) + 1];
      if (isRight(like, text, start, end) || (!right.includes('、') && /[、,:]/.test(text.slice(start, end)))) return [];
      return [nearly(start, end, `这里像是“${right}”，有的字词和原来的不一样。`, `“${right}”`)];
    });
  });
  return toldOnce(reports);
}

/** Slogans, mottoes and sayings in the blocks, each place told once, by the gravest; looked for once, however many rules ask. */
export const sloganReports = onceFor((blocks: readonly TextBlock[]): readonly Report[] =>
  toldOnce(
    [...patternReports(blocks, SLOGANS), ...patternReports(blocks, MOTTOES), ...sayingReports(blocks)].sort(
      (one, other) => Number(one.severity !== undefined) - Number(other.severity !== undefined),
    ),
  ),
);
