import type { ItemState } from './fold.ts';

/**
 * Where an item's page is, on a platform whose addresses nobody can know before: as it was registered for a revision, or for the newest one
 * before it. It stays what it was when the page was first seen: other channels print it, and are found again by it.
 */
export function placeOfPage(state: ItemState, revision: number): string | undefined {
  const pages = state.releases.filter((release) => release.channel === 'website' && release.revision <= revision && release.steps.address);
  return pages.sort((a, b) => b.revision - a.revision)[0]?.steps.address;
}
