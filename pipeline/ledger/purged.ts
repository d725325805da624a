import type { Instant } from '../beijing-time.ts';
import type { LedgerEvent } from './event.ts';
import { type ItemState, isWithdrawn, type Release, releaseOf } from './fold.ts';
import { eventsOf, type Ledger } from './ledger.ts';
import { SETTINGS_CHAIN } from './ledger-path.ts';
import { approvalOf } from './open-releases.ts';
import { type PurgeRecord, purgeIn } from './purge-event.ts';
import { isTerminal, MAY_BE_LIVE } from './transitions.ts';

/** Purges of a verified ledger. */
export function purgesIn(ledger: Ledger): PurgeRecord[] {
  return eventsOf(ledger, SETTINGS_CHAIN).flatMap((event) => (event.kind === 'purge' ? (purgeIn(event) ?? []) : []));
}

/** The purge that took something out of an approval's text; `null` if none did. */
export function purgeOf<Record extends PurgeRecord>(
  purges: readonly Record[],
  approval: Pick<LedgerEvent, 'item' | 'seq' | 'tree'>,
): Record | null {
  const own = purges.filter(({ item, seq }) => item === approval.item && approval.seq <= seq);
  return own.findLast(({ trees }) => trees.includes(approval.tree)) ?? null;
}

/** True if main's history was written anew after an instant: then what was there is looked for by what it is, no longer by its commit. */
export function mayHaveMoved(purges: readonly PurgeRecord[], at: Instant): boolean {
  return purges.some((purge) => Date.parse(at) <= Date.parse(purge.at));
}

/** A release of one of some texts that readers may see, or that a run would still send. */
export function stillOut(state: ItemState, trees: readonly string[]): Release | null {
  const live = state.releases.filter((release) => MAY_BE_LIVE.includes(release.state));
  const shown = live.find((release) => trees.includes(approvalOf(state, release)?.tree ?? ''));
  const { text } = state;
  if (shown || text === null || !trees.includes(text.tree) || isWithdrawn(state)) return shown ?? null;
  const wanted = (text.channels ?? []).map((channel) => releaseOf(state, channel, text.revision));
  return wanted.find((release) => !isTerminal(release.state) && release.state !== 'withdraw-intent') ?? null;
}
