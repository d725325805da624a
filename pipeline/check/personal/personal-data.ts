import { isDate } from '../../beijing-time.ts';

/*
 * Numbers by which a person is known. All patterns are for folded text (find.ts): digits are ASCII, invisible characters gone. Between
 * groups stands at most one space, dot or dash. Numbers that are cut have up to three signs, commas and strokes among them.
 */

/** A mobile number, together or in groups (3-4-4, 4-3-4, 4-4-3 or digit by digit), with or without +86. */
export const MOBILE =
  /(?<!\d|\d\.|\d[\]〕])(?:(?:\+|00)?86[-\s]?)?1(?:[3-9]\d(?:[-\s.·‐–—−]?\d{4}[-\s.·‐–—−]?\d{4}|\d[-\s.·‐–—−]\d{3}[-\s.·‐–—−]\d{4}|\d[-\s.·‐–—−]\d{4}[-\s.·‐–—−]\d{3})|[-\s][3-9](?:[-\s]\d){9})(?!\d)/g;
/** The same in Chinese numerals, or in some of them (`hasNumeral`). */
export const HAN_MOBILE =
  /(?<![\d一二三四五六七八九〇零○幺壹贰叁肆伍陆柒捌玖貳參陸])[1一幺壹][3-9三四五六七八九叁肆伍陆柒捌玖參陸][\d一二三四五六七八九〇零○幺壹贰叁肆伍陆柒捌玖貳參陸](?:[-\s.·]?[\d一二三四五六七八九〇零○幺壹贰叁肆伍陆柒捌玖貳參陸]){8}(?![\d一二三四五六七八九〇零○幺壹贰叁肆伍陆柒捌玖貳參陸])/g;
/** What looks like an identity number of GB 11643: place, birth date, sequence, check digit. */
export const ID_CARD =
  /(?<!\d)[1-9](?:\d{2}[-\s.·‐–—−]?\d{3}[-\s.·‐–—−]?\d{4}[-\s.·‐–—−]?\d{2}[-\s.·‐–—−]?\d{2}[-\s.·‐–—−]?\d{3}|\d{3}(?:[-\s]\d{4}){3}[-\s]\d)[\dXx](?![\dA-Za-z])/g;
/** The same, cut wherever and by whatever; `isCutIdCard` says which is one. */
export const CUT_ID_CARD = /(?<!\d)[1-8](?:[-\s.·‐–—−,/_]{0,3}\d){16}[-\s.·‐–—−,/_]{0,3}[\dXx](?![\dA-Za-z])/g;
/** A number that is called one of an identity card: of whatever check digit, and the old one of 15 digits. */
export const CALLED_ID_CARD =
  /(?<=(?:身份证|公民身份|证件号|社会保障号)[^\d\n]{0,8})[1-9](?:[-\s]?\d){13}(?:\d|(?:[-\s]?\d){3}[-\s]?[\dXx])(?![\dA-Za-z])/g;
