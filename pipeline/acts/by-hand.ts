import { type Alert, CHANNEL_NAMES } from '../alerts/alert.ts';
import { settleAlerts } from '../alerts/tell.ts';
import type { Instant } from '../beijing-time.ts';
import type { Channel } from '../item/front-matter/front-matter-schema.ts';
import type { EventKind, LedgerEvent } from '../ledger/event.ts';
import { approvalOf, type ItemState, mayFollow, placeOfPage, type Release, releaseOf } from '../ledger/fold.ts';
import { type Draft, itemState, type Ledger } from '../ledger/ledger.ts';
import type { Run } from '../ledger/run.ts';
import type { Settings } from '../ledger/settings-version.ts';
import type { ReleaseState } from '../ledger/transitions.ts';
import type { Policy } from '../organisation/policy.ts';
import { Problem } from '../problem.ts';
import { foreignAddress, type InterfaceBases } from '../release/channels/addresses.ts';
import { withoutQuotes } from '../release/channels/text-compare.ts';
import { tellPublished } from '../release/tell-published.ts';
import type { Publisher } from '../verify/publisher.ts';
import { lockedSettings } from '../verify/settings-lock.ts';
import { entitledPerson, RECORDING, writeActs } from './acts.ts';
import { otherItemAt } from './find-item.ts';
import type { Publication, Reading } from './read-by-hand.ts';

/** What a person says became of a release. */
export type Decision = 'confirmed' | 'failed' | 'abandoned';

/** The release that a person acts on. */
export interface ActInput {
  item: string;
  channel: Channel;
  /** Where the platforms' interfaces lie: practice platforms show their pages there. */
  bases?: InterfaceBases;
}

/** States that a person may settle. */
const OPEN_TO_PERSONS: readonly ReleaseState[] = ['offline', 'needs-human', 'unknown', 'sent', 'withdraw-intent'];
/** States from which a publication or an edit by hand can be recorded. */
const RECORDABLE: readonly ReleaseState[] = ['planned', 'needs-human', 'unknown', 'sent', 'failed', 'confirmed'];

/** A refusal of an act on an item. */
export function refuse(code: string, item: string, message: string): Problem {
  return new Problem(code, message, { place: item, exitCode: 1 });
}

function approvedFor(state: ItemState, release: Release): LedgerEvent {
  const approval = approvalOf(state, release) ?? release.offline;
  if (approval) return approval;
  throw refuse('not-approved', state.item, `${state.item} 第 ${release.revision} 版没有审定登记，不能登记发布结果。`);
}

function eventFor(run: Run, state: ItemState, release: Release, kind: EventKind, at: Instant, said: Partial<Draft['event']>): Draft {
  const approval = approvedFor(state, release);
  const { item, channel, revision, intent, last } = release;
  return {
    event: {
      kind,
      at,
      item,
      channel,
      revision,
      tree: intent?.tree ?? approval.tree,
      digest: last?.digest ?? approval.digest,
      pullRequest: approval.pullRequest,
      mergeSha: approval.mergeSha,
      runId: run.id,
      attempt: run.attempt,
      actor: run.actor,
      ...said,
    },
  };
}

function openRelease(state: ItemState, channel: Channel): Release {
  const found = state.releases
    .filter((release) => release.channel === channel && OPEN_TO_PERSONS.includes(release.state))
    .sort((a, b) => b.revision - a.revision)[0];
  if (found) return found;
  throw refuse('resolve/nothing', state.item, `${state.item} 在${CHANNEL_NAMES[channel]}没有等人决定的发布；请用 sanshen status 核对。`);
}

/** The address of a publication on a channel. @throws Problem `usage/url`, `record/other-host` */
export function addressIn({ item, channel, bases = {} }: ActInput, url: string, policy: Policy): URL {
  // As browsers write it: an address copied from somewhere may hold spaces or line ends.
  const address = /^https?:\/\//.test(url.trim()) && URL.canParse(url.trim()) ? new URL(url.trim()) : null;
  if (address === null) throw refuse('usage/url', item, `“${url}”不是网址；应以 http:// 或 https:// 开头；请补上 --url。`);
  const foreign = foreignAddress(channel, address, policy, bases);
  if (foreign === null) return address;
  throw refuse('record/other-host', item, `${address.href} 不是${CHANNEL_NAMES[channel]}的发布地址；${foreign}；请核对后重试。`);
}

