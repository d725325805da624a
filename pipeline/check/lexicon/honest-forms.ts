import type { WordList } from './data-files.ts';
import { CERTAIN, isBefore, isListed, isOrdinary, isOtherName, isOtherWord } from './other-words.ts';
import { HAN, type Plain } from './plain-text.ts';
import { BEHIND_NAMES, DIVISIONS, LOOSE, PUT_IN, SPARE_ENDS } from './small-words.ts';
import { isEnclosed, isInside, isNearRank, isOrgan, type Lexicon, LONG, STATE, STOP, type Suspect } from './suspect.ts';

/** What stands between words. */
const SMALL_WORD = /^[的地在并及与和到为第]$/;
/** What 的 belongs to, which is no verb: 每月的|党组织生活. */
const OF_NOUN = /[^\P{Script=Han}了好把于到绕对照着过在为持强彻实行]/u;
/** What else honest texts put into long phrases. */
const PUT_INTO_LONG = '来或刚向地旧';
const NUMERALS = /^[〇零一二三四五六七八九十百千两\d]+$/;
const LONGEST_WORD = 5;

/**
 * Whether a listed word runs over the form's edge and reaches what slipped, or all beside it in a short phrase and where a small word stands
 * for another character (自然|村及). In three characters any may, and none over a quotation mark.
 */
