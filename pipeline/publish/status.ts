import type { Instant } from '../beijing-time.ts';
import type { Channel } from '../item/front-matter-schema.ts';
import { type ItemState, isWithdrawn, type Release, releaseOf } from './fold.ts';
import { itemState, itemsOf, type Ledger } from './ledger.ts';
import type { ReleaseState } from './transitions.ts';

export interface ReleaseStatus {
  channel: Channel;
  revision: number;
  state: ReleaseState;
  url: string | null;
  at: Instant | null;
  /** Who must do what, in Chinese; empty if nobody has to do anything. */
  next: string;
}

export interface ItemStatus {
  id: string;
  /** Number of the newest review form. */
  number: string | null;
  releases: ReleaseStatus[];
}

const NEXT: Record<ReleaseState, string> = {
  planned: '等待发布：下一次运行时发送，暂停或定时的到时发送',
  intent: '正在发送：等本次运行结束，下一次运行会核对',
  sent: '平台已接受：等平台或管理员完成，下一次运行会读回',
  unknown: '结果不明：下一次运行会读回，不会重发',
  failed: '没有发出：下一次运行会自动再试',
  'needs-human': '请管理员处理，再用 record 或 resolve 登记',
  'withdraw-intent': '正在撤下：下一次运行会再核对',
  confirmed: '',
  withdrawn: '',
  superseded: '',
  expired: '已过时效，不再发布',
  abandoned: '',
};

function statusOf({ channel, revision, state, remote, last }: Release): ReleaseStatus {
  const told = state === 'needs-human' || state === 'failed' || state === 'expired' ? last?.reason : undefined;
  return { channel, revision, state, url: remote?.url || null, at: last?.at ?? null, next: told ?? NEXT[state] };
}

/** All releases of an item: those with events, and those that its newest text still waits for. */
function releasesOf(state: ItemState): Release[] {
  const { text, releases } = state;
  const wanted = text === null || isWithdrawn(state) ? [] : (text.channels ?? []);
  const waiting = wanted.map((channel) => releaseOf(state, channel, text?.revision ?? 1)).filter(({ last }) => last === null);
  return [...releases, ...waiting];
}

/** Where items stand, in the order of their ids; `item` for one alone. */
export function status(ledger: Ledger, item: string | null = null): ItemStatus[] {
  return itemsOf(ledger)
    .filter((id) => item === null || id === item)
    .map((id) => {
      const state = itemState(ledger, id);
      return { id, number: state.approval?.number ?? null, releases: releasesOf(state).map(statusOf) };
    });
}