/** Refuses the address of another item: taking this one back would take that one's publication down. @throws Problem `record/other-item` */
export async function requireOwn({ ledgers }: Publisher, ledger: Ledger, input: ActInput, address: URL): Promise<void> {
  const other = await otherItemAt(ledgers, ledger, input, address);
  if (other === null) return;
  const message = `${address.href} 在台账里是另一条信息 ${other} 的；应为本条自己的发布地址；请核对后重试，那一条登记错了的先用 record 改正。`;
  throw refuse('record/other-item', input.item, message);
}

/** What a decision writes, by the release's state. @throws Problem `resolve/…` where nobody may decide so */
export function decisionKinds(release: Release, as: Decision): EventKind[] {
  if (!OPEN_TO_PERSONS.includes(release.state))
    throw refuse('resolve/nothing', release.item, '这条发布不等人决定；请用 sanshen status 核对。');
  if (release.state === 'withdraw-intent') {
    if (as === 'failed') throw refuse('resolve/withdrawal', release.item, '撤下只能登记为 confirmed（已撤下）或 abandoned（放弃）。');
    return [as === 'confirmed' ? 'withdrawn' : 'abandoned'];
  }
  if (release.state === 'offline' && as === 'confirmed') {
    throw refuse(
      'resolve/offline',
      release.item,
      '线下审签的要三级审核补齐后由系统确认；应先补审；已删除的请登记 abandoned，没有发过的登记 failed。',
    );
  }
  return as === 'abandoned' && release.state !== 'needs-human' && release.state !== 'offline' ? ['needs-human', 'abandoned'] : [as];
}

/**
 * A person's decision on a release that only a person may settle: the one way out of needs-human.
 * @throws Problem `not-entitled`, `resolve/…` (exit 1)
 */
export async function resolve(
  publisher: Publisher,
  input: ActInput & { as: Decision; url: string | null; reason: string },
): Promise<Release> {
  const { item, channel, as, reason } = input;
  let revision = 0;
  const ledger = await writeActs(publisher, '登记人工核对的结果', async (before, at) => {
    const { organisation, policy } = await lockedSettings(publisher, before);
    await entitledPerson(publisher, { organisation, policy }, RECORDING, at);
    const state = itemState(before, item);
    const release = openRelease(state, channel);
    revision = release.revision;
    const kinds = decisionKinds(release, as);
    const live = as === 'confirmed' && release.state !== 'withdraw-intent';
    if (live && input.url === null && !release.remote?.url) {
      throw refuse('resolve/no-url', item, '登记为 confirmed 要写明发布地址；请补上 --url。');
    }
    if (live && input.url !== null) await requireOwn(publisher, before, input, addressIn(input, input.url, policy));
    const remote = live
      ? { id: release.remote?.id ?? '', url: input.url === null ? (release.remote?.url ?? '') : addressIn(input, input.url, policy).href }
      : null;
    const said = { reason, code: 'resolved', ...(remote ? { remote } : {}), ...(as === 'failed' ? { retry: 'counted' as const } : {}) };
    return kinds.map((kind) => eventFor(publisher.run, state, release, kind, at, said));
  });
  await tellPublished(publisher, [item]);
  await settleAlerts(publisher, { step: 'act' }, [], (items) => publisher.ledgers.open(items));
  return releaseOf(itemState(ledger, item), channel, revision);
}

/** The release that a publication or an edit by hand belongs to: that of the newest text. */
function recordable(state: ItemState, channel: Channel): Release {
  const newest = releaseOf(state, channel, state.text?.revision ?? 0);
  // An intent of the website is no call that may be under way: the page is somebody's to put there.
  const open = RECORDABLE.includes(newest.state) || (channel === 'website' && newest.state === 'intent');
  const fits = open && mayFollow(newest, { kind: 'confirmed' });
  if (state.text?.channels?.includes(channel) && fits) return newest;
  const message = `${state.item} 在${CHANNEL_NAMES[channel]}没有可登记的发布（${newest.state}）；应是审定要发这个渠道、还没有撤下或过期的；请用 sanshen status 核对。`;
  throw refuse('record/nothing', state.item, message);
}

