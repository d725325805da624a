/** The production code that a history is made of: what is planted into a copy of it is planted into all of this. */
export { notNow } from '#pipeline/publish/before-call.ts';
export { callGuard } from '#pipeline/publish/call-guard.ts';
export { isWithdrawn, releaseKey, releaseOf, wasReleased } from '#pipeline/publish/fold.ts';
export { heldReason } from '#pipeline/publish/held.ts';
export { itemState, itemsOf, longerChains, write } from '#pipeline/publish/ledger.ts';
export { waitingSince } from '#pipeline/publish/message-time.ts';
export { approvalOf, nextRevision, openReleases } from '#pipeline/publish/open-releases.ts';
export { newRunState, runReleases } from '#pipeline/publish/release-engine.ts';
export { endOf, lifeOf } from '#pipeline/publish/run.ts';
export { siteRelease } from '#pipeline/publish/site-release.ts';
export { awaitsWebsite, removalDrafts } from '#pipeline/publish/website-intent.ts';