export const NAMED_ID_CARD = /(?<=[\u4e00-\u9fff][,(:](?:[男女],)?)[1-8]\d{16}[\dXx](?![\dA-Za-z])/g;
/** How a bank card's number is written: together, or in groups. Which of them is one, `isBankCard` says. */
export const CARD_FORMS: readonly RegExp[] = [
  /(?<!\d)(?<!\d\.)[3-6]\d{14,18}(?![\dA-Za-z]|号[^。\n]{0,8}(?:决定|文书|案|通知|告知|函))/g,
  /(?<!\d)[3-6]\d{3}(?:[-\s·._]\d{4}){3}(?!\d)/g,
  /(?<!\d)[3-6]\d{3}(?:[-\s·._]\d{4}){3}[-\s·._]\d{1,3}(?!\d)/g,
  /(?<!\d)[3-6]\d{5}[-\s·._]\d{9,13}(?!\d)/g,
  // Cut by what stands between the numbers of a list, only those of UnionPay.
  /(?<!\d)62\d{2}(?:[-\s·.,/_]{1,3}\d{4}){3}(?!\d)/g,
  /(?<!\d)62\d{2}(?:[-\s·.,/_]{1,3}\d{4}){3}[-\s·.,/_]{1,3}\d{1,3}(?!\d)/g,
  /(?<!\d)62\d{4}[-\s·.,/_]{1,3}\d{10,13}(?!\d)/g,
  /(?<!\d)62\d{6}[-\s·.,/_]{1,3}\d{8,11}(?!\d)/g,
  /(?<!\d)6[-\s·.,/_]{1,3}2(?:[-\s·.,/_]{1,3}\d){14}(?!\d)/g,
  /(?<!\d)6[-\s·.,/_]{1,3}2(?:[-\s·.,/_]{1,3}\d){17}(?!\d)/g,
];
/** The same where it is called a card's, and the end of such a number or of an identity's. */
export const CALLED_CARD =
  /(?<=(?:卡号|银行卡|借记卡|储蓄卡|信用卡|[工农中建交邮招商信]行卡|农信卡)[^\d\n]{0,8})\d(?:[-\s]?\d){14,18}(?![\dA-Za-z])/g;
export const NUMBER_END =
  /(?<=(?:身份证|公民身份|证件|银行卡|工资卡|[储借社医]\S卡|卡|账[户号])号?码?(?:的|\()?(?:尾号|尾数|[末后](?:[四六4-6]位)(?:数字|号码|数)?)[:为是]?)\d{3,6}[\dXx]?(?![\d年月])|(?<=尾号[为是]?)\d{4}(?=的[^。;,\n]{0,8}(?:卡|账户))/g;
/** A number plate: of a province (new energy, 学警港澳挂领 among them), of the armed police or of an electric bicycle (a city and six digits). */
export const PLATE =
  /(?:[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Za-hj-np-z][\s·•・.‧-]?(?:[A-HJ-NP-Za-hj-np-z\d]{5,6}(?![A-Za-z\d])|[A-HJ-NP-Za-hj-np-z\d]{4}[学警港澳挂领试超])|WJ[\s·•・.‧-]?[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]?[\s·•・.‧-]?\d{4}[\dA-Z](?![A-Za-z\d])|(?<=(?:电动(?:自行|三轮|摩托)?车|电瓶车|电摩|非机动车|号牌|车牌|牌照)\(?(?:号牌|车?牌[号照]?)?号?码?[:为是]?)(?!新增|[合共累]计|总[数量共]|达到|保有|超过)(?:[\u4e00-\u9fff]{2}[\s·]?\d{6}|(?![号码为是照牌])[\u4e00-\u9fff]{2}[\s·]?[A-Z]\d{5}(?![A-Z]))(?!\d|\.\d|[\u4e00-\u9fff]?[辆元万起人次件个台户]))/g;

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** True for digits `YYYYMMDD` of a day on which somebody alive, or lately so, may have been born. */
function isBirthday(digits: string): boolean {
  return /^(?:1[89]|20)/.test(digits) && isDate(`${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`);
}

/** True for an identity number with a real birth date and a right check digit (ISO 7064 MOD 11-2). */
export function isIdCard(text: string): boolean {
  const number = text.replace(/[^\dXx]/g, '').toUpperCase();
  if (!/^\d{17}[\dX]$/.test(number) || !isBirthday(number.slice(6, 14))) return false;
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(number[index]), 0);
  return '10X98765432'[sum % 11] === number[17];
}

/** Numbers of provinces, which an identity number begins with. */
const PROVINCE = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])/;
/** Groups that people cut an identity number into, by its parts, where there are more than three. */
const PARTS = new Set(
  ['6-4-4-4', '6-4-2-2-4', '6-4-2-2-3-1', '6-4-4-3-1', '6-8-3-1', '3-3-4-4-4', '3-3-4-2-2-4'].concat(
    ['8-4', '4-4-4', '4-2-2-4', '4-2-2-3-1'].map((rest) => `2-2-2-${rest}`),
  ),
);

const groupsOf = (text: string): string[] => text.match(/[\dXx]+/g) ?? [];

/** True for an identity number that is cut as one would cut it: lists of dates and amounts have groups of other sizes. */
export function isCutIdCard(text: string): boolean {
  if (!PROVINCE.test(text.replace(/\D/g, '')) || !isIdCard(text)) return false;
  const sizes = groupsOf(text).map(({ length }) => length);
  return sizes.length <= 3 || sizes.slice(1, -1).every((size) => size === sizes[0]) || PARTS.has(sizes.join('-'));
}

