import { fold } from '../../item/markdown/folded-text.ts';
import { matchesOf } from '../find.ts';
import { ADDRESSES } from './addresses.ts';
import { ACCOUNTS, DOCUMENTS } from './called-numbers.ts';
import { CREDENTIALS } from './credentials.ts';
import { isNamedIdCard } from './person-names.ts';
import { namedPeople } from './person-roles.ts';
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
  NAMED_ID_CARD,
  NUMBER_END,
  PLATE,
  STARRED_MARK,
} from './personal-data.ts';

type Sign = { pattern: RegExp; accepts?: (text: string, all: string, start: number) => boolean };

/** What looks like a card's number, whatever its check digit: rather too much is hidden than too little. */
const LONG_NUMBER = /(?<!\d)(?:\d[ -]?){14,18}\d(?!\d)/g;
const ALWAYS: readonly Sign[] = [
  { pattern: MOBILE },
  { pattern: HAN_MOBILE, accepts: hasNumeral },
  { pattern: PLATE, accepts: isPlate },
  { pattern: NUMBER_END },
  { pattern: STARRED_MARK },
  { pattern: DECLARED_GRADE },
  ...CREDENTIALS,
  ...DOCUMENTS,
  ...ACCOUNTS,
  ...ADDRESSES.map(({ pattern, isHome }) => ({ pattern, accepts: (_: string, text: string, start: number) => isHome(text, start) })),
];
const CARDS: readonly Sign[] = [
  { pattern: CUT_ID_CARD, accepts: isCutIdCard },
  ...CARD_FORMS.map((pattern) => ({ pattern, accepts: isBankCard })),
];
const IN_TEXT: readonly Sign[] = [{ pattern: ID_CARD }, { pattern: LONG_NUMBER }, ...CARDS, ...ALWAYS];
const IN_PATHS: readonly Sign[] = [
  { pattern: ID_CARD, accepts: isIdCard },
  { pattern: NAMED_ID_CARD, accepts: isNamedIdCard },
  ...CARDS,
  ...ALWAYS,
];

/** No number, mark or secret is without one of these. */
const MAYBE =
  /\d{3}|[★☆]|密|\d[-\s.·‐–—−,/_]{1,3}\d|[1一幺壹][3-9三四五六七八九叁肆伍陆柒捌玖參陸]|[A-Za-z\d_.-]{6}|[A-Za-z]\S?[A-Za-z\d]{5}|@|微信|钥匙|\d\s?[号幢栋座]/;

/** What a folded text hides, and what is shown of it as it was written. */
function* hiddenIn(text: string, signs: readonly Sign[]): Generator<{ start: number; end: number; shown: (written: string) => string }> {
  if (MAYBE.test(text)) {
    for (const { pattern, accepts = () => true } of signs)
      for (const { index: start, 0: match } of matchesOf(text, pattern, (match) => accepts(match[0], text, match.index)))
        yield { start, end: start + match.length, shown: masked };
  }
  for (const { start, end } of namedPeople(text, false)) yield { start, end, shown: (name) => `${name.slice(0, 1)}某` };
}

function hide(text: string, signs: readonly Sign[]): string {
  const folded = fold(text);
  const found = [...hiddenIn(folded.text, signs)]
    .map(({ start, end, shown }) => ({ at: folded.original(start, end), shown }))
    .sort(({ at: [a, aEnd] }, { at: [b, bEnd] }) => a - b || bEnd - aEnd);
  let result = '';
  let done = 0;
  for (const { at, shown } of found) {
    const [start, end] = at;
    if (start >= done) result += text.slice(done, start) + shown(text.slice(start, end));
    done = Math.max(done, end);
  }
  return result + text.slice(done);
}

/** Hides in a text all that could be a person's number, address or name, a secrecy mark or a secret, whether or not a rule asked for it. */
export function maskEvidence(text: string): string {
  return hide(text, IN_TEXT);
}

/** Hides names that are known from the text around, also where a quotation begins or ends in the middle of one: “小明今天”, “走访王小”. */
export function maskNames(text: string, names: readonly string[]): string {
  return names.reduce((rest, name) => {
    const hidden = `${name.slice(0, 1)}某`;
    const without = rest.replaceAll(name, hidden);
    return name.length < 3 ? without : without.replaceAll(`“${name.slice(1)}`, '“某').replaceAll(`${name.slice(0, -1)}”`, `${hidden}”`);
  }, text);
}

/** A file's address as it may be shown: a number is hidden only where it is one or stands behind a name, so that it still leads to the file. */
export function maskedPath(path: string): string {
  return hide(path, IN_PATHS);
}
