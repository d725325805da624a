import type { Publication } from '../acts/read-by-hand.ts';
import type { Channel } from '../item/front-matter/front-matter-schema.ts';
import { type ItemState, outOn } from '../ledger/fold.ts';
import { approvalOf } from '../ledger/open-releases.ts';
import { placeOfPage } from '../ledger/page-place.ts';

/** How many of the newest are looked at again: WeChat and Weibo have a hundred questions a day. */
const NEWEST: Record<Channel, number> = { website: 20, wechat: 10, weibo: 5 };

/** Keeps the newest publications of a channel among the items of a ledger. */
export interface NewestOut {
  see(state: ItemState): void;
  /** The newest first. */
  newest(): Publication[];
}

/** The publications of a channel that are out now. */
export function newestOut(channel: Channel): NewestOut {
  const at = ({ release: { last } }: Publication): number => Date.parse(last?.at ?? '');
  let kept: Publication[] = [];
  const newest = (): Publication[] => {
    kept = kept.sort((a, b) => at(b) - at(a)).slice(0, NEWEST[channel]);
    return kept;
  };
  return {
    see(state) {
      const release = outOn(state, channel);
      const approval = release && approvalOf(state, release);
      if (release && approval) kept.push({ release, approval, page: placeOfPage(state, release.revision) });
      if (kept.length > 2 * NEWEST[channel]) newest();
    },
    newest,
  };
}
