import { callable } from './call.ts';
import type { ChannelAdapter, Outcome, ReadBack, ReleaseOrder } from './channel.ts';
import { ended, Halt, refused, unreadable } from './outcome.ts';
import { changed, harmless, type WechatApi, wechatApi } from './wechat-api.ts';
import { articleDifferences, articleOf, overLimit, picturesInText } from './wechat-article.ts';
import { bodyAddress, coverMediaId, type Progress } from './wechat-pictures.ts';
import { firstArticle, followed, readBackWechat } from './wechat-read.ts';

export interface WechatOptions {
  /** `WECHAT_API_BASE`: https, or http on this machine. */
  apiBase: string;
  appId: string;
  secret: string;
  /** `draft` and `mass` stop at the draft, a person presses the button; `manual` sends nothing. */
  mode: 'manual' | 'draft' | 'publish' | 'mass';
  /** The account that the approved policy names (`channels.wechat.app_id`): another one is refused before anything is sent. */
  policyAppId?: string;
  /** Seconds that one send waits for the publication to finish, at most 25; later runs ask again. */
  settle?: number;
  sleep?: (milliseconds: number) => Promise<void>;
}

const FIRST_WAIT = 300;
const LONGEST = 25;

const REJECTED: Record<number, string> = {
  2: '微信判定原创声明不成立，没有发布；应去掉原创声明；请管理员在公众平台核对后重新送审',
  3: '微信发布失败，没有说明原因；应重新送审；请管理员在公众平台核对草稿',
  4: '微信审核没有通过，没有发布；应符合平台规则；请办公室核对内容，修改后重新送审',
};

function notConfigured(options: WechatOptions): Outcome | null {
  const human = (code: string, message: string): Outcome => ({ kind: 'needs-human', code, message });
  if (options.mode === 'manual') return human('wechat/manual', '微信为人工发布；请管理员在公众平台发布后用 record 登记地址。');
  const set = options.appId !== '' && options.secret !== '' && callable(options.apiBase) !== null;
  if (!set) {
    const say = '微信接口没有配置好；应有 WECHAT_APP_ID、WECHAT_APP_SECRET 和 https 的接口地址；请管理员补齐，下次运行会自动再试。';
    return refused('wechat/not-configured', { remedy: 'account', say });
  }
  if (options.policyAppId === undefined || options.policyAppId === options.appId) return null;
  const say = `公众号不对：policy.yml 写的是 ${options.policyAppId}，密钥属于 ${options.appId}；两者应相同；请管理员核对 WECHAT_APP_ID。`;
  return refused('wechat/wrong-account', { remedy: 'account', say });
}

async function makeDraft(api: WechatApi, progress: Progress): Promise<string> {
  const { payload, key } = progress.order;
  const addresses = new Map<string, string>();
  for (const path of picturesInText(payload)) addresses.set(path, await bodyAddress(api, progress, path));
  const cover = await coverMediaId(api, progress);
  const add = (thumb: string) =>
    api.post('/cgi-bin/draft/add', { articles: [{ article_type: 'news', ...articleOf(payload, key, addresses, thumb) }] });
  let reply = await add(cover.id);
  // 40007 here speaks of the cover: a remembered one may have been removed from the library. The refusal proves that no draft was made.
  if (cover.known && reply.kind === 'refused' && reply.errcode === 40007) reply = await add((await coverMediaId(api, progress, true)).id);
  const body = changed('新建草稿', reply);
  const draft = body.media_id;
  if (typeof draft !== 'string' || draft === '') changed('新建草稿', { kind: 'unknown', code: 'NO_MEDIA_ID' });
  return String(draft);
}

/** Compares the draft that WeChat keeps with what was approved, before anything becomes public. */
async function checkDraft(api: WechatApi, { order }: Progress, draft: string): Promise<void> {
  const stored = firstArticle(harmless('核对草稿', await api.post('/cgi-bin/draft/get', { media_id: draft })));
  const differences = articleDifferences(order.payload, order.key, stored ?? {});
  if (differences.length === 0) return;
  const message = `微信草稿与审定稿不同：${differences.join('；')}；应完全一致；没有发布，请管理员在公众平台核对并删除该草稿后登记结果。`;
  throw new Halt({ kind: 'needs-human', code: 'wechat/draft-differs', message });
}

async function submit(api: WechatApi, draft: string): Promise<string> {
  const body = changed('提交发布', await api.post('/cgi-bin/freepublish/submit', { media_id: draft }));
  const publishId = String(body.publish_id ?? '');
  if (publishId === '') changed('提交发布', { kind: 'unknown', code: 'NO_PUBLISH_ID' });
  return publishId;
}

