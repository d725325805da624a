import type { ListItem, PhrasingContent, RootContent, TableCell, TableContent } from 'mdast';
import { htmlText, type Tag, tagAt } from '../mail/html-text.ts';

/** Elements whose content nobody reads, and what can't be shown without them. */
const UNREAD = new Set(['script', 'style', 'head', 'title', 'template', 'noscript', 'svg', 'select', 'button', 'textarea']);
const MEDIA = new Set(['iframe', 'video', 'audio', 'object', 'embed', 'frame']);
const VOID = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'param', 'source', 'track', 'wbr']);
const BLOCKS =
  /^(?:p|div|br|hr|section|article|main|header|footer|center|blockquote|pre|dl|dt|dd|figure|figcaption|form|fieldset|h[1-6]|ul|ol|li|table|tbody|thead|tr|td|th)$/;

const DEEPEST = 20;
const HIDDEN = /display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden|\shidden(?:[\s>=]|$)/i;
const RAISED = Object.fromEntries([...'0123456789'].map((digit, index) => [digit, { sup: '⁰¹²³⁴⁵⁶⁷⁸⁹'[index], sub: '₀₁₂₃₄₅₆₇₈₉'[index] }]));

/** Words of a stretch without tags; blanks at its ends are kept as one. */
const words = (text: string): string => htmlText(`|${text.replaceAll('<', '&lt;')}|`).text.slice(1, -1);

/** HTML as one line of words. */
export const plainText = (html: string): string => htmlText(html).text.replaceAll('\n', ' ').trim();

/** The value of a tag's attribute. */
export function attribute(tag: string, name: string): string | null {
  const lower = tag.toLowerCase();
  for (let at = lower.indexOf(name, 2); at !== -1; at = lower.indexOf(name, at + 1)) {
    const rest = tag.slice(at + name.length).trimStart();
    if (!/\s/.test(tag[at - 1] as string) || !rest.startsWith('=')) continue;
    const value = rest.slice(1).trimStart();
    const quote = value[0] === '"' || value[0] === "'" ? value[0] : null;
    const end = quote === null ? value.search(/[\s>]/) : value.indexOf(quote, 1);
    return words(value.slice(quote === null ? 0 : 1, end === -1 ? undefined : end)).trim();
  }
  return null;
}

/** All tags of a page, in their order. */
export function tagsOf(html: string): Tag[] {
  const tags: Tag[] = [];
  for (let tag = tagAt(html, 0); tag !== null; tag = tagAt(html, tag.end)) if (tag.name !== '') tags.push(tag);
  return tags;
}

/** What stands between a tag and the one that closes it. */
export function inside(html: string, tags: readonly Tag[], open: Tag): string {
  let depth = 0;
  for (const tag of tags) {
    if (tag.start < open.start || tag.name !== open.name) continue;
    depth += tag.closes ? -1 : 1;
    if (depth === 0) return html.slice(open.end, tag.start);
  }
  return html.slice(open.end);
}

interface Table {
  /** What stands in no cell. */
  stray: RootContent[];
  rows: RootContent[][][];
  spans: boolean;
}

const phrasing = (blocks: readonly RootContent[]): PhrasingContent[] =>
  blocks.flatMap((block, index): PhrasingContent[] => [
    ...(index > 0 ? [{ type: 'text' as const, value: '　' }] : []),
    ...('children' in block ? (block.children as PhrasingContent[]) : []),
  ]);

const isPlain = (cell: readonly RootContent[]): boolean => cell.every(({ type }) => type === 'paragraph');

/** Rows with as many cells each are a table; what only arranges a page, or joins cells, is the paragraphs that it holds. */
function tableBlocks({ stray, rows, spans }: Table): RootContent[] {
  const filled = rows.filter((row) => row.some((cell) => cell.length > 0));
  const width = Math.max(0, ...filled.map((row) => row.length));
  const plain = filled.every((row) => row.every(isPlain));
  if (width < 2 || !plain) return [...stray, ...filled.flat(2)];
  if (spans || filled.length < 2)
    return [
      ...stray,
      ...filled.map((row): RootContent => ({ type: 'paragraph', children: phrasing(row.filter((cell) => cell.length > 0).flat()) })),
    ];
  const cell = (blocks: readonly RootContent[] = []): TableCell => ({ type: 'tableCell', children: phrasing(blocks) });
  const children = filled.map(
    (row): TableContent => ({ type: 'tableRow', children: Array.from({ length: width }, (_, at) => cell(row[at])) }),
  );
  return [...stray, { type: 'table', children: children as never }];
}

/**
 * HTML as the tree of Markdown: paragraphs, headings, lists, tables, links, pictures. It is read from front to back once; nothing of it is
 * executed or fetched, and how it looked is left behind.
 * @returns with `media` the elements that readers saw and no item can show
 */
