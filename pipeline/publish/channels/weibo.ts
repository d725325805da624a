import { sha256 } from '../../canonical-json.ts';
import { callable, isLoopback } from './call.ts';
import type { ChannelAdapter, Outcome, ReleaseOrder } from './channel.ts';
import { ended, Halt, refused, unreadable } from './outcome.ts';
import { changed, harmless, weiboApi } from './weibo-api.ts';
import { DUPLICATE, NO_SUCH_POST } from './weibo-errors.ts';
import { authorOf, idOf, readBackWeibo, readPost, remoteOf, type WeiboAccount } from './weibo-read.ts';
import { overWeiboLimit } from './weibo-text.ts';

export interface WeiboOptions {
  /** `WEIBO_API_BASE`: https, or http on this machine. */
  apiBase: string;
  accessToken: string;
  /** `WEIBO_RIP`: the operator's real IP, which the interface demands. */
  rip: string;
  mode: 'manual' | 'open' | 'biz';
  /** The account that the approved policy names (`channels.weibo.uid`): a token of another one is refused before anything is sent. */
  uid?: string;
}

const PICTURE_BYTES = 5 * 1024 * 1024;

function notConfigured({ mode, apiBase, accessToken, rip }: WeiboOptions): Outcome | null {
  const human = (code: string, message: string): Outcome => ({ kind: 'needs-human', code, message });
  if (mode === 'manual') return human('weibo/manual', '微博为人工发布；请管理员在微博发布后用 record 登记地址。');
  if (mode === 'biz') return human('weibo/biz', '微博商业接口尚未接入；应为 open 或 manual；请管理员人工发布后用 record 登记地址。');
  if (accessToken !== '' && rip !== '' && callable(apiBase) !== null) return null;
  const say = '微博接口没有配置好；应有 WEIBO_ACCESS_TOKEN、WEIBO_RIP 和 https 的接口地址；请管理员补齐，下次运行会自动再试。';
  return refused('weibo/not-configured', { remedy: 'account', say });
}

/** Asks whose token it is, where the policy names the account. */
async function checkAccount({ api }: WeiboAccount, uid: string | undefined): Promise<void> {
  if (uid === undefined) return;
  const owner = String(harmless('核对授权', await api.post('/oauth2/get_token_info', {})).uid ?? '');
  if (owner === uid) return;
  const say = `微博账号不对：policy.yml 写的是 ${uid}，授权属于 ${owner || '未知账号'}；两者应相同；请管理员核对 WEIBO_ACCESS_TOKEN。`;
  throw new Halt(refused('weibo/wrong-account', { remedy: 'account', say }));
}

async function pictureOf(order: ReleaseOrder): Promise<{ field: string; name: string; bytes: Uint8Array } | undefined> {
  const { images, cover } = order.payload;
  const image = images.find(({ path }) => path === cover) ?? images[0];
  if (image === undefined) return undefined;
  const bytes = await order.image(image.blob);
  const fits = bytes.byteLength < PICTURE_BYTES && bytes[0] === 0xff && bytes[1] === 0xd8;
  if (fits && sha256(bytes) === image.sha256) return { field: 'pic', name: `${image.sha256.slice(0, 16)}.jpg`, bytes };
  const say = `微博配图 ${image.path} 不能上传；应为审定的、不到 5 MB 的 JPG；请报送人更换图片后重新送审。`;
  throw new Halt(refused('weibo/picture-refused', { remedy: 'content', say }));
}

async function share(account: WeiboAccount, order: ReleaseOrder, options: WeiboOptions, steps: Record<string, string>): Promise<Outcome> {
  const refusal = overWeiboLimit(order.payload);
  if (refusal) return refusal;
  const picture = await pictureOf(order);
  await checkAccount(account, options.uid);
  const reply = await account.api.post('/2/statuses/share.json', { status: order.payload.content, rip: options.rip }, picture);
  if (reply.kind === 'refused' && DUPLICATE.has(reply.errorCode)) {
    const found = await readBackWeibo(account, order);
    if (found.kind !== 'present' || found.differences.length > 0) changed('发微博', reply);
    else {
      steps.post = found.remote.id;
      return { kind: 'confirmed', remote: found.remote };
    }
  }
  const post = changed('发微博', reply);
  steps.post = idOf(post);
  if (steps.post === '') changed('发微博', { kind: 'unknown', code: 'NO_ID' });
  if (options.uid !== undefined && authorOf(post) !== options.uid) {
    const message = `微博发到了账号 ${authorOf(post)}，不是 ${options.uid}；应立即核对；请管理员打开微博删除或登记结果。`;
    return { kind: 'needs-human', code: 'weibo/wrong-account', message };
  }
  return confirm(account, order, steps, remoteOf(account, post));
}

/** Reads a post back that Weibo has accepted. */
async function confirm(
  account: WeiboAccount,
  order: ReleaseOrder,
  steps: Record<string, string>,
  remote: { id: string; url: string },
): Promise<Outcome> {
  const found = await readBackWeibo(account, { ...order, steps });
  if (found.kind !== 'present') return { kind: 'sent', remote };
  if (found.differences.length === 0) return { kind: 'confirmed', remote: found.remote };
  const message = `微博已发出，但读回与审定稿不同：${found.differences.join('；')}；应完全一致；请管理员立即核对 ${found.remote.url}，再登记结果。`;
  return { kind: 'needs-human', code: 'weibo/read-back-differs', message };
}

async function destroy(account: WeiboAccount, order: ReleaseOrder, remote: { id: string; url: string }): Promise<Outcome> {
  const reply = await account.api.post('/2/statuses/destroy.json', { id: remote.id });
  if (!(reply.kind === 'refused' && reply.errorCode === NO_SUCH_POST)) changed('删除微博', reply);
  const left = await readPost(account, order, remote.id);
  if (left.kind === 'gone') return { kind: 'confirmed', remote };
  const message = '微博已接受删除，但读回时还在；应已删除；请管理员打开微博核对，下次运行会再读回。';
  return { kind: 'unknown', code: 'weibo/still-there', message };
}

/** Weibo by the open interface's `statuses/share`. Step kept between runs: `post`, the number of an accepted post, which is never sent again. */
export function weiboChannel(options: WeiboOptions): ChannelAdapter {
  const refusal = notConfigured(options);
  const base = callable(options.apiBase) ?? new URL('https://api.weibo.com');
  const api = weiboApi({ base, accessToken: options.accessToken });
  const account: WeiboAccount = { api, pages: isLoopback(base) ? base.origin : 'https://weibo.com' };
  return {
    channel: 'weibo',
    async send(order) {
      if (refusal) return refusal;
      const steps = { ...order.steps };
      const accepted = steps.post;
      const outcome = await ended(() =>
        accepted === undefined ? share(account, order, options, steps) : confirm(account, order, steps, { id: accepted, url: '' }),
      );
      return { ...outcome, steps };
    },
    async readBack(order) {
      if (refusal) return unreadable('weibo', refusal);
      return readBackWeibo(account, order);
    },
    async withdraw(order, remote) {
      return refusal ?? ended(() => destroy(account, order, remote));
    },
  };
}
