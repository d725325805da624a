import { beijingMinute, type Instant } from '../beijing-time.ts';
import type { Channel } from '../item/front-matter/front-matter-schema.ts';
import type { LedgerEvent } from '../ledger/event.ts';
import { type ItemState, isWithdrawn, openReleases, outOn, type Release, releaseOf, wasReleased } from '../ledger/fold.ts';
import { heldReason } from '../ledger/held.ts';
import { eventsOf, itemState, itemsOf, type Ledger, readByMonth } from '../ledger/ledger.ts';
import { SETTINGS_CHAIN } from '../ledger/ledger-path.ts';
import type { LedgerStore } from '../ledger/ledger-store.ts';
import { offlineMark } from '../ledger/offline-event.ts';
import { figuresOf } from '../ledger/seal.ts';
import type { ReleaseState } from '../ledger/transitions.ts';
import type { Policy } from '../organisation/policy.ts';
import { messageTime } from '../release/not-now.ts';

export interface ReleaseStatus {
  channel: Channel;
  revision: number;
  state: ReleaseState;
  url: string | null;
  /** True of what readers see of the item on this channel now: of several that are confirmed the newest. */
  shown: boolean;
  /** The newest event: when it was, and its code where it has one. */
  at: Instant | null;
  code: string | null;
  /** Since when it is so: the first event of this state, or the approval that it waits since. */
  since: Instant | null;
  /** What happens next and who must do it, in Chinese; empty if nobody has to do anything. */
  next: string;
  /** 线下审签, and 逾期补录 where it was registered late; left out of what wasn't signed on paper. */
  mark?: string;
}

type Collect = Policy['channels']['wechat']['collect'];

export interface ItemStatus {
  id: string;
  /** Number of the newest review form. */
  number: string | null;
  /** True while something of it isn't done. */
  open: boolean;
  releases: ReleaseStatus[];
}

const SETTLE = '办好后由管理员、办公室审核人或分管领导登记：已发布的用 record，没有发出、不再发的用 resolve';

/** A sentence as the beginning of a longer one. */
const clause = (sentence: string | undefined): string => (sentence ? `${sentence.replace(/[。；]$/, '')}；` : '');

/** What happens next, by state. A channel's own words say what a person has to do on the platform. */
const NEXT: Record<ReleaseState, (release: Release, held: boolean) => string> = {
  planned: (_, held) =>
    held ? '发布已暂停：由办公室审核人用 resume 恢复，之后的运行发送' : '由系统在下一次运行时发送；定时、暂停、合并发布的到时发送',
  offline: ({ last }) =>
    `${last === null ? '' : offlineMark(last)}，已手工发布；由三级审核人在合并请求里补审，审齐后由系统照登记的地址确认，不会再发`,
  intent: ({ channel }) =>
    channel === 'website'
      ? '由系统在下一次运行看页面；网站由集约化平台发布的，由管理员照提醒录入，上线后用 record 登记地址'
      : '正在发送：本次运行结束后，由系统在下一次运行核对，不会重发',
  sent: ({ last }) => `${clause(last?.reason)}由系统在下一次运行读回，不会重发`,
  unknown: () => '由系统在下一次运行读回，弄清以前不会重发；请不要手工重发',
  failed: ({ last, attempts }) =>
    last?.retry === 'no'
      ? `${clause(last.reason)}由报送人修改后重新送审`
      : `${clause(last?.reason)}由系统在下一次运行自动再试（已试 ${attempts} 次）`,
  'needs-human': ({ last }) => `${clause(last?.reason)}${SETTLE}`,
  'withdraw-intent': () => '由系统在下一次运行再核对；系统删不了的，由管理员在平台删除后用 resolve --as confirmed 登记',
  confirmed: ({ last }) => (last?.code === 'differs' ? '与审定稿不同：由管理员改回审定的样子，再用 record 登记一次' : ''),
  withdrawn: () => '',
  superseded: () => '',
  expired: ({ last }) => last?.reason ?? '已过时效，不再发布',
  abandoned: () => '',
};

/** Of a post that a person has changed into a newer text, or that another one has taken the place of. */
function replaced({ remote }: Release, { revision, remote: newer }: Release): string {
  if (remote?.url === newer?.url) return `已手工改成第 ${revision} 版，读者现在看到的是那一版`;
  return `第 ${revision} 版在另一个地址，读者看的是那一版；这一条由管理员到平台核对，还在的删除`;
}

