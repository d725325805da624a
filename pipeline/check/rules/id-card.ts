import { type BeijingDate, beijingDate } from '../../beijing-time.ts';
import type { Span } from '../../item/content-problem.ts';
import { fold } from '../../item/markdown/folded-text.ts';
import { nodesOf, spanOf } from '../../item/markdown/markdown.ts';
import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { findIn, type Match, matchesOf } from '../find.ts';
import { hidden, maskWhole } from '../personal/number-masks.ts';
import { isNamedIdCard } from '../personal/person-names.ts';
import {
  CALLED_ID_CARD,
  CUT_ID_CARD,
  ID_CARD,
  isCutIdCard,
  isIdCard,
  isLikeIdCard,
  masked,
  NAMED_ID_CARD,
} from '../personal/personal-data.ts';
import type { Rule, Subject } from '../rule.ts';
import { inTextAndNames, type Sighting } from '../sightings.ts';

const startsAt = (a: Span, b: Span): boolean => a.line === b.line && a.column === b.column;

/** A day that may be mistyped, in a number that is called an identity's. */
const BIRTH = /^\d{6}(?:19|20)\d\d(?:0\d|1[0-2])[0-3]\d{4}[\dXx]$/;

function idCardsIn(blocks: readonly TextBlock[]): Match[] {
  const whole = findIn(blocks, ID_CARD, ([number]) => isIdCard(number));
  const cut = findIn(blocks, CUT_ID_CARD, ([number]) => isCutIdCard(number));
  const certain = [...whole, ...cut.filter(({ span }) => !whole.some((other) => startsAt(other.span, span)))];
  const called = findIn(
    blocks,
    CALLED_ID_CARD,
    ([number]) => !isIdCard(number) && (isLikeIdCard(number) || BIRTH.test(number)),
    /身份|证件号|社会保障号/g,
  );
  return [...certain, ...called];
}

/** What may as well be an order's number: it stands behind a name, with a birth date before `day`. */
const namedIn = (blocks: readonly TextBlock[], day: BeijingDate): Match[] =>
  findIn(
    blocks,
    NAMED_ID_CARD,
    ({ 0: number, input, index }) =>
      !isIdCard(number) && number.slice(6, 14) < day.replaceAll('-', '') && isNamedIdCard(number, input, index),
  );

