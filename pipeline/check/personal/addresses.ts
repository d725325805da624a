import { isFullName, nameAt } from './person-names.ts';

/*
 * Where people live, down to the door. For folded text (find.ts).
 */

/** A dwelling down to its room: road and number, building or unit, room; 3幢2单元501室 and 100弄5号301室 alone. */
const ROOM =
  /[路街弄巷道]\s?\d{1,5}(?:弄\s?\d{1,5})?号[^,。;、()\d\n]{0,16}(?:\d{1,4}\s?(?:幢|栋|号楼|座|单元)\s?){1,3}\d{2,5}\s?室|(?<!\d)\d{1,4}\s?(?:幢|栋|号楼|座)\s?[\d一二三四五六七八九甲乙丙丁东西]{1,2}\s?单元\s?\d{2,5}\s?室|(?<!\d)\d{1,4}\s?(?:幢|栋|号楼|座)\s?\d{1,2}\s?单元\s?\d{3,4}(?!\d)|(?<!\d)\d{1,5}弄\s?\d{1,5}号(?:楼|甲|乙)?\s?\d{2,5}\s?室|(?:小区|社区|新村|家园|花园|公寓|[苑城府园庭居湾里邸轩寓郡墅])\s?\d{1,4}\s?(?:幢|栋|号楼|座)\s?\d{2,5}\s?室/g;
/** The same without a unit or the word 室, and a house of a village; then a room alone or where a key lies, beside whom `TELLS` tells of. */
const DOOR =
  /(?<!\d)\d{1,4}\s?(?:幢|栋|号楼|座)\s?(?:\d{1,2}\s?(?:单元|-)\s?)?\d{3,4}(?![\d-]|\s?[元人户米平年月])(?:\s?室)?|(?<![\d-])\d{1,3}-(?:\d{1,2}-)?\d{3,4}(?![\d-]|[人元户米])|[路街弄巷里]\s?\d{1,5}号(?:\d{1,2}楼)?[^,。;、()\d\n]{0,8}\d{3,4}室|\d{1,4}\s?(?:幢|栋|号楼|座)\s?[\d一二三四五六七八九十]{1,2}楼|弄\s?\d{1,4}号\s?\d{3,4}(?!\d)|[A-Z]座\d{3,4}(?!\d)|[村庄坊][^。;,、\d\n]{0,6}(?:\d{1,3}组)?\d{1,4}号(?![楼线文])|[镇乡]\d{1,4}号(?![楼线文])|[街路巷弄]\d{1,4}号(?!的居民)(?=[^\u4e00-\u9fff]|[的人家后前左右内东南西北上下隔对出]|阁楼|院?[东西南北正后前]?[屋厢院]|院|$)/g;
const NEIGHBOUR =
  /[里苑园庭居湾区村寓坊府城墅]\d{1,3}(?:幢|栋|号楼)(?:\d单元)?(?!\s?[\d-]|的[^。;,]{1,6}说)|(?:(?<![\d-])\d{3,4}室|\d{1,3}(?:幢|栋|号楼)(?:[一二三四五六七八九\d]{1,2}单元|\d{3,4}))(?=户?[男女]主人|的老[太人]|(?:住户|业主|居民|租[客户]|房客|的)?[\u4e00-\u9fff](?:某|阿[婆公姨伯]|大[爷妈娘伯叔]|[奶爷]{2}|女士|先生|师傅|老[伯汉太]|姓|家[和、,。在]))|(?<=住在?(?:隔壁|对门|楼[上下]))\d{3,4}(?![\d人户米元平年号]|\.\d)|钥匙(?:平时|一般|就|都|常)?[放压藏塞挂留埋搁]在(?:[门花脚地窗砖石信鞋电水墙][^。;,、\n]{1,8}|邻居|隔壁)/g;
/** A number alone that only what stands beside it calls somebody's door. */
const ROOM_ALONE =
  /(?<![\d-])\d{1,3}-(?:\d{1,2}-)?\d{3,4}(?=[\u4e00-\u9fff](?:某|女士|先生|家))|(?<=[幢栋楼元]|住在)\d{3,4}(?=的?[\u4e00-\u9fff](?:姓|某|女士|先生|大[爷妈娘伯叔]|阿[婆公姨伯]|[奶爷]{2}|师傅|老[伯汉太]))|(?<![\d-])\d{3,4}室(?=(?:独居|孤寡|患病|残疾|聋哑|欠))|(?<![\d-])\d{3,4}室?(?=的(?:举报|投诉|反映|来电|求助|报[警案])[人者群居])/g;
const TELLS =
  /举报|投诉|检举|报[警案]|(?<!您)反映|来[电访信]|求助|线人|[受被]害|[\u4e00-\u9fff]某|邻居|对门|隔壁|主人|楼[上下]|独[居住]|空巢|奶奶|爷爷|家住|[本真]名|黑榜|曝光|欠|乱|毁绿|违/;

/** Offices are open to everybody. */
const OFFICE =
  /(?:办公|注册|经营|营业|办事|窗口|接待|(?<!来电)咨询|报名|领取|受理|大厅|开标|评标|采购|地点|单位|公司|中心|驿站|站点|服务点|设在|居委会|村委会|[店市][)、,])[^。;\n]{0,24}$/;
