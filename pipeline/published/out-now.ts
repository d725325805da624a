import type { Instant } from '../beijing-time.ts';
import { CHANNELS, type Channel } from '../item/front-matter/front-matter-schema.ts';
import type { LedgerEvent } from '../ledger/event.ts';
import { isWithdrawn, outOn } from '../ledger/fold.ts';
import { itemState, itemsOf, type Ledger } from '../ledger/ledger.ts';
import { approvalOf } from '../ledger/open-releases.ts';

/** A text that readers can see, and where. */
export interface OutNow {
  item: string;
  approval: LedgerEvent;
  places: { channel: Channel; url: string; since: Instant }[];
}

/** All texts that are out: an item may have several, where a channel still shows an older one. Withdrawn items have none. */
export function outNow(ledger: Ledger): OutNow[] {
  return itemsOf(ledger).flatMap((item) => {
    const state = itemState(ledger, item);
    if (isWithdrawn(state)) return [];
    const texts = new Map<string, OutNow>();
    for (const channel of CHANNELS) {
      const release = outOn(state, channel);
      if (release === null) continue;
      const approval = approvalOf(state, release);
      if (approval === null) continue;
      const text = texts.get(approval.tree ?? '') ?? { item, approval, places: [] };
      texts.set(approval.tree ?? '', text);
      text.places.push({ channel, url: release.remote?.url ?? '', since: release.confirmedAt ?? approval.at });
    }
    return [...texts.values()];
  });
}
