import type { WordList } from './data-files.ts';
import { isHalfQuoted, isOtherUnit } from './other-names.ts';
import { isLooseLeftOut, isOtherWay } from './other-ways.ts';
import { CERTAIN, isBefore, isOrdinary, isOtherName, isOtherWord } from './other-words.ts';
import type { Plain } from './plain-text.ts';
import { isEnclosed, isInside, isNearRank, type Lexicon, STATE, type Suspect } from './suspect.ts';

const NUMERALS = /^[〇零一二三四五六七八九十百千两\d]+$/;
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
  (suspect, plain, { words }) =>
    suspect.phrase.group === '领导' &&
    suspect.length === 3 &&
    (isOrdinary(suspect, plain, words) || !(suspect.phrase.sure || isNearRank(plain, suspect))),
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
    isCrossed(text, words, suspect),
  // A form that another rule tells of.
  ({ start, end }, { text }, { told }) => told.some((wrong) => text.slice(start, end).includes(wrong)),
  // A part of another phrase: 监察官 of the law on them.
  (suspect, { text }, { lists }) =>
    (suspect.slip !== 'left-out' || isInside(suspect)) &&
    lists.some(({ index }) => index.text.includes(text.slice(suspect.start, suspect.end + (suspect.slip === 'doubled' ? 1 : 0)))),
];
