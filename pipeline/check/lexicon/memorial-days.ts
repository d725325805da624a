import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { inDigits, numberOf } from '../numerals.ts';
import type { Report } from '../rule.ts';
import { nearly, type Wrong, wrongIn } from '../simplified-texts.ts';
import { yearsIn } from '../told-years.ts';
import { rowsOf } from './data-files.ts';
import { wordSearch } from './term-scan.ts';

/** Days and events by each of their names: the day of the year, and the year before the first one or its anniversary. */
const DAYS = rowsOf('memorial-days.txt').flatMap(([names = '', date = '', from = '']) =>
  names.split(' ').map((name) => ({ name, date, from: Number(from) })),
);
const search = wordSearch(DAYS.map(({ name }) => name));
/** A date or a number, right before or behind a name, for which ※ stands; anniversaries of other states and parties are others. */
const DATED =
  /(?<![\d一二三四五六七八九十至到~—-])([\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日),?(?:[是为即]|[恰适]逢|迎来)?(?:第[^,。第]{1,6}[个届次])?["“]?(?:南京大屠杀死难者)?[我全中国际家世界人民抗日五四八一六三二劳动的法定台湾]{0,7}※|※["”]?(?:(?:是|为|定[在于为])(?:每年的?)?|\()([\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日)(?![至到~—-])/;
const NUMBERED =
  /第([\d一二三四五六七八九十百零]{1,5})[个届次]["“]?[^。,、;\d]{0,4}※|(?<!朝鲜|老挝|越南|古巴|斯坦|人民军|(?<![中祖我全])国)※["”]?([\d一二三四五六七八九十百零]{1,5})周年/;
/** Before other words it is what is held around a day: 10月2日国庆节假期. */
const ON_THE_DAY = /^(?:[,。;的]|走[进上]|这一?天|当[天日]|$)/;
const IS_SAID = /[是为逢定(]/;
/** What is held around a day, and ends or is honoured later. */
const HELD_LATER = /^[^。;\n]{0,8}(?:宣传[周月]|彩排|收官|总结|颁奖|征文|慰问|筹备|补)/;
/** Whether a date is another but for a digit: 12月14日 for 12月4日. */
const isSlip = (said: string, date: string): boolean => said.replace(/[12](?=\d日)/, '') === date.replace(/[12](?=\d日)/, '');
/** Round anniversaries are remembered long after: 庆祝新中国成立70周年阅兵. */
const REMEMBERED = /^.{2,6}周年[^。,]{0,12}(?:大会|讲话|章|峰会|阅兵|(?<!开)展|活动|[奖时]|座谈|招待|以来|演|表彰|奋斗)/;
const AHEAD = /明年|[到时届将迎]|筹备|献礼|前夕|目标|奋斗|基础|未来/;

/** Whether what is counted up to a year is neither that of the text's year nor of one that stands before it or in its sentence. */
function isMiscounted(year: number, own: number, before: string, behind: string, isRound: boolean): boolean {
  const sentence = `${before.split(/[。;\n]/).at(-1)}${behind.split(/[。;\n]/, 1)[0]}`;
  const told = yearsIn(sentence).map(Number);
  const years = [own, ...told, ...yearsIn(before).slice(-1).map(Number)];
  if (years.some((one) => one === year || (one + 1 === year && AHEAD.test(sentence) && (isRound || !/今年/.test(sentence))))) return false;
  const isNow = told.length === 0 ? years.every((one) => one === own) : told.some((one) => Math.abs(one - own) < 2);
  if (!isNow || !isRound) return isNow;
  if (year > own + 1) return year > own + 30 || !AHEAD.test(sentence);
  return (told.length > 0 || /(?:今年|[为以](?:隆重|热烈)?(?:庆祝|纪念)|以(?=红))[^,。]{0,9}$/.test(before)) && !REMEMBERED.test(behind);
}

/** Where an anniversary isn't that of the text's year, or a memorial day isn't on its day. */
export function wrongDays(blocks: readonly TextBlock[], today: string): Report[] {
  return wrongIn(blocks, (text) => {
    const wrong: Wrong[] = [];
    for (const { word, at } of search(text)) {
      const { name, date, from } = DAYS[word] as (typeof DAYS)[number];
      const [before, behind] = [text.slice(0, at), text.slice(at + name.length)];
      const around = `${before.slice(-30)}※${behind.slice(0, 20)}`;
      const tell = (said: string) => {
        const start = at - said.indexOf('※');
        const end = start + said.length - 1 + name.length;
        wrong.push(nearly(start, end, '日期、第几个或第几周年像是对不上。', '同历法、年份和信息日期一致', '查对日历和原始材料后改正'));
      };
      const dated = DATED.exec(around);
      if (dated && date) {
        const said = inDigits(dated[1] ?? dated[2]);
        const isOther = IS_SAID.test(dated[0]) || ON_THE_DAY.test(behind) || (isSlip(said, date) && !HELD_LATER.test(behind));
        if (said !== date && isOther) tell(dated[0]);
      }
      const count = NUMBERED.exec(around);
      // Only days are numbered, and only events have anniversaries.
      if (!count || from === 0 || /[日节周月]$/.test(name) !== count[0].startsWith('第')) continue;
      const number = numberOf(count[1] ?? (count[2] as string));
      if (isMiscounted(from + number, Number(today.slice(0, 4)), before, behind, number % 5 === 0 && !count[1])) tell(count[0]);
    }
    return wrong;
  });
}
