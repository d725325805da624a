import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { findIn, foldedStretch, type Match } from '../find.ts';
import { blockAt, joinedOf } from '../joined-blocks.ts';
import { shippedLexicon } from '../lexicon/lexicon.ts';
import { REPEATED } from '../lexicon/pattern-tables.ts';
import { patternReports } from '../lexicon/patterns.ts';
import type { Report, Rule, Severity } from '../rule.ts';

/**
 * Characters that hardly ever follow on themselves: behind which the first of two belongs to a word (目的的), and before which the second does
 * (为了了解).
 */
const CHARACTERS: Readonly<Record<string, readonly [endsWord: string, beginsWord: string]>> = {
  的: ['目标', '士确哥姐'],
  了: ['不明得', '解却结断如得然无事之不此'],
  在: ['现存内外实潜所自健好贵重', '建校职线编册岗场乎于意座野押逃地家理行先即望此籍读途研任位世案华'],
  对: ['针面核校应相反敌绝结成派配作比查', '象比照接外口手内策方应话待抗联付立称标表准症账岸调台碰'],
  由: ['理自事缘根经任不因原', '来于此衷头'],
  为: [
    '作行认成以因视称列分转变改评定设更无有何难最极尤颇甚较广大深略是所能人名稍颇特化华',
    '了主止期人何难首先重本民政什荣例准数时限由生害你您群',
  ],
  将: ['即必终行上中少名健干老小虎武良部主战强猛门闯悍勇女激点叛麻大', '来近要士军领才帅就心错信计会'],
  和: [
    '共缓温总饱平暖柔随调中谦祥附议讲求言泰颐义永仁政安太呼清协亲融晴维',
    '谐平睦解美合田龙县顺风气善蔼约好静硕林布盘声议谈衷而服尚煦畅亲弦',
  ],
  与: ['参赠给授赋付寄相', '会时否其众日此共民'],
  是: ['于但可只还就总都正而若倘要凡像算甚尤或更老便也即不国求', '否非以不'],
  把: ['一两每拖火车手扫刀门那这花草几', '握关控手脉门守戏酒'],
  被: ['棉毛丝植覆羽绒床', '告子动褥套服害执申征监检抚保继代投处选评调收迫困救罩单查'],
  就: ['成造迁将屈高早那这俯', '业是医诊学读近地绪职任座餐此要算范寝事'],
  也: ['维', '许罢好门可'],
  及: ['以涉普顾危波提论企触殃累祸言惠埃赶遍推追旁不', '时格早其至第物'],
  向: [
    '方导走取意趋动转志倾定流风面去双单朝横纵正反逆投偏内外指一航径轴奔归相顺同侧北南东西左右',
    '往上前心导来下外内阳日左右好东西南北着善学党后海量',
  ],
  从: ['服自听顺跟随侍盲无依遵胁主屈信扈仆', '事业容而严重轻前小此来中不未政医教军宽快简优众速属头句犯化江'],
  并: ['合兼吞归一裁', '且非不未没列行举存发重联购网入轨案排肩进处用称驾无线'],
};
/** Two of a character, the same with what stands around, so that a waiver names one place. */
const PAIR = /([\u4e00-\u9fff])\1/g;
const PAIRS = /[\u4e00-\u9fff]?([\u4e00-\u9fff])\1[\u4e00-\u9fff]?/g;
/** Words of one character, of which the second of two is one too many. */
const ALONE = '们已更共又近再都还而或均仍即则能要应得着过使让于以其该各此这那经据因同跟';
/** What stands behind a number, where the second of two is one too many. */
const COUNTED =
  /^(?:人(?![均家])|件(?!均)|户(?![均主籍口])|家(?![庭长属])|处(?![于在理罚])|条(?![约例件款])|轮(?!空)|[次台辆吨座块名起项袋只米元份栋亩])/;

const LONGEST_WORD = 4;

/** Whether a word of the lexicon runs over a place of a text. */
function isCrossed(text: string, place: number): boolean {
  const { words } = shippedLexicon();
  for (let start = Math.max(0, place - LONGEST_WORD + 1); start < place; start += 1)
    for (let end = place + 1; end <= start + LONGEST_WORD; end += 1) if (words.has(text.slice(start, end))) return true;
  return false;
}

