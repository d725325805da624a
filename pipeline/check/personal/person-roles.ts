import type { Span } from '../../item/content-problem.ts';
import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { onceFor } from '../../once-for.ts';
import { foldedStretch, isNowhere, type Match, matchesOf } from '../find.ts';
import { foldedTexts } from '../joined-blocks.ts';
import { neededWords, searchOf } from '../lexicon/needed-words.ts';
import { AS_WHAT, BETWEEN, FACTS, isHonoured, TELLERS } from './person-facts.ts';
import { BEFORE, BEHIND, IS_RULE, isNoMinor, isSign, isToldAhead, isTrouble, SPEAKS, STRETCHES } from './person-frames.ts';
import { isFullName, nameAt, nameEndingAt } from './person-names.ts';
import { isPlate, PLATE } from './personal-data.ts';
import { HAPPENED, ROLES, type Role, WHO } from './role-words.ts';

const COMPOSED = `(?:${HAPPENED.map(([, words]) => words).join('|')})(?:康复|未遂|未成年|涉案|违法|行为|骑车|高龄|家庭|女|男){0,2}${WHO}`;

const HAPPENED_TO = HAPPENED.map(([of, words]) => ({ of, pattern: new RegExp(`^(?:${words})`) }));

const rolesOf = new Map<string, Role[]>();
for (const role of ROLES) for (const word of role.words.split(' ')) rolesOf.set(word, [...(rolesOf.get(word) ?? []), role]);

/** A role, and what may stand between it and the name. */
const ROLE = new RegExp(
  `(?<!见|保|信息|随身|留(?=学生)|军(?=事主))((?:${[...rolesOf.keys()].sort((a, b) => b.length - a.length).join('|')})(?![员宫翁])|${COMPOSED})(?:的?(?:(家属|家长|监护人|父母|父亲|母亲|妈妈|爸爸|姑姑|舅舅|叔叔|[爷奶]{2}|外[婆公])|本人|夫妇|夫妻|妻子|丈夫|儿子|女儿|之[子女妻夫母父]|名单))?(?:、[^。;,、的\\d\\n帮扶慰看访]{0,7}[员工手师匠机])?(?:老[\\u4e00-\\u9fff]\\(本名)?[:(\\s]?[“"‘「『]?(?:1[.、])?(?:[\\u4e00-\\u9fff](?:某{1,2}|阿婆|大[爷妈]|女士|先生)[、和与及])?(?:姓名[:为是]?|名?叫|自称|[为是系](?:[^。;,、\\d\\n]{2,8}的)?)?[“"‘「『]?`,
  'g',
);
const ALONE = `(?:(?![有帮扶助关慰看访])[\\u4e00-\\u9fff]){0,7}?(?<![见保])(${ROLES.filter(({ only }) => only === undefined)
  .flatMap(({ words }) => words.split(' '))
  .join('|')}|${COMPOSED})`;
const IS_ONE = new RegExp(
  `(?:[,。][他她])?(?:是|系|为(?!了)|属于?)${ALONE}(?=[^\\u4e00-\\u9fff]|$|家庭|一[事案]|[中且并]|的(?!(?:主治|主任|随队)?(?:医[生师护]|护[士理]|专家|队员)))`,
  'g',
);
/** The role that stands alone behind the name: 王某某,举报人, or 王某某(低保户). */
const AS_ONE = new RegExp(`[,(](?:[一二三四]级|\\d{1,2}岁|[、,]){0,3}${ALONE}(?=[,。;)、]|$)`, 'g');
/** Who agreed to be named. */
const AGREED = /(?:本人|家属|监护人)(?:书面)?同意[^。;\n]{0,20}$/;
/** Who isn't called so. */
const NOT_SO_CALLED = /^\s?\(?(?:化名|网名|昵称|均为化名)/;
/** What an illness is called by who found it: 庞贝病. */
const IS_ILLNESS = /^(?:氏?[病症]|综合征)(?=[^\u4e00-\u9fff]|$|患者|患儿)/;
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
    return only === undefined || isTrouble(text.slice(end)) || isAhead(text, at);
  });
}

