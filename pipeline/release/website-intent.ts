import type { Alert } from '../alerts/alert.ts';
import type { Instant } from '../beijing-time.ts';
import { notNow } from '../ledger/before-call.ts';
import type { LedgerEvent } from '../ledger/event.ts';
import { hasDraft, type ItemState, isWithdrawn, mayBeLive, type Release, releaseOf } from '../ledger/fold.ts';
import type { Draft, Ledger } from '../ledger/ledger.ts';
import { callFacts } from '../ledger/recorded-evidence.ts';
import type { Run } from '../ledger/run.ts';
import type { Policy } from '../organisation/policy.ts';
import type { Evidence } from '../review/gate/evidence.ts';

/** An event of a release that a text's approval brings with it. */
function draftOf(
  run: Run,
  approval: LedgerEvent,
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

/** True if the newest text of an item still waits for its website release to begin. */
export function awaitsWebsite(state: ItemState, policy: Policy): boolean {
  const { text } = state;
  if (text === null || isWithdrawn(state) || policy.channels.website.mode === 'manual') return false;
  return text.channels?.includes('website') === true && releaseOf(state, 'website', text.revision).state === 'planned';
}

/**
 * The website's intent, whose time is the page's PubDate: written as soon as the text is approved and nothing holds it. A text whose seven
 * days are over ends here.
 */
export function websiteIntent(
  run: Run,
  ledger: Ledger,
  state: ItemState,
  evidence: Evidence,
  policy: Policy,
  at: Instant,
): { draft: Draft; alert?: Alert } | null {
  const { text } = state;
  if (text === null || !awaitsWebsite(state, policy)) return null;
  const why = notNow('website', callFacts(evidence, ledger, state, text.revision, policy), at);
  const event = draftOf(run, text, releaseOf(state, 'website', text.revision), at);
  if (why === null) return { draft: { event } };
  if (!why.final) return null;
  return {
    draft: { event: { ...event, kind: 'expired', code: why.code, reason: why.message } },
    alert: { item: state.item, channel: 'website', code: why.code, message: why.message },
  };
}

/** What a removal begins: everything that may be live, or lies prepared, is taken back; what never went out, or waits to, is given up. */
export function removalDrafts(run: Run, state: ItemState, at: Instant, reason: string): Draft[] {
  const { text } = state;
  if (text === null) return [];
  const approvalFor = (release: Release): LedgerEvent => state.approvals.find(({ tree }) => tree === release.intent?.tree) ?? text;
  const given = state.releases.filter(
    (release) => (release.state === 'failed' && !hasDraft(release)) || (release.state === 'needs-human' && release.intent === null),
  );
  const drafts = state.releases.filter((release) => release.state === 'failed' && hasDraft(release));
  const live = [...mayBeLive(state), ...drafts].filter((release) => !given.includes(release));
  const waiting = isWithdrawn(state) ? [] : (text.channels ?? []).map((channel) => releaseOf(state, channel, text.revision));
  const never = waiting.filter(({ state: now }) => now === 'planned');
  return [
    ...live.map((release): Draft => ({ event: { ...draftOf(run, approvalFor(release), release, at), kind: 'withdraw-intent', reason } })),
    ...[...given, ...never].map(
      (release): Draft => ({ event: { ...draftOf(run, approvalFor(release), release, at), kind: 'abandoned', reason } }),
    ),
  ];
}
