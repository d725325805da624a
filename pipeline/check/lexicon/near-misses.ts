import type { WordList } from './data-files.ts';
import { HONEST } from './honest-forms.ts';
import { isListed, isOrdinary, isRunOn, isTakenFor, looksLike } from './other-words.ts';
import { type Likeness, likenessesIn, wordOf } from './phrase-index.ts';
import { HAN, type Plain, plainOf } from './plain-text.ts';
import { DIVISIONS } from './small-words.ts';
import { isEnclosed, isQuoted, isQuotedWithin, type Lexicon, type Phrase, type PhraseList, STOP, type Suspect } from './suspect.ts';

/** Where a text is a phrase but for one slip; it begins and ends in the text as it is written. */
export interface NearMiss extends Suspect {
  /** What stands there, as it is looked for. */
  form: string;
  /** What stands there makes an ordinary word, alone or with its neighbour: then it may be meant. */
  ordinary: boolean;
  /** An end of it may belong to what stands beside it. */
  runOn: boolean;
  /** How it is like what belongs there: it sounds so, or only looks so. */
  like: 'sound' | 'shape' | null;
  /** Quotation marks or brackets of a title stand around it. */
  quoted: boolean;
}

/** What makes another word of a phrase's last character: 局局长, 教育局局机关, 政协副主席席某某; or begins one by itself: 安全全链条. */
const GOES_ON =
  /^(?:[全是的地有席会任].?|.[长员处礼歌旗徽章内外里史务名址训志规服部界家籍报费纲士议同门队署督领机属情刊藏本政系编业委党地标文场有直房际顶都校庭企]|.友(?!谊))/;

/** A phrase whose first or last character stands twice, where nothing beside it makes a word of the second. */
function doubledEnds(whole: Likeness, { text, quotes }: Plain, words: WordList): Likeness[] {
  const { start, end } = whole;
  const isOne = (at: number, step: 1 | -1): boolean => {
    const [character, beside] = [text.charAt(at), text.charAt(at + step)];
    if (character === '' || character !== text.charAt(at - step) || `${DIVISIONS}街旗盟城河湖江发`.includes(character)) return false;
    if (STOP.test(beside) || quotes.has(step === 1 ? at + 1 : at)) return true;
    // 五国|国家主席.
    if (step < 0 && character === '国' && '二三四五六七八九十多各两'.includes(beside)) return false;
    const around = [2, 3, 4].map((length) => (step === 1 ? text.slice(at, at + length) : text.slice(at + 1 - length, at + 1)));
    return HAN.test(beside) && beside !== character && !GOES_ON.test(around[0] as string) && !around.some((word) => words.has(word));
  };
  const doubled = { ...whole, slip: 'doubled' as const, width: 1 };
  return [
    ...(isOne(end, 1) ? [{ ...doubled, end: end + 1, from: end, to: end + 1, place: end - start - 1 }] : []),
    ...(start > 0 && isOne(start - 1, -1) ? [{ ...doubled, start: start - 1, from: start - 1, to: start, place: 0 }] : []),
  ];
}

/** So short a phrase doesn't keep a leader's post and name from lacking a character in its post. */
const SHORT = 4;

/** Whether a phrase that stands there as it should covers what slipped, or runs on from where something is left out (特殊教育|校本课程). */
const isCovered = ({ from, to, ...suspect }: Suspect, whole: readonly Likeness[], plain: Plain): boolean =>
  !(suspect.phrase.group === '法律' && isEnclosed(plain, { ...suspect, from, to })) &&
  whole.some(({ start, end }) => {
    const isPart = suspect.start <= start && end <= suspect.end && end - start < suspect.length;
    const isTold = suspect.phrase.core || (from === to && suspect.phrase.group === '领导' && end - start <= SHORT);
    const isBehind = !suspect.phrase.core && start === from && suspect.end + 1 < end;
    return (from === to ? isBehind || (start < from && from < end) : start <= from && to <= end) && !(isPart && isTold);
  });

