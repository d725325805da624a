import type { Instant } from '../beijing-time.ts';
import type { Channel } from '../item/front-matter-schema.ts';
import { Problem } from '../problem.ts';
import { lockedSettings, writeActs } from './acts.ts';
import { CHANNEL_NAMES } from './alert.ts';
import { entitledPerson, RECORDING } from './entitled.ts';
import type { EventKind } from './event.ts';
import { type ItemState, type Release, releaseOf } from './fold.ts';
import { type Draft, itemState } from './ledger.ts';
import { approvalOf } from './open-releases.ts';
import type { Publisher } from './publisher.ts';
import type { Run } from './run.ts';
import { tellPublished } from './tell-published.ts';
import type { ReleaseState } from './transitions.ts';

/** What a person says became of a release. */
export type Decision = 'confirmed' | 'failed' | 'abandoned';

/** States that a person may settle. */
const OPEN_TO_PERSONS: readonly ReleaseState[] = ['needs-human', 'unknown', 'sent', 'withdraw-intent'];
/** States from which a publication or an edit by hand can be recorded. */
const RECORDABLE: readonly ReleaseState[] = ['planned', 'needs-human', 'unknown', 'sent', 'failed', 'confirmed'];

function refuse(code: string, item: string, message: string): Problem {
  return new Problem(code, message, { place: item, exitCode: 1 });
}

function eventFor(run: Run, state: ItemState, release: Release, kind: EventKind, at: Instant, said: Partial<Draft['event']>): Draft {
  const approval = approvalOf(state, release);
  if (!approval) throw refuse('not-approved', state.item, `${state.item} 第 ${release.revision} 版没有审定登记，不能登记发布结果。`);
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

function checkUrl(item: string, url: string): string {
  // As browsers write it: an address copied from somewhere may hold spaces or line ends.
  if (/^https?:\/\//.test(url) && URL.canParse(url)) return new URL(url).href;
  throw refuse('usage/url', item, `“${url}”不是网址；应以 http:// 或 https:// 开头；请补上 --url。`);
}

/** What a decision writes, by the release's state. */
function decisionKinds(release: Release, as: Decision): EventKind[] {
  if (release.state === 'withdraw-intent') {
    if (as === 'failed') throw refuse('resolve/withdrawal', release.item, '撤下只能登记为 confirmed（已撤下）或 abandoned（放弃）。');
    return [as === 'confirmed' ? 'withdrawn' : 'abandoned'];
  }
  return as === 'abandoned' && release.state !== 'needs-human' ? ['needs-human', 'abandoned'] : [as];
}

/**
 * A person's decision on a release that only a person may settle: the one way out of needs-human.
 * @throws Problem `not-entitled`, `resolve/…` (exit 1)
 */
export async function resolve(
  publisher: Publisher,
  input: { item: string; channel: Channel; as: Decision; url: string | null; reason: string },
): Promise<Release> {
  const { item, channel, as, reason } = input;
  let revision = 0;
  const ledger = await writeActs(publisher, '登记人工核对的结果', async (before, at) => {
    const { organisation } = await lockedSettings(publisher, before);
    await entitledPerson(publisher, organisation, RECORDING, at);
    const state = itemState(before, item);
    const release = openRelease(state, channel);
    revision = release.revision;
    const kinds = decisionKinds(release, as);
    const live = as === 'confirmed' && release.state !== 'withdraw-intent';
    if (live && input.url === null && !release.remote?.url) {
      throw refuse('resolve/no-url', item, '登记为 confirmed 要写明发布地址；请补上 --url。');
    }
    const remote = live
      ? { id: release.remote?.id ?? '', url: input.url === null ? (release.remote?.url ?? '') : checkUrl(item, input.url) }
      : null;
    const said = { reason, code: 'resolved', ...(remote ? { remote } : {}), ...(as === 'failed' ? { retry: 'counted' as const } : {}) };
    return kinds.map((kind) => eventFor(publisher.run, state, release, kind, at, said));
  });
  await tellPublished(publisher, [item]);
  return releaseOf(itemState(ledger, item), channel, revision);
}

/** The release that a publication or an edit by hand belongs to: the newest text's, or the one still live of an older text. */
function recordable(state: ItemState, channel: Channel): Release {
  const revision = state.text?.revision ?? 0;
  const newest = releaseOf(state, channel, revision);
  if (state.text?.channels?.includes(channel) && RECORDABLE.includes(newest.state)) return newest;
  throw refuse(
    'record/nothing',
    state.item,
    `${state.item} 在${CHANNEL_NAMES[channel]}没有可登记的发布（${newest.state}）；请用 sanshen status 核对。`,
  );
}

/**
 * Registers a publication, or an edit, that a person made by hand on a platform.
 * @param readBack looks for the release on its platform, where the channel can be read; gives what it is called there, or `null`
 * @throws Problem `not-entitled`, `record/…`, `usage/url` (exit 1)
 */
export async function record(
  publisher: Publisher,
  input: { item: string; channel: Channel; url: string },
  readBack: (state: ItemState, release: Release) => Promise<{ id: string; url: string } | null>,
): Promise<{ release: Release; readBack: boolean }> {
  const { item, channel } = input;
  const url = checkUrl(item, input.url);
  let revision = 0;
  let seen = false;
  const ledger = await writeActs(publisher, '登记人工发布', async (before, at) => {
    const { organisation } = await lockedSettings(publisher, before);
    const { name } = await entitledPerson(publisher, organisation, RECORDING, at);
    const state = itemState(before, item);
    const release = recordable(state, channel);
    revision = release.revision;
    const found = await readBack(state, release);
    seen = found !== null;
    const remote = { id: found?.id || (release.remote?.id ?? ''), url };
    const reason = `${name}登记：人工发布或修改${seen ? '，已读回' : ''}`;
    return [eventFor(publisher.run, state, release, 'confirmed', at, { remote, reason, code: 'by-hand' })];
  });
  await tellPublished(publisher, [item]);
  return { release: releaseOf(itemState(ledger, item), channel, revision), readBack: seen };
}
