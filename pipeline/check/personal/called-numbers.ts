import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { findIn, isWithin, type Match } from '../find.ts';

/*
 * Numbers and addresses that tell of a person only where the text says what they are. All patterns are for folded text (find.ts).
 */

/** A kind of number, by which text it is known. */
export interface CalledNumber {
  name: string;
  /** Global; what stands before the number is looked at, not flagged. */
  pattern: RegExp;
  /** Words without one of which it is nowhere. */
  hint?: RegExp;
  /** It is one only shortly behind this, or none there. */
  near?: RegExp | undefined;
  unless?: RegExp;
}

/** A match with the name of its kind. */
export type Named = Match & { name: string };

const NEAR = 40;

/** What of some kinds stands in the blocks, each by the first that it is. */
export function calledIn(
  blocks: readonly TextBlock[],
  kinds: readonly CalledNumber[],
  accepts?: (match: RegExpExecArray) => boolean,
): Named[] {
  const found = kinds.flatMap(({ name, pattern, hint, near, unless }) => {
    const isOne = (match: RegExpExecArray): boolean => {
      const before = match.input.slice(Math.max(0, match.index - NEAR), match.index);
      return accepts?.(match) !== false && near?.test(before) !== false && unless?.test(before) !== true;
    };
    return findIn(blocks, pattern, isOne, hint).map((match) => ({ ...match, name }));
  });
  return found.filter(({ span }, index) => !found.slice(0, index).some((before) => isWithin(span, before.span)));
}

const ACCOUNT =
  '存折|工资卡|一卡通|个人(?:收款|银行)?账[户号]|某的?(?:收款|银行|工资|农信|[农建工中商]行)?账[户号]|户名[:为是]?[\\u4e00-\\u9fff]某{1,2}[,;\\s]{1,2}(?:银行)?账号';
/** Whose account it is. */
const OWNER =
  /(?:工资|公积金|养老金|补贴|当事人|[收领]款人|某|女士|先生|职工|[店户摊业]主)(?!保证金|专户|资金|中心|委员|大会|[应须将可])[^。;\n缴交汇财专]{0,24}$/;

