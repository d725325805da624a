import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { onceFor } from '../../once-for.ts';
import { foldedStretch, isNowhere, type Match, matchesOf } from '../find.ts';
import { foldedTexts } from '../joined-blocks.ts';
import { BEFORE, BEHIND, CLASS, isHonoured, isNoMinor, isToldAhead, OF_MINOR, SAYS_SO, SPEAKS, TROUBLE } from './person-frames.ts';
import { nameAt, nameEndingAt } from './person-names.ts';
import { isPlate, PLATE } from './personal-data.ts';

/** Whose names aren't published, and the words behind which they stand. */
interface Role {
  of: '涉及隐私的人' | '病人' | '困难群众' | '反映情况的人' | '受害人' | '受矫正、戒毒等管理的人' | '未成年人' | '车主' | '当事人';
  words: string;
  /** Only so: in what tells of a case; beside an illness or a misfortune; beside a number plate. */
  only?: 'case' | 'trouble' | 'plate';
}

const ROLES: readonly Role[] = [
  { of: '涉及隐私的人', words: '失主 康复者 痊愈者 幸存者 隔离人员' },
  {
    of: '病人',
    words:
      '患者 病人 病例 次密接 隔离人员 居家隔离人员 感染者 携带者 密切接触者 密接者 密接人员 精神障碍者 孕妇 产妇 孕产妇 阳性人员 艾滋病人 伤者 伤员 送医人员 住院人员 智障人员 病友 疑似病例 瘫痪老人 失智老人 重病老人 患病老人 精神病人 阿尔茨海默病老人 抑郁症女子 重症患者 确诊患者 骨折患者 烧伤患者 透析患者 尿毒症病人 癌症病人 重症病人 住院病人 住院患者 出院患者 受捐者 试管婴儿母亲 难产孕妇 患病群众 白血病患者 癌症患者 精神病患者 肺结核患者 高血压患者 糖尿病患者 尿毒症患者 艾滋病患者 乙肝患者 智力障碍者 精神障碍患者 失能人员 术后病人 新冠患者 密接',
  },
  {
    of: '困难群众',
    words:
      '低保户 低保对象 低保家庭 低保人员 低保边缘户 特困人员 特困户 特困供养人员 特困对象 五保户 五保老人 贫困户 贫困家庭 脱贫户 困难户 困难群众 困难职工 困难家庭 监测户 残疾人 重残人员 失独老人 失独家庭 独居老人 空巢老人 孤寡老人 留守老人 失能老人 信教群众 基督徒 天主教徒 信徒 教徒 救助对象 帮扶对象 受助人 受助对象 流浪人员 危房户 残障人士 残障人员 盲人 聋哑人 残疾老人 残疾青年 残疾职工 困难党员 困难老党员 困难妇女 困难母亲 单亲母亲 单亲妈妈 困难老人 离婚妇女 未婚妈妈 未婚母亲 低保老人 高龄独居老人 零就业家庭 受援人 资助对象 救济对象 失能户 流浪者 流浪汉 流浪乞讨人员 失业人员 下岗职工 致贫户 返贫户 边缘户 低收入户 低收入家庭 低收入农户 特困供养对象 特困供养户 特困老人 低保家庭学生 低保学生 低保家庭成员 低保儿童 低保边缘家庭 困难学子 困难家庭学生 贫困学子 受助学子 建档立卡户 建档立卡贫困户 脱贫监测户 孤残老人 聋哑青年 盲人老人 残疾人士 肢残人 视障人士 听障人士 智障青年 智障男子 智障女子 精神残疾人 肢体残疾人 听力残疾人 视力残疾人 重度残疾人 临时救助对象 医疗救助对象 救济户 优抚对象 单亲家庭 失独父母 失独母亲 失独家庭户主 低保户主 低保户户主 贫困户户主 困难家庭户主 特困户户主 脱贫户户主 住户姓名 户主姓名 受助人姓名 救助人姓名 享受低保人员 低保金领取人 领取人 补助对象 补贴对象 救助人员 临时救助人员 受灾户 受灾群众 危改户 易返贫户 独居老太 独居老汉 拾荒老人 拾荒者 露宿者 待业青年',
  },
  {
    of: '反映情况的人',
    words:
      '举报人 投诉人 信访人 上访人 来访人 反映人 报警人 报案人 控告人 检举人 求助人 实名举报者 举报者 投诉者 举报群众 投诉群众 信访群众 线人 收养人 送养人 来电人 来信人 来电者 来电群众 来信群众 报料人 爆料人 爆料者 知情人 知情者 知情群众 线索提供人 提供线索人 诉求人 信访者 上访者 上访户 老上访户 检举者 控告者 反映者 反映群众 报警者 报警群众 目击者 目击证人 举报市民 举报居民 欠薪投诉者 维权者 投诉市民 投诉居民 投诉业主 投诉住户 反映居民 反映市民 信访当事人 证人 线索举报人 提供线索群众 反映问题群众 来访者 来访人员 信访对象 上访老户 缠访户 热线来电人 诉求市民 报警女子 报警男子 实名举报人 匿名举报人 热心举报人 内部举报人 12345投诉人 来访群众 上访群众 检举群众 吹哨人',
  },
  {
    of: '受害人',
    words:
      '受害人 被害人 受害者 遇难者 死者 死亡人员 失踪人员 失联人员 走失老人 走失人员 被拐人员 被害者 走失者 走失女子 走失男子 落水者 溺水者 轻生者 轻生女子 轻生男子 自杀者 被骗者 被骗人 被骗群众 受骗人 受骗者 受骗群众 受骗老人 事主 家暴受害者 被困者 被救者 被救人 家暴受害人 家暴女子 受虐儿童 受虐妇女 受伤群众 受伤女子 受伤男子 受伤老人 受伤工人 被打者 被殴打者 被撞者 被侵害人 被性侵者 被拐妇女 被害女子 溺亡者 落水女子 落水男子 落水儿童 走失儿童 自杀女子 自杀男子 遇害者 罹难者',
  },
  {
    of: '受矫正、戒毒等管理的人',
    words:
      '社区矫正对象 矫正对象 社矫对象 社区矫正人员 吸毒人员 戒毒人员 涉毒人员 刑满释放人员 刑释人员 服刑人员 缓刑人员 安置帮教对象 帮教对象 前科人员 戒毒康复人员 社区戒毒人员 社区康复人员 社戒人员 吸毒者 戒毒者 吸毒女子 吸毒男子 刑释解教人员 假释人员 监外执行人员 缓刑犯 刑满释放者 社矫人员 涉案人员子女 失足妇女 失足青年 解戒人员 重点人员 假释犯 刑满释放青年 前科青年 社区服刑人员 强戒人员 刑拘人员 在押人员 在逃人员 取保候审人员 被拘留人 被拘留者 被判刑人员 失信被执行人员 劳教释放人员 解除矫正人员 醉驾者 赌博人员 卖淫女 嫖娼人员 嫖客 涉毒青年 酒驾者 被行政拘留者 违法人员 卖淫人员 涉黄人员 涉赌人员 参赌人员 违法嫌疑人',
  },
  {
    of: '未成年人',
    words:
      '未成年人 留守儿童 迷路儿童 迷路男童 迷路女童 困境儿童 事实无人抚养儿童 孤儿 弃婴 女童 男童 幼童 儿童 少年 患儿 辍学学生 受助学生 困难学生 贫困学生 残疾儿童 涉案学生 孤残儿童 困难儿童 失足少年 涉案少年 涉罪未成年人 走失儿童 被拐儿童 男婴 女婴 新生儿 婴儿 幼儿 受资助学生 患病学生 辍学少年 走失男童 走失女童 失学儿童 患病儿童 残疾少年 自闭症儿童 自闭症男孩 孤独症儿童 脑瘫儿童 白血病患儿 留守学生 困境少年 受害学生 未成年当事人 未成年学生 未成年被告人 未成年嫌疑人 未成年被害人 被害儿童 被欺凌学生 受欺凌学生 遭欺凌学生 网瘾少年 问题少年 逃学学生 服刑人员子女 吸毒人员子女 非婚生子女 养子 养女',
  },
  { of: '未成年人', words: '学生 初中生 高中生 小学生 中学生 考生 同学 孩子', only: 'case' },
  {
    of: '未成年人',
    words: '男孩 女孩 少女 学生 女生 在校生 初中生 高中生 小学生 中学生 孩子 小朋友 男生 同学 考生 新生 儿子 女儿 孙子 孙女',
    only: 'trouble',
  },
  {
    of: '涉及隐私的人',
    words:
      '群众 职工 村民 居民 市民 老人 员工 工人 店员 务工人员 妇女 女士 小伙 青年 户外工作者 保洁员 护士 民工 农民工 司机 学员 商户 户主 环卫工 环卫工人 摊主 摊贩 店主 男子 女子 老汉 大爷 大妈 老人家 业主 队员 乘客 行人 游客 辅警 协管员 干部 教师 老师 党员 房东 租客 租户 顾客 消费者 钓鱼者 保安 快递员 外卖员 骑手 同事 邻居 路人 打工妹 务工者 住户 环卫 保洁 作者 阿婆 大娘 妇人 老太 老太太 农户 农民 应聘者 申请人 老板 老板娘 夫妻 夫妇 亲戚 士兵 爱人 老伴 生母 生父 养母 养父 弟弟 哥哥 姐姐 妹妹 儿媳 女婿 大学生',
    only: 'trouble',
  },
  { of: '车主', words: '车主 驾驶员 驾驶人 司机', only: 'plate' },
  {
    of: '当事人',
    words:
      '当事人 被处罚人 被处罚者 受处罚人 行政相对人 行政处罚相对人 处罚相对人 相对人 违法者 违法行为人 违法当事人 违章人 违停人 违规人 失信人 老赖 违建户 违建户主 违建当事人 被执行人 被罚款人 犯罪嫌疑人 嫌疑人 被申请人 申诉人 原告 被告 上诉人 被上诉人 申请执行人 法定代表人 摊贩 商户 商贩 司机 肇事司机 驾驶员 驾驶人 车主 店主 摊主 业主 户主 经营者 房东',
    only: 'case',
  },
];

