import type { Payload } from '../../render/payload.ts';
import type { JsonObject } from './call.ts';
import type { Outcome } from './channel.ts';
import { refused } from './outcome.ts';
import { countPictures, decodeEntities, htmlKey, textKey } from './text-compare.ts';

/** One article as `draft/add` takes it (developers.weixin.qq.com, 新建草稿). */
export interface WechatArticle {
  title: string;
  author: string;
  digest: string;
  content: string;
  content_source_url: string;
  thumb_media_id: string;
  need_open_comment: 0;
  only_fans_can_comment: 0;
}

/** Counted in characters (code points); the content with its tags and styles. */
const LIMITS: { field: 'title' | 'author' | 'digest' | 'content'; name: string; max: number }[] = [
  { field: 'title', name: '标题', max: 32 },
  { field: 'author', name: '作者', max: 16 },
  { field: 'digest', name: '摘要', max: 128 },
  { field: 'content', name: '正文（含格式）', max: 19_999 },
];
const CONTENT_BYTES = 1024 * 1024;
const ADDRESS_BYTES = 1024;

/** As the renderer writes it; words in the text that look like it are written differently. */
const IMAGE_ADDRESS = /src="sanshen-image:([^"]*)"/g;

/** The page's address with the first 8 digits of the release's key: what `content_source_url` keeps, so that the release can be found again. */
export function sourceAddress(sourceUrl: string, key: string): string {
  const url = new URL(sourceUrl);
  url.searchParams.set('pub', key.slice(0, 8));
  return url.href;
}

/** Paths of the pictures that the text shows, each once. */
export function picturesInText(payload: Payload): string[] {
  return [...new Set([...payload.content.matchAll(IMAGE_ADDRESS)].map((match) => decodeEntities(match[1] ?? '')))];
}

/** The article of a payload; `addresses` gives each picture's uploaded address by path. */
export function articleOf(payload: Payload, key: string, addresses: ReadonlyMap<string, string>, cover: string): WechatArticle {
  const content = payload.content.replace(IMAGE_ADDRESS, (whole, written: string) => {
    const address = addresses.get(decodeEntities(written));
    return address === undefined ? whole : `src="${address.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`;
  });
  return {
    title: payload.title,
    author: payload.author,
    digest: payload.summary,
    content,
    content_source_url: sourceAddress(payload.sourceUrl, key),
    thumb_media_id: cover,
    need_open_comment: 0,
    only_fans_can_comment: 0,
  };
}

/** The first limit that a payload breaks, as the outcome of refusing it before anything is sent; `null` if it keeps them all. */
export function overLimit(payload: Payload, key: string): Outcome | null {
  const value = { title: payload.title, author: payload.author, digest: payload.summary, content: payload.content };
  const broken = LIMITS.find(({ field, max }) => [...value[field]].length > max);
  const refuse = (code: string, say: string): Outcome => refused(code, { remedy: 'content', say });
  if (broken) {
    const used = [...value[broken.field]].length;
    const say = `微信${broken.name} ${used} 字，超出会被拒收；应在 ${broken.max} 字以内；请报送人删去 ${used - broken.max} 字后重新送审。`;
    return refuse(`wechat/${broken.field}-too-long`, say);
  }
  if (payload.title === '' || payload.content === '')
    return refuse('wechat/empty', '标题或正文是空的；应有标题和正文；请报送人补齐后重新送审。');
  if (Buffer.byteLength(payload.content) >= CONTENT_BYTES)
    return refuse('wechat/content-too-long', '正文超过 1 MB；应不到 1 MB；请报送人删减正文后重新送审。');
  if (Buffer.byteLength(sourceAddress(payload.sourceUrl, key)) > ADDRESS_BYTES) {
    return refuse('wechat/address-too-long', '页面地址超过 1 KB；应短一些；请管理员核对 policy.yml 的 site.url。');
  }
  return null;
}

/** What WeChat holds that differs from what was approved, in Chinese; empty if a reader sees the same. */
export function articleDifferences(payload: Payload, key: string, stored: JsonObject): string[] {
  const text = (name: string): string => String(stored[name] ?? '');
  const pictures = { wanted: countPictures(payload.content), there: countPictures(text('content')) };
  return [
    textKey(text('title')) === textKey(payload.title) ? '' : '标题不一致',
    htmlKey(text('content')) === htmlKey(payload.content) ? '' : '正文文字不一致',
    pictures.there === pictures.wanted ? '' : `图片应为 ${pictures.wanted} 张，读回 ${pictures.there} 张`,
    text('content_source_url') === sourceAddress(payload.sourceUrl, key) ? '' : '“阅读原文”的地址不一致',
  ].filter((difference) => difference !== '');
}
