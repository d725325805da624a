import type { AlertCode } from '../../../alerts/catalogue.ts';
import { isLoopback } from '../../../loopback.ts';
import { mayHearSecrets, postNumber, unknownHost } from '../addresses.ts';
import { callable } from '../call.ts';
import type { ChannelAdapter, Outcome, ReleaseOrder } from '../channel.ts';
import { anothers, DIFFERED, differing, ended, Halt, refused, unreadable, untilRefused } from '../outcome.ts';
import { changed, DUPLICATE, harmless, NO_SUCH_POST, notBefore, refusedSteps, weiboApi } from './api.ts';
import { INTERFACES } from './interface.ts';
import { preparePost } from './post.ts';
import { authorOf, idOf, lookBeforeDeleting, readBackWeibo, readPost, remoteOf, type WeiboAccount } from './read.ts';
import { overWeiboLimit } from './text.ts';

export interface WeiboOptions {
  /** `WEIBO_API_BASE`: https, or http on this machine; empty = Weibo's own address of the mode. */
  apiBase: string;
  accessToken: string;
  /** `WEIBO_RIP`: the operator's real IP, which the interface demands. */
  rip: string;
  mode: 'manual' | 'open' | 'biz';
  /** The account that the approved policy names (`channels.weibo.uid`): a token of another one, or any where it names none (`null`), sends nothing. */
  uid?: string | null;
  /** The host of a relay that the approved policy names (`channels.weibo.relay`). */
  relay?: string;
}

/** The account and what a run has found out about it. */
export interface Sender extends WeiboAccount {
  rip: string;
  uid: string | undefined;
  /** Whose authorisation it is, asked once a run. */
  owner: string | null;
}

function notConfigured({ mode, apiBase, accessToken, rip, relay }: WeiboOptions): Outcome | null {
  const human = (code: AlertCode, message: string): Outcome => ({ kind: 'needs-human', code, message });
  if (mode === 'manual') return human('weibo/manual', '微博为人工发布；请管理员在微博发布后用 record 登记地址。');
  const base = callable(apiBase);
  if (base !== null && !mayHearSecrets('weibo', base, relay)) {
    return refused('weibo/unknown-host', { remedy: 'again', say: unknownHost('weibo', base) });
  }
  if (accessToken !== '' && rip !== '' && (apiBase === '' || base !== null)) return null;
  const say = '微博接口没有配置好；应有 WEIBO_ACCESS_TOKEN、WEIBO_RIP 和 https 的接口地址；请管理员补齐，下次运行会自动再试。';
  return refused('weibo/not-configured', { remedy: 'again', say });
}

/** Where the policy names no account nobody can tell the right one. So nothing is sent, and what is out is still taken back. */
function notNamed({ uid }: WeiboOptions): Outcome | null {
  if (uid !== null) return null;
  const say = 'policy.yml 没有写明微博账号，核对不了会不会发错，没有发送；应写 channels.weibo.uid；请管理员补上并送审，生效后自动再发。';
  return refused('weibo/account-not-named', { remedy: 'again', say });
}

/** Makes sure that the authorisation is of the account that the policy names, where it names one. */
async function checkAccount(sender: Sender): Promise<void> {
  if (sender.uid === undefined) return;
  sender.owner ??= String(harmless('核对授权', await sender.api.post('/oauth2/get_token_info', {})).uid ?? '');
  if (sender.owner === sender.uid) return;
  const say = `微博账号不对：policy.yml 写的是 ${sender.uid}，授权属于 ${sender.owner || '未知账号'}；两者应相同；请管理员核对 WEIBO_ACCESS_TOKEN。`;
  throw new Halt(refused('weibo/wrong-account', { remedy: 'again', say }));
}