/** By name: the words that such a number follows on, with 号 or the like behind them where they end in it here, and how it looks. */
const KINDS: readonly (readonly [name: string, words: string, number: string, near?: RegExp])[] = [
  ['护照号', '护照(?:[一两\\d]?本,?)?', '[A-Z]{1,2}\\d{7,8}'],
  ['社保卡号', '社会保障卡?|社会保险|社保卡?|医保卡?|医保电子凭证|医疗保险|参保', '[A-Z]{0,2}\\d{6,19}[\\dX]|\\d{4,6}[A-Z]{1,2}\\d{8,10}'],
  ['社保卡号', '卡号', '[A-Z]{0,2}\\d{6,19}|\\d{4,6}[A-Z]{1,2}\\d{6,10}', /(?:[社医]保|保障)卡[^。;\n]{0,24}$/],
  ['军人证件号', '军官证|士兵证|军士证|士官证|文职(?:人员|干部)证|军人证|武警证|警官证|退役证', '(?:[\\u4e00-\\u9fff]字第?\\s?)?\\d{6,10}'],
  ['往来通行证号', '(?:港澳|台湾|内地|大陆|往来)[^。,;\\d\\n]{0,12}通行证|台胞证|回乡证', '[A-Z]{0,2}\\d{7,10}'],
  ['残疾人证号', '残疾人?证', '\\d{17}[\\dX]\\d{2}[A-Z]?\\d?'],
  ['驾驶证号', '(?:驾驶证\\(?(?:档案)?|驾照)(?:证|编)?号', '\\d{12}|\\d{17}[\\dX]'],
  ['出生证号', '出生(?:医学)?证明?', '[A-Z]\\d{9}'],
  ['结婚证号', '结婚证|离婚证', '[A-Z]?\\d{6}-?\\d{4}-?\\d{6}'],
  ['学籍号', '(?:学籍|准考证|考生|(?<![大中小文科数力化医哲法农理工电光药建])学)\\(?(?:证|编)?号', '[A-Z]?\\d{8,19}[\\dX]?'],
  ['车架号', '车架号|车辆识别代[码号]|VIN码?|发动机编?号|大架号', '(?=[A-Z]{0,7}\\d)[A-Z\\d]{6,17}'],
  [
    '产权证号',
    '(?:不动产权证?书?|房产证|房权证|房屋所有权证)(?:证|编)?号',
    '(?:[\\u4e00-\\u9fff]{1,2}\\(?(?:19|20)\\d{2}\\)?[^\\s,。;\\d]{0,14}|[\\u4e00-\\u9fff]{1,6}第)?\\d{5,10}',
  ],
  ['产权证号', '(?:不动产|产权|房产|房权)证(?:书|号)?', '(?!号)[\\u4e00-\\u9fff]{1,2}\\(?(?:19|20)\\d{2}\\)?[^\\s,。;\\d]{0,14}\\d{5,10}'],
  ['保险单号', '保险?单', '[A-Z]{2,6}\\d{8,18}'],
  ['检材编号', '[血尿]样|(?:DNA|指纹|唾液)(?:[样检][本材]|比对|鉴定|采样)编|产检卡', '[A-Z]{1,2}\\d{4,8}(?:-\\d{1,4})?|(?<=编号)\\d{4,8}'],
  ['就诊卡号', '卡号', '\\d{6,14}', /(?:门诊|就诊|诊疗|健康)卡[^。;\n]{0,12}$/],
  ['个人证件号', '证件?号|号码|编号', '[A-Z]{0,2}\\d{7,20}X?', /(?:护照|残疾人?证|低保证|居住证|优待证|[军士]官证)[^。;\n]{0,24}$/],
  [
    '生物识别编号',
    '(?:[指掌声]纹|[人刷]脸|虹膜|DNA)(?:样本|模板|特征|数据|信息)?[码值]?',
    '[A-Z]{1,4}-?\\d[A-Z\\d]{0,10}(?:-[A-Z\\d]{1,8})*',
  ],
  [
    '个人证件号',
    '(?:低保证|特困证|户口[簿本]|居住证|暂住证|老年证|优[待抚]证|工伤证|选民证|健康证|从业证)[,(]?(?:证|编|户)?号',
    '(?:[A-Z]{1,2}|[\\u4e00-\\u9fff]{2})?\\d{6,20}',
  ],
  // An office's account stands in its notices; a person's is called so, or is somebody's whose name is hidden.
  ['缴费户号', '户号', '\\d{8,13}(?=[^。;\\n]{0,6}(?:密码|户主(?!单位)))|(?<=(?:某|[老女]人|女士|先生|大[爷妈])[^。;\\n]{0,20})\\d{8,13}'],
  ['个人账号', ACCOUNT, '\\d{12,22}'],
  ['个人账号', '账[户号]|[卡折]号|[工农建中交邮招][商政]?[行储]|农商银?行|农信社?|信用社', '\\d{12,22}', OWNER],
  ['个人账号', '账[户号]', '\\d{12,22}(?=[,。;\\s(]{0,2}户名[:为是]?[\\u4e00-\\u9fff]某)'],
  ['手机串号', 'IMEI码?|手机串[码号]', '\\d{15}'],
  ['快递单号', '(?<![订保])单号|运单', '[A-Z]{0,3}\\d{10,15}', /快递|包裹|[收寄]件/],
  [
    '订单号',
    '(?:订单|挂号|接种|献血证|会员|[水电]表|公积金|宽带)号',
    '[A-Z]{0,4}\\d{7,20}',
    /某|[女先][士生]|[失住乘顾]|老人|[他她者]|外卖/,
  ],
  ['取件码', '取件码', '\\d{1,2}-\\d{1,2}-\\d{4}|[A-Z]{0,3}\\d{10,15}', /快递|包裹|[收寄]件/],
  ['病历号', '(?:病历|病案|住院|门诊|就诊卡?|体检|床位|B超单?|[检化][查验]单|处方)号', '[A-Z]{0,2}\\d{5,14}'],
];
/** Documents of a person. An identity number in their place is pii/id-card's. */
export const DOCUMENTS: readonly CalledNumber[] = KINDS.map(([name, words, number, near]) => ({
  name,
  near,
  pattern: new RegExp(
    `(?<=(?:${words})(?:号码?|,?证号|,?(?:个人)?编号|\\(号|[卡字账]号|码|账户)?(?:分别)?[:为是\\s(“]{0,3}(?:No\\.?\\s?)?)(?:${number})(?![A-Z\\d])`,
    'gi',
  ),
  hint: new RegExp(words, 'gi'),
}));

