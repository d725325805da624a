import type { Payload } from '../render/payload.ts';
import { WECHAT_STYLES } from '../render/wechat-styles.ts';
import { characters } from './approved-words.ts';
import { decodeEntities } from './channels/text-compare.ts';

export const TAG = /<(?:[^"'<>]|"[^"]*"|'[^']*')*>/g;

const BLOCKS = ['section', 'p', 'h2', 'h3', 'h4', 'blockquote', 'ul', 'ol', 'li', 'pre', 'hr'];
const TABLES = ['table', 'thead', 'tbody', 'tr', 'th', 'td'];
const NAMES = new Set([...BLOCKS, ...TABLES, 'strong', 'em', 'span', 'code']);
const STYLES = new Set<string>(['', ...Object.values(WECHAT_STYLES)]);

/** Whether a tag is one that our WeChat texts are made of, exactly as it is written there. */
function isOurTag(tag: string, images: Payload['images']): boolean {
  if (/^<\/[a-z][a-z0-9]*>$|^<br>$|^<a href="https:\/\/mp\.weixin\.qq\.com\/[^"]*">$/.test(tag)) return true;
  const [, path, look] = /^<img src="sanshen-image:([^"]*)" alt="[^"]*" style="([^"]*)">$/.exec(tag) ?? [];
  if (path !== undefined) return look === WECHAT_STYLES.img && images.some((image) => image.path === path);
  const [, name = '', style = ''] = /^<([a-z][a-z0-9]*)(?: start="-?\d+")?(?: style="([^"]*)")?>$/.exec(tag) ?? [];
  return NAMES.has(name) && (STYLES.has(style) || STYLES.has(style.replace(/;?text-align:(?:left|center|right)$/, '')));
}

/**
 * What is wrong with the marks of a payload's HTML, in Chinese; `null` if nothing is. On WeChat they hide nothing and bring nothing in;
 * everywhere links lead where the text says, and pictures are described as there.
 * @param address whether an address stands in the approved text
 * @param source all that the approved text says
 */
export function markupFault({ channel, content, images }: Payload, address: (text: string) => boolean, source: string): string | null {
  const said = characters(source).join('');
  for (const [tag] of content.matchAll(TAG)) {
    if (channel === 'wechat' && !isOurTag(tag, images)) return `标记“${tag.slice(0, 24)}”`;
    const [, href] = /\shref="([^"]*)"/.exec(tag) ?? [];
    if (href !== undefined && !address(decodeEntities(href))) return `链接“${href.slice(0, 40)}”`;
    const [, alt] = /\salt="([^"]*)"/.exec(tag) ?? [];
    const described = characters(decodeEntities(alt ?? '')).join('');
    if (!said.includes(described)) return `图片说明“${described.slice(0, 12)}”`;
  }
  return content.replace(TAG, '').includes('<') ? '不完整的标记' : null;
}
