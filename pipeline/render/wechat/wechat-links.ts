import type { Element, Nodes } from 'hast';
import { isElement, textOf } from '../elements.ts';
import { targetOf } from '../links.ts';
import { mark, type Notes } from '../notes.ts';
import { articleLink, escaped } from './wechat-html.ts';

/** What a walk through a text carries along. */
export interface Walk {
  /** What the links of the page are read against. */
  base: URL;
  notes: Notes;
  /** Definitions of footnotes by id. */
  footnotes: ReadonlyMap<string, Element>;
  /** Inside a note: its links can't have notes of their own. */
  inNote: boolean;
  /** Numbers of the notes that links and footnotes became, and how often other changes were made. */
  linked: number[];
  cited: number[];
  seen: Record<'bare' | 'dead' | 'paragraphs' | 'tables' | 'nested' | 'code' | 'deep', number>;
}

/** An address as people write it: no scheme for a mailbox or a telephone. */
function readable(url: string): string {
  return url.replace(/^(mailto|tel):/, '');
}

function decoded(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}

/** An address without what people leave out when they write one. */
function plain(address: string): string {
  return decoded(readable(address))
    .replace(/^https?:\/\//, '')
    .replace(/\/$/, '');
}

/** True where a link's words already say its address. */
function saysItself(words: string, url: string): boolean {
  return plain(words) === plain(url);
}

/** A link's words; the description of its picture where it has no words. */
function wordsOf(node: Nodes): string {
  const picture = isElement(node, 'img') ? String(node.properties.alt ?? '') : '';
  return picture || ('children' in node ? node.children.map(wordsOf).join('') : textOf(node));
}

/** @param url an address as a browser writes it */
function isWechatArticle(url: string): boolean {
  return /^https?:\/\/mp\.weixin\.qq\.com\//.test(url);
}

/**
 * A link: WeChat's own articles stay links, all others become words with a note, places in the page too (errcode 45166,
 * 「请勿插入非mp.weixin.qq.com域名的链接」).
 */
function linkHtml(node: Element, content: string, walk: Walk): string {
  const words = wordsOf(node).trim();
  const target = targetOf(String(node.properties.href ?? ''), walk.base);
  if (target.kind === 'none') {
    walk.seen.dead += 1;
    return content;
  }
  if (target.kind === 'external' && isWechatArticle(target.url)) return articleLink(target.url.replace(/^http:/, 'https:'), content);
  if (saysItself(words, target.url)) {
    walk.seen.bare += 1;
    return content;
  }
  if (walk.inNote) return `${content}（${escaped(readable(target.url))}）`;
  const n = walk.notes.link(words, readable(target.url));
  walk.linked.push(n);
  return content + mark(n);
}

const isBack = (node: Nodes) => isElement(node, 'a') && node.properties.dataFootnoteBackref !== undefined;

/** The link that a footnote consists of, `null` where it says more. */
function onlyLink(definition: Element, base: URL): { text: string; url: string } | null {
  const [paragraph, ...others] = definition.children.filter((child) => isElement(child));
  if (!paragraph || others.length > 0) return null;
  const [link, ...rest] = paragraph.children.filter((child) => !isBack(child) && wordsOf(child).trim() !== '');
  if (!isElement(link, 'a') || rest.length > 0) return null;
  const target = targetOf(String(link.properties.href ?? ''), base);
  if (target.kind === 'none') return null;
  const words = wordsOf(link).trim();
  return { text: saysItself(words, target.url) ? '' : words, url: readable(target.url) };
}

/** Any `a` of the text: a link, a footnote's mark, or a footnote's way back. `content` is its inside as HTML. */
export function anchorHtml(node: Element, content: string, walk: Walk): string {
  if (isBack(node)) return '';
  if (node.properties.dataFootnoteRef === undefined) return linkHtml(node, content, walk);
  const name = String(node.properties.href).slice(1);
  const definition = walk.footnotes.get(name);
  if (!definition) return '';
  const n = walk.notes.footnote(name, definition, onlyLink(definition, walk.base));
  walk.cited.push(n);
  return mark(n);
}
