import { findIn, type Match, toldOnce } from '../find.ts';
import { rowsOf } from '../lexicon/data-files.ts';
import { shippedLexicon } from '../lexicon/lexicon.ts';
import { REPEATED } from '../lexicon/pattern-tables.ts';
import { patternReports } from '../lexicon/patterns.ts';
import { nameAt } from '../personal/person-names.ts';
import type { Report, Rule } from '../rule.ts';

/** Two of a character, the same with what stands around, so that a waiver names one place. */
const PAIR = /([\u4e00-\u9fff])\1/g;
const PAIRS = /[\u4e00-\u9fff]?([\u4e00-\u9fff])\1[\u4e00-\u9fff]?/g;
/** The lists of `doubled.txt` by what they are for. */
const LISTS = new Map(rowsOf('doubled.txt').map(([kind = '', list = '']) => [kind, list]));
const listOf = (kind: string): string => {
  const list = LISTS.get(kind);
  if (list === undefined) throw new Error(`Nothing in doubled.txt is called ${kind}.`);
  return list;
};
/** Words of one character, of which the second of two is one too many; and the same where a word begins behind them (对对表, 高要要多). */
const [ALONE, BEFORE_WORD] = [listOf('单独'), listOf('词前')];
/** Ends of words, of which the second is too many before another word, and beginnings, of which the first is. */
const [ENDS, STARTS] = [listOf('词尾'), listOf('词头')];
/** Words that run over a place and that the lexicon lacks. */
const OTHER_WORDS = new Set(listOf('别的词').split(' '));
/** What the second of two begins, where the lexicon lacks the word. */
const BEGINS =
  /^(?:自然资规|的[士哥姐]|从容|空中转|户[内外]|互动|[\u4e00-\u9fff]·|把[关脉手]|被[害告毁]|息相|经[^\u4e00-\u9fff]|为难|和[气美睦顺]|了(?:[却断此之]|自己|一[桩块]|[^\u4e00-\u9fff])|在[先岸]|将[士领军])/;

const HAN = /[\u4e00-\u9fff]/;
const LONGEST_WORD = 4;

/** Whether a word of the lexicon runs over a place of a text. */
function isCrossed(text: string, place: number): boolean {
  const { words } = shippedLexicon();
  for (let start = Math.max(0, place - LONGEST_WORD + 1); start < place; start += 1)
    for (let end = place + 1; end <= start + LONGEST_WORD; end += 1) {
      const word = text.slice(start, end);
      if (words.has(word) || OTHER_WORDS.has(word)) return true;
    }
  return false;
}

/** Whether a word of the lexicon, or what is no word, begins at a place of a text. */
function begins(text: string, place: number): boolean {
  const first = text.charAt(place);
  if (!HAN.test(first) || `${ALONE}对向要到于和他每各这那此其一两二三四五六七八九十几`.includes(first)) return true;
  const { words } = shippedLexicon();
  return [2, 3, 4].some((length) => words.has(text.slice(place, place + length)));
}

