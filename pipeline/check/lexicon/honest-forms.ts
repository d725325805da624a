import type { WordList } from './data-files.ts';
import { isEnclosed, isNearRank, isQuoted, OF_RANK, STATE, STOP } from './form-edges.ts';
import type { Slip } from './one-slip.ts';
import { isHalfQuoted, isListed, isOtherUnit } from './other-names.ts';
import type { Likeness, PhraseIndex } from './phrase-index.ts';
import { HAN, isRare, type Plain } from './plain-text.ts';
import { ALONE, ALONE_BEHIND_SHORT, AND, BEFORE, DIVISIONS, LOOSE, OF_SENTENCES, PUT_IN } from './small-words.ts';

/** What a phrase is: of the lists by hand (国家 to 城管), an idiom, a place, a law's title, or a person of the bureau's. */
export type PhraseGroup = '国家' | '领导' | '机构' | '提法' | '城管' | '成语' | '地名' | '法律' | '姓名';

/** A phrase that has one right form. */
export interface Phrase {
  text: string;
  group: PhraseGroup;
  /** Any other character in it is a slip, not only one that is easily taken for the right one. */
  core: boolean;
  /** Right beside another phrase: it keeps its own text from being told, and isn't looked for. */
  honest?: boolean;
  /** Others are coined like it (四港联动, 四社联动): only what is easily taken for it is a slip of it. */
  alike?: boolean;
  /** The first and last day, or month, in whose texts it is looked for. */
  since?: string | undefined;
  until?: string | undefined;
}

/** Phrases with their index, and what keeps honest texts from being taken for slips. Everything is folded (`foldedTerm`). */
export interface Lexicon {
  lists: readonly { phrases: readonly Phrase[]; index: PhraseIndex }[];
  /** Characters that are easily taken for each other: of two the list has one with the other. */
  confusables: ReadonlyMap<string, string>;
  /** Words that can reach over a phrase's edge. */
  words: WordList;
  /** Forms that honest texts have. */
  seen: ReadonlySet<string>;
  /** Wrong forms that the bureau's own lists tell of (prohib/official-terms, text/idiom-typo). */
  told: readonly string[];
}

/** A likeness that isn't the phrase itself, with what the tests ask about. */
export interface Suspect extends Likeness {
  slip: Slip;
  phrase: Phrase;
  /** The units of the phrase. */
  length: number;
  right: string;
  wrong: string;
}

const NUMERALS = /^[〇零一二三四五六七八九十百千两\d]+$/;
const COUNTED = /[一二三四五六七八九十百千万两双](?!个..$)/;
/** Groups of phrases that no other wording is meant by. */
const OURS: ReadonlySet<PhraseGroup> = new Set(['国家', '领导', '机构', '提法']);
/** Groups in whose phrases rare characters tell of a slip; idioms and places have such of their own. */
const RARE_IN: ReadonlySet<PhraseGroup> = new Set([...OURS, '城管']);
const LONGEST_WORD = 5;

/**
 * Whether a word of the list runs over the form's edge and reaches what slipped; of a form of three characters, whether any runs over its
 * edge. None runs over a quotation mark.
 */
function isCrossed({ text, quotes }: Plain, words: WordList, { start, end, from, to, length }: Suspect): boolean {
  const short = length === 3 || end - start === 3;
  const reach = short ? start + 1 : Math.max(start + 1, from === to ? from : from + 1);
  const back = short ? end - 1 : Math.min(end - 1, from === to ? from : to - 1);
  for (let first = Math.max(0, start - LONGEST_WORD + 1); first < end; first += 1) {
    for (let last = first + 2; last <= first + LONGEST_WORD; last += 1) {
      const crosses = (first < start && last >= reach && !quotes.has(start)) || (last > end && first <= back && !quotes.has(end));
      if (crosses && words.has(text.slice(first, last))) return true;
    }
  }
  return false;
}

/** Whether one number stands for another; names have theirs: 百丈镇. */
const isNumeral = ({ slip, phrase: { group }, wrong, right }: Suspect): boolean =>
  NUMERALS.test(wrong + right) && !(slip === 'left-out' && (group === '地名' || group === '领导'));

