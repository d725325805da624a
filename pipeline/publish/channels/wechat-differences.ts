import type { Payload } from '../../render/payload.ts';
import type { JsonObject } from './call.ts';
import { attributeOf, htmlKey, tagsOf, textKey } from './text-compare.ts';
import { picturePath, sourceAddress } from './wechat-article.ts';

/** As much of a sentence as a person needs to find the place. */
const LONGEST = 60;
const SENTENCE_ENDS = /[。！？；!?;]/;

/** Numbers that may be somebody's (telephone, identity, bank card) are shown by their first three digits. */
function masked(text: string): string {
  return text.replace(/\d{7,}[Xx]?/g, (number) => number.slice(0, 3) + '*'.repeat(number.length - 3));
}

/** The sentence of a text around a place. */
function sentenceAt(text: string, at: number): string {
  let start = at;
  while (start > 0 && !SENTENCE_ENDS.test(text[start - 1] ?? '')) start -= 1;
  let end = at;
  while (end < text.length && !SENTENCE_ENDS.test(text[end] ?? '')) end += 1;
  // Of a long sentence, the part around the place.
  const from = at - start > LONGEST / 2 ? at - LONGEST / 2 : start;
  const shown = masked(text.slice(start, end + 1)).slice(from - start, from - start + LONGEST);
  return `${from > start ? '…' : ''}${shown}${from + LONGEST < end + 1 ? '…' : ''}`;
}

function quoted(text: string): string {
  return text === '' ? '没有' : `“${text}”`;
}

function textDifference(wanted: string, there: string): string {
  if (wanted === there) return '';
  let at = 0;
  while (wanted[at] === there[at]) at += 1;
  return `正文文字不一致，第一处：应为${quoted(sentenceAt(wanted, at))}，读回${quoted(sentenceAt(there, at))}`;
}

/** An address without what WeChat writes anew: scheme, query, and the size at its end. */
function bare(address: string): string {
  if (!URL.canParse(address)) return address;
  const { host, pathname } = new URL(address);
  return host + pathname.replace(/\/\d+$/, '');
}

function pictureDifference(payload: Payload, there: string, addresses: ReadonlyMap<string, string>): string {
  const paths = tagsOf(payload.content, 'img').map((tag) => picturePath(attributeOf(tag, 'src')) ?? '');
  // Compared by address: two files of the same content have one.
  const wanted = paths.map((path) => bare(addresses.get(path) ?? path));
  const shown = tagsOf(there, 'img').map((tag) => bare(attributeOf(tag, 'data-src') || attributeOf(tag, 'src')));
  const name = (address: string): string | undefined => paths[wanted.indexOf(address)];
  const missing = wanted.filter((address) => !shown.includes(address)).map(name);
  const named = missing.length < wanted.length && missing.length > 0 ? `（没有 ${missing.join('、')}）` : '';
  if (shown.length !== wanted.length) return `图片应为 ${wanted.length} 张，读回 ${shown.length} 张${named}`;
  // Where WeChat has given a picture another address, only the number of pictures can be compared.
  if (shown.some((address) => name(address) === undefined) || shown.every((address, index) => address === wanted[index])) return '';
  return `图片顺序应为 ${wanted.map(name).join('、')}，读回 ${shown.map(name).join('、')}`;
}

const links = (html: string): string[] => tagsOf(html, 'a').map((tag) => attributeOf(tag, 'href').replace(/^http:/, 'https:'));

function linkDifference(wanted: string, there: string): string {
  const kept = links(there);
  const lost = links(wanted).filter((address) => address !== '' && !kept.includes(address));
  return lost.length === 0 ? '' : `链接丢失：${lost.join('、')}`;
}

/**
 * What WeChat holds that differs from what was approved, in Chinese; empty if a reader sees the same.
 * @param addresses where the text's pictures were uploaded to, by path
 */
export function articleDifferences(
  payload: Payload,
  key: string,
  stored: JsonObject,
  addresses: ReadonlyMap<string, string> = new Map(),
): string[] {
  const text = (name: string): string => String(stored[name] ?? '');
  const content = text('content');
  const line = (field: string, name: string, wanted: string): string => {
    if (stored[field] === undefined || wanted === '' || textKey(text(field)) === textKey(wanted)) return '';
    return `${name}不一致：应为${quoted(masked(wanted))}，读回${quoted(masked(text(field)))}`;
  };
  return [
    stored.title === undefined ? '标题不一致：读回没有' : line('title', '标题', payload.title),
    line('author', '作者', payload.author),
    line('digest', '摘要', payload.summary),
    textDifference(htmlKey(payload.content), htmlKey(content)),
    pictureDifference(payload, content, addresses),
    linkDifference(payload.content, content),
    text('content_source_url') === sourceAddress(payload.sourceUrl, key)
      ? ''
      : `“阅读原文”的地址不一致：应为 ${sourceAddress(payload.sourceUrl, key)}，读回${quoted(text('content_source_url'))}`,
  ].filter((difference) => difference !== '');
}
