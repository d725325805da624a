import { readJpeg } from '../../../item/picture/jpeg.ts';
import type { JsonObject } from '../call.ts';
import { differing, Halt } from '../outcome.ts';
import { articlesOf, type Progress, type WechatAccount } from './account.ts';
import { changed, harmless, type Reply, type WechatApi } from './api.ts';
import { articleOf, type Comments, type WechatArticle } from './article.ts';
import { bodyAddresses, coverBytes, coverMediaId } from './pictures.ts';
import { differencesIn } from './read.ts';

/** WeChat says that the account may have no comments. */
const NO_COMMENTS = 88000;
/** WeChat doesn't know a media id: a draft that is gone, or a cover that was removed from the library. */
export const NO_SUCH_MEDIA = 40007;

export const refusedWith = (reply: Reply, errcode: number): boolean => reply.kind === 'refused' && reply.errcode === errcode;

/** An article whose pictures are uploaded. */
export interface ReadyArticle {
  progress: Progress;
  addresses: ReadonlyMap<string, string>;
  picture: Awaited<ReturnType<typeof coverBytes>>;
  cover: Awaited<ReturnType<typeof coverMediaId>>;
}

/** Uploads what an article shows; what is up is kept if another picture fails. */
export async function readyArticle({ api }: WechatAccount, progress: Progress): Promise<ReadyArticle> {
  const picture = await coverBytes(progress);
  const [body, front] = await Promise.allSettled([bodyAddresses(api, progress), coverMediaId(api, progress, picture)]);
  if (body.status === 'rejected') throw body.reason;
  if (front.status === 'rejected') throw front.reason;
  return { progress, addresses: body.value, picture, cover: front.value };
}

/** Asks for a draft of these articles. A refusal proves that none was made, so what can be mended is mended and asked for once more. */
export async function addDraft({ api, comments }: WechatAccount, articles: readonly ReadyArticle[]): Promise<Reply> {
  const add = (open: Comments): Promise<Reply> => {
    const written = articles.map(({ progress, addresses, picture, cover }) => {
      const { payload, key } = progress.order;
      const parts = { addresses, cover: cover.id, crops: coverCrops(picture.bytes), comments: open };
      return { article_type: 'news', ...articleOf(payload, key, parts) };
    });
    return api.post('/cgi-bin/draft/add', { articles: written });
  };
  let reply = await add(comments);
  const remembered = articles.filter(({ cover }) => cover.known);
  // Here it speaks of a cover: a remembered one may have been removed from the library.
  if (remembered.length > 0 && refusedWith(reply, NO_SUCH_MEDIA)) {
    for (const article of remembered) article.cover = await coverMediaId(api, article.progress, article.picture, true);
    reply = await add(comments);
  }
  return comments !== 'off' && refusedWith(reply, NO_COMMENTS) ? add('off') : reply;
}

/** The new draft's media id. */
export function draftIn(reply: Reply): string {
  const draft = changed('新建草稿', reply).media_id;
  if (typeof draft !== 'string' || draft === '') changed('新建草稿', { kind: 'unknown', code: 'NO_MEDIA_ID' });
  return String(draft);
}

/** Makes the draft of one article and gives its media id. */
export async function makeDraft(account: WechatAccount, progress: Progress): Promise<string> {
  return draftIn(await addDraft(account, [await readyArticle(account, progress)]));
}

/** The articles of a draft as WeChat keeps them. */
export async function storedArticles(api: WechatApi, draft: string): Promise<JsonObject[]> {
  return articlesOf(harmless('核对草稿', await api.post('/cgi-bin/draft/get', { media_id: draft })));
}

/** Compares the draft that WeChat keeps with what was approved, before anything becomes public. */
export async function checkDraft({ api }: WechatAccount, { order, uploads, steps }: Progress, draft: string): Promise<void> {
  const [stored = {}, ...others] = await storedArticles(api, draft);
  const differences = differencesIn({ ...order, uploads: [...order.uploads, ...uploads] }, stored, false);
  if (others.length > 0) differences.push(`草稿里还有 ${others.length} 篇别的文章`);
  if (differences.length === 0) return;
  // Once a person has deleted it and says so, another one may be made.
  steps.draft = '';
  const say = (what: string): string =>
    `微信草稿与审定稿不同：${what}；应完全一致；没有发布，也不会再发；请管理员在信息时效届满前到公众平台核对并删除该草稿，再用 resolve 登记结果（--as failed：重建草稿再发）。`;
  throw new Halt(differing('wechat/draft-differs', differences, say));
}

/** Whether a draft is in the draft box. */
export async function draftIsThere(api: WechatApi, draft: string): Promise<boolean> {
  const reply = await api.post('/cgi-bin/draft/get', { media_id: draft });
  if (refusedWith(reply, NO_SUCH_MEDIA)) return false;
  harmless('核对草稿', reply);
  return true;
}

/** Takes a draft out of the draft box. @returns false for one that was gone: deleted before, or published by somebody */
export async function deleteDraft(api: WechatApi, draft: string): Promise<boolean> {
  const reply = await api.post('/cgi-bin/draft/delete', { media_id: draft });
  if (refusedWith(reply, NO_SUCH_MEDIA)) return false;
  changed('删除草稿', reply);
  return true;
}

const WIDE = 2.35;
const SQUARE = 1;

/** At most six digits, as the interface takes them. */
function part(value: number): string {
  return String(Number(value.toFixed(6)));
}

/**
 * The largest middle part of a picture with a given shape, as WeChat takes it: `X1_Y1_X2_Y2`, the picture being 1 wide and 1 high.
 * @param shape width through height
 */
export function middle(width: number, height: number, shape: number): string {
  const across = Math.min(1, (shape * height) / width);
  const down = Math.min(1, width / height / shape);
  const [x, y] = [(1 - across) / 2, (1 - down) / 2];
  return [x, y, 1 - x, 1 - y].map(part).join('_');
}

/**
 * How a cover is cut for the list (2.35:1) and for sharing (1:1): in the middle. Nothing for a picture whose size can't be read, or that is
 * turned by its EXIF: nobody says whether WeChat counts before or after turning.
 */
export function coverCrops(bytes: Uint8Array): Pick<WechatArticle, 'pic_crop_235_1' | 'pic_crop_1_1'> {
  const { problem, width, height, orientation } = readJpeg(bytes);
  if (problem !== null || width === 0 || height === 0 || (orientation ?? 1) !== 1) return {};
  return { pic_crop_235_1: middle(width, height, WIDE), pic_crop_1_1: middle(width, height, SQUARE) };
}