async function waitUntilLive(api: WechatApi, progress: Progress, options: WechatOptions): Promise<Outcome> {
  const publish = progress.steps.publish ?? '';
  const sleep = options.sleep ?? ((milliseconds) => new Promise((done) => setTimeout(done, milliseconds)));
  const until = Math.min(options.settle ?? LONGEST, LONGEST) * 1000;
  // The quota of freepublish/get is 100 a day: few questions, each wait twice as long as the one before.
  for (let wait = FIRST_WAIT, waited = 0; ; waited += wait, wait *= 2) {
    const state = await followed(api, publish).catch((error: unknown) => {
      // Asking failed; the publication itself is accepted and a later run asks again.
      if (error instanceof Halt) return { kind: 'publishing' } as const;
      throw error;
    });
    if (state.kind === 'live') return readLive(api, progress, state);
    if (state.kind === 'rejected') {
      const say = `${REJECTED[state.status] ?? '微信没有发布这篇文章；应查明原因；请管理员在公众平台核对'}。（发布状态 ${state.status}）`;
      return refused(`wechat/publish-${state.status}`, { remedy: 'content', say });
    }
    if (state.kind === 'taken-down') {
      const message = '微信文章发布后被删除或封禁；应由办公室查明原因；请管理员在公众平台核对后登记结果。';
      return { kind: 'needs-human', code: `wechat/publish-${state.status}`, message };
    }
    if (waited + wait > until) return { kind: 'sent', remote: { id: publish, url: '' } };
    await sleep(wait);
  }
}

async function readLive(api: WechatApi, progress: Progress, state: { articleId: string; url: string }): Promise<Outcome> {
  const remote = { id: state.articleId, url: state.url };
  progress.steps.article = state.articleId;
  const read = await readBackWechat(api, { ...progress.order, steps: progress.steps }, false);
  if (read.kind !== 'present') return { kind: 'sent', remote };
  if (read.differences.length === 0) return { kind: 'confirmed', remote: { id: remote.id, url: read.remote.url || remote.url } };
  const message = `微信已发布，但读回与审定稿不同：${read.differences.join('；')}；应完全一致；请管理员立即核对 ${remote.url}，再登记结果。`;
  return { kind: 'needs-human', code: 'wechat/read-back-differs', message };
}

async function sendSteps(api: WechatApi, progress: Progress, options: WechatOptions): Promise<Outcome> {
  if (progress.steps.publish === undefined) {
    const refusal = overLimit(progress.order.payload, progress.order.key);
    if (refusal) return refusal;
    progress.steps.draft ??= await makeDraft(api, progress);
    const { draft } = progress.steps;
    await checkDraft(api, progress, draft);
    if (options.mode !== 'publish') {
      const button = options.mode === 'mass' ? '群发' : '发表';
      const message = `微信草稿已备好，还没有发布；请管理员在公众平台草稿箱打开《${progress.order.payload.title}》，核对后点“${button}”，再用 record 登记地址。`;
      return { kind: 'sent', remote: { id: draft, url: '' }, message };
    }
    progress.steps.publish = await submit(api, draft);
  }
  return waitUntilLive(api, progress, options);
}

async function withdrawArticle(api: WechatApi, order: ReleaseOrder, remote: { id: string; url: string }): Promise<Outcome> {
  const read = (): Promise<ReadBack> => readBackWechat(api, { ...order, steps: { ...order.steps, article: remote.id } }, false);
  if ((await read()).kind === 'gone') return { kind: 'confirmed', remote };
  const reply = await api.post('/cgi-bin/freepublish/delete', { article_id: remote.id, index: 0 });
  if (!(reply.kind === 'refused' && reply.errcode === 53600)) changed('删除文章', reply);
  if ((await read()).kind === 'gone') return { kind: 'confirmed', remote };
  const message = '微信已接受删除，但读回时文章还在或读不到；应已删除；请管理员打开文章地址核对，下次运行会再读回。';
  return { kind: 'unknown', code: 'wechat/still-there', message };
}

/**
 * The WeChat official account, by drafts and 发布 (freepublish). Steps kept between runs: `draft`, `publish`, `article`.
 * Nothing is submitted twice inside a call, and a draft is compared with the approved text before it becomes public.
 */
export function wechatChannel(options: WechatOptions): ChannelAdapter {
  const refusal = notConfigured(options);
  const api = wechatApi({
    base: callable(options.apiBase) ?? new URL('https://api.weixin.qq.com'),
    appId: options.appId,
    secret: options.secret,
  });
  return {
    channel: 'wechat',
    async send(order) {
      if (refusal) return refusal;
      const progress: Progress = { order, steps: { ...order.steps }, uploads: [] };
      const outcome = await ended(() => sendSteps(api, progress, options));
      return { ...outcome, steps: progress.steps, uploads: progress.uploads };
    },
    async readBack(order) {
      if (refusal) return unreadable('wechat', refusal);
      return readBackWechat(api, order, options.mode !== 'publish');
    },
    async withdraw(order, remote) {
      return refusal ?? ended(() => withdrawArticle(api, order, remote));
    },
  };
}
