import type { Outcome, ReleaseOrder } from './channel.ts';
import { ended, Halt } from './outcome.ts';
import { type Progress, uploadsOf, type WechatAccount } from './wechat-account.ts';
import { changed } from './wechat-api.ts';
import { overLimit } from './wechat-article.ts';
import {
  addDraft,
  deleteDraft,
  draftIn,
  NO_SUCH_MEDIA,
  type ReadyArticle,
  readyArticle,
  refusedWith,
  storedArticles,
} from './wechat-draft.ts';
import { wechatRefusal } from './wechat-errors.ts';
import { ASKED, followMass, massSteps, messageOf, wasAccepted } from './wechat-mass.ts';
import { sendPreviews } from './wechat-preview.ts';
import { awaited, notStanding, readLive, submit } from './wechat-publication.ts';
import { differencesIn } from './wechat-read.ts';

/** One message on its way. Who has an outcome of its own is out of it. */
interface Message {
  account: WechatAccount;
  all: readonly Progress[];
  told: Map<Progress, Outcome>;
}

const left = ({ all, told }: Message): Progress[] => all.filter((progress) => !told.has(progress));

function noteAll(message: Message, steps: Record<string, string>): void {
  for (const progress of left(message)) Object.assign(progress.steps, steps);
}

/** A refusal for what the text is, and for nothing that could pass. */
const ofContent = (outcome: Outcome): boolean => outcome.kind === 'failed' && !outcome.retry;

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
  const message = `微信草稿与审定稿不同：${differences.join('；')}；应完全一致；没有发布，也不会再发，草稿已删除；请管理员在信息时效届满前查明原因，再用 resolve 登记结果（--as failed：重建草稿再发）。`;
  return { kind: 'needs-human', code: 'wechat/draft-differs', message };
}