/** Where a company has its seat, which its papers tell with its number. */
const SEAT = /住(?:所地?|址)[:为]?[^。;\n]{0,24}$/;
const OF_COMPANY = /(?:中心|学校|协会|商会|机构|园|院|店|社)[(,]住所|公司|合伙|基金|信用代码|注册号|9[\dA-Z]{17}/;
/** Who is a person, not a company, lives there. */
const OF_PERSON = /[\u4e00-\u9fff]某(?![^,。]{0,10}(?:公司|合伙|厂|店))|员工|职工|身份证|[男女],/;
const SEAT_OF = /^[^。;\n]{0,30}(?:法定代表人|实际经营地)/;
/** The same within the address, up to its room, where nobody is said to live. */
const OFFICES = /^[^室]{0,40}(?:(?:中心|行政|机关|办公|综合楼|大厅)[^室]{0,20}室|室[,;(]?邮编)/;
/** That somebody lives there. */
const LIVES =
  /(?:家住(?![建房])|现住|暂住|租住|住在|住于|住址|住处|[收寄]件(?:地址)?|[父母妻婆][亲子母家]?家?在|(?:收货|快递)地址|人家在|独居|家庭地址|[户人]地址|户籍(?:所在)?地(?:址)?|户口所在地|居住(?:地址?|[在于])|家[中里](?:\(|地址)|(?:某|女士|先生|师傅|大[爷妈]|阿[婆姨])在|(?<![国商专厂独大全管])家\(|的家[在位]|[爷奶婆姨]家在|(?<![商居入留拦抓卡守记困稳保堵捂扣咬撑顶控挡管捉贴压])住(?![建房宅户院宿]|所地))[^。;\n]{0,24}$/;
/** The same behind the address. */
const HOME = /^[^。;,\n]{4,32}?(?:(?:[的人某]|女士|先生|师傅|大[爷妈]|阿[婆姨公]|奶奶|爷爷)家(?:[中里]|[,。]|$)|(?:独居|孤寡|患病)老人)/;
const FAR = 40;
/** Where somebody was caught or did what they are tried for is no home, unless it is said to be one. */
const SCENE =
  /^[^,。;]{0,28}?(?:广场|办公室|停车|[书饭商网酒]店|超市)|^(?:(?!单元|\d[室户])[^,。;]){0,28}?(?:附近|门口|[楼过]道|被[^。;,]{0,6}[抓查]获)/;
const DWELLING = /[居租借暂现]住|住[在处所于宅]|[出承]租|租房|[某的其]家|家[中里的楼门]/;
const isScene = (text: string, start: number): boolean =>
  SCENE.test(text.slice(start)) &&
  /被告人|嫌疑人|上诉人/.test(text.slice(Math.max(0, start - FAR), start)) &&
  !DWELLING.test(text.slice(Math.max(0, start - FAR), start + FAR));
const isSeat = (text: string, start: number): boolean => {
  const before = text.slice(Math.max(0, start - 2 * FAR), start);
  if (OF_PERSON.test(before)) return isScene(text, start);
  return (SEAT.test(before) && OF_COMPANY.test(before)) || SEAT_OF.test(text.slice(start + 4, start + 2 * FAR)) || isScene(text, start);
};

const SOMEBODY =
  /[,(][男女],|[\u4e00-\u9fff](?:某|女士|先生|师傅|阿[婆姨公伯]|大[爷妈娘伯]|[奶爷]{2})|独居|老[人汉伯太]|[他她](?!们)|当事人|投诉|举报|对象|[车户业房店]主|收件|证上|住户/;
/** Whether a door is that of somebody who is told of. */
const isOfOne = (text: string, start: number): boolean =>
  !isScene(text, start) &&
  TELLS.test(text.slice(Math.max(0, start - FAR), start + FAR)) &&
  (/^\d/.test(text.slice(start)) ||
    /空巢|奶奶|爷爷/.test(text.slice(Math.max(0, start - FAR), start)) ||
    LIVES.test(text.slice(Math.max(0, start - FAR), start)));

/** A house's number alone, where nobody is named beside it. */
const isAnyHouse = (text: string, start: number): boolean =>
  /^[^\d]{1,8}\d{1,5}号(?!楼?\d|[^。;,]{0,8}室)|^\d{1,4}(?:[幢栋座]|号楼)\d{1,2}楼/.test(text.slice(start, start + 24)) &&
  !namesOne(text.slice(Math.max(0, start - FAR), start + FAR));
const namesOne = (near: string): boolean =>
  SOMEBODY.test(near) || Array.from(near, (_, at) => near.slice(at, at + nameAt(near, at, true))).some(isFullName);

/** How an address looks, and what else must be true of the place in a text where it stands. */
export const ADDRESSES: readonly { pattern: RegExp; isHome: (text: string, start: number) => boolean }[] = [
  {
    pattern: ROOM,
    isHome: (text, start) => {
      const before = text.slice(Math.max(0, start - FAR), start);
      return !OFFICE.test(before) && !isSeat(text, start) && (LIVES.test(before) || !OFFICES.test(text.slice(start, start + 2 * FAR)));
    },
  },
  {
    pattern: DOOR,
    isHome: (text, start) =>
      /[\u4e00-\u9fff](?:某[\u4e00-\u9fff]?|女士|先生|阿姨|师傅)[(,]$/.test(text.slice(Math.max(0, start - 4), start)) ||
      (LIVES.test(text.slice(Math.max(0, start - FAR), start)) && !isSeat(text, start) && !isAnyHouse(text, start)) ||
      HOME.test(text.slice(start, start + FAR)),
  },
  { pattern: NEIGHBOUR, isHome: isOfOne },
  { pattern: ROOM_ALONE, isHome: isOfOne },
];
/** No address is without one of these. */
export const ADDRESS_HINT = /[室住家]|\d-\d|[幢栋]|号楼|\d座|[父母妻婆]|单元|户籍|户口|地址|老人|收件|独居|钥匙/g;
