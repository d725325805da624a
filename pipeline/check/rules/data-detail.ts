import { fold } from '../../item/markdown/folded-text.ts';
import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { paragraphsOf, stretchOf } from '../find.ts';
import type { Report, Rule, Subject } from '../rule.ts';

/** A number in figures, or in Han numerals before what is counted. */
const FIGURE = /\d|[一二两三四五六七八九十百千万]{1,6}余?多?[个家户处起件人名辆次天条场吨元]/u;
/** Numbers that a title takes from the text: no dates, hotlines or round figures, no names like 5·20 or “3+1”. */
const IN_TITLE = /(?<![\d.·“+A-Za-z-])\d{1,8}(?:\.\d{1,3})?(?![\d.·”+A-Za-z年月日号时:万亿余多-])/gu;
const ROUND = /[超近约逾]$/u;
const NUMERALS = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

function textOf(blocks: readonly TextBlock[]): string {
  return blocks.map((block) => fold(block.text).text.replace(/(\d),(?=\d{3})/g, '$1')).join('\n');
}

function withoutFigures({ frontMatter, blocks, bodyLine }: Subject, body: readonly TextBlock[]): Report[] {
  const summary = blocks.filter(({ label }) => label === '摘要');
  if (
    frontMatter?.category !== '工作动态' ||
    frontMatter.withdraw ||
    [...summary, ...body].some((block) => FIGURE.test(fold(block.text).text))
  )
    return [];
  return [
    {
      span: { line: bodyLine, column: 1, endLine: bodyLine, endColumn: 1 },
      where: '正文',
      words: {
        problem: '工作动态里没有一个数据。',
        expected: '数据详实：时间、人次、数量、成效。',
        fix: '补上核实过的数据；确实没有的，可以不改。',
      },
    },
  ];
}

/** True where a body says the number too, in figures or, up to ten, in Han numerals. */
function says(body: string, number: string): boolean {
  const numeral = NUMERALS[Number(number)];
  if (numeral !== undefined && body.includes(numeral)) return true;
  return body.split(/[^\d.]+/).some((found) => found.replace(/\.$/, '') === number);
}

function unsaid({ blocks }: Subject, body: readonly TextBlock[]): Report[] {
  const title = blocks.find(({ label, paragraph }) => label === '标题' && paragraph === 0);
  if (!title || body.length === 0) return [];
  const numbers = [...title.text.matchAll(IN_TITLE)];
  if (numbers.length === 0) return [];
  const text = textOf(body);
  return numbers
    .filter(({ 0: number, index }) => !ROUND.test(title.text.slice(0, index)) && !says(text, number))
    .map(({ 0: number, index }) => ({
      ...stretchOf(title, index, index + number.length),
      where: '标题',
      words: {
        problem: `标题里的“${number}”，正文里没有。`,
        expected: '标题里的数据，正文有交代。',
        fix: '核对数据；正文补上，或改标题。',
      },
    }));
}

/** 数据详实 (Art. 5): news of the bureau's work has figures, and those of the title are in the text. Hints for the reviewer. */
export const dataDetail: Rule = {
  id: 'text/data-detail',
  asks: '工作动态有数据，标题里的数据正文有交代。',
  severity: 'info',
  article: '第五条',
  group: '文字',
  waivable: false,
  check: (subject) => {
    const body = paragraphsOf(subject);
    return [...withoutFigures(subject, body), ...unsaid(subject, body)];
  },
  good: [
    { title: '正文有数据', frontMatter: { summary: undefined }, body: '劝导占道经营86起。\n' },
    { title: '汉字写的数据', frontMatter: { summary: undefined }, body: '巡查店铺三十余家。\n' },
    { title: '业务宣传可以没有数据', frontMatter: { category: '业务宣传', summary: undefined }, body: '请勿占道经营。\n' },
    { title: '标题里的数据正文也有', frontMatter: { title: '婺城分局三日劝导占道经营1286起' }, body: '共劝导1,286起。\n' },
    { title: '标题写 3，正文写三', frontMatter: { title: '婺城分局连续3天开展整治' }, body: '整治持续三天。\n' },
    {
      title: '标题里的年份、热线和约数',
      frontMatter: { title: '2026年11月近300人参加“12345”开放日' },
      body: '开放日举行，共312人参加。\n',
    },
  ],
  bad: [
    { title: '没有一个数据', frontMatter: { summary: undefined }, body: '分局认真开展整治，成效明显。\n', finds: { line: 13, count: 1 } },
    { title: '只有序号', frontMatter: { summary: undefined }, body: '一是巡查，二是整改。\n', finds: { count: 1 } },
    {
      title: '标题里的数据正文没有',
      frontMatter: { title: '婺城分局劝导占道经营86起' },
      body: '共劝导占道经营68起。\n',
      finds: { line: 2, flagged: '86', count: 1 },
    },
    { title: '标题里的小数正文没有', frontMatter: { title: '婺城分局整改率达98.5%' }, body: '整改率98%。\n', finds: { flagged: '98.5' } },
  ],
};
