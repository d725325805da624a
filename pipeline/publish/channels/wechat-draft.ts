import { Halt } from './outcome.ts';
import { firstArticle, type Progress, type WechatAccount } from './wechat-account.ts';
import { changed, harmless, type Reply, type WechatApi } from './wechat-api.ts';
import { articleOf, type Comments } from './wechat-article.ts';
import { coverCrops } from './wechat-cover.ts';
import { articleDifferences } from './wechat-differences.ts';
import { bodyAddresses, coverBytes, coverMediaId, knownAddresses } from './wechat-pictures.ts';

/** WeChat says that the account may have no comments. */
const NO_COMMENTS = 88000;
/** WeChat doesn't know a media id: a draft that is gone, or a cover that was removed from the library. */
export const NO_SUCH_MEDIA = 40007;

const refusedWith = (reply: Reply, errcode: number): boolean => reply.kind === 'refused' && reply.errcode === errcode;

/** Makes the draft and gives its media id. A refusal proves that none was made, so what can be mended is mended and asked for once more. */
export async function makeDraft({ api, comments }: WechatAccount, progress: Progress): Promise<string> {
  const { payload, key } = progress.order;
  const addresses = await bodyAddresses(api, progress);
  const picture = await coverBytes(progress);
  const cover = await coverMediaId(api, progress, picture);
  const crops = coverCrops(picture.bytes);
  const add = (id: string, open: Comments): Promise<Reply> => {
    const article = articleOf(payload, key, { addresses, cover: id, crops, comments: open });
    return api.post('/cgi-bin/draft/add', { articles: [{ article_type: 'news', ...article }] });
  };
  let { id } = cover;
  let reply = await add(id, comments);
  // Here it speaks of the cover: a remembered one may have been removed from the library.
  if (cover.known && refusedWith(reply, NO_SUCH_MEDIA)) {
    id = (await coverMediaId(api, progress, picture, true)).id;
    reply = await add(id, comments);
  }
  if (comments !== 'off' && refusedWith(reply, NO_COMMENTS)) reply = await add(id, 'off');
  const draft = changed('新建草稿', reply).media_id;
  if (typeof draft !== 'string' || draft === '') changed('新建草稿', { kind: 'unknown', code: 'NO_MEDIA_ID' });
  return String(draft);
}

/** Compares the draft that WeChat keeps with what was approved, before anything becomes public. */
export async function checkDraft({ api }: WechatAccount, { order, uploads, steps }: Progress, draft: string): Promise<void> {
  const stored = firstArticle(harmless('核对草稿', await api.post('/cgi-bin/draft/get', { media_id: draft })));
  const addresses = knownAddresses(order.payload, [...order.uploads, ...uploads]);
  const differences = articleDifferences(order.payload, order.key, stored ?? {}, addresses);
  if (differences.length === 0) return;
  // Once a person has deleted it and says so, another one may be made.
  steps.draft = '';
  const message = `微信草稿与审定稿不同：${differences.join('；')}；应完全一致；没有发布，也不会再发；请管理员在信息时效届满前到公众平台核对并删除该草稿，再用 resolve 登记结果（--as failed：重建草稿再发）。`;
  throw new Halt({ kind: 'needs-human', code: 'wechat/draft-differs', message });
}

/** Whether a draft is in the draft box. */
export async function draftIsThere(api: WechatApi, draft: string): Promise<boolean> {
  const reply = await api.post('/cgi-bin/draft/get', { media_id: draft });
  if (refusedWith(reply, NO_SUCH_MEDIA)) return false;
  harmless('核对草稿', reply);
  return true;
}

/** Takes a draft out of the draft box; one that is gone is as good. */
export async function deleteDraft(api: WechatApi, draft: string): Promise<void> {
  const reply = await api.post('/cgi-bin/draft/delete', { media_id: draft });
  if (!refusedWith(reply, NO_SUCH_MEDIA)) changed('删除草稿', reply);
}
