import type { Outcome } from '../channel.ts';
import { differing, ended, Halt } from '../outcome.ts';
import type { Progress, WechatAccount } from './account.ts';
import { changed, wechatRefusal } from './api.ts';
import { overLimit } from './article.ts';
import { addDraft, deleteDraft, draftIn, NO_SUCH_MEDIA, type ReadyArticle, readyArticle, refusedWith, storedArticles } from './draft.ts';
import { differencesIn } from './read.ts';

/*
 * The draft of a message of several articles. WeChat refuses a draft as a whole, so the text that it refuses is found and left out. What
 * it stores is compared with what was approved before anything becomes public.
 */

/** One message on its way. Who has an outcome of its own is out of it. */
export interface Message {
  account: WechatAccount;
  all: readonly Progress[];
  told: Map<Progress, Outcome>;
}

export const left = ({ all, told }: Message): Progress[] => all.filter((progress) => !told.has(progress));

export function noteAll(message: Message, steps: Record<string, string>): void {
  for (const progress of left(message)) Object.assign(progress.steps, steps);
}

/** A refusal for what the text is, and for nothing that could pass. */
export const ofContent = (outcome: Outcome): boolean => outcome.kind === 'failed' && !outcome.retry;

/** Uploads what each shows; whoever can't be shown is out. */
async function readyArticles(message: Message): Promise<ReadyArticle[]> {
  const articles: ReadyArticle[] = [];
  for (const progress of left(message)) {
    const { payload, key } = progress.order;
    let article: ReadyArticle | null = null;
    const refusal =
      overLimit(payload, key) ??
      (await ended(async () => {
        article = await readyArticle(message.account, progress);
        return { kind: 'sent', remote: { id: '', url: '' } };
      }));
    if (article !== null) articles.push(article);
    else if (ofContent(refusal)) message.told.set(progress, refusal);
    else throw new Halt(refusal);
  }
  return articles;
}

/** Finds out by a draft of its own, deleted at once, whose text WeChat refuses: it says that one is refused, but not which. */
async function dropRefused(message: Message, articles: readonly ReadyArticle[], refusal: Outcome): Promise<void> {
  const before = message.told.size;
  for (const article of articles) {
    const reply = await addDraft(message.account, [article]);
    if (reply.kind !== 'refused') {
      await deleteDraft(message.account.api, draftIn(reply));
      continue;
    }
    const own = wechatRefusal('新建草稿', reply.errcode, reply.errmsg);
    if (!ofContent(own)) throw new Halt(own);
    message.told.set(article.progress, own);
  }
  if (message.told.size === before) throw new Halt(refusal);
}

/** A draft of all that are left; `null` when some of them turned out to be refused. The refusal proves that no draft was made. */
async function draftOf(message: Message): Promise<string | null> {
  const articles = await readyArticles(message);
  if (articles.length === 0) return null;
  const reply = await addDraft(message.account, articles);
  if (reply.kind === 'refused' && articles.length > 1) {
    const refusal = wechatRefusal('新建草稿', reply.errcode, reply.errmsg);
    if (ofContent(refusal)) {
      await dropRefused(message, articles, refusal);
      return null;
    }
  }
  return draftIn(reply);
}

/** Deletes the drafts of earlier tries once there is a new one. One that is gone by itself may have been published by somebody. */
async function dropSpent(message: Message, draft: string): Promise<void> {
  const { api } = message.account;
  const spent = (left(message)[0]?.steps.spent ?? '').split(' ').filter((id) => id !== '');
  for (const id of spent) {
    const reply = await api.post('/cgi-bin/draft/delete', { media_id: id });
    if (!refusedWith(reply, NO_SUCH_MEDIA)) {
      changed('删除旧草稿', reply);
      continue;
    }
    await deleteDraft(api, draft);
    const say =
      '合并发布的旧草稿刚才还在，现在不在了，可能已由人发表或群发；本次没有发布，也不会自动再发；请管理员今天到公众平台“发表记录”里按标题核对，再用 resolve 登记结果。';
    throw new Halt({ kind: 'needs-human', code: 'wechat/draft-gone', message: say });
  }
  noteAll(message, { spent: '' });
}

/** Whose article is not in the draft as it was approved, with what differs. */
async function wrongIn(message: Message, draft: string): Promise<Map<Progress, string[]>> {
  const stored = await storedArticles(message.account.api, draft);
  const members = left(message);
  const wrong = new Map<Progress, string[]>();
  for (const [index, progress] of members.entries()) {
    const order = { ...progress.order, uploads: [...progress.order.uploads, ...progress.uploads] };
    const differences = differencesIn(order, stored[index] ?? {}, members.length > 1);
    if (stored.length !== members.length) differences.push(`草稿里应有 ${members.length} 篇，读回 ${stored.length} 篇`);
    if (differences.length > 0) wrong.set(progress, differences);
  }
  return wrong;
}

function differs(differences: readonly string[]): Outcome {
  const say = (what: string): string =>
    `微信草稿与审定稿不同：${what}；应完全一致；没有发布，也不会再发，草稿已删除；请管理员在信息时效届满前查明原因，再用 resolve 登记结果（--as failed：重建草稿再发）。`;
  return differing('wechat/draft-differs', differences, say);
}

/** A checked draft of all that are left, which alone carries them; `null` when nobody is left. */
export async function checkedDraft(message: Message): Promise<string | null> {
  while (left(message).length > 0) {
    const draft = await draftOf(message);
    if (draft === null) continue;
    await dropSpent(message, draft);
    const wrong = await wrongIn(message, draft);
    if (wrong.size === 0) {
      const of = String(left(message).length);
      for (const [index, { steps }] of left(message).entries()) Object.assign(steps, { draft, place: String(index + 1), of });
      return draft;
    }
    // Nothing may be left that a person could publish by mistake.
    await deleteDraft(message.account.api, draft);
    for (const [progress, differences] of wrong) message.told.set(progress, differs(differences));
  }
  return null;
}

/** The draft that the call before this one has checked, if it still holds exactly these articles. */
export async function draftBefore(message: Message): Promise<string | null> {
  const draft = message.all[0]?.steps.draft ?? '';
  if ((await wrongIn(message, draft)).size === 0) return draft;
  noteAll(message, { draft: '', mass: '', spent: draft });
  return null;
}
