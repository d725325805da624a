import { type BeijingDate, isDate } from '../beijing-time.ts';

/** A date as a text writes it. */
export interface WrittenDate {
  year: number | null;
  month: number;
  day: number;
  /** In Chinese numerals, which a lunar date is written in too. */
  chinese: boolean;
}

const UNITS = '〇一二三四五六七八九';

/** 二〇二六 digit by digit, 二十三 and 卅一 by their tens; NaN for what is neither. */
function numeral(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const plain = text
    .replace(/[○零Oo]/g, '〇')
    .replace('廿', '二十')
    .replace('卅', '三十');
  const tens = /^([一二三])?十([一二三四五六七八九])?$/.exec(plain);
  if (tens) return (tens[1] ? UNITS.indexOf(tens[1]) : 1) * 10 + (tens[2] ? UNITS.indexOf(tens[2]) : 0);
  return Number([...plain].map((character) => UNITS.indexOf(character)).join('') || 'x');
}

/** 2026年2月30日, with or without its year, in digits or Chinese numerals; spaces may stand between. For folded text. */
export const WORDED_DATE =
  /(?<![\d.])(?:\d{4}\s?年\s?)?\d{1,2}\s?月\s?\d{1,2}\s?日|(?<![〇○零一二三四五六七八九十廿卅])(?:[一二][〇○零一二三四五六七八九]{3}年)?(?:十[一二三]?|[一二三四五六七八九])月(?:[一二三]?十[一二三四五六七八九]?|[廿卅][一二三四五六七八九]?|[一二三四五六七八九])日/g;
/** 2026-02-30, 2026/2/30, 2026.2.30. */
export const NUMERIC_DATE = /(?<![\d./-])(?:19|20)\d{2}([-/.])\d{1,2}\1\d{1,2}(?![\d./-])/g;

/** Reads what one of the two patterns found. */
export function readDate(text: string): WrittenDate {
  const parts = text.replace(/\s|日$/g, '').split(/[年月./-]/);
  const [day, month, year] = parts.map(numeral).reverse() as [number, number, number?];
  return { year: year ?? null, month, day, chinese: !/\d/.test(text) };
}

/** The date as the calendar has it; a year that isn't written is `year`. `null` for a day that doesn't exist. */
export function calendarDate({ year, month, day }: WrittenDate, otherwise: number): BeijingDate | null {
  const pad = (value: number, length: number) => String(value).padStart(length, '0');
  const date = `${pad(year ?? otherwise, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  return isDate(date) ? date : null;
}
