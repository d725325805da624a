import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { isNowhere } from '../find.ts';

/*
 * Names in running text can't be told from words for certain. A name must stand behind a word such as 当事人 and before a stop. It begins
 * with a common surname that begins few words. 某 is never part of one.
 */

/** Words that begin like a name. */
const NO_NAME =
  '(?!陈[述诉列设]|许可|许诺|任[何意务职命]|程[序度]|施[工行救暴]|夏[季天]|范围|石[材料]|顾[客虑及]|温[馨州暖度]|罗列|黄[牌线色]|严[重格禁肃]|杜绝|戴[好着头口帽]|余[款下额]|郑重|洪[水涝]|章程|沈阳|田[间地]|毛[重利]|孔洞|汤汁|马上|唐突|段落|钱[款物财]|牛[奶肉]|(?<=主)张)';
const SURNAME =
  '(?:[王李张刘陈杨赵黄周吴徐孙胡朱林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范石姚谭廖邹熊陆郝孔崔毛邱秦顾侯邵孟龙段钱汤尹黎贺赖龚庞樊殷施陶洪翟颜倪严牛温芦俞葛柴窦章]|欧阳|上官|司马|诸葛|司徒|夏侯)';
const GIVEN = '(?!某)[\\u4E00-\\u9FFF](?![\\u4E00-\\u9FFF]?某)[\\u4E00-\\u9FFF]?';

/** The source of a pattern of a name. */
export const NAME = `${NO_NAME}${SURNAME}${GIVEN}`;

const CASE = /行政处罚|处罚决定|被处罚|立案(?:查处|调查|侦查)|违法行为人|违法当事人|犯罪嫌疑人|行政拘留|刑事拘留|案件|涉案|涉嫌|当事人/;

/** True for an item that tells of a case: title or text speak of a penalty or an investigation. */
export function isCase(blocks: readonly TextBlock[]): boolean {
  return !isNowhere(blocks, CASE) && blocks.some(({ text }) => CASE.test(text));
}