const inForce = ({ since, until }: Phrase, day: string | undefined): boolean =>
  day === undefined || ((since === undefined || since <= day) && (until === undefined || day.slice(0, until.length) <= until));

/** The suspects of one list, and what stands there as it should. */
function suspectsIn(
  plain: Plain,
  { phraseAt, index }: PhraseList,
  words: WordList,
  day: string | undefined,
): { whole: Likeness[]; suspects: Suspect[] } {
  const all = likenessesIn(plain, index);
  const whole = all.filter(({ slip }) => slip === null);
  const slips = [...all, ...whole.flatMap((one) => doubledEnds(one, plain, words))];
  const suspects = slips.flatMap((likeness): Suspect[] => {
    const { slip, word, from, to, place, width } = likeness;
    const phrase = phraseAt(word);
    if (slip === null || phrase.honest || !inForce(phrase, day)) return [];
    const whole = wordOf(index, word);
    const right = whole.slice(place, place + width);
    return [{ ...likeness, slip, phrase, length: whole.length, right, wrong: plain.text.slice(from, to) }];
  });
  return { whole, suspects };
}

/** Of suspects that share a part of the text the core's, then the longest phrase's, then one of a character taken for the right one, then the first. */
function apart(suspects: readonly Suspect[], lexicon: Lexicon): Suspect[] {
  const kept: Suspect[] = [];
  const weight = ({ slip, phrase, length, wrong, right }: Suspect) =>
    length + (phrase.core ? 100 : 0) - (slip === 'replaced' && !isListed(wrong, right, lexicon) ? 1.5 : 0);
  for (const suspect of suspects.toSorted((a, b) => weight(b) - weight(a) || a.start - b.start)) {
    if (!kept.some(({ start, end }) => start < suspect.end && suspect.start < end)) kept.push(suspect);
  }
  return kept.sort((a, b) => a.start - b.start);
}

/** How another character is like the right one. */
function likenessOf({ slip, wrong, right }: Suspect, lexicon: Lexicon): NearMiss['like'] {
  const pairs = Array.from(wrong, (one, at) => [one, right.charAt(at)] as const).filter(([one, own]) => one !== own);
  if (slip !== 'replaced' || !pairs.every(([one, own]) => isListed(one, own, lexicon))) return null;
  return pairs.some(([one, own]) => looksLike(one, own, lexicon)) ? 'shape' : 'sound';
}

/**
 * Where a text is a phrase of the lexicon but for one slip, in the order of the text. What differs in width, script, spaces and quotation
 * marks alone is no slip.
 * @param day the day of the text; without it phrases of all times are looked for
 */
export function nearMissesIn(text: string, lexicon: Lexicon, day?: string): NearMiss[] {
  const plain = plainOf(text);
  const found = lexicon.lists.map((list) => suspectsIn(plain, list, lexicon.words, day));
  const suspects = found.flatMap((list) => list.suspects);
  const whole = found.flatMap((list) => list.whole);
  const slips = suspects.filter((suspect) => !HONEST.some((test) => test(suspect, plain, lexicon)) && !isCovered(suspect, whole, plain));
  return apart(slips, lexicon).map((suspect) => {
    const { slip, start, end } = suspect;
    const isIdiom = suspect.phrase.group === '成语';
    const last = plain.starts[end - 1] as number;
    return {
      ...suspect,
      start: plain.starts[start] as number,
      end: last + ((text.codePointAt(last) as number) > 0xffff ? 2 : 1),
      form: plain.text.slice(start, end),
      quoted:
        isQuoted(plain, suspect) ||
        isQuotedWithin(plain, suspect) ||
        (isIdiom && (plain.quotes.has(start) || plain.quotes.has(end))) ||
        (plain.text.charAt(start - 1) === '《' && plain.text.charAt(end) === '》'),
      like: likenessOf(suspect, lexicon),
      runOn: isRunOn(suspect, plain, lexicon.words),
      ordinary: isOrdinary(suspect, plain, lexicon.words) || (!isTakenFor(suspect, plain, lexicon) && slip === 'replaced'),
    };
  });
}
