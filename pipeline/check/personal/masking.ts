import { fold } from '../../item/markdown/folded-text.ts';
import { matchesOf } from '../find.ts';
import { CREDENTIALS } from './credentials.ts';
import {
  CARD_FORMS,
  CUT_ID_CARD,
  DECLARED_GRADE,
  HAN_MOBILE,
  hasNumeral,
  ID_CARD,
  isBankCard,
  isCutIdCard,
  isIdCard,
  isPlate,
  MOBILE,
  masked,
  PLATE,
  STARRED_MARK,
} from './personal-data.ts';

type Sign = { pattern: RegExp; accepts?: (text: string) => boolean };

/** What looks like a card's number, whatever its check digit: rather too much is hidden than too little. */
const LONG_NUMBER = /(?<!\d)(?:\d[ -]?){14,18}\d(?!\d)/g;
const ALWAYS: readonly Sign[] = [
  { pattern: MOBILE },
  { pattern: HAN_MOBILE, accepts: hasNumeral },
  { pattern: PLATE, accepts: isPlate },
  { pattern: STARRED_MARK },
  { pattern: DECLARED_GRADE },
  ...CREDENTIALS,
];
const CARDS: readonly Sign[] = [
  { pattern: CUT_ID_CARD, accepts: isCutIdCard },
  ...CARD_FORMS.map((pattern) => ({ pattern, accepts: isBankCard })),
];
const IN_TEXT: readonly Sign[] = [{ pattern: ID_CARD }, { pattern: LONG_NUMBER }, ...CARDS, ...ALWAYS];
const IN_PATHS: readonly Sign[] = [{ pattern: ID_CARD, accepts: isIdCard }, ...CARDS, ...ALWAYS];

/** Nothing that is to be hidden is without one of these. */
const MAYBE = /\d{3}|[★☆]|密|\d[-\s.·‐–—−,/_]{1,3}\d|[1一幺壹][3-9三四五六七八九叁肆伍陆柒捌玖參陸]|[A-Za-z\d]{8}/;

function hide(text: string, signs: readonly Sign[]): string {
  const folded = fold(text);
  if (!MAYBE.test(folded.text)) return text;
  const found = signs
    .flatMap(({ pattern, accepts = () => true }) => [...matchesOf(folded.text, pattern, (match) => accepts(match[0]))])
    .map(({ index, 0: match }) => folded.original(index, index + match.length))
    .sort(([a, aEnd], [b, bEnd]) => a - b || bEnd - aEnd);
  let shown = '';
  let at = 0;
  for (const [start, end] of found) {
    if (start >= at) shown += text.slice(at, start) + masked(text.slice(start, end));
    at = Math.max(at, end);
  }
  return shown + text.slice(at);
}

/** Hides in a text all that could be a person's number, a secrecy mark or a secret, whether or not a rule asked for it. */
export function maskEvidence(text: string): string {
  return hide(text, IN_TEXT);
}

/** A file's address as it may be shown: only what surely is one of these is hidden, so that it still leads to the file. */
export function maskedPath(path: string): string {
  return hide(path, IN_PATHS);
}
