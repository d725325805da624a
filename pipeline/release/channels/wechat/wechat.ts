import type { AlertCode } from '../../../alerts/catalogue.ts';
import { mayHearSecrets, unknownHost } from '../addresses.ts';
import { callable } from '../call.ts';
import type { ChannelAdapter, Outcome, ReadBack, ReleaseOrder } from '../channel.ts';
import { ended, refused, unreadable, untilRefused } from '../outcome.ts';
import { newQuestions, type Progress, sendPreviews, uploadsOf, type WechatAccount } from './account.ts';
import { wechatApi } from './api.ts';
import { type Comments, overLimit } from './article.ts';
import { checkDraft, makeDraft } from './draft.ts';
import { ASKED, followMass, massSteps, messageOf, readMass, wasAccepted } from './mass.ts';
import { readPublication, submit, waitUntilLive } from './publication.ts';
import { lookByAddress, readArticle } from './read.ts';
import { sendTogether } from './together.ts';
import { notWithdrawn, withdrawWechat } from './withdraw.ts';

export interface WechatOptions {
  /** `WECHAT_API_BASE`: https, or http on this machine. */
  apiBase: string;
  appId: string;
  secret: string;
  /** `draft` stops at the draft, a person presses the button; `publish` is 发布, `mass` 群发; `manual` sends nothing. */
  mode: WechatAccount['mode'];
  /** The account that the approved policy names (`channels.wechat.app_id`): another one, or any where it names none (`null`), is sent nothing. */
  policyAppId?: string | null;
  comments?: Comments;
  /** The host of a relay that the approved policy names (`channels.wechat.relay`). */
  relay?: string;
  /** Mass messages go to the followers of this tag alone; to all if left out. */
  tagId?: number;
  /** WeChat names that get a preview of each checked draft. */
  preview?: readonly string[];
  /** Seconds that one send waits for the publication to finish, at most 25; later runs ask again. */
  settle?: number;
  sleep?: (milliseconds: number) => Promise<void>;
}

const LONGEST = 25;

function notConfigured(options: WechatOptions): Outcome | null {
  const human = (code: AlertCode, message: string): Outcome => ({ kind: 'needs-human', code, message });
  if (options.mode === 'manual') return human('wechat/manual', '微信为人工发布；请管理员在公众平台发布后用 record 登记地址。');
  const set = options.appId !== '' && options.secret !== '' && callable(options.apiBase) !== null;
  if (!set) {
    const say = '微信接口没有配置好；应有 WECHAT_APP_ID、WECHAT_APP_SECRET 和 https 的接口地址；请管理员补齐，下次运行会自动再试。';
    return refused('wechat/not-configured', { remedy: 'again', say });
  }
  const base = callable(options.apiBase);
  if (base !== null && !mayHearSecrets('wechat', base, options.relay)) {
    return refused('wechat/unknown-host', { remedy: 'again', say: unknownHost('wechat', base) });
  }
  if (options.policyAppId == null || options.policyAppId === options.appId) return null;
  const say = `公众号不对：policy.yml 写的是 ${options.policyAppId}，密钥属于 ${options.appId}；两者应相同；请管理员核对 WECHAT_APP_ID。`;
  return refused('wechat/wrong-account', { remedy: 'again', say });
}

/** Where the policy names no account nobody can tell the right one. So nothing is sent, and what is out is still taken back. */
function notNamed({ policyAppId, appId }: WechatOptions): Outcome | null {
  if (policyAppId !== null) return null;
  const say = `policy.yml 没有写明公众号，核对不了会不会发错，没有发送；应写 channels.wechat.app_id（密钥属于 ${appId}）；请管理员补上并送审，生效后自动再发。`;
  return refused('wechat/account-not-named', { remedy: 'again', say });
}

/** What a person has to do with a draft that is ready. */
function pressIt({ payload }: ReleaseOrder, previews: string): string {
  return `微信草稿已备好，还没有发布；${previews}请管理员在信息时效届满前到公众平台草稿箱打开《${payload.title}》，核对后点“发表”，再用 record 登记地址。`;
}

async function sendSteps(account: WechatAccount, progress: Progress): Promise<Outcome> {
  const { order, steps } = progress;
  const message = messageOf(steps);
  if (message !== null) return followMass(account, progress, message);
  if (!steps.publish) {
    const refusal = overLimit(order.payload, order.key);
    if (refusal) return refusal;
    const draft = steps.draft || (await makeDraft(account, progress));
    steps.draft = draft;
    await checkDraft(account, progress, draft);
    const previews = await sendPreviews(account, progress, draft);
    if (account.mode === 'draft') return { kind: 'sent', remote: { id: draft, url: '' }, message: pressIt(order, previews) };
    if (account.mode === 'mass') return massSteps(account, progress, draft);
    steps.publish = await submit(account.api, draft);
  }
  return waitUntilLive(account, progress);
}

async function look(account: WechatAccount, order: ReleaseOrder): Promise<ReadBack> {
  const { article, publish, mass } = order.steps;
  if (article) return readArticle(account.api, order, article);
  if (publish) return readPublication(account, order, publish);
  return messageOf(order.steps) !== null || mass === ASKED ? readMass(account, order) : lookByAddress(account, order);
}

/**
 * The WeChat official account: drafts, 发布 (freepublish) and 群发 (mass). Steps kept between runs: `draft`, `preview`, `publish`,
 * `article`, `mass` (`asked`, then the message's number), `massTry`, `massStatus`; those of a message of several articles are in
 * `wechat-together.ts`. An empty one is one that no longer holds.
 * Nothing is submitted twice inside a call, and a draft is compared with the approved text before it becomes public.
 */
export function wechatChannel(options: WechatOptions): ChannelAdapter {
  const refusal = notConfigured(options);
  const unsent = refusal ?? notNamed(options);
  const base = callable(options.apiBase) ?? new URL('https://api.weixin.qq.com');
  const account: WechatAccount = {
    api: wechatApi({ base, appId: options.appId, secret: options.secret }),
    mode: options.mode,
    comments: options.comments ?? 'off',
    ...(options.tagId === undefined ? {} : { tagId: options.tagId }),
    preview: options.preview ?? [],
    settle: Math.min(options.settle ?? LONGEST, LONGEST) * 1000,
    sleep: options.sleep ?? ((milliseconds) => new Promise((done) => setTimeout(done, milliseconds))),
    questions: newQuestions(),
    newest: new Map(),
    sends: untilRefused(),
  };
  return {
    channel: 'wechat',
    async send(order) {
      if (unsent) return unsent;
      const progress: Progress = { order, steps: { ...order.steps }, uploads: [] };
      const outcome = await account.sends(order.now, wasAccepted(order.steps), () => ended(() => sendSteps(account, progress)));
      return { ...outcome, steps: progress.steps, uploads: uploadsOf(progress) };
    },
    async sendTogether(orders) {
      return unsent ? orders.map(() => unsent) : sendTogether(account, orders);
    },
    async readBack(order) {
      if (refusal) return unreadable('wechat', refusal);
      let found: ReadBack | null = null;
      const outcome = await ended(async () => {
        found = await look(account, order);
        return { kind: 'sent', remote: { id: '', url: '' } };
      });
      return found ?? unreadable('wechat', outcome);
    },
    async withdraw(order, remote) {
      return notWithdrawn(order, refusal ?? (await ended(() => withdrawWechat(account, order, remote))));
    },
  };
}
