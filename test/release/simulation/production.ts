/** The production code that a history is made of: what is planted into a copy of it is planted into all of this. */
export { approvalOf, isWithdrawn, nextRevision, openReleases, releaseKey, releaseOf, wasReleased } from '#pipeline/ledger/fold.ts';
export { heldReason } from '#pipeline/ledger/held.ts';
export { itemState, itemsOf, longerChains, write } from '#pipeline/ledger/ledger.ts';
export { ledgerCount } from '#pipeline/ledger/ledger-count.ts';
export { endOf, lifeOf } from '#pipeline/ledger/run.ts';
export { signatureFault } from '#pipeline/ledger/signature.ts';
export { siteRelease } from '#pipeline/ledger/site-release.ts';
export { callGuard, stoppedNow } from '#pipeline/release/call-guard.ts';
export { notNow, waitingSince } from '#pipeline/release/not-now.ts';
export { newRunState, runReleases } from '#pipeline/release/release-engine.ts';
export { LEFT, periodOver, removalDrafts, unseenPages, websiteIntent } from '#pipeline/release/website-intent.ts';
