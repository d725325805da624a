import type { Instant } from '../beijing-time.ts';
import type { Channel } from '../item/front-matter-schema.ts';
import type { LedgerEvent } from './event.ts';
import { isWithdrawn, type Release } from './fold.ts';
import { itemState, itemsOf, type Ledger } from './ledger.ts';
import { approvalOf } from './open-releases.ts';

/** A text that readers can see, and where. */
export interface OutNow {
  item: string;
  approval: LedgerEvent;
  places: { channel: Channel; url: string; since: Instant }[];
}

/** The newest release that is out, of each channel. */
function shown(releases: readonly Release[]): Release[] {
  const newest = new Map<Channel, Release>();
  for (const release of releases.filter(({ state }) => state === 'confirmed')) {
    const known = newest.get(release.channel);
    if (!known || known.revision < release.revision) newest.set(release.channel, release);
  }
  return [...newest.values()];
}

/** All texts that are out: an item may have several, where a channel still shows an older one. Withdrawn items have none. */
export function outNow(ledger: Ledger): OutNow[] {
  return itemsOf(ledger).flatMap((item) => {
    const state = itemState(ledger, item);
    if (isWithdrawn(state)) return [];
    const texts = new Map<string, OutNow>();
    for (const release of shown(state.releases)) {
      const approval = approvalOf(state, release);
      if (approval === null) continue;
      const text = texts.get(approval.tree ?? '') ?? { item, approval, places: [] };
      texts.set(approval.tree ?? '', text);
      text.places.push({ channel: release.channel, url: release.remote?.url ?? '', since: release.confirmedAt ?? approval.at });
    }
    return [...texts.values()];
  });
}
