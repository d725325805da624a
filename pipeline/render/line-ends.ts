import type { Element, Nodes, Root, Text } from 'hast';
import { isElement } from './elements.ts';

const blank = (character: string | undefined) => character === ' ' || character === '\t';

/** A line without the spaces and tabs that it begins with. */
export function blanksOff(line: string): string {
  let start = 0;
  while (blank(line[start])) start += 1;
  return line.slice(start);
}

function blanksOffEnd(line: string): string {
  let end = line.length;
  while (blank(line[end - 1])) end -= 1;
  return line.slice(0, end);
}

/** Text without the spaces and tabs around its line ends. */
export function withoutBlanks(value: string): string {
  if (!/[\n\r]/.test(value)) return value;
  const parts = value.split(/(\r\n|\n|\r)/);
  return parts
    .map((part, index) => {
      const line = index > 0 ? blanksOff(part) : part;
      return index < parts.length - 1 ? blanksOffEnd(line) : line;
    })
    .map((line, index) => (index % 2 === 1 ? parts[index] : line))
    .join('');
}

const HAN = '[\\p{Script=Han}\\u3000-\\u303F\\uFF00-\\uFF60\\uFFE0-\\uFFE6“”‘’…—·]';
const endsHan = new RegExp(`${HAN}$`, 'u');
const startsHan = new RegExp(`^${HAN}`, 'u');
const INLINE = new Set(['a', 'strong', 'em', 'del', 'sup', 'span']);

function joinRun(run: Text[]): void {
  if (run.length === 1 && run[0]?.value === '\n') return;
  if (!run.some(({ value }) => value.includes('\n'))) return;
  const whole = run.map(({ value }) => value).join('');
  let offset = 0;
  for (const piece of run) {
    const start = offset;
    offset += piece.value.length;
    piece.value = piece.value.replace(/\n/g, (line, at: number) => {
      const before = whole.slice(Math.max(0, start + at - 2), start + at);
      return endsHan.test(before) && startsHan.test(whole.slice(start + at + 1, start + at + 3)) ? '' : line;
    });
  }
}

/** A line end inside a paragraph is a space for a browser; between Han characters it is nothing. Changes the tree's texts. */
export function joinHanLines(root: Root | Element): void {
  let run: Text[] = [];
  const end = (): void => {
    if (run.length > 0) joinRun(run);
    run = [];
  };
  const visit = (node: Nodes): void => {
    if (node.type === 'text') run.push(node);
    if (!('children' in node)) return;
    const inline = isElement(node) && INLINE.has(node.tagName);
    if (!inline) end();
    if (!isElement(node, 'code', 'pre')) for (const child of node.children) visit(child);
    if (!inline) end();
  };
  visit(root);
}
