import type { AlertCode } from '../../../alerts/catalogue.ts';
import { sha256 } from '../../../canonical-json.ts';
import type { Payload, PayloadImage } from '../../../render/payload.ts';
import { callable } from '../call.ts';
import type { ReleaseOrder, Upload } from '../channel.ts';
import { Halt, refused } from '../outcome.ts';
import type { Progress } from './account.ts';
import { changed, harmless, type WechatApi } from './api.ts';
import { picturesInText } from './article.ts';

const BODY_BYTES = 1024 * 1024;
const LIBRARY_BYTES = 10 * 1024 * 1024;
/** Uploads at the same time. */
const TOGETHER = 6;

function refuse(code: AlertCode, say: string): never {
  throw new Halt(refused(code, { remedy: 'content', say }));
}

function imageAt(payload: Payload, path: string): PayloadImage {
  const image = payload.images.find((candidate) => candidate.path === path);
  return image ?? refuse('wechat/picture-missing', `正文用到的图片 ${path} 不在稿件里；应与稿件一同报送；请报送人补上图片后重新送审。`);
}

/** A picture's bytes, which are those that were approved. */
async function bytesOf(order: ReleaseOrder, image: PayloadImage): Promise<Uint8Array> {
  const bytes = await order.image(image.blob);
  if (sha256(bytes) !== image.sha256) {
    refuse('wechat/picture-changed', `图片 ${image.path} 与审定的不是同一张；应为审定的图片；请管理员核对仓库后重新生成发布计划。`);
  }
  if (bytes.byteLength >= LIBRARY_BYTES || bytes[0] !== 0xff || bytes[1] !== 0xd8) {
    refuse('wechat/picture-refused', `图片 ${image.path} 不能上传微信；应为不到 10 MB 的 JPG；请报送人更换图片后重新送审。`);
  }
  return bytes;
}

function held({ order, uploads }: Progress, image: PayloadImage, use: Upload['use']): Upload | undefined {
  return [...uploads, ...order.uploads].find((upload) => upload.sha256 === image.sha256 && upload.use === use);
}

const nameOf = (image: PayloadImage): string => `${image.sha256.slice(0, 16)}.jpg`;

/** Into the library (`material/add_material`). An answer that is lost only leaves one more picture there. */
async function intoLibrary(api: WechatApi, step: string, image: PayloadImage, bytes: Uint8Array): Promise<{ id: string; url: string }> {
  const reply = harmless(step, await api.upload('/cgi-bin/material/add_material', { type: 'image' }, nameOf(image), bytes));
  const id = String(reply.media_id ?? '');
  if (id === '') changed(step, { kind: 'not-sent', code: 'NO_MEDIA_ID' });
  return { id, url: String(reply.url ?? '') };
}

/**
 * Uploads a picture for the text by `media/uploadimg` (JPG under 1 MB, not counted in the library). A larger one goes into the library,
 * whose addresses a text may show as well.
 */
async function uploadForText(api: WechatApi, progress: Progress, image: PayloadImage): Promise<void> {
  const step = '上传正文图片';
  const bytes = await bytesOf(progress.order, image);
  const small = bytes.byteLength < BODY_BYTES;
  const given = small
    ? String(harmless(step, await api.upload('/cgi-bin/media/uploadimg', {}, nameOf(image), bytes)).url ?? '')
    : (await intoLibrary(api, step, image, bytes)).url;
  // WeChat still gives http addresses of a host that answers by https; http stays on this machine only.
  const url = callable(given) ?? callable(given.replace(/^http:/, 'https:'));
  if (url === null) refuse('wechat/picture-address', '微信没有给出图片地址；应为 https 地址；请管理员带上时间联系维护人员。');
  progress.uploads.push({ sha256: image.sha256, use: 'body', url: url.href, mediaId: '' });
}

/** Where the pictures of a text were uploaded to, by path, as far as it is known. */
export function knownAddresses(payload: Payload, uploads: readonly Upload[]): Map<string, string> {
  const byContent = new Map(uploads.flatMap(({ sha256: content, use, url }) => (use === 'body' ? [[content, url] as const] : [])));
  return new Map(
    payload.images.flatMap(({ path, sha256: content }) => [[path, byContent.get(content) ?? ''] as const]).filter(([, url]) => url),
  );
}

/** The addresses of all pictures of the text, each content uploaded once, several at the same time; what is up is kept if another fails. */
export async function bodyAddresses(api: WechatApi, progress: Progress): Promise<Map<string, string>> {
  const { payload } = progress.order;
  const images = picturesInText(payload).map((path) => imageAt(payload, path));
  const missing = [...new Map(images.map((image) => [image.sha256, image])).values()].filter((image) => !held(progress, image, 'body'));
  for (let at = 0; at < missing.length; at += TOGETHER) {
    const tries = await Promise.allSettled(missing.slice(at, at + TOGETHER).map((image) => uploadForText(api, progress, image)));
    const failure = tries.find((one) => one.status === 'rejected');
    if (failure) throw failure.reason;
  }
  return knownAddresses(payload, [...progress.order.uploads, ...progress.uploads]);
}

/** The cover's bytes. */
export async function coverBytes({ order }: Progress): Promise<{ image: PayloadImage; bytes: Uint8Array }> {
  const { cover } = order.payload;
  if (cover === null) refuse('wechat/no-cover', '没有封面图；微信图文必须有封面；请报送人在 cover 里写明一张图片后重新送审。');
  const image = imageAt(order.payload, cover);
  return { image, bytes: await bytesOf(order, image) };
}

/**
 * The permanent media id of the cover.
 * @param again upload anew even if one is known (WeChat said that it is gone)
 */
export async function coverMediaId(
  api: WechatApi,
  progress: Progress,
  { image, bytes }: { image: PayloadImage; bytes: Uint8Array },
  again = false,
): Promise<{ id: string; known: boolean }> {
  const known = again ? undefined : held(progress, image, 'cover');
  if (known) return { id: known.mediaId, known: true };
  const { id, url } = await intoLibrary(api, '上传封面', image, bytes);
  progress.uploads.push({ sha256: image.sha256, use: 'cover', url, mediaId: id });
  return { id, known: false };
}
