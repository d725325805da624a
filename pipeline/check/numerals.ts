const DIGITS = '〇一二三四五六七八九';
const TENS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };

/** 一千二百六十, 十五, 一二六〇 or 1260 as a number. */
export function numberOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  let [sum, digit] = [0, -1];
  for (const character of text.replaceAll('零', '〇')) {
    const tens = TENS[character];
    if (tens !== undefined) [sum, digit] = [sum + (digit < 0 ? 1 : digit) * tens, -1];
    else digit = Math.max(0, digit) * 10 + DIGITS.indexOf(character);
  }
  return sum + Math.max(0, digit);
}

/** A day with its numbers in digits: 十月一日 as 10月1日. */
export const inDigits = (day = ''): string => day.replace(/[一二三四五六七八九十]+/g, (number) => `${numberOf(number)}`);