async function post(sender: Sender, order: ReleaseOrder, steps: Record<string, string>): Promise<Outcome> {
  const refusal = overWeiboLimit(order.payload, sender.mode);
  if (refusal) return refusal;
  await checkAccount(sender);
  const send = await preparePost(sender, order);
  const reply = await send(sender.rip);
  if (reply.kind === 'refused' && DUPLICATE.has(reply.errorCode)) {
    const found = await readBackWeibo(sender, order);
    if (found.kind !== 'present' || found.differences.length > 0) changed('发微博', reply);
    else {
      steps.post = found.remote.id;
      return { kind: 'confirmed', remote: found.remote, found: true };
    }
  }
  const answer = changed('发微博', reply);
  steps.post = idOf(answer);
  if (steps.post === '') {
    delete steps.post;
    changed('发微博', { kind: 'unknown', code: 'NO_ID' });
  }
  if (sender.uid !== undefined && authorOf(answer) !== sender.uid) {
    const message = `微博发到了账号 ${authorOf(answer)}，不是 ${sender.uid}；应立即核对；请管理员打开微博删除或登记结果。`;
    return { kind: 'needs-human', code: 'weibo/other-account', message };
  }
  return confirm(sender, order, steps, remoteOf(sender, answer));
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
  const say = (what: string): string =>
    `微博已发出，但读回与审定稿不同：${what}；应完全一致；请管理员立即核对 ${found.remote.url}，再登记结果。`;
  return differing('weibo/read-back-differs', found.differences, say);
}

async function destroy(account: Sender, order: ReleaseOrder, remote: { id: string; url: string }): Promise<Outcome> {
  // One that a person posted is known by its address alone.
  const id = remote.id || (URL.canParse(remote.url) && postNumber(new URL(remote.url)));
  if (!id) {
    const message = `不知道这条微博的编号（登记的地址是“${remote.url}”），不能自动删除；请管理员打开微博删除，再用 resolve --as confirmed 登记已撤下。`;
    return { kind: 'needs-human', code: 'weibo/no-number', message };
  }
  const found = await lookBeforeDeleting(account, order, id);
  if (found === 'other') return anothers(`登记的这条微博（${remote.url || id}）`, order);
  if (found === 'gone') return { kind: 'confirmed', remote };
  const reply = await account.api.post(INTERFACES[account.mode].destroy, { id });
  if (!(reply.kind === 'refused' && reply.errorCode === NO_SUCH_POST)) changed('删除微博', reply);
  const left = await readPost(account, order, id);
  if (left.kind === 'gone') return { kind: 'confirmed', remote, ...(found === 'differs' ? { message: DIFFERED } : {}) };
  const message = '微博已接受删除，但读回时还在；应已删除；请管理员打开微博核对，下次运行会再读回。';
  return { kind: 'unknown', code: 'weibo/still-there', message };
}

/** The account behind an authorisation, as both sending and looking use it. */
export function senderOf({ mode, apiBase, accessToken, rip, uid }: WeiboOptions): Sender {
  const spoken = mode === 'biz' ? 'biz' : 'open';
  const own = callable(apiBase);
  const base = own ?? new URL(INTERFACES[spoken].base);
  const authorisation = own ?? new URL(INTERFACES[spoken].authorisation);
  const api = weiboApi({ base, authorisation, accessToken });
  const pages = isLoopback(base) ? base.origin : 'https://weibo.com';
  return { api, mode: spoken, pages, addresses: { long: new Map(), closed: false }, rip, uid: uid ?? undefined, owner: null };
}

/**
 * Weibo by the open or the commercial interface. Steps kept between runs: `post`, the number of an accepted post, which is never sent again;
 * `refused`, the intent that came to nothing; `again` and `rest`, when it may be tried next.
 */
export function weiboChannel(options: WeiboOptions): ChannelAdapter {
  const refusal = notConfigured(options);
  const unsent = refusal ?? notNamed(options);
  const sender = senderOf(options);
  const sends = untilRefused();
  return {
    channel: 'weibo',
    async send(order) {
      if (unsent) return unsent;
      const steps = { ...order.steps };
      const accepted = steps.post;
      const outcome = await sends(order.now, accepted !== undefined, () =>
        ended(() => (accepted === undefined ? post(sender, order, steps) : confirm(sender, order, steps, { id: accepted, url: '' }))),
      );
      return { ...outcome, steps: { ...steps, ...refusedSteps(order, outcome) } };
    },
    async readBack(order) {
      if (refusal) return unreadable('weibo', refusal);
      return notBefore(order) ?? readBackWeibo(sender, order);
    },
    async withdraw(order, remote) {
      return refusal ?? ended(() => destroy(sender, order, remote));
    },
  };
}