/** When the newest events of a release began to say what the last one says. */
function sinceOf(events: readonly LedgerEvent[], { channel, revision, state }: Release): Instant | null {
  const own = events.filter((event) => event.channel === channel && event.revision === revision);
  const before = own.findLastIndex(({ kind }) => kind !== state);
  return own[before + 1]?.at ?? null;
}

/** All releases of an item: those with events, and those that its newest text still waits for. */
function releasesOf(state: ItemState): Release[] {
  const { text, releases } = state;
  const wanted = text === null || isWithdrawn(state) ? [] : (text.channels ?? []);
  const waiting = wanted.map((channel) => releaseOf(state, channel, text?.revision ?? 1)).filter(({ last }) => last === null);
  return [...releases, ...waiting];
}

/** What a text waits for that goes out on WeChat together with others, by the policy's time; `null` if it doesn't wait for that. */
function collecting(state: ItemState, { channel, revision, last }: Release, collect: Collect): string | null {
  if (channel !== 'wechat' || last !== null || !collect || !state.text || wasReleased(state, revision)) return null;
  const time = beijingMinute(messageTime(collect.at, state.text.at));
  return `等待 ${time} 与当天的其他信息合并发布，由系统发送；七日最后一日的不等`;
}

/**
 * Where items stand, in the order of their ids; `item` for one alone.
 * @param collect when the policy collects WeChat items, left out: it doesn't
 */
export function status(ledger: Ledger, item: string | null = null, collect?: Collect): ItemStatus[] {
  const held = heldReason(ledger) !== null;
  return itemsOf(ledger)
    .filter((id) => item === null || id === item)
    .map((id) => {
      const state = itemState(ledger, id);
      const events = eventsOf(ledger, id);
      const releases = releasesOf(state).map((release): ReleaseStatus => {
        const { channel, revision, remote, last } = release;
        const since = last === null ? (state.text?.at ?? null) : sinceOf(events, release);
        const out = outOn(state, channel);
        const shown = release.state === 'confirmed' && out?.revision === revision;
        const newest = { at: last?.at ?? null, code: last?.code ?? null };
        const of = { channel, revision, state: release.state, url: remote?.url || null, shown, ...newest, since };
        const waits = held ? null : collecting(state, release, collect);
        const older = release.state === 'confirmed' && out && !shown ? replaced(release, out) : null;
        const mark = release.offline === null ? {} : { mark: offlineMark(release.offline) };
        return { ...of, ...mark, next: older ?? waits ?? NEXT[release.state](release, held) };
      });
      return { id, number: state.approval?.number ?? null, open: openReleases(state).length > 0, releases };
    });
}

/** Where many items stand at once. */
export interface StatusTable {
  held: string | null;
  items: ItemStatus[];
  /** How many more the ledger has: done, and at rest. */
  rest: number;
}

/** All items, month by month: what an archive of many years says needn't be held at once. @param ledger verified */
export async function wholeTable(store: LedgerStore, ledger: Ledger, collect: Collect): Promise<StatusTable> {
  const items: ItemStatus[] = [];
  const own = ledger.chains.get(SETTINGS_CHAIN) ?? [];
  for await (const part of ledger.head === null ? [] : readByMonth(store, ledger.head)) {
    if (part.paths.some((path) => path.startsWith(`${SETTINGS_CHAIN}/`))) continue;
    items.push(...status({ ...part, chains: new Map([...part.chains, [SETTINGS_CHAIN, own]]) }, null, collect));
  }
  return { held: heldReason(ledger), items: items.sort((a, b) => (a.id < b.id ? -1 : 1)), rest: 0 };
}

/**
 * What isn't done and what something happened to of late, by the newest seal and what came after it; everything where there is no seal.
 * @param ledger verified, as a run opens it
 */
export function recentTable(ledger: Ledger, collect: Collect): StatusTable {
  return { held: heldReason(ledger), items: status(ledger, null, collect), rest: figuresOf(ledger).items - itemsOf(ledger).length };
}

/** States of a release in words. */
export const STATE_NAMES: Record<string, string> = {
  planned: '待发布',
  offline: '线下审签，待补审',
  intent: '正在发送',
  sent: '平台已接受',
  confirmed: '已发布',
  unknown: '结果不明',
  failed: '没有发出',
  'needs-human': '等人处理',
  'withdraw-intent': '正在撤下',
  withdrawn: '已撤下',
  superseded: '已被新版代替',
  expired: '已过时效',
  abandoned: '已放弃',
};
