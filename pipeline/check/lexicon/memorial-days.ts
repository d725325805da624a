import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { numberOf } from '../numerals.ts';
import type { Report } from '../rule.ts';
import { nearly, type Wrong, wrongIn } from '../simplified-texts.ts';
import { yearsIn } from '../told-years.ts';
import { rowsOf } from './data-files.ts';

/** Days and events by each of their names: the day of the year, and the year before the first one or its anniversary. */
const DAYS = rowsOf('memorial-days.txt').flatMap(([names = '', date = '', from = '']) =>
  names.split(' ').map((name) => ({ name, date, from })),
);
const YEARS_ON = /^["”]?([\d一二三四五六七八九十百零]{1,5})周年/;
const COUNTED = /第([\d一二三四五六七八九十百零]{1,5})[个届次]["“]?(?:[^。,、;\d]{1,4})?$/;
const DATE_BEFORE =
  /(?<![\d至到~—-])(\d{1,2}月\d{1,2}日)(?:,?[是为即]|,?[恰适]逢|,?迎来|,)?(?:第[^,。第]{1,6}[个届次])?["“]?(?:南京大屠杀死难者)?[我全中国际家世界人民抗日五四八一六三二劳动]{0,6}$/;
const DATE_BEHIND = /^["”]?(?:(?:是|为|定[在于为])(?:每年的?)?|\()(\d{1,2}月\d{1,2}日)(?![至到~—-])/;
/** What is held around a day: 10月2日国庆节假期. */
const AROUND =
  /^(?:前|来临|临近|将|期间|系列|主题|宣传|活动|到来|至|[小长]{0,2}假|黄金周|表彰|慰问|座谈|庆祝|文艺|汇演|联欢|趣味|晚会|大会|专场|特别)/;
/** Round anniversaries are remembered long after: 庆祝新中国成立70周年阅兵. */
const REMEMBERED = /^[^。,]{0,12}(?:大会|讲话|章|峰会|阅兵|展|活动|[奖时]|座谈|招待|以来|演|表彰|奋斗)/;
/** Of other states and parties. */
const FOREIGN = /(?:朝鲜|老挝|越南|古巴|斯坦|人民军|(?<![中祖我全])国)$/;
const AHEAD = /明年|将|迎|筹备|献礼|前夕|到来/;

/** Whether a number doesn't count up to the text's year, or to one that its sentence names. */
function isMiscounted(count: string, from: string, text: string, [start, end]: readonly [number, number], own: number): boolean {
  const [before, behind] = [text.slice(0, start), text.slice(end)];
  const sentence = `${before.split(/[。;\n]/).at(-1)}${behind.split(/[。;\n]/, 1)[0]}`;
  const told = yearsIn(sentence).map(Number);
  const years = [own, ...told, ...yearsIn(before).slice(-1).map(Number)];
  const year = Number(from) + numberOf(count);
  if (years.some((one) => one === year || (one + 1 === year && AHEAD.test(sentence)))) return false;
  const isNow = told.some((one) => Math.abs(one - own) < 2);
  if (numberOf(count) % 5 > 0 || !text.startsWith('周年', end - 2))
    return isNow || (told.length === 0 && years.every((one) => one === own));
  if (year > own + 1 && (isNow || told.length === 0)) return !/[到时届将]|目标|奋斗|基础|未来/.test(sentence);
  return (new Set(told).size === 1 ? isNow : /(?:今年|为(?:隆重|热烈)?(?:庆祝|纪念))[^,。]{0,9}$/.test(before)) && !REMEMBERED.test(behind);
}

/** Where an anniversary isn't that of the text's year, or a memorial day isn't on its day. */
export function wrongDays(blocks: readonly TextBlock[], today: string): Report[] {
  return wrongIn(blocks, (text) =>
    DAYS.flatMap(({ name, date, from }): Wrong[] => {
      const wrong: Wrong[] = [];
      const tell = (start: number, end: number) =>
        wrong.push(nearly(start, end, '日期、第几个或第几周年像是对不上。', '同历法、年份和信息日期一致', '查对日历和原始材料后改正'));
      for (let start = text.indexOf(name); start >= 0; start = text.indexOf(name, start + 1)) {
        const end = start + name.length;
        const [before, behind] = [text.slice(Math.max(0, start - 30), start), text.slice(end, end + 20)];
        const on = DATE_BEFORE.exec(before) ?? DATE_BEHIND.exec(behind);
        if (date !== '' && on && on[1] !== date && (/[是为逢]/.test(on[0]) || !AROUND.test(behind)))
          tell(start - (before.endsWith(on[0]) ? on[0].length : 0), end + (before.endsWith(on[0]) ? 0 : on[0].length));
        const years = FOREIGN.test(before) ? null : YEARS_ON.exec(behind);
        const count = years ?? (/[日节周月]$/.test(name) ? COUNTED.exec(before) : null);
        if (!count || from === '') continue;
        const [first, last] = [start - (years ? 0 : count[0].length), end + (years ? count[0].length : 0)];
        if (isMiscounted(count[1] as string, from, text, [first, last], Number(today.slice(0, 4)))) tell(first, last);
      }
      return wrong;
    }),
  );
}
