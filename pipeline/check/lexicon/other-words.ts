import type { WordList } from './data-files.ts';
import { HAN, isRare, type Plain } from './plain-text.ts';
import { ALONE, AND, BEFORE, BEFORE_WORDS, DIVISIONS, LOOSE, PARTICLES, PUT_IN, UNITS } from './small-words.ts';
import type { FromLength, Lexicon, Suspect } from './suspect.ts';
import { isEnclosed, isInside, isNearRank, isOrgan, isQuoted, isQuotedWithin, STATE, STOP } from './suspect.ts';

/** From so many characters on a rare one within a phrase is a slip; idioms and places have such of their own, and so have people (李罡同志). */
const RARE_FROM: FromLength = { 国家: 4, 领导: 5, 机构: 4, 提法: 8, 城管: 5 };
/** From so many on any other one is: within the core, what nothing else is called, and other phrases; and at the end of some. */
const ANY_IN_CORE: FromLength = { 国家: 5, 领导: 5, 机构: 5, 提法: 6 };
const ANY_IN_FIXED: FromLength = { 国家: 8, 领导: 4, 机构: 5, 提法: 6 };
const ANY_IN: FromLength = { 国家: 10, 领导: 7, 机构: 7, 提法: 10 };
const ANY_AT_END = 10;
/** From so many on another word within a phrase is a slip, too; of two characters, as one of what nothing else is called. */
const WHOLE = 10;

/** What no unit is called without its last character: 消防救援大|队. */
export const HALVED = /(?:[大中支总小]队|中心|委员会|办公室|派出所|检察院|法院|协会|公司|街道)$/;

/** What 据 begins: 据统计, 据了解. */
const OF_SOURCES = /^(?:[统了估测推分透报初不此其实悉称说介为以传点])/;

/** What goes on in the sentence: 该村民小组|暂未达到, 党务工作|这一载体; 从课堂学习|到社会实践; 党委群众路线教育实践活动. */
const ON =
  /(?:这[一个些种项次是里样类几两三]|暂[未不无时停定缓由]|都[是要有能会可应必须不没在以被从为得对将]|四[项个大类种级]|[区三]县|且不|到(?<=从(?![严实])[^,。;!?\n]{1,20}到)|[组委](?<=党.)(?=群))/y;

/** Where a character is another, and it makes the name of another place, or ends it sooner. */
export function isOtherName(suspect: Suspect, plain: Plain): boolean {
  const { slip, phrase, place, length, wrong, start, end } = suspect;
  const { group, text, core, sure } = phrase;
  // 食品安全吗？
  if (slip === 'replaced' && !core && place === length - 1 && PARTICLES.includes(wrong) && STOP.test(plain.text.charAt(end))) return true;
  if (slip !== 'replaced' || group === '法律') return false;
  ON.lastIndex = suspect.from;
  if (!core && ON.test(plain.text)) return true;
  const last = place === length - 1;
  const ofDivision = group === '机构' && /[省市县委]$|[^小社新园景片校城居]区$/.test(plain.text.slice(start - 2, start));
  if (place === 0 && length === 3 && (/机构|提法/.test(group) || text.endsWith('长制'))) return !ofDivision;
  if (group === '地名') return last;
  if (!last || isQuoted(plain, suspect)) return false;
  // Nothing else is said of a leader whose post and name stand there but for one sound, or begins like an idiom; none of them ends a clause.
  const next = plain.text.charAt(end);
  const isSure = group === '成语' ? !HAN.test(next) : length >= SURE && (group === '领导' || STOP.test(next));
  if (ALONE.includes(wrong) && (isSure || ('以与和及将向把'.includes(wrong) && STOP.test(next)))) return false;
  if (HAN.test(next) && (BEFORE_WORDS.includes(wrong) || (DIVISIONS.includes(wrong) && DIVISIONS.includes(next)))) return !core;
  if (wrong === '据' && text.endsWith('局')) return OF_SOURCES.test(plain.text.slice(end));
  if (wrong === '网' || ALONE.includes(wrong)) return !HALVED.test(text) && !(core && length > 3);
  return length === 3 && !core && !sure && group !== '国家' && group !== '领导' && !ofDivision && !/[署院所联委厅]$/.test(text);
}

