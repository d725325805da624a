import type { Outcome, ReadBack, ReleaseOrder } from '#pipeline/release/channels/channel.ts';
import { callBegins, postAppears } from './oracle.ts';
import { ABORT, addressOf, appear, type Draft, lateness, type Post, refusal, unclear } from './posts.ts';
import { endOf, type Process, pass } from './timeline.ts';
import { latency, note, type Trouble, trouble, type World, wrong } from './world.ts';

/** True where WeChat gets messages: several articles of a day in one, or drafts whose button a person presses. */
export function takesMessages({ policy }: World): boolean {
  const { collect, mode } = policy.channels.wechat;
  return collect !== undefined || mode === 'draft';
}

const idsIn = (text: string | undefined): string[] => (text ?? '').split(' ').filter((id) => id !== '');

const draftOf = (world: World, id: string): Draft | undefined => world.networks.drafts.find((draft) => draft.id === id && draft.there);

/** A draft becomes public, once: all of its articles in one message. */
function publish(world: World, draft: Draft, state: Post['state']): Post[] {
  if (!draft.there) return [];
  draft.there = false;
  return draft.orders.map((order) => appear(world, 'wechat', order, state, draft.id));
}

/** Carried out only some time after we have given it up, if the draft is still there. */
function publishLater(world: World, process: Process, draft: Draft): void {
  const { timeline, networks } = world;
  for (const { key } of draft.orders) networks.underWay.set(key, (networks.underWay.get(key) ?? 0) + 1);
  timeline.at(timeline.now + ABORT, () => {
    const from = endOf(process, timeline.now) ?? timeline.now;
    timeline.at(from + lateness(world, 'wechat'), () => {
      for (const { key } of draft.orders) networks.underWay.set(key, (networks.underWay.get(key) ?? 1) - 1);
      if (world.trace) note(world, `wechat publishes ${draft.id} late`);
      publish(world, draft, 'live');
    });
  });
}

/** Accepted: the whole message is live, or refused for one of its articles, within half an hour. */
function acceptAll(world: World, draft: Draft): void {
  const posts = publish(world, draft, 'pending');
  world.timeline.at(world.timeline.now + world.random.between(1, 1_800_000), () => {
    const refused = trouble(world, 'rejected-later');
    for (const post of posts) settle(world, post, refused ? 'rejected' : 'live');
  });
}

function settle(world: World, post: Post, state: Post['state']): void {
  if (post.state !== 'pending') return;
  post.state = state;
  post.at = world.timeline.now;
  if (state === 'live') postAppears(world, post);
}

/** What becomes of a message that was accepted before: it submits nothing. The first article is the one that WeChat names. */
function followed(world: World, orders: readonly ReleaseOrder[]): Outcome[] {
  const posts = orders.map(({ key, steps }) => world.networks.posts.find((post) => post.message === steps.publish && post.key === key));
  return orders.map((order, index): Outcome => {
    const post = posts[index];
    if (post?.state === 'live') return { kind: 'confirmed', remote: addressOf(post) };
    if (post?.state === 'pending') return { kind: 'sent', remote: { id: '', url: '' }, steps: order.steps };
    const steps = { ...order.steps, publish: '', draft: '' };
    return { ...refusal(index === 0 ? 'wechat/publish-4' : 'wechat/message-refused', index !== 0, index !== 0), steps };
  });
}

const TROUBLES: readonly Trouble[] = [
  'rate-limited',
  'token-expired',
  'request-lost',
  'applied-late',
  'accepted-only',
  'answer-lost',
  'broken',
];

/** Drafts of earlier tries go before anything is sent; `false` when one of them is gone already. */
function dropSpent(world: World, orders: readonly ReleaseOrder[]): boolean {
  const spent = orders.flatMap(({ steps }) => idsIn(steps.spent)).map((id) => draftOf(world, id));
  for (const draft of spent) if (draft) draft.there = false;
  return spent.every((draft) => draft !== undefined);
}

/** What becomes of one call for one message, of which nobody is refused; its steps are those of all. */
async function published(world: World, process: Process, draft: Draft): Promise<Outcome> {
  const { timeline, random } = world;
  const steps = { draft: draft.id, spent: '' };
  const kind = world.habit?.network === 'wechat' ? world.habit.trouble : TROUBLES.find((each) => trouble(world, each));
  switch (kind) {
    case 'rate-limited':
      return { ...refusal('wechat/45028', true, true), steps };
    case 'token-expired':
      return { ...refusal('wechat/40001', true, random.chance(0.5)), steps };
    case 'request-lost':
    case 'applied-late':
      if (kind === 'applied-late') publishLater(world, process, draft);
      await pass(timeline, process, ABORT);
      return { ...unclear, steps };
    case 'accepted-only':
      acceptAll(world, draft);
      await pass(timeline, process, latency(world));
      return { kind: 'sent', remote: { id: '', url: '' }, steps: { ...steps, publish: draft.id } };
    default:
      break;
  }
  const posts = publish(world, draft, 'live');
  await pass(timeline, process, kind === 'answer-lost' ? random.between(1, ABORT) : latency(world));
  if (kind === 'broken') throw new Error('the adapter broke down');
  return kind === 'answer-lost' || posts.length === 0 ? { ...unclear, steps } : { kind: 'confirmed', remote: { id: '', url: '' }, steps };
}

