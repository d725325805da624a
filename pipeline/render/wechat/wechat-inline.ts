import type { Element, ElementContent, Nodes } from 'hast';
import { isElement, textOf } from '../elements.ts';
import { codeHtml, escaped, pictureHtml, type WechatTag, wrapped } from './wechat-html.ts';
import { anchorHtml, type Walk } from './wechat-links.ts';
import type { WechatStyle } from './wechat-styles.ts';

const FORMS: Record<string, [WechatTag, WechatStyle | null]> = {
  strong: ['strong', null],
  em: ['em', null],
  del: ['span', 'del'],
  code: ['code', 'code'],
};

function inlineElement(node: Element, walk: Walk): string {
  if (node.tagName === 'br') return '<br>';
  if (node.tagName === 'img') return pictureHtml(String(node.properties.src), String(node.properties.alt ?? ''));
  const content = inline(node.children, walk);
  if (node.tagName === 'a') return anchorHtml(node, content, walk);
  const form = FORMS[node.tagName];
  return form && content !== '' ? wrapped(...form, content) : content;
}

/** Running text as HTML. */
export function inline(nodes: readonly Nodes[], walk: Walk): string {
  let html = '';
  for (const node of nodes) {
    if (node.type === 'text') html += escaped(node.value);
    else if (isElement(node)) html += inlineElement(node, walk);
  }
  return html;
}

type Lines = (node: Element, walk: Walk, depth: number) => string[];

const within: Lines = (node, walk, depth) => lines(node.children, walk, depth);
const emphasised: Lines = (node, walk) => [wrapped('strong', null, inline(node.children, walk))];

const nestedList: Lines = (node, walk, depth) => {
  walk.seen.nested += 1;
  const start = Number(node.properties.start ?? 1);
  return node.children
    .filter((child) => isElement(child, 'li'))
    .flatMap((item, index) => {
      const [first = '', ...others] = lines(item.children, walk, depth + 1);
      const sign = node.tagName === 'ol' ? `${start + index}）` : '－';
      return [`${'　'.repeat(depth)}${sign}${first}`, ...others];
    });
};

const row: Lines = (node, walk) => [
  node.children
    .filter((child) => isElement(child, 'th', 'td'))
    .map((cell) => inline(cell.children, walk))
    .join('　'),
];

const code: Lines = (node, walk) => {
  walk.seen.code += 1;
  return [wrapped('code', 'code', codeHtml(textOf(node)))];
};

/** What begins a line of its own, and the lines it gives. */
const BLOCKS: Record<string, Lines> = {
  ...{ p: within, blockquote: within, figure: within, figcaption: within, table: within, thead: within, tbody: within },
  ...{ h2: emphasised, h3: emphasised, h4: emphasised, h5: emphasised, h6: emphasised },
  ...{ ul: nestedList, ol: nestedList, tr: row, pre: code, hr: () => [] },
};

/** The blocks inside a list item or a note as lines: what is nested there, WeChat shows with bullets of its own. */
export function lines(nodes: readonly ElementContent[], walk: Walk, depth = 0): string[] {
  const out: string[] = [];
  let running: ElementContent[] = [];
  const end = (): void => {
    const line = inline(running, walk).trim();
    if (line !== '') out.push(line);
    running = [];
  };
  for (const node of nodes) {
    const block = isElement(node) ? BLOCKS[node.tagName] : undefined;
    if (!block) running.push(node);
    else {
      end();
      out.push(...block(node as Element, walk, depth));
    }
  }
  end();
  return out;
}