/** Marks of a sentence side by side. Those of programs and of times (::) have another width. */
const MARKS = /[,。、;:]{2,}/g;
/** The beginning of a sentence, said twice. */
const AGAIN = /([\u4e00-\u9fff]{4,8}),\1(?=[,。])/g;
/** One number, about which it is said twice that it isn't exact. */
const ABOUT = /[约近]\d[\d.,]{0,9}[万亿千百]?[余多](?![\d.])|(?<!大)约\d[\d.,]{0,9}[万亿千百]?[余多]?[\u4e00-\u9fff]{1,3}?(?:左右|上下)/g;

const UNITS = /^(?:人次|万元|亿元|公里|公斤|小时|分钟|平方米|立方米|余[份次人件户家处辆起个条名吨亩])$/;
/** Words that are said twice on purpose, and numerals. */
const ON_PURPOSE =
  /^[一二三四五六七八九十零很越又半也且边忽时或不没再多真太最更可各来越慢渐]|^好(?!评|事|友|处)|^的|的$|^(?:如何|什么|怎样|怎么|某某|哪里|多么)$/;
const LONGEST = 5;

interface Twice {
  start: number;
  end: number;
  grave: boolean;
}

/** How long the word is that stands at a place twice, the longest; 0 for none. */
function twiceAt(text: string, start: number): number {
  for (let length = LONGEST; length >= 2; length -= 1) {
    let same = 0;
    while (same < length && text.charCodeAt(start + same) === text.charCodeAt(start + length + same)) same += 1;
    if (same === length) return length;
  }
  return 0;
}

/** Whether no word runs over where the two that stand there begin, meet and end: 再审申请人申请人民法院 is nothing twice. */
const standsApart = (text: string, start: number, length: number): boolean =>
  ![0, length, 2 * length].some((step) => isCrossed(text, start + step));

/** Words of two to five characters that stand there twice. */
function wordsTwice(text: string): Twice[] {
  const found: Twice[] = [];
  for (let start = 0; start + 4 <= text.length; start += 1) {
    const length = twiceAt(text, start);
    if (length === 0) continue;
    const word = text.slice(start, start + length);
    if (!/^[\u4e00-\u9fff]+$/.test(word) || new Set(word).size === 1 || ON_PURPOSE.test(word)) continue;
    let end = start + 2 * length;
    while (text.startsWith(word, end)) end += length;
    // Three times and more is a list, or the column of a table.
    const isTwice = end === start + 2 * length;
    found.push({ start, end, grave: isTwice && (UNITS.test(word) || (length > 2 && standsApart(text, start, length))) });
    start = end - 1;
  }
  return found;
}

function twiceIn(blocks: readonly TextBlock[]): (Omit<Match, 'folded'> & { severity?: Severity })[] {
  const { text, starts } = joinedOf(blocks);
  return wordsTwice(text).map(({ start, end, grave }) => {
    const index = blockAt(starts, start);
    const block = blocks[index] as TextBlock;
    const from = starts[index] as number;
    return { ...foldedStretch(block, start - from, end - from), ...(grave ? {} : { severity: 'info' as const }) };
  });
}

/** Two of a character of which one is certainly too many: words of one character that hardly ever follow on themselves, and what is counted. */
function isDoubled({ 0: text, 1: character = '', index, input }: RegExpExecArray): boolean {
  const at = index + text.indexOf(character + character);
  const [before, behind] = [input.slice(Math.max(0, at - 3), at), input.charAt(at + 2)];
  const listed = CHARACTERS[character];
  if (listed) return !listed[0].includes(before.slice(-1) || ' ') && !listed[1].includes(behind || ' ');
  if (before.endsWith(character) || behind === character) return false;
  if (/\d$/.test(before)) return COUNTED.test(character + behind);
  // 以以危险方法危害公共安全罪论处, 一而再再而三.
  if (!ALONE.includes(character) || /^(?:以危|再而)/.test(character + behind)) return false;
  return !isCrossed(input, at) && !isCrossed(input, at + 2);
}

const report = (match: Omit<Match, 'folded'>, problem: string, fix: string, severity?: Severity): Report => ({
  ...match,
  ...(severity === undefined ? {} : { severity }),
  words: { problem, expected: '不多字，不重复。', fix },
});

const KEEP = '本来就该这样的，写豁免并说明理由（8 字以上）。';

