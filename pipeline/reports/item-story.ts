import { lastMoment } from '../alerts/alert-due.ts';
import type { Instant } from '../beijing-time.ts';
import type { Git } from '../forge/git/git.ts';
import { eventsOf, itemState, type Ledger } from '../ledger/ledger.ts';
import { SETTINGS_CHAIN } from '../ledger/ledger-path.ts';
import type { LedgerStore } from '../ledger/ledger-store.ts';
import { openReleases } from '../ledger/open-releases.ts';
import { callFacts, recordedEvidence } from '../ledger/recorded-evidence.ts';
import { organisationOf, policyOf } from '../organisation/read-settings.ts';
import { Problem } from '../problem.ts';
import { type Recorded, type TimelineStep, timeline } from './timeline.ts';

/** All that the ledger tells of one item. */
export interface ItemStory {
  timeline: TimelineStep[];
  /** The last moment of Art. 9 for what waits to be published, e.g. `2026-11-30 24:00`; `null` where nothing waits or nothing binds it. */
  until: string | null;
}

/** What lies beside the approvals; of a pull request that was signed twice the later. One that can't be read is left out. */
async function recordedOf(store: LedgerStore, ledger: Ledger, item: string): Promise<Map<number, Recorded>> {
  const byPull = new Map<number | null, [number, Recorded]>();
  for (const approval of itemState(ledger, item).approvals) {
    try {
      const evidence = await recordedEvidence(store, ledger, approval);
      byPull.set(approval.pullRequest, [approval.seq, { evidence, organisation: organisationOf(evidence.organisation) }]);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
  }
  return new Map(byPull.values());
}

/** When the commits that approvals speak of were made; one that isn't there is left out. */
async function landedOf(git: Git, ledger: Ledger, item: string): Promise<Map<string, Instant>> {
  const landed = new Map<string, Instant>();
  for (const { mergeSha } of itemState(ledger, item).approvals) {
    const info = mergeSha === null ? null : await git.commitInfo(mergeSha).catch(() => null);
    if (mergeSha !== null && info !== null) landed.set(mergeSha, info.at);
  }
  return landed;
}

/** An item's story, and until when what waits has to be out. Nothing is decided by it. */
export async function storyOf(git: Git, store: LedgerStore, ledger: Ledger, item: string, now: Instant): Promise<ItemStory> {
  const recorded = await recordedOf(store, ledger, item);
  const steps = timeline(eventsOf(ledger, item), eventsOf(ledger, SETTINGS_CHAIN), recorded, await landedOf(git, ledger, item));
  const state = itemState(ledger, item);
  const found = state.text && recorded.get(state.text.seq);
  const waiting = openReleases(state).filter(({ state: now, revision }) => now !== 'withdraw-intent' && revision === state.text?.revision);
  if (!found || waiting.length === 0) return { timeline: steps, until: null };
  const facts = callFacts(found.evidence, ledger, state, state.text?.revision ?? 1, policyOf(found.evidence.policy));
  return {
    timeline: steps,
    until: lastMoment(
      waiting.map(({ channel }) => channel),
      facts,
      now,
    ),
  };
}
