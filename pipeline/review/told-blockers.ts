import type { Blocker, ItemVerdict, Verdict } from './verdict.ts';

/** Where the secrecy review isn't due yet: before it is sent in, after a return, while it can't be published at all. */
function isLater(verdict: Verdict, item: ItemVerdict | null): boolean {
  return verdict.verdict === 'rejected' || verdict.verdict === 'refused' || (item?.next ?? []).some(({ action }) => action === 'ready');
}

/**
 * What stands in the way, as far as it helps to hear it now: without a secrecy review whose turn hasn't come, or that the due signature
 * itself will give.
 * @param secrecyReviewer whom the item names; `null`: something else comes first, so that it isn't told at all
 */
export function toldBlockers(verdict: Verdict, item: ItemVerdict | null, secrecyReviewer: string | null | undefined): Blocker[] {
  const silent = secrecyReviewer === null || isLater(verdict, item) || (item?.next ?? []).some(({ person }) => person === secrecyReviewer);
  return [...verdict.blockers, ...(item?.blockers ?? [])].filter(({ code }) => !(silent && code === 'secrecy-review'));
}