/** The same as it is put together: what has happened to somebody, and who it is (社区戒毒康复人员, 被骗老人). */
const HAPPENED: readonly (readonly [of: Role['of'], words: string])[] = [
  [
    '受矫正、戒毒等管理的人',
    '吸毒|戒毒|涉毒|社区戒毒|社区康复|刑满释放|刑释|服刑|缓刑|假释|社区矫正|在押|在逃|被拘留|被抓获|落网|醉驾|酒驾|卖淫|嫖娼|赌博|参赌',
  ],
  [
    '病人',
    '患病|重病|大病|残疾|智障|失智|失能|瘫痪|癌症|白血病|尿毒症|抑郁症?|精神病|艾滋病|肺结核|精神障碍|智力障碍|确诊|感染|受伤|重伤|昏迷|流产|未婚先孕',
  ],
  [
    '受害人',
    '被困|被侵[害犯]|被猥亵|被强奸|被[抢盗偷撞咬砸虐弃]|遇袭|遭诈骗|落水|溺水|走失|失踪|被拐|被骗|受骗|受害|遇害|被害|被打|被性侵|性侵|被家暴|受虐|轻生|自杀|被欺凌|被敲诈',
  ],
  ['困难群众', '低保|特困|贫困|困难|孤寡|独居|空巢|留守|失独|单亲|救助|受助|被救助|获助|流浪|乞讨|丧偶|离异|收养|被收养|领养|失业|下岗'],
  ['反映情况的人', '上访|信访|举报|投诉|检举|控告|报警|报案|爆料|缠访'],
];
const WHO =
  '(?:人员|人|者|男子|女子|男性|女性|老人|老汉|老太|妇女|女性|青年|少年|少女|儿童|男童|女童|男孩|女孩|学生|大学生|户主|户|对象|居民|村民|群众|市民|职工|工人|母亲|妈妈|父亲|嫌疑人|家属|摊主|店主|商户|业主|司机|教师|队员|环卫工人?|保洁员|农民工|党员|同事|协管员|房东|租客|乘客|行人|顾客|游客|干部)';