export const isInside = ({ place, width, length }: Suspect): boolean => place > 0 && place + width < length;

/** Parts of phrases that come and go, or that nobody leaves out by mistake. */
function isLooseLeftOut(suspect: Suspect, text: Plain): boolean {
  const { slip, phrase, place, length, right } = suspect;
  const { group } = phrase;
  if (slip !== 'left-out') return false;
  if (group === '成语') return length < 5;
  if (group === '法律')
    return `${DIVISIONS}国`.includes(right) || length < 5 || !(isInside(suspect) || (place === 0 && isEnclosed(text, suspect)));
  // 叶挺将军 without a character is 叶将军, who is called so.
  if (group === '领导' && length < 5 && !phrase.core && (length < 4 || OF_RANK.test(phrase.text.slice(2))) && place < 2) return true;
  if (!isInside(suspect) || right === '多' || (LOOSE.includes(right) && !(phrase.core && right === '和')) || length < 4) return true;
  // 公安局长 says the same as 公安局局长.
  if (right === phrase.text.charAt(place - 1) || right === phrase.text.charAt(place + 1)) return true;
  // Nobody is called 浙江委书记.
  if (group === '领导' && phrase.text.startsWith('委', place + 1)) return false;
  // 区政法委 is 区委政法委, and who isn't 副 has another post.
  const before = phrase.text.charAt(place - 1);
  return (
    !phrase.core && (DIVISIONS.includes(right) || (isOrgan(phrase) && (right === '副' || (right === '委' && DIVISIONS.includes(before)))))
  );
}

/** Places of one kind, which differ in a character or two. */
const ALIKE = /(?:街道|[农林牧渔]场|经济技术开发区|经济开发区|高新技术产业开发区|高新区|开发区|工业园区|园区|管理区|旅游度假区|新区|特区)$/;

/** What no unit is called without its last character: 消防救援大|队. */
const HALVED = /(?:[大中支总小]队|中心|委员会|办公室|派出所|检察院|法院|协会|公司|街道)$/;

const isHalved = ({ slip, phrase: { text }, place, length }: Suspect): boolean =>
  slip === 'replaced' && place === length - 1 && length > 4 && HALVED.test(text);

/** What stands behind the names of those whom all know. */
const OF_KNOWN = /^(?:[选文]选|选集|文集|同志|主席|总理|委员长|元帅|塑像|故居|诗词)/;
/** What 据 begins: 据统计, 据了解. */
const OF_SOURCES = /^(?:[统了估测推分透报初不此其实悉称说介为以传点])/;

/** Where a character is another, and it makes the name of another place, or ends it sooner. */
function isOtherName(suspect: Suspect, plain: Plain): boolean {
  const { slip, phrase, place, length, wrong, end } = suspect;
  const { group, text, core } = phrase;
  if (slip !== 'replaced' || group === '法律') return false;
  const last = place === length - 1;
  if (group === '地名') return last || text.replace(ALIKE, '').length < 3;
  if (!last || isQuoted(plain, suspect)) return false;
  // Nothing else is said of a leader whose post and name stand there but for one sound, or begins like an idiom.
  if (ALONE.includes(wrong) && !'的地得'.includes(wrong) && (group === '成语' || (group === '领导' && length >= SURE))) return false;
  if (group === '领导' && OF_KNOWN.test(plain.text.slice(end))) return false;
  if (wrong === '据' && text.endsWith('局')) return OF_SOURCES.test(plain.text.slice(end));
  if (wrong === '网' || ALONE.includes(wrong) || (length < 5 && ALONE_BEHIND_SHORT.includes(wrong)))
    return !HALVED.test(text) && !(length > 3 && (core || plain.quotes.has(end)));
  const ofDivision = group === '机构' && /[省市县区委]/.test(plain.text.charAt(suspect.start - 1));
  return length === 3 && !core && group !== '国家' && group !== '领导' && !ofDivision && !/[署院所联委厅]$/.test(text);
}

/** In a phrase so long any other character is a slip where it makes no word with its neighbour. */
const SURE = 6;
/** From so many characters on a phrase is no other words by chance. */
const LONG = 7;
/** From so many on the beginning of a core phrase says how it ends, and an ordinary word within isn't meant. */
const CERTAIN = 8;

