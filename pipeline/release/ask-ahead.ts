import type { Release } from '../ledger/fold.ts';
import { laneOf } from '../ledger/lane.ts';
import type { ReleaseState } from '../ledger/transitions.ts';
import { plannedOf, type Round, stateIn } from './release-round.ts';

/** Texts that the code platform is asked about at the same time; GitHub takes a hundred requests at once, and a text's reviews are some five. */
const AT_ONCE = 8;
/** What a round asks about before it writes an intent. */
const ASKED: readonly ReleaseState[] = ['planned', 'failed'];

/**
 * Asks side by side what each release will be asked one after the other, so that a round of many waits for the slowest and not for all. The answers
 * hold for a moment (`callGuard`), and nothing is decided here: what can't be judged is found again, and told, where its release is.
 */
export async function askAhead(round: Round, open: readonly Release[]): Promise<void> {
  const { context, ledger } = round;
  const asked = open.filter((release) => release.channel !== 'website' && ASKED.includes(release.state) && plannedOf(context, release));
  const byItem = [...new Map(asked.map((release) => [release.item, release])).values()];
  if (byItem.length < 2) return;
  const lane = laneOf(AT_ONCE);
  await Promise.allSettled(byItem.map((release) => lane(() => context.blocked(ledger, stateIn(round, release.item), release))));
}
