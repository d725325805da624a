import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { findIn, foldedStretch, type Match } from '../find.ts';
import { blockAt, joinedOf } from '../joined-blocks.ts';
import { REPEATED } from '../lexicon/pattern-tables.ts';
import { patternReports } from '../lexicon/patterns.ts';
import type { Report, Rule, Severity } from '../rule.ts';
import { chineseAround, wordsOf } from '../word-cut.ts';

/**
 * Characters that hardly ever follow on themselves: behind which the first of two belongs to a word (目的的), and before which the second does
 * (为了了解).
 */
const CHARACTERS: Readonly<Record<string, readonly [endsWord: string, beginsWord: string]>> = {
  的: ['目标', '士确'],
  了: ['不明', '解却结断如得然无事之不'],
  在: ['现存内外实潜所自健好贵重', '建校职线编册岗场乎于意座野押逃地家理行先即望此籍读途研任位世案华'],
  对: ['针面核校应相反敌绝结成派配作比查', '象比照接外口手内策方应话待抗联付立称标表准症账岸调台'],
  由: ['理自事缘根经任不因原', '来于此衷头'],
  为: [
    '作行认成以因视称列分转变改评定设更无有何难最极尤颇甚较广大深略是所能人名稍颇特化',
    '了主止期人何难首先重本民政什荣例准数时限由生害你您群',
  ],
  将: ['即必终行上中少名健干老小虎武良部主战强猛门闯悍勇女激点叛麻大', '来近要士军领才帅就心错信计会'],
  和: [
    '共缓温总饱平暖柔随调中谦祥附议讲求言泰颐义永仁政安太呼清协亲融晴',
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
const ALONE = '们已更共近又再都还等而或均仍即则可能要应得着过使让给于以其该各此这那经按据因同跟';
/** What stands behind a number, where the second of two is one too many. */
const COUNTED = /^(?:人(?![均家])|件(?!均)|户(?![均主籍])|家(?![庭长属])|处(?![于在理罚])|[次台辆吨座块名起项条袋只米元份栋亩])/;
/** What ends verbs and other words that go on with no word of the same character. */
const ENDS =
  '们进加开展提做去到成起理除合动整治查处清拆改增减完修补造强推落施置设立好洁序效率齐分布巡宣传练助帮护养维检测考核选举办结断续持稳健丽净绿亮洒扫冲洗堆放摆停乱倒输收集化面时求令现众务类题场员且';
/** Behind which no word goes on. */
const PAUSE = /^[，。；：、！？,;:!?)）”\n了在和与对向从被把将已也都\d并共由要须等给]?$/;
/** What begins other words all the same: 党员员工, 部分分包, 教育局局机关. */
const GOES_ON = /^(?:员[工额]|且[慢说]|分[包户项]|场[部馆地]|[户店][主籍铺招员]|局[属机党领班务内])$/;
/** What is doubled at the end of names and of some words: 李娜娜, 立法法. */
const NAMES = '年法沟丽莉娜婷媛晶佳莹倩蓉菲露燕萍娟玲莎甜欢洋冰琪欣雯雪萌瑶豆';
/** What ends a word and begins the next one in honest texts, or is a word by itself: 公路路长. */
const MEETS =
  '的路河习以侨地建东关海区国全取航税当库震车张病军水机湖市团反流为江运教村署出业站馆会向南品席定供议院山中船非火高险药诊树量名与有厂源对大安新内斯产卡在长权入划梁同防由月接校客伤疫所佛户任渠灾界方术气保节藏于街毒工实朝西花试息苏积玉听作坝滨声宁带箱一语岛是单座强进职部矿镇舰版体组';
/** What belongs to another way to read it: 机场场道, 一座座. */
const OTHERWISE = /(?:机场|[一二三四五六七八九十两几每].)$/;
/** What is said twice in passing (喝喝茶), words that are made of one character twice, and what begins another word: 西长安街街道. */
const TWICE_ON_PURPOSE =
  /^(?:充充电|喝喝[茶酒水咖]|出出[汗主力]|见见[世面]|咬咬[耳牙]|扭扭秧|逗逗|过过[嘴瘾车]|挥挥手|摆摆[手龙]|潜潜水|发发[声言传朋]|治治病|热热身|按按[电摩]|修修[路补]|学学[法习]|提提[神建]|照照镜|红红脸|刷刷[牙手]|洗洗[手脸澡]|开开[眼会玩]|握握手|招招手|鼓鼓[掌劲]|散散[步心]|串串门|跑跑[腿步]|拉拉[家手]|搭搭手|练练|露露[脸面]|亮亮相|压压[惊担]|动动[手脑嘴]|揉揉|对对子|人人[参为有都皆，。、”]|家家[有户都]|处处[可有都是]|暖暖[地的]|深深[刻埋地的]|阵阵|窄窄|断断续|千千万|清清|万万|以以危|蛋蛋|肚肚|街街[道头]|楼楼[下上梯顶道]|[店户坊帮]+主|店店员|井井口|场场[地内馆]|考考[点试场生]|课课[程堂时]|权权[利能]|报报[道讯社]|学学[工生者]|道道路|面面[层板]|形形状|办办[理公]|烟烟[盒头]|班班[干长]|年年[底末初]|刀刀[刃口]|车车[架主牌灯门]|桥桥[面下]|港港口|站站[长点]|墙墙[面体]|门门[口店])/;

/** What begins a word behind another one that ends with it: 农业农村部部长; and what is said twice on purpose: 红红的, 下下棋. */
const BEGINS =
  '部市职产罪局组党人会州税水国林村队舱所城省军团病档有区品院科业展联股榜县班红钉卡厂海高电一委物山证学图日车建滑食法内社中圆地来生教工河外站港船线库路矿着过得小大下上走看想说谈聊听试跳唱写读画打歇等坐转逛尝问找算补练蹲洗刷晒玩笑点擦拍摸压量闻查比讲老早慢轻静远其金期处收资约医光泉舰室网体';
/** Words of one character behind which the first of two is one too many: 将继继续. */
const BEFORE =
  /[将已正在为了和与对向从被把也都要须可能应等并再又就会们的地得着过给让使各请共还均仍便即是县区镇员众民后前时，。；：、！？,;:!?“”（）()\n]$/;

/** Whether one of two characters ends a word and the other begins one: 控股|股东. */
function isMeeting(text: string, at: number): boolean {
  const [left, right] = chineseAround(text, at + 1, at + 1);
  return (wordsOf(left).at(-1) ?? '').length > 1 && (wordsOf(right)[0] ?? '').length > 1;
}

/** How the words are cut that begin where the two characters do, or end there, and those around them. */
function cutAt(text: string, at: number): { first: string; second: string; before: string; behind: string } | null {
  const [left, right] = chineseAround(text, at, at);
  const cut = wordsOf(left + right);
  let second = 0;
  for (let end = 0; second < cut.length && end < left.length + 1; second += 1) end += (cut[second] as string).length;
  if (second < 1 || cut.slice(0, second).join('').length !== left.length + 1) return null;
  const [before = '', first = ''] = second > 1 ? cut.slice(second - 2) : ['', ...cut];
  return { before, first, second: cut[second] ?? '', behind: cut[second + 1] ?? '' };
}
/** Marks of a sentence side by side. Those of programs and of times (::) have another width. */
const MARKS = /[,。、;:]{2,}/g;
/** The beginning of a sentence, said twice. */
const AGAIN = /([\u4e00-\u9fff]{4,8}),\1(?=[,。])/g;
/** One number, about which it is said twice that it isn't exact. */
const ABOUT = /[约近]\d[\d.,]{0,9}[万亿千百]?[余多](?![\d.])|(?<!大)约\d[\d.,]{0,9}[万亿千百]?[余多]?[\u4e00-\u9fff]{1,3}?(?:左右|上下)/g;

/** Words of two characters that are said twice on purpose, or of which the second begins something else: 集体经济组织组织开展. */
const AGAIN_ON_PURPOSE =
  /^(?:手把|代表|规定|组织|政府|产业|工序|国旗|年度|中国|出租|出版|保管|法院|机构|部门|大[片把堆队]|成[片群]|研究|商量|考虑|讨论|学习|了解|休息|锻炼|打扮|打扫|收拾|整理|琢磨|尝试|体验|放松|活动|交流|沟通|热闹|高兴|凉快|暖和|参考|帮助|照顾|检查|准备|介绍|解释|感受|见识|教育|表扬|谢谢|欢迎|恭喜|加油|关心|分析|比较|调整|商议|合计|核实|回忆|溜达|教训|指点|打听|切磋|品尝|欣赏|改善|提高|练习|翻腾|摆弄|拜访|走动|轻松|快乐|开心|舒服|罗斯|非常|提醒|批评|思考|谋划|吆喝|帮衬|亲近|分享|报道|说道|纠正|谨慎|出去|向前|还好|通融|善哉|保险)$/;
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

/** Whether words are cut where the two that stand there begin, meet and end: 再审申请人|申请|人民法院 is nothing twice. */
function isCutAround(text: string, start: number, length: number): boolean {
  const [left, right] = chineseAround(text, start, start, 2 * length + 10);
  const cuts = new Set([0]);
  for (const word of wordsOf(left + right)) cuts.add(Math.max(...cuts) + word.length);
  return [0, length, 2 * length].every((step) => cuts.has(left.length + step));
}

/** Whether a word of two characters that nobody says twice on purpose stands there twice, as the words are cut. */
function isWordTwice(text: string, start: number, word: string): boolean {
  const end = start + 2 * word.length;
  // 《腾冲腾冲》; 干部干部，干字当头.
  if (text.startsWith('》', end) || text.startsWith(`,${word.charAt(0)}`, end)) return false;
  const cut = cutAt(text, start + 1);
  return cut?.first === word && cut.second === word && !AGAIN_ON_PURPOSE.test(word);
}

/** Words of two to five characters that stand there twice. */
function wordsTwice(text: string): Twice[] {
  const found: Twice[] = [];
  for (let start = 0; start + 4 <= text.length; start += 1) {
    const length = twiceAt(text, start);
    if (length === 0) continue;
    const word = text.slice(start, start + length);
    if (!/^[\u4e00-\u9fff]+$/.test(word) || new Set(word).size === 1 || ON_PURPOSE.test(word)) continue;
    found.push({
      start,
      end: start + 2 * length,
      grave: UNITS.test(word) || (length > 2 ? isCutAround(text, start, length) : isWordTwice(text, start, word)),
    });
    start += 2 * length - 1;
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

/** Whether the second of two characters begins no word: what follows is no Chinese text, a word of one character that is none's part, or a longer word. */
const endsThere = (character: string, next: string, behind: string): boolean =>
  ENDS.includes(character) || (!NAMES.includes(character) && (PAUSE.test(next) || (!MEETS.includes(character) && behind.length > 1)));

/** Whether the first of two characters belongs to no word. */
const beginsThere = (character: string, previous: string, before: string): boolean =>
  !BEGINS.includes(character) && (before.length > 1 || previous === '' || BEFORE.test(previous));

/** Two of a character, the second of which belongs to no word, or both of which are words of one character. */
function isDoubled({ 0: text, 1: character = '', index, input }: RegExpExecArray): boolean {
  const at = index + text.indexOf(character + character);
  const [before, behind] = [input.slice(Math.max(0, at - 3), at), input.charAt(at + 2)];
  if (OTHERWISE.test(before + character) || GOES_ON.test(character + behind) || TWICE_ON_PURPOSE.test(input.slice(at, at + 4)))
    return false;
  const listed = CHARACTERS[character];
  if (listed) return !listed[0].includes(before.slice(-1) || ' ') && !listed[1].includes(behind || ' ');
  if (before.endsWith(character) || behind === character) return false;
  if (/\d$/.test(before)) return COUNTED.test(character + behind);
  // Of these neither is one too many, however the words are cut.
  if (BEGINS.includes(character) && MEETS.includes(character) && !ENDS.includes(character) && !ALONE.includes(character)) return false;
  const cut = cutAt(input, at);
  if (cut === null || isMeeting(input, at)) return false;
  const { first, second } = cut;
  if (first.length === 1 && second.length === 1) return ALONE.includes(character);
  const previous = before.slice(-1);
  // 轻轻松松, 规规矩矩.
  if (previous !== '' && before.slice(-2, -1) === previous) return false;
  if (behind !== '' && behind === input.charAt(at + 3)) return false;
  return first.length === 1
    ? beginsThere(character, previous, cut.before)
    : second.length === 1 && endsThere(character, behind, cut.behind);
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
    { title: '年份', body: '二〇二〇年和二零二零年的一月一日。\n' },
    { title: '省略号和程序里的冒号', body: '队员说：“好……”接口写作 a::b。\n' },
  ],
  bad: [
    { title: '多了一个“的”', body: '商户的的摊位已清理。\n', finds: { flagged: '户的的摊', line: 13, column: 2, count: 1 } },
    { title: '多了一个“了”', body: '队员清理了了杂物。\n', finds: { flagged: '理了了杂', count: 1 } },
    { title: '顿号和逗号连用', body: '巡查东街、，西街。\n', finds: { flagged: '、，', count: 1 } },
    { title: '一个词写了两遍', body: '清运垃圾，综合执法综合执法大队到场。\n', finds: { flagged: '综合执法综合执法', count: 1 } },
    { title: '量词写了两遍', body: '发放材料300余份余份。\n', finds: { flagged: '余份余份', count: 1 } },
    { title: '两个字的词可能是有意重叠', body: '大家研究研究这件事。\n', finds: { severity: 'info', flagged: '研究研究', count: 1 } },
    { title: '两次说是约数', body: '清理垃圾约300余袋。\n', finds: { severity: 'info', flagged: '约300余', count: 1 } },
    { title: '多了一个词的后一个字', body: '队员清理理雨水口，拆除除广告牌。\n', finds: { count: 2 } },
    { title: '多了一个“们”和“已”', body: '商户们们表示，道路已已修好。\n', finds: { count: 2 } },
    { title: '量词多了一个', body: '修好公厕86座座。\n', finds: { count: 1 } },
    { title: '句首写了两遍', body: '截至目前，截至目前，全县建成公厕42个。\n', finds: { flagged: '截至目前，截至目前', count: 1 } },
    { title: '不会重复说的两个字的词', body: '中队继续继续巡查。\n', finds: { flagged: '继续继续', count: 1 } },
    { title: '别的多余的字', body: '商户们纷纷纷表示支持。\n', finds: { flagged: '纷纷纷', count: 1 } },
    { title: '零宽字符隔开', body: '商户的\u200B的摊位。\n', finds: { count: 1 } },
  ],
};
