import type { Span } from '../../item/content-problem.ts';
import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { onceFor } from '../../once-for.ts';
import { foldedStretch, isNowhere, type Match, matchesOf } from '../find.ts';
import { foldedTexts } from '../joined-blocks.ts';
import { AS_WHAT, BETWEEN, FACTS, TELLERS } from './person-facts.ts';
import {
  BEFORE,
  BEHIND,
  IS_RULE,
  isHonoured,
  isNoMinor,
  isToldAhead,
  NO_SIGN,
  SAYS_SO,
  SPEAKS,
  STRETCHES,
  TROUBLE,
} from './person-frames.ts';
import { isFullName, nameAt, nameEndingAt } from './person-names.ts';
import { isPlate, PLATE } from './personal-data.ts';
import { HAPPENED, ROLES, type Role, WHO } from './role-words.ts';

const COMPOSED = `(?:${HAPPENED.map(([, words]) => words).join('|')})(?:康复|未遂|未成年|涉案|违法|行为|骑车|高龄|女|男){0,2}${WHO}`;

const HAPPENED_TO = HAPPENED.map(([of, words]) => ({ of, pattern: new RegExp(`^(?:${words})`) }));

const rolesOf = new Map<string, Role[]>();
for (const role of ROLES) for (const word of role.words.split(' ')) rolesOf.set(word, [...(rolesOf.get(word) ?? []), role]);

/** A role, and what may stand between it and the name. */
const ROLE = new RegExp(
  `(?<!见|保|信息|留(?=学生)|军(?=事主))((?:${[...rolesOf.keys()].sort((a, b) => b.length - a.length).join('|')})(?![员宫翁])|${COMPOSED})(?:的?(?:(家属|家长|监护人|父母|父亲|母亲|妈妈|爸爸)|本人|夫妇|夫妻|妻子|丈夫|儿子|女儿|之[子女妻夫母父]|名单))?(?:、[^。;,、的\\d\\n帮扶慰看访]{0,7}[员工手师匠机])?(?:老[\\u4e00-\\u9fff]\\(本名)?[:(“"\\s]?(?:1[.、])?(?:[\\u4e00-\\u9fff](?:某{1,2}|阿婆|大[爷妈]|女士|先生)[、和与及])?(?:姓名:?|名?叫|自称|[为是系](?:[^。;,、\\d\\n]{2,8}的)?)?`,
  'g',
);
const ALONE = `(?:(?![有帮扶助关慰看访])[\\u4e00-\\u9fff]){0,7}?(?<![见保])(${ROLES.filter(({ only }) => only === undefined)
  .flatMap(({ words }) => words.split(' '))
  .join('|')}|${COMPOSED})`;
