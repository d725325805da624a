import type { List, Nodes, Parents, Table } from 'mdast';
import { spanOf } from '../../item/markdown/markdown.ts';
import type { Report, Rule } from '../rule.ts';

/** WeChat makes a table as wide as the screen: with more columns each holds a few characters. */
const COLUMNS = 5;
const LEVELS = 2;

const WORDS = {
  wide: {
    problem: `表格超过 ${COLUMNS} 列，微信上不能左右滑动，每格只剩几个字宽。`,
    expected: `发微信的表格不超过 ${COLUMNS} 列。`,
    fix: '拆成几个表格，或改成文字。',
  },
  inList: {
    problem: '列表里的表格，微信上会变成几行文字。',
    expected: '表格单独成段，不放在列表里。',
    fix: '取消表格前面的缩进，移到列表之后。',
  },
  deep: {
    problem: `列表超过 ${LEVELS} 级，微信上只剩缩进，分不清层次。`,
    expected: `发微信的列表不超过 ${LEVELS} 级。`,
    fix: '减少一级，或改成小标题和段落。',
  },
  innerNote: {
    problem: '注释里面又有注释，微信上会丢失。',
    expected: '注释里不再加注释。',
    fix: '把里面的注释并入外面的一条。',
  },
} satisfies Record<string, Report['words']>;

/** What WeChat's version of the text can't keep, with what it lies in. */
function lossOf(node: Nodes, above: readonly Parents[]): Report['words'] | null {
  const lists = above.filter(({ type }) => type === 'list').length;
  if (node.type === 'list' && lists === LEVELS) return WORDS.deep;
  if (node.type === 'footnoteReference' && above.some(({ type }) => type === 'footnoteDefinition')) return WORDS.innerNote;
  if (node.type !== 'table') return null;
  if (lists > 0 || above.some(({ type }) => type === 'footnoteDefinition')) return WORDS.inList;
  return (node.children[0]?.children.length ?? 0) > COLUMNS ? WORDS.wide : null;
}

function visit(node: Nodes, above: readonly Parents[], reports: Report[]): Report[] {
  const words = lossOf(node, above);
  if (words && node.position) {
    reports.push({ span: spanOf(node), flagged: beginningOf(node as List | Table), words });
  }
  if ('children' in node) for (const child of node.children) visit(child, [...above, node], reports);
  return reports;
}

/** The first words of a table or list, by which a waiver names it. */
function beginningOf(node: Nodes): string {
  if (node.type === 'text') return node.value.slice(0, 20);
  if (node.type === 'footnoteReference') return node.label ?? node.identifier;
  if (!('children' in node)) return '';
  for (const child of node.children) {
    const words = beginningOf(child);
    if (words !== '') return words;
  }
  return '';
}

/**
 * WeChat loses nothing of what the reviewers saw. So items have no wide tables, tables in lists, lists of three levels or notes in notes.
 */
export const markdownSubset: Rule = {
  id: 'chan/markdown-subset',
  asks: '表格、列表和注释的写法，所选渠道都显示得出来。',
  severity: 'warning',
  article: '微信接口规定',
  waivable: true,
  check: ({ frontMatter, tree }) => (frontMatter?.channels.includes('wechat') && !frontMatter.withdraw ? visit(tree, [], []) : []),
  good: [
    { title: '五列的表格', body: '| 一 | 二 | 三 | 四 | 五 |\n|---|---|---|---|---|\n| 1 | 2 | 3 | 4 | 5 |\n' },
    { title: '两级列表', body: '- 巡查\n  - 占道经营\n- 整改\n' },
    { title: '引用里的表格和脚注', body: '> | 项目 | 数量 |\n> |---|---|\n> | 劝导 | 86 |\n\n见注[^1]。\n\n[^1]: 数据截至当日。\n' },
    {
      title: '不发微信的宽表',
      frontMatter: { channels: ['website'], cover: undefined },
      body: '| 一 | 二 | 三 | 四 | 五 | 六 |\n|---|---|---|---|---|---|\n| 1 | 2 | 3 | 4 | 5 | 6 |\n',
    },
  ],
  bad: [
    {
      title: '六列的表格',
      body: '| 一 | 二 | 三 | 四 | 五 | 六 |\n|---|---|---|---|---|---|\n| 1 | 2 | 3 | 4 | 5 | 6 |\n',
      finds: { line: 13, column: 1, flagged: '一', count: 1 },
    },
    { title: '三级列表', body: '- 巡查\n  - 街面\n    - 占道经营\n', finds: { line: 15, column: 5, flagged: '占道经营', count: 1 } },
    { title: '列表里的表格', body: '- 结果：\n\n  | 项目 | 数量 |\n  |---|---|\n  | 劝导 | 86 |\n', finds: { line: 15, count: 1 } },
    {
      title: '注释里的注释',
      body: '见注[^1]。\n\n[^1]: 另见[^2]。\n\n[^2]: 数据截至当日。\n',
      finds: { line: 15, flagged: '2', count: 1 },
    },
  ],
};
