import type { Likeness } from './phrase-index.ts';
import type { Plain } from './plain-text.ts';

export const STATE = '中华人民共和国';
/** What ends a sentence or its part, folded. */
export const STOP = /^[\n,。;:?!、》)]?$/;

/** Whether quotation marks stand around the form: then it ends where it ends. */
export const isQuoted = ({ quotes }: Plain, { start, end }: Likeness): boolean => quotes.has(start) && quotes.has(end);

/** Whether they stand within it, around what slipped: 增强“四个意识”. */
export const isQuotedWithin = ({ quotes }: Plain, { start, end, from, to }: Likeness): boolean =>
  [...quotes].some((at) => at >= start && at <= from) && [...quotes].some((at) => at >= to && at <= end && at > from);

/** Whether a law's title stands between its brackets, with or without the name of the state. */
export function isEnclosed({ text }: Plain, { start, end }: Likeness): boolean {
  const before = text.endsWith(STATE, start) ? start - STATE.length : start;
  return text.charAt(before - 1) === '《' && /^[》(（]/.test(text.charAt(end));
}

/** What is said of those whom all know, and how near. */
export const OF_RANK =
  /同志|先生|元帅|将军|主席|总理|总书记|委员长|总司令|领袖|烈士|革命|先烈|伟人|故居|精神|思想|时任|中央|国务院|院士|共产党|选集|文选|像章|诗词|语录/;
const NEAR = 20;

/** Whether words near by say that it is one of those whom all know. */
export const isNearRank = ({ text }: Plain, { start, end }: Likeness): boolean =>
  OF_RANK.test(text.slice(Math.max(0, start - NEAR), end + NEAR));