/** True for 15 or 18 digits with a real birth date, whatever the check digit: enough where the text itself says what they are. */
export function isLikeIdCard(text: string): boolean {
  const number = text.replace(/[-\s]/g, '');
  return isBirthday(number.length === 15 ? `19${number.slice(6, 12)}` : number.slice(6, 14));
}

function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** Amounts and the like in a list, of which some add up to a right check digit. */
function isListOfRound(text: string): boolean {
  const groups = groupsOf(text);
  return /[,/]/.test(text) && groups.every((group) => group.endsWith('0'));
}

/** True for a card's number with a right check digit: UnionPay's 62 of 16 to 19 digits, or 16 digits that begin like a card's. */
export function isBankCard(text: string): boolean {
  const number = text.replace(/\D/g, '');
  return (
    (/^62\d{14,17}$/.test(number) || /^(?:4|5|35|60|68|69)\d{14,15}$/.test(number)) &&
    number.length >= 16 &&
    passesLuhn(number) &&
    !isIdCard(text) &&
    !isListOfRound(text)
  );
}

/** The same where the text says that it is a card's: of any beginning; what begins as theirs do may be mistyped. */
export function isCalledCard(text: string): boolean {
  const number = text.replace(/\D/g, '');
  return number.length >= 16 && (/^(?:62|[45])/.test(number) || passesLuhn(number)) && !isIdCard(text);
}

/** True for a plate: at most two of its signs are letters (GA 36), so that models and masks (浙G12XXX) are none. */
export function isPlate(text: string): boolean {
  return text.replace(/\D/g, '').length >= 3;
}

const NUMERALS = '〇一二三四五六七八九';
/** Other characters for the same, each followed by the plain one. */
const NUMERAL_FORMS = new Map(
  '零〇○〇幺一壹一贰二貳二叁三參三肆四伍五陆六陸六柒七捌八玖九'.match(/../gu)?.map((pair) => [pair.charAt(0), pair.charAt(1)] as const),
);

/** True for a number of which at least one digit is a Chinese numeral. */
export const hasNumeral = (number: string): boolean => [...number].some((each) => NUMERALS.includes(each) || NUMERAL_FORMS.has(each));

/** The digits of a number, those in Chinese numerals too. */
export function digitsOf(number: string): string {
  return [...number]
    .map((each) => NUMERAL_FORMS.get(each) ?? each)
    .map((each) => (NUMERALS.includes(each) ? String(NUMERALS.indexOf(each)) : each))
    .join('')
    .replace(/\D/g, '');
}

/** Evidence as it may be shown: its first three characters and its length. */
export function masked(evidence: string): string {
  const characters = [...evidence];
  return `${characters.slice(0, characters.length > 6 ? 3 : 1).join('')}…（共 ${characters.length} 位）`;
}

/*
 * 密级标志 of 保密法 Art. 22 and GB/T 9704, for folded text (find.ts). Spaces, dots and dashes may stand between the characters, and the
 * traditional forms count. The bare words in a sentence are no mark.
 */

/** 密级★期限, 密级★解密时间, 密级★解密条件, 密级★; also with an asterisk where a term follows. */
export const STARRED_MARK =
  /(?:[绝絕][\s·.-]{0,4}密|[机機][\s·.-]{0,4}密|[秘祕][\s·.-]{0,4}密)\s{0,4}(?:[★☆✩✪✫✬✭✮✯✰⭐⭑⭒🌟][^\s,，。;；]{0,12}|[*﹡]\s{0,2}(?:长期|\d{1,2}\s?[年月]))/gu;
/** A document that says its own grade. */
export const DECLARED_GRADE = /密\s?级\s?:\s?(?:[绝絕]\s?密|[机機]\s?密|[秘祕]\s?密)(?!级)/g;
/** A grade alone on its line, in brackets or not, with its term or not. */
export const LONE_GRADE =
  /^[ \t]{0,8}[[(【〔「]?[ \t]{0,8}(?:[绝絕][ \t]{0,4}密|[机機][ \t]{0,4}密|[秘祕][ \t]{0,4}密)(?:[ \t]{0,8}(?:\d{1,2}[ \t]{0,8}年|长期))?[ \t]{0,8}(?:[\])】〕」][ \t]{0,8})?$/gmu;

/** The grade's first character, by which one grade is told from another. */
export function gradeOf(mark: string): string {
  return /[绝絕]/.test(mark) ? '绝' : /[机機]/.test(mark) ? '机' : '秘';
}