/** In a phrase so long a small word is a slip: no other phrase begins so. */
const SURE = 6;
/** From so many on the beginning of a core phrase says how it ends, and an ordinary word within isn't meant. */
export const CERTAIN = 8;

/** Whether what slipped stands in the name of a place that an organ is called by: 东莞市人民政府 is another one than 东阳's. */
const isInPlaceName = ({ phrase: { group, text }, place }: Suspect): boolean =>
  group === '机构' && place < text.search(/[省市县区州](?!.*[省市县区州])/);

/** Whether a character looks like another; the list has each pair once. */
export const looksLike = (one: string, other: string, { shapes }: Lexicon): boolean =>
  shapes.get(other)?.includes(one) === true || shapes.get(one)?.includes(other) === true;

/** Whether it is the other one, or is easily taken for it. */
export const isListed = (one: string, other: string, lexicon: Lexicon): boolean =>
  one === other || lexicon.sounds.get(other)?.includes(one) === true || looksLike(one, other, lexicon);

/** Whether nobody means a rare character there: inside a phrase, or at the end of one that nothing goes on with. */
function isRareSlip(suspect: Suspect, plain: Plain): boolean {
  const { phrase, place, length, end } = suspect;
  const isKnown = phrase.group === '领导' && phrase.sure && isNearRank(plain, suspect);
  if (!isKnown && length < (phrase.core ? 4 : (RARE_FROM[phrase.group] ?? Number.POSITIVE_INFINITY))) return false;
  const isEnd = phrase.group === '领导' ? length > 5 : STOP.test(plain.text.charAt(end));
  return isInside(suspect) ? !isInPlaceName(suspect) : place > 0 && isEnd;
}

/** Whether each of the characters is easily written for the one that belongs there, or is a rare one that nobody means. */
export const isTakenFor = (suspect: Suspect, text: Plain, lexicon: Lexicon): boolean =>
  [...suspect.wrong].every((one, at) => isListed(one, suspect.right.charAt(at), lexicon) || (isRare(one) && isRareSlip(suspect, text)));

/** What titles of rules end with beside 规定 and 条例. */
const KINDS = '范程则划约款文';

/** What stands in the other's place on purpose: somebody unnamed, or named before the post (执法局邱局长), a level for a level, 团 for 党, a word for 、. */
const MEANT = /^.、$|^[省市区县乡镇村州]{2}$|某|^[^付负富复府服妇父]副|^或[和与及]|^团党|^湘乡|^厅部|^[疆藏巴]国|^的[^地得底弟第]/;

/**
 * Another character than those that are easily taken for the right one. Honest texts coin so much that looks alike that it tells of a slip
 * in three kinds alone: what nothing else looks like, a law's title in its brackets, and the inside of long names.
 */
