import { isDate } from '../../beijing-time.ts';
import { findIn } from '../find.ts';
import { hidden, maskWhole } from '../personal/number-masks.ts';
import { nameEndingAt } from '../personal/person-names.ts';
import { masked, NUMBER_END } from '../personal/personal-data.ts';
import type { Rule } from '../rule.ts';
import { anywhere, inTextAndNames } from '../sightings.ts';

/** A number of the length of an identity or bank card's, some of it hidden. */
const HALF_HIDDEN = /(?<![\dA-Za-z*])(?:\d[\d*×xX●■□#✱※]{13,18}|1[3-9][\d*●■□#✱※]{9})(?![\dA-Za-z*×●■□#✱※])/g;
const HIDDEN = /[*×xX●■□#✱※]/g;
/** So many digits tell who it is, together with what else is known. */
const TELLING = 10;

function isWeak(text: string): boolean {
  const hiddenSigns = text.match(HIDDEN)?.length ?? 0;
  if (text.length === 11) return hiddenSigns > 0 && hiddenSigns < 3;
  if (/^\d{17}[^\dXx]$/.test(text)) return true;
  const end = text.slice(0, -1).match(HIDDEN)?.length ?? 0;
  if (end < 2 || !/[*×xX●■□#✱※]{2}/.test(text)) return false;
  const birth = text.slice(6, 14);
  const birthday =
    text.length === 18 && /^(?:19|20)\d{6}$/.test(birth) && isDate(`${birth.slice(0, 4)}-${birth.slice(4, 6)}-${birth.slice(6)}`);
  return birthday || text.replace(/\D/g, '').length >= TELLING;
}

const SOMEBODY = /[\u4e00-\u9fff](?:某|女士|先生|阿[姨婆公]|老[汉人伯太]|大[爷妈娘伯]|师傅)|当事人|车主|岁/;

/** True for the end of a number behind somebody; lost papers and cards have none. */
function isSomebodys({ input, index }: RegExpExecArray): boolean {
  const before = input.slice(Math.max(0, index - 30), index);
  const end = Math.max(before.lastIndexOf('('), before.lastIndexOf(','), before.search(/[(,]?的?(?:身份证|.{1,2}卡)[^卡证]*$/));
  return SOMEBODY.test(before) || nameEndingAt(before, end) >= 0;
}

/** A number with a few digits hidden is still a person's: masks of different lists can be laid over each other. */
export const weakMask: Rule = {
  id: 'pii/weak-mask',
  asks: '证件号和卡号不只遮几位。',
  severity: 'warning',
  article: '第五条',
  group: '个人信息',
  waivable: true,
  check: (subject) =>
    // Asterisks may have become marks, so the text is read as it is written too.
    [
      ...anywhere(subject, (blocks) => findIn(blocks, HALF_HIDDEN, ([text]) => isWeak(text)), /\d[\d*×xX●■□#✱※]{10}/),
      ...inTextAndNames(subject, (blocks) => findIn(blocks, NUMBER_END, isSomebodys, /[尾末后]/g)),
    ].map((match) => ({
      ...match,
      ...hidden(subject, match, maskWhole),
      words: {
        problem: `号码 ${masked(match.flagged)}只遮了几位，露出生日、末几位或 ${TELLING} 位以上数字。`,
        expected: '证件号和卡号整个不写。',
        fix: '整个号码删去。法律规定这样公示的，写豁免并说明理由（8 字以上）。',
      },
    })),
  good: [
    { title: '遮得只剩四位', body: '证件号3307**************。\n' },
    { title: '遮过的手机号', body: '中奖号码138****8000。\n' },
    { title: '失物和退款', body: '拾到身份证一张，证件号后四位为0000；银行卡尾号为5678的账户退回罚款差额。\n' },
    { title: '尺寸', body: '展板1200x2400x18毫米，编号1000×2000×3000×10。\n' },
    { title: '占位的叉', body: '文号〔2026〕XX号，编号XXXXXXXXXXXXXXXXXX。\n' },
  ],
  bad: [
    { title: '露出前六后四', body: '身份证号330702********1230。\n', finds: { flagged: '330702********1230', count: 1 } },
    { title: '露出生日', body: '身份证号3307××19900101××××。\n', finds: { flagged: '3307××19900101××××' } },
    { title: '星号成了加粗', body: '身份证号3307**19900101****。\n', finds: { line: 13, column: 5, count: 1 } },
    { title: '末四位', body: '冯某，身份证末四位2218。\n', finds: { flagged: '2218', count: 1 } },
    { title: '姓名后面', body: '受伤工人贺永强（身份证尾号0037）已送医。\n', finds: { flagged: '0037', count: 1 } },
    { title: '尾号', body: '队员阮某的工资卡（尾号7731）。\n', finds: { flagged: '7731', count: 1 } },
    { title: '只遮末位', body: '身份证号33070219900101123*，手机1380013800*。\n', finds: { count: 2 } },
    { title: '卡号露出十位', body: '卡号622202******2230。\n', finds: { flagged: '622202******2230' } },
    { title: '用字母 X 遮', body: '身份证号330702xxxxxxxx1230。\n' },
    {
      title: '表格里',
      body: '| 姓名 | 号码 |\n| --- | --- |\n| 示例 | 330702\\*\\*\\*\\*\\*\\*\\*\\*1230 |\n',
      finds: { line: 15, count: 1 },
    },
  ],
};
