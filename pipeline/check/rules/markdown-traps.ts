import type { Code, Delete, Emphasis, InlineCode, Link, List, Nodes, Strong } from 'mdast';
import { nodesOf, paddedBody, spanOf } from '../../item/markdown/markdown.ts';
import { runsOn } from '../links.ts';
import type { Report, Rule } from '../rule.ts';

const PUNCTUATION = /[\p{P}$+<=>^`|~]/u;
const SPACE = /^[\s\p{Zs}]?$/u;

/** The character before or after an offset; empty at the ends. */
function before(source: string, at: number): string {
  return [...source.slice(Math.max(0, at - 2), at)].at(-1) ?? '';
}

function after(source: string, at: number): string {
  return [...source.slice(at, at + 2)][0] ?? '';
}

/** May a run of * between two characters open (or, mirrored, close) emphasis in CommonMark? */
function flanks(outside: string, inside: string): boolean {
  return !SPACE.test(inside) && (!PUNCTUATION.test(inside) || SPACE.test(outside) || PUNCTUATION.test(outside));
}

/** Emphasis that only our reader sees: by CommonMark one of its marks can't open or can't close. */
function isOurs(node: Strong | Emphasis, source: string): boolean {
  const start = node.position?.start.offset ?? 0;
  const end = node.position?.end.offset ?? start;
  const width = node.type === 'strong' ? 2 : 1;
  const sign = source[start];
  if (sign !== '*') return false;
  // Runs are taken whole: ***text*** is one run at each end.
  let [from, to] = [start, end];
  while (source[from - 1] === sign) from -= 1;
  while (source[to] === sign) to += 1;
  let [first, last] = [start + width, end - width];
  while (source[first] === sign) first += 1;
  while (source[last - 1] === sign) last -= 1;
  return !flanks(before(source, from), after(source, first)) || !flanks(after(source, to), before(source, last));
}

/** An address without < > that took along the text behind it; in its site's name, which is worse, it is link/internal's. */
function swallows(node: Link, source: string, lines: readonly string[]): boolean {
  const written = source.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0);
  return /^(?:https?:\/\/|www\.)/i.test(written) && /[^\0-\x7f]/.test(written) && !runsOn(node, lines);
}

const LOST: Readonly<Record<'delete' | 'emphasis', Report['words']>> = {
  delete: {
    problem: '两个“~”之间的字成了删除线，“~”也没有了。',
    expected: '表示范围用“～”或“—”，如 8～10℃。',
    fix: '把“~”改成全角的“～”。不可豁免。',
  },
  emphasis: {
    problem: '两个“*”之间的字成了斜体，“*”没有了。',
    expected: '乘号写“×”，如 3×4。',
    fix: '把“*”改成“×”，或在前面加 \\。不可豁免。',
  },
};

/** A range's ~ or a product's *, which took what stands between two of them for crossed out or slanted. */
function loses(node: Delete | Emphasis, source: string): boolean {
  const start = node.position?.start.offset ?? 0;
  const end = node.position?.end.offset ?? start;
  if (node.type === 'delete') return !source.startsWith('~~', start);
  return /[\dA-Za-z]/.test(before(source, start)) || /[\dA-Za-z]/.test(after(source, end));
}

const CODE_WORDS: Readonly<Record<'spaces' | 'marks', Report['words']>> = {
  spaces: {
    problem: '行首空了四格，这几行成了代码：排版不同，检查也不看里面的字。',
    expected: '段落从行首写起，或空两个全角空格。',
    fix: '删去行首的空格。不可豁免。',
  },
  marks: {
    problem: '反引号（`）里的字成了代码：排版不同，检查也不看里面的字。',
    expected: '正文是普通的文字。',
    fix: '删去反引号。不可豁免。',
  },
};

