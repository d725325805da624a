import type { Channel } from '../../item/front-matter-schema.ts';
import { Problem } from '../../problem.ts';
import type { LedgerEvent } from '../event.ts';
import type { ItemState, Release } from '../fold.ts';
import { approvalOf } from '../open-releases.ts';
import { type ByHandOptions, type Reading, readByHand, readByMachine } from '../read-by-hand.ts';

/** A publication that isn't as the ledger says. */
export interface Changed {
  item: string;
  url: string;
  /** `gone`: readers don't find it any more; `differs`: they read something else. */
  kind: 'gone' | 'differs';
  words: string;
}

export interface LookedAgain {
  changed: Changed[];
  /** How many of the newest were looked at, and how many of them couldn't be. */
  looked: number;
  unread: number;
  /** Items that are out as they should be. */
  right: string[];
}

/** How many of the newest are looked at: WeChat and Weibo have a hundred questions a day. */
const NEWEST: Record<Channel, number> = { website: 20, wechat: 10, weibo: 5 };

interface Out {
  release: Release;
  approval: LedgerEvent;
}

/** Keeps the newest publications of a channel among the items of a ledger. */
export interface OutWatch {
  see(state: ItemState): void;
  /** Looks at them again. Changes nothing; what can't be read is counted and never taken for fine. */
  look(options: ByHandOptions): Promise<LookedAgain>;
}

async function look(options: ByHandOptions, { release, approval }: Out): Promise<Reading> {
  // What the pipeline sent is known by what its channel keeps; what a person registered, by the address that he gave.
  if (release.last?.code === undefined && options.adapter) return readByMachine(options, release, approval);
  const url = release.remote?.url ?? '';
  return URL.canParse(url) ? readByHand(options, release, approval, new URL(url)) : { kind: 'not-read', why: '没有登记地址' };
}

export function watchOut(channel: Channel): OutWatch {
  const at = ({ release: { last } }: Out): number => Date.parse(last?.at ?? '');
  let newest: Out[] = [];
  return {
    see(state) {
      for (const release of state.releases) {
        if (release.channel !== channel || release.state !== 'confirmed') continue;
        const approval = approvalOf(state, release);
        if (approval) newest.push({ release, approval });
      }
      if (newest.length > 2 * NEWEST[channel]) newest = newest.sort((a, b) => at(b) - at(a)).slice(0, NEWEST[channel]);
    },
    async look(options) {
      const found: LookedAgain = { changed: [], looked: 0, unread: 0, right: [] };
      for (const out of newest.sort((a, b) => at(b) - at(a)).slice(0, NEWEST[channel])) {
        const reading = await look(options, out).catch((error: unknown): Reading => {
          if (error instanceof Problem) return { kind: 'not-read', why: error.message };
          throw error;
        });
        const of = { item: out.release.item, url: out.release.remote?.url ?? '' };
        found.looked += 1;
        if (reading.kind === 'not-read') found.unread += 1;
        else if (reading.kind === 'elsewhere') found.changed.push({ ...of, kind: 'gone', words: reading.message });
        else if (reading.differences.length > 0) found.changed.push({ ...of, kind: 'differs', words: reading.differences.join('；') });
        else found.right.push(of.item);
      }
      return found;
    },
  };
}