const COMPOSED = `(?:${HAPPENED.map(([, words]) => words).join('|')})(?:康复|未成年|高龄|女|男)?${WHO}`;

const rolesOf = new Map<string, Role[]>();
for (const role of ROLES) for (const word of role.words.split(' ')) rolesOf.set(word, [...(rolesOf.get(word) ?? []), role]);

/** A role, and what may stand between it and the name. */
const ROLE = new RegExp(
  `(?<!见|保|信息|留(?=学生))((?:${[...rolesOf.keys()].sort((a, b) => b.length - a.length).join('|')})(?![员宫])|${COMPOSED})(?:的?(?:(家属|家长|监护人|父母|父亲|母亲|妈妈|爸爸)|本人|妻子|丈夫|儿子|女儿|之[子女妻夫母父]|名单))?(?:老[\\u4e00-\\u9fff]\\(本名)?[:(“"\\s]?(?:1[.、])?(?:姓名:?|为|是|叫|名叫)?`,
  'g',
);
const IS_ONE = new RegExp(
  `(?:是|系|为|属于?)(?:一名|一位|该村|本村|我村|我市|我县)?(${ROLES.filter(({ only }) => only === undefined)
    .flatMap(({ words }) => words.split(' '))
    .join('|')})(?=[^\\u4e00-\\u9fff]|$|家庭|[中的且并])`,
  'g',
);
/** The role that stands alone behind the name: 王某某,举报人, or 王某某(低保户). */
const AS_ONE = new RegExp(
  `[,(](?:女|男|系|为|是|[一二三四]级|\\d{1,2}岁|[、,]){0,3}(${ROLES.filter(({ only }) => only === undefined)
    .flatMap(({ words }) => words.split(' '))
    .join('|')})(?=[,。;)、]|$)`,
  'g',
);
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
  of: Role['of'];
}