/** The outcome of all that were not refused, as one of them is told it. */
function toldTo(world: World, order: ReleaseOrder, outcome: Outcome): Outcome {
  const steps = { ...order.steps, ...outcome.steps };
  const post = world.networks.posts.find(({ message, key }) => message === steps.draft && key === order.key);
  return outcome.kind === 'confirmed' && post ? { ...outcome, remote: addressOf(post), steps } : { ...outcome, steps };
}

const DRAFT_GONE: Outcome = { kind: 'needs-human', code: 'wechat/draft-gone', message: '草稿不见了' };

function newDraft(world: World, orders: readonly ReleaseOrder[]): Draft {
  const { drafts } = world.networks;
  const draft = { id: `draft-${drafts.length + 1}`, orders, there: true };
  drafts.push(draft);
  return draft;
}

/** One call for one message; an article by itself goes on from the draft that it has. Whoever's text is refused is left out, and the others go on. */
export async function sendMessage(world: World, process: Process, orders: readonly ReleaseOrder[]): Promise<Outcome[]> {
  const { timeline, networks, random, policy } = world;
  if (world.trace) note(world, `${process.id}.${process.attempt} sends a message of ${orders.map(({ item }) => item).join(', ')}`);
  for (const order of orders) callBegins(world, process, 'wechat', order);
  await pass(timeline, process, latency(world));
  if (orders[0]?.steps.publish) return followed(world, orders);
  if (trouble(world, 'not-sent')) return orders.map((order) => toldTo(world, order, refusal('wechat/not-sent', true, true)));
  const refused = trouble(world, 'refused') ? random.pick(orders) : null;
  const told = (outcome: Outcome): Outcome[] =>
    orders.map((order) => (order === refused ? refusal('wechat/45166', false, false) : toldTo(world, order, outcome)));
  const good = orders.filter((order) => order !== refused);
  if (good.length === 0) return told(unclear);
  const before = orders[0]?.steps.group ? [] : idsIn(orders[0]?.steps.draft);
  const draft = before.length > 0 ? networks.drafts.find(({ id }) => id === before[0]) : newDraft(world, good);
  if (!draft?.there) return told(DRAFT_GONE);
  await pass(timeline, process, latency(world));
  if (!dropSpent(world, orders)) {
    draft.there = false;
    return told(DRAFT_GONE);
  }
  await pass(timeline, process, latency(world));
  if (policy.channels.wechat.mode !== 'draft') return told(await published(world, process, draft));
  const steps = { draft: draft.id, spent: '' };
  return told({ kind: 'sent', remote: { id: draft.id, url: '' }, message: '请发表', steps });
}

/** What reading back tells of an article that isn't public: the drafts that it is in. */
export function readDrafts(world: World, { key, steps }: ReleaseOrder): ReadBack {
  const drafts = world.networks.drafts.filter(({ orders, there }) => there && orders.some((order) => order.key === key));
  const draft = drafts.map(({ id }) => id).join(' ');
  if (drafts.length === 1 && world.policy.channels.wechat.mode === 'draft')
    return { kind: 'pending', steps: { ...steps, draft }, message: '请发表' };
  if (drafts.length > 0) return { kind: 'absent', steps: { ...steps, draft } };
  if (steps.draft) return { kind: 'unreadable', code: 'wechat/draft-gone', message: '草稿已不在草稿箱。' };
  return { kind: 'absent', steps: {} };
}

/** Deletes the drafts that steps name. @returns false if one is there no more, since somebody has published or deleted it meanwhile */
export function deleteDrafts(world: World, { steps }: ReleaseOrder): boolean {
  const drafts = idsIn(steps.draft).map((id) => draftOf(world, id));
  for (const draft of drafts) if (draft) draft.there = false;
  return drafts.every((draft) => draft !== undefined);
}

/** Whatever draft still lies there may be published by mistake one day: nothing in it may be out already, or taken back. */
export function checkDrafts(world: World): void {
  for (const { orders, there } of world.networks.drafts) {
    for (const { item, key, revision } of there ? orders : []) {
      if (liveOf(world, key).some(({ id }) => !world.strangers.has(id)))
        wrong(world, 'duplicate', `${item} lies in a draft although it is out`);
      const chain = world.branch.written.get(item) ?? [];
      const last = chain.findLast(({ event }) => event.channel === 'wechat' && event.revision === revision);
      if (last?.event.kind === 'withdrawn') wrong(world, 'other', `${item} lies in a draft although it was withdrawn`);
    }
  }
}

const liveOf = ({ networks }: World, key: string): Post[] => networks.posts.filter((post) => post.key === key && post.state === 'live');

/** A person presses the button of a draft, as he is asked to, once he has seen that nothing of it is out. */
export function pressButton(world: World): void {
  const { networks, random, policy } = world;
  if (policy.channels.wechat.mode !== 'draft') return;
  const there = networks.drafts.filter((draft) => draft.there && draft.orders.every(({ key }) => liveOf(world, key).length === 0));
  if (there.length === 0) return;
  const draft = random.pick(there);
  if (world.trace) note(world, `a person publishes ${draft.id}`);
  publish(world, draft, 'live');
}
