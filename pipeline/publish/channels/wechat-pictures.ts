import { sha256 } from '../../canonical-json.ts';
import type { PayloadImage } from '../../render/payload.ts';
import { callable } from './call.ts';
import type { ReleaseOrder, Upload } from './channel.ts';
import { Halt, refused } from './outcome.ts';
import { changed, harmless, type WechatApi } from './wechat-api.ts';

const BODY_BYTES = 1024 * 1024;
const COVER_BYTES = 10 * 1024 * 1024;

/** A send on its way: what is finished is kept whatever the outcome. */
export interface Progress {
  order: ReleaseOrder;
  steps: Record<string, string>;
  uploads: Upload[];
}

function refuse(code: string, say: string): never {
  throw new Halt(refused(code, { remedy: 'content', say }));
}

function imageAt(order: ReleaseOrder, path: string): PayloadImage {
  const image = order.payload.images.find((candidate) => candidate.path === path);
  return image ?? refuse('wechat/picture-missing', `正文用到的图片 ${path} 不在稿件里；应与稿件一同报送；请报送人补上图片后重新送审。`);
}

async function bytesOf(order: ReleaseOrder, image: PayloadImage, max: number): Promise<Uint8Array> {
  const bytes = await order.image(image.blob);
  if (sha256(bytes) !== image.sha256) {
    refuse('wechat/picture-changed', `图片 ${image.path} 与审定的不是同一张；应为审定的图片；请管理员核对仓库后重新生成发布计划。`);
  }
  if (bytes.byteLength >= max || bytes[0] !== 0xff || bytes[1] !== 0xd8) {
    const megabytes = max / 1024 / 1024;
    refuse('wechat/picture-refused', `图片 ${image.path} 不能上传微信；应为不到 ${megabytes} MB 的 JPG；请报送人更换图片后重新送审。`);
  }
  return bytes;
}

function held({ order, uploads }: Progress, image: PayloadImage, use: Upload['use']): Upload | undefined {
  return [...uploads, ...order.uploads].find((upload) => upload.sha256 === image.sha256 && upload.use === use);
}

/** The address of a picture for the text, uploaded once by content (`media/uploadimg`: JPG under 1 MB, not counted in the library). */
export async function bodyAddress(api: WechatApi, progress: Progress, path: string): Promise<string> {
  const image = imageAt(progress.order, path);
  const known = held(progress, image, 'body');
  if (known) return known.url;
  const bytes = await bytesOf(progress.order, image, BODY_BYTES);
  const reply = harmless('上传正文图片', await api.upload('/cgi-bin/media/uploadimg', {}, `${image.sha256.slice(0, 16)}.jpg`, bytes));
  // WeChat still gives http addresses of a host that answers by https; http stays on this machine only.
  const given = String(reply.url ?? '');
  const url = callable(given) ?? callable(given.replace(/^http:/, 'https:'));
  if (url === null) refuse('wechat/picture-address', '微信没有给出图片地址；应为 https 地址；请管理员带上时间联系维护人员。');
  progress.uploads.push({ sha256: image.sha256, use: 'body', url: url.href, mediaId: '' });
  return url.href;
}

/**
 * The permanent media id of the cover (`material/add_material`). An upload whose answer is lost only leaves one more picture in the library.
 * @param again upload anew even if one is known (WeChat said that it is gone)
 */
export async function coverMediaId(api: WechatApi, progress: Progress, again = false): Promise<{ id: string; known: boolean }> {
  const { payload } = progress.order;
  if (payload.cover === null) refuse('wechat/no-cover', '没有封面图；微信图文必须有封面；请报送人在 cover 里写明一张图片后重新送审。');
  const image = imageAt(progress.order, payload.cover);
  const known = again ? undefined : held(progress, image, 'cover');
  if (known) return { id: known.mediaId, known: true };
  const bytes = await bytesOf(progress.order, image, COVER_BYTES);
  const name = `${image.sha256.slice(0, 16)}.jpg`;
  const reply = harmless('上传封面', await api.upload('/cgi-bin/material/add_material', { type: 'image' }, name, bytes));
  const id = String(reply.media_id ?? '');
  if (id === '') changed('上传封面', { kind: 'not-sent', code: 'NO_MEDIA_ID' });
  progress.uploads.push({ sha256: image.sha256, use: 'cover', url: String(reply.url ?? ''), mediaId: id });
  return { id, known: false };
}
