import type { Channel } from '../item/front-matter/front-matter-schema.ts';
import type { LedgerEvent } from '../ledger/event.ts';
import { type ItemState, releaseOf } from '../ledger/fold.ts';
import { itemState, type Ledger } from '../ledger/ledger.ts';
import { LEDGER_BRANCH } from '../ledger/ledger-git.ts';
import type { ReleaseState } from '../ledger/transitions.ts';
import type { PublishedView } from '../review/comment/gate-view.ts';

/** How a release's state reads on the pull request. What isn't here is told nowhere: a newer text has taken its place. */
const READS: Partial<Record<ReleaseState, 'out' | 'open' | 'withdrawn' | 'dropped'>> = {
  planned: 'open',
  offline: 'open',
  intent: 'open',
  sent: 'open',
  unknown: 'open',
  failed: 'open',
  'needs-human': 'open',
  confirmed: 'out',
  'withdraw-intent': 'open',
  withdrawn: 'withdrawn',
  expired: 'dropped',
  abandoned: 'dropped',
};

/** A post that stays as it is, since what was corrected doesn't stand in it. */
const UNCHANGED = 'unchanged';

type Told = { channel: Channel; reads: (typeof READS)[ReleaseState]; url: string };

/** Releases that an approval speaks of: of its own text, or those that it takes back. */
function toldOf(state: ItemState, approval: LedgerEvent): Told[] {
  const releases = approval.removal
    ? state.releases.filter((release) => release.state === 'withdrawn' || release.state === 'withdraw-intent')
    : (approval.channels ?? [])
        .map((channel) => releaseOf(state, channel, approval.revision))
        .filter(({ last }) => last?.code !== UNCHANGED);
  return releases.map(({ channel, state: where, remote }) => ({ channel, reads: READS[where], url: remote?.url ?? '' }));
}

/**
 * What has become of the text that a pull request brought, for its comment; `null` while there is nothing to see.
 * @param webUrl address of the repository in a browser, without a trailing slash
 */
export function publishedView(ledger: Ledger, item: string, pullRequest: number, webUrl: string): PublishedView | null {
  const state = itemState(ledger, item);
  const approval = state.approvals.findLast((event) => event.pullRequest === pullRequest);
  if (!approval) return null;
  const told = toldOf(state, approval);
  const channels = (reads: Told['reads']): Channel[] => [
    ...new Set(told.filter((one) => one.reads === reads).map(({ channel }) => channel)),
  ];
  const withdrawn = channels('withdrawn');
  const releases = told.filter(({ reads }) => reads === 'out').map(({ channel, url }) => ({ channel, url }));
  if (releases.length === 0 && withdrawn.length === 0) return null;
  const path = ledger.chains.get(item)?.find(({ event }) => event.seq === approval.seq)?.path ?? '';
  return {
    number: approval.number ?? '',
    releases,
    open: channels('open'),
    withdrawn,
    dropped: channels('dropped'),
    form: `${webUrl}/blob/${LEDGER_BRANCH}/${path.split('/').map(encodeURIComponent).join('/')}`,
  };
}
