import { digestOf } from '../canonical-json.ts';
import type { ItemState, Release } from '../ledger/fold.ts';
import { approvalOf } from '../ledger/open-releases.ts';
import { placeOfPage } from '../ledger/page-place.ts';
import { formOf } from '../ledger/site-release.ts';
import type { Policy } from '../organisation/policy.ts';
import { pageAddress } from '../render/links.ts';
import type { PlannedRelease } from './release-round.ts';

/**
 * By what a channel finds a post that is taken back, where its text is gone from main's history (`purge`) or can't be rendered: the title that
 * the signed form holds and the address of the page. All of it comes from the ledger, and nothing of it is sent.
 * @returns `null` for a release that isn't taken back
 */
export function postIdentity(state: ItemState, release: Release, policy: Policy): PlannedRelease | null {
  const { item } = state;
  const { channel, revision } = release;
  const approval = release.state === 'withdraw-intent' ? approvalOf(state, release) : null;
  if (approval === null) return null;
  const sent = {
    ...{ version: 1 as const, item, channel, title: formOf(approval)?.title ?? item, author: '', summary: '', content: '' },
    sourceUrl: placeOfPage(state, revision) ?? pageAddress(item, policy),
    ...{ links: [], images: [], cover: null, limits: [], changes: [] },
  };
  return { item, channel, revision, tree: approval.tree, payload: { ...sent, digest: digestOf(sent) } };
}
