import type { Element, Nodes, Root } from 'hast';
import type { Lead } from '../around-text.ts';
import { type Article, footnotesOf } from '../article.ts';
import { isElement, textOf } from '../elements.ts';
import { baseOf } from '../links.ts';
import { mark, marks, type Note, newNotes } from '../notes.ts';
import { codeHtml, escaped, pictureHtml, ruleHtml, wrapped } from './wechat-html.ts';
import { inline, lines } from './wechat-inline.ts';
import type { Walk } from './wechat-links.ts';

/** What WeChat readers get: HTML, the notes in it, and what differs from the website in Chinese. */
export interface WechatText {
  html: string;
  notes: Note[];
  changes: string[];
}

type Block = (node: Element, walk: Walk) => string;

const heading: Block = (node, walk) => {
  const level = (['h2', 'h3', 'h4'] as const).find((tag) => tag === node.tagName);
  if (!level) walk.seen.deep += 1;
  return wrapped(level ?? 'h4', level ?? 'h4', inline(node.children, walk));
};

const paragraph: Block = (node, walk) => {
  const content = inline(node.children, walk).trim();
  if (content !== '') walk.seen.paragraphs += 1;
  return content === '' ? '' : wrapped('p', 'p', content);
};

const list: Block = (node, walk) => {
  const items = node.children
    .filter((child) => isElement(child, 'li'))
    .map((item) => lines(item.children, walk).join('<br>'))
    .filter((item) => item !== '')
    .map((item) => wrapped('li', null, wrapped('section', null, item)));
  const start = Number(node.properties.start ?? 1);
  return items.length === 0 ? '' : wrapped(node.tagName as 'ul' | 'ol', 'list', items.join(''), start === 1 ? {} : { start });
};

const tablePart: Block = (node, walk) => {
  const parts = (): string => node.children.map((child) => (isElement(child) ? tablePart(child, walk) : '')).join('');
  if (node.tagName === 'th' || node.tagName === 'td') {
    return wrapped(node.tagName, node.tagName, inline(node.children, walk), { align: node.properties.align });
  }
  return wrapped(node.tagName as 'thead' | 'tbody' | 'tr', null, parts());
};

const table: Block = (node, walk) => {
  walk.seen.tables += 1;
  return wrapped('table', 'table', node.children.map((child) => (isElement(child) ? tablePart(child, walk) : '')).join(''));
};

const figure: Block = ({ children: [img, caption] }) => {
  const picture = isElement(img) ? pictureHtml(String(img.properties.src), String(img.properties.alt ?? '')) : '';
  const words = isElement(caption) ? caption.children.map(textOf).join('　') : '';
  return wrapped('section', 'picture', picture + (words === '' ? '' : wrapped('p', 'caption', escaped(words))));
};

const code: Block = (node, walk) => {
  walk.seen.code += 1;
  return wrapped('pre', 'pre', wrapped('code', null, codeHtml(textOf(node))));
};

const BLOCKS: Record<string, Block> = {
  ...{ p: paragraph, ul: list, ol: list, table, figure, pre: code, hr: ruleHtml },
  ...{ h2: heading, h3: heading, h4: heading, h5: heading, h6: heading },
  blockquote: (node, walk) => wrapped('blockquote', 'blockquote', blocks(node.children, walk)),
};

/** Blocks side by side, with nothing between them: WeChat makes empty items and lines of white space. */
function blocks(nodes: readonly Nodes[], walk: Walk): string {
  return nodes
    .map((node) => {
      if (!isElement(node) || node.properties.dataFootnotes !== undefined) return node.type === 'text' ? escaped(node.value.trim()) : '';
      return BLOCKS[node.tagName]?.(node, walk) ?? inline([node], walk);
    })
    .join('');
}

function notesHtml(walk: Walk): string {
  const { list: notes } = walk.notes;
  if (notes.length === 0) return '';
  const inside = { ...walk, inNote: true };
  const rows: string[] = [];
  // What only a note names is noted behind it: the list grows while it is written.
  for (const { n, text, url, footnote } of notes) {
    const words = footnote ? lines(footnote.children, inside) : [text, url].filter((part) => part !== '').map(escaped);
    rows.push(mark(n) + words.join('　'));
  }
  return wrapped('section', 'notes', [notes.some(({ footnote }) => footnote) ? '注释' : '链接', ...rows].join('<br>'));
}

function changesOf({ seen, linked, cited }: Walk): string[] {
  const sentences: [number, string][] = [
    [linked.length, `${linked.length} 条外部链接改为文末注释${marks(linked)}`],
    [cited.length, `脚注列入文末注释${marks(cited)}`],
    [seen.bare, `${seen.bare} 条网址只显示文字，不能点开`],
    [seen.dead, `${seen.dead} 条不能用的链接只留文字`],
    [seen.paragraphs, '首行缩进取消，段间空行代替'],
    [seen.tables, `${seen.tables} 个表格改为与屏幕同宽，不能左右滑动`],
    [seen.nested, '多级列表改为一级，下级另起一行写在同一项里'],
    [seen.deep, '第四级起的小标题与第三级同样大小'],
    [seen.code, '代码的换行和空格改为固定写法'],
  ];
  return sentences.filter(([times]) => times > 0).map(([, sentence]) => sentence);
}

function footnoteDefinitions(root: Root): Map<string, Element> {
  const list = footnotesOf(root)?.children.find((child) => isElement(child, 'ol'));
  const items = isElement(list) ? list.children.filter((child) => isElement(child, 'li')) : [];
  return new Map(items.map((item) => [String(item.properties.id), item]));
}

function leadHtml({ text, link }: Lead, walk: Walk): string {
  if (!link) return wrapped('p', 'note', escaped(text));
  const n = walk.notes.link(link.text, link.url);
  walk.linked.push(n);
  return wrapped('p', 'note', escaped(text) + mark(n));
}

/**
 * The text of an item as lean HTML for a WeChat article. It has listed elements, inline styles from one map, no class, id or script, and
 * links to mp.weixin.qq.com alone. What WeChat would drop becomes text: links and footnotes one list of numbered notes, nested lists
 * lines.
 * @param page the page's address, or its path where the site has none yet
 */
export function wechatText(article: Article, page: string, leads: readonly Lead[] = []): WechatText {
  const seen = { bare: 0, dead: 0, paragraphs: 0, tables: 0, nested: 0, code: 0, deep: 0 };
  const footnotes = footnoteDefinitions(article.root);
  const walk: Walk = { base: baseOf(page), notes: newNotes(), footnotes, inNote: false, linked: [], cited: [], seen };
  const before = leads.map((lead) => leadHtml(lead, walk)).join('');
  const content = before + blocks(article.root.children, walk) + notesHtml(walk);
  return { html: content === '' ? '' : wrapped('section', 'whole', content), notes: walk.notes.list, changes: changesOf(walk) };
}
