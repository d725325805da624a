import { sha256 } from '../../../canonical-json.ts';
import { WEIBO_MAX, weiboLength } from '../../../render/weibo.ts';
import type { JsonObject } from '../call.ts';
import type { ReleaseOrder } from '../channel.ts';
import { Halt, refused } from '../outcome.ts';
import { changed, harmless, type Reply, type WeiboFile } from './api.ts';
import { annotationsOf, INTERFACES } from './interface.ts';
import type { WeiboAccount } from './read.ts';

const PICTURE_BYTES = 5 * 1024 * 1024;

type Image = ReleaseOrder['payload']['images'][number];

/** The approved bytes of a picture, as Weibo takes them. @throws Halt for others */
async function pictureOf(order: ReleaseOrder, image: Image): Promise<WeiboFile> {
  const bytes = await order.image(image.blob);
  const fits = bytes.byteLength < PICTURE_BYTES && bytes[0] === 0xff && bytes[1] === 0xd8;
  if (fits && sha256(bytes) === image.sha256) return { field: 'pic', name: `${image.sha256.slice(0, 16)}.jpg`, bytes };
  const say = `微博配图 ${image.path} 不能上传；应为审定的、不到 5 MB 的 JPG；请报送人更换图片后重新送审。`;
  throw new Halt(refused('weibo/picture-refused', { remedy: 'content', say }));
}

/** Pictures in the order shown: the cover first, as many as the interface takes. */
function shownPictures({ images, cover }: ReleaseOrder['payload'], most: number): Image[] {
  const first = images.filter(({ path }) => path === cover);
  return [...first, ...images.filter(({ path }) => path !== cover)].slice(0, most);
}

/** What a post's call needs, made before it: nothing is public yet. */
type Prepared = (rip: string) => Promise<Reply>;

async function prepareOpen({ api }: WeiboAccount, order: ReleaseOrder): Promise<Prepared> {
  const [image] = shownPictures(order.payload, INTERFACES.open.pictures);
  const picture = image && (await pictureOf(order, image));
  return (rip) => api.post('/2/statuses/share.json', { status: order.payload.content, rip }, picture);
}

/** A picture that Weibo holds and no post shows: uploading it once more does no harm. */
async function uploaded({ api }: WeiboAccount, picture: WeiboFile): Promise<string> {
  const body: JsonObject = harmless('上传配图', await api.post('/2/statuses/upload_pic/biz.json', {}, picture));
  if (typeof body.pic_id === 'string' && body.pic_id !== '') return body.pic_id;
  return String(changed('上传配图', { kind: 'not-sent', code: 'NO_PIC_ID' }));
}

async function prepareBiz(account: WeiboAccount, order: ReleaseOrder): Promise<Prepared> {
  const { content } = order.payload;
  const files: WeiboFile[] = [];
  for (const image of shownPictures(order.payload, INTERFACES.biz.pictures)) files.push(await pictureOf(order, image));
  const ids: string[] = [];
  for (const file of files) ids.push(await uploaded(account, file));
  const long = weiboLength(content) > WEIBO_MAX.open ? '1' : '0';
  const fields = { status: content, annotations: annotationsOf(order.key), is_longtext: long };
  return (rip) =>
    ids.length === 0
      ? account.api.post('/2/statuses/update/biz.json', { ...fields, rip })
      : account.api.post('/2/statuses/upload_url_text/biz.json', { ...fields, pic_id: ids.join(','), rip });
}

/**
 * Makes everything ready for the one call that posts, and gives that call.
 * @throws Halt for a picture that isn't the approved one or that Weibo doesn't take
 */
export function preparePost(account: WeiboAccount, order: ReleaseOrder): Promise<Prepared> {
  return account.mode === 'biz' ? prepareBiz(account, order) : prepareOpen(account, order);
}