/** A checked draft of all that are left, which alone carries them; `null` when nobody is left. */
async function checkedDraft(message: Message): Promise<string | null> {
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
async function draftBefore(message: Message): Promise<string | null> {
  const draft = message.all[0]?.steps.draft ?? '';
  if ((await wrongIn(message, draft)).size === 0) return draft;
  noteAll(message, { draft: '', mass: '', spent: draft });
  return null;
}

function titles(message: Message): string {
  return left(message)
    .map(({ order }) => `《${order.payload.title}》`)
    .join('');
}

/** A draft for the person at the button. */
function pressThem(message: Message, previews: string): void {
  const all = titles(message);
  for (const progress of left(message)) {
    const { order, steps } = progress;
    const say = `微信草稿已备好，一条消息共 ${steps.of} 篇：${all}，还没有发布；${previews}请管理员在信息时效届满前到公众平台草稿箱打开，核对后点“发表”，再用 record 登记第 ${steps.place} 篇《${order.payload.title}》的地址。`;
    message.told.set(progress, { kind: 'sent', remote: { id: steps.draft ?? '', url: '' }, message: say });
  }
}

/** The same outcome for all, each told with its own title. */
function tellLike(message: Message, first: ReleaseOrder, outcome: Outcome): void {
  const own = ({ payload }: ReleaseOrder, text: string): string => text.replace(`《${first.payload.title}》`, `《${payload.title}》`);
  for (const progress of left(message)) {
    const said = 'message' in outcome && outcome.message ? { message: own(progress.order, outcome.message) } : {};
    message.told.set(progress, { ...outcome, ...said } as Outcome);
  }
}

/** 群发 of the whole message: what the first one's steps say then holds for all. */
async function sendMass(message: Message, act: (first: Progress) => Promise<Outcome>): Promise<void> {
  const [first] = left(message);
  if (!first) return;
  const shared = (): void => {
    const { mass = '', massTry = '1', massStatus = '' } = first.steps;
    noteAll(message, { mass, massTry, massStatus });
  };
  const outcome = await act(first).finally(shared);
  tellLike(message, first.order, outcome);
}

const OTHERS: Outcome = {
  kind: 'failed',
  code: 'wechat/message-refused',
  message: '同一条消息里有别的文章没有通过微信审核，整条没有发布；下次运行会去掉那一篇，自动再发其余的，不需要处理。',
  retry: true,
  free: true,
};

const UNNAMED: Outcome = {
  kind: 'failed',
  code: 'wechat/message-refused',
  message: '微信没有发布这条合并的消息，也没有说明是哪一篇的问题；没有发出；下次运行会逐篇单独发布，不需要处理。',
  retry: true,
  free: false,
};

/** Waits for an accepted publication. Where WeChat names the places that it refuses, the others may go out without them. */
async function followPublication(message: Message): Promise<void> {
  const members = left(message);
  const [first] = members;
  if (!first) return;
  const state = await awaited(message.account, first);
  if (state === null) return tellLike(message, first.order, { kind: 'sent', remote: { id: first.steps.publish ?? '', url: '' } });
  if (state.kind === 'live') {
    for (const progress of members) message.told.set(progress, await readLive(message.account, progress, { ...state, url: '' }));
    return;
  }
  const refusal = notStanding(state);
  if (state.kind !== 'rejected') return tellLike(message, first.order, refusal);
  noteAll(message, { publish: '', draft: '' });
  const named = members.filter(({ steps }) => state.places.map(String).includes(steps.place ?? ''));
  if (named.length === 0) return oneByOne(message, refusal);
  for (const progress of members) message.told.set(progress, named.includes(progress) ? refusal : OTHERS);
}

/** A message that is refused without a word about which of its articles is meant: each goes out by itself. */
function oneByOne(message: Message, refusal: Outcome): void {
  const members = left(message);
  if (members.length > 1) noteAll(message, { alone: 'yes' });
  for (const progress of members) message.told.set(progress, members.length > 1 ? UNNAMED : refusal);
}

/** Hands the draft in, whose refusal as a whole proves that nothing was accepted. */
async function submitAll(message: Message, draft: string): Promise<void> {
  const accepted = await submit(message.account.api, draft).catch((error: unknown) => {
    if (!(error instanceof Halt) || !ofContent(error.outcome)) throw error;
    oneByOne(message, error.outcome);
    return null;
  });
  if (accepted === null) return;
  noteAll(message, { publish: accepted });
  return followPublication(message);
}

async function messageSteps(message: Message): Promise<void> {
  const { account, all } = message;
  const { mass, publish } = all[0]?.steps ?? {};
  const number = messageOf(all[0]?.steps ?? {});
  if (number !== null) return sendMass(message, (first) => followMass(account, first, number));
  if (publish) return followPublication(message);
  const draft = (mass === ASKED ? await draftBefore(message) : null) ?? (await checkedDraft(message));
  const [first] = left(message);
  if (draft === null || !first) return;
  const previews = await sendPreviews(account, first, draft);
  noteAll(message, { preview: first.steps.preview ?? '' });
  if (account.mode === 'draft') return pressThem(message, previews);
  if (account.mode === 'mass') return sendMass(message, (one) => massSteps(account, one, draft));
  return submitAll(message, draft);
}

/**
 * Several articles as one message, in the order given. WeChat refuses a draft as a whole, so whoever's text is refused is found out and left
 * out, with an outcome of its own. Every draft is compared with what was approved, and those of earlier tries are gone, before anything
 * becomes public. Nothing is submitted twice inside a call. Steps beside those of one article: `group`, `place`, `of`, `spent`,
 * and `alone` of what goes out by itself.
 */
export async function sendTogether(account: WechatAccount, orders: readonly ReleaseOrder[]): Promise<Outcome[]> {
  const all: Progress[] = orders.map((order) => ({ order, steps: { ...order.steps }, uploads: [] }));
  const message: Message = { account, all, told: new Map() };
  const outcome = await account.sends(orders[0]?.now ?? '', wasAccepted(orders[0]?.steps ?? {}), () =>
    ended(async () => {
      await messageSteps(message);
      return { kind: 'unknown', code: 'wechat/unclear', message: '不知道这一条是否已经发出；应先读回再决定；下次运行会先读回，不会重发。' };
    }),
  );
  return all.map((progress) => ({ ...(message.told.get(progress) ?? outcome), steps: progress.steps, uploads: uploadsOf(progress) }));
}
