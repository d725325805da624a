import { isDate } from '../beijing-time.ts';

/** A mobile number, written together or in groups of 3-4-4, with or without +86. Text is folded first, so digits are ASCII. */
export const MOBILE = /(?<!\d)(?<!\d\.)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)/g;
/** What looks like an identity number of GB 11643: place, birth date, sequence, check digit. */
export const ID_CARD = /(?<!\d)[1-9]\d{5}[- ]?\d{8}[- ]?\d{3}[\dXx](?![\dA-Za-z])/g;
/** What looks like a bank card's number. */
const CARD = /(?<!\d)(?:\d[ -]?){15,18}\d(?!\d)/g;

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** True for an identity number with a real birth date and a right check digit (ISO 7064 MOD 11-2). */
export function isIdCard(text: string): boolean {
  const number = text.replace(/[- ]/g, '').toUpperCase();
  if (!/^\d{17}[\dX]$/.test(number)) return false;
  if (!isDate(`${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`)) return false;
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(number[index]), 0);
  return '10X98765432'[sum % 11] === number[17];
}

/** Evidence as it may be shown: its first three characters and its length. */
export function masked(evidence: string): string {
  const characters = [...evidence];
  return `${characters.slice(0, characters.length > 6 ? 3 : 1).join('')}…（共 ${characters.length} 位）`;
}

/** Hides every number in a text that could be a person's (mobile, identity card, bank card), whether or not a rule asked for it. */
export function maskPersonalData(text: string): string {
  return [ID_CARD, MOBILE, CARD].reduce((result, pattern) => result.replace(pattern, masked), text);
}

/** A file's address as it may be shown: only what surely is a person's number is hidden, so that it still leads to the file. */
export function maskedPath(path: string): string {
  return path.replace(ID_CARD, (number) => (isIdCard(number) ? masked(number) : number)).replace(MOBILE, masked);
}