/** How a recorded publication was seen; the event's code. */
export type Seen = 'by-hand' | 'differs' | 'not-read';

/** What a reading says to people, and in the ledger: there never a word of the text. @throws Problem `record/not-there` */
function seenAs(item: string, address: URL, reading: Reading): { seen: Seen; words: string; kept?: string } {
  if (reading.kind === 'elsewhere') {
    throw refuse('record/not-there', item, `${address.href}：${reading.message}；应能打开这条信息；请核对地址，发布以后再登记。`);
  }
  if (reading.kind === 'not-read') return { seen: 'not-read', words: `没有读回：${reading.why}` };
  if (reading.differences.length === 0) return { seen: 'by-hand', words: '已读回，与审定稿一致' };
  const said = (differences: readonly string[]): string => `读回与审定稿不同：${differences.join('；')}`;
  return { seen: 'differs', words: said(reading.differences), kept: said(withoutQuotes(reading.differences)) };
}

/** True if the ledger says exactly this already: recorded twice is recorded once. */
function isRecorded({ state, last, remote }: Release, url: string, seen: Seen): boolean {
  return state === 'confirmed' && remote?.url === url && (last?.code === seen || (last?.code === undefined && seen === 'by-hand'));
}

function differs(release: Release, url: string, words: string): Alert {
  const message = `人工发布的内容${words}；应完全一致；请管理员今天核对 ${url}，改回审定的样子后再登记一次，改不了的用 withdraw 撤下；系统不会自动改，也不会重发。`;
  return { item: release.item, channel: release.channel, code: 'differs', message };
}

/** The place of a page on a platform that isn't ours, as the other channels print it: the first one that was registered stays. */
function placeSteps(state: ItemState, release: Release, { policy }: Settings, address: URL): { steps?: { address: string } } {
  if (release.channel !== 'website' || policy.channels.website.mode === 'build') return {};
  const printed = release.confirmedAt === null ? undefined : placeOfPage(state, release.revision);
  return { steps: { address: printed ?? address.href } };
}

/** What came of recording. */
export interface Recorded {
  release: Release;
  seen: Seen;
  /** How it was seen, in words, and who registered it. */
  words: string;
  alerts: Alert[];
}

/**
 * Registers a publication, or an edit, that a person made by hand on a platform; twice is once.
 * @param read looks at the publication, under the settings that the ledger names
 * @throws Problem `not-entitled`, `record/…`, `usage/url` (exit 1)
 */
export async function record(
  publisher: Publisher,
  input: ActInput & { url: string },
  read: (settings: Settings, publication: Publication, address: URL) => Promise<Reading>,
): Promise<Recorded> {
  const { item, channel } = input;
  const told = { revision: 0, seen: 'not-read' as Seen, words: '', url: '' };
  const ledger = await writeActs(publisher, '登记人工发布', async (before, at) => {
    const settings = await lockedSettings(publisher, before);
    const { name } = await entitledPerson(publisher, settings, RECORDING, at);
    const state = itemState(before, item);
    const release = recordable(state, channel);
    const address = addressIn(input, input.url, settings.policy);
    await requireOwn(publisher, before, input, address);
    const publication = { release, approval: approvedFor(state, release), page: placeOfPage(state, release.revision) };
    const reading = await read(settings, publication, address);
    const { seen, words, kept = words } = seenAs(item, address, reading);
    const registered = (how: string): string => `${name}登记：人工发布或修改，${how}`;
    Object.assign(told, { revision: release.revision, seen, words: registered(words), url: address.href });
    if (isRecorded(release, address.href, seen)) return [];
    const id = (reading.kind === 'read' && reading.id) || (release.remote?.id ?? '');
    const remote = { id, url: address.href, ...placeSteps(state, release, settings, address) };
    return [eventFor(publisher.run, state, release, 'confirmed', at, { remote, reason: registered(kept), code: seen })];
  });
  await tellPublished(publisher, [item]);
  const release = releaseOf(itemState(ledger, item), channel, told.revision);
  const found = told.seen === 'differs' ? [differs(release, told.url, told.words.replace(/^.*?，/, ''))] : [];
  const alerts = await settleAlerts(publisher, { step: 'act' }, found, (items) => publisher.ledgers.open(items));
  return { release, seen: told.seen, words: told.words, alerts };
}
