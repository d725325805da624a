import type { AlignType, Link, List, ListItem, PhrasingContent, Root, RootContent, Strong, Table, TableCell, TableRow } from 'mdast';

/** What only the full parser reads, wherever it stands: code, HTML, escapes, entities, mail addresses, notes, indentation. */
const BEYOND = /[^\P{Cc}\n]|[_`<\\~@\uFEFF]|&[#A-Za-z]|^ | $|\](?!\()/mu;
/** What a line of a paragraph may not begin with: it could begin another block, or make a heading of the line above. */
const OTHER_BLOCK = /^(?:[#>+\-=:]|\*(?!\*[^*])|\d{1,9}[.)](?: |$))/;
const HEADING = /^(#{1,6}) (?=[^ #])[^#]*$/;
const ITEM = /^(?:([-+*])|(\d{1,9})([.)])) (?=[^ ])/;
/** A line between two bars; which cells it has, the bars in it say. */
const ROW = /^\|[^|]+\|(?:[^|]+\|)+$/;
/** The line below a table's head. */
const RULE = /^\|(?: *:?-+:? *\|)+$/;
/** What makes more of a text than its words: bold, a link or a picture, a bare address, a bar. */
const MARKS = /[*[\]|]|:\/\/|www\./i;
const LINK = /(!?)\[((?!\^)[^[\]*\n]*)\]\(([A-Za-z0-9:/.?=#%-]+)\)/y;
const STRONG = /\*\*([^*[\]]+)\*\*(?!\*)/y;
const LETTER = /^[\p{L}\p{N}]/u;
/** Characters that let stars open and close beside them, whatever is inside; or nothing. */
const HAN = /^[\u3001\u3002\u4e00-\u9fff\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f\n]?$/;

type At = (offset: number) => { line: number; column: number; offset: number };
interface Line {
  text: string;
  /** Offset in the file's text. */
  start: number;
}

/** Says that a text isn't one of those that are read here. */
const BEYOND_PLAIN = new Error('not plain Markdown');

/** Line and column of an offset; calls in the order of the text cost nothing. */
function placesIn(lines: readonly Line[], firstLine: number): At {
  let index = 0;
  return (offset) => {
    while (index > 0 && offset < (lines[index] as Line).start) index -= 1;
    while (index + 1 < lines.length && offset >= (lines[index + 1] as Line).start) index += 1;
    return { line: firstLine + index, column: offset - (lines[index] as Line).start + 1, offset };
  };
}

function words(value: string, start: number, at: At): PhrasingContent[] {
  if (value === '') return [];
  if (MARKS.test(value)) throw BEYOND_PLAIN;
  return [{ type: 'text', value, position: { start: at(start), end: at(start + value.length) } }];
}

function link(text: string, offset: number, start: number, at: At): { node: PhrasingContent; length: number } | null {
  LINK.lastIndex = offset;
  const found = LINK.exec(text);
  if (!found) return null;
  const [whole, picture, label = '', url = ''] = found;
  const from = start + offset;
  const to = from + whole.length;
  if (picture === '!') {
    if (MARKS.test(label)) throw BEYOND_PLAIN;
    const node: PhrasingContent = { type: 'image', title: null, url, alt: label, position: { start: at(from), end: at(to) } };
    return { node, length: whole.length };
  }
  if (label === '') throw BEYOND_PLAIN;
  const node: Link = { type: 'link', title: null, url, children: [], position: { start: at(from), end: at(to) } };
  node.children = words(label, from + 1, at) as Link['children'];
  return { node, length: whole.length };
}

/** Two stars open before a letter, or before anything but a space where a Han character or nothing stands in front; closing is the mirror. */
function strong(text: string, offset: number, start: number, at: At): { node: PhrasingContent; length: number } | null {
  STRONG.lastIndex = offset;
  const found = STRONG.exec(text);
  if (!found) return null;
  const [whole, inner = ''] = found;
  const opens = LETTER.test(inner) || (!/^\s/.test(inner) && HAN.test(text.charAt(offset - 1)));
  const closes = LETTER.test(inner.slice(-1)) || (!/\s$/.test(inner) && HAN.test(text.charAt(offset + whole.length)));
  if (!opens || !closes) throw BEYOND_PLAIN;
  const from = start + offset;
  const node: Strong = { type: 'strong', children: [], position: { start: at(from), end: at(from + whole.length) } };
  node.children = words(inner, from + 2, at);
  return { node, length: whole.length };
}

/** The words, links, pictures and bold words of a block. `start`: the offset of `text` in the file's text. */
function phrasing(text: string, start: number, at: At): PhrasingContent[] {
  if (!MARKS.test(text)) return words(text, start, at);
  const nodes: PhrasingContent[] = [];
  let done = 0;
  for (let offset = 0; offset < text.length; ) {
    const character = text.charAt(offset);
    const mark =
      character === '*'
        ? strong(text, offset, start, at)
        : character === '[' || text.startsWith('![', offset)
          ? link(text, offset, start, at)
          : null;
    if (!mark) {
      offset += 1;
      continue;
    }
    nodes.push(...words(text.slice(done, offset), start + done, at), mark.node);
    offset += mark.length;
    done = offset;
  }
  nodes.push(...words(text.slice(done), start + done, at));
  return nodes;
}

function heading({ text, start }: Line, at: At): RootContent {
  const depth = (HEADING.exec(text)?.[1] ?? '').length as 1 | 2 | 3 | 4 | 5 | 6;
  const children = phrasing(text.slice(depth + 1), start + depth + 1, at);
  return { type: 'heading', depth, children, position: { start: at(start), end: at(start + text.length) } };
}

function listItem({ text, start }: Line, marker: string, at: At): ListItem {
  const inner = text.slice(marker.length);
  if (OTHER_BLOCK.test(inner)) throw BEYOND_PLAIN;
  const position = { start: at(start), end: at(start + text.length) };
  const children = phrasing(inner, start + marker.length, at);
  return {
    type: 'listItem',
    spread: false,
    checked: null,
    children: [{ type: 'paragraph', children, position: { start: at(start + marker.length), end: position.end } }],
    position,
  };
}

/** Lines that all begin with the same kind of marker. */
function list(lines: readonly Line[], at: At): List {
  const first = ITEM.exec(lines[0]?.text ?? '') as RegExpExecArray;
  const children = lines.map((line) => {
    const found = ITEM.exec(line.text);
    if (found?.[1] !== first[1] || found?.[3] !== first[3]) throw BEYOND_PLAIN;
    return listItem(line, found?.[0] ?? '', at);
  });
  const ordered = first[2] !== undefined;
  const start = ordered ? Number(first[2]) : null;
  const position = { start: at(lines[0]?.start ?? 0), end: (children.at(-1) as ListItem).position?.end ?? at(0) };
  return { type: 'list', ordered, start, spread: false, children, position };
}

function paragraph(lines: readonly Line[], at: At): RootContent {
  if (lines.some(({ text }) => OTHER_BLOCK.test(text))) throw BEYOND_PLAIN;
  const { start } = lines[0] as Line;
  const text = lines.map((line) => line.text).join('\n');
  const children = phrasing(text, start, at);
  return { type: 'paragraph', children, position: { start: at(start), end: at(start + text.length) } };
}

function alignOf(cell: string): AlignType {
  const rule = cell.trim();
  if (rule.startsWith(':')) return rule.endsWith(':') ? 'center' : 'left';
  return rule.endsWith(':') ? 'right' : null;
}

/** A row: each cell begins with its bar, and the last one ends with the line's. */
function row({ text, start }: Line, columns: number, at: At): TableRow {
  const cells = text.slice(1, -1).split('|');
  if (!ROW.test(text) || cells.length !== columns) throw BEYOND_PLAIN;
  let from = start;
  const children = cells.map((cell, index): TableCell => {
    const to = from + 1 + cell.length + (index === columns - 1 ? 1 : 0);
    const inner = cell.replace(/^ +/, '');
    if (inner === '') throw BEYOND_PLAIN;
    const position = { start: at(from), end: at(to) };
    const content = words(inner.replace(/(?<! ) +$/, ''), from + 1 + cell.length - inner.length, at);
    from = to;
    return { type: 'tableCell', children: content, position };
  });
  return { type: 'tableRow', children, position: { start: at(start), end: at(start + text.length) } };
}

/** A head, the line below it, and rows of just as many cells. */
function table(lines: readonly Line[], at: At): Table {
  const [head, rule, ...rows] = lines;
  if (!head || !rule || !RULE.test(rule.text)) throw BEYOND_PLAIN;
  const align = rule.text.slice(1, -1).split('|').map(alignOf);
  const children = [head, ...rows].map((line) => row(line, align.length, at));
  const last = lines.at(-1) as Line;
  const position = { start: at(head.start), end: at(last.start + last.text.length) };
  return { type: 'table', align, children, position };
}

/** Lines without an empty one between them: headings, then a list, a table or a paragraph. */
function blocksOf(group: readonly Line[], previous: RootContent | undefined, at: At): RootContent[] {
  const other = group.findIndex(({ text }) => !HEADING.test(text));
  const headings = group.slice(0, other < 0 ? group.length : other).map((line) => heading(line, at));
  const rest = other < 0 ? [] : group.slice(other);
  if (rest.length === 0) return headings;
  if (rest[0]?.text.startsWith('|')) return [...headings, table(rest, at)];
  if (!ITEM.test(rest[0]?.text ?? '')) return [...headings, paragraph(rest, at)];
  // A list right behind a list may be the same one, with room between its items.
  if (headings.length === 0 && previous?.type === 'list') throw BEYOND_PLAIN;
  return [...headings, list(rest, at)];
}

/**
 * Parses what nearly all items consist of: paragraphs, headings, pictures, links, bold words, simple lists and tables. It gives exactly the tree,
 * positions included, that remark gives for the same text, or `null` for every text that it doesn't surely understand.
 * @param source the body with empty lines before it, as remark gets it
 */
export function parsePlainMarkdown(source: string): Root | null {
  if (BEYOND.test(source)) return null;
  let offset = 0;
  const lines = source.split('\n').map((text): Line => {
    const start = offset;
    offset += text.length + 1;
    return { text, start };
  });
  const at = placesIn(lines, 1);
  const children: RootContent[] = [];
  try {
    for (let index = 0; index < lines.length; index += 1) {
      const from = index;
      while (index < lines.length && lines[index]?.text !== '') index += 1;
      if (index > from) children.push(...blocksOf(lines.slice(from, index), children.at(-1), at));
    }
  } catch (error) {
    if (error === BEYOND_PLAIN) return null;
    throw error;
  }
  return { type: 'root', children, position: { start: { line: 1, column: 1, offset: 0 }, end: at(source.length) } };
}
