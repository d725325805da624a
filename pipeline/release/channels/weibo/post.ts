import { beijingIso } from '../../../beijing-time.ts';
import { sha256 } from '../../../canonical-json.ts';
import { WEIBO_MAX, weiboLength } from '../../../render/weibo.ts';
import type { JsonObject } from '../call.ts';
import type { ReleaseOrder } from '../channel.ts';
import { Halt, refused } from '../outcome.ts';
import type { Listing, Post } from '../posts.ts';
import { changed, harmless, looked, type Reply, type WeiboFile } from './api.ts';
import { annotationsOf, INTERFACES, keyOf } from './interface.ts';
import { idOf, remoteOf, type WeiboAccount } from './read.ts';

const TITLE = 40;

function postOf(account: WeiboAccount, uid: string, status: JsonObject): Post {
  const text = String(status.text ?? '');
  const at = Date.parse(String(status.created_at ?? ''));
  const repost = status.retweeted_status === undefined ? '' : '转发：';
  return {
    id: idOf(status),
    url: remoteOf(account, { uid, ...status }).url,
    title: `${repost}${[...text].slice(0, TITLE).join('')}`,
    at: Number.isNaN(at) ? null : beijingIso(new Date(at)),
    mark: keyOf(status),
  };
}

/**
 * The newest posts of the account, whatever program or person made them: five by the open interface. Asks once and changes nothing;
 * throws `Halt` where it isn't answered.
 */
export async function weiboPosts(account: WeiboAccount, uid: string): Promise<Listing> {
  const { timeline, window } = INTERFACES[account.mode];
  const query = { base_app: '0', trim_user: '1', ...(account.mode === 'biz' ? { count: String(window) } : {}) };
  const body = looked('查看最近发布的内容', await account.api.get(timeline, query));
  if (!Array.isArray(body.statuses)) throw new Halt({ kind: 'unknown', code: 'weibo/unread', message: '微博没有给出最近的内容。' });
  const posts = (body.statuses as JsonObject[]).map((status) => postOf(account, uid, status));
  const more = posts.length >= window;
  return { posts, drafts: [], unseen: more ? `微博的接口只给最近 ${window} 条，再早的请管理员每周在主页核对。` : '' };
}

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