/** Numbers that a link takes along behind its ? or #; in the rest of an address, long numbers are names of pages. */
function inAddresses({ tree, frontMatter, locate }: Subject): Sighting<Match>[] {
  const found: Sighting<Match>[] = [];
  const look = (url: string, span: () => Span, where: string): void => {
    const at = url.search(/[?#]/);
    if (at < 0) return;
    const told = [...new URLSearchParams(url.slice(at).replaceAll(/[?#]/g, '&'))].flat().join('\n');
    for (const [number] of matchesOf(fold(told).text, ID_CARD, ([text]) => isCutIdCard(text)))
      found.push({ folded: number, flagged: number, span: span(), where, file: 'index.md' });
  };
  nodesOf(tree).forEach((node) => {
    if (node.type === 'link' || node.type === 'definition') look(node.url, () => spanOf(node), '链接');
  });
  look(frontMatter?.source?.url ?? '', () => locate(['source', 'url']), '来源网址');
  return found;
}

/** No identity numbers (个人信息保护法 Arts. 25, 28; 浙江省行政处罚结果信息网上公开暂行办法 Art. 7). */
export const idCard: Rule = {
  id: 'pii/id-card',
  asks: '不公开公民的身份证号。',
  severity: 'error',
  article: '第五条',
  group: '个人信息',
  waivable: false,
  check: (subject, { now }) => {
    const day = subject.frontMatter?.event_date ?? beijingDate(now);
    const certain = [...inTextAndNames(subject, idCardsIn), ...inAddresses(subject)].map((match) => ({
      ...match,
      ...hidden(subject, match, maskWhole),
      words: {
        problem: `出现身份证号 ${masked(match.flagged)}。`,
        expected: '不公开公民的身份证号。',
        fix: '整个号码删去，不要只遮几位。不可豁免。',
      },
    }));
    const likely = inTextAndNames(subject, (blocks) => namedIn(blocks, day)).map((match) => ({
      ...match,
      ...hidden(subject, match, maskWhole),
      severity: 'warning' as const,
      words: {
        problem: `姓名后面可能是身份证号 ${masked(match.flagged)}。`,
        expected: '不公开公民的身份证号。',
        fix: '是身份证号的，整个号码删去；是别的编号的，在号码前写明，如“订单号”。不可豁免。',
      },
    }));
    return [...certain, ...likely];
  },
  good: [
    { title: '十八位数字，校验位不对', body: '编号330702199001011230。\n' },
    { title: '生日不存在', body: '编号330702199013011234。\n' },
    { title: '更长的编号', body: '流水号1101051949123100215。\n' },
    { title: '链接里的长编号', body: '见[公告](https://www.zj.gov.cn/a?id=110105194912310021&t=20261123093000161)。\n' },
    { title: '姓名后面的订单号，那一天还没有到', body: '订单收件人王小明（330702202611230012）。\n' },
    { title: '日期', body: '会期11-10，2019-12-10/2020-10-12/2025-02-11，11.10/1949.12.31/0.02。\n' },
    { title: '一列数额', body: '分别为3184.87、1884.04、2383.96、337429、188104和293164元。\n' },
    { title: '表格里相邻的数', body: '| 甲 | 乙 | 丙 |\n| --- | --- | --- |\n| 110105 | 19491231 | 0021 |\n' },
    { title: '说的是身份证号，没有号码', body: '凭身份证号查询，办理编号202611230000018。\n' },
    { title: '网址里的数字', body: '见 <https://www.zj.gov.cn/11010519491231002X.html>。\n' },
  ],
  bad: [
    { title: '正文里的身份证号', body: '当事人（身份证号11010519491231002X）。\n', finds: { flagged: '11010519491231002X', line: 13 } },
    { title: '全角数字', body: '身份证号１１０１０５１９４９１２３１００２Ｘ。\n' },
    { title: '分段书写', body: '身份证号110105 19491231 002x。\n' },
    { title: '按四位、二位、二位分开', body: '身份证号110105-1949-12-31-002X。\n' },
    { title: '用逗号隔开', body: '身份证110105,1949,1231,002X。\n', finds: { flagged: '110105,1949,1231,002X', count: 1 } },
    { title: '用全角逗号隔开', body: '编号12，110105，19491231，002X，另有3项。\n', finds: { count: 1 } },
    { title: '用斜线隔开', body: '110105/1949/12/31/002X\n', finds: { flagged: '110105/1949/12/31/002X', count: 1 } },
    { title: '用下划线、间隔号和空格隔开', body: '110105 · 19491231_002X\n', finds: { count: 1 } },
    { title: '一位一隔', body: '1.1.0.1.0.5.1.9.4.9.1.2.3.1.0.0.2.X\n', finds: { count: 1 } },
    { title: '随处断开', body: '1101051,9491231002X\n', finds: { count: 1 } },
    { title: '前面还有别的数字', body: '2026 110105 19491231 002X。\n', finds: { flagged: '110105 19491231 002X' } },
    { title: '说明是身份证号，抄错了校验位', body: '身份证号码：110105194912310021。\n' },
    { title: '十五位的旧号码', body: '身份证号：110105491231002。\n', finds: { flagged: '110105491231002' } },
    {
      title: '链接带着的身份证号',
      body: '请[查询](https://www.zj.gov.cn/a?id=11010519491231002X)。\n',
      finds: { line: 13, column: 2, flagged: '11010519491231002X', count: 1 },
    },
    {
      title: '链接里编码过的身份证号',
      body: '请[查询][a]。\n\n[a]: https://www.zj.gov.cn/#/a?card=%31%31010519491231002x\n',
      finds: { line: 15, count: 1 },
    },
    {
      title: '来源网址带着的身份证号',
      frontMatter: { source: { name: '示例', url: 'https://www.zj.gov.cn/a?id=11010519491231002X' } },
      finds: { count: 1 },
    },
    {
      title: '姓名后面，没有说是什么',
      body: '拟录用：王小明（110105199003210021）。\n',
      finds: { severity: 'warning', flagged: '110105199003210021', count: 1 },
    },
    { title: '图片的文件名', files: { '11010519491231002x.jpg': 'jpeg' }, finds: { count: 1 } },
    { title: '加粗拆开', body: '身份证号110105**19491231**002X。\n', finds: { flagged: '11010519491231002X' } },
    { title: '表格里', body: '| 姓名 | 号码 |\n| --- | --- |\n| 示例 | 11010519491231002X |\n', finds: { line: 15 } },
  ],
};
