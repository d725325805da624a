import type { Outcome, ReleaseOrder } from '../channel.ts';
import { ended, Halt } from '../outcome.ts';
import { type Progress, sendPreviews, uploadsOf, type WechatAccount } from './account.ts';
import { ASKED, followMass, massSteps, messageOf, wasAccepted } from './mass.ts';
import { checkedDraft, draftBefore, left, type Message, noteAll, ofContent } from './message-draft.ts';
import { awaited, notStanding, readLive, submit } from './publication.ts';

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
