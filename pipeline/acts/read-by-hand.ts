import type { Git } from '../forge/git/git.ts';
import type { LedgerEvent } from '../ledger/event.ts';
import { type Release, releaseKey } from '../ledger/fold.ts';
import { approvedFolder } from '../ledger/recorded-evidence.ts';
import type { Settings } from '../ledger/settings-version.ts';
import { Problem } from '../problem.ts';
import { postNumber } from '../release/channels/addresses.ts';
import type { ChannelAdapter, ReleaseOrder } from '../release/channels/channel.ts';
import { readPage } from '../release/channels/website/page-text.ts';
import { type Renderer, renderApproved } from '../release/isolated/renderer.ts';
import type { Payload } from '../render/payload.ts';

/** A publication that is compared with its approved text. */
export interface Publication {
  release: Release;
  approval: LedgerEvent;
  /** Where the item's page is registered on a platform of others, if it is. */
  page: string | undefined;
}

/** What a publication that a person made looks like from here. */
export type Reading =
  | { kind: 'read'; id: string; differences: string[] }
  /** It isn't there, or something else is: nothing to register. */
  | { kind: 'elsewhere'; message: string }
  | { kind: 'not-read'; why: string };

export interface ByHandOptions {
  git: Git;
  settings: Settings;
  /** The channel's interface; left out where it isn't in use (mode `manual`). */
  adapter?: ChannelAdapter | undefined;
  /** Makes what it must show. */
  renderer: Renderer;
  now: string;
}

const WEIBO_CLOSED = '微博的页面要登录才看得到，接口没有启用';
const WECHAT_OTHER = '平台要求验证，或打开的不是这篇文章';

/** The text that a publication must show. @throws Problem where it can't be read or rendered */
async function textOf({ git, settings, renderer, now }: ByHandOptions, { release, approval, page }: Publication): Promise<Payload> {
  const request = {
    folder: await approvedFolder(git, approval),
    check: null,
    payloads: [{ channel: release.channel, address: page, older: null }],
  };
  const { organisation, policy, terms } = settings;
  const { payloads, unreadable } = await renderApproved(renderer, { organisation, policy, terms, now, others: [] }, request);
  const [made] = payloads;
  if (made) return made.payload;
  throw new Problem(unreadable?.code ?? 'E_ITEM', unreadable?.message ?? '这条信息读不出来。', { place: approval.item });
}

/**
 * A release as its channel reads it back, with the text that its approval names. WeChat finds a mass message of which only the call is
 * known by a second call with its `clientmsgid`. Nothing is ever called here, so the step is left out.
 */
async function orderOf(options: ByHandOptions, publication: Publication): Promise<ReleaseOrder> {
  const { git, now } = options;
  const { release, approval } = publication;
  const { item, channel, revision, intent } = release;
  const { mass, ...others } = release.steps;
  const steps = mass !== undefined && /^\d+$/.test(mass) ? release.steps : others;
  const payload = await textOf(options, publication);
  const key = releaseKey(item, channel, revision);
  return { item, revision, key, payload, image: (blob) => git.read(blob), steps, intentAt: intent?.at ?? approval.at, now, uploads: [] };
}

const sameAddress = (a: string, b: URL): boolean => URL.canParse(a) && new URL(a).href === b.href;

/** By the platform's interface: WeChat by the mark that a draft of ours carries, Weibo by the post's number. `null`: the page is left. */
async function byInterface(adapter: ChannelAdapter, order: ReleaseOrder, address: URL): Promise<Reading | null> {
  const number = adapter.channel === 'weibo' ? postNumber(address) : null;
  if (adapter.channel === 'weibo' && number === null) return { kind: 'elsewhere', message: '这个地址不是一条微博' };
  const found = await adapter.readBack(number === null ? order : { ...order, steps: { ...order.steps, post: number } });
  if (found.kind === 'gone') return { kind: 'elsewhere', message: found.message };
  if (found.kind === 'unreadable') return number === null ? null : { kind: 'not-read', why: found.message.replace(/。$/, '') };
  if (found.kind !== 'present') return null;
  if (number === null && !sameAddress(found.remote.url, address)) return null;
  if (number !== null && found.remote.id !== number) return { kind: 'elsewhere', message: `这条信息的微博在 ${found.remote.url}` };
  return { kind: 'read', id: found.remote.id, differences: found.differences };
}

/**
 * Reads back a publication that the pipeline made itself, by what its channel keeps of it.
 * @throws Problem where the text that it must show isn't there or can't be rendered
 */
export async function readByMachine(options: ByHandOptions, publication: Publication): Promise<Reading> {
  const order = await orderOf(options, publication);
  const found = await options.adapter?.readBack(order);
  if (found?.kind === 'present') return { kind: 'read', id: found.remote.id, differences: found.differences };
  if (found?.kind === 'gone') return { kind: 'elsewhere', message: found.message };
  // Lists of platforms don't show everything: only the website's page that isn't there is proof.
  if (found?.kind === 'absent' && publication.release.channel === 'website')
    return { kind: 'elsewhere', message: '页面上没有审定的那一稿，下一次运行会重新生成网站' };
  return { kind: 'not-read', why: found?.kind === 'unreadable' ? found.message : '平台还没有办完' };
}

/**
 * Reads back what a person published or edited: by the channel's interface where it is in use, else the page itself. Changes nothing.
 * @throws Problem where the text that it must show isn't there or can't be rendered
 */
export async function readByHand(options: ByHandOptions, publication: Publication, address: URL): Promise<Reading> {
  const { adapter } = options;
  const { channel, item } = publication.release;
  if (channel === 'weibo' && !adapter) return { kind: 'not-read', why: WEIBO_CLOSED };
  const order = await orderOf(options, publication);
  const answered = adapter && channel !== 'website' ? await byInterface(adapter, order, address) : null;
  if (answered !== null) return answered;
  if (channel === 'weibo') return { kind: 'not-read', why: WEIBO_CLOSED };
  const page = await readPage(address, order.payload);
  if (page.kind === 'read') return { ...page, id: channel === 'website' ? item : '' };
  if (page.kind === 'not-read') return page;
  if (page.kind === 'missing') return { kind: 'elsewhere', message: `页面不存在（${page.status}）` };
  return channel === 'website' ? { kind: 'elsewhere', message: '页面上没有这条信息的标题和正文' } : { kind: 'not-read', why: WECHAT_OTHER };
}
