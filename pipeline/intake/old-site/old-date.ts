import { type BeijingDate, isDate, isMinute } from '../../beijing-time.ts';
import { refusal } from './old-item.ts';

const DAY = /^(\d{4})(?:-|\/|\.|年)(\d{1,2})(?:-|\/|\.|月)(\d{1,2})日?$/;
const SHORT = /^(\d{4})(\d\d)(\d\d)$/;
const TIME = /^(\d{1,2}):(\d\d)(?::\d\d(?:\.\d{1,6})?)?(?:\+08:?00)?$/;
/** Nothing stood on the web in China before; databases write 1900 or 1970 for a day that nobody entered. */
const FIRST = '1994-01-01';

/** The hour of a day, from what a clock of twelve or of 24 hours shows; `null` where nobody can tell. */
function hourOf(hour: number, half: string | undefined): number | null {
  if (half === '下') return hour < 12 ? hour + 12 : hour;
  return half === '上' && hour >= 12 ? null : hour;
}

/**
 * A date as old sites and Excel write it, as the front matter does: `2020/1/5`, `2020年1月5日 星期日`, `20200105`, with the time where it stands
 * there, `下午 3:30` too.
 * @param today nothing was published after it
 * @throws Problem `import/date` for what is none, or could be two
 */
export function oldDate(written: string, today: BeijingDate, place: string): string {
  const text = written.normalize('NFKC').trim();
  const quoted = `日期“${text.slice(0, 40)}”`;
  const bad = (why: string, fix: string, should = ' 2020-01-05 或 2020-01-05 10:30 这样的日期') =>
    refusal('date', place, `${why}；应为${should}；${fix}。`);
  if (text === '') throw bad('没有发布日期', '请照旧网站补上，查不到的不要导入');
  if (/^\d{5}(\.\d+)?$/.test(text)) throw bad(`日期写成了序号 ${text}`, '请在 Excel 里把这一列设为日期格式，再另存');
  if (text.endsWith('Z')) throw bad(`${quoted}不是北京时间`, '请换成北京时间');
  const plain = text.replace(/\s{0,3}([年月])\s{0,3}/g, '$1').replace(/\(?(?:星期|周)[一二三四五六日天]\)?|[上下]午/g, ' ');
  const [day = '', time, ...more] = plain.trim().split(/[ T]+/);
  const [, clock, minute] = TIME.exec(time ?? '') ?? [];
  const hour = clock === undefined ? null : hourOf(Number(clock), /([上下])午/.exec(text)?.[1]);
  const [, year = '', month = '', date = ''] = DAY.exec(day) ?? SHORT.exec(day) ?? [];
  const iso = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  const whole = hour === null ? iso : `${iso} ${String(hour).padStart(2, '0')}:${minute}`;
  if (!isDate(iso) || more.length > 0 || (time !== undefined && hour === null) || (hour !== null && !isMinute(whole)))
    throw bad(`${quoted}认不出来`, '请改正这一条的日期');
  if (iso > today) throw bad(`日期 ${iso} 在今天以后`, '请核对后改正', '旧网站上真实的发布日期');
  if (iso < FIRST) throw bad(`日期 ${iso} 早得那时还没有网站`, '请核对后改正，查不到的不要导入', '旧网站上真实的发布日期');
  return whole;
}