/** Text that became code, where most rules don't look: by four spaces before it or by backquotes. */
function codeWords(node: Code | InlineCode, source: string): Report['words'] {
  return CODE_WORDS[node.type === 'code' && !/[`~]/.test(source[node.position?.start.offset ?? 0] ?? '') ? 'spaces' : 'marks'];
}

/** Nobody counts so far: a year or a number that stood at the start of a line. */
const NO_COUNT = 1000;

function listReport(node: List, source: string): Report {
  const { line = 1, column = 1, offset = 0 } = node.position?.start ?? {};
  const flagged = /^\d{1,9}[.)]/.exec(source.slice(offset, offset + 10))?.[0] ?? '';
  return {
    flagged,
    span: { line, column, endLine: line, endColumn: column + flagged.length },
    words: {
      problem: `行首的“${flagged}”成了列表的序号，后面的段落会跟着排成列表。`,
      expected: '年份写“1986年”，编号不放在行首。',
      fix: `改写这一行的开头，或写成“${flagged.slice(0, -1)}\\${flagged.slice(-1)}”。`,
    },
  };
}

function reportOf(node: Nodes, source: string, words: Report['words']): Report {
  const { start, end } = node.position ?? { start: { offset: 0 }, end: { offset: 0 } };
  return { flagged: source.slice(start.offset, end.offset), span: spanOf(node), words };
}

/**
 * Markdown makes nothing of a text unasked. No bold is lost on GitHub, no address swallows what follows, no range is crossed out. No
 * paragraph becomes code, no year a list's number.
 */
export const markdownTraps: Rule = {
  id: 'text/markdown-traps',
  asks: '加粗和网址的写法，在 GitHub 上看到的和发布出来的一样；“~”和“*”没有变成删除线和斜体，文字没有变成代码和列表。',
  severity: 'warning',
  article: '第九条',
  waivable: true,
  check: ({ item, tree, lines }) => {
    if (!item) return [];
    const source = paddedBody(item.body, item.bodyLine);
    const reports: Report[] = [];
    nodesOf(tree).forEach((node) => {
      if ((node.type === 'strong' || node.type === 'emphasis') && isOurs(node, source))
        reports.push(
          reportOf(node, source, {
            problem: '这里的加粗（或斜体）在 GitHub 上显示不出来，会露出星号。',
            expected: '星号里面不紧挨标点，如 “**城管**”进社区。',
            fix: '把开头或结尾的标点移到星号外面。',
          }),
        );
      if ((node.type === 'delete' || node.type === 'emphasis') && loses(node, source))
        reports.push({ ...reportOf(node, source, LOST[node.type]), waivable: false });
      if (node.type === 'code' || node.type === 'inlineCode')
        reports.push({ ...reportOf(node, source, codeWords(node, source)), waivable: false });
      if (node.type === 'list' && (node.start ?? 0) >= NO_COUNT) reports.push(listReport(node, source));
      if (node.type === 'link' && swallows(node, source, lines))
        reports.push(
          reportOf(node, source, {
            problem: '网址把后面的文字也连了进去，点开会出错。',
            expected: '网址写在尖括号里，如 <https://www.zj.gov.cn/>。',
            fix: '给网址加上 < >，后面的文字放在外面。',
          }),
        );
    });
    return reports;
  },
  good: [
    { title: '汉字之间的加粗', body: '开展**综合**行政执法。\n' },
    { title: '引号在星号外面', body: '开展“**门前三包**”检查，**重点**：占道经营。\n' },
    { title: '整段加粗', body: '**“门前三包”检查开始了。**\n' },
    { title: '标点之后的加粗', body: '检查开始了。**“门前三包”**，请大家配合。\n' },
    { title: '尖括号里的网址', body: '见<https://www.zj.gov.cn/a.html>，更多信息请关注。\n' },
    { title: '网址后面有空格', body: '见 https://www.zj.gov.cn/a.html 。\n' },
    { title: '括号里的网址和邮箱', body: '见市政府网站（<https://www.zj.gov.cn>），邮箱：zfj@example.gov.cn，欢迎来信。\n' },
    { title: '全角的范围号和乘号', body: '气温8～10℃，夜间3～5℃；展板3×4米、5×6米；一处8~10℃。\n' },
    { title: '段首空两个全角空格', body: '　　开展检查。\n\n　　巩固成效。\n' },
    { title: '列表的序号', body: '1. 检查店铺。\n2. 劝导占道经营。\n\n100. 第一百项。\n' },
    { title: '行首的年份', body: '1986年建成。\n\n2026.11.23，开展检查。\n' },
    { title: '链接文字里的网址', body: '见[示例网站，https://www.zj.gov.cn](https://www.zj.gov.cn/)。\n' },
  ],
  bad: [
    { title: '引号在星号里面', body: '开展**“门前三包”**检查。\n', finds: { line: 13, column: 3, flagged: '**“门前三包”**', count: 1 } },
    { title: '冒号在星号里面', body: '**重点：**占道经营。\n', finds: { column: 1, flagged: '**重点：**' } },
    { title: '书名号在星号里面', body: '依据**《示例条例》**第九条。\n', finds: { count: 1 } },
    { title: '斜体的末尾是标点', body: '开展*检查！*整改。\n', finds: { count: 1 } },
    { title: '网址后面的逗号和文字', body: '见https://www.zj.gov.cn/a.html，更多信息请关注。\n', finds: { column: 2, count: 1 } },
    { title: '网址后面紧跟汉字', body: '登录 www.zj.gov.cn/a查看。\n', finds: { column: 4, count: 1 } },
    {
      title: '括号里的网址后面紧跟汉字',
      body: '信用中国网站（www.creditchina.gov.cn/）上无不良记录。\n',
      finds: { line: 13, column: 8, flagged: 'www.creditchina.gov.cn/）上无不良记录。', count: 1 },
    },
    { title: '两个半角的范围号', body: '气温8~10℃，夜间3~5℃。\n', finds: { line: 13, column: 4, flagged: '~10℃，夜间3~', count: 1 } },
    { title: '两个乘号', body: '展板3*4米、5*6米。\n', finds: { line: 13, column: 4, flagged: '*4米、5*', count: 1 } },
    { title: '行首空了四格的段落', body: '开展检查。\n\n    联系人李某，电话见附件。\n', finds: { line: 15, count: 1 } },
    {
      title: '反引号里的字',
      body: '文号`示例〔2026〕3号`见附件。\n',
      finds: { line: 13, column: 3, flagged: '`示例〔2026〕3号`', count: 1 },
    },
    {
      title: '行首的年份成了序号',
      body: '开展检查。\n\n1986. 建成示例街道。\n',
      finds: { line: 15, column: 1, flagged: '1986.', count: 1 },
    },
    { title: '三个反引号围起来的字', body: '```\n联系人李某\n```\n', finds: { line: 13, count: 1 } },
  ],
};
