import type { AlertCode } from '../../../alerts/catalogue.ts';
import type { Payload } from '../../../render/payload.ts';
import type { Outcome } from '../channel.ts';
import { refused } from '../outcome.ts';
import { decodeEntities } from '../text-compare.ts';

/** One article as `draft/add` takes it (developers.weixin.qq.com, 新建草稿). */
export interface WechatArticle {
  title: string;
  author: string;
  digest: string;
  content: string;
  content_source_url: string;
  thumb_media_id: string;
  need_open_comment: 0 | 1;
  only_fans_can_comment: 0 | 1;
  /** `X1_Y1_X2_Y2` in parts of the cover; left out where its size is unknown, and WeChat then cuts it itself. */
  pic_crop_235_1?: string;
  pic_crop_1_1?: string;
}

/** Who may comment below an article. */
export type Comments = 'off' | 'all' | 'fans';

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
const IMAGE_SCHEME = 'sanshen-image:';

/** The path of a picture whose address the renderer has written; `null` for any other address. */
export function picturePath(address: string): string | null {
  return address.startsWith(IMAGE_SCHEME) ? address.slice(IMAGE_SCHEME.length) : null;
}

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

/** What an article needs besides its payload. */
export interface ArticleParts {
  /** Each picture's uploaded address by path. */
  addresses: ReadonlyMap<string, string>;
  /** The cover's media id, and how it is cut. */
  cover: string;
  crops: Pick<WechatArticle, 'pic_crop_235_1' | 'pic_crop_1_1'>;
  comments: Comments;
}

/** The article of a payload. */
export function articleOf(payload: Payload, key: string, { addresses, cover, crops, comments }: ArticleParts): WechatArticle {
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
    need_open_comment: comments === 'off' ? 0 : 1,
    only_fans_can_comment: comments === 'fans' ? 1 : 0,
    ...crops,
  };
}

/** The first limit that a payload breaks, as the outcome of refusing it before anything is sent; `null` if it keeps them all. */
export function overLimit(payload: Payload, key: string): Outcome | null {
  const value = { title: payload.title, author: payload.author, digest: payload.summary, content: payload.content };
  const broken = LIMITS.find(({ field, max }) => [...value[field]].length > max);
  const refuse = (code: AlertCode, say: string): Outcome => refused(code, { remedy: 'content', say });
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
