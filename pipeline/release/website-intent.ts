import type { Alert } from '../alerts/alert.ts';
import { beijingDate, type Instant } from '../beijing-time.ts';
import type { FrontMatter } from '../item/front-matter/front-matter-schema.ts';
import type { LedgerEvent } from '../ledger/event.ts';
import {
  approvalOf,
  CORRECT_BY_HAND,
  hasDraft,
  type ItemState,
  isWithdrawn,
  mayBeLive,
  PERIOD_OVER,
  type Release,
  releaseOf,
} from '../ledger/fold.ts';
import type { Draft } from '../ledger/ledger.ts';
import type { Run } from '../ledger/run.ts';
import type { Policy } from '../organisation/policy.ts';
import { isUnregistered, UNRECORDED } from './call-guard.ts';
import type { Blocked } from './release-round.ts';

/** An event of a release that a text's approval brings with it. */
function draftOf(
  run: Run,
  approval: Draft['event'],
  release: Pick<Release, 'item' | 'channel' | 'revision' | 'intent'>,
  at: Instant,
): Draft['event'] {
  const { item, channel, revision, intent } = release;
  const { pullRequest, mergeSha, digest } = approval;
  return {
    kind: 'intent',
    at,
    item,
    channel,
    revision,
    tree: intent?.tree ?? approval.tree,
    // The payload is rendered by a later step without secrets; the confirmation names its digest.
    digest,
    pullRequest,
    mergeSha,
    runId: run.id,
    attempt: run.attempt,
    actor: run.actor,
  };
}

/**
 * Website releases that nobody is known to have seen and that are the pipeline's to begin: of the newest text, what hasn't begun or was
 * stopped; of any text, what has begun and is built here. An older one's page is shown while the newest is held back.
 */
export function unseenPages(state: ItemState, policy: Policy): Release[] {
  const { text } = state;
  const { mode } = policy.channels.website;
  if (text === null || isWithdrawn(state) || mode === 'manual') return [];
  const begun = state.releases.filter(({ channel, state: at }) => channel === 'website' && at === 'intent' && mode === 'build');
  const newest = releaseOf(state, 'website', text.revision);
  const open = text.channels?.includes('website') && (newest.state === 'planned' || newest.state === 'failed');
  return open ? [...begun, newest] : begun;
}

/** What leaves a page alone whose intent was written in time: readers may have it by now, and a hold hides it where the site is built. */
export const LEFT: readonly string[] = ['expired', 'outside-hours', 'held'];

/**
 * What becomes of an unseen page by what is asked at this moment. The intent, whose time is the page's PubDate, is written as soon as nothing
 * stops it. The site is built offline, from what the ledger says: so an intent that something has come to stop is taken back there, and a
 * text whose seven days are over ends.
 * @param blocked what stops the page now, `null` = nothing
 */
export function websiteIntent(
  run: Run,
  state: ItemState,
  page: Release,
  blocked: Blocked | null,
  at: Instant,
): { draft: Draft; alert?: Alert } | null {
  const approval = approvalOf(state, page);
  if (approval === null) return null;
  const event = draftOf(run, approval, page, at);
  if (page.state === 'intent') {
    if (blocked === null) return null;
    return { draft: { event: { ...event, kind: 'failed', code: blocked.code, reason: blocked.message, retry: 'free' } } };
  }
  if (blocked === null) return { draft: { event } };
  if (!blocked.final) return null;
  const { code, message } = blocked;
  return {
    draft: { event: { ...event, kind: 'expired', code, reason: message } },
    alert: { item: state.item, channel: 'website', code, message },
  };
}

/**
 * What an approved text says was published by hand (线下审签) and nobody has registered waits for a person from the first, so that a removal
 * looks for it too.
 */
export function unrecordedPosts(
  run: Run,
  state: ItemState,
  approval: Draft['event'],
  said: { frontMatter: FrontMatter; policy: Policy },
): Draft[] {
  const { at, channels = [], revision } = approval;
  const releases = channels.map((channel) => releaseOf(state, channel, revision));
  return releases
    .filter((release) => release.state === 'planned' && isUnregistered(said, state, release.channel))
    .map((release) => ({
      event: { ...draftOf(run, approval, release, at), kind: 'needs-human', code: 'offline-unrecorded', reason: UNRECORDED },
    }));
}

/** What begins on the day after a text's 公示期: it is taken off like a removal, since the approved text said so. Nothing before. */
export function periodOver(run: Run, state: ItemState, at: Instant): Draft[] {
  const until = state.text?.until;
  if (until === undefined || state.approval?.removal || beijingDate(at) <= until) return [];
  const drafts = removalDrafts(run, state, at, `公示期到 ${until} 已满，照审定的稿件自动撤下`);
  return drafts.map(({ event, ...draft }) => ({ ...draft, event: { ...event, code: PERIOD_OVER } }));
}

/**
 * What a removal begins: everything that may be live, or lies prepared, is taken back, also what a person was asked to post and hasn't
 * registered. What never went out, or waits to, is given up; so is an edit by hand, whose post is taken back itself.
 */
export function removalDrafts(run: Run, state: ItemState, at: Instant, reason: string): Draft[] {
  const text = state.text ?? state.releases.findLast(({ offline }) => offline !== null)?.offline ?? null;
  if (text === null) return [];
  const approvalFor = (release: Release): LedgerEvent => approvalOf(state, release) ?? release.offline ?? text;
  const given = state.releases.filter(
    (release) =>
      (release.state === 'failed' && !hasDraft(release)) || (release.state === 'needs-human' && release.last?.code === CORRECT_BY_HAND),
  );
  const drafts = state.releases.filter((release) => release.state === 'failed' && hasDraft(release));
  const live = [...mayBeLive(state), ...drafts].filter((release) => !given.includes(release));
  const waiting = isWithdrawn(state) ? [] : (state.text?.channels ?? []).map((channel) => releaseOf(state, channel, text.revision));
  const never = waiting.filter(({ state: now }) => now === 'planned');
  return [
    ...live.map((release): Draft => ({ event: { ...draftOf(run, approvalFor(release), release, at), kind: 'withdraw-intent', reason } })),
    ...[...given, ...never].map(
      (release): Draft => ({ event: { ...draftOf(run, approvalFor(release), release, at), kind: 'abandoned', reason } }),
    ),
  ];
}