/** Whether what slipped stands in the name of a place that an organ is called by: 东莞市人民政府 is another one than 东阳's. */
const isInPlaceName = ({ phrase: { group, text }, place }: Suspect): boolean =>
  group === '机构' && place < text.search(/[省市县区州](?!.*[省市县区州])/);

/** Of shorter phrases a rare character may belong to what stands beside it, or be meant. */
const [SHORTEST_RARE, SHORTEST_RARE_END] = [4, 5];

/** Whether nobody means a rare character there: inside a phrase, or at the end of one that nothing goes on with. */
function isRareSlip(suspect: Suspect, { text }: Plain): boolean {
  const { phrase, place, length, end } = suspect;
  if (phrase.group === '城管' || isInside(suspect)) return isInside(suspect) && length >= SHORTEST_RARE && !isInPlaceName(suspect);
  return place > 0 && length >= SHORTEST_RARE_END && (phrase.group === '领导' || STOP.test(text.charAt(end)));
}

/** Whether each of the characters is easily written for the one that belongs there, or is a rare one that nobody means. */
export const isTakenFor = (suspect: Suspect, text: Plain, confusables: Lexicon['confusables']): boolean =>
  [...suspect.wrong].every(
    (one, at) =>
      isListed(one, suspect.right.charAt(at), confusables) ||
      (isRare(one) && RARE_IN.has(suspect.phrase.group) && isRareSlip(suspect, text)),
  );

/** What titles of rules end with beside 规定 and 条例. */
const KINDS = '范程则划约款文';

const isOrgan = ({ group }: Phrase): boolean => group === '国家' || group === '机构';

/** What names of bodies end with. */
const OF_BODY = /(?<!解放军.{1,4})[局部厅署院]$/;

/**
 * Another character than those that are easily taken for the right one. Honest texts coin so much that looks alike that it tells of a slip
 * in three kinds alone: what nothing else looks like, a law's title in its brackets, and the inside of long names.
 */
function isOtherWord(suspect: Suspect, text: Plain, { words, confusables }: Lexicon): boolean {
  const { slip, phrase, place, length, wrong, width } = suspect;
  if (slip !== 'replaced') return false;
  if (phrase.group === '机构' && isInside(suspect) && OF_SENTENCES.includes(wrong)) return true;
  if (isTakenFor(suspect, text, confusables)) return width > 1 && !phrase.core && !isInside(suspect);
  if (width > 1 || !HAN.test(wrong) || phrase.alike) return true;
  const isNamed = phrase.group === '机构' || (wrong !== '及' && isEnclosed(text, suspect));
  if (AND.includes(wrong) && AND.includes(suspect.right) && isNamed && length >= SURE) return false;
  if (`${DIVISIONS}${LOOSE}`.includes(wrong)) return true;
  if (phrase.group === '法律' && place > 0 && !KINDS.includes(wrong) && isEnclosed(text, suspect))
    return length < CERTAIN && !text.text.endsWith(STATE, suspect.start);
  if (phrase.core) return isInside(suspect) ? length < 4 : length < CERTAIN || place === 0;
  if (!OURS.has(phrase.group) || !isInside(suspect) || PUT_IN.includes(wrong) || isInPlaceName(suspect)) return true;
  // 国家医疗保证局: of a body's name an ordinary word makes no other one.
  return length < LONG || (isOrdinary(suspect, text, words) && !(isOrgan(phrase) && OF_BODY.test(phrase.text) && place > 1));
}

const OF_BUREAUS = /^(?:[属内长]|机关|党[组委]|领导|班子|务会)/;

