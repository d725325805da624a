import { fold } from '../../item/markdown/folded-text.ts';
import { isUnbroken } from '../find.ts';
import type { Report, Subject } from '../rule.ts';
import type { Sighting } from '../sightings.ts';

const MASK = '*';

const isDigit = (character: string) => /[\d〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖貳參陸]|\p{No}/u.test(fold(character).text);
/** What nobody sees in a number goes with it. */
const seen = (number: string) => [...number].filter((character) => fold(character).text !== '');

/** Identity and bank cards, and what was half hidden before: nothing is left of them but their length and what separates them. */
export function maskWhole(number: string): string {
  return seen(number)
    .map((character) => (isDigit(character) || /[Xx*×●■□#✱※]/.test(fold(character).text) ? MASK : character))
    .join('');
}

/** A mobile number without the four digits in its middle: 138****5678, whatever stands before or between. */
export function maskMobile(number: string): string {
  const characters = seen(number);
  let left = characters.filter(isDigit).length;
  return characters
    .map((character) => {
      if (!isDigit(character)) return character;
      left -= 1;
      return left >= 4 && left < 8 ? MASK : character;
    })
    .join('');
}

/** A plate's province and letter; of the rest only what separates it. */
export function maskPlate(number: string): string {
  return seen(number)
    .map((character, index) => (index < 2 || /[\s·•・.‧-]/.test(fold(character).text) ? character : MASK))
    .join('');
}

/** What `--fix` writes over a number: in the body alone, and only where it stands there in one piece, as people read it. */
export function hidden(
  { bodyLine }: Subject,
  { file, flagged, span, asWritten }: Pick<Sighting, 'file' | 'flagged' | 'span'> & { asWritten?: boolean | undefined },
  mask: (number: string) => string,
): Pick<Report, 'replacement' | 'hides'> {
  const mends = file === 'index.md' && !asWritten && span.line >= bodyLine && isUnbroken(span, flagged);
  return mends ? { replacement: mask(flagged), hides: true } : {};
}
