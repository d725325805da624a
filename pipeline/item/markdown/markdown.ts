import type { Nodes, Root } from 'mdast';
import { remark } from 'remark';
import remarkCjkFriendly from 'remark-cjk-friendly/parseOnly';
import remarkGfm from 'remark-gfm';
import { onceFor } from '../../once-for.ts';
import { type ContentProblem, contentProblem, FILE_START, type Span, type Words } from '../content-problem.ts';

const parser = remark().use(remarkGfm).use(remarkCjkFriendly).freeze();

/** Caps that keep parsing under about two seconds for any input; what people write stays far below them. */
const MAX_DEPTH = 32;
/** Levels beyond the second, of all lines together: each costs the parser the more, the deeper it lies. */
const MAX_NESTED = 2000;
const MAX_LINES = 5000;
const MAX_MARKS_IN_BLOCK = 1000;
const MAX_MARKS = 20_000;

const DEPTH: Words = { problem: '引用或列表套得太深。', expected: `至多 ${MAX_DEPTH} 层。`, fix: '减少行首的 >、- 或缩进。' };
const NESTED: Words = {
  problem: '套在引用或列表里的行太多。',
  expected: '套三层以上的只有几百行。',
  fix: '减少行首的 >、- 或缩进，或分成几条信息报送。',
};
const MARKS: Words = {
  problem: '格式符号（* _ ~ [ ] < | `）太多，无法排版。',
  expected: `一段之内不超过 ${MAX_MARKS_IN_BLOCK} 个，全文不超过 ${MAX_MARKS} 个。`,
  fix: '删去多余的符号，或分成几段。',
};
/** The parser looks back over all words since a bracket that isn't closed. */
const MAX_IN_BRACKETS = 2000;
const BRACKETS: Words = {
  problem: '方括号“[”后面很长一段都没有“]”。',
  expected: `方括号里的文字不超过 ${MAX_IN_BRACKETS} 个字。`,
  fix: '补上“]”，或改用“【】”。',
};
const LINES: Words = { problem: '正文行数太多。', expected: `不超过 ${MAX_LINES} 行。`, fix: '删减内容，或分成几条信息报送。' };

/** Without such a line nothing is nested too deep, and lists no more than twice. */
const DEEP = /^[ \t>*+\d.)-]{5}/m;
const MARK = /[*_~[\]<`|]/g;

/** How deep a line's beginning nests quotes and lists: its markers, and two columns of indentation for each level. */
function depthOf(line: string): number {
  const prefix = /^(?:[ \t]|>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))*/.exec(line)?.[0] ?? '';
  const markers = prefix.match(/>|[-*+]|(?<!\d)\d+[.)]/g)?.length ?? 0;
  const columns = prefix.replace(/\t/g, '    ').match(/ {2}/g)?.length ?? 0;
  return markers + columns;
}

/** Where a bracket opens whose text is longer than any link's; `null` if none does. */
function longBracket(body: string): number | null {
  let depth = 0;
  let opened = 0;
  for (const { 0: sign, index } of body.matchAll(/\\[^\n]|[[\]]|\n[ \t]*(?=\n)|$/g)) {
    if (depth > 0 && index - opened > MAX_IN_BRACKETS) return opened;
    if (sign === '[' && depth === 0) opened = index;
    if (sign === '[') depth += 1;
    else if (sign === ']') depth = Math.max(0, depth - 1);
    else if (!sign.startsWith('\\')) depth = 0;
  }
  return null;
}

/** Refuses hostile input before it is parsed: remark is quadratic in delimiter runs and recursive in nesting (A5). */
function capProblem(body: string, bodyLine: number): ContentProblem | null {
  const lines = body.split('\n');
  const bracket = longBracket(body);
  if (bracket === null && lines.length <= MAX_LINES && !DEEP.test(body) && (body.match(MARK)?.length ?? 0) <= MAX_MARKS_IN_BLOCK)
    return null;
  const at = (line: number) => ({ line, column: 1, endLine: line, endColumn: 1 });
  if (bracket !== null) return contentProblem('E_MARKDOWN_MARKS', BRACKETS, at(bodyLine + body.slice(0, bracket).split('\n').length - 1));
  if (lines.length > MAX_LINES) return contentProblem('E_MARKDOWN_LINES', LINES, at(bodyLine + MAX_LINES));
  let inBlock = 0;
  let inAll = 0;
  let nested = 0;
  for (const [index, line] of lines.entries()) {
    const depth = depthOf(line);
    nested += Math.max(0, depth - 2);
    if (depth >= MAX_DEPTH) return contentProblem('E_MARKDOWN_DEPTH', DEPTH, at(bodyLine + index));
    if (nested > MAX_NESTED) return contentProblem('E_MARKDOWN_DEPTH', NESTED, at(bodyLine + index));
    const marks = line.match(/[*_~[\]<`]/g)?.length ?? 0;
    inBlock = line.trim() === '' ? 0 : inBlock + marks;
    inAll += marks + (line.match(/\|/g)?.length ?? 0);
    if (inBlock > MAX_MARKS_IN_BLOCK || inAll > MAX_MARKS) return contentProblem('E_MARKDOWN_MARKS', MARKS, at(bodyLine + index));
  }
  return null;
}