const isAhead = (text: string, at: number): boolean => isToldAhead(text.slice(Math.max(0, at - NEAR), at));

/** Whom a match of a frame in a folded text tells of. */
type People = (text: string, match: RegExpExecArray, inCase: boolean) => Iterable<NamedPerson>;

function* behindRole(...[text, { 0: match, 1: word = '', 2: parent, index }, inCase]: Parameters<People>): Iterable<NamedPerson> {
  let start = index + match.length;
  // 业主张贴, 企业主张债权, 患儿童, 惠民工程.
  if (
    nameAt(text, start) === 0 ||
    /^(?:主张|儿童|工程|为[^,。;、]{2,3}(?:送[来去上]|捐|献|赠))/.test(text.slice(start - 1, start + 6)) ||
    /青少年/.test(text.slice(index - 1, index + 2))
  )
    return;
  const strict = rolesOf.get(word)?.every(({ only, of }) => only !== undefined && of !== '当事人') === true && !isAhead(text, index);
  for (let length = nameAt(text, start, strict); length > 0; length = nameAt(text, start, text.charAt(start - 1) !== '、')) {
    const role = roleAt(text, word, index, [start, start + length], inCase);
    if (role === undefined) break;
    yield { start, end: start + length, of: parent !== undefined && role.of === '未成年人' ? '涉及隐私的人' : role.of };
    start += length + 1;
    if (!/[、和及与]/.test(text.charAt(start - 1))) break;
  }
}

/** The sentence around a place. */
const sentenceAt = (text: string, at: number): string =>
  `${text
    .slice(Math.max(0, at - 60), at)
    .split(/[。!?\n]/)
    .at(-1)}${text.slice(at, at + 60).split(/[。!?\n]/)[0]}`;

/** Who suffered in history is named; of dynasties and such years ahead of a name alone. */
const HISTORY =
  /7·5|七·五|林彪|四人帮|慰安妇|强征|屠杀|惨案|集中营|抗[战日]|日军|新四军|红军|雍正|乾隆|康熙|(?:18\d|19[0-2])\d年|等历史人物|封给|儒家|马克思|新中国|[美英法德]国(?:黑人)?(?:少年|流浪汉)/;
const BYGONE = /19[3-6]\d年(?:[,初底春夏秋冬]|前后)|[唐宋元明清汉秦晋隋][代朝]|民国|战国|皇帝/;
/** Who is tried for what they did in office is named; those who tell of it aren't. */
const IN_OFFICE = /受贿|滥用职权|玩忽职守|违规提拔|留置|涉嫌贪污|监委|违纪违法|塌方式/;
/** Whom all know, and what only looks like a name (舍小家、顾大家). */
const HEROES =
  /^(?:顾大[家局]?|毛泽东|周恩来|彭德怀|邓小平|刘胡兰|雷锋|赖宁|毕加索|焦裕禄|孔繁森|王进喜|谷文昌|廖俊波|黄文秀|张桂梅|麦贤得|杨善洲|郑培民|张定宇|张伯礼|李保国|海明威)$/;
/** Who is praised or holds an office is named, unless what is told is told of them alone; and who is no minor. */
const isHidden = (text: string, { start, end, of }: NamedPerson): boolean =>
  !HEROES.test(text.slice(start, end)) &&
  !HISTORY.test(text.slice(Math.max(0, start - 30), end + 30)) &&
  !BYGONE.test(text.slice(Math.max(0, start - 30), start)) &&
  !(/隐私|当事/.test(of) && IN_OFFICE.test(text.slice(Math.max(0, start - 30), end + 30))) &&
  (of === '未成年人' ? !isNoMinor(text, start, end) : of !== '涉及隐私的人' || !isHonoured(text, start, end));