/** Where a person is reached, other than by telephone. */
export const ACCOUNTS: readonly CalledNumber[] = [
  {
    // A judgment tells when its parties were born (最高人民法院关于人民法院在互联网公布裁判文书的规定 Art. 9).
    name: '出生日期',
    pattern:
      /(?<=(?:某|[男女]|老师|师傅|女士|先生|阿姨|(?:(?:录用|聘用|招聘|录取|走失|流浪)(?:人员|老人|学生)?|(?:名册|登记|学员)[^。;\n]{0,6})[:\u4e00-\u9fff]{2,4})[,(]{1,2}(?:[男女],)?)(?:19[3-9]\d|20[0-2]\d)(?:年\d{1,2}月\d{1,2}日|[-./]\d{1,2}[-./]\d{1,2})(?=出?生(?!育))|(?<=(?:[男女],|某(?:[^。;\n]{2,16},)?|(?:当事|违法|嫌疑|申请|举报|投诉|老)人\(?|[男女][子孩童生]\(?|患者\(?|身份证[^。;\n]{0,4})出?生于|出生(?:日期|年月日?)[:为是]?|生日[:为是])(?:19[2-9]\d|20[0-2]\d)(?:年\d{1,2}月\d{1,2}日|[-./]\d{1,2}[-./]\d{1,2})/g,
    hint: /生/g,
    unless: /被告|上诉|原告|自诉|代理人/,
  },
  {
    // An office has an address of its own domain; of the big mail services everybody has one.
    name: '个人邮箱',
    pattern:
      /(?<![A-Za-z\d._%+-])(?<!(?:举报|监督|投稿|报名|[部处科院校局站]|公司|单位)的?(?:电子)?邮箱(?:地址)?[:为是(\s]{0,3})[A-Za-z\d][A-Za-z\d._%+-]{0,63}\s?@\s?(?:vip\.)?(?:163|263|sogou|email|189|126|qq|foxmail|gmail|sina|sohu|139|189|outlook|hotmail|live|msn|yahoo|icloud|aliyun|yeah|tom|21cn|188|wo|proton|protonmail)\.(?:com\.(?:cn|hk|tw)|com|cn|net|me|jp)(?![A-Za-z\d-]|\.(?!jpe?g|png|txt|pdf|docx?)[A-Za-z\d])/gi,
    hint: /@/g,
    unless: /(?:电子[版档]|扫描件|报名表|简历|材料|文档|报送|指定)(?:(?!个人|私人)[^。;\n]){0,24}$/,
  },
  {
    name: '私人邮箱',
    pattern:
      /(?<=(?:个人|私人|本人|(?:感谢|表扬|来)信[^。;\n]{0,8}|落款[^。;\n]{0,4}|(?<!联系人[:为]?.)(?:某[\u4e00-\u9fff]?|女士|先生|师傅|阿姨|[诉举反来当][报映电信事]?人|[车店摊失业]主|[,老][\u4e00-\u9fff])(?:留下|留言|登记|提供|填写)?[的(,]?)(?:电子|个人|私人|家庭)?邮箱(?:地址)?[:为是\s]{0,2})[a-z\d._-]{2,30}@(?!163|126|qq|foxmail|gmail|sina|139|189|outlook|hotmail)[a-z\d-]{2,30}\.(?:com|cn|net|org)/gi,
    hint: /@/g,
  },
  {
    name: '微信号',
    pattern:
      /(?<=(?<!(?:公众号?|官方|政务|企业|城管|执法|新闻|[局报网社站台刊君]|[大中]队)[”(\s:,]{0,2})(?:微信号码?|微信账号|(?<!\()微信ID|(?:个人|私人|本人|[他她士生某])的?微信|加[他她其我您]?的?微信|微信同号|微信\s?(?=[:为是])|[Vv][Xx]号?(?=[:为是\s]))\s?[:为是]?\s?[“(]?)(?!we-?chat|weixin|https?)[A-Za-z][A-Za-z\d_-]{5,19}(?![A-Za-z\d_-])/gi,
    hint: /微信|vx/gi,
  },
  {
    name: '微信号',
    pattern:
      /(?<=(?<!公众号?|官方|政务|企业|工作|客服|服务|[局心台网社站报]|[大中]队)的?微信\s?)(?!we-?chat|weixin)[A-Za-z]{1,12}[\d_-][A-Za-z\d_-]{3,16}(?![A-Za-z\d_-])/gi,
    hint: /微信/g,
  },
  {
    name: 'QQ号',
    pattern: /(?<=(?<![A-Za-z])QQ(?:号码?|账号)?\s?[:为是]?\s?)[1-9]\d{4,10}(?![\d年])/gi,
    hint: /QQ/gi,
  },
  {
    name: '社交账号',
    pattern:
      /(?<=(?<!(?:官方|政务|企业|我局|本局|单位)[^。,;\n]{0,4})(?<!城管|执法)(?:(?:抖音|快手|小红书|陌陌|探探|微博|B站|淘宝|直播间?|社交)(?:号码?|账号|ID)|支付宝(?:账[号户])?)[:为是\s(“]{0,3})@?(?:[A-Za-z][A-Za-z\d_.-]{4,23}(?:@[a-z\d.-]{4,24})?|\d{5,11})(?![A-Za-z\d@_])/gi,
    hint: /抖音|快手|小红书|陌陌|探探|微博|B站|淘宝|直播|社交|支付宝/gi,
  },
  {
    // An office's line stands under its own name.
    name: '私人座机',
    pattern:
      /(?<=(?:来电号码?|主叫(?:号码?)?|(?:家[中里庭]|住宅|私人|个人|家|房东|租客)的?(?:住宅|固定)?(?:电话|座机|固话)|宅电|小灵通|(?:某|当事人|[投举报信]诉?[诉报警案访]人|来电人|失主|车主|[业市居村][主民].(?:女士|先生)|户主)[^。;\n]{0,6}(?:电话|座机|固话))(?:号码|号)?[:为是\s(“]{0,3})(?:\(?0\d{2,3}\)?[-—–\s]{0,2})?[02-9]\d{2,3}[-—\s]?\d{4}(?![-\d])|(?<!\d)(?:0\d{2,3}[-—\s]?)?[2-8]\d{6,7}(?=\(?(?:家[中里庭]|住宅|私人|个人|宅电))/g,
    hint: /电话|座机|固话|宅电|小灵通|来电号|主叫/g,
  },
];