export function htmlTree(html: string): { children: RootContent[]; media: string[] } {
  const root: RootContent[] = [];
  const stack: { name: string; into: RootContent[] }[] = [{ name: '', into: root }];
  const tables: Table[] = [];
  const media: string[] = [];
  let line: PhrasingContent[] = [];
  let heading: number | null = null;
  let link: { url: string; children: PhrasingContent[] } | null = null;
  let raised: 'sup' | 'sub' | null = null;
  let skipped: { name: string; depth: number } | null = null;
  const into = (): RootContent[] => (stack.at(-1) as (typeof stack)[number]).into;
  /** Into a list go items alone. */
  const put = (node: RootContent): void => {
    const bare = ['ul', 'ol'].includes(stack.at(-1)?.name ?? '') && node.type !== 'listItem';
    into().push(bare ? ({ type: 'listItem', spread: false, children: [node] } as ListItem) : node);
  };
  const endLink = (): void => {
    if (link && link.children.length > 0) line.push({ type: 'link', url: link.url, children: link.children as never });
    link = null;
  };
  const endLine = (): void => {
    const open: { url: string } | null = link;
    endLink();
    const seen = line.some((node) => node.type !== 'text' || node.value.trim() !== '');
    const depth = Math.max(2, heading ?? 2) as 2 | 3 | 4 | 5 | 6;
    if (seen) put(heading === null ? { type: 'paragraph', children: line } : { type: 'heading', depth, children: line });
    line = [];
    if (open) link = { url: (open as { url: string }).url, children: [] };
  };
  const say = (text: string): void => {
    const value = raised === null ? text : text.replace(/\d/g, (digit) => RAISED[digit]?.[raised as 'sup' | 'sub'] ?? digit);
    if (value !== '') (link?.children ?? line).push({ type: 'text', value });
  };
  const close = (...names: string[]): void => {
    const at = stack.findLastIndex(({ name }) => names.includes(name));
    if (at > 0) stack.length = at;
  };
  const open = (name: string, tag: string): void => {
    if (name === 'a') {
      const url = attribute(tag, 'href');
      link = url ? { url, children: [] } : null;
    } else if (name === 'img') {
      const url = attribute(tag, 'src');
      if (url) (link?.children ?? line).push({ type: 'image', url, alt: attribute(tag, 'alt') || attribute(tag, 'title') || '' });
    } else if (name === 'sup' || name === 'sub') raised = name;
    else if (/^h[1-6]$/.test(name)) heading = Number(name[1]);
    else if (name === 'ul' || name === 'ol') {
      // What is nested deeper joins the list that it stands in: nobody reads it otherwise, and no program's stack holds any depth.
      if (stack.length > DEEPEST) return;
      const children: ListItem[] = [];
      put({ type: 'list', ordered: name === 'ol', spread: false, children });
      stack.push({ name, into: children as never });
    } else if (name === 'li' && ['ul', 'ol', 'li'].includes(stack.at(-1)?.name ?? '')) {
      if (stack.at(-1)?.name === 'li') stack.pop();
      const item: ListItem = { type: 'listItem', spread: false, children: [] };
      into().push(item);
      stack.push({ name, into: item.children as RootContent[] });
    } else if (name === 'table') {
      const stray: RootContent[] = [];
      tables.push({ stray, rows: [], spans: false });
      stack.push({ name, into: stray });
    } else if (name === 'tr') tables.at(-1)?.rows.push([]);
    else if (name === 'td' || name === 'th') {
      const table = tables.at(-1);
      if (!table) return;
      if (stack.at(-1)?.name === 'td') stack.pop();
      const cell: RootContent[] = [];
      if (table.rows.length === 0) table.rows.push([]);
      table.rows.at(-1)?.push(cell);
      table.spans ||= /\s(?:row|col)span\s{0,3}=\s{0,3}["']?(?!1\b)\d/i.test(tag);
      stack.push({ name: 'td', into: cell });
    }
  };
  const end = (name: string): void => {
    if (name === 'a') endLink();
    else if (name === raised) raised = null;
    else if (/^h[1-6]$/.test(name)) heading = null;
    else if (name === 'ul' || name === 'ol' || name === 'li') close(name);
    else if (name === 'td' || name === 'th') close('td');
    else if (name === 'table') {
      close('table');
      const table = tables.pop();
      for (const block of table ? tableBlocks(table) : []) put(block);
    }
  };
  for (let at = 0; at < html.length; ) {
    const found = tagAt(html, at);
    if (!skipped) say(words(html.slice(at, found?.start)));
    if (found === null) break;
    const { text: tag, name, closes: slash } = found;
    at = found.end;
    if (name === '' && !/^<[!?/]/.test(tag) && !skipped) say(words(tag));
    if (name === '') continue;
    if (skipped) {
      if (name === skipped.name) skipped.depth += slash ? -1 : 1;
      if (skipped.depth === 0) skipped = null;
      continue;
    }
    if (MEDIA.has(name) && !slash) media.push(name);
    if (!slash && !VOID.has(name) && (UNREAD.has(name) || MEDIA.has(name) || HIDDEN.test(tag))) skipped = { name, depth: 1 };
    else {
      if (BLOCKS.test(name)) endLine();
      if (slash) end(name);
      else open(name, tag);
    }
  }
  endLine();
  while (tables.length > 0) end('table');
  return { children: root.filter((node) => node.type !== 'list' || node.children.length > 0), media };
}

/** The part of a page that holds its text: what the old site's editor or the circular's marks say; else the whole body. */
export function contentOf(page: string, named?: string): string {
  const [begin, end] = [page.indexOf('<!--ContentStart-->'), page.lastIndexOf('<!--ContentEnd-->')];
  if (named === undefined && begin !== -1 && end > begin) return page.slice(begin, end);
  const names = named === undefined ? ['zoom', 'TRS_Editor', 'UCAP-CONTENT', 'article-content'] : [named];
  const tags = tagsOf(page);
  const isNamed = ({ text, closes }: Tag): boolean =>
    !closes && names.some((name) => `${attribute(text, 'id')} ${attribute(text, 'class')}`.split(' ').includes(name));
  const start = tags.find(isNamed) ?? ['article', 'main', 'body'].map((one) => tags.find(({ name }) => name === one)).find(Boolean);
  return start === undefined ? page : inside(page, tags, start);
}