/** The body with empty lines before it, so that positions in the tree are lines of the file. */
export function paddedBody(body: string, bodyLine: number): string {
  return '\n'.repeat(bodyLine - 1) + body;
}

type Place = { line: number; column: number; offset: number };

/** Line and column of an offset; calls in the order of the text cost nothing. */
function placesIn(source: string): (offset: number) => Place {
  let line = 1;
  let begins = 0;
  return (offset) => {
    if (offset < begins) [line, begins] = [1, 0];
    for (let end = source.indexOf('\n', begins); end >= 0 && end < offset; end = source.indexOf('\n', begins)) {
      line += 1;
      begins = end + 1;
    }
    return { line, column: offset - begins + 1, offset };
  };
}

/**
 * Gives places to addresses that the parser finds only once a text is read (www. behind Chinese punctuation), and to the pieces they
 * leave. Both come without any, and findings would be told at the start of the file.
 */
function placeAddresses(tree: Root, source: string): void {
  const positionAt = placesIn(source);
  const visit = (node: Nodes, from: number, to: number): void => {
    if (!('children' in node)) return;
    let at = from;
    let next = from;
    for (const [index, child] of node.children.entries()) {
      if (child.position === undefined) {
        if (next <= at) next = node.children.slice(index).find(({ position }) => position)?.position?.start.offset ?? to;
        const words = wordsOf(child);
        const found = source.slice(at, next).indexOf(words);
        // Words with an entity or a backslash aren't found as they read. They reach as far as they can, and the search goes on behind
        // them.
        const [start, end] = found >= 0 ? [at + found, at + found + words.length] : [at, next];
        child.position = { start: positionAt(start), end: positionAt(end) };
        visit(child, start, end);
        if (found >= 0) at = end;
      } else {
        visit(child, child.position.start.offset ?? at, child.position.end.offset ?? at);
        at = child.position.end.offset ?? at;
      }
    }
  };
  visit(tree, 0, source.length);
}

/**
 * Parses a body (GitHub's Markdown, with emphasis that works between Han characters) into a tree whose lines are the file's.
 * Raw HTML stays in the tree as `html` nodes, for a rule to refuse. Hostile input gives a problem and an empty tree.
 */
export function parseMarkdown(body: string, bodyLine: number): { tree: Root; problem: ContentProblem | null } {
  const problem = capProblem(body, bodyLine);
  if (problem) return { tree: { type: 'root', children: [] }, problem };
  const source = paddedBody(body, bodyLine);
  const tree = parser.runSync(parser.parse(source)) as Root;
  placeAddresses(tree, source);
  return { tree, problem: null };
}

/** Calls `visit` for a node and all below it, in the order of the text. */
export function walk(node: Nodes, visit: (node: Nodes) => void): void {
  visit(node);
  if ('children' in node) for (const child of node.children) walk(child, visit);
}

/** Where a node stands in the file; the start of the file where it has no place. */
export function spanOf({ position }: Nodes): Span {
  if (!position) return FILE_START;
  const { start, end } = position;
  return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}

/** The words of a node and of all below it, without marks. */
export function wordsOf(node: Nodes): string {
  if (node.type === 'text' || node.type === 'inlineCode') return node.value;
  return 'children' in node ? node.children.map(wordsOf).join('') : '';
}

/** A tree's nodes in the order of the text, itself first; listed once, for a tree that nobody changes any more. */
export const nodesOf = onceFor((tree: Root): readonly Nodes[] => {
  const nodes: Nodes[] = [tree];
  const add = (node: Nodes): void => {
    nodes.push(node);
    if ('children' in node) for (const child of node.children) add(child);
  };
  for (const child of tree.children) add(child);
  return nodes;
});
