import type { AlertCode } from '#pipeline/alerts/catalogue.ts';
import type { Outcome, ReadBack, ReleaseOrder } from '#pipeline/release/channels/channel.ts';
import { Crash, type World } from './world.ts';

/** What happens to the next call that publishes, or makes a draft. */
export type MessageTrouble = 'lost-answer' | 'lost-request' | 'late' | 'quota' | 'not-sent' | 'accepted';

/** A practice WeChat whose messages hold several articles, told apart by their keys as by their addresses. */
export interface MessagePlatform {
  /** Keys of the articles in each draft, by its id. */
  drafts: Map<string, string[]>;
  /** Keys of the articles of each message that is out, in their order. */
  messages: string[][];
  /** Accepted, out later. */
  late: string[][];
  troubles: MessageTrouble[];
  /** Keys that WeChat refuses for their text. */
  refused: Set<string>;
  /** Whether WeChat can be read. */
  readable: boolean;
  calls: number;
}

/** A moment at which the process may die. */
function moment(world: World): void {
  if (world.dead) throw new Crash();
  world.steps += 1;
  world.time += 1000;
  if (world.steps !== world.dieAt) return;
  world.dead = true;
  throw new Crash();
}

const failed = (code: AlertCode, retry = true): Outcome => ({ kind: 'failed', code, message: '没有发出。', retry, free: retry });
const unknown: Outcome = { kind: 'unknown', code: 'wechat/unclear', message: '不知道是否已发出。' };

async function send(world: World, own: MessagePlatform, orders: readonly ReleaseOrder[]): Promise<Outcome[]> {
  own.calls += 1;
  const all = (outcome: Outcome): Outcome[] => orders.map(() => outcome);
  const trouble = own.troubles.shift();
  if (trouble === 'not-sent') return all(failed('wechat/not-sent'));
  const good = orders.filter(({ key }) => !own.refused.has(key));
  moment(world);
  const draft = `draft-${own.calls}-${world.steps}`;
  if (good.length > 0)
    own.drafts.set(
      draft,
      good.map(({ key }) => key),
    );
  moment(world);
  for (const id of (orders[0]?.steps.spent ?? '').split(' ').filter((name) => name !== '')) {
    if (!own.drafts.delete(id)) return all({ kind: 'needs-human', code: 'wechat/draft-gone', message: '草稿不见了。' });
    moment(world);
  }
  const told = (outcome: Outcome): Outcome[] => orders.map((order) => (good.includes(order) ? outcome : failed('wechat/45166', false)));
  if (good.length === 0) return told(unknown);
  if (trouble === 'quota') return told({ ...failed('wechat/45028'), steps: {} });
  if (trouble === 'lost-request') return told(unknown);
  const keys = own.drafts.get(draft) ?? [];
  own.drafts.delete(draft);
  if (trouble === 'late' || trouble === 'accepted') own.late.push(keys);
  else own.messages.push(keys);
  moment(world);
  if (trouble === 'accepted') return told({ kind: 'sent', remote: { id: 'accepted', url: '' } });
  if (trouble) return told(unknown);
  const place = (order: ReleaseOrder): string => String(good.indexOf(order) + 1);
  return orders.map((order) =>
    good.includes(order)
      ? {
          kind: 'confirmed',
          remote: { id: order.key, url: `http://127.0.0.1/s/${order.key}` },
          steps: { place: place(order), of: String(good.length) },
        }
      : failed('wechat/45166', false),
  );
}

function read(own: MessagePlatform, { key, steps }: ReleaseOrder): ReadBack {
  if (!own.readable) return { kind: 'unreadable', code: 'wechat/unreadable', message: '没有连上。', later: true };
  if (own.messages.some((keys) => keys.includes(key)))
    return { kind: 'present', remote: { id: key, url: `http://127.0.0.1/s/${key}` }, differences: [] };
  const drafts = [...own.drafts].filter(([, keys]) => keys.includes(key)).map(([id]) => id);
  if (drafts.length > 0) return { kind: 'absent', steps: { ...steps, draft: drafts.join(' ') } };
  if (!steps.draft) return { kind: 'absent', steps: {} };
  return { kind: 'unreadable', code: 'wechat/draft-gone', message: '草稿已不在草稿箱。' };
}

/** Puts a WeChat that takes several articles in one message into a world. */
export function withMessages(world: World): MessagePlatform {
  const own: MessagePlatform = {
    drafts: new Map(),
    messages: [],
    late: [],
    troubles: [],
    refused: new Set(),
    readable: true,
    calls: 0,
  };
  const { wechat } = world.platforms;
  wechat.sendTogether = async (orders) => {
    moment(world);
    const outcomes = await send(world, own, orders);
    moment(world);
    return outcomes;
  };
  wechat.send = async (order) => (await send(world, own, [order]))[0] ?? unknown;
  wechat.readBack = async (order) => {
    moment(world);
    return read(own, order);
  };
  wechat.withdraw = async (order, remote) => {
    moment(world);
    for (const keys of own.messages) if (keys.includes(order.key)) keys.splice(keys.indexOf(order.key), 1, 'deleted');
    for (const id of (order.steps.draft ?? '').split(' ')) own.drafts.delete(id);
    moment(world);
    return { kind: 'confirmed', remote };
  };
  return own;
}

/** What was accepted comes out. */
export function comeOut(own: MessagePlatform): void {
  own.messages.push(...own.late.splice(0));
}