/** Characters, marks and words that slipped in twice (Art. 9). */
export const doubled: Rule = {
  id: 'text/doubled',
  asks: '没有多打的字、词和标点。',
  severity: 'warning',
  article: '第九条',
  group: '文字',
  waivable: true,
  check: ({ blocks }) => [
    ...findIn(blocks, PAIRS, isDoubled, PAIR).map((match) => report(match, `“${match.flagged}”像是多打了一个字。`, `删去一个。${KEEP}`)),
    ...findIn(blocks, MARKS)
      .filter(({ flagged }) => /[，。、；：]/.test(flagged))
      .map((match) => report(match, `“${match.flagged}”几个标点连在一起。`, '只留一个；省略号写“……”。')),
    ...patternReports(blocks, REPEATED),
    ...findIn(blocks, AGAIN).map((match) => report(match, `“${match.flagged}”像是写了两遍。`, `删去一遍。${KEEP}`)),
    ...twiceIn(blocks).map(({ severity, ...match }) => report(match, `“${match.flagged}”像是写了两遍。`, `删去一遍。${KEEP}`, severity)),
    ...findIn(blocks, ABOUT).map((match) =>
      report(match, `“${match.flagged}”两次说是约数。`, '“约”“近”和“余”“多”“左右”只留一个。', 'info'),
    ),
  ],
  good: [
    { title: '前一个字属于前面的词', body: '这次行动的目的的确是方便群众，参与与会代表的讨论，植被被毁处已补种。\n' },
    { title: '后一个字属于后面的词', body: '为了了解情况，在在建工地设点，对对口帮扶单位回访，就就业问题座谈。\n' },
    {
      title: '两个字分属两个词',
      body: '海关关衔，教育局局机关，公安局局党委，机场场道，每年年初，一座座公厕，满满的收获，工作作风，市市场监管局，5年年均。\n',
    },
    { title: '叠词', body: '商户和和美美，热热闹闹，规规矩矩，队员从从容容，一步一步推进，越来越好，等等。\n' },
    { title: '词尾碰上词头', body: '控股股东变更，西长安街街道到场，大家喝喝茶、热热身，以以危险方法危害公共安全罪论处。\n' },
    { title: '词尾和动词自己重叠的，分不清是不是多打的', body: '党员员工到场，围墙拆除除尘，请帮帮忙。\n' },
    { title: '年份', body: '二〇二〇年和二零二零年的一月一日。\n' },
    { title: '省略号和程序里的冒号', body: '队员说：“好……”接口写作 a::b。\n' },
  ],
  bad: [
    { title: '多了一个“的”', body: '商户的的摊位已清理。\n', finds: { flagged: '户的的摊', line: 13, column: 2, count: 1 } },
    { title: '多了一个“了”', body: '队员清理了了杂物。\n', finds: { flagged: '理了了杂', count: 1 } },
    { title: '顿号和逗号连用', body: '巡查东街、，西街。\n', finds: { flagged: '、，', count: 1 } },
    { title: '一个词写了两遍', body: '清运垃圾，综合执法综合执法大队到场。\n', finds: { flagged: '综合执法综合执法', count: 1 } },
    { title: '写了三遍的，也可能是表格的一列', body: '综合执法综合执法综合执法大队到场。\n', finds: { severity: 'info', count: 1 } },
    { title: '量词写了两遍', body: '发放材料300余份余份。\n', finds: { flagged: '余份余份', count: 1 } },
    { title: '两个字的词可能是有意重叠', body: '大家研究研究这件事。\n', finds: { severity: 'info', flagged: '研究研究', count: 1 } },
    { title: '两次说是约数', body: '清理垃圾约300余袋。\n', finds: { severity: 'info', flagged: '约300余', count: 1 } },
    { title: '多了一个“们”和“已”', body: '商户们们表示，道路已已修好。\n', finds: { count: 2 } },
    { title: '量词多了一个', body: '修好公厕86座座。\n', finds: { count: 1 } },
    { title: '句首写了两遍', body: '截至目前，截至目前，全县建成公厕42个。\n', finds: { flagged: '截至目前，截至目前', count: 1 } },
    { title: '别的多余的字', body: '商户们纷纷纷表示支持。\n', finds: { flagged: '纷纷纷', count: 1 } },
    { title: '零宽字符隔开', body: '商户的\u200B的摊位。\n', finds: { count: 1 } },
  ],
};
