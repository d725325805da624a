import { createRequire } from 'node:module';
import type { Element, ElementContent, Root } from 'hast';
import type { Options } from 'rehype-sanitize';
import type { Article } from './article.ts';
import { element, rebuild } from './elements.ts';
import { baseOf, targetOf } from './links.ts';

const require = createRequire(import.meta.url);

const NOTE_ID = /^(user-content-fn(ref)?-|footnote-label$)/;
const NOTE_PLACE = /^#user-content-fn(ref)?-/;

/**
 * All that an item's text may be on the website. This last step before the HTML is written stops whatever earlier steps let through.
 * Styles, scripts, foreign pictures and all ids but those of notes go.
 */
const SCHEMA: Options = {
  tagNames: [
    ...['p', 'br', 'hr', 'h2', 'h3', 'h4', 'h5', 'h6', 'strong', 'em', 'del', 'sup', 'span', 'code', 'pre', 'blockquote'],
    ...['ul', 'ol', 'li', 'div', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'a', 'img', 'figure', 'figcaption', 'section'],
  ],
  attributes: {
    a: [
      'href',
      ['rel', 'noopener'],
      ['className', 'leaving'],
      'dataLeaving',
      ['id', NOTE_ID],
      'dataFootnoteRef',
      'dataFootnoteBackref',
      ['ariaDescribedBy', 'footnote-label'],
      ['ariaLabel', /^回到正文/],
    ],
    img: [['src', /^[a-z0-9][a-z0-9._-]*\.jpe?g$/], 'alt', 'width', 'height', ['loading', 'eager', 'lazy'], ['decoding', 'async']],
    h2: [['id', NOTE_ID]],
    li: [['id', NOTE_ID]],
    ol: ['start'],
    section: ['dataFootnotes', ['className', 'footnotes']],
    span: [['className', 'ai-label']],
    div: [
      ['className', 'table-scroll'],
      ['role', 'group'],
      ['ariaLabel', '表格'],
      ['tabIndex', 0],
    ],
    th: [
      ['scope', 'col'],
      ['className', 'align-left', 'align-center', 'align-right'],
    ],
    td: [['className', 'align-left', 'align-center', 'align-right']],
  },
  ancestors: {
    li: ['ul', 'ol'],
    thead: ['table'],
    tbody: ['table'],
    tr: ['table'],
    th: ['table'],
    td: ['table'],
    figcaption: ['figure'],
  },
  protocols: { href: ['http', 'https', 'mailto', 'tel'], src: [] },
  required: {},
  strip: ['script', 'style'],
  clobber: [],
  clobberPrefix: '',
  allowComments: false,
  allowDoctypes: false,
};

let written: ((root: Root) => string) | null = null;

/** Sanitises and writes. What does it is loaded when a page is first written: checks and the other channels never need it. */
function safeHtml(root: Root): string {
  if (written === null) {
    const { unified } = require('unified') as typeof import('unified');
    const { default: sanitize } = require('rehype-sanitize') as typeof import('rehype-sanitize');
    const { default: stringify } = require('rehype-stringify') as typeof import('rehype-stringify');
    const writer = unified().use(sanitize, SCHEMA).use(stringify).freeze();
    written = (tree) => writer.stringify(writer.runSync(tree) as Root);
  }
  return written(root);
}

/** A link that may stay a link; one that leaves the site carries the host for the leaving notice (47号文). */
function link(node: Element, base: URL): ElementContent[] {
  const address = String(node.properties.href ?? '');
  if (NOTE_PLACE.test(address)) return [{ ...node, properties: { ...node.properties, className: null } }];
  const target = targetOf(address, base);
  if (target.kind === 'none') return node.children;
  if (target.kind !== 'external') return [element('a', { href: address }, ...node.children)];
  const leaving = { href: target.url, className: ['leaving'], rel: ['noopener'], dataLeaving: target.host };
  return [element('a', leaving, ...node.children)];
}

function cell(node: Element): Element {
  const { align } = node.properties;
  const scope = node.tagName === 'th' ? { scope: 'col' } : {};
  const sides = typeof align === 'string' ? { className: [`align-${align}`] } : {};
  return { ...node, properties: { ...scope, ...sides } };
}

/** A wide table scrolls by itself, with the keyboard too, and leaves the page where it is. */
function scrolling(table: Element): Element {
  return element('div', { className: ['table-scroll'], role: 'group', ariaLabel: '表格', tabIndex: 0 }, table);
}

function forReaders(node: Element, base: URL): ElementContent[] {
  if (node.tagName === 'a') return link(node, base);
  if (node.tagName === 'table') return [scrolling(node)];
  if (node.tagName === 'th' || node.tagName === 'td') return [cell(node)];
  return [node];
}

/**
 * The text of an item as HTML for the website: sanitised, pictures as figures with their addresses relative to the page.
 * @param page the page's address, or its path where the site has none yet
 */
export function websiteHtml(article: Article, page: string): string {
  const base = baseOf(page);
  const root = rebuild(article.root, (node) => forReaders(node, base));
  return safeHtml(root);
}
