import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { isUnbroken, stretchOf } from '../find.ts';
import { joinedOf } from '../joined-blocks.ts';
import type { Report, Rule } from '../rule.ts';

const FULL: Readonly<Record<string, string>> = { ',': '，', ';': '；', ':': '：', '?': '？', '!': '！', '(': '（', ')': '）' };
/** Without one of these there is nothing to find. */
const HALF = /[,;:?!()"]/;
/** A mark after a Han character or a closing mark, before the like, a digit or the end; one space after it goes along. */
const MARK = /(?<=[\p{Script=Han}”》）〕])[,;:?!](?: ?(?=[\p{Script=Han}“《（〔])|(?=\d|\n|$))/gu;
const BRACKET = /[(（)）]/g;
const HAN = /^[\p{Script=Han}《》，。；：、]$/u;
/** What may be read along with a mark, so that a waiver names one place and not every comma. */
const NEIGHBOUR = /^[\u4e00-\u9fff\d]$/;

/** A mark's place, or that of two with what they enclose, and what belongs there. */
interface Found {
  start: number;
  end: number;
  full: string;
}

/** Brackets in pairs, by their offsets. */
function pairsIn(text: string): [open: number, close: number][] {
  const open: number[] = [];
  const pairs: [number, number][] = [];
  for (const { 0: bracket, index } of text.matchAll(BRACKET)) {
    if (bracket === '(' || bracket === '（') open.push(index);
    else {
      const start = open.pop();
      if (start !== undefined) pairs.push([start, index]);
    }
  }
  return pairs;
}

const touchesHan = (text: string, open: number, close: number) =>
  [open - 1, open + 1, close - 1, close + 1].some((at) => HAN.test(text[at] ?? ''));

/** A pair in Chinese text: a Han character beside one of its brackets, and not a function's arguments as in f(x). */
function isChinese(text: string, [open, close]: [number, number]): boolean {
  const latin = /[A-Za-z]/.test(text[open - 1] ?? '') && !/\p{Script=Han}/u.test(text.slice(open, close));
  return touchesHan(text, open, close) && !latin;
}

/** What stands in straight quotation marks, where they are in pairs: an odd one is text/pairs' to find, or stands for inches. */
function quotesIn(text: string): Found[] {
  const places = [...text.matchAll(/"/g)].map(({ index }) => index);
  if (places.length % 2 === 1 || /\d"/.test(text)) return [];
  return places.flatMap((open, at) => {
    const close = places[at + 1];
    if (at % 2 === 1 || close === undefined || !touchesHan(text, open, close)) return [];
    return [{ start: open, end: close + 1, full: `“${text.slice(open + 1, close)}”` }];
  });
}

function marksIn(text: string): Found[] {
  const full = (mark: string) => FULL[mark] as string;
  const marks = [...text.matchAll(MARK)].map(({ 0: mark, index }) => ({
    start: index,
    end: index + mark.length,
    full: full(mark[0] as string),
  }));
  const brackets = pairsIn(text)
    .filter((pair) => isChinese(text, pair))
    .flat()
    .filter((at) => text[at] === '(' || text[at] === ')')
    .map((start) => ({ start, end: start + 1, full: full(text[start] as string) }));
  return [...marks, ...brackets, ...quotesIn(text)].sort((one, other) => one.start - other.start);
}

/** The mark with the characters beside it, as far as the file reads on without a mark of Markdown between. */
function withNeighbours(block: TextBlock, { start, end }: Found): [start: number, end: number] {
  const reads = (from: number, to: number) => isUnbroken(block.span(from, to), block.text.slice(from, to));
  const from = NEIGHBOUR.test(block.text[start - 1] ?? '') && reads(start - 1, end) ? start - 1 : start;
  const to = NEIGHBOUR.test(block.text[end] ?? '') && reads(from, end + 1) ? end + 1 : end;
  return [from, to];
}

function reportOf(block: TextBlock, found: Found): Report {
  const mark = block.text[found.start] as string;
  const right = mark === '"' ? '“”' : found.full;
  const [from, to] = mark === '"' ? [found.start, found.end] : withNeighbours(block, found);
  const { flagged, span, where } = stretchOf(block, from, to);
  const replacement = block.text.slice(from, found.start) + found.full + block.text.slice(found.end, to);
  return {
    flagged,
    span,
    where,
    ...(isUnbroken(span, flagged) ? { replacement } : {}),
    words: {
      problem: `中文里用了半角的“${mark}”。`,
      expected: `中文用全角标点“${right}”。`,
      fix: `改为“${right}”。`,
    },
  };
}

/** Chinese text has Chinese marks (GB/T 15834): no half-width marks between Han characters, no half-width brackets or straight quotation marks beside them. */
export const halfWidthPunct: Rule = {
  id: 'text/half-width-punct',
  asks: '中文句子里用全角标点，不用半角的逗号、冒号、括号、引号等。',
  severity: 'warning',
  article: '第九条',
  group: '文字',
  waivable: true,
  check: ({ blocks }) => {
    if (!HALF.test(joinedOf(blocks).raw)) return [];
    return blocks
      .filter(({ paragraph, text }) => paragraph > 0 && HALF.test(text))
      .flatMap((block) => marksIn(block.text).map((found) => reportOf(block, found)));
  },
  good: [
    { title: '全角标点', body: '通知如下：整治（第一阶段）开始，请各单位配合。\n' },
    { title: '数字里的冒号、逗号和小数点', body: '9:30集合，共12,345人，占98.5%，比分为3:2。\n' },
    { title: '外文句子里的标点', body: '标语为“City, life (better)”。\n' },
    { title: '列表编号的半个括号', body: '1)安全检查；2)整改。\n' },
    { title: '网址和代码里的标点', body: '见 <https://www.zj.gov.cn/a,b?c=d:e> 和 `甲,乙(丙)`。\n' },
    { title: '公式里的括号', body: '函数f(x)的值、型号A(B)不变。\n' },
    { title: '英寸和外文里的直引号', body: '显示屏55"，型号"Aa"。店名 "Lee Tea" 不变。\n' },
    { title: '文首不看', frontMatter: { remarks: '已核对,无误(李四)' } },
  ],
  bad: [
    { title: '汉字之间的逗号', body: '开展整治,成效明显。\n', finds: { line: 13, column: 4, flagged: '治,成', count: 1 } },
    { title: '逗号后面还有空格', body: '开展整治, 成效明显。\n', finds: { flagged: '治, 成' } },
    { title: '段末的冒号', body: '具体安排如下:\n', finds: { column: 6, flagged: '下:' } },
    { title: '紧靠汉字的括号', body: '开展整治(第一阶段)。\n', finds: { line: 13, column: 4, count: 2 } },
    { title: '括号一半全角一半半角', body: '开展整治（2026年)。\n', finds: { flagged: '年)' } },
    { title: '直引号', body: '开展"门前三包"检查。\n', finds: { line: 13, column: 3, flagged: '"门前三包"', count: 1 } },
    { title: '格式符号拆开的', body: '开展**整治**,成效明显。\n', finds: { flagged: ',成' } },
    { title: '表格里的问号', body: '| 问 | 答 |\n|---|---|\n| 能办吗?能 | 能 |\n', finds: { line: 15, flagged: '吗?能' } },
  ],
};