/** Two units left out, or one too many that isn't its neighbour: often another way to say it. */
function isOtherWay(suspect: Suspect, text: Plain): boolean {
  const { slip, phrase, place, length, width, right, wrong } = suspect;
  const { group } = phrase;
  if (slip === 'left-out') return width > 1 && !(phrase.core && length >= 10);
  if (slip === 'swapped' && width === 3 && right.charAt(1) === wrong.charAt(1)) return group === '成语' || !COUNTED.test(phrase.text);
  if (
    slip === 'swapped' &&
    ((right.includes('、') && !phrase.core) || (width === 4 && group === '机构' && place + width === length && !phrase.core))
  )
    return true;
  if (slip === 'swapped' && width > 2)
    return [...right].some((one) => LOOSE.includes(one)) ? !phrase.core : width !== 4 && !isInside(suspect);
  if (slip !== 'doubled') return false;
  // A committee of a 建设委 or 发展改革委; what belongs to a bureau: 教育局局属学校, 局机关.
  if (right === wrong)
    return (right === '委' && phrase.text.startsWith('委员会', place)) || (right === '局' && OF_BUREAUS.test(text.text.slice(suspect.end)));
  if (group === '法律') return !(isEnclosed(text, suspect) && text.text.endsWith(STATE, suspect.start));
  if (!(phrase.core || group === '国家') || length < LONG) return true;
  return place + width >= length || !HAN.test(wrong) || `${DIVISIONS}${LOOSE}${PUT_IN}`.includes(wrong);
}

/** Why a form that is nearly a phrase is honest all the same; each test says yes to what it lets pass, the quick ones first. */
export const HONEST: readonly ((suspect: Suspect, text: Plain, lexicon: Lexicon) => boolean)[] = [
  isLooseLeftOut,
  isOtherName,
  // What stands before the phrase, which has its first character not.
  ({ slip, phrase: { core }, place, length, wrong }) =>
    slip === 'replaced' && place === 0 && BEFORE.includes(wrong) && !(core && length >= CERTAIN),
  // Another place, whose regulation is called the same.
  ({ phrase: { group, text }, place }) => group === '法律' && place < text.search(/[省市县区州]/),
  // A short title that neither brackets nor the state's name tell from other words.
  ({ phrase: { group }, length, slip, ...likeness }, text) =>
    group === '法律' &&
    !(
      length > 6 ||
      ((length > 3 || slip === 'replaced') && isEnclosed(text, { ...likeness, slip })) ||
      text.text.endsWith(STATE, likeness.start)
    ),
  // Somebody else, of whom nothing says that it is one of those whom all know.
  (suspect, plain, { words }) =>
    suspect.phrase.group === '领导' && suspect.length === 3 && (isOrdinary(suspect, plain, words) || !isNearRank(plain, suspect)),
  // A person's name with another character too many or too few is another name.
  ({ slip, phrase: { group } }) => group === '姓名' && slip !== 'replaced',
  isOtherWord,
  isOtherWay,
  isOtherUnit,
  isHalfQuoted,
  // Numbers, which differ from text to text.
  isNumeral,
  // A form that honest texts have.
  ({ start, end }, { text }, { seen }) => seen.has(text.slice(start, end)),
  // Words that run over the phrase's edge.
  (suspect, text, { words }) =>
    !(suspect.phrase.group === '法律' && isEnclosed(text, suspect)) &&
    !isQuoted(text, suspect) &&
    !isHalved(suspect) &&
    !(suspect.phrase.core && suspect.slip === 'swapped') &&
    isCrossed(text, words, suspect),
  // A form that another rule tells of.
  ({ start, end }, { text }, { told }) => told.some((wrong) => text.slice(start, end).includes(wrong)),
  // A part of another phrase: 监察官 of the law on them.
  (suspect, { text }, { lists }) =>
    (suspect.slip !== 'left-out' || isInside(suspect)) &&
    lists.some(({ index }) => index.text.includes(text.slice(suspect.start, suspect.end + (suspect.slip === 'doubled' ? 1 : 0)))),
];

/** Whether what slipped makes a word of the list within the form, by itself or with the character beside it. */
export function isOrdinary({ start, end, from, to, slip, place }: Suspect, { text }: Plain, words: WordList): boolean {
  const begins = (at: number) => [at + 2, at + 3].some((after) => words.has(text.slice(at, after)));
  if (slip === 'swapped') return words.has(text.slice(from, to)) || (place === 0 && LOOSE.includes(text.charAt(from)) && begins(to - 1));
  return (
    slip === 'replaced' && ((from > start && words.has(text.slice(from - 1, to))) || (to < end && words.has(text.slice(from, to + 1))))
  );
}