const IS_ONE = new RegExp(`(?:[,。][他她])?(?:是|系|为|属于?)${ALONE}(?=[^\\u4e00-\\u9fff]|$|家庭|一[事案]|[中的且并])`, 'g');
/** The role that stands alone behind the name: 王某某,举报人, or 王某某(低保户). */
const AS_ONE = new RegExp(`[,(](?:[一二三四]级|\\d{1,2}岁|[、,]){0,3}${ALONE}(?=[,。;)、]|$)`, 'g');
/** Who agreed to be named. */
const AGREED = /(?:本人|家属|监护人)(?:书面)?同意[^。;\n]{0,20}$/;
/** Who isn't called so. */
const NOT_SO_CALLED = /^\s?\(?(?:化名|网名|昵称|均为化名)/;
/** As far as a plate belongs to somebody. */
const NEAR = 40;

/** A name, and as whom it tells of somebody. */
interface NamedPerson {
  start: number;
  end: number;
  of: Role['of'] | '能认出来的人';
}

function hasPlate(text: string, start: number): boolean {
  const near = text.slice(Math.max(0, start - NEAR), start + NEAR);
  return [...near.matchAll(PLATE)].some(([plate]) => isPlate(plate));
}

const CHILD = /(?:儿童|少[年女]|[男女][童孩]|(?<!大)学生)$/;
/** As what a word that is put together tells of somebody. */
const composed = (word: string): Pick<Role, 'of'> | undefined =>
  CHILD.test(word) ? { of: '未成年人' } : HAPPENED_TO.find(({ pattern }) => pattern.test(word));

/** The first of a word's roles that holds at a name. */
function roleAt(text: string, word: string, at: number, [start, end]: [number, number], inCase: boolean): Pick<Role, 'of'> | undefined {
  const roles = rolesOf.get(word);
  if (roles === undefined) return composed(word);
  return roles.find(({ only }) => {
    if (only === 'case') return inCase && !SPEAKS.test(text.slice(end));
    if (only === 'plate') return hasPlate(text, start);
    return only === undefined || TROUBLE.test(text.slice(end)) || isAhead(text, at);
  });
}

const isAhead = (text: string, at: number): boolean => isToldAhead(text.slice(Math.max(0, at - NEAR), at));

function* behindRoles(text: string, inCase: boolean): Generator<NamedPerson> {
  for (const { 0: match, 1: word = '', 2: parent, index } of matchesOf(text, ROLE)) {
    let start = index + match.length;
    // 业主张贴, 企业主张债权, 患儿童, 惠民工程.
    if (/^(?:主张|儿童|工程)/.test(text.slice(start - 1, start + 1))) continue;
    const strict = rolesOf.get(word)?.every(({ only, of }) => only !== undefined && of !== '当事人') === true && !isAhead(text, index);
    for (let length = nameAt(text, start, strict); length > 0; length = nameAt(text, start, text.charAt(start - 1) !== '、')) {
      const role = roleAt(text, word, index, [start, start + length], inCase);
      if (role === undefined) break;
      yield { start, end: start + length, of: parent !== undefined && role.of === '未成年人' ? '涉及隐私的人' : role.of };
      start += length + 1;
      if (!/[、和及与]/.test(text.charAt(start - 1))) break;
    }
  }
}

/** The sentence around a place. */
const sentenceAt = (text: string, at: number): string =>
  `${text
    .slice(Math.max(0, at - 60), at)
    .split(/[。!?\n]/)
    .at(-1)}${text.slice(at, at + 60).split(/[。!?\n]/)[0]}`;

/** Who suffered in history is named. */
const HISTORY = /林彪|四人帮|慰安妇|强征|屠杀|惨案|集中营|抗[战日]|日军|新四军|红军|雍正|乾隆|康熙|(?:18\d|19[0-2])\d年|19[3-6]\d年,/;
/** Whom all know, and what only looks like a name (舍小家、顾大家). */
const HEROES =
  /^(?:顾大[家局]?|毛泽东|周恩来|邓小平|刘胡兰|雷锋|赖宁|毕加索|焦裕禄|孔繁森|王进喜|谷文昌|廖俊波|黄文秀|张桂梅|麦贤得|杨善洲|郑培民|张定宇|张伯礼)$/;
/** Who is praised or holds an office is named, unless what is told is told of them alone; and who is no minor. */
const isHidden = (text: string, { start, end, of }: NamedPerson): boolean =>
  !HEROES.test(text.slice(start, end)) &&
  !HISTORY.test(text.slice(Math.max(0, start - 30), end + 30)) &&
  (of === '未成年人' ? !isNoMinor(text, start, end) : of !== '涉及隐私的人' || !isHonoured(text, start, end));

function* inFrames(text: string): Generator<NamedPerson> {
  for (const { pattern, of = '涉及隐私的人', only } of BEHIND)
    for (const { 0: match, index } of matchesOf(text, pattern)) {
      if (NO_SIGN.test(match)) continue;
      let start = index + match.length;
      for (let length = nameAt(text, start, !/[:(班级]$/.test(match)); length > 0; length = nameAt(text, start, true)) {
        if (only && !only(sentenceAt(text, start), text.slice(start + length))) break;
        yield { start, end: start + length, of };
        const next = /^[、;和及与](?:\d{1,2}[.、])?/.exec(text.slice(start + length, start + length + 5));
        if (!next || of === '未成年人') break;
        start += length + next[0].length;
      }
    }
  for (const [pattern, of = '涉及隐私的人'] of [...BEFORE, [IS_ONE, '困难群众'], [AS_ONE, '困难群众']] as const)
    for (const { 1: word = '', index } of matchesOf(text, pattern)) {
      const start = nameEndingAt(text, index);
      if (start >= 0) yield { start, end: index, of: (rolesOf.get(word)?.[0] ?? composed(word))?.of ?? of };
    }
  for (const { pattern, of = '能认出来的人', only } of STRETCHES)
    for (const { 0: match, index } of matchesOf(text, pattern))
      if (!IS_RULE.test(text.slice(index + match.length)) && only?.(sentenceAt(text, index)) !== false)
        yield { start: index, end: index + match.length, of };
}

/** The last name ahead of a place in its clause, and those that it is listed with. */
function* namesAhead(text: string, at: number): Generator<[start: number, end: number]> {
  let end = at;
  const startAt = (): number => (end === at || isFullName(text.slice(nameEndingAt(text, end), end)) ? nameEndingAt(text, end) : -1);
  while (startAt() < 0 && end > Math.max(0, at - 12) && BETWEEN.test(text.slice(end - 1, at))) end -= 1;
  for (let start = startAt(); start >= 0; start = /[、和]/.test(text.charAt(end)) ? nameEndingAt(text, end) : -1) {
    yield [start, end];
    end = start - 1;
  }
}

/** The first place behind another in its clause where a name stands. */
const nameBehind = (text: string, at: number): number =>
  Array.from({ length: 18 }, (_, gap) => at + gap).find(
    (start) => AS_WHAT.test(text.slice(at, start)) && isFullName(text.slice(start, start + nameAt(text, start, true))),
  ) ?? -1;

/** Names in the clause of what is told, with a few words between. */
function* inClauses(text: string): Generator<NamedPerson> {
  for (const { pattern, only } of FACTS)
    for (const { index } of matchesOf(text, pattern))
      if (only?.test(sentenceAt(text, index)) !== false)
        for (const [start, end] of namesAhead(text, index)) yield { start, end, of: '涉及隐私的人' };
  for (const match of matchesOf(text, TELLERS)) {
    const start = nameBehind(text, match.index + match[0].length);
    if (start >= 0) yield { start, end: start + nameAt(text, start, true), of: '涉及隐私的人' };
  }
}

/** Who is told of as more than one thing is a minor first; a name goes before what is only told around it. */
const rank = ({ of }: NamedPerson): number =>
  (({ 未成年人: 0, 涉及隐私的人: 2, 当事人: 3, 能认出来的人: 4 }) as Partial<Record<NamedPerson['of'], number>>)[of] ?? 1;

/** Names in a folded text that aren't to be published, each once, in its order. */
export function namedPeople(text: string, inCase: boolean): NamedPerson[] {
  const found: NamedPerson[] = [];
  const all = [...behindRoles(text, inCase), ...inFrames(text), ...inClauses(text)].sort((a, b) => rank(a) - rank(b));
  for (const one of all)
    if (
      isHidden(text, one) &&
      !NOT_SO_CALLED.test(text.slice(one.end, one.end + 6)) &&
      !AGREED.test(text.slice(Math.max(0, one.start - NEAR), one.start)) &&
      !found.some(({ start, end }) => one.start < end && start < one.end)
    )
      found.push(one);
  return found.sort((a, b) => a.start - b.start);
}

/** Nobody is named without one of these. */
export const SPEAKS_OF_PEOPLE = new RegExp(
  `${[...rolesOf.keys()].join('|')}|${HAPPENED.map(([, words]) => words).join('|')}|${SAYS_SO.source}|真实姓名|匿名|线索|每天|\\d室|就读|[在上]读|读[小初高]|化验单|病[历史]|诊断书|尿检|同学|[儿孙]子|女儿|怀孕|查出|诊断|突发|反映|负债|引产|割腕|虐待|堕胎|婚|信教|岁|年级|班|身份证|住址|救[助济]|补[助贴偿]|慰问|资助|助学|困难|致[贫困]|拆迁|真名|本名|家庭|血压|HIV|患上|孕|收入|征信|漏雨|智力|肢体|听力|视力|精神|感情不和|分居|抚养权|出轨|父亲|母亲|丈夫|妻子|卧床|女士|先生|阿婆|面部|正脸|坐标|工资|房贷|教堂|其[妻子女父母]|名下|体重|血型|余额|人脸|相貌|长相|面容|正脸|打码|打马赛克|模糊处理|退休金|养老金|坐过牢|北纬|东经|经纬度|聚会点|礼拜|业主|住户|群友|网友|合格|补考|名下|信奉|定位|轨迹|行程|行踪|订单|宾馆|酒店|民宿|旅馆|附[件图后]|截图|指纹|单位|尾[号数]|内线|证人|同居|署名|胎记|纹身|抱养|领养|座\\)|配偶|尾随|人贩|遭|IP|\\d车|[疤痣斑]|跛脚|独眼|兔唇|不锁门|私生子|变性|病床|坐过?牢|配租|租房|安置|赔付|请假|稳控|曝光台|黑榜|黑名单|献血|体检|危房|月入|贷款|同住|当晚|分[、,]|实发|[某户主人]家|一名|[女先][士生]|师傅|小姐|艾滋|[乙丙]肝|性病|坐牢|出狱|服刑|缓刑|离异|强奸|尿毒|瘫|奶奶|大[爷妈娘叔姐]|老[师伯]|阿[姨公伯]|[工户主匠贩商兵手友年]小[\u4e00-\u9fff]|养[子女]|继[子女]|生子|骨灰|安葬|藏在|[存塞埋锁压]在|\\d号?房|照片|画面|病历|征信|例假|痛经|痔疮|失禁|前列腺|狐臭|阳痿|妇科|宫颈|更年期|隆[鼻胸]|吸脂|[氮哌]|西汀|舍曲林|利培酮|药|父母|[弟哥姐妹]{2}|儿媳|女婿|入赘|生父|净身|跟人跑|断绝|[月年]薪|年终奖|税后|底薪|存款|[欠负外赌]债|[网车]贷|彩礼|抚养|[切摘]除|透析|化疗|测评|量表|SDS|SAS|SCL|PHQ|智商|数学|语文|英语|年级|[全]班|乘客|委托|咨询|捐|领奖|落款|账号|昵称|发件|反对|弃权|赞成|镜头|视频`,
);

/** A name with one sign hidden: of two such the asterisks become marks of Markdown (刘*翔…王*林). */
const isStarred = ({ line, endLine, column, endColumn }: Span, name: string): boolean =>
  line === endLine && endColumn - column === name.length + 1;

/** The same in the blocks of an item, looked for once however many rules ask. */
export const peopleIn = onceFor((blocks: readonly TextBlock[]): (Match & Pick<NamedPerson, 'of'>)[] => {
  if (isNowhere(blocks, SPEAKS_OF_PEOPLE)) return [];
  const inCase = isCase(blocks);
  return foldedTexts(blocks).flatMap((text, index) => {
    if (!SPEAKS_OF_PEOPLE.test(text)) return [];
    const block = blocks[index] as TextBlock;
    const named = namedPeople(text, inCase).map(({ start, end, of }) => ({
      ...foldedStretch(block, start, end),
      folded: text.slice(start, end),
      of,
    }));
    const starred = named.filter(({ span, flagged }) => isStarred(span, flagged));
    return starred.length < 2 ? named : named.filter((one) => !starred.includes(one));
  });
});

const CASE =
  /抓获|缓刑|有期徒刑|行政处罚|处罚决定|被处罚|立案(?:查处|调查|侦查)|违法行为人|违法当事人|犯罪嫌疑人|行政拘留|刑事拘留|案件|涉案|涉嫌|当事人/;

/** True for an item that tells of a case: title or text speak of a penalty or an investigation. */
function isCase(blocks: readonly TextBlock[]): boolean {
  return !isNowhere(blocks, CASE) && blocks.some(({ text }) => CASE.test(text));
}