function hasPlate(text: string, start: number): boolean {
  const near = text.slice(Math.max(0, start - NEAR), start + NEAR);
  return [...near.matchAll(PLATE)].some(([plate]) => isPlate(plate));
}

/** As what a word that is put together tells of somebody. */
const composed = (word: string): Pick<Role, 'of'> | undefined =>
  HAPPENED.flatMap(([of, words]) => (new RegExp(`^(?:${words})`).test(word) ? [{ of }] : []))[0];

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
    // 业主张贴, 企业主张债权, 患儿童.
    if (/^(?:主张|儿童)/.test(text.slice(start - 1, start + 1))) continue;
    const strict = rolesOf.get(word)?.every(({ only, of }) => only !== undefined && of !== '当事人') !== false && !isAhead(text, index);
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

/** Who is praised or holds an office is named, unless what is told is told of them alone; and who is no minor. */
const isHidden = (text: string, { start, end, of }: NamedPerson): boolean =>
  of === '未成年人' ? !isNoMinor(text, start, end) : of !== '涉及隐私的人' || !isHonoured(text, start, end);

function* inFrames(text: string): Generator<NamedPerson> {
  for (const { pattern, of = '涉及隐私的人', only } of BEHIND)
    for (const { 0: match, index } of matchesOf(text, pattern)) {
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
      if (start >= 0) yield { start, end: index, of: rolesOf.get(word)?.[0]?.of ?? of };
    }
  for (const { 0: match, index } of matchesOf(text, CLASS))
    if (OF_MINOR.test(sentenceAt(text, index)) && !isHonoured(text, index, index + match.length))
      yield { start: index, end: index + match.length, of: '未成年人' };
}

/** Who is told of as more than one thing is a minor first, and a party to a case last. */
const rank = ({ of }: NamedPerson): number =>
  (({ 未成年人: 0, 涉及隐私的人: 2, 当事人: 3 }) as Partial<Record<Role['of'], number>>)[of] ?? 1;

/** Names in a folded text that aren't to be published, each once, in its order. */
export function namedPeople(text: string, inCase: boolean): NamedPerson[] {
  const found: NamedPerson[] = [];
  const all = [...behindRoles(text, inCase), ...inFrames(text)].sort((a, b) => rank(a) - rank(b));
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
  `${[...rolesOf.keys()].join('|')}|${HAPPENED.map(([, words]) => words).join('|')}|${SAYS_SO.source}|怀孕|查出|诊断|突发|反映|负债|引产|割腕|虐待|堕胎|婚|信教|岁|年级|班|身份证|住址|救[助济]|补[助贴偿]|慰问|资助|助学|困难|致[贫困]|拆迁|真名|本名|家庭|血压|HIV|女士|先生|阿婆|其[妻子女父母]`,
);

/** The same in the blocks of an item, looked for once however many rules ask. */
export const peopleIn = onceFor((blocks: readonly TextBlock[]): (Match & Pick<NamedPerson, 'of'>)[] => {
  if (isNowhere(blocks, SPEAKS_OF_PEOPLE)) return [];
  const inCase = isCase(blocks);
  return foldedTexts(blocks).flatMap((text, index) => {
    if (!SPEAKS_OF_PEOPLE.test(text)) return [];
    const block = blocks[index] as TextBlock;
    return namedPeople(text, inCase).map(({ start, end, of }) => ({
      ...foldedStretch(block, start, end),
      folded: text.slice(start, end),
      of,
    }));
  });
});

const CASE =
  /抓获|缓刑|有期徒刑|行政处罚|处罚决定|被处罚|立案(?:查处|调查|侦查)|违法行为人|违法当事人|犯罪嫌疑人|行政拘留|刑事拘留|案件|涉案|涉嫌|当事人/;

/** True for an item that tells of a case: title or text speak of a penalty or an investigation. */
function isCase(blocks: readonly TextBlock[]): boolean {
  return !isNowhere(blocks, CASE) && blocks.some(({ text }) => CASE.test(text));
}
