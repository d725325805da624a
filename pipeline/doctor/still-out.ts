import { type ByHandOptions, type Publication, type Reading, readByHand, readByMachine } from '../acts/read-by-hand.ts';
import type { Channel } from '../item/front-matter/front-matter-schema.ts';
import { approvalOf, type ItemState, outOn, placeOfPage } from '../ledger/fold.ts';
import { Problem } from '../problem.ts';

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

/** Keeps the newest publications of a channel among the items of a ledger. */
export interface OutWatch {
  see(state: ItemState): void;
  /** Looks at them again. Changes nothing; what can't be read is counted and never taken for fine. */
  look(options: ByHandOptions): Promise<LookedAgain>;
}

async function look(options: ByHandOptions, publication: Publication): Promise<Reading> {
  const { last, remote } = publication.release;
  // What the pipeline sent is known by what its channel keeps; what a person registered, by the address that he gave.
  if (last?.code === undefined && options.adapter) return readByMachine(options, publication);
  const url = remote?.url ?? '';
  return URL.canParse(url) ? readByHand(options, publication, new URL(url)) : { kind: 'not-read', why: '没有登记地址' };
}

/** What became of one publication; `unread` if nobody can say. */
async function judged(options: ByHandOptions, publication: Publication): Promise<Pick<Changed, 'kind' | 'words'> | 'unread' | 'fine'> {
  try {
    const reading = await look(options, publication);
    if (reading.kind === 'not-read') return 'unread';
    if (reading.kind === 'elsewhere') return { kind: 'gone', words: reading.message };
    return reading.differences.length === 0 ? 'fine' : { kind: 'differs', words: reading.differences.join('；') };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return 'unread';
  }
}

export function watchOut(channel: Channel): OutWatch {
  const { see, newest } = newestOut(channel);
  return {
    see,
    async look(options) {
      const found: LookedAgain = { changed: [], looked: 0, unread: 0, right: [] };
      for (const publication of newest()) {
        const { item, remote } = publication.release;
        const verdict = await judged(options, publication);
        found.looked += 1;
        if (verdict === 'unread') found.unread += 1;
        else if (verdict === 'fine') found.right.push(item);
        else found.changed.push({ item, url: remote?.url ?? '', ...verdict });
      }
      return found;
    },
  };
}

/** How many of the newest are looked at again: WeChat and Weibo have a hundred questions a day. */
const NEWEST: Record<Channel, number> = { website: 20, wechat: 10, weibo: 5 };

/** Keeps the newest publications of a channel among the items of a ledger. */
interface NewestOut {
  see(state: ItemState): void;
  /** The newest first. */
  newest(): Publication[];
}

/** The publications of a channel that are out now. */
function newestOut(channel: Channel): NewestOut {
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
