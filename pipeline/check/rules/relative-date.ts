import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { findIn } from '../find.ts';
import type { Rule } from '../rule.ts';

/** As far as a reader looks for the day. */
const OPENING = 200;
const ABSOLUTE =
  /\d{1,2}\s?月\s?\d{1,2}\s?日|\d{4}\s?年|[一二三四五六七八九十]月[一二三四五六七八九十廿卅]{1,3}日|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|(?<!\d)\d{1,2}日(?![均夜常])/;
const RELATIVE = /(?<![附最将临接新])近日(?!点)|(?<![^,。;:!?、\s“"(])日前|(?<![当如])今[日天](?!头条|说法)|昨[日天晚]|前天|今[早晚]/g;

/** The blocks of the body's opening, by the words before them. */
function openingOf(blocks: readonly TextBlock[]): TextBlock[] {
  let before = 0;
  return blocks.filter(({ paragraph, text }) => {
    if (paragraph === 0 || before >= OPENING) return false;
    before += text.length;
    return true;
  });
}

/** News tells its day: 近日 means another one with each day that the text stays up (GB/T 15835). */
export const relativeDate: Rule = {
  id: 'time/relative-date',
  asks: '开头写明哪一天，不只写“近日”“昨日”。',
  severity: 'info',
  article: '第五条',
  waivable: false,
  check: ({ blocks }) => {
    const opening = openingOf(blocks);
    if (opening.some(({ text }) => ABSOLUTE.test(text.normalize('NFKC')))) return [];
    return findIn(opening, RELATIVE)
      .slice(0, 1)
      .map((match) => ({
        ...match,
        words: {
          problem: `只写了“${match.flagged}”，没有写明哪一天。`,
          expected: '开头写明日期，如“11月23日”。',
          fix: '把它换成具体日期。',
        },
      }));
  },
  good: [
    { title: '写明了日期', body: '近日，婺城分局开展专项整治。11月23日当天劝导占道经营86起。\n' },
    { title: '期限不是日子', body: '请于20日前报名；节假日前一个工作日前完成检查。\n' },
    { title: '成语和名称', body: '当今天下，今日头条号同步发布，附近日常巡查照旧。\n' },
    { title: '只写“23日”', body: '记者昨日获悉，23日起婺城分局开展专项整治。\n' },
  ],
  bad: [
    { title: '近日', body: '近日，婺城分局组织执法队员开展专项整治。\n', finds: { flagged: '近日', line: 13, column: 1, count: 1 } },
    { title: '日前', body: '婺城分局执法队员上路检查，日前已劝导占道经营86起。\n', finds: { flagged: '日前' } },
    { title: '昨日和今天，只提一次', body: '昨日，婺城分局检查了沿街店铺。\n\n今天继续检查。\n', finds: { flagged: '昨日', count: 1 } },
  ],
};
