import { HAN, type Plain } from './plain-text.ts';
import { DIVISIONS, LOOSE, PUT_IN } from './small-words.ts';
import { isEnclosed, isInside, isOrgan, LONG, type Suspect } from './suspect.ts';

const COUNTED = /[一二三四五六七八九十百千万两双](?!个..$)/;

/** Parts of phrases that come and go, or that nobody leaves out by mistake. */
export function isLooseLeftOut(suspect: Suspect, text: Plain): boolean {
  const { slip, phrase, place, length, right } = suspect;
  const { group } = phrase;
  if (slip !== 'left-out') return false;
  if (group === '成语') return length < 5;
  if (group === '法律')
    return `${DIVISIONS}国`.includes(right) || length < 5 || !(isInside(suspect) || (place === 0 && isEnclosed(text, suspect)));
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

/** Two units left out, or one too many that isn't its neighbour: often another way to say it. */
export function isOtherWay(suspect: Suspect, text: Plain): boolean {
  const { slip, phrase, place, length, width, right, wrong } = suspect;
  const { group } = phrase;
  if (slip === 'left-out') return width > 1 && !(phrase.core && length >= 10);
  if (slip === 'swapped' && width === 3 && right.charAt(1) === wrong.charAt(1)) return group === '成语' || !COUNTED.test(phrase.text);
  // 外交部某某部长 says the same as 外交部部长某某.
  if (slip === 'swapped' && width === 4 && place + width === length && group === '领导') return true;
  if (slip === 'swapped' && right.includes('、') && (!phrase.core || (place === 0 && wrong.startsWith('、')))) return true;
  if (slip === 'swapped' && width > 2)
    return [...right].some((one) => LOOSE.includes(one)) ? !phrase.core : width !== 4 && !isInside(suspect);
  if (slip !== 'doubled') return false;
  if (right === wrong) return false;
  if (group === '法律') return wrong === '办' || !isEnclosed(text, suspect);
  // Nobody calls the state's bodies so: 国家卫生与健康委员会.
  if (group === '机构' && phrase.sure && phrase.text.startsWith('国家') && length >= LONG)
    return !isInside(suspect) || '总和'.includes(wrong);
  if (!(phrase.core || group === '国家') || length < LONG) return true;
  return place + width >= length || !HAN.test(wrong) || `${DIVISIONS}${LOOSE}${PUT_IN}`.includes(wrong);
}
