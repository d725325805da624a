/*
 * What is told of somebody in the clause where the name stands, with a few words between. For folded text (find.ts).
 */

/** Illnesses and findings that are never anybody's news. */
const GRAVE =
  '(?:癌|[白结]血?[病核]|尿毒症|梅毒|淋病|艾滋病?|HIV|[甲乙丙丁戊]肝|肝硬化|抑郁|双相|焦虑症|精神分裂|躁狂|癫痫|阿尔茨海默|帕金森|痴呆|三阳|贫血|糖尿病|心脏病|冠心病|高血压|脑[梗瘤瘫]|肿瘤|红斑狼疮|渐冻症|尖锐湿疣|自闭症|结核|哮喘|沙门氏菌|痢疾|伤寒|致病菌|[肾肝肺胃][^。;,、\\n]{0,2}[病炎症衰]|HPV)';

/** The same and what else is nobody's business, behind a name and a few words. */
export const FACTS: readonly { pattern: RegExp; only?: RegExp }[] = [
  {
    pattern: new RegExp(
      `(?:患有?|身患|患上|罹患|[查检]出|确诊为?|诊断[为出]|感染了?)(?![者率的])[^。;,、\\n]{0,8}${GRAVE}|${GRAVE}[^。;,、\\n]{0,8}(?:阳性|晚期|发作|透析|化疗|手术|移植|病史|携带(?!者))`,
      'g',
    ),
  },
  { pattern: /(?<![\d.])[1-5]?\d(?:\.\d)?分(?=[、,)未不。]|没有)/g, only: /不及格|[未不]合格|补考|末位|垫底|倒数|未通过|没考过/ },
  {
    pattern:
      /名下(?:共?有|的)?[^。;,\n]{0,16}(?:房产|[套辆]|存款|商铺|轿车)|(?:实发|应发|基本|月|年)?(?:工资|薪资?|奖金|绩效|养老金|退休金)(?:由|为|是|仅|从|[每一]?个?月)?\d|户?(?:共?获得?|领取?|得)[^。;,\n]{0,4}(?:补偿|赔偿|征收|安置|拆迁)[款费金]{0,2}\d/g,
    only: /某|老赖|被执行|曝光|业主|房东|住户|商户|当事人|失信|信用|征收|环卫|队员|职工|摊主|员工|月薪|年终奖|拆迁/,
  },
  {
    pattern:
      /(?:信奉|笃信|皈依)[^。;,、\n]{0,5}[教佛主神]|(?:[评鉴认]定为|持有?)[^。;,、\n]{0,2}(?:智力|精神|肢体|[听视]力|言语|多重)残疾|的?(?:血型|体重|血糖|尿酸|血压|血脂|肌酐)[为是]?[\dABO]|(?:(?<!物)流产|堕胎|小产|(?:切除|移植|化疗|整形)[^。;,、\n]{0,4}病历|人流(?=手术|[一两二三\d]次))/g,
  },
  { pattern: /,?(?:生前|早年|曾|多次)?[遭被](?:人贩|拐[卖骗来带]|强奸|猥亵|性侵|家暴|丈夫|前夫|继父|养父)/g },
  { pattern: /反映|诉称|来电称|要求匿名/g, only: /信访接待|接访|来信|匿名/ },
];
/** What may stand between a name and that: who it is and what was looked at, no other person or act. */
export const BETWEEN =
  /^(?:老人家?|老汉|[大阿][\u4e00-\u9fff]|师傅|[女先][士生]|同[学志]|夫[妇妻]|[一全]家|本人|等?[两二三四五六\d几][人名位]|的)?[^。;,、\n帮扶救送看慰访护顾给为对向把让请替与说诉绍治研助照陪关问办某]{0,8}$/;

