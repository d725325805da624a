import type { WithdrawKind } from '../item/front-matter/front-matter-schema.ts';
import { isWithdrawn } from '../ledger/fold.ts';
import { itemState, type Ledger } from '../ledger/ledger.ts';
import { Problem } from '../problem.ts';
import { removalDrafts } from '../release/website-intent.ts';
import type { Publisher } from '../verify/publisher.ts';
import { lockedSettings } from '../verify/settings-lock.ts';
import { entitledPerson, REMOVING, writeActs } from './acts.ts';

/**
 * Begins to take an item down at once, on all channels. Levels 2 and 3 confirm within one working day by a pull request with `withdraw`
 * (design.md 3, step 7). Begun twice is begun once.
 * @returns the ledger, the person who decided, and whether anything was begun by it
 * @throws Problem `not-entitled`, `withdraw/nothing` (exit 1)
 */
export async function beginWithdrawal(
  publisher: Publisher,
  { item, kind, reason }: { item: string; kind: WithdrawKind; reason: string },
): Promise<{ ledger: Ledger; by: string; begun: boolean }> {
  let by = '';
  let begun = false;
  const ledger = await writeActs(publisher, '撤下', async (before, at) => {
    const settings = await lockedSettings(publisher, before);
    by = (await entitledPerson(publisher, settings, REMOVING, at)).name;
    const state = itemState(before, item);
    const drafts = removalDrafts(publisher.run, state, at, reason).map((draft) => ({ event: { ...draft.event, code: kind } }));
    begun = drafts.length > 0;
    if (begun || isWithdrawn(state)) return drafts;
    throw new Problem('withdraw/nothing', `${item} 没有发布在任何渠道，没有可撤下的；请用 sanshen status 核对。`, {
      place: item,
      exitCode: 1,
    });
  });
  return { ledger, by, begun };
}
