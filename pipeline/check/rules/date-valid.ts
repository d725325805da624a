import { type BeijingDate, daysBetween, isDate, weekday } from '../../beijing-time.ts';
import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { findIn, isNowhere, type Match } from '../find.ts';
import type { Report, Rule } from '../rule.ts';
import { yearsIn } from '../told-years.ts';

/** A date as a text writes it. */
interface WrittenDate {
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
const WORDED_DATE =
  /(?<![\d.])(?:\d{4}\s?年\s?)?\d{1,2}\s?月\s?\d{1,2}\s?日|(?<![〇○零一二三四五六七八九十廿卅])(?:[一二][〇○零一二三四五六七八九]{3}年)?(?:十[一二三]?|[一二三四五六七八九])月(?:[一二三]?十[一二三四五六七八九]?|[廿卅][一二三四五六七八九]?|[一二三四五六七八九])日/g;
/** 2026-02-30, 2026/2/30, 2026.2.30. */
const NUMERIC_DATE = /(?<![\d./-])(?:19|20)\d{2}([-/.])\d{1,2}\1\d{1,2}(?![\d./-])/g;

/** Reads what one of the two patterns found. */
function readDate(text: string): WrittenDate {
  const parts = text.replace(/\s|日$/g, '').split(/[年月./-]/);
  const [day, month, year] = parts.map(numeral).reverse() as [number, number, number?];
  return { year: year ?? null, month, day, chinese: !/\d/.test(text) };
}

/** The date as the calendar has it; a year that isn't written is `year`. `null` for a day that doesn't exist. */
function calendarDate({ year, month, day }: WrittenDate, otherwise: number): BeijingDate | null {
  const pad = (value: number, length: number) => String(value).padStart(length, '0');
  const date = `${pad(year ?? otherwise, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  return isDate(date) ? date : null;
}

/** A leap year: a date without its year is only impossible if it is so in every year. */
const LEAP = 2024;
/** A date without a year is of the year that brings it so near to the information date. */
const NEAR = 60;
/** 2026年11月23日（星期一）, 11月23日星期一: a day's own weekday, not the first of a span (周一至周五) or of a list. */
const WITH_WEEKDAY =
  /(?<![\d.])(?:\d{4}\s?年\s?)?\d{1,2}\s?月\s?\d{1,2}\s?日\s?(?:\(\s?(?:星期|周|礼拜)[一二三四五六日天](?=[)\s,上下早晚中凌\d])\)?|星期[一二三四五六日天](?!\s?[至到—~、和及-]))/g;

function impossible(written: WrittenDate, before: string): boolean {
  if (calendarDate(written, LEAP) !== null) return false;
  // Lunar months have up to thirty days.
  const lunar = /[农阴旧夏]历[^,。;]{0,12}$/.test(before) || (written.chinese && written.year === null);
  return !(lunar && written.month >= 1 && written.month <= 12 && written.day <= 30);
}

/** The front matter's own dates are the schema's matter. */
const isText = ({ text }: TextBlock) => !/^[\d\s:.-]*$/.test(text);

function impossibleDates(blocks: readonly TextBlock[]): Match[] {
  const worded = findIn(
    blocks,
    WORDED_DATE,
    ({ 0: text, index, input }) => impossible(readDate(text), input.slice(Math.max(0, index - 16), index)),
    /月/g,
  );
  // A number with dots or dashes is a date only if all but its day is right.
  const isImpossible = ([text]: RegExpExecArray) => {
    if (!/(?:29|3[01])$/.test(text)) return false;
    const { month } = readDate(text);
    return month >= 1 && month <= 12 && impossible(readDate(text), '');
  };
  const numeric = findIn(blocks, NUMERIC_DATE, isImpossible).length === 0 ? [] : findIn(blocks.filter(isText), NUMERIC_DATE, isImpossible);
  return [...worded, ...numeric];
}

/** The days that may be meant, the likeliest first: of the year that is written, or of those that the text tells and the information date's. */
function daysMeant(written: WrittenDate, block: string, told: readonly string[], eventDate: BeijingDate | undefined): BeijingDate[] {
  const daysOf = (years: readonly number[]) => years.map((year) => calendarDate(written, year)).filter((date) => date !== null);
  if (written.year !== null) return daysOf([written.year]);
  if (eventDate === undefined || /\d{4}\s?年|[去明前往上同]年/.test(block)) return [];
  const year = Number(eventDate.slice(0, 4));
  const near = daysOf([year - 1, year, year + 1]).filter((date) => Math.abs(daysBetween(eventDate, date)) <= NEAR);
  return near.length === 0 ? [] : [...daysOf(told.map(Number)), ...near];
}

const written = (date: BeijingDate) => `${Number(date.slice(0, 4))}年${Number(date.slice(5, 7))}月${Number(date.slice(8))}日`;

/** A year that isn't written is only a guess: then the day may be of another, and it is a warning. */
function wrongWeekday({ folded, ...match }: Match, block: string, told: readonly string[], eventDate: BeijingDate | undefined): Report[] {
  const [day = ''] = /^[\d\s年月]+日/.exec(folded) ?? [];
  const read = readDate(day);
  const days = daysMeant(read, block, told, eventDate);
  const [date] = days;
  const said = `星期${folded.replace(')', '').slice(-1).replace('天', '日')}`;
  if (date === undefined || days.some((day) => weekday(day) === said)) return [];
  return [
    {
      ...match,
      ...(read.year === null ? { severity: 'warning' as const } : {}),
      words: {
        problem: `${written(date)}不是${said}。`,
        expected: `日期和星期一致，${written(date)}是${weekday(date)}。`,
        fix: '对照原始材料，改正日期或星期。引用原文如此的，写豁免并说明理由。',
      },
    },
  ];
}

/** Dates in the text exist and bear their own weekday. */
export const dateValid: Rule = {
  id: 'time/date-valid',
  asks: '文中的日期都存在，和星期相符。',
  severity: 'error',
  article: '第五条',
  waivable: true,
  check: ({ blocks, frontMatter }) => {
    const days = impossibleDates(blocks).map(
      (match): Report => ({
        ...match,
        words: {
          problem: `没有“${match.flagged}”这一天。`,
          expected: '日历上有的日期。',
          fix: '对照原始材料改正日期。引用原文如此的，写豁免并说明理由。',
        },
      }),
    );
    if (isNowhere(blocks, WITH_WEEKDAY, /星期|周|礼拜/)) return days;
    const told = blocks.map((block) => (isText(block) ? yearsIn(block.text) : []));
    const weekdays = blocks.flatMap((block, index) => {
      const years = [...told.slice(0, index).flat().reverse(), ...told.slice(index).flat()];
      return findIn([block], WITH_WEEKDAY).flatMap((match) => wrongWeekday(match, block.text, years, frontMatter?.event_date));
    });
    return [...days, ...weekdays];
  },
  good: [
    { title: '日期和星期相符', body: '定于2026年11月23日（星期一）召开。\n' },
    { title: '没有写年份，离信息日期近', body: '11月23日（周一）上午，执法队员上路检查。\n' },
    { title: '标题里的年份', frontMatter: { title: '2025年度工作总结' }, body: '11月23日（周日）上午，执法队员上路检查。\n' },
    { title: '落款里的年份', body: '11月23日（周日）上午上路检查。\n\n2025年12月1日\n' },
    { title: '另一年的日子', body: '去年11月23日（星期日），首次试点。\n' },
    { title: '闰年的二月二十九日', body: '自2024年2月29日起试行，每年2月29日前复核。\n' },
    { title: '年末', body: '自一月一日起至十二月三十一日止，二〇二四年十二月三十一日前办结。\n' },
    { title: '农历', body: '农历二月三十日庙会，二月三十日撤场。\n' },
    { title: '开放时间', body: '自2026年11月24日（周一至周五）开放，2026年11月24日起，周日均可预约。\n' },
    { title: '月数和小数', body: '工期13个月30日，增长1.13月5日之前完成。\n' },
    { title: '编号和版本', body: '编号2026-13-40，系统版本2026.99.1。\n' },
    { title: '一段时间', body: '11月23日至24日（周二）集中整治。\n' },
  ],
  bad: [
    { title: '没有这一天', body: '2026年2月30日起施行。\n', finds: { flagged: '2026年2月30日', line: 13, column: 1 } },
    { title: '平年的二月二十九日', body: '自2026年2月29日起施行。\n', finds: { count: 1 } },
    { title: '没有写年份', body: '4月31日前完成。\n', finds: { flagged: '4月31日' } },
    { title: '十三月', body: '13月5日检查。\n' },
    { title: '全角数字', body: '２０２６年９月３１日起施行。\n', finds: { flagged: '２０２６年９月３１日' } },
    { title: '中文数字', body: '二〇二六年二月三十日\n', finds: { flagged: '二〇二六年二月三十日' } },
    { title: '中文数字，没有年份', body: '四月三十一日前完成。\n' },
    { title: '连字符', body: '公示期至2026-02-30。\n', finds: { flagged: '2026-02-30' } },
    { title: '加粗拆开', body: '2026年**2月**30日起施行。\n' },
    { title: '标题里', frontMatter: { title: '2026年6月31日集中整治' }, finds: { line: 2, count: 1 } },
    { title: '星期不对', body: '2023年12月18日（星期二）召开。\n', finds: { flagged: '2023年12月18日（星期二）', count: 1 } },
    { title: '没有写年份，星期不对', body: '11月23日（周二）上午，执法队员上路检查。\n', finds: { count: 1, severity: 'warning' } },
    { title: '没有括号', body: '2026年11月23日星期二召开。\n', finds: { count: 1 } },
  ],
};