function isCrossed({ text, quotes }: Plain, words: WordList, { slip, phrase, start, end, from, to, length, wrong }: Suspect): boolean {
  const isLoose = length < LONGEST_WORD && /城管|提法|地名/.test(phrase.group);
  const isShort = slip === 'replaced' && !phrase.core && (isLoose || (phrase.group !== '地名' && SMALL_WORD.test(wrong)));
  const near = (rest: number) => (length === 3 || end - start === 3 ? -length : from === to || (isShort && rest === 1) ? 0 : 1);
  const [reach, back] = [Math.max(start + 1, from + near(from - start)), Math.min(end - 1, to - near(end - to))];
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
  slip !== 'doubled' && NUMERALS.test(wrong + right) && !(slip === 'left-out' && (group === '地名' || group === '领导'));

/** Whether long wording lacks its last character where a sentence or its part ends, and no word ends there: 宜居宜业和美乡。 */
const isCutOff = ({ phrase: { group }, place, length, right, end }: Suspect, { text, quotes }: Plain, words: WordList): boolean =>
  /国家|领导|机构|提法/.test(group) &&
  !SPARE_ENDS.includes(right) &&
  place === length - 1 &&
  length >= LONG &&
  (quotes.has(end) || (!['', '、'].includes(text.charAt(end)) && STOP.test(text.charAt(end)))) &&
  ![2, 3, 4].some((count) => words.has(text.slice(end - count, end)));

/** Parts of phrases that come and go, or that nobody leaves out by mistake. */
function isLooseLeftOut(suspect: Suspect, text: Plain, { words }: Lexicon): boolean {
  const { slip, phrase, place, length, right } = suspect;
  const { group } = phrase;
  if (slip !== 'left-out') return false;
  if (group === '成语') return length < 5;
  if (group === '法律')
    return `${DIVISIONS}国`.includes(right) || length < 5 || !(isInside(suspect) || (place === 0 && isEnclosed(text, suspect)));
  // 报省发展改革委会签, 省发展改革委会省财政厅.
  if (right === '员' && /^会[同签商有省市县区国]/.test(text.text.slice(suspect.to))) return true;
  if (isCutOff(suspect, text, words)) return false;
  if (!isInside(suspect) || right === '多' || (LOOSE.includes(right) && !(phrase.core && right === '和')) || length < 4) return true;
  // 公安局长 says the same as 公安局局长.
  const [before, behind] = [phrase.text.charAt(place - 1), phrase.text.charAt(place + 1)];
  if (right === before || right === behind) return true;
  // Nobody is called 浙江委书记.
  if (group === '领导' && behind === '委') return false;
  // 区政法委 is 区委政法委, and who isn't 副 has another post.
  return (
    !phrase.core && (DIVISIONS.includes(right) || (isOrgan(phrase) && (right === '副' || (right === '委' && DIVISIONS.includes(before)))))
  );
}

/** Two units left out, or one too many that isn't its neighbour: often another way to say it. */
function isOtherWay(suspect: Suspect, text: Plain): boolean {
  const { slip, phrase, place, length, width, right, wrong } = suspect;
  const { group } = phrase;
  if (slip === 'left-out') return width > 1 && !(phrase.core && length >= 10);
  // 外交部某某部长 says the same as 外交部部长某某.
  if (slip === 'swapped' && width === 4 && place + width === length && group === '领导') return true;
  if (slip === 'swapped' && place === 0 && wrong.startsWith('的') && OF_NOUN.test(text.text.charAt(suspect.start - 1))) return !phrase.core;
  if (slip === 'swapped' && right.includes('、') && (!phrase.core || (place === 0 && wrong.startsWith('、')))) return true;
  if (slip === 'swapped' && width > 2)
    return [...right].some((one) => LOOSE.includes(one)) ? !phrase.core : width !== 4 && !isInside(suspect);
  if (slip !== 'doubled' || right === wrong) return false;
  if (group === '法律') return /[办立\n]/.test(wrong) || !isEnclosed(text, suspect);
  // Nobody calls the state's bodies so: 国家卫生与健康委员会.
  if (group === '机构' && phrase.sure && phrase.text.startsWith('国家') && length >= LONG)
    return !isInside(suspect) || '总和'.includes(wrong);
  if (!(phrase.core || group === '国家') || length < LONG) return true;
  return place + width >= length || !HAN.test(wrong) || `${DIVISIONS}${LOOSE}${PUT_IN}${PUT_INTO_LONG}`.includes(wrong);
}

const LEVELS = /^[总支大中]$/;

/** Whether a unit or its head is named likewise: of another level, in another place. */
function isOtherUnit({ slip, phrase: { group }, place, start, to, right, wrong }: Suspect, { text }: Plain): boolean {
  const after = text.slice(to, to + 4);
  if (slip === 'replaced' && LEVELS.test(wrong) && LEVELS.test(right) && after.startsWith('队')) return true;
  if (slip === 'left-out') {
    const head = text.charAt(to - 1);
    // A division's own: 市直机关 says the same as 市直属机关.
    if (right === '属' && DIVISIONS.includes(text.charAt(start - 1))) return true;
    // 巩|义市人民政府, 圆明|园管理处.
    const isOther = '市县区'.includes(after.charAt(0)) ? HAN.test(text.charAt(start - 1)) : '村市园'.includes(head);
    return (group === '机构' || group === '法律') && ((place === 1 && isOther) || (right === '道' && head === '街'));
  }
  // 嘉陵道街党工委, 居民小组组长.
  if (slip === 'swapped') return /街道|社区/.test(right) && place === 0 && HAN.test(text.charAt(start - 1));
  return (
    slip === 'doubled' && right === wrong && (after.startsWith('长') || (place === 0 && wrong === '城' && HAN.test(text.charAt(start - 1))))
  );
}

/** Whether quotation marks stand on purpose around the character (“智”造), over the form's edge (“万村千乡”工程), within what would have slipped. */
function isHalfQuoted({ slip, phrase: { core }, start, end, from, to }: Suspect, { quotes }: Plain): boolean {
  const within = [...quotes].filter((at) => at > start && at < end);
  const isCut = within.length === 1 && !core && !quotes.has(start) && !quotes.has(end);
  if (slip === 'replaced') return isCut || (quotes.has(from) && quotes.has(to));
  return isCut || within.some((at) => at >= (slip === 'swapped' ? from + 1 : from) && at < Math.max(to, from + 1));
}

/** Why a form that is nearly a phrase is honest all the same; each test says yes to what it lets pass, the quick ones first. */
export const HONEST: readonly ((suspect: Suspect, text: Plain, lexicon: Lexicon) => boolean)[] = [
  isLooseLeftOut,
  isOtherName,
  isBefore,
  // A short title that neither brackets nor the state's name tell from other words.
  ({ phrase: { group }, length, slip, ...likeness }, text) =>
    group === '法律' &&
    !(
      length > 6 ||
      ((length > 3 || slip === 'replaced') && isEnclosed(text, { ...likeness, slip })) ||
      text.text.endsWith(STATE, likeness.start)
    ),
  // Somebody else, of whom nothing says that it is one of those whom all know.
  (suspect, plain, lexicon) => {
    const { phrase, length, place, slip, wrong, right } = suspect;
    const isLike = !DIVISIONS.includes(wrong) && (slip !== 'replaced' || isListed(wrong, right, lexicon));
    return (
      phrase.group === '领导' &&
      length === 3 &&
      (isOrdinary(suspect, plain, lexicon.words) ||
        // 罗荣|还先后到场.
        (place === 2 && BEHIND_NAMES.includes(wrong) && !/^[的在]/.test(plain.text.slice(suspect.end))) ||
        !isNearRank(plain, suspect, phrase.sure && place > 0 && isLike))
    );
  },
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
    !(suspect.phrase.core && (suspect.slip === 'swapped' || (suspect.slip === 'replaced' && suspect.length >= CERTAIN))) &&
    !(suspect.phrase.core && suspect.slip === 'left-out' && suspect.place > 2 && suspect.length >= LONG) &&
    isCrossed(text, words, suspect),
  // A form that another rule tells of.
  ({ start, end }, { text }, { told }) => told.some((wrong) => text.slice(start, end).includes(wrong)),
  // A part of another phrase: 监察官 of the law on them.
  (suspect, { text }, { lists }) =>
    (suspect.slip !== 'left-out' || isInside(suspect)) &&
    lists.some(({ index }) => index.text.includes(text.slice(suspect.start, suspect.end + (suspect.slip === 'doubled' ? 1 : 0)))),
];