/** Ahead of a name: whose name it is. */
export const TELLERS =
  /(?:举报|投诉|检举|控告|报[警案料]|爆料|来[电信访]|知情|目击|求助|诉求|线索提供|就诊|受害|被害|吹哨|反映|提供|患病|感染)[人者](?!,[^。;,]{2,4}(?:介绍|表示|指出))|患者|(?<!保)证人|(?:失主|受捐者)(?=[为是系])|(?:养父母|生[父母]|[婴童孩]的[父母]亲)[为是系:]|查明其[为是系]|(?:[死伤逝]|轻生|坠[楼亡])者(?=[为是系])|(?:[男女]子|流浪[汉者]|[死伤]者|老(?:人|太太?|汉)|[男女][孩童])(?:后?[经被][^。;,\n]{1,4}[系是为]|系(?![列统])|身份[^。;,\n]{0,4},?[:为是系])|(?<!接)线人|内线|卧底|眼线|受害女[童孩]|配偶[为是系:]|(?:[男女]友|前[妻夫]|恋人)[是系为叫]|不[愿肯想便](?:透露|留下?|公开)姓名的?[^。;,()\n]{0,8}\(?(?:据了解|经了解|经查|原来|其实|实际)?|[乱偷扔倒焚][^。;,\n]{1,5}者[为是系]|性骚扰|猥亵|偷拍|尾随|强奸|醉酒[男女][子人]|(?:写信|举报|投诉|打架|斗殴|闹事|报[案警]|泄密|爆料|信访|上访)的[^。;,\n]{0,6}(?:分别|就)?[是系为]|(?:少年|学生|[男女][童孩子])(?:分别|就)[是系为]/g;
/** What may stand between: what he is, as far as the last word for people. */
export const AS_WHAT =
  /^["”]?(?:[“"][^“”"]{1,8}[”"]|,)?(?:就?[是系为即]|自称)?(?:[^。;,、!?“”\n帮扶救送慰访护顾给对向把让请替与说诉绍治研助照陪问]{0,14}(?:[员工户主匠娘民生商友者贩的司机人]|干部|护士|会计|财务|出纳|教练|经理|老板|教师|老师|厨师))?$/;

/** Who is praised, holds an office or speaks for it is named. */
export const HONOUR =
  /模范|标兵|主力|带头人|最美|好人|(?<!反诈)宣[讲传](?![员中活])|义诊|讲课|先进|表彰|称号|荣[获誉]|获[评奖]|评为|被授予|见义勇为|救人|勇救|获得者|科学家|领域|专家|优秀|冠军|[金银铜一二三][奖牌等]|事迹|劳模|代表|烈士|作家|英雄|坚守|坚持(?:在岗|上岗|工作|值班|执勤)|因公|援[疆藏青外]|支教|奉献|接诊|奋战|用生命|诠释|铸就|掌门|主刀|超负荷|积劳|殉职|忘我|族,中共党员|[加美英日韩]公民|加拿大|美国|战线|[一前]线|悼念|决赛|精神(?:激|永|是|在|薪|代)/;
const HAS_OFFICE =
  /(?:主任|恩师|院士|部门负责人|[院局会校]长|书记|教授|研究员|专家|医生|律师|记者|[警法]官|民警|委员|议员|级.{0,2}干部)的?$/;
const OFFICE =
  /^(?:同志|[副局主书院队所站部县镇乡处科股院校园站台馆社会警][长任记官]|[博硕院]士|副|医生|医师|教授|记者|律师|民警|说法|委员|检察|法官|经理|董事)/;
const hasOffice = (around: string[]): boolean =>
  around.some((each, at) => (at > 0 && OFFICE.test(each)) || (at < around.length - 1 && HAS_OFFICE.test(each.slice(-5))));
/** True for a name of somebody who isn't to be hidden for what only stands near. */
export const isHonoured = (text: string, start: number, end: number): boolean =>
  !/^[,(](?:离[异婚]|丧偶|曾?流产|欠|征信)/.test(text.slice(end, end + 4)) &&
  !/(?:离[异婚]|丧偶|流产|前科|乙肝)[^。;,案]{0,8}的[^。;,]{0,6}$/.test(text.slice(0, start)) &&
  (HONOUR.test(text.slice(Math.max(0, start - 30), end + 30)) || hasOffice(text.split(text.slice(start, end))));
/** True where what stands around a name praises them somewhere: who is praised in an item is named in all of it. */
export const isPraised = (around: string[], name: string): boolean =>
  hasOffice(around) || around.slice(1).some((behind, at) => HONOUR.test(`${around[at]?.slice(-30)}${name}${behind.slice(0, 30)}`));
