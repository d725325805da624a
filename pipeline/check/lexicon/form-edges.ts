import type { Likeness } from './phrase-index.ts';
import { HAN, type Plain } from './plain-text.ts';

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

export const isBesideStop = ({ start, end }: Likeness, { text }: Plain): boolean =>
  !HAN.test(text.charAt(start - 1)) || STOP.test(text.charAt(end));
