import { findIn, isNowhere } from '../find.ts';
import type { Report, Rule } from '../rule.ts';

interface Wording {
  pattern: RegExp;
  /** See `findIn`. */
  hint?: RegExp;
  expected: string;
  fix: string;
}

/** Kinds of words that 新华社《新闻报道中的禁用词和慎用词》 warns of, each only where the words beside it leave little doubt. */
const WORDINGS: readonly Wording[] = [
  {
    pattern: /(?:书记|局长|市长|县长|区长|主任|主席|领导|负责人|队长|科长)[^。！？；，应须]{0,12}?亲自/gu,
    hint: /亲自/g,
    expected: '领导的活动不用“亲自”。',
    fix: '删去“亲自”。',
  },
  { pattern: /隆重(?:召开|举行|开幕)/gu, expected: '“隆重”只用于重大会议和活动。', fix: '改为“召开”“举行”。' },
  {
    pattern:
      /(?:全国|全省|全市|国内|世界|行业|华东|同类)第一(?![个次批线时届季名条款部节章]|责任)|(?:全国|全省|国内|世界|行业)(?:最佳|最好|最优|最先进|最著名)|史上最|顶级|独一无二/gu,
    expected: '不用绝对化的说法；确有依据的写明出处。',
    fix: '改为具体的事实和数据，或写明由谁评定。',
  },
  {
    pattern: /残废人|瞎子|聋子|哑巴|瘸子|傻子|弱智|独眼龙/gu,
    expected: '用“残疾人”“盲人”“聋人”等不带歧视的说法。',
    fix: '改为规范的说法。',
  },
];
/** Before the verdict nobody is a 罪犯; an item about a verdict speaks of it somewhere. */
const CRIMINAL: Wording = {
  pattern: /罪犯/gu,
  expected: '法院判决有罪以前称“犯罪嫌疑人”“被告人”。',
  fix: '核对案情后改正称呼。',
};
const VERDICT = /判决|判处|判刑|法院|服刑|刑罚|监狱|假释|减刑|社区矫正/u;

/** Words that official news avoids. Hints for the reviewer: the same words are right in a quotation or a name. */
export const register: Rule = {
  id: 'text/register',
  asks: '用语得体：不用绝对化、带歧视或不合身份的说法。',
  severity: 'info',
  article: '第九条',
  group: '文字',
  waivable: false,
  check: ({ blocks }) => {
    const report = ({ pattern, hint, expected, fix }: Wording): Report[] =>
      findIn(blocks, pattern, undefined, hint).map((match) => ({
        ...match,
        words: { problem: `“${match.flagged}”请再斟酌。`, expected, fix },
      }));
    return [
      ...WORDINGS.flatMap(report),
      ...(isNowhere(blocks, CRIMINAL.pattern) || blocks.some(({ text }) => VERDICT.test(text)) ? [] : report(CRIMINAL)),
    ];
  },
  good: [
    { title: '当事人亲自办理', body: '申请人应当亲自到窗口办理，负责人应当亲自接待。\n' },
    { title: '第一个、第一责任人', body: '全市第一个示范点、全市第一批试点由第一责任人负责，第一季度完成。\n' },
    { title: '法院判决有罪的', body: '法院判决后交付执行。\n\n该罪犯已缴清罚金。\n' },
    { title: '召开会议', body: '分局召开动员会，最好的做法是提前告知。\n' },
  ],
  bad: [
    { title: '领导亲自', body: '局长王五亲自带队检查。\n', finds: { line: 13, column: 1, flagged: '局长王五亲自' } },
    { title: '隆重召开', body: '动员会隆重召开。\n', finds: { column: 4, flagged: '隆重召开' } },
    { title: '绝对化', body: '整改率全省第一，做法全国最好。\n', finds: { count: 2 } },
    { title: '带歧视的说法', body: '帮助一名聋子办理手续。\n', finds: { flagged: '聋子' } },
    { title: '判决以前的称呼', body: '队员当场抓获一名罪犯。\n', finds: { flagged: '罪犯' } },
  ],
};
