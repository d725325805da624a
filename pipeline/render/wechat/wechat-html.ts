import { escapeHtml } from '../elements.ts';
import { WECHAT_ALIGNS, WECHAT_STYLES, type WechatStyle } from './wechat-styles.ts';

/** The elements that WeChat leaves whole and that we write; nothing else is ever written. */
export type WechatTag =
  | 'section'
  | 'p'
  | 'h2'
  | 'h3'
  | 'h4'
  | 'strong'
  | 'em'
  | 'span'
  | 'blockquote'
  | 'ul'
  | 'ol'
  | 'li'
  | 'table'
  | 'thead'
  | 'tbody'
  | 'tr'
  | 'th'
  | 'td'
  | 'pre'
  | 'code';

/** Line ends, and the white space around them, as single spaces. */
function onOneLine(text: string): string {
  if (!text.includes('\n')) return text;
  const lines = text.split('\n');
  const first = lines[0]?.trimEnd();
  const last = lines.at(-1)?.trimStart();
  const between = lines.slice(1, -1).map((line) => line.trim());
  return [first, ...between.filter((line) => line !== ''), last].join(' ');
}

/**
 * Text as it may stand in the article, in an attribute too. Line ends are spaces. Words that look like the placeholder of a picture are
 * written so that nobody takes them for one.
 */
export function escaped(text: string): string {
  if (!/[&<>"\n:]/.test(text)) return text;
  return escapeHtml(onOneLine(text)).replace(/sanshen-image:/gi, (found) => found.replace(':', '&#58;'));
}

/** One element around HTML; its style comes from the map. `align`: of a table's column; `start`: of a numbered list. */
export function wrapped(
  tag: WechatTag,
  style: WechatStyle | null,
  content: string,
  more: { align?: unknown; start?: number } = {},
): string {
  const side = more.align === undefined ? undefined : WECHAT_ALIGNS.find((value) => value === more.align);
  const own = style === null ? '' : WECHAT_STYLES[style];
  const rules = side === undefined ? own : `${own}${own === '' ? '' : ';'}text-align:${side}`;
  const number = Number.isInteger(more.start) ? ` start="${more.start}"` : '';
  return `<${tag}${number}${rules === '' ? '' : ` style="${rules}"`}>${content}</${tag}>`;
}

/** A line across the text. */
export function ruleHtml(): string {
  return `<hr style="${WECHAT_STYLES.hr}">`;
}

/** A picture; `src` is `sanshen-image:<path>` until the channel has uploaded it. */
export function pictureHtml(path: string, alt: string): string {
  return `<img src="sanshen-image:${escaped(path).replaceAll('&#58;', ':')}" alt="${escaped(alt)}" style="${WECHAT_STYLES.img}">`;
}

/** A link, which may lead to WeChat's own articles only. */
export function articleLink(address: string, content: string): string {
  return `<a href="${escaped(address)}">${content}</a>`;
}

/** Code: WeChat folds line ends and spaces, so they are written out. */
export function codeHtml(text: string): string {
  const lines = text.replace(/\n$/, '').split('\n');
  return lines.map((line) => escaped(line.replaceAll('\t', '    ')).replaceAll(' ', '&nbsp;')).join('<br>');
}