const behind = (of: Role['of'] = '涉及隐私的人', only?: (typeof BEHIND)[number]['only']): People =>
  function* (text, { 0: match, index }) {
    if (!isSign(match, text.slice(Math.max(0, index - 10), index))) return;
    let start = index + match.length;
    for (let length = nameAt(text, start, !/[:(班级]$/.test(match)); length > 0; length = nameAt(text, start, true)) {
      if (only && !only(sentenceAt(text, start), text.slice(start + length))) break;
      yield { start, end: start + length, of };
      const next = /^[、;和及与](?:\d{1,2}[.、])?/.exec(text.slice(start + length, start + length + 5));
      if (!next || of === '未成年人') break;
      start += length + next[0].length;
    }
  };

const before = (of: Role['of'] = '涉及隐私的人'): People =>
  function* (text, { 1: word = '', index }) {
    const start = nameEndingAt(text, index);
    if (start >= 0) yield { start, end: index, of: (rolesOf.get(word)?.[0] ?? composed(word))?.of ?? of };
  };

const stretch = (of: NamedPerson['of'] = '能认出来的人', only?: (typeof STRETCHES)[number]['only']): People =>
  function* (text, { 0: match, index }) {
    if (!IS_RULE.test(text.slice(index + match.length)) && only?.(sentenceAt(text, index)) !== false)
      yield { start: index, end: index + match.length, of };
  };

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
const ahead = (only?: RegExp): People =>
  function* (text, { index }) {
    if (only?.test(sentenceAt(text, index)) !== false)
      for (const [start, end] of namesAhead(text, index)) yield { start, end, of: '涉及隐私的人' };
  };

function* behindTeller(...[text, { 0: match, index }]: Parameters<People>): Iterable<NamedPerson> {
  const start = match === '患者' && text.charAt(index + 2) === ',' ? -1 : nameBehind(text, index + match.length);
  if (start >= 0) yield { start, end: start + nameAt(text, start, true), of: '涉及隐私的人' };
}

/** All frames with what finds people in them: those of which a text has the words are tried. */
const framesIn = searchOf(
  [
    [ROLE, behindRole] as const,
    ...BEHIND.map(({ pattern, of, only }) => [pattern, behind(of, only)] as const),
    ...[...BEFORE, [IS_ONE, '困难群众'] as const, [AS_ONE, '困难群众'] as const].map(([pattern, of]) => [pattern, before(of)] as const),
    ...STRETCHES.map(({ pattern, of, only }) => [pattern, stretch(of, only)] as const),
    ...FACTS.map(({ pattern, only }) => [pattern, ahead(only)] as const),
    [TELLERS, behindTeller] as const,
  ].map(([pattern, people]) => ({ pattern, people, needed: neededWords(pattern.source) })),
);

/** Who is told of as more than one thing is a minor first; a name goes before what is only told around it. */
const rank = ({ of }: NamedPerson): number =>
  (({ 未成年人: 0, 涉及隐私的人: 2, 当事人: 3, 能认出来的人: 4 }) as Partial<Record<NamedPerson['of'], number>>)[of] ?? 1;

/** Names in a folded text that aren't to be published, each once, in its order. */
export function namedPeople(text: string, inCase: boolean): NamedPerson[] {
  const found: NamedPerson[] = [];
  const all = framesIn(text).flatMap(({ pattern, people }) =>
    matchesOf(text, pattern).flatMap((match) => [...people(text, match, inCase)]),
  );
  for (const one of all.sort((a, b) => rank(a) - rank(b)))
    if (
      isHidden(text, one) &&
      ![NOT_SO_CALLED, IS_ILLNESS].some((behind) => behind.test(text.slice(one.end, one.end + 6))) &&
      !AGREED.test(text.slice(Math.max(0, one.start - NEAR), one.start)) &&
      !found.some(({ start, end }) => one.start < end && start < one.end)
    )
      found.push(one);
  return found.sort((a, b) => a.start - b.start);
}

/** A name with one sign hidden: of two such the asterisks become marks of Markdown (刘*翔…王*林). */
const isStarred = ({ line, endLine, column, endColumn }: Span, name: string): boolean =>
  line === endLine && endColumn - column === name.length + 1;

/** The same in the blocks of an item, looked for once however many rules ask. */
export const peopleIn = onceFor((blocks: readonly TextBlock[]): (Match & Pick<NamedPerson, 'of'>)[] => {
  const inCase = isCase(blocks);
  return foldedTexts(blocks).flatMap((text, index) => {
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
