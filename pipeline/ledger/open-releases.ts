import { CHANNELS } from '../item/front-matter/front-matter-schema.ts';
import type { LedgerEvent } from './event.ts';
import { type ItemState, isWithdrawn, type Release, releaseOf } from './fold.ts';
import { IN_DOUBT, isTerminal, type ReleaseState } from './transitions.ts';

/** States of an older revision that still ask for something. A failed one is simply replaced by the newer text. */
const ASKING: readonly ReleaseState[] = [...IN_DOUBT, 'withdraw-intent'];

/** Releases of an item that a run has something to do for: the newest text's that are not out yet, and whatever older is in doubt or being taken back. */
export function openReleases(state: ItemState): Release[] {
  const { text } = state;
  const asked = state.releases.filter((release) => ASKING.includes(release.state));
  const wanted =
    text === null || isWithdrawn(state)
      ? []
      : (text.channels ?? [])
          .map((channel) => releaseOf(state, channel, text.revision))
          .filter((release) => !isTerminal(release.state) && release.state !== 'confirmed' && !asked.includes(release));
  return [...asked, ...wanted].sort((a, b) => CHANNELS.indexOf(a.channel) - CHANNELS.indexOf(b.channel) || a.revision - b.revision);
}

/** The approval whose text a release sends or has sent. */
export function approvalOf(state: ItemState, release: Pick<Release, 'intent' | 'revision'>): LedgerEvent | null {
  const { intent, revision } = release;
  return (
    state.approvals.findLast((approval) =>
      intent === null ? approval.revision === revision && approval.removal !== true : approval.tree === intent.tree,
    ) ?? null
  );
}

/** The revision that a newly approved text gets: counted up as soon as anything of the present one has begun (contracts.md 5). */
export function nextRevision(state: ItemState, removal: boolean): number {
  const present = state.approval?.revision ?? 0;
  if (removal) return Math.max(1, present);
  if (present === 0) return 1;
  const begun = state.releases.some(({ revision }) => revision === present) || state.approval?.removal === true;
  return begun ? present + 1 : present;
}
