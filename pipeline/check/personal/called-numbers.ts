import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { findIn, type Match } from '../find.ts';

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
}

/** A match with the name of its kind. */
export type Named = Match & { name: string };

/** What of some kinds stands in the blocks. */
export const calledIn = (
  blocks: readonly TextBlock[],
  kinds: readonly CalledNumber[],
  accepts?: (match: RegExpExecArray) => boolean,
): Named[] => kinds.flatMap(({ name, pattern, hint }) => findIn(blocks, pattern, accepts, hint).map((match) => ({ ...match, name })));

/** Documents of a person. An identity number in their place is pii/id-card's. */
export const DOCUMENTS: readonly CalledNumber[] = [
  {
    name: '护照号',
    pattern: /(?<=护照(?:[一两\d]?本,?)?(?:号码|证号|编号|号)?[:为是\s(“]{0,3}(?:No\.?\s?)?)[A-Za-z]{1,2}\d{7,8}(?![A-Za-z\d])/g,
    hint: /护照/g,
  },
  {
    name: '社保卡号',
    pattern:
      /(?<=(?:社会保障卡|社会保障|社会保险|社保卡?|医保卡?|医疗保险)(?:卡号|号码|编号|号)?[:为是\s(“]{0,3})(?:[A-Za-z]{0,2}\d{6,19}[\dXx]|\d{4,6}[A-Za-z]{1,2}\d{8,10})(?![A-Za-z\d])/g,
    hint: /社会保障|社会保险|社保|医保|医疗保险/g,
  },
  {
    name: '军人证件号',
    pattern:
      /(?<=(?:军官证|士兵证|军士证|士官证|文职人员证|文职干部证|军人证|武警证|警官证|退役证)(?:号码|证号|编号|号|,证号|,编号)?[:为是\s(“]{0,3})(?:[\u4e00-\u9fff]字第?\s?)?\d{6,10}(?!\d)/g,
    hint: /[军官兵士员部人警役]证/g,
  },
  {
    name: '往来通行证号',
    pattern:
      /(?<=(?:(?:港澳|台湾|内地|大陆|往来)[^。,;\d\n]{0,12}通行证|台胞证|回乡证)(?:号码|证号|编号|号)?[:为是\s(“]{0,3})[A-Za-z]{0,2}\d{8,10}(?![A-Za-z\d])/g,
    hint: /通行证|台胞证|回乡证/g,
  },
  {
    name: '残疾人证号',
    pattern: /(?<=残疾(?:人)?证(?:号码|证号|编号|号)?[:为是\s(“]{0,3})\d{17}[\dXx]\d{2}[A-Za-z]?\d?(?![A-Za-z\d])/g,
    hint: /残疾人?证/g,
  },
  {
    name: '驾驶证号',
    pattern: /(?<=(?:驾驶证(?:档案)?|驾照)(?:号码|编号|证号|号)[:为是\s(“]{0,3})(?:\d{12}|\d{17}[\dXx])(?![A-Za-z\d])/g,
    hint: /驾驶证|驾照/g,
  },
  {
    name: '出生证号',
    pattern: /(?<=出生(?:医学)?证明?(?:号码|编号|证号|号)?[:为是\s(“]{0,3})[A-Za-z]\d{9}(?!\d)/g,
    hint: /出生/g,
  },
  {
    name: '结婚证号',
    pattern: /(?<=(?:结婚证|离婚证)(?:字号|号码|证号|编号|号)?[:为是\s(“]{0,3})[A-Za-z]?\d{6}-?\d{4}-?\d{6}(?!\d)/g,
    hint: /[结离]婚证/g,
  },
  {
    name: '学籍号',
    pattern:
      /(?<=(?:学籍|准考证|考生|学)(?<!大学|中学|小学|[文科数力化医哲法农理工电光药建]学)(?:号码|编号|证号|号)[:为是\s(“]{0,3})[A-Za-z]?\d{8,19}[\dXx]?(?![A-Za-z\d])/g,
    hint: /学籍|准考证|考生|学号/g,
  },
  {
    name: '车架号',
    pattern:
      /(?<=(?:车架号码?|车辆识别代[码号]|VIN码?)[:为是\s(“]{0,3})[A-HJ-NPR-Z\d]{17}(?![A-Za-z\d])|(?<=发动机(?:号码|编号|号)[:为是\s(“]{0,3})(?=[A-Z]{0,7}\d)[A-Z\d]{6,17}(?![A-Za-z\d])/gi,
    hint: /车架|识别代|VIN|发动机/gi,
  },
  {
    name: '产权证号',
    pattern:
      /(?<=(?:不动产权证?书?|房产证|房权证|房屋所有权证)(?:号码|证号|编号|号)[:为是\s(“]{0,3})(?:[\u4e00-\u9fff]{1,2}\(?(?:19|20)\d{2}\)?[^\s,。;\d]{0,14})?\d{5,10}(?!\d)/g,
    hint: /产权|产证|权证/g,
  },
  {
    name: '个人证件号',
    pattern:
      /(?<=(?:低保证|特困证|户口[簿本]|居住证|暂住证|老年证|优待证|工伤证|选民证)(?:号码|证号|编号|号)[:为是\s(“]{0,3})[A-Za-z]?\d{6,20}(?!\d)/g,
    hint: /[保困住年待伤民]证|户口/g,
  },
  {
    // An office's account stands in its notices; a person's is called so, or is somebody's whose name is hidden.
    name: '个人账号',
    pattern:
      /(?<=(?:存折|工资卡|一卡通|个人(?:收款|银行)?账[户号]|某的?(?:收款|银行|工资)?账[户号]|户名[:为是]?[\u4e00-\u9fff]某{1,2}[,;\s]{1,2}(?:银行)?账号)(?:账?号码?|账户)?[:为是\s(“]{0,3})\d{12,22}(?![A-Za-z\d])|(?<!\d)\d{12,22}(?=[,。;\s(]{0,2}户名[:为是]?[\u4e00-\u9fff]某)/g,
    hint: /存折|工资卡|一卡通|账[户号]/g,
  },
  {
    name: '病历号',
    pattern: /(?<=(?:病历|病案|住院|门诊|就诊卡|就诊|体检|床位)号[码]?[:为是\s(“]{0,3})[A-Za-z]{0,2}\d{5,14}(?![A-Za-z\d])/g,
    hint: /病历|病案|住院|门诊|就诊|体检/g,
  },
];

/** Where a person is reached, other than by telephone. */
export const ACCOUNTS: readonly CalledNumber[] = [
  {
    name: '出生日期',
    pattern:
      /(?<=(?:某|[男女])[,(]{1,2}(?:[男女],)?)(?:19[3-9]\d|20[0-2]\d)(?:年\d{1,2}月\d{1,2}日|[-./]\d{1,2}[-./]\d{1,2})(?=出?生)|(?<=(?:[男女],|身份证[^。;\n]{0,4})出?生于|出生(?:日期|年月日?)[:为是]?|生日[:为是])(?:19[3-9]\d|20[0-2]\d)(?:年\d{1,2}月\d{1,2}日|[-./]\d{1,2}[-./]\d{1,2})/g,
    hint: /生/g,
  },
  {
    // An office has an address of its own domain; of the big mail services everybody has one.
    name: '个人邮箱',
    pattern:
      /(?<![A-Za-z\d._%+-])[A-Za-z\d][A-Za-z\d._%+-]{0,63}\s?@\s?(?:vip\.)?(?:163|263|sogou|email|189|126|qq|foxmail|gmail|sina|sohu|139|189|outlook|hotmail|live|msn|yahoo|icloud|aliyun|yeah|tom|21cn|188|wo|proton|protonmail)\.(?:com\.(?:cn|hk|tw)|com|cn|net|me|jp)(?![A-Za-z\d-]|\.(?!jpe?g|png|txt|pdf|docx?)[A-Za-z\d])/gi,
    hint: /@/g,
  },
  {
    name: '私人邮箱',
    pattern:
      /(?<=(?:个人|私人|本人)(?:电子)?邮箱(?:地址)?[:为是\s]{0,2})[a-z\d._-]{2,30}@(?!163|126|qq|foxmail|gmail|sina|139|189|outlook|hotmail)[a-z\d-]{2,30}\.(?:com|cn|net|org)/gi,
    hint: /@/g,
  },
  {
    name: '微信号',
    pattern:
      /(?<=(?<!(?:公众号?|官方|政务|企业|城管|执法|新闻|[局报网社站台刊君]|[大中]队)[”(\s:,]{0,2})(?:微信号码?|微信账号|(?<!\()微信ID|(?:个人|私人|本人|[他她士生某])的?微信|加[他她其我您]?的?微信|微信同号|微信\s?(?=[:为是])|[Vv][Xx]号?(?=[:为是\s]))\s?[:为是]?\s?[“(]?)(?!we-?chat|weixin|https?)[A-Za-z][A-Za-z\d_-]{5,19}(?![A-Za-z\d_-])/gi,
    hint: /微信|vx/gi,
  },
  {
    name: 'QQ号',
    pattern: /(?<=(?<![A-Za-z])QQ(?:号码?|账号)?\s?[:为是]?\s?)[1-9]\d{4,10}(?![\d年])/gi,
    hint: /QQ/gi,
  },
  {
    name: '社交账号',
    pattern:
      /(?<=(?<!(?:官方|政务|企业|我局|本局|单位)[^。,;\n]{0,4})(?<!城管|执法)(?:(?:抖音|快手|小红书|陌陌|探探|微博|B站|淘宝|直播间?|社交)(?:号码?|账号|ID)|支付宝(?:账[号户])?)[:为是\s(“]{0,3})@?(?:[A-Za-z][A-Za-z\d_.-]{4,23}|\d{5,11})(?![A-Za-z\d@_])/gi,
    hint: /抖音|快手|小红书|陌陌|探探|微博|B站|淘宝|直播|社交|支付宝/gi,
  },
  {
    // An office's line stands under its own name.
    name: '私人座机',
    pattern:
      /(?<=(?:(?:家[中里庭]|住宅|私人|个人|家|房东|租客)的?(?:住宅|固定)?(?:电话|座机|固话)|宅电|小灵通|(?:某|当事人|[投举报信]诉?[诉报警案访]人|来电人|失主|车主|业主.(?:女士|先生)|户主)[^。;\n]{0,6}(?:电话|座机|固话))(?:号码|号)?[:为是\s(“]{0,3})(?:\(?0\d{2,3}\)?[-—–\s]{0,2})?[2-8]\d{2,3}[-—\s]?\d{4}(?![-\d])/g,
    hint: /电话|座机|固话|宅电|小灵通/g,
  },
];
