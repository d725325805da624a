import { type BeijingDate, isDate, isMinute } from '../../beijing-time.ts';
import { refusal } from './old-item.ts';

const DAY = /^(\d{4})(?:-|\/|\.|年)(\d{1,2})(?:-|\/|\.|月)(\d{1,2})日?$/;
const SHORT = /^(\d{4})(\d\d)(\d\d)$/;
const TIME = /^(\d{1,2})[:：](\d\d)(?:[:：]\d\d(?:\.\d{1,6})?)?(?:\+08:?00)?$/;

/**
 * A date as old sites and Excel write it, as the front matter does: `2020/1/5`, `2020年1月5日`, `20200105`, with the time where it stands there.
 * @param today nothing was published after it
 * @throws Problem `import/date` for what is none, or could be two
 */
export function oldDate(written: string, today: BeijingDate, place: string): string {
  const text = written.trim();
  const bad = (why: string, fix: string) => refusal('date', place, `${why}；应为 2020-01-05 或 2020-01-05 10:30 这样的日期；${fix}。`);
  if (text === '') throw bad('没有发布日期', '请照旧网站补上，查不到的不要导入');
  if (/^\d{5}(\.\d+)?$/.test(text)) throw bad(`日期写成了序号 ${text}`, '请在 Excel 里把这一列设为日期格式，再另存');
  if (text.endsWith('Z')) throw bad(`日期“${text.slice(0, 40)}”不是北京时间`, '请换成北京时间');
  const [day = '', time, ...more] = text.split(/[ T\u3000]+/);
  const [, hour, minute] = TIME.exec(time ?? '') ?? [];
  const [, year = '', month = '', date = ''] = DAY.exec(day) ?? SHORT.exec(day) ?? [];
  const iso = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  const whole = hour === undefined ? iso : `${iso} ${hour.padStart(2, '0')}:${minute}`;
  if (!isDate(iso) || more.length > 0 || (time !== undefined && hour === undefined) || (hour !== undefined && !isMinute(whole)))
    throw bad(`日期“${text.slice(0, 40)}”认不出来`, '请改正这一条的日期');
  if (iso > today) throw bad(`日期 ${iso} 在今天以后`, '请核对旧网站上的发布日期');
  return whole;
}