export function isOtherWord(suspect: Suspect, text: Plain, lexicon: Lexicon): boolean {
  const { words } = lexicon;
  const { slip, phrase, place, length, right, wrong, width } = suspect;
  if (slip !== 'replaced' || MEANT.test(wrong + right)) return slip === 'replaced';
  if (isTakenFor(suspect, text, lexicon)) return width > 1 && !phrase.core && !isInside(suspect);
  const isWhole = /国家|提法/.test(phrase.group) && length >= (phrase.core || phrase.sure ? WHOLE : WHOLE + 2) && isInside(suspect);
  if ((width > 1 && !isWhole) || !HAN.test(wrong) || phrase.alike || (place === 1 && `以${BEFORE}`.includes(wrong))) return true;
  const isNamed = (phrase.group === '机构' && length >= SURE) || (wrong !== '及' && isEnclosed(text, suspect));
  if (AND.includes(wrong) && AND.includes(right) && isNamed) return false;
  if (`${DIVISIONS}旗${LOOSE}`.includes(wrong)) return true;
  if (phrase.group === '法律' && place > 0 && !KINDS.includes(wrong) && isEnclosed(text, suspect))
    return (!isInside(suspect) && text.text.charAt(suspect.end) === '(') || (length < CERTAIN && !text.text.endsWith(STATE, suspect.start));
  const { core, sure, group } = phrase;
  if (group === '提法' && !core && !(sure && length > 5) && isOrdinary(suspect, text, words)) return true;
  // 综合行政执法局局长, “双减”工作领导小组, 党群志愿服务队.
  if (group === '机构' && (!isInside(suspect) || isQuotedWithin(text, suspect))) return true;
  // Of a post and a name the name alone: others hold other posts.
  const isFixed = core || (sure && (group !== '领导' || place > length - 4));
  const from = (core ? ANY_IN_CORE : isFixed ? ANY_IN_FIXED : ANY_IN)[group];
  if (from === undefined || length < from) return true;
  if (!isInside(suspect)) return place === 0 || (length < ANY_AT_END && !(sure && group === '领导')) || !(isFixed || group === '提法');
  return !isFixed && (PUT_IN.includes(wrong) || isInPlaceName(suspect) || (group === '领导' && isOrdinary(suspect, text, words)));
}

/** Whether a word begins at a place, of two or three characters, or ends there. */
const begins = (text: string, at: number, words: WordList): boolean => [at + 2, at + 3].some((end) => words.has(text.slice(at, end)));
const ends = (text: string, at: number, words: WordList): boolean => [at - 2, at - 3].some((start) => words.has(text.slice(start, at)));

/** Whether a character that stands twice ends one word and begins another (农村|村集体), or ends a unit's name, which another may follow on. */
function isBorder({ from, wrong, phrase }: Suspect, { text }: Plain, words: WordList): boolean {
  const second = text.charAt(from - 1) === wrong ? from : from + 1;
  return (isOrgan(phrase) && UNITS.includes(wrong)) || (wrong.length === 1 && begins(text, second, words) && ends(text, second, words));
}

/** Whether what slipped makes a word of the list within the form, by itself or with the character beside it; of one that stands twice, see above. */
export function isOrdinary(suspect: Suspect, plain: Plain, words: WordList): boolean {
  const { start, end, from, to, slip, place, wrong, right } = suspect;
  const { text } = plain;
  if (slip === 'doubled') return wrong === right && isBorder(suspect, plain, words);
  if (slip === 'swapped')
    return words.has(text.slice(from, to)) || (place === 0 && LOOSE.includes(text.charAt(from)) && begins(text, to - 1, words));
  return (
    slip === 'replaced' && ((from > start && words.has(text.slice(from - 1, to))) || (to < end && words.has(text.slice(from, to + 1))))
  );
}

/**
 * Whether an end of the form may belong to what stands beside it: a last character that slipped, as that begins no word without it
 * (河湖长|知责明责), the first, behind which one is left out (瑞金|经济技术开发区), or one of an end that stands twice (工作|作用).
 */
export function isRunOn({ slip, place, length, start, end }: Suspect, { text }: Plain, words: WordList): boolean {
  const [ahead, behind] = [text.charAt(start - 1), text.charAt(end)];
  if (slip === 'doubled') return HAN.test(place === 0 ? ahead : behind);
  if (slip === 'left-out') return place === 1 && HAN.test(ahead) && !`${ALONE}${DIVISIONS}`.includes(ahead);
  return (
    slip === 'replaced' &&
    place === length - 1 &&
    HAN.test(behind) &&
    !`${ALONE}${DIVISIONS}${PUT_IN}`.includes(behind) &&
    !begins(text, end, words)
  );
}

/** What stands before the phrase, which has its first character not. */
export const isBefore = ({ slip, phrase: { core }, place, length, wrong }: Suspect): boolean =>
  slip === 'replaced' && place === 0 && BEFORE.includes(wrong) && !(core && length >= CERTAIN);