/** Two of a character of which one is certainly too many: the second belongs to no word behind it, or the first to none before. */
function isDoubled({ 0: text, 1: character = '', index, input }: RegExpExecArray): boolean {
  const at = index + text.indexOf(character + character);
  const [before, behind] = [input.charAt(at - 1), input.charAt(at + 2)];
  if (before === character || (behind === character && !ALONE.includes(character)) || BEGINS.test(input.slice(at + 1, at + 5)))
    return false;
  // A name in a list: 、周围围、
  if (isCrossed(input, at + 1) || (/[、\s]/.test(behind) && /[、,(\s]/.test(input.charAt(at - 2)) && nameAt(input, at - 1) === 3))
    return false;
  const isAlone = !isCrossed(input, at);
  const isMeant = before === '一' || before === input.charAt(at - 2) || behind === input.charAt(at + 3);
  if (isCrossed(input, at + 2)) return !isMeant && isAlone && STARTS.includes(character) && begins(input, at + 1);
  if (isAlone && ALONE.includes(character)) return true;
  if (isMeant || (isAlone && !HAN.test(behind))) return false;
  return (isAlone ? BEFORE_WORD : ENDS).includes(character) && begins(input, at + 2);
}

/** Marks of a sentence side by side. Those of programs and of times (::) have another width. */
const MARKS = /[,。、;:]{2,}/g;

const report = (match: Match, problem: string, fix: string): Report => ({
  ...match,
  words: { problem, expected: '不多字，不重复。', fix },
});

/** Characters, marks and words that slipped in twice (Art. 9). */
export const doubled: Rule = {
  id: 'text/doubled',
  asks: '没有多打的字、词和标点。',
  severity: 'warning',
  article: '第九条',
  group: '文字',
  waivable: true,
  check: ({ blocks }) =>
    toldOnce([
      ...findIn(blocks, PAIRS, isDoubled, PAIR).map((match) =>
        report(match, `“${match.flagged}”像是多打了一个字。`, '删去一个。本来就该这样的，写豁免并说明理由（8 字以上）。'),
      ),
      ...findIn(blocks, MARKS)
        .filter(({ flagged }) => /[，。、；：]/.test(flagged))
        .map((match) => report(match, `“${match.flagged}”几个标点连在一起。`, '只留一个；省略号写“……”。')),
      ...patternReports(blocks, REPEATED),
    ]),
  good: [
    { title: '前一个字属于前面的词', body: '这次行动的目的的确是方便群众，参与与会代表的讨论，植被被毁处已补种。\n' },
    { title: '后一个字属于后面的词', body: '为了了解情况，在在建工地设点，对对口帮扶单位回访，就就业问题座谈。\n' },
    {
      title: '两个字分属两个词',
      body: '海关关衔，教育局局机关，公安局局党委，机场场道，每年年初，一座座公厕，满满的收获，工作作风，市市场监管局，5年年均。\n',
    },
    { title: '叠词', body: '商户和和美美，热热闹闹，规规矩矩，队员从从容容，一步一步推进，一步步变为现实，越来越好，等等。\n' },
    { title: '叠词和两个词', body: '一场场座谈，一户户走访，点点手机，两手空空地回来，院校投档档案，集采采购周期，华为为企业服务。\n' },
    { title: '词尾碰上词头', body: '控股股东变更，西长安街街道到场，大家喝喝茶、热热身，以以危险方法危害公共安全罪论处。\n' },
    { title: '名字和词尾碰上词头', body: '周强强调，张超超一行，我市市场繁荣，都有有效降雨，反对对方，成为为学的榜样，企业颇为为难。\n' },
    { title: '自己重叠的动词，和分不清属于哪个词的', body: '要对对账，过过瘾，党员员工到场，围墙拆除除尘，93家家禽养殖场。\n' },
    { title: '年份、省略号和程序里的冒号', body: '二〇二〇年和二零二零年的一月一日，队员说：“好……”接口写作 a::b。\n' },
  ],
  bad: [
    { title: '多了一个“的”', body: '商户的的摊位已清理。\n', finds: { flagged: '户的的摊', line: 13, column: 2, count: 1 } },
    { title: '多了一个“了”', body: '队员清理了了杂物。\n', finds: { flagged: '理了了杂', count: 1 } },
    { title: '顿号和逗号连用', body: '巡查东街、，西街。\n', finds: { flagged: '、，', count: 1 } },
    {
      title: '别的词写了两遍，也可能是标题碰上正文，只供参考',
      body: '综合执法综合执法大队到场。\n',
      finds: { severity: 'info', flagged: '综合执法综合执法', count: 1 },
    },
    { title: '量词写了两遍', body: '发放材料300余份余份。\n', finds: { flagged: '余份余份', count: 1 } },
    { title: '两个字的词可能是有意重叠', body: '大家研究研究这件事。\n', finds: { severity: 'info', flagged: '研究研究', count: 1 } },
    { title: '两次说是约数', body: '清理垃圾约300余袋。\n', finds: { severity: 'info', flagged: '约300余', count: 1 } },
    { title: '多了一个“们”和“已”', body: '商户们们表示，道路已已修好。\n', finds: { count: 2 } },
    { title: '量词多了一个', body: '修好公厕86座座。\n', finds: { flagged: '6座座', count: 1 } },
    { title: '句首写了两遍', body: '截至目前，截至目前，全县建成公厕42个。\n', finds: { flagged: '截至目前，截至目前', count: 1 } },
    { title: '从来不说两遍的词', body: '通过通过张贴公告，商户进行进行整改。\n', finds: { count: 2 } },
    { title: '词头词尾多了一个字', body: '问题得到到解决，工作人员员到场，清运垃垃圾，对对每一条线索核实。\n', finds: { count: 4 } },
    { title: '别的多余的字', body: '商户们纷纷纷表示支持。\n', finds: { flagged: '纷纷纷', count: 1 } },
    { title: '零宽字符隔开', body: '商户的\u200B的摊位。\n', finds: { count: 1 } },
    { title: '同一处只说一次', body: '问题得到到解决，道路已经已经修好。\n', finds: { count: 2 } },
  ],
};
