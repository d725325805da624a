import { fold } from '../../item/markdown/folded-text.ts';
import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { paragraphsOf, stretchOf } from '../find.ts';
import { joinedOf } from '../joined-blocks.ts';
import type { Report, Rule, Subject } from '../rule.ts';

/** A number with its unit in a folded text: “劝导占道经营86起” gives 86 and 起. */
interface Quantity {
  value: number;
  /** Half a unit of the last figure written, so that what was rounded isn't called wrong. */
  slack: number;
  unit: string;
  start: number;
  end: number;
}

const UNITS = '人次|家次|车次|件次|万元|亿元|平方米|公里|公斤|百分点|%|[家户处起件个人名辆条份场元吨台座间宗项块顶把支组次天只棵桶箱张盏]';
const QUANTITY = new RegExp(`(?<![\\d.,])(\\d{1,12}|\\d{1,3}(?:,\\d{3}){1,3})(\\.\\d{1,4})?([余多]?)(万|亿)?(${UNITS})`, 'gu');
const SCALES: Readonly<Record<string, number>> = { 万: 1e4, 亿: 1e8 };

/** The exact quantities of a folded text; “300余家” isn't one. */
function quantitiesIn(text: string): Quantity[] {
  const quantities: Quantity[] = [];
  QUANTITY.lastIndex = 0;
  for (let match = QUANTITY.exec(text); match !== null; match = QUANTITY.exec(text)) {
    const { 0: whole, 1: figures = '', 2: decimals = '', 3: about, 4: scale = '', 5: unit = '', index } = match;
    if (about !== '') continue;
    const factor = SCALES[scale] ?? 1;
    const value = Number(figures.replaceAll(',', '') + decimals) * factor;
    const places = Math.max(0, decimals.length - 1);
    // A whole number without 万 is a count.
    const slack = places === 0 && factor === 1 ? 0 : (0.5 * factor) / 10 ** places;
    quantities.push({ value, slack, unit, start: index, end: index + whole.length });
  }
  return quantities;
}

