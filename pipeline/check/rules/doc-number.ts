import { findIn, isUnbroken, type Match } from '../find.ts';
import type { Report, Rule } from '../rule.ts';

/** 机关代字 and a number, folded; not a building (1号楼) and no map's review number (浙S(2026)1号), which has Latin letters before it. */
const NUMBER =
  /(?<=\p{Script=Han})[[(【〔〖] ?(\d{4}|\d{2}) ?年?[\])】〕〗] ?(第?) ?(\d{1,5}) ?号(?![楼线门院店机库车房厅厂馆仓井桥路段栋])/gu;
const HINT = /[\])】〕〗] ?第? ?\d/g;
const PARTS = /(\d{2,4}) ?年?[\])】〕〗] ?(第?) ?(\d{1,5})/;

/** 婺综执罚决字〔2026〕第0123号: a case's documents and certificates are numbered by rules of their own, and nobody may write them otherwise. */
function isOfItsOwnKind({ 2: ordinal, 3: serial = '', index, input }: RegExpExecArray): boolean {
  return input[index - 1] === '字' && (ordinal === '第' || serial.startsWith('0'));
}

/** How GB/T 9704-2012 7.2.5 writes it; `null` where the year is a short one, which nobody can complete for sure. */
function rightForm(folded: string): string | null {
  const [, year = '', , serial = ''] = PARTS.exec(folded) ?? [];
  return year.length === 4 ? `〔${year}〕${Number(serial)}号` : null;
}

function reportOf({ folded, flagged, span, where }: Match, bodyLine: number): Report {
  const right = rightForm(folded);
  const words = {
    problem: `发文字号写成了“${flagged}”。`,
    expected: right ? `“${right}”（六角括号，序号前不加“第”和 0）。` : '年份写四位，如“〔2026〕3号”。',
    fix: right ? `改为“${right}”。` : '核对文件后补全年份。',
  };
  const fixable = right !== null && span.line >= bodyLine && isUnbroken(span, flagged);
  return { flagged, span, where, words, ...(fixable ? { replacement: right } : {}) };
}

/** Numbers of official documents as GB/T 9704-2012 7.2.5 writes them: 〔2026〕3号. */
export const docNumber: Rule = {
  id: 'text/doc-number',
  asks: '发文字号写法规范，如“〔2026〕3号”。',
  severity: 'warning',
  article: '第九条',
  group: '文字',
  waivable: true,
  check: ({ blocks, bodyLine }) =>
    findIn(blocks, NUMBER, (match) => !isOfItsOwnKind(match), HINT)
      .filter(({ folded, flagged }) => rightForm(folded) !== flagged)
      .map((match) => reportOf(match, bodyLine)),
  good: [
    { title: '规范写法', body: '依据金综执〔2026〕3号文件开展整治。\n' },
    { title: '审图号', body: '审图号：浙S（2026）12号。\n' },
    { title: '案号', body: '见（2026）浙07民终366号判决。\n' },
    { title: '处罚决定书的文号照原样写', body: '婺城分局作出行政处罚决定（婺综执罚决字〔2026〕第0123号）。\n' },
    { title: '不动产权证书的编号', body: '证书编号为浙（2024）示例市不动产权第0012345号。\n' },
    { title: '门牌', body: '位于示例小区（2026）1号楼。\n' },
    { title: '年份和次数', body: '会议（2026年第3次）通过，热线（12345）受理。\n' },
  ],
  bad: [
    { title: '方括号', body: '依据金综执[2026]3号文件。\n', finds: { line: 13, column: 6, flagged: '[2026]3号' } },
    { title: '圆括号', body: '依据金综执（2026）3号文件。\n', finds: { flagged: '（2026）3号' } },
    { title: '序号前有 0', body: '依据金综执〔2026〕03号文件。\n', finds: { flagged: '〔2026〕03号' } },
    { title: '序号前有“第”', body: '依据金综执〔2026〕第3号文件。\n' },
    { title: '代字以“字”结尾', body: '依据示例政字[2026]3号文件。\n', finds: { flagged: '[2026]3号' } },
    { title: '年份只有两位', body: '依据金综执〔26〕3号文件。\n', finds: { flagged: '〔26〕3号' } },
    { title: '依据里的文号', frontMatter: { basis: { kind: '上级要求', document: '金综执【2026】3号' } } },
  ],
};