/** Between the parts of a sum: “12家、商超” and the like. */
const BESIDE = /^(?:[、和及与]|以及)[\p{Script=Han}“”]{0,12}$/u;
/** Before their sum: nothing but 共 says that it is one. */
const TOTAL = /^[,，]?(?:共计|合计|总计|总共|一共|共)(?:有|为|达)?$/u;
/** Before the parts of what was counted. */
const AMONG = /^[,，(]其中[:：]?[\p{Script=Han}“”]{0,12}$/u;
const GROWTH = /^(?:增加|增长|上升|提高|提升|下降|减少|降低|降|升|增)(?:到|至|为)$/u;
const RATE = /^[,，](?:同比|环比)?(?:增长|增幅|增加|上升|提高|下降|减少|降低|降幅|增幅为)(?:了|为|达|达到)?$/u;
const FROM = /[从由](?:[\p{Script=Han}]{0,6})$/u;
/** No sum, part or rate is told without one of these. */
const SUMMED = /[共计][有为达]?\d|其中|%/;
const LABEL = /[\p{Script=Han}]{4,10}$/u;

interface Folded {
  block: TextBlock;
  text: string;
  original: (start: number, end: number) => [number, number];
}

interface Figured extends Folded {
  quantities: Quantity[];
}

function foldedOf(block: TextBlock): Folded {
  const { text, original } = fold(block.text);
  return { block, text, original };
}

const figured = (folded: Folded): Figured => ({ ...folded, quantities: quantitiesIn(folded.text) });

function reportAt({ block, original }: Folded, from: number, to: number, problem: string, expected: string): Report {
  const [start, end] = original(from, to);
  return { ...stretchOf(block, start, end), words: { problem, expected, fix: '核对原始数据后改正；数据无误的，可以不改。' } };
}

const number = (value: number) => String(Number(value.toFixed(4)));
const gap = (text: string, a: Quantity, b: Quantity) => text.slice(a.end, b.start);

/** The longest run of quantities of one unit side by side, from an index on (`step` 1) or up to it (−1). */
function side({ text, quantities }: Figured, from: number, step: 1 | -1): Quantity[] {
  const run = [quantities[from] as Quantity];
  for (let at = from + step; at >= 0 && at < quantities.length; at += step) {
    const next = quantities[at] as Quantity;
    const last = run.at(-1) as Quantity;
    if (next.unit !== last.unit || !BESIDE.test(step === 1 ? gap(text, last, next) : gap(text, next, last))) break;
    run.push(next);
  }
  return run;
}

const sumOf = (parts: readonly Quantity[]) => parts.reduce((sum, { value }) => sum + value, 0);
const slackOf = (parts: readonly Quantity[]) => parts.reduce((sum, { slack }) => sum + slack, 1e-6);

/** “A、B，共C”: A and B make C. */
function wrongTotals(folded: Figured): Report[] {
  const { text, quantities } = folded;
  return quantities.flatMap((total, at) => {
    const last = quantities[at - 1];
    if (!last || last.unit !== total.unit || last.unit === '%' || !TOTAL.test(gap(text, last, total))) return [];
    const parts = side(folded, at - 1, -1);
    const sum = sumOf(parts);
    if (parts.length < 2 || Math.abs(sum - total.value) <= slackOf([...parts, total])) return [];
    const first = parts.at(-1) as Quantity;
    const problem = `前面几项相加是 ${number(sum)}${total.unit}，合计写的是 ${number(total.value)}${total.unit}。`;
    return [reportAt(folded, first.start, total.end, problem, '各项相加等于合计。')];
  });
}

/** “C，其中A、B”: A and B together are no more than C. */
function tooManyParts(folded: Figured): Report[] {
  const { text, quantities } = folded;
  return quantities.flatMap((total, at) => {
    const first = quantities[at + 1];
    if (!first || first.unit !== total.unit || first.unit === '%' || !AMONG.test(gap(text, total, first))) return [];
    const parts = side(folded, at + 1, 1);
    const sum = sumOf(parts);
    if (sum - total.value <= slackOf([...parts, total])) return [];
    const problem = `“其中”几项相加是 ${number(sum)}${total.unit}，超过了总数 ${number(total.value)}${total.unit}。`;
    return [reportAt(folded, total.start, (parts.at(-1) as Quantity).end, problem, '其中各项之和不超过总数。')];
  });
}

/** “由A增加到B，增长x%”: with room for what was rounded. */
function wrongRates(folded: Figured): Report[] {
  const { text, quantities } = folded;
  return quantities.flatMap((rate, at) => {
    const [before, after] = [quantities[at - 2], quantities[at - 1]];
    if (!before || !after || rate.unit !== '%' || before.unit !== after.unit || before.unit === '%' || before.value <= 0) return [];
    if (!FROM.test(text.slice(0, before.start)) || !GROWTH.test(gap(text, before, after)) || !RATE.test(gap(text, after, rate))) return [];
    const change = (a: number, b: number) => (Math.abs(b - a) / a) * 100;
    const exact = change(before.value, after.value);
    const room = (100 * (before.slack * (after.value / before.value) + after.slack)) / before.value + Math.max(rate.slack, 0.5) + 0.01;
    if (Math.abs(exact - rate.value) <= room) return [];
    const problem = `由 ${number(before.value)} 到 ${number(after.value)} 的变化是 ${exact.toFixed(1)}%，写的是 ${number(rate.value)}%。`;
    return [reportAt(folded, before.start, rate.end, problem, '变化幅度与前后两个数相符。')];
  });
}

interface Counted {
  words: string;
  quantity: Quantity;
  folded: Folded;
}

/** Quantities with the words before them: “劝导占道经营” and 86起. */
function countedIn(folded: Figured): Counted[] {
  return folded.quantities.flatMap((quantity) => {
    const words = LABEL.exec(folded.text.slice(Math.max(0, quantity.start - 10), quantity.start))?.[0];
    return words === undefined ? [] : [{ words, quantity, folded }];
  });
}

/** The same thing counted once in title or summary and once in the body, with different numbers. */
function unlike({ blocks }: Subject, body: readonly TextBlock[]): Report[] {
  const heads = blocks.filter(({ label, paragraph }) => paragraph === 0 && (label === '标题' || label === '摘要'));
  const inHeads = heads.flatMap((block) => countedIn(figured(foldedOf(block))));
  if (inHeads.length === 0) return [];
  const inBody = body.flatMap((block) => countedIn(figured(foldedOf(block))));
  return inHeads.flatMap(({ words, quantity, folded: head }) => {
    const label = words.slice(-4);
    const same = inBody.filter((found) => found.quantity.unit === quantity.unit && found.words.endsWith(label));
    const [other] = same;
    if (same.length !== 1 || !other || Math.abs(other.quantity.value - quantity.value) <= quantity.slack + other.quantity.slack + 1e-6)
      return [];
    const problem = `${head.block.label}写“${label}”${number(quantity.value)}${quantity.unit}，正文写 ${number(other.quantity.value)}${quantity.unit}。`;
    return [reportAt(head, quantity.start, quantity.end, problem, '同一个数据前后一致。')];
  });
}

/** Figures that can't all be right (Art. 5, 真实): sums, parts, rates, and one thing with two numbers. Hints for the reviewer. */
export const arithmetic: Rule = {
  id: 'fact/arithmetic',
  asks: '数据算得对：分项与合计、增减幅度、标题摘要与正文相符。',
  severity: 'info',
  article: '第五条',
  waivable: false,
  check: (subject) => {
    const body = paragraphsOf(subject);
    const summed = SUMMED.test(joinedOf(subject.blocks).text)
      ? body
          .map(foldedOf)
          .filter(({ text }) => SUMMED.test(text))
          .map(figured)
      : [];
    return [
      ...summed.flatMap((folded) => [...wrongTotals(folded), ...tooManyParts(folded), ...wrongRates(folded)]),
      ...unlike(subject, body),
    ];
  },
  good: [
    { title: '相加等于合计', body: '检查餐饮店12家、商超8家、农贸市场1家，共21家。\n' },
    { title: '单位不同的不相加', body: '出动队员20人次、车辆5辆，共检查86家。\n' },
    { title: '检查数和处罚数不是分项', body: '检查店铺50家，整改12家，共处罚3家。\n' },
    { title: '其中只写了一部分', body: '检查86家，其中餐饮店40家、商超36家。\n' },
    { title: '增幅四舍五入', body: '受理量由120件增加到155件，增长29.2%。\n' },
    { title: '约数和万', body: '收运由1.2万吨增加到1.5万吨，增长25.3%；走访商户300余家。\n' },
    { title: '两天的数加起来', frontMatter: { summary: '两天劝导占道经营86起。' }, body: '首日劝导占道经营40起，次日劝导占道经营46起。\n' },
  ],
  bad: [
    {
      title: '相加不等于合计',
      body: '检查餐饮店12家、商超8家，共21家。\n',
      finds: { line: 13, column: 6, flagged: '12家、商超8家，共21家', count: 1 },
    },
    { title: '千分位的数', body: '收运厨余垃圾1,200吨、其他垃圾3,100吨，合计4,200吨。\n', finds: { count: 1 } },
    { title: '其中各项超过总数', body: '检查86家，其中餐饮店50家、商超46家。\n', finds: { count: 1 } },
    { title: '增幅算错', body: '受理量由120件增加到155件，同比增长35%。\n', finds: { flagged: '120件增加到155件，同比增长35%', count: 1 } },
    { title: '降幅算错', body: '投诉从200件下降至150件，下降50%。\n', finds: { count: 1 } },
    {
      title: '摘要和正文不一致',
      frontMatter: { summary: '婺城分局三天劝导占道经营86起。' },
      body: '三天来，共劝导占道经营68起。\n',
      finds: { line: 8, flagged: '86起', count: 1 },
    },
  ],
};
